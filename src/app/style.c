/* SPDX-License-Identifier: MIT
 * Where styles are looked for, and how a folder becomes one. */
#include "src/app/style.h"

#include <string.h>
#include <unistd.h>

#include "digest/options.h"
#include "digest/render.h"
#include "digest/text.h"

enum { STYLE_FILE_MAX = 1024 * 1024 };

/* "DIR/NAME" in A. */
static const char *join(const char *dir, const char *name, struct arena *a)
{
	struct buf b = BUF_INIT(BUF_UNBOUNDED);
	buf_addf(&b, "%s/%s", dir, name);
	const char *path = arena_dup(a, buf_str(&b)).p;
	buf_free(&b);
	return path;
}

/* A style's or partial's name is one path component. */
static bool plain_name(struct str name)
{
	return !str_empty(name) && name.p[0] != '.' && memchr(name.p, '/', name.n) == NULL && memchr(name.p, '\0', name.n) == NULL;
}

static const char *find_folder(const char *name, const char *templates, struct arena *a, struct err *e)
{
	const char *const roots[] = {
		templates, path_config("templates", a), DIGEST_DATADIR "/templates", DIGEST_SOURCEDIR "/templates",
	};
	struct buf tried = BUF_INIT(ERR_MSG_SIZE);
	for (size_t i = 0; plain_name(str_of(name)) && i < COUNTOF(roots); i++) {
		if (roots[i] == NULL)
			continue;
		const char *folder = join(roots[i], name, a);
		if (access(join(folder, "prompt.txt", a), F_OK) == 0) {
			buf_free(&tried);
			return folder;
		}
		buf_addf(&tried, "%s%s", tried.len ? ", " : "", roots[i]);
	}
	err_set(e, ERR_USAGE, "no style \"%s\" (looked in %s)", name, tried.len ? tried.s : "no folder: not a style's name");
	buf_free(&tried);
	return NULL;
}

static bool read_part(struct style *s, const char *path, struct str *ret, struct err *e)
{
	struct buf text = BUF_INIT(STYLE_FILE_MAX);
	size_t bad;
	bool ok = file_read(path, &text, e);
	if (ok && !utf8_valid(buf_str(&text), &bad))
		ok = err_set(e, ERR_CONFIG, "%s: not UTF-8 at byte %zu", path, bad);
	if (ok)
		*ret = arena_dup(&s->a, buf_str(&text));
	else
		e->kind = ERR_CONFIG;
	buf_free(&text);
	return ok;
}

/* ---- style.conf ---- */

static bool conf_line(struct style *s, struct str line, struct err *e)
{
	line = str_trim(line);
	if (str_empty(line) || line.p[0] == '#')
		return true;
	size_t eq = str_find(line, "=", 0);
	struct str name = str_trim(str_head(line, eq)), value = eq == STR_NONE ? STR_NULL : str_trim(str_from(line, eq + 1));
	if (str_is(name, "lang") && !str_empty(value)) {
		s->ask.lang = value;
		return true;
	}
	if (!str_is(name, "waiting") || str_empty(value))
		return err_set(e, ERR_CONFIG, "not `lang = …` or `waiting = …, …`");
	struct str rest = value, word;
	struct strs *list = &s->waiting;
	for (list->n = 1; str_cut(&rest, ',', &word); list->n++)
		;
	list->v = arena_calloc(&s->a, list->n, sizeof *list->v);
	for (rest = value, list->n = 0; str_cut(&rest, ',', &word); list->n++)
		list->v[list->n] = str_trim(word);
	return true;
}

static bool read_conf(struct style *s, const char *path, struct err *e)
{
	struct str rest, line;
	if (!read_part(s, path, &rest, e))
		return false;
	for (int n = 1; str_cut(&rest, '\n', &line); n++)
		if (!conf_line(s, line, e))
			return err_wrap(e, "%s:%d", path, n);
	return !str_empty(s->ask.lang) || err_set(e, ERR_CONFIG, "%s: no `lang = …`", path);
}

/* ---- The template ---- */

struct partials {
	struct style *style;
	const char *folder, *format;
	struct str missing;    /* the specification wants a missing partial to be empty; a style that names one has a fault */
};

static bool load_partial(void *ctx, struct str name, struct str *ret)
{
	struct partials *p = ctx;
	struct err e = ERR_INIT;
	struct buf file = BUF_INIT(BUF_UNBOUNDED);
	buf_addf(&file, "%.*s.%s", STR_ARG(name), p->format);
	const char *path = join(p->folder, file.s, &p->style->a);
	bool ok = plain_name(name) && access(path, F_OK) == 0 && read_part(p->style, path, ret, &e);
	buf_free(&file);
	if (!ok)
		p->missing = arena_dup(&p->style->a, name);
	return ok;
}

static bool read_template(struct style *s, const char *name, const char *folder, const char *format, struct err *e)
{
	struct buf file = BUF_INIT(BUF_UNBOUNDED);
	buf_addf(&file, "page.%s", format);
	const char *path = join(folder, file.s, &s->a);
	buf_free(&file);
	struct partials from = { .style = s, .folder = folder, .format = format };
	struct template_loader loader = { load_partial, &from };
	struct str text;
	if (access(path, F_OK) != 0)
		return err_set(e, ERR_USAGE, "style \"%s\" has no format \"%s\" (no %s)", name, format, path);
	if (!read_part(s, path, &text, e) || !template_parse(path, text, &loader, &s->page, e))
		return false;
	if (str_known(from.missing))
		return err_set(e, ERR_CONFIG, "%s: no partial \"%.*s\" (a file %s/%.*s.%s)", path, STR_ARG(from.missing), folder,
		               STR_ARG(from.missing), format);
	return page_check_template(s->page, e);
}

bool style_load(const char *name, const char *format, const char *templates, struct style *ret, struct err *e)
{
	struct style s = { .a = ARENA_INIT };
	const char *folder = find_folder(name, templates, &s.a, e);
	bool ok = folder != NULL;
	if (ok) {
		s.ask.name = arena_dup(&s.a, str_of(name));
		ok = read_conf(&s, join(folder, "style.conf", &s.a), e) &&
		     read_part(&s, join(folder, "prompt.txt", &s.a), &s.ask.prompt, e) &&
		     read_part(&s, join(folder, "schema.json", &s.a), &s.ask.schema, e) &&
		     (summary_schema_read(s.ask.schema, &s.a, &s.ask, e) || err_wrap(e, "%s/schema.json", folder)) &&
		     (format == NULL || read_template(&s, name, folder, format, e));
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
	s->page = NULL;
	arena_free(&s->a);
}
