/* SPDX-License-Identifier: MIT
 * An address is told by its "://"; its authority ends where RFC 3986 ends it, or at a blank. */
#include "digest/redact.h"

#include <string.h>

#include "digest/buf.h"
#include "digest/options.h"

/* The length of "NAME:PASSWORD@" at the beginning of an authority; 0: there is none. */
static size_t secret(struct str authority)
{
	size_t n = 0;
	for (size_t i = 0; i < authority.n && !is_space(authority.p[i]) && strchr("/?#\"'", authority.p[i]) == NULL; i++)
		if (authority.p[i] == '@')
			n = i + 1;
	return n;
}

/* Whether a query's name is one of a key's: key, api-key, access_token, secret … */
static bool names_key(struct str name)
{
	static const char *const ends[] = { "key", "token", "secret", "password" };
	for (size_t i = 0; i < COUNTOF(ends); i++)
		if (name.n >= strlen(ends[i]) && str_is_nocase(str_from(name, name.n - strlen(ends[i])), ends[i]))
			return true;
	return false;
}

/* Append an address from behind its "://" to its end, without the values of keys. Returns its length; *ANY: one was left out. */
static size_t put_address(struct str s, struct buf *out, bool *any)
{
	size_t at = 0, name = STR_NONE;
	for (; at < s.n && !is_space(s.p[at]) && s.p[at] != '"' && s.p[at] != '\''; at++) {
		char c = s.p[at];
		if (str_starts(str_from(s, at), "://"))  /* an address in an address */
			break;
		buf_addc(out, c);
		if (c == '=' && name != STR_NONE && names_key((struct str){ s.p + name, at - name })) {
			size_t end = at + 1;
			while (end < s.n && !is_space(s.p[end]) && strchr("&#\"'", s.p[end]) == NULL)
				end++;
			*any |= end > at + 1;
			at = end - 1;
			name = STR_NONE;
		} else if (c == '?' || c == '&') {
			name = at + 1;
		}
	}
	return at;
}

const char *redact_url(const char *text, struct arena *a)
{
	struct buf b = BUF_INIT(BUF_UNBOUNDED);
	struct str rest = str_of(text);
	bool any = false;
	for (size_t at; (at = str_find(rest, "://", 0)) != STR_NONE;) {
		size_t n = secret(str_from(rest, at + 3));
		any |= n > 0;
		buf_adds(&b, str_head(rest, at + 3));
		rest = str_from(rest, at + 3 + n);
		rest = str_from(rest, put_address(rest, &b, &any));
	}
	buf_adds(&b, rest);
	const char *shown = any ? arena_dup(a, buf_str(&b)).p : text;
	buf_free(&b);
	return shown;
}

/* ---- Words ---- */

/* While words are divided, what was cut out of one is a sign without a blank in it. */
static const char left_out[] = "(left out)", cut[] = "\x1a";

/* What the value behind a word is. */
enum behind { PLAIN, SECRET, SCHEME };

static struct str unquoted(struct str word)
{
	while (word.n && strchr("\"'", word.p[0]))
		word = str_from(word, 1);
	while (word.n && strchr("\"'", word.p[word.n - 1]))
		word.n--;
	return word;
}

/* How providers' keys begin. */
static bool looks_like_key(struct str word)
{
	enum { SHORTEST = 16 };
	static const char *const begins[] = { "sk-", "sk_", "AIza", "gsk_", "hf_", "ghp_", "github_pat_", "xai-", "pplx-", "AKIA", "eyJ" };
	for (size_t i = 0; word.n >= SHORTEST && i < COUNTOF(begins); i++)
		if (str_starts(word, begins[i]))
			return true;
	return false;
}

/* RFC 9110, 11.6.2: the credentials follow the scheme's name. */
static bool is_scheme(struct str word)
{
	return str_is_nocase(word, "bearer") || str_is_nocase(word, "basic") || str_is_nocase(word, "token");
}

/* Options of ours that hold no key whatever they are called. */
static bool is_ours(struct str name)
{
	return str_starts(name, "--") && opt_find(str_from(name, 2)) != NULL;
}

/* What follows WORD, where it ends in the name of a value: "--key", "X-Api-Key:", "Authorization:". */
static enum behind name_before(struct str word)
{
	bool header = str_ends(word, ":"), option = str_starts(word, "-");
	struct str name = header ? str_head(word, word.n - 1) : word;
	if (header && str_is_nocase(name, "authorization"))
		return SCHEME;
	return (header || (option && !is_ours(word))) && names_key(name) ? SECRET : PLAIN;
}

/* Append WORD without the value that a name in it has: NAME=VALUE, NAME:VALUE. */
static enum behind put_named(struct str word, struct buf *out)
{
	for (size_t i = 0; i + 1 < word.n; i++) {
		struct str name = unquoted(str_head(word, i)), value = unquoted(str_from(word, i + 1));
		if ((word.p[i] != '=' && word.p[i] != ':') || is_ours(name) || str_empty(value) || value.p[0] == '&')
			continue;  /* "key=&…": the key was left out of this address before */
		bool scheme = is_scheme(value);
		if (!names_key(name) && !str_ends(name, "uthorization"))
			continue;
		buf_adds(out, str_head(word, i + 1));
		if (scheme)
			buf_adds(out, value);
		else
			buf_addz(out, cut);
		return scheme ? SECRET : PLAIN;
	}
	buf_adds(out, word);
	return PLAIN;
}

static void put_word(struct str word, enum behind *behind, struct buf *out)
{
	struct str bare = unquoted(word);
	bool secret = *behind == SECRET || (*behind == SCHEME && !is_scheme(bare));
	if (bare.n == 0) {
		buf_adds(out, word);
		return;
	}
	enum behind next = secret ? PLAIN : *behind == SCHEME || str_is_nocase(bare, "bearer") ? SECRET : name_before(bare);
	if (secret || looks_like_key(bare))
		buf_addz(out, cut);
	else if (next != PLAIN)
		buf_adds(out, word);
	else
		next = put_named(word, out);
	*behind = next;
}

/* TEXT without VALUE, wherever it stands. */
static void cut_value(struct buf *text, const char *value)
{
	enum { SHORTEST = 6 };  /* a shorter one would be found in harmless words */
	struct buf b = BUF_INIT(BUF_UNBOUNDED);
	struct str rest = buf_str(text);
	size_t n = strlen(value);
	for (size_t at; n >= SHORTEST && (at = str_find(rest, value, 0)) != STR_NONE; rest = str_from(rest, at + n)) {
		buf_adds(&b, str_head(rest, at));
		buf_addz(&b, cut);
	}
	buf_adds(&b, rest);
	buf_clear(text);
	buf_adds(text, buf_str(&b));
	buf_free(&b);
}

static void put_left_out(struct str words, struct buf *out)
{
	for (size_t i = 0; i < words.n; i++)
		if (words.p[i] == cut[0])
			buf_addz(out, left_out);
		else
			buf_addc(out, words.p[i]);
}

const char *redact_command_line(const char *words, const char *const *values, struct arena *a)
{
	struct buf all = BUF_INIT(BUF_UNBOUNDED), b = BUF_INIT(BUF_UNBOUNDED);
	buf_addz(&all, redact_url(words, a));
	for (; values && *values; values++)
		cut_value(&all, *values);
	struct str rest = buf_str(&all), word;
	enum behind behind = PLAIN;
	for (bool first = true; str_cut(&rest, ' ', &word); first = false) {
		if (!first)
			buf_addc(&b, ' ');
		put_word(word, &behind, &b);
	}
	buf_clear(&all);
	put_left_out(buf_str(&b), &all);
	const char *shown = arena_dup(a, buf_str(&all)).p;
	buf_free(&all);
	buf_free(&b);
	return shown;
}
