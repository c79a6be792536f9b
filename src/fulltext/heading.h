/* SPDX-License-Identifier: MIT
 * Headings of texts that do not mark them. */
#ifndef DIGEST_FULLTEXT_HEADING_H
#define DIGEST_FULLTEXT_HEADING_H

#include "internal.h"

enum { HEADING_MAX_LEVEL = 4 };
enum heading_kind { HEADING_SECTION, HEADING_WORKS, HEADING_CONTENTS };

/* The headings so far: a number that does not go on from them is no heading's. All zero at the start. */
struct headings {
	unsigned n[HEADING_MAX_LEVEL];
	int levels;
	unsigned roman;
	int letter;      /* of appendices, or of subsections of Roman sections: how many */
	bool appendix;   /* letters are appendices now */
	bool contents;   /* in a table of contents, whose lines end in page numbers */
};
struct heading {
	enum heading_kind kind;
	int level;
	struct str number, title;
};
/* Whether LINE is a heading. *REST: what stands behind it on the line (of an abstract), else empty. */
bool heading_of(struct headings *s, struct str line, struct heading *h, struct str *rest);

#endif
