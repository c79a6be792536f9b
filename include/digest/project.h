/* SPDX-License-Identifier: MIT
 * Where a paper's code and its own page are, as its authors say it: told by rule from comment, abstract and whole text, never by a
 * model. Pure functions. */
#ifndef DIGEST_PROJECT_H
#define DIGEST_PROJECT_H

#include "digest/fulltext.h"

enum project_kind { PROJECT_CODE, PROJECT_PAGE, PROJECT__COUNT };

/* One address of each kind, the first that was found: as it is written, "https://" put before one without a scheme. Empty: none. */
struct project {
	struct str links[PROJECT__COUNT];
};

/* What TEXT, a comment or an abstract, says; what TO has already stays. An address counts if its host keeps code or projects' pages, or if its
 * sentence calls it code or project page: addresses of authors' own texts are mostly theirs. Strings in A or of TEXT. */
void project_of_text(struct str text, struct arena *a, struct project *to);
/* The same of a whole text, which names others' code, too: here the sentence has to say that the authors give it away. Related work is passed
 * over. Strings in A or of F. */
void project_of_form(const struct fulltext *f, struct arena *a, struct project *to);

#endif
