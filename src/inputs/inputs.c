/* SPDX-License-Identifier: MIT
 * From a name to bytes: a file or a stream, an address, or a folder of the earlier system, walked in the order of names. */
#include "digest/inputs.h"

#include <errno.h>
#include <fts.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "digest/program.h"
#include "digest/source.h"
#include "digest/vec.h"
#include "digest/world.h"
#include "digest/redact.h"

enum {
	CONNECT_TIMEOUT_S = 30,
	SILENCE_TIMEOUT_S = 60,
	TOTAL_TIMEOUT_S = 1800,
	MAX_REDIRECTS = 5,
};
static const size_t max_download = (size_t)8 * 1024 * 1024 * 1024;

/* The caller's sink, with a note of its failing: that ends everything, while a broken file of a folder ends itself. */
struct noted_sink {
	struct paper_sink to;
	bool failed;
};

static bool put_noted(void *ctx, const struct paper *p, struct err *e)
{
	struct noted_sink *s = ctx;
	s->failed = !s->to.put(s->to.ctx, p, e);
	return !s->failed;
}

/* One source over the bytes of one document. */
struct input {
	const char *name;
	const struct input_options *o;
	const struct http_reply *reply;   /* NULL for files */
	struct source *source;
	bool told;                        /* the source or the sink failed: their errors name the place */
};

static void open_source(struct input *r)
{
	struct arena a = ARENA_INIT;
	struct source_options o = { .name = r->name, .may_be_empty = r->o->may_be_empty, .sink = r->o->sink, .log = r->o->log };
	if (r->reply && !str_empty(r->reply->charset))
		o.charset = arena_dup(&a, r->reply->charset).p;
	r->source = source_open(&o);
	arena_free(&a);
}

static bool feed(void *ctx, struct str bytes, struct err *e)
{
	struct input *r = ctx;
	if (r->source == NULL)
		open_source(r);  /* only now: the reply's headers are there */
	r->told = !source_feed(r->source, bytes, e);
	return !r->told;
}

static bool close_reading(struct input *r, bool ok, struct input_result *ret, struct err *e)
{
	if (ok && r->source == NULL)
		open_source(r);
	if (ok)
		ok = source_finish(r->source, e);
	if (r->source) {
		const struct source_result *got = source_result(r->source);
		ret->papers += got->papers;
		ret->skipped += got->skipped;
	}
	source_free(r->source);
	return ok;
}

static bool read_stream(const char *path, const struct input_options *o, struct input_result *ret, struct err *e)
{
	struct input r = { .name = strcmp(path, "-") == 0 ? "standard input" : path, .o = o };
	bool ok = file_stream(path, feed, &r, e);
	if (!ok && !r.told && e->kind == ERR_INPUT)  /* broken gzip data */
		err_wrap(e, "%s", r.name);
	return close_reading(&r, ok, ret, e);
}

static bool read_address(const char *url, const struct input_options *o, struct input_result *ret, struct err *e)
{
	struct buf agent = BUF_INIT(1024);
	buf_addf(&agent, "digest/%s", program_version);
	if (o->contact)
		buf_addf(&agent, " (%s)", o->contact);
	struct http_options how = {
		.url = url, .user_agent = agent.s,
		.accept = "application/rss+xml, application/atom+xml, application/xml;q=0.9, text/xml;q=0.9, */*;q=0.5",
		.connect_timeout_s = CONNECT_TIMEOUT_S, .silence_timeout_s = SILENCE_TIMEOUT_S,
		.total_timeout_s = TOTAL_TIMEOUT_S, .max_bytes = max_download, .max_redirects = MAX_REDIRECTS,
	};
	struct http_reply reply = { .status = 0 };
	struct arena a = ARENA_INIT;
	struct input r = { .name = redact_url(url, &a), .o = o, .reply = &reply };
	bool ok = http_get(&how, feed, &r, &reply, e);
	if (!ok && !r.told)
		err_wrap(e, "%s", r.name);
	ok = close_reading(&r, ok, ret, e);
	if (ok)
		log_info(o->log, "%s: %lu papers", r.name, ret->papers);
	buf_free(&agent);
	arena_free(&a);
	return ok;
}

/* ---- Folders ---- */

static int by_name(const FTSENT **a, const FTSENT **b) { return strcmp((*a)->fts_name, (*b)->fts_name); }

/* One file of a folder: what is wrong with it does not stop the others. */
static bool read_one(const char *path, const struct input_options *o, struct input_result *ret, struct err *e)
{
	struct noted_sink noted = { .to = o->sink };
	struct input_options inner = *o;
	inner.sink = (struct paper_sink){ put_noted, &noted };
	if (read_stream(path, &inner, ret, e))
		return true;
	if (noted.failed)
		return false;
	ret->skipped++;
	log_warn(o->log, "%s; passed over", e->msg);
	return true;
}

static bool read_folder(const char *path, const struct input_options *o, struct input_result *ret, struct err *e)
{
	char *roots[] = { (char *)(uintptr_t)path, NULL };  /* fts does not write to it */
	FTS *walk = fts_open(roots, FTS_PHYSICAL | FTS_NOCHDIR, by_name);
	unsigned long files = 0;
	bool ok = true;
	if (walk == NULL)
		return err_set(e, ERR_FILE, "%s: %s", path, strerror(errno));
	for (FTSENT *f; ok && (f = fts_read(walk)) != NULL;) {
		if (f->fts_info == FTS_D && f->fts_level > 0 && f->fts_name[0] == '.')
			fts_set(walk, f, FTS_SKIP);
		else if (f->fts_info == FTS_DNR || f->fts_info == FTS_ERR || f->fts_info == FTS_NS)
			log_warn(o->log, "%s: %s; passed over", f->fts_path, strerror(f->fts_errno));
		else if (f->fts_info == FTS_F && str_ends(str_of(f->fts_name), ".json")) {
			files++;
			ok = read_one(f->fts_path, o, ret, e);
		}
	}
	fts_close(walk);
	if (!ok)
		return false;
	return files > 0 || err_set(e, ERR_INPUT, "%s: a folder without papers (the earlier system's are papers/YY/MM/ID.json)", path);
}

bool input_read(const char *name, const struct input_options *o, struct input_result *ret, struct err *e)
{
	struct stat st;
	if (str_is_nocase(str_head(str_of(name), 7), "http://") || str_is_nocase(str_head(str_of(name), 8), "https://"))
		return read_address(name, o, ret, e);
	if (strstr(name, "://") && access(name, F_OK) != 0)
		return err_set(e, ERR_USAGE, "%s: only http:// and https:// addresses, files and folders can be read", name);
	bool folder = strcmp(name, "-") != 0 && stat(name, &st) == 0 && S_ISDIR(st.st_mode);
	if (!(folder ? read_folder(name, o, ret, e) : read_stream(name, o, ret, e)))
		return false;
	log_info(o->log, "%s: %lu papers", name, ret->papers);
	return true;
}
