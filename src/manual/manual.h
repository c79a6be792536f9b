/* SPDX-License-Identifier: MIT
 * What the manual, the completions and the example configuration take from the option rows. Each generator appends what replaces
 * its line of a template in data/manual/. */
#ifndef MANUAL_MANUAL_H
#define MANUAL_MANUAL_H

#include "digest/commands.h"
#include "digest/options.h"

/* mdoc.c */
void mdoc_synopsis(struct buf *out);
void mdoc_commands(struct buf *out);
void mdoc_topics(struct buf *out);
void mdoc_options(struct buf *out);
void mdoc_provider(struct buf *out);
void mdoc_interest(struct buf *out);
void mdoc_exit(struct buf *out);
void mdoc_version(struct buf *out);

/* bash.c, zsh.c, fish.c */
void bash_commands(struct buf *out);
void bash_values(struct buf *out);
void bash_options(struct buf *out);
void zsh_commands(struct buf *out);
void zsh_words(struct buf *out);
void zsh_options(struct buf *out);
void fish_commands(struct buf *out);
void fish_options(struct buf *out);

/* config.c */
void config_options(struct buf *out);
void config_provider(struct buf *out);
void config_interest(struct buf *out);

/* rows.c: the rows themselves as JSON, for tests */
void rows_json(struct buf *out);

/* ---- Shared (walk.c) ---- */

/* The next row of a part at or after *I, hidden ones left out; NULL behind the last. *I goes behind it. */
const struct opt_row *next_row(size_t *i, enum opt_group g);
/* The same of a command's rows, of all parts. */
const struct opt_row *next_row_of(size_t *i, unsigned command);
/* The parts in the order that people see: G of the I-th, false behind the last. */
bool nth_group(size_t i, enum opt_group *g);

/* The first sentence of TEXT without its full stop: what a shell shows beside an option. */
struct str first_sentence(const char *text);
/* Whether the row takes several values, with commas between them. */
bool takes_list(const struct opt_row *row);
/* Whether its value is the name of a file, of a folder. */
bool takes_file(const struct opt_row *row);
bool takes_folder(const struct opt_row *row);
/* TEXT between single quotes for a shell: sh, bash, zsh. */
void put_quoted(struct str text, struct buf *out);

#endif
