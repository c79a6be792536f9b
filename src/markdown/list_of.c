/* SPDX-License-Identifier: MIT
 * A JSON list of texts as a list of Markdown: what was a list of sentences once, and what models write where a text with a list is meant. */
#include <string.h>

#include "digest/markdown_tree.h"

/* How many bytes before the sign that would make S, an item's text, another block than a paragraph (CommonMark 4, 5.2); STR_NONE: none. */
static size_t block_sign(struct str s)
{
	size_t digits = 0, run = 0;
	while (digits < s.n && is_digit((unsigned char)s.p[digits]))
		digits++;
	if (digits > 0)
		return digits < s.n && strchr(".)", s.p[digits]) && (digits + 1 == s.n || s.p[digits + 1] == ' ') ? digits : STR_NONE;
	if (s.n == 0 || !strchr("-+*_#><`~[", s.p[0]))
		return STR_NONE;
	while (run < s.n && s.p[run] == s.p[0])
		run++;
	bool blank = run == s.n || s.p[run] == ' ', rule = true;
	for (size_t i = 0; i < s.n; i++)
		rule = rule && (s.p[i] == s.p[0] || s.p[i] == ' ');
	switch (s.p[0]) {
	case '-': case '+': case '*': case '_':
		return (run == 1 && blank && s.p[0] != '_') || rule ? 0 : STR_NONE;
	case '#':
		return blank ? 0 : STR_NONE;
	case '`': case '~':
		return run >= 3 ? 0 : STR_NONE;
	case '[':
		return str_find(s, "]:", 0) != STR_NONE ? 0 : STR_NONE;
	default:
		return 0;
	}
}

bool md_list_of(const struct js *v, struct buf *out)
{
	size_t before = out->len;
	for (size_t i = 0; i < js_len(v); i++) {
		const struct js *item = js_at(v, i);
		struct str s = str_trim(js_str(item));
		if (js_type(item) != JS_STRING) {
			buf_cut(out, before);
			return false;
		}
		if (s.n == 0)
			continue;
		size_t sign = block_sign(s);
		buf_addz(out, out->len > before ? "\n- " : "- ");
		for (size_t k = 0; k < s.n; k++) {
			if (k == sign)
				buf_addc(out, '\\');
			buf_addc(out, is_space((unsigned char)s.p[k]) ? ' ' : s.p[k]);
		}
	}
	return js_type(v) == JS_ARRAY;
}
