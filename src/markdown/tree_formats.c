/* SPDX-License-Identifier: MIT
 * What all users of a tree need: the names of formats, and a tree as plain text. */
#include "digest/markdown_tree.h"

static const struct {
	const char *name;
	enum md_format format;
} formats[] = { { "inline", MD_FORMAT_INLINE }, { "blocks", MD_FORMAT_BLOCKS }, { "references", MD_FORMAT_REFERENCES } };

enum md_format md_format_parse(struct str s)
{
	for (size_t i = 0; i < COUNTOF(formats); i++)
		if (str_is(s, formats[i].name))
			return formats[i].format;
	return MD_FORMAT_NONE;
}

enum md_format md_format_of(const struct md_fields *f, struct str path)
{
	for (size_t i = 0; i < f->n; i++)
		if (str_eq(f->v[i].path, path))
			return f->v[i].format;
	return MD_FORMAT_NONE;
}

bool md_tree_has_blocks(const struct md_node *m) { return m && (m->kind != MD_NODE_PARAGRAPH || m->next); }

void md_tree_text(const struct md_node *m, struct buf *out)
{
	for (; m; m = m->next) {
		if (m->kind >= MD_NODE_PARAGRAPH && out->len && out->s[out->len - 1] != ' ')
			buf_addc(out, ' ');
		buf_adds(out, m->text);
		md_tree_text(m->first, out);
	}
}
