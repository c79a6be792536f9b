/* SPDX-License-Identifier: MIT
 * --help and `digest help`, printed from the rows. */
#include <stdio.h>

#include "digest/nearest.h"
#include "src/cli/cli.h"

enum { WIDTH = 79, INDENT = 6 };

/* The text REST in lines of at most WIDTH columns, each after INDENT blanks; MARK stands in those of the first line. */
static void wrapped(struct buf *out, const char *mark, struct str rest)
{
	struct str word;
	size_t column = 0;
	while (str_cut(&rest, ' ', &word)) {
		if (column > 0 && column + 1 + word.n > WIDTH) {
			buf_addc(out, '\n');
			column = 0;
		}
		if (column == 0) {
			buf_addf(out, "%-*s", INDENT, mark);
			column = INDENT;
			mark = "";
		} else {
			buf_addc(out, ' ');
			column++;
		}
		buf_adds(out, word);
		column += word.n;
	}
	buf_addc(out, '\n');
}

static void option(struct buf *out, const struct opt_row *row, unsigned command)
{
	struct buf words = BUF_INIT(BUF_UNBOUNDED);
	if (row->letter)
		buf_addf(out, "  -%c, --%s", row->letter, row->name);
	else
		buf_addf(out, "  --%s", row->name);
	if (row->arg && !(row->bare & command))
		buf_addf(out, " %s", row->arg);
	if (row->fallback)
		buf_addf(out, "  (%s)", row->fallback);
	if (row->line_only)
		buf_addc(out, '*');
	buf_addc(out, '\n');
	wrapped(out, "", str_of(row->help));
	opt_choices_text(row, &words);
	if (words.len)
		wrapped(out, "", buf_str(&words));
	buf_free(&words);
}

static void command_line(struct buf *out, const struct command *c)
{
	buf_addf(out, "  digest%s%s %s\n", *c->name ? " " : "", c->name, c->words);
	wrapped(out, "", str_of(c->help));
}

/* The options of a command that are of a part. */
static void part(struct buf *out, const struct command *c, enum opt_group g)
{
	bool begun = false;
	for (size_t i = 0; i < opt_n_rows; i++) {
		const struct opt_row *row = &opt_rows[i];
		if (row->group != g || row->hidden || !(row->commands & c->bit))
			continue;
		if (!begun)
			buf_addf(out, "\n%s:\n", opt_group_title(g));
		begun = true;
		option(out, row, c->bit);
	}
}

static void put_topics(struct buf *out)
{
	buf_addz(out, "\nTopics of digest help:\n");
	for (size_t i = 0; i < n_topics; i++)
		buf_addf(out, "  %-12s %s\n", topics[i].name, topics[i].help);
}

void help_print(const struct command *c, struct buf *out)
{
	buf_addz(out, "Usage:\n");
	for (size_t i = 0; i < n_commands; i++)
		if (&commands[i] == c || *c->name == '\0')
			command_line(out, &commands[i]);
	if (c->bit == CMD_HELP || *c->name == '\0')
		put_topics(out);
	for (int g = OPT_RUN + 1; g < OPT__GROUPS; g++)
		part(out, c, (enum opt_group)g);
	part(out, c, OPT_RUN);
	buf_addz(out, "\nOptions without a * can stand in ~/.config/digest/config as `name = value`, and\n"
	              "in the environment as DIGEST_NAME. Stronger is what comes later: the file, a\n"
	              "profile in it, the environment, the command line.\n\nExit status:\n");
	for (size_t i = 0; i < n_exit_meanings; i++) {
		char number[16];
		snprintf(number, sizeof number, "%4d", exit_meanings[i].status);
		wrapped(out, number, str_of(exit_meanings[i].help));
	}
}

/* ---- digest help ---- */

/* The width of the first column, then the lines. */
struct listing {
	struct buf *out;
	size_t width;
};

static void measure(void *ctx, struct str word, struct str about)
{
	struct listing *l = ctx;
	if (!str_empty(about) && word.n > l->width)
		l->width = word.n;
}

static void put_word(void *ctx, struct str word, struct str about)
{
	struct listing *l = ctx;
	if (str_empty(about))
		buf_addf(l->out, "%.*s\n", STR_ARG(word));
	else
		buf_addf(l->out, "%-*.*s  %.*s\n", (int)l->width, STR_ARG(word), STR_ARG(about));
}

/* WORD is neither a command nor a topic. */
static bool unknown(const char *word, struct err *e)
{
	struct nearest meant = { .said = str_of(word) };
	struct buf all = BUF_INIT(ERR_MSG_SIZE);
	for (size_t i = 1; i < n_commands; i++) {
		nearest_try(&meant, str_of(commands[i].name));
		buf_addf(&all, "%s%s", i > 1 ? ", " : "", commands[i].name);
	}
	for (size_t i = 0; i < n_topics; i++) {
		nearest_try(&meant, str_of(topics[i].name));
		buf_addf(&all, ", %s", topics[i].name);
	}
	nearest_say(&meant, "", &all);
	err_set(e, ERR_USAGE, "help: nothing is called \"%s\"; there are %s", word, all.s);
	buf_free(&all);
	return false;
}

bool help_about(const struct opt_values *o, struct buf *out, struct err *e)
{
	struct listing l = { .out = out };
	const char *word = o->files.n ? o->files.v[0].p : "";
	if (o->files.n > 1)
		return err_set(e, ERR_USAGE, "help: one command or topic at a time");
	for (size_t i = 0; i < n_topics; i++)
		if (str_is(str_of(word), topics[i].name)) {
			topics[i].each(o, measure, &l);
			topics[i].each(o, put_word, &l);
			return true;
		}
	if (*word && command_find(word) == NULL)
		return unknown(word, e);
	help_print(*word ? command_find(word) : &commands[0], out);
	return true;
}
