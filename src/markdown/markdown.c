/* SPDX-License-Identifier: MIT
 * Text as Markdown that reads as exactly that text.
 *
 * One pass. A table of 256 classes says which bytes can mean anything at all; the others, nearly all, are copied in
 * runs. For each class one rule (special_chars.c) looks at what stands around the sign and answers how it has to be written. Most
 * texts leave here as they came. */
#include "internal.h"

/* ---- Writing ---- */

static void put_ref(struct buf *out, unsigned char c)
{
	char ref[6] = "&#", *at = ref + 2;
	if (c >= 100)
		*at++ = '1';
	*at++ = (char)('0' + c / 10 % 10);
	*at++ = (char)('0' + c % 10);
	*at++ = ';';
	buf_add(out, ref, (size_t)(at - ref));
}

static void put_signs(struct md *m, size_t from, size_t len, enum md_form form)
{
	for (size_t i = from; i < from + len; i++) {
		if (form == AS_SPAN)
			buf_adds(m->out, STR("<span>"));
		put_ref(m->out, (unsigned char)m->p[i]);
		if (form == AS_SPAN)
			buf_adds(m->out, STR("</span>"));
	}
}

static void put_text(struct md *m, size_t from, size_t end);

/* The link over START … END, after what is still to be written before it. */
static void put_link(struct md *m, size_t start, size_t end)
{
	size_t plain = start;
	if (plain > m->from && (m->p[plain - 1] == '\\' || m->p[plain - 1] == '!'))
		plain--;  /* with the link's '[' it would be an escape, or a picture */
	buf_add(m->out, m->p + m->from, plain - m->from);
	put_signs(m, plain, start - plain, AS_REF);

	enum md_place place = m->place;
	m->place = MD_LINK_TEXT;
	buf_addc(m->out, '[');
	put_text(m, start, end);
	buf_adds(m->out, STR("]("));
	m->place = place;
	struct str url = { m->p + start, end - start };
	if (*url.p == 'w')
		buf_adds(m->out, STR("http://"));
	md_url(url, m->out);
	buf_addc(m->out, ')');
}

/* The next sign at or after I that needs a rule. Eight at a time: most blocks have none, and one branch is taken
 * for each, always the same way. */
static size_t next_sign(const struct md *m, size_t i, size_t end)
{
	const uint8_t *class = m->classes;
	const unsigned char *p = (const unsigned char *)m->p;
	for (; end - i >= 8; i += 8)
		if (class[p[i]] | class[p[i + 1]] | class[p[i + 2]] | class[p[i + 3]] |
		    class[p[i + 4]] | class[p[i + 5]] | class[p[i + 6]] | class[p[i + 7]])
			break;
	while (i < end && !class[p[i]])
		i++;
	return i;
}

/* FROM … END of the text; rules may look at all of it. */
static void put_text(struct md *m, size_t from, size_t end)
{
	m->from = from;
	for (size_t i = from; (i = next_sign(m, i, end)) < end; ) {
		m->at = i;
		m->len = 1;
		enum md_form form = md_rules_of[m->classes[(unsigned char)m->p[i]]](m, i);
		if (form == AS_SPAN && m->tex)
			form = AS_REF;
		i = m->at + m->len;
		if (form == AS_IS)
			continue;
		if (form == AS_LINK) {
			put_link(m, m->at, i);
		} else {
			buf_add(m->out, m->p + m->from, m->at - m->from);
			if (form == AS_BLANK)
				buf_addc(m->out, ' ');
			else
				put_signs(m, m->at, m->len, form);
		}
		m->from = i;
	}
	if (m->from < end)
		buf_add(m->out, m->p + m->from, end - m->from);
}

/* Whether two blanks stand together. Seven pairs at a time: bytes that are ' ' become 0x80, all others 0. */
static bool has_double_blank(struct str s)
{
	const uint64_t blanks = UINT64_C(0x2020202020202020), low7 = UINT64_C(0x7f7f7f7f7f7f7f7f);
	size_t i = 0;
	for (; s.n - i >= 8; i += 7) {
		uint64_t w;
		memcpy(&w, s.p + i, sizeof w);
		w ^= blanks;
		w = ~(((w & low7) + low7) | w | low7);
		if (w & w << 8)
			return true;
	}
	for (; i + 1 < s.n; i++)
		if (s.p[i] == ' ' && s.p[i + 1] == ' ')
			return true;
	return false;
}

/* ---- Mathematics ---- */

/* The formula that OUT has from FROM on with no box to be ticked in it, "[x]", which goldmark sees anywhere in a list's item:
 * the blank is not drawn. */
static void open_boxes(struct buf *out, size_t from)
{
	struct buf tex = BUF_INIT(BUF_UNBOUNDED);
	buf_add(&tex, out->s + from, out->len - from);
	buf_cut(out, from);
	from = 0;
	for (size_t i = 0; i + 2 < tex.len; i++) {
		if (tex.s[i] != '[' || tex.s[i + 2] != ']' || !memchr(" xX", tex.s[i + 1], 3))
			continue;
		buf_add(out, tex.s + from, i + 2 - from);
		buf_addc(out, ' ');
		from = i + 2;
	}
	buf_add(out, tex.s + from, tex.len - from);
	buf_free(&tex);
}

/* The pieces of TEX between signs of text, each as a formula between dollars; with OPEN the first goes on in the one that
 * ends OUT. False: one of them cannot be written. */
static bool put_pieces(struct str tex, bool open, struct buf *out)
{
	struct tex_sign s = { .end = 0 };
	bool more = true;
	for (size_t from = 0; more; from = s.end, open = false) {
		more = tex_next_sign(tex, from, &s);
		struct str piece = str_trim((struct str){ tex.p + from, (more ? s.start : tex.n) - from });
		if (open)
			buf_cut(out, out->len - 1);
		if (!str_empty(piece)) {
			buf_addc(out, open ? ' ' : '$');
			size_t start = out->len;
			if (!tex_portable(piece, out))
				return false;
			if (str_find(piece, "[", 0) != STR_NONE)
				open_boxes(out, start);
		}
		if (open || !str_empty(piece))
			buf_addc(out, '$');
		if (more && s.sign == '$')
			buf_adds(out, STR("<span>&#36;</span>"));
		else if (more)
			put_ref(out, (unsigned char)s.sign);
	}
	return true;
}

/* What does not pair within a link's text ends or begins it. */
static bool brackets_pair(struct str tex)
{
	size_t depth = 0;
	for (size_t i = 0; i < tex.n; i++) {
		if (tex.p[i] == ']' && depth-- == 0)
			return false;
		depth += tex.p[i] == '[';
	}
	return depth == 0;
}

/* The formula F between dollars, merged with the one before it, OPEN, if they touch. False, and OUT as it was: it cannot
 * be. */
static bool put_dollars(struct md *m, const struct tex_math *f, bool open)
{
	size_t start = m->out->len;
	struct str tex = str_trim((struct str){ m->p + f->body_start, f->body_end - f->body_start });
	if (m->place == MD_LINK_TEXT && !brackets_pair(tex))
		return false;
	if (put_pieces(tex, open, m->out))
		return true;
	buf_cut(m->out, open ? start - 1 : start);
	if (open)
		buf_addc(m->out, '$');
	return false;
}

/* Whether a reader that replaces quotes and dashes would change something in TEX. */
static bool is_mended(struct str tex)
{
	static const char *const signs[] = { "'", "\"", "`", "--", "..." };
	for (size_t i = 0; i < COUNTOF(signs); i++)
		if (str_find(tex, signs[i], 0) != STR_NONE)
			return true;
	return false;
}

/* The formula F for a script: exactly its TeX. What would be mended after references are resolved is written otherwise. */
static void put_parens(struct md *m, const struct tex_math *f)
{
	struct str tex = str_trim((struct str){ m->p + f->body_start, f->body_end - f->body_start });
	struct buf portable = BUF_INIT(BUF_UNBOUNDED);
	struct md t = *m;
	if (m->r->readers & MD_RETEXT && is_mended(tex) && tex_portable(tex, &portable))
		tex = buf_str(&portable);
	t.p = tex.p;
	t.n = t.end = tex.n;
	t.tex = true;
	t.classes = md_classes(MD_SIGNS_TEX, has_double_blank(tex));
	buf_adds(m->out, STR("&#92;("));
	put_text(&t, 0, t.n);
	buf_adds(m->out, STR("&#92;)"));
	buf_free(&portable);
}

/* Text from FROM to END, before a formula: a digit beside its dollar would make it a price. */
static void put_before(struct md *m, size_t from, size_t end, bool dollar)
{
	bool digit = dollar && from < end && is_digit((unsigned char)m->p[end - 1]);
	m->end = end - digit;
	put_text(m, from, m->end);
	if (digit)
		put_ref(m->out, (unsigned char)m->p[m->end]);
}

/* The formula F as the text that it is. */
static void put_formula_text(struct md *m, const struct tex_math *f)
{
	m->end = f->end;
	m->bare = true;
	put_text(m, f->start, f->end);
	m->bare = false;
}

/* The next formula at or after FROM: *F. */
static bool next_formula(const struct md *m, size_t from, struct tex_math *f)
{
	if (m->r->math == MD_MATH_TEXT)
		return false;
	if (m->run == NULL)
		return tex_next_math((struct str){ m->p, m->n }, from, f);
	const size_t skipped = (size_t)(m->p - m->run->s.p);
	for (size_t i = 0; i < m->run->n; i++) {
		const struct tex_math *k = &m->run->formulas[i];
		if (k->start < from + skipped)
			continue;
		*f = (struct tex_math){ k->start - skipped, k->end - skipped, k->body_start - skipped, k->body_end - skipped, k->display };
		return true;
	}
	return false;
}

/* FROM … the end of the text, formulas in it as R->math says. */
static void put_mixed(struct md *m, size_t from)
{
	bool dollar = m->r->math == MD_MATH_DOLLAR;
	size_t open = STR_NONE;  /* where a formula between dollars has just ended */
	for (struct tex_math f; next_formula(m, from, &f); ) {
		put_before(m, from, f.start, dollar);
		from = f.end;
		if (tex_is_active_math((struct str){ m->p + f.body_start, f.body_end - f.body_start })) {
			put_formula_text(m, &f);
			continue;
		}
		if (!dollar) {
			put_parens(m, &f);
			continue;
		}
		m->met |= 1U << ('$' & 31);
		if (put_dollars(m, &f, open == f.start)) {
			open = m->out->len && m->out->s[m->out->len - 1] == '$' ? f.end : STR_NONE;
			if (is_digit(char_at(m, f.end)))
				put_ref(m->out, (unsigned char)m->p[from++]);
		} else {
			put_formula_text(m, &f);
		}
	}
	m->end = m->n;
	put_text(m, from, m->n);
}

/* ---- A text ---- */

static void put_lines_as_one(struct str s, struct buf *out)
{
	struct str piece;
	for (const char *lf; s.n > 0 && (lf = memchr(s.p, '\n', s.n)); s = str_from(s, piece.n + 1)) {
		piece = str_head(s, (size_t)(lf - s.p));
		buf_adds(out, piece);
		buf_addc(out, ' ');
	}
	buf_adds(out, s);
}

/* Whether elements may be all that comes of S: MDX would take them out of their paragraph. */
static bool is_spans(struct str s)
{
	size_t i = 0;
	while (i < s.n && memchr(" \t\n@:$#.\\[", s.p[i], 10))
		i++;
	return i == s.n;
}

/* The text of M; STARTS: where it begins, a block may begin. */
static void put_paragraph(struct md *m, bool starts)
{
	size_t from = 0;
	if (starts && m->r->readers & MD_MDX && m->place == MD_PARAGRAPH && is_spans((struct str){ m->p, m->n })) {
		put_ref(m->out, (unsigned char)m->p[from++]);
	} else if (starts && m->place == MD_PARAGRAPH) {
		enum md_form form;
		size_t start = md_block_start(m, &form);
		if (start != STR_NONE) {
			put_text(m, 0, start);
			put_signs(m, start, 1, form);
			from = start + 1;
		}
	}
	put_mixed(m, from);
}

void md_text(const struct md_rules *r, enum md_place place, struct str s, struct buf *out)
{
	if (!r->escape) {
		put_lines_as_one(s, out);
		return;
	}
	s = str_trim(s);
	if (str_empty(s))
		return;
	struct md m = { .r = r, .place = place, .p = s.p, .n = s.n, .end = s.n, .out = out, .last_greater = STR_NONE,
	                .classes = md_classes(r->readers ? MD_SIGNS_WIDE : MD_SIGNS_GFM, has_double_blank(s)) };
	put_paragraph(&m, true);
}

/* ---- A run between marks ---- */

/* The character at the start or the end of S, if it has to be a reference: a sign, or (GUARD) any. How many bytes it has; 0: none. */
static size_t edge(struct str s, bool at_end, bool guard)
{
	uint32_t cp;
	size_t n = s.n ? 1 : 0;
	while (at_end && n && n < s.n && ((unsigned char)s.p[s.n - n] & 0xc0) == 0x80)
		n++;
	if (n)
		n = utf8_decode(at_end ? str_from(s, s.n - n) : s, &cp);
	return n && (is_punct((int)cp) || (guard && cp > ' ')) ? n : 0;
}

static void put_char_ref(struct str s, struct buf *out)
{
	uint32_t cp = 0;
	utf8_decode(s, &cp);
	buf_addf(out, "&#%u;", (unsigned)cp);
}

void md_put_run(const struct md_rules *r, enum md_place place, const struct md_run *run, struct buf *out)
{
	struct str s = str_trim(run->s), last = STR_NULL;
	bool blank_before = run->part_before && str_starts(run->s, " "), blank_behind = run->part_behind && str_ends(run->s, " ");
	if (blank_before || (s.n == 0 && blank_behind))
		buf_addc(out, ' ');
	if (s.n == 0)
		return;
	size_t skipped = (size_t)(s.p - run->s.p);
	bool math_first = run->n && run->formulas[0].start == skipped, math_last = run->n && run->formulas[run->n - 1].end == skipped + s.n;
	size_t n = run->part_before && !math_first ? edge(s, false, run->overwrite_check_first && !blank_before) : 0;
	if (n)
		put_char_ref(str_head(s, n), out);
	s = str_from(s, n);
	n = run->part_behind && !math_last ? edge(s, true, run->overwrite_check_last && !blank_behind) : 0;
	last = str_from(s, s.n - n);
	s.n -= n;
	struct md m = { .r = r, .place = place, .p = s.p, .n = s.n, .end = s.n, .out = out, .run = run, .last_greater = STR_NONE,
	                .classes = md_classes(r->readers ? MD_SIGNS_WIDE : MD_SIGNS_GFM, has_double_blank(s)) };
	if (run->part_before || run->part_behind) {  /* its signs may have partners elsewhere */
		m.met = ~0u;
		m.last_greater = STR_NONE - 1;
	}
	if (s.n)
		put_paragraph(&m, run->starts);
	if (last.n)
		put_char_ref(last, out);
	if (blank_behind)
		buf_addc(out, ' ');
}

/* ---- Link destinations ---- */

/* A '%' that encodes nothing is encoded itself: goldmark does so, and all agree then. */
static bool is_url_sign(struct str url, size_t i)
{
	unsigned char c = (unsigned char)url.p[i];
	if (c == '%')
		return url.n - i > 2 && hex_digit((unsigned char)url.p[i + 1]) >= 0 && hex_digit((unsigned char)url.p[i + 2]) >= 0;
	return is_alnum(c) || (c != 0 && strchr("-.~:/?#@!$+,;=_", c));
}

void md_url(struct str url, struct buf *out)
{
	static const char hex[] = "0123456789ABCDEF";
	size_t from = 0;
	for (size_t i = 0; i < url.n; i++) {
		unsigned char c = (unsigned char)url.p[i];
		if (is_url_sign(url, i))
			continue;
		buf_add(out, url.p + from, i - from);
		from = i + 1;
		if (c == '&')
			buf_adds(out, STR("&amp;"));
		else
			buf_add(out, (char[]){ '%', hex[c >> 4], hex[c & 15] }, 3);
	}
	if (from < url.n)
		buf_add(out, url.p + from, url.n - from);
}

bool url_is_web(struct str url)
{
	size_t scheme = 0;
	while (scheme < url.n && is_alpha((unsigned char)url.p[scheme]))
		scheme++;
	struct str name = str_head(url, scheme), rest = str_from(url, scheme);
	if (!(str_is_nocase(name, "http") || str_is_nocase(name, "https")) || !str_starts(rest, "://"))
		return false;
	rest = str_from(rest, 3);
	if (str_empty(rest) || !(is_alnum((unsigned char)*rest.p) || (unsigned char)*rest.p >= 0x80))
		return false;
	for (size_t i = 0; i < rest.n; i++) {
		unsigned char c = (unsigned char)rest.p[i];
		if (is_alnum(c) || c == '.' || c == '-')
			continue;
		if (c == '/' || c == '?' || c == '#')
			return true;
		if (c <= ' ' || c == 0x7f || strchr("\"<>\\^`{|}[]", c))
			return false;
	}
	return true;
}
