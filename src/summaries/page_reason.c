/* SPDX-License-Identifier: MIT
 * A page is public and a cron job's mail is not: of what is not ours only that is let through which a summarizer's author wrote for the
 * page, a reply's own error. */
#include "src/summaries/page_reason.h"

enum { MOST_OWN_WORDS = 80 };

/* Few words without anything that looks like a path, an address or a key. */
static bool harmless(struct str full)
{
	size_t run = 0;
	for (size_t i = 0; i < full.n; i++) {
		unsigned char c = (unsigned char)full.p[i];
		if (c == '/' || c == '\\' || c == '=' || c == '@' || c < ' ')
			return false;
		run = is_alnum(c) || c == '-' || c == '_' || c == '.' ? run + 1 : 0;
		if (run > 20)
			return false;
	}
	return full.n > 0 && full.n <= MOST_OWN_WORDS;
}

struct str page_reason(const struct summary *y, struct str lang)
{
	bool own = y->why == REASON_NONE || y->why == REASON_REPORTED;
	return own && harmless(y->reason) ? y->reason : pending_reason_words(own ? REASON_REPORTED : y->why, lang);
}
