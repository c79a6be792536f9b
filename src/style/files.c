/* SPDX-License-Identifier: MIT
 * Where a style's files are, and how they are read. */
#include <unistd.h>

#include "digest/hash.h"
#include "digest/options.h"
#include "digest/program.h"
#include "digest/text.h"
#include "digest/world.h"
#include "src/style/internal.h"

const char *style_join(const char *dir, const char *name, struct arena *a)
{
	struct buf b = BUF_INIT(BUF_UNBOUNDED);
	buf_addf(&b, "%s/%s", dir, name);
	const char *path = arena_dup(a, buf_str(&b)).p;
	buf_free(&b);
	return path;
}

void style_roots(const char *templates, struct arena *a, const char *ret[STYLE_ROOTS])
{
	ret[0] = templates;
	ret[1] = path_config("templates", a);
	ret[2] = style_join(program_data_dir, "templates", a);
	ret[3] = *program_source_dir ? style_join(program_source_dir, "templates", a) : NULL;
}

const char *style_shared(const char *const roots[STYLE_ROOTS], const char *name, struct arena *a)
{
	for (size_t i = 0; i < STYLE_ROOTS; i++) {
		const char *path = roots[i] ? style_join(roots[i], name, a) : NULL;
		if (path && access(path, F_OK) == 0)
			return path;
	}
	return NULL;
}

bool style_read(struct style *s, const char *path, struct str *ret, struct err *e)
{
	struct buf text = BUF_INIT(STYLE_FILE_MAX);
	size_t bad;
	bool ok = file_read(path, &text, e);
	if (ok && !utf8_valid(buf_str(&text), &bad))
		ok = err_set(e, ERR_CONFIG, "%s: not UTF-8 at byte %zu", path, bad);
	if (ok) {
		*ret = arena_dup(&s->a, buf_str(&text));
		s->sources = fnv(s->sources, *ret);
	} else {
		e->kind = ERR_CONFIG;
	}
	buf_free(&text);
	return ok;
}

bool style_read_full(struct style *s, const char *path, struct str *ret, struct err *e)
{
	/* A disk that was full leaves an empty file behind. */
	return style_read(s, path, ret, e) && (!str_empty(str_trim(*ret)) || err_set(e, ERR_CONFIG, "%s: it is empty", path));
}

bool style_lines(const char *path, struct str text, style_line_fn *fn, void *ctx, struct err *e)
{
	struct str line;
	for (int n = 1; str_cut(&text, '\n', &line); n++) {
		line = str_trim(line);
		if (str_empty(line) || line.p[0] == '#')
			continue;
		size_t eq = str_find(line, "=", 0);
		if (eq == STR_NONE)
			return err_set(e, ERR_CONFIG, "%s:%d: not `name = value`", path, n);
		if (!fn(ctx, str_trim(str_head(line, eq)), str_trim(str_from(line, eq + 1)), e))
			return err_wrap(e, "%s:%d", path, n);
	}
	return true;
}
