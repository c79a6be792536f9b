/* SPDX-License-Identifier: MIT
 * Closed lists of words, a row a word. */
#include "digest/choices.h"

#include "digest/cite.h"
#include "digest/render.h"
#include "digest/check.h"
#include "digest/summarizer.h"
#include "digest/source.h"

static bool nth(const struct opt_choice *rows, size_t n, size_t i, struct opt_choice *ret)
{
	if (i < n)
		*ret = rows[i];
	return i < n;
}
#define ROWS(...) \
	static const struct opt_choice rows[] = { __VA_ARGS__ }; \
	return nth(rows, COUNTOF(rows), i, ret)

bool choices_by(size_t i, struct opt_choice *ret)
{
	ROWS({ "announced", "when arXiv announced it", BY_ANNOUNCED },
	     { "submitted", "when version 1 was submitted, in UTC", BY_SUBMITTED });
}

bool choices_protocol(size_t i, struct opt_choice *ret)
{
	ROWS({ "jsonl", "one request and one reply a line", PROTOCOL_JSONL },
	     { "plain", "once a paper: text in, text out", PROTOCOL_PLAIN });
}

bool choices_gate(size_t i, struct opt_choice *ret)
{
	ROWS({ "mend", "mend, ask again, reject", CHECK_MEND },
	     { "warn", "only say what is wrong", CHECK_WARN },
	     { "off", "take answers as they are", CHECK_OFF });
}

bool choices_details(size_t i, struct opt_choice *ret)
{
	ROWS({ "notes", "footnotes", DETAILS_NOTES },
	     { "headings", "headings with ids", DETAILS_HEADINGS },
	     { "anchors", "HTML anchors", DETAILS_ANCHORS });
}

bool choices_labels(size_t i, struct opt_choice *ret)
{
	ROWS({ "number", "[^1], [^2] …", LABELS_NUMBER },
	     { "id", "[^2402-17010], for sites that show several digests on one page", LABELS_ID });
}

bool choices_title(size_t i, struct opt_choice *ret)
{
	ROWS({ "en", "the paper's own", TITLES_EN },
	     { "zh", "in Chinese", TITLES_ZH },
	     { "both", "one after the other", TITLES_BOTH });
}

bool choices_math(size_t i, struct opt_choice *ret)
{
	ROWS({ "keep", "as the dialect's readers draw it", MATH_KEEP },
	     { "text", "its TeX, as text", MATH_TEXT });
}

bool choices_front(size_t i, struct opt_choice *ret)
{
	ROWS({ "none", "none at all", FRONT_NONE },
	     { "yaml", "between lines ---", FRONT_YAML },
	     { "toml", "between lines +++", FRONT_TOML },
	     { "json", "one object", FRONT_JSON },
	     { "pelican", "lines Name: value", FRONT_PELICAN });
}

bool choices_color(size_t i, struct opt_choice *ret)
{
	ROWS({ "auto", "on a terminal, unless NO_COLOR is set", COLOR_AUTO },
	     { "always", "in files and pipes too", COLOR_ALWAYS },
	     { "never", "no colour", COLOR_NEVER });
}

bool choices_untraced(size_t i, struct opt_choice *ret)
{
	ROWS({ "mark", "it is noted in the record", UNTRACED_MARK },
	     { "drop", "items of lists that state it are left out, the rest is noted in the record", UNTRACED_DROP },
	     { "keep", "nothing is noted", UNTRACED_KEEP });
}

bool choices_refresh(size_t i, struct opt_choice *ret)
{
	ROWS({ "never", "no: the summary of the older text stays", REFRESH_NEVER },
	     { "top", "where --fulltext chooses the paper", REFRESH_TOP },
	     { "all", "always", REFRESH_ALL });
}

bool choices_open(size_t i, struct opt_choice *ret)
{
	ROWS({ "abs", "the page of the abstract", OPEN_ABS },
	     { "pdf", "the PDF", OPEN_PDF },
	     { "html", "the text as HTML", OPEN_HTML });
}

/* ---- Lists of other rooms ---- */

bool choices_announce(size_t i, struct opt_choice *ret)
{
	static const char *const helps[] = {
		[ANNOUNCE_NEW] = "submitted for the first time", [ANNOUNCE_CROSS] = "new, and also listed in this category",
		[ANNOUNCE_REPLACE] = "a new version", [ANNOUNCE_REPLACE_CROSS] = "a new version of a paper that is also listed here",
	};
	enum announce_type type = (enum announce_type)(i + ANNOUNCE_NEW);
	if (i + ANNOUNCE_NEW >= COUNTOF(helps))
		return false;
	*ret = (struct opt_choice){ announce_name(type).p, helps[type], (int)type };
	return true;
}

bool choices_road(size_t i, struct opt_choice *ret)
{
	static const char *const helps[] = {
		[ROAD_RSS] = "today's feeds", [ROAD_OAI] = "OAI-PMH, which also has earlier days", [ROAD_API] = "the API",
	};
	static_assert(COUNTOF(helps) == ROAD__COUNT, "a road without help");
	if (i + ROAD_RSS >= ROAD__COUNT)
		return false;
	*ret = (struct opt_choice){ road_name((enum road)(i + ROAD_RSS)), helps[i + ROAD_RSS], (int)i + ROAD_RSS };
	return true;
}

bool choices_format(size_t i, struct opt_choice *ret)
{
	const struct format *f = format_at(i);
	if (f)
		*ret = (struct opt_choice){ f->name, f->help, (int)i };
	return f != NULL;
}

bool choices_to(size_t i, struct opt_choice *ret)
{
	const struct cite_format *f = cite_format_at(i);
	if (f)
		*ret = (struct opt_choice){ f->name, f->help, (int)i };
	return f != NULL;
}

bool choices_dialect(size_t i, struct opt_choice *ret)
{
	const struct dialect *d = dialect_at(i);
	if (d)
		*ret = (struct opt_choice){ d->name, d->help, (int)i };
	return d != NULL;
}
