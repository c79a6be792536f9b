/* SPDX-License-Identifier: MIT
 * Headings of texts that do not mark them: by their numbers, which go on from the last one, or by the names that sections have. */
#include "heading.h"

static const struct { const char *name; enum heading_kind kind; } names[] = {
	{ "abstract", HEADING_SECTION }, { "introduction", HEADING_SECTION }, { "conclusion", HEADING_SECTION }, { "conclusions", HEADING_SECTION },
	{ "acknowledgements", HEADING_SECTION }, { "acknowledgments", HEADING_SECTION }, { "acknowledgement", HEADING_SECTION },
	{ "acknowledgment", HEADING_SECTION }, { "limitations", HEADING_SECTION }, { "discussion", HEADING_SECTION }, { "appendix", HEADING_SECTION },
	{ "appendices", HEADING_SECTION }, { "references", HEADING_WORKS }, { "bibliography", HEADING_WORKS }, { "contents", HEADING_CONTENTS },
	{ "table of contents", HEADING_CONTENTS }, { "摘要", HEADING_SECTION }, { "引言", HEADING_SECTION }, { "结论", HEADING_SECTION },
	{ "参考文献", HEADING_WORKS }, { "致谢", HEADING_SECTION }, { "附录", HEADING_SECTION },
};

/* "4.2" at the start of S: its numbers, how many, its length; 0: none. */
static size_t read_numbers(struct str s, unsigned n[HEADING_MAX_LEVEL], int *levels)
{
	size_t i = 0;
	*levels = 0;
	while (*levels < HEADING_MAX_LEVEL && i < s.n && is_digit((unsigned char)s.p[i])) {
		unsigned v = 0;
		size_t from = i;
		while (i < s.n && is_digit((unsigned char)s.p[i]) && i - from < 3)
			v = v * 10 + (unsigned)(s.p[i++] - '0');
		n[(*levels)++] = v;
		if (i + 1 < s.n && s.p[i] == '.' && is_digit((unsigned char)s.p[i + 1]))
			i++;
		else
			break;
	}
	if (i < s.n && s.p[i] == '.')
		i++;
	return *levels > 0 && i < s.n && s.p[i] == ' ' ? i : 0;
}

static unsigned roman(struct str s)
{
	static const struct { const char *word; unsigned value; } words[] = {
		{ "I", 1 }, { "II", 2 }, { "III", 3 }, { "IV", 4 }, { "V", 5 }, { "VI", 6 }, { "VII", 7 }, { "VIII", 8 }, { "IX", 9 }, { "X", 10 },
		{ "XI", 11 }, { "XII", 12 },
	};
	for (size_t i = 0; i < COUNTOF(words); i++)
		if (str_is(s, words[i].word))
			return words[i].value;
	return 0;
}

/* A title: short, begins with a capital or a Chinese character, is no sentence. */
static bool is_title(struct str s)
{
	enum { LONGEST = 110 };
	unsigned char c = s.n > 0 ? (unsigned char)s.p[0] : 0;
	if (s.n < 2 || s.n > LONGEST || !(is_upper(c) || c >= 0x80))
		return false;
	unsigned char last = (unsigned char)s.p[s.n - 1];
	return !memchr(".,;", last, 3) && str_find(s, ". . .", 0) == STR_NONE && str_find(s, "=", 0) == STR_NONE;
}

static bool put(struct heading *h, enum heading_kind kind, int level, struct str number, struct str title)
{
	*h = (struct heading){ kind, level, number, title };
	return true;
}

/* Whether the numbers N go on from the last ones: 4 after 3.x, 4.1 after 4, 4.3 after 4.2.x. */
static bool goes_on(const struct headings *s, const unsigned n[HEADING_MAX_LEVEL], int levels)
{
	if (levels > s->levels + 1 || levels == 0)
		return false;
	for (int i = 0; i < levels - 1; i++)
		if (n[i] != s->n[i])
			return false;
	unsigned last = levels <= s->levels ? s->n[levels - 1] : 0;
	return n[levels - 1] == last + 1;
}

static bool numbered(struct headings *s, struct str line, struct heading *h)
{
	unsigned n[HEADING_MAX_LEVEL] = { 0 };
	int levels;
	size_t end = read_numbers(line, n, &levels);
	struct str title = str_trim(str_from(line, end));
	if (end == 0 || !is_title(title) || !goes_on(s, n, levels) || (s->contents && is_digit((unsigned char)title.p[title.n - 1])))
		return false;
	memcpy(s->n, n, sizeof n);
	s->levels = levels;
	s->contents = false;
	struct str number = str_head(line, end);
	while (number.n > 0 && number.p[number.n - 1] == '.')
		number.n--;
	return put(h, HEADING_SECTION, levels, number, title);
}

/* "IV. RESULTS", then "A. Data" within it; "A Proofs", "Appendix A: Proofs" and "A.1 Lemmas" behind the bibliography. */
static bool lettered(struct headings *s, struct str line, struct heading *h)
{
	struct str rest = line;
	bool said = str_starts(rest, "Appendix ");
	if (said)
		rest = str_from(rest, sizeof "Appendix " - 1);
	size_t blank = str_find(rest, " ", 0);
	struct str number = blank == STR_NONE ? rest : str_head(rest, blank), title = blank == STR_NONE ? STR("") : str_trim(str_from(rest, blank));
	bool dot = number.n > 1 && memchr(".:", number.p[number.n - 1], 2) != NULL;
	if (dot)
		number.n--;
	if (number.n == 0 || (!said && !is_title(title)))
		return false;
	unsigned r = dot && !s->appendix ? roman(number) : 0;
	if (r > 0 && r == s->roman + 1) {
		s->roman = r;
		s->letter = 0;
		return put(h, HEADING_SECTION, 1, number, title);
	}
	bool one = number.n == 1 && is_upper((unsigned char)number.p[0]);
	if (one && (said || s->appendix || (dot && s->roman > 0)) && number.p[0] == 'A' + s->letter) {
		s->letter++;
		s->appendix = s->appendix || said;
		return put(h, HEADING_SECTION, s->appendix ? 1 : 2, number, title);
	}
	bool sub = number.n >= 3 && number.p[1] == '.' && is_digit((unsigned char)number.p[2]) && s->letter > 0 && number.p[0] == 'A' + s->letter - 1;
	return sub && s->appendix && put(h, HEADING_SECTION, 2, number, title);
}

/* "Abstract", and "Abstract—We show …", whose text is in *REST. */
static bool named(struct headings *s, struct str line, struct heading *h, struct str *rest)
{
	static const char *const after[] = { "—", "–", ". ", ": ", "-" };
	for (size_t i = 0; i < COUNTOF(names); i++) {
		size_t n = strlen(names[i].name);
		struct str title = str_head(line, n), behind = str_from(line, n);
		if (line.n < n || !str_is_nocase(title, names[i].name) || is_lower((unsigned char)line.p[0]))
			continue;
		bool alone = behind.n == 0 || str_is(behind, ".") || str_is(behind, ":");
		for (size_t k = 0; i == 0 && !alone && k < COUNTOF(after); k++)
			if (str_starts(behind, after[k])) {
				*rest = str_trim(str_from(behind, strlen(after[k])));
				alone = true;
			}
		if (!alone)
			continue;
		s->appendix = s->appendix || names[i].kind == HEADING_WORKS || str_starts(str_of(names[i].name), "append");
		if (s->appendix)
			s->letter = 0;
		s->contents = names[i].kind == HEADING_CONTENTS;
		return put(h, names[i].kind, 1, STR(""), title);
	}
	return false;
}

bool heading_of(struct headings *s, struct str line, struct heading *h, struct str *rest)
{
	*rest = STR("");
	return named(s, line, h, rest) || numbered(s, line, h) || lettered(s, line, h);
}
