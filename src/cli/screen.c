/* SPDX-License-Identifier: MIT
 * What goes to standard error and standard output, and what there is to know of the terminal: the only file that prints. */
#include "src/cli/cli.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "digest/world.h"

enum { PROGRESS_AFTER_MS = 1000, PROGRESS_EVERY_MS = 200 };

void screen_wipe(struct screen *s)
{
	if (s->shown)
		fputs("\r\033[K", stderr);
	s->shown = false;
}

void screen_message(void *ctx, enum log_level level, const char *line)
{
	UNUSED(level);
	screen_wipe(ctx);
	struct screen *s = ctx;
	fprintf(stderr, "digest: %s%s%s\n", s->profile ? s->profile : "", s->profile ? ": " : "", line);
}

void screen_progress(void *ctx, const char *what, unsigned long done, unsigned long total)
{
	struct screen *s = ctx;
	int64_t now = clock_ticks(NULL);
	if (now - s->since < PROGRESS_AFTER_MS || now - s->last < PROGRESS_EVERY_MS)
		return;
	s->last = now;
	s->shown = true;
	if (total)
		fprintf(stderr, "\r\033[K%s: %lu of %lu", what, done, total);
	else
		fprintf(stderr, "\r\033[K%s: %lu papers", what, done);
	fflush(stderr);
}

static bool stdout_failed(struct err *e)
{
	return err_set(e, errno == EPIPE ? ERR_READER_LEFT : ERR_FILE, "standard output: %s", strerror(errno));
}

bool screen_data(void *ctx, struct str bytes, struct err *e)
{
	UNUSED(ctx);
	return fwrite(bytes.p, 1, bytes.n, stdout) == bytes.n || stdout_failed(e);
}

int screen_flush(struct screen *s, int status)
{
	struct err e = ERR_INIT;
	if (ferror(stdout))
		return status > 128 ? status : err_exit_status(ERR_FILE);
	if (fflush(stdout) == 0)
		return status;
	stdout_failed(&e);
	if (e.kind != ERR_READER_LEFT)
		screen_message(s, LOG_ERROR, e.msg);
	return err_exit_status(e.kind);
}

int screen_print(struct buf *text)
{
	struct screen screen = { .shown = false };
	struct err e = ERR_INIT;
	bool ok = screen_data(NULL, buf_str(text), &e);
	if (!ok && e.kind != ERR_READER_LEFT)
		screen_message(&screen, LOG_ERROR, e.msg);
	buf_free(text);
	return screen_flush(&screen, ok ? 0 : err_exit_status(e.kind));
}

int screen_failed(const struct err *e)
{
	fprintf(stderr, "digest: %s\n", e->msg);
	return err_exit_status(e->kind);
}

int screen_columns(void)
{
	struct winsize size;
	uint64_t n;
	if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0)
		return size.ws_col;
	return str_number(str_of(getenv("COLUMNS")), INT16_MAX, &n) ? (int)n : 0;
}

bool screen_colour(void)
{
	const char *none = getenv("NO_COLOR"), *term = getenv("TERM");
	return !(none && *none) && term && *term && strcmp(term, "dumb") != 0;
}
