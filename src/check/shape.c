/* SPDX-License-Identifier: MIT
 * Sentences and lengths: what stops in the middle, what repeats itself, what is too short or too long.
 *
 * A text that lacks only its full stop gets one. One that stops in the middle is asked for again, unless the abstract
 * itself came to us cut: then no summary can be complete, and its last, unfinished sentence is removed. */
#include "src/check/internal.h"

#include <stdlib.h>
#include <string.h>

void rule_empty(struct check_ctx *l)
{
	struct check_counts n = *check_counted(l);
	bool digit = false;
	for (size_t i = 0; i < l->text.n; i++)
		digit |= is_digit((unsigned char)l->text.p[i]);
	if (n.han + n.latin + n.kana + n.foreign == 0 && !digit)
		check_say(l, "nothing is in it");
}

/* ---- Titles ---- */

/* Letters and digits of S, lower case; WHERE (may be NULL) gets the offset of each. */
static struct str folded(struct check_ctx *l, struct str s, size_t **where)
{
	char *out = arena_alloc(l->scratch, s.n + 1);
	size_t *at = where ? arena_alloc(l->scratch, (s.n + 1) * sizeof *at) : NULL, n = 0;
	for (size_t i = 0; i < s.n; i++)
		if (is_alnum((unsigned char)s.p[i])) {
			if (at)
				at[n] = i;
			out[n++] = (char)to_lower((unsigned char)s.p[i]);
		}
	out[n] = '\0';
	if (where)
		*where = at;
	return (struct str){ out, n };
}

static size_t blanks_in(struct str s)
{
	size_t n = 0;
	for (size_t i = 0; i < s.n; i++)
		n += s.p[i] == ' ';
	return n;
}

static struct str without_signs_around(struct str s)
{
	static const char *const signs[] = {
		"(", "（", ")", "）", ":", "：", "/", "-", "—", "–", "|", ".", "。", ",", "，", "[", "]", "【", "】", "《", "》", "“",
		"”", "\"", " ", NULL,
	};
	size_t n;
	while ((n = check_starts(s, signs)) > 0)
		s = str_from(s, n);
	for (bool more = true; more && s.n > 0;) {
		n = check_last(s);
		more = check_starts(str_from(s, s.n - n), signs) == n;
		if (more)
			s.n -= n;
	}
	return s;
}

/* "English Title（中文题目）": the English one goes, unless it is a name, of a word or two. */
void rule_title_bilingual(struct check_ctx *l)
{
	enum { LEAST_BLANKS = 2, LEAST_HAN = 2 };
	size_t *where;
	struct str paper = folded(l, l->p->title, NULL), mine = folded(l, l->text, &where);
	if (blanks_in(str_trim(l->p->title)) < LEAST_BLANKS || paper.n < 8)
		return;
	size_t at = str_find(mine, paper.p, 0);
	if (at == STR_NONE)
		return;
	struct str before = without_signs_around(str_head(l->text, where[at]));
	struct str behind = without_signs_around(str_from(l->text, where[at + paper.n - 1] + 1));
	struct check_counts b, a;
	check_count(before, &b);
	check_count(behind, &a);
	if (b.han + a.han < LEAST_HAN || (b.han > 0 && a.han > 0))
		return;
	/* "《X of Y》的媒体": the English is a part of the Chinese title, which is too short for all of it alone */
	static const char *const parts[] = { "的", "中", "上", "与", "和", "在", "及", "之", "是", "里", "对", "为", "类", "式", "型", NULL };
	if (check_starts(behind, parts) > 0 || (b.han + a.han) * 3 < (blanks_in(str_trim(l->p->title)) + 1) * 2)
		return;
	check_mend(l, b.han ? before : behind, "the English title stands beside the Chinese one");
}

void rule_title_stop(struct check_ctx *l)
{
	struct str s = l->text;
	if (str_ends(s, "。") || str_ends(s, "．"))
		s.n -= 3;
	else if (str_ends(s, ".") && s.n > 1 && (unsigned char)s.p[s.n - 2] >= 0x80)
		s.n -= 1;
	s = str_trim(s);
	if (s.n > 0 && s.n < l->text.n && !str_ends(s, "。") && !str_ends(s, "."))
		check_mend(l, s, "a full stop behind a title");
}

/* ---- The end of a text ---- */

static const char *const dots[] = { "...", "…", "。。。", "···", "⋯", "．．", "……", NULL };

/* Where the dots that end S begin, brackets and marks around them included; S.n: it does not end in dots. */
static size_t before_dots(struct str s)
{
	struct str rest = str_trim(s);
	size_t at = s.n;
	for (;;) {
		size_t was = rest.n;
		for (size_t i = 0; dots[i]; i++)
			if (str_ends(rest, dots[i])) {
				rest = str_head(rest, rest.n - strlen(dots[i]));
				at = rest.n;
			}
		while (at < s.n && str_ends(rest, "."))
			at = --rest.n;
		static const char *const around[] = { "。", "）", ")", "】", "]", "”", "\"", NULL };
		for (size_t i = 0; at == s.n && around[i]; i++)
			if (str_ends(rest, around[i]) && rest.n == was)
				rest = str_trim(str_head(rest, rest.n - strlen(around[i])));
		if (rest.n == was)
			break;
		if (at < s.n)
			break;
	}
	return at;
}

static bool ends_in_dots(struct str s) { return before_dots(s) < s.n; }

/* Words that no sentence ends with: what follows is missing. */
static const char *const open_words[] = {
	"，", "、", "：", "（", "(", ",", ":", "-", "—", "“", "《", "和", "与", "或", "及", "且", "而", "但", "在", "对", "将", "把",
	"被", "从", "由", "以", "使", "让", "向", "比", "于", "并", "即", "若", "则", "是", "有", "也", "还", "都", "通过", "基于",
	"根据", "例如", "比如", "包括", "其中", "因为", "如果", "使得", "我们", "本文", "这", "这些", "那些", "该", "他们", "它们",
	"一个", "一种", "一些", "某些", "各种", "所有", "任何", "最", "以便", "从而", "因此", "然而", "此外", "具有", "进行了",
	"提供了", "提出了", "介绍了", "引入了", "采用了", "一项", "一组", "一套", "能够", "可以", "不仅", "为了", "关于",
	"针对", "称为", "名为", "表明", "显示", "证明了", "并且", "而且", "我们的", "这种", "这个", "这是", "与其", "至少", "大约",
	"超过", "达到", "；", ";", "*", "=", "+", NULL,
};

/* Whether the last Latin word of S is the beginning of a word of the paper, and none itself. */
static bool ends_in_half_word(const struct check_ctx *l, struct str s)
{
	size_t from = s.n;
	while (from > 0 && is_lower((unsigned char)s.p[from - 1]))
		from--;
	struct str word = str_from(s, from);
	char before = from > 0 ? s.p[from - 1] : ' ';
	if (word.n == 0 || word.n > 30 || strchr("-_/.$\\{}^", before) || is_alnum((unsigned char)before))
		return false;
	char z[32];
	bool half = false;
	memcpy(z, word.p, word.n);
	z[word.n] = '\0';
	for (size_t at = 0; (at = str_find(l->p->abstract, z, at)) != STR_NONE; at++) {
		if (at > 0 && is_alnum((unsigned char)l->p->abstract.p[at - 1]))
			continue;
		if (at + word.n == l->p->abstract.n || !is_alnum((unsigned char)l->p->abstract.p[at + word.n]))
			return false;
		half = true;
	}
	return half;
}

/* Words that end as one of them does, and are whole. */
static const char *const closed_words[] = {
	"方向", "导向", "取向", "倾向", "走向", "双向", "单向", "反向", "正向", "横向", "纵向", "面向", "原则", "规则", "法则", "准则", "正则", "所需要",
	"的需要", "拥有", "所有权", "没有", "对比", "相比", "占比", "性价比", "信噪比", "高于", "低于", "概率和", "之和", "总和", "饱和", "温和", "内在", "存在",
	"潜在", "实在", "应对", "面对", "配对", "成对", "绝对", "相对", "针对", "全都", "成都", "首都", "立即", "随即", "参与", "给与", "赋予", "普及", "涉及",
	"成员们", "理由", "自由", "缘由", "驱使", "促使", NULL,
};

static bool ends_closed(struct str s)
{
	for (size_t i = 0; closed_words[i]; i++)
		if (str_ends(s, closed_words[i]))
			return true;
	return false;
}

static bool looks_cut(const struct check_ctx *l)
{
	struct str s = str_trim(l->text);
	if (ends_closed(s))
		return false;
	for (size_t i = 0; open_words[i]; i++)
		if (str_ends(s, open_words[i]))
			return true;
	return ends_in_half_word(l, s);
}

static bool looks_cut_english(struct str s)
{
	static const char *const words[] = {
		",", ":", ";", "-", "(", " the", " a", " an", " of", " and", " or", " to", " in", " with", " for", " by", " on",
		" that", " which", " as", " from", " is", " are", " this", " our", " we", " their", " its", NULL,
	};
	for (size_t i = 0; words[i]; i++)
		if (str_ends(s, words[i]))
			return true;
	return false;
}

/* Sentences, and not a word or two. */
static bool is_prose(struct check_ctx *l)
{
	enum { LEAST_HAN = 15, LEAST_BLANKS = 5 };
	if (l->language == LANGUAGE_ENGLISH)
		return blanks_in(l->text) >= LEAST_BLANKS;
	return check_counted(l)->han >= LEAST_HAN || str_find(l->text, "，", 0) != STR_NONE;
}

/* A translation of the whole abstract, and no summary of it. */
static bool is_translation(const struct check_ctx *l) { return l->text.n * 2 >= l->p->abstract.n && l->p->abstract.n > 0; }

/* A formula is no end, whatever stands in it. */
static bool is_unfinished(struct check_ctx *l)
{
	struct str s = str_trim(check_plain(l));
	while (l->format != MD_FORMAT_NONE && s.n && strchr("*_`", s.p[s.n - 1]))  /* what closes emphasis or code */
		s.n--;
	return ends_in_dots(l->text) || !check_ends_sentence(s);
}

/* Whether the text ends in an item of a list, which needs no full stop, a heading or a quotation. */
static bool ends_in_block(const struct check_ctx *l)
{
	struct str s = str_trim(l->text);
	const char *lf = s.n ? memrchr(s.p, '\n', s.n) : NULL;
	struct str line = str_trim(lf ? str_from(s, (size_t)(lf - s.p)) : s);
	size_t digits = 0;
	if (l->format != MD_FORMAT_BLOCKS || line.n < 2)
		return false;
	while (digits < line.n && is_digit((unsigned char)line.p[digits]))
		digits++;
	return strchr("-*+>#", line.p[0]) || (digits && digits < line.n && strchr(".)", line.p[digits]));
}

/* "代码见 https://…" is a whole sentence, whatever its address ends with. */
static bool ends_in_address(struct str s)
{
	size_t from = s.n;
	while (from > 0 && (unsigned char)s.p[from - 1] > ' ' && (unsigned char)s.p[from - 1] < 0x80)
		from--;
	struct str last = str_from(s, from);
	return str_find(last, "://", 0) != STR_NONE || str_find(last, "www.", 0) != STR_NONE || str_find(last, ".com/", 0) != STR_NONE ||
	       str_find(last, ".io/", 0) != STR_NONE;
}

void rule_unfinished(struct check_ctx *l)
{
	enum { LEAST_PERCENT = 40 };
	if (!l->source_cut || !is_translation(l) || !is_unfinished(l) || ends_in_address(l->text))
		return;
	struct str s = str_head(l->text, before_dots(l->text));
	size_t n = check_whole_sentences(str_head(check_plain(l), s.n));
	if (n * 100 >= l->text.n * LEAST_PERCENT && n < l->text.n)
		check_mend(l, str_trim(str_head(l->text, n)),
			"the abstract came cut, its last sentence is not whole: \"%.*s\"",
		          STR_ARG(check_shown(str_from(l->text, n))));
}

/* "。。": a key that was hit twice; three are dots. */
void rule_double_stop(struct check_ctx *l)
{
	static const char two[] = "。。", three[] = "。。。";
	struct str s = l->text;
	struct buf out = BUF_INIT(BUF_UNBOUNDED);
	size_t from = 0;
	for (size_t at = 0; (at = str_find(s, two, at)) != STR_NONE;) {
		size_t run = at;
		while (str_starts(str_from(s, run), "。"))
			run += 3;
		if (!str_starts(str_from(s, at), three)) {
			buf_add(&out, s.p + from, at + 3 - from);
			from = run;
		}
		at = run;
	}
	buf_adds(&out, str_from(s, from));
	if (from > 0)
		check_mend(l, arena_dup(l->a, buf_str(&out)), "a full stop twice");
	buf_free(&out);
}

static bool is_han_at(struct str s, size_t i)
{
	return i + 3 <= s.n && (unsigned char)s.p[i] >= 0xe4 && (unsigned char)s.p[i] <= 0xe9;
}

/* ", " between Han characters: Chinese has signs of full width. */
void rule_half_width(struct check_ctx *l)
{
	static const struct { char half; const char *full; } signs[] = { { ',', "，" }, { ';', "；" }, { ':', "：" }, { '?', "？" }, { '!', "！" }, { '.', "。" } };
	struct str s = check_plain(l);
	struct buf out = BUF_INIT(BUF_UNBOUNDED);
	size_t from = 0, first = 0;
	for (size_t i = 3; i + 3 < s.n; i++) {
		if ((unsigned char)s.p[i] >= 0x40) /* none of them */
			continue;
		size_t k = 0, behind = i + 1 + (s.p[i + 1] == ' ');
		while (k < COUNTOF(signs) && signs[k].half != s.p[i])
			k++;
		if (k == COUNTOF(signs) || !is_han_at(s, i - 3) || !is_han_at(s, behind))
			continue;
		first = from ? first : i;
		buf_add(&out, l->text.p + from, i - from);
		buf_addz(&out, signs[k].full);
		from = behind;
	}
	buf_adds(&out, str_from(l->text, from));
	if (from > 0)
		check_mend(l, arena_dup(l->a, buf_str(&out)), "a sign of half width between Chinese characters: \"%.*s\"",
		          STR_ARG(check_shown(str_from(l->text, first - 3))));
	buf_free(&out);
}

void rule_dots(struct check_ctx *l)
{
	if (ends_in_dots(l->text) && !(l->use == USE_TITLE && ends_in_dots(l->p->title)))
		check_say(l, "ends in dots, as if there were more");
}

void rule_cut(struct check_ctx *l)
{
	if (!is_prose(l) || ends_in_block(l) || !is_unfinished(l) || ends_in_dots(l->text))
		return;
	struct str s = str_trim(l->text);
	if (l->language == LANGUAGE_ENGLISH ? looks_cut_english(s) : looks_cut(l) || (l->source_cut && is_translation(l) && !ends_in_address(s)))
		check_say(l, "stops in the middle of a sentence: \"%.*s\"",
		         STR_ARG(check_shown(str_from(s, check_tail(s, 40)))));
}

void rule_final_mark(struct check_ctx *l)
{
	struct str s = str_trim(l->text);
	if (!is_prose(l) || ends_in_block(l) || !is_unfinished(l) || ends_in_dots(l->text))
		return;
	if (l->language == LANGUAGE_ENGLISH ? looks_cut_english(s) : looks_cut(l) || (l->source_cut && is_translation(l) && !ends_in_address(s)))
		return;  /* that is asked for again */
	struct buf out = BUF_INIT(BUF_UNBOUNDED);
	buf_adds(&out, s);
	buf_addz(&out, l->language == LANGUAGE_ENGLISH ? "." : "。");
	check_mend(l, arena_dup(l->a, buf_str(&out)), "no full stop at the end");
	buf_free(&out);
}

/* ---- The same again ---- */

/* From FROM on S is equal to itself PERIOD bytes before: up to where. */
static size_t same_until(struct str s, size_t from, size_t period)
{
	while (from < s.n && s.p[from] == s.p[from - period])
		from++;
	return from;
}

/* A piece of six characters or more three times in a row. Each window of so many bytes is looked up where it was last; only
 * where it comes again soon is the text held against itself, and never twice. */
void rule_loop(struct check_ctx *l)
{
	enum { WINDOW = 18, MOST = 600 };  /* bytes of the piece */
	struct str s = check_plain(l);
	size_t mask = 255;
	uint64_t h = 0, out = 1;
	if (s.n < 3 * WINDOW || s.n > UINT32_MAX)
		return;
	while (mask < s.n)
		mask = mask * 2 + 1;
	uint32_t *last = arena_calloc(l->scratch, mask + 1, sizeof *last);
	for (size_t i = 1; i < WINDOW; i++)
		out *= check_base;
	for (size_t i = 0, seen = 0; i < s.n; i++) {
		if (i >= WINDOW)
			h -= out * (unsigned char)s.p[i - WINDOW];
		h = h * check_base + (unsigned char)s.p[i];
		if (i + 1 < WINDOW)
			continue;
		uint32_t *slot = &last[(h >> 20) & mask];
		size_t period = *slot ? i + 1 - *slot : 0;
		*slot = (uint32_t)(i + 1);
		if (period == 0 || period > MOST || i < seen)
			continue;
		seen = same_until(s, i + 1, period);
		size_t run = seen - (i + 1) + WINDOW + period;
		struct str piece = { s.p + i + 1 - WINDOW, period };
		struct check_counts n;
		if (memcmp(s.p + i + 1 - WINDOW, s.p + i + 1 - WINDOW - period, WINDOW) != 0 || run < 3 * period ||
			run < 3 * WINDOW) {
			seen = 0;
			continue;
		}
		check_count(piece, &n);
		if (n.latin + n.han + n.kana == 0 && !((unsigned char)piece.p[0] >= 0xe4 && period < 3))
			continue;  /* blanks, dashes, digits */
		check_say(l, "the same again and again: \"%.*s\"", STR_ARG(check_shown(str_from(l->text,
			check_tail(str_head(l->text, i + 1), WINDOW)))));
		return;
	}
}

struct sentence {
	uint64_t hash;
	struct str text;
};

static int by_hash(const void *a, const void *b)
{
	const struct sentence *x = a, *y = b;
	return (x->hash > y->hash) - (x->hash < y->hash);
}

void rule_sentence_twice(struct check_ctx *l)
{
	enum { LEAST = 45 };  /* bytes: fifteen characters of Chinese */
	static const char *const ends[] = { "。", "！", "？", "；", "\n", NULL };
	struct str s = l->text;
	size_t n = 0, from = 0;
	struct sentence *all = arena_alloc(l->scratch, (s.n / LEAST + 2) * sizeof *all);
	for (size_t i = 0; i <= s.n; i++) {
		unsigned char c = i < s.n ? (unsigned char)s.p[i] : '\n';
		if ((c != '\n' && c != 0xe3 && c != 0xef) || (i < s.n && check_starts(str_from(s, i), ends) == 0))
			continue;
		struct str one = str_trim((struct str){ s.p + from, i - from });
		if (one.n >= LEAST)
			all[n++] = (struct sentence){ fnv(FNV_BASIS, one), one };
		from = i + (i < s.n && s.p[i] != '\n' ? 3 : 1);
	}
	if (n > 1)
		qsort(all, n, sizeof *all, by_hash);
	for (size_t i = 1; i < n; i++)
		if (all[i].hash == all[i - 1].hash && str_eq(all[i].text, all[i - 1].text)) {
			check_say(l, "a sentence twice: \"%.*s\"", STR_ARG(check_shown(all[i].text)));
			return;
		}
}

/* ---- Lengths ---- */

/* Chinese characters and Latin words, of which a text of either language has about as many for the same thing. */
static size_t units(struct str s)
{
	size_t n = 0;
	uint32_t cp;
	bool word = false;
	for (size_t i = 0, k; i < s.n; i += k) {
		if ((unsigned char)s.p[i] >= 0xe5 && (unsigned char)s.p[i] <= 0xe9) {
			n++;
			word = false;
			k = 3;
			continue;
		}
		if ((k = utf8_decode(str_from(s, i), &cp)) == 0)
			break;
		bool letter = cp < 0x80 && is_alnum((int)cp);
		n += is_han(cp) || (letter && !word);
		word = letter;
	}
	return n;
}

/* Thousandths of the translation's units for each byte of the paper's English. Chinese takes some 250 to 350. */
void rule_too_short(struct check_ctx *l)
{
	enum { LEAST = 80, LEAST_OF_LONG = 110, LONG = 600, LEAST_UNITS = 8 };
	size_t n = units(l->text);
	if (l->use == USE_TITLE ? n * 1000 < l->p->title.n * 80 && n < 3 : str_is(l->field, "abstract") ?
		n * 1000 < l->p->abstract.n * (l->p->abstract.n < LONG ? LEAST : LEAST_OF_LONG) :
	    (str_starts(l->field, "tldr") || str_is(l->field, "summary")) && n < LEAST_UNITS)
		check_say(l, "too short for the paper: %zu words", n);
}

void rule_too_long(struct check_ctx *l)
{
	enum { MOST = 700, FREE = 60 };
	size_t n = units(l->text), of = l->use == USE_TITLE ? l->p->title.n : l->p->abstract.n;
	if (l->use != USE_TITLE && str_known(l->g->text) && !str_is(l->field, "abstract"))
		of = l->g->text.n;
	if (of > 0 && n * 1000 > of * MOST + FREE * 1000)
		check_say(l, "too long: %zu words for the paper's %zu letters", n, of);
}

void rule_same(struct check_ctx *l)
{
	struct str mine = without_signs_around(l->text);
	for (size_t i = 0; i < l->y->n_fields && !str_eq(l->y->fields[i].name, l->field); i++) {
		const struct summary_field *f = &l->y->fields[i];
		if (!f->json && f->text.n > 0 && mine.n > 0 && str_eq(without_signs_around(f->text), mine)) {
			check_say(l, "the same as the field \"%.*s\"", STR_ARG(f->name));
			return;
		}
	}
}
