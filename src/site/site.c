/* SPDX-License-Identifier: MIT
 * A site from beginning to end. */
#include "src/site/manifest.h"

#include "digest/hash.h"
#include "digest/program.h"

/* What all pages of papers are made by: where any of it changes, they are made anew. */
static uint64_t mark_of(const struct site_options *o)
{
	uint64_t mark = o->asked;
	const uint64_t sources[] = { o->style->sources, o->feed_style->sources };
	const struct str texts[] = { str_of(program_version), o->look->lang, o->profile, o->url, o->style->ask.name };
	for (size_t i = 0; i < COUNTOF(sources); i++)
		for (unsigned k = 0; k < 64; k += 8)
			mark = fnv_byte(mark, (unsigned char)(sources[i] >> k & 0xff));
	for (size_t i = 0; i < COUNTOF(texts); i++)
		mark = site_mark(mark, texts[i]);
	return mark;
}

bool site_write(const struct site_options *o, struct site_result *ret, struct err *e)
{
	struct site_result result = { .days = 0 };
	struct site s = { .o = o, .result = &result, .a = ARENA_INIT, .mark = mark_of(o) };
	bool ok = site_files_open(&s, e) && site_find_days(&s, e) && site_put_days(&s, e) && site_put_feeds(&s, e) && site_put_index(&s, e) &&
	          site_put_lists(&s, e) && site_files_end(&s, e);
	if (ok)
		*ret = result;
	site_files_free(&s);
	vec_free(&s.days);
	vec_free(&s.known);
	arena_free(&s.a);
	return ok;
}
