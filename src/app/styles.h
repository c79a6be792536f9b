/* SPDX-License-Identifier: MIT
 * digest styles: what styles there are, what one asks and prints. */
#ifndef APP_STYLES_H
#define APP_STYLES_H

#include "digest/options.h"
#include "digest/run.h"

/* Print the list of styles, or what there is to know of O->files' only one. A style with a fault is listed with it, and
 * FAULTY is told of each; so is *SHOWN, of how many there was something to print. ERR_USAGE: more than one name, or no such
 * style; ERR_CONFIG: the named one cannot be read at all; what standard output says. */
bool styles_print(const struct opt_values *o, const struct run_world *w, void (*faulty)(void *ctx, const struct err *e),
                  void *ctx, unsigned long *shown, struct err *e) NODISCARD;

#endif
