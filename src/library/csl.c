/* SPDX-License-Identifier: MIT
 * CSL JSON (docs.citationstyles.org, "CSL-JSON"): an array of items. Zotero writes an arXiv paper's identifier as `number`
 * "arXiv:2402.17010", into the address, or into `note`. */
#include "digest/text.h"
#include "src/library/internal.h"

bool csl_is(struct str text)
{
	text = str_trim(text);
	return str_starts(text, "[") || str_starts(text, "{");
}

/* {"date-parts": [[2023, 5, 12]]}, the numbers perhaps as strings. */
static int32_t date_of(const struct js *date)
{
	static const int32_t worth[] = { 10000, 100, 1 }, most[] = { 9999, 12, 31 };
	const struct js *parts = js_at(js_get(date, "date-parts"), 0);
	int32_t day = 0;
	for (size_t i = 0; i < COUNTOF(worth); i++) {
		const struct js *part = js_at(parts, i);
		uint64_t said = 0;
		int64_t n = 0;
		if (js_type(part) == JS_STRING && str_number(js_str(part), (uint64_t)most[i], &said))
			n = (int64_t)said;
		else if (!js_whole(part, &n))
			break;
		if (n < 0 || n > most[i])
			break;
		day += (int32_t)n * worth[i];
	}
	return day ? day : day_within(js_str(js_get(date, "raw")));
}

static struct str item_id(const struct js *item, struct arena *a)
{
	static const char *const where[] = { "number", "URL", "DOI", "note", "archive_location", "container-title", "id" };
	bool arxiv = str_is_nocase(js_str(js_get(item, "archive")), "arxiv") || str_is_nocase(js_str(js_get(item, "publisher")), "arxiv");
	struct str id = STR_NULL;
	for (size_t i = 0; i < COUNTOF(where) && !str_known(id); i++)
		id = id_within(js_str(js_get(item, where[i])), arxiv && i != COUNTOF(where) - 1, a);
	return id;
}

static bool put_item(const struct js *item, int number, const struct library_sink *sink, struct arena *a, struct err *e)
{
	struct buf why = BUF_INIT(ERR_MSG_SIZE);
	struct library_entry entry = { .key = js_str(js_get(item, "id")), .id = item_id(item, a), .title = js_str(js_get(item, "title")),
	                               .abstract = js_str(js_get(item, "abstract")), .line = 0 };
	if (str_known(entry.title))
		entry.title = plain_text(entry.title, a);
	if (js_type(item) != JS_OBJECT || (str_empty(entry.title) && !str_known(entry.id))) {
		buf_addf(&why, "item %d: %s", number, js_type(item) == JS_OBJECT ? "neither a title nor an arXiv identifier" : "no object");
		sink->broken(sink->ctx, 0, why.s);
		buf_free(&why);
		return true;
	}
	entry.day = date_of(js_get(item, "issued"));
	if (entry.day == 0)
		entry.day = day_of_id(entry.id);
	return sink->put(sink->ctx, &entry, e);
}

bool csl_read(struct str text, const struct library_sink *sink, struct err *e)
{
	struct arena a = ARENA_INIT;
	struct js *js;
	if (!js_parse(text, &js, e))
		return false;
	const struct js *items = js_type(js) == JS_OBJECT ? js_get(js, "items") : js;  /* Better BibTeX has them within an object */
	bool ok = js_type(items) == JS_ARRAY || err_set(e, ERR_INPUT, "no CSL JSON: an array of items");
	for (size_t i = 0; ok && i < js_len(items); i++) {
		arena_reset(&a);
		ok = put_item(js_at(items, i), (int)i + 1, sink, &a, e);
	}
	js_free(js);
	arena_free(&a);
	return ok;
}
