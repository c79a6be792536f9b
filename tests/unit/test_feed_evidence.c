/* SPDX-License-Identifier: MIT
 * Whose batch a feed holds, a row a case. Days are of March 2026: Monday 9 to Friday 13. */
#include "src/harvest/feed_evidence.h"
#include "tests/unit/plain_tap.h"

enum { MARCH = 20260300, MOST = 10 };

/* Entries: "KEY type[xN] [known DAY] [FROM-UNTIL]", a comma between; FROM-UNTIL as OAI-PMH's record has it. */
static const struct {
	int line;
	const char *items;
	int dated, same, highest;    /* days; a key */
	bool gapless, listed;
	int of_day;
	const char *want;            /* of the feed asked for on the 11th */
} rows[] = {
	/* What the store knows. */
	{ __LINE__, "14 new", 0, 0, 13, true, false, 0, "of the day" },
	{ __LINE__, "14 new", 0, 0, 13, false, false, 0, "doubtful" },              /* the days between are not known */
	{ __LINE__, "14 new", 0, 0, 0, true, false, 0, "doubtful" },                /* a first run */
	{ __LINE__, "14 new", 0, 0, 0, false, false, 0, "doubtful" },
	{ __LINE__, "12 new, 13 new", 0, 0, 13, true, false, 0, "against" },        /* no identifier is new */
	{ __LINE__, "9 new, 14 new", 0, 0, 13, true, false, 0, "of the day" },      /* one was held back, its identifier was not */
	{ __LINE__, "14 cross", 0, 0, 13, true, false, 0, "of the day" },
	{ __LINE__, "2 cross", 0, 0, 13, true, false, 0, "doubtful" },              /* a paper of any age can be cross-listed */
	{ __LINE__, "2 cross, 3 replace", 0, 0, 13, true, false, 0, "doubtful" },
	{ __LINE__, "12 new, 2 cross", 0, 0, 13, true, false, 0, "against" },
	{ __LINE__, "12 new, 14 cross", 0, 0, 13, true, false, 0, "against" },
	{ __LINE__, "2 replace", 0, 0, 13, true, false, 0, "doubtful" },            /* identifiers say nothing of replacements */
	{ __LINE__, "12 new known 10, 13 new known 10", 0, 0, 13, true, false, 0, "of 10" },
	{ __LINE__, "12 new known 10", 0, 0, 0, false, false, 0, "of 10" },
	{ __LINE__, "8 new known 9, 12 new known 10, 13 new known 10", 0, 0, 13, true, false, 0, "of 10" },
	{ __LINE__, "12 new known 10, 14 new, 15 new", 0, 0, 13, true, false, 0, "against" },  /* both at once cannot be */
	{ __LINE__, "14 new", 0, 10, 13, true, false, 0, "of 10" },                 /* the very same entries */
	/* Its own date. */
	{ __LINE__, "14 new", 11, 0, 13, true, false, 0, "of the day" },
	{ __LINE__, "14 new", 10, 0, 13, true, false, 0, "against" },
	{ __LINE__, "14 new", 11, 0, 0, false, false, 0, "doubtful" },              /* a fresh date proves nothing */
	{ __LINE__, "14 new", 12, 0, 13, true, false, 0, "doubtful" },
	{ __LINE__, "14 new 11-11", 12, 0, 13, true, true, 1, "of the day" },
	/* OAI-PMH has the last word, but not the first on what it does not have. */
	{ __LINE__, "14 new 11-11", 0, 0, 0, false, true, 1, "of the day" },
	{ __LINE__, "14 new 11-11, 9 new 9-11", 0, 0, 0, false, true, 1, "of the day" },       /* one was held back */
	{ __LINE__, "12 new 10-10, 13 new 10-10", 0, 0, 0, false, true, 1, "of 10 for certain" },
	{ __LINE__, "12 new 10-10, 13 new 10-10", 0, 0, 0, false, true, 0, "of 10 for certain" },  /* nothing new today */
	{ __LINE__, "12 new 10-10, 13 new 10-10", 0, 0, 13, true, true, 1, "of 10 for certain" },  /* whatever the store says */
	{ __LINE__, "12 new 10-11, 13 new 10-10", 0, 0, 0, false, true, 1, "of 10 for certain" },  /* one was changed since */
	{ __LINE__, "12 new 10-11", 0, 0, 0, false, true, 1, "of 10" },             /* all were changed since: not for certain */
	{ __LINE__, "12 new 10-11", 0, 0, 0, false, true, 0, "of the day" },        /* one that was held back, and no other paper */
	{ __LINE__, "12 new known 10 10-11", 0, 0, 0, false, true, 0, "of 10" },
	{ __LINE__, "7 new 6-10, 12 new 10-10, 13 new 10-10", 0, 0, 0, false, true, 2, "of 10 for certain" },
	{ __LINE__, "3 new", 0, 0, 13, true, true, 2, "against" },                  /* so old that the list begins later */
	{ __LINE__, "14 new", 0, 0, 13, true, true, 0, "of the day" },              /* the list is behind the feed */
	{ __LINE__, "14 new", 0, 0, 0, false, true, 0, "doubtful" },
	{ __LINE__, "2 replacex2 11-11", 0, 0, 0, false, true, 1, "of the day" },
	{ __LINE__, "2 replacex2 10-10", 0, 0, 0, false, true, 1, "of 10 for certain" },
	{ __LINE__, "2 replacex2 10-10, 3 replacex2 9-10", 0, 0, 0, false, true, 1, "of 10 for certain" },
	/* The calendar says that there is none today: by it, what came is tomorrow's. */
	{ __LINE__, "14 new 12-11, 15 new 12-11", 0, 0, 0, false, true, 0, "of the day" },
	{ __LINE__, "12 new 10-10", 0, 0, 0, false, true, 0, "of 10 for certain" },
};

/* Whether all of the 11th is in a feed of that day. */
static const struct {
	int line;
	const char *items;
	bool listed;
	int lacking;
	const char *want;
} extents[] = {
	{ __LINE__, "14 new", false, 0, "unconfirmed" },
	{ __LINE__, "14 new 11-11", true, 0, "whole" },
	{ __LINE__, "14 new 11-11", true, 1, "lacks" },
	{ __LINE__, "14 new", true, 1, "lacks" },                     /* the list is late with one, and has another */
	{ __LINE__, "14 new, 15 new 11-11", true, 0, "unconfirmed" }, /* it can be late with more */
	{ __LINE__, "2 replacex2, 14 new", true, 0, "unconfirmed" },
	{ __LINE__,
	  "1 new 11-11, 2 new 11-11, 3 new 11-11, 4 new 11-11, 5 new 11-11, 6 new 11-11, 7 new 11-11, 8 new 11-11, 9 "
	  "new 11-11, 10 new",
	  true, 0, "whole" },
	{ __LINE__,
	  "1 new 11-11, 2 new 11-11, 3 new 11-11, 4 new 11-11, 5 new 11-11, 6 new 11-11, 7 new 11-11, 8 new 11-11, 10 "
	  "new",
	  true, 0, "unconfirmed" },
};

static int32_t day_of(struct str number)
{
	uint64_t n = 0;
	bool ok = str_number(number, 31, &n);
	return ok && n ? MARCH + (int32_t)n : 0;
}

/* A word of an entry into X. */
static void read_word(struct str word, bool *known_next, struct feed_item *x)
{
	static const char *const types[] = { "", "new", "cross", "replace", "replace-cross" };
	struct str left = word, right;
	uint64_t n;
	if (*known_next) {
		x->known = day_of(word);
		*known_next = false;
	} else if (str_is(word, "known")) {
		*known_next = true;
	} else if (str_number(word, 1000, &n)) {
		x->key = (int64_t)n;
	} else if (str_cut(&left, '-', &right) && is_digit((unsigned char)word.p[0])) {
		x->recorded = true;
		x->from = day_of(right);
		x->until = day_of(left);
	} else {
		struct str name = word;
		size_t at = str_find(word, "x", 0);
		x->version = 1;
		if (at != STR_NONE && str_number(str_from(word, at + 1), 99, &n)) {
			x->version = (int)n;
			name = str_head(word, at);
		}
		for (int i = 1; i < (int)COUNTOF(types); i++)
			if (str_is(name, types[i]))
				x->type = (enum announce_type)i;
	}
}

static size_t read_items(const char *text, struct feed_item items[MOST])
{
	struct str rest = str_of(text), entry, word;
	size_t n = 0;
	while (str_cut(&rest, ',', &entry)) {
		struct str words = str_trim(entry);
		bool known_next = false;
		items[n] = (struct feed_item){ 0 };
		while (str_cut(&words, ' ', &word))
			read_word(word, &known_next, &items[n]);
		n++;
	}
	return n;
}

static int32_t march(int day) { return day ? MARCH + day : 0; }

static void put_verdict(enum feed_verdict verdict, int32_t earlier, bool certain, struct buf *out)
{
	static const char *const names[] = { [FEED_DOUBTFUL] = "doubtful", [FEED_AGAINST] = "against", [FEED_OF_DAY] = "of the day" };
	if (verdict == FEED_OF_EARLIER)
		buf_addf(out, "of %d%s", earlier - MARCH, certain ? " for certain" : "");
	else
		buf_addz(out, names[verdict]);
}

static void look_at_extents(struct tap *t)
{
	static const char *const names[] = {
		[FEED_UNCONFIRMED] = "unconfirmed", [FEED_LACKS] = "lacks", [FEED_WHOLE] = "whole"
	};
	for (size_t i = 0; i < COUNTOF(extents); i++) {
		struct feed_item items[MOST];
		const struct feed_evidence v = { .day = march(11),
			                         .items = items,
			                         .n = read_items(extents[i].items, items),
			                         .listed = extents[i].listed,
			                         .lacking = (size_t)extents[i].lacking };
		tap_same(t, str_of(names[feed_extent(&v)]), str_of(extents[i].want), __FILE__, extents[i].line);
	}
}

int main(void)
{
	struct tap t = { 0, 0 };
	look_at_extents(&t);
	for (size_t i = 0; i < COUNTOF(rows); i++) {
		struct feed_item items[MOST];
		struct buf got = BUF_INIT(256);
		int32_t earlier;
		bool certain;
		const struct feed_evidence v = {
			.day = march(11), .dated = march(rows[i].dated), .same = march(rows[i].same), .items = items,
			.n = read_items(rows[i].items, items), .highest = rows[i].highest, .gapless = rows[i].gapless,
			.listed = rows[i].listed, .of_day = (size_t)rows[i].of_day,
		};
		enum feed_verdict verdict = feed_judge(&v, &earlier, &certain);
		put_verdict(verdict, earlier, certain, &got);
		tap_same(&t, buf_str(&got), str_of(rows[i].want), __FILE__, rows[i].line);
		buf_free(&got);
	}
	return tap_done(&t);
}
