/* SPDX-License-Identifier: MIT
 * The spool: packed papers one behind the other, each with its length before it; its row is where it begins. */
#include "digest/spool.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "digest/mem.h"

enum { WRITE_AT = 256 * 1024, READ_GUESS = 8 * 1024 };

struct spool {
	int fd;
	int64_t written;      /* bytes in the file */
	struct buf waiting;   /* to be appended to it */
	struct buf page;      /* what was read last */
};

bool spool_open(struct spool **ret, struct err *e)
{
	const char *dir = getenv("TMPDIR");
	struct buf name = BUF_INIT(BUF_UNBOUNDED);
	buf_addf(&name, "%s/digest-XXXXXX", dir && *dir ? dir : "/tmp");
	int fd = mkostemp(name.s, 0);
	bool ok = fd >= 0 || err_set(e, ERR_FILE, "%s: %s", name.s, strerror(errno));
	if (ok) {
		unlink(name.s);
		*ret = xmalloc(sizeof **ret);
		**ret = (struct spool){ fd, 0, BUF_INIT(BUF_UNBOUNDED), BUF_INIT(BUF_UNBOUNDED) };
	}
	buf_free(&name);
	return ok;
}

void spool_free(struct spool *s)
{
	if (s == NULL)
		return;
	close(s->fd);
	buf_free(&s->waiting);
	buf_free(&s->page);
	free(s);
}

static bool write_out(struct spool *s, struct err *e)
{
	size_t done = 0;
	while (done < s->waiting.len) {
		ssize_t n = pwrite(s->fd, s->waiting.s + done, s->waiting.len - done, (off_t)s->written);
		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return err_set(e, ERR_FILE, "temporary file: %s", strerror(n ? errno : EIO));
		done += (size_t)n;
		s->written += n;
	}
	buf_clear(&s->waiting);
	return true;
}

bool spool_put(struct spool *s, const struct paper *p, int64_t *row, struct err *e)
{
	size_t at = s->waiting.len;
	uint64_t length = 0;
	*row = s->written + (int64_t)at;
	buf_add(&s->waiting, &length, sizeof length);
	paper_pack(p, &s->waiting);
	length = s->waiting.len - at - sizeof length;
	memcpy(s->waiting.s + at, &length, sizeof length);
	return s->waiting.len < WRITE_AT || write_out(s, e);
}

/* Have the first N bytes behind ROW in the page. */
static bool read_page(struct spool *s, int64_t row, size_t n, bool all, struct err *e)
{
	while (s->page.len < n) {
		if (!buf_grow(&s->page, n - s->page.len))
			return err_set(e, ERR_DEFECT, "a spooled paper of %zu bytes", n);
		ssize_t got = pread(s->fd, s->page.s + s->page.len, n - s->page.len, (off_t)(row + (int64_t)s->page.len));
		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			return err_set(e, ERR_FILE, "temporary file: %s", strerror(errno));
		if (got == 0)
			return !all || err_set(e, ERR_FILE, "temporary file: cut short");
		s->page.len += (size_t)got;
		s->page.s[s->page.len] = '\0';
	}
	return true;
}

bool spool_get(struct spool *s, int64_t row, struct arena *a, struct paper *ret, struct err *e)
{
	uint64_t length = 0;
	if (s->waiting.len > 0 && !write_out(s, e))
		return false;
	buf_clear(&s->page);
	if (!read_page(s, row, READ_GUESS, false, e) || !read_page(s, row, sizeof length, true, e))
		return false;
	memcpy(&length, s->page.s, sizeof length);
	if (!read_page(s, row, sizeof length + length, true, e))
		return false;
	*ret = paper_unpack(arena_dup(a, str_head(str_from(buf_str(&s->page), sizeof length), length)), a);
	return true;
}
