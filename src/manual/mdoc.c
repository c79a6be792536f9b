/* SPDX-License-Identifier: MIT
 * The parts of digest(1) that say what the rows say, in mdoc(7). */
#include "digest/interest_section.h"
#include "digest/program.h"
#include "digest/text.h"
#include "src/manual/manual.h"

enum { WIDTH = 78 };

/* TEXT with what mdoc would read otherwise made harmless. Two hyphens are an option's: they stay what can be copied. */
static void put_text(struct str text, struct buf *out)
{
	for (size_t i = 0, n; i < text.n; i += n) {
		uint32_t cp = 0;
		n = utf8_decode(str_from(text, i), &cp);
		if (n == 0)
			n = 1;
		else if (cp >= 0x80)
			buf_addf(out, "\\[u%04X]", (unsigned)cp);
		else if (cp == '\\')
			buf_addz(out, "\\e");
		else if (cp == '-')
			buf_addz(out, "\\-");
		else
			buf_addc(out, (char)cp);
	}
}

/* TEXT as lines of running text: a line ends where a sentence does, and before it gets too long. */
static void put_lines(struct str text, struct buf *out)
{
	struct str word;
	size_t column = 0;
	while (str_cut(&text, ' ', &word)) {
		if (column > 0 && column + 1 + word.n > WIDTH) {
			buf_addc(out, '\n');
			column = 0;
		}
		if (column == 0 && !str_empty(word) && (word.p[0] == '.' || word.p[0] == '\''))
			buf_addz(out, "\\&");
		if (column > 0)
			buf_addc(out, ' ');
		put_text(word, out);
		column += word.n + 1;
		if (str_ends(word, ".") && !str_ends(word, "..")) {
			buf_addc(out, '\n');
			column = 0;
		}
	}
	if (column > 0)
		buf_addc(out, '\n');
}

/* An argument of a macro. */
static void put_argument(const char *text, struct buf *out)
{
	buf_addc(out, '"');
	for (struct str rest = str_of(text), part; str_cut(&rest, '"', &part);) {
		put_text(part, out);
		if (!str_empty(rest))
			buf_addz(out, "\"\"");
	}
	buf_addc(out, '"');
}

/* ---- Commands, topics, statuses ---- */

/* "[OPTION…] [FILE…]" as mdoc's words. */
static void put_usage(const struct command *c, struct buf *out)
{
	struct str rest = str_of(c->words), word;
	while (str_cut(&rest, ' ', &word)) {
		bool optional = str_starts(word, "["), many = str_find(word, "\xe2\x80\xa6", 0) != STR_NONE;
		if (optional)
			word = (struct str){ word.p + 1, word.n - 2 };
		if (many)
			word = str_head(word, word.n - 3);
		buf_addf(out, ".%sAr %.*s%s\n", optional ? "Op " : "", STR_ARG(word), many ? " ..." : "");
	}
}

void mdoc_synopsis(struct buf *out)
{
	for (size_t i = 0; i < n_commands; i++) {
		buf_addz(out, ".Nm\n");
		if (*commands[i].name)
			buf_addf(out, ".Cm %s\n", commands[i].name);
		put_usage(&commands[i], out);
	}
}

void mdoc_commands(struct buf *out)
{
	buf_addz(out, ".Bl -tag -width summarize\n");
	for (size_t i = 0; i < n_commands; i++) {
		if (*commands[i].name)
			buf_addf(out, ".It Cm %s\n", commands[i].name);
		else
			buf_addz(out, ".It (no command)\n");
		put_lines(str_of(commands[i].help), out);
	}
	buf_addz(out, ".El\n");
}

void mdoc_topics(struct buf *out)
{
	buf_addz(out, ".Bl -tag -width categories -compact\n");
	for (size_t i = 0; i < n_topics; i++) {
		buf_addf(out, ".It Cm %s\n", topics[i].name);
		put_lines(str_of(topics[i].help), out);
	}
	buf_addz(out, ".El\n");
}

void mdoc_exit(struct buf *out)
{
	buf_addz(out, ".Bl -tag -width 130 -compact\n");
	for (size_t i = 0; i < n_exit_meanings; i++) {
		buf_addf(out, ".It %d\n", exit_meanings[i].status);
		put_lines(str_of(exit_meanings[i].help), out);
	}
	buf_addz(out, ".El\n");
}

void mdoc_version(struct buf *out) { buf_addf(out, ".Os digest %s\n", program_version); }

/* ---- Options ---- */

static void put_choices(const struct opt_row *row, struct buf *out)
{
	struct opt_choice c;
	size_t width = 0;
	for (size_t i = 0; row->choices && row->choices(i, &c); i++)
		if (strlen(c.word) > width)
			width = strlen(c.word);
	if (width == 0)
		return;
	buf_addf(out, ".Pp\n.Bl -tag -width %.*s -compact\n", (int)width, "mmmmmmmmmmmmmmmmmmmmmmmm");
	for (size_t i = 0; row->choices(i, &c); i++) {
		buf_addz(out, ".It Cm ");
		put_argument(c.word, out);
		buf_addc(out, '\n');
		put_lines(str_of(c.help), out);
	}
	buf_addz(out, ".El\n");
}

/* Which commands take the option, where not all do. */
static void put_commands(const struct opt_row *row, struct buf *out)
{
	size_t n = 0, had = 0;
	for (size_t i = 0; i < n_commands; i++)
		n += (row->commands & commands[i].bit) != 0;
	if (n == n_commands)
		return;
	buf_addz(out, ".Pq with ");
	for (size_t i = 0; i < n_commands; i++)
		if (row->commands & commands[i].bit) {
			const char *name = *commands[i].name ? commands[i].name : "no command";
			buf_addf(out, "%s%s", had == 0 ? "" : had + 1 == n ? " or " : " , ", name);
			had++;
		}
	buf_addc(out, '\n');
}

static void put_option(const struct opt_row *row, struct buf *out)
{
	buf_addz(out, ".It ");
	if (row->letter)
		buf_addf(out, "Fl %c , ", row->letter);
	buf_addz(out, "Fl \\-");
	put_text(str_of(row->name), out);
	if (row->arg) {
		buf_addz(out, " Ar ");
		put_argument(row->arg, out);
	}
	buf_addc(out, '\n');
	put_lines(str_of(row->help), out);
	if (row->fallback) {
		buf_addz(out, "The default is\n.Cm ");
		put_argument(row->fallback, out);
		buf_addz(out, " .\n");
	}
	if (row->line_only)
		buf_addz(out, "On the command line only.\n");
	put_commands(row, out);
	put_choices(row, out);
}

void mdoc_options(struct buf *out)
{
	const struct opt_row *row;
	enum opt_group g;
	for (size_t k = 0; nth_group(k, &g); k++) {
		buf_addf(out, ".Ss %s\n.Bl -tag -width Ds\n", opt_group_title(g));
		for (size_t i = 0; (row = next_row(&i, g)) != NULL;)
			put_option(row, out);
		buf_addz(out, ".El\n");
	}
}

static void put_section(bool (*setting_at)(size_t i, struct provider_setting *ret), struct buf *out)
{
	struct provider_setting s;
	buf_addz(out, ".Bl -tag -width thinking-off\n");
	for (size_t i = 0; setting_at(i, &s); i++) {
		buf_addz(out, ".It Cm ");
		put_argument(s.name, out);
		buf_addc(out, '\n');
		put_lines(str_of(s.help), out);
	}
	buf_addz(out, ".El\n");
}

void mdoc_provider(struct buf *out) { put_section(provider_setting_at, out); }
void mdoc_interest(struct buf *out) { put_section(interest_setting_at, out); }
