/* SPDX-License-Identifier: MIT
 * Lists in one column: authors, and a summary's fields, in the order in which they came and byte for byte.
 *
 * Why no tables: reading a paper and its summary is two seeks, 5.4 µs (65,000 papers of 2.2 KB with summaries of
 * 1.6 KB); each further table would cost each get 1.3 to 2 µs. Why no JSON: lengths are read, not searched for, so
 * nothing is escaped and nothing parsed. A person at the sqlite3 prompt can still read it:
 *   9:Ada Noor        a name                    5:title
 *   11@Univ. of X     her affiliation           9=论文题            a text; ~ is any other JSON value */
#include "src/store/internal.h"

#include <string.h>

void pack_put(struct buf *out, char sign, struct str piece)
{
	buf_addu(out, piece.n);
	buf_addc(out, sign);
	buf_adds(out, piece);
	buf_addc(out, '\n');
}

bool pack_next(struct str *rest, char *sign, struct str *piece)
{
	size_t n = 0, i = 0;
	while (i < rest->n && is_digit(rest->p[i]) && n <= rest->n)
		n = n * 10 + (size_t)(rest->p[i++] - '0');
	if (i == 0 || rest->n - i < 2 || n > rest->n - i - 2 || rest->p[i + 1 + n] != '\n')
		return false;
	*sign = rest->p[i];
	*piece = (struct str){ rest->p + i + 1, n };
	*rest = str_from(*rest, i + n + 2);
	return true;
}

/* How many pieces of SIGN come until one of STOP. */
static size_t count(struct str rest, char sign, char stop)
{
	size_t n = 0;
	char c;
	struct str piece;
	while (pack_next(&rest, &c, &piece) && c != stop)
		n += c == sign;
	return n;
}

void pack_authors(struct buf *out, const struct author *v, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		pack_put(out, ':', v[i].name);
		for (size_t j = 0; j < v[i].affiliations.n; j++)
			pack_put(out, '@', v[i].affiliations.v[j]);
	}
}

bool unpack_authors(struct str packed, struct arena *a, struct author **v, size_t *n)
{
	size_t most = count(packed, ':', '\0'), at = 0;
	struct author *all = arena_calloc(a, most, sizeof *all);
	char sign;
	struct str piece;
	while (pack_next(&packed, &sign, &piece)) {
		if (sign == ':') {
			all[at++].name = piece;
			continue;
		}
		struct strs *to = at > 0 ? &all[at - 1].affiliations : NULL;
		if (sign != '@' || to == NULL)
			return false;
		if (to->n == 0)
			to->v = arena_calloc(a, 1 + count(packed, '@', ':'), sizeof *to->v);
		to->v[to->n++] = piece;
	}
	*v = all;
	*n = at;
	return packed.n == 0;
}

void pack_fields(struct buf *out, const struct summary_field *v, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		pack_put(out, ':', v[i].name);
		pack_put(out, v[i].json ? '~' : '=', v[i].text);
	}
}

bool unpack_fields(struct str packed, struct arena *a, struct summary_field **v, size_t *n)
{
	size_t most = count(packed, ':', '\0'), at = 0;
	struct summary_field *all = arena_calloc(a, most, sizeof *all);
	char sign;
	struct str name, text;
	while (at < most && pack_next(&packed, &sign, &name)) {
		if (sign != ':' || !pack_next(&packed, &sign, &text) || (sign != '=' && sign != '~'))
			return false;
		all[at++] = (struct summary_field){ name, text, sign == '~' };
	}
	*v = all;
	*n = at;
	return packed.n == 0;
}

void pack_categories(struct buf *out, const struct strs *v)
{
	for (size_t i = 0; i < v->n; i++) {
		if (i > 0)
			buf_addc(out, ' ');
		buf_adds(out, v->v[i]);
	}
}

void unpack_categories(struct str packed, struct arena *a, struct strs *v)
{
	size_t n = packed.n > 0;
	for (size_t i = 0; i < packed.n; i++)
		n += packed.p[i] == ' ';
	*v = (struct strs){ arena_calloc(a, n, sizeof *v->v), 0 };
	while (v->n < n && str_cut(&packed, ' ', &v->v[v->n]))
		v->n++;
}
