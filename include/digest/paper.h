/* SPDX-License-Identifier: MIT
 * The record: what passes between the stages. In memory a struct paper, outside one JSON object a line.
 *
 * Every string of a paper is borrowed from somewhere that lives longer: an arena, a parser's buffers, a row of
 * the store. A paper owns nothing and is never freed. STR_NULL means "not known"; "" means "known to be empty". */
#ifndef DIGEST_PAPER_H
#define DIGEST_PAPER_H

#include "digest/arena.h"
#include "digest/buf.h"
#include "digest/err.h"
#include "digest/log.h"

/* arXiv's announce types, strongest first; the numbers are stored. */
enum announce_type { ANNOUNCE_UNKNOWN, ANNOUNCE_NEW, ANNOUNCE_CROSS, ANNOUNCE_REPLACE, ANNOUNCE_REPLACE_CROSS };

struct str announce_name(enum announce_type t);              /* "new" …; STR_NULL for unknown */
enum announce_type announce_parse(struct str s);             /* unknown for anything else */

struct author {
	struct str name;
	struct strs affiliations;
};

enum summary_status { SUMMARY_NONE, SUMMARY_OK, SUMMARY_PENDING, SUMMARY_REJECTED, SUMMARY_EXTRACT };
struct str summary_status_name(enum summary_status s);       /* "ok", "pending" …; STR_NULL for none */
enum summary_status summary_status_parse(struct str s);      /* none for anything else */

/* Why a summary is pending or was rejected. The numbers are kept in stores: new ones go behind the last. */
enum pending_reason {
	REASON_NONE,           /* not known: an older record or store has its words alone */
	REASON_BUDGET,         /* the run may spend no more */
	REASON_TIME,           /* no answer within the time limit */
	REASON_ANSWER_LENGTH,  /* the answer is too long */
	REASON_FILTERED,       /* by the provider */
	REASON_REFUSED,        /* by the model */
	REASON_PAPER_LENGTH,   /* the paper is too long for the model */
	REASON_FORM,           /* the answer is not what the schema asks for */
	REASON_CHECKS,         /* the answer did not pass the checks */
	REASON_NO_ANSWER,      /* the endpoint did not answer */
	REASON_NOT_TAKEN,      /* the endpoint does not take this request, and does not say why */
	REASON_ENDPOINT,       /* the endpoint cannot be used */
	REASON_COMMAND,        /* the summarizer's command failed */
	REASON_REPORTED,       /* the summarizer's command says why, in its own words */
	REASON_ACCOUNT,        /* key refused, no balance, or unknown model */
	REASON_BUSY,           /* the endpoint */
	REASON_INTERRUPTED,    /* the run */
	REASON_CONFIGURATION,
	REASON_OTHER_STYLE,    /* the summary that there is, is of another style */
	REASON_LACKS_FIELD,    /* or lacks one that the style requires */
	REASON_NO_ABSTRACT,
	REASON_NOT_ASKED,      /* no summarizer was asked about it yet: there is no summary, or an extract alone */
	REASON_TEXT,           /* the whole text is not there yet */
	REASON__COUNT
};
struct str pending_reason_name(enum pending_reason r);           /* "budget", "time" …; STR_NULL for none */
enum pending_reason pending_reason_parse(struct str s);          /* none for anything else */
/* What a page says of it in the language LANG ("zh-Hans"); STR_NULL for none. */
struct str pending_reason_words(enum pending_reason r, struct str lang);
/* What comes next for a paper that waits as STATUS (SUMMARY_REJECTED, else it counts as pending) for that reason, in a few words of a
 * page: that the next run asks again, or what has to be put right first. STR_NULL for none. */
struct str pending_remedy(enum pending_reason r, enum summary_status status, struct str lang);
/* Append the same for the user of the program, in English, with its options and commands. */
void pending_advice(enum pending_reason r, enum summary_status status, struct buf *out);

/* One of the fields that the style's schema asks for: title, tldr, tldr_en, abstract, … */
struct summary_field {
	struct str name;
	struct str text;  /* a string's characters; for any other JSON value its compact JSON, with `json` set */
	bool json;
};

struct summary {
	enum summary_status status;  /* SUMMARY_NONE: there is no summary object */
	enum pending_reason why;     /* why it is pending or was rejected; */
	struct str lang, style, model, created, reason;  /* REASON: the same in words */
	struct summary_field *fields;
	size_t n_fields;
	int64_t prompt_tokens, completion_tokens, cached_tokens;  /* -1: not known */
};
#define SUMMARY_INIT { .prompt_tokens = -1, .completion_tokens = -1, .cached_tokens = -1 }

/* The field's text, or STR_NULL. */
struct str summary_get(const struct summary *s, const char *name);

/* The first of the fields REQUIRED that Y has not, or has with nothing in it; NULL: it has them all. */
const char *summary_lacks(const struct summary *y, struct strs required);

enum tri { TRI_UNKNOWN, TRI_NO, TRI_YES };

struct paper {
	struct str id;       /* canonical, without version */
	int version;         /* 0: not known */
	struct str title;
	struct author *authors;
	size_t n_authors;
	int authors_omitted; /* how many the source left out */
	bool authors_known;
	struct str abstract; /* paragraphs separated by one LF */
	struct strs categories;  /* the first is the primary one */
	struct str announced;    /* YYYY-MM-DD, US Eastern */
	enum announce_type announce_type;
	struct str published, updated;  /* RFC 3339, UTC */
	struct str link;
	struct str comment, journal_ref, doi, license, msc_class, acm_class, report_no, submitter;
	enum tri withdrawn;
	struct str received_title, received_abstract, received_link;  /* the source's form where cleaning changed it */
	struct str source;   /* the road: api, rss, atom, rdf, oai, kaggle, cn-chat-arxiv, jsonl */
	struct summary summary;
	struct str extra;    /* unknown keys as JSON members, `"k":v,"k2":v2` without braces; passed through */
};
#define PAPER_INIT { .summary = SUMMARY_INIT }

/* Where papers go. P is borrowed during put(). False stops the producer, which passes E on. */
struct paper_sink {
	bool (*put)(void *ctx, const struct paper *p, struct err *e);
	void *ctx;
};

/* The rows of fields.c: the string-valued keys of a record by name, for the reader, the writer, the templates. */
struct paper_field {
	const char *name;   /* the record's key; "received.title" for a nested one */
	size_t offset;      /* of the struct str in struct paper */
};
extern const struct paper_field paper_fields[];
extern const size_t paper_n_fields;
struct str *paper_field(struct paper *p, const struct paper_field *f);
struct str paper_get(const struct paper *p, const struct paper_field *f);

/* ---- Words: what searches and expressions look through, as words_put() makes it, a blank before the whole ---- */

enum paper_text { PAPER_TITLE, PAPER_ABSTRACT, PAPER_AUTHORS, PAPER_OTHER, PAPER_SUMMARY, PAPER_TEXTS };
/* "title", "abstract", "authors", "other" (comment, journal reference, report number, DOI, identifier), "summary". */
extern const char *const paper_text_names[PAPER_TEXTS];
/* Append the words of what P has of it: nothing but the blank where it has nothing. Between two fields or names stands a word that no
 * text has, so that no phrase reaches from one into the next; a name with hyphens or apostrophes stands there in all its forms. */
void paper_words(const struct paper *p, enum paper_text which, struct buf *out);
/* Append the words of a person's name: an apostrophe parts none (O'Neill is oneill), nor, with JOIN, a hyphen (Fei-Fei is feifei). */
void name_words(struct str name, bool join, struct buf *out);

/* ---- Packed: a paper as bytes of this machine, for a spool that the same process reads back ---- */

void paper_pack(const struct paper *p, struct buf *out);
/* The opposite: the strings point into BYTES, the lists live in A. BYTES must come from paper_pack(). */
struct paper paper_unpack(struct str bytes, struct arena *a);

/* ---- Announcement days: dates of the US Eastern time zone, by its rules since 2007 ----
 *
 * A DAY is text, YYYY-MM-DD, and must be valid: day_valid(), day_parse(). RET may be DAY itself; what is written stays
 * between 0000-01-01 and 9999-12-31. A time T is in seconds since 1970, UTC. */

enum { DAY_SIZE = sizeof "YYYY-MM-DD" };

/* The Eastern date at T. */
void day_eastern(int64_t t, char ret[DAY_SIZE]);
/* When DAY begins in Eastern time: a feed of that day is out from then on. DAY ends where the next one begins, after
 * 23 or 25 hours if the clocks change. */
int64_t day_begins(const char *day);
/* DAY moved by N days. */
void day_add(const char *day, int n, char ret[DAY_SIZE]);
/* Whether S is a date of the calendar, written YYYY-MM-DD. */
bool day_valid(struct str s);
/* A day as keys have it, and back: "2026-11-20" is 20261120; what is no day is 0, and 0 is "". */
int32_t day_number(struct str day);
struct str day_text(int32_t day, char ret[DAY_SIZE]);
/* How days are put together on pages. */
enum day_period { PERIOD_ALL, PERIOD_DAY, PERIOD_WEEK, PERIOD_MONTH, PERIOD_YEAR };
/* The day that stands for DAY's period, as a number: a week's Thursday, which is in the year that ISO 8601 counts the week to; the first of a
 * month, of a year; of PERIOD_ALL, and where DAY is 0, it is 0. */
int32_t day_of_period(int32_t day, enum day_period period);
/* Append what the period of DAY is called: "2026-11-20", "2026-W47", "2026-11", "2026"; nothing where DAY is none. */
void day_put_period(struct str day, enum day_period period, struct buf *out);
/* The first and the last day of the period that DAY is in; of PERIOD_ALL it is DAY itself. */
void day_period_begin(const char *day, enum day_period period, char ret[DAY_SIZE]);
void day_period_end(const char *day, enum day_period period, char ret[DAY_SIZE]);
/* Read a day as people type it: YYYY-MM-DD, today, yesterday, 3d, 2w (that long before today). TODAY is an Eastern
 * date. ERR_USAGE with what is understood. */
bool day_parse(struct str word, const char *today, char ret[DAY_SIZE], struct err *e) NODISCARD;

/* arXiv's schedule (arxiv.org/help/availability), in Eastern time. A freeze at 14:00 (until 2016 at 16:00), Monday to
 * Friday, closes a batch of new papers, cross-lists and replacements; the mailing at 20:00 makes it public, the same
 * evening, Friday's on Sunday; its announcement day is the day after the mailing: Monday (what came from Thursday
 * 14:00 to Friday 14:00), Tuesday (Friday to Monday), Wednesday, Thursday, Friday. On a holiday (data/holidays.tsv)
 * there is neither freeze nor mailing, and the next batch is the longer. So it is the day *after* a holiday that has
 * no announcement; the holiday itself has that of the evening before. A holiday on a Thursday makes Monday's batch
 * begin on Wednesday. After one on a Friday nothing is frozen that Sunday evening could send: Monday has no
 * announcement, and Tuesday's batch begins on Thursday. Moderation may hold a paper back for days: what the schedule
 * says of a paper is its earliest day. */

/* What a run knows of days without mailing beside the built-in table: those of a user's file. A year of which it has a day is listed
 * by it, and nothing of it is guessed; years of the table are listed by both together. C below may be NULL: the table alone. */
enum { CALENDAR_MAX_FILE = 1024 * 1024, CALENDAR_MAX_DAYS = 4000, CALENDAR_MAX_WORKED = 8 };
struct calendar {
	const int32_t *days;         /* as numbers, 20270118, sorted; borrowed */
	size_t n;
	int32_t worked[CALENDAR_MAX_WORKED];  /* guessed to be holidays, and learned to be none */
	size_t n_worked;
};
#define CALENDAR_INIT { .n = 0 }
/* Read PATH, in the form of data/holidays.tsv: lines YYYY-MM-DD, TAB, weekday, in any order; # begins a remark. NULL: there is none. The days
 * live in A.
 * ERR_FILE; ERR_CONFIG "PATH:LINE: …" (no date, not that weekday, too many days); ERR_INPUT: too large. */
bool calendar_read(const char *path, struct arena *a, struct calendar *ret, struct err *e) NODISCARD;

/* Whether an announcement is due on DAY. */
bool calendar_due(const struct calendar *c, const char *day);
/* Whether the schedule can be relied on for DAY: the table of holidays (with the user's) covers the years of its batch, from the freeze
 * that opened it to the evening before DAY. Outside of them holidays are guesses: the federal ones that arXiv keeps; a
 * day that is not due by a guess may be due, and the other way round. Even inside, closures that arXiv made known later may be missing. Weekends are always known. */
bool calendar_known(const struct calendar *c, const char *day);
/* Whether an announcement is due on DAY, or is not by a guess alone: then OAI-PMH has to say whether there was one. */
bool calendar_perhaps(const struct calendar *c, const char *day);
void calendar_next_perhaps(const struct calendar *c, const char *day, char ret[DAY_SIZE]);
/* The first announcement day after DAY, and the last one before it. */
void calendar_next(const struct calendar *c, const char *day, char ret[DAY_SIZE]);
void calendar_previous(const struct calendar *c, const char *day, char ret[DAY_SIZE]);
/* The announcement day of what is submitted at T. A submission at 14:00:00 has missed the freeze. */
void calendar_batch(const struct calendar *c, int64_t t, char ret[DAY_SIZE]);
/* A paper that was submitted at T is announced by STAMP, a day. Where a guess alone says that it cannot be, the guess is wrong: C takes
 * the day for one of work from then on. */
void calendar_learn(struct calendar *c, int64_t t, const char *stamp);
/* When the papers announced on DAY were submitted: at *FROM or later, before *TO. The windows of announcement days
 * follow one another without a gap. False, with nothing written: no announcement is due on DAY. */
bool calendar_window(const struct calendar *c, const char *day, int64_t *from, int64_t *to) NODISCARD;
/* The newest announcement day that feeds have shown at T: they turn at 0:00. If it is not the Eastern date at T, they
 * are empty by now, as on weekends. */
void calendar_in_feeds(const struct calendar *c, int64_t t, char ret[DAY_SIZE]);
/* The newest announcement day that is public at T: from 20:00 the evening before, four hours ahead of the feeds. */
void calendar_public(const struct calendar *c, int64_t t, char ret[DAY_SIZE]);

/* ---- JSON (data/README.md, "The record") ---- */

/* Read one record from LINE (one JSON object; a BOM before it is passed over). The strings live in A.
 * Keys that it does not name go to `extra`. A wrong type, a missing id or title, an unusable id:
 * ERR_INPUT with the reason. Nothing is cleaned here. A version written into the id ("2401.00001v2") is moved
 * to `version`. An id may be missing where the link holds one. */
bool paper_from_json(struct str line, struct arena *a, struct paper *ret, struct err *e) NODISCARD;

/* Append the record as one JSON object, without a line feed, keys in its order. */
void paper_to_json(const struct paper *p, struct buf *out);
/* Append the summary object alone. */
void summary_to_json(const struct summary *s, struct buf *out);
/* Read a summary's fields from the JSON object TEXT into *RET (strings in A); the opposite of summary_to_json(). */
bool summary_from_json(struct str text, struct arena *a, struct summary *ret, struct err *e) NODISCARD;

/* ---- Identifiers (arxiv.org/help/arxiv_identifier) ---- */

struct arxiv_id {
	struct str id;      /* canonical: archive in lower case, no subject class, no version */
	int version;        /* 0: none given */
	int64_t sort_key;   /* year, month, scheme, number: newer ids are greater */
};

/* Read an identifier: "2402.17010", "2402.17010v2", "arXiv:…", "oai:arXiv.org:…", "math.GT/0309136v1".
 * The canonical form is S itself where possible, else built in A. False: not an identifier. */
bool arxiv_id_parse(struct str s, struct arena *a, struct arxiv_id *ret) NODISCARD;
/* What the identifier of a record may be: one of arXiv's, or "local:NAME", a paper that is only a file of the user's. A NAME has letters,
 * digits, ".", "-", "_" and what is not ASCII, begins with none of the first two signs, and has at most ID_MOST_LOCAL bytes; it has no version
 * in it, and sort_key makes it older than all of arXiv's. Roads, addresses and announcements are arXiv's alone: who asks for them takes
 * arxiv_id_parse(). */
enum { ID_MOST_LOCAL = 100 };
bool paper_id_parse(struct str s, struct arena *a, struct arxiv_id *ret) NODISCARD;
/* The NAME of a "local:NAME"; STR_NULL: it is none. */
struct str paper_id_local(struct str id);
/* The identifier in an address: what stands behind /abs/, /pdf/, /html/, /src/, /e-print/ or /ps/. */
bool arxiv_id_from_link(struct str link, struct arena *a, struct arxiv_id *ret) NODISCARD;
/* The same as people paste it, in one word: an identifier or an address of arXiv's or doi.org's, with or without https, "arXiv:"
 * or "doi:", ".pdf", a query, a fragment, quotes or brackets around it; upper and lower case are one, but in an archive's class.
 * Only what there can be: a month, and as many digits as that month's identifiers have. */
bool arxiv_id_from_words(struct str s, struct arena *a, struct arxiv_id *ret) NODISCARD;
/* The same, or "local:NAME". */
bool paper_id_from_words(struct str s, struct arena *a, struct arxiv_id *ret) NODISCARD;

/* ---- Categories (data/categories.tsv) ---- */

/* The canonical name of a category: aliases (math.IT → cs.IT) and dead archives (cmp-lg → cs.CL) resolved.
 * A name that is not known is returned as it is. The result is static or S itself. */
struct str category_canonical(struct str s);
/* Whether the taxonomy has it, under this name or another. */
bool category_known(struct str s);
/* The I-th name of the table, by the alphabet, former names too; STR_NULL behind the last. */
struct str category_name_at(size_t i);
/* Whether it is an archive ("cs", "physics", "hep-th"): what a feed or category_under() can be asked for. */
bool category_is_archive(struct str s);
/* The group of a category or archive: "cs" of cs.CL, "physics" of hep-th; STR_NULL if it is not known. */
struct str category_group(struct str s);
/* Whether an archive has categories below it ("cs": cs.AI …); "hep-th" has none. */
bool category_has_subjects(struct str archive);
/* "Computation and Language"; STR_NULL if it is not known. */
struct str category_title(struct str s);
/* Whether CATEGORY falls under ASKED: the same, or ASKED is its archive ("cs" takes "cs.CL", "physics" "physics.optics"). */
bool category_under(struct str category, struct str asked);
/* Try all names of categories and archives as what N's word was meant to be. */
struct nearest;
void category_nearest(struct nearest *n);
/* Whether A and B are two names of one category (math.IT, cs.IT). */
bool category_same(struct str a, struct str b);

/* ---- Cleaning: from the roads' forms to the record's ---- */

/* How a road writes its text; rules.c says which rules that brings. */
enum paper_form {
	FORM_RECORD,     /* records from files: anything may be in them, suffix and prefix included */
	FORM_API,        /* API Atom: wrapped, UTF-8 */
	FORM_FEED,       /* RSS 2.0 and the Atom feed: announce prefix, TeX */
	FORM_RDF,        /* legacy RDF: title suffix, escaped HTML */
	FORM_OAI,        /* OAI arXiv, oai_dc: wrapped, UTF-8 */
	FORM_TEX,        /* OAI arXivRaw, arXivOld, Kaggle: wrapped, TeX, authors in one string */
};

/* What a source hands to the cleaner: a paper with raw strings, and what needs parsing first. */
struct raw_paper {
	struct paper paper;        /* title, abstract, link, comment … as received; authors where the road lists them */
	enum paper_form form;
	struct str authors_text;   /* authors in one string, where the road has them so; else STR_NULL */
};

/* What was done, for messages and reports. */
struct clean_counts {
	unsigned long controls, bidi, entities, tex;  /* characters dropped, references and macros replaced */
};

/* Make *RET from RAW by the rules of its form: id and version, suffix and prefix off (announce type and category
 * taken from them), wrapping undone, TeX outside mathematics to Unicode, NFC, controls and bidi characters dropped,
 * categories canonical, authors parsed, withdrawn told from the comment, link made where it is missing, `received`
 * filled where title, abstract or link changed. Strings live in A or in RAW.
 * False with ERR_INPUT: no usable id, or no title. COUNTS may be NULL. */
bool paper_clean(const struct raw_paper *raw, struct arena *a, struct paper *ret, struct clean_counts *counts,
                 struct err *e) NODISCARD;

/* The form that titles, comments and summary fields get: one line; `lines` keeps LF between paragraphs.
 * Entities are left alone. Returns S itself if nothing changed, else a string in A. */
struct str clean_text(struct str s, bool lines, struct arena *a, struct clean_counts *counts);
/* The same without TeX: for what is not TeX, as addresses and a model's words. */
struct str clean_characters(struct str s, bool lines, struct arena *a, struct clean_counts *counts);
/* The same for Markdown: BLOCKS keeps lines, their indentation (a tab is four blanks, an ideographic space none) and one empty line
 * where there are some; else one line. */
struct str clean_marked(struct str s, bool blocks, struct arena *a);

/* "A, B (Inst, City) and C": a list of authors written as one string (arxiv.org/help/prep). */
void authors_parse(struct str s, struct arena *a, struct paper *p);

#endif
