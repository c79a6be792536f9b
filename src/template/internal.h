/* SPDX-License-Identifier: MIT
 * A parsed template: per file a tree of ops, laid out flat in the order of the text. A section knows where its
 * inside ends, so that walking the tree is counting up, and skipping a section is one assignment. */
#ifndef TEMPLATE_INTERNAL_H
#define TEMPLATE_INTERNAL_H

#include "digest/arena.h"
#include "digest/template.h"
#include "digest/vec.h"

enum op_type {
	OP_TEXT,      /* literal text */
	OP_INDENT,    /* a line of a partial begins with a tag: the partial's indentation goes before it */
	OP_VALUE,     /* {{x}} */
	OP_RAW,       /* {{{x}}}, {{&x}} */
	OP_SECTION,   /* {{#x}}: the ops up to `to` */
	OP_INVERTED,  /* {{^x}}: the same */
	OP_PARTIAL,   /* {{>x}}: the file `to` */
};

struct op {
	enum op_type type;
	int line;                 /* of a tag */
	struct str text;          /* OP_TEXT: what to print; OP_PARTIAL: its indentation; else the name, dots and all */
	const struct str *parts;  /* the name cut at its dots */
	uint32_t n_parts;         /* 0: the name is "." */
	uint32_t to;
	bool line_start;          /* OP_TEXT: begins a line of its file; OP_PARTIAL: stands alone on one */
};

struct file {
	const char *name;    /* for messages */
	struct str partial;  /* what tags call it; not known for files[0], the template itself */
	struct str text;
	VEC(struct op) ops;  /* texts and names are views into `text` */
};

struct template {
	struct arena arena;
	VEC(struct file) files;
};

#endif
