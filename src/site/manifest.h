/* SPDX-License-Identifier: MIT
 * The manifest of a site: read, and written. */
#ifndef SITE_MANIFEST_H
#define SITE_MANIFEST_H

#include "src/site/internal.h"

/* S's days and files, as text. */
void manifest_put(const struct site *s, struct buf *out);
/* TEXT, which stands in the file at PATH, into S->known and S->files. ERR_INPUT with the line. */
bool manifest_read(struct site *s, const char *path, struct str text, struct err *e) NODISCARD;
/* What a run noted of the files that it was about to write, into S->journal. */
void manifest_read_journal(struct site *s, struct str text);

/* ---- table.c: files by their path ---- */

/* NULL: there is none. Valid until the next files_add(). */
struct site_file *files_find(const struct site_files *f, struct str path);
/* FILE, of whose path there is none yet; the path is borrowed. */
struct site_file *files_add(struct site_files *f, const struct site_file *file);

#endif
