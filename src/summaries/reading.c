/* SPDX-License-Identifier: MIT
 * From a kept text to a summarizer's questions, and from their answers to one. */
#include "src/summaries/reading.h"

#include <stdlib.h>
#include <string.h>

#include "digest/choices.h"
#include "digest/evidence.h"
#include "digest/project.h"
#include "digest/text.h"

/* ---- Before anything is asked ---- */

static bool has_answer(const struct page_key *k, const struct paper *p)
{
	struct str reads = summary_get(&p->summary, "reads");
	return k->summary == SUMMARY_OK && str_known(reads) && !str_is(reads, "abstract");
}

/* Whether a text is to be got for K, by what is kept of P's versions. */
static enum page_read plan_of(const struct reading *d, const struct page_key *k, const struct paper *p)
{
	bool chosen = k->read == PAGE_READ_TEXT || (k->summary == SUMMARY_PENDING && p->summary.why == REASON_TEXT);
	int kept = texts_version(d->texts, p, p->version);
	bool older = kept > 0 && kept < p->version;
	if (older && d->o->fulltext_refresh == REFRESH_ALL)
		return PAGE_READ_TEXT;
	if (older && d->o->fulltext_refresh == REFRESH_NEVER)
		return PAGE_READ_ANSWERED;
	return chosen ? PAGE_READ_TEXT : kept > 0 ? PAGE_READ_ANSWERED : PAGE_READ_NOT;
}

static bool get_one(const struct reading *d, struct page_key *k, const struct paper *p, struct err *e)
{
	enum text_state state;
	if (p->withdrawn == TRI_YES || (has_answer(k, p) && !d->o->refresh)) {
		k->read = PAGE_READ_NOT;
		return true;
	}
	k->read = (unsigned char)plan_of(d, k, p);
	if (k->read != PAGE_READ_TEXT)
		return true;
	if (!texts_get(d->texts, p, &state, e))
		return false;
	if (k->summary == SUMMARY_OK && state != TEXT_READ && !d->o->refresh)  /* what its abstract gave stays */
		k->read = PAGE_READ_NOT;
	return true;
}

bool reading_get(const struct reading *d, struct selection *s, const struct run_io *w, struct err *e)
{
	struct arena a = ARENA_INIT;
	bool ok = true;
	for (size_t i = 0; ok && d->texts && i < s->keys.n; i++) {
		struct page_key *k = &s->keys.v[i];
		struct paper p;
		if (k->summary == SUMMARY_OK && k->read == PAGE_READ_NOT)
			continue;
		arena_reset(&a);
		ok = selection_get(s, k, &a, &p, e) && get_one(d, k, &p, e);
		if (w->progress)
			w->progress(w->ctx, "reading texts", i + 1, s->keys.n);
	}
	arena_free(&a);
	return ok;
}

/* ---- Questions ---- */

static struct str kept_text(struct paper_request *r, struct buf *b)
{
	struct str s = arena_dup(&r->a, buf_str(b));
	buf_clear(b);
	return s;
}

/* What of the text is given to each question: the same to all, and the sections that it needs; and all of it for checks. */
static void choose_text(const struct reading *d, struct paper_request *r)
{
	struct buf b = BUF_INIT(BUF_UNBOUNDED);
	const struct fulltext *f = &r->text.form;
	const unsigned *roles = d->style->sections;
	for (size_t i = 0; i < r->n_parts; i++) {
		struct part *p = &r->parts[i];
		struct fulltext_choice c = fulltext_choose(f, roles ? roles[i] : ~0u, d->o->fulltext_tokens, summary_tokens, &r->a);
		if (i == 0) {
			fulltext_write_chosen(f, &c, roles ? FULLTEXT_SHARED : FULLTEXT_SHARED | FULLTEXT_OWN, &b);
			r->given = kept_text(r, &b);
		}
		if (roles)
			fulltext_write_chosen(f, &c, FULLTEXT_OWN, &b);
		p->sections = kept_text(r, &b);
		fulltext_write_left_out(f, &c, &b);
		p->left_out = kept_text(r, &b);
	}
	fulltext_print(f, &b);
	r->facts = kept_text(r, &b);
	buf_free(&b);
}

static void keys_of(const struct reading *d, const struct summarizer *x, struct paper_request *r)
{
	struct buf text = BUF_INIT(BUF_UNBOUNDED), key = BUF_INIT(BUF_UNBOUNDED);
	buf_addf(&text, "%.*s v%d %lld", STR_ARG(r->text.hash), r->text.version, (long long)d->o->fulltext_tokens);
	buf_clear(&r->key);
	summarizer_text_key(x, &r->p, r->terms, buf_str(&text), -1, &r->key);
	r->n_parts = d->style->n_asks;
	r->parts = arena_calloc(&r->a, r->n_parts, sizeof *r->parts);
	for (size_t i = 0; i < r->n_parts; i++) {
		size_t before = text.len;
		if (d->style->sections)
			buf_addf(&text, " %x", d->style->sections[i]);
		summarizer_text_key(x, &r->p, r->terms, buf_str(&text), (int)i, &key);
		r->parts[i].key = kept_text(r, &key);
		buf_cut(&text, before);
	}
	buf_free(&text);
	buf_free(&key);
}

bool reading_load(const struct reading *d, const struct summarizer *x, const struct page_key *k, struct paper_request *r, struct err *e)
{
	if (d->texts == NULL || k->read == PAGE_READ_NOT)
		return true;
	r->answered_only = k->read == PAGE_READ_ANSWERED;
	int version = r->answered_only ? texts_version(d->texts, &r->p, r->p.version) : r->p.version;
	if (!texts_read(d->texts, &r->p, version, &r->a, &r->text, e))
		return false;
	r->awaits = r->text.state == TEXT_AWAITED && !r->answered_only;
	r->reads = r->text.state == TEXT_READ;
	r->cites = d->style->cites;
	if (r->reads) {
		keys_of(d, x, r);
		choose_text(d, r);
	}
	return true;
}

struct question reading_question(const struct paper_request *r)
{
	struct question q = { .paper = &r->p, .terms = r->terms, .tag = (void *)(uintptr_t)r };
	const struct fulltext_block *figure = r->reads ? fulltext_first_figure(&r->text.form) : NULL;
	if (r->reads) {
		q.ask = r->part + 1;
		q.text = r->given;
		q.sections = r->parts ? r->parts[r->part].sections : STR("");
		q.left_out = r->parts ? r->parts[r->part].left_out : STR("");
		q.facts = r->facts;
		q.first_figure = figure ? figure->text : STR("");
		q.form = &r->text.form;
		q.cites = r->cites;
	}
	return q;
}

/* ---- Answers ---- */

static int64_t sum_of(int64_t a, int64_t b) { return b < 0 ? a : a < 0 ? b : a + b; }

void reading_take(struct paper_request *r, const struct summary *y)
{
	struct summary *all = &r->answer;
	struct summary_field *fields = arena_calloc(&r->a, all->n_fields + y->n_fields + 1, sizeof *fields);
	if (all->n_fields)
		memcpy(fields, all->fields, all->n_fields * sizeof *fields);
	for (size_t i = 0; i < y->n_fields; i++) {
		const struct summary_field *f = &y->fields[i];
		fields[all->n_fields + i] = (struct summary_field){ arena_dup(&r->a, f->name), arena_dup(&r->a, f->text), f->json };
	}
	all->fields = fields;
	all->n_fields += y->n_fields;
	all->prompt_tokens = sum_of(all->prompt_tokens, y->prompt_tokens);
	all->completion_tokens = sum_of(all->completion_tokens, y->completion_tokens);
	all->cached_tokens = sum_of(all->cached_tokens, y->cached_tokens);
	r->part++;
}

static void put_field(struct paper_request *r, struct summary *y, const char *name, struct str text, bool json)
{
	y->fields[y->n_fields++] = (struct summary_field){ str_of(name), arena_dup(&r->a, text), json };
}

static void put_number(struct paper_request *r, struct summary *y, const char *name, unsigned long n)
{
	struct buf b = BUF_INIT(32);
	buf_addf(&b, "%lu", n);
	if (n > 0)
		put_field(r, y, name, buf_str(&b), true);
	buf_free(&b);
}

enum { OWN_FIELDS = 6 };

/* Where its first figure is. */
static void put_figure(struct paper_request *r, struct summary *all)
{
	const struct fulltext_block *figure = fulltext_first_figure(&r->text.form);
	struct buf page = BUF_INIT(32);
	if (figure && str_empty(figure->anchor))
		buf_addf(&page, "p.%u", figure->page);
	if (figure)
		put_field(r, all, "first_figure", str_empty(figure->anchor) ? buf_str(&page) : figure->anchor, false);
	buf_free(&page);
}

/* Where the text says that the paper's code and page are. */
static void put_project(struct paper_request *r, struct summary *all)
{
	static const char *const members[PROJECT__COUNT] = { [PROJECT_CODE] = "code", [PROJECT_PAGE] = "page" };
	struct project found = { .links = { { NULL, 0 } } };
	struct buf b = BUF_INIT(BUF_UNBOUNDED);
	project_of_form(&r->text.form, &r->a, &found);
	for (size_t i = 0; i < PROJECT__COUNT; i++) {
		if (str_empty(found.links[i]))
			continue;
		buf_addf(&b, "%s\"%s\":", b.len ? "," : "{", members[i]);
		js_put_string(&b, found.links[i]);
	}
	if (b.len > 0) {
		buf_addc(&b, '}');
		put_field(r, all, "project", buf_str(&b), true);
	}
	buf_free(&b);
}

/* What the text of R says to ALL, whose fields have room for it. */
static void put_evidence(const struct reading *d, struct paper_request *r, struct summary *all)
{
	struct buf b = BUF_INIT(BUF_UNBOUNDED);
	struct evidence_counts sum = { 0 };
	evidence_find(&r->text.form, d->style->cites, d->o->untraced, all, &r->a, &b, &sum);
	put_field(r, all, "evidence", buf_str(&b), true);
	put_field(r, all, "reads", str_of(fulltext_road_word(r->text.form.road)), false);
	put_number(r, all, "reads_version", (unsigned long)r->text.version);
	put_number(r, all, "dropped", sum.dropped);
	put_project(r, all);
	put_figure(r, all);
	buf_free(&b);
}

struct summary reading_whole(const struct reading *d, struct paper_request *r, const struct summary *y)
{
	struct summary all = *y;
	const struct summary *from = r->reads ? &r->answer : y;
	if (d->texts == NULL)
		return all;
	all.fields = arena_calloc(&r->a, from->n_fields + OWN_FIELDS, sizeof *all.fields);
	memcpy(all.fields, from->fields, from->n_fields * sizeof *all.fields);
	all.n_fields = from->n_fields;
	if (!r->reads) {
		put_field(r, &all, "reads", STR("abstract"), false);
		return all;
	}
	all.prompt_tokens = from->prompt_tokens;
	all.completion_tokens = from->completion_tokens;
	all.cached_tokens = from->cached_tokens;
	put_evidence(d, r, &all);
	return all;
}
