/* SPDX-License-Identifier: MIT
 * What bash's completion takes from the rows. */
#include "src/manual/manual.h"

void bash_commands(struct buf *out)
{
	buf_addz(out, "_digest_commands='");
	for (size_t i = 1; i < n_commands; i++)
		buf_addf(out, "%s%s", i > 1 ? " " : "", commands[i].name);
	buf_addz(out, "'\n_digest_topics='");
	for (size_t i = 0; i < n_topics; i++)
		buf_addf(out, "%s%s", i > 0 ? " " : "", topics[i].name);
	buf_addz(out, "'\n");
}

/* The branch of a row that takes a value: what the value can be. */
static void put_value(const struct opt_row *row, struct buf *out)
{
	struct opt_choice c;
	buf_addf(out, "\t--%s", row->name);
	if (row->letter)
		buf_addf(out, "|-%c", row->letter);
	buf_addc(out, ')');
	for (size_t i = 0; i < n_commands; i++)
		if (row->bare & commands[i].bit)
			buf_addf(out, " [[ $command == %s ]] && return 1;", commands[i].name);
	if (takes_list(row))
		buf_addz(out, " several=y");
	if (takes_file(row))
		buf_addz(out, " files=y");
	if (takes_folder(row))
		buf_addz(out, " folders=y");
	if (row->choices || row->suggest) {
		buf_addf(out, " words='%s", row->suggest ? row->suggest : "");
		for (size_t i = 0; row->choices && row->choices(i, &c); i++)
			buf_addf(out, "%s%s", i ? " " : "", c.word);
		buf_addc(out, '\'');
	}
	if (row->listed_by)
		buf_addf(out, " words=$(_digest_list %s)", row->listed_by);
	buf_addz(out, " ;;\n");
}

void bash_values(struct buf *out)
{
	for (size_t i = 0; i < opt_n_rows; i++)
		if (opt_rows[i].type != OPT_FLAG && !opt_rows[i].hidden)
			put_value(&opt_rows[i], out);
}

void bash_options(struct buf *out)
{
	const struct opt_row *row;
	for (size_t k = 0; k < n_commands; k++) {
		buf_addf(out, "\t'%s') options='", commands[k].name);
		for (size_t i = 0, first = 1; (row = next_row_of(&i, commands[k].bit)) != NULL; first = 0) {
			buf_addf(out, "%s--%s", first ? "" : " ", row->name);
			if (row->letter)
				buf_addf(out, " -%c", row->letter);
		}
		buf_addc(out, '\'');
		if (commands[k].bit == CMD_HELP)
			buf_addz(out, "; words=\"$_digest_commands $_digest_topics\"");
		else if (commands[k].offers)
			buf_addf(out, "; words=$(_digest_list %s)", commands[k].offers);
		else if (commands[k].files)
			buf_addz(out, "; files=y");
		buf_addz(out, " ;;\n");
	}
}
