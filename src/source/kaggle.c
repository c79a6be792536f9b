/* SPDX-License-Identifier: MIT
 * Lines of arXiv's metadata snapshot on Kaggle. It is arXivRaw as JSON: TeX kept, authors as typed. `authors_parsed`
 * splits the same text by program and gets collaborations wrong, so it only serves to know the form by. */
#include "digest/text.h"
#include "internal.h"

static const struct { const char *key; size_t at; } texts[] = {
	{ "id", AT(paper.id) }, { "submitter", AT(paper.submitter) }, { "authors", AT(authors_text) },
	{ "title", AT(paper.title) }, { "comments", AT(paper.comment) }, { "journal-ref", AT(paper.journal_ref) },
	{ "report-no", AT(paper.report_no) }, { "license", AT(paper.license) }, { "abstract", AT(paper.abstract) },
};

static bool is_snapshot(const struct js *object)
{
	return js_type(js_get(object, "authors_parsed")) == JS_ARRAY || js_type(js_get(object, "categories")) == JS_STRING;
}

static void read_versions(struct source *s, const struct js *versions)
{
	struct paper *p = &s->draft.raw.paper;
	size_t n = js_type(versions) == JS_ARRAY ? js_len(versions) : 0;
	if (n == 0)
		return;
	const struct js *last = js_at(versions, n - 1);
	struct str name = js_str(js_get(last, "version"));
	uint64_t number;
	if (str_starts(name, "v") && str_number(str_from(name, 1), 9999, &number))
		p->version = (int)number;
	p->published = date_utc(js_str(js_get(js_at(versions, 0), "created")), &s->arena);
	p->updated = date_utc(js_str(js_get(last, "created")), &s->arena);
}

static bool read_snapshot(struct source *s, const struct js *object, struct err *e)
{
	struct raw_paper *raw = &s->draft.raw;
	raw->form = FORM_TEX;
	raw->paper.source = STR("kaggle");
	for (size_t i = 0; i < COUNTOF(texts); i++) {
		const struct js *v = js_get(object, texts[i].key);
		if (js_type(v) != JS_STRING && js_type(v) != JS_NULL)
			return err_set(e, ERR_INPUT, "\"%s\" is %s, not a string", texts[i].key, js_type_name(js_type(v)));
		*(struct str *)(void *)((char *)raw + texts[i].at) = js_str(v);
	}
	draft_categories(s, js_str(js_get(object, "categories")));
	if (str_known(js_str(js_get(object, "doi"))))
		draft_doi(s, js_str(js_get(object, "doi")));
	read_versions(s, js_get(object, "versions"));
	return true;
}

const struct json_format format_kaggle = { .name = "kaggle", .is = is_snapshot, .read = read_snapshot };
