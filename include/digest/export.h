/* SPDX-License-Identifier: MIT
 * References go out: each paper of a selection as an entry, on standard output or in a file. A file that is not as the last export left it
 * is somebody's bibliography, and stays. */
#ifndef DIGEST_EXPORT_H
#define DIGEST_EXPORT_H

#include "digest/cite.h"
#include "digest/run_io.h"
#include "digest/selection.h"

struct export {
	const struct cite_format *format;
	struct store *store;           /* which the selection is of; it notes what was written into a file */
	struct selection *selection;   /* sorted */
	size_t n;                      /* the first of its papers */
	const char *path;              /* absolute; NULL: standard output */
	bool overwrite;                /* whatever stands there */
	const struct run_io *world;
};

/* Write X. What stays as it is, is said. ERR_FILE, ERR_STORE, ERR_READER_LEFT. */
bool export_write(const struct export *x, struct err *e) NODISCARD;

#endif
