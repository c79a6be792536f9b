/* SPDX-License-Identifier: MIT
 * What is wrong with an answer: the rules that look at each text of it. */
#ifndef DIGEST_CHECK_H
#define DIGEST_CHECK_H

#include "digest/err.h"
#include "digest/glossary.h"
#include "digest/markdown_tree.h"
#include "digest/paper.h"

/* Whether CP is a Han character that is written otherwise in simplified Chinese (data/traditional.tsv). */
bool han_is_traditional(uint32_t cp);

/* ---- Is an answer about its paper? (likeness.c) ---- */

/* The papers of a run (and others, for what is rare among papers), by the words and numbers that an answer about them
 * keeps. */
struct likeness;
struct likeness *likeness_new(void);
/* P is not kept. In proportion to its text; memory: four bytes a word of it. */
void likeness_add(struct likeness *l, const struct paper *p);
/* All papers are added: to be called before the check uses it, and again when more were added. */
void likeness_ready(struct likeness *l);
/* As new. */
void likeness_clear(struct likeness *l);
void likeness_free(struct likeness *l);  /* NULL is fine */

/* ---- The check (rules.c): what may be shown ---- */

enum check_mode {
	CHECK_MEND,            /* mend what can be mended safely, ask again, reject */
	CHECK_WARN,            /* only say what is wrong */
	CHECK_OFF,
};

/* A rule is a row in rules.c: its name, what it looks at, and one of these. */
enum check_severity { CHECK_REPAIR, CHECK_NOTE, CHECK_RETRY, CHECK_REJECT };
const char *check_severity_name(enum check_severity s);  /* "repair", "warn", "retry", "reject" */
enum { CHECK_MOST_RULES = 64 };
size_t check_rules(void);                               /* how many there are */
const char *check_rule_name(size_t i);
const char *check_rule_help(size_t i);                  /* one line: the defect's definition */
enum check_severity check_rule_severity(size_t i);

struct check_finding {
	size_t rule;
	struct str field;
	enum check_severity severity;
	struct str what;      /* for people and for the model that is asked again: "says 42 %, which the paper does not" */
};
typedef void check_fn(void *ctx, const struct check_finding *f);

/* The same text, asked for what it has. Figures that it does not have, and works that its bibliography lacks, are
 * findings. */
enum check_place { CHECK_TEXT_SILENT, CHECK_TEXT_HAS, CHECK_TEXT_LACKS }; /* SILENT: that is not looked up */
struct check_text {
	/* The figure at AT to END of TEXT, a text of the answer. */
	enum check_place (*figure)(void *ctx, struct str text, size_t at, size_t end);
	/* The first work that TEXT of the field FIELD names and it lacks, a part of TEXT; STR_NULL: none. */
	struct str (*work)(void *ctx, struct str field, struct str text);
	void *ctx;
};

struct answer_check {
	enum check_mode mode;
	struct str text;      /* the paper's whole text, where the answer was written from it: what stands there the paper says. STR_NULL: none */
	const struct check_text *traced; /* NULL: there is none */
	bool untraced_stay;             /* with it: what it lacks is told, and keeps no answer from being shown */
	struct str prompt;    /* the style's instructions: what is said back out of them is no answer. May be STR_NULL */
	struct str lang;      /* of the fields: "zh-Hans"; fields named …_en are English */
	struct md_fields marks;  /* which texts may have Markdown: what they may is no finding */
	const struct glossary *glossary;  /* NULL: none */
	const struct likeness *papers;   /* of the run: an answer that fits another of them better is none. NULL: not known */
	const char *const *phrases;  /* of the question, which no answer says: lower case, ended by NULL. May be NULL */
};
enum check_verdict { CHECK_PASSED, CHECK_ASK_AGAIN, CHECK_REFUSED };
/* Look at Y, an answer about P, field by field; numbers and lists (field->json) by their strings. FN (may be NULL) is
 * told of each finding, borrowed during the call. In CHECK_MEND what can be mended is: fields are replaced, their strings
 * in A. In CHECK_WARN and CHECK_OFF nothing changes and all pass. Time linear in the texts. */
enum check_verdict check_answer(const struct answer_check *g, const struct paper *p, struct summary *y, struct arena *a,
                               check_fn *fn, void *ctx);

#endif
