/* SPDX-License-Identifier: MIT
 * Which endpoint is asked, and with which key: from options, the configuration's sections, the table of providers and the
 * environment to the chat backend's options. */
#ifndef APP_ENDPOINT_H
#define APP_ENDPOINT_H

#include "digest/options.h"
#include "digest/chat.h"

struct endpoint {
	struct provider provider;    /* a row of the table, as the section changes it */
	struct chat_options chat;    /* but for the key; its provider is the one above: not to be copied */
	const struct provider_section *section;  /* NULL: none */
	int timeout_s;               /* of one request */
};

/* Choose it. Strings in A. ERR_USAGE, ERR_CONFIG: no such provider, no address, no model, a limit of costs without prices;
 * the message has the line to type. */
bool endpoint_choose(const struct opt_values *o, struct arena *a, struct endpoint *ret, struct err *e) NODISCARD;

/* Its key, in A; NULL: it needs none. A command that prints it is run on L, without seeing other keys. ERR_KEY: there is
 * none, it cannot be one, the command failed. No message has the key, nor what the command wrote. */
bool endpoint_key(const struct endpoint *x, const struct opt_values *o, struct loop *l, struct arena *a, const char **ret,
                  struct err *e) NODISCARD;

/* The variables that hold keys, NULL-ended, in A: children do not see them, but for --summarizer-env's. */
const char *const *endpoint_secrets(const struct opt_values *o, struct arena *a);
/* What they hold, and what --summarizer-env's do: the values of those that are set, NULL-ended, in A. To be kept out of sight. */
const char *const *endpoint_secret_values(const struct opt_values *o, struct arena *a);
/* Append the names of those that are set, ", " between. */
void endpoint_withheld(const char *const *secrets, struct buf *out);

#endif
