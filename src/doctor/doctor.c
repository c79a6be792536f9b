/* SPDX-License-Identifier: MIT
 * The checks, a row each: every one looks at its part alone, and what one cannot look at does not stop the others. */
#include "digest/doctor.h"

#include <dirent.h>
#include <errno.h>
#include <signal.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include "digest/paper.h"
#include "digest/store.h"
#include "digest/world.h"
#include "src/doctor/doctor_options.h"
#include "digest/endpoint.h"
#include "digest/lock.h"
#include "digest/style.h"

struct doctor {
	const struct opt_values *o;
	const struct run_io *w;
	doctor_say *say;
	void *ctx;
	struct arena a;
	struct store *store;      /* NULL: there is none, or it cannot be opened */
	unsigned long found;      /* by the check that is at work */
	bool cannot;
};

static void tell(struct doctor *d, enum err_kind kind, const char *fmt, ...) PRINTF_LIKE(3, 4);
static void tell(struct doctor *d, enum err_kind kind, const char *fmt, ...)
{
	struct buf text = BUF_INIT(ERR_MSG_SIZE);
	va_list ap;
	va_start(ap, fmt);
	buf_vaddf(&text, fmt, ap);
	va_end(ap);
	d->found++;
	d->cannot |= kind != ERR_NONE;
	d->say(d->ctx, kind, text.s);
	buf_free(&text);
}

/* ---- Configuration and styles ---- */

static void options_are_faulty(void *ctx, enum err_kind kind, const char *what) { tell(ctx, kind, "%s", what); }

static void look_at_configuration(struct doctor *d)
{
	if (d->o->config_fault)
		tell(d, ERR_CONFIG, "%s: mend that line", d->o->config_fault);
	else
		doctor_options(d->o, d->w, options_are_faulty, d);
}

static bool into_nothing(void *ctx, struct str bytes, struct err *e)
{
	UNUSED(ctx);
	UNUSED(bytes);
	UNUSED(e);
	return true;
}

static void style_is_faulty(void *ctx, const struct err *e)
{
	tell(ctx, ERR_NONE, "%s: mend it, or take another --style", e->msg);
}

static void look_at_styles(struct doctor *d)
{
	struct run_io quiet = *d->w;
	struct err e = ERR_INIT;
	unsigned long shown = 0;
	quiet.out = into_nothing;
	if (!styles_print(d->o, &quiet, style_is_faulty, d, &shown, &e))
		tell(d, e.kind, "%s", e.msg);
}

/* ---- The store ---- */

static void row_is_damaged(void *ctx, const char *table, struct str which)
{
	struct doctor *d = ctx;
	if (strcmp(table, "papers") == 0)
		tell(d, ERR_STORE, "the store is damaged: the record of %.*s: digest fetch --id %.*s --refresh gets it anew", STR_ARG(which), STR_ARG(which));
	else if (strcmp(table, "summaries") == 0)
		tell(d, ERR_STORE, "the store is damaged: a summary of %.*s: digest summarize --id %.*s asks for it again", STR_ARG(which), STR_ARG(which));
	else
		tell(d, ERR_STORE, "the store is damaged: a row of %s: take back a copy of the store from before", table);
}

static void file_is_damaged(void *ctx, const char *what, bool index)
{
	struct doctor *d = ctx;
	if (index)
		tell(d, ERR_STORE, "the store is damaged: %s: digest doctor --fix makes its indices anew", what);
	else
		tell(d, ERR_STORE, "the store is damaged: %s: take back a copy of the store from before", what);
}

static void look_at_store(struct doctor *d)
{
	const char *path = store_path(d->o, &d->a);
	struct err e = ERR_INIT;
	if (!store_is_file(d->o) || access(path, F_OK) != 0)
		return;
	if (!store_open(path, &d->store, &e)) {
		bool newer = strstr(e.msg, "newer version") != NULL;
		tell(d, e.kind, "%s: %s", e.msg, newer ? "install the newer digest, or name another store" :
		     e.kind == ERR_BUSY ? "try later" : "see to its file and folder, or take back a copy from before");
		return;
	}
	if (!store_check_file(d->store, d->o->fix, file_is_damaged, d, &e) || !store_check(d->store, row_is_damaged, d, &e) ||
	    !store_check_days(d->store, &e))
		tell(d, e.kind, "%s: take back a copy of the store from before", e.msg);
}

/* ---- Locks and unfinished files ---- */

static bool is_alive(int64_t pid) { return kill((pid_t)pid, 0) == 0 || errno == EPERM; }

static void look_at_locks(struct doctor *d)
{
	const char *path = store_path(d->o, &d->a);
	struct lock_state s;
	if (!store_is_file(d->o) || !lock_read(path, &d->a, &s))
		return;
	if (s.held) {
		log_note(d->w->log, "%s: a run is at work (process %lld, since %.*s)", path, (long long)s.pid, STR_ARG(s.since));
		return;
	}
	if (s.pid == 0)
		return;
	if (d->o->fix && lock_clear(path))
		log_note(d->w->log, "%s.lock: the name of process %lld is taken out", path, (long long)s.pid);
	else
		tell(d, ERR_NONE, "%s.lock: a run (process %lld%s, since %.*s) ended without taking its name out; nothing waits for it: digest doctor --fix tidies it",
		     path, (long long)s.pid, is_alive(s.pid) ? ", a number that another program has now" : "", STR_ARG(s.since));
}

/* ".digest-PID-N.tmp" of a process that is gone. */
static bool is_unfinished(const char *name)
{
	static const char begin[] = ".digest-";
	uint64_t pid;
	struct str rest = str_of(name), number;
	if (!str_starts(rest, begin) || !str_ends(rest, ".tmp"))
		return false;
	rest = str_from(rest, strlen(begin));
	return str_cut(&rest, '-', &number) && str_number(number, INT32_MAX, &pid) && pid > 0 && !is_alive((int64_t)pid);
}

static void look_in(struct doctor *d, const char *folder)
{
	DIR *dir = opendir(folder);
	if (dir == NULL)
		return;
	for (struct dirent *f; (f = readdir(dir)) != NULL;) {
		if (!is_unfinished(f->d_name))
			continue;
		if (d->o->fix && unlinkat(dirfd(dir), f->d_name, 0) == 0)
			log_note(d->w->log, "%s/%s: removed", folder, f->d_name);
		else
			tell(d, ERR_NONE, "%s/%s: an unfinished file of a run that was killed: digest doctor --fix removes it", folder, f->d_name);
	}
	closedir(dir);
}

/* The folder that PATH's fixed part lies in, in A. */
static const char *folder_of(const char *path, struct arena *a)
{
	struct str s = str_head(str_of(path), str_find(str_of(path), "{", 0));
	const char *slash = memrchr(s.p, '/', s.n);
	if (slash == NULL)
		return ".";
	return slash == s.p ? "/" : arena_dup(a, str_head(s, (size_t)(slash - s.p))).p;
}

static void look_at_files(struct doctor *d)
{
	look_in(d, path_state(NULL, &d->a));
	if (store_is_file(d->o))
		look_in(d, folder_of(store_path(d->o, &d->a), &d->a));
	if (d->o->output && strcmp(d->o->output, "-") != 0)
		look_in(d, folder_of(d->o->output, &d->a));
}

static void look_at_disk(struct doctor *d)
{
	enum { LEAST_MB = 64 };
	const char *folder = store_is_file(d->o) ? folder_of(store_path(d->o, &d->a), &d->a) : ".";
	struct statvfs v;
	if (statvfs(folder, &v) != 0)
		return;
	uint64_t left = (uint64_t)v.f_bavail * v.f_frsize >> 20;
	if (left == 0)
		tell(d, ERR_STORE, "%s: the disk is full: make room", folder);
	else if (left < LEAST_MB)
		tell(d, ERR_NONE, "%s: %llu MB are left on the disk: make room before a night needs more", folder, (unsigned long long)left);
}

/* ---- Time ---- */

struct last {
	struct str begun;
	struct arena *a;
};

static bool newest_run(void *ctx, const struct store_run *r, struct err *e)
{
	struct last *last = ctx;
	UNUSED(e);
	last->begun = arena_dup(last->a, r->begun);
	return true;
}

static void look_at_clock(struct doctor *d)
{
	enum { HOUR_S = 3600 };
	struct last last = { STR_NULL, &d->a };
	struct err e = ERR_INIT;
	struct buf now = BUF_INIT(64), soon = BUF_INIT(64);
	int64_t t = clock_now(d->w->clock);
	clock_rfc3339(t, &now);
	clock_rfc3339(t + HOUR_S, &soon);
	if (str_cmp(buf_str(&now), STR("2026-11")) < 0)
		tell(d, ERR_NONE, "the clock says %s, which is before this program was made: set it (timedatectl set-ntp true)", now.s);
	else if (d->store && store_run_each(d->store, 1, newest_run, &last, &e) && str_cmp(last.begun, buf_str(&soon)) > 0)
		tell(d, ERR_NONE, "the clock says %s, and the last run was at %.*s: one of the two is wrong: set the clock (timedatectl set-ntp true)", now.s,
		     STR_ARG(last.begun));
	buf_free(&now);
	buf_free(&soon);
}

static void look_at_zones(struct doctor *d)
{
	const char *dir = getenv("TZDIR");
	struct buf path = BUF_INIT(BUF_UNBOUNDED);
	buf_addf(&path, "%s/America/New_York", dir && *dir ? dir : "/usr/share/zoneinfo");
	if (access(path.s, R_OK) != 0)
		tell(d, ERR_NONE, "%s: no time zone data: timers and crontabs that name New York's time run by UTC: install tzdata", path.s);
	buf_free(&path);
}

static void look_at_holidays(struct doctor *d)
{
	char today[DAY_SIZE];
	struct calendar calendar = CALENDAR_INIT;
	struct err ignored = ERR_INIT;  /* it is said of the configuration */
	day_eastern(clock_now(d->w->clock), today);
	if (!calendar_read(d->o->holidays, &d->a, &calendar, &ignored) || calendar_known(&calendar, today))
		return;
	tell(d, ERR_NONE, "arXiv's days without mailing are not known for %s: a newer digest has their list, or --holidays FILE adds it "
	     "(https://info.arxiv.org/help/availability.html); until then they are guessed, and OAI-PMH decides", today);
}

/* ---- The endpoint ---- */

static bool throw_away(void *ctx, struct str bytes, struct err *e) { return into_nothing(ctx, bytes, e); }

static bool ask_models(struct doctor *d, const struct endpoint *x, const char *key, struct err *e)
{
	struct buf url = BUF_INIT(BUF_UNBOUNDED), value = BUF_INIT(BUF_UNBOUNDED);
	struct http_reply reply = { .status = 0 };
	struct str base = str_of(x->chat.base_url ? x->chat.base_url : x->provider.base_url);
	while (str_ends(base, "/"))
		base.n--;
	buf_addf(&url, "%.*s/models", STR_ARG(base));
	buf_addf(&value, "%s%s", x->provider.key_header ? "" : "Bearer ", key ? key : "");
	const struct http_header header = { x->provider.key_header ? x->provider.key_header : "Authorization", value.s, true };
	struct http_options how = { .url = url.s, .connect_timeout_s = 20, .silence_timeout_s = 30, .total_timeout_s = 60, .max_bytes = 1 << 24,
	                            .headers = &header, .n_headers = key != NULL };
	bool ok = http_get(&how, throw_away, d, &reply, e);
	if (!ok && (reply.status == 401 || reply.status == 403))
		e->kind = ERR_KEY;
	if (!ok && reply.status == 404) /* it speaks, and has no such list */
		ok = true;
	if (!ok)
		err_wrap(e, "%s", url.s);
	explicit_bzero(value.s, value.len);
	buf_free(&url);
	buf_free(&value);
	return ok;
}

static void look_at_endpoint(struct doctor *d)
{
	const char *words = summarizer_words(d->o), *key = NULL;
	struct endpoint x;
	struct err e = ERR_INIT;
	if (strcmp(words, "chat") != 0)
		return;
	if (!endpoint_choose(d->o, &d->a, &x, &e)) {
		tell(d, e.kind, "%s", e.msg);
		return;
	}
	struct loop *l = loop_new(d->w->clock);
	if (!endpoint_key(&x, d->o, l, &d->a, &key, &e))
		tell(d, e.kind, "%s", e.msg);
	else if (d->o->ask && !ask_models(d, &x, key, &e))
		tell(d, e.kind, "%s: %s", e.msg, e.kind == ERR_KEY ? "make a new key, or pay" : "is it the right --base-url, and does it run?");
	loop_free(l);
}

/* ---- All of them ---- */

static const struct {
	const char *name;
	void (*look)(struct doctor *d);
} checks[] = {
	{ "configuration", look_at_configuration }, { "store", look_at_store }, { "disk", look_at_disk }, { "endpoint", look_at_endpoint },
	{ "styles", look_at_styles }, { "clock", look_at_clock }, { "time zones", look_at_zones }, { "holidays", look_at_holidays },
	{ "locks", look_at_locks }, { "files", look_at_files },
};

bool doctor_run(const struct opt_values *o, const struct run_io *w, doctor_say *say, void *ctx, struct err *e)
{
	struct doctor d = { .o = o, .w = w, .say = say, .ctx = ctx, .a = ARENA_INIT };
	struct buf line = BUF_INIT(256);
	bool ok = true;
	for (size_t i = 0; ok && i < COUNTOF(checks); i++) {
		d.found = 0;
		d.cannot = false;
		checks[i].look(&d);
		buf_clear(&line);
		buf_addf(&line, "%-14s %s\n", checks[i].name, d.cannot ? "cannot work" : d.found ? "something to do" : "well");
		ok = w->out(w->ctx, buf_str(&line), e);
	}
	store_close(d.store);
	buf_free(&line);
	arena_free(&d.a);
	return ok;
}
