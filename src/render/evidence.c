/* SPDX-License-Identifier: MIT
 * What an answer states, with where it stands in the paper: each figure and each work that summary.evidence has is a link where the
 * answer writes it; what stands nowhere has a sign behind it. Evidence is in the order of a field's texts, figures and works each. */
#include <string.h>

#include "digest/vec.h"
#include "src/render/ctx.h"

/* An entry of the record's list. */
struct entry {
	struct str field;
	struct md_link link;
	bool work, nowhere, kept;
	size_t leaf;               /* of the field, where it stands; STR_NONE */
};

/* A text of the answer that has links. */
struct leaf {
	struct str text;
	struct evidence_links links;
	struct leaf *next;
};

struct evidence {
	struct leaf *leaves;
	size_t traced, untraced, marked;
};

/* ---- Addresses ---- */

/* The address of ANCHOR in P's text; empty where arXiv has none: a file of the user's own, a text without places. */
static struct str address_of(struct render_ctx *r, struct str anchor)
{
	struct arxiv_id id;
	struct str reads = summary_get(&r->p.summary, "reads"), version = summary_get(&r->p.summary, "reads_version");
	struct buf b = BUF_INIT(BUF_UNBOUNDED);
	uint64_t page = 0, n = 0;
	bool paged = str_starts(anchor, "p.") && str_number(str_from(anchor, 2), INT32_MAX, &page);
	if (!arxiv_id_parse(r->p.id, &r->a, &id) || (str_is(reads, "file") && str_empty(anchor)))
		return STR("");
	buf_addf(&b, "https://arxiv.org/%s/%.*s", paged || str_is(reads, "pdf") ? "pdf" : "html", STR_ARG(r->p.id));
	if (str_number(version, INT32_MAX, &n) && n > 0)
		buf_addf(&b, "v%llu", (unsigned long long)n);
	if (paged)
		buf_addf(&b, "#page=%llu", (unsigned long long)page);
	else if (anchor.n > 0)
		buf_addf(&b, "#%.*s", STR_ARG(anchor));
	return value_copied(&r->a, &b).text;
}

/* The place that the object JS names, put to L. */
static void add_target(struct render_ctx *r, const struct js *js, struct md_link *l)
{
	struct str anchor = js_str(js_get(js, "anchor")), quote = js_str(js_get(js, "quote"));
	if (!str_known(anchor) && !str_known(quote))
		return;
	struct md_target *t = &l->targets[l->n_targets++];
	t->url = str_starts(l->text, "http") && url_is_web(l->text) ? l->text : address_of(r, str_known(anchor) ? anchor : STR(""));
	t->note = clean_text(str_known(quote) ? arena_dup(&r->a, quote) : STR(""), false, &r->a, NULL);
}

/* ---- The record's list ---- */

static struct entry *read_entries(struct render_ctx *r, const struct js *list, size_t *n)
{
	enum { MOST = 5000 };
	size_t most = js_len(list) < MOST ? js_len(list) : MOST;
	struct entry *entries = arena_calloc(&r->a, most + 1, sizeof *entries);
	*n = 0;
	for (size_t i = 0; i < most; i++) {
		const struct js *js = js_at(list, i);
		struct str figure = js_str(js_get(js, "figure")), work = js_str(js_get(js, "work"));
		struct entry *e = &entries[*n];
		e->work = str_known(work);
		e->field = js_str(js_get(js, "field"));
		e->link.text = e->work ? work : figure;
		if (!str_known(e->field) || str_empty(e->link.text))
			continue;
		add_target(r, js, &e->link);
		if (e->link.n_targets == 1)
			add_target(r, js_get(js, "second"), &e->link);
		e->nowhere = e->link.n_targets == 0;
		e->kept = js_type(js_get(js, "kept")) == JS_TRUE;
		e->link.mark = e->nowhere && !e->kept ? STR("※") : STR("");
		e->leaf = STR_NONE;
		++*n;
	}
	return entries;
}

/* ---- The texts of a field ---- */

typedef VEC(struct str) texts;

static bool list_member(void *ctx, struct str key, const struct js *js, struct err *e);

static void list_texts(const struct js *js, texts *to)
{
	struct err never = ERR_INIT;
	if (js_type(js) == JS_STRING)
		*vec_push(to) = js_str(js);
	for (size_t i = 0; js_type(js) == JS_ARRAY && i < js_len(js); i++)
		list_texts(js_at(js, i), to);
	if (js_type(js) == JS_OBJECT)
		(void)!js_each(js, list_member, to, &never);
}

static bool list_member(void *ctx, struct str key, const struct js *js, struct err *e)
{
	UNUSED(key);
	UNUSED(e);
	list_texts(js, ctx);
	return true;
}

/* In which of the texts each entry of the field FIELD stands: behind the one before it of its kind. */
static void place_entries(struct entry *entries, size_t n, struct str field, const texts *t)
{
	size_t leaf[2] = { 0, 0 }, from[2] = { 0, 0 };
	for (size_t i = 0; i < n; i++) {
		struct entry *e = &entries[i];
		if (!str_eq(e->field, field))
			continue;
		size_t k = leaf[e->work], at = k < t->n ? md_find_alone(t->v[k], e->link.text, from[e->work]) : STR_NONE;
		while (at == STR_NONE && ++k < t->n)
			at = md_find_alone(t->v[k], e->link.text, 0);
		if (at == STR_NONE)
			continue;
		e->leaf = leaf[e->work] = k;
		from[e->work] = at + e->link.text.n;
	}
}

/* The links of the text K: all of one kind. */
static struct md_links links_of(struct render_ctx *r, const struct entry *entries, size_t n, struct str field, size_t k, bool work)
{
	struct md_links all = { NULL, 0 };
	for (int pass = 0; pass < 2; pass++) {
		if (pass == 1 && all.n > 0)
			all.v = arena_calloc(&r->a, all.n, sizeof *all.v);
		all.n = 0;
		for (size_t i = 0; i < n; i++)
			if (entries[i].work == work && entries[i].leaf == k && str_eq(entries[i].field, field)) {
				if (pass == 1)
					all.v[all.n] = entries[i].link;
				all.n++;
			}
	}
	return all;
}

static void take_field(struct render_ctx *r, struct evidence *x, size_t i, struct entry *entries, size_t n)
{
	const struct summary_field *f = &r->p.summary.fields[i];
	texts t = VEC_INIT;
	bool any = false;
	for (size_t k = 0; k < n && !any; k++)
		any = str_eq(entries[k].field, f->name);
	if (any && f->json)
		list_texts(summary_json(r, i), &t);
	else if (any)
		*vec_push(&t) = f->text;
	place_entries(entries, n, f->name, &t);
	for (size_t k = 0; k < t.n; k++) {
		const struct evidence_links links = {
			links_of(r, entries, n, f->name, k, true), links_of(r, entries, n, f->name, k, false),
		};
		if (links.works.n + links.figures.n == 0)
			continue;
		struct leaf *l = arena_calloc(&r->a, 1, sizeof *l);
		*l = (struct leaf){ t.v[k], links, x->leaves };
		x->leaves = l;
	}
	vec_free(&t);
}

static const struct evidence *evidence_of(struct render_ctx *r)
{
	if (r->evidence)
		return r->evidence;
	struct evidence *x = arena_calloc(&r->a, 1, sizeof *x);
	const struct summary *y = &r->p.summary;
	size_t n = 0;
	r->evidence = x;
	if (received(r) || y->status != SUMMARY_OK)
		return x;
	for (size_t i = 0; i < y->n_fields; i++) {
		if (!str_is(y->fields[i].name, "evidence"))
			continue;
		struct entry *entries = read_entries(r, summary_json(r, i), &n);
		for (size_t k = 0; k < n; k++) {
			x->traced += !entries[k].nowhere;
			x->untraced += entries[k].nowhere;
			x->marked += entries[k].link.mark.n > 0;
		}
		for (size_t k = 0; k < y->n_fields; k++)
			take_field(r, x, k, entries, n);
		break;
	}
	return x;
}

const struct evidence_links *evidence_links(struct render_ctx *r, struct str s)
{
	for (const struct leaf *l = evidence_of(r)->leaves; l; l = l->next)
		if (l->text.p == s.p && l->text.n == s.n)
			return &l->links;
	return NULL;
}

const struct md_node *evidence_link(const struct evidence_links *l, const struct md_node *m, struct arena *a)
{
	m = md_tree_link(m, l->works.v, l->works.n, a);
	return md_tree_link(m, l->figures.v, l->figures.n, a);
}

/* ---- Names ---- */

static bool reads(const struct render_ctx *r, bool text)
{
	struct str from = summary_get(&r->p.summary, "reads");
	bool shown = !received(r) && !r->bare && r->p.summary.status == SUMMARY_OK && !str_empty(from);
	return shown && str_is(from, "abstract") != text;
}

static struct value count(struct render_ctx *r, uint64_t n) { return n > 0 ? value_number(&r->a, n) : value_none(); }

struct value get_from_abstract(struct render_ctx *r) { return value_flag(reads(r, false)); }
struct value get_from_text(struct render_ctx *r) { return value_flag(reads(r, true)); }
struct value get_basis(struct render_ctx *r) { return value_flag(reads(r, true) || reads(r, false)); }
struct value get_traced(struct render_ctx *r) { return count(r, evidence_of(r)->traced); }
struct value get_untraced(struct render_ctx *r) { return count(r, evidence_of(r)->untraced); }
struct value get_untraced_marked(struct render_ctx *r) { return value_flag(evidence_of(r)->marked > 0); }

/* A number that the record has beside its summary's fields. */
static uint64_t own_number(const struct render_ctx *r, const char *name)
{
	uint64_t n = 0;
	return str_number(summary_get(&r->p.summary, name), INT32_MAX, &n) ? n : 0;
}

struct value get_dropped(struct render_ctx *r) { return count(r, reads(r, true) ? own_number(r, "dropped") : 0); }

/* The version that the answer was written from, where the paper has a newer one. */
struct value get_from_version(struct render_ctx *r)
{
	uint64_t n = reads(r, true) ? own_number(r, "reads_version") : 0;
	return count(r, r->p.version > 0 && n < (uint64_t)r->p.version ? n : 0);
}

struct value get_figure(struct render_ctx *r)
{
	struct str anchor = reads(r, true) ? summary_get(&r->p.summary, "first_figure") : STR_NULL, address = str_empty(anchor) ? STR("") : address_of(r, anchor);
	return str_empty(address) ? value_none() : value_text_as(address, TEXT_URL);
}
