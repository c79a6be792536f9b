/* SPDX-License-Identifier: MIT
 * Papers set aside in an unnamed temporary file, to be read back in another order: what lets a page of records from
 * files be sorted with the memory of one paper. */
#ifndef DIGEST_SPOOL_H
#define DIGEST_SPOOL_H

#include "digest/err.h"
#include "digest/paper.h"

struct spool;

/* In $TMPDIR, or /tmp. ERR_FILE. On success *RET is the caller's: spool_free(). */
bool spool_open(struct spool **ret, struct err *e) NODISCARD;
void spool_free(struct spool *s);  /* NULL is fine; the file is gone with it */
/* Append P; *ROW is what spool_get() takes. */
bool spool_put(struct spool *s, const struct paper *p, int64_t *row, struct err *e) NODISCARD;
/* The paper of ROW; strings and lists live in A. */
bool spool_get(struct spool *s, int64_t row, struct arena *a, struct paper *ret, struct err *e) NODISCARD;

#endif
