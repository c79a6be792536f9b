/* SPDX-License-Identifier: MIT
 * What is known of a paper, as one JSON object (data/README.md, "digest show --json"). */
#include "src/show/internal.h"

#include "digest/text.h"

/* ---- Members: a comma before all but the first ---- */

static void put_key(struct buf *out, const char *name)
{
	char last = out->len ? out->s[out->len - 1] : '{';
	buf_addf(out, "%s\"%s\": ", last == '{' || last == '[' ? "" : ", ", name);
}

static void put_text(struct buf *out, const char *name, struct str text)
{
	if (!str_known(text))
		return;
	put_key(out, name);
	js_put_string(out, text);
}

static void put_number(struct buf *out, const char *name, int64_t n)
{
	put_key(out, name);
	buf_addf(out, "%lld", (long long)n);
}

static void put_version(struct buf *out, int version)
{
	if (version > 0)
		put_number(out, "version", version);
}

static void put_true(struct buf *out, const char *name, bool is)
{
	if (!is)
		return;
	put_key(out, name);
	buf_addz(out, "true");
}

static void put_time(struct buf *out, const char *name, int64_t t)
{
	struct buf text = BUF_INIT(64);
	if (t > 1)
		clock_rfc3339(t, &text);
	if (text.len)
		put_text(out, name, buf_str(&text));
	buf_free(&text);
}

/* The next item of a list begins. */
static void begin_item(struct buf *out)
{
	buf_addz(out, out->s[out->len - 1] == '[' ? "{" : ", {");
}

/* ---- Versions ---- */

static void put_part(void *ctx, enum word_change change, struct str gap, struct str words)
{
	static const char *const names[] = { [WORD_SAME] = "same", [WORD_GONE] = "gone", [WORD_CAME] = "came" };
	struct buf *out = ctx;
	UNUSED(gap);
	begin_item(out);
	put_text(out, names[change], words);
	buf_addc(out, '}');
}

static void put_changes(struct buf *out, const struct shown_version *now, const struct shown_version *before)
{
	struct arena a = ARENA_INIT;
	const char *name;
	struct str to, from;
	put_key(out, "changes");
	buf_addc(out, '{');
	for (size_t i = 0; shown_text(&now->p, i, &a, &name, &to) && shown_text(&before->p, i, &a, &name, &from); i++) {
		if (!str_known(to) || !str_known(from) || str_eq(to, from))
			continue;
		put_key(out, name);
		buf_addc(out, '[');
		word_diff(from, to, put_part, out);
		buf_addc(out, ']');
	}
	buf_addc(out, '}');
	arena_free(&a);
}

/* The record as it is printed elsewhere, without its summary. */
static void put_record(struct buf *out, const struct paper *p)
{
	static const struct summary none = SUMMARY_INIT;
	struct paper bare = *p;
	bare.summary = none;
	put_key(out, "record");
	paper_to_json(&bare, out);
}

static void put_versions(struct buf *out, const struct shown *s)
{
	put_key(out, "versions");
	buf_addc(out, '[');
	for (size_t i = 0; i < s->versions.n; i++) {
		const struct shown_version *one = &s->versions.v[i];
		begin_item(out);
		put_version(out, one->p.version);
		put_text(out, "seen", one->v.seen);
		put_text(out, "submitted", one->v.submitted);
		put_true(out, "damaged", one->v.damaged);
		if (!one->v.damaged)
			put_record(out, &one->p);
		if (i + 1 < s->versions.n && !one->v.damaged && !s->versions.v[i + 1].v.damaged)
			put_changes(out, one, &s->versions.v[i + 1]);
		buf_addc(out, '}');
	}
	buf_addc(out, ']');
}

/* ---- What became of it ---- */

static void put_announcements(struct buf *out, const struct shown *s)
{
	static const char *const told[] = { [STORE_LISTED] = "listed", [STORE_DERIVED] = "derived", [STORE_DOUBTED] = "doubted" };
	put_key(out, "announcements");
	buf_addc(out, '[');
	for (size_t i = 0; i < s->announcements.n; i++) {
		const struct store_announcement *n = &s->announcements.v[i];
		begin_item(out);
		put_text(out, "day", n->day);
		put_text(out, "category", n->category.n ? n->category : STR_NULL);
		put_text(out, "type", announce_name(n->type));
		if ((size_t)n->told < COUNTOF(told))
			put_text(out, "told", str_of(told[n->told]));
		buf_addc(out, '}');
	}
	buf_addc(out, ']');
}

static void put_summaries(struct buf *out, const struct shown *s)
{
	put_key(out, "summaries");
	buf_addc(out, '[');
	for (size_t i = 0; i < s->summaries.n; i++) {
		const struct shown_summary *y = &s->summaries.v[i];
		struct buf advice = BUF_INIT(BUF_UNBOUNDED);
		begin_item(out);
		put_text(out, "style", y->style);
		put_version(out, y->version);
		put_true(out, "damaged", y->damaged);
		if (y->y.status != SUMMARY_NONE) {
			put_key(out, "summary");
			summary_to_json(&y->y, out);
		}
		if (y->status != SUMMARY_OK) {
			pending_advice(y->why, y->status, &advice);
			put_key(out, "waits");
			buf_addc(out, '{');
			put_text(out, "status", summary_status_name(y->status));
			put_text(out, "reason_code", pending_reason_name(y->why));
			put_text(out, "reason", y->words);
			put_text(out, "advice", buf_str(&advice));
			buf_addc(out, '}');
		}
		buf_addc(out, '}');
		buf_free(&advice);
	}
	buf_addc(out, ']');
}

static void put_pages(struct buf *out, const struct shown *s)
{
	put_key(out, "pages");
	buf_addc(out, '[');
	for (size_t i = 0; i < s->pages.n; i++) {
		const struct store_showing *w = &s->pages.v[i];
		struct str form = str_head(w->page.form, str_find(w->page.form, "\n", 0)), word = STR_NULL;
		begin_item(out);
		put_text(out, "path", w->page.path);
		put_text(out, "day", str_known(w->page.day) ? w->page.day : w->row.day);
		put_text(out, "written", w->page.written);
		put_text(out, "style", str_cut(&form, ' ', &word) ? word : STR_NULL);
		put_text(out, "format", str_cut(&form, ' ', &word) ? word : STR_NULL);
		put_number(out, "place", w->place);
		put_version(out, w->version);
		put_text(out, "shows", w->row.summarized ? STR("summary") : w->row.extract ? STR("extract") : STR("nothing"));
		put_true(out, "edited", w->edited);
		buf_addc(out, '}');
	}
	buf_addc(out, ']');
}

static void put_texts(struct buf *out, const struct shown *s)
{
	put_key(out, "texts");
	buf_addc(out, '[');
	for (size_t i = 0; i < s->versions.n; i++) {
		const struct text_known *k = &s->versions.v[i].text;
		if (k->text.state == TEXT_UNKNOWN)
			continue;
		begin_item(out);
		put_version(out, s->versions.v[i].p.version);
		put_text(out, "state", str_of(text_state_word(k->text.state)));
		put_text(out, "road", k->road);
		put_text(out, "address", k->url.n ? k->url : STR_NULL);
		if (k->text.state == TEXT_READ) {
			put_number(out, "bytes", k->bytes);
			put_text(out, "sha256", k->text.hash);
		}
		put_text(out, "why", k->text.why.n ? k->text.why : STR_NULL);
		put_time(out, "wanted", k->first);
		put_time(out, "asked", k->asked);
		put_time(out, "asked_again", k->again);
		put_true(out, "asked_by_next_run", k->again == 1);
		buf_addc(out, '}');
	}
	buf_addc(out, ']');
}

struct terms {
	struct buf *out;
	double sum;
};

static void put_term(void *ctx, const struct interest_part *p)
{
	static const char *const kinds[] = { [PART_MATCH] = "match", [PART_AUTHOR] = "author", [PART_LIKE] = "library" };
	struct terms *t = ctx;
	t->sum += p->value;
	begin_item(t->out);
	put_text(t->out, "interest", p->of->name);
	put_text(t->out, "kind", str_of(kinds[p->kind]));
	put_text(t->out, "line", p->line ? p->line->text : STR_NULL);
	put_true(t->out, "title", p->title);
	put_key(t->out, "value");
	buf_addf(t->out, "%.4f}", p->value);
}

static void put_score(struct buf *out, const struct paper *p, const struct show_question *q)
{
	struct terms t = { out, 0 };
	if (q->interests == NULL)
		return;
	put_key(out, "terms");
	buf_addc(out, '[');
	interests_parts(q->interests, p, put_term, &t);
	buf_addc(out, ']');
	put_number(out, "score", interest_shown(t.sum));
}

void shown_put_object(const struct shown *s, const struct show_question *q, struct buf *out)
{
	const struct shown_version *at = &s->versions.v[s->at];
	buf_addc(out, '{');
	put_text(out, "id", s->id);
	put_version(out, at->p.version);
	put_text(out, "title", at->p.title);
	put_versions(out, s);
	put_summaries(out, s);
	put_score(out, &at->p, q);
	put_announcements(out, s);
	put_pages(out, s);
	put_texts(out, s);
	if (q->fulltext && s->text < s->versions.n) {
		put_key(out, "fulltext");
		fulltext_write_json(&s->versions.v[s->text].text.text.form, out);
	}
	buf_addz(out, "}\n");
}
