/* SPDX-License-Identifier: MIT
 * The files of tests/text: an input line and the line that is to come out; each pair is a case. A file's name says
 * what is done with its lines. */
#include <dirent.h>

#include "digest/paper.h"
#include "digest/tex.h"
#include "digest/text.h"
#include "src/paper/clean.h"
#include "tests/unit/plain_tap.h"

typedef void rule_fn(struct str in, struct arena *a, struct buf *out);

static void tex(struct str in, struct arena *a, struct buf *out)
{
	UNUSED(a);
	tex_to_unicode(in, out);
}

static void math(struct str in, struct arena *a, struct buf *out)
{
	struct tex_math m = { .end = 0 };
	UNUSED(a);
	while (tex_next_math(in, m.end, &m)) {
		buf_addz(out, "⟦");
		buf_add(out, in.p + m.start, m.end - m.start);
		buf_addz(out, "⟧");
	}
}

static void clean(struct str in, struct arena *a, struct buf *out) { buf_adds(out, clean_text(in, false, a, NULL)); }
static void paragraphs(struct str in, struct arena *a, struct buf *out) { buf_adds(out, clean_text(in, true, a, NULL)); }

static void wrapped(struct str in, struct arena *a, struct buf *out)
{
	buf_adds(out, clean_string(in, WRAP_INDENT, true, a, NULL));
}

static void html(struct str in, struct arena *a, struct buf *out)
{
	UNUSED(a);
	html_to_text(in, out);
}

static void unescape(struct str in, struct arena *a, struct buf *out)
{
	UNUSED(a);
	html_unescape(in, out);
}

static void authors(struct str in, struct arena *a, struct buf *out)
{
	struct paper p = PAPER_INIT;
	authors_parse(clean_text(in, false, a, NULL), a, &p);
	for (size_t i = 0; i < p.n_authors; i++) {
		buf_addz(out, i ? " | " : "");
		buf_adds(out, p.authors[i].name);
		for (size_t k = 0; k < p.authors[i].affiliations.n; k++)
			buf_addf(out, " [%.*s]", STR_ARG(p.authors[i].affiliations.v[k]));
	}
	if (p.authors_omitted)
		buf_addf(out, " +%d", p.authors_omitted);
}

static const struct rules {
	const char *file;
	rule_fn *fn;
	bool settled;  /* what came out goes in again and stays the same */
} rules[] = {
	{ "tex.t", tex, false },          { "math.t", math, false },
	{ "clean.t", clean, true },       { "paragraphs.t", paragraphs, true }, { "wrapped.t", wrapped, false },
	{ "html.t", html, false },        { "unescape.t", unescape, false },    { "authors.t", authors, false },
};

/* "<U+202E>" becomes the character; "-" alone nothing. */
static void decode(const char *line, struct buf *out)
{
	unsigned cp;
	int n;
	buf_clear(out);
	while (strcmp(line, "-") != 0 && *line) {
		n = 0;
		if (sscanf(line, "<U+%4X>%n", &cp, &n) == 1 && n == 8) {
			utf8_encode(cp, out);
			line += n;
		} else {
			buf_addc(out, *line++);
		}
	}
}

static void pair(struct tap *t, const struct rules *r, struct str in, struct str want, int line)
{
	struct arena a = ARENA_INIT;
	struct buf got = BUF_INIT(BUF_UNBOUNDED), again = BUF_INIT(BUF_UNBOUNDED);
	r->fn(in, &a, &got);
	bool ok = tap_same(t, buf_str(&got), want, r->file, line);
	if (r->settled && ok) {
		r->fn(want, &a, &again);
		if (!str_eq(buf_str(&again), want))
			tap_case(t, false, "%s:%d: does not stay as it is", r->file, line);
	}
	buf_free(&got);
	buf_free(&again);
	arena_free(&a);
}

static void run_file(struct tap *t, const struct rules *r)
{
	char path[4096], line[8192], first[8192] = "";
	int n = 0, at = 0;
	struct buf in = BUF_INIT(BUF_UNBOUNDED), want = BUF_INIT(BUF_UNBOUNDED);
	snprintf(path, sizeof path, "%s/tests/text/%s", DIGEST_SOURCEDIR, r->file);
	FILE *f = fopen(path, "r");
	while (f && fgets(line, sizeof line, f)) {
		n++;
		line[strcspn(line, "\n")] = '\0';
		if (at == 0 && (line[0] == '#' || line[0] == '\0'))
			continue;
		if (at == 0) {
			memcpy(first, line, sizeof first);
			at = n;
			continue;
		}
		decode(first, &in);
		decode(line, &want);
		pair(t, r, buf_str(&in), buf_str(&want), at);
		at = 0;
	}
	tap_case(t, f && n > 0 && at == 0, "%s: %d lines, in pairs", r->file, n);
	if (f)
		fclose(f);
	buf_free(&in);
	buf_free(&want);
}

/* A file that nobody runs would be a test that cannot fail. */
static void all_known(struct tap *t)
{
	DIR *d = opendir(DIGEST_SOURCEDIR "/tests/text");
	struct dirent *e;
	while (d && (e = readdir(d)) != NULL) {
		size_t i = 0;
		if (!str_ends(str_of(e->d_name), ".t"))
			continue;
		while (i < COUNTOF(rules) && strcmp(rules[i].file, e->d_name) != 0)
			i++;
		if (i == COUNTOF(rules))
			tap_case(t, false, "nobody runs tests/text/%s", e->d_name);
	}
	tap_case(t, d != NULL, "every file of tests/text is run");
	if (d)
		closedir(d);
}

int main(void)
{
	struct tap t = { 0, 0 };
	for (size_t i = 0; i < COUNTOF(rules); i++)
		run_file(&t, &rules[i]);
	all_known(&t);
	return tap_done(&t);
}
