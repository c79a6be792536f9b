/* SPDX-License-Identifier: MIT
 * What each name of a template means on a page, outside of its papers: a row a name. */
#include <stdlib.h>
#include <string.h>

#include "digest/hash.h"
#include "src/render/view.h"

/* ---- The page's lists ---- */

static size_t in_full(const struct view *v) { return v->page->n - v->page->listed; }

static void papers_rewind(void *ctx)
{
	struct view *v = ctx;
	v->at = 0;
	v->end = in_full(v);
}

static void rest_rewind(void *ctx)
{
	struct view *v = ctx;
	v->at = in_full(v);
	v->end = v->page->n;
}

static bool papers_next(void *ctx, struct value *ret, struct err *e)
{
	struct view *v = ctx;
	summary_values_end(v);
	if (v->failed.kind != ERR_NONE) {  /* a pass over the papers failed, for a value that could not say so */
		*e = v->failed;
		return false;
	}
	if (v->at == v->end)
		return false;
	arena_reset(&v->a);
	if (!v->page->get(v->page->ctx, &v->page->keys[v->at], &v->a, &v->p, e))
		return false;
	v->at++;
	v->cleaned_texts = NULL;
	v->marked = NULL;
	v->evidence = NULL;
	enum summary_status s = v->p.summary.status;
	v->bare = s != SUMMARY_OK && !received(v);
	if (v->bare && s != SUMMARY_EXTRACT)
		v->p.summary.n_fields = 0;  /* what was rejected is kept, not shown */
	summary_lists_to_blocks(v);
	*ret = (struct value){ .type = VALUE_OBJECT, .ops = &paper_ops, .ctx = v };
	return true;
}

static const struct value_ops papers_ops = { .rewind = papers_rewind, .next = papers_next }, rest_ops = { .rewind = rest_rewind, .next = papers_next };

static struct value get_papers(struct view *v)
{
	return (struct value){ .type = v->page->n ? VALUE_LIST : VALUE_FALSE, .ops = &papers_ops, .ctx = v };
}

/* Those that are shown by their titles alone. */
static struct value get_rest(struct view *v)
{
	return (struct value){ .type = v->page->listed ? VALUE_LIST : VALUE_FALSE, .ops = &rest_ops, .ctx = v };
}

/* The earlier system's pages know of no such lines. */
static struct value get_notices(struct view *v)
{
	struct strs lines = { arena_calloc(&v->page_arena, v->page->notices.n + 1, sizeof *lines.v), 0 };
	for (size_t i = 0; i < v->page->notices.n && !received(v); i++)
		lines.v[lines.n++] = clean_text(v->page->notices.v[i], false, &v->page_arena, NULL);
	return value_strs(&v->page_arena, lines);
}

/* ---- The page's words ---- */

static struct value word_member(void *ctx, struct str name)
{
	const struct view *v = ctx;
	return value_text_as(page_word(&v->page->options, name), received(v) ? TEXT_AS_IS : TEXT_ESCAPED);
}
static const struct value_ops words_ops = { .get = word_member };
static struct value get_words(struct view *v) { return (struct value){ .type = VALUE_OBJECT, .ops = &words_ops, .ctx = v }; }

/* ---- Counts, told by the keys ---- */

static struct value count_of(struct view *v, unsigned types)
{
	size_t n = 0;
	for (size_t i = 0; i < v->page->n; i++)
		n += types >> v->page->keys[i].type & 1;
	return n ? value_number(&v->page_arena, n) : value_none();
}

static struct value get_count(struct view *v) { return value_number(&v->page_arena, v->page->n); }
/* How many there are, where the page shows only the first of them. */
static struct value get_limited(struct view *v)
{
	return v->page->all > v->page->n ? value_number(&v->page_arena, v->page->all) : value_none();
}
/* How many are shown in full, and by their titles, where there are both. */
static struct value get_top(struct view *v) { return v->page->listed ? value_number(&v->page_arena, in_full(v)) : value_none(); }
static struct value get_count_rest(struct view *v) { return v->page->listed ? value_number(&v->page_arena, v->page->listed) : value_none(); }
static struct value get_by_score(struct view *v) { return value_flag(v->page->shown != NULL); }
static struct value get_count_new(struct view *v) { return count_of(v, 1U << ANNOUNCE_NEW); }
static struct value get_count_cross(struct view *v) { return count_of(v, 1U << ANNOUNCE_CROSS); }
static struct value get_count_replace(struct view *v)
{
	return count_of(v, 1U << ANNOUNCE_REPLACE | 1U << ANNOUNCE_REPLACE_CROSS);
}
static struct value get_count_waiting(struct view *v)
{
	size_t n = 0;
	for (size_t i = 0; i < in_full(v); i++)
		n += v->page->keys[i].summary != SUMMARY_OK;
	return n && !received(v) ? value_number(&v->page_arena, n) : value_none();
}

/* ---- What the page is made of ---- */

static struct value get_date(struct view *v) { return value_text(v->page->date); }
static struct value get_style(struct view *v) { return value_text(v->page->style); }
static struct value get_profile(struct view *v) { return value_text(v->page->profile); }
static struct value get_page_category(struct view *v) { return value_text(v->page->category); }
static struct value get_lang(struct view *v) { return value_text(v->page->options.lang); }
static struct value get_dialect(struct view *v) { return value_text(str_of(v->page->options.dialect->name)); }
static struct value get_by_notes(struct view *v) { return value_flag(v->page->options.details == DETAILS_NOTES); }
static struct value get_by_headings(struct view *v) { return value_flag(v->page->options.details == DETAILS_HEADINGS); }
static struct value get_by_anchors(struct view *v) { return value_flag(v->page->options.details == DETAILS_ANCHORS); }
static struct value get_anchored(struct view *v) { return value_flag(!v->page->options.dialect->no_html); }
/* Whether a heading can be given an id: ## … {#p1}. Where neither that nor an anchor is to be had, nothing on a page can be
 * jumped to but footnotes: readers make up ids of headings each in their own way. */
static struct value get_by_ids(struct view *v)
{
	const struct render_options *l = &v->page->options;
	return value_flag(l->details == DETAILS_HEADINGS || (l->details == DETAILS_NOTES && l->dialect->heading_ids));
}
static struct value get_linked(struct view *v)
{
	return value_flag(v->page->options.details == DETAILS_ANCHORS || get_by_ids(v).type == VALUE_TRUE);
}
static struct value get_more(struct view *v)
{
	const char *more = v->page->options.dialect->more;
	return more && v->page->options.format->by_dialect ? value_text_as(str_of(more), TEXT_AS_IS) : value_none();
}
static struct value get_css(struct view *v) { return value_text_as(v->page->options.css, TEXT_AS_IS); }
static struct value get_js(struct view *v) { return value_text_as(v->page->options.js, TEXT_AS_IS); }

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

/* Content-Security-Policy (W3C CSP 3): nothing but the page's own style and script. */
static struct value get_csp(struct view *v)
{
	struct buf b = BUF_INIT(BUF_UNBOUNDED);
	buf_addz(&b, "default-src 'none'; style-src ");
	put_hash(v->page->options.css, &b);
	buf_addz(&b, "; script-src ");
	put_hash(v->page->options.js, &b);
	buf_addz(&b, "; base-uri 'none'; form-action 'none'");
	return value_text_as(value_copied(&v->page_arena, &b).text, TEXT_AS_IS);
}

static struct value colour(struct view *v, const char *code)
{
	return v->page->options.colour ? value_text_as(str_of(code), TEXT_AS_IS) : value_none();
}
static struct value get_bold(struct view *v) { return colour(v, "\033[1m"); }
static struct value get_dim(struct view *v) { return colour(v, "\033[2m"); }
static struct value get_plain(struct view *v) { return colour(v, "\033[0m"); }

static const struct field_row page_names[] = {
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
	{ "dialect", get_dialect },
	{ "dim", get_dim },
	{ "feed_id", get_feed_id },
	{ "js", get_js },
	{ "lang", get_lang },
	{ "limited", get_limited },
	{ "linked", get_linked },
	{ "more", get_more },
	{ "notices", get_notices },
	{ "papers", get_papers },
	{ "plain", get_plain },
	{ "profile", get_profile },
	{ "rest", get_rest },
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
