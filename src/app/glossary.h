/* SPDX-License-Identifier: MIT
 * Which glossary a run uses. */
#ifndef APP_GLOSSARY_H
#define APP_GLOSSARY_H

#include "digest/options.h"
#include "digest/check.h"

/* The file of --glossary, or the one that came with the program, if it did; *RET stays NULL for "none" and where there is none.
 * *RET is the caller's, for glossary_free(). Errors: those of glossary_read(). */
bool glossary_choose(const struct opt_values *o, struct glossary **ret, struct err *e) NODISCARD;

#endif
