/* SPDX-License-Identifier: MIT
 * Makes the manual, the completions of shells and the example configuration while the program is built: a template goes from
 * standard input to standard output, and a line "@name@" becomes what the generator of that name says of the rows. */
#include <stdio.h>
#include <stdlib.h>

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

static const struct {
	const char *name;
	void (*put)(struct buf *out);
} generators[] = {
	{ "mdoc-synopsis", mdoc_synopsis }, { "mdoc-commands", mdoc_commands }, { "mdoc-topics", mdoc_topics },
	{ "mdoc-options", mdoc_options }, { "mdoc-provider", mdoc_provider }, { "mdoc-exit", mdoc_exit },
	{ "mdoc-version", mdoc_version },
	{ "bash-commands", bash_commands }, { "bash-values", bash_values }, { "bash-options", bash_options },
	{ "zsh-commands", zsh_commands }, { "zsh-words", zsh_words }, { "zsh-options", zsh_options },
	{ "fish-commands", fish_commands }, { "fish-options", fish_options },
	{ "config-options", config_options }, { "config-provider", config_provider },
	{ "rows-json", rows_json },
};

/* LINE as it is, or what stands for it. False: no generator has that name. */
static bool put_line(struct str line, struct buf *out)
{
	struct str name = str_trim(line);
	if (name.n < 3 || name.p[0] != '@' || !str_ends(name, "@")) {
		buf_adds(out, line);
		buf_addc(out, '\n');
		return true;
	}
	for (size_t i = 0; i < COUNTOF(generators); i++)
		if (str_is((struct str){ name.p + 1, name.n - 2 }, generators[i].name)) {
			generators[i].put(out);
			return true;
		}
	fprintf(stderr, "no generator \"%.*s\"\n", STR_ARG(name));
	return false;
}

int main(void)
{
	struct buf in = BUF_INIT(BUF_UNBOUNDED), out = BUF_INIT(BUF_UNBOUNDED);
	char chunk[4096];
	size_t n;
	bool ok = true;
	while ((n = fread(chunk, 1, sizeof chunk, stdin)) > 0)
		buf_add(&in, chunk, n);
	struct str rest = buf_str(&in), line;
	while (ok && str_cut(&rest, '\n', &line))
		ok = put_line(line, &out);
	ok = ok && !ferror(stdin) && fwrite(out.s, 1, out.len, stdout) == out.len && fflush(stdout) == 0;
	buf_free(&in);
	buf_free(&out);
	return ok ? EXIT_SUCCESS : EXIT_FAILURE;
}
