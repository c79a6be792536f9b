/* SPDX-License-Identifier: MIT
 * Recordings of what hosts said: text that a person can read, and a program can be run from again. digest/world.h
 * describes the files.
 *
 * An exchange exists when its .http file does, which is written last and whole: what a killed run was in the middle of
 * is not part of the recording. Reading keeps a hash and a number for each exchange, bodies stay on the disk. */
#include "internal.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "digest/hash.h"
#include "digest/vec.h"

enum { MOST_HTTP = 1 << 20, MOST_SENT = 256 << 20, MOST_EXCHANGES = 100000000 };
static const char first_line[] = "digest recording 1\n";

struct entry {
	uint64_t hash;
	unsigned number;
	bool used;
};
struct recording {
	char *dir;
	int64_t begun;
	unsigned last;              /* recording: the number given last */
	VEC(struct entry) entries;  /* replaying, by number */
	size_t first;               /* those before are used */
};
struct exchange {
	struct recording *recording;
	unsigned number;
	struct buf request;
	int fd;  /* of .body; -1: nothing came yet */
};

static void path_of(const struct recording *t, unsigned number, const char *end, struct buf *out)
{
	buf_clear(out);
	buf_addf(out, "%s/%04u.%s", t->dir, number, end);
}

static struct recording *recording_new(const char *dir)
{
	struct recording *t = xcalloc(1, sizeof *t);
	t->dir = xstrdup(dir);
	return t;
}

void recording_free(struct recording *t)
{
	if (t == NULL)
		return;
	free(t->dir);
	vec_free(&t->entries);
	free(t);
}

int64_t recording_begun(const struct recording *t) { return t ? t->begun : 0; }

/* ---- Writing ---- */

static bool write_file(const char *path, struct str bytes, struct err *e)
{
	struct file_out *f;
	bool changed;
	if (!file_create(path, &f, e))
		return false;
	if (file_write(f, bytes, e))
		return file_commit(f, &changed, e);
	file_abandon(f);
	return false;
}

bool recording_create(const char *dir, int64_t now, struct recording **ret, struct err *e)
{
	struct recording *t = recording_new(dir);
	struct buf path = BUF_INIT(BUF_UNBOUNDED), text = BUF_INIT(BUF_UNBOUNDED);
	buf_addf(&path, "%s/recording", dir);
	t->begun = now;
	buf_addf(&text, "%sbegun ", first_line);
	clock_rfc3339(t->begun, &text);
	buf_addc(&text, '\n');
	bool ok = access(path.s, F_OK) != 0 || err_set(e, ERR_USAGE, "%s: holds a recording already", dir);
	ok = ok && write_file(path.s, buf_str(&text), e);
	buf_free(&path);
	buf_free(&text);
	if (ok)
		*ret = t;
	else
		recording_free(t);
	return ok;
}

bool exchange_begin(struct recording *t, struct str request, struct str sent, struct exchange **ret, struct err *e)
{
	struct exchange *k = xcalloc(1, sizeof *k);
	struct buf path = BUF_INIT(BUF_UNBOUNDED);
	*k = (struct exchange){ .recording = t, .number = ++t->last, .request = BUF_INIT(BUF_UNBOUNDED), .fd = -1 };
	buf_adds(&k->request, request);
	path_of(t, k->number, "sent", &path);
	bool ok = !str_known(sent) || write_file(path.s, sent, e);
	buf_free(&path);
	if (ok)
		*ret = k;
	else
		exchange_abandon(k);
	return ok;
}

bool exchange_body(struct exchange *k, struct str bytes, struct err *e)
{
	struct buf path = BUF_INIT(BUF_UNBOUNDED);
	path_of(k->recording, k->number, "body", &path);
	if (k->fd < 0)
		k->fd = open(path.s, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
	bool ok = k->fd >= 0;
	while (ok && bytes.n > 0) {
		ssize_t n = write(k->fd, bytes.p, bytes.n);
		ok = n >= 0 || errno == EINTR;
		bytes = str_from(bytes, n > 0 ? (size_t)n : 0);
	}
	if (!ok)
		err_set(e, ERR_FILE, "%s: cannot write: %s", path.s, strerror(errno));
	buf_free(&path);
	return ok;
}

/* The head as it came, but with LF, and without what a cookie is worth. */
static void add_head(struct str head, struct buf *out)
{
	static const char *const secret[] = { "Set-Cookie:", "Set-Cookie2:" };
	struct str line;
	while (str_cut(&head, '\n', &line)) {
		line = str_trim(line);
		for (size_t i = 0; i < COUNTOF(secret); i++)
			if (str_is_nocase(str_head(line, strlen(secret[i])), secret[i])) {
				buf_addf(out, "%s (left out)", secret[i]);
				line = STR_NULL;
			}
		if (line.p && line.n == 0)  /* the empty line is ours to write */
			continue;
		buf_adds(out, line);
		buf_addc(out, '\n');
	}
}

bool exchange_end(struct exchange *k, struct str head, const char *address, const struct err *why, struct err *e)
{
	struct buf path = BUF_INIT(BUF_UNBOUNDED), *text = &k->request;
	buf_addc(text, '\n');
	if (head.n > 0) {
		add_head(head, text);
		buf_addc(text, '\n');
	}
	if (address) {
		buf_addz(text, "address ");
		address_without_userinfo(address, text);
		buf_addc(text, '\n');
	}
	if (why)
		buf_addf(text, "ended %s: %s\n", err_name(why->kind), why->msg);
	else
		buf_addz(text, "ended complete\n");
	path_of(k->recording, k->number, "http", &path);
	bool ok = k->fd < 0 || close(k->fd) == 0;
	k->fd = -1;
	if (!ok)
		err_set(e, ERR_FILE, "%s: its body cannot be written: %s", path.s, strerror(errno));
	ok = ok && write_file(path.s, buf_str(text), e);
	buf_free(&path);
	exchange_abandon(k);
	return ok;
}

void exchange_abandon(struct exchange *k)
{
	if (k == NULL)
		return;
	if (k->fd >= 0)
		close(k->fd);
	buf_free(&k->request);
	free(k);
}

/* ---- Reading ---- */

static uint64_t hash_request(struct str line, struct str sent)
{
	return fnv(fnv(fnv(FNV_BASIS, line), STR("\n")), sent);
}

/* Cut the text up to the first empty line off *TEXT. */
static struct str cut_part(struct str *text)
{
	size_t end = str_find(*text, "\n\n", 0);
	struct str part = end == STR_NONE ? *text : str_head(*text, end + 1);
	*text = end == STR_NONE ? str_from(*text, text->n) : str_from(*text, end + 2);
	return part;
}

/* "GET http://… HTTP/1.1": what is before the version. */
static struct str request_line(struct str text)
{
	struct str line = STR_NULL;
	if (!str_cut(&text, '\n', &line) || !str_ends(line, " HTTP/1.1"))
		return STR_NULL;
	return str_head(line, line.n - (sizeof " HTTP/1.1" - 1));
}

static bool read_entry(struct recording *t, struct entry *n, struct err *e)
{
	struct buf path = BUF_INIT(BUF_UNBOUNDED), text = BUF_INIT(MOST_HTTP), sent = BUF_INIT(MOST_SENT);
	path_of(t, n->number, "http", &path);
	bool ok = file_read(path.s, &text, e);
	struct str line = request_line(buf_str(&text));
	if (ok && !str_known(line))
		ok = err_set(e, ERR_INPUT, "%s: does not begin with a request", path.s);
	if (ok && !str_starts(line, "GET ")) {
		path_of(t, n->number, "sent", &path);
		ok = file_read(path.s, &sent, e);
	}
	if (ok)
		n->hash = hash_request(line, buf_str(&sent));
	buf_free(&path);
	buf_free(&text);
	buf_free(&sent);
	return ok;
}

static int by_number(const void *a, const void *b)
{
	unsigned x = ((const struct entry *)a)->number, y = ((const struct entry *)b)->number;
	return (x > y) - (x < y);
}

static bool read_folder(struct recording *t, struct err *e)
{
	DIR *d = opendir(t->dir);
	if (d == NULL)
		return err_set(e, ERR_FILE, "%s: cannot read: %s", t->dir, strerror(errno));
	for (struct dirent *f; (f = readdir(d)) != NULL;) {
		struct str name = str_of(f->d_name);
		static const char end[] = ".http";
		uint64_t number;
		if (str_ends(name, end) && str_number(str_head(name, name.n - (sizeof end - 1)), MOST_EXCHANGES, &number))
			*vec_push(&t->entries) = (struct entry){ .number = (unsigned)number };
	}
	closedir(d);
	if (t->entries.n > 0)
		qsort(t->entries.v, t->entries.n, sizeof *t->entries.v, by_number);
	for (size_t i = 0; i < t->entries.n; i++)
		if (!read_entry(t, &t->entries.v[i], e))
			return false;
	return true;
}

/* "2026-11-21T08:30:00Z", as clock_rfc3339() writes it. */
static bool read_moment(struct str s, int64_t *ret)
{
	static const unsigned char parts[][2] = { { 0, 4 }, { 5, 2 }, { 8, 2 }, { 11, 2 }, { 14, 2 }, { 17, 2 } };
	uint64_t v[COUNTOF(parts)];
	if (s.n != sizeof "2026-11-21T08:30:00Z" - 1)
		return false;
	for (size_t i = 0; i < COUNTOF(parts); i++)
		if (!str_number((struct str){ s.p + parts[i][0], parts[i][1] }, 9999, &v[i]))
			return false;
	struct tm tm = { .tm_year = (int)v[0] - 1900, .tm_mon = (int)v[1] - 1, .tm_mday = (int)v[2], .tm_hour = (int)v[3],
		         .tm_min = (int)v[4], .tm_sec = (int)v[5] };
	*ret = (int64_t)timegm(&tm);
	return true;
}

static bool read_first(struct recording *t, struct err *e)
{
	struct buf path = BUF_INIT(BUF_UNBOUNDED), text = BUF_INIT(MOST_HTTP);
	buf_addf(&path, "%s/recording", t->dir);
	bool ok = access(path.s, F_OK) == 0 || err_set(e, ERR_USAGE, "%s: holds no recording", t->dir);
	ok = ok && file_read(path.s, &text, e);
	struct str line, rest = buf_str(&text);
	if (ok && !str_starts(rest, first_line))
		ok = err_set(e, ERR_INPUT, "%s: is no recording that this version can read", path.s);
	rest = str_from(rest, sizeof first_line - 1);
	bool said = str_cut(&rest, '\n', &line) && str_starts(line, "begun ") && read_moment(str_from(line, 6), &t->begun);
	if (ok && !said)
		ok = err_set(e, ERR_INPUT, "%s: does not say when it was begun", path.s);
	buf_free(&path);
	buf_free(&text);
	return ok;
}

bool recording_open(const char *dir, struct recording **ret, struct err *e)
{
	struct recording *t = recording_new(dir);
	if (!read_first(t, e) || !read_folder(t, e)) {
		recording_free(t);
		return false;
	}
	*ret = t;
	return true;
}

/* "complete", or the kind's name, ": " and the message. */
static bool read_ending(struct str s, struct err *ret)
{
	*ret = (struct err)ERR_INIT;
	if (str_is(s, "complete"))
		return true;
	for (enum err_kind k = ERR_NONE + 1; k < ERR__COUNT; k++) {
		size_t n = strlen(err_name(k));
		if (str_starts(s, err_name(k)) && str_starts(str_from(s, n), ": ")) {
			err_set(ret, k, "%.*s", STR_ARG(str_from(s, n + 2)));
			return true;
		}
	}
	return false;
}

static bool read_recorded(struct str text, struct recorded *k)
{
	cut_part(&text);  /* the request */
	if (str_starts(text, "HTTP/"))
		buf_adds(&k->head, cut_part(&text));
	struct str line;
	bool ended = false;
	while (str_cut(&text, '\n', &line)) {
		if (str_starts(line, "address "))
			buf_adds(&k->address, str_from(line, sizeof "address " - 1));
		if (str_starts(line, "ended "))
			ended = read_ending(str_from(line, sizeof "ended " - 1), &k->ended);
	}
	return ended;
}

void recorded_free(struct recorded *k)
{
	buf_free(&k->head);
	buf_free(&k->address);
	buf_free(&k->body_path);
}

bool recording_find(struct recording *t, struct str line, struct str sent, struct recorded *ret, struct err *e)
{
	uint64_t wanted = hash_request(line, sent);
	bool before = false;
	struct entry *found = NULL;
	while (t->first < t->entries.n && t->entries.v[t->first].used)  /* mostly all is asked in order */
		t->first++;
	for (size_t i = t->first; i < t->entries.n && found == NULL; i++)
		if (!t->entries.v[i].used && t->entries.v[i].hash == wanted)
			found = &t->entries.v[i];
	if (found == NULL) {
		for (size_t i = 0; i < t->entries.n; i++)
			before = before || t->entries.v[i].hash == wanted;
		return err_set(e, ERR_INPUT, "the recording has no %s to %.*s", before ? "further reply" : "reply", STR_ARG(line));
	}
	found->used = true;
	struct buf path = BUF_INIT(BUF_UNBOUNDED), text = BUF_INIT(MOST_HTTP);
	struct recorded k = { BUF_INIT(MOST_HTTP), BUF_INIT(MOST_HTTP), BUF_INIT(BUF_UNBOUNDED), ERR_INIT };
	path_of(t, found->number, "http", &path);
	path_of(t, found->number, "body", &k.body_path);
	bool ok = file_read(path.s, &text, e);
	if (ok && !read_recorded(buf_str(&text), &k))
		ok = err_set(e, ERR_INPUT, "%s: does not say how it ended", path.s);
	if (access(k.body_path.s, F_OK) != 0)
		buf_clear(&k.body_path);
	buf_free(&path);
	buf_free(&text);
	if (ok)
		*ret = k;
	else
		recorded_free(&k);
	return ok;
}

bool recorded_stream(const struct recorded *k, bytes_fn *fn, void *ctx, struct err *e)
{
	enum { CHUNK = 64 * 1024 };
	if (k->body_path.len == 0)
		return true;
	int fd = open(k->body_path.s, O_RDONLY | O_CLOEXEC);
	char *chunk = xmalloc(CHUNK);
	ssize_t n = -1;
	bool ok = true;
	while (ok && fd >= 0 && ((n = read(fd, chunk, CHUNK)) > 0 || (n < 0 && errno == EINTR)))
		ok = n < 0 || fn(ctx, (struct str){ chunk, (size_t)n }, e);
	if (ok && n < 0)
		ok = err_set(e, ERR_FILE, "%s: cannot read: %s", k->body_path.s, strerror(errno));
	free(chunk);
	if (fd >= 0)
		close(fd);
	return ok;
}
