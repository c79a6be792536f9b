/* SPDX-License-Identifier: MIT
 * Each style is loaded in every format and layout that it has, as a run would load it: what is listed here works, and
 * what does not is told before a run finds it. */
#include "digest/style.h"

#include <string.h>

#include "digest/text.h"
#include "digest/style.h"

struct styles {
	const struct opt_values *o;
	const struct run_io *w;
	void (*faulty)(void *ctx, const struct err *e);
	void *ctx;
	unsigned long shown;
	struct buf out, faults;
};

/* Without a format: what the style asks. */
static bool load(const struct styles *s, const char *name, const struct format *f, const struct dialect *d, struct style *ret,
                 struct err *e)
{
	return style_load(&(struct style_query){ .name = name, .templates = s->o->templates, .format = f, .dialect = d }, ret, e);
}

/* Words, front matter and the like are of all formats: their faults come once. */
static void note_fault(struct styles *s, const struct err *e)
{
	struct str known = buf_str(&s->faults);
	if (str_find(known, e->msg, 0) != STR_NONE)
		return;
	buf_addf(&s->faults, "    %s\n", e->msg);
	s->faulty(s->ctx, e);
}

/* Whether the style can be shown so. A fault is noted; that it has no such format is none. */
static bool is_shown(struct styles *s, const char *name, const struct format *f, const struct dialect *d)
{
	struct err e = ERR_INIT;
	struct style style;
	if (load(s, name, f, d, &style, &e)) {
		style_free(&style);
		return true;
	}
	if (e.kind != ERR_USAGE)
		note_fault(s, &e);
	return false;
}

/* A format by dialect has a layout for all of them, and a few have their own. */
static void put_layouts(struct styles *s, const char *name, const struct format *f, struct buf *out)
{
	const struct dialect *d;
	for (size_t i = 0; (d = dialect_at(i)) != NULL; i++)
		if (d->layout && is_shown(s, name, f, d))
			buf_addf(out, " (also --dialect %s)", d->name);
}

static void put_formats(struct styles *s, const char *name, struct buf *out)
{
	const struct format *f;
	size_t had = out->len;
	for (size_t i = 0; (f = format_at(i)) != NULL; i++) {
		if (!is_shown(s, name, f, NULL))
			continue;
		buf_addf(out, "%s%s", out->len > had ? ", " : "", f->name);
		if (f->by_dialect)
			put_layouts(s, name, f, out);
	}
}

/* ---- The list ---- */

static bool list_style(void *ctx, const char *name, const char *folder, struct err *e)
{
	enum { NAME_WIDTH = 9 };
	struct styles *s = ctx;
	struct style style;
	struct err why = ERR_INIT;
	UNUSED(folder);
	UNUSED(e);
	buf_clear(&s->faults);
	buf_addf(&s->out, "%-*s  ", NAME_WIDTH, name);
	if (load(s, name, NULL, NULL, &style, &why)) {
		buf_addf(&s->out, "%.*s: ", STR_ARG(str_empty(style.about) ? STR("-") : style.about));
		style_free(&style);
		put_formats(s, name, &s->out);
	} else {
		buf_addz(&s->out, "cannot be used:");
		note_fault(s, &why);
	}
	buf_addc(&s->out, '\n');
	buf_adds(&s->out, buf_str(&s->faults));
	s->shown++;
	return true;
}

/* ---- One style ---- */

static void put_properties(const struct js *node, int indent, struct buf *out);

static void put_type(const struct js *node, struct buf *out)
{
	const struct js *type = js_get(node, "type"), *items = js_get(node, "items");
	int64_t low, high;
	bool list = js_type(type) == JS_ARRAY;
	for (size_t i = 0; i < (list ? js_len(type) : js_type(type) == JS_STRING); i++)
		buf_addf(out, "%s%.*s", i ? " or " : "", STR_ARG(js_str(list ? js_at(type, i) : type)));
	if (type == NULL)
		buf_addz(out, "anything");
	if (js_int(js_get(node, "minimum"), &low) && js_int(js_get(node, "maximum"), &high))
		buf_addf(out, " from %lld to %lld", (long long)low, (long long)high);
	if (items) {
		buf_addz(out, " of ");
		put_type(items, out);
	}
}

struct listing {
	const struct js *required;
	int indent;
	struct buf *out;
};

static bool put_property(void *ctx, struct str name, const struct js *node, struct err *e)
{
	enum { STEP = 2 };
	struct listing *l = ctx;
	const struct js *inside = node;
	struct str description = js_str(js_get(node, "description"));
	bool needed = false;
	UNUSED(e);
	for (size_t i = 0; i < js_len(l->required); i++)
		needed |= str_eq(js_str(js_at(l->required, i)), name);
	buf_addf(l->out, "%*s%.*s: ", l->indent, "", STR_ARG(name));
	put_type(node, l->out);
	buf_addz(l->out, needed ? "" : ", may be missing");
	if (!str_empty(description))
		buf_addf(l->out, " - %.*s", STR_ARG(description));
	buf_addc(l->out, '\n');
	while (js_get(inside, "items"))
		inside = js_get(inside, "items");
	put_properties(inside, l->indent + STEP, l->out);
	return true;
}

static void put_properties(const struct js *node, int indent, struct buf *out)
{
	struct err never = ERR_INIT;
	struct listing l = { js_get(node, "required"), indent, out };
	if (js_get(node, "properties") && !js_each(js_get(node, "properties"), put_property, &l, &never))
		buf_addc(out, '\n');
}

static void put_prompt(const char *label, struct str prompt, struct buf *out)
{
	buf_addf(out, "%s:\n%.*s", label, STR_ARG(prompt));
	buf_addz(out, str_ends(prompt, "\n") ? "" : "\n");
}

/* Of a style that reads whole texts: which fields are left out without one, and how many questions it asks. */
static void put_reading(const struct style *s, struct buf *out)
{
	if (!s->reading.reads)
		return;
	buf_addf(out, "reads: the whole text, in %zu question%s", s->reading.n_asks, s->reading.n_asks == 1 ? "" : "s");
	for (size_t i = 0; i < s->needs.n; i++)
		buf_addf(out, "%s%.*s", i ? ", " : "; without it there is no ", STR_ARG(s->needs.v[i]));
	buf_addc(out, '\n');
}

static bool put_style(struct styles *s, const char *name, struct err *e)
{
	struct style style;
	struct js *schema = NULL;
	if (!load(s, name, NULL, NULL, &style, e))
		return false;
	struct buf *out = &s->out;
	bool ok = js_parse(style.reading.whole.schema, &schema, e);
	if (ok) {
		buf_addf(out, "%s%s%.*s\n", name, str_empty(style.about) ? "" : ": ", STR_ARG(style.about));
		buf_addf(out, "folder: %s\nlanguage: %.*s\nformats: ", style.folder, STR_ARG(style.ask.lang));
		put_formats(s, name, out);
		buf_addc(out, '\n');
		buf_adds(out, buf_str(&s->faults));
		put_reading(&style, out);
		buf_addz(out, "asks for:\n");
		put_properties(schema, 2, out);
		put_prompt("prompt", style.reading.n_asks ? style.reading.asks[0].prompt : style.ask.prompt, out);
		if (style.reading.reads)
			put_prompt("prompt without the whole text", style.ask.prompt, out);
		s->shown++;
	}
	js_free(schema);
	style_free(&style);
	return ok;
}

bool styles_print(const struct opt_values *o, const struct run_io *w, void (*faulty)(void *ctx, const struct err *e),
                  void *ctx, unsigned long *shown, struct err *e)
{
	struct styles s = { .o = o, .w = w, .faulty = faulty, .ctx = ctx, .out = BUF_INIT(BUF_UNBOUNDED),
	                    .faults = BUF_INIT(BUF_UNBOUNDED) };
	if (o->files.n > 1)
		return err_set(e, ERR_USAGE, "styles: one style at a time");
	bool ok = o->files.n ? put_style(&s, o->files.v[0].p, e) : style_each(o->templates, list_style, &s, e);
	ok = ok && w->out(w->ctx, buf_str(&s.out), e);
	*shown = ok ? s.shown : 0;
	buf_free(&s.out);
	buf_free(&s.faults);
	return ok;
}
