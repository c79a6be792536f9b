/* SPDX-License-Identifier: MIT
 * The versions, as each library's door knows them from its header: nothing is loaded or called for this. */
#include "digest/hash.h"
#include "digest/markdown_tree.h"
#include "digest/program.h"
#include "digest/run.h"
#include "digest/source.h"
#include "digest/store.h"
#include "digest/text.h"
#include "digest/world.h"

void versions_put(struct buf *out)
{
	static const char *const libraries[] = { http_library, source_library, store_library, utf8_library, md_tree_library,
		                                 hash_library, gunzip_library, zstd_library };
	buf_addf(out, "digest %s\n", program_version);
	for (size_t i = 0; i < COUNTOF(libraries); i++)
		buf_addf(out, "%s%s", i ? " " : "", libraries[i]);
	buf_addc(out, '\n');
}
