/* SPDX-License-Identifier: MIT
 * What each name of a template means on a page, outside of its papers: a row a name. */
#include <stdlib.h>
#include <string.h>

#include "digest/hash.h"
#include "src/render/ctx.h"

/* ---- The page's lists ---- */

static size_t in_full(const struct render_ctx *r) { return r->page->n - r->page->listed; }

static void papers_rewind(void *ctx)
{
	struct render_ctx *r = ctx;
	r->at = 0;
	r->end = in_full(r);
}

static void rest_rewind(void *ctx)
{
	struct render_ctx *r = ctx;
	r->at = in_full(r);
	r->end = r->page->n;
}

static bool papers_next(void *ctx, struct value *ret, struct err *e)
{
	struct render_ctx *r = ctx;
	summary_values_end(r);
	if (r->failed.kind != ERR_NONE) {  /* a pass over the papers failed, for a value that could not say so */
		*e = r->failed;
		return false;
	}
	if (r->at == r->end)
		return false;
	arena_reset(&r->a);
	if (!r->page->get(r->page->ctx, &r->page->keys[r->at], &r->a, &r->p, e))
		return false;
	r->at++;
	r->cleaned_texts = NULL;
	r->marked = NULL;
	r->evidence = NULL;
	enum summary_status s = r->p.summary.status;
	r->bare = s != SUMMARY_OK && !received(r);
	if (r->bare && s != SUMMARY_EXTRACT)
		r->p.summary.n_fields = 0;  /* what was rejected is kept, not shown */
	summary_lists_to_blocks(r);
	*ret = (struct value){ .type = VALUE_OBJECT, .ops = &paper_ops, .ctx = r };
	return true;
}

static const struct value_ops papers_ops = { .rewind = papers_rewind, .next = papers_next }, rest_ops = { .rewind = rest_rewind, .next = papers_next };

static struct value get_papers(struct render_ctx *r)
{
	return (struct value){ .type = r->page->n ? VALUE_LIST : VALUE_FALSE, .ops = &papers_ops, .ctx = r };
}

/* Those that are shown by their titles alone. */
static struct value get_rest(struct render_ctx *r)
{
	return (struct value){ .type = r->page->listed ? VALUE_LIST : VALUE_FALSE, .ops = &rest_ops, .ctx = r };
}

/* The earlier system's pages know of no such lines. */
static struct value get_notices(struct render_ctx *r)
{
	struct strs lines = { arena_calloc(&r->page_arena, r->page->notices.n + 1, sizeof *lines.v), 0 };
	for (size_t i = 0; i < r->page->notices.n && !received(r); i++)
		lines.v[lines.n++] = clean_text(r->page->notices.v[i], false, &r->page_arena, NULL);
	return value_strs(&r->page_arena, lines);
}

/* ---- The page's words ---- */

static struct value word_member(void *ctx, struct str name)
{
	const struct render_ctx *r = ctx;
	return value_text_as(page_word(&r->page->options, name), received(r) ? TEXT_AS_IS : TEXT_ESCAPED);
}
static const struct value_ops words_ops = { .get = word_member };
static struct value get_words(struct render_ctx *r) { return (struct value){ .type = VALUE_OBJECT, .ops = &words_ops, .ctx = r }; }

/* ---- Counts, told by the keys ---- */

static struct value count_of(struct render_ctx *r, unsigned types)
{
	size_t n = 0;
	for (size_t i = 0; i < r->page->n; i++)
		n += types >> r->page->keys[i].type & 1;
	return n ? value_number(&r->page_arena, n) : value_none();
}

static struct value get_count(struct render_ctx *r) { return value_number(&r->page_arena, r->page->n); }
/* How many there are, where the page shows only the first of them. */
static struct value get_limited(struct render_ctx *r)
{
	return r->page->all > r->page->n ? value_number(&r->page_arena, r->page->all) : value_none();
}
/* How many are shown in full, and by their titles, where there are both. */
static struct value get_top(struct render_ctx *r) { return r->page->listed ? value_number(&r->page_arena, in_full(r)) : value_none(); }
static struct value get_count_rest(struct render_ctx *r) { return r->page->listed ? value_number(&r->page_arena, r->page->listed) : value_none(); }
static struct value get_by_score(struct render_ctx *r) { return value_flag(r->page->shown != NULL); }
static struct value get_count_new(struct render_ctx *r) { return count_of(r, 1U << ANNOUNCE_NEW); }
static struct value get_count_cross(struct render_ctx *r) { return count_of(r, 1U << ANNOUNCE_CROSS); }
static struct value get_count_replace(struct render_ctx *r)
{
	return count_of(r, 1U << ANNOUNCE_REPLACE | 1U << ANNOUNCE_REPLACE_CROSS);
}
static struct value get_count_waiting(struct render_ctx *r)
{
	size_t n = 0;
	for (size_t i = 0; i < in_full(r); i++)
		n += r->page->keys[i].summary != SUMMARY_OK;
	return n && !received(r) ? value_number(&r->page_arena, n) : value_none();
}

/* ---- What the page is made of ---- */

static struct value get_date(struct render_ctx *r) { return value_text(r->page->date); }
static struct value get_period(struct render_ctx *r) { return value_text(r->page->period); }
/* The newest day of a page of several, which a front matter has for its date. */
static struct value get_newest(struct render_ctx *r)
{
	int32_t newest = 0;
	char day[DAY_SIZE];
	for (size_t i = 0; i < r->page->n; i++)
		newest = r->page->keys[i].day > newest ? r->page->keys[i].day : newest;
	return value_text(str_empty(r->page->period) ? STR_NULL : arena_dup(&r->page_arena, day_text(newest, day)));
}
static struct value get_style(struct render_ctx *r) { return value_text(r->page->style); }
static struct value get_profile(struct render_ctx *r) { return value_text(r->page->profile); }
static struct value get_page_category(struct render_ctx *r) { return value_text(r->page->category); }
static struct value get_lang(struct render_ctx *r) { return value_text(r->page->options.lang); }
static struct value get_dialect(struct render_ctx *r) { return value_text(str_of(r->page->options.dialect->name)); }
static struct value get_by_notes(struct render_ctx *r) { return value_flag(r->page->options.details == DETAILS_NOTES); }
static struct value get_by_headings(struct render_ctx *r) { return value_flag(r->page->options.details == DETAILS_HEADINGS); }
static struct value get_by_anchors(struct render_ctx *r) { return value_flag(r->page->options.details == DETAILS_ANCHORS); }
static struct value get_anchored(struct render_ctx *r) { return value_flag(!r->page->options.dialect->no_html); }
/* Whether a heading can be given an id: ## … {#p1}. Where neither that nor an anchor is to be had, nothing on a page can be
 * jumped to but footnotes: readers make up ids of headings each in their own way. */
static struct value get_by_ids(struct render_ctx *r)
{
	const struct render_options *l = &r->page->options;
	return value_flag(l->details == DETAILS_HEADINGS || (l->details == DETAILS_NOTES && l->dialect->heading_ids));
}
static struct value get_linked(struct render_ctx *r)
{
	return value_flag(r->page->options.details == DETAILS_ANCHORS || get_by_ids(r).type == VALUE_TRUE);
}
static struct value get_more(struct render_ctx *r)
{
	const char *more = r->page->options.dialect->more;
	return more && r->page->options.format->by_dialect ? value_text_as(str_of(more), TEXT_AS_IS) : value_none();
}
static struct value get_css(struct render_ctx *r) { return value_text_as(r->page->options.css, TEXT_AS_IS); }
static struct value get_js(struct render_ctx *r) { return value_text_as(r->page->options.js, TEXT_AS_IS); }

/* Of the text that a browser sees: its line ends are LF. */
static void put_hash(struct str part, struct buf *out)
{
	struct hash h;
	char text[HASH_BASE64_SIZE];
	hash_init(&h);
	for (size_t i = 0, cr; i < part.n; i = cr + 1) {
		const char *end = memchr(part.p + i, '\r', part.n - i);
		cr = end ? (size_t)(end - part.p) : part.n;
		hash_add(&h, (struct str){ part.p + i, cr - i });
		if (end && (cr + 1 == part.n || part.p[cr + 1] != '\n'))
			hash_add(&h, STR("\n"));
	}
	hash_base64(&h, text);
	buf_addf(out, "'sha256-%s'", text);
}

/* Content-Security-Policy (W3C CSP 3): nothing but the page's own style and script, or the site's. */
static struct value get_csp(struct render_ctx *r)
{
	struct buf b = BUF_INIT(BUF_UNBOUNDED);
	if (r->page->site)
		return value_text_as(STR("default-src 'none'; script-src 'self'; style-src 'self'; base-uri 'none'; form-action 'none'"), TEXT_AS_IS);
	buf_addz(&b, "default-src 'none'; style-src ");
	put_hash(r->page->options.css, &b);
	buf_addz(&b, "; script-src ");
	put_hash(r->page->options.js, &b);
	buf_addz(&b, "; base-uri 'none'; form-action 'none'");
	return value_text_as(value_copied(&r->page_arena, &b).text, TEXT_AS_IS);
}

static struct value colour(struct render_ctx *r, const char *code)
{
	return r->page->options.colour ? value_text_as(str_of(code), TEXT_AS_IS) : value_none();
}
static struct value get_bold(struct render_ctx *r) { return colour(r, "\033[1m"); }
static struct value get_dim(struct render_ctx *r) { return colour(r, "\033[2m"); }
static struct value get_plain(struct render_ctx *r) { return colour(r, "\033[0m"); }

static const struct field_row page_names[] = {
	{ "alone", get_alone },
	{ "anchored", get_anchored },
	{ "bold", get_bold },
	{ "by_anchors", get_by_anchors },
	{ "by_headings", get_by_headings },
	{ "by_ids", get_by_ids },
	{ "by_notes", get_by_notes },
	{ "by_score", get_by_score },
	{ "category", get_page_category },
	{ "chart", get_chart },
	{ "count", get_count },
	{ "count_cross", get_count_cross },
	{ "count_new", get_count_new },
	{ "count_replace", get_count_replace },
	{ "count_rest", get_count_rest },
	{ "count_waiting", get_count_waiting },
	{ "csp", get_csp },
	{ "css", get_css },
	{ "date", get_date },
	{ "day_page", get_day_page },
	{ "dialect", get_dialect },
	{ "dim", get_dim },
	{ "feed_id", get_feed_id },
	{ "js", get_js },
	{ "lang", get_lang },
	{ "limited", get_limited },
	{ "linked", get_linked },
	{ "more", get_more },
	{ "newest", get_newest },
	{ "next", get_next },
	{ "notices", get_notices },
	{ "papers", get_papers },
	{ "period", get_period },
	{ "plain", get_plain },
	{ "previous", get_previous },
	{ "profile", get_profile },
	{ "rest", get_rest },
	{ "root", get_root },
	{ "self", get_self },
	{ "site", get_site },
	{ "stamp", get_page_stamp },
	{ "style", get_style },
	{ "top", get_top },
	{ "words", get_words },
};

bool name_of_page(struct str name) { return find_name(name, page_names, COUNTOF(page_names)); }

static struct value page_member(void *ctx, struct str name)
{
	const struct field_row *row = find_name(name, page_names, COUNTOF(page_names));
	return row ? row->get(ctx) : value_none();
}

const struct value_ops page_ops = { .get = page_member };

