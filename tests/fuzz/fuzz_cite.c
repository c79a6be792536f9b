/* SPDX-License-Identifier: MIT
 * libFuzzer over references: a title, a LF and a name of any valid UTF-8. The entry of BibTeX has its braces in pairs, each where BibTeX
 * counts it; no bare sign of TeX's but in mathematics; one author, whatever the name says. RIS has a tag on each line, CSL JSON is JSON. */
#include <stdlib.h>
#include <string.h>

#include "digest/cite.h"
#include "digest/text.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static void valid_line(struct str s, struct buf *out)
{
	uint32_t cp;
	for (size_t n; s.n > 0; s = str_from(s, n ? n : 1)) {
		n = utf8_decode(s, &cp);
		if (n > 0 && cp >= ' ')
			buf_adds(out, str_head(s, n));
	}
}

static void look(bool ok)
{
	if (!ok)
		abort();
}

/* BibTeX counts braces alone, with a backslash before them or not. */
static void look_at_entry(struct str s)
{
	size_t depth = 0;
	for (size_t i = 0; i < s.n; i++) {
		depth += s.p[i] == '{';
		if (s.p[i] == '}') {
			look(depth > 0);
			depth--;
		}
		look(depth > 0 || i + 1 == s.n || i < strlen("@misc"));
	}
	look(depth == 0);
}

/* The field's text: no sign that LaTeX takes for something else, outside of mathematics. */
static void look_at_signs(struct str s)
{
	bool math = false;
	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] == '\\')
			i++;
		else if (s.p[i] == '$')
			math = !math;
		else
			look(!strchr(math ? "%#" : "%#&_^<>|", s.p[i]));
	}
	look(!math);
}

static struct str field(struct str entry, const char *name)
{
	size_t at = str_find(entry, name, 0);
	struct str rest = str_from(entry, at == STR_NONE ? entry.n : at + strlen(name));
	return str_head(rest, str_find(rest, "\n", 0));
}

/* Names are parted by " and " in whatever case outside of braces. */
static void look_at_author(struct str s)
{
	size_t depth = 0;
	for (size_t i = 0; i < s.n; i++) {
		depth += s.p[i] == '{';
		depth -= s.p[i] == '}';
		look(depth > 0 || s.p[i] != ' ' || s.n - i < 5 || !str_is_nocase(str_head(str_from(s, i), 5), " and "));
	}
}

static void look_at_ris(struct str s)
{
	while (s.n > 0) {
		size_t end = str_find(s, "\r\n", 0);
		look(end != STR_NONE && end >= 6 && memcmp(s.p + 2, "  - ", 4) == 0 && memchr(s.p, '\n', end) == NULL);
		s = str_from(s, end + 2);
	}
}

static void put(const char *name, const struct paper *p, struct arena *a, struct buf *out)
{
	const struct cite_format *f;
	buf_clear(out);
	for (size_t i = 0; (f = cite_format_at(i)) != NULL; i++)
		if (strcmp(f->name, name) == 0)
			f->put(p, STR("key"), a, out);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct str text = { (const char *)data, n };
	struct buf title = BUF_INIT(BUF_UNBOUNDED), name = BUF_INIT(BUF_UNBOUNDED), out = BUF_INIT(BUF_UNBOUNDED);
	struct arena a = ARENA_INIT;
	struct paper p = PAPER_INIT;
	struct js *js = NULL;
	struct err e = ERR_INIT;
	size_t lf = str_find(text, "\n", 0);
	valid_line(str_head(text, lf), &title);
	valid_line(lf == STR_NONE ? STR_NULL : str_from(text, lf), &name);
	struct author author = { .name = buf_str(&name) };
	p.id = STR("2401.00001");
	p.title = buf_str(&title);
	p.authors = &author;
	p.n_authors = 1;
	put("bibtex", &p, &a, &out);
	look_at_entry(buf_str(&out));
	look_at_signs(field(buf_str(&out), "\n  title = "));
	look_at_author(field(buf_str(&out), "\n  author = "));
	put("ris", &p, &a, &out);
	look_at_ris(buf_str(&out));
	put("csl", &p, &a, &out);
	look(js_parse(buf_str(&out), &js, &e));
	js_free(js);
	arena_free(&a);
	buf_free(&title);
	buf_free(&name);
	buf_free(&out);
	return 0;
}
