/* SPDX-License-Identifier: MIT
 * The options of a command line from all their places. */
#include "src/cli/cli.h"

#include <string.h>

const char *line_config(const struct opt_values *o, struct arena *a)
{
	return o->config ? o->config : path_config("config", a);
}

bool line_several(const struct opt_values *o)
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

bool line_read(const struct line *l, const char *profile, struct opt_values *o, struct arena *a, struct err *e)
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
	const char *path = line_config(o, a);
	if (profile)
		o->profile = profile;
	else if (line_several(o))
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
