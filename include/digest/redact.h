/* SPDX-License-Identifier: MIT
 * Addresses and command lines as messages, reports and the store may have them: without passwords and keys. */
#ifndef DIGEST_REDACT_H
#define DIGEST_REDACT_H

#include "digest/arena.h"
#include "digest/str.h"

/* TEXT, an address or words with addresses among them, without their names and passwords, and without the values in their
 * queries whose names say that they are keys; TEXT itself, or in A. */
const char *redact_url(const char *text, struct arena *a);
/* The words of a command line, parted by blanks, as redact_url(), and without what is or may be a key: the value of a name
 * that says so (--api-key VALUE, OPENAI_API_KEY=VALUE, "Authorization: Bearer VALUE"), a word that begins as providers' keys do,
 * and each of VALUES (NULL-ended; may be NULL), wherever it stands. In A. */
const char *redact_command_line(const char *words, const char *const *values, struct arena *a);

#endif
