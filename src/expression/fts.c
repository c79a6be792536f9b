/* SPDX-License-Identifier: MIT
 * An expression as SQLite's FTS5 asks (sqlite.org/fts5.html, section 3), over the columns of paper_words(). Where FTS5 cannot say the
 * same, it is asked for more, and the records decide. */
#include "src/expression/internal.h"

/* "COLUMN : "WORDS"", or without the column. */
static void put_words(struct buf *out, const char *column, struct str words, bool prefix)
{
	words = str_trim(words);
	if (column)
		buf_addf(out, "%s : ", column);
	buf_addf(out, "\"%.*s\"%s", STR_ARG(words), prefix ? " *" : "");
}

/* What must be among an author's words: the family name where it is known, else one of those that are no initials. */
static bool put_name(struct buf *out, const struct name *name)
{
	bool any = false;
	for (size_t i = 0; i < name->n; i++) {
		bool known = name->family < name->n, last = i + 1 == name->n;
		if (known ? i != name->family : name->words[i].n == 1 && !(last && name->prefix))
			continue;
		if (any)
			buf_addz(out, " OR ");
		put_words(out, "authors", name->words[i], last && name->prefix);
		any = true;
	}
	return any;
}

static bool put_author(struct buf *out, const struct expr *x)
{
	size_t from = out->len;
	buf_addc(out, '(');
	bool any = put_name(out, &x->name);
	if (any) {
		buf_addz(out, " OR ");
		any = put_name(out, &x->joined);
		buf_addc(out, ')');
	}
	if (!any)
		buf_cut(out, from);
	return any;
}

static bool put_term(struct buf *out, const struct expr *x, bool *exact)
{
	static const char *const columns[] = {
		[FIELD_TITLE] = "title", [FIELD_ABSTRACT] = "abstract", [FIELD_SUMMARY] = "summary", [FIELD_COMMENT] = "other",
		[FIELD_JOURNAL] = "other", [FIELD_REPORT] = "other", [FIELD_OF_ARXIV] = NULL,
	};
	*exact = x->field == FIELD_ALL || x->field == FIELD_TITLE || x->field == FIELD_ABSTRACT || x->field == FIELD_SUMMARY;
	if (x->field == FIELD_AUTHOR)
		return put_author(out, x);
	if (x->field != FIELD_ALL && columns[x->field] == NULL)
		return false;
	put_words(out, columns[x->field], x->words, x->prefix);
	return true;
}

bool expr_to_match(const struct expr *x, struct buf *match, bool *exact)
{
	bool left_exact, right_exact;
	size_t from = match->len;
	if (x->op == EXPR_TERM)
		return put_term(match, x, exact);
	buf_addc(match, '(');
	size_t begin = match->len;
	bool left = expr_to_match(x->left, match, &left_exact);
	size_t between = match->len;
	if (left)
		buf_addz(match, x->op == EXPR_AND ? " AND " : x->op == EXPR_OR ? " OR " : " NOT ");
	bool right = expr_to_match(x->right, match, &right_exact);
	bool narrows = right && (x->op != EXPR_ANDNOT || right_exact);  /* what is not to match must not be too much */
	*exact = left && left_exact && narrows && right_exact;
	if (x->op == EXPR_OR && !(left && right)) {
		buf_cut(match, from);
		return false;
	}
	if (!narrows || (!left && x->op == EXPR_ANDNOT)) {
		buf_cut(match, left ? between : from);
		if (left)
			buf_addc(match, ')');
		return left;
	}
	(void)begin;
	buf_addc(match, ')');
	return true;
}
