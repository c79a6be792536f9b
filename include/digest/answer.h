/* SPDX-License-Identifier: MIT
 * What a summarizer answered, read against what the style asks for: its schema, and JSON as models write it. */
#ifndef DIGEST_ANSWER_H
#define DIGEST_ANSWER_H

#include "digest/err.h"
#include "digest/markdown_tree.h"
#include "digest/paper.h"
#include "digest/text.h"

/* Limits, each with a test. */
enum {
	SUMMARY_MOST_TOKENS = 1000000000,  /* that one request may say it took; more is nonsense, and not told */
};

/* What a style asks for; borrowed. */
struct summary_style {
	struct str name;      /* "footnote" */
	struct str lang;      /* "zh-Hans" */
	struct str prompt;    /* prompt.txt: the instructions */
	struct str schema;    /* schema.json: JSON Schema of the answer */
	struct strs keys;     /* the schema's properties, in its order */
	struct strs required; /* those an answer must have */
	struct md_fields marks; /* which of its texts may have Markdown, and what of it */
	double answer_tokens, answer_ratio;  /* an answer takes so many tokens, and so many more for each of the paper's title and abstract;
	                       * both 0: not said */
	bool as_is;           /* answers' texts are not cleaned; summarize() sets it, where the check is off */
};

/* What a style asks that is written from whole texts. */
struct summary_reading {
	bool reads;                        /* it is one */
	struct strs cites;                 /* the fields that name other works */
	struct summary_style whole;        /* all its fields, as one question: what its answers are kept by */
	const struct summary_style *asks;  /* the questions: that one, or its fields parted into several */
	size_t n_asks;
	const unsigned *sections;          /* of each question: the roles (1 << fulltext_role) of the sections that it is given beside what all
	                                    * are given; NULL: each is given all of the text */
};

/* ---- The schema (schema.c, schema_check.c, schema_fit.c) ---- */

/* Read a style's schema.json into STYLE's keys (the properties' names, in order) and required; strings in A.
 * ERR_CONFIG: no JSON, no properties, or one that the record's summary object uses itself (status, lang, …). */
bool summary_schema_read(struct str text, struct arena *a, struct summary_style *style, struct err *e) NODISCARD;
/* Whether NAME is what a record keeps in the summary object beside the answer's fields: "reads", "evidence" … */
bool summary_own_key(struct str name);
/* The schema TEXT with those of its properties alone that are KEYS (schema_part.c); in A. ERR_CONFIG: no JSON. */
bool summary_schema_part(struct str text, struct strs keys, struct arena *a, struct str *ret, struct err *e) NODISCARD;
/* The schema TEXT without its members "x-markdown" (schema_marks.c), byte for byte: what summarizers are asked by. In A, or TEXT. */
struct str summary_schema_asked(struct str text, struct arena *a);
struct schema;

/* The schema, read once. NULL, where TEXT is empty or no JSON: nothing is known about types. */
struct schema *schema_new(struct str text);
void schema_free(struct schema *s);
/* The schema on one line; "{}" for NULL. */
struct str schema_line(const struct schema *s);

/* ---- What came back (answer.c, lenient_json.c, backslash.c) ---- */

/* How answers were rescued that were not what was asked for, in known ways (answer.c); each is counted. */
enum rescue {
	RESCUE_THINKING,             /* <think>…</think> before the answer */
	RESCUE_FENCE,                /* a code fence around it */
	RESCUE_TALK,                 /* words before or behind the object */
	RESCUE_NESTED,               /* the object alone in an array, or in another one under a name of its own */
	RESCUE_BACKSLASH,            /* TeX in strings with single backslashes: \frac, \beta, \nu */
	RESCUE_CONTROL,              /* raw line ends or tabs in strings */
	RESCUE_QUOTE,                /* "…" inside a string without backslashes */
	RESCUE_FOREIGN,              /* strings, names, words as other languages write them: “x”, 'x', {x: …}, None */
	RESCUE_COMMA,                /* a comma before } or ], or none between two members */
	RESCUE_NUMBER,               /* "4" where the schema wants a number */
	RESCUE_CUT,                  /* the object ends early, but every required field is whole */
	RESCUE_LABELS,               /* lines "label: value" instead of an object */
	RESCUE__COUNT
};
const char *rescue_name(enum rescue r);  /* "thinking", "fence", … */

/* Make a summary of the answer object V. False: it lacks something; E says what (ERR_INPUT). Strings in A or V. TeX
 * whose backslashes JSON took ("\nu" read as a line end and "u") is as it was written, a number that stands in a string
 * is one where the schema wants it; both are counted in RESCUED, an array of RESCUE__COUNT (may be NULL). */
bool answer_check(const struct schema *schema, const struct summary_style *style, const struct js *v, struct arena *a,
                  unsigned long *rescued, struct summary *ret, struct err *e) NODISCARD;
/* Read a text that should be an answer: JSON, strictly and then in all the ways of enum rescue, or `label: value` lines.
 * Each way that it took is counted once in RESCUED, an array of RESCUE__COUNT (may be NULL), if the answer is good. */
bool answer_from_text(const struct schema *schema, const struct summary_style *style, struct str text, struct arena *a,
                      unsigned long *rescued, struct summary *ret, struct err *e) NODISCARD;
/* The same of a text that may be half of one: nothing that its end could have cut is an answer. BARE: nor is anything but one object,
 * with no word beside it, for where models think there are drafts, too. */
bool answer_whole(const struct schema *schema, const struct summary_style *style, struct str text, bool bare, struct arena *a,
                  unsigned long *rescued, struct summary *ret, struct err *e) NODISCARD;

#endif
