/* SPDX-License-Identifier: MIT
 * The roads to a text: a file of the user's, arXiv's HTML, arXiv's PDF. Each answers with a text, with a reason, or with neither: then it
 * is not known yet.
 *
 * arXiv says in many ways that there is none: 404 with a page, the same page with 200, 403 for what is not public, 500 while a page is
 * being made, "File unavailable" minutes after a mailing. So a page is read whatever its status is, and the reader's signs decide. */
#include "src/texts/internal.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

void got_text_free(struct got_text *g)
{
	buf_free(&g->why);
	buf_free(&g->url);
	buf_free(&g->etag);
	buf_free(&g->last_modified);
	fulltext_free(&g->form);
}

static void forget_form(struct got_text *g)
{
	static const struct fulltext none = FULLTEXT_INIT;
	fulltext_free(&g->form);
	g->form = none;
}

static void add_why(struct got_text *g, const char *road, const char *words)
{
	buf_addf(&g->why, "%s%s: %s", g->why.len ? "; " : "", road, words);
}

/* What DOUBTS say, with their words for programs. */
static void add_doubts(struct got_text *g, const char *road, unsigned doubts)
{
	struct buf b = BUF_INIT(BUF_UNBOUNDED);
	for (int d = 0; d < FULLTEXT_DOUBT__COUNT; d++)
		if (doubts & (1u << d))
			buf_addf(&b, "%s%s (%s)", b.len ? ", " : "", fulltext_doubt_text((enum fulltext_doubt)d),
			         fulltext_doubt_word((enum fulltext_doubt)d));
	add_why(g, road, b.s);
	buf_free(&b);
}

static unsigned doubts_of(const struct got_text *g, const struct paper *p)
{
	struct arxiv_id id;
	struct arena a = ARENA_INIT;
	bool known = arxiv_id_parse(p->id, &a, &id);
	const struct fulltext_expected expected = { .id = known ? p->id : STR(""), .version = p->version > 0 ? (unsigned)p->version : 0,
		                                .title = str_known(paper_id_local(p->id)) ? STR("") : p->title };  /* the user says that it is its text */
	unsigned doubts = fulltext_believe(&g->form, &expected);
	arena_free(&a);
	return doubts;
}

/* Take what was read, if it can be believed. */
static bool take(struct got_text *g, const struct paper *p, const char *road)
{
	unsigned doubts = doubts_of(g, p);
	if (doubts)
		add_doubts(g, road, doubts);
	if (fulltext_believed(doubts)) {
		g->state = TEXT_READ;
		return true;
	}
	if (doubts & (1u << FULLTEXT_NOT_YET))
		g->state = TEXT_AWAITED;
	forget_form(g);
	return false;
}

/* ---- Files ---- */

static bool read_page_bytes(void *ctx, struct str bytes, struct err *e) { return fulltext_html_feed(ctx, bytes, e); }

static bool read_html_file(struct texts *t, const char *path, struct fulltext *f, struct err *e)
{
	struct fulltext_html *h = fulltext_html_begin(f);
	UNUSED(t);
	bool ok = file_stream(path, read_page_bytes, h, e) && fulltext_html_end(h, e);
	fulltext_html_free(h);
	return ok;
}

static bool read_pdf_file(struct texts *t, const char *path, struct fulltext *f, struct err *e)
{
	return fulltext_pdf(t->o.loop, path, f, e);
}

static bool read_text_file(struct texts *t, const char *path, struct fulltext *f, struct err *e)
{
	struct buf b = BUF_INIT(FULLTEXT_MAX_BYTES);
	UNUSED(t);
	bool ok = file_read(path, &b, e) && fulltext_text(buf_str(&b), f, e);
	buf_free(&b);
	return ok;
}

static const struct {
	const char *ending;
	bool (*read)(struct texts *t, const char *path, struct fulltext *f, struct err *e);
} files[] = {
	{ ".html", read_html_file }, { ".htm", read_html_file }, { ".pdf", read_pdf_file }, { ".txt", read_text_file }, { ".md", read_text_file },
};

/* The name of P's files: hep-th/9901001 is hep-th_9901001, local:thesis is thesis. */
static void file_name(const struct paper *p, bool version, struct buf *out)
{
	struct str local = paper_id_local(p->id), name = str_known(local) ? local : p->id;
	for (size_t i = 0; i < name.n; i++)
		buf_addc(out, name.p[i] == '/' ? '_' : name.p[i]);
	if (version)
		buf_addf(out, "v%d", p->version);
}

bool roads_file(const struct texts *t, const struct paper *p, struct buf *path)
{
	for (int version = p->version > 0; t->o.from && version >= 0; version--)
		for (size_t i = 0; i < COUNTOF(files); i++) {
			buf_clear(path);
			buf_addf(path, "%s/", t->o.from);
			file_name(p, version, path);
			buf_addz(path, files[i].ending);
			if (access(path->s, F_OK) == 0)
				return true;
		}
	buf_clear(path);
	return false;
}

bool roads_read_file(struct texts *t, const struct paper *p, const char *path, struct got_text *ret, struct err *e)
{
	struct err why = ERR_INIT;
	ret->state = TEXT_NONE;
	for (size_t i = 0; i < COUNTOF(files); i++) {
		if (!str_ends(str_of(path), files[i].ending))
			continue;
		if (!files[i].read(t, path, &ret->form, &why)) {
			add_why(ret, "file", why.msg);
			forget_form(ret);
			if (why.kind == ERR_INTERRUPTED || why.kind == ERR_DEFECT) {
				*e = why;
				return false;
			}
			return true;
		}
		if (take(ret, p, "file"))
			ret->form.road = FULLTEXT_FILE;
		return true;
	}
	return true;
}

/* ---- Asking ---- */

/* One request for a text: a page, or a PDF that goes to a file. */
struct coming {
	struct got_text *got;
	struct fulltext_html *html;   /* what is no PDF is read as a page: it may say why */
	struct file_out *file;        /* of a PDF */
	const char *path;             /* where that goes; NULL: no PDF is wanted */
	long status;
	bool is_pdf, began;
	char head[512];               /* of a page with another status than 200 */
	size_t n_head;
};

static void coming_free(struct coming *c)
{
	fulltext_html_free(c->html);
	file_abandon(c->file);
	c->html = NULL;
	c->file = NULL;
}

static bool on_begin(void *ctx, const struct http_reply *r, struct err *e)
{
	struct coming *c = ctx;
	coming_free(c);
	forget_form(c->got);
	c->began = true;
	c->status = r->status;
	c->n_head = 0;
	c->is_pdf = c->path && r->status == 200 && str_starts(r->content_type, "application/pdf");
	if (c->is_pdf)
		return file_create(c->path, &c->file, e);
	c->html = fulltext_html_begin(&c->got->form);
	return true;
}

static bool on_body(void *ctx, struct str bytes, struct err *e)
{
	struct coming *c = ctx;
	if (c->is_pdf)
		return file_write(c->file, bytes, e);
	struct str some = str_head(bytes, sizeof c->head - c->n_head);
	if (some.n > 0)
		memcpy(c->head + c->n_head, some.p, some.n);
	c->n_head += some.n;
	return fulltext_html_feed(c->html, bytes, e);
}

/* A paper that is not public gets a 403 with a page about it; any other 403 says that we are not wanted. */
static bool is_not_public(const struct coming *c)
{
	struct str head = { c->head, c->n_head };
	unsigned signs = (1u << FULLTEXT_NO_HTML) | (1u << FULLTEXT_NOT_YET);
	return (c->got->form.signs & signs) != 0 || str_find(head, "not public", 0) != STR_NONE ||
	       str_find(head, "not been made public", 0) != STR_NONE;
}

static bool on_end(void *ctx, struct err *e)
{
	struct coming *c = ctx;
	bool changed;
	if (c->is_pdf) {
		struct file_out *whole = c->file;
		c->file = NULL;
		return file_commit(whole, &changed, e);
	}
	if (!fulltext_html_end(c->html, e))
		return false;
	return c->status != 403 || is_not_public(c) || err_set(e, ERR_BUSY, "the host answered 403");
}

/* A road of arXiv's. */
static const struct road {
	const char *name, *host, *path, *accept;
	size_t most;
	bool pdf;
} html_road = { "html", "https://arxiv.org", "/html/", "text/html", TEXTS_MAX_HTML, false },
  pdf_road = { "pdf", "https://export.arxiv.org", "/pdf/", "application/pdf", TEXTS_MAX_PDF, true };

static void address_of(const struct texts *t, const struct road *road, const struct paper *p, struct buf *out)
{
	size_t n = t->o.base ? strlen(t->o.base) : 0;
	while (n > 0 && t->o.base[n - 1] == '/')
		n--;
	if (n > 0)
		buf_add(out, t->o.base, n);
	else
		buf_addz(out, road->host);
	buf_addz(out, road->path);
	buf_adds(out, p->id);
	if (p->version > 0)
		buf_addf(out, "v%d", p->version);
}

/* The request failed. False: so does all else. */
static bool note_failure(struct texts *t, struct got_text *g, const struct road *road, const struct coming *c, const struct err *why, struct err *e)
{
	add_why(g, road->name, why->msg);
	if (why->kind == ERR_INTERRUPTED || why->kind == ERR_DEFECT || why->kind == ERR_FILE || why->kind == ERR_USAGE) {
		*e = *why;
		return false;
	}
	if (why->kind == ERR_INPUT && c->began)  /* a limit: it will be the same another day */
		return true;
	g->state = TEXT_UNKNOWN;
	if (why->kind == ERR_BUSY || why->kind == ERR_NET_TEMP) {
		t->stopped = true;
		buf_clear(&t->stop);
		buf_addz(&t->stop, why->msg);
	}
	return true;
}

/* What a page says that is no text. */
static void note_status(struct got_text *g, const struct paper *p, const struct road *road, const struct coming *c)
{
	struct buf words = BUF_INIT(ERR_MSG_SIZE);
	unsigned doubts = g->form.signs & ((1u << FULLTEXT_NO_HTML) | (1u << FULLTEXT_NOT_YET) | (1u << FULLTEXT_FILE_LIST));
	UNUSED(p);
	if (c->status == 500 || (doubts & (1u << FULLTEXT_NOT_YET)))
		g->state = TEXT_AWAITED;
	if (doubts) {
		add_doubts(g, road->name, doubts);
	} else {
		buf_addf(&words, "the host answered %ld", c->status);
		add_why(g, road->name, words.s);
	}
	buf_free(&words);
	forget_form(g);
}

static void keep_validators(struct got_text *g, const char *url, const struct fetch_reply *reply)
{
	buf_clear(&g->url);
	buf_clear(&g->etag);
	buf_clear(&g->last_modified);
	buf_addz(&g->url, url);
	buf_addz(&g->etag, reply->etag ? reply->etag : "");
	buf_addz(&g->last_modified, reply->last_modified ? reply->last_modified : "");
}

/* What came by ROAD becomes RET. */
static bool settle(struct texts *t, const struct road *road, const struct paper *p, struct coming *c, struct err *e)
{
	struct got_text *g = c->got;
	struct err why = ERR_INIT;
	if (c->status != 200) {
		note_status(g, p, road, c);
	} else if (!road->pdf) {
		(void)take(g, p, road->name);
	} else if (!c->is_pdf) {
		if (g->form.signs == 0)
			add_why(g, road->name, "what came is no PDF");
		else
			note_status(g, p, road, c);
		forget_form(g);
	} else if (!fulltext_pdf(t->o.loop, c->path, &g->form, &why)) {
		add_why(g, road->name, why.msg);
		forget_form(g);
		if (why.kind == ERR_INTERRUPTED || why.kind == ERR_DEFECT) {
			*e = why;
			return false;
		}
	} else {
		(void)take(g, p, road->name);
	}
	return true;
}

/* Ask one road. RET's state is TEXT_READ when it gave the text. */
static bool ask(struct texts *t, const struct road *road, const struct paper *p, const struct kept *had, const char *path, struct got_text *ret,
                struct err *e)
{
	struct buf url = BUF_INIT(BUF_UNBOUNDED), what = BUF_INIT(BUF_UNBOUNDED);
	struct coming c = { .got = ret, .path = path };
	struct err why = ERR_INIT;
	struct fetch_reply reply;
	address_of(t, road, p, &url);
	buf_addf(&what, "the text of %.*s, %s", STR_ARG(p->id), road->name);
	bool same = had && str_is(had->url, url.s);
	struct fetch_request q = {
		.url = url.s, .why = what.s, .accept = road->accept, .max_bytes = road->most, .any_answer = true,
		.kind = "texts", .kind_interval_ms = t->o.interval_ms, .at_once = t->o.at_once && !t->asked,
		.etag = same && had->etag.n ? had->etag.p : NULL,
		.last_modified = same && had->last_modified.n ? had->last_modified.p : NULL,
		.begin = on_begin, .body = on_body, .end = on_end, .ctx = &c,
	};
	bool ok = fetch(t->o.fetcher, &q, &reply, &why);
	t->asked = true;
	t->counts.requests++;
	if (t->o.request)
		t->o.request(t->o.ctx, url.s, what.s, ok ? &reply : NULL, ok ? NULL : &why);
	fulltext_html_free(c.html);
	c.html = NULL;
	if (!ok) {
		ok = note_failure(t, ret, road, &c, &why, e);
	} else if (reply.outcome == FETCH_DRY) {
		ret->state = TEXT_UNKNOWN;
		ret->dry = true;
	} else if (reply.outcome == FETCH_UNCHANGED) {
		ret->unchanged = true;
		ret->state = TEXT_READ;
	} else {
		keep_validators(ret, url.s, &reply);
		ok = settle(t, road, p, &c, e);
	}
	coming_free(&c);
	buf_free(&url);
	buf_free(&what);
	return ok;
}

/* Whether a command of this name can be started. */
static bool on_path(const char *name)
{
	const char *path = getenv("PATH");
	struct str dir, rest = str_of(path ? path : "");
	struct buf b = BUF_INIT(BUF_UNBOUNDED);
	bool found = false;
	while (!found && str_cut(&rest, ':', &dir)) {
		buf_clear(&b);
		buf_addf(&b, "%.*s/%s", STR_ARG(dir), name);
		found = access(b.s, X_OK) == 0;
	}
	buf_free(&b);
	return found;
}

/* A PDF is got only where something can read it. */
static bool can_read_pdf(struct texts *t, struct got_text *ret)
{
	static const char command[] = "pdftotext", words[] = "not asked for: no command pdftotext (Debian's package poppler-utils)";
	if (on_path(command) && t->o.folder)
		return true;
	ret->pdf_unread = true;
	add_why(ret, pdf_road.name, t->o.folder ? words : "not asked for: there is no folder to put it into");
	if (!t->no_pdf && t->o.folder)
		log_note(t->o.log, "papers without HTML are not read: there is no command pdftotext (Debian's package poppler-utils)");
	t->no_pdf = true;
	return false;
}

bool roads_ask(struct texts *t, const struct paper *p, const struct kept *had, struct got_text *ret, struct err *e)
{
	struct buf path = BUF_INIT(BUF_UNBOUNDED);
	ret->state = TEXT_NONE;
	if (!ask(t, &html_road, p, had, NULL, ret, e))
		return false;
	enum text_state html = ret->state;
	if (html == TEXT_READ || html == TEXT_UNKNOWN || t->stopped || !can_read_pdf(t, ret))
		return true;
	ret->state = TEXT_NONE;
	buf_addf(&path, "%s/pdf.%ld", t->o.folder, (long)getpid());
	bool ok = ask(t, &pdf_road, p, had, path.s, ret, e);
	unlink(path.s);
	buf_free(&path);
	if (ok && ret->state == TEXT_NONE && html == TEXT_AWAITED)
		ret->state = TEXT_AWAITED;
	return ok;
}
