/* SPDX-License-Identifier: MIT
 * A store whose file was removed or replaced can still be read by the process that has it open. */
#include "digest/unsaved_answers.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "digest/buf.h"
#include "digest/options.h"
#include "digest/inputs.h"

const char *unsaved_answers_path(struct arena *a) { return path_state("rescued.jsonl", a); }

bool unsaved_answers_write(const char *path, struct store *s, const int64_t *rows, size_t n, struct err *e)
{
	struct buf folder = BUF_INIT(BUF_UNBOUNDED), line = BUF_INIT(BUF_UNBOUNDED);
	struct arena a = ARENA_INIT;
	struct paper p;
	buf_add(&folder, path, (size_t)(strrchr(path, '/') - path));
	for (char *at = strchr(folder.s + 1, '/'); at; at = strchr(at + 1, '/')) {
		*at = '\0';
		(void)mkdir(folder.s, 0777);
		*at = '/';
	}
	(void)mkdir(folder.s, 0777);
	FILE *f = fopen(path, "ae");
	bool ok = f != NULL || err_set(e, ERR_FILE, "%s: %s", path, strerror(errno));
	for (size_t i = 0; ok && i < n; i++) {
		arena_reset(&a);
		buf_clear(&line);
		ok = store_get(s, rows[i], true, &a, &p, e);
		if (!ok)
			break;
		paper_to_json(&p, &line);
		buf_addc(&line, '\n');
		ok = fwrite(line.s, 1, line.len, f) == line.len || err_set(e, ERR_FILE, "%s: %s", path, strerror(errno));
	}
	if (f && fclose(f) != 0 && ok)
		ok = err_set(e, ERR_FILE, "%s: %s", path, strerror(errno));
	buf_free(&folder);
	buf_free(&line);
	arena_free(&a);
	return ok;
}

struct loading {
	struct store *store;
	struct str today;
};

static bool put_rescued(void *ctx, const struct paper *p, struct err *e)
{
	const struct loading *t = ctx;
	return store_put(t->store, p, t->today, NULL, e);
}

/* What cannot be read is not thrown away, and does not stand in the way of every later run. */
static bool set_aside(const char *path, const char *why, const struct log *log, struct err *e)
{
	struct buf aside = BUF_INIT(BUF_UNBOUNDED);
	buf_addf(&aside, "%s.broken", path);
	bool ok = rename(path, aside.s) == 0 || err_set(e, ERR_FILE, "%s: cannot rename: %s", path, strerror(errno));
	if (ok)
		log_warn(log, "%s: answers of an earlier run cannot be read (%s): the file is now %s", path, why, aside.s);
	buf_free(&aside);
	return ok;
}

bool unsaved_answers_load(const char *path, struct store *s, struct str today, const struct log *log, struct err *e)
{
	struct loading t = { s, today };
	struct input_options how = { .may_be_empty = true, .sink = { put_rescued, &t }, .log = log };
	struct input_result got = { 0, 0 };
	struct err why = ERR_INIT;
	if (access(path, F_OK) != 0)
		return true;
	if (!store_begin(s, e))
		return false;
	bool whole = input_read(path, &how, &got, &why);
	if (!whole && why.kind != ERR_INPUT) {
		*e = why;
		return false;
	}
	if (!store_commit(s, e))
		return false;
	if (got.papers)
		log_note(log, "%s: %lu answers of an earlier run are in the store now", path, got.papers);
	if (!whole || got.skipped)
		return set_aside(path, whole ? "lines are broken" : why.msg, log, e);
	unlink(path);
	return true;
}
