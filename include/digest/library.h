/* SPDX-License-Identifier: MIT
 * Libraries: files in which users keep what they have read. BibTeX; CSL JSON as Zotero and pandoc export it; lists of arXiv
 * identifiers and addresses, one a line, a # before remarks. What a file is, is told from its content. */
#ifndef DIGEST_LIBRARY_H
#define DIGEST_LIBRARY_H

#include "digest/arena.h"
#include "digest/buf.h"
#include "digest/err.h"
#include "digest/log.h"
#include "digest/str.h"

enum {
	LIBRARY_MAX_BYTES = 64 * 1024 * 1024,
	LIBRARY_MAX_FILES = 10000,   /* of a folder */
};

/* What there is of an entry; what is not said is STR_NULL. */
struct library_entry {
	struct str key;              /* what the file calls it */
	struct str id;               /* arXiv's identifier, canonical */
	struct str title, abstract;  /* TeX outside of mathematics as Unicode */
	int32_t day;                 /* 20261120; a month or day that is not said is 0; 0: not known, and it has no ID that says it */
	int line;
};

/* Strings are borrowed during the call. */
struct library_sink {
	bool (*put)(void *ctx, const struct library_entry *entry, struct err *e);
	void (*broken)(void *ctx, int line, const char *why);  /* an entry that is skipped */
	void *ctx;
};

/* Read TEXT, the bytes of a file. ERR_INPUT: it is none of these. */
bool library_read(struct str text, const struct library_sink *sink, struct err *e) NODISCARD;

/* A file as it is now. */
struct library_file {
	const char *path;
	int64_t size, mtime;         /* of last change, in nanoseconds */
};
/* The file PATH, or those of the folder PATH that are called .bib, .json or .txt, by name; appended, strings in A. ERR_FILE. */
typedef VEC(struct library_file) library_files;
bool library_find(const char *path, struct arena *a, library_files *ret, struct err *e) NODISCARD;

/* ---- Lists that `digest star` keeps: NAME.txt in a folder, a line "2402.17010  # Title" a paper; what else stands in them stays ---- */

/* Where the list NAME is; in A. NULL with ERR_USAGE: it is no name for a file. */
const char *starred_list(const char *folder, struct str name, struct arena *a, struct err *e);
struct star {
	struct str id;               /* canonical, of arXiv's */
	struct str title;            /* a remark for people; may be empty */
};
/* Put the papers into the list at PATH, each once, at its end; or take out the lines that name them. *CHANGED: how many were not
 * in it, or were. The list is made where there is none; who calls has the lock that keeps others from writing it. ERR_FILE, ERR_INPUT: it is too large. */
bool starred_add(const char *path, const struct star *v, size_t n, size_t *changed, struct err *e) NODISCARD;
bool starred_remove(const char *path, const struct star *v, size_t n, size_t *changed, struct err *e) NODISCARD;

#endif
