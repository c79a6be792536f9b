/* SPDX-License-Identifier: MIT
 * The run of a command line; of several profiles one after the other. */
#include "src/cli/cli.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "digest/run.h"
#include "digest/world.h"

/* SOURCE_DATE_EPOCH (reproducible-builds.org) as RFC 3339, in OUT; empty where it is not set, or no time. */
static void read_stamp(struct buf *out)
{
	uint64_t t;
	if (str_number(str_of(getenv("SOURCE_DATE_EPOCH")), CLOCK_LAST, &t))
		clock_rfc3339((int64_t)t, out);
}

int line_run(const struct line *l, const struct opt_values *o, const char *profile)
{
	struct buf words = BUF_INIT(BUF_UNBOUNDED), stamp = BUF_INIT(64);
	const struct clock clock = { .fixed = o->test_clock > 0, .at = o->test_clock,
	                             .booted = o->test_uptime ? o->test_clock - o->test_uptime : 0 };
	read_stamp(&stamp);
	for (char **word = l->all + 1; l->all[0] && *word; word++)
		buf_addf(&words, "%s%s", words.len ? " " : "", *word);
	struct screen screen = { .profile = profile, .progress = o->progress || (isatty(STDERR_FILENO) && !o->quiet), .since = clock_ticks(NULL) };
	struct log log = { screen_message, &screen, o->verbose ? LOG_INFO : o->quiet ? LOG_WARN : LOG_NOTE };
	struct run_io w = { .log = &log, .clock = &clock, .stamp = stamp.len ? buf_str(&stamp) : STR_NULL, .out = screen_data, .progress = screen.progress ? screen_progress : NULL, .ctx = &screen,
	                       .words = words.s };
	w.terminal = isatty(STDERR_FILENO);
	if (isatty(STDOUT_FILENO)) {
		w.columns = screen_columns();
		w.colour = screen_colour();
	}
	for (size_t i = 0; i < o->notes.n; i++)
		log_note(&log, "%.*s", STR_ARG(o->notes.v[i]));
	int status = run_command(l->command->bit, o, &w);
	screen_wipe(&screen);
	buf_free(&words);
	buf_free(&stamp);
	return screen_flush(&screen, status);
}

/* ---- Several profiles ---- */

static bool profile_names(const struct opt_values *o, struct arena *a, struct strs *ret, struct err *e)
{
	if (o->all_profiles && o->profile)
		return err_set(e, ERR_USAGE, "--profile and --all-profiles: say one of them");
	if (o->all_profiles)
		return config_profiles(line_config(o, a), a, ret, e);
	struct str rest = str_of(o->profile), name;
	*ret = (struct strs){ arena_calloc(a, rest.n + 1, sizeof *ret->v), 0 };
	while (str_cut(&rest, ',', &name))
		if (!str_empty(str_trim(name)))
			ret->v[ret->n++] = arena_dup(a, str_trim(name));
	return ret->n > 0 || err_set(e, ERR_USAGE, "--profile %s: no name in it", o->profile);
}

/* The name that two profiles would both write to; NULL: there is none. */
static const char *same_file(const char *one, const char *two)
{
	bool same = one && two && strcmp(one, two) == 0 && strcmp(one, "-") != 0 && strstr(one, "{profile}") == NULL;
	return same ? one : NULL;
}

/* All are read before the first one runs: what is wrong with the last is told before anything is paid for. */
static bool read_profiles(const struct line *l, const struct strs *names, struct opt_values *all, struct arena *a, struct err *e)
{
	for (size_t i = 0; i < names->n; i++) {
		if (!line_read(l, names->v[i].p, &all[i], a, e))
			return false;
		for (size_t j = 0; j < i; j++) {
			const char *file = same_file(all[i].output, all[j].output), *report = same_file(all[i].report, all[j].report);
			if (file || report)
				return err_set(e, ERR_USAGE, "the profiles %s and %s would both write %s: give each a name of its own, by {profile} in it",
				               names->v[j].p, names->v[i].p, file ? file : report);
		}
	}
	return true;
}

int line_run_profiles(const struct line *l, const struct opt_values *o, struct arena *a)
{
	struct strs names;
	struct err e = ERR_INIT;
	struct opt_values *all = NULL;
	int first = 0;
	bool out = false;
	if (profile_names(o, a, &names, &e)) {
		all = arena_calloc(a, names.n, sizeof *all);
		if (!read_profiles(l, &names, all, a, &e))
			all = NULL;
	}
	if (all == NULL)
		return screen_failed(&e);
	for (size_t i = 0; i < names.n; i++) {
		int status = line_run(l, &all[i], names.v[i].p);
		if (status > 128)
			return status;
		out |= status == 0 || status == EXIT_INCOMPLETE;
		first = first ? first : status;
	}
	return first && out ? EXIT_INCOMPLETE : first;
}
