/* SPDX-License-Identifier: MIT
 * Lists of identifiers and addresses, one a line. */
#include "src/library/internal.h"

struct str list_line(struct str line, bool *says, struct arena *a)
{
	line = str_trim(str_head(line, str_find(line, "#", 0)));
	*says = !str_empty(line);
	return *says ? id_within(line, true, a) : STR_NULL;
}

bool list_read(struct str text, const struct library_sink *sink, struct err *e)
{
	struct arena a = ARENA_INIT;
	struct str line;
	bool ok = true, some = false;
	size_t lines = 0;
	for (int n = 1; ok && str_cut(&text, '\n', &line); n++) {
		bool says;
		arena_reset(&a);
		struct library_entry entry = { .id = list_line(line, &says, &a), .line = n };
		if (!says)
			continue;
		lines++;
		entry.key = entry.id;
		entry.day = day_of_id(entry.id);
		if (!str_known(entry.id)) {
			sink->broken(sink->ctx, n, "no arXiv identifier, and no address of one");
			continue;
		}
		some = true;
		ok = sink->put(sink->ctx, &entry, e);
	}
	arena_free(&a);
	if (ok && lines > 0 && !some)
		return err_set(e, ERR_INPUT, "neither BibTeX, nor CSL JSON, nor a list of arXiv identifiers");
	return ok;
}
