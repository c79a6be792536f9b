/* SPDX-License-Identifier: MIT
 * digest doctor: what is wrong with all that a run needs, and what to do about it. */
#ifndef DIGEST_DOCTOR_H
#define DIGEST_DOCTOR_H

#include "digest/options.h"
#include "digest/run_io.h"

/* Look through everything, a line each on standard output. SAY is told of each thing that is wrong, in a sentence that says what
 * to do: KIND is ERR_NONE where runs work all the same, else what a run would end with. O->fix mends what is safe: locks without a
 * process, unfinished files of ours, indices. O->ask asks the endpoint for its list of models, once. False: standard output. */
typedef void doctor_say(void *ctx, enum err_kind kind, const char *what);
bool doctor_run(const struct opt_values *o, const struct run_io *w, doctor_say *say, void *ctx, struct err *e) NODISCARD;

#endif
