/* SPDX-License-Identifier: MIT
 * What the generators read of the option rows, and how they quote. */
#include <string.h>

#include "src/manual/manual.h"

const struct opt_row *next_row(size_t *i, enum opt_group g)
{
	for (; *i < opt_n_rows; ++*i)
		if (opt_rows[*i].group == g && !opt_rows[*i].hidden)
			return &opt_rows[(*i)++];
	return NULL;
}

const struct opt_row *next_row_of(size_t *i, unsigned command)
{
	for (; *i < opt_n_rows; ++*i)
		if (opt_rows[*i].commands & command && !opt_rows[*i].hidden)
			return &opt_rows[(*i)++];
	return NULL;
}

bool nth_group(size_t i, enum opt_group *g)
{
	if (i < OPT__GROUPS)
		*g = (enum opt_group)((i + 1) % OPT__GROUPS);  /* OPT_RUN, the first of them, comes last */
	return i < OPT__GROUPS;
}

struct str first_sentence(const char *text)
{
	struct str s = str_of(text);
	size_t end = str_find(s, ". ", 0);
	if (end == STR_NONE && str_ends(s, "."))
		end = s.n - 1;
	return str_head(s, end);
}

bool takes_list(const struct opt_row *row)
{
	return row->type == OPT_LIST || row->type == OPT_SET || (row->arg && strchr(row->arg, ','));
}
bool takes_file(const struct opt_row *row) { return row->arg && str_find(str_of(row->arg), "FILE", 0) != STR_NONE; }
bool takes_folder(const struct opt_row *row) { return row->arg && str_find(str_of(row->arg), "DIR", 0) != STR_NONE; }

void put_quoted(struct str text, struct buf *out)
{
	buf_addc(out, '\'');
	for (size_t i = 0; i < text.n; i++)
		if (text.p[i] == '\'')
			buf_addz(out, "'\\''");
		else
			buf_addc(out, text.p[i]);
	buf_addc(out, '\'');
}
