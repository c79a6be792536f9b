/* SPDX-License-Identifier: MIT
 * Inside the room: how like a paper a text is. Features are what a text in either language keeps of a paper: Latin
 * words, names and numbers by their letters and digits. */
#ifndef CHECK_LIKENESS_H
#define CHECK_LIKENESS_H

#include "digest/check.h"
#include "digest/text.h"

enum feature_kind {
	FEATURE_WORD,   /* a Latin word in lower case */
	FEATURE_NAME,   /* with capitals or digits: LampNet, GPT */
	FEATURE_NUMBER, /* of two digits and more */
};

struct feature {
	uint32_t hash;
	enum feature_kind kind;
	struct str text;
};

struct features {
	struct feature *v;
	size_t n;
};

/* The features of an answer's TEXT, each once, in A. ENGLISH: capitals make no name of a word. */
struct features features_of(struct str text, bool english, struct arena *a);

/* The features of P with TEXT, all of its text: likeness_free(). */
struct likeness *likeness_whole(const struct paper *p, struct str text) NODISCARD;

/* How much of a text's features, by weight, a paper has. */
struct fit {
	double weight, shared;     /* of all features, and of those that the paper has */
	size_t strong, strong_shared;  /* names and numbers, how many of them the paper has */
};
/* WHOLE (may be NULL) has P alone, with all of its text: likeness_whole(). KNOWN (may be NULL) says whether P has a
 * name otherwise, spelled out. */
struct fit fit_of(const struct likeness *l, const struct paper *p,
                  const struct likeness *whole, const struct features *f, bool (*known)(void *ctx, struct str name),
                  void *ctx);
/* The paper of L that fits F best, but P: its number, and *FIT; STR_NONE: none has anything of it. */
size_t fit_best(const struct likeness *l, const struct paper *p, const struct features *f, struct fit *fit);
size_t likeness_papers(const struct likeness *l);  /* how many; 0 for NULL */
/* The id of paper I. */
struct str likeness_id(const struct likeness *l, size_t i);

#endif
