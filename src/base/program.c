/* SPDX-License-Identifier: MIT
 * The only file that is compiled with the version and with places: a new release, another prefix, or a second source tree
 * leaves all other objects as they are. */
#include "digest/program.h"

const char program_version[] = DIGEST_VERSION;
const char program_data_dir[] = DIGEST_DATADIR;
const char program_source_dir[] = DIGEST_SOURCEDIR;
