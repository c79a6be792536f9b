/* SPDX-License-Identifier: MIT
 * What the files of a run share: its state, and what the commands are made of. A file calls those that stand before it here, and
 * the commands call all of them. A function that can fail returns false and says why in E; the command hands that up, unless what
 * comes after can do without: then it tells the user by run_report_error(), and goes on. */
#ifndef APP_RUN_INTERNAL_H
#define APP_RUN_INTERNAL_H

#include "digest/run.h"
#include "digest/store.h"
#include "src/app/arxiv.h"
#include "digest/summaries.h"
#include "digest/lock.h"
#include "digest/style.h"
#include "digest/output.h"
#include "digest/report.h"
#include "digest/selection.h"
#include "digest/texts.h"
#include "digest/style.h"

/* One command, from its options to its exit status; run_command() makes it and frees what it holds. */
struct run {
	const struct opt_values *o;
	struct run_io w;            /* as the caller's, but its log counts */
	const struct log *outer;       /* the caller's */
	struct log log;
	struct arena a;                /* as long as the run */
	char today[DAY_SIZE];
	struct calendar calendar;
	struct selection_query query;
	struct style style;
	struct render_options options;         /* of the pages */
	struct store *store;           /* NULL: none is open */
	VEC(int64_t) rows;             /* of the papers that this run brought in */
	struct buf line;               /* the record being printed */
	char first[DAY_SIZE], last[DAY_SIZE];  /* the days of their announcement, "": none of them has one */
	bool undated;                  /* one of them has none */
	bool out_failed;               /* records cannot be printed any more */
	unsigned long in_batch, records;
	unsigned long kept, printed;   /* of the records: in the store, on standard output */
	struct paths_warned told;
	bool pages_found;              /* pages that have moved were looked for */
	struct arxiv arxiv;
	struct texts *texts;           /* NULL: none were looked for */
	const struct interest_section **sections;  /* what the user wants to read first */
	size_t n_sections;
	struct interests *interests;   /* NULL: not opened yet, or there are none */
	size_t asks_first;             /* --summarize top:N; 0: all papers are asked about */
	bool asks_arxiv;
	struct lock lock, turn;        /* of the store's file: to harvest, to write pages */
	int64_t row;                   /* of this run in the store; 0: none */
	struct report report;
	struct buf begun;              /* when, RFC 3339 */
	int signal;                    /* that ended it; 0: none did */
	enum err_kind cause;           /* of the first stage that failed */
	unsigned long warnings, came_out;
};

/* ---- run_exit.c: what is said, and the exit status ---- */

/* The log of R: it counts warnings, tells the report, and passes all to R->outer. R is borrowed. */
struct log run_counting_log(struct run *r);
/* Say what ended a stage; the first cause is the run's. Of a reader that left (digest … | head) nothing is said: it becomes the
 * run's signal. */
void run_report_error(struct run *r, const struct err *e);
/* The exit status of the guide's table as things stand, or 128 and a signal. */
int run_exit_status(const struct run *r);

/* ---- run_setup.c: before anything is read or asked ---- */

/* From R->o: R->calendar, R->today, R->wanted; where it SHOWS pages, R->options, and that there is a place for them; where it ASKS for summaries,
 * that the summarizer can be meant; for both, R->style. ERR_USAGE, ERR_FILE, and those of style_load(). */
bool run_set_up(struct run *r, bool asks, bool shows, struct err *e) NODISCARD;
/* What a style says of its pages' look goes into LOOK. */
void run_look_of_style(const struct style *s, struct render_options *look);
/* Where the pages go; borrows from R. */
struct output_place run_place(const struct run *r);

/* ---- run_store.c: the run's store ---- */

/* Open R->store, made where it is not there (but not by a dry run); in memory for --store none. ERR_STORE, with what to do. */
bool run_open_store(struct run *r, struct err *e) NODISCARD;
/* The same for commands that only read: ERR_ABSENT where there is no such store, and none is made. */
bool run_open_store_to_read(struct run *r, struct err *e) NODISCARD;
/* The same for a harvest: the lock for it is taken into R->lock and the run noted, as R->row. ERR_BUSY: another run has it. */
bool run_open_store_to_harvest(struct run *r, struct err *e) NODISCARD;
/* ERR_USAGE: CATEGORY is none of arXiv's. Returns false. */
bool run_no_such_category(struct str category, struct err *e);
/* Archives that are newer than the program: of the categories asked for, say of those that neither the taxonomy nor the store
 * knows WHAT it means. Where arXiv is not asked, it means that there are none: ERR_USAGE. */
bool run_check_unknown_archives(struct run *r, const char *what, struct err *e) NODISCARD;
/* Older pages are in the store's file, and are repaired as far as a pattern says which are meant. */
bool run_knows_pages(const struct run *r);
/* Wait until no other run at this store writes pages, and take R->turn. ERR_BUSY. */
bool run_lock_pages(struct run *r, struct err *e) NODISCARD;

/* ---- run_papers.c: papers that come in ---- */

/* A harvest_sink's put(); CTX is the run. HOW: out of a list of arXiv's; NULL: not. The paper goes into the
 * store, if one is open, whatever it is; with --json a record is printed of what was asked for, as on a page. */
bool run_put_listed(void *ctx, const struct paper *p, const struct store_announced *how, struct err *e) NODISCARD;
/* End the batch that is under way: only what is committed has come out. ERR_STORE. */
bool run_commit_papers(struct run *r, struct err *e) NODISCARD;
/* Read all inputs; one that fails is told, and does not hold up the others. False: nothing can be kept or printed any more, or a
 * category asked for is none. */
bool run_read_inputs(struct run *r, struct err *e) NODISCARD;
/* Sort R->rows: a paper that several inputs list counts once. */
void run_unique_rows(struct run *r);
/* DAY is one of those of the papers that this run brought in; what is no day: one of them has none. */
void run_note_day(struct run *r, struct str day);

/* ---- run_arxiv.c: a run that asks arXiv ---- */

/* From here on the run has its time from R->arxiv: that of a recording, if there is one. Comes before run_set_up(). */
bool run_open_arxiv(struct run *r, struct err *e) NODISCARD;
/* Harvest into R->store. R->wanted becomes what the pages are about, R->cause that of the days that failed, if any did. */
bool run_harvest(struct run *r, struct err *e) NODISCARD;
/* If all that arXiv was asked for is whole and has come out: the profile has had it. */
bool run_put_watermark(struct run *r, struct err *e) NODISCARD;

/* ---- run_select.c: which papers ---- */

/* What interests are opened with; borrows from R. */
struct interest_options run_interest_options(struct run *r);
/* R->interests, for S, once the store is open; there are none where pages are in an order of their own. ERR_STORE. */
bool run_open_interests(struct run *r, struct selection *s, struct err *e) NODISCARD;

typedef bool run_category_fn(struct run *r, void *ctx, struct err *e);
/* A page's types are its category's: where each category has pages of its own, FN is called for one after the other, as if it
 * alone had been asked for; elsewhere once. */
bool run_each_category(struct run *r, run_category_fn *fn, void *ctx, struct err *e) NODISCARD;
/* The papers that are to have summaries, those of all pages, each once. BROUGHT: of what this run brought in. *S is to be freed
 * whatever is returned. */
bool run_select_unsummarized(struct run *r, bool brought, struct selection *s, struct err *e) NODISCARD;
/* The papers of pages; otherwise as run_select_unsummarized(). */
bool run_select(struct run *r, bool brought, struct selection *s, struct err *e) NODISCARD;
/* What pages show of summaries goes into S; records are printed with whatever summary they have. */
void run_select_style(const struct run *r, struct selection *s);

/* ---- run_pages.c: the pages ---- */

/* What is shown of the store, and which of it. */
struct pages_options {
	bool brought;          /* what this run brought in */
	bool none_is_fine;     /* nothing was announced, if there is nothing */
	bool some;             /* no page without papers where a stage has failed: it has been said why */
	bool as_asked;         /* of the store as it is: what it never got is said, and no empty page shown for it */
};
/* In turn with other runs, the pages of what is in the store, then the older ones that have become better. */
bool run_write_store_pages(struct run *r, struct pages_options *what, struct err *e) NODISCARD;
/* The pages of S. BROUGHT: the papers are those that this run brought in; none means that nothing was announced. */
bool run_write_pages(struct run *r, struct selection *s, bool brought, struct err *e) NODISCARD;
/* Say which papers of S were asked about in vain; where nothing is asked, which is where the asking has not said it. */
void run_report_waiting(struct run *r, const struct selection *s);
/* Say what of R->wanted, selected into S, the store never got. *STAYS as below. ERR_STORE. */
bool run_report_not_fetched(struct run *r, const struct selection *s, bool *stays, struct err *e) NODISCARD;
/* Say which of the identifiers asked for S does not have. *STAYS: there is nothing to show, and it has been said why. */
void run_report_missing_ids(struct run *r, const struct selection *s, bool *stays);
/* What a dry run prints of older pages that would be written again. */
bool run_list_pending_pages(struct run *r, struct err *e) NODISCARD;
/* Append to S the papers that wait on older pages: behind the run's own, so that those come first. */
bool run_add_older(struct run *r, struct selection *s, struct err *e) NODISCARD;

/* ---- run_texts.c: whole texts ---- */

/* Whether summaries of this run are written from whole texts, where there are any. */
bool run_reads_texts(const struct run *r);
/* Mark the keys of S from FROM on, those of one category's pages, whose texts are to be read. ERR_USAGE. */
bool run_mark_texts(struct run *r, struct selection *s, size_t from, struct err *e) NODISCARD;
/* See to the texts of the papers that S marks; a dry run says what would be asked for. ERR_FILE, ERR_USAGE. */
bool run_get_texts(struct run *r, struct selection *s, struct err *e) NODISCARD;

/* ---- run_summarize.c: the summaries ---- */

/* Ask for those that are missing: of what this run BROUGHT in, or of what was asked for; then of older pages. *RET is written
 * whatever is returned; R->signal becomes the one that ended the asking. Errors as summarize_papers(). */
bool run_summarize(struct run *r, bool brought, struct summarize_result *ret, struct err *e) NODISCARD;
/* What summaries would take, of papers that are there. KEPT: where answers may be, and the older pages; another one than
 * R->store for papers that are not to be stored. */
bool run_estimate_summaries(struct run *r, bool brought, struct store *kept, struct err *e) NODISCARD;

/* ---- The commands: command_….c. False: see E; what came out is counted in R ---- */

bool command_run(struct run *r, struct err *e) NODISCARD;
bool command_fetch(struct run *r, struct err *e) NODISCARD;
bool command_summarize(struct run *r, struct err *e) NODISCARD;
bool command_render(struct run *r, struct err *e) NODISCARD;
bool command_export(struct run *r, struct err *e) NODISCARD;
bool command_status(struct run *r, struct err *e) NODISCARD;
bool command_check(struct run *r, struct err *e) NODISCARD;
bool command_styles(struct run *r, struct err *e) NODISCARD;
bool command_doctor(struct run *r, struct err *e) NODISCARD;
bool command_search(struct run *r, struct err *e) NODISCARD;
bool command_show(struct run *r, struct err *e) NODISCARD;
bool command_star(struct run *r, struct err *e) NODISCARD;
bool command_unstar(struct run *r, struct err *e) NODISCARD;
bool command_interest(struct run *r, struct err *e) NODISCARD;
bool command_site(struct run *r, struct err *e) NODISCARD;

#endif
