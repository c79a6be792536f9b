/* SPDX-License-Identifier: MIT
 * What parts two texts: rows by hand, and texts by chance against the plain table of longest common subsequences: both texts come back
 * from what is handed out, and no fewer words could have changed. */
#include "digest/text.h"
#include "tests/unit/plain_tap.h"

static const struct {
	int line;
	const char *before, *after, *want;
} rows[] = {
	{ __LINE__, "", "", "" },
	{ __LINE__, "a b", "a b", "a b" },
	{ __LINE__, "", "a b", "{+a b+}" },
	{ __LINE__, "a b", "", "[-a b-]" },
	{ __LINE__, "a b c", "a x c", "a [-b-]{+x+} c" },
	{ __LINE__, "a b c", "a c", "a [-b-] c" },
	{ __LINE__, "a c", "a b c", "a {+b+} c" },
	{ __LINE__, "b c", "a b c", "{+a+} b c" },
	{ __LINE__, "a b", "a b c", "a b {+c+}" },
	{ __LINE__, "A Study of Lamps", "A Study of Two Lamps", "A Study of {+Two+} Lamps" },
	/* White space is no change, and is the new text's. */
	{ __LINE__, "a  b\nc", "a b\n\nc", "a b\n\nc" },
	{ __LINE__, " a", "a ", "a" },
	{ __LINE__, "one two", "one\ntwo three", "one\ntwo {+three+}" },
	/* A sign at a word makes another word of it. */
	{ __LINE__, "lamps, and", "lamps and", "[-lamps,-]{+lamps+} and" },
	/* Chinese has no blanks. */
	{ __LINE__, "夜里数羊", "夜里数两只羊", "夜里数{+两只+}羊" },
	{ __LINE__, "BERT模型很大", "GPT模型很大", "[-BERT-]{+GPT+}模型很大" },
	/* Bytes that are no UTF-8 are words, too. */
	{ __LINE__, "a \xff b", "a \xfe b", "a [-\xff-]{+\xfe+} b" },
};

/* ---- By chance ---- */

struct taken {
	struct buf before, after;  /* the words, a blank behind each */
	size_t changed;
};

static void put_words(struct buf *out, struct str words, size_t *n)
{
	struct str word;
	while (str_cut(&words, ' ', &word))
		if (!str_empty(word)) {
			buf_adds(out, word);
			buf_addc(out, ' ');
			*n += 1;
		}
}

static void take(void *ctx, enum word_change change, struct str gap, struct str words)
{
	struct taken *t = ctx;
	size_t n = 0, unused = 0;
	UNUSED(gap);
	if (change != WORD_CAME)
		put_words(&t->before, words, change == WORD_GONE ? &n : &unused);
	if (change != WORD_GONE)
		put_words(&t->after, words, change == WORD_CAME ? &n : &unused);
	t->changed += n;
}

enum { MOST = 60 };

/* The fewest words to take out and put in, by the table. */
static size_t least(const int *a, size_t n, const int *b, size_t m)
{
	size_t table[MOST + 1][MOST + 1] = { { 0 } };
	for (size_t i = 1; i <= n; i++)
		for (size_t j = 1; j <= m; j++) {
			size_t up = table[i - 1][j], left = table[i][j - 1];
			table[i][j] = a[i - 1] == b[j - 1] ? table[i - 1][j - 1] + 1 : up > left ? up : left;
		}
	return n + m - 2 * table[n][m];
}

static unsigned chance(uint64_t *state, unsigned most)
{
	*state = *state * 6364136223846793005u + 1442695040888963407u;
	return (unsigned)(*state >> 33) % most;
}

static void make(uint64_t *state, unsigned kinds, int *v, size_t *n, struct buf *text)
{
	*n = chance(state, MOST + 1);
	buf_clear(text);
	for (size_t i = 0; i < *n; i++) {
		v[i] = (int)chance(state, kinds);
		buf_addf(text, "w%d ", v[i]);
	}
}

static void by_chance(struct tap *t)
{
	uint64_t state = 7;
	struct buf a = BUF_INIT(BUF_UNBOUNDED), b = BUF_INIT(BUF_UNBOUNDED);
	unsigned lost = 0, more = 0;
	for (unsigned i = 0; i < 20000; i++) {
		int va[MOST], vb[MOST];
		size_t n, m;
		struct taken got = { BUF_INIT(BUF_UNBOUNDED), BUF_INIT(BUF_UNBOUNDED), 0 };
		make(&state, 2 + i % 9, va, &n, &a);
		make(&state, 2 + i % 9, vb, &m, &b);
		word_diff(buf_str(&a), buf_str(&b), take, &got);
		lost += !str_eq(buf_str(&a), buf_str(&got.before)) || !str_eq(buf_str(&b), buf_str(&got.after));
		more += got.changed != least(va, n, vb, m);
		buf_free(&got.before);
		buf_free(&got.after);
	}
	tap_case(t, lost == 0, "20,000 pairs of texts: both come back (%u do not)", lost);
	tap_case(t, more == 0, "20,000 pairs of texts: no fewer words could have changed (%u)", more);
	buf_free(&a);
	buf_free(&b);
}

/* Texts that have nothing in common but their ends are changed as a whole, however long they are. */
static void limit(struct tap *t)
{
	struct buf a = BUF_INIT(BUF_UNBOUNDED), b = BUF_INIT(BUF_UNBOUNDED);
	struct taken got = { BUF_INIT(BUF_UNBOUNDED), BUF_INIT(BUF_UNBOUNDED), 0 };
	buf_addz(&a, "first ");
	buf_addz(&b, "first ");
	for (int i = 0; i < 100000; i++) {
		buf_addf(&a, "a%d ", i);
		buf_addf(&b, "b%d ", i);
	}
	buf_addz(&a, "last ");
	buf_addz(&b, "last ");
	word_diff(buf_str(&a), buf_str(&b), take, &got);
	tap_case(t, got.changed == 200000 && str_eq(buf_str(&a), buf_str(&got.before)) && str_eq(buf_str(&b), buf_str(&got.after)),
	         "100,000 words that all differ between two that do not");
	buf_free(&a);
	buf_free(&b);
	buf_free(&got.before);
	buf_free(&got.after);
}

int main(void)
{
	struct tap t = { 0, 0 };
	struct buf out = BUF_INIT(BUF_UNBOUNDED);
	for (size_t i = 0; i < COUNTOF(rows); i++) {
		buf_clear(&out);
		word_diff_put(str_of(rows[i].before), str_of(rows[i].after), &word_marks_plain, &out);
		tap_same(&t, buf_str(&out), str_of(rows[i].want), __FILE__, rows[i].line);
	}
	buf_clear(&out);
	word_diff_put(STR("a b c"), STR("a x c"), &word_marks_colour, &out);
	tap_same(&t, buf_str(&out), STR("a \033[31mb\033[0m\033[32mx\033[0m c"), __FILE__, __LINE__);
	by_chance(&t);
	limit(&t);
	buf_free(&out);
	return tap_done(&t);
}
