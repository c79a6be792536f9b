/* SPDX-License-Identifier: MIT
 * argv over the option rows, as getopt_long reads it: --name value, --name=value, -n value, -nvalue, -- ends them.
 * Abbreviated names are not taken: what a script says today must mean the same when an option comes along. */
#include <string.h>

#include "digest/nearest.h"
#include "src/cli/cli.h"

struct words {
	int argc, at;
	char **argv;
	const struct command *c;
	struct opt_values *o;
	struct arena *a;
};

/* As it is typed: "digest", "digest fetch". */
static const char *called(const struct command *c, struct arena *a)
{
	struct buf b = BUF_INIT(256);
	buf_addf(&b, "digest%s%s", *c->name ? " " : "", c->name);
	const char *s = arena_dup(a, buf_str(&b)).p;
	buf_free(&b);
	return s;
}

static bool set(struct words *w, const struct opt_row *row, const char *said, struct str value, struct err *e)
{
	if (!(row->commands & w->c->bit))
		return err_set(e, ERR_USAGE, "%s does not go with %s (%s --help)", said,
		               *w->c->name ? w->c->name : "the whole run", called(w->c, w->a));
	return opt_set(w->o, row, value, RANK_FLAG, w->a, e) || err_wrap(e, "%s", said);
}

/* Whether it stands without a value here. */
static bool is_bare(const struct words *w, const struct opt_row *row)
{
	return row->type == OPT_FLAG || (row->commands & row->bare & w->c->bit);
}

/* The value in the next word; flags have none. */
static bool set_with_next(struct words *w, const struct opt_row *row, const char *said, struct err *e)
{
	if (is_bare(w, row))
		return set(w, row, said, STR("true"), e);
	if (w->at >= w->argc)
		return err_set(e, ERR_USAGE, "%s needs a value: %s", said, row->arg);
	return set(w, row, said, str_of(w->argv[w->at++]), e);
}

static bool unknown(struct words *w, const char *said, struct err *e)
{
	struct nearest meant = { .said = str_of(said + strspn(said, "-")) };
	struct buf end = BUF_INIT(256);
	for (size_t i = 0; said[1] == '-' && i < opt_n_rows; i++)
		if (!opt_rows[i].hidden && opt_rows[i].commands & w->c->bit)
			nearest_try(&meant, str_of(opt_rows[i].name));
	nearest_say(&meant, "--", &end);
	err_set(e, ERR_USAGE, "unknown option %s (%s --help lists them)%s", said, called(w->c, w->a), end.s);
	buf_free(&end);
	return false;
}

static bool long_option(struct words *w, const char *word, struct err *e)
{
	struct str name = str_of(word + 2);
	size_t eq = str_find(name, "=", 0);
	const struct opt_row *row = opt_find(str_head(name, eq));
	struct buf said = BUF_INIT(ERR_MSG_SIZE);
	buf_addf(&said, "--%.*s", STR_ARG(str_head(name, eq)));
	bool ok;
	if (row == NULL)
		ok = unknown(w, said.s, e);
	else if (eq == STR_NONE)
		ok = set_with_next(w, row, said.s, e);
	else if (is_bare(w, row))
		ok = err_set(e, ERR_USAGE, "%s takes no value", said.s);
	else
		ok = set(w, row, said.s, str_from(name, eq + 1), e);
	buf_free(&said);
	return ok;
}

static bool letters(struct words *w, const char *word, struct err *e)
{
	for (const char *p = word + 1; *p; p++) {
		const char said[] = { '-', *p, '\0' };
		const struct opt_row *row = opt_find_letter(*p);
		if (row == NULL)
			return unknown(w, said, e);
		if (!is_bare(w, row) && p[1])
			return set(w, row, said, str_of(p + 1), e);
		if (!set_with_next(w, row, said, e))
			return false;
	}
	return true;
}

static bool no_file(struct words *w, const char *word, struct err *e)
{
	struct nearest meant = { .said = str_of(word) };
	struct buf end = BUF_INIT(256);
	if (command_find(word))
		return *w->c->name ? err_set(e, ERR_USAGE, "%s: one command at a time; this is digest %s", word, w->c->name)
		                   : err_set(e, ERR_USAGE, "%s: the command's name comes first", word);
	for (size_t i = 1; *w->c->name == '\0' && i < n_commands; i++)
		nearest_try(&meant, str_of(commands[i].name));
	nearest_say(&meant, "digest ", &end);
	err_set(e, ERR_USAGE, "%s: neither a command nor an option (digest --help)%s", word, end.s);
	buf_free(&end);
	return false;
}

static bool file(struct words *w, const char *word, struct err *e)
{
	if (w->c->ids)
		return opt_set(w->o, opt_find(STR("id")), str_of(word), RANK_FLAG, w->a, e);
	if (!w->c->files)
		return no_file(w, word, e);
	struct strs *files = &w->o->files;
	if (files->v == NULL)
		files->v = arena_calloc(w->a, (size_t)w->argc, sizeof *files->v);
	files->v[files->n++] = str_of(word);
	return true;
}

bool args_read(const struct command *c, int argc, char **argv, struct opt_values *o, struct arena *a, struct err *e)
{
	struct words w = { argc, 0, argv, c, o, a };
	bool options = true;
	while (w.at < argc) {
		const char *word = argv[w.at++];
		bool ok;
		if (options && strcmp(word, "--") == 0) {
			options = false;
			continue;
		}
		if (!options || word[0] != '-' || word[1] == '\0')
			ok = file(&w, word, e);
		else
			ok = word[1] == '-' ? long_option(&w, word, e) : letters(&w, word, e);
		if (!ok)
			return false;
	}
	return true;
}
