/* SPDX-License-Identifier: MIT
 * Inside the room: what is known of a paper, gathered (gather.c), then put as lines for people (lines.c) or as JSON (object.c). */
#ifndef SHOW_INTERNAL_H
#define SHOW_INTERNAL_H

#include "digest/show.h"
#include "digest/vec.h"

struct shown_version {
	struct store_version v;
	struct paper p;           /* of one that is damaged the identifier and the version alone */
	struct text_known text;   /* TEXT_UNKNOWN: nothing is known */
};

struct shown_summary {
	struct str style;
	int version;              /* of the paper */
	struct summary y;         /* SUMMARY_NONE: there is none, or it is damaged */
	bool damaged;
	/* Why the page of its style waits for it; status SUMMARY_OK: it does not. */
	enum summary_status status;
	enum pending_reason why;
	struct str words;
};

struct shown {
	struct arena a;
	struct str id;
	size_t at;                           /* which version is shown */
	VEC(struct shown_version) versions;  /* the highest first */
	VEC(struct store_announcement) announcements;
	VEC(struct shown_summary) summaries; /* those of higher versions first */
	VEC(struct store_showing) pages;
	size_t text;                         /* the version whose text is shown; versions.n: none is there */
};

/* ---- gather.c ---- */

/* What there is of ID; *FOUND: that version is known. *RET is to be freed whatever is returned. */
bool shown_gather(struct store *store, struct texts *texts, struct str id, int version, const struct show_question *q,
                  const struct log *log, struct shown *ret, bool *found, struct err *e) NODISCARD;
void shown_free(struct shown *s);

/* Text I of a record that versions are compared by: "title", "abstract", "comment", "authors", "categories" (lists with signs between); in A.
 * False behind the last. STR_NULL: not known. */
bool shown_text(const struct paper *p, size_t i, struct arena *a, const char **name, struct str *ret);

/* ---- lines.c, object.c ---- */

void shown_put_lines(const struct shown *s, const struct show_question *q, struct buf *out);
void shown_put_object(const struct shown *s, const struct show_question *q, struct buf *out);

#endif
