/* SPDX-License-Identifier: MIT
 * Mustache (mustache.github.io, spec 1.4: comments, delimiters, interpolation, inverted, partials, sections),
 * parsed once, rendered often. It knows no papers: values come by callback. */
#ifndef DIGEST_TEMPLATE_H
#define DIGEST_TEMPLATE_H

#include "digest/buf.h"
#include "digest/err.h"

struct template;

/* Where partials come from: the text of NAME in *RET, borrowed until the next call. False: there is none, and the
 * tag prints nothing, as the spec has it (a caller that wants an error instead notes the name in CTX). */
struct template_loader {
	bool (*load)(void *ctx, struct str name, struct str *ret);
	void *ctx;
};

/* Limits, each met by a test. */
enum {
	TEMPLATE_MAX_BYTES = 1024 * 1024,  /* of the text, and of each partial's */
	TEMPLATE_MAX_DEPTH = 64,           /* sections and partials within one another */
	TEMPLATE_MAX_PARTIALS = 256,       /* different ones */
	TEMPLATE_FLUSH = 64 * 1024,        /* how much the buffer may hold before flush() is called */
};

/* Parse TEXT, which NAME (a path, for messages) holds, and the partials it asks for, each once. Texts and NAME are
 * copied; a byte order mark is dropped, line ends stay as they are. On success *RET is the caller's, to be given to
 * template_free(). A fault is ERR_CONFIG: "NAME:LINE: …", in a partial "NAME (partial P):LINE: …". LOADER may be
 * NULL: then there are no partials. A partial that stands alone on its line is indented as that line is, its empty
 * lines are not. Lambdas, parents, blocks and dynamic names are not in the core: the last three are faults. */
bool template_parse(const char *name, struct str text, const struct template_loader *loader, struct template **ret,
                    struct err *e) NODISCARD;
/* NULL is fine. */
void template_free(struct template *t);

/* A value. Its kind of text is passed on to the escape function: the engine does not look into it.
 * As a section: NONE, FALSE, an empty TEXT and an empty LIST are false; all others are what "." and names mean
 * inside. As a tag: TEXT is printed, all others print nothing. NONE means that the object has no such member, so
 * that outer objects are asked too; a member that is there and empty is FALSE or an empty TEXT. */
enum value_type { VALUE_NONE, VALUE_FALSE, VALUE_TRUE, VALUE_TEXT, VALUE_OBJECT, VALUE_LIST };

struct value {
	enum value_type type;
	struct str text;          /* VALUE_TEXT; an empty one is false in a section */
	int kind;                 /* for the escape function; 0 is plain text */
	const struct value_ops *ops;  /* VALUE_OBJECT, VALUE_LIST; a VALUE_TEXT may have members, too: else NULL */
	void *ctx;
};

struct value_ops {
	/* VALUE_OBJECT: the member NAME (no dots); VALUE_NONE if there is none. Texts stay valid until the next item
	 * of the innermost list. */
	struct value (*get)(void *ctx, struct str name);
	/* VALUE_LIST: start again from the first item. */
	void (*rewind)(void *ctx);
	/* VALUE_LIST: the next item in *RET. False at the end, or on failure, then E is set (its kind is not ERR_NONE).
	 * OPS and CTX name the list: while it runs, a section over the same two is a fault, for it would take the items
	 * away from the outer one. */
	bool (*next)(void *ctx, struct value *ret, struct err *e);
};

struct template_out {
	/* Append TEXT, escaped for where it goes. RAW: it came from {{{x}}} or {{&x}}. NULL: texts are appended as they
	 * are. What it sees at the end of OUT is what came before, unless flush() has just emptied it. */
	void (*escape)(void *ctx, struct buf *out, struct str text, int kind, bool raw);
	void *ctx;
	/* Called after an item of a list once OUT holds TEMPLATE_FLUSH bytes: it may write them away (and buf_clear()).
	 * What is in OUT at the end is the caller's to write. NULL: all stays in the buffer. */
	bool (*flush)(void *ctx, struct buf *out, struct err *e);
};

/* Render T with ROOT, mostly an object, into OUT. Memory does not grow with the number of items. False, and E says
 * why: a list or flush() failed (their error, as it is), partials went too deep or a list was used within itself
 * (ERR_CONFIG with the place), OUT passed its ceiling (ERR_INPUT). */
bool template_render(const struct template *t, struct value root, const struct template_out *how, struct buf *out,
                     struct err *e) NODISCARD;

/* Whether no partial of T calls itself, directly or through others; ERR_CONFIG with the place of the call that does. It is
 * legal Mustache, ends where the values do, and template_render() stops it at TEMPLATE_MAX_DEPTH: this is for callers that want to
 * know before there are values. At most TEMPLATE_MAX_PARTIALS calls deep. */
bool template_check_partials(const struct template *t, struct err *e) NODISCARD;
/* Whether no section of LIST stands inside another one, also by way of partials: a list cannot be gone through while it is
 * being gone through. T's partials are in order. ERR_CONFIG "NAME:LINE: …". */
bool template_check_list(const struct template *t, struct str list, struct err *e) NODISCARD;

/* Call FN for each name that a tag of T and its partials uses, dots included, "." left out, with its place, so that
 * unknown fields are found before anything is fetched. FILE is "NAME" or "NAME (partial P)". False as soon as FN is. */
bool template_each_name(const struct template *t,
                        bool (*fn)(void *ctx, struct str name, const char *file, int line, struct err *e), void *ctx,
                        struct err *e) NODISCARD;

#endif
