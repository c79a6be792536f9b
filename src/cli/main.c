/* SPDX-License-Identifier: MIT
 * main: the process, its standard streams and signals, and what its command line asks for. */
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <unistd.h>

#include "digest/run.h"
#include "src/cli/cli.h"

/* The program that starts us may have closed some of the three. The next file opened would take their place and get what is
 * meant for them: put something there that can be neither read nor written the way they are. */
static void hold_standard_streams(void)
{
	static const int modes[] = { O_WRONLY, O_RDONLY, O_RDONLY };
	for (int fd = 0; fd < (int)COUNTOF(modes); fd++)
		if (fcntl(fd, F_GETFD) < 0 && open("/dev/null", modes[fd]) != fd)
			_exit(err_exit_status(ERR_FILE));
}

/* Do what the line asks for. Returns an exit status, or 128 and a signal's number. */
static int obey(const struct line *l, struct arena *a)
{
	struct opt_values o;
	struct err e = ERR_INIT;
	struct buf text = BUF_INIT(BUF_UNBOUNDED);
	if (!line_read(l, NULL, &o, a, &e))
		return screen_failed(&e);
	if (o.help) {
		help_print(l->command, &text);
		return screen_print(&text);
	}
	if (l->command->bit == CMD_HELP)
		return help_about(&o, &text, &e) ? screen_print(&text) : screen_failed(&e);
	if (o.version) {
		versions_put(&text);
		return screen_print(&text);
	}
	return line_several(&o) ? line_run_profiles(l, &o, a) : line_run(l, &o, NULL);
}

int main(int argc, char **argv)
{
	static char out_buffer[64 * 1024];  /* stdio's own is a page: 38,000 system calls for 65,000 records */
	struct arena a = ARENA_INIT;
	const struct command *c = argc > 1 ? command_find(argv[1]) : NULL;
	int skip = c ? 2 : 1;
	if (c == NULL)
		c = &commands[0];
	hold_standard_streams();
	if (!isatty(STDOUT_FILENO))
		setvbuf(stdout, out_buffer, _IOFBF, sizeof out_buffer);
	signal(SIGPIPE, SIG_IGN);  /* a reader that went away is an error that is handed up: what the run has to note is noted */
	signal(SIGXFSZ, SIG_IGN);  /* and so is a file that may grow no more (ulimit -f) */
	const struct line l = { c, argc - skip, argv + skip, argv };
	int status = obey(&l, &a);
	arena_free(&a);
	if (status > 128) {  /* the program that waits for us is to see that it was a signal: a shell's loop ends by it, too */
		signal(status - 128, SIG_DFL);
		raise(status - 128);
	}
	return status;
}
