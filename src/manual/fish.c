/* SPDX-License-Identifier: MIT
 * What fish's completion takes from the rows: a call of `complete` each. */
#include "src/manual/manual.h"

/* TEXT between single quotes for fish, in which a backslash is one only before a quote and itself. */
static void put_fish(struct str text, struct buf *out)
{
	buf_addc(out, '\'');
	for (size_t i = 0; i < text.n; i++)
		buf_addf(out, "%s%c", text.p[i] == '\'' || text.p[i] == '\\' ? "\\" : "", text.p[i]);
	buf_addc(out, '\'');
}

/* WORD and what it means, as fish reads them within -a: again words of a command line. */
static void put_described(const char *word, struct str help, struct buf *out)
{
	buf_addf(out, "%s\\t\"", word);
	for (size_t i = 0; i < help.n; i++)
		buf_addf(out, "%s%c", strchr("\"$\\", help.p[i]) ? "\\" : "", help.p[i]);
	buf_addz(out, "\" ");
}

static void put_argument(const char *option, struct buf *words, struct buf *out)
{
	buf_addf(out, " %s ", option);
	put_fish(str_trim(buf_str(words)), out);
	buf_clear(words);
}

void fish_commands(struct buf *out)
{
	struct buf words = BUF_INIT(BUF_UNBOUNDED);
	buf_addz(out, "set -g __digest_commands");
	for (size_t i = 1; i < n_commands; i++)
		buf_addf(out, " %s", commands[i].name);
	for (size_t i = 1; i < n_commands; i++)
		put_described(commands[i].name, first_sentence(commands[i].help), &words);
	buf_addz(out, "\ncomplete -c digest -n __digest_first");
	put_argument("-a", &words, out);
	for (size_t i = 1; i < n_commands; i++)
		put_described(commands[i].name, first_sentence(commands[i].help), &words);
	for (size_t i = 0; i < n_topics; i++)
		put_described(topics[i].name, str_of(topics[i].help), &words);
	buf_addz(out, "\ncomplete -c digest -n '__digest_with help'");
	put_argument("-a", &words, out);
	for (size_t i = 1; i < n_commands; i++)
		if (commands[i].files && commands[i].offers == NULL)
			buf_addf(out, "\ncomplete -c digest -n '__digest_with %s' -F", commands[i].name);
		else if (commands[i].files && commands[i].bit != CMD_HELP)
			buf_addf(out, "\ncomplete -c digest -n '__digest_with %s' -a '(__digest_list %s)'", commands[i].name, commands[i].offers);
	buf_addc(out, '\n');
	buf_free(&words);
}

static void put_value(const struct opt_row *row, struct buf *out)
{
	struct buf words = BUF_INIT(BUF_UNBOUNDED);
	struct opt_choice c;
	buf_addz(out, takes_file(row) ? " -r -F" : takes_folder(row) ? " -x -a '(__fish_complete_directories)'" : " -x");
	for (size_t i = 0; row->choices && row->choices(i, &c); i++)
		put_described(c.word, str_of(c.help), &words);
	if (row->suggest)
		buf_addz(&words, row->suggest);
	if (row->listed_by)
		buf_addf(&words, "(__digest_list%s %s)", takes_list(row) ? " --several" : "", row->listed_by);
	else if (takes_list(row) && words.len) {
		struct buf list = BUF_INIT(BUF_UNBOUNDED);
		buf_addf(&list, "(__digest_several %.*s)", STR_ARG(str_trim(buf_str(&words))));
		put_argument("-a", &list, out);
		buf_free(&list);
		buf_clear(&words);
	}
	if (words.len)
		put_argument("-a", &words, out);
	buf_free(&words);
}

/* ROW with the commands AMONG. */
static void put_option(const struct opt_row *row, unsigned among, bool takes, struct buf *out)
{
	buf_addz(out, "complete -c digest -n '__digest_with");
	for (size_t k = 0; k < n_commands; k++)
		if (among & commands[k].bit)
			buf_addf(out, " %s", *commands[k].name ? commands[k].name : "run");
	buf_addf(out, "' -l %s", row->name);
	if (row->letter)
		buf_addf(out, " -s %c", row->letter);
	buf_addz(out, " -d ");
	put_fish(first_sentence(row->help), out);
	if (takes)
		put_value(row, out);
	buf_addc(out, '\n');
}

void fish_options(struct buf *out)
{
	for (size_t i = 0; i < opt_n_rows; i++) {
		const struct opt_row *row = &opt_rows[i];
		if (row->hidden)
			continue;
		put_option(row, row->commands & ~row->bare, row->arg != NULL, out);
		if (row->bare)
			put_option(row, row->bare, false, out);
	}
}
