/* SPDX-License-Identifier: MIT
 * The paper in the making: what every format does at the end of an entry (draft_put) stands here once; and how a source says what is
 * wrong with its bytes. */
#include <stdarg.h>

#include "internal.h"

static void set(struct err *e, const char *fmt, va_list ap)
{
	struct buf text = BUF_INIT(BUF_UNBOUNDED);  /* err_set() cuts it where a character ends */
	buf_vaddf(&text, fmt, ap);
	err_set(e, ERR_INPUT, "%s", text.s);
	buf_free(&text);
}

bool source_fail(const struct source *s, struct err *e, unsigned long line, const char *fmt, ...)
{
	va_list ap;
	va_start(ap, fmt);
	set(e, fmt, ap);
	va_end(ap);
	return line ? err_wrap(e, "%s:%lu", s->name, line) : err_wrap(e, "%s", s->name);
}

void source_skip(struct source *s, unsigned long line, const char *fmt, ...)
{
	struct err why = ERR_INIT;
	va_list ap;
	va_start(ap, fmt);
	set(&why, fmt, ap);
	va_end(ap);
	s->result.skipped++;
	log_warn(s->log, "%s:%lu: %s", s->name, line, why.msg);
}

void source_describe(const struct source *s, struct buf *out)
{
	struct str head = buf_str(&s->head);
	if (memchr(head.p, '\0', head.n)) {
		buf_addz(out, "neither XML nor JSON lines but binary data");
		return;
	}
	head = str_head(head, str_find(head, "\n", 0));
	while (head.n && (is_space(head.p[head.n - 1]) || (head.p[head.n - 1] & 0x80)))  /* a character may be cut */
		head.n--;
	buf_addf(out, "neither XML nor JSON lines, it begins \"%.*s\"", STR_ARG(head));
}

/* ---- The paper in the making ---- */

void source_keep(struct source *s, struct str *at, struct str text)
{
	if (!str_known(*at))
		*at = arena_dup(&s->keep, text);
}

void draft_begin(struct source *s, unsigned long line)
{
	struct draft *d = &s->draft;
	arena_reset(&s->arena);
	d->raw = (struct raw_paper){ .paper = PAPER_INIT };
	d->authors.n = d->categories.n = d->affiliations.n = 0;
	d->line = line;
	d->bytes = 0;
}

struct str draft_text(struct source *s, struct str t)
{
	s->draft.bytes += t.n + sizeof(struct author);
	return arena_dup(&s->arena, t);
}

void draft_author(struct source *s, struct str name)
{
	struct draft *d = &s->draft;
	struct author a = { .name = name };
	a.affiliations.n = d->affiliations.n;
	if (d->affiliations.n) {
		a.affiliations.v = arena_alloc(&s->arena, d->affiliations.n * sizeof *a.affiliations.v);
		memcpy(a.affiliations.v, d->affiliations.v, d->affiliations.n * sizeof *a.affiliations.v);
	}
	d->affiliations.n = 0;
	if (!str_empty(name))
		*vec_push(&d->authors) = a;
}

void draft_category(struct source *s, struct str c)
{
	struct draft *d = &s->draft;
	bool known = strs_has((struct strs){ d->categories.v, d->categories.n }, c);
	if (!known && !str_empty(c) && d->categories.n < SOURCE_MAX_CATEGORIES)
		*vec_push(&d->categories) = c;
}

/* Cut the next word off *REST, as ASCII white space parts words. */
static bool next_word(struct str *rest, struct str *word)
{
	*rest = str_trim(*rest);
	size_t n = 0;
	while (n < rest->n && !is_space(rest->p[n]))
		n++;
	*word = str_head(*rest, n);
	*rest = str_from(*rest, n);
	return n > 0;
}

void draft_categories(struct source *s, struct str t)
{
	for (struct str word; next_word(&t, &word);)
		draft_category(s, draft_text(s, word));
}

void draft_doi(struct source *s, struct str t)
{
	struct str *doi = &s->draft.raw.paper.doi;
	struct buf b = BUF_INIT(SOURCE_MAX_FIELD);
	if (!str_empty(*doi))
		buf_adds(&b, *doi);
	for (struct str word; next_word(&t, &word);) {
		/* Commas and semicolons are signs of a DOI, too: they part two only where the next one begins. */
		for (size_t cut, i = 0; word.n; word = str_from(word, cut)) {
			for (cut = 1, i = 1; i < word.n; i++, cut++)
				if ((word.p[i - 1] == ',' || word.p[i - 1] == ';') && str_starts(str_from(word, i), "10."))
					break;
			struct str one = str_head(word, cut);
			while (one.n && (one.p[one.n - 1] == ',' || one.p[one.n - 1] == ';'))
				one.n--;
			if (b.len && one.n)
				buf_addc(&b, ' ');
			buf_adds(&b, one);
		}
	}
	*doi = draft_text(s, buf_str(&b));
	buf_free(&b);
}

/* The identifier out of what the format calls one: an address, "oai:arXiv.org:…", or the link where it has none. */
static void take_id(struct source *s)
{
	struct paper *p = &s->draft.raw.paper;
	struct arxiv_id id;
	if (!(str_known(p->id) && (paper_id_parse(p->id, &s->arena, &id) || arxiv_id_from_link(p->id, &s->arena, &id))) &&
	    !(str_known(p->link) && arxiv_id_from_link(p->link, &s->arena, &id)))
		return;  /* paper_clean() may find one in the text, or says why not */
	p->id = id.id;
	if (id.version)
		p->version = id.version;
}

bool draft_put(struct source *s, struct err *e)
{
	struct draft *d = &s->draft;
	struct paper *p = &d->raw.paper, clean;
	take_id(s);
	if (d->authors.n) {
		p->authors = d->authors.v;
		p->n_authors = d->authors.n;
		p->authors_known = true;
	}
	if (d->categories.n)
		p->categories = (struct strs){ d->categories.v, d->categories.n };
	struct err why = ERR_INIT;
	if (!paper_clean(&d->raw, &s->arena, &clean, &s->result.cleaned, &why)) {
		source_skip(s, d->line, "skipped: %s", why.msg);
		return true;
	}
	s->result.papers++;
	return s->sink.put(s->sink.ctx, &clean, e);
}
