/* SPDX-License-Identifier: MIT
 * A store whose file was removed or replaced can still be read by the process that has it open. */
#include "src/app/rescued.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "digest/buf.h"
#include "digest/options.h"
#include "src/app/inputs.h"

const char *rescued_path(struct arena *a) { return path_state("rescued.jsonl", a); }

bool rescued_keep(const char *path, struct store *s, const int64_t *rows, size_t n, struct err *e)
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

struct taking {
	struct store *store;
	struct str today;
};

static bool put_rescued(void *ctx, const struct paper *p, struct err *e)
{
	const struct taking *t = ctx;
	return store_put(t->store, p, t->today, NULL, e);
}

bool rescued_take(const char *path, struct store *s, struct str today, const struct log *log, struct err *e)
{
	struct taking t = { s, today };
	struct input_options how = { .may_be_empty = true, .sink = { put_rescued, &t }, .log = log };
	struct input_result got = { 0, 0 };
	if (access(path, F_OK) != 0)
		return true;
	if (!store_begin(s, e) || !input_read(path, &how, &got, e) || !store_commit(s, e))
		return false;
	unlink(path);
	log_note(log, "%s: %lu answers of an earlier run are in the store now", path, got.papers);
	return true;
}
