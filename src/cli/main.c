/* SPDX-License-Identifier: MIT
 * main: options from all their places, then the run; the only file that prints. */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "src/cli/cli.h"
#include "digest/run.h"
#include "digest/world.h"

/* What messages and progress need to know of the terminal. */
struct screen {
	const char *profile;   /* of several that run one after the other; NULL */
	bool progress;         /* show it */
	bool shown;            /* a progress line stands on the screen */
	int64_t since, last;   /* ticks: of the start, of the last line */
};

enum { PROGRESS_AFTER_MS = 1000, PROGRESS_EVERY_MS = 200 };

static void wipe(struct screen *s)
{
	if (s->shown)
		fputs("\r\033[K", stderr);
	s->shown = false;
}

static void put_message(void *ctx, enum log_level level, const char *line)
{
	UNUSED(level);
	wipe(ctx);
	struct screen *s = ctx;
	fprintf(stderr, "digest: %s%s%s\n", s->profile ? s->profile : "", s->profile ? ": " : "", line);
}

static void put_progress(void *ctx, const char *what, unsigned long done, unsigned long total)
{
	struct screen *s = ctx;
	int64_t now = clock_ticks(NULL);
	if (now - s->since < PROGRESS_AFTER_MS || now - s->last < PROGRESS_EVERY_MS)
		return;
	s->last = now;
	s->shown = true;
	if (total)
		fprintf(stderr, "\r\033[K%s: %lu of %lu", what, done, total);
	else
		fprintf(stderr, "\r\033[K%s: %lu papers", what, done);
	fflush(stderr);
}

static bool stdout_failed(struct err *e)
{
	return err_set(e, errno == EPIPE ? ERR_READER_LEFT : ERR_FILE, "standard output: %s", strerror(errno));
}

static bool put_data(void *ctx, struct str bytes, struct err *e)
{
	UNUSED(ctx);
	return fwrite(bytes.p, 1, bytes.n, stdout) == bytes.n || stdout_failed(e);
}

/* The command line. */
struct line {
	const struct command *command;
	int argc;         /* behind the command's name */
	char **argv;
	char **all;       /* from the program's name on */
};

static const char *config_path(const struct opt_values *o, struct arena *a)
{
	return o->config ? o->config : path_config("config", a);
}

static bool several(const struct opt_values *o)
{
	return o->all_profiles || (o->profile && strchr(o->profile, ','));
}

/* PATH with {profile} as the profile's name. */
static const char *with_profile(const char *path, const char *profile, struct arena *a)
{
	static const char name[] = "{profile}";
	const char *at = path ? strstr(path, name) : NULL;
	struct buf b = BUF_INIT(BUF_UNBOUNDED);
	if (at == NULL || profile == NULL)
		return path;
	buf_addf(&b, "%.*s%s%s", (int)(at - path), path, profile, at + strlen(name));
	path = arena_dup(a, buf_str(&b)).p;
	buf_free(&b);
	return path;
}

/* The name of the profile decides what the file means, so it is looked for first; then every place in the order of
 * its strength, and the line last, whose words were read already. PROFILE: of several that were asked for, this one;
 * NULL: what was said. */
static bool read_options(const struct line *l, const char *profile, struct opt_values *o, struct arena *a, struct err *e)
{
	const struct command *c = l->command;
	int argc = l->argc;
	char **argv = l->argv;
	opt_init(o, a);
	if (!args_read(c, argc, argv, o, a, e))
		return false;
	if (o->help || o->version)
		return true;  /* whatever else is wrong */
	if (c->bit == CMD_HELP)
		return true;  /* help does not depend on what the configuration has in it */
	if (!config_environment(o, a, e))
		return false;
	const char *path = config_path(o, a);
	if (profile)
		o->profile = profile;
	else if (several(o))
		return true;  /* each is read on its own */
	if (!config_read(o, path, o->config != NULL, o->profile, a, e)) {
		if (c->bit != CMD_DOCTOR)
			return false;
		o->config_fault = arena_dup(a, str_of(e->msg)).p;  /* it tells all that is wrong, this among the rest */
	}
	opt_settle(o, c->bit);
	o->report = with_profile(o->report, o->profile, a);
	config_unknown_variables(o, a);
	return true;
}

/* STATUS, if what went to standard output is there; otherwise the failure's, and it is said why. Of a write that failed before,
 * put_data() gave the reason; above 128 STATUS tells of a reader that left. */
static int flushed(struct screen *s, int status)
{
	struct err e = ERR_INIT;
	if (ferror(stdout))
		return status > 128 ? status : err_exit_status(ERR_FILE);
	if (fflush(stdout) == 0)
		return status;
	stdout_failed(&e);
	if (e.kind != ERR_READER_LEFT)
		put_message(s, LOG_ERROR, e.msg);
	return err_exit_status(e.kind);
}

static int print_and_end(struct buf *text)
{
	struct screen screen = { .shown = false };
	struct err e = ERR_INIT;
	bool ok = put_data(NULL, buf_str(text), &e);
	if (!ok && e.kind != ERR_READER_LEFT)
		put_message(&screen, LOG_ERROR, e.msg);
	buf_free(text);
	return flushed(&screen, ok ? 0 : err_exit_status(e.kind));
}

static int failed(const struct err *e)
{
	fprintf(stderr, "digest: %s\n", e->msg);
	return err_exit_status(e->kind);
}

/* The columns of the terminal that standard output is, from itself, else from who knows it. */
static int columns(void)
{
	struct winsize size;
	uint64_t n;
	if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0)
		return size.ws_col;
	return str_number(str_of(getenv("COLUMNS")), INT16_MAX, &n) ? (int)n : 0;
}

/* no-color.org; a terminal that calls itself dumb shows what would colour it. */
static bool shows_colour(void)
{
	const char *none = getenv("NO_COLOR"), *term = getenv("TERM");
	return !(none && *none) && term && *term && strcmp(term, "dumb") != 0;
}

/* SOURCE_DATE_EPOCH (reproducible-builds.org) as RFC 3339, in OUT; empty where it is not set, or no time. */
static void read_stamp(struct buf *out)
{
	uint64_t t;
	if (str_number(str_of(getenv("SOURCE_DATE_EPOCH")), CLOCK_LAST, &t))
		clock_rfc3339((int64_t)t, out);
}

static int run(const struct line *l, const struct opt_values *o, const char *profile)
{
	struct buf words = BUF_INIT(BUF_UNBOUNDED), stamp = BUF_INIT(64);
	const struct clock clock = { .fixed = o->test_clock > 0, .at = o->test_clock };
	read_stamp(&stamp);
	for (char **word = l->all + 1; l->all[0] && *word; word++)
		buf_addf(&words, "%s%s", words.len ? " " : "", *word);
	struct screen screen = { .profile = profile, .progress = o->progress || (isatty(STDERR_FILENO) && !o->quiet), .since = clock_ticks(NULL) };
	struct log log = { put_message, &screen, o->verbose ? LOG_INFO : o->quiet ? LOG_WARN : LOG_NOTE };
	struct run_world w = { .log = &log, .clock = &clock, .stamp = stamp.len ? buf_str(&stamp) : STR_NULL, .out = put_data, .progress = screen.progress ? put_progress : NULL, .ctx = &screen,
	                       .words = words.s };
	w.terminal = isatty(STDERR_FILENO);
	if (isatty(STDOUT_FILENO)) {
		w.columns = columns();
		w.colour = shows_colour();
	}
	for (size_t i = 0; i < o->notes.n; i++)
		log_note(&log, "%.*s", STR_ARG(o->notes.v[i]));
	int status = run_command(l->command->bit, o, &w);
	wipe(&screen);
	buf_free(&words);
	buf_free(&stamp);
	return flushed(&screen, status);
}

/* ---- Several profiles ---- */

static bool profile_names(const struct opt_values *o, struct arena *a, struct strs *ret, struct err *e)
{
	if (o->all_profiles && o->profile)
		return err_set(e, ERR_USAGE, "--profile and --all-profiles: say one of them");
	if (o->all_profiles)
		return config_profiles(config_path(o, a), a, ret, e);
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
		if (!read_options(l, names->v[i].p, &all[i], a, e))
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

static int run_profiles(const struct line *l, const struct opt_values *o, struct arena *a)
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
	if (all == NULL) {
		fprintf(stderr, "digest: %s\n", e.msg);
		return err_exit_status(e.kind);
	}
	for (size_t i = 0; i < names.n; i++) {
		int status = run(l, &all[i], names.v[i].p);
		if (status > 128)
			return status;
		out |= status == 0 || status == EXIT_INCOMPLETE;
		first = first ? first : status;
	}
	return first && out ? EXIT_INCOMPLETE : first;
}

/* Whoever starts us may have closed some of the three. The next file opened would take their place and get what is
 * meant for them: put something there that can be neither read nor written the way they are. */
static void hold_standard_streams(void)
{
	static const int modes[] = { O_WRONLY, O_RDONLY, O_RDONLY };
	for (int fd = 0; fd < (int)COUNTOF(modes); fd++)
		if (fcntl(fd, F_GETFD) < 0 && open("/dev/null", modes[fd]) != fd)
			_exit(err_exit_status(ERR_FILE));
}

int main(int argc, char **argv)
{
	static char out_buffer[64 * 1024];  /* stdio's own is a page: 38,000 system calls for 65,000 records */
	struct arena a = ARENA_INIT;
	struct opt_values o;
	struct err e = ERR_INIT;
	struct buf text = BUF_INIT(BUF_UNBOUNDED);
	const struct command *c = argc > 1 ? command_find(argv[1]) : NULL;
	int skip = c ? 2 : 1, status;
	if (c == NULL)
		c = &commands[0];
	hold_standard_streams();
	if (!isatty(STDOUT_FILENO))
		setvbuf(stdout, out_buffer, _IOFBF, sizeof out_buffer);
	signal(SIGPIPE, SIG_IGN);  /* a reader that went away is an error that is handed up: what the run has to note is noted */
	signal(SIGXFSZ, SIG_IGN);  /* and so is a file that may grow no more (ulimit -f) */
	const struct line l = { c, argc - skip, argv + skip, argv };
	if (!read_options(&l, NULL, &o, &a, &e)) {
		status = failed(&e);
	} else if (o.help) {
		help_print(c, &text);
		status = print_and_end(&text);
	} else if (c->bit == CMD_HELP) {
		status = help_about(&o, &text, &e) ? print_and_end(&text) : failed(&e);
	} else if (o.version) {
		versions_put(&text);
		status = print_and_end(&text);
	} else if (several(&o)) {
		status = run_profiles(&l, &o, &a);
	} else {
		status = run(&l, &o, NULL);
	}
	arena_free(&a);
	if (status > 128) {  /* whoever waits for us is to see that it was a signal: a shell's loop ends by it, too */
		signal(status - 128, SIG_DFL);
		raise(status - 128);
	}
	return status;
}
