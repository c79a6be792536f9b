/* SPDX-License-Identifier: MIT
 * What is known of a paper: from the store as it is at one moment, and from the folder of texts. */
#include "src/show/internal.h"

#include "digest/style.h"

struct gathering {
	struct store *store;
	const struct show_question *q;
	const struct log *log;
	struct shown *s;
	const struct shown_version *of;  /* whose summaries come */
};

/* ---- From the store ---- */

static bool add_version(void *ctx, const struct store_version *v, struct err *e)
{
	static const struct paper none = PAPER_INIT;
	struct gathering *g = ctx;
	struct shown_version *one = vec_push(&g->s->versions);
	UNUSED(e);
	*one = (struct shown_version){ .v = *v, .p = none, .text = { .text = { .form = FULLTEXT_INIT } } };
	one->v.seen = arena_dup(&g->s->a, v->seen);
	one->v.submitted = arena_dup(&g->s->a, v->submitted);
	one->p.id = g->s->id;
	one->p.version = v->version;
	return true;
}

static bool get_records(struct gathering *g, struct err *e)
{
	UNUSED(e);
	for (size_t i = 0; i < g->s->versions.n; i++) {
		struct shown_version *one = &g->s->versions.v[i];
		struct err why = ERR_INIT;
		if (store_get(g->store, one->v.row, true, &g->s->a, &one->p, &why))
			continue;
		one->v = (struct store_version){ .row = one->v.row, .version = one->v.version, .seen = STR_NULL, .submitted = STR_NULL, .damaged = true };
		log_warn(g->log, "%s", why.msg);
	}
	return true;
}

static bool add_announcement(void *ctx, const struct store_announcement *n, struct err *e)
{
	struct gathering *g = ctx;
	UNUSED(e);
	struct store_announcement *one = vec_push(&g->s->announcements);
	*one = *n;
	one->day = arena_dup(&g->s->a, n->day);
	one->category = arena_dup(&g->s->a, n->category);
	return true;
}

static bool add_page(void *ctx, const struct store_showing *w, struct err *e)
{
	struct gathering *g = ctx;
	UNUSED(e);
	struct store_showing *one = vec_push(&g->s->pages);
	*one = *w;
	struct str *const texts[] = { &one->page.path, &one->page.written, &one->page.day, &one->page.form, &one->row.day };
	for (size_t i = 0; i < COUNTOF(texts); i++)
		*texts[i] = arena_dup(&g->s->a, *texts[i]);
	return true;
}

/* ---- Summaries ---- */

/* The first field that the style named requires and Y has not; NULL: none, or there is no such style any more. */
static const char *lacks(struct gathering *g, struct str style, const struct summary *y)
{
	const struct style_query w = { .name = arena_dup(&g->s->a, style).p, .templates = g->q->templates };
	struct style loaded;
	struct err e = ERR_INIT;
	if (!style_load(&w, &loaded, &e))
		return NULL;
	const char *name = summary_lacks(y, loaded.ask.required);
	if (name)
		name = arena_dup(&g->s->a, str_of(name)).p;
	style_free(&loaded);
	return name;
}

/* Why a page of its style waits for it. A paper that was withdrawn waits for none. */
static void note_waiting(struct gathering *g, struct shown_summary *one)
{
	const struct summary *y = &one->y;
	bool said = y->status == SUMMARY_PENDING || y->status == SUMMARY_REJECTED;
	const char *lacking = y->status == SUMMARY_OK ? lacks(g, one->style, y) : NULL;
	one->status = SUMMARY_OK;
	if (g->of->p.withdrawn == TRI_YES || (y->status == SUMMARY_OK && lacking == NULL))
		return;
	one->status = y->status == SUMMARY_REJECTED ? SUMMARY_REJECTED : SUMMARY_PENDING;
	one->why = said ? y->why : lacking ? REASON_LACKS_FIELD : REASON_NOT_ASKED;
	one->words = one->why == REASON_NONE || one->why == REASON_REPORTED ? y->reason : pending_reason_words(one->why, STR("en"));
	if (lacking) {
		struct buf b = BUF_INIT(BUF_UNBOUNDED);
		buf_addf(&b, "%.*s: %s", STR_ARG(one->words), lacking);
		one->words = arena_dup(&g->s->a, buf_str(&b));
		buf_free(&b);
	}
}

static bool add_summary(void *ctx, struct str style, const struct summary *y, struct err *e)
{
	struct gathering *g = ctx;
	UNUSED(e);
	struct shown_summary *one = vec_push(&g->s->summaries);
	*one = (struct shown_summary){ .style = style, .version = g->of->p.version, .y = *y, .damaged = y->status == SUMMARY_NONE };
	if (one->damaged)
		log_warn(g->log, "%.*s: its summary of style %.*s is damaged: it is asked for again by digest summarize", STR_ARG(g->s->id), STR_ARG(style));
	note_waiting(g, one);
	return true;
}

/* The style that is wanted has a line, whether or not there is a summary of it: pages show the highest version, which waits. */
static void add_missing(struct gathering *g)
{
	static const struct summary none = SUMMARY_INIT;
	struct str wanted = str_of(g->q->style);
	for (size_t i = 0; i < g->s->summaries.n; i++)
		if (g->s->summaries.v[i].version == g->of->p.version && str_eq(g->s->summaries.v[i].style, wanted))
			return;
	struct shown_summary *one = vec_push(&g->s->summaries);
	*one = (struct shown_summary){ .style = wanted, .version = g->of->p.version, .y = none };
	note_waiting(g, one);
}

static bool get_summaries(struct gathering *g, struct err *e)
{
	bool ok = true;
	for (size_t i = 0; ok && i < g->s->versions.n; i++) {
		g->of = &g->s->versions.v[i];
		ok = store_shown_summary_each(g->store, g->of->v.row, &g->s->a, add_summary, g, e);
		if (ok && i == 0 && g->s->at == 0)
			add_missing(g);
	}
	return ok;
}

static bool get_all(struct gathering *g, int version, bool *found, struct err *e)
{
	struct shown *s = g->s;
	struct arena a = ARENA_INIT;
	struct arxiv_id id;
	if (!store_version_each(g->store, s->id, add_version, g, e))
		return false;
	for (s->at = 0; version > 0 && s->at < s->versions.n; s->at++)
		if (s->versions.v[s->at].p.version == version || s->versions.v[s->at].p.version == 0)
			break;
	*found = s->at < s->versions.n;
	if (!*found)
		return true;
	int64_t id_key = paper_id_parse(s->id, &a, &id) ? id.sort_key : 0;
	bool ok = get_records(g, e) && store_announcement_each(g->store, s->id, add_announcement, g, e) && get_summaries(g, e) &&
	          store_showing_each(g->store, s->id, id_key, add_page, g, e);
	arena_free(&a);
	return ok;
}

/* ---- Texts ---- */

/* Of each version what is known; the form itself of the one that is shown alone. */
static bool get_texts(struct shown *s, struct texts *texts, bool form, struct err *e)
{
	s->text = s->versions.n;
	for (size_t i = 0; texts && i < s->versions.n; i++) {
		struct shown_version *one = &s->versions.v[i];
		if (!texts_known(texts, &one->p, one->p.version, &s->a, &one->text, e))
			return false;
		bool first = i >= s->at && one->text.text.state == TEXT_READ && s->text == s->versions.n;
		if (first)
			s->text = i;
		if (!first || !form)
			text_free(&one->text.text);
	}
	return true;
}

bool shown_gather(struct store *store, struct texts *texts, struct str id, int version, const struct show_question *q,
                  const struct log *log, struct shown *ret, bool *found, struct err *e)
{
	*ret = (struct shown){ .a = ARENA_INIT, .id = id, .versions = VEC_INIT, .announcements = VEC_INIT, .summaries = VEC_INIT, .pages = VEC_INIT };
	struct gathering g = { .store = store, .q = q, .log = log, .s = ret };
	*found = false;
	if (!store_read_begin(store, e))
		return false;
	bool ok = get_all(&g, version, found, e);
	store_read_end(store);
	return ok && (!*found || get_texts(ret, texts, q->fulltext, e));
}

void shown_free(struct shown *s)
{
	for (size_t i = 0; i < s->versions.n; i++)
		text_free(&s->versions.v[i].text.text);
	vec_free(&s->versions);
	vec_free(&s->announcements);
	vec_free(&s->summaries);
	vec_free(&s->pages);
	arena_free(&s->a);
}

/* ---- What versions are compared by ---- */

static struct str names_of(const struct paper *p, struct arena *a)
{
	struct buf b = BUF_INIT(BUF_UNBOUNDED);
	for (size_t i = 0; i < p->n_authors; i++)
		buf_addf(&b, "%s%.*s", i ? ", " : "", STR_ARG(p->authors[i].name));
	struct str all = p->authors_known ? arena_dup(a, buf_str(&b)) : STR_NULL;
	buf_free(&b);
	return all;
}

static struct str categories_of(const struct paper *p, struct arena *a)
{
	struct buf b = BUF_INIT(BUF_UNBOUNDED);
	for (size_t i = 0; i < p->categories.n; i++)
		buf_addf(&b, "%s%.*s", i ? " " : "", STR_ARG(p->categories.v[i]));
	struct str all = p->categories.n ? arena_dup(a, buf_str(&b)) : STR_NULL;
	buf_free(&b);
	return all;
}

static struct str title_of(const struct paper *p, struct arena *a) { UNUSED(a); return p->title; }
static struct str abstract_of(const struct paper *p, struct arena *a) { UNUSED(a); return p->abstract; }
static struct str comment_of(const struct paper *p, struct arena *a) { UNUSED(a); return p->comment; }

bool shown_text(const struct paper *p, size_t i, struct arena *a, const char **name, struct str *ret)
{
	static const struct {
		const char *name;
		struct str (*get)(const struct paper *p, struct arena *a);
	} rows[] = {
		{ "title", title_of }, { "authors", names_of }, { "categories", categories_of }, { "abstract", abstract_of }, { "comment", comment_of },
	};
	if (i >= COUNTOF(rows))
		return false;
	*name = rows[i].name;
	*ret = rows[i].get(p, a);
	return true;
}
