/* SPDX-License-Identifier: MIT
 * Mustache (mustache.github.io, spec 1.4: comments, delimiters, interpolation, inverted, partials, sections),
 * parsed once, rendered often. It knows no papers: values come by callback. */
#ifndef DIGEST_TEMPLATE_H
#define DIGEST_TEMPLATE_H

#include "digest/buf.h"
#include "digest/err.h"

struct template;

/* Where partials come from: the text of NAME in *RET, borrowed until the next call. False: there is none. */
struct template_loader {
	bool (*load)(void *ctx, struct str name, struct str *ret);
	void *ctx;
};

/* Limits, each met by a test. */
enum {
	TEMPLATE_MAX_BYTES = 1024 * 1024,
	TEMPLATE_MAX_DEPTH = 64,      /* sections within sections, partials within partials */
};

/* Parse TEXT, which NAME (a path, for messages) holds. TEXT is copied. On success *RET is the caller's, to be given
 * to template_free(). A fault is ERR_CONFIG: "NAME:LINE: …". LOADER may be NULL: then no partial is found and each
 * is empty, as the spec has it. */
bool template_parse(const char *name, struct str text, const struct template_loader *loader, struct template **ret,
                    struct err *e) NODISCARD;
void template_free(struct template *t);

/* A value. Its kind of text is passed on to the escape function: the engine does not look into it. */
enum value_type { VALUE_NONE, VALUE_FALSE, VALUE_TRUE, VALUE_TEXT, VALUE_OBJECT, VALUE_LIST };

struct value {
	enum value_type type;
	struct str text;          /* VALUE_TEXT; an empty one is false in a section */
	int kind;                 /* for the escape function; 0 is plain text */
	const struct value_ops *ops;  /* VALUE_OBJECT, VALUE_LIST */
	void *ctx;
};

struct value_ops {
	/* VALUE_OBJECT: the member NAME (no dots); VALUE_NONE if there is none. Texts stay valid until the next item
	 * of the innermost list. */
	struct value (*get)(void *ctx, struct str name);
	/* VALUE_LIST: start again from the first item. */
	void (*rewind)(void *ctx);
	/* VALUE_LIST: the next item in *RET. False at the end, or on failure, then E is set (its kind is not ERR_NONE). */
	bool (*next)(void *ctx, struct value *ret, struct err *e);
};

struct template_out {
	/* Append TEXT, escaped for where it goes. RAW: it came from {{{x}}} or {{&x}}. */
	void (*escape)(void *ctx, struct buf *out, struct str text, int kind, bool raw);
	void *ctx;
	/* Called now and then with what has come so far, which it may write away (and buf_clear()); NULL: all stays in
	 * the buffer. */
	bool (*flush)(void *ctx, struct buf *out, struct err *e);
};

/* Render T with the object ROOT into OUT. False: a list failed, or flush did; E says why. */
bool template_render(const struct template *t, struct value root, const struct template_out *how, struct buf *out,
                     struct err *e) NODISCARD;

/* Call FN for each name that a tag of T uses, with its line: to find unknown fields before anything is fetched. */
bool template_each_name(const struct template *t, bool (*fn)(void *ctx, struct str name, int line, struct err *e),
                        void *ctx, struct err *e) NODISCARD;

#endif
