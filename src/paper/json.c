/* SPDX-License-Identifier: MIT
 * Record <-> JSON (data/README.md). Reading walks the object once, in the file's order, over one table of keys; a key that
 * the table does not have is kept as it was written, in `extra`. */
#include <limits.h>

#include "digest/paper.h"
#include "digest/text.h"
#include "digest/vec.h"

/* ---- Reading ---- */

struct reader {
	struct arena *a;
	struct paper *p;
	struct summary *y;
	struct buf extra;
	VEC(struct summary_field) fields;
};

static bool wrong_type(struct err *e, const char *key, const char *want, const struct js *v)
{
	return err_set(e, ERR_INPUT, "\"%s\" is %s, not %s", key, js_type_name(js_type(v)), want);
}

/* null counts as absent: Kaggle and many programs write it so. */
static bool read_str(struct arena *a, const char *key, const struct js *v, struct str *ret, struct err *e)
{
	if (js_type(v) == JS_NULL)
		return true;
	if (js_type(v) != JS_STRING)
		return wrong_type(e, key, "a string", v);
	*ret = arena_dup(a, js_str(v));
	return true;
}

static bool read_count(const char *key, const struct js *v, int least, int *ret, struct err *e)
{
	int64_t n;
	if (js_type(v) == JS_NULL)
		return true;
	if (!js_int(v, &n) || n < least || n > INT_MAX)
		return err_set(e, ERR_INPUT, "\"%s\" is not a whole number from %d on", key, least);
	*ret = (int)n;
	return true;
}

static bool read_strs(struct arena *a, const char *key, const struct js *v, struct strs *ret, struct err *e)
{
	if (js_type(v) == JS_NULL)
		return true;
	if (js_type(v) != JS_ARRAY)
		return wrong_type(e, key, "an array of strings", v);
	struct strs got = { arena_calloc(a, js_len(v), sizeof *got.v), js_len(v) };
	for (size_t i = 0; i < got.n; i++) {
		if (js_type(js_at(v, i)) != JS_STRING)
			return wrong_type(e, key, "an array of strings", js_at(v, i));
		got.v[i] = arena_dup(a, js_str(js_at(v, i)));
	}
	*ret = got;
	return true;
}

static bool read_version(struct reader *r, const struct js *v, struct err *e)
{
	return read_count("version", v, 1, &r->p->version, e);
}

static bool read_omitted(struct reader *r, const struct js *v, struct err *e)
{
	return read_count("authors_omitted", v, 0, &r->p->authors_omitted, e);
}

static bool read_categories(struct reader *r, const struct js *v, struct err *e)
{
	return read_strs(r->a, "categories", v, &r->p->categories, e);
}

static bool read_authors(struct reader *r, const struct js *v, struct err *e)
{
	if (js_type(v) == JS_NULL)
		return true;
	if (js_type(v) != JS_ARRAY)
		return wrong_type(e, "authors", "an array", v);
	struct author *list = arena_calloc(r->a, js_len(v), sizeof *list);
	for (size_t i = 0; i < js_len(v); i++) {
		const struct js *one = js_at(v, i);
		if (js_type(one) != JS_OBJECT || !str_known(js_str(js_get(one, "name"))))
			return err_set(e, ERR_INPUT, "\"authors\": item %zu is not an object with a \"name\"", i + 1);
		list[i].name = arena_dup(r->a, js_str(js_get(one, "name")));
		if (!read_strs(r->a, "affiliations", js_get(one, "affiliations"), &list[i].affiliations, e))
			return false;
	}
	r->p->authors = list;
	r->p->n_authors = js_len(v);
	r->p->authors_known = true;
	return true;
}

static bool read_announce_type(struct reader *r, const struct js *v, struct err *e)
{
	struct str s = STR_NULL;
	if (!read_str(r->a, "announce_type", v, &s, e))
		return false;
	r->p->announce_type = announce_parse(s);
	if (str_known(s) && r->p->announce_type == ANNOUNCE_UNKNOWN)
		return err_set(e, ERR_INPUT, "\"announce_type\" is \"%.*s\", not new, cross, replace or replace-cross", STR_ARG(s));
	return true;
}

static bool read_withdrawn(struct reader *r, const struct js *v, struct err *e)
{
	switch (js_type(v)) {
	case JS_NULL: return true;
	case JS_TRUE: r->p->withdrawn = TRI_YES; return true;
	case JS_FALSE: r->p->withdrawn = TRI_NO; return true;
	default: return wrong_type(e, "withdrawn", "true or false", v);
	}
}

static void add_member(struct buf *out, struct str key, const struct js *v)
{
	if (out->len > 0)
		buf_addc(out, ',');
	js_put_string(out, key);
	buf_addc(out, ':');
	js_write(v, out);
}

/* What is inside "received" goes to the rows "received.title" …; a key that has no row is not ours to keep. */
static bool received_member(void *ctx, struct str key, const struct js *v, struct err *e)
{
	struct reader *r = ctx;
	for (size_t i = 0; i < paper_n_fields; i++) {
		struct str name = str_of(paper_fields[i].name);
		if (str_starts(name, "received.") && str_eq(str_from(name, sizeof "received." - 1), key))
			return read_str(r->a, paper_fields[i].name, v, paper_field(r->p, &paper_fields[i]), e);
	}
	return true;
}

static bool read_received(struct reader *r, const struct js *v, struct err *e)
{
	if (js_type(v) == JS_NULL)
		return true;
	if (js_type(v) != JS_OBJECT)
		return wrong_type(e, "received", "an object", v);
	return js_each(v, received_member, r, e);
}

static bool read_usage(struct summary *y, const struct js *v)
{
	js_int(js_get(v, "prompt_tokens"), &y->prompt_tokens);
	js_int(js_get(v, "completion_tokens"), &y->completion_tokens);
	js_int(js_get(v, "cached_tokens"), &y->cached_tokens);
	return true;
}

static bool summary_member(void *ctx, struct str key, const struct js *v, struct err *e)
{
	struct reader *r = ctx;
	struct summary *y = r->y;
	const struct { const char *key; struct str *to; } words[] = {
		{ "lang", &y->lang }, { "style", &y->style }, { "model", &y->model }, { "created", &y->created },
		{ "reason", &y->reason },
	};
	for (size_t i = 0; i < COUNTOF(words); i++)
		if (str_is(key, words[i].key))
			return read_str(r->a, words[i].key, v, words[i].to, e);
	if (str_is(key, "reason_code")) {  /* one of a later release is none here: its words are there */
		y->why = pending_reason_parse(js_str(v));
		return true;
	}
	if (str_is(key, "reason_remedy"))  /* follows from the code */
		return true;
	if (str_is(key, "usage"))
		return read_usage(y, v);
	if (str_is(key, "status")) {
		y->status = summary_status_parse(js_str(v));
		return y->status != SUMMARY_NONE ||
		       err_set(e, ERR_INPUT, "\"summary.status\" is not ok, pending, rejected or extract");
	}
	if (js_type(v) == JS_NULL)
		return true;
	struct summary_field *f = vec_push(&r->fields);
	*f = (struct summary_field){ .name = arena_dup(r->a, key), .json = js_type(v) != JS_STRING };
	if (f->json) {
		struct buf text = BUF_INIT(BUF_UNBOUNDED);
		js_write(v, &text);
		f->text = arena_dup(r->a, buf_str(&text));
		buf_free(&text);
	} else {
		f->text = arena_dup(r->a, js_str(v));
	}
	return true;
}

static bool read_summary_object(struct arena *a, const struct js *v, struct summary *ret, struct err *e)
{
	struct summary y = SUMMARY_INIT;
	struct reader r = { .a = a, .y = &y, .fields = VEC_INIT };
	y.status = SUMMARY_OK;  /* absent means ok */
	bool ok = js_each(v, summary_member, &r, e);
	if (ok) {
		y.n_fields = r.fields.n;
		y.fields = arena_calloc(a, y.n_fields, sizeof *y.fields);
		for (size_t i = 0; i < y.n_fields; i++)
			y.fields[i] = r.fields.v[i];
		*ret = y;
	}
	vec_free(&r.fields);
	return ok;
}

static bool read_summary(struct reader *r, const struct js *v, struct err *e)
{
	if (js_type(v) == JS_NULL)
		return true;
	if (js_type(v) != JS_OBJECT)
		return wrong_type(e, "summary", "an object", v);
	return read_summary_object(r->a, v, &r->p->summary, e);
}

static const struct {
	const char *key;
	bool (*read)(struct reader *r, const struct js *v, struct err *e);
} keys[] = {
	{ "version", read_version }, { "authors", read_authors }, { "authors_omitted", read_omitted },
	{ "categories", read_categories }, { "announce_type", read_announce_type }, { "withdrawn", read_withdrawn },
	{ "received", read_received }, { "summary", read_summary },
};

static bool record_member(void *ctx, struct str key, const struct js *v, struct err *e)
{
	struct reader *r = ctx;
	for (size_t i = 0; i < paper_n_fields; i++)
		if (str_is(key, paper_fields[i].name))
			return read_str(r->a, paper_fields[i].name, v, paper_field(r->p, &paper_fields[i]), e);
	for (size_t i = 0; i < COUNTOF(keys); i++)
		if (str_is(key, keys[i].key))
			return keys[i].read(r, v, e);
	add_member(&r->extra, key, v);
	return true;
}

/* The id in its canonical form, a version written into it moved to where versions are. */
static bool settle_id(struct paper *p, struct arena *a, struct err *e)
{
	struct arxiv_id id;
	if (str_known(p->id) ? !paper_id_parse(p->id, a, &id) : !arxiv_id_from_link(p->link, a, &id)) {
		if (str_known(p->id))
			return err_set(e, ERR_INPUT, "\"%.*s\" is not an arXiv identifier, nor local:NAME", STR_ARG(str_head(p->id, 60)));
		return err_set(e, ERR_INPUT, "no \"id\", and no link that holds one");
	}
	p->id = id.id;
	if (p->version == 0)
		p->version = id.version;
	return true;
}

/* Days choose papers and name files of pages, so they are days or the line is wrong. Of a time the day is looked at. */
static bool check_days(struct paper *p, struct err *e)
{
	const struct { const char *key; struct str value; bool time; } days[] = {
		{ "announced", p->announced, false }, { "published", p->published, true }, { "updated", p->updated, true },
	};
	for (size_t i = 0; i < COUNTOF(days); i++) {
		struct str day = days[i].time ? str_head(days[i].value, DAY_SIZE - 1) : days[i].value;
		if (str_empty(days[i].value) || day_valid(day))
			continue;
		return err_set(e, ERR_INPUT, "\"%s\" is \"%.*s\", not %s", days[i].key, STR_ARG(str_head(days[i].value, 60)),
		               days[i].time ? "YYYY-MM-DDTHH:MM:SSZ" : "a day, YYYY-MM-DD");
	}
	return true;
}

bool paper_from_json(struct str line, struct arena *a, struct paper *ret, struct err *e)
{
	struct js *root;
	if (!js_parse(line, &root, e))
		return false;
	struct paper p = PAPER_INIT;
	struct reader r = { .a = a, .p = &p, .extra = BUF_INIT(BUF_UNBOUNDED) };
	bool ok = false;
	if (js_type(root) != JS_OBJECT) {
		err_set(e, ERR_INPUT, "a record is a JSON object, this is %s", js_type_name(js_type(root)));
		goto out;
	}
	if (!js_each(root, record_member, &r, e) || !settle_id(&p, a, e) || !check_days(&p, e))
		goto out;
	if (!str_known(p.title)) {
		err_set(e, ERR_INPUT, "%.*s: no \"title\"", STR_ARG(p.id));
		goto out;
	}
	if (r.extra.len > 0)
		p.extra = arena_dup(a, buf_str(&r.extra));
	*ret = p;
	ok = true;
out:
	buf_free(&r.extra);
	js_free(root);
	return ok;
}

bool summary_from_json(struct str text, struct arena *a, struct summary *ret, struct err *e)
{
	struct js *root;
	if (!js_parse(text, &root, e))
		return false;
	bool ok = js_type(root) == JS_OBJECT ? read_summary_object(a, root, ret, e)
	                                     : err_set(e, ERR_INPUT, "a summary is a JSON object");
	js_free(root);
	return ok;
}

/* ---- Writing ---- */

/* A key as it is written, with the comma that goes where it is not the first. */
#define KEY(name) STR(",\"" name "\":")

static void put_key(struct buf *out, struct str key)
{
	bool first = out->len == 0 || out->s[out->len - 1] == '{';
	buf_adds(out, str_from(key, first));
}

static void put_str(struct buf *out, struct str key, struct str s)
{
	if (!str_known(s))
		return;
	put_key(out, key);
	js_put_string(out, s);
}

static void put_int(struct buf *out, struct str key, int64_t n)
{
	put_key(out, key);
	buf_addu(out, (uint64_t)n);
}

static void put_strs(struct buf *out, struct str key, struct strs list)
{
	put_key(out, key);
	buf_addc(out, '[');
	for (size_t i = 0; i < list.n; i++) {
		if (i > 0)
			buf_addc(out, ',');
		js_put_string(out, list.v[i]);
	}
	buf_addc(out, ']');
}

static void put_authors(const struct paper *p, struct buf *out)
{
	if (!p->authors_known)
		return;
	put_key(out, KEY("authors"));
	buf_addc(out, '[');
	for (size_t i = 0; i < p->n_authors; i++) {
		buf_addz(out, i > 0 ? ",{" : "{");
		put_str(out, KEY("name"), p->authors[i].name);
		if (p->authors[i].affiliations.n > 0)
			put_strs(out, KEY("affiliations"), p->authors[i].affiliations);
		buf_addc(out, '}');
	}
	buf_addc(out, ']');
	if (p->authors_omitted > 0)
		put_int(out, KEY("authors_omitted"), p->authors_omitted);
}

static void put_received(const struct paper *p, struct buf *out)
{
	if (!str_known(p->received_title) && !str_known(p->received_abstract) && !str_known(p->received_link))
		return;
	put_key(out, KEY("received"));
	buf_addc(out, '{');
	put_str(out, KEY("title"), p->received_title);
	put_str(out, KEY("abstract"), p->received_abstract);
	put_str(out, KEY("link"), p->received_link);
	buf_addc(out, '}');
}

static void put_usage(const struct summary *y, struct buf *out)
{
	const struct { struct str key; int64_t n; } rows[] = {
		{ KEY("prompt_tokens"), y->prompt_tokens }, { KEY("completion_tokens"), y->completion_tokens },
		{ KEY("cached_tokens"), y->cached_tokens },
	};
	bool any = false;
	for (size_t i = 0; i < COUNTOF(rows); i++)
		any |= rows[i].n >= 0;
	if (!any)
		return;
	put_key(out, KEY("usage"));
	buf_addc(out, '{');
	for (size_t i = 0; i < COUNTOF(rows); i++)
		if (rows[i].n >= 0)
			put_int(out, rows[i].key, rows[i].n);
	buf_addc(out, '}');
}

void summary_to_json(const struct summary *y, struct buf *out)
{
	buf_addc(out, '{');
	put_str(out, KEY("lang"), y->lang);
	put_str(out, KEY("style"), y->style);
	put_str(out, KEY("model"), y->model);
	put_str(out, KEY("created"), y->created);
	if (y->status != SUMMARY_OK)
		put_str(out, KEY("status"), summary_status_name(y->status));
	put_str(out, KEY("reason"), y->reason);
	put_str(out, KEY("reason_code"), pending_reason_name(y->why));
	put_str(out, KEY("reason_remedy"), pending_remedy(y->why, y->status, y->lang));
	for (size_t i = 0; i < y->n_fields; i++) {
		const struct summary_field *f = &y->fields[i];
		if (out->s[out->len - 1] != '{')
			buf_addc(out, ',');
		js_put_string(out, f->name);
		buf_addc(out, ':');
		if (f->json)
			buf_adds(out, f->text);
		else
			js_put_string(out, f->text);
	}
	put_usage(y, out);
	buf_addc(out, '}');
}

void paper_to_json(const struct paper *p, struct buf *out)
{
	buf_addc(out, '{');
	put_str(out, KEY("id"), p->id);
	if (p->version > 0)
		put_int(out, KEY("version"), p->version);
	put_str(out, KEY("title"), p->title);
	put_authors(p, out);
	put_str(out, KEY("abstract"), p->abstract);
	if (p->categories.n > 0)
		put_strs(out, KEY("categories"), p->categories);
	put_str(out, KEY("announced"), p->announced);
	put_str(out, KEY("announce_type"), announce_name(p->announce_type));
	put_str(out, KEY("published"), p->published);
	put_str(out, KEY("updated"), p->updated);
	put_str(out, KEY("link"), p->link);
	put_str(out, KEY("comment"), p->comment);
	put_str(out, KEY("journal_ref"), p->journal_ref);
	put_str(out, KEY("doi"), p->doi);
	put_str(out, KEY("license"), p->license);
	put_str(out, KEY("msc_class"), p->msc_class);
	put_str(out, KEY("acm_class"), p->acm_class);
	put_str(out, KEY("report_no"), p->report_no);
	put_str(out, KEY("submitter"), p->submitter);
	if (p->withdrawn != TRI_UNKNOWN) {
		put_key(out, KEY("withdrawn"));
		buf_addz(out, p->withdrawn == TRI_YES ? "true" : "false");
	}
	put_received(p, out);
	put_str(out, KEY("source"), p->source);
	if (p->summary.status != SUMMARY_NONE) {
		put_key(out, KEY("summary"));
		summary_to_json(&p->summary, out);
	}
	if (!str_empty(p->extra)) {
		buf_addc(out, ',');
		buf_adds(out, p->extra);
	}
	buf_addc(out, '}');
}
