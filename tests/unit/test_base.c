/* SPDX-License-Identifier: MIT
 * The ground: numbers and words of borrowed text, a buffer's ceiling, a message that is too long,
 * a list in an arena, sorted sets. */
#include "digest/arena.h"
#include "digest/buf.h"
#include "digest/err.h"
#include "digest/sort.h"
#include "digest/str.h"
#include "tests/unit/plain_tap.h"

static const struct {
	int line;
	const char *text;
	uint64_t most;
	bool ok;
	uint64_t want;
} numbers[] = {
	{ __LINE__, "0", 9, true, 0 },
	{ __LINE__, "9", 9, true, 9 },
	{ __LINE__, "10", 9, false, 0 },
	{ __LINE__, "255", 255, true, 255 },
	{ __LINE__, "256", 255, false, 0 },
	{ __LINE__, "0009", 9, true, 9 },
	{ __LINE__, "18446744073709551615", UINT64_MAX, true, UINT64_MAX },
	{ __LINE__, "18446744073709551616", UINT64_MAX, false, 0 },
	{ __LINE__, "", 9, false, 0 },
	{ __LINE__, "-1", 9, false, 0 },
	{ __LINE__, "+1", 9, false, 0 },
	{ __LINE__, " 1", 9, false, 0 },
	{ __LINE__, "1 ", 9, false, 0 },
	{ __LINE__, "1e3", 9999, false, 0 },
};

static const struct {
	int line;
	const char *a, *b;
	bool same;  /* but for the case of ASCII letters */
	int order;  /* by bytes */
} words[] = {
	{ __LINE__, "", "", true, 0 },
	{ __LINE__, "arXiv", "ARXIV", true, 1 },
	{ __LINE__, "arXiv", "arXi", false, 1 },
	{ __LINE__, "arXi", "arXiv", false, -1 },
	{ __LINE__, "cs.CL", "cs.CV", false, -1 },
	{ __LINE__, "", "x", false, -1 },
	{ __LINE__, "\xc3\xa9", "\xc3\x89", false, 1 },  /* é, É: not ASCII */
	{ __LINE__, "[", "{", false, -1 },              /* 0x20 apart, as letters are */
};

static int sign_of(int d) { return (d > 0) - (d < 0); }

static void ceilings(struct tap *t)
{
	struct buf b = BUF_INIT(4);
	buf_addz(&b, "four");
	tap_case(t, !buf_full(&b), "as much as it may hold");
	buf_addz(&b, "!");
	tap_case(t, buf_full(&b), "and not a byte more");
	tap_same(t, buf_str(&b), STR("four"), __FILE__, __LINE__);
	buf_free(&b);
}

/* A message of ERR_MSG_SIZE - 1 bytes is whole; of a longer one all is kept for which there is room beside "...". */
static void messages(struct tap *t)
{
	char text[2 * ERR_MSG_SIZE];
	struct err e = ERR_INIT;
	memset(text, 'x', sizeof text);
	text[ERR_MSG_SIZE - 1] = '\0';
	err_set(&e, ERR_INPUT, "%s", text);
	tap_case(t, strcmp(e.msg, text) == 0, "a message of %d bytes", ERR_MSG_SIZE - 1);
	text[ERR_MSG_SIZE - 1] = 'x';
	text[ERR_MSG_SIZE] = '\0';
	err_set(&e, ERR_INPUT, "%s", text);
	tap_case(t, strlen(e.msg) == ERR_MSG_SIZE - 1 && str_ends(str_of(e.msg), "x..."), "one of %d is cut by %d", ERR_MSG_SIZE, 4);
	memcpy(text + ERR_MSG_SIZE - 5, "\xe6\x91\x98", 3);  /* the character that would be cut goes whole */
	err_set(&e, ERR_INPUT, "%s", text);
	tap_case(t, strlen(e.msg) == ERR_MSG_SIZE - 2 && str_ends(str_of(e.msg), "xx..."), "and never within a character");
	err_set(&e, ERR_FILE, "a\nb\tc\x1b[0m\x7f\xc2\x9b.");
	tap_case(t, strcmp(e.msg, "a b c?[0m???.") == 0, "one line, nothing that a terminal obeys: %s", e.msg);
	err_wrap(&e, "%s", "outer");
	tap_case(t, strcmp(e.msg, "outer: a b c?[0m???.") == 0 && e.kind == ERR_FILE, "the noun comes before, the kind stays");
}

/* Two lists that grow by turns in one arena keep all their elements. */
static void lists_in_an_arena(struct tap *t)
{
	struct arena a = ARENA_INIT;
	VEC(size_t) up = VEC_INIT, down = VEC_INIT;
	for (size_t i = 0; i < 1000; i++) {
		*arena_push(&a, &up) = i;
		*arena_push(&a, &down) = 1000 - i;
	}
	size_t right = 0;
	for (size_t i = 0; i < 1000; i++)
		right += up.v[i] == i && down.v[i] == 1000 - i;
	tap_case(t, up.n == 1000 && down.n == 1000 && right == 1000, "lists that grow by turns in one arena: %zu of 1000 are right", right);
	arena_free(&a);
}

/* 7 i mod 1000 for 5,000 i: each of 1,000 numbers five times, in no order. */
static void sorted_sets(struct tap *t)
{
	VEC(uint64_t) v = VEC_INIT;
	for (uint64_t i = 0; i < 5000; i++)
		*vec_push(&v) = 7 * i % 1000;
	vec_sort_unique(&v, order_uint64);
	size_t right = 0;
	for (size_t i = 0; i < v.n; i++)
		right += v.v[i] == i;
	tap_case(t, v.n == 1000 && right == 1000, "each number once, in order: %zu of %zu", right, v.n);
	vec_free(&v);
	struct str words_of[] = { STR("b"), STR("ab"), STR(""), STR("b"), STR("a"), STR("b"), STR("") };
	size_t n = sort_unique(words_of, COUNTOF(words_of), sizeof *words_of, order_str);
	tap_case(t, n == 4 && str_is(words_of[0], "") && str_is(words_of[1], "a") && str_is(words_of[2], "ab") && str_is(words_of[3], "b"),
	         "texts, each once, by bytes");
	tap_case(t, strs_has((struct strs){ words_of, n }, STR("ab")) && !strs_has((struct strs){ words_of, n }, STR("abc")), "one of them, and none");
	tap_case(t, sort_unique(NULL, 0, 8, order_uint64) == 0, "no element: none");
	const int64_t low = INT64_MIN, high = INT64_MAX;
	tap_case(t, order_int64(&low, &high) < 0 && order_int64(&high, &low) > 0 && order_int64(&low, &low) == 0, "numbers far apart");
}

int main(void)
{
	struct tap t = { 0, 0 };
	for (size_t i = 0; i < COUNTOF(numbers); i++) {
		uint64_t n = 0;
		bool ok = str_number(str_of(numbers[i].text), numbers[i].most, &n);
		tap_case(&t, ok == numbers[i].ok && (!ok || n == numbers[i].want), "number, line %d", numbers[i].line);
	}
	for (size_t i = 0; i < COUNTOF(words); i++) {
		tap_case(&t, str_is_nocase(str_of(words[i].a), words[i].b) == words[i].same, "but for case, line %d", words[i].line);
		tap_case(&t, sign_of(str_cmp(str_of(words[i].a), str_of(words[i].b))) == words[i].order, "by bytes, line %d", words[i].line);
	}
	ceilings(&t);
	messages(&t);
	lists_in_an_arena(&t);
	sorted_sets(&t);
	return tap_done(&t);
}
