/* SPDX-License-Identifier: MIT
 * What of a paper the search shows and looks through: an item of its index. */
#include "digest/text.h"
#include "src/site/internal.h"

/* A word of an abstract that is a name: RAG, GPT-4, LoRA; not "The". */
static bool is_name(struct str word)
{
	size_t capitals = 0, digits = 0, letters = 0;
	for (size_t i = 0; i < word.n; i++) {
		unsigned char c = (unsigned char)word.p[i];
		capitals += i > 0 && is_upper(c);
		digits += is_digit(c);
		letters += is_alpha(c);
	}
	return letters > 0 && (capitals > 0 || digits > 0);
}

static bool is_in_name(unsigned char c) { return is_alnum(c) || c == '-' || c >= 0x80; }

static void put_names(struct str text, struct str title, struct buf *out)
{
	size_t from = out->len;
	for (size_t i = 0, end; i < text.n; i = end + 1) {
		for (end = i; end < text.n && is_in_name((unsigned char)text.p[end]); end++)
			;
		struct str word = { text.p + i, end - i };
		struct buf z = BUF_INIT(SITE_MAX_NAMES);
		buf_adds(&z, word);
		bool fits = !buf_full(&z) && out->len - from + 1 + word.n <= SITE_MAX_NAMES;
		if (fits && is_name(word) && str_find(title, z.s, 0) == STR_NONE && str_find(str_from(buf_str(out), from), z.s, 0) == STR_NONE) {
			buf_addc(out, ' ');
			buf_adds(out, word);
		}
		buf_free(&z);
	}
}

/* The first of an answer's texts that says what the paper is about in short, whatever the style. */
static struct str one_liner(const struct paper *p)
{
	static const char *const fields[] = { "tldr", "abstract", "headline", "introduction" };
	for (size_t i = 0; p->summary.status == SUMMARY_OK && i < COUNTOF(fields); i++) {
		struct str text = summary_get(&p->summary, fields[i]);
		if (!str_empty(text) && text.p[0] != '[' && text.p[0] != '{')
			return str_head_utf8(text, SITE_MAX_WORDS);
	}
	return STR("");
}

static void put_string(struct buf *out, struct str s)
{
	buf_addc(out, ',');
	js_put_string(out, str_known(s) ? s : STR(""));
}

void site_put_item(const struct site *s, const struct paper *p, struct str day, struct buf *out)
{
	bool ok = p->summary.status == SUMMARY_OK;
	struct buf text = BUF_INIT(BUF_UNBOUNDED);
	buf_addc(out, '[');
	js_put_string(out, p->id);
	put_string(out, day);
	put_string(out, ok ? summary_get(&p->summary, "title") : STR(""));
	put_string(out, p->title);
	for (size_t i = 0; i < p->n_authors; i++)
		buf_addf(&text, "%s%.*s", i ? ", " : "", STR_ARG(p->authors[i].name));
	put_string(out, buf_str(&text));
	put_string(out, p->categories.n ? p->categories.v[0] : STR(""));
	buf_clear(&text);
	buf_adds(&text, one_liner(p));
	put_names(p->abstract, p->title, &text);
	put_string(out, buf_str(&text));
	buf_clear(&text);
	if (ok && s->o->style->reading.reads)
		page_own_name(p->id, &text);
	put_string(out, buf_str(&text));
	buf_addc(out, ']');
	buf_free(&text);
}
