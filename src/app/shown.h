/* SPDX-License-Identifier: MIT
 * Addresses as messages, reports and the store may have them: without what stands before the host's @. */
#ifndef APP_SHOWN_H
#define APP_SHOWN_H

#include "digest/arena.h"
#include "digest/str.h"

/* TEXT, an address or words with addresses among them, without their names and passwords, and without the values in their
 * queries whose names say that they are keys; TEXT itself, or in A. */
const char *shown_text(const char *text, struct arena *a);

#endif
