/* SPDX-License-Identifier: MIT
 * The form as JSON, which is what is kept of a text, and back. A row a member: writer and reader walk the same rows. */
#include <stdlib.h>

#include "digest/fulltext.h"
#include "digest/text.h"

enum member_type { TEXT, NUMBER, WORD, TEXTS, OBJECTS };

struct shape;
struct member {
	const char *key;
	enum member_type type;
	size_t at, count_at;           /* in the struct; of lists, where their length is */
	const char *(*word)(int i);    /* of a WORD: an enum's words */
	int n_words;
	const struct shape *of;        /* of OBJECTS */
};
struct shape {
	size_t size;
	const struct member *members;
	size_t n;
};

static const char *kind_word(int i) { return fulltext_kind_word((enum fulltext_kind)i); }
static const char *role_word(int i) { return fulltext_role_word((enum fulltext_role)i); }
static const char *road_word(int i) { return fulltext_road_word((enum fulltext_road)i); }

#define TEXT_OF(s, name, field) { .key = name, .type = TEXT, .at = offsetof(struct s, field) }
#define NUMBER_OF(s, name, field) { .key = name, .type = NUMBER, .at = offsetof(struct s, field) }
#define WORD_OF(s, name, field, fn, count) { .key = name, .type = WORD, .at = offsetof(struct s, field), .word = fn, .n_words = (int)(count) }
#define TEXTS_OF(s, name, field) { .key = name, .type = TEXTS, .at = offsetof(struct s, field), .count_at = offsetof(struct s, n_##field) }
#define OBJECTS_OF(s, name, field, shape) \
	{ .key = name, .type = OBJECTS, .at = offsetof(struct s, field), .count_at = offsetof(struct s, n_##field), .of = &(shape) }
#define SHAPE(s, rows) { sizeof(struct s), rows, COUNTOF(rows) }

static const struct member block_rows[] = {
	WORD_OF(fulltext_block, "kind", kind, kind_word, FULLTEXT_KIND__COUNT),
	NUMBER_OF(fulltext_block, "depth", depth),
	NUMBER_OF(fulltext_block, "page", page),
	TEXT_OF(fulltext_block, "anchor", anchor),
	TEXT_OF(fulltext_block, "text", text),
};
static const struct shape block_shape = SHAPE(fulltext_block, block_rows);

static const struct member section_rows[] = {
	TEXT_OF(fulltext_section, "anchor", anchor),
	TEXT_OF(fulltext_section, "number", number),
	TEXT_OF(fulltext_section, "title", title),
	NUMBER_OF(fulltext_section, "level", level),
	NUMBER_OF(fulltext_section, "page", page),
	WORD_OF(fulltext_section, "role", role, role_word, FULLTEXT_ROLE__COUNT),
	OBJECTS_OF(fulltext_section, "blocks", blocks, block_shape),
};
static const struct shape section_shape = SHAPE(fulltext_section, section_rows);

static const struct member work_rows[] = {
	TEXT_OF(fulltext_work, "anchor", anchor),
	TEXT_OF(fulltext_work, "number", number),
	TEXT_OF(fulltext_work, "text", text),
	NUMBER_OF(fulltext_work, "page", page),
};
static const struct shape work_shape = SHAPE(fulltext_work, work_rows);

static const struct member author_rows[] = {
	TEXT_OF(fulltext_author, "name", name),
	TEXTS_OF(fulltext_author, "affiliations", affiliations),
};
static const struct shape author_shape = SHAPE(fulltext_author, author_rows);

static const struct member form_rows[] = {
	WORD_OF(fulltext, "road", road, road_word, FULLTEXT_ROAD__COUNT),
	TEXT_OF(fulltext, "id", id),
	NUMBER_OF(fulltext, "version", version),
	TEXT_OF(fulltext, "maker", maker),
	TEXT_OF(fulltext, "title", title),
	TEXT_OF(fulltext, "license", license),
	TEXT_OF(fulltext, "category", category),
	TEXT_OF(fulltext, "date", date),
	OBJECTS_OF(fulltext, "authors", authors, author_shape),
	{ .key = "contents", .type = NUMBER, .at = offsetof(struct fulltext, n_contents) },
	NUMBER_OF(fulltext, "signs", signs),
	OBJECTS_OF(fulltext, "sections", sections, section_shape),
	OBJECTS_OF(fulltext, "bibliography", works, work_shape),
};
static const struct shape form_shape = SHAPE(fulltext, form_rows);

/* ---- Writing ---- */

static int number_at(const void *p)
{
	int n;
	memcpy(&n, p, sizeof n);
	return n;
}

static size_t count_at(const char *object, const struct member *m)
{
	return *(const size_t *)(const void *)(object + m->count_at);
}

static bool is_absent(const char *object, const struct member *m)
{
	switch (m->type) {
	case TEXT:
		return ((const struct str *)(const void *)(object + m->at))->n == 0;
	case NUMBER:
		return number_at(object + m->at) == 0;
	case WORD:
		return false;
	default:
		return count_at(object, m) == 0;
	}
}

static void write_object(const char *object, const struct shape *shape, struct buf *out);

static void write_list(const char *object, const struct member *m, struct buf *out)
{
	const char *items = *(char *const *)(const void *)(object + m->at);
	buf_addc(out, '[');
	for (size_t i = 0; i < count_at(object, m); i++) {
		if (i > 0)
			buf_addc(out, ',');
		if (m->type == TEXTS)
			js_put_string(out, ((const struct str *)(const void *)items)[i]);
		else
			write_object(items + i * m->of->size, m->of, out);
	}
	buf_addc(out, ']');
}

static void write_object(const char *object, const struct shape *shape, struct buf *out)
{
	const char *before = "{";
	for (size_t i = 0; i < shape->n; i++) {
		const struct member *m = &shape->members[i];
		const char *at = object + m->at;
		if (is_absent(object, m))
			continue;
		buf_addf(out, "%s\"%s\":", before, m->key);
		before = ",";
		if (m->type == TEXT)
			js_put_string(out, *(const struct str *)(const void *)at);
		else if (m->type == NUMBER)
			buf_addf(out, "%d", number_at(at));
		else if (m->type == WORD)
			js_put_string(out, str_of(m->word(number_at(at))));
		else
			write_list(object, m, out);
	}
	buf_addz(out, *before == '{' ? "{}" : "}");
}

void fulltext_write_json(const struct fulltext *f, struct buf *out)
{
	write_object((const char *)f, &form_shape, out);
}

/* ---- Reading ---- */

static bool wrong(const struct member *m, const struct js *v, struct err *e)
{
	return err_set(e, ERR_INPUT, "not a kept full text: \"%s\" is %s", m->key, js_type_name(js_type(v)));
}

static bool read_word(const struct member *m, const struct js *v, char *at, struct err *e)
{
	for (int i = 0; i < m->n_words; i++)
		if (str_is(js_str(v), m->word(i))) {
			memcpy(at, &i, sizeof i);
			return true;
		}
	return wrong(m, v, e);
}

static bool read_number(const struct member *m, const struct js *v, char *at, struct err *e)
{
	int64_t n;
	if (!js_int(v, &n) || n < 0 || n > INT32_MAX)
		return wrong(m, v, e);
	int small = (int)n;
	memcpy(at, &small, sizeof small);
	return true;
}

static bool read_object(const struct js *v, const struct shape *shape, struct arena *a, char *object, struct err *e);

static bool read_list(const struct member *m, const struct js *v, struct arena *a, char *object, struct err *e)
{
	size_t n = js_len(v), size = m->type == TEXTS ? sizeof(struct str) : m->of->size;
	if (js_type(v) != JS_ARRAY)
		return wrong(m, v, e);
	char *items = arena_calloc(a, n, size);
	for (size_t i = 0; i < n; i++) {
		const struct js *item = js_at(v, i);
		char *to = items + i * size;
		if (js_type(item) != (m->type == TEXTS ? JS_STRING : JS_OBJECT))
			return wrong(m, item, e);
		if (m->type == TEXTS)
			*(struct str *)(void *)to = arena_dup(a, js_str(item));
		else if (!read_object(item, m->of, a, to, e))
			return false;
	}
	*(char **)(void *)(object + m->at) = items;
	*(size_t *)(void *)(object + m->count_at) = n;
	return true;
}

static bool read_text(const struct member *m, const struct js *v, struct arena *a, char *at, struct err *e)
{
	if (js_type(v) != JS_STRING)
		return wrong(m, v, e);
	*(struct str *)(void *)at = arena_dup(a, js_str(v));
	return true;
}

static bool read_object(const struct js *v, const struct shape *shape, struct arena *a, char *object, struct err *e)
{
	for (size_t i = 0; i < shape->n; i++) {
		const struct member *m = &shape->members[i];
		const struct js *x = js_get(v, m->key);
		char *at = object + m->at;
		bool ok = x == NULL || (m->type == TEXT   ? read_text(m, x, a, at, e)
		                        : m->type == WORD ? read_word(m, x, at, e)
		                        : m->type == NUMBER ? read_number(m, x, at, e)
		                                            : read_list(m, x, a, object, e));
		if (!ok)
			return false;
	}
	return true;
}

bool fulltext_read_json(struct str json, struct fulltext *f, struct err *e)
{
	struct js *root;
	if (!js_parse(json, &root, e))
		return err_wrap(e, "not a kept full text");
	bool ok = js_type(js_get(root, "road")) == JS_STRING ||
	          err_set(e, ERR_INPUT, "not a kept full text: it does not say its road");
	ok = ok && read_object(root, &form_shape, &f->arena, (char *)f, e);
	js_free(root);
	if (!ok)
		fulltext_free(f);
	return ok;
}
