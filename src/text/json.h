/* SPDX-License-Identifier: MIT
 * A JSON value as it is read: for json_read.c, which makes trees, and json.c, which looks into them and writes. */
#ifndef TEXT_JSON_H
#define TEXT_JSON_H

#include "digest/arena.h"
#include "digest/text.h"

struct js {
	enum js_type type;
	struct str key;            /* a member's */
	union {
		struct str text;       /* a string's characters; a number as it is written */
		struct {
			struct js *v;      /* items, members */
			size_t n;
		};
	};
};

struct root {
	struct js v;
	struct arena a;            /* the text, and all that is below v */
};

/* Where, from S[I] on, a byte is not ASCII or needs an escape in a JSON string; S.n: nowhere. */
size_t json_skip_plain(struct str s, size_t i);

#endif
