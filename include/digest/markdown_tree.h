/* SPDX-License-Identifier: MIT
 * Markdown as models write it, read: what CommonMark (spec 0.30, by cmark) makes of an answer's text, less what its field does not
 * allow, as a small tree that each format writes in its own way. */
#ifndef DIGEST_MARKDOWN_TREE_H
#define DIGEST_MARKDOWN_TREE_H

#include "digest/arena.h"
#include "digest/buf.h"
#include "digest/tex.h"
#include "digest/markdown.h"
#include "digest/text.h"

/* What a field may have. Links, images, HTML, tables, code blocks, rules become their text in all of them. */
enum md_format {
	MD_FORMAT_NONE,          /* nothing: the text is as it stands */
	MD_FORMAT_INLINE,        /* emphasis, strong emphasis, code, mathematics, in one line: what would begin a block is text */
	MD_FORMAT_BLOCKS,        /* also paragraphs, lists, block quotations, sub-headings */
	MD_FORMAT_REFERENCES,    /* as MD_FORMAT_INLINE: one work of a list of references */
};
/* "inline", "blocks", "references"; MD_FORMAT_NONE: S is none of them. */
enum md_format md_format_parse(struct str s);

/* The fields of a style's answer that allow something, by their names from the root on, joined by '.'; lists are passed through:
 * "sections.paragraphs". Borrowed. */
struct md_field {
	struct str path;
	enum md_format format;
};
struct md_fields {
	const struct md_field *v;
	size_t n;
};
enum md_format md_format_of(const struct md_fields *f, struct str path);

enum md_node_kind {
	MD_NODE_TEXT,
	MD_NODE_MATH,
	MD_NODE_CODE, /* leaves: text; a formula with its delimiters; code */
	MD_NODE_LINK, /* a leaf: text that links somewhere. No answer has one: md_tree_link() makes them */
	MD_NODE_EM,
	MD_NODE_STRONG, /* never one within the same */
	MD_NODE_PARAGRAPH,
	MD_NODE_HEADING,
	MD_NODE_QUOTE,
	MD_NODE_LIST,
	MD_NODE_ITEM,
};
/* Where a text links to. */
struct md_target {
	struct str url;  /* url_is_web(); empty: there is no address, and the note is all */
	struct str note; /* what is found there, for those who do not follow; may be empty */
};
enum { MD_MOST_TARGETS = 2 };
struct md_node {
	enum md_node_kind kind;
	struct str text;         /* of a leaf: single blanks, no line end */
	unsigned number;         /* MD_NODE_LIST: what its first item is numbered; 1 or 2, how deep a MD_NODE_HEADING is */
	bool ordered, tight;     /* MD_NODE_LIST */
	const struct md_target
	        *targets; /* of a MD_NODE_LINK: the first is the text's own, the second follows it as a dagger */
	unsigned n_targets;
	const struct md_node *first, *next;
};

/* Limits, each met by a test. A text beyond the first three has no marks; what is deeper than the others is a part of what is
 * around it. */
enum {
	MD_TREE_MAX_BYTES = 256 * 1024,
	MD_TREE_MAX_NODES = 20000,
	MD_TREE_MAX_FORMULAS = 65535,
	MD_TREE_MAX_LISTS = 3, /* in one another */
	MD_TREE_MAX_QUOTES = 2,
	MD_TREE_MAX_DEPTH = 64,   /* of all in one another, as cmark sees it */
	MD_TREE_MAX_LINKS = 1000, /* put into a tree at once; those behind are left out */
};

/* Read S, valid UTF-8 as clean_marked() leaves it. The tree is a list: of paragraphs and other blocks, the only one a paragraph in
 * MD_FORMAT_INLINE; strings in A. Mathematics (tex_next_math) is no mark, and none is seen in it; a `**` beside Chinese text that
 * CommonMark's rule of flanking keeps from being a delimiter is one where that leaves fewer of them as text. TeX outside mathematics
 * and code becomes Unicode. NULL: S has no mark, it is the text that it is. Time and memory linear in S. */
const struct md_node *md_tree_read(struct str s, enum md_format format, struct arena *a);
/* Whether S may have a mark at all, by a look at each byte: true where it is not sure. */
bool md_tree_may_be(struct str s, bool blocks);
/* Append the text of the list M, what a reader sees, in one line. */
void md_tree_text(const struct md_node *m, struct buf *out);
/* Whether the list M is more than one paragraph. */
bool md_tree_has_blocks(const struct md_node *m);

/* Append V, a JSON array of texts, as a list of Markdown: a line an item, each read as a paragraph; empty ones go.
 * False, with nothing appended: it is something else. */
bool md_list_of(const struct js *v, struct buf *out) NODISCARD;

/* A tree of one paragraph that is the text S: its formulas, and what is between them. In A. */
const struct md_node *md_tree_plain(struct str s, struct arena *a);

/* What is to be linked in a tree: TEXT, where it stands by itself and not within a longer number or word. */
struct md_link {
	struct str text;
	struct md_target targets[MD_MOST_TARGETS];
	unsigned n_targets; /* 0: it links nowhere, and MARK alone follows it */
	struct str mark;    /* a few signs to be put behind it; may be empty */
};
/* The list M with the N links, each sought behind the one before it; what is not found is left out. Formulas, code and
 * links stay as they are. LINKS has to live as long as the result, which is in A. */
const struct md_node *md_tree_link(const struct md_node *m, const struct md_link *links, size_t n, struct arena *a);
/* Where TEXT stands by itself in S, in no address, from FROM on; STR_NONE. */
size_t md_find_alone(struct str s, struct str text, size_t from);

/* Append the list M as Markdown for R's readers, going on where OUT ends: behind what stands on its last line, an indentation, a
 * list's marker, words. PLACE is what md_text() takes; in a cell, a link's text and a heading (BLOCKS false) blocks are parted by blanks.
 * HTML: elements may be written where Markdown has no sign for it. */
void md_tree_write(const struct md_rules *r, enum md_place place, bool blocks, const struct md_node *m, struct buf *out);

/* The version of cmark that this was compiled with, "NAME/VERSION". */
extern const char md_tree_library[];

#endif
