/* SPDX-License-Identifier: MIT
 * Where a page is: the pattern of --output, with a day, a category, a profile and a style in it. */
#include "digest/output.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "digest/world.h"

static bool has(const char *pattern, const char *name) { return pattern && strstr(pattern, name); }

bool output_by_category(const char *pattern) { return has(pattern, "{category}"); }
bool output_is_daily(const char *pattern) { return output_period(pattern) == PERIOD_DAY; }

/* The shortest first. */
static const struct { const char *name; enum day_period period; } periods[] = {
	{ "{date}", PERIOD_DAY }, { "{week}", PERIOD_WEEK }, { "{month}", PERIOD_MONTH }, { "{year}", PERIOD_YEAR },
};

enum day_period output_period(const char *pattern)
{
	for (size_t i = 0; i < COUNTOF(periods); i++)
		if (has(pattern, periods[i].name))
			return periods[i].period;
	return PERIOD_ALL;
}

struct str output_category_file(struct str category)
{
	bool plain = category.n > 0 && category.n <= 64 && category.p[0] != '.';
	for (size_t i = 0; plain && i < category.n; i++)
		plain = is_alnum((unsigned char)category.p[i]) || category.p[i] == '.' || category.p[i] == '-';
	return plain ? category : STR("other");
}

/* Put what stands for the name in braces, "{date}". */
static bool put_name(const struct output_place *p, struct str name, struct str date, struct str category, struct buf *out,
                     struct err *e)
{
	const struct { const char *name; struct str value; } names[] = {
		{ "{category}", output_category_file(category) },
		{ "{profile}", p->profile ? str_of(p->profile) : STR("default") }, { "{style}", str_of(p->style) },
	};
	for (size_t i = 0; i < COUNTOF(names); i++) {
		struct str value = names[i].value;
		if (!str_is(name, names[i].name))
			continue;
		if (value.n > 0 && (value.p[0] == '.' || memchr(value.p, '/', value.n)))
			return err_set(e, ERR_USAGE, "--output %s: \"%.*s\" for %s cannot be part of a file's name", p->pattern,
			               STR_ARG(value), names[i].name);
		buf_adds(out, value);
		return true;
	}
	for (size_t i = 0; i < COUNTOF(periods); i++)
		if (str_is(name, periods[i].name)) {
			day_put_period(date, periods[i].period, out);
			return true;
		}
	return err_set(e, ERR_USAGE, "--output %s: only {date}, {week}, {month}, {year}, {category}, {profile} and {style} can stand in braces", p->pattern);
}

static void put_folder(const char *pattern, struct buf *out)
{
	char *cwd = *pattern == '/' ? NULL : getcwd(NULL, 0);
	if (cwd)
		buf_addf(out, "%s/", cwd);
	free(cwd);
}

struct str output_root(const struct output_place *p, struct arena *a)
{
	struct buf path = BUF_INIT(BUF_UNBOUNDED);
	put_folder(p->pattern, &path);
	buf_adds(&path, str_head(str_of(p->pattern), str_find(str_of(p->pattern), "{", 0)));
	const char *slash = memrchr(path.s, '/', path.len);
	struct str ret = arena_dup(a, str_head(buf_str(&path), slash ? (size_t)(slash - path.s) + 1 : 0));
	buf_free(&path);
	return ret;
}

const char *output_path(const struct output_place *p, struct str date, struct str category, struct arena *a, struct err *e)
{
	struct buf path = BUF_INIT(BUF_UNBOUNDED);
	bool ok = true;
	put_folder(p->pattern, &path);
	for (struct str rest = str_of(p->pattern); ok && rest.n > 0;) {
		size_t open = str_find(rest, "{", 0), close = open == STR_NONE ? STR_NONE : str_find(rest, "}", open);
		buf_adds(&path, str_head(rest, open));
		if (open == STR_NONE)
			break;
		rest = str_from(rest, open);
		close = close == STR_NONE ? rest.n : close + 1 - open;
		ok = put_name(p, str_head(rest, close), date, category, &path, e);
		rest = str_from(rest, close);
	}
	const char *ret = ok ? arena_dup(a, buf_str(&path)).p : NULL;
	buf_free(&path);
	return ret;
}

bool output_check(const struct output_place *p, struct err *e)
{
	struct arena a = ARENA_INIT;
	bool ok = p->pattern == NULL || output_path(p, STR_NULL, STR_NULL, &a, e) != NULL;
	arena_free(&a);
	return ok;
}

/* The nearest folder above PATH that is there has to take what is missing. */
static bool folder_takes(const char *path, struct err *e)
{
	char *at = xstrdup(path);
	struct stat st;
	bool there = false;
	for (char *slash; !there && (slash = strrchr(at, '/')) != NULL;) {
		slash[slash == at] = '\0';  /* the root keeps its slash */
		there = stat(at, &st) == 0 || (errno != ENOENT && errno != ENOTDIR) || strcmp(at, "/") == 0;
	}
	errno = 0;
	if (stat(at, &st) == 0 && !S_ISDIR(st.st_mode))
		errno = ENOTDIR;
	bool ok = errno == 0 && faccessat(AT_FDCWD, at, W_OK | X_OK, AT_EACCESS) == 0;
	if (!ok)
		err_set(e, ERR_FILE, "%s: cannot write: %s", path, strerror(errno));
	free(at);
	return ok;
}

/* A file beside the page is really made, where nothing but that has to be: a full or frozen disk shows itself, too. */
bool output_writable(const struct output_place *p, const char *today, struct err *e)
{
	struct arena a = ARENA_INIT;
	const char *pattern = p->pattern;
	struct file_out *trial = NULL;
	struct stat st, folder;
	if (pattern == NULL || strcmp(pattern, "-") == 0)
		return true;
	const char *path = output_path(p, str_of(today), p->categories.n ? p->categories.v[0] : STR_NULL, &a, e);
	bool ok = path != NULL, exists = ok && stat(path, &st) == 0;
	bool page = !exists || S_ISREG(st.st_mode) || S_ISDIR(st.st_mode);  /* else a device or a pipe, written as it is */
	if (ok && page) {
		const char *name = strrchr(path, '/');
		const char *dir = arena_dup(&a, (struct str){ path, (size_t)(name - path) + 1 }).p;
		bool only_file = stat(dir, &folder) == 0 && S_ISDIR(folder.st_mode) && !(exists && strchr(pattern, '{'));
		ok = only_file ? file_create(path, &trial, e) : folder_takes(path, e);
		file_abandon(trial);
	}
	arena_free(&a);
	return ok;
}
