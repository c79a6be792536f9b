/* SPDX-License-Identifier: MIT
 * What is known of a paper, as lines for people. */
#include "src/show/internal.h"

#include <string.h>

#include "digest/text.h"

struct page_lines {
	const struct show_question *q;
	struct buf *out;
	struct buf line;           /* being made: put by end_line() */
};

/* ---- Lines ---- */

static void begin_line(struct page_lines *l, int indent)
{
	buf_clear(&l->line);
	for (int i = 0; i < indent; i++)
		buf_addz(&l->line, "    ");
}

static void end_line(struct page_lines *l)
{
	if (l->q->width > 0)
		text_wrap(buf_str(&l->line), l->q->width, l->q->ambiguous_wide, l->out);
	else
		buf_adds(l->out, buf_str(&l->line));
	buf_addc(l->out, '\n');
}

static void put_strong(struct page_lines *l, struct str text)
{
	buf_addf(&l->line, "%s%.*s%s", l->q->colour ? "\033[1m" : "", STR_ARG(text), l->q->colour ? "\033[0m" : "");
}

/* Each paragraph of TEXT at INDENT, NAME before the first one. */
static void put_named(struct page_lines *l, int indent, const char *name, struct str text)
{
	struct str rest = text, line;
	for (bool first = true; str_cut(&rest, '\n', &line); first = false) {
		begin_line(l, indent);
		if (first && *name)
			buf_addf(&l->line, "%s: ", name);
		buf_adds(&l->line, line);
		end_line(l);
	}
}

static void put_known(struct page_lines *l, const char *name, struct str text)
{
	if (!str_empty(text))
		put_named(l, 1, name, text);
}

static void put_head(struct page_lines *l, const char *words)
{
	buf_addc(l->out, '\n');
	begin_line(l, 0);
	put_strong(l, str_of(words));
	end_line(l);
}

/* ---- The record ---- */

static void put_id(struct page_lines *l, struct str id, int version)
{
	buf_adds(&l->line, id);
	if (version > 0)
		buf_addf(&l->line, "v%d", version);
}

static void put_authors(struct page_lines *l, const struct paper *p)
{
	if (p->n_authors == 0)
		return;
	begin_line(l, 1);
	for (size_t i = 0; i < p->n_authors; i++) {
		buf_addf(&l->line, "%s%.*s", i ? ", " : "", STR_ARG(p->authors[i].name));
		for (size_t k = 0; k < p->authors[i].affiliations.n; k++)
			buf_addf(&l->line, "%s%.*s", k ? "; " : " (", STR_ARG(p->authors[i].affiliations.v[k]));
		buf_addz(&l->line, p->authors[i].affiliations.n ? ")" : "");
	}
	if (p->authors_omitted > 0)
		buf_addf(&l->line, " and %d more, whom the source left out", p->authors_omitted);
	end_line(l);
}

static void put_record(struct page_lines *l, const struct paper *p)
{
	static const char *const own[] = { "id", "title", "abstract", "announced", "received.title", "received.abstract", "received.link" };
	begin_line(l, 0);
	put_id(l, p->id, p->version);
	for (size_t i = 0; i < p->categories.n; i++)
		buf_addf(&l->line, "%s%.*s", i ? " " : "  ", STR_ARG(p->categories.v[i]));
	end_line(l);
	begin_line(l, 1);
	put_strong(l, p->title);
	end_line(l);
	put_authors(l, p);
	if (p->withdrawn == TRI_YES)
		put_named(l, 1, "", STR("This version was withdrawn."));
	buf_addc(l->out, '\n');
	for (size_t i = 0; i < paper_n_fields; i++) {
		bool shown = false;
		for (size_t k = 0; k < COUNTOF(own); k++)
			shown = shown || strcmp(own[k], paper_fields[i].name) == 0;
		if (!shown)
			put_known(l, paper_fields[i].name, paper_get(p, &paper_fields[i]));
	}
	if (!str_empty(p->abstract)) {
		put_head(l, "Abstract");
		put_named(l, 1, "", p->abstract);
	}
}

/* ---- Summaries ---- */

static void put_json(struct page_lines *l, int indent, const char *name, const struct js *v);

static bool put_member(void *ctx, struct str key, const struct js *v, struct err *e)
{
	struct page_lines *l = ctx;
	UNUSED(e);
	buf_addf(&l->line, "%s%.*s: ", str_ends(buf_str(&l->line), "- ") ? "" : "; ", STR_ARG(key));
	if (js_type(v) == JS_STRING)
		buf_adds(&l->line, js_str(v));
	else
		js_write(v, &l->line);
	return true;
}

/* Lists a line an item, objects in them as "key: value; key: value". */
static void put_item(struct page_lines *l, int indent, const struct js *v)
{
	struct err e = ERR_INIT;
	if (js_type(v) == JS_ARRAY) {
		put_json(l, indent + 1, "", v);
		return;
	}
	begin_line(l, indent);
	buf_addz(&l->line, "- ");
	if (js_type(v) == JS_STRING)
		buf_adds(&l->line, js_str(v));
	else if (js_type(v) != JS_OBJECT)
		js_write(v, &l->line);
	else if (!js_each(v, put_member, l, &e))
		buf_adds(&l->line, str_of(e.msg));
	for (size_t i = 0; i < l->line.len; i++)
		if (l->line.s[i] == '\n')
			l->line.s[i] = ' ';
	end_line(l);
}

static void put_json(struct page_lines *l, int indent, const char *name, const struct js *v)
{
	if (*name) {
		begin_line(l, indent);
		buf_addf(&l->line, "%s:", name);
		end_line(l);
	}
	if (js_type(v) != JS_ARRAY)
		put_item(l, indent + (*name != '\0'), v);
	for (size_t i = 0; i < js_len(v) && js_type(v) == JS_ARRAY; i++)
		put_item(l, indent + (*name != '\0'), js_at(v, i));
}

static void put_field(struct page_lines *l, const struct summary_field *f, struct arena *a)
{
	struct err e = ERR_INIT;
	struct js *v = NULL;
	const char *name = arena_dup(a, f->name).p;
	if (!f->json || !js_parse(f->text, &v, &e)) {  /* a number, true: no JSON text of its own */
		put_named(l, 2, name, f->text);
		return;
	}
	put_json(l, 2, name, v);
	js_free(v);
}

static void put_waiting(struct page_lines *l, const struct shown_summary *y)
{
	struct str code = pending_reason_name(y->why);
	struct buf advice = BUF_INIT(BUF_UNBOUNDED);
	begin_line(l, 2);
	buf_addz(&l->line, y->status == SUMMARY_REJECTED ? "rejected: " : "waits: ");
	buf_adds(&l->line, str_empty(y->words) ? STR("its record does not say why") : y->words);
	if (str_known(code))
		buf_addf(&l->line, " (%.*s)", STR_ARG(code));
	end_line(l);
	pending_advice(y->why, y->status, &advice);
	if (advice.len)
		put_named(l, 2, "what to do", buf_str(&advice));
	buf_free(&advice);
}

static void put_summary(struct page_lines *l, const struct shown_summary *s, bool other_version, struct arena *a)
{
	const struct summary *y = &s->y;
	begin_line(l, 1);
	buf_addf(&l->line, "%.*s", STR_ARG(s->style));
	if (other_version)
		buf_addf(&l->line, ", of v%d", s->version);
	if (y->status != SUMMARY_NONE)
		buf_addf(&l->line, ": %.*s", STR_ARG(summary_status_name(y->status)));
	const struct str about[] = { y->lang, y->model, y->created };
	for (size_t i = 0; i < COUNTOF(about); i++)
		if (!str_empty(about[i]))
			buf_addf(&l->line, ", %.*s", STR_ARG(about[i]));
	if (y->prompt_tokens >= 0 && y->completion_tokens >= 0)
		buf_addf(&l->line, ", %lld + %lld tokens", (long long)y->prompt_tokens, (long long)y->completion_tokens);
	if (s->damaged)
		buf_addz(&l->line, ": its row in the store is damaged");
	end_line(l);
	if (s->status != SUMMARY_OK)
		put_waiting(l, s);
	for (size_t i = 0; i < y->n_fields; i++)
		put_field(l, &y->fields[i], a);
}

/* ---- What became of it ---- */

static void put_announcements(struct page_lines *l, const struct shown *s)
{
	static const char *const told[] = {
		[STORE_LISTED] = "", [STORE_DERIVED] = "  worked out from times of submission", [STORE_DOUBTED] = "  in doubt: of a feed that may be of another day",
	};
	put_head(l, "Announced");
	if (s->announcements.n == 0)
		put_named(l, 1, "", STR("On no day that the store knows."));
	for (size_t i = 0; i < s->announcements.n; i++) {
		const struct store_announcement *n = &s->announcements.v[i];
		struct str type = announce_name(n->type);
		begin_line(l, 1);
		buf_addf(&l->line, "%.*s  %.*s", STR_ARG(n->day), STR_ARG(str_known(type) ? type : STR("as what is not known")));
		if (n->category.n)
			buf_addf(&l->line, " in %.*s", STR_ARG(n->category));
		if ((size_t)n->told < COUNTOF(told))
			buf_addz(&l->line, told[n->told]);
		end_line(l);
	}
}

/* "STYLE FORMAT", then the dialect and what else it is known by. */
static void put_form(struct page_lines *l, struct str form)
{
	static const char *const names[] = { "; style ", ", format ", ", " };
	struct str word;
	for (size_t i = 0; str_cut(&form, ' ', &word); i++)
		buf_addf(&l->line, "%s%.*s", names[i < COUNTOF(names) ? i : COUNTOF(names) - 1], STR_ARG(word));
}

static void put_pages(struct page_lines *l, const struct shown *s)
{
	put_head(l, "Pages");
	if (s->pages.n == 0)
		put_named(l, 1, "", STR("No page that the store knows shows it."));
	for (size_t i = 0; i < s->pages.n; i++) {
		const struct store_showing *w = &s->pages.v[i];
		begin_line(l, 1);
		buf_addf(&l->line, "%.*s: ", STR_ARG(w->page.path));
		if (w->version > 0)
			buf_addf(&l->line, "v%d, ", w->version);
		buf_addz(&l->line, w->row.summarized ? "with its summary" : w->row.extract ? "with key sentences" : "without a summary");
		put_form(l, str_head(w->page.form, str_find(w->page.form, "\n", 0)));
		if (!str_empty(w->page.written))
			buf_addf(&l->line, "; written %.*s", STR_ARG(w->page.written));
		buf_addz(&l->line, w->edited ? "; changed by hand, so this stands beside it" : "");
		end_line(l);
	}
}

/* What is not as it was one version before. */
static void put_changes(struct page_lines *l, const struct shown_version *now, const struct shown_version *before)
{
	const struct word_marks *marks = l->q->colour ? &word_marks_colour : &word_marks_plain;
	struct arena a = ARENA_INIT;
	const char *name;
	struct str to, from;
	for (size_t i = 0; shown_text(&now->p, i, &a, &name, &to) && shown_text(&before->p, i, &a, &name, &from); i++) {
		struct buf b = BUF_INIT(BUF_UNBOUNDED);
		if (str_known(to) && str_known(from) && !str_eq(to, from)) {
			word_diff_put(from, to, marks, &b);
			put_named(l, 2, name, buf_str(&b));
		}
		buf_free(&b);
	}
	arena_free(&a);
}

static void put_versions(struct page_lines *l, const struct shown *s)
{
	put_head(l, "Versions");
	for (size_t i = 0; i < s->versions.n; i++) {
		const struct shown_version *one = &s->versions.v[i];
		begin_line(l, 1);
		if (one->p.version > 0)
			buf_addf(&l->line, "v%d", one->p.version);
		else
			buf_addz(&l->line, "of no known number");
		if (!str_empty(one->p.updated))
			buf_addf(&l->line, ", submitted %.*s", STR_ARG(one->p.updated));
		else if (one->p.version == 1 && str_known(one->v.submitted))
			buf_addf(&l->line, ", submitted %.*s", STR_ARG(one->v.submitted));
		if (str_known(one->p.announced))
			buf_addf(&l->line, ", announced %.*s", STR_ARG(one->p.announced));
		if (!str_empty(one->v.seen))
			buf_addf(&l->line, ", the paper came in %.*s", STR_ARG(one->v.seen));
		buf_addz(&l->line, one->v.damaged ? ": its record is damaged" : "");
		end_line(l);
		if (i + 1 < s->versions.n && !one->v.damaged && !s->versions.v[i + 1].v.damaged)
			put_changes(l, one, &s->versions.v[i + 1]);
	}
}

/* ---- The text ---- */

static void put_time(struct page_lines *l, const char *before, int64_t t)
{
	buf_addz(&l->line, before);
	clock_rfc3339(t, &l->line);
}

static void put_text_state(struct page_lines *l, const struct shown_version *one)
{
	const struct text_known *k = &one->text;
	static const char *const words[] = {
		[TEXT_UNKNOWN] = "never asked for", [TEXT_READ] = "read", [TEXT_NONE] = "there is none", [TEXT_AWAITED] = "awaited",
	};
	begin_line(l, 1);
	if (one->p.version > 0)
		buf_addf(&l->line, "v%d: ", one->p.version);
	buf_addz(&l->line, words[k->text.state]);
	if (k->text.state == TEXT_READ)
		buf_addf(&l->line, " from %.*s, %lld bytes", STR_ARG(k->road), (long long)k->bytes);
	if (k->kept > 0)
		buf_addf(&l->line, " (%lld kept)", (long long)k->kept);
	if (k->url.n)
		buf_addf(&l->line, ", %.*s", STR_ARG(k->url));
	if (k->asked > 0)
		put_time(l, ", asked for ", k->asked);
	if (k->text.why.n)
		buf_addf(&l->line, "; %.*s", STR_ARG(k->text.why));
	if (k->again > 1)
		put_time(l, "; asked again from ", k->again);
	else if (k->again == 1 && k->text.state != TEXT_UNKNOWN)
		buf_addz(&l->line, "; asked again by the next run that wants it");
	end_line(l);
}

static void put_text(struct page_lines *l, const struct shown *s)
{
	put_head(l, "Whole text");
	for (size_t i = 0; i < s->versions.n; i++)
		if (i == s->at || s->versions.v[i].text.text.state != TEXT_UNKNOWN)
			put_text_state(l, &s->versions.v[i]);
	if (!l->q->fulltext || s->text == s->versions.n)
		return;
	struct buf all = BUF_INIT(BUF_UNBOUNDED);
	fulltext_print(&s->versions.v[s->text].text.text.form, &all);
	struct str rest = buf_str(&all), line;
	buf_addc(l->out, '\n');
	while (str_cut(&rest, '\n', &line)) {
		begin_line(l, 0);
		buf_adds(&l->line, line);
		end_line(l);
	}
	buf_free(&all);
}

/* ---- The score ---- */

struct adding {
	struct page_lines *l;
	double sum;
};

static void put_term(void *ctx, const struct interest_part *p)
{
	struct adding *a = ctx;
	a->sum += p->value;
	begin_line(a->l, 1);
	buf_addf(&a->l->line, "%+.2f  %.*s: ", p->value, STR_ARG(p->of->name));
	if (p->kind == PART_MATCH)
		buf_addf(&a->l->line, "match = %.*s%s", STR_ARG(p->line->text), p->title ? " (by the title)" : "");
	else if (p->kind == PART_AUTHOR)
		buf_addf(&a->l->line, "author = %.*s", STR_ARG(p->line->text));
	else
		buf_addz(&a->l->line, "likeness to its library");
	for (size_t i = 0; p->kind == PART_LIKE && i < p->of->libraries.n; i++)
		buf_addf(&a->l->line, "%s%.*s", i ? ", " : " ", STR_ARG(p->of->libraries.v[i]));
	end_line(a->l);
}

static void put_score(struct page_lines *l, const struct paper *p)
{
	struct adding a = { l, 0 };
	if (l->q->interests == NULL)
		return;
	put_head(l, "Score");
	interests_parts(l->q->interests, p, put_term, &a);
	begin_line(l, 1);
	buf_addf(&l->line, "in all %.2f, which a page shows as %d of 100", a.sum, interest_shown(a.sum));
	end_line(l);
}

void shown_put_lines(const struct shown *s, const struct show_question *q, struct buf *out)
{
	struct page_lines l = { q, out, BUF_INIT(BUF_UNBOUNDED) };
	struct arena a = ARENA_INIT;
	const struct shown_version *at = &s->versions.v[s->at];
	put_record(&l, &at->p);
	put_head(&l, "Summaries");
	if (s->summaries.n == 0)
		put_named(&l, 1, "", STR("None."));
	for (size_t i = 0; i < s->summaries.n; i++)
		put_summary(&l, &s->summaries.v[i], s->summaries.v[i].version != at->p.version, &a);
	put_score(&l, &at->p);
	put_announcements(&l, s);
	put_pages(&l, s);
	put_versions(&l, s);
	put_text(&l, s);
	buf_free(&l.line);
	arena_free(&a);
}
