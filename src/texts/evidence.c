/* SPDX-License-Identifier: MIT
 * Each text of an answer is looked up by itself, an item of a list too: so an item that states what the paper does not can go without the
 * rest. A place is kept as its anchor, or p.N of a PDF, with a quotation. */
#include "digest/evidence.h"

#include <stdlib.h>

#include "digest/text.h"
#include "digest/trace.h"

struct finding {
	const struct trace_paper *paper;
	struct str field;
	bool cites;
	int untraced;
	struct arena *a;
	struct buf *out;
	struct evidence_counts *sum;
};

/* ---- The record ---- */

static void put_member(struct buf *b, const char *name, struct str value)
{
	buf_addf(b, ",\"%s\":", name);
	js_put_string(b, value);
}

static void put_place(struct buf *b, const struct trace_place *p)
{
	struct buf anchor = BUF_INIT(64);
	if (str_empty(p->anchor) && p->page > 0)
		buf_addf(&anchor, "p.%u", p->page);
	put_member(b, "anchor", str_empty(p->anchor) ? buf_str(&anchor) : p->anchor);
	put_member(b, "quote", p->quotation);
	buf_free(&anchor);
}

static void put_trace(struct finding *f, struct str text, const struct trace *t, bool work)
{
	struct buf *b = f->out;
	buf_addz(b, b->len > 1 ? ",{\"field\":" : "{\"field\":");
	js_put_string(b, f->field);
	put_member(b, work ? "work" : "figure", (struct str){ text.p + t->at, t->end - t->at });
	if (t->n_places > 0)
		put_place(b, &t->places[0]);
	if (t->kind == TRACE_NOWHERE && f->untraced == UNTRACED_KEEP)
		buf_addz(b, ",\"kept\":true");
	if (t->kind == TRACE_DERIVED)
		put_member(b, "derived", str_of(t->how));
	if (t->n_places > 1) {
		buf_addz(b, ",\"second\":{\"of\":2");
		put_place(b, &t->places[1]);
		buf_addc(b, '}');
	}
	buf_addc(b, '}');
}

/* Note what TEXT states. *NOWHERE: how much of it stands nowhere. */
static void note_all(struct finding *f, struct str text, const struct traces *all, bool work, size_t *nowhere)
{
	for (size_t i = 0; i < all->n; i++) {
		const struct trace *t = &all->v[i];
		*nowhere += t->kind == TRACE_NOWHERE;
		f->sum->traced += t->kind == TRACE_FOUND;
		f->sum->derived += t->kind == TRACE_DERIVED;
		f->sum->untraced += t->kind == TRACE_NOWHERE;
		put_trace(f, text, t, work);
	}
}

/* False: TEXT, an item of a list, is to go. */
static bool look_up(struct finding *f, struct str text, bool item)
{
	const struct traces figures = trace_figures(f->paper, text, f->a);
	const struct traces works = f->cites ? trace_works(f->paper, text, f->a) : (struct traces){ NULL, 0 };
	size_t before = f->out->len, nowhere = 0;
	const struct evidence_counts counts = *f->sum;
	note_all(f, text, &figures, false, &nowhere);
	note_all(f, text, &works, true, &nowhere);
	bool goes = nowhere > 0 && item && f->untraced == UNTRACED_DROP;
	if (goes) {
		buf_cut(f->out, before);
		*f->sum = counts;
		f->sum->dropped++;
	}
	return !goes;
}

/* ---- Texts within JSON ---- */

static void rewrite(struct finding *f, const struct js *v, struct buf *out);

struct members {
	struct finding *f;
	struct buf *out;
	bool any;
};

static bool member(void *ctx, struct str key, const struct js *v, struct err *e)
{
	struct members *m = ctx;
	UNUSED(e);
	buf_addz(m->out, m->any ? "," : "");
	js_put_string(m->out, key);
	buf_addc(m->out, ':');
	rewrite(m->f, v, m->out);
	m->any = true;
	return true;
}

static bool count_text(void *ctx, struct str key, const struct js *v, struct err *e)
{
	struct str *only = ctx;
	UNUSED(key);
	UNUSED(e);
	if (js_type(v) != JS_STRING || str_empty(js_str(v)))
		return true;
	bool first = !str_known(*only);
	*only = first ? js_str(v) : STR("");
	return first;
}

/* The text of the object V that is the only one beside its lists: a point with its details. STR_NULL: there is none, or
 * more. */
static struct str only_text(const struct js *v)
{
	struct str only = STR_NULL;
	struct err never = ERR_INIT;
	return js_type(v) == JS_OBJECT && js_each(v, count_text, &only, &never) ? only : STR_NULL;
}

/* Whether TEXT, looked up as an item, would go; nothing is noted. */
static bool would_go(struct finding *f, struct str text)
{
	size_t before = f->out->len;
	const struct evidence_counts counts = *f->sum;
	bool goes = !look_up(f, text, true);
	buf_cut(f->out, before);
	*f->sum = counts;
	return goes;
}

/* Whether the item V stays, written to OUT: a text, or an object with one text, which goes with that. */
static bool rewrite_item(struct finding *f, const struct js *v, struct buf *out)
{
	struct str only = only_text(v);
	if (js_type(v) == JS_STRING && !look_up(f, js_str(v), true))
		return false;
	if (str_known(only) && would_go(f, only)) {
		f->sum->dropped++;
		return false;
	}
	if (js_type(v) == JS_STRING)
		js_put_string(out, js_str(v));
	else
		rewrite(f, v, out);
	return true;
}

static void rewrite(struct finding *f, const struct js *v, struct buf *out)
{
	struct members m = { f, out, false };
	struct err never = ERR_INIT;
	switch (js_type(v)) {
	case JS_STRING:
		(void)look_up(f, js_str(v), false);
		js_put_string(out, js_str(v));
		break;
	case JS_ARRAY:
		buf_addc(out, '[');
		for (size_t i = 0, at = out->len; i < js_len(v); i++) {
			size_t before = out->len;
			buf_addz(out, before > at ? "," : "");
			if (!rewrite_item(f, js_at(v, i), out))
				buf_cut(out, before);
		}
		buf_addc(out, ']');
		break;
	case JS_OBJECT:
		buf_addc(out, '{');
		(void)!js_each(v, member, &m, &never);
		buf_addc(out, '}');
		break;
	default:
		js_write(v, out);
	}
}

/* ---- Lines of a text that are items ---- */

/* Whether LINE is an item of a Markdown list. */
static bool is_item(struct str line)
{
	struct str s = str_trim(line);
	size_t digits = 0;
	while (digits < s.n && is_digit((unsigned char)s.p[digits]))
		digits++;
	return str_starts(s, "- ") || str_starts(s, "* ") || str_starts(s, "+ ") ||
	       (digits > 0 && (str_starts(str_from(s, digits), ". ") || str_starts(str_from(s, digits), ") ")));
}

static size_t indentation(struct str line)
{
	size_t n = 0;
	while (n < line.n && line.p[n] == ' ')
		n++;
	return n;
}

/* TEXT line by line: an item may go, with what stands further in below it; the rest is noted. In A where something
 * went. */
static struct str look_up_lines(struct finding *f, struct str text)
{
	struct buf b = BUF_INIT(BUF_UNBOUNDED);
	struct str line, rest = text;
	bool went = false;
	size_t within = STR_NONE; /* further in than this, lines go */
	while (str_cut(&rest, '\n', &line)) {
		bool empty = str_empty(str_trim(line)),
		     below = within != STR_NONE && !empty && indentation(line) > within;
		bool stays = !below && look_up(f, line, is_item(line));
		went |= !stays;
		if (!below && !empty)
			within = stays ? STR_NONE : indentation(line);
		if (stays)
			buf_addf(&b, "%s%.*s", b.len ? "\n" : "", STR_ARG(line));
	}
	struct str kept = went ? arena_dup(f->a, buf_str(&b)) : text;
	buf_free(&b);
	return kept;
}

static struct str look_up_json(struct finding *f, struct str text)
{
	struct buf wrapped = BUF_INIT(BUF_UNBOUNDED), out = BUF_INIT(BUF_UNBOUNDED);
	struct err never = ERR_INIT;
	struct js *v = NULL;
	unsigned long before = f->sum->dropped;
	buf_addf(&wrapped, "[%.*s]", STR_ARG(text));
	if (js_parse(buf_str(&wrapped), &v, &never))
		rewrite(f, js_at(v, 0), &out);
	struct str kept = f->sum->dropped > before ? arena_dup(f->a, buf_str(&out)) : text;
	js_free(v);
	buf_free(&wrapped);
	buf_free(&out);
	return kept;
}

static bool has(struct strs list, struct str name)
{
	for (size_t i = 0; i < list.n; i++)
		if (str_eq(list.v[i], name))
			return true;
	return false;
}

void evidence_find(const struct fulltext *form, struct strs cites, int untraced, struct summary *y, struct arena *a, struct buf *out,
                   struct evidence_counts *sum)
{
	struct trace_paper *paper = trace_new(form);
	buf_addc(out, '[');
	for (size_t i = 0; i < y->n_fields; i++) {
		struct summary_field *one = &y->fields[i];
		struct finding f = { .paper = paper, .field = one->name, .cites = has(cites, one->name), .untraced = untraced, .a = a, .out = out, .sum = sum };
		one->text = one->json ? look_up_json(&f, one->text) : look_up_lines(&f, one->text);
	}
	buf_addc(out, ']');
	trace_free(paper);
}
