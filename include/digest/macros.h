/* SPDX-License-Identifier: MIT
 * What every file may use: checks the compiler makes for us. */
#ifndef DIGEST_MACROS_H
#define DIGEST_MACROS_H

#include <assert.h>
#include <stddef.h>

#define COUNTOF(a) (sizeof(a) / sizeof(a)[0])
#define PRINTF_LIKE(fmt, args) __attribute__((format(printf, fmt, args)))
/* The answer of a function that can fail must be looked at. */
#define NODISCARD __attribute__((warn_unused_result))
#define UNUSED(x) ((void)(x))
/* What the macro X stands for, as a string: QUOTED(NETTLE_VERSION_MAJOR) is "3". */
#define QUOTED_(x) #x
#define QUOTED(x) QUOTED_(x)

#endif
