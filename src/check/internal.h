/* SPDX-License-Identifier: MIT
 * Inside the check: one text of an answer, being looked at, and what rules need to look.
 *
 * A rule is a function over a struct check_ctx: it says what it finds by check_say(),
 * or what it has mended by check_mend(). The
 * rules behind it see the mended text, in every mode, so that one defect is told once. */
#ifndef CHECK_INTERNAL_H
#define CHECK_INTERNAL_H

#include "digest/check.h"
#include "digest/hash.h"
#include "digest/text.h"

/* What a text is for. */
enum check_use {
	USE_TITLE = 1,     /* one line, no full stop */
	USE_PROSE = 2,     /* sentences */
	USE_ITEM = 4,      /* a string in a list, or a word or two: anything goes that is no leftover */
	USE_ALL = 7,
};
/* What language it has to be in. */
enum check_language { LANGUAGE_HANS = 1, LANGUAGE_HANT = 2, LANGUAGE_ENGLISH = 4, LANGUAGE_OTHER = 8, LANGUAGE_ALL = 15 };
enum { LANGUAGE_CHINESE = LANGUAGE_HANS | LANGUAGE_HANT };

struct facts;
struct check_facts;
struct check_judged;
struct counterparts;
struct pairing;
struct feature;
struct likeness;

struct check_counts {
	size_t characters, han, latin, kana, foreign;  /* Latin letters; letters of other scripts */
};

/* How many of a text's Chinese words have an English one in the paper. Zeroed, it is empty. */
struct counterpart_fit {
	size_t n, shared; /* words, each once; those that the paper has */
	double surprise;  /* how unlikely that is of a text about any paper: less its likelihood's logarithm */
	uint64_t *seen;   /* which */
};

/* A set of hashes of stretches of a text. */
struct check_windows {
	uint64_t *slots;
	size_t mask;
};

struct check_ctx {
	const struct answer_check *g;
	const struct paper *p;
	const struct summary *y;
	struct arena *a;           /* of what stays: mended texts */
	struct arena *scratch;     /* of this call */
	check_fn *fn;
	void *ctx;
	enum check_verdict verdict;
	struct facts *facts; /* of the paper, made when first asked for */
	const struct check_facts *numbers;  /* the paper's, made when first asked for (figures.c) */
	struct check_windows prompt;/* of the instructions, made when first asked for */
	bool source_cut;           /* the abstract that we have stops in the middle: what is behind is not known */
	struct likeness *whole;    /* the paper with all of its text; NULL: that is not known */
	struct feature *features;  /* of all texts until now, each once (whose.c) */
	size_t n_features;
	const struct counterparts *counterparts; /* the paper's English words (counterparts.c) */
	struct counterpart_fit *fits, all_fits;  /* of each field, and of all of them */
	size_t n_notes;            /* of names that the paper does not have, until now */
	/* the text */
	struct str field, text;
	struct str path;             /* of the text within the answer: "sections.head" */
	enum md_format format;    /* what it may have of Markdown */
	enum check_use use;
	enum check_language language;
	size_t rule;
	enum check_severity severity;  /* the rule's, */
	const char *rule_name;        /* and its name */
	struct str plain, plain_of;  /* plain()'s, and of which text */
	uint64_t *groups;            /* may_have()'s */
	struct str groups_of;
	struct check_counts *counted; /* counted()'s */
	struct str counted_of;
	const struct check_judged *judged;  /* the figures that are wrong (figures.c) */
	struct str judged_of;
	struct pairing *pairing;     /* of the brackets (pairs.c) */
	struct str pairing_of;
};

/* The current rule has found something; FMT says what, for people and for the model that is asked again. */
void check_say(struct check_ctx *l, const char *fmt, ...) PRINTF_LIKE(2, 3);
/* The same, and the text is TEXT from now on (in A, or a part of the old one). Never empty. */
void check_mend(struct check_ctx *l, struct str text, const char *fmt, ...) PRINTF_LIKE(3, 4);

/* ---- Reading (text.c) ---- */

/* The text with each byte of mathematics replaced by a blank: offsets stay. */
struct str check_plain(struct check_ctx *l);
/* The text with what only numbers its parts as blanks, where it may have Markdown: items of lists, "[1]". Offsets stay. */
struct str check_unnumbered(struct check_ctx *l);
/* Han characters, iteration mark and 〇 included. */
bool is_han(uint32_t cp);
void check_count(struct str s, struct check_counts *ret);
/* The same of the text; counted once. */
const struct check_counts *check_counted(struct check_ctx *l);
/* How many bytes the text's last character has; 0 for "". */
size_t check_last(struct str s);
/* Whether S ends as a sentence does. */
bool check_ends_sentence(struct str s);
/* Where the last whole sentence of PLAIN ends (check_plain()'s text), before what is unfinished; 0: there is none. */
size_t check_whole_sentences(struct str plain);
/* Where the last MOST bytes of S begin, at a character's edge. */
size_t check_tail(struct str s, size_t most);
/* S as a string for messages: at most some 60 bytes of it, cut at a character's edge. */
struct str check_shown(struct str s);
/* Whether S begins with one of the strings of LIST, ended by NULL, letters of any case; its length. 0: none. */
size_t check_starts(struct str s, const char *const *list);
/* S without the strings of LIST, ended by NULL, that it begins with. */
struct str check_skip(struct str s, const char *const *list);
/* Where one of LIST's strings, of three bytes at least, begins in S at or after FROM; STR_NONE. */
size_t check_find(struct str s, const char *const *list, size_t from);
/* Whether the paper's title or abstract has one of LIST's strings. */
bool check_paper_says(const struct check_ctx *l, const char *const *list);
/* Whether Z, of N bytes, three at least, may be in the text: its first six bytes are,
 * by a set of the text's that is made
 * once for all rules and errs on this side only. */
bool check_may_have(struct check_ctx *l, const char *z, size_t n);
/* find() over the whole text; quick where it has nothing of LIST. */
size_t check_find_text(struct check_ctx *l, const char *const *list);
/* Of hashes that roll over a text. */
static const uint64_t check_base = 0x9e3779b97f4a7c15u;

/* ---- Chinese words and the paper's (counterparts.c) ---- */

/* Add the words of the text to TEXT and to ANSWER. */
void counterparts_count(struct check_ctx *l, struct counterpart_fit *text, struct counterpart_fit *answer);
/* How sure it is that a text is about the paper, of whose own texts' words it would have SHARE, and not about another
 * one: the logarithm of how many times likelier that is. 0 says nothing. */
double counterparts_sure(const struct counterpart_fit *fit, double share);

/* ---- The rules, by file ---- */

/* leftovers.c: what came along with the answer */
void rule_characters(struct check_ctx *l);
void rule_thinking(struct check_ctx *l);
void rule_stop_mark(struct check_ctx *l);
void rule_fence(struct check_ctx *l);
void rule_machine(struct check_ctx *l);
void rule_broken(struct check_ctx *l);
void rule_remark_inside(struct check_ctx *l);
void rule_label(struct check_ctx *l);
void rule_label_tail(struct check_ctx *l);
void rule_label_inside(struct check_ctx *l);
void rule_remark(struct check_ctx *l);
/* feed_header.c */
void rule_header(struct check_ctx *l);
void rule_title_arxiv(struct check_ctx *l);
void rule_header_inside(struct check_ctx *l);
/* prompt_echo.c */
void rule_placeholder(struct check_ctx *l);
void rule_prompt_echo(struct check_ctx *l);
/* refusal.c */
void rule_refusal(struct check_ctx *l);
/* markup.c */
void rule_table(struct check_ctx *l);
void rule_markup(struct check_ctx *l);
void rule_quotes(struct check_ctx *l);
/* script.c: the language */
void rule_no_han(struct check_ctx *l);
void rule_han_share(struct check_ctx *l);
void rule_english_run(struct check_ctx *l);
void rule_traditional_few(struct check_ctx *l);
void rule_traditional(struct check_ctx *l);
void rule_other_script(struct check_ctx *l);
void rule_not_english(struct check_ctx *l);
/* shape.c: sentences and lengths */
void rule_empty(struct check_ctx *l);
void rule_title_bilingual(struct check_ctx *l);
void rule_title_stop(struct check_ctx *l);
void rule_unfinished(struct check_ctx *l);
void rule_half_width(struct check_ctx *l);
void rule_double_stop(struct check_ctx *l);
void rule_dots(struct check_ctx *l);
void rule_cut(struct check_ctx *l);
void rule_final_mark(struct check_ctx *l);
void rule_loop(struct check_ctx *l);
void rule_sentence_twice(struct check_ctx *l);
void rule_too_short(struct check_ctx *l);
void rule_too_long(struct check_ctx *l);
void rule_same(struct check_ctx *l);
/* pairs.c */
void rule_list_mark(struct check_ctx *l);
void rule_bracket_width(struct check_ctx *l);
void rule_turned_quotes(struct check_ctx *l);
void rule_unpaired(struct check_ctx *l);
void rule_formula(struct check_ctx *l);
void rule_interval(struct check_ctx *l);
void rule_dollar(struct check_ctx *l);
/* figures.c */
void rule_number(struct check_ctx *l);
void rule_work(struct check_ctx *l);
void rule_percent(struct check_ctx *l);
void rule_magnitude(struct check_ctx *l);
void rule_unit(struct check_ctx *l);
/* negation.c */
void rule_negation(struct check_ctx *l);
/* whose.c: is it about this paper? */
void rule_other_paper(struct check_ctx *l);
void whole_other_paper(struct check_ctx *l);
/* facts.c */
/* Whether the paper has the word, or spells it out. */
bool name_known(struct check_ctx *l, struct str w);
void rule_name(struct check_ctx *l);
void rule_link(struct check_ctx *l);
void rule_term(struct check_ctx *l);

/* ---- Marks of a chat's form (chat_marks.c) ---- */

/* The first one in S from FROM on that the paper does not have in its own words; STR_NONE. */
size_t check_chat_mark(const struct check_ctx *l, struct str s, size_t from);
/* The text without those at its beginning; and behind a text that is whole without all that follows one, another turn of the chat. */
struct str check_without_chat_marks(const struct check_ctx *l);

#endif
