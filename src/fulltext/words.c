/* SPDX-License-Identifier: MIT
 * Texts of papers: white space, e-mail addresses, arXiv's stamp, formulas on one line, and what a title says of its section. */
#include "internal.h"

#include "digest/hash.h"
#include "digest/paper.h"
#include "digest/text.h"

/* ---- White space ---- */

/* How long the character of no width, or the blank that is not ASCII, at the start of S is; 0: neither. */
static size_t odd_space(struct str s, bool *blank)
{
	uint32_t cp;
	size_t n = utf8_decode(s, &cp);
	*blank = cp == 0xa0 || (cp >= 0x2000 && cp <= 0x200a) || cp == 0x2028 || cp == 0x2029 || cp == 0x202f || cp == 0x205f;
	bool none = cp == 0xad || (cp >= 0x200b && cp <= 0x200f) || (cp >= 0x202a && cp <= 0x202e) || (cp >= 0x2060 && cp <= 0x206f) ||
	            cp == 0xfeff || (cp >= 0x80 && cp < 0xa0) || (cp >= 0xe0000 && cp < 0xe0080);
	return *blank || none ? n : 0;
}

static void add_blank(struct buf *out, size_t from)
{
	if (out->len > from && out->s[out->len - 1] != ' ')
		buf_addc(out, ' ');
}

void words_add(struct buf *out, size_t from, struct str t)
{
	size_t i = 0;
	while (i < t.n) {
		size_t plain = i;
		unsigned char c = 0;
		/* c2, e2, ef, f3: what begins a blank or a character of no width */
		while (plain < t.n && (c = (unsigned char)t.p[plain]) > ' ' && c != 0x7f && c != 0xc2 && c != 0xe2 && c != 0xef && c != 0xf3)
			plain++;
		buf_add(out, t.p + i, plain - i);
		i = plain;
		if (i == t.n)
			break;
		bool blank = false;
		size_t odd = c >= 0xc2 ? odd_space(str_from(t, i), &blank) : 0;
		if (c <= ' ' && is_space(c))
			blank = true;
		if (blank)
			add_blank(out, from);
		else if (odd == 0 && c > 0x7f)
			buf_addc(out, (char)c);
		i += odd ? odd : 1;
	}
}

/* ---- Mail ---- */

static bool is_mail(struct str word)
{
	const char *at = word.n ? memchr(word.p, '@', word.n) : NULL;
	if (at == NULL || at == word.p)
		return false;
	struct str host = str_from(word, (size_t)(at - word.p) + 1);
	while (host.n > 0 && !is_alnum((unsigned char)host.p[host.n - 1]))
		host.n--;
	size_t dot = host.n;
	while (dot > 0 && is_alpha((unsigned char)host.p[dot - 1]))
		dot--;
	if (dot < 2 || host.p[dot - 1] != '.' || host.n - dot < 2)
		return false;
	for (size_t i = 0; i < dot; i++)
		if (!is_alnum((unsigned char)host.p[i]) && host.p[i] != '.' && host.p[i] != '-')
			return false;
	return true;
}

void words_without_mail(struct buf *out, struct str t)
{
	struct str rest = t, word;
	if (t.n == 0 || memchr(t.p, '@', t.n) == NULL) {
		buf_adds(out, t);
		return;
	}
	while (str_cut(&rest, ' ', &word)) {
		if (is_mail(word))
			continue;
		if (out->len > 0)
			buf_addc(out, ' ');
		buf_adds(out, word);
	}
}

uint32_t words_hash(struct str word)
{
	uint64_t h = FNV_BASIS;
	for (size_t i = 0; i < word.n; i++)
		h = fnv_byte(h, (unsigned char)to_lower((unsigned char)word.p[i]));
	uint32_t small = (uint32_t)(h ^ h >> 32);
	return small ? small : 1;
}

/* ---- What a section is about ---- */

static const struct { const char *word; enum fulltext_role role; } title_words[] = {
	{ "abstract", FULLTEXT_ABSTRACT }, { "摘要", FULLTEXT_ABSTRACT }, { "introduc", FULLTEXT_INTRODUCTION }, { "引言", FULLTEXT_INTRODUCTION },
	{ "acknowledg", FULLTEXT_THANKS }, { "致谢", FULLTEXT_THANKS }, { "funding", FULLTEXT_THANKS }, { "author contribution", FULLTEXT_THANKS },
	{ "appendi", FULLTEXT_APPENDIX }, { "supplement", FULLTEXT_APPENDIX }, { "附录", FULLTEXT_APPENDIX },
	{ "related work", FULLTEXT_RELATED }, { "related literature", FULLTEXT_RELATED }, { "prior work", FULLTEXT_RELATED },
	{ "previous work", FULLTEXT_RELATED }, { "literature review", FULLTEXT_RELATED }, { "background", FULLTEXT_RELATED }, { "相关工作", FULLTEXT_RELATED },
	{ "conclu", FULLTEXT_CONCLUSION }, { "discussion", FULLTEXT_CONCLUSION }, { "limitation", FULLTEXT_CONCLUSION }, { "future work", FULLTEXT_CONCLUSION },
	{ "summary", FULLTEXT_CONCLUSION }, { "outlook", FULLTEXT_CONCLUSION }, { "结论", FULLTEXT_CONCLUSION }, { "总结", FULLTEXT_CONCLUSION },
	{ "experiment", FULLTEXT_EXPERIMENTS }, { "result", FULLTEXT_EXPERIMENTS }, { "evaluation", FULLTEXT_EXPERIMENTS }, { "ablation", FULLTEXT_EXPERIMENTS },
	{ "analys", FULLTEXT_EXPERIMENTS }, { "benchmark", FULLTEXT_EXPERIMENTS }, { "dataset", FULLTEXT_EXPERIMENTS }, { "实验", FULLTEXT_EXPERIMENTS },
	{ "method", FULLTEXT_METHOD }, { "approach", FULLTEXT_METHOD }, { "model", FULLTEXT_METHOD }, { "algorithm", FULLTEXT_METHOD },
	{ "framework", FULLTEXT_METHOD }, { "architecture", FULLTEXT_METHOD }, { "design", FULLTEXT_METHOD }, { "training", FULLTEXT_METHOD },
	{ "implementation", FULLTEXT_METHOD }, { "formulation", FULLTEXT_METHOD }, { "方法", FULLTEXT_METHOD },
};

enum fulltext_role words_role(struct str title, struct str number)
{
	if (number.n > 0 && is_upper((unsigned char)number.p[0]) && (number.n == 1 || number.p[1] == '.'))
		if (number.p[0] != 'I' && number.p[0] != 'V' && number.p[0] != 'X')  /* these are Roman first */
			return FULLTEXT_APPENDIX;
	struct buf low = BUF_INIT(BUF_UNBOUNDED);
	enum fulltext_role role = FULLTEXT_OTHER;
	for (size_t i = 0; i < title.n; i++)
		buf_addc(&low, (char)to_lower((unsigned char)title.p[i]));
	for (size_t i = 0; i < COUNTOF(title_words) && role == FULLTEXT_OTHER; i++)
		if (str_find(buf_str(&low), title_words[i].word, 0) != STR_NONE)
			role = title_words[i].role;
	buf_free(&low);
	return role;
}

/* ---- Formulas ---- */

/* LaTeXML breaks long TeX by "%" at a line's end, after which TeX passes over the next line's blanks. */
void words_tex(struct buf *out, struct str tex)
{
	static const char display[] = "\\displaystyle";
	struct str t = str_trim(tex);
	size_t from = out->len;
	for (;;) {
		size_t cut = str_find(t, "%\n", 0);
		bool comment = cut != STR_NONE && (cut == 0 || t.p[cut - 1] != '\\');
		size_t n = cut == STR_NONE ? t.n : comment ? cut : cut + 2;
		words_add(out, from, str_head(t, n));
		if (cut == STR_NONE)
			break;
		t = str_from(t, cut + 2);
		while (comment && t.n > 0 && is_space((unsigned char)t.p[0]))
			t = str_from(t, 1);
	}
	struct str made = str_from(buf_str(out), from);
	size_t n = sizeof display - 1;
	if (str_starts(made, display) && made.n > n && !is_alpha((unsigned char)made.p[n])) {
		struct str rest = str_trim(str_from(made, n));
		memmove(out->s + from, rest.p, rest.n);
		buf_cut(out, from + rest.n);
	}
}

/* ---- arXiv's stamp ---- */

bool words_stamp(struct str s, struct fulltext *f)
{
	size_t at = str_find(s, "arXiv:", 0), end;
	struct arxiv_id id;
	if (at == STR_NONE)
		return false;
	struct str rest = str_trim(str_from(s, at + 6));
	for (end = 0; end < rest.n && !is_space((unsigned char)rest.p[end]); end++)
		;
	if (!arxiv_id_parse(str_head(rest, end), &f->arena, &id))
		return false;
	if (f->id.n == 0) {
		f->id = arena_dup(&f->arena, id.id);
		f->version = id.version > 0 ? (unsigned)id.version : 0;
	}
	rest = str_trim(str_from(rest, end));
	end = str_find(rest, "]", 0);
	if (!str_starts(rest, "[") || end == STR_NONE)
		return true;
	if (f->category.n == 0)
		f->category = arena_dup(&f->arena, str_head(str_from(rest, 1), end - 1));
	rest = str_trim(str_from(rest, end + 1));
	enum { LONGEST_DATE = 11 };  /* 02 Sep 2026 */
	if (f->date.n == 0)
		f->date = arena_dup(&f->arena, str_trim(str_head(rest, LONGEST_DATE)));
	return true;
}
