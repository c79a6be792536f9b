/* SPDX-License-Identifier: MIT
 * Lists that users keep by `digest star`. They are plain text, and may be edited: lines that are not about the papers stay as they are. */
#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "digest/world.h"
#include "src/library/internal.h"

const char *starred_list(const char *folder, struct str name, struct arena *a, struct err *e)
{
	enum { NAME_MOST = 100 };
	struct buf b = BUF_INIT(BUF_UNBOUNDED);
	bool ok = name.n > 0 && name.n <= NAME_MOST && name.p[0] != '.' && memchr(name.p, '/', name.n) == NULL;
	for (size_t i = 0; i < name.n; i++)
		ok = ok && (unsigned char)name.p[i] > ' ';
	buf_addf(&b, "%s/%.*s.txt", folder, STR_ARG(name));
	const char *path = ok ? arena_dup(a, buf_str(&b)).p : NULL;
	buf_free(&b);
	if (!ok)
		err_set(e, ERR_USAGE, "\"%.*s\" is no name for a list of papers: letters, digits and hyphens are", STR_ARG(str_head_utf8(name, 60)));
	return path;
}

static const struct star *find(const struct star *v, size_t n, struct str id)
{
	for (size_t i = 0; i < n; i++)
		if (str_eq(v[i].id, id))
			return &v[i];
	return NULL;
}

static bool put_file(const char *path, struct str text, struct err *e)
{
	struct file_out *f;
	bool changed;
	if (!file_create(path, &f, e))
		return false;
	if (!file_write(f, text, e)) {
		file_abandon(f);
		return false;
	}
	return file_commit(f, &changed, e);
}

static bool get_file(const char *path, struct buf *text, struct err *e)
{
	return (access(path, F_OK) != 0 && errno == ENOENT) || file_read(path, text, e);
}

bool starred_add(const char *path, const struct star *v, size_t n, size_t *changed, struct err *e)
{
	struct buf text = BUF_INIT(LIBRARY_MAX_BYTES);
	struct arena a = ARENA_INIT;
	bool *has = arena_calloc(&a, n, sizeof *has), says, ok = get_file(path, &text, e);
	*changed = 0;
	for (struct str rest = buf_str(&text), line; ok && str_cut(&rest, '\n', &line);) {
		const struct star *s = find(v, n, list_line(line, &says, &a));
		if (s)
			has[s - v] = true;
	}
	if (ok && text.len > 0 && text.s[text.len - 1] != '\n')
		buf_addc(&text, '\n');
	for (size_t i = 0; ok && i < n; i++) {
		if (has[i] || find(v, i, v[i].id))
			continue;
		buf_addf(&text, "%.*s%s%.*s\n", STR_ARG(v[i].id), str_empty(v[i].title) ? "" : "  # ", STR_ARG(v[i].title));
		++*changed;
	}
	ok = ok && (*changed == 0 || put_file(path, buf_str(&text), e));
	arena_free(&a);
	buf_free(&text);
	return ok;
}

bool starred_remove(const char *path, const struct star *v, size_t n, size_t *changed, struct err *e)
{
	struct buf text = BUF_INIT(LIBRARY_MAX_BYTES), kept = BUF_INIT(BUF_UNBOUNDED);
	struct arena a = ARENA_INIT;
	bool says, ok = get_file(path, &text, e);
	*changed = 0;
	for (struct str rest = buf_str(&text), line; ok && str_cut(&rest, '\n', &line);) {
		if (find(v, n, list_line(line, &says, &a)))
			++*changed;
		else
			buf_addf(&kept, "%.*s\n", STR_ARG(line));
	}
	ok = ok && (*changed == 0 || put_file(path, buf_str(&kept), e));
	arena_free(&a);
	buf_free(&kept);
	buf_free(&text);
	return ok;
}
