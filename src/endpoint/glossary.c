/* SPDX-License-Identifier: MIT
 * The user's glossary, the installed one, or the source tree's. */
#include "digest/endpoint.h"

#include <string.h>
#include <unistd.h>

#include "digest/program.h"

bool glossary_choose(const struct opt_values *o, struct glossary **ret, struct err *e)
{
	static const struct { const char *dir, *file; } places[] = {
		{ program_data_dir, "glossary.zh.tsv" }, { program_source_dir, "data/glossary.zh.tsv" },
	};
	if (o->glossary)
		return strcmp(o->glossary, "none") == 0 || glossary_read(o->glossary, ret, e);
	for (size_t i = 0; i < COUNTOF(places); i++) {
		struct buf path = BUF_INIT(BUF_UNBOUNDED);
		buf_addf(&path, "%s/%s", places[i].dir, places[i].file);
		bool there = *places[i].dir && access(path.s, F_OK) == 0;
		bool ok = !there || glossary_read(path.s, ret, e);
		buf_free(&path);
		if (there)
			return ok;
	}
	return true;
}
