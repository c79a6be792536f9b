/* SPDX-License-Identifier: MIT
 * Identifiers: arXiv's, YYMM.NNNN(N) since April 2007, archive/YYMMNNN before, each with an optional version; and local:NAME.
 * As arXiv's own patterns do, records are read by their shapes only; of what people type, a month and a length that there is not are refused. */
#include "digest/paper.h"

#include <string.h>

#include "digest/hash.h"
#include "digest/text.h"

enum { MAX_VERSION = 99999 };

static size_t digits(struct str s, size_t i)
{
	size_t n = 0;
	while (i + n < s.n && is_digit((unsigned char)s.p[i + n]))
		n++;
	return n;
}

static int number(const char *p, size_t n)
{
	int v = 0;
	while (n--)
		v = v * 10 + (*p++ - '0');
	return v;
}

/* Newer is greater: by announcement month, then by number; an id of the old scheme comes before one of the new in
 * the month that had both. */
static int64_t sort_key(int yymm, bool old, int num, struct str archive)
{
	enum { ARCHIVE_BITS = 20 };
	int yy = yymm / 100;
	uint32_t mark = 0;  /* of the archive, each of which counted for itself: hep-th/9901001 is not math/9901001 */
	for (size_t i = 0; i < archive.n; i++)
		mark = mark * 31 + (uint32_t)to_lower((unsigned char)archive.p[i]);
	int64_t year = old && yy >= 91 ? 1900 + yy : 2000 + yy;
	int64_t key = ((year * 100 + yymm % 100) * 2 + !old) * 1000000 + num;
	return key << ARCHIVE_BITS | (mark & ((1u << ARCHIVE_BITS) - 1));
}

/* "v12", or "V12", at the end; what stands before it goes to *REST. */
static bool split_version(struct str s, struct str *rest, int *version)
{
	uint64_t v = 0;
	size_t i = s.n;
	while (i > 0 && is_digit((unsigned char)s.p[i - 1]))
		i--;
	*version = 0;
	*rest = s;
	if (i == s.n || i == 0 || to_lower((unsigned char)s.p[i - 1]) != 'v')
		return true;
	if (s.p[i] == '0' || !str_number(str_from(s, i), MAX_VERSION, &v))
		return false;
	*version = (int)v;
	*rest = str_head(s, i - 1);
	return true;
}

static bool parse_new(struct str s, struct arxiv_id *ret)
{
	if (s.n < 9 || s.n > 10 || digits(s, 0) != 4 || s.p[4] != '.' || digits(s, 5) != s.n - 5)
		return false;
	ret->id = s;
	ret->sort_key = sort_key(number(s.p, 4), false, number(s.p + 5, s.n - 5), STR_NULL);
	return true;
}

/* archive, archive.SUBJECT, arch-ive: letters with at most one hyphen, and the subject's letters and hyphens. */
static bool archive_shape(struct str s, size_t *archive_len)
{
	size_t i = 0, hyphen = 0;
	while (i < s.n && (is_alpha((unsigned char)s.p[i]) || (s.p[i] == '-' && i > 0 && !hyphen)))
		hyphen = s.p[i] == '-' ? i : hyphen, i++;
	if (i == 0 || (hyphen && i - hyphen < 3))
		return false;
	*archive_len = i;
	if (i == s.n)
		return true;
	if (s.p[i] != '.' || s.n - i < 3)
		return false;
	while (++i < s.n)
		if (!is_alpha((unsigned char)s.p[i]) && s.p[i] != '-')
			return false;
	return true;
}

/* The archive in canonical letters, the number behind it. */
static struct str build_old(struct str archive, struct str num, struct arena *a)
{
	bool mend = str_is_nocase(archive, "astroph");
	struct str name = mend ? STR("astro-ph") : archive;
	char *p = arena_alloc(a, name.n + 1 + num.n + 1);
	for (size_t i = 0; i < name.n; i++)
		p[i] = (char)to_lower((unsigned char)name.p[i]);
	p[name.n] = '/';
	memcpy(p + name.n + 1, num.p, num.n);
	p[name.n + 1 + num.n] = '\0';
	return (struct str){ p, name.n + 1 + num.n };
}

static bool parse_old(struct str s, struct arena *a, struct arxiv_id *ret)
{
	size_t slash = str_find(s, "/", 0), n;
	if (slash == STR_NONE || s.n - slash != 8 || digits(s, slash + 1) != 7)
		return false;
	struct str archive = str_head(s, slash), num = str_from(s, slash + 1);
	if (!archive_shape(archive, &n))
		return false;
	bool canonical = n == archive.n && !str_is_nocase(archive, "astroph");
	for (size_t i = 0; i < n; i++)
		canonical = canonical && !is_upper((unsigned char)archive.p[i]);
	ret->id = canonical ? s : build_old(str_head(archive, n), num, a);
	ret->sort_key = sort_key(number(num.p, 4), true, number(num.p + 4, 3), archive);
	return true;
}

static inline bool cut_prefix(struct str *s, const char *prefix)
{
	struct str head = str_head(*s, strlen(prefix));
	if (!str_is_nocase(head, prefix))
		return false;
	*s = str_from(*s, head.n);
	return true;
}

bool arxiv_id_parse(struct str s, struct arena *a, struct arxiv_id *ret)
{
	struct arxiv_id id = { .version = 0 };
	struct str rest;
	s = str_trim(s);
	if (s.n && !is_digit((unsigned char)s.p[0])) {
		cut_prefix(&s, "oai:");
		if (cut_prefix(&s, "arxiv.org:") || cut_prefix(&s, "arxiv:"))
			s = str_trim(s);
	}
	if (!split_version(s, &rest, &id.version) || !(parse_new(rest, &id) || parse_old(rest, a, &id)))
		return false;
	*ret = id;
	return true;
}

/* ---- Papers that arXiv does not have ---- */

struct str paper_id_local(struct str id)
{
	struct str name = id;
	if (!cut_prefix(&name, "local:") || name.n == 0 || name.n > ID_MOST_LOCAL || name.p[0] == '.' || name.p[0] == '-')
		return STR_NULL;
	for (size_t i = 0; i < name.n; i++) {
		unsigned char c = (unsigned char)name.p[i];
		if (!is_alnum(c) && c < 0x80 && c != '.' && c != '-' && c != '_')
			return STR_NULL;
	}
	return utf8_valid(name, NULL) ? name : STR_NULL;
}

/* Of arXiv's keys the least is of 1991: all that is below it is free. */
static int64_t local_key(struct str name)
{
	enum { BITS = 56 };
	uint64_t h = FNV_BASIS;
	for (size_t i = 0; i < name.n; i++)
		h = fnv_byte(h, (unsigned char)name.p[i]);
	return (int64_t)(h >> (64 - BITS)) + 1;
}

bool paper_id_parse(struct str s, struct arena *a, struct arxiv_id *ret)
{
	s = str_trim(s);
	struct str name = paper_id_local(s);
	if (!str_known(name))
		return arxiv_id_parse(s, a, ret);
	struct buf b = BUF_INIT(ID_MOST_LOCAL + sizeof "local:");
	buf_addf(&b, "local:%.*s", STR_ARG(name));
	*ret = (struct arxiv_id){ .id = str_eq(s, buf_str(&b)) ? s : arena_dup(a, buf_str(&b)), .sort_key = local_key(name) };
	buf_free(&b);
	return true;
}

/* The part of a link that holds the identifier: up to a query, a fragment, a closing slash, ".pdf". */
static struct str link_tail(struct str s)
{
	size_t n = 0;
	while (n < s.n && s.p[n] != '?' && s.p[n] != '#' && !is_space((unsigned char)s.p[n]))
		n++;
	s = str_head(s, n);
	if (str_ends(s, "/"))
		s.n--;
	if (s.n > 4 && str_is_nocase(str_from(s, s.n - 4), ".pdf"))
		s.n -= 4;
	return s;
}

bool arxiv_id_from_link(struct str link, struct arena *a, struct arxiv_id *ret)
{
	static const char *const before[] = { "/abs/", "/pdf/", "/html/", "/src/", "/e-print/", "/ps/",
		                              "/10.48550/arXiv.", "/10.48550/arxiv." };
	for (size_t i = 0; i < COUNTOF(before); i++) {
		size_t at = str_find(link, before[i], 0);
		if (at != STR_NONE && arxiv_id_parse(link_tail(str_from(link, at + strlen(before[i]))), a, ret))
			return true;
	}
	return false;
}

/* ---- What people paste ---- */

static size_t find_nocase(struct str s, const char *z)
{
	size_t n = strlen(z);
	for (size_t i = 0; i + n <= s.n; i++)
		if (str_is_nocase((struct str){ s.p + i, n }, z))
			return i;
	return STR_NONE;
}

/* Signs that stand around an address in a text: <…>, "…", (…), a full stop. */
static struct str without_frame(struct str s)
{
	while (s.n > 0 && memchr("<([\"'", s.p[0], 5))
		s = str_from(s, 1);
	while (s.n > 0 && memchr(">)]\"'.;", s.p[s.n - 1], 7))
		s.n--;
	return s;
}

/* Whether there can be such a paper: a slip of a digit mostly makes a month or a length that there is not. */
static bool may_exist(struct str id)
{
	enum { FIRST_NEW = 200704, FIRST_OF_FIVE = 201501, FIRST = 199108 };
	size_t slash = str_find(id, "/", 0), begins = slash == STR_NONE ? 0 : slash + 1;
	int yy = number(id.p + begins, 2), month = number(id.p + begins + 2, 2);
	int when = ((slash != STR_NONE && yy >= 91 ? 1900 : 2000) + yy) * 100 + month;
	if (month < 1 || month > 12)
		return false;
	if (slash != STR_NONE)
		return when >= FIRST && when < FIRST_NEW;
	return when >= FIRST_NEW && id.n == (when < FIRST_OF_FIVE ? strlen("0704.0001") : strlen("1501.00001"));
}

bool arxiv_id_from_words(struct str s, struct arena *a, struct arxiv_id *ret)
{
	static const char *const before[] = { "/abs/", "/pdf/", "/html/", "/src/", "/e-print/", "/ps/", "/format/",
		                              "10.48550/arxiv." };
	s = without_frame(str_trim(s));
	bool found = arxiv_id_parse(link_tail(s), a, ret);
	for (size_t i = 0; !found && i < COUNTOF(before); i++) {
		size_t at = find_nocase(s, before[i]);
		found = at != STR_NONE && arxiv_id_parse(link_tail(str_from(s, at + strlen(before[i]))), a, ret);
	}
	return found && may_exist(ret->id);
}

bool paper_id_from_words(struct str s, struct arena *a, struct arxiv_id *ret)
{
	struct str bare = without_frame(str_trim(s));
	return str_known(paper_id_local(bare)) ? paper_id_parse(bare, a, ret) : arxiv_id_from_words(s, a, ret);
}
