/* SPDX-License-Identifier: MIT
 * Papers of the earlier system (cn-chat-arxiv), an object a file: the feed's title and abstract as they were, and
 * its Chinese fields. `en_tdlr`, its misspelt English slot, was never printed: it is kept as a remark, which is
 * how the records made from that system hold it. Its bookkeeping (context, path, total_tokens) is left out. */
#include "digest/text.h"
#include "internal.h"

static const char *const own_keys[] = { "translated_title", "translated_abstract", "context", "path", "total_tokens" };

static bool is_earlier(const struct js *object)
{
	if (js_get(object, "id"))
		return false;
	for (size_t i = 0; i < COUNTOF(own_keys); i++)
		if (js_get(object, own_keys[i]))
			return true;
	return false;
}

static const struct { const char *key; size_t at; } texts[] = {
	{ "title", AT(paper.title) }, { "abstract", AT(paper.abstract) }, { "link", AT(paper.link) },
};
static const struct { const char *key, *field; } summaries[] = {
	{ "translated_title", "title" }, { "tldr", "tldr" }, { "en_tldr", "tldr_en" }, { "translated_abstract", "abstract" },
};

/* Where the object has KEY as a string, *RET. False: it has it as something else. */
static bool get_text(const struct js *object, const char *key, struct str *ret, struct err *e)
{
	const struct js *v = js_get(object, key);
	if (js_type(v) != JS_STRING && js_type(v) != JS_NULL)
		return err_set(e, ERR_INPUT, "\"%s\" is %s, not a string", key, js_type_name(js_type(v)));
	*ret = js_str(v);
	return true;
}

static bool read_summary(struct source *s, const struct js *object, struct err *e)
{
	struct summary *sum = &s->draft.raw.paper.summary;
	sum->fields = arena_alloc(&s->arena, COUNTOF(summaries) * sizeof *sum->fields);
	for (size_t i = 0; i < COUNTOF(summaries); i++) {
		struct str text;
		if (!get_text(object, summaries[i].key, &text, e))
			return false;
		if (str_known(text))
			sum->fields[sum->n_fields++] = (struct summary_field){ .name = str_of(summaries[i].field), .text = text };
	}
	if (sum->n_fields) {
		sum->status = SUMMARY_OK;
		sum->lang = STR("zh");
	}
	return true;
}

/* "papers/23/05/2305.04553.json" → the identifier, for a file without a link. */
static struct str id_in_path(struct str path)
{
	for (size_t at; (at = str_find(path, "/", 0)) != STR_NONE;)
		path = str_from(path, at + 1);
	return str_ends(path, ".json") ? str_head(path, path.n - strlen(".json")) : STR_NULL;
}

static bool read_earlier(struct source *s, const struct js *object, struct err *e)
{
	struct raw_paper *raw = &s->draft.raw;
	raw->form = FORM_RECORD;
	raw->paper.source = STR("cn-chat-arxiv");
	for (size_t i = 0; i < COUNTOF(texts); i++)
		if (!get_text(object, texts[i].key, (struct str *)(void *)((char *)raw + texts[i].at), e))
			return false;
	if (!str_known(raw->paper.link))
		raw->paper.id = id_in_path(js_str(js_get(object, "path")));
	struct str remark = js_str(js_get(object, "en_tdlr"));
	if (str_known(remark)) {
		struct buf b = BUF_INIT(BUF_UNBOUNDED);
		buf_addz(&b, "\"_en_tdlr\":");
		js_put_string(&b, remark);
		raw->paper.extra = arena_dup(&s->arena, buf_str(&b));
		buf_free(&b);
	}
	return read_summary(s, object, e);
}

const struct json_format format_earlier = { .name = "cn-chat-arxiv", .is = is_earlier, .read = read_earlier };
