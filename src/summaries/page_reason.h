/* SPDX-License-Identifier: MIT
 * Why a paper waits, in the few words that a page has for it. */
#ifndef SUMMARIES_PAGE_REASON_H
#define SUMMARIES_PAGE_REASON_H

#include "digest/paper.h"

/* The words of Y's reason for a page in the language LANG: of a row of paper/reason.c, or Y's own, borrowed, where a summarizer's
 * command said them and they are short and harmless. Y's own are for the log and the report: they may name paths, hosts and what a
 * command wrote to standard error. */
struct str page_reason(const struct summary *y, struct str lang);

#endif
