/* SPDX-License-Identifier: MIT
 * Whose batch a feed holds. A feed can repeat an earlier day's batch under fresh dates, so it is believed only where
 * what is known from elsewhere agrees: the days that are known already, the order of identifiers, OAI-PMH's records.
 * Pure.
 *
 * arXiv gives identifiers in the order of announcement: each new paper of a batch has a higher one than those of all
 * batches before it. A paper that OAI-PMH has is public, and none is announced before the batch that its submission
 * fell into (moderation may hold it back, so it may be a later one) nor after the day of its record's last change.
 *
 * OAI-PMH has a batch at 22:30 of the evening before, feeds turn over at midnight: so it knows all that a feed can
 * show. */
#ifndef HARVEST_FEED_EVIDENCE_H
#define HARVEST_FEED_EVIDENCE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "digest/paper.h"

/* Days are numbers here, as day_number() gives them (20260311); 0: not known. */

struct feed_item {
	int64_t key;                 /* arxiv_id.sort_key */
	int version;
	enum announce_type type;
	int32_t known;               /* an earlier day on which the store has it as new in its primary category */
	bool recorded;               /* OAI-PMH's list has it: */
	int32_t from;                /*   the batch that this version's submission fell into */
	int32_t until;               /*   the last day on which a feed can have shown this version as news */
};

struct feed_evidence {
	int32_t day;                 /* the day (Eastern) on which the feed was asked for */
	int32_t dated;               /* the day that the feed says of itself */
	int32_t same;                /* the earlier day that had the very same entries */
	const struct feed_item *items;
	size_t n;
	/* The days before, from whatever road: the highest identifier that one of them announced (0: none is known), and
	 * whether all of them from that one on are known. */
	int64_t highest;
	bool gapless;
	/* OAI-PMH: its list from the announcement day before DAY on came, all of it; and how many of its announcements can be of
	 * no day before DAY. */
	bool listed;
	size_t of_day;
	size_t lacking; /* how many papers DAY announced by its records that are not among the entries */
};

enum feed_verdict {
	FEED_DOUBTFUL,               /* nothing tells */
	FEED_AGAINST,                /* what there is speaks against DAY, and names no other day for certain */
	FEED_OF_DAY,
	FEED_OF_EARLIER,             /* it is the batch of *EARLIER */
};

/* Of a feed of DAY: whether all of the day is in it. */
enum feed_extent {
	FEED_UNCONFIRMED, /* OAI-PMH cannot say: there is no list, or it has not got as far as the feed */
	FEED_LACKS,       /* a part is missing */
	FEED_WHOLE,
};

enum feed_extent feed_extent(const struct feed_evidence *v);

/* EARLIER may be 0 where the verdict is another. *CERTAIN: OAI-PMH's records name the earlier day, and no entry contradicts. */
enum feed_verdict feed_judge(const struct feed_evidence *v, int32_t *earlier, bool *certain);

#endif
