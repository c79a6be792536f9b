/* SPDX-License-Identifier: MIT
 * --help, printed from the rows. */
#include "src/cli/cli.h"

enum { WIDTH = 79, INDENT = 6 };

/* TEXT in lines of at most WIDTH columns, each after INDENT blanks. */
static void wrapped(struct buf *out, const char *text)
{
	struct str rest = str_of(text), word;
	size_t column = 0;
	while (str_cut(&rest, ' ', &word)) {
		if (column > 0 && column + 1 + word.n > WIDTH) {
			buf_addc(out, '\n');
			column = 0;
		}
		if (column == 0) {
			buf_addf(out, "%*s", INDENT, "");
			column = INDENT;
		} else {
			buf_addc(out, ' ');
			column++;
		}
		buf_adds(out, word);
		column += word.n;
	}
	buf_addc(out, '\n');
}

static void option(struct buf *out, const struct opt_row *row)
{
	if (row->letter)
		buf_addf(out, "  -%c, --%s", row->letter, row->name);
	else
		buf_addf(out, "  --%s", row->name);
	if (row->arg)
		buf_addf(out, " %s", row->arg);
	if (row->fallback)
		buf_addf(out, "  (%s)", row->fallback);
	if (row->line_only)
		buf_addc(out, '*');
	buf_addc(out, '\n');
	wrapped(out, row->help);
}

static void command_line(struct buf *out, const struct command *c)
{
	buf_addf(out, "  digest%s%s %s\n", *c->name ? " " : "", c->name, c->words);
	wrapped(out, c->help);
}

void help_print(const struct command *c, struct buf *out)
{
	buf_addz(out, "Usage:\n");
	for (size_t i = 0; i < n_commands; i++)
		if (&commands[i] == c || *c->name == '\0')
			command_line(out, &commands[i]);
	buf_addz(out, "\nOptions:\n");
	for (size_t i = 0; i < opt_n_rows; i++)
		if (opt_rows[i].commands & c->bit && !opt_rows[i].hidden)
			option(out, &opt_rows[i]);
	buf_addz(out, "\nOptions without a * can stand in ~/.config/digest/config as `name = value`, and\n"
	              "in the environment as DIGEST_NAME. Stronger is what comes later: the file, a\n"
	              "profile in it, the environment, the command line.\n"
	              "\nExit status: 0 all is well; 3 something came out, but not all of it; 2 wrong\n"
	              "words; 65 broken input; 69 host or summarizer unavailable; 70 a defect, or out\n"
	              "of memory; 74 a file or the store cannot be used; 75 try later; 77 key refused.\n");
}
