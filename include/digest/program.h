/* SPDX-License-Identifier: MIT
 * What the program was built as and where its files are. The strings live as long as the program. */
#ifndef DIGEST_PROGRAM_H
#define DIGEST_PROGRAM_H

/* The release, such as "0.1.0": the file VERSION at the top of the tree is its one source. */
extern const char program_version[];
/* The folder that `make install` fills: PREFIX/share/digest. */
extern const char program_data_dir[];
/* The source tree the program was built in; its files serve where nothing is installed.
 * "" in a package, which must not look at a folder that any user of the machine may make. */
extern const char program_source_dir[];

#endif
