/* SPDX-License-Identifier: MIT
 * A configuration's sections [provider NAME]: a row each for what may be said of an endpoint. */
#ifndef DIGEST_PROVIDER_SECTION_H
#define DIGEST_PROVIDER_SECTION_H

#include "digest/options.h"

/* The section NAME of O, NULL: there is none. */
struct provider_section *section_find(const struct opt_values *o, struct str name);
/* The same, made where there is none yet, in A; NULL: there are too many. WHERE is "PATH:LINE". */
struct provider_section *section_open(struct opt_values *o, struct str name, const char *where, struct arena *a);
/* Take `NAME = VALUE` into S; strings in A. ERR_CONFIG: no such name, a value that it does not take, or a key, which no
 * message says back. */
bool section_set(struct provider_section *s, struct str name, struct str value, struct arena *a, struct err *e) NODISCARD;

/* Call FN for the name of each section [KIND NAME] of O's configuration file, in its order. */
void config_sections(const struct opt_values *o, const char *kind, topic_fn *fn, void *ctx);

/* Whether the name of a setting says that its value is a key; then *WHY tells what to do instead. */
bool section_is_key(struct str name, const char **why);
/* Whether TEXT can be the name of an environment variable. */
bool variable_name(struct str text);

#endif
