/* SPDX-License-Identifier: MIT
 * What each name of a template means within a paper: a row a name. A name that has no row is a field of the record. */
#include <stdlib.h>
#include <string.h>

#include "digest/hash.h"
#include "digest/markdown.h"
#include "src/render/ctx.h"

static struct value number(struct render_ctx *r, uint64_t n) { return value_number(&r->a, n); }

/* ---- The paper's titles and links ---- */

static struct str link_of(const struct render_ctx *r)
{
	if (received(r) && str_known(r->p.received_link))
		return r->p.received_link;
	return r->p.link;
}

static struct str title_of(const struct render_ctx *r)
{
	if (received(r) && str_known(r->p.received_title))
		return r->p.received_title;
	return r->p.title;
}

/* The earlier system's title in the table: each line without what follows the white space before "(arXiv" and at
 * least one more character (its `\s*\(arXiv.+` replaced by nothing). */
static struct str without_suffix(struct render_ctx *r, struct str title)
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
	return value_copied(&r->a, &out).text;
}

static struct value get_title(struct render_ctx *r)
{
	return value_text_as(title_of(r), received(r) ? TEXT_AS_IS : TEXT_ESCAPED);
}

/* What the table calls the paper: its title, or the Chinese one where that is wanted and there. */
static struct value get_row_title(struct render_ctx *r)
{
	if (received(r))
		return value_text(without_suffix(r, title_of(r)));
	struct str zh = r->page->options.titles == TITLES_EN || r->bare ? STR_NULL : summary_text(r, STR("title"));
	return value_text(str_empty(zh) ? r->p.title : zh);
}

/* Its title, where the row has begun with the Chinese one and both are wanted. */
static struct value get_row_subtitle(struct render_ctx *r)
{
	bool both = r->page->options.titles == TITLES_BOTH && !r->bare && !str_empty(summary_text(r, STR("title")));
	return both ? value_text(r->p.title) : value_none();
}

/* What its details begin with: the Chinese title, or its own where there is no summary. A summary without one waits for it. */
static struct value get_heading(struct render_ctx *r)
{
	struct str zh = summary_text(r, STR("title"));
	if (r->bare)
		return value_text(r->p.title);
	return value_text(str_empty(zh) ? page_word(&r->page->options, STR("waiting")) : zh);
}

/* The Chinese title, where there is one. */
static struct value get_summary_title(struct render_ctx *r)
{
	struct str zh = r->bare ? STR_NULL : summary_text(r, STR("title"));
	return str_empty(zh) ? value_none() : value_text(zh);
}

static struct value get_abstract(struct render_ctx *r)
{
	bool old = received(r) && str_known(r->p.received_abstract);
	return value_text_as(old ? r->p.received_abstract : r->p.abstract, TEXT_LINKED);
}

static struct value get_comment(struct render_ctx *r) { return value_text_as(r->p.comment, TEXT_LINKED); }
static struct value get_doi(struct render_ctx *r) { return value_text_as(r->p.doi, TEXT_DOIS); }

static struct value get_link(struct render_ctx *r) { return value_text_as(link_of(r), TEXT_NO_MATH); }

static struct value get_href(struct render_ctx *r)
{
	struct str link = link_of(r);
	if (received(r))
		return value_text_as(link, TEXT_AS_IS);
	return url_is_web(link) ? value_text_as(link, TEXT_URL) : value_none();
}

/* A link's text must not be an address itself: some readers nest links then. */
static struct value get_link_text(struct render_ctx *r)
{
	struct str link = link_of(r);
	size_t scheme = received(r) ? STR_NONE : str_find(link, "://", 0);
	return value_text_as(scheme == STR_NONE ? link : str_from(link, scheme + 3), TEXT_NO_MATH);
}

/* One of arXiv's pages of the paper. */
static struct value arxiv_page(struct render_ctx *r, const char *kind)
{
	struct buf b = BUF_INIT(BUF_UNBOUNDED);
	if (!str_known(r->p.id) || str_known(paper_id_local(r->p.id)))
		return value_none();
	buf_addf(&b, "https://arxiv.org/%s/%.*s", kind, STR_ARG(r->p.id));
	return value_text_as(value_copied(&r->a, &b).text, TEXT_URL);
}
static struct value get_abs(struct render_ctx *r) { return arxiv_page(r, "abs"); }
static struct value get_pdf(struct render_ctx *r) { return arxiv_page(r, "pdf"); }
static struct value get_html(struct render_ctx *r) { return arxiv_page(r, "html"); }

/* ---- Labels ---- */

static struct value get_number(struct render_ctx *r) { return number(r, r->at); }

/* Whether the page has the paper's id already: a name within the page, made of it, then needs the paper's number, too. */
static bool came_before(struct render_ctx *r)
{
	const struct page *page = r->page;
	return page->options.dialect->by_link || page_has_id(r, r->at - 1, page->keys[r->at - 1].id_key);
}

/* The id with what no reader of footnotes refuses in a label: letters, digits, '-'. */
static struct value get_label(struct render_ctx *r)
{
	if (r->page->options.labels == LABELS_NUMBER || !str_known(r->p.id))
		return number(r, r->at);
	struct buf b = BUF_INIT(BUF_UNBOUNDED);
	for (size_t i = 0; i < r->p.id.n; i++)
		buf_addc(&b, is_alnum((unsigned char)r->p.id.p[i]) ? r->p.id.p[i] : '-');
	if (came_before(r))
		buf_addf(&b, "-%zu", r->at);
	return value_copied(&r->a, &b);
}

/* What an address of the page ends in: the id, which occurs only once in a document. */
static struct value get_anchor(struct render_ctx *r)
{
	struct buf b = BUF_INIT(BUF_UNBOUNDED);
	if (!str_known(r->p.id))
		return number(r, r->at);
	buf_adds(&b, r->p.id);
	if (came_before(r))
		buf_addf(&b, "-%zu", r->at);
	return value_text_as(value_copied(&r->a, &b).text, TEXT_NO_MATH);
}

/* ---- What state the summary is in ---- */

static struct value get_version(struct render_ctx *r) { return r->p.version ? number(r, (uint64_t)r->p.version) : value_none(); }
static struct value get_bare(struct render_ctx *r) { return value_flag(r->bare); }
static struct value get_extract(struct render_ctx *r) { return value_flag(r->p.summary.status == SUMMARY_EXTRACT); }
static struct value get_withdrawn(struct render_ctx *r) { return value_flag(r->p.withdrawn == TRI_YES); }
/* Of a paper that was withdrawn none is waited for. */
static struct value get_pending(struct render_ctx *r)
{
	return value_flag(r->bare && r->p.summary.status != SUMMARY_EXTRACT && r->p.withdrawn != TRI_YES);
}
/* Of a paper without any summary object it is known that nothing was asked; of others what their record says. */
static enum pending_reason why(const struct render_ctx *r)
{
	return r->p.summary.status == SUMMARY_NONE ? REASON_NOT_ASKED : r->p.summary.why;
}
/* The words of the program that failed, in any characters. */
static struct value get_reason(struct render_ctx *r)
{
	bool own = why(r) == REASON_NONE || why(r) == REASON_REPORTED;
	struct str reason = own && str_known(r->p.summary.reason) ? r->p.summary.reason : pending_reason_words(why(r), r->page->options.lang);
	return value_text(str_known(reason) ? clean_text(reason, false, &r->a, NULL) : reason);
}
static struct value get_reason_code(struct render_ctx *r) { return value_text(pending_reason_name(why(r))); }
static struct value get_remedy(struct render_ctx *r)
{
	return value_text(pending_remedy(why(r), r->p.summary.status, r->page->options.lang));
}
static struct value get_excerpt(struct render_ctx *r)
{
	return r->p.summary.status == SUMMARY_EXTRACT ? value_text(summary_text(r, STR("tldr"))) : value_none();
}
static struct value get_model(struct render_ctx *r) { return value_text(r->p.summary.model); }
/* What the summary is written in, where that is a tag of a language and another than the page's. */
static struct value get_summary_lang(struct render_ctx *r)
{
	enum { LONGEST = 35 };  /* RFC 5646, 4.4.1 */
	struct str lang = r->p.summary.lang;
	bool tag = lang.n >= 2 && lang.n <= LONGEST && !r->bare && !str_eq(lang, r->page->options.lang);
	for (size_t i = 0; tag && i < lang.n; i++)
		tag = is_alnum((unsigned char)lang.p[i]) || lang.p[i] == '-';
	return tag ? value_text(lang) : value_none();
}
static struct value get_last(struct render_ctx *r) { return value_flag(r->at == r->end); }

/* ---- Why it is where it is ---- */

static const struct page_key *key_of(const struct render_ctx *r) { return &r->page->keys[r->at - 1]; }
static bool is_scored(const struct render_ctx *r) { return r->page->shown && key_of(r)->note > 0; }
static struct value get_score(struct render_ctx *r)
{
	return is_scored(r) ? number(r, (uint64_t)r->page->shown(key_of(r)->score)) : value_none();
}
static struct value get_why(struct render_ctx *r)
{
	struct str note = is_scored(r) ? r->page->notes[key_of(r)->note - 1] : STR_NULL, why = str_head(note, str_find(note, "\n", 0));
	return str_empty(why) ? value_none() : value_text(clean_text(why, false, &r->a, NULL));
}

/* The names of the interests that speak for it, with ";" between them. */
static struct value get_interests(struct render_ctx *r)
{
	struct str rest = is_scored(r) ? r->page->notes[key_of(r)->note - 1] : STR_NULL, line;
	struct buf names = BUF_INIT(BUF_UNBOUNDED);
	str_cut(&rest, '\n', &line);
	while (str_cut(&rest, '\n', &line))
		buf_addf(&names, "%s%.*s", names.len ? ";" : "", STR_ARG(line));
	return value_copied(&r->a, &names);
}

/* ---- Announce type, categories, authors ---- */

static struct value get_announce_type(struct render_ctx *r) { return value_text(announce_name(r->p.announce_type)); }

static struct value get_announce_word(struct render_ctx *r)
{
	struct str name = announce_name(r->p.announce_type);
	struct str word = str_empty(name) ? STR_NULL : page_word(&r->page->options, name);
	return value_text(str_known(word) ? word : name);
}

static struct value get_category(struct render_ctx *r)
{
	return r->p.categories.n ? value_text(r->p.categories.v[0]) : value_none();
}

static struct value joined(struct render_ctx *r, size_t from, size_t n, struct str (*at)(const struct paper *p, size_t i))
{
	struct buf b = BUF_INIT(BUF_UNBOUNDED);
	for (size_t i = from; i < n; i++) {
		if (i > from)
			buf_addz(&b, ", ");
		buf_adds(&b, at(&r->p, i));
	}
	if (from < n)
		return value_copied(&r->a, &b);
	buf_free(&b);
	return value_none();
}

enum { FIRST_AUTHORS = 3 };
static struct str author_at(const struct paper *p, size_t i) { return p->authors[i].name; }
static struct str category_at(const struct paper *p, size_t i) { return p->categories.v[i]; }
static size_t first_authors(const struct render_ctx *r)
{
	return r->p.n_authors < FIRST_AUTHORS ? r->p.n_authors : FIRST_AUTHORS;
}
static struct value get_authors(struct render_ctx *r) { return joined(r, 0, r->p.n_authors, author_at); }
static struct value get_authors_first(struct render_ctx *r) { return joined(r, 0, first_authors(r), author_at); }
static struct value get_authors_more(struct render_ctx *r) { return joined(r, first_authors(r), r->p.n_authors, author_at); }
static struct value get_authors_left(struct render_ctx *r)
{
	size_t left = r->p.n_authors - first_authors(r);
	return left ? number(r, left) : value_none();
}
/* The categories by the names that arXiv shows: "Computation and Language ; Artificial Intelligence". */
static struct value get_subjects(struct render_ctx *r)
{
	struct buf b = BUF_INIT(BUF_UNBOUNDED);
	for (size_t i = 0; i < r->p.categories.n; i++) {
		struct str title = category_title(r->p.categories.v[i]);
		buf_addz(&b, i ? " ; " : "");
		buf_adds(&b, str_empty(title) ? r->p.categories.v[i] : title);
	}
	return b.len ? value_copied(&r->a, &b) : value_none();
}

/* When version 1 came in, as people write it: "2024-06-03 17:31:06 UTC". */
static struct value get_published_at(struct render_ctx *r)
{
	struct str t = r->p.published;
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
	return value_text_as(value_copied(&r->a, &b).text, TEXT_AS_IS);  /* digits: no reader makes anything of ":31:" */
}

static struct value get_categories(struct render_ctx *r) { return joined(r, 0, r->p.categories.n, category_at); }
static struct value get_category_list(struct render_ctx *r) { return value_strs(&r->a, r->p.categories); }
static struct value get_author_list(struct render_ctx *r)
{
	struct strs names = { arena_calloc(&r->a, r->p.n_authors + 1, sizeof *names.v), r->p.n_authors };
	for (size_t i = 0; i < names.n; i++)
		names.v[i] = author_at(&r->p, i);
	return value_strs(&r->a, names);
}

/* ---- The paper's names ---- */

static const struct field_row paper_names[] = {
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
	{ "basis", get_basis },
	{ "bibtex", get_bibtex },
	{ "categories", get_categories },
	{ "category", get_category },
	{ "category_list", get_category_list },
	{ "code", get_code },
	{ "code_text", get_code_text },
	{ "comment", get_comment },
	{ "doi", get_doi },
	{ "dropped", get_dropped },
	{ "entry_id", get_entry_id },
	{ "excerpt", get_excerpt },
	{ "extract", get_extract },
	{ "figure", get_figure },
	{ "from_abstract", get_from_abstract },
	{ "from_text", get_from_text },
	{ "from_version", get_from_version },
	{ "heading", get_heading },
	{ "href", get_href },
	{ "html", get_html },
	{ "interests", get_interests },
	{ "label", get_label },
	{ "lacks", get_lacks },
	{ "last", get_last },
	{ "link", get_link },
	{ "link_text", get_link_text },
	{ "model", get_model },
	{ "number", get_number },
	{ "own_page", get_own_page },
	{ "pdf", get_pdf },
	{ "pending", get_pending },
	{ "project", get_project },
	{ "project_text", get_project_text },
	{ "published_at", get_published_at },
	{ "reason", get_reason },
	{ "reason_code", get_reason_code },
	{ "remedy", get_remedy },
	{ "row_subtitle", get_row_subtitle },
	{ "row_title", get_row_title },
	{ "score", get_score },
	{ "stamp", get_stamp },
	{ "stars", get_stars },
	{ "subjects", get_subjects },
	{ "submitted", get_submitted },
	{ "summary", get_summary },
	{ "summary_lang", get_summary_lang },
	{ "summary_title", get_summary_title },
	{ "title", get_title },
	{ "traced", get_traced },
	{ "untraced", get_untraced },
	{ "untraced_marked", get_untraced_marked },
	{ "version", get_version },
	{ "why", get_why },
	{ "withdrawn", get_withdrawn },
};

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
	struct render_ctx *r = ctx;
	struct field_binding *m = &r->known[(uintptr_t)name.p % COUNTOF(r->known)];
	if (m->name.p != name.p || m->name.n != name.n)
		*m = (struct field_binding){ name, find_name(name, paper_names, COUNTOF(paper_names)), find_field(name) };
	if (m->row)
		return m->row->get(r);
	return m->field ? value_text(paper_get(&r->p, m->field)) : value_none();
}

const struct value_ops paper_ops = { .get = paper_member };

