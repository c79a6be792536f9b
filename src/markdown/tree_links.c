/* SPDX-License-Identifier: MIT
 * Links that are put into a tree after it was read: a figure or a name where it stands in the text, and in nothing but text. */
#include <string.h>

#include "digest/markdown_tree.h"
#include "digest/vec.h"

/* ---- Where a text stands by itself ---- */

static bool is_number_sign(int c) { return c == '.' || c == ','; }

/* Whether what stands before S[at] goes on in the word or number that begins there. */
static bool goes_on_before(struct str s, size_t at)
{
	unsigned char first = (unsigned char)s.p[at], c = at > 0 ? (unsigned char)s.p[at - 1] : 0;
	unsigned char further = at > 1 ? (unsigned char)s.p[at - 2] : 0;
	if (is_digit(first))
		return is_alnum(c) || (is_number_sign(c) && is_digit(further));
	return is_alpha(first) && is_alnum(c);
}

static bool goes_on_behind(struct str s, size_t end)
{
	unsigned char last = (unsigned char)s.p[end - 1], c = end < s.n ? (unsigned char)s.p[end] : 0;
	unsigned char further = end + 1 < s.n ? (unsigned char)s.p[end + 1] : 0;
	if (is_digit(last))
		return is_digit(c) || c == '%' || (is_number_sign(c) && is_digit(further));
	return is_alpha(last) && is_alnum(c);
}

/* Whether S[at] is within an address that began before it. */
static bool in_address(struct str s, size_t at)
{
	enum { LONGEST = 2000 };
	size_t from = at;
	while (from > 0 && at - from < LONGEST && (unsigned char)s.p[from - 1] > ' ' && (unsigned char)s.p[from - 1] < 0x7f)
		from--;
	struct str before = { s.p + from, at - from };
	return str_find(before, "://", 0) != STR_NONE || str_find(before, "www.", 0) != STR_NONE;
}

size_t md_find_alone(struct str s, struct str text, size_t from)
{
	for (size_t i = from; text.n > 0 && i + text.n <= s.n; i++) {
		const char *p = memchr(s.p + i, text.p[0], s.n - text.n - i + 1);
		if (p == NULL)
			break;
		i = (size_t)(p - s.p);
		if (memcmp(p, text.p, text.n) == 0 && !goes_on_before(s, i) && !goes_on_behind(s, i + text.n) && !in_address(s, i))
			return i;
	}
	return STR_NONE;
}

/* ---- A text as a tree ---- */

struct chain {
	const struct md_node *first;
	struct md_node *last;
};

static struct md_node *add_leaf(struct chain *c, struct arena *a, enum md_node_kind kind, struct str text)
{
	struct md_node *m = arena_calloc(a, 1, sizeof *m);
	m->kind = kind;
	m->text = text;
	if (c->last)
		c->last->next = m;
	else
		c->first = m;
	return c->last = m;
}

const struct md_node *md_tree_plain(struct str s, struct arena *a)
{
	struct chain c = { NULL, NULL };
	struct tex_math math;
	size_t from = 0;
	for (; tex_next_math(s, from, &math); from = math.end) {
		if (math.start > from)
			add_leaf(&c, a, MD_NODE_TEXT, (struct str){ s.p + from, math.start - from });
		add_leaf(&c, a, MD_NODE_MATH, (struct str){ s.p + math.start, math.end - math.start });
	}
	if (from < s.n)
		add_leaf(&c, a, MD_NODE_TEXT, str_from(s, from));
	struct md_node *paragraph = arena_calloc(a, 1, sizeof *paragraph);
	paragraph->kind = MD_NODE_PARAGRAPH;
	paragraph->first = c.first;
	return paragraph;
}

/* ---- Links ---- */

/* A link, and where it goes: the leaf, by its number among the texts, and the place in that. */
struct found {
	const struct md_link *link;
	size_t leaf, at;
};

struct linking {
	VEC(struct str) leaves;    /* the texts of the tree, in order */
	struct found *found;
	size_t n, next;            /* the one that comes next */
	size_t leaf;               /* the text that is written next */
	struct arena *a;
};

static void list_leaves(struct linking *l, const struct md_node *m)
{
	for (; m; m = m->next)
		if (m->kind == MD_NODE_TEXT)
			*vec_push(&l->leaves) = m->text;
		else
			list_leaves(l, m->first);
}

/* Each behind the one before it. */
static void find_all(struct linking *l, const struct md_link *links, size_t n)
{
	size_t leaf = 0, from = 0;
	for (size_t i = 0; i < n; i++) {
		size_t k = leaf, at = k < l->leaves.n ? md_find_alone(l->leaves.v[k], links[i].text, from) : STR_NONE;
		while (at == STR_NONE && ++k < l->leaves.n)
			at = md_find_alone(l->leaves.v[k], links[i].text, 0);
		if (at == STR_NONE)
			continue;
		l->found[l->n++] = (struct found){ &links[i], k, at };
		leaf = k;
		from = at + links[i].text.n;
	}
}

/* The text leaf M in pieces, put to C. */
static void link_text(struct linking *l, struct chain *c, const struct md_node *m)
{
	size_t from = 0;
	for (; l->next < l->n && l->found[l->next].leaf == l->leaf; l->next++) {
		const struct found *f = &l->found[l->next];
		const struct md_link *k = f->link;
		if (f->at > from)
			add_leaf(c, l->a, MD_NODE_TEXT, (struct str){ m->text.p + from, f->at - from });
		from = f->at + k->text.n;
		struct md_node *own = add_leaf(c, l->a, k->n_targets ? MD_NODE_LINK : MD_NODE_TEXT, (struct str){ m->text.p + f->at, k->text.n });
		own->targets = k->targets;
		own->n_targets = k->n_targets;
		if (k->mark.n)
			add_leaf(c, l->a, MD_NODE_TEXT, k->mark);
	}
	if (from < m->text.n)
		add_leaf(c, l->a, MD_NODE_TEXT, str_from(m->text, from));
	l->leaf++;
}

static const struct md_node *link_list(struct linking *l, const struct md_node *list)
{
	struct chain c = { NULL, NULL };
	for (const struct md_node *m = list; m; m = m->next) {
		if (m->kind == MD_NODE_TEXT) {
			link_text(l, &c, m);
			continue;
		}
		struct md_node *copy = add_leaf(&c, l->a, m->kind, m->text);
		*copy = *m;
		copy->next = NULL;
		copy->first = link_list(l, m->first);
	}
	return c.first;
}

const struct md_node *md_tree_link(const struct md_node *m, const struct md_link *links, size_t n, struct arena *a)
{
	struct linking l = { .leaves = VEC_INIT, .a = a };
	n = n < MD_TREE_MAX_LINKS ? n : MD_TREE_MAX_LINKS;
	l.found = arena_calloc(a, n + 1, sizeof *l.found);
	list_leaves(&l, m);
	find_all(&l, links, n);
	vec_free(&l.leaves);
	return l.n ? link_list(&l, m) : m;
}
