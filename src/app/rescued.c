/* SPDX-License-Identifier: MIT
 * A store whose file was removed or replaced can still be read by the process that has it open. */
#include "src/app/rescued.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "digest/buf.h"

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
