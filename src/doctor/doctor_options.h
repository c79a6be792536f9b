/* SPDX-License-Identifier: MIT
 * What a run would refuse of its options before it asks anything, found by doing what the run does first. */
#ifndef DOCTOR_OPTIONS_H
#define DOCTOR_OPTIONS_H

#include "digest/doctor.h"

/* Tell SAY all that is wrong with O: days, categories, style and form of the page, its place, summarizer, and whether the
 * summarizer's command is there. If O has no profile, each [profile NAME] of its configuration is looked at, too, and what is
 * wrong with it alone is told with its name before it. The endpoint of O itself is left to its own check. */
void doctor_options(const struct opt_values *o, const struct run_io *w, doctor_say *say, void *ctx);

#endif
