/* SPDX-License-Identifier: MIT
 * The glossary in memory: its terms by the phrases that they begin with (glossary.c), and by their Chinese (glossary_forms.c). */
#ifndef CHECK_GLOSSARY_H
#define CHECK_GLOSSARY_H

#include <string.h>

#include "digest/arena.h"
#include "digest/vec.h"
#include "src/check/internal.h"

struct term {
	struct str name;      /* as the file writes it */
	struct str wanted;    /* the form to write: the first, or the name */
	struct strs forms;    /* accepted ones, folded */
	struct strs wrong;    /* what it is not, folded: "!变压器" of Transformer */
	uint32_t *hashes;     /* of the forms; 0: no feature */
	unsigned line;
};

/* A phrase with which a term begins. */
struct prefix {
	struct str phrase;    /* folded; NULL: a free slot */
	size_t term;          /* the one that it is; STR_NONE: it only begins some */
};

/* A form by its first two characters. */
struct form {
	struct str text;      /* folded; NULL: a free slot */
	uint32_t hash;
	bool loose;           /* short, and not the first one: a word of many meanings */
};

struct glossary {
	struct form *forms;   /* all of them, a table by the first two characters */
	size_t forms_mask;
	uint64_t begins[1024];  /* a set of the first three bytes that phrases begin with, and below of forms' first two characters */
	uint64_t two[1024];
	struct arena a;
	VEC(struct term) terms;
	struct prefix *table;
	size_t size, used;    /* size is a power of two */
};

/* Most words begin no term, and most characters no form: a bit tells, without a look at the tables. */
static inline unsigned glossary_bit(const char *p, size_t n)
{
	uint64_t v = 0;
	memcpy(&v, p, n);
	return (unsigned)(v * 0x9e3779b97f4a7c15u >> 48);
}
static inline bool glossary_is_in(const uint64_t *set, unsigned bit) { return set[bit >> 6] >> (bit & 63) & 1; }
static inline void glossary_put_in(uint64_t *set, unsigned bit) { set[bit >> 6] |= (uint64_t)1 << (bit & 63); }

enum { BEGINS = 3, TWO_HAN = 6 };  /* bytes */

/* All terms are in: make the tables of their forms. */
void glossary_make_forms(struct glossary *g);

#endif
