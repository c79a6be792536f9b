/* SPDX-License-Identifier: MIT
 * Pages go out: sorted, limited, cut by day, written beside the old ones and put in their place if they are no poorer. */
#include "src/app/output.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "digest/world.h"
#include "src/app/guard.h"

/* ---- One page ---- */

struct sink {
	struct output *o;
	struct file_out *file;     /* NULL: standard output */
	bool prints;               /* the page's bytes are to be known again */
	struct page_print print;
	bool scans;                /* the page's bytes will be compared with the old one's */
	struct page_scan scan;
};

static bool write_bytes(void *ctx, struct str bytes, struct err *e)
{
	struct sink *s = ctx;
	if (s->file == NULL)
		return s->o->world->out(s->o->world->ctx, bytes, e);
	if (s->scans)
		page_scan_feed(&s->scan, bytes);
	if (s->prints)
		page_print_feed(&s->print, bytes);
	return file_write(s->file, bytes, e);
}

/* Those of the page's day, and of none; on a page of several days all. */
static struct strs notices_of(const struct output *o, struct selection *s, struct str date)
{
	struct strs list = { arena_calloc(&s->a, o->n_notices, sizeof *list.v), 0 };
	for (size_t i = 0; i < o->n_notices; i++)
		if (!output_is_daily(o->pattern) || o->notices[i].day[0] == '\0' || str_is(date, o->notices[i].day))
			list.v[list.n++] = o->notices[i].text;
	return list;
}

static struct page page_of(const struct output *o, struct selection *s, const struct page_key *keys, size_t n, struct str date)
{
	return (struct page){
		.look = *o->look, .template = o->style->page, .style = o->style->ask.name, .date = date,
		.notices = notices_of(o, s, date), .keys = keys,
		.n = o->limit && (uint64_t)o->limit < n ? (size_t)o->limit : n, .get = selection_get, .ctx = s,
	};
}

/* Both passes over the papers see the same store. */
static bool render(const struct page *p, struct sink *to, struct err *e)
{
	struct store *store = ((struct selection *)p->ctx)->store;
	if (store && !store_read_begin(store, e))
		return false;
	bool ok = page_render(p, write_bytes, to, e);
	if (store)
		store_read_end(store);
	return ok;
}

/* What the store notes of a page; DAY is where the last row's day stands. */
struct noted {
	const struct page_key *keys;
	char *day;
};

static void page_row(const void *ctx, size_t i, struct store_page_row *ret)
{
	const struct noted *n = ctx;
	const struct page_key *k = &n->keys[i];
	*ret = (struct store_page_row){ .id_key = k->id_key, .row = k->row, .summarized = k->summary == SUMMARY_OK,
	                                .extract = k->summary == SUMMARY_EXTRACT };
	ret->day = day_text(k->day, n->day);
}

static bool note_page(const struct output *o, struct store *store, const char *path, const struct page *p, struct str print,
                      struct err *e)
{
	struct arena a = ARENA_INIT;
	struct buf now = BUF_INIT(64), notices = BUF_INIT(BUF_UNBOUNDED);
	char day[DAY_SIZE];
	struct noted rows = { p->keys, day };
	clock_rfc3339(clock_now(), &now);
	for (size_t i = 0; i < p->notices.n; i++)
		buf_addf(&notices, "%.*s\n", STR_ARG(p->notices.v[i]));
	struct store_page page = {
		.path = str_of(path), .written = buf_str(&now), .form = output_form(o, &a), .print = print,
		.notices = buf_str(&notices), .day = output_is_daily(o->pattern) ? p->date : STR_NULL,
	};
	bool ok = store_put_page(store, &page, p->n, page_row, &rows, e);
	buf_free(&now);
	buf_free(&notices);
	arena_free(&a);
	return ok;
}

/* In three steps, so that the store knows the page wherever we die: what it will be told by, the page, what it shows. */
static bool put_in_place(struct output *o, struct sink *sink, const struct page *p, const char *path, struct store *store,
                         bool *changed, struct err *e)
{
	struct buf print = BUF_INIT(64);
	struct file_out *file = sink->file;
	page_print_text(&sink->print, &print);
	bool ok = store == NULL || store_page_soon(store, str_of(path), buf_str(&print), e);
	if (ok) {
		sink->file = NULL;
		ok = file_commit(file, changed, e) && (store == NULL || note_page(o, store, path, p, buf_str(&print), e));
	}
	buf_free(&print);
	return ok;
}

static void say_it_stays(struct output *o, const char *path, const struct buf *why)
{
	log_warn(o->world->log, "%s: stays as it is: the new page would lose %s (remove the file to have it all the same)",
	         path, why->s);
	o->kept++;
}

/* No papers at all never replace some. *STAYS: the old page does; where that is a loss, it is said. */
static bool keep_before_empty(struct output *o, const struct selection *s, const char *path, struct store *store,
                              bool *stays, struct err *e)
{
	struct buf why = BUF_INIT(ERR_MSG_SIZE);
	bool ok = guard_empty(path, store, s->since, s->until, stays, &why, e);
	if (ok && why.len > 0 && !o->none_is_fine)
		say_it_stays(o, path, &why);
	else if (ok && *stays)
		log_info(o->world->log, "%s: nothing to show; the page stays as it is", path);
	buf_free(&why);
	return ok;
}

static bool write_page(struct output *o, const struct page *p, const char *path, struct store *store, struct err *e)
{
	const struct log *log = o->world->log;
	struct sink sink = { .o = o, .scan = PAGE_SCAN_INIT(o->style->waiting), .prints = store != NULL, .print = PAGE_PRINT_INIT };
	struct buf why = BUF_INIT(ERR_MSG_SIZE);
	bool changed = false;
	struct guard_new fresh = { p->keys, p->n, output_is_daily(o->pattern), &sink.scan };
	bool ok = guard_reads(path, store, &sink.scans, e) && file_create(path, &sink.file, e) && render(p, &sink, e) &&
	          guard_compare(path, store, &fresh, &why, e);
	if (ok && why.len > 0) {
		say_it_stays(o, path, &why);
	} else if (ok) {
		ok = put_in_place(o, &sink, p, path, store, &changed, e);
		if (ok)
			log_info(log, "%s: %zu papers%s", path, p->n, changed ? "" : ", unchanged");
		o->pages += ok;
	}
	file_abandon(sink.file);
	page_scan_free(&sink.scan);
	buf_free(&why);
	return ok;
}

/* ---- Which pages ---- */

const char *output_path(const char *pattern, struct str date, struct arena *a, struct err *e)
{
	struct buf path = BUF_INIT(BUF_UNBOUNDED);
	char *cwd = *pattern == '/' ? NULL : getcwd(NULL, 0);
	if (cwd)
		buf_addf(&path, "%s/", cwd);
	free(cwd);
	for (struct str rest = str_of(pattern); rest.n > 0;) {
		size_t open = str_find(rest, "{", 0), close = open == STR_NONE ? STR_NONE : str_find(rest, "}", open);
		buf_adds(&path, str_head(rest, open));
		if (open == STR_NONE)
			break;
		if (close == STR_NONE || !str_is(str_head(str_from(rest, open), close + 1 - open), "{date}")) {
			err_set(e, ERR_USAGE, "--output %s: only {date} can stand in braces", pattern);
			buf_free(&path);
			return NULL;
		}
		buf_adds(&path, date);
		rest = str_from(rest, close + 1);
	}
	const char *ret = arena_dup(a, buf_str(&path)).p;
	buf_free(&path);
	return ret;
}

static int by_day(const struct page_key *x, const struct page_key *y)
{
	int d = (x->day > y->day) - (x->day < y->day);
	return d ? d : (x->row > y->row) - (x->row < y->row);
}

/* Those that no page of a day can show: how many, and the first of them by name. */
static bool say_undated(const struct output *o, struct selection *s, const struct page_key *keys, size_t n,
                        struct err *e)
{
	enum { NAMED = 12 };
	struct arena a = ARENA_INIT;
	struct buf names = BUF_INIT(BUF_UNBOUNDED);
	struct paper p;
	bool ok = true;
	for (size_t i = 0; ok && i < n && i < NAMED; i++) {
		arena_reset(&a);
		ok = selection_get(s, &keys[i], &a, &p, e);
		if (ok)
			buf_addf(&names, "%s%.*s", i ? ", " : "", STR_ARG(p.id));
	}
	if (ok && n > NAMED)
		buf_addf(&names, " and %zu more", n - NAMED);
	if (ok)
		log_warn(o->world->log, "no announcement date, so no page of %s shows %s", o->pattern, names.s);
	buf_free(&names);
	arena_free(&a);
	return ok;
}

static bool page_a_day(struct output *o, struct selection *s, struct store *store, struct err *e)
{
	struct page_key *keys = s->keys.v;
	size_t n = s->keys.n, undated = 0;
	struct arena a = ARENA_INIT;
	bool ok = true;
	page_sort_by(keys, n, by_day);
	for (size_t from = 0, to; ok && from < n; from = to) {
		char day[DAY_SIZE];
		struct str date = day_text(keys[from].day, day);
		for (to = from; to < n && keys[to].day == keys[from].day; to++)
			;
		if (str_empty(date)) {
			undated = to - from;
			continue;
		}
		page_sort(keys + from, to - from, s->dialect);
		struct page p = page_of(o, s, keys + from, to - from, date);
		const char *path = output_path(o->pattern, date, &a, e);
		ok = path && write_page(o, &p, path, store, e);
	}
	if (ok && undated)
		ok = say_undated(o, s, keys, undated, e);
	arena_free(&a);
	return ok;
}

/* The day that all papers are of; 0: there is none. */
static int32_t only_day(const struct selection *s)
{
	for (size_t i = 1; i < s->keys.n; i++)
		if (s->keys.v[i].day != s->keys.v[0].day)
			return 0;
	return s->keys.n ? s->keys.v[0].day : 0;
}

static bool one_page(struct output *o, struct selection *s, struct store *store, struct err *e)
{
	struct arena a = ARENA_INIT;
	char day[DAY_SIZE];
	page_sort(s->keys.v, s->keys.n, s->dialect);
	struct page p = page_of(o, s, s->keys.v, s->keys.n, day_text(only_day(s), day));
	bool ok;
	if (o->pattern == NULL || strcmp(o->pattern, "-") == 0) {
		struct sink sink = { .o = o };
		ok = render(&p, &sink, e);
		o->pages += ok;
	} else {
		const char *path = output_path(o->pattern, STR_NULL, &a, e);
		bool stays = false;
		ok = path && (p.n > 0 || keep_before_empty(o, s, path, store, &stays, e));
		if (ok && !stays)
			ok = write_page(o, &p, path, store, e);
	}
	arena_free(&a);
	return ok;
}

bool output_check(const char *pattern, struct err *e)
{
	struct arena a = ARENA_INIT;
	bool ok = pattern == NULL || output_path(pattern, STR_NULL, &a, e) != NULL;
	arena_free(&a);
	return ok;
}

/* The nearest folder above PATH that is there has to take what is missing. */
static bool folder_takes(const char *path, struct err *e)
{
	char *at = xstrdup(path);
	struct stat st;
	bool there = false;
	for (char *slash; !there && (slash = strrchr(at, '/')) != NULL;) {
		slash[slash == at] = '\0';  /* the root keeps its slash */
		there = stat(at, &st) == 0 || (errno != ENOENT && errno != ENOTDIR) || strcmp(at, "/") == 0;
	}
	errno = 0;
	if (stat(at, &st) == 0 && !S_ISDIR(st.st_mode))
		errno = ENOTDIR;
	bool ok = errno == 0 && faccessat(AT_FDCWD, at, W_OK | X_OK, AT_EACCESS) == 0;
	if (!ok)
		err_set(e, ERR_FILE, "%s: cannot write: %s", path, strerror(errno));
	free(at);
	return ok;
}

/* A file beside the page is really made, where nothing but that has to be: a full or frozen disk shows itself, too. */
bool output_writable(const char *pattern, const char *today, struct err *e)
{
	struct arena a = ARENA_INIT;
	struct file_out *trial = NULL;
	struct stat st, folder;
	if (pattern == NULL || strcmp(pattern, "-") == 0)
		return true;
	const char *path = output_path(pattern, str_of(today), &a, e);
	bool ok = path != NULL, exists = ok && stat(path, &st) == 0;
	bool page = !exists || S_ISREG(st.st_mode) || S_ISDIR(st.st_mode);  /* else a device or a pipe, written as it is */
	if (ok && page) {
		const char *name = strrchr(path, '/');
		const char *dir = arena_dup(&a, (struct str){ path, (size_t)(name - path) + 1 }).p;
		bool only_file = stat(dir, &folder) == 0 && S_ISDIR(folder.st_mode) && !(exists && output_is_daily(pattern));
		ok = only_file ? file_create(path, &trial, e) : folder_takes(path, e);
		file_abandon(trial);
	}
	arena_free(&a);
	return ok;
}

struct str output_form(const struct output *o, struct arena *a)
{
	const struct page_look *l = o->look;
	struct buf form = BUF_INIT(BUF_UNBOUNDED);
	buf_addf(&form, "%.*s %s %s", STR_ARG(o->style->ask.name), l->format->name, l->dialect->name);
	/* What the user may change of the dialect; what is as it comes is not written, and so are pages of older stores. */
	if (l->details != l->dialect->details || l->front != l->dialect->front || l->labels || l->titles ||
	    l->rules.math != l->dialect->rules.math)
		buf_addf(&form, " %d%d%d%d%d", l->details, l->front, l->labels, l->titles, l->rules.math);
	struct str ret = arena_dup(a, buf_str(&form));
	buf_free(&form);
	return ret;
}

bool output_again(struct output *o, struct selection *s, const char *path, struct str date, struct str notices,
                  struct store *store, struct err *e)
{
	struct page p = page_of(o, s, s->keys.v, s->keys.n, date);
	VEC(struct str) lines = VEC_INIT;
	struct str line;
	p.n = s->keys.n;
	while (str_cut(&notices, '\n', &line))
		*vec_push(&lines) = line;
	p.notices = (struct strs){ lines.v, lines.n };
	bool ok = write_page(o, &p, path, store, e);
	vec_free(&lines);
	return ok;
}

bool output_is_daily(const char *pattern) { return pattern && strstr(pattern, "{date}"); }

bool output_pages(struct output *o, struct selection *s, struct store *store, struct err *e)
{
	return output_is_daily(o->pattern) ? page_a_day(o, s, store, e) : one_page(o, s, store, e);
}
