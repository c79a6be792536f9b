/* SPDX-License-Identifier: MIT
 * The check: what may be shown. A rule is a row: its name, the defect's definition, how bad it is, what it looks at.
 *
 * The order is part of the design: what came along with the answer is taken off first, then the language is looked at,
 * then the form, and only what is left is held against the paper. */
#include "src/check/internal.h"

#include <string.h>

#include "src/check/likeness.h"

enum { OF_TEXT = 8 };      /* among the uses: a rule that struct answer_check's untraced_stay is about */
enum { MOST_DEPTH = 16 };  /* of lists in lists: what lies deeper passes unseen */

static const struct rule {
	const char *name;
	enum check_severity severity;
	unsigned uses, languages;
	void (*look)(struct check_ctx *l);
	const char *help;
} rules[] = {
#define ANY  USE_ALL, LANGUAGE_ALL
#define TEXT USE_TITLE | USE_PROSE
#define FACT USE_ALL | OF_TEXT, LANGUAGE_ALL
	/* what came along with the answer */
	{ "characters", CHECK_REPAIR, ANY, rule_characters,
	  "control characters, blanks in a row, or letters that have a simpler form (NFC)" },
	{ "broken", CHECK_RETRY, ANY, rule_broken, "U+FFFD: a character was broken on its way" },
	{ "thinking", CHECK_REPAIR, ANY, rule_thinking, "<think>…</think> before the answer" },
	{ "stop-mark", CHECK_REPAIR, ANY, rule_stop_mark,
	  "a model's own mark before the answer or behind it: <s>, </s>, <|im_end|>" },
	{ "fence", CHECK_REPAIR, ANY, rule_fence, "a code fence around the answer, or in it" },
	{ "machine", CHECK_RETRY, ANY, rule_machine,
	  "JSON with the answer's keys, or a model's own marks, inside a text" },
	{ "feed-header", CHECK_REPAIR, ANY, rule_header,
	  "begins with the feed's \"arXiv:…v1 Announce Type: … Abstract:\", also translated" },
	{ "label", CHECK_REPAIR, ANY, rule_label, "begins with a label: 摘要：, 标题：, Title:, TL;DR:, 以下是翻译：" },
	{ "title-arxiv", CHECK_REPAIR, TEXT, LANGUAGE_ALL, rule_title_arxiv,
	  "the old feed's (arXiv:… [cs.CL] UPDATED) behind a title or a text" },
	{ "label-tail", CHECK_REPAIR, ANY, rule_label_tail, "another field behind the text: …。en_tldr: …" },
	{ "label-inside", CHECK_RETRY, ANY, rule_label_inside, "the name of a field of the answer inside a text" },
	{ "header-inside", CHECK_RETRY, ANY, rule_header_inside, "the feed's header inside a text" },
	{ "placeholder", CHECK_RETRY, ANY, rule_placeholder, "a prompt's placeholder: 这里是翻译过的论文标题" },
	{ "prompt-echo", CHECK_RETRY, ANY, rule_prompt_echo,
	  "fifteen characters of the instructions in a row, or nothing but words of them" },
	{ "refusal", CHECK_REJECT, ANY, rule_refusal, "a refusal, an apology, or the model speaks of itself" },
	{ "remark", CHECK_REPAIR, TEXT, LANGUAGE_ALL, rule_remark,
	  "ends with a remark about the task: （未完待续）, （原文截断）" },
	{ "remark-inside", CHECK_RETRY, ANY, rule_remark_inside,
	  "a remark about the task inside a text: 译者注, 由于篇幅限制" },
	{ "table", CHECK_RETRY, ANY, rule_table, "a table of Markdown, or a footnote with its text" },
	{ "markup", CHECK_REPAIR, ANY, rule_markup, "Markdown or HTML: emphasis, headings, links, images, tags" },
	{ "quotes", CHECK_REPAIR, ANY, rule_quotes, "the whole text in quotes or 《》" },
	/* its language */
	{ "empty", CHECK_RETRY, TEXT, LANGUAGE_ALL, rule_empty, "neither a letter nor a digit" },
	{ "bilingual", CHECK_REPAIR, USE_TITLE, LANGUAGE_CHINESE, rule_title_bilingual,
	  "the whole English title beside the Chinese one" },
	{ "no-han", CHECK_RETRY, TEXT, LANGUAGE_CHINESE, rule_no_han, "not one Chinese character" },
	{ "han-share", CHECK_RETRY, TEXT, LANGUAGE_CHINESE, rule_han_share,
	  "fewer Chinese characters than a quarter, names and mathematics left out" },
	{ "english", CHECK_RETRY, TEXT, LANGUAGE_CHINESE, rule_english_run,
	  "nine English words in a row, or fewer that are part of a sentence" },
	{ "traditional", CHECK_REPAIR, USE_ALL, LANGUAGE_HANS, rule_traditional_few,
	  "a few traditional characters (data/traditional.tsv)" },
	{ "traditional-text", CHECK_RETRY, USE_ALL, LANGUAGE_HANS, rule_traditional,
	  "a text in traditional characters" },
	{ "script", CHECK_RETRY, USE_ALL, LANGUAGE_CHINESE, rule_other_script,
	  "kana, Hangul, Cyrillic, Arabic … in a Chinese field" },
	{ "not-english", CHECK_RETRY, TEXT, LANGUAGE_ENGLISH, rule_not_english,
	  "an English field that is not in English" },
	/* its form */
	{ "title-stop", CHECK_REPAIR, USE_TITLE, LANGUAGE_ALL, rule_title_stop, "a title with a full stop" },
	{ "list-mark", CHECK_REPAIR, ANY, rule_list_mark, "an item's number with half a bracket, 1） for （1）" },
	{ "bracket-width", CHECK_REPAIR, ANY, rule_bracket_width, "a pair of brackets of two widths: （x)" },
	{ "turned-quotes", CHECK_REPAIR, ANY, rule_turned_quotes,
	  "quotes of which one looks the wrong way, or is of half width: ”x“, “x\"" },
	{ "half-width", CHECK_REPAIR, USE_ALL, LANGUAGE_CHINESE, rule_half_width,
	  "signs of half width between Chinese characters: 羊,灯" },
	{ "double-stop", CHECK_REPAIR, ANY, rule_double_stop, "a full stop twice: 。。" },
	{ "unfinished", CHECK_REPAIR, USE_PROSE, LANGUAGE_CHINESE, rule_unfinished,
	  "the last sentence of an abstract that came to us cut" },
	{ "dots", CHECK_RETRY, TEXT, LANGUAGE_ALL, rule_dots, "ends in … or ..." },
	{ "cut", CHECK_RETRY, USE_PROSE, LANGUAGE_CHINESE | LANGUAGE_ENGLISH, rule_cut,
	  "stops in the middle of a sentence" },
	{ "final-mark", CHECK_REPAIR, USE_PROSE, LANGUAGE_CHINESE | LANGUAGE_ENGLISH, rule_final_mark,
	  "a sentence without its full stop" },
	{ "unpaired", CHECK_RETRY, ANY, rule_unpaired, "a bracket or quote without its partner" },
	{ "interval", CHECK_NOTE, ANY, rule_interval, "brackets of two kinds: right if it is an interval" },
	{ "formula", CHECK_NOTE, ANY, rule_formula, "round brackets inside mathematics that do not pair" },
	{ "dollar", CHECK_RETRY, ANY, rule_dollar, "a $ of mathematics without its partner" },
	{ "loop", CHECK_RETRY, ANY, rule_loop, "a piece of six characters or more three times in a row" },
	{ "sentence-twice", CHECK_RETRY, TEXT, LANGUAGE_ALL, rule_sentence_twice,
	  "a sentence of fifteen characters or more twice" },
	{ "too-short", CHECK_RETRY, TEXT, LANGUAGE_CHINESE, rule_too_short, "too short for what it says to tell" },
	{ "too-long", CHECK_RETRY, TEXT, LANGUAGE_CHINESE, rule_too_long, "longer than the paper's own text" },
	{ "same", CHECK_RETRY, TEXT, LANGUAGE_ALL, rule_same, "the same text as another field" },
	/* and what the paper says */
	{ "other-paper", CHECK_RETRY, ANY, rule_other_paper,
	  "is about another paper: its words, names and numbers have nothing in this one, or fit another one of the run" },
	{ "percent", CHECK_RETRY, FACT, rule_percent, "a percentage that the paper does not have" },
	{ "magnitude", CHECK_RETRY, FACT, rule_magnitude,
	  "a figure of the paper's, wrong by a power of ten: 26万亿 for 2.6 trillion" },
	{ "unit", CHECK_RETRY, FACT, rule_unit,
	  "a figure of the paper's in another unit: 5 秒 for 5 ms, a multiple for a percentage" },
	{ "number", CHECK_RETRY, FACT, rule_number, "a figure that the paper does not have" },
	{ "work", CHECK_RETRY, FACT, rule_work,
	  "another work that the bibliography of the paper's whole text does not have" },
	{ "negation", CHECK_RETRY, TEXT, LANGUAGE_CHINESE, rule_negation,
	  "something that the paper does without, or a method that loses where the paper's wins" },
	{ "name", CHECK_NOTE, ANY, rule_name, "a name or an acronym that the paper does not have" },
	{ "link", CHECK_RETRY, ANY, rule_link, "an address that the paper does not have" },
	{ "term", CHECK_NOTE, TEXT, LANGUAGE_CHINESE, rule_term, "a term otherwise than in the glossary" },
#undef ANY
#undef TEXT
#undef FACT
};
_Static_assert(sizeof rules / sizeof *rules <= CHECK_MOST_RULES, "struct summary_stats counts them");

size_t check_rules(void) { return COUNTOF(rules); }
const char *check_rule_name(size_t i) { return rules[i].name; }
const char *check_rule_help(size_t i) { return rules[i].help; }
enum check_severity check_rule_severity(size_t i) { return rules[i].severity; }

static const char *const severities[] = { "repair", "warn", "retry", "reject" };
const char *check_severity_name(enum check_severity s) { return severities[s]; }

/* ---- Fields ---- */

/* Titles are called so; what is long enough for a sentence is prose, and the rest single words. */
static enum check_use use_of(struct str field, bool json)
{
	if (json)
		return USE_ITEM;
	return str_is(field, "title") || str_ends(field, "_title") || str_starts(field, "title_") ? USE_TITLE : USE_PROSE;
}

static enum check_language language_of(struct str field, struct str lang)
{
	if (str_ends(field, "_en") || str_starts(field, "en_"))
		return LANGUAGE_ENGLISH;
	if (str_starts(lang, "zh-Hant") || str_is(lang, "zh-TW") || str_is(lang, "zh-HK"))
		return LANGUAGE_HANT;
	if (str_starts(lang, "zh"))
		return LANGUAGE_HANS;
	return str_starts(lang, "en") ? LANGUAGE_ENGLISH : LANGUAGE_OTHER;
}

static struct str look_at_text(struct check_ctx *l, struct str text)
{
	l->text = str_known(text) ? text : STR("");
	l->format = md_format_of(&l->g->marks, l->path);
	l->plain_of = l->groups_of = l->counted_of = l->judged_of = STR_NULL;  /* it may lie where the one before lay */
	for (l->rule = 0; l->rule < COUNTOF(rules); l->rule++)
		if ((rules[l->rule].uses & l->use) && (rules[l->rule].languages & l->language)) {
			l->severity = rules[l->rule].uses & OF_TEXT && l->g->untraced_stay ? CHECK_NOTE
			                                                                   : rules[l->rule].severity;
			l->rule_name = rules[l->rule].name;
			rules[l->rule].look(l);
		}
	return l->text;
}

/* The strings of a list or an object, one by one. */
struct members {
	struct check_ctx *l;
	bool changed;
};

/* ".key.key" of a string within its field. */
static void put_path(const struct js_place *at, struct buf *out)
{
	if (at == NULL)
		return;
	put_path(at->outer, out);
	if (str_known(at->key))
		buf_addf(out, ".%.*s", STR_ARG(at->key));
}

static struct str look_at_member(void *ctx, struct str was, const struct js_place *at)
{
	struct members *m = ctx;
	struct str field = m->l->path;
	struct buf path = BUF_INIT(BUF_UNBOUNDED);
	if (at && at->depth > MOST_DEPTH)
		return was;
	buf_adds(&path, field);
	put_path(at, &path);
	m->l->path = arena_dup(m->l->scratch, buf_str(&path));
	struct str now = look_at_text(m->l, was);
	m->l->path = field;
	m->changed |= !str_eq(was, now);
	buf_free(&path);
	return now;
}

static struct str look_at_json(struct check_ctx *l, struct str text)
{
	struct js *v;
	struct err e = ERR_INIT;
	if (text.n == 0 || (text.p[0] != '[' && text.p[0] != '{') || !js_parse(text, &v, &e))
		return text;  /* a number, true, null */
	struct buf out = BUF_INIT(BUF_UNBOUNDED);
	struct members m = { .l = l };
	js_map_strings(v, look_at_member, &m, &out);
	if (m.changed)
		text = arena_dup(l->a, buf_str(&out));
	buf_free(&out);
	js_free(v);
	return text;
}

/* The last word of S is the beginning of another word of it, and none itself: "… far more diffic", with "difficult" before. */
static bool ends_in_half_word(struct str s)
{
	enum { LEAST = 3, MOST = 30 };
	char z[MOST + 1];
	size_t from = s.n;
	while (from > 0 && is_alpha((unsigned char)s.p[from - 1]))
		from--;
	struct str word = str_from(s, from);
	if (word.n < LEAST || word.n > MOST)
		return false;
	memcpy(z, word.p, word.n);
	z[word.n] = '\0';
	bool begins = false;
	for (size_t at = 0; (at = str_find(s, z, at)) != STR_NONE && at < from; at++) {
		if (at > 0 && is_alpha((unsigned char)s.p[at - 1]))
			continue;
		if (!is_alpha((unsigned char)s.p[at + word.n]))
			return false;
		begins = true;
	}
	return begins;
}

/* Whether there is evidence that the abstract stops in the middle: it ends in dots or in half a word, or is one of the earlier
 * system's, which had 1,000 characters and no more. A missing full stop is none: abstracts end in addresses, too. */
static bool is_cut(const struct paper *p)
{
	enum { MOST = 1000, TRIMMED = 10 };
	struct str s = str_trim(p->abstract), whole = str_empty(p->received_abstract) ? p->abstract : p->received_abstract;
	size_t n = 0;
	if (check_ends_sentence(s) && !str_ends(s, "..") && !str_ends(s, "…"))
		return false;
	if (str_ends(s, "..") || str_ends(s, "…") || ends_in_half_word(s))
		return s.n > 0;
	for (size_t i = 0; i < whole.n; i++)
		n += ((unsigned char)whole.p[i] & 0xc0) != 0x80;
	return n <= MOST && n + TRIMMED > MOST;
}

/* Rules that look at the answer as a whole, too, behind all its texts. */
static const struct { const char *rule; void (*look)(struct check_ctx *l); } wholes[] = {
	{ "other-paper", whole_other_paper },
};

/* What they find is told of the longest field. */
static void look_at_whole(struct check_ctx *l, const struct summary *y)
{
	size_t longest = 0;
	for (size_t i = 0; i < y->n_fields; i++)
		if (y->fields[i].text.n > y->fields[longest].text.n)
			longest = i;
	if (y->n_fields == 0)
		return;
	l->field = y->fields[longest].name;
	for (size_t i = 0; i < COUNTOF(wholes); i++) {
		for (l->rule = 0; strcmp(rules[l->rule].name, wholes[i].rule) != 0;)
			l->rule++;
		l->severity = rules[l->rule].severity;
		l->rule_name = rules[l->rule].name;
		wholes[i].look(l);
	}
}

enum check_verdict check_answer(const struct answer_check *g, const struct paper *p, struct summary *y, struct arena *a,
                               check_fn *fn, void *ctx)
{
	if (g->mode == CHECK_OFF)
		return CHECK_PASSED;
	struct arena scratch = ARENA_INIT;
	struct paper known = *p;  /* what is not known is empty here */
	known.title = str_known(p->title) ? p->title : STR("");
	known.abstract = str_known(p->abstract) ? p->abstract : STR("");
	struct check_ctx l = { .g = g, .p = &known, .y = y, .a = a, .scratch = &scratch, .fn = fn, .ctx = ctx };
	l.source_cut = is_cut(&known);
	l.whole = str_known(g->text) ? likeness_whole(&known, g->text) : NULL;
	struct summary_field *fields = arena_alloc(a, (y->n_fields + 1) * sizeof *fields);
	for (size_t i = 0; i < y->n_fields; i++) {
		fields[i] = y->fields[i];
		l.field = l.path = fields[i].name;
		l.use = use_of(l.field, fields[i].json);
		l.language = language_of(l.field, g->lang);
		if (fields[i].json)
			fields[i].text = look_at_json(&l, fields[i].text);
		else
			fields[i].text = look_at_text(&l, fields[i].text);
	}
	look_at_whole(&l, y);
	if (g->mode == CHECK_MEND)
		y->fields = fields;
	likeness_free(l.whole);
	arena_free(&scratch);
	return g->mode == CHECK_MEND ? l.verdict : CHECK_PASSED;
}
