/* SPDX-License-Identifier: MIT
 * Why a paper waits, in the few words that a page has for it. */
#ifndef APP_REASON_H
#define APP_REASON_H

#include "digest/err.h"
#include "digest/summarizer.h"

/* The full text is for the log and the report: it may name paths, hosts and what a command wrote to standard error. What
 * comes back is free of them, in the language LANG; of a row, or borrowed from FULL, where a summarizer's own word is short
 * and harmless. KIND: of the error that stopped the summarizer, ERR_NONE: this paper alone. */
struct str reason_for_page(const struct summarizer_options *how, struct str full, enum err_kind kind);

#endif
