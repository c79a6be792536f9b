/* SPDX-License-Identifier: MIT
 * Marks as everybody sees them who has some: the names of formats, and what a tree says as text. */
#include "digest/marks.h"

static const struct {
	const char *name;
	enum marks_format format;
} formats[] = { { "inline", MARKS_INLINE }, { "blocks", MARKS_BLOCKS }, { "references", MARKS_REFERENCES } };

enum marks_format marks_format_parse(struct str s)
{
	for (size_t i = 0; i < COUNTOF(formats); i++)
		if (str_is(s, formats[i].name))
			return formats[i].format;
	return MARKS_NONE;
}

enum marks_format marks_of(const struct marks_fields *f, struct str path)
{
	for (size_t i = 0; i < f->n; i++)
		if (str_eq(f->v[i].path, path))
			return f->v[i].format;
	return MARKS_NONE;
}

bool marks_are_blocks(const struct mark *m) { return m && (m->kind != MARK_PARAGRAPH || m->next); }

void marks_text(const struct mark *m, struct buf *out)
{
	for (; m; m = m->next) {
		if (m->kind >= MARK_PARAGRAPH && out->len && out->s[out->len - 1] != ' ')
			buf_addc(out, ' ');
		buf_adds(out, m->text);
		marks_text(m->first, out);
	}
}
