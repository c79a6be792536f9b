/* SPDX-License-Identifier: MIT
 * The manifest as text: lines of a word and what belongs to it.
 *
 *   digest site 1
 *   day 2026-11-20 MARK PAPERS NEW CROSS REPLACED WAITING FAILED
 *   c 3 cs.CL            a category of the day before, with its papers; i: an interest
 *   own 2611.00001       a paper of it that has a page of its own
 *   file SHA256 MARK d/2026-11-20.html */
#include "src/site/manifest.h"

#include <stdlib.h>
#include <string.h>

#include "digest/world.h"

#define FIRST_LINE "digest site 1"

void manifest_put(const struct site *s, struct buf *out)
{
	buf_addz(out, FIRST_LINE "\n");
	for (size_t i = 0; i < s->days.n; i++) {
		const struct site_day *d = &s->days.v[i];
		buf_addf(out, "day %s %016llx %zu %zu %zu %zu %zu %zu\n", d->day, (unsigned long long)d->mark, d->n, d->n_new, d->n_cross,
		         d->n_replace, d->waiting, d->failed);
		for (size_t k = 0; k < d->topics.n; k++)
			buf_addf(out, "%c %zu %.*s\n", d->topics.v[k].kind, d->topics.v[k].n, STR_ARG(d->topics.v[k].name));
		for (size_t k = 0; k < d->own.n; k++)
			buf_addf(out, "own %.*s\n", STR_ARG(d->own.v[k]));
	}
	for (size_t i = 0; i < s->files.all.n; i++) {
		const struct site_file *f = &s->files.all.v[i];
		if (!str_empty(f->path))
			buf_addf(out, "file %s %016llx %.*s\n", f->sha, (unsigned long long)f->mark, STR_ARG(f->path));
	}
}

/* ---- Reading ---- */

static bool read_mark(struct str s, uint64_t *ret)
{
	uint64_t mark = 0;
	for (size_t i = 0; i < s.n; i++) {
		int digit = hex_digit((unsigned char)s.p[i]);
		if (digit < 0)
			return false;
		mark = mark << 4 | (uint64_t)digit;
	}
	*ret = mark;
	return s.n == 16;
}

static bool read_size(struct str *rest, size_t *ret)
{
	struct str word;
	uint64_t n;
	bool ok = str_cut(rest, ' ', &word) && str_number(word, SIZE_MAX / 2, &n);
	if (ok)
		*ret = (size_t)n;
	return ok;
}

static bool read_day(struct site *s, struct str rest)
{
	struct site_day *d = vec_push(&s->known);
	size_t *const counts[] = { &d->n, &d->n_new, &d->n_cross, &d->n_replace, &d->waiting, &d->failed };
	struct str day, mark;
	*d = (struct site_day){ .n = 0 };
	bool ok = str_cut(&rest, ' ', &day) && day_valid(day) && str_cut(&rest, ' ', &mark) && read_mark(mark, &d->mark);
	if (ok)
		memcpy(d->day, day.p, day.n);
	for (size_t i = 0; ok && i < COUNTOF(counts); i++)
		ok = read_size(&rest, counts[i]);
	return ok;
}

static bool read_topic(struct site *s, char kind, struct str rest)
{
	struct site_topic t = { .kind = kind };
	if (s->known.n == 0 || !read_size(&rest, &t.n) || str_empty(rest))
		return false;
	t.name = rest;
	*arena_push(&s->a, &s->known.v[s->known.n - 1].topics) = t;
	return true;
}

static bool read_own(struct site *s, struct str rest)
{
	if (s->known.n == 0 || str_empty(rest))
		return false;
	*arena_push(&s->a, &s->known.v[s->known.n - 1].own) = rest;
	return true;
}

/* A path that a manifest names is written and removed: it must not lead out of the site. */
static bool is_inside(struct str path)
{
	struct str piece, rest = path;
	while (str_cut(&rest, '/', &piece))
		if (str_empty(piece) || piece.p[0] == '.')
			return false;
	return path.n > 0;
}

static bool read_sha(struct str s, char ret[65])
{
	for (size_t i = 0; i < s.n; i++)
		if (hex_digit((unsigned char)s.p[i]) < 0)
			return false;
	if (s.n != 64)
		return false;
	memcpy(ret, s.p, 64);
	ret[64] = '\0';
	return true;
}

static bool read_file(struct site *s, struct str rest)
{
	struct site_file f = { .mark = 0 };
	struct str sha, mark;
	if (!str_cut(&rest, ' ', &sha) || !read_sha(sha, f.sha) || !str_cut(&rest, ' ', &mark) || !read_mark(mark, &f.mark) || !is_inside(rest))
		return false;
	f.path = rest;
	files_add(&s->files, &f);
	return true;
}

static bool read_line(struct site *s, struct str line)
{
	struct str word, rest = line;
	if (!str_cut(&rest, ' ', &word))
		return false;
	if (str_is(word, "day"))
		return read_day(s, rest);
	if (str_is(word, "file"))
		return read_file(s, rest);
	if (str_is(word, "own"))
		return read_own(s, rest);
	return word.n == 1 && (word.p[0] == SITE_CATEGORY || word.p[0] == SITE_INTEREST) && read_topic(s, word.p[0], rest);
}

bool manifest_read(struct site *s, const char *path, struct str text, struct err *e)
{
	struct str line;
	text = arena_dup(&s->a, text);
	if (!str_cut(&text, '\n', &line) || !str_is(line, FIRST_LINE))
		return err_set(e, ERR_INPUT, "%s: line 1: not the manifest of a site, or of another version (remove it, and with --overwrite the site is made anew)", path);
	for (size_t n = 2; str_cut(&text, '\n', &line); n++)
		if (!read_line(s, line))
			return err_set(e, ERR_INPUT, "%s: line %zu is damaged (remove the file, and with --overwrite the site is made anew)", path, n);
	return true;
}

void manifest_read_journal(struct site *s, struct str text)
{
	struct str line, sha;
	text = arena_dup(&s->a, text);
	while (str_cut(&text, '\n', &line)) {
		struct site_file f = { .mark = 0 };
		if (str_cut(&line, ' ', &sha) && read_sha(sha, f.sha) && is_inside(line)) {  /* the last line may be cut */
			f.path = line;
			*vec_push(&s->journal) = f;
		}
	}
}
