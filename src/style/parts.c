/* SPDX-License-Identifier: MIT
 * What a style's pages share with those of others: the words of a language, front matter's fields, an HTML page's style
 * sheet and script. A user's words/LANG.conf changes the words that it has, and leaves the others. */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "digest/vec.h"
#include "src/style/internal.h"

/* ---- Words ---- */

struct words {
	VEC(struct named_text) list;
};

static bool word_line(void *ctx, struct str name, struct str value, struct err *e)
{
	struct words *w = ctx;
	UNUSED(e);
	size_t i = 0;
	while (i < w->list.n && !str_eq(w->list.v[i].name, name))
		i++;
	if (i == w->list.n)
		*vec_push(&w->list) = (struct named_text){ name, value };
	else
		w->list.v[i].text = value;
	return true;
}

static int by_name(const void *x, const void *y)
{
	return str_cmp(((const struct named_text *)x)->name, ((const struct named_text *)y)->name);
}

static struct str word(const struct style *s, const char *name)
{
	for (size_t i = 0; i < s->options.n_words; i++)
		if (str_is(s->options.words[i].name, name))
			return s->options.words[i].text;
	return STR_NULL;
}

/* How a page says that a paper waits: what guards a better page looks for them. */
static void note_waiting(struct style *s)
{
	const char *const names[] = { "waiting", "extract" };
	s->waiting = (struct strs){ arena_calloc(&s->a, COUNTOF(names), sizeof *s->waiting.v), 0 };
	for (size_t i = 0; i < COUNTOF(names); i++)
		if (!str_empty(word(s, names[i])))
			s->waiting.v[s->waiting.n++] = word(s, names[i]);
}

bool style_words(struct style *s, const char *const roots[STYLE_ROOTS], const char *lang, struct err *e)
{
	struct words w = { VEC_INIT };
	struct buf file = BUF_INIT(BUF_UNBOUNDED);
	bool ok = true, some = false;
	s->options.lang = lang ? str_of(lang) : s->ask.lang;
	buf_addf(&file, "words/%.*s.conf", STR_ARG(s->options.lang));
	for (size_t i = STYLE_ROOTS; ok && i-- > 0;) {  /* the weakest first */
		const char *path = roots[i] ? style_join(roots[i], file.s, &s->a) : NULL;
		struct str text;
		if (path == NULL || memchr(s->options.lang.p, '/', s->options.lang.n) || access(path, F_OK) != 0)
			continue;
		some = true;
		ok = style_read(s, path, &text, e) && style_lines(path, text, word_line, &w, e);
	}
	if (ok && !some)
		ok = err_set(e, ERR_USAGE, "no page words for the language \"%.*s\" (no %s among the templates)",
		             STR_ARG(s->options.lang), file.s);
	if (ok) {
		qsort(w.list.v, w.list.n, sizeof *w.list.v, by_name);
		struct named_text *all = arena_calloc(&s->a, w.list.n + 1, sizeof *all);
		memcpy(all, w.list.v, w.list.n * sizeof *all);
		s->options.words = all;
		s->options.n_words = w.list.n;
		note_waiting(s);
	}
	vec_free(&w.list);
	buf_free(&file);
	return ok;
}

/* ---- Front matter ---- */

struct fields {
	struct style *style;
	const char *path;
	const struct page_names *names;
	VEC(struct front_field) list;
};

/* One that needs no quotes in YAML and in TOML. */
static bool front_name(struct str name)
{
	for (size_t i = 0; i < name.n; i++)
		if (!is_alnum((unsigned char)name.p[i]) && name.p[i] != '_' && name.p[i] != '-')
			return false;
	return name.n > 0 && is_alpha((unsigned char)name.p[0]);
}

/* `title = {{words.digest}} {{date}}`; `tags[] = a, b` is a list. */
static bool field_line(void *ctx, struct str name, struct str value, struct err *e)
{
	struct fields *f = ctx;
	bool list = str_ends(name, "[]");
	struct front_field field = { .name = list ? str_head(name, name.n - 2) : name, .list = list };
	if (!front_name(field.name))
		return err_set(e, ERR_CONFIG, "\"%.*s\" is no name of a field: letters, digits, _ and -", STR_ARG(name));
	for (size_t i = 0; i < f->list.n; i++)
		if (str_eq(f->list.v[i].name, field.name))
			return err_set(e, ERR_CONFIG, "\"%.*s\" stands there already", STR_ARG(field.name));
	if (!template_parse("value", value, NULL, &field.text, e))
		return false;
	*vec_push(&f->list) = field;
	return page_check_front(field.text, f->names, e);
}

bool style_front(struct style *s, const char *const roots[STYLE_ROOTS], const struct page_names *names, struct err *e)
{
	struct fields f = { .style = s, .names = names, .list = VEC_INIT };
	struct str text = STR_NULL;
	f.path = style_join(s->folder, "front.conf", &s->a);
	if (access(f.path, F_OK) != 0)
		f.path = style_shared(roots, "common/front.conf", &s->a);
	bool ok = f.path == NULL || (style_read(s, f.path, &text, e) && style_lines(f.path, text, field_line, &f, e));
	s->fields = arena_calloc(&s->a, f.list.n + 1, sizeof *s->fields);
	if (f.list.n)
		memcpy(s->fields, f.list.v, f.list.n * sizeof *s->fields);
	s->options.fields = s->fields;
	s->options.n_fields = f.list.n;
	vec_free(&f.list);
	return ok;
}

/* ---- An HTML page's style sheet and script ---- */

/* Where "</style" or "</script" stands in TEXT, in letters of any case. */
static size_t end_of_element(struct str text)
{
	for (size_t i = 0; (i = str_find(text, "</", i)) != STR_NONE; i += 2) {
		struct str name = str_from(text, i + 2);
		if (str_is_nocase(str_head(name, 5), "style") || str_is_nocase(str_head(name, 6), "script"))
			return i;
	}
	return STR_NONE;
}

static bool part(struct style *s, const char *const roots[STYLE_ROOTS], const char *name, struct str *ret, struct err *e)
{
	const char *path = style_join(s->folder, name + strlen("common/"), &s->a);
	if (access(path, F_OK) != 0)
		path = style_shared(roots, name, &s->a);
	*ret = STR("");
	if (path == NULL)
		return true;
	if (!style_read(s, path, ret, e))
		return false;
	size_t at = end_of_element(*ret);
	if (at == STR_NONE)
		return true;
	int line = 1;
	for (size_t i = 0; i < at; i++)
		line += ret->p[i] == '\n';
	return err_set(e, ERR_CONFIG, "%s:%d: \"</style\" or \"</script\" would end it in the page", path, line);
}

bool style_html_parts(struct style *s, const char *const roots[STYLE_ROOTS], struct err *e)
{
	return part(s, roots, "common/page.css", &s->options.css, e) && part(s, roots, "common/page.js", &s->options.js, e);
}
