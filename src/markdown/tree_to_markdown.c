/* SPDX-License-Identifier: MIT
 * A tree of marks as Markdown that its readers read as that tree.
 *
 * A paragraph becomes a row of tokens: what opens and closes emphasis, code, and runs of text with their formulas. What stands beside a
 * delimiter decides whether readers take it for one (CommonMark 6.2): Chinese punctuation inside wants punctuation outside, and a
 * numeric reference is that. So `的**“概念”**的` is written with both 的 as references, and each reader shows it bold. */
#include "internal.h"

#include "digest/markdown_tree.h"
#include "digest/vec.h"

static const char md_nothing[] = "&#8203;";  /* not visible, and punctuation to a parser that looks for delimiters */

/* ---- Tokens ---- */

enum token_kind { TOKEN_OPEN, TOKEN_CLOSE, TOKEN_RUN, TOKEN_CODE, TOKEN_LINK };
struct token {
	enum token_kind kind;
	char sign;                /* of a delimiter: '*' or '_' */
	unsigned width;           /* of a delimiter */
	struct str text;          /* of a run, code, a link */
	struct str url;           /* of a link */
	size_t first, n;          /* a run's formulas */
};
struct row {
	VEC(struct token) tokens;
	VEC(struct tex_math) formulas;
	struct buf text;          /* of all runs; they are cut out of it in the end */
	const struct md_rules *r;
	bool links; /* they may stand there: not within a link's text */
};

static struct token *add_token(struct row *w, enum token_kind kind)
{
	struct token *t = vec_push(&w->tokens);
	*t = (struct token){ .kind = kind };
	return t;
}

/* The run that the row ends in. Its text is known by its length alone until the row is done. */
static struct token *last_run(struct row *w)
{
	struct token *t = w->tokens.n ? &w->tokens.v[w->tokens.n - 1] : NULL;
	if (t && t->kind == TOKEN_RUN)
		return t;
	t = add_token(w, TOKEN_RUN);
	t->first = w->formulas.n;
	return t;
}

static void add_text(struct row *w, struct str s)
{
	last_run(w)->text.n += s.n;
	buf_adds(&w->text, s);
}

static void add_formula(struct row *w, struct str s)
{
	struct token *t = last_run(w);
	size_t start = t->text.n, open = s.n > 3 && (s.p[0] == '\\' || s.p[1] == '$') ? 2 : 1;
	*vec_push(&w->formulas) = (struct tex_math){ start, start + s.n, start + open, start + s.n - open, open == 2 && s.p[1] != '(' };
	t->n++;
	add_text(w, s);
}

/* Whether code may stand between backticks: there is no other way to write a sign in there, and some readers look into code, too. */
static bool is_plain_code(struct str s)
{
	if (str_starts(s, "#!") || str_starts(s, ":::"))
		return false;
	for (size_t i = 0; i < s.n; i++)
		if (strchr("`{}|\\", s.p[i]))
			return false;
	return true;
}

static void add_code(struct row *w, struct str s)
{
	if (!is_plain_code(s) && w->r->no_html)
		add_text(w, s);
	else
		add_token(w, TOKEN_CODE)->text = s;
}

/* A link's text, and behind it a dagger for a second place. What is an address becomes a link, or none, as any other
 * address does. */
static void add_link(struct row *w, const struct md_node *m)
{
	bool address = str_find(m->text, "://", 0) != STR_NONE;
	for (unsigned i = 0; i < m->n_targets; i++) {
		bool linked = w->links && !address && m->targets[i].url.n > 0;
		if (linked) {
			struct token *t = add_token(w, TOKEN_LINK);
			t->text = i == 0 ? m->text : STR("†");
			t->url = m->targets[i].url;
		} else if (i == 0) {
			add_text(w, m->text);
		}
	}
}

/* Whether M touches its neighbour of the other emphasis: its first or last child is one. */
static bool touches(const struct md_node *m, enum md_node_kind other)
{
	const struct md_node *last = m->first;
	while (last && last->next)
		last = last->next;
	return last && (m->first->kind == other || last->kind == other);
}

static void add_delimiter(struct row *w, enum token_kind kind, char sign, unsigned width)
{
	struct token *t = add_token(w, kind);
	t->sign = sign;
	t->width = width;
}

/* IN_STRONG: the list is all that stands in strong emphasis. */
static void add_inlines(struct row *w, const struct md_node *list, bool in_strong)
{
	for (const struct md_node *m = list; m; m = m->next) {
		bool em = m->kind == MD_NODE_EM, strong = m->kind == MD_NODE_STRONG;
		if (m->kind == MD_NODE_TEXT)
			add_text(w, m->text);
		else if (m->kind == MD_NODE_MATH)
			add_formula(w, m->text);
		else if (m->kind == MD_NODE_CODE)
			add_code(w, m->text);
		else if (m->kind == MD_NODE_LINK)
			add_link(w, m);
		if (!em && !strong)
			continue;
		/* "***" would be read in more than one way. */
		char sign = em && (touches(m, MD_NODE_STRONG) || (in_strong && (m == list || !m->next))) ? '_' : '*';
		add_delimiter(w, TOKEN_OPEN, sign, strong ? 2 : 1);
		add_inlines(w, m->first, strong);
		add_delimiter(w, TOKEN_CLOSE, sign, strong ? 2 : 1);
	}
}

/* ---- What stands beside a delimiter ---- */

static uint32_t last_char(struct str s)
{
	uint32_t cp = 0;
	size_t k = s.n;
	while (k > 0 && ((unsigned char)s.p[--k] & 0xc0) == 0x80)
		;
	utf8_decode(str_from(s, k), &cp);
	return cp;
}

/* Whether the letters at S's ends may be written as something else: a reference, for what stands on the other side of one
 * character, or a link. */
static bool may_change(struct str s)
{
	uint32_t cp;
	return utf8_decode(s, &cp) == s.n || str_find(s, "://", 0) != STR_NONE || str_find(s, "www.", 0) != STR_NONE;
}

/* Whether the run at T ends (or begins) in a letter that stays one, and not in a formula. */
static bool ends_in_letter(const struct row *w, const struct token *t)
{
	const struct tex_math *f = t->n ? &w->formulas.v[t->first + t->n - 1] : NULL;
	return t->kind == TOKEN_RUN && t->text.n && !may_change(t->text) && !(f && f->end == t->text.n) && utf8_is_word(last_char(t->text));
}
static bool begins_in_letter(const struct row *w, const struct token *t)
{
	uint32_t cp = 0;
	bool formula = t->kind == TOKEN_RUN && t->n && w->formulas.v[t->first].start == 0;
	return t->kind == TOKEN_RUN && !formula && !may_change(t->text) && utf8_decode(t->text, &cp) && utf8_is_word(cp);
}

/* Whether the run before the delimiter I (its direction STEP is 1), or behind it (-1), has to end in punctuation. */
static bool wants_punctuation(const struct row *w, size_t i, int step)
{
	const struct token *t = w->tokens.v;
	size_t inner = i + (size_t)step;
	if (t[i].sign == '_')
		return true;
	if (inner >= w->tokens.n)
		return false;
	return step > 0 ? !begins_in_letter(w, &t[inner]) : !ends_in_letter(w, &t[inner]);
}

/* ---- Writing tokens ---- */

static void put_code(struct str s, struct buf *out)
{
	if (is_plain_code(s)) {
		if (out->len && out->s[out->len - 1] == '`')
			buf_addz(out, md_nothing);
		buf_addc(out, '`');
		buf_adds(out, s);
		buf_addc(out, '`');
		return;
	}
	buf_addz(out, "<code>");
	for (size_t i = 0; i < s.n; i++)
		if (is_punct((unsigned char)s.p[i]))
			buf_addf(out, "&#%d;", s.p[i]);
		else
			buf_addc(out, s.p[i]);
	buf_addz(out, "</code>");
}

static void put_link(const struct row *w, const struct token *t, struct buf *out)
{
	buf_addc(out, '[');
	md_text(w->r, MD_LINK_TEXT, t->text, out);
	buf_addz(out, "](");
	md_url(t->url, out);
	buf_addc(out, ')');
}

static void put_run(struct row *w, enum md_place place, size_t i, struct buf *out)
{
	const struct token *t = &w->tokens.v[i], *all = w->tokens.v;
	size_t n = w->tokens.n;
	struct md_run run = { .s = t->text, .formulas = w->formulas.v ? w->formulas.v + t->first : NULL, .n = t->n, .starts = i == 0 };
	run.part_before = i > 0;
	run.part_behind = i + 1 < n;
	run.overwrite_check_last = i + 1 < n && all[i + 1].kind == TOKEN_OPEN && wants_punctuation(w, i + 1, 1);
	run.overwrite_check_first = i > 0 && all[i - 1].kind == TOKEN_CLOSE && wants_punctuation(w, i - 1, -1);
	md_put_run(w->r, place, &run, out);
}

static void put_tokens(struct row *w, enum md_place place, struct buf *out)
{
	for (size_t i = 0; i < w->tokens.n; i++) {
		const struct token *t = &w->tokens.v[i];
		if (t->kind == TOKEN_OPEN && i > 0 && t[-1].kind == TOKEN_CLOSE)
			buf_addz(out, md_nothing);
		for (unsigned k = 0; k < t->width; k++)
			buf_addc(out, t->sign);
		if (t->kind == TOKEN_CODE)
			put_code(t->text, out);
		else if (t->kind == TOKEN_LINK)
			put_link(w, t, out);
		else if (t->kind == TOKEN_RUN)
			put_run(w, place, i, out);
	}
}

/* The runs' texts, now that they stay where they are. */
static void settle(struct row *w)
{
	const char *p = w->text.s;
	for (size_t i = 0; i < w->tokens.n; i++)
		if (w->tokens.v[i].kind == TOKEN_RUN) {
			w->tokens.v[i].text.p = p;
			p += w->tokens.v[i].text.n;
		}
}

static void put_inlines(const struct md_rules *r, enum md_place place, const struct md_node *list, struct buf *out)
{
	struct row w = { .tokens = VEC_INIT,
		         .formulas = VEC_INIT,
		         .text = BUF_INIT(BUF_UNBOUNDED),
		         .r = r,
		         .links = place != MD_LINK_TEXT };
	add_inlines(&w, list, false);
	settle(&w);
	put_tokens(&w, place, out);
	vec_free(&w.tokens);
	vec_free(&w.formulas);
	buf_free(&w.text);
}

/* ---- Blocks ---- */

struct writer {
	const struct md_rules *r;
	struct buf *out;
	struct buf prefix;          /* what a line begins with */
};

/* A new line; EMPTY: and an empty one before it. */
static void new_line(struct writer *w, bool empty)
{
	struct str bare = buf_str(&w->prefix);
	while (w->out->len && w->out->s[w->out->len - 1] == ' ')
		buf_cut(w->out, w->out->len - 1);
	while (bare.n && bare.p[bare.n - 1] == ' ')
		bare.n--;
	buf_addc(w->out, '\n');
	if (empty) {
		buf_adds(w->out, bare);
		buf_addc(w->out, '\n');
	}
	buf_adds(w->out, buf_str(&w->prefix));
}

static void put_blocks(struct writer *w, const struct md_node *list, bool tight);

/* How many items are there? Those of two digits have no room for more. */
static bool has_numbers(const struct md_rules *r, const struct md_node *list)
{
	enum { MOST = 99 };
	size_t n = 0;
	for (const struct md_node *m = list->first; m; m = m->next)
		n++;
	return list->ordered && list->number + n <= MOST + 1 && (list->number == 1 || r->readers == 0);
}

/* Whether M may stand below a paragraph without an empty line: a list that does not count from another number than one (CommonMark
 * 5.3). */
static bool may_interrupt(const struct md_node *m) { return m->kind == MD_NODE_LIST && (!m->ordered || m->number == 1); }

static void put_item(struct writer *w, const struct md_node *list, const struct md_node *item, unsigned number)
{
	size_t before = w->prefix.len;
	bool numbers = has_numbers(w->r, list);
	if (numbers)
		buf_addf(w->out, "%u. ", number);
	else
		buf_addz(w->out, "- ");
	if (list->ordered && !numbers)  /* some readers count from one whatever the list says */
		buf_addf(w->out, "%u&#46; ", number);
	if (!item->first || item->first->kind != MD_NODE_PARAGRAPH)
		buf_addz(w->out, md_nothing);
	buf_addz(&w->prefix, "    ");  /* every reader takes what stands there for the item's inside */
	if (item->first && item->first->kind != MD_NODE_PARAGRAPH)
		new_line(w, !list->tight || !may_interrupt(item->first));
	put_blocks(w, item->first, list->tight);
	buf_cut(&w->prefix, before);
}

static void put_list(struct writer *w, const struct md_node *list)
{
	unsigned number = list->number;
	for (const struct md_node *item = list->first; item; item = item->next) {
		put_item(w, list, item, number++);
		if (item->next)
			new_line(w, !list->tight);
	}
}

static void put_block(struct writer *w, const struct md_node *m)
{
	size_t before = w->prefix.len;
	switch (m->kind) {
	case MD_NODE_LIST:
		put_list(w, m);
		break;
	case MD_NODE_QUOTE:
		buf_addz(w->out, "> ");
		buf_addz(&w->prefix, "> ");
		put_blocks(w, m->first, false);
		buf_cut(&w->prefix, before);
		break;
	case MD_NODE_HEADING:
		buf_addz(w->out, m->number == 1 ? "#### " : "##### ");
		/* fall through */
	default:
		put_inlines(w->r, MD_PARAGRAPH, m->first, w->out);
	}
}

/* The blocks of LIST, on from where the output ends. TIGHT: a list may follow its item's text at once. */
static void put_blocks(struct writer *w, const struct md_node *list, bool tight)
{
	for (const struct md_node *m = list; m; m = m->next) {
		put_block(w, m);
		if (!m->next)
			break;
		bool two_lists = m->kind == MD_NODE_LIST && m->next->kind == MD_NODE_LIST;
		new_line(w, !(tight && m->kind == MD_NODE_PARAGRAPH && may_interrupt(m->next)));
		if (two_lists) {  /* some readers would make one of them */
			buf_addz(w->out, md_nothing);
			new_line(w, true);
		}
	}
}

/* All blocks in one line. */
static void put_flat(const struct md_rules *r, enum md_place place, const struct md_node *list, bool *any, struct buf *out)
{
	for (const struct md_node *m = list; m; m = m->next) {
		if (m->kind != MD_NODE_PARAGRAPH && m->kind != MD_NODE_HEADING) {
			put_flat(r, place, m->first, any, out);
			continue;
		}
		if (*any)
			buf_addc(out, ' ');
		*any = true;
		put_inlines(r, place, m->first, out);
	}
}

/* What a new line begins with: the indentation of the last line of OUT, and a list's inside behind a marker. *FRESH: nothing else
 * stands there. */
static void find_prefix(const struct buf *out, struct buf *prefix, bool *fresh)
{
	const char *lf = out->len ? memrchr(out->s, '\n', out->len) : NULL;
	struct str line = { lf ? lf + 1 : out->s, 0 };
	line.n = (size_t)(out->s + out->len - line.p);
	size_t i = 0;
	for (; i < line.n && line.p[i] == ' '; i++)
		buf_addc(prefix, ' ');
	struct str rest = str_from(line, i);
	while (str_starts(rest, "- ") || str_starts(rest, "* ") || str_starts(rest, "> ")) {
		buf_addz(prefix, rest.p[0] == '>' ? "> " : "    ");
		rest = str_from(rest, 2);
	}
	*fresh = rest.n == 0;
}

void md_tree_write(const struct md_rules *r, enum md_place place, bool blocks, const struct md_node *m, struct buf *out)
{
	struct writer w = { .r = r, .out = out, .prefix = BUF_INIT(BUF_UNBOUNDED) };
	bool fresh, any = false;
	if (!md_tree_has_blocks(m)) {
		put_inlines(r, place, m ? m->first : NULL, out);
		return;
	}
	if (!blocks || place != MD_PARAGRAPH) {
		put_flat(r, place, m, &any, out);
		return;
	}
	find_prefix(out, &w.prefix, &fresh);
	if (!fresh && m->kind != MD_NODE_PARAGRAPH)
		new_line(&w, true);
	put_blocks(&w, m, false);
	buf_free(&w.prefix);
}
