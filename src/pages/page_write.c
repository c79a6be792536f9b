/* SPDX-License-Identifier: MIT
 * What stands at a page's path is read first, and whose each part of it is; then the new page is rendered into a file beside it,
 * compared, and put in its place or left there as NAME.new. */
#include "src/pages/page_write.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "digest/world.h"
#include "src/pages/page_form.h"
#include "src/pages/overwrite_check.h"
#include "src/pages/fingerprint.h"

/* ---- The page's bytes ---- */

struct sink {
	struct output *o;
	struct file_out *file;     /* NULL: standard output */
	struct page_text text;     /* what went into the file, without front matter that is kept */
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
	page_text_feed(&s->text, bytes);
	return file_write(s->file, bytes, e);
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

bool page_print(struct output *o, const struct page *p, struct err *e)
{
	struct sink sink = { .o = o };
	bool ok = render(p, &sink, e);
	o->pages += ok;
	return ok;
}

/* ---- What stands there ---- */

struct existing_page {
	const char *path, *beside;       /* the page, and where ours goes when it is not ours */
	bool there, known;               /* a file; the store knows it */
	bool front_theirs, body_theirs;  /* changed by hand */
	struct store_page_waiting noted; /* if known */
	struct page_text text;           /* if there */
	struct arena a;
};

static enum page_text_kind kind_of(const struct render_options *options)
{
	if (!options->format->by_dialect)
		return TEXT_PLAIN;
	return options->front == FRONT_PELICAN || options->dialect->front == FRONT_PELICAN ? TEXT_META : TEXT_FRONT;
}

/* Whether the front matter and the body on disk are ours or the user's. Older stores have one fingerprint for all of a page, or none. */
static void tell_whose(struct existing_page *s)
{
	struct str fingerprint = s->noted.page.fingerprint, intended = s->noted.intended;
	if (!s->known || !s->there || !str_known(fingerprint))
		return;
	s->body_theirs = !fingerprint_has_body(fingerprint, &s->text) && !fingerprint_has_body(intended, &s->text);
	s->front_theirs = str_known(fingerprint_front(fingerprint)) && !fingerprint_has_front(fingerprint, &s->text) && !fingerprint_has_front(intended, &s->text);
}

static bool look_at(struct existing_page *s, const struct output *o, const char *path, struct store *store, struct err *e)
{
	*s = (struct existing_page){ .path = path, .there = overwrite_check_is_page(path), .a = ARENA_INIT };
	bool ok = store == NULL || store_page_get(store, str_of(path), &s->a, &s->noted, &s->known, e);
	s->text = (struct page_text)PAGE_TEXT_INIT(fingerprint_kind(s->noted.page.fingerprint, kind_of(o->options)));
	if (ok && s->there)
		ok = page_text_read(&s->text, path, e);
	struct buf beside = BUF_INIT(BUF_UNBOUNDED);
	buf_addf(&beside, "%s%s", path, o->options->format->by_dialect && o->options->dialect->beside ? o->options->dialect->beside : ".new");
	s->beside = arena_dup(&s->a, buf_str(&beside)).p;
	buf_free(&beside);
	if (ok)
		tell_whose(s);
	return ok;
}

static void standing_free(struct existing_page *s)
{
	page_text_free(&s->text);
	arena_free(&s->a);
}

/* Whether the file beside the page is one that we wrote, or there is none. */
static bool beside_is_ours(const struct existing_page *s, bool *there, bool *ours, struct err *e)
{
	struct page_text t = PAGE_TEXT_INIT(s->text.kind);
	*there = access(s->beside, F_OK) == 0;
	bool ok = !*there || page_text_read(&t, s->beside, e);
	*ours = ok && (!*there || fingerprint_has_body(s->noted.intended, &t) || fingerprint_has_body(s->noted.page.fingerprint, &t));
	page_text_free(&t);
	return ok;
}

/* ---- What the store notes ---- */

struct page_rows {
	const struct page_key *keys;
	const struct str *notes;    /* of pages that are scored */
	bool stored;                /* the keys' rows are the store's */
	char *day;                  /* where the last row's day stands */
};

static void page_row(const void *ctx, size_t i, struct store_page_row *ret)
{
	const struct page_rows *n = ctx;
	const struct page_key *k = &n->keys[i];
	*ret = (struct store_page_row){ .id_key = k->id_key, .row = n->stored ? k->row : 0, .summarized = k->summary == SUMMARY_OK,
	                                .extract = k->summary == SUMMARY_EXTRACT, .listed = k->listed, .scored = n->notes && k->note > 0 };
	if (ret->scored) {
		ret->score = k->score;
		ret->why = n->notes[k->note - 1];
	}
	ret->day = day_text(k->day, n->day);
}

/* BESIDE: it lies beside the user's own. */
static bool note_page(const struct output *o, struct store *store, const char *path, const struct page *p, struct str fingerprint,
                      bool beside, struct err *e)
{
	struct buf now = BUF_INIT(64), notices = BUF_INIT(BUF_UNBOUNDED), form = BUF_INIT(BUF_UNBOUNDED);
	char day[DAY_SIZE];
	struct page_rows rows = { p->keys, p->shown ? p->notes : NULL, ((struct selection *)p->ctx)->store != NULL, day };
	clock_rfc3339(clock_now(o->world->clock), &now);
	page_form_note(o, p, &form);
	for (size_t i = 0; i < p->notices.n; i++)
		buf_addf(&notices, "%.*s\n", STR_ARG(p->notices.v[i]));
	struct store_page page = {
		.path = str_of(path), .written = buf_str(&now), .form = buf_str(&form), .fingerprint = fingerprint,
		.notices = buf_str(&notices), .day = output_is_daily(o->place.pattern) ? p->date : STR_NULL,
	};
	bool ok = (beside ? store_page_mark_edited : store_put_page)(store, &page, p->n, page_row, &rows, e);
	buf_free(&now);
	buf_free(&form);
	buf_free(&notices);
	return ok;
}

/* ---- Into its place ---- */

/* One page on its way. */
struct page_write {
	struct output *o;
	const struct page *page;
	struct existing_page old;
	struct store *store;
	struct sink sink;
	struct overwrite_new fresh;
	bool keep_front, aside;   /* theirs stays; all of the page does */
};

/* What the text that was rendered is told by; of front matter that is kept, what it was told by when it was ours. */
static void own_fingerprint(const struct page_write *w, struct buf *out)
{
	page_text_fingerprint(&w->sink.text, w->keep_front ? fingerprint_front(w->old.noted.page.fingerprint) : STR_NULL, out);
}

static bool drop_beside(const struct page_write *w, struct err *e)
{
	bool there = false, ours = false;
	if (!w->old.noted.edited || !w->old.known)
		return true;
	bool ok = beside_is_ours(&w->old, &there, &ours, e);
	if (ok && there && ours)
		unlink(w->old.beside);
	return ok;
}

/* In three steps, so that the store knows the page wherever we die: what it will be told by, the page, what it shows. A file
 * that says the same already is not touched. */
static bool put_in_place(struct page_write *w, bool *changed, struct err *e)
{
	const char *path = w->old.path;
	struct file_out *file = w->sink.file;
	struct buf fingerprint = BUF_INIT(128);
	own_fingerprint(w, &fingerprint);
	bool same = w->old.there && page_text_same_body(&w->old.text, &w->sink.text) &&
	            (w->keep_front || page_text_same_front(&w->old.text, &w->sink.text));
	bool ok = true;
	*changed = false;
	if (!same) {
		ok = w->store == NULL || store_page_intend(w->store, str_of(path), buf_str(&fingerprint), e);
		w->sink.file = ok ? NULL : file;
		ok = ok && file_commit(file, changed, e);
	}
	if (ok && w->store)
		ok = note_page(w->o, w->store, path, w->page, buf_str(&fingerprint), false, e) && drop_beside(w, e);
	buf_free(&fingerprint);
	return ok;
}

void page_keep_old(struct output *o, const char *path, const struct buf *why)
{
	log_warn(o->world->log, "%s: stays as it is: the new page would lose %s (remove the file to have it all the same)",
	         path, why->s);
	o->kept++;
}

static void say_left(const struct page_write *w, bool written)
{
	struct buf lacks = BUF_INIT(ERR_MSG_SIZE);
	size_t papers = w->fresh.brought, summaries = w->fresh.came;
	if (papers)
		buf_addf(&lacks, "%zu paper%s", papers, papers == 1 ? "" : "s");
	if (summaries)
		buf_addf(&lacks, "%s%zu summar%s", papers ? " and " : "", summaries, summaries == 1 ? "y" : "ies");
	const char *name = strrchr(w->old.beside, '/') + 1;
	log_warn(w->o->world->log, "%s: changed by hand, so it stays as it is%s%s%s; %s %s (--overwrite takes ours)", w->old.path,
	         lacks.len ? ", without " : "", lacks.len ? lacks.s : "", lacks.len ? " that came since" : "",
	         written ? "ours is beside it:" : "ours is nowhere, for a file of yours is called", name);
	buf_free(&lacks);
}

/* The page is theirs: ours is left beside it, said once. One that was taken away there, and would be the same, stays away. */
static bool leave_beside(struct page_write *w, struct err *e)
{
	const struct existing_page *old = &w->old;
	struct buf fingerprint = BUF_INIT(128);
	bool there = false, ours = false, changed;
	own_fingerprint(w, &fingerprint);
	struct str text = buf_str(&fingerprint);
	bool ok = beside_is_ours(old, &there, &ours, e);
	bool dismissed = old->noted.edited && !there && (str_eq(text, old->noted.intended) || str_eq(text, old->noted.page.fingerprint));
	if (ok && ours && !dismissed) {
		struct file_out *file = w->sink.file;
		w->sink.file = NULL;
		ok = file_commit(file, &changed, e);
	}
	if (ok && !dismissed)
		ok = note_page(w->o, w->store, old->path, w->page, text, true, e);
	if (ok && old->noted.edited) {
		log_info(w->o->world->log, "%s: changed by hand, so it stays as it is", old->path);
	} else if (ok) {
		say_left(w, ours);
	}
	w->o->kept += ok;
	buf_free(&fingerprint);
	return ok;
}

/* Front matter that is theirs comes before what is rendered; its lines end as ours do. */
static bool write_front(struct page_write *w, struct err *e)
{
	struct str rest = buf_str(&w->old.text.front), line;
	bool ok = true;
	page_text_body_only(&w->sink.text);
	w->sink.text.kind = w->old.text.kind;
	while (ok && str_cut(&rest, '\n', &line)) {
		if (str_ends(line, "\r"))
			line.n--;
		ok = file_write(w->sink.file, line, e) && file_write(w->sink.file, STR("\n"), e);
	}
	return ok;
}

static bool render_beside(struct page_write *w, struct err *e)
{
	struct page p = *w->page;
	if (w->keep_front)
		p.options.front = FRONT_NONE;
	if (!overwrite_check_reads(w->old.path, w->store, &w->sink.scans, e) ||
	    !file_create(w->aside ? w->old.beside : w->old.path, &w->sink.file, e) || (w->keep_front && !write_front(w, e)) ||
	    !render(&p, &w->sink, e))
		return false;
	page_text_end(&w->sink.text);
	return true;
}

static bool put_page(struct page_write *w, struct err *e)
{
	struct output *o = w->o;
	struct buf why = BUF_INIT(ERR_MSG_SIZE);
	bool changed = false;
	bool ok = render_beside(w, e) && overwrite_check(w->old.path, w->store, &w->fresh, &why, e);
	if (ok && why.len > 0) {
		page_keep_old(o, w->old.path, &why);
	} else if (ok && w->aside && !page_text_same_body(&w->old.text, &w->sink.text)) {
		ok = leave_beside(w, e);
	} else if (ok) {
		ok = put_in_place(w, &changed, e);
		if (ok)
			log_info(o->world->log, "%s: %zu papers%s", w->old.path, w->page->n, changed ? "" : ", unchanged");
		o->pages += ok;
		o->changed += ok && changed;
	}
	buf_free(&why);
	return ok;
}

static void say_form(struct output *o, const struct existing_page *old)
{
	struct buf was = BUF_INIT(ERR_MSG_SIZE), is = BUF_INIT(ERR_MSG_SIZE);
	page_form_words(old->noted.page.form, &was);
	page_form_own_words(o, &is);
	log_warn(o->world->log, "%s: stays as it is: it is a page of %s, the new one would be of %s (--overwrite replaces it)",
	         old->path, was.s, is.s);
	o->kept++;
	if (o->told)
		*vec_push(&o->told->paths) = arena_dup(&o->told->a, str_of(old->path)).p;
	buf_free(&was);
	buf_free(&is);
}

bool page_write(struct output *o, const struct page *p, const char *path, struct store *store, struct err *e)
{
	struct page_write w = { .o = o, .page = p, .store = store };
	bool ok = look_at(&w.old, o, path, store, e);
	if (!w.old.known && ((struct selection *)p->ctx)->store == NULL)
		w.store = NULL;  /* a page of files of records is noted only where the one before was */
	w.keep_front = w.old.front_theirs && !o->overwrite;
	w.aside = w.old.body_theirs && !o->overwrite;
	w.sink = (struct sink){ .o = o, .scan = PAGE_SCAN_INIT(o->style->waiting, o->options->format->records),
	                        .text = PAGE_TEXT_INIT(kind_of(o->options)) };
	w.fresh = (struct overwrite_new){ .keys = p->keys, .n = p->n, .same_day = output_is_daily(o->place.pattern),
	                              .categories = o->place.categories, .scan = &w.sink.scan,
	                              .announce_types = ((const struct selection *)p->ctx)->announce_types };
	if (!str_empty(p->category))
		w.fresh.categories = (struct strs){ (struct str *)&p->category, 1 };
	if (ok && w.old.known && w.old.there && !o->overwrite && !page_form_same(o, w.old.noted.page.form))
		say_form(o, &w.old);
	else
		ok = ok && put_page(&w, e);
	file_abandon(w.sink.file);
	page_scan_free(&w.sink.scan);
	page_text_free(&w.sink.text);
	standing_free(&w.old);
	return ok;
}

bool page_remove(struct output *o, const char *path, struct store *store, bool *gone, struct err *e)
{
	struct page_write w = { .o = o, .store = store };
	bool ok = look_at(&w.old, o, path, store, e);
	*gone = ok && (o->overwrite || !(w.old.front_theirs || w.old.body_theirs));
	if (*gone && w.old.there && unlink(path) != 0 && errno != ENOENT)
		ok = err_set(e, ERR_FILE, "%s: cannot remove: %s", path, strerror(errno));
	if (ok && *gone)
		ok = drop_beside(&w, e) && store_page_forget(store, str_of(path), e);
	standing_free(&w.old);
	return ok;
}
