/* SPDX-License-Identifier: MIT
 * Inside the room: what one rendering knows, and how values of the page, its papers and their summaries come to be. */
#ifndef RENDER_CTX_H
#define RENDER_CTX_H

#include "digest/render.h"

/* value.kind; NO_MATH: its '$' are just that; VERBATIM: as it is, lines and blanks too, but escaped; MARKED: what a
 * reader sees of a tree of marks, which marked_tree() knows; LINKED: the paper's own words, whose addresses are links (what
 * a model, a command or a stranger's name says has none); DOIS: such, with blanks between them */
enum text_kind { TEXT_ESCAPED, TEXT_URL, TEXT_AS_IS, TEXT_NO_MATH, TEXT_VERBATIM, TEXT_MARKED, TEXT_LINKED, TEXT_DOIS };

/* What a name means, as it was found when it was first met: a row of paper_fields.c, or a field of the record. */
struct field_binding {
	struct str name;
	const struct field_row *row;
	const struct paper_field *field;
};

/* A JSON value of a summary's field, parsed when it was first asked for. */
struct parsed {
	size_t field;
	struct js *js;
	struct parsed *next;
};

/* A text that has been read as Markdown. */
struct marked {
	struct str source;
	enum md_format format;
	struct value value;        /* its text is what is found by marked_tree() */
	const struct md_node *tree;   /* NULL: there is no mark in it */
	struct render_ctx *r;
	struct marked *next;
};

/* What one rendering knows: the page, and the paper that its list stands at. */
struct render_ctx {
	const struct page *page;
	struct arena a;            /* of the paper */
	struct arena page_arena;
	struct paper p;
	size_t at, end;            /* of the next paper; behind the last one of the list */
	bool bare;                 /* no summary in the page's language: pending, or an extract */
	struct parsed *parsed;     /* of the paper */
	struct marked *marked;     /* of the paper */
	const struct evidence *evidence; /* of the paper; NULL: not read yet */
	struct str *cleaned_texts; /* of the paper, by field: as shown; NULL: none yet */
	struct page_place *places; /* of the page: order.c; NULL: not made yet */
	struct tally *chart;       /* of the page; NULL: not counted yet */
	struct cite_keys *keys;    /* of the page's papers, as BibTeX has them; NULL: not made yet */
	struct field_binding known[512]; /* by where the name stands in the template: its texts stay where they are */
	struct err failed;         /* of a pass over the papers that a value needed */
	bool (*write)(void *ctx, struct str bytes, struct err *e);
	void *write_ctx;
};

static inline struct value value_none(void) { return (struct value){ .type = VALUE_NONE }; }
static inline struct value value_flag(bool on) { return (struct value){ .type = on ? VALUE_TRUE : VALUE_FALSE }; }
static inline struct value value_text_as(struct str s, enum text_kind kind)
{
	return str_known(s) ? (struct value){ .type = VALUE_TEXT, .text = s, .kind = kind } : value_none();
}
static inline struct value value_text(struct str s) { return value_text_as(s, TEXT_ESCAPED); }
struct value value_number(struct arena *a, uint64_t n);
/* B as a text in A; B is freed. */
struct value value_copied(struct arena *a, struct buf *b);
/* A list of texts, borrowed; made in A. An empty one is false. */
struct value value_strs(struct arena *a, struct strs list);

static inline bool received(const struct render_ctx *r) { return r->page->options.dialect->received; }

/* ---- page_fields.c, paper_fields.c ---- */

/* Sorted by name: they are found by halving. A row has a function, or is a plain field of the record. */
struct field_row {
	const char *name;
	struct value (*get)(struct render_ctx *r);
};
const struct field_row *find_name(struct str name, const struct field_row *rows, size_t n);  /* NULL */

extern const struct value_ops page_ops;   /* ctx: struct render_ctx */
extern const struct value_ops paper_ops;  /* ctx: struct render_ctx */
bool name_of_page(struct str name);
bool name_of_paper(struct str name);

/* ---- summary_values.c ---- */

/* The field NAME as it is shown: as received where the dialect asks for that, else cleaned. STR_NULL: there is none. */
struct str summary_text(struct render_ctx *r, struct str name);
struct value get_summary(struct render_ctx *r);  /* {{summary.KEY}}: a text, or for a list the list */
struct value get_lacks(struct render_ctx *r);    /* {{lacks.KEY}} */
struct value get_stars(struct render_ctx *r);    /* {{stars.KEY}}: 4 as ★★★★☆ */

/* ---- summary_json.c ---- */

/* The JSON of the summary's field I, borrowed until the paper is done; NULL: it is none. */
const struct js *summary_json(struct render_ctx *r, size_t i);
void summary_values_end(struct render_ctx *r);   /* the paper is done */
/* A field that may have lists in its text, and is a list of texts itself, as styles once asked for: as such a text. */
void summary_lists_to_blocks(struct render_ctx *r);

/* ---- project.c: the addresses of the paper's code and of its own page, and the same without the scheme ---- */

struct value get_code(struct render_ctx *r);
struct value get_code_text(struct render_ctx *r);
struct value get_project(struct render_ctx *r);
struct value get_project_text(struct render_ctx *r);

/* ---- evidence.c ---- */

/* What of a text of an answer links into the paper. */
struct md_links {
	struct md_link *v;
	size_t n;
};
struct evidence_links {
	struct md_links works, figures;
};
/* Those of the text S, which is a field's own or one of its JSON; NULL: it has none. */
const struct evidence_links *evidence_links(struct render_ctx *r, struct str s);
/* The tree M with them, in A. */
const struct md_node *evidence_link(const struct evidence_links *l, const struct md_node *m, struct arena *a);
struct value get_basis(struct render_ctx *r);   /* whether it is known what the answer was written from */
struct value get_dropped(struct render_ctx *r); /* how many items went, for what stands nowhere */
struct value get_figure(struct render_ctx *r);  /* the address of the text's first figure */
struct value get_from_abstract(struct render_ctx *r);
struct value get_from_text(struct render_ctx *r);
struct value get_from_version(struct render_ctx *r); /* of the text, where the paper has a newer one */
struct value get_traced(struct render_ctx *r);       /* how many figures and works have their place */
struct value get_untraced(struct render_ctx *r);
struct value get_untraced_marked(struct render_ctx *r); /* whether a sign stands behind one */

/* ---- marked.c ---- */

/* The text S of an answer's field that allows FORMAT, read as Markdown: what {{x}} writes, with the member "blocks". */
struct value value_marked(struct render_ctx *r, struct str s, enum md_format format);
/* The tree of a text that has the kind TEXT_MARKED; NULL: S is none. */
const struct md_node *marked_tree(const struct render_ctx *r, struct str s);
/* Append the tree as HTML; PUT writes a leaf's text or formula. Blocks only where BLOCKS is set;
 * QUOTATIONS: a link shows what is at its end. */
typedef void marked_leaf(const struct render_options *options, struct buf *out, struct str s, bool formula);
void marked_put_html(const struct render_options *options, struct buf *out, const struct md_node *m, bool blocks,
                     marked_leaf *put, bool quotations);
/* Append the tree as lines for a terminal, on from where OUT ends. */
void marked_put_text(const struct render_options *options, struct buf *out, const struct md_node *m);

/* ---- site_fields.c: of pages of a site; on others none ---- */

struct value get_site(struct render_ctx *r);
struct value get_root(struct render_ctx *r);        /* the way to the site's top, as it is */
struct value get_previous(struct render_ctx *r);
struct value get_next(struct render_ctx *r);
struct value get_day_page(struct render_ctx *r);
struct value get_self(struct render_ctx *r);
struct value get_alone(struct render_ctx *r);
struct value get_own_page(struct render_ctx *r);    /* of the paper */

/* ---- tally.c ---- */

struct value get_chart(struct render_ctx *r);    /* the page's papers by category */

/* ---- feed.c ---- */

struct value get_entry_id(struct render_ctx *r);    /* of the paper: what stands for its address where arXiv has none */
struct value get_stamp(struct render_ctx *r);       /* of the paper: when it was last changed */
struct value get_submitted(struct render_ctx *r);   /* of the paper: its first version, if that is a time */
struct value get_page_stamp(struct render_ctx *r);  /* the newest of its papers' */
struct value get_feed_id(struct render_ctx *r);

/* ---- bibtex.c ---- */

struct value get_bibtex(struct render_ctx *r);

/* ---- order.c ---- */

/* Whether one of the page's first N keys, in the order of page_sort() without by_link, is of this id. */
bool page_has_id(struct render_ctx *r, size_t n, int64_t id_key);

/* ---- linked.c ---- */

/* Append S as text of HTML, with each address of the web, or each DOI, as a link. Linear time. */
void escape_linked(struct str s, struct buf *out);
void escape_dois(struct str s, struct buf *out);
/* Whether OUT ends within a link of its last line: links do not stand in links. */
bool within_link(const struct buf *out);

/* ---- escape.c ---- */

/* Append S as the page's format wants it for where it goes, which is told from what stands on the line already. */
void escape_text(void *ctx, struct buf *out, struct str s, int kind, bool raw);

/* ---- front.c ---- */

bool front_render(struct render_ctx *r, struct buf *out, struct err *e) NODISCARD;

#endif

