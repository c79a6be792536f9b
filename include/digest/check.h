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
/* All papers are added: to be called before the gate uses it, and again when more were added. */
void likeness_ready(struct likeness *l);
/* As new. */
void likeness_clear(struct likeness *l);
void likeness_free(struct likeness *l);  /* NULL is fine */

/* ---- The gate (rules.c): what may be shown ---- */

enum gate_mode {
	GATE_MEND,            /* mend what can be mended safely, ask again, reject */
	GATE_WARN,            /* only say what is wrong */
	GATE_OFF,
};

/* A rule is a row in rules.c: its name, what it looks at, and one of these. */
enum gate_severity { GATE_REPAIR, GATE_NOTE, GATE_RETRY, GATE_REJECT };
const char *gate_severity_name(enum gate_severity s);  /* "repair", "warn", "retry", "reject" */
enum { GATE_MOST_RULES = 64 };
size_t gate_rules(void);                               /* how many there are */
const char *gate_rule_name(size_t i);
const char *gate_rule_help(size_t i);                  /* one line: the defect's definition */
enum gate_severity gate_rule_severity(size_t i);

struct gate_finding {
	size_t rule;
	struct str field;
	enum gate_severity severity;
	struct str what;      /* for people and for the model that is asked again: "says 42 %, which the paper does not" */
};
typedef void gate_fn(void *ctx, const struct gate_finding *f);

/* The same text, asked for what it has. Figures that it does not have, and works that its bibliography lacks, are
 * findings. */
enum gate_place { GATE_TEXT_SILENT, GATE_TEXT_HAS, GATE_TEXT_LACKS }; /* SILENT: that is not looked up */
struct gate_text {
	/* The figure at AT to END of TEXT, a text of the answer. */
	enum gate_place (*figure)(void *ctx, struct str text, size_t at, size_t end);
	/* The first work that TEXT of the field FIELD names and it lacks, a part of TEXT; STR_NULL: none. */
	struct str (*work)(void *ctx, struct str field, struct str text);
	void *ctx;
};

struct gate {
	enum gate_mode mode;
	struct str text;      /* the paper's whole text, where the answer was written from it: what stands there the paper says. STR_NULL: none */
	const struct gate_text *traced; /* NULL: there is none */
	bool untraced_stay;             /* with it: what it lacks is told, and keeps no answer from being shown */
	struct str prompt;    /* the style's instructions: what is said back out of them is no answer. May be STR_NULL */
	struct str lang;      /* of the fields: "zh-Hans"; fields named …_en are English */
	struct md_fields marks;  /* which texts may have Markdown: what they may is no finding */
	const struct glossary *glossary;  /* NULL: none */
	const struct likeness *papers;   /* of the run: an answer that fits another of them better is none. NULL: not known */
	const char *const *phrases;  /* of the question, which no answer says: lower case, ended by NULL. May be NULL */
};
enum gate_verdict { GATE_PASSED, GATE_ASK_AGAIN, GATE_REFUSED };
/* Look at Y, an answer about P, field by field; numbers and lists (field->json) by their strings. FN (may be NULL) is
 * told of each finding, borrowed during the call. In GATE_MEND what can be mended is: fields are replaced, their strings
 * in A. In GATE_WARN and GATE_OFF nothing changes and all pass. Time linear in the texts. */
enum gate_verdict gate_check(const struct gate *g, const struct paper *p, struct summary *y, struct arena *a, gate_fn *fn,
                             void *ctx);

#endif
