/* SPDX-License-Identifier: MIT
 * Each part of the options is looked at alone, so that a fault in one does not hide those in the others; then the profiles, each
 * read as a run of it would read it. What all of them have from the file's head is told once. */
#include "src/doctor/doctor_options.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "digest/argv.h"
#include "digest/paper.h"
#include "digest/world.h"
#include "digest/style.h"
#include "digest/output.h"
#include "digest/selection.h"
#include "digest/endpoint.h"

struct looked {
	const struct run_io *w;
	doctor_say *say;
	void *ctx;
	struct arena a;
	VEC(const char *) said;   /* of the options without a profile */
	const char *profile;      /* NULL: none */
};

static void tell(struct looked *l, const struct err *e, const char *what_to_do)
{
	struct buf text = BUF_INIT(ERR_MSG_SIZE);
	for (size_t i = 0; i < l->said.n; i++)
		if (strcmp(l->said.v[i], e->msg) == 0)
			return;
	if (l->profile)
		buf_addf(&text, "[profile %s]: ", l->profile);
	else
		*vec_push(&l->said) = arena_dup(&l->a, str_of(e->msg)).p;
	buf_addf(&text, "%s%s", e->msg, what_to_do);
	l->say(l->ctx, e->kind, text.s);
	buf_free(&text);
}

/* ---- The page ---- */

static void look_at_page(struct looked *l, const struct opt_values *o, const struct selection_query *wanted)
{
	const struct output_place place = { o->output, o->profile, o->style, wanted->categories };
	struct render_options options;
	struct style style;
	struct err e = ERR_INIT;
	char today[DAY_SIZE];
	day_eastern(clock_now(l->w->clock), today);
	if (!output_check(&place, &e) || !output_writable(&place, today, &e))
		tell(l, &e, "");
	if (!render_options_choose(o, l->w, &options, &e)) {
		tell(l, &e, "");
		return;
	}
	const struct style_query w = { o->style, o->templates, o->lang, options.format, options.dialect };
	if (style_load(&w, &style, &e))
		style_free(&style);
	else
		tell(l, &e, "");
}

/* ---- The summarizer ---- */

static bool is_program(const char *path) { return access(path, X_OK) == 0; }

/* As execvp() looks for it. */
static bool command_is_there(const char *name)
{
	const char *path = getenv("PATH");
	struct str rest = str_of(path ? path : "/bin:/usr/bin"), folder;
	struct buf b = BUF_INIT(BUF_UNBOUNDED);
	bool there = strchr(name, '/') != NULL && is_program(name);
	while (!there && strchr(name, '/') == NULL && str_cut(&rest, ':', &folder)) {
		buf_clear(&b);
		buf_addf(&b, "%.*s/%s", STR_ARG(str_empty(folder) ? STR(".") : folder), name);
		there = is_program(b.s);
	}
	buf_free(&b);
	return there;
}

static void look_at_summarizer(struct looked *l, const struct opt_values *o)
{
	const char *words = summarizer_words(o);
	struct endpoint x;
	struct err e = ERR_INIT;
	char **argv;
	bool chat = strcmp(words, "chat") == 0;
	if (chat && l->profile == NULL && !endpoint_choose(o, &l->a, &x, &e))
		return;
	if (!summarizer_check(o, &e))
		tell(l, &e, "");
	else if (!chat && strcmp(words, "extract") != 0 && argv_split(words, &l->a, &argv, &e) && !command_is_there(argv[0])) {
		err_set(&e, ERR_SUMMARIZER, "--summarizer: %s: there is no such command", argv[0]);
		tell(l, &e, ": install it, or say where it is (crontabs and timers have a short PATH)");
	}
}

/* ---- All of it ---- */

static void look_at(struct looked *l, const struct opt_values *o)
{
	struct selection_query wanted = { .brought = false };
	struct calendar calendar = CALENDAR_INIT;
	struct err e = ERR_INIT;
	if (!calendar_read(o->holidays, &l->a, &calendar, &e))
		tell(l, &e, " (--holidays)");
	if (!selection_query_from(o, &calendar, clock_now(l->w->clock), &l->a, &wanted, &e))
		tell(l, &e, "");
	look_at_page(l, o, &wanted);
	look_at_summarizer(l, o);
}

static void look_at_profile(struct looked *l, const char *path, const char *name)
{
	struct opt_values o;
	struct err e = ERR_INIT;
	opt_init(&o, &l->a);
	l->profile = name;
	o.profile = name;
	if (!config_environment(&o, &l->a, &e) || !config_read(&o, path, true, name, &l->a, &e)) {
		tell(l, &e, "");
		return;
	}
	opt_settle(&o, CMD_DOCTOR);
	look_at(l, &o);
}

void doctor_options(const struct opt_values *o, const struct run_io *w, doctor_say *say, void *ctx)
{
	struct looked l = { .w = w, .say = say, .ctx = ctx, .a = ARENA_INIT, .said = VEC_INIT };
	const char *path = o->config ? o->config : path_config("config", &l.a);
	struct strs names = { NULL, 0 };
	struct err e = ERR_INIT;
	look_at(&l, o);
	if (o->profile == NULL && access(path, R_OK) == 0 && config_profiles(path, &l.a, &names, &e))
		for (size_t i = 0; i < names.n; i++)
			look_at_profile(&l, path, names.v[i].p);
	vec_free(&l.said);
	arena_free(&l.a);
}
