/* SPDX-License-Identifier: MIT
 * Where styles are looked for, and how a folder becomes one. Whatever is wrong in it is found here, before anything is
 * fetched. */
#include "digest/style.h"

#include <dirent.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "digest/hash.h"
#include "digest/options.h"
#include "digest/program.h"
#include "digest/world.h"
#include "digest/text.h"
#include "digest/vec.h"
#include "src/style/internal.h"

/* A style's or partial's name is one path component. */
static bool plain_name(struct str name)
{
	return !str_empty(name) && name.p[0] != '.' && memchr(name.p, '/', name.n) == NULL && memchr(name.p, '\0', name.n) == NULL;
}

static const char *find_folder(const char *name, const char *const roots[STYLE_ROOTS], struct arena *a, struct err *e)
{
	struct buf tried = BUF_INIT(ERR_MSG_SIZE);
	for (size_t i = 0; plain_name(str_of(name)) && i < STYLE_ROOTS; i++) {
		if (roots[i] == NULL)
			continue;
		const char *folder = style_join(roots[i], name, a);
		if (access(style_join(folder, "prompt.txt", a), F_OK) == 0) {
			buf_free(&tried);
			return folder;
		}
		buf_addf(&tried, "%s%s", tried.len ? ", " : "", roots[i]);
	}
	err_set(e, ERR_USAGE, "no style \"%s\" (looked in %s)", name, tried.len ? tried.s : "no folder: not a style's name");
	buf_free(&tried);
	return NULL;
}

/* ---- style.conf ---- */

enum { MOST_ANSWER = 1000000 };  /* tokens of an answer, for estimates */

static bool read_reads(void *to, struct str value, struct arena *a, struct err *e)
{
	UNUSED(a);
	*(bool *)to = str_is(value, "fulltext");
	return str_is(value, "fulltext") || str_is(value, "abstract") ||
	       err_set(e, ERR_CONFIG, "`reads = %.*s`: it is fulltext or abstract", STR_ARG(value));
}

static bool read_names(void *to, struct str value, struct arena *a, struct err *e)
{
	struct strs *list = to;
	struct str one, rest = value;
	UNUSED(e);
	list->v = arena_calloc(a, value.n / 2 + 1, sizeof *list->v);
	while (str_cut(&rest, ',', &one))
		if (!str_empty(str_trim(one)))
			list->v[list->n++] = str_trim(one);
	return true;
}

static bool read_value(void *to, struct str value, struct arena *a, struct err *e)
{
	UNUSED(a);
	UNUSED(e);
	*(struct str *)to = value;
	return true;
}

static bool read_number(void *to, struct str value, struct arena *a, struct err *e)
{
	UNUSED(a);
	return decimal_parse(value, MOST_ANSWER, to) ||
	       err_set(e, ERR_CONFIG, "%.*s is not a number from 0 to %d, as 1.25", STR_ARG(str_head(value, 60)), MOST_ANSWER);
}

/* What style.conf may say. */
static const struct {
	const char *name;
	size_t offset;
	bool (*read)(void *to, struct str value, struct arena *a, struct err *e);
} conf_rows[] = {
	{ "lang", offsetof(struct style, ask.lang), read_value },
	{ "about", offsetof(struct style, about), read_value },
	{ "reads", offsetof(struct style, reading.reads), read_reads },
	{ "cites", offsetof(struct style, reading.cites), read_names },
	{ "needs", offsetof(struct style, needs), read_names },
	{ "ask", offsetof(struct style, parts), read_value },
	{ "sections", offsetof(struct style, sections), read_value },
	{ "answer-tokens", offsetof(struct style, ask.answer_tokens), read_number },
	{ "answer-ratio", offsetof(struct style, ask.answer_ratio), read_number },
};

static bool conf_line(void *ctx, struct str name, struct str value, struct err *e)
{
	struct style *s = ctx;
	for (size_t i = 0; i < COUNTOF(conf_rows); i++)
		if (str_is(name, conf_rows[i].name) && !str_empty(value))
			return conf_rows[i].read((char *)s + conf_rows[i].offset, value, &s->a, e) || err_wrap(e, "%.*s", STR_ARG(name));
	return err_set(e, ERR_CONFIG, "none of `lang = …`, `about = …`, `reads = …`, `needs = …`, `cites = …`, `ask = …`, `sections = …`, `answer-tokens = …`, `answer-ratio = …`");
}

static bool read_conf(struct style *s, struct err *e)
{
	const char *path = style_join(s->folder, "style.conf", &s->a);
	struct str text;
	return style_read(s, path, &text, e) && style_lines(path, text, conf_line, s, e) &&
	       (!str_empty(s->ask.lang) || err_set(e, ERR_CONFIG, "%s: no `lang = …`", path));
}

/* ---- The schema's names, for templates ---- */

struct members {
	struct arena *a;
	VEC(struct str) list;
};

static bool gather(void *ctx, struct str key, const struct js *v, struct err *e);

/* The names of the properties below V, at any depth. */
static bool gather_below(struct members *m, const struct js *v, struct err *e)
{
	const struct js *items = js_get(v, "items");
	return js_each(js_get(v, "properties"), gather, m, e) && (items == NULL || gather_below(m, items, e));
}

static bool gather(void *ctx, struct str key, const struct js *v, struct err *e)
{
	struct members *m = ctx;
	*vec_push(&m->list) = arena_dup(m->a, key);
	return gather_below(m, v, e);
}

static bool schema_members(struct style *s, struct strs *ret, struct err *e)
{
	struct members m = { &s->a, VEC_INIT };
	struct js *js = NULL;
	bool ok = js_parse(s->reading.whole.schema, &js, e) && gather_below(&m, js, e);
	*ret = (struct strs){ arena_calloc(&s->a, m.list.n + 1, sizeof *ret->v), m.list.n };
	for (size_t i = 0; i < m.list.n; i++)
		ret->v[i] = m.list.v[i];
	js_free(js);
	vec_free(&m.list);
	return ok;
}

/* ---- The template ---- */

struct partials {
	struct style *style;
	const char *const *roots;
	const char *format;
	struct str missing;    /* the specification wants a missing partial to be empty; a style that names one has a fault */
};

static bool load_partial(void *ctx, struct str name, struct str *ret)
{
	struct partials *p = ctx;
	struct arena *a = &p->style->a;
	struct err e = ERR_INIT;
	struct buf file = BUF_INIT(BUF_UNBOUNDED);
	buf_addf(&file, "common/%.*s.%s", STR_ARG(name), p->format);
	const char *path = NULL;
	if (plain_name(name)) {
		path = style_join(p->style->folder, file.s + strlen("common/"), a);
		if (access(path, F_OK) != 0)
			path = style_shared(p->roots, file.s, a);
	}
	bool ok = path && style_read(p->style, path, ret, &e);
	buf_free(&file);
	if (!ok)
		p->missing = arena_dup(a, name);
	return ok;
}

/* page.FORMAT, or the one that the dialect has of its own. */
static const char *template_path(struct style *s, const struct style_query *w)
{
	struct buf file = BUF_INIT(BUF_UNBOUNDED);
	bool own = w->format->by_dialect && w->dialect && w->dialect->layout;
	buf_addf(&file, "page%s%s.%s", own ? "." : "", own ? w->dialect->layout : "", w->format->name);
	const char *path = style_join(s->folder, file.s, &s->a);
	buf_free(&file);
	return path;
}

static bool read_template(struct style *s, const struct style_query *w, const char *const roots[STYLE_ROOTS],
                          const struct page_names *names, struct err *e)
{
	const char *path = template_path(s, w);
	struct partials from = { .style = s, .roots = roots, .format = w->format->name };
	struct template_loader loader = { load_partial, &from };
	struct str text;
	if (access(path, F_OK) != 0)
		return err_set(e, ERR_USAGE, "style \"%s\" cannot be shown so (no %s)", w->name, path);
	if (!style_read_full(s, path, &text, e) || !template_parse(path, text, &loader, &s->page, e))
		return false;
	if (str_known(from.missing))
		return err_set(e, ERR_CONFIG, "%s: no partial \"%.*s\" (a file %s/%.*s.%s)", path, STR_ARG(from.missing), s->folder,
		               STR_ARG(from.missing), w->format->name);
	return template_check_partials(s->page, e) && page_check_template(s->page, names, e);
}

bool style_shared_text(struct style *s, const char *templates, const char *name, struct str *ret, struct err *e)
{
	const char *roots[STYLE_ROOTS];
	struct buf file = BUF_INIT(BUF_UNBOUNDED);
	buf_addf(&file, "common/%s", name);
	style_roots(templates, &s->a, roots);
	const char *path = style_shared(roots, file.s, &s->a);
	bool ok = path ? style_read(s, path, ret, e) : err_set(e, ERR_CONFIG, "no %s among the templates", file.s);
	buf_free(&file);
	return ok;
}

bool style_shared_template(struct style *s, const char *templates, const char *name, struct template **ret, struct err *e)
{
	const char *roots[STYLE_ROOTS], *dot = strrchr(name, '.');
	struct partials from = { .style = s, .roots = roots, .format = dot ? dot + 1 : "" };
	struct template_loader loader = { load_partial, &from };
	struct template *t = NULL;
	struct str text;
	style_roots(templates, &s->a, roots);
	if (!style_shared_text(s, templates, name, &text, e) || !template_parse(name, text, &loader, &t, e))
		return false;
	bool ok = !str_known(from.missing) || err_set(e, ERR_CONFIG, "common/%s: no partial \"%.*s\" (a file common/%.*s.%s)", name,
	                                              STR_ARG(from.missing), STR_ARG(from.missing), from.format);
	ok = ok && template_check_partials(t, e);
	if (ok)
		*ret = t;
	else
		template_free(t);
	return ok;
}

static bool read_look(struct style *s, const struct style_query *w, const char *const roots[STYLE_ROOTS], struct err *e)
{
	struct page_names names = { .keys = s->reading.whole.keys };
	if (!style_words(s, roots, w->lang, e) || !schema_members(s, &names.members, e))
		return false;
	names.words = s->options.words;
	names.n_words = s->options.n_words;
	return style_front(s, roots, &names, e) && style_html_parts(s, roots, e) &&
	       (w->format->records || read_template(s, w, roots, &names, e));
}

bool style_load(const struct style_query *w, struct style *ret, struct err *e)
{
	struct style s = { .a = ARENA_INIT, .sources = FNV_BASIS };
	const char *roots[STYLE_ROOTS];
	style_roots(w->templates, &s.a, roots);
	s.folder = find_folder(w->name, roots, &s.a, e);
	bool ok = s.folder != NULL;
	if (ok) {
		s.ask.name = arena_dup(&s.a, str_of(w->name));
		ok = read_conf(&s, e) &&
		     style_questions(&s, e) && (w->format == NULL || read_look(&s, w, roots, e));
		s.options.marks = s.reading.whole.marks;
	}
	if (ok)
		*ret = s;
	else
		style_free(&s);
	return ok;
}

void style_free(struct style *s)
{
	template_free(s->page);
	for (size_t i = 0; i < s->options.n_fields; i++)
		template_free(s->fields[i].text);
	s->page = NULL;
	s->options.n_fields = 0;
	arena_free(&s->a);
}

/* ---- All of them ---- */

struct found {
	const char *name, *folder;
};

static int by_name(const void *x, const void *y)
{
	return strcmp(((const struct found *)x)->name, ((const struct found *)y)->name);
}

bool style_each(const char *templates, style_fn *fn, void *ctx, struct err *e)
{
	struct arena a = ARENA_INIT;
	const char *roots[STYLE_ROOTS];
	VEC(struct found) all = VEC_INIT;
	style_roots(templates, &a, roots);
	for (size_t i = 0; i < STYLE_ROOTS; i++) {
		DIR *dir = roots[i] ? opendir(roots[i]) : NULL;
		for (struct dirent *d; dir && (d = readdir(dir)) != NULL;) {
			const char *folder = style_join(roots[i], d->d_name, &a);
			bool style = d->d_name[0] != '.' && access(style_join(folder, "prompt.txt", &a), F_OK) == 0;
			for (size_t k = 0; style && k < all.n; k++)
				style = strcmp(all.v[k].name, d->d_name) != 0;  /* a stronger root has it */
			if (style)
				*vec_push(&all) = (struct found){ arena_dup(&a, str_of(d->d_name)).p, folder };
		}
		if (dir)
			closedir(dir);
	}
	if (all.n)
		qsort(all.v, all.n, sizeof *all.v, by_name);
	bool ok = true;
	for (size_t i = 0; ok && i < all.n; i++)
		ok = fn(ctx, all.v[i].name, all.v[i].folder, e);
	vec_free(&all);
	arena_free(&a);
	return ok;
}
