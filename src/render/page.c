/* SPDX-License-Identifier: MIT
 * A page as the template sees it: what each name means (one row a name), and the escaping, which is told from what
 * already stands on the line, so that no template can get it wrong. */
#include <stdlib.h>
#include <string.h>

#include "digest/render.h"

enum { TEXT_ESCAPED, TEXT_URL, TEXT_AS_IS };  /* value.kind */

/* What a name means, as it was found when it was first met: in one table or the other, or in neither. */
struct meaning {
	struct str name;
	const struct name_row *row;
	const struct paper_field *field;
};

/* What one rendering knows: the page, and the paper that its list stands at. */
struct view {
	const struct page *page;
	struct arena a;
	struct paper p;
	size_t at;             /* of the next one */
	size_t notice;         /* of the next one of these */
	bool bare;             /* no summary in the page's language: pending, or an extract */
	uint64_t cleaned;      /* a bit for each of the first summary fields: it is in the form that is shown */
	struct meaning known[512]; /* by where the name stands in the template: its texts stay where they are */
	bool (*write)(void *ctx, struct str bytes, struct err *e);
	void *write_ctx;
};

static struct value none(void) { return (struct value){ .type = VALUE_NONE }; }
static struct value flag(bool on) { return (struct value){ .type = on ? VALUE_TRUE : VALUE_FALSE }; }
static struct value text_as(struct str s, int kind)
{
	return str_known(s) ? (struct value){ .type = VALUE_TEXT, .text = s, .kind = kind } : none();
}
static struct value text(struct str s) { return text_as(s, TEXT_ESCAPED); }

/* ---- The summary's fields ---- */

/* A field as it is shown: as received where the dialect asks for that, else cleaned, once a paper. */
static struct str summary_text(struct view *v, struct str name)
{
	const struct summary *y = &v->p.summary;
	for (size_t i = 0; i < y->n_fields; i++) {
		struct summary_field *f = &y->fields[i];
		if (!str_eq(f->name, name))
			continue;
		uint64_t bit = i < 64 ? UINT64_C(1) << i : 0;
		if (!v->page->dialect->received && !(v->cleaned & bit))
			f->text = clean_text(f->text, false, &v->a, NULL);
		v->cleaned |= bit;
		return f->text;
	}
	return STR_NULL;
}

static struct value summary_member(void *ctx, struct str name) { return text(summary_text(ctx, name)); }

/* Whether a field is missing or empty. What was received counts as it is: an empty string is there. */
static struct value lacks_member(void *ctx, struct str name)
{
	struct view *v = ctx;
	return flag(!v->page->dialect->received && str_empty(summary_text(v, name)));
}

static const struct value_ops summary_ops = { .get = summary_member };
static const struct value_ops lacks_ops = { .get = lacks_member };

static struct value get_summary(struct view *v)
{
	return (struct value){ .type = VALUE_OBJECT, .ops = &summary_ops, .ctx = v };
}
static struct value get_lacks(struct view *v)
{
	return (struct value){ .type = VALUE_OBJECT, .ops = &lacks_ops, .ctx = v };
}

/* ---- The paper's fields ---- */

static struct str link_of(const struct view *v)
{
	if (v->page->dialect->received && str_known(v->p.received_link))
		return v->p.received_link;
	return v->p.link;
}

static struct str title_of(const struct view *v)
{
	if (v->page->dialect->received && str_known(v->p.received_title))
		return v->p.received_title;
	return v->p.title;
}

/* The earlier system's title in the table: each line without what follows the white space before "(arXiv" and at
 * least one more character (its `\s*\(arXiv.+` replaced by nothing). */
static struct str without_suffix(struct view *v, struct str title)
{
	static const char mark[] = "(arXiv";
	size_t at = str_find(title, mark, 0);
	if (at == STR_NONE)
		return title;
	struct buf out = BUF_INIT(BUF_UNBOUNDED);
	size_t from = 0;
	for (; at != STR_NONE; at = str_find(title, mark, from)) {
		size_t behind = at + sizeof mark - 1, cut = at;
		const char *line_end = memchr(title.p + behind, '\n', title.n - behind);
		size_t end = line_end ? (size_t)(line_end - title.p) : title.n;
		if (end == behind) {  /* nothing follows: it stays */
			buf_adds(&out, str_head(str_from(title, from), behind - from));
		} else {
			while (cut > from && is_space((unsigned char)title.p[cut - 1]))
				cut--;
			buf_adds(&out, str_head(str_from(title, from), cut - from));
			behind = end;
		}
		from = behind;
	}
	buf_adds(&out, str_from(title, from));
	struct str s = arena_dup(&v->a, buf_str(&out));
	buf_free(&out);
	return s;
}

static struct value get_title(struct view *v)
{
	return text_as(title_of(v), v->page->dialect->received ? TEXT_AS_IS : TEXT_ESCAPED);
}

static struct value get_row_title(struct view *v)
{
	return text(v->page->dialect->received ? without_suffix(v, title_of(v)) : v->p.title);
}

static struct value get_abstract(struct view *v)
{
	if (v->page->dialect->received && str_known(v->p.received_abstract))
		return text(v->p.received_abstract);
	return text(v->p.abstract);
}

static struct value get_link(struct view *v) { return text(link_of(v)); }

static struct value get_href(struct view *v)
{
	struct str link = link_of(v);
	if (v->page->dialect->received)
		return text_as(link, TEXT_AS_IS);
	return url_is_web(link) ? text_as(link, TEXT_URL) : none();
}

/* A link's text must not be an address itself: some readers nest links then. */
static struct value get_link_text(struct view *v)
{
	struct str link = link_of(v);
	size_t scheme = v->page->dialect->received ? STR_NONE : str_find(link, "://", 0);
	return text(scheme == STR_NONE ? link : str_from(link, scheme + 3));
}

static struct value number(struct view *v, uint64_t n)
{
	struct buf b = BUF_INIT(32);
	buf_addu(&b, n);
	struct str s = arena_dup(&v->a, buf_str(&b));
	buf_free(&b);
	return text(s);
}

static struct value get_label(struct view *v) { return number(v, v->at); }
static struct value get_version(struct view *v) { return v->p.version ? number(v, (uint64_t)v->p.version) : none(); }
static struct value get_bare(struct view *v) { return flag(v->bare); }
static struct value get_extract(struct view *v) { return flag(v->p.summary.status == SUMMARY_EXTRACT); }
static struct value get_pending(struct view *v) { return flag(v->bare && v->p.summary.status != SUMMARY_EXTRACT); }
/* Whoever failed said it, in whatever characters. */
static struct value get_reason(struct view *v)
{
	struct str reason = v->p.summary.reason;
	return text(str_known(reason) ? clean_text(reason, false, &v->a, NULL) : reason);
}
static struct value get_last(struct view *v) { return flag(v->at == v->page->n); }
static struct value get_earlier(struct view *v) { return flag(v->page->dialect->received); }
static struct value get_announce_type(struct view *v) { return text(announce_name(v->p.announce_type)); }
static struct value get_category(struct view *v) { return v->p.categories.n ? text(v->p.categories.v[0]) : none(); }

/* The name of a paragraph that is there, or that the earlier system printed even when it was empty. */
static struct value get_show_tldr_en(struct view *v)
{
	return flag(v->page->dialect->received || !str_empty(summary_text(v, STR("tldr_en"))));
}
static struct value get_show_abstract(struct view *v)
{
	return flag(v->page->dialect->received || !str_empty(v->p.abstract));
}

/* ---- Lists in a paper ---- */

static struct value joined(struct view *v, size_t n, struct str (*at)(const struct paper *p, size_t i))
{
	struct buf b = BUF_INIT(BUF_UNBOUNDED);
	for (size_t i = 0; i < n; i++) {
		if (i > 0)
			buf_addz(&b, ", ");
		buf_adds(&b, at(&v->p, i));
	}
	struct str s = arena_dup(&v->a, buf_str(&b));
	buf_free(&b);
	return n ? text(s) : none();
}

static struct str author_at(const struct paper *p, size_t i) { return p->authors[i].name; }
static struct str category_at(const struct paper *p, size_t i) { return p->categories.v[i]; }
static struct value get_authors(struct view *v) { return joined(v, v->p.n_authors, author_at); }
static struct value get_categories(struct view *v) { return joined(v, v->p.categories.n, category_at); }

/* ---- Names ---- */

/* Sorted by name: they are found by halving. A row has a function, or is a plain field of the record. */
static const struct name_row {
	const char *name;
	struct value (*get)(struct view *v);
} paper_names[] = {
	{ "abstract", get_abstract },
	{ "announce_type", get_announce_type },
	{ "authors", get_authors },
	{ "bare", get_bare },
	{ "categories", get_categories },
	{ "category", get_category },
	{ "extract", get_extract },
	{ "href", get_href },
	{ "label", get_label },
	{ "lacks", get_lacks },
	{ "last", get_last },
	{ "link", get_link },
	{ "link_text", get_link_text },
	{ "pending", get_pending },
	{ "reason", get_reason },
	{ "row_title", get_row_title },
	{ "show_abstract", get_show_abstract },
	{ "show_tldr_en", get_show_tldr_en },
	{ "summary", get_summary },
	{ "title", get_title },
	{ "version", get_version },
};

static int compare_name(const void *key, const void *row)
{
	return str_cmp(*(const struct str *)key, str_of(((const struct name_row *)row)->name));
}

static const struct name_row *find_name(struct str name, const struct name_row *rows, size_t n)
{
	return bsearch(&name, rows, n, sizeof *rows, compare_name);
}

static const struct paper_field *find_field(struct str name)
{
	for (size_t i = 0; i < paper_n_fields; i++)
		if (str_is(name, paper_fields[i].name))
			return &paper_fields[i];
	return NULL;
}

static struct value paper_member(void *ctx, struct str name)
{
	struct view *v = ctx;
	struct meaning *m = &v->known[(uintptr_t)name.p % COUNTOF(v->known)];
	if (m->name.p != name.p || m->name.n != name.n)
		*m = (struct meaning){ name, find_name(name, paper_names, COUNTOF(paper_names)), find_field(name) };
	if (m->row)
		return m->row->get(v);
	return m->field ? text(paper_get(&v->p, m->field)) : none();
}

static const struct value_ops paper_ops = { .get = paper_member };

static void papers_rewind(void *ctx) { ((struct view *)ctx)->at = 0; }

static bool papers_next(void *ctx, struct value *ret, struct err *e)
{
	struct view *v = ctx;
	if (v->at == v->page->n)
		return false;
	arena_reset(&v->a);
	if (!v->page->get(v->page->ctx, &v->page->keys[v->at], &v->a, &v->p, e))
		return false;
	v->at++;
	v->cleaned = 0;
	enum summary_status s = v->p.summary.status;
	v->bare = s != SUMMARY_OK && !v->page->dialect->received;
	if (v->bare && s != SUMMARY_EXTRACT)
		v->p.summary.n_fields = 0;  /* what was rejected is kept, not shown */
	*ret = (struct value){ .type = VALUE_OBJECT, .ops = &paper_ops, .ctx = v };
	return true;
}

static const struct value_ops papers_ops = { .rewind = papers_rewind, .next = papers_next };

static struct value get_papers(struct view *v)
{
	return (struct value){ .type = v->page->n ? VALUE_LIST : VALUE_FALSE, .ops = &papers_ops, .ctx = v };
}

static void notices_rewind(void *ctx) { ((struct view *)ctx)->notice = 0; }

static bool notices_next(void *ctx, struct value *ret, struct err *e)
{
	struct view *v = ctx;
	UNUSED(e);
	if (v->notice == v->page->notices.n)
		return false;
	*ret = text(clean_text(v->page->notices.v[v->notice++], false, &v->a, NULL));
	return true;
}

static const struct value_ops notices_ops = { .rewind = notices_rewind, .next = notices_next };

/* The earlier system's pages know of no such lines. */
static struct value get_notices(struct view *v)
{
	bool some = v->page->notices.n > 0 && !v->page->dialect->received;
	return (struct value){ .type = some ? VALUE_LIST : VALUE_FALSE, .ops = &notices_ops, .ctx = v };
}

static struct value get_date(struct view *v) { return text(v->page->date); }
static struct value get_count(struct view *v) { return number(v, v->page->n); }
static struct value get_style(struct view *v) { return text(v->page->style); }

static const struct name_row page_names[] = {
	{ "count", get_count },
	{ "date", get_date },
	{ "earlier", get_earlier },
	{ "notices", get_notices },
	{ "papers", get_papers },
	{ "style", get_style },
};

static struct value page_member(void *ctx, struct str name)
{
	const struct name_row *row = find_name(name, page_names, COUNTOF(page_names));
	return row ? row->get(ctx) : none();
}

static const struct value_ops page_ops = { .get = page_member };

/* ---- Escaping by place ---- */

/* Where the next text goes, told from the line so far: a table row begins with '|', a link's text follows '['. */
static enum md_place place_of(const struct buf *out)
{
	const char *lf = out->len ? memrchr(out->s, '\n', out->len) : NULL;
	const char *line = lf ? lf + 1 : out->s;
	if (out->len && out->s[out->len - 1] == '[')
		return MD_LINK_TEXT;
	return *line == '|' ? MD_CELL : MD_PARAGRAPH;
}

static void escape(void *ctx, struct buf *out, struct str s, int kind, bool raw)
{
	const struct view *v = ctx;
	UNUSED(raw);  /* {{{x}}} and {{&x}} mean the same as {{x}} here: nothing of a record gets onto a page unescaped */
	if (kind == TEXT_AS_IS)
		buf_adds(out, s);
	else if (kind == TEXT_URL)
		md_url(s, out);
	else
		md_text(&v->page->dialect->rules, place_of(out), s, out);
}

/* Whole lines go out; the unfinished one stays, for place_of(). */
static bool flush(void *ctx, struct buf *out, struct err *e)
{
	struct view *v = ctx;
	const char *lf = out->len ? memrchr(out->s, '\n', out->len) : NULL;
	if (lf == NULL)
		return true;
	size_t n = (size_t)(lf + 1 - out->s);
	if (!v->write(v->write_ctx, str_head(buf_str(out), n), e))
		return false;
	memmove(out->s, out->s + n, out->len - n);
	buf_cut(out, out->len - n);
	return true;
}

bool page_render(const struct page *p, bool (*write)(void *ctx, struct str bytes, struct err *e), void *ctx, struct err *e)
{
	struct view v = { .page = p, .a = ARENA_INIT, .p = PAPER_INIT, .write = write, .write_ctx = ctx };
	struct value root = { .type = VALUE_OBJECT, .ops = &page_ops, .ctx = &v };
	struct template_out how = { .escape = escape, .ctx = &v, .flush = flush };
	struct buf out = BUF_INIT(BUF_UNBOUNDED);
	bool ok = template_render(p->template, root, &how, &out, e) && (out.len == 0 || write(ctx, buf_str(&out), e));
	buf_free(&out);
	arena_free(&v.a);
	return ok;
}

/* ---- Checks before anything is rendered ---- */

static bool known_name(void *ctx, struct str name, const char *file, int line, struct err *e)
{
	UNUSED(ctx);
	struct str rest = name, head = name;
	str_cut(&rest, '.', &head);
	if (str_is(head, "summary") || str_is(head, "lacks"))
		return true;  /* their members are the schema's */
	if (find_name(name, page_names, COUNTOF(page_names)) || find_name(name, paper_names, COUNTOF(paper_names)) ||
	    find_field(name) || str_is(name, "."))
		return true;
	return err_set(e, ERR_CONFIG, "%s:%d: unknown field {{%.*s}}", file, line, STR_ARG(name));
}

bool page_check_template(const struct template *t, struct err *e) { return template_each_name(t, known_name, NULL, e); }

const char *page_missing(const struct paper *p)
{
	static const char *const wanted[] = { "tldr", "title", "abstract" };
	for (size_t i = 0; i < COUNTOF(wanted); i++)
		if (p->summary.status != SUMMARY_OK || !str_known(summary_get(&p->summary, wanted[i])))
			return wanted[i];
	return NULL;
}
