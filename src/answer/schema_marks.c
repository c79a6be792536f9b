/* SPDX-License-Identifier: MIT
 * What a schema says of Markdown in the answer's texts, "x-markdown": it is of the page alone. No summarizer is shown it (endpoints
 * refuse members that they do not know), and no summary's key depends on it. */
#include "internal.h"

#include <string.h>

#include "digest/vec.h"

static const char member[] = "x-markdown";

struct gathering {
	struct arena *a;
	VEC(struct md_field) fields;
	struct str path;         /* of what is being looked at; "" for the root */
};

static bool look_at(struct gathering *g, const struct js *node, struct err *e);

static bool look_at_property(void *ctx, struct str name, const struct js *node, struct err *e)
{
	struct gathering *g = ctx;
	struct str outer = g->path;
	struct buf path = BUF_INIT(BUF_UNBOUNDED);
	buf_adds(&path, outer);
	buf_addz(&path, outer.n ? "." : "");
	buf_adds(&path, name);
	g->path = arena_dup(g->a, buf_str(&path));
	buf_free(&path);
	bool ok = look_at(g, node, e);
	g->path = outer;
	return ok;
}

static bool look_at(struct gathering *g, const struct js *node, struct err *e)
{
	const struct js *said = js_get(node, member), *items = js_get(node, "items");
	enum md_format format = md_format_parse(js_str(said));
	if (said && format == MD_FORMAT_NONE)
		return err_set(e, ERR_CONFIG, "\"%.*s\" has an \"%s\" that is none of inline, blocks, references", STR_ARG(g->path), member);
	if (said)
		*vec_push(&g->fields) = (struct md_field){ g->path, format };
	return js_each(js_get(node, "properties"), look_at_property, g, e) && (items == NULL || look_at(g, items, e));
}

bool schema_marks(const struct js *root, struct arena *a, struct md_fields *ret, struct err *e)
{
	struct gathering g = { .a = a, .fields = VEC_INIT, .path = STR("") };
	bool ok = look_at(&g, root, e);
	if (ok) {
		struct md_field *v = arena_calloc(a, g.fields.n + 1, sizeof *v);
		if (g.fields.n)
			memcpy(v, g.fields.v, g.fields.n * sizeof *v);
		*ret = (struct md_fields){ v, g.fields.n };
	}
	vec_free(&g.fields);
	return ok;
}

/* From behind the quote that opens the string at I to behind the one that closes it. */
static size_t string_end(struct str s, size_t i)
{
	for (i++; i < s.n && s.p[i] != '"'; i++)
		i += s.p[i] == '\\';
	return i < s.n ? i + 1 : s.n;
}

static size_t skip_blanks(struct str s, size_t i)
{
	while (i < s.n && is_space((unsigned char)s.p[i]))
		i++;
	return i;
}

/* Where the member ends whose name, in quotes, is S from I to END; 0: it is no member of ours. */
static size_t member_end(struct str s, size_t i, size_t end)
{
	if (!str_is((struct str){ s.p + i + 1, end - i - 2 }, member))
		return 0;
	end = skip_blanks(s, end);
	if (end >= s.n || s.p[end] != ':')
		return 0;
	end = skip_blanks(s, end + 1);
	return end < s.n && s.p[end] == '"' ? string_end(s, end) : 0;
}

struct str summary_schema_asked(struct str text, struct arena *a)
{
	struct buf out = BUF_INIT(BUF_UNBOUNDED);
	size_t from = 0, comma = STR_NONE, end;
	for (size_t i = 0; i < text.n;) {
		if (text.p[i] != '"') {
			comma = text.p[i] == ',' ? i : is_space((unsigned char)text.p[i]) ? comma : STR_NONE;
			i++;
			continue;
		}
		size_t string = string_end(text, i);
		if (string - i < 2 || (end = member_end(text, i, string)) == 0) {
			i = string;
			comma = STR_NONE;
			continue;
		}
		size_t cut = comma != STR_NONE ? comma : i;
		buf_add(&out, text.p + from, cut - from);
		if (comma == STR_NONE) {  /* the first one takes the comma behind it */
			end = skip_blanks(text, end);
			end = end < text.n && text.p[end] == ',' ? skip_blanks(text, end + 1) : end;
		}
		from = i = end;
	}
	if (from == 0) {
		buf_free(&out);
		return text;
	}
	buf_adds(&out, str_from(text, from));
	struct str asked = arena_dup(a, buf_str(&out));
	buf_free(&out);
	return asked;
}
