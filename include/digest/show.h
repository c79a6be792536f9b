/* SPDX-License-Identifier: MIT
 * `digest show`: all that the store and the kept texts know of a paper. Nothing is asked for, nothing changed. */
#ifndef DIGEST_SHOW_H
#define DIGEST_SHOW_H

#include "digest/interest.h"
#include "digest/run_io.h"
#include "digest/store.h"
#include "digest/texts.h"

struct show_question {
	const char *style;      /* whose summary is wanted: without one it is said why; other styles' are shown as well */
	const char *templates;  /* a folder with styles, to look in first; may be NULL */
	bool json;              /* one object a paper (data/README.md), a line each */
	bool fulltext;          /* with the whole text, of the highest version up to the one shown of which there is one */
	struct interests *interests;  /* by which the paper is scored, term by term; NULL: it is not */
	int width;              /* of lines for people; 0: paragraphs stay one line each */
	bool colour, ambiguous_wide;
};

/* Print what is known of the paper ID, canonical, through WORLD's out: of its VERSION, or (0) the highest. *FOUND: there is such a one, else
 * nothing is printed. A record that is damaged, and a text that was wanted and is not there, are warnings of WORLD's log. STORE is not to be
 * in a batch; TEXTS may be NULL. ERR_STORE, ERR_INTERRUPTED, and those of out. */
bool show_paper(struct store *store, struct texts *texts, struct str id, int version, const struct show_question *q,
                const struct run_io *world, bool *found, struct err *e) NODISCARD;

#endif
