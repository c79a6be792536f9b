/* SPDX-License-Identifier: MIT
 * A page: front matter, then the template with the page as its root; or, for a format of records, a record a line.
 * What is finished goes out line by line, so that memory stays that of one paper. */
#include <string.h>

#include "digest/cite.h"
#include "src/render/ctx.h"

static bool out_of(struct render_ctx *r, struct str bytes, struct err *e)
{
	return bytes.n == 0 || r->write(r->write_ctx, bytes, e);
}

/* Lines for a terminal: each is broken where it is too long. */
static bool put_wrapped(struct render_ctx *r, struct str lines, struct err *e)
{
	const struct render_options *options = &r->page->options;
	struct buf out = BUF_INIT(BUF_UNBOUNDED);
	struct str line;
	for (size_t lf; (lf = str_find(lines, "\n", 0)) != STR_NONE; lines = str_from(lines, lf + 1)) {
		line = str_head(lines, lf);
		text_wrap(line, options->width, options->ambiguous_wide, &out);
		buf_addc(&out, '\n');
	}
	if (lines.n)
		text_wrap(lines, options->width, options->ambiguous_wide, &out);
	bool ok = out_of(r, buf_str(&out), e);
	buf_free(&out);
	return ok;
}

static bool put_lines(struct render_ctx *r, struct str lines, struct err *e)
{
	const struct render_options *options = &r->page->options;
	return options->format->wrapped && options->width > 0 ? put_wrapped(r, lines, e) : out_of(r, lines, e);
}

/* Whole lines are written out. The unfinished line stays in the buffer, because the escaping of a text depends on what stands before it in its line. */
static bool flush(void *ctx, struct buf *out, struct err *e)
{
	struct render_ctx *r = ctx;
	const char *lf = out->len ? memrchr(out->s, '\n', out->len) : NULL;
	if (lf == NULL)
		return true;
	size_t n = (size_t)(lf + 1 - out->s);
	if (!put_lines(r, str_head(buf_str(out), n), e))
		return false;
	memmove(out->s, out->s + n, out->len - n);
	buf_cut(out, out->len - n);
	return true;
}

static bool put_templated(struct render_ctx *r, struct err *e)
{
	struct value root = { .type = VALUE_OBJECT, .ops = &page_ops, .ctx = r };
	struct template_out how = { .escape = escape_text, .ctx = r, .flush = flush };
	struct buf out = BUF_INIT(BUF_UNBOUNDED);
	bool ok = front_render(r, &out, e) && template_render(r->page->template, root, &how, &out, e) &&
	          put_lines(r, buf_str(&out), e);
	buf_free(&out);
	return ok;
}

static bool put_records(struct render_ctx *r, struct err *e)
{
	struct buf line = BUF_INIT(BUF_UNBOUNDED);
	bool ok = true;
	for (; ok && r->at < r->page->n; r->at++) {
		arena_reset(&r->a);
		buf_clear(&line);
		ok = r->page->get(r->page->ctx, &r->page->keys[r->at], &r->a, &r->p, e);
		if (ok) {
			paper_to_json(&r->p, &line);
			buf_addc(&line, '\n');
			ok = out_of(r, buf_str(&line), e);
		}
	}
	buf_free(&line);
	return ok;
}

bool page_render(const struct page *p, bool (*write)(void *ctx, struct str bytes, struct err *e), void *ctx, struct err *e)
{
	struct render_ctx v = { .page = p, .a = ARENA_INIT, .page_arena = ARENA_INIT, .p = PAPER_INIT, .failed = ERR_INIT,
	                  .write = write, .write_ctx = ctx };
	bool ok = p->options.format->records ? put_records(&v, e) : put_templated(&v, e);
	summary_values_end(&v);
	cite_keys_free(v.keys);
	if (ok && v.failed.kind != ERR_NONE) {
		*e = v.failed;
		ok = false;
	}
	arena_free(&v.a);
	arena_free(&v.page_arena);
	return ok;
}

/* ---- Checks before anything is rendered ---- */

struct check {
	const struct page_names *names;
	bool paper;            /* a paper's names may stand there */
};

static bool known_name(const struct check *c, struct str name)
{
	static const char *const by_key[] = { "summary", "lacks", "stars" };
	static const char *const of_chart[] = { "name", "n", "percent", "row" };
	if (str_is(name, "blocks"))
		return c->paper;
	if (str_ends(name, ".blocks"))  /* of a text with marks */
		return known_name(c, str_head(name, name.n - strlen(".blocks")));
	struct str rest = name, head;
	str_cut(&rest, '.', &head);
	for (size_t i = 0; i < COUNTOF(by_key); i++)
		if (str_is(head, by_key[i]))
			return c->paper && (head.n == name.n || strs_has(c->names->keys, str_head(rest, str_find(rest, ".", 0))));
	if (str_is(head, "words") && head.n < name.n) {
		const struct render_options options = { .words = c->names->words, .n_words = c->names->n_words };
		return str_known(page_word(&options, rest));
	}
	for (size_t i = 0; i < COUNTOF(of_chart); i++)
		if (str_is(name, of_chart[i]))
			return true;
	return name_of_page(name) || (c->paper && (name_of_paper(name) || strs_has(c->names->members, name)));
}

static bool check_name(void *ctx, struct str name, const char *file, int line, struct err *e)
{
	if (str_is(name, ".") || known_name(ctx, name))
		return true;
	if (str_starts(name, "words."))
		return err_set(e, ERR_CONFIG, "%s:%d: the page words have no \"%.*s\" (a line `%.*s = …` in words/LANG.conf)", file, line,
		               STR_ARG(str_from(name, 6)), STR_ARG(str_from(name, 6)));
	return err_set(e, ERR_CONFIG, "%s:%d: unknown field {{%.*s}}", file, line, STR_ARG(name));
}

bool page_check_template(const struct template *t, const struct page_names *names, struct err *e)
{
	struct check c = { names, true };
	return template_each_name(t, check_name, &c, e) && template_check_list(t, STR("papers"), e);
}

bool page_check_front(const struct template *t, const struct page_names *names, struct err *e)
{
	struct check c = { names, false };
	return template_each_name(t, check_name, &c, e);
}

const char *page_missing(const struct paper *p)
{
	static const char *const wanted[] = { "tldr", "title", "abstract" };
	for (size_t i = 0; i < COUNTOF(wanted); i++)
		if (p->summary.status != SUMMARY_OK || !str_known(summary_get(&p->summary, wanted[i])))
			return wanted[i];
	return NULL;
}

