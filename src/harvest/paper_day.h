/* SPDX-License-Identifier: MIT
 * The day of one paper of a listing; settle.c puts it there. Days are numbers, as day_number() gives them. */
#ifndef HARVEST_PAPER_DAY_H
#define HARVEST_PAPER_DAY_H

#include "src/harvest/internal.h"

/* What earlier runs say of a category's day. */
struct known_day {
	bool told;                   /* a feed has shown all of it */
	bool listed;                 /* an earlier run had all of it, of which each paper's day was certain: */
	int32_t when;                /*   on that day */
};
bool know_day(struct oai_list *l, struct str category, int32_t day, struct known_day *ret, struct err *e) NODISCARD;

/* closure.c: *RET becomes the day on which came what was submitted for DAY, where that had no announcement though a guess of the calendar has one; 0: it
 * had one. All lists of the run are looked at, and that once: L->CLOSURES is to be emptied when more is known. */
bool closed_until(struct oai_list *l, int32_t day, int32_t *ret, struct err *e) NODISCARD;

/* Say of the listing's days from LO to HI that a paper's day cannot be told for certain; still open where a feed can yet tell. */
void mark_untold(struct oai_list *l, int32_t lo, int32_t hi);
/* The day of R's paper, which was announced from LO to HI. Where it cannot be told it is the first that is possible, and that is marked. */
bool day_between(struct oai_list *l, struct list_record *r, int32_t lo, int32_t hi, int32_t *ret, struct err *e) NODISCARD;

#endif
