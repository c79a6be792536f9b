/* SPDX-License-Identifier: MIT
 * Brackets, quotes and dollars that do not pair. Mathematics is left out; "1）" before an item of a list is a habit that
 * has a form with a pair: （1）.
 *
 * One walk with a stack: a closing sign that fits none of the open ones takes none of them away. */
#include "src/check/internal.h"

#include <string.h>

#include "digest/tex.h"

static const struct bracket {
	const char *open, *close;
	int kind;  /* those of one kind may close each other */
} brackets[] = {
	{ "(", ")", 0 }, { "（", "）", 0 }, { "[", "]", 1 }, { "［", "］", 1 }, { "【", "】", 2 }, { "{", "}", 3 },
	{ "｛", "｝", 3 },
	{ "“", "”", 4 }, { "《", "》", 5 }, { "「", "」", 6 }, { "『", "』", 7 }, { "〈", "〉", 8 }, { "〔", "〕", 9 },
};
enum { KINDS = 10, ROUND = 0, SQUARE = 1 };

struct sign {
	size_t at, n;
	int row;
	bool open, interval;
	size_t partner;  /* of `signs`; its own index: it has none */
};

struct pairing {
	struct sign *signs;
	size_t n;
};

/* Whether three bytes of UTF-8 may be one of them: the quotes of U+201C, the brackets from U+3008 and
 * from U+FF08 on. */
static bool is_wide(const char *z)
{
	const unsigned char *p = (const unsigned char *)z;
	if (p[0] == 0xe2)
		return p[1] == 0x80 && (p[2] == 0x9c || p[2] == 0x9d);
	if (p[0] == 0xe3)
		return p[1] == 0x80 && p[2] >= 0x88 && p[2] <= 0x95;
	return p[0] == 0xef && (p[1] == 0xbc || p[1] == 0xbd) && strchr("\x88\x89\xbb\xbd\x9b\x9d", p[2]);
}

static bool may_be_sign(unsigned char c)
{
	if (c < 0x80)
		return c == '(' || c == ')' || c == '[' || c == ']' || c == '{' || c == '}';
	return c == 0xe2 || c == 0xe3 || c == 0xef;
}

static bool sign_at(struct str s, size_t i, struct sign *ret)
{
	struct str at = str_from(s, i);
	unsigned char c = (unsigned char)s.p[i];
	if (!may_be_sign(c) || (c >= 0x80 && (at.n < 3 || !is_wide(at.p))))
		return false;
	for (size_t r = 0; r < COUNTOF(brackets); r++) {
		bool open = str_starts(at, brackets[r].open);
		if (open || str_starts(at, brackets[r].close)) {
			*ret = (struct sign){ i, strlen(brackets[r].open), (int)r, open, false, 0 };
			return true;
		}
	}
	return false;
}

/* Whether what stands between A and B can be an interval's ends: "[0, 1)". */
static bool is_interval(struct str s, const struct sign *a, const struct sign *b)
{
	enum { MOST = 60 };
	bool comma = false;
	if (b->at - a->at > MOST)
		return false;
	for (size_t i = a->at + a->n; i < b->at; i++) {
		if ((unsigned char)s.p[i] >= 0xe4 && (unsigned char)s.p[i] <= 0xe9)
			return false;
		comma |= s.p[i] == ',' || str_starts(str_from(s, i), "，");
	}
	return comma;
}

static int kind_of(const struct sign *s) { return brackets[s->row].kind; }

/* Each sign of S with its partner. */
static struct pairing pair_up(struct check_ctx *l, struct str s)
{
	struct pairing p = { NULL, 0 };
	struct sign g;
	size_t total = 0, depth = 0, open[KINDS] = { 0 };
	for (size_t i = 0; i < s.n; i++)
		total += may_be_sign((unsigned char)s.p[i]);
	p.signs = arena_alloc(l->scratch, (total + 1) * sizeof *p.signs);
	size_t *stack = arena_alloc(l->scratch, (total + 1) * sizeof *stack);
	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] == '\\') {
			i++;
			continue;
		}
		if (!may_be_sign((unsigned char)s.p[i]) || !sign_at(s, i, &g))
			continue;
		g.partner = p.n;
		p.signs[p.n] = g;
		int k = kind_of(&g), other = k == ROUND ? SQUARE : ROUND;
		if (g.open) {
			stack[depth++] = p.n;
			open[k]++;
		} else if (depth > 0 && k <= SQUARE && kind_of(&p.signs[stack[depth - 1]]) == other &&
		           is_interval(s, &p.signs[stack[depth - 1]], &g)) {
			size_t o = stack[--depth];
			open[other]--;
			p.signs[o].partner = p.n;
			p.signs[p.n].partner = o;
			p.signs[o].interval = p.signs[p.n].interval = true;
		} else if (open[k] > 0) {
			size_t o;
			do {
				o = stack[--depth];
				open[kind_of(&p.signs[o])]--;
			} while (kind_of(&p.signs[o]) != k);
			p.signs[o].partner = p.n;
			p.signs[p.n].partner = o;
		}
		p.n++;
	}
	return p;
}

/* The text's, mathematics left out; made once. */
static struct pairing pair(struct check_ctx *l)
{
	struct str s = check_plain(l);
	if (l->pairing == NULL || l->pairing_of.p != s.p) {
		l->pairing = arena_alloc(l->scratch, sizeof *l->pairing);
		*l->pairing = pair_up(l, s);
		l->pairing_of = s;
	}
	return *l->pairing;
}

/* The item's number before a closing bracket at AT: "1", "a", "iii", "十二"; its length. 0: none. */
static size_t number_before(struct str s, size_t at)
{
	static const char *const han[] = { "一", "二", "三", "四", "五", "六", "七", "八", "九", "十", NULL };
	size_t n = 0;
	if (at >= 3 && s.p[at - 1] == '$' && is_alnum((unsigned char)s.p[at - 2]) && s.p[at - 3] == '$')  /* "$i$)" */
		return at >= 4 && is_alnum((unsigned char)s.p[at - 4]) ? 0 : 3;
	size_t dot = at >= 2 && s.p[at - 1] == '.' && is_digit((unsigned char)s.p[at - 2]);  /* "1.)" */
	if (dot && (n = number_before(s, at - 1)) > 0)
		return n + 1;
	while (n < 2 && n < at && is_digit((unsigned char)s.p[at - n - 1]))
		n++;
	if (n > 0 && n < at && is_alpha((unsigned char)s.p[at - n - 1]) && (n + 1 == at || !is_alnum((unsigned char)s.p[at - n - 2])))
		n++;  /* "C1)" */
	if (n == 0)
		while (n < 4 && n < at && strchr("ivxIVX", s.p[at - n - 1]))
			n++;
	if (n == 0)
		while (n < 9 && at >= n + 3 && check_starts(str_from(s, at - n - 3), han) > 0)
			n += 3;
	if (n == 0 && at > 0 && is_alpha((unsigned char)s.p[at - 1]))
		n = 1;
	if (n == 0 || (n < at && (is_alnum((unsigned char)s.p[at - n - 1]) || strchr("._-+=/\\^", s.p[at - n - 1]))))
		return 0;
	return n;
}

void rule_list_mark(struct check_ctx *l)
{
	struct str s = l->text;
	struct pairing p = pair(l);
	struct buf out = BUF_INIT(BUF_UNBOUNDED);
	size_t from = 0, found = 0, first = 0;
	for (size_t i = 0; i < p.n; i++) {
		const struct sign *g = &p.signs[i];
		size_t n = g->open || g->partner != i || kind_of(g) != ROUND ? 0 : number_before(s, g->at);
		if (n == 0 || g->at - n < from)
			continue;
		if (found++ == 0)
			first = g->at - n;
		buf_add(&out, s.p + from, g->at - n - from);
		buf_addz(&out, brackets[g->row].open);
		from = g->at - n;
	}
	buf_adds(&out, str_from(s, from));
	if (found > 0)
		check_mend(l, arena_dup(l->a, buf_str(&out)), "an item's number with half a bracket: \"%.*s\"",
		          STR_ARG(check_shown(str_from(s, first))));
	buf_free(&out);
}

/* "（x)": both become full width, as Chinese text has them. */
void rule_bracket_width(struct check_ctx *l)
{
	struct str s = l->text;
	struct pairing p = pair(l);
	struct buf out = BUF_INIT(BUF_UNBOUNDED);
	size_t from = 0, first = STR_NONE;
	for (size_t i = 0; i < p.n; i++) {
		const struct sign *g = &p.signs[i], *o = &p.signs[g->partner];
		if (o == g || g->interval || g->row == o->row || g->n == 3)
			continue;
		if (first == STR_NONE)
			first = g->at;
		buf_add(&out, s.p + from, g->at - from);
		buf_addz(&out, g->open ? brackets[o->row].open : brackets[o->row].close);
		from = g->at + g->n;
	}
	buf_adds(&out, str_from(s, from));
	if (first != STR_NONE)
		check_mend(l, arena_dup(l->a, buf_str(&out)), "brackets of two widths: \"%.*s\"",
			STR_ARG(check_shown(str_from(s, first))));
	buf_free(&out);
}

enum { QUOTES = 4 };  /* their kind among the brackets */

/* Where the partner of the quote I, which has none, is written as an ASCII quote: between it and the next one of its kind, or the one
 * before, which ends at FROM. STR_NONE. */
static size_t ascii_partner(struct str plain, const struct pairing *p, size_t i, size_t from)
{
	const struct sign *g = &p->signs[i];
	size_t next = i + 1;
	if (!g->open) {
		const char *last = memrchr(plain.p + from, '"', g->at - from);
		return last ? (size_t)(last - plain.p) : STR_NONE;
	}
	while (next < p->n && kind_of(&p->signs[next]) != QUOTES)
		next++;
	return str_find(str_head(plain, next < p->n ? p->signs[next].at : plain.n), "\"", g->at);
}

/* “x" and "x”: both become what Chinese text has. */
static void mend_mixed_quotes(struct check_ctx *l)
{
	struct pairing p = pair(l);
	struct str s = l->text, plain = check_plain(l);
	struct buf out = BUF_INIT(BUF_UNBOUNDED);
	size_t done = 0, from = 0, first = STR_NONE;
	for (size_t i = 0; i < p.n; i++) {
		const struct sign *g = &p.signs[i];
		if (kind_of(g) != QUOTES)
			continue;
		size_t at = g->partner == i ? ascii_partner(plain, &p, i, from) : STR_NONE;
		from = g->at + g->n;
		if (at == STR_NONE)
			continue;
		buf_add(&out, s.p + done, at - done);
		buf_addz(&out, g->open ? "”" : "“");
		done = at + 1;
		first = first == STR_NONE ? at : first;
	}
	buf_adds(&out, str_from(s, done));
	if (first != STR_NONE)
		check_mend(l, arena_dup(l->a, buf_str(&out)), "a quote of half width in a pair: \"%.*s\"", STR_ARG(check_shown(str_from(s, first))));
	buf_free(&out);
}

/* ”x“ and “x“: by turns they open and close, if none of them is missing. */
void rule_turned_quotes(struct check_ctx *l)
{
	mend_mixed_quotes(l);
	struct str s = l->text;
	struct pairing p = pair(l);
	size_t n = 0, turned = STR_NONE;
	for (size_t i = 0; i < p.n; i++)
		if (kind_of(&p.signs[i]) == QUOTES && p.signs[i].open != (n++ % 2 == 0) && turned == STR_NONE)
			turned = p.signs[i].at;
	if (turned == STR_NONE || n % 2 == 1)
		return;
	char *out = arena_alloc(l->a, s.n + 1);
	memcpy(out, s.p, s.n);
	out[s.n] = '\0';
	n = 0;
	for (size_t i = 0; i < p.n; i++)
		if (kind_of(&p.signs[i]) == QUOTES)
			memcpy(out + p.signs[i].at, n++ % 2 == 0 ? "“" : "”", 3);
	check_mend(l, (struct str){ out, s.n }, "quotes that look the wrong way: \"%.*s\"", STR_ARG(check_shown(str_from(s, turned))));
}

static bool is_smiley(struct str s, size_t at) { return at > 0 && strchr(":;-", s.p[at - 1]) && s.p[at] == ')'; }

/* Whether the paper itself has a sign of G's kind without its partner: then the answer may have it, too. */
static bool paper_lacks(struct check_ctx *l, const struct sign *g)
{
	struct pairing p = pair_up(l, l->p->abstract);
	for (size_t i = 0; i < p.n; i++)
		if (p.signs[i].partner == i && kind_of(&p.signs[i]) == kind_of(g))
			return true;
	return false;
}

void rule_unpaired(struct check_ctx *l)
{
	enum { BRACES = 3 };
	struct str s = check_plain(l);
	struct pairing p = pair(l);
	for (size_t i = 0; i < p.n; i++) {
		const struct sign *g = &p.signs[i];
		if (g->partner != i || is_smiley(s, g->at) || (kind_of(g) == BRACES && paper_lacks(l, g)))
			continue;
		size_t from = g->open ? g->at : g->at > 30 ? g->at - 30 : 0;
		while (((unsigned char)s.p[from] & 0xc0) == 0x80)
			from++;
		check_say(l, "%s without its partner: \"%.*s\"",
		         g->open ? brackets[g->row].open : brackets[g->row].close, STR_ARG(check_shown(str_from(l->text, from))));
		return;
	}
}

/* Round brackets inside mathematics; with \left and \right they need not pair, nor where the paper has the same. */
void rule_formula(struct check_ctx *l)
{
	struct tex_math m;
	for (size_t at = 0; tex_next_math(l->text, at, &m); at = m.end) {
		struct str s = { l->text.p + m.body_start, m.body_end - m.body_start };
		static const char *const sized[] = { "\\left", "\\big", NULL };
		if (check_find(s, sized, 0) != STR_NONE)
			continue;
		struct pairing p = pair_up(l, s);
		for (size_t i = 0; i < p.n; i++)
			if (p.signs[i].partner == i && kind_of(&p.signs[i]) == ROUND) {
				check_say(l, "brackets in a formula that do not pair: \"%.*s\"", STR_ARG(check_shown(s)));
				return;
			}
	}
}

void rule_interval(struct check_ctx *l)
{
	if (memchr(l->text.p, '[', l->text.n) == NULL && memchr(l->text.p, ']', l->text.n) == NULL)
		return;
	struct pairing p = pair_up(l, l->text);  /* mathematics too */
	for (size_t i = 0; i < p.n; i++)
		if (p.signs[i].interval) {
			check_say(l, "brackets of two kinds, right if it is an interval: \"%.*s\"",
				STR_ARG(check_shown(str_from(l->text, p.signs[i].at))));
			return;
		}
}

void rule_dollar(struct check_ctx *l)
{
	struct str s = check_plain(l);
	size_t n = 0, at = 0;
	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] == '\\')
			i++;
		else if (s.p[i] == '$' && !(i + 1 < s.n && is_digit((unsigned char)s.p[i + 1])) &&
		         !(i > 0 && is_digit((unsigned char)s.p[i - 1])) && ++n)
			at = i;
	}
	if (n % 2 == 1)
		check_say(l, "a dollar sign without its partner: \"%.*s\"", STR_ARG(check_shown(str_from(l->text, at))));
}
