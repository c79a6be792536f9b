/* SPDX-License-Identifier: MIT
 * Makes the manual, the completions of shells and the example configuration while the program is built: a template goes from
 * standard input to standard output, and a line "@name@" becomes what the generator of that name says of the rows. */
#include <stdio.h>
#include <stdlib.h>

#include "src/manual/manual.h"

static const struct {
	const char *name;
	void (*put)(struct buf *out);
} generators[] = {
	{ "mdoc-synopsis", mdoc_synopsis }, { "mdoc-commands", mdoc_commands }, { "mdoc-topics", mdoc_topics },
	{ "mdoc-options", mdoc_options }, { "mdoc-provider", mdoc_provider }, { "mdoc-interest", mdoc_interest }, { "mdoc-exit", mdoc_exit },
	{ "mdoc-version", mdoc_version },
	{ "bash-commands", bash_commands }, { "bash-values", bash_values }, { "bash-options", bash_options },
	{ "zsh-commands", zsh_commands }, { "zsh-words", zsh_words }, { "zsh-options", zsh_options },
	{ "fish-commands", fish_commands }, { "fish-options", fish_options },
	{ "config-options", config_options }, { "config-provider", config_provider }, { "config-interest", config_interest },
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
