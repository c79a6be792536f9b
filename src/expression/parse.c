/* SPDX-License-Identifier: MIT
 * Expressions: text to a tree, by recursive descent. or = and { OR and }; and = unit { [ AND | ANDNOT ] unit };
 * unit = [ field ":" ] ( "(" or ")" | word | '"' words '"' ). */
#include "src/expression/internal.h"

#include "digest/nearest.h"
#include "digest/text.h"

static const struct field_row {
	const char *name;
	enum expr_field field;
} fields[] = {
	{ "all", FIELD_ALL }, { "ti", FIELD_TITLE }, { "abs", FIELD_ABSTRACT }, { "au", FIELD_AUTHOR }, { "co", FIELD_COMMENT },
	{ "jr", FIELD_JOURNAL }, { "rn", FIELD_REPORT }, { "cat", FIELD_CATEGORY }, { "af", FIELD_AFFILIATION }, { "zh", FIELD_SUMMARY },
	{ "id", FIELD_OF_ARXIV }, { "title", FIELD_OF_ARXIV }, { "submittedDate", FIELD_OF_ARXIV }, { "lastUpdatedDate", FIELD_OF_ARXIV },
	{ "acm_class", FIELD_OF_ARXIV }, { "msc_class", FIELD_OF_ARXIV }, { "doi", FIELD_OF_ARXIV },
};

static bool is_read_by(const struct field_row *row, enum expr_reader reader)
{
	bool ours = row->field == FIELD_AFFILIATION || row->field == FIELD_SUMMARY;
	return reader == EXPR_ARXIV ? !ours : row->field != FIELD_OF_ARXIV;
}

enum sign { SIGN_END, SIGN_OPEN, SIGN_CLOSE, SIGN_AND, SIGN_OR, SIGN_ANDNOT, SIGN_TERM };

struct parser {
	struct str text;
	size_t at;             /* of the sign at hand */
	size_t next;           /* behind it */
	enum sign sign;
	struct str word;       /* of SIGN_TERM: without its quotes */
	bool quoted;
	enum expr_reader reader;
	unsigned depth;
	struct arena *a;
	struct err *e;
};

/* A caret is put before the place, so that the message stays one line. Returns false. */
static bool wrong(const struct parser *p, size_t at, const char *what)
{
	struct str before = str_head(p->text, at), behind = str_from(p->text, at);
	return err_set(p->e, ERR_USAGE, "%s, at column %zu (^): %.*s^%.*s", what, at + 1, STR_ARG(before), STR_ARG(behind));
}

static bool ends_word(char c) { return is_space((unsigned char)c) || c == '(' || c == ')' || c == '"'; }

/* Behind the "[…]" at I, arXiv's range of dates; I where there is none that is closed. */
static size_t skip_range(const struct parser *p, size_t i)
{
	size_t end = i < p->text.n && p->text.p[i] == '[' ? str_find(p->text, "]", i) : STR_NONE;
	return end == STR_NONE ? i : end + 1;
}

static bool read_quoted(struct parser *p)
{
	size_t end = str_find(p->text, "\"", p->at + 1);
	if (end == STR_NONE)
		return wrong(p, p->at, "the quotation is not closed");
	p->word = (struct str){ p->text.p + p->at + 1, end - p->at - 1 };
	p->quoted = true;
	p->sign = SIGN_TERM;
	p->next = end + 1;
	return true;
}

static void read_word(struct parser *p)
{
	static const struct { const char *word; enum sign sign; } operators[] = {
		{ "AND", SIGN_AND }, { "OR", SIGN_OR }, { "ANDNOT", SIGN_ANDNOT },
	};
	size_t i = skip_range(p, p->at);
	while (i < p->text.n && !ends_word(p->text.p[i])) {
		if (p->text.p[i++] == ':')
			break;
	}
	if (p->text.p[i - 1] == ':')
		i = p->reader == EXPR_ARXIV ? skip_range(p, i) : i;
	p->word = (struct str){ p->text.p + p->at, i - p->at };
	p->quoted = false;
	p->sign = SIGN_TERM;
	for (size_t k = 0; k < COUNTOF(operators); k++)
		if (str_is(p->word, operators[k].word))
			p->sign = operators[k].sign;
	p->next = i;
}

/* Go to the next sign. */
static bool advance(struct parser *p)
{
	while (p->next < p->text.n && is_space((unsigned char)p->text.p[p->next]))
		p->next++;
	p->at = p->next;
	if (p->at == p->text.n) {
		p->sign = SIGN_END;
		return true;
	}
	char c = p->text.p[p->at];
	if (c == '"')
		return read_quoted(p);
	if (c == '(' || c == ')') {
		p->sign = c == '(' ? SIGN_OPEN : SIGN_CLOSE;
		p->next = p->at + 1;
		return true;
	}
	read_word(p);
	return true;
}

static const struct expr *node(struct parser *p, enum expr_op op, const struct expr *left, const struct expr *right)
{
	struct expr *x = arena_calloc(p->a, 1, sizeof *x);
	x->op = op;
	x->left = left;
	x->right = right;
	return x;
}

/* The category or archive that is meant: "cs.CL", "cs", "cs.*". */
static bool read_category(struct parser *p, size_t at, struct expr *x)
{
	struct str word = p->word;
	if (str_ends(word, ".*"))
		word.n -= 2;
	if (p->reader == EXPR_HERE && !category_known(word) && !category_is_archive(word))
		return wrong(p, at, "arXiv has no such category");
	x->words = arena_dup(p->a, category_canonical(word));
	return true;
}

/* The words of the sign at hand. */
static bool read_words(struct parser *p, size_t at, struct expr *x)
{
	struct str text = p->word;
	if (x->field == FIELD_OF_ARXIV || p->reader == EXPR_ARXIV)  /* whose words they are */
		return true;
	x->prefix = str_ends(text, "*");
	text.n -= x->prefix;
	if (str_find(text, "*", 0) != STR_NONE)
		return wrong(p, at, "a * stands at the end of a word");
	struct buf words = BUF_INIT(BUF_UNBOUNDED);
	buf_addc(&words, ' ');
	words_put(text, &words);
	x->words = arena_dup(p->a, buf_str(&words));
	bool ok = words.len > 1;
	buf_free(&words);
	if (ok && x->field == FIELD_AUTHOR) {
		ok = name_read(text, false, p->a, &x->name) && name_read(text, true, p->a, &x->joined);
		x->name.prefix = x->joined.prefix = x->prefix;
	}
	return ok || wrong(p, at, x->field == FIELD_AUTHOR ? "this is no name" : "there is no letter or digit in it");
}

/* People write "and" and "or" as words; as words they find next to nothing. */
static bool looks_like_operator(const struct parser *p)
{
	static const char *const slips[] = { "and", "or", "not", "andnot" };
	for (size_t i = 0; i < COUNTOF(slips) && p->reader == EXPR_HERE; i++)
		if (!p->quoted && str_is_nocase(p->word, slips[i]))
			return true;
	return false;
}

static bool read_term(struct parser *p, enum expr_field field, const struct expr **ret)
{
	struct expr *x = arena_calloc(p->a, 1, sizeof *x);
	if (looks_like_operator(p))
		return wrong(p, p->at, "an operator is AND, OR or ANDNOT, a word stands between \"quotes\"");
	x->field = field;
	x->said = arena_dup(p->a, str_head(p->word, p->word.n - (p->word.n > 1 && str_ends(p->word, "*"))));
	if (field == FIELD_CATEGORY ? !read_category(p, p->at, x) : !read_words(p, p->at, x))
		return false;
	*ret = x;
	return advance(p);
}

/* The field that the sign at hand names, if it is one. */
static bool read_field(struct parser *p, enum expr_field *ret)
{
	struct str name = str_head(p->word, str_find(p->word, ":", 0));
	struct nearest n = { .said = name };
	for (size_t i = 0; i < COUNTOF(fields); i++) {
		if (!is_read_by(&fields[i], p->reader))
			continue;
		if (str_is(name, fields[i].name)) {
			*ret = fields[i].field;
			return true;
		}
		nearest_try(&n, str_of(fields[i].name));
	}
	struct buf what = BUF_INIT(ERR_MSG_SIZE);
	buf_addz(&what, "there is no such field (ti abs au co jr rn cat all; a word with a colon stands between \"quotes\")");
	nearest_say(&n, "", &what);
	wrong(p, p->at, what.s);
	buf_free(&what);
	return false;
}

static bool read_or(struct parser *p, enum expr_field field, const struct expr **ret);

static bool read_group(struct parser *p, enum expr_field field, const struct expr **ret)
{
	size_t open = p->at;
	if (++p->depth > EXPR_MAX_DEPTH)
		return wrong(p, open, "too many parentheses in one another");
	if (!advance(p) || !read_or(p, field, ret))
		return false;
	if (p->sign != SIGN_CLOSE)
		return wrong(p, open, "the parenthesis is not closed");
	p->depth--;
	return advance(p);
}

static bool read_unit(struct parser *p, enum expr_field field, const struct expr **ret)
{
	if (p->sign == SIGN_OPEN)
		return read_group(p, field, ret);
	if (p->sign != SIGN_TERM)
		return wrong(p, p->at, p->sign == SIGN_CLOSE ? "nothing is open here" : "a word is missing");
	size_t colon = p->quoted ? STR_NONE : str_find(p->word, ":", 0);
	if (colon == STR_NONE)
		return read_term(p, field, ret);
	if (!read_field(p, &field))
		return false;
	if (colon + 1 < p->word.n) {  /* arXiv's range of dates */
		p->word = str_from(p->word, colon + 1);
		return read_term(p, field, ret);
	}
	size_t colon_at = p->next;
	if (p->next == p->text.n || is_space((unsigned char)p->text.p[p->next]))
		return wrong(p, colon_at, "a word is missing behind the colon");
	return advance(p) && (p->sign == SIGN_OPEN ? read_group(p, field, ret) :
	                      p->sign == SIGN_TERM ? read_term(p, field, ret) : wrong(p, p->at, "a word is missing"));
}

static bool begins_unit(enum sign s) { return s == SIGN_OPEN || s == SIGN_TERM; }

static bool read_and(struct parser *p, enum expr_field field, const struct expr **ret)
{
	if (!read_unit(p, field, ret))
		return false;
	while (p->sign == SIGN_AND || p->sign == SIGN_ANDNOT || begins_unit(p->sign)) {
		const struct expr *right;
		enum expr_op op = p->sign == SIGN_ANDNOT ? EXPR_ANDNOT : EXPR_AND;
		if ((!begins_unit(p->sign) && !advance(p)) || !read_unit(p, field, &right))
			return false;
		*ret = node(p, op, *ret, right);
	}
	return true;
}

static bool read_or(struct parser *p, enum expr_field field, const struct expr **ret)
{
	if (!read_and(p, field, ret))
		return false;
	while (p->sign == SIGN_OR) {
		const struct expr *right;
		if (!advance(p) || !read_and(p, field, &right))
			return false;
		*ret = node(p, EXPR_OR, *ret, right);
	}
	return true;
}

bool expr_parse(struct str text, enum expr_reader reader, struct arena *a, const struct expr **ret, struct err *e)
{
	struct parser p = { .text = text, .reader = reader, .a = a, .e = e };
	const struct expr *x;
	if (text.n > EXPR_MAX_BYTES)
		return err_set(e, ERR_USAGE, "the expression is longer than %d bytes", EXPR_MAX_BYTES);
	if (!advance(&p) || !read_or(&p, FIELD_ALL, &x))
		return false;
	if (p.sign != SIGN_END)
		return wrong(&p, p.at, "nothing is open here");
	*ret = x;
	return true;
}
