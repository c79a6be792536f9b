/* SPDX-License-Identifier: MIT
 * What zsh's completion takes from the rows: words with what they mean, and the arguments of _arguments. */
#include "src/manual/manual.h"

/* WORD:HELP as _describe takes it, quoted. */
static void put_described(struct str word, struct str help, struct buf *out)
{
	struct buf b = BUF_INIT(BUF_UNBOUNDED);
	for (size_t i = 0; i < word.n; i++)
		buf_addf(&b, "%s%c", word.p[i] == ':' ? "\\" : "", word.p[i]);
	buf_addc(&b, ':');
	buf_adds(&b, help);
	buf_addz(out, "\t\t");
	put_quoted(buf_str(&b), out);
	buf_addc(out, '\n');
	buf_free(&b);
}

void zsh_commands(struct buf *out)
{
	buf_addz(out, "_digest_commands=(\n");
	for (size_t i = 1; i < n_commands; i++)
		put_described(str_of(commands[i].name), first_sentence(commands[i].help), out);
	buf_addz(out, "\t)\n_digest_topics=(\n");
	for (size_t i = 0; i < n_topics; i++)
		put_described(str_of(topics[i].name), str_of(topics[i].help), out);
	buf_addz(out, "\t)\n");
}

/* A function for each closed list. */
void zsh_words(struct buf *out)
{
	struct opt_choice c;
	for (size_t k = 0; k < opt_n_rows; k++) {
		const struct opt_row *row = &opt_rows[k];
		if (row->choices == NULL || row->hidden)
			continue;
		buf_addf(out, "_digest_%s() {\n", row->name);
		if (takes_list(row))
			buf_addz(out, "\tcompset -P '*,'\n");
		buf_addz(out, "\tlocal -a choices=(\n");
		for (size_t i = 0; row->choices(i, &c); i++)
			put_described(str_of(c.word), str_of(c.help), out);
		buf_addf(out, "\t)\n\t_describe -t words '%s' choices\n}\n", row->name);
	}
}

/* What a value can be: ":LIST:ACTION". */
static void put_value(const struct opt_row *row, struct buf *out)
{
	buf_addf(out, ":%s:", row->arg);
	if (row->choices)
		buf_addf(out, "_digest_%s", row->name);
	else if (row->listed_by)
		buf_addf(out, "_digest_list%s %s", takes_list(row) ? " -s" : "", row->listed_by);
	else if (row->suggest && takes_file(row))
		buf_addf(out, "_digest_or_file %s", row->suggest);
	else if (row->suggest)
		buf_addf(out, "(%s)", row->suggest);
	else if (takes_file(row))
		buf_addz(out, "_files");
	else if (takes_folder(row))
		buf_addz(out, "_files -/");
	else
		buf_addc(out, ' ');
}

/* HELP between brackets. */
static void put_help(struct str help, struct buf *out)
{
	buf_addc(out, '[');
	for (size_t i = 0; i < help.n; i++)
		buf_addf(out, "%s%c", strchr("[]:\\", help.p[i]) ? "\\" : "", help.p[i]);
	buf_addc(out, ']');
}

static void put_option(const struct opt_row *row, unsigned command, struct buf *out)
{
	bool takes = row->arg && !(row->bare & command);
	struct buf b = BUF_INIT(BUF_UNBOUNDED);
	bool again = takes_list(row) || row->type == OPT_ADD;
	buf_addz(out, "\t\t");
	if (again)
		buf_addz(out, "'*'");
	else if (row->letter)
		buf_addf(out, "'(-%c --%s)'", row->letter, row->name);
	if (row->letter)
		buf_addf(out, "{-%c%s,", row->letter, takes ? "+" : "");
	buf_addf(out, "--%s%s%s", row->name, takes ? "=" : "", row->letter ? "}" : "");
	put_help(first_sentence(row->help), &b);
	if (takes)
		put_value(row, &b);
	put_quoted(buf_str(&b), out);
	buf_addc(out, '\n');
	buf_free(&b);
}

void zsh_options(struct buf *out)
{
	const struct opt_row *row;
	for (size_t k = 0; k < n_commands; k++) {
		const struct command *c = &commands[k];
		buf_addf(out, "\t'%s') options=(\n", c->name);
		for (size_t i = 0; (row = next_row_of(&i, c->bit)) != NULL;)
			put_option(row, c->bit, out);
		if (*c->name == '\0')
			buf_addz(out, "\t\t'1:command:_digest_command'\n");
		else if (c->bit == CMD_HELP)
			buf_addz(out, "\t\t'1:command or topic:_digest_topic'\n");
		else if (c->offers)
			buf_addf(out, "\t\t'1:name:_digest_list %s'\n", c->offers);
		else if (c->files)
			buf_addz(out, "\t\t'*:file:_files'\n");
		buf_addz(out, "\t\t) ;;\n");
	}
}
