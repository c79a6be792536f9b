/* SPDX-License-Identifier: MIT
 * What is known of a paper's text, and when to ask for it. */
#include "src/texts/internal.h"

#include <stdlib.h>

#include "digest/hash.h"

struct texts *texts_open(const struct texts_options *o)
{
	struct texts *t = xcalloc(1, sizeof *t);
	*t = (struct texts){ .o = *o, .stop = BUF_INIT(ERR_MSG_SIZE) };
	return t;
}

void texts_close(struct texts *t)
{
	if (t)
		buf_free(&t->stop);
	free(t);
}

void text_free(struct text *t)
{
	if (t)
		fulltext_free(&t->form);
}

struct texts_counts texts_counts(const struct texts *t) { return t->counts; }

/* Identifiers of arXiv's alone have roads there. */
static bool is_of_arxiv(const struct paper *p)
{
	struct arena a = ARENA_INIT;
	struct arxiv_id id;
	bool is = arxiv_id_parse(p->id, &a, &id);
	arena_free(&a);
	return is;
}

bool texts_has_file(const struct texts *t, const struct paper *p)
{
	struct buf path = BUF_INIT(BUF_UNBOUNDED);
	bool has = roads_file(t, p, &path);
	buf_free(&path);
	return has;
}

int texts_version(const struct texts *t, const struct paper *p, int most)
{
	struct arena a = ARENA_INIT;
	struct kept k;
	int v = most;
	for (; v > 0; v--) {
		if (!kept_is(t, p, v))
			continue;
		arena_reset(&a);
		kept_get(t, p, v, &a, &k);
		if (k.state == TEXT_READ)
			break;
	}
	arena_free(&a);
	return v;
}

/* ---- Getting ---- */

static void tell(struct texts *t, const struct paper *p, enum text_state state, const struct got_text *g)
{
	const char *road = state == TEXT_READ ? fulltext_road_word(g->form.road) : NULL;
	if (state == TEXT_READ)
		t->counts.read[g->form.road]++;
	t->counts.none += state == TEXT_NONE;
	t->counts.awaited += state == TEXT_AWAITED;
	log_info(t->o.log, "%.*s: text: %s%s%s%s%s", STR_ARG(p->id), text_state_word(state), road ? ", " : "", road ? road : "",
	         g->why.len ? ": " : "", g->why.s);
	if (t->o.told)
		t->o.told(t->o.ctx, p, state, road, buf_str(&g->why));
}

/* What G says, kept. FIRST: when the text was first wanted. */
static bool keep(struct texts *t, const struct paper *p, const struct got_text *g, int64_t first, enum text_state *state, struct err *e)
{
	int64_t now = clock_now(t->o.clock);
	struct buf json = BUF_INIT(BUF_UNBOUNDED);
	struct kept k = { .state = g->state, .version = p->version, .first = first, .asked = now, .pdf_unread = g->pdf_unread,
		          .why = buf_str(&g->why), .url = buf_str(&g->url), .etag = buf_str(&g->etag),
		          .last_modified = buf_str(&g->last_modified) };
	if (g->state == TEXT_UNKNOWN) {  /* the host gave no answer: it may be asked at any time */
		k.state = TEXT_AWAITED;
		k.asked = 0;
	}
	if (k.state == TEXT_AWAITED && now - first >= TEXTS_PATIENCE_S)
		k.state = TEXT_NONE;
	if (k.state == TEXT_READ)
		fulltext_write_json(&g->form, &json);
	k.text = buf_str(&json);
	*state = k.state;
	bool ok = kept_put(t, p, &k, e);
	buf_free(&json);
	return ok;
}

/* Whether arXiv is to be asked, of whose last answer K is. */
static bool worth_asking(const struct texts *t, const struct kept *k)
{
	int64_t since = clock_now(t->o.clock) - k->asked;
	if (t->o.fetcher == NULL || t->stopped)
		return false;
	switch (k->state) {
	case TEXT_UNKNOWN:
		return true;
	case TEXT_AWAITED:
		return k->asked == 0 || since >= TEXTS_AGAIN_S || since < 0;
	case TEXT_NONE:
		return t->o.again || k->pdf_unread;
	case TEXT_READ:
		return t->o.again;
	}
	return false;
}

static bool ask_arxiv(struct texts *t, const struct paper *p, const struct kept *had, enum text_state *state, struct err *e)
{
	struct got_text g = { .why = BUF_INIT(ERR_MSG_SIZE), .url = BUF_INIT(BUF_UNBOUNDED), .etag = BUF_INIT(BUF_UNBOUNDED),
		              .last_modified = BUF_INIT(BUF_UNBOUNDED), .form = FULLTEXT_INIT };
	int64_t first = had->first > 0 ? had->first : clock_now(t->o.clock);
	bool ok = roads_ask(t, p, had, &g, e);
	*state = had->state;
	if (ok && !g.unchanged && !g.dry)
		ok = keep(t, p, &g, first, state, e);
	if (ok && !g.dry)
		tell(t, p, *state, &g);
	got_text_free(&g);
	return ok;
}

bool texts_get(struct texts *t, const struct paper *p, enum text_state *state, struct err *e)
{
	struct arena a = ARENA_INIT;
	struct kept k;
	*state = TEXT_READ;
	if (texts_has_file(t, p))
		return true;  /* read when it is needed */
	*state = TEXT_NONE;
	if (!is_of_arxiv(p))
		return true;
	kept_get(t, p, p->version, &a, &k);
	bool ok = true;
	if (worth_asking(t, &k))
		ok = ask_arxiv(t, p, &k, state, e);
	else
		*state = k.state == TEXT_UNKNOWN ? TEXT_AWAITED : k.state;
	arena_free(&a);
	return ok;
}

/* ---- Reading ---- */

static void hash_form(const struct fulltext *f, struct arena *a, struct str *ret)
{
	struct buf json = BUF_INIT(BUF_UNBOUNDED);
	struct hash h;
	char hex[HASH_HEX_SIZE];
	fulltext_write_json(f, &json);
	hash_init(&h);
	hash_add(&h, buf_str(&json));
	hash_hex(&h, hex);
	*ret = arena_dup(a, str_of(hex));
	buf_free(&json);
}

static bool read_file(struct texts *t, const struct paper *p, const char *path, struct arena *a, struct text *ret, struct err *e)
{
	static const struct fulltext none = FULLTEXT_INIT;
	struct got_text g = { .why = BUF_INIT(ERR_MSG_SIZE), .form = FULLTEXT_INIT };
	bool ok = roads_read_file(t, p, path, &g, e);
	if (ok) {
		*ret = (struct text){ .state = g.state, .version = p->version, .why = arena_dup(a, buf_str(&g.why)), .form = g.form };
		g.form = none;
		if (ret->state == TEXT_READ)
			hash_form(&ret->form, a, &ret->hash);
	}
	got_text_free(&g);
	return ok;
}

static void text_of_kept(struct texts *t, const struct paper *p, struct kept *k, struct arena *a, struct text *ret)
{
	struct err why = ERR_INIT;
	if (k->state == TEXT_READ && !fulltext_read_json(k->text, &ret->form, &why)) {
		log_note(t->o.log, "%.*s: the text that is kept cannot be read (%s); it counts as none", STR_ARG(p->id), why.msg);
		k->state = TEXT_UNKNOWN;
	}
	ret->state = k->state;
	ret->why = arena_dup(a, k->why);
	ret->hash = arena_dup(a, k->hash);
}

bool texts_read(struct texts *t, const struct paper *p, int version, struct arena *a, struct text *ret, struct err *e)
{
	struct buf path = BUF_INIT(BUF_UNBOUNDED);
	struct arena own = ARENA_INIT;
	struct kept k;
	bool ok = true;
	*ret = (struct text){ .state = TEXT_UNKNOWN, .version = version, .form = FULLTEXT_INIT };
	if (version == p->version && roads_file(t, p, &path)) {
		ok = read_file(t, p, path.s, a, ret, e);
	} else {
		kept_get(t, p, version, &own, &k);
		text_of_kept(t, p, &k, a, ret);
	}
	buf_free(&path);
	arena_free(&own);
	return ok;
}

/* ---- For people ---- */

/* When it is asked for next by a run that wants it; see struct text_known. */
static int64_t next_time(const struct kept *k)
{
	bool soon = k->state == TEXT_UNKNOWN || (k->state == TEXT_AWAITED && k->asked == 0) || (k->state == TEXT_NONE && k->pdf_unread);
	return soon ? 1 : k->state == TEXT_AWAITED ? k->asked + TEXTS_AGAIN_S : 0;
}

static int64_t printed_bytes(const struct fulltext *f)
{
	struct buf b = BUF_INIT(BUF_UNBOUNDED);
	fulltext_print(f, &b);
	int64_t n = (int64_t)b.len;
	buf_free(&b);
	return n;
}

static void known_of_kept(struct texts *t, const struct paper *p, int version, struct arena *a, struct text_known *ret)
{
	struct arena own = ARENA_INIT;
	struct kept k;
	kept_get(t, p, version, &own, &k);
	text_of_kept(t, p, &k, a, &ret->text);
	ret->url = arena_dup(a, k.url);
	ret->first = k.first;
	ret->asked = k.asked;
	ret->again = next_time(&k);
	ret->kept = kept_bytes(t, p, version);
	arena_free(&own);
}

bool texts_known(struct texts *t, const struct paper *p, int version, struct arena *a, struct text_known *ret, struct err *e)
{
	struct buf path = BUF_INIT(BUF_UNBOUNDED);
	struct text_known known = { .text = { .state = TEXT_UNKNOWN, .version = version, .form = FULLTEXT_INIT } };
	bool file = version == p->version && roads_file(t, p, &path);
	if (file)
		known.url = arena_dup(a, buf_str(&path));
	else
		known_of_kept(t, p, version, a, &known);
	bool ok = !file || read_file(t, p, path.s, a, &known.text, e);
	buf_free(&path);
	if (!ok)
		return false;
	if (known.text.state == TEXT_READ) {
		known.road = str_of(fulltext_road_word(known.text.form.road));
		known.bytes = printed_bytes(&known.text.form);
	}
	*ret = known;
	return true;
}
