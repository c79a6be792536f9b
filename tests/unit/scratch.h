/* SPDX-License-Identifier: MIT
 * For tests that need files, scripts and servers: a folder of the test's own under TMPDIR, and what stands in it. */
#ifndef DIGEST_TESTS_SCRATCH_H
#define DIGEST_TESTS_SCRATCH_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>

#include "digest/buf.h"
#include "digest/mem.h"

#define PYTHON "/usr/bin/python3"
#define PEERS  DIGEST_SOURCEDIR "/tests/unit/peers"  /* programs that tests talk to */

/* The path of NAME in the folder; one of a few buffers that take turns. */
static inline const char *scratch(const char *name)
{
	static char dir[2048], paths[8][4096];
	static unsigned at;
	if (dir[0] == '\0') {
		const char *tmp = getenv("TMPDIR");
		snprintf(dir, sizeof dir, "%s/digest-unit-XXXXXX", tmp && *tmp ? tmp : "/tmp");
		assert_non_null(mkdtemp(dir));
	}
	char *path = paths[at++ % 8];
	snprintf(path, sizeof paths[0], "%s/%s", dir, name);
	return path;
}

static inline void put_file(const char *path, struct str bytes, mode_t mode)
{
	FILE *f = fopen(path, "wb");
	assert_non_null(f);
	assert_int_equal(fwrite(bytes.p, 1, bytes.n, f), bytes.n);
	assert_int_equal(fclose(f), 0);
	assert_int_equal(chmod(path, mode), 0);
}

/* All of a file; the caller frees. */
static inline char *get_file(const char *path, size_t *n)
{
	FILE *f = fopen(path, "rb");
	struct buf b = BUF_INIT(BUF_UNBOUNDED);
	char chunk[4096];
	size_t got;
	assert_non_null(f);
	while ((got = fread(chunk, 1, sizeof chunk, f)) > 0)
		buf_add(&b, chunk, got);
	fclose(f);
	if (n)
		*n = b.len;
	return buf_take(&b);
}

/* What a command line prints; for independent programs. The caller frees. */
static inline char *output_of(const char *command)
{
	FILE *f = popen(command, "r");
	struct buf b = BUF_INIT(BUF_UNBOUNDED);
	char chunk[4096];
	size_t got;
	assert_non_null(f);
	while ((got = fread(chunk, 1, sizeof chunk, f)) > 0)
		buf_add(&b, chunk, got);
	pclose(f);
	return buf_take(&b);
}

/* Whether a process is gone: not there, or only waiting for somebody to collect it. Waits for it up to a minute. */
static inline bool is_gone(long pid)
{
	char path[64], text[512];
	snprintf(path, sizeof path, "/proc/%ld/stat", pid);
	for (int i = 0; i < 6000; i++) {
		FILE *f = fopen(path, "r");
		if (f == NULL)
			return true;
		size_t n = fread(text, 1, sizeof text - 1, f);
		fclose(f);
		text[n] = '\0';
		const char *state = strrchr(text, ')');
		if (state == NULL || state[2] == 'Z' || state[2] == 'X')
			return true;
		usleep(10000);
	}
	return false;
}

#endif
