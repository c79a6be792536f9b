/* SPDX-License-Identifier: MIT
 * The table of cleaning rules: which roads write a field in which form, and the function that undoes it. The rows run
 * from top to bottom; adding a rule is adding a row. */
#include <string.h>

#include "clean.h"
#include "digest/text.h"

typedef struct str rule_fn(struct clean *c, struct str s);

static struct str from_buf(struct clean *c, struct buf *b)
{
	struct str s = arena_dup(c->a, buf_str(b));
	buf_free(b);
	return s;
}

/* ---- The title's suffix: "Text. (arXiv:2309.11895v1 [cs.SD] UPDATED)" ---- */

struct suffix {
	struct arxiv_id id;
	struct str category;
	enum announce_type type;
	size_t start;  /* of the suffix, with the blank before it */
};

static bool cut_end(struct str *s, const char *z)
{
	if (!str_ends(*s, z))
		return false;
	s->n -= strlen(z);
	return true;
}

static bool parse_suffix(struct str s, struct arena *a, struct suffix *ret)
{
	static const struct { const char *end; enum announce_type type; } ends[] = {
		{ "] UPDATED)", ANNOUNCE_REPLACE }, { "] CROSS LISTED)", ANNOUNCE_CROSS }, { "])", ANNOUNCE_NEW },
	};
	size_t i, bracket, paren;
	s = str_trim(s);
	for (i = 0; i < COUNTOF(ends) && !cut_end(&s, ends[i].end); i++)
		;
	if (i == COUNTOF(ends))
		return false;
	for (bracket = s.n; bracket > 0 && s.p[bracket - 1] != '['; bracket--)
		;
	ret->type = ends[i].type;
	ret->category = str_from(s, bracket);
	if (bracket < 2 || ret->category.n == 0 || s.p[bracket - 2] != ' ')
		return false;
	s = str_head(s, bracket - 2);
	for (paren = s.n; paren > 0 && s.p[paren - 1] != '('; paren--)
		;
	if (paren == 0 || !str_starts(str_from(s, paren), "arXiv:") || !arxiv_id_parse(str_from(s, paren), a, &ret->id))
		return false;
	for (paren--; paren > 0 && is_space((unsigned char)s.p[paren - 1]); paren--)
		;
	ret->start = paren;
	return true;
}

/* A suffix that names another paper belongs to the title ("Comment on … (arXiv:…)"). */
static struct str title_suffix(struct clean *c, struct str s)
{
	struct suffix x;
	struct str trimmed = str_trim(s);
	if (!parse_suffix(trimmed, c->a, &x) || !str_eq(x.id.id, c->p->id))
		return s;
	if (c->p->version == 0)
		c->p->version = x.id.version;
	if (c->p->announce_type == ANNOUNCE_UNKNOWN)
		c->p->announce_type = x.type;
	c->primary = x.category;
	s = str_head(trimmed, x.start);
	cut_end(&s, ".");  /* the feed put one there, whatever the title ended in */
	return s;
}

/* ---- The abstract's prefix: "arXiv:2402.17010v1 Announce Type: new \nAbstract: Text" ---- */

static struct str skip_space(struct str s)
{
	size_t i = 0;
	while (i < s.n && is_space((unsigned char)s.p[i]))
		i++;
	return str_from(s, i);
}

/* Cut the word up to white space off S. */
static struct str cut_word(struct str *s)
{
	size_t n = 0;
	while (n < s->n && !is_space((unsigned char)s->p[n]))
		n++;
	struct str word = str_head(*s, n);
	*s = skip_space(str_from(*s, n));
	return word;
}

static bool cut_start(struct str *s, const char *z)
{
	if (!str_starts(*s, z))
		return false;
	*s = skip_space(str_from(*s, strlen(z)));
	return true;
}

/* A prefix goes even if it names another paper, but is believed only if it names this one. */
static struct str announce_prefix(struct clean *c, struct str s)
{
	struct arxiv_id id;
	struct str rest = skip_space(s);
	if (!str_starts(rest, "arXiv:") || !arxiv_id_parse(cut_word(&rest), c->a, &id) || !cut_start(&rest, "Announce Type:"))
		return s;
	struct str type = cut_word(&rest);
	if (!cut_start(&rest, "Abstract:"))
		return s;
	if (str_eq(id.id, c->p->id)) {
		if (c->p->version == 0)
			c->p->version = id.version;
		if (c->p->announce_type == ANNOUNCE_UNKNOWN)
			c->p->announce_type = announce_parse(type);
	}
	return rest;
}

/* ---- HTML ---- */

static struct str references(struct clean *c, struct str s)
{
	struct buf b = BUF_INIT(BUF_UNBOUNDED);
	if (s.n == 0 || memchr(s.p, '&', s.n) == NULL)
		return s;
	c->counts->entities += html_unescape(s, &b);
	return from_buf(c, &b);
}

static struct str html(struct clean *c, struct str s)
{
	struct buf b = BUF_INIT(BUF_UNBOUNDED);
	if (!str_known(s))
		return s;
	html_to_text(s, &b);
	return from_buf(c, &b);
}

static struct str html_abstract(struct clean *c, struct str s) { return c->received_abstract = html(c, s); }

/* ---- Texts ---- */

static struct str tex_line(struct clean *c, struct str s) { return clean_string(s, WRAP_LINE, true, c->a, c->counts); }
static struct str plain_line(struct clean *c, struct str s) { return clean_string(s, WRAP_LINE, false, c->a, c->counts); }
static struct str paragraphs(struct clean *c, struct str s) { return clean_string(s, WRAP_PARAS, true, c->a, c->counts); }
static struct str unwrapped(struct clean *c, struct str s) { return clean_string(s, WRAP_INDENT, true, c->a, c->counts); }

/* A record's line feeds end paragraphs, unless the text is plainly in arXiv's wrapped form: our own never has a blank
 * at its start or behind an LF. */
static struct str record_abstract(struct clean *c, struct str s)
{
	size_t lf = str_find(s, "\n", 0);
	bool wrapped = lf != STR_NONE && (str_starts(s, "  ") || str_find(s, "\n  ", lf) != STR_NONE);
	return (wrapped ? unwrapped : paragraphs)(c, s);
}

/* ---- The link ---- */

/* An address of arXiv's abstract page in whatever dress, for this paper. */
static bool is_abs_link(struct clean *c, struct str s)
{
	static const char *const hosts[] = { "arxiv.org", "www.arxiv.org", "export.arxiv.org", "rss.arxiv.org" };
	struct arxiv_id id;
	size_t skip = str_starts(s, "https://") ? 8 : str_starts(s, "http://") ? 7 : 0;
	struct str host = str_from(s, skip);
	size_t slash = str_find(host, "/", 0);
	if (skip == 0 || slash == STR_NONE || !str_starts(str_from(host, slash), "/abs/"))
		return false;
	for (size_t i = 0; i < COUNTOF(hosts); i++)
		if (str_is_nocase(str_head(host, slash), hosts[i]))
			return arxiv_id_from_link(s, c->a, &id) && str_eq(id.id, c->p->id);
	return false;
}

static struct str link_canonical(struct clean *c, struct str s)
{
	static const char base[] = "https://arxiv.org/abs/";
	struct buf b = BUF_INIT(BUF_UNBOUNDED);
	if (str_known(paper_id_local(c->p->id)))
		return str_known(s) ? plain_line(c, s) : s;
	if (str_starts(s, base) && str_eq(str_from(s, sizeof base - 1), c->p->id))
		return s;
	s = plain_line(c, s);
	if (!str_empty(s) && !is_abs_link(c, s))
		return s;
	buf_addz(&b, base);
	buf_adds(&b, c->p->id);
	return from_buf(c, &b);
}

/* ---- The table ---- */

#define ON(form) (1u << FORM_##form)
#define ALL (ON(RECORD) | ON(API) | ON(FEED) | ON(RDF) | ON(OAI) | ON(TEX))
#define FIELD(name) offsetof(struct paper, name)

static const struct {
	unsigned forms;
	size_t field;  /* the struct str in struct paper */
	rule_fn *fn;
} rules[] = {
	{ ON(RDF), FIELD(title), references },
	{ ON(RECORD) | ON(RDF), FIELD(title), title_suffix },
	{ ALL, FIELD(title), tex_line },
	{ ON(RDF), FIELD(abstract), html_abstract },
	{ ON(RECORD) | ON(FEED), FIELD(abstract), announce_prefix },
	{ ON(RECORD), FIELD(abstract), record_abstract },
	{ ON(RDF), FIELD(abstract), paragraphs },
	{ ON(API) | ON(FEED) | ON(OAI) | ON(TEX), FIELD(abstract), unwrapped },
	{ ALL, FIELD(comment), tex_line },
	{ ALL, FIELD(journal_ref), tex_line },
	{ ALL, FIELD(submitter), tex_line },
	{ ALL, FIELD(doi), plain_line },
	{ ALL, FIELD(license), plain_line },
	{ ALL, FIELD(msc_class), plain_line },
	{ ALL, FIELD(acm_class), plain_line },
	{ ALL, FIELD(report_no), plain_line },
	{ ALL, FIELD(link), link_canonical },
};

/* ---- What is not one string ---- */

/* archive.SUBJECT: what can be a category, if perhaps one that is newer than the table. */
static bool category_shape(struct str s)
{
	size_t i = 0;
	while (i < s.n && (is_lower((unsigned char)s.p[i]) || (s.p[i] == '-' && i)))
		i++;
	if (i == 0 || i == s.n)
		return i > 0;
	if (s.p[i] != '.' || i + 1 == s.n)
		return false;
	for (i++; i < s.n; i++)
		if (!is_alpha((unsigned char)s.p[i]) && s.p[i] != '-')
			return false;
	return true;
}

enum { MAX_CATEGORIES = 64 };

static void add_category(struct strs *to, struct str s)
{
	s = category_canonical(s);
	if (s.n && to->n < MAX_CATEGORIES && !strs_has(*to, s))
		to->v[to->n++] = s;
}

/* The API's lists hold classes of other schemes too (68T50, I.2.7). */
static void categories(struct clean *c)
{
	struct paper *p = c->p;
	struct strs raw = p->categories;
	unsigned form = 1u << c->raw->form;
	struct strs to = { arena_calloc(c->a, (raw.n < MAX_CATEGORIES ? raw.n : MAX_CATEGORIES) + 1, sizeof *to.v), 0 };
	if (str_known(c->primary))
		add_category(&to, c->primary);
	for (size_t i = 0; i < raw.n; i++) {
		struct str s = plain_line(c, raw.v[i]);
		if (!(form & (ON(API) | ON(OAI))) || category_shape(s) || category_known(s))
			add_category(&to, s);
		else if (is_digit((unsigned char)s.p[0]) && !str_known(p->msc_class))
			p->msc_class = s;
		else if (is_upper((unsigned char)s.p[0]) && s.n > 1 && s.p[1] == '.' && !str_known(p->acm_class))
			p->acm_class = s;
	}
	p->categories = to;
}

/* Whether there is a name in S: some lists hold the colon behind a collaboration as an author. */
static bool has_name(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if (is_alnum((unsigned char)s.p[i]) || (unsigned char)s.p[i] >= 0x80)
			return true;
	return false;
}

static void authors_listed(struct clean *c)
{
	struct paper *p = c->p;
	struct author *to = arena_calloc(c->a, p->n_authors, sizeof *to);
	size_t n = 0;
	for (size_t i = 0; i < p->n_authors; i++) {
		struct author raw = p->authors[i];
		struct strs at = { arena_calloc(c->a, raw.affiliations.n, sizeof *at.v), 0 };
		struct str name = tex_line(c, raw.name);
		if (!has_name(name))
			continue;
		for (size_t k = 0; k < raw.affiliations.n; k++) {
			struct str s = tex_line(c, raw.affiliations.v[k]);
			if (s.n)
				at.v[at.n++] = s;
		}
		to[n++] = (struct author){ name, at };
	}
	p->authors = to;
	p->n_authors = n;
}

static void authors(struct clean *c)
{
	struct str text = c->raw->authors_text;
	if (!str_known(text)) {
		authors_listed(c);
		return;
	}
	if (c->raw->form == FORM_RDF)
		text = html(c, text);
	authors_parse(tex_line(c, text), c->a, c->p);
}

/* ---- Withdrawn ---- */

static bool has_nocase(struct str s, const char *z)
{
	size_t n = strlen(z);
	for (size_t i = 0; i + n <= s.n; i++)
		if (to_lower((unsigned char)s.p[i]) == z[0] && str_is_nocase((struct str){ s.p + i, n }, z))
			return true;
	return false;
}

/* arXiv's own words are "This paper has been withdrawn by the author"; authors vary them. A comment is short and about
 * the paper itself; an abstract must begin with the paper ("This paper and abstract have been withdrawn"). */
static bool says_withdrawn(struct str s, bool abstract)
{
	static const char *const phrases[] = { " been withdrawn", " been temporarily withdrawn", " is withdrawn", " was withdrawn",
		"paper withdrawn", "withdrawn by" };
	static const char *const subjects[] = { "this paper", "the paper", "this article", "this submission", "this manuscript",
		"this preprint", "this work", "this note", "paper" };
	bool about = !abstract;
	if (str_empty(s))
		return false;
	if (str_is_nocase(str_head(s, 9), "withdrawn"))
		return !abstract || s.n < 200;
	if (abstract)
		s = str_head(s, 120);
	for (size_t i = 0; i < COUNTOF(subjects); i++)
		about = about || str_is_nocase(str_head(s, strlen(subjects[i])), subjects[i]);
	if (!about || has_nocase(s, "not withdrawn") || has_nocase(s, "not been withdrawn") || has_nocase(s, "previous"))
		return false;
	for (size_t i = 0; i < COUNTOF(phrases); i++)
		if (has_nocase(s, phrases[i]))
			return true;
	return false;
}

void clean_rules(struct clean *c)
{
	for (size_t i = 0; i < COUNTOF(rules); i++)
		if (rules[i].forms & 1u << c->raw->form) {
			struct str *field = (struct str *)((char *)c->p + rules[i].field);
			if (str_known(*field) || rules[i].fn == link_canonical)
				*field = rules[i].fn(c, *field);
		}
	categories(c);
	authors(c);
	if (c->p->withdrawn == TRI_UNKNOWN && (says_withdrawn(c->p->comment, false) || says_withdrawn(c->p->abstract, true)))
		c->p->withdrawn = TRI_YES;
}
