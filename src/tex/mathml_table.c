/* SPDX-License-Identifier: MIT
 * Environments as tables of MathML. How a column is aligned is a class: MathML Core leaves that to style sheets. */
#include "mathml.h"

#include <string.h>

struct environment {
	const char *name;
	const char *open, *close;  /* fences; "" none */
	const char *columns;       /* l c r, over and over; "" centred; NULL: an argument says it */
	bool display;              /* the cells are as large as a formula on its own */
	bool table;                /* false: the one row that it holds */
};

static const struct environment environments[] = {
	{ "matrix", "", "", "", false, true }, { "pmatrix", "(", ")", "", false, true }, { "bmatrix", "[", "]", "", false, true },
	{ "Bmatrix", "{", "}", "", false, true }, { "vmatrix", "|", "|", "", false, true },
	{ "Vmatrix", "\xe2\x80\x96", "\xe2\x80\x96", "", false, true }, { "smallmatrix", "", "", "", false, true },
	{ "cases", "{", "", "l", false, true }, { "rcases", "", "}", "l", false, true }, { "dcases", "{", "", "l", true, true },
	{ "aligned", "", "", "rl", true, true }, { "align", "", "", "rl", true, true }, { "align*", "", "", "rl", true, true },
	{ "split", "", "", "rl", true, true }, { "gathered", "", "", "", true, true }, { "gather", "", "", "", true, true },
	{ "gather*", "", "", "", true, true }, { "array", "", "", NULL, false, true }, { "equation", "", "", "", true, false },
	{ "equation*", "", "", "", true, false }, { "math", "", "", "", false, false }, { "displaymath", "", "", "", true, false },
};

enum { MAX_COLUMNS = 64 };  /* letters of an array's argument */

/* {name}; its view, STR_NULL if there is none. */
static struct str read_name(struct math *m)
{
	math_blanks(m);
	size_t from = m->i + 1, end = from;
	if (math_at(m, m->i) != '{')
		return STR_NULL;
	while (is_alpha((unsigned char)math_at(m, end)) || math_at(m, end) == '*')
		end++;
	if (math_at(m, end) != '}')
		return STR_NULL;
	m->i = end + 1;
	return (struct str){ m->s.p + from, end - from };
}

/* {lcr}, its letters to COLUMNS; rules between them are not drawn. */
static bool read_columns(struct math *m, char columns[MAX_COLUMNS + 1])
{
	size_t n = 0;
	math_blanks(m);
	if (math_at(m, m->i++) != '{')
		return false;
	for (; math_at(m, m->i) != '}'; m->i++) {
		char c = math_at(m, m->i);
		if (c == '|' || is_space((unsigned char)c))
			continue;
		if (n == MAX_COLUMNS || (c != 'l' && c != 'c' && c != 'r'))
			return false;
		columns[n++] = c;
	}
	columns[n] = '\0';
	m->i++;
	return n > 0;
}

/* \\, with a star or a distance. */
static bool take_line_end(struct math *m)
{
	if (!math_take(m, "\\"))
		return math_take(m, "cr");
	m->i += math_at(m, m->i) == '*';
	if (math_at(m, m->i) == '[') {
		size_t end = str_find(str_head(m->s, m->i + 16), "]", m->i);
		m->i = end == STR_NONE ? m->i : end + 1;
	}
	return true;
}

static void open_cell(struct math *m, const char *columns, size_t column)
{
	size_t n = strlen(columns);
	char c = n ? columns[column % n] : 'c';
	buf_addz(m->out, c == 'l' ? "<mtd class=\"left\">" : c == 'r' ? "<mtd class=\"right\">" : "<mtd>");
}

/* Lines of cells up to what ends a row otherwise. A last line that is empty is none. */
static bool put_lines(struct math *m, const char *columns)
{
	for (;;) {
		size_t start = m->out->len, column = 0, atoms = 0;
		buf_addz(m->out, "<mtr>");
		do {
			struct math_row cell = { 0 };
			open_cell(m, columns, column++);
			if (!math_row(m, &cell))
				return false;
			buf_addz(m->out, "</mtd>");
			atoms += cell.n;
		} while (math_at(m, m->i) == '&' && (m->i++, true));
		buf_addz(m->out, "</mtr>");
		if (take_line_end(m))
			continue;
		if (column == 1 && atoms == 0)
			buf_cut(m->out, start);
		return true;
	}
}

static bool put_table(struct math *m, const struct environment *e)
{
	char columns[MAX_COLUMNS + 1];
	bool display = m->display;
	if (e->columns == NULL && !read_columns(m, columns))
		return false;
	if (*e->open || *e->close)
		buf_addz(m->out, "<mrow>");
	if (*e->open)
		math_leaf(m, "mo stretchy=\"true\" fence=\"true\" form=\"prefix\"", str_of(e->open));
	m->display = e->display;
	buf_addz(m->out, e->display ? "<mtable displaystyle=\"true\">" : "<mtable>");
	bool ok = put_lines(m, e->columns ? e->columns : columns);
	buf_addz(m->out, "</mtable>");
	m->display = display;
	if (*e->close)
		math_leaf(m, "mo stretchy=\"true\" fence=\"true\" form=\"postfix\"", str_of(e->close));
	if (*e->open || *e->close)
		buf_addz(m->out, "</mrow>");
	return ok;
}

static bool put_one(struct math *m, const struct environment *e)
{
	struct math_row row = { 0 };
	bool display = m->display;
	m->display = e->display;
	buf_addz(m->out, e->display ? "<mrow displaystyle=\"true\">" : "<mrow>");
	bool ok = math_row(m, &row);
	buf_addz(m->out, "</mrow>");
	m->display = display;
	return ok;
}

bool math_environment(struct math *m)
{
	struct str name = read_name(m);
	for (size_t i = 0; i < COUNTOF(environments); i++) {
		const struct environment *e = &environments[i];
		if (str_is(name, e->name))
			return (e->table ? put_table(m, e) : put_one(m, e)) && math_take(m, "end") && str_eq(read_name(m), name);
	}
	return false;
}

bool math_lines(struct math *m)
{
	math_blanks(m);
	if (math_at(m, m->i++) != '{')
		return false;
	buf_addz(m->out, "<mtable>");
	bool ok = put_lines(m, "");
	buf_addz(m->out, "</mtable>");
	return ok && math_at(m, m->i++) == '}';
}
