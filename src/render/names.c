/* SPDX-License-Identifier: MIT
 * What each name of a template means: a row a name, of the page and of a paper. A name that has no row is a field of
 * the record. */
#include <stdlib.h>
#include <string.h>

#include "digest/hash.h"
#include "src/render/view.h"

/* ---- Values ---- */

static struct value copied(struct arena *a, struct buf *b)
{
	struct str s = arena_dup(a, buf_str(b));
	buf_free(b);
	return value_text(s);
}

struct value value_number(struct arena *a, uint64_t n)
{
	struct buf b = BUF_INIT(32);
	buf_addu(&b, n);
	return copied(a, &b);
}

static struct value number(struct view *v, uint64_t n) { return value_number(&v->a, n); }

struct list {
	struct strs strs;
	size_t at;
};
static void strs_rewind(void *ctx) { ((struct list *)ctx)->at = 0; }
static bool strs_next(void *ctx, struct value *ret, struct err *e)
{
	struct list *l = ctx;
	UNUSED(e);
	if (l->at == l->strs.n)
		return false;
	*ret = value_text(l->strs.v[l->at++]);
	return true;
}
static const struct value_ops strs_ops = { .rewind = strs_rewind, .next = strs_next };

struct value value_strs(struct arena *a, struct strs list)
{
	struct list *l = arena_calloc(a, 1, sizeof *l);
	l->strs = list;
	return (struct value){ .type = list.n ? VALUE_LIST : VALUE_FALSE, .ops = &strs_ops, .ctx = l };
}

/* ---- The paper's titles and links ---- */

static struct str link_of(const struct view *v)
{
	if (received(v) && str_known(v->p.received_link))
		return v->p.received_link;
	return v->p.link;
}

static struct str title_of(const struct view *v)
{
	if (received(v) && str_known(v->p.received_title))
		return v->p.received_title;
	return v->p.title;
}

/* The earlier system's title in the table: each line without what follows the white space before "(arXiv" and at
 * least one more character (its `\s*\(arXiv.+` replaced by nothing). */
static struct str without_suffix(struct view *v, struct str title)
{
	static const char mark[] = "(arXiv";
	size_t at = str_find(title, mark, 0);
	if (at == STR_NONE)
		return title;
	struct buf out = BUF_INIT(BUF_UNBOUNDED);
	size_t from = 0;
	for (; at != STR_NONE; at = str_find(title, mark, from)) {
		size_t behind = at + sizeof mark - 1, cut = at;
		const char *line_end = memchr(title.p + behind, '\n', title.n - behind);
		size_t end = line_end ? (size_t)(line_end - title.p) : title.n;
		if (end == behind) {  /* nothing follows: it stays */
			buf_adds(&out, str_head(str_from(title, from), behind - from));
		} else {
			while (cut > from && is_space((unsigned char)title.p[cut - 1]))
				cut--;
			buf_adds(&out, str_head(str_from(title, from), cut - from));
			behind = end;
		}
		from = behind;
	}
	buf_adds(&out, str_from(title, from));
	return copied(&v->a, &out).text;
}

static struct value get_title(struct view *v)
{
	return value_text_as(title_of(v), received(v) ? TEXT_AS_IS : TEXT_ESCAPED);
}

/* What the table calls the paper: its title, or the Chinese one where that is wanted and there. */
static struct value get_row_title(struct view *v)
{
	if (received(v))
		return value_text(without_suffix(v, title_of(v)));
	struct str zh = v->page->look.titles == TITLES_EN || v->bare ? STR_NULL : summary_text(v, STR("title"));
	return value_text(str_empty(zh) ? v->p.title : zh);
}

/* Its title, where the row has begun with the Chinese one and both are wanted. */
static struct value get_row_subtitle(struct view *v)
{
	bool both = v->page->look.titles == TITLES_BOTH && !v->bare && !str_empty(summary_text(v, STR("title")));
	return both ? value_text(v->p.title) : value_none();
}

/* What its details begin with: the Chinese title, or its own where there is no summary. A summary without one waits for it. */
static struct value get_heading(struct view *v)
{
	struct str zh = summary_text(v, STR("title"));
	if (v->bare)
		return value_text(v->p.title);
	return value_text(str_empty(zh) ? page_word(&v->page->look, STR("waiting")) : zh);
}

/* The Chinese title, where there is one. */
static struct value get_summary_title(struct view *v)
{
	struct str zh = v->bare ? STR_NULL : summary_text(v, STR("title"));
	return str_empty(zh) ? value_none() : value_text(zh);
}

static struct value get_abstract(struct view *v)
{
	bool old = received(v) && str_known(v->p.received_abstract);
	return value_text(old ? v->p.received_abstract : v->p.abstract);
}

static struct value get_link(struct view *v) { return value_text_as(link_of(v), TEXT_NO_MATH); }

static struct value get_href(struct view *v)
{
	struct str link = link_of(v);
	if (received(v))
		return value_text_as(link, TEXT_AS_IS);
	return url_is_web(link) ? value_text_as(link, TEXT_URL) : value_none();
}

/* A link's text must not be an address itself: some readers nest links then. */
static struct value get_link_text(struct view *v)
{
	struct str link = link_of(v);
	size_t scheme = received(v) ? STR_NONE : str_find(link, "://", 0);
	return value_text_as(scheme == STR_NONE ? link : str_from(link, scheme + 3), TEXT_NO_MATH);
}

/* One of arXiv's pages of the paper. */
static struct value arxiv_page(struct view *v, const char *kind)
{
	struct buf b = BUF_INIT(BUF_UNBOUNDED);
	if (!str_known(v->p.id))
		return value_none();
	buf_addf(&b, "https://arxiv.org/%s/%.*s", kind, STR_ARG(v->p.id));
	return value_text_as(copied(&v->a, &b).text, TEXT_URL);
}
static struct value get_abs(struct view *v) { return arxiv_page(v, "abs"); }
static struct value get_pdf(struct view *v) { return arxiv_page(v, "pdf"); }
static struct value get_html(struct view *v) { return arxiv_page(v, "html"); }

/* ---- Labels ---- */

static struct value get_number(struct view *v) { return number(v, v->at); }

/* Whether the page has the paper's id already: a name within the page, made of it, then needs the paper's number, too. */
static bool came_before(const struct view *v)
{
	const struct page *page = v->page;
	return page->look.dialect->by_link || page_has_id(page->keys, v->at - 1, page->keys[v->at - 1].id_key);
}

/* The id with what no reader of footnotes refuses in a label: letters, digits, '-'. */
static struct value get_label(struct view *v)
{
	if (v->page->look.labels == LABELS_NUMBER || !str_known(v->p.id))
		return number(v, v->at);
	struct buf b = BUF_INIT(BUF_UNBOUNDED);
	for (size_t i = 0; i < v->p.id.n; i++)
		buf_addc(&b, is_alnum((unsigned char)v->p.id.p[i]) ? v->p.id.p[i] : '-');
	if (came_before(v))
		buf_addf(&b, "-%zu", v->at);
	return copied(&v->a, &b);
}

/* What an address of the page ends in: the id, which occurs only once in a document. */
static struct value get_anchor(struct view *v)
{
	struct buf b = BUF_INIT(BUF_UNBOUNDED);
	if (!str_known(v->p.id))
		return number(v, v->at);
	buf_adds(&b, v->p.id);
	if (came_before(v))
		buf_addf(&b, "-%zu", v->at);
	return value_text_as(copied(&v->a, &b).text, TEXT_NO_MATH);
}

/* ---- What state the summary is in ---- */

static struct value get_version(struct view *v) { return v->p.version ? number(v, (uint64_t)v->p.version) : value_none(); }
static struct value get_bare(struct view *v) { return value_flag(v->bare); }
static struct value get_extract(struct view *v) { return value_flag(v->p.summary.status == SUMMARY_EXTRACT); }
static struct value get_withdrawn(struct view *v) { return value_flag(v->p.withdrawn == TRI_YES); }
/* Of a paper that was withdrawn none is waited for. */
static struct value get_pending(struct view *v)
{
	return value_flag(v->bare && v->p.summary.status != SUMMARY_EXTRACT && v->p.withdrawn != TRI_YES);
}
/* Whoever failed said it, in whatever characters. */
static struct value get_reason(struct view *v)
{
	struct str reason = v->p.summary.reason;
	return value_text(str_known(reason) ? clean_text(reason, false, &v->a, NULL) : reason);
}
static struct value get_excerpt(struct view *v)
{
	return v->p.summary.status == SUMMARY_EXTRACT ? value_text(summary_text(v, STR("tldr"))) : value_none();
}
static struct value get_model(struct view *v) { return value_text(v->p.summary.model); }
/* What the summary is written in, where that is a tag of a language and another than the page's. */
static struct value get_summary_lang(struct view *v)
{
	enum { LONGEST = 35 };  /* RFC 5646, 4.4.1 */
	struct str lang = v->p.summary.lang;
	bool tag = lang.n >= 2 && lang.n <= LONGEST && !v->bare && !str_eq(lang, v->page->look.lang);
	for (size_t i = 0; tag && i < lang.n; i++)
		tag = is_alnum((unsigned char)lang.p[i]) || lang.p[i] == '-';
	return tag ? value_text(lang) : value_none();
}
static struct value get_last(struct view *v) { return value_flag(v->at == v->page->n); }

/* ---- Announce type, categories, authors ---- */

static struct value get_announce_type(struct view *v) { return value_text(announce_name(v->p.announce_type)); }

static struct value get_announce_word(struct view *v)
{
	struct str name = announce_name(v->p.announce_type);
	struct str word = str_empty(name) ? STR_NULL : page_word(&v->page->look, name);
	return value_text(str_known(word) ? word : name);
}

static struct value get_category(struct view *v)
{
	return v->p.categories.n ? value_text(v->p.categories.v[0]) : value_none();
}

static struct value joined(struct view *v, size_t from, size_t n, struct str (*at)(const struct paper *p, size_t i))
{
	struct buf b = BUF_INIT(BUF_UNBOUNDED);
	for (size_t i = from; i < n; i++) {
		if (i > from)
			buf_addz(&b, ", ");
		buf_adds(&b, at(&v->p, i));
	}
	if (from < n)
		return copied(&v->a, &b);
	buf_free(&b);
	return value_none();
}

enum { FIRST_AUTHORS = 3 };
static struct str author_at(const struct paper *p, size_t i) { return p->authors[i].name; }
static struct str category_at(const struct paper *p, size_t i) { return p->categories.v[i]; }
static size_t first_authors(const struct view *v)
{
	return v->p.n_authors < FIRST_AUTHORS ? v->p.n_authors : FIRST_AUTHORS;
}
static struct value get_authors(struct view *v) { return joined(v, 0, v->p.n_authors, author_at); }
static struct value get_authors_first(struct view *v) { return joined(v, 0, first_authors(v), author_at); }
static struct value get_authors_more(struct view *v) { return joined(v, first_authors(v), v->p.n_authors, author_at); }
static struct value get_authors_left(struct view *v)
{
	size_t left = v->p.n_authors - first_authors(v);
	return left ? number(v, left) : value_none();
}
/* The categories by the names that arXiv shows: "Computation and Language ; Artificial Intelligence". */
static struct value get_subjects(struct view *v)
{
	struct buf b = BUF_INIT(BUF_UNBOUNDED);
	for (size_t i = 0; i < v->p.categories.n; i++) {
		struct str title = category_title(v->p.categories.v[i]);
		buf_addz(&b, i ? " ; " : "");
		buf_adds(&b, str_empty(title) ? v->p.categories.v[i] : title);
	}
	return b.len ? copied(&v->a, &b) : value_none();
}

/* When version 1 came in, as people write it: "2024-06-03 17:31:06 UTC". */
static struct value get_published_at(struct view *v)
{
	struct str t = v->p.published;
	size_t at = str_find(t, "T", 0), plain = 0;
	while (plain < t.n && (is_digit((unsigned char)t.p[plain]) || strchr("-:TZ.", t.p[plain])))
		plain++;
	if (at == STR_NONE || !str_ends(t, "Z") || plain < t.n)
		return value_text(t);
	struct buf b = BUF_INIT(BUF_UNBOUNDED);
	buf_adds(&b, str_head(t, at));
	buf_addc(&b, ' ');
	buf_adds(&b, str_head(str_from(t, at + 1), t.n - at - 2));
	buf_addz(&b, " UTC");
	return value_text_as(copied(&v->a, &b).text, TEXT_AS_IS);  /* digits: no reader makes anything of ":31:" */
}

static struct value get_categories(struct view *v) { return joined(v, 0, v->p.categories.n, category_at); }
static struct value get_category_list(struct view *v) { return value_strs(&v->a, v->p.categories); }
static struct value get_author_list(struct view *v)
{
	struct strs names = { arena_calloc(&v->a, v->p.n_authors + 1, sizeof *names.v), v->p.n_authors };
	for (size_t i = 0; i < names.n; i++)
		names.v[i] = author_at(&v->p, i);
	return value_strs(&v->a, names);
}

/* ---- The paper's names ---- */

/* Sorted by name: they are found by halving. A row has a function, or is a plain field of the record. */
struct name_row {
	const char *name;
	struct value (*get)(struct view *v);
};
static const struct name_row paper_names[] = {
	{ "abs", get_abs },
	{ "abstract", get_abstract },
	{ "anchor", get_anchor },
	{ "announce_type", get_announce_type },
	{ "announce_word", get_announce_word },
	{ "author_list", get_author_list },
	{ "authors", get_authors },
	{ "authors_first", get_authors_first },
	{ "authors_left", get_authors_left },
	{ "authors_more", get_authors_more },
	{ "bare", get_bare },
	{ "bibtex", get_bibtex },
	{ "categories", get_categories },
	{ "category", get_category },
	{ "category_list", get_category_list },
	{ "excerpt", get_excerpt },
	{ "extract", get_extract },
	{ "heading", get_heading },
	{ "href", get_href },
	{ "html", get_html },
	{ "label", get_label },
	{ "lacks", get_lacks },
	{ "last", get_last },
	{ "link", get_link },
	{ "link_text", get_link_text },
	{ "model", get_model },
	{ "number", get_number },
	{ "pdf", get_pdf },
	{ "pending", get_pending },
	{ "published_at", get_published_at },
	{ "reason", get_reason },
	{ "row_subtitle", get_row_subtitle },
	{ "row_title", get_row_title },
	{ "stamp", get_stamp },
	{ "stars", get_stars },
	{ "subjects", get_subjects },
	{ "submitted", get_submitted },
	{ "summary", get_summary },
	{ "summary_lang", get_summary_lang },
	{ "summary_title", get_summary_title },
	{ "title", get_title },
	{ "version", get_version },
	{ "withdrawn", get_withdrawn },
};

static int compare_name(const void *key, const void *row)
{
	return str_cmp(*(const struct str *)key, str_of(((const struct name_row *)row)->name));
}

static const struct name_row *find_name(struct str name, const struct name_row *rows, size_t n)
{
	return bsearch(&name, rows, n, sizeof *rows, compare_name);
}

static const struct paper_field *find_field(struct str name)
{
	for (size_t i = 0; i < paper_n_fields; i++)
		if (str_is(name, paper_fields[i].name))
			return &paper_fields[i];
	return NULL;
}

bool name_of_paper(struct str name)
{
	return find_name(name, paper_names, COUNTOF(paper_names)) || find_field(name);
}

static struct value paper_member(void *ctx, struct str name)
{
	struct view *v = ctx;
	struct meaning *m = &v->known[(uintptr_t)name.p % COUNTOF(v->known)];
	if (m->name.p != name.p || m->name.n != name.n)
		*m = (struct meaning){ name, find_name(name, paper_names, COUNTOF(paper_names)), find_field(name) };
	if (m->row)
		return m->row->get(v);
	return m->field ? value_text(paper_get(&v->p, m->field)) : value_none();
}

const struct value_ops paper_ops = { .get = paper_member };

/* ---- The page's lists ---- */

static void papers_rewind(void *ctx) { ((struct view *)ctx)->at = 0; }

static bool papers_next(void *ctx, struct value *ret, struct err *e)
{
	struct view *v = ctx;
	summary_values_end(v);
	if (v->failed.kind != ERR_NONE) {  /* a pass over the papers failed, for a value that could not say so */
		*e = v->failed;
		return false;
	}
	if (v->at == v->page->n)
		return false;
	arena_reset(&v->a);
	if (!v->page->get(v->page->ctx, &v->page->keys[v->at], &v->a, &v->p, e))
		return false;
	v->at++;
	v->cleaned = 0;
	enum summary_status s = v->p.summary.status;
	v->bare = s != SUMMARY_OK && !received(v);
	if (v->bare && s != SUMMARY_EXTRACT)
		v->p.summary.n_fields = 0;  /* what was rejected is kept, not shown */
	*ret = (struct value){ .type = VALUE_OBJECT, .ops = &paper_ops, .ctx = v };
	return true;
}

static const struct value_ops papers_ops = { .rewind = papers_rewind, .next = papers_next };

static struct value get_papers(struct view *v)
{
	return (struct value){ .type = v->page->n ? VALUE_LIST : VALUE_FALSE, .ops = &papers_ops, .ctx = v };
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

struct str page_word(const struct page_look *look, struct str name)
{
	size_t from = 0, to = look->n_words;
	while (from < to) {
		size_t half = (from + to) / 2;
		int c = str_cmp(name, look->words[half].name);
		if (c == 0)
			return look->words[half].text;
		if (c < 0)
			to = half;
		else
			from = half + 1;
	}
	return STR_NULL;
}

static struct value word_member(void *ctx, struct str name)
{
	const struct view *v = ctx;
	return value_text_as(page_word(&v->page->look, name), received(v) ? TEXT_AS_IS : TEXT_ESCAPED);
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
static struct value get_count_new(struct view *v) { return count_of(v, 1U << ANNOUNCE_NEW); }
static struct value get_count_cross(struct view *v) { return count_of(v, 1U << ANNOUNCE_CROSS); }
static struct value get_count_replace(struct view *v)
{
	return count_of(v, 1U << ANNOUNCE_REPLACE | 1U << ANNOUNCE_REPLACE_CROSS);
}
static struct value get_count_waiting(struct view *v)
{
	size_t n = 0;
	for (size_t i = 0; i < v->page->n; i++)
		n += v->page->keys[i].summary != SUMMARY_OK;
	return n && !received(v) ? value_number(&v->page_arena, n) : value_none();
}

/* ---- What the page is made of ---- */

static struct value get_date(struct view *v) { return value_text(v->page->date); }
static struct value get_style(struct view *v) { return value_text(v->page->style); }
static struct value get_profile(struct view *v) { return value_text(v->page->profile); }
static struct value get_page_category(struct view *v) { return value_text(v->page->category); }
static struct value get_lang(struct view *v) { return value_text(v->page->look.lang); }
static struct value get_dialect(struct view *v) { return value_text(str_of(v->page->look.dialect->name)); }
static struct value get_by_notes(struct view *v) { return value_flag(v->page->look.details == DETAILS_NOTES); }
static struct value get_by_headings(struct view *v) { return value_flag(v->page->look.details == DETAILS_HEADINGS); }
static struct value get_by_anchors(struct view *v) { return value_flag(v->page->look.details == DETAILS_ANCHORS); }
static struct value get_anchored(struct view *v) { return value_flag(!v->page->look.dialect->no_html); }
/* Whether a heading can be given an id: ## … {#p1}. Where neither that nor an anchor is to be had, nothing on a page can be
 * jumped to but footnotes: readers make up ids of headings each in their own way. */
static struct value get_by_ids(struct view *v)
{
	const struct page_look *l = &v->page->look;
	return value_flag(l->details == DETAILS_HEADINGS || (l->details == DETAILS_NOTES && l->dialect->heading_ids));
}
static struct value get_linked(struct view *v)
{
	return value_flag(v->page->look.details == DETAILS_ANCHORS || get_by_ids(v).type == VALUE_TRUE);
}
static struct value get_more(struct view *v)
{
	const char *more = v->page->look.dialect->more;
	return more && v->page->look.format->by_dialect ? value_text_as(str_of(more), TEXT_AS_IS) : value_none();
}
static struct value get_css(struct view *v) { return value_text_as(v->page->look.css, TEXT_AS_IS); }
static struct value get_js(struct view *v) { return value_text_as(v->page->look.js, TEXT_AS_IS); }

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
	put_hash(v->page->look.css, &b);
	buf_addz(&b, "; script-src ");
	put_hash(v->page->look.js, &b);
	buf_addz(&b, "; base-uri 'none'; form-action 'none'");
	return value_text_as(copied(&v->page_arena, &b).text, TEXT_AS_IS);
}

static struct value colour(struct view *v, const char *code)
{
	return v->page->look.colour ? value_text_as(str_of(code), TEXT_AS_IS) : value_none();
}
static struct value get_bold(struct view *v) { return colour(v, "\033[1m"); }
static struct value get_dim(struct view *v) { return colour(v, "\033[2m"); }
static struct value get_plain(struct view *v) { return colour(v, "\033[0m"); }

static const struct name_row page_names[] = {
	{ "anchored", get_anchored },
	{ "bold", get_bold },
	{ "by_anchors", get_by_anchors },
	{ "by_headings", get_by_headings },
	{ "by_ids", get_by_ids },
	{ "by_notes", get_by_notes },
	{ "category", get_page_category },
	{ "chart", get_chart },
	{ "count", get_count },
	{ "count_cross", get_count_cross },
	{ "count_new", get_count_new },
	{ "count_replace", get_count_replace },
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
	{ "stamp", get_page_stamp },
	{ "style", get_style },
	{ "words", get_words },
};

bool name_of_page(struct str name) { return find_name(name, page_names, COUNTOF(page_names)); }

static struct value page_member(void *ctx, struct str name)
{
	const struct name_row *row = find_name(name, page_names, COUNTOF(page_names));
	return row ? row->get(ctx) : value_none();
}

const struct value_ops page_ops = { .get = page_member };
