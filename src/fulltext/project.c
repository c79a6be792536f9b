/* SPDX-License-Identifier: MIT
 * An address with the words before it, back to the address or the sentence before: these say what it is. A footnote that is nothing but an
 * address has its words in the paragraph that it belongs to. */
#include "digest/project.h"

#include "digest/text.h"

enum { NEITHER = PROJECT__COUNT };

/* ---- What hosts and words say ---- */

struct said {
	const char *word;
	int kind;
};

/* Whatever is on a host's subdomains is that host's, too. */
static const struct said hosts[] = {
	{ "github.com", PROJECT_CODE }, { "gitlab.com", PROJECT_CODE }, { "bitbucket.org", PROJECT_CODE }, { "codeberg.org", PROJECT_CODE },
	{ "gitee.com", PROJECT_CODE }, { "sourceforge.net", PROJECT_CODE }, { "sr.ht", PROJECT_CODE }, { "anonymous.4open.science", PROJECT_CODE },
	{ "github.io", PROJECT_PAGE }, { "gitlab.io", PROJECT_PAGE }, { "sites.google.com", PROJECT_PAGE },
};

/* Of several in one sentence the row that stands first counts. */
static const struct said labels[] = {
	{ "project page", PROJECT_PAGE }, { "project website", PROJECT_PAGE }, { "project site", PROJECT_PAGE }, { "project webpage", PROJECT_PAGE },
	{ "project web page", PROJECT_PAGE }, { "project homepage", PROJECT_PAGE }, { "project:", PROJECT_PAGE },
	{ "code", PROJECT_CODE }, { "implementation", PROJECT_CODE }, { "repository", PROJECT_CODE }, { "software", PROJECT_CODE },
	{ "toolkit", PROJECT_CODE }, { "website", PROJECT_PAGE }, { "webpage", PROJECT_PAGE }, { "web page", PROJECT_PAGE },
	{ "homepage", PROJECT_PAGE }, { "home page", PROJECT_PAGE }, { "demo", PROJECT_PAGE },
};

/* What only a repository's visitor finds there: it is the paper's page then. */
static const char *const others[] = { "dataset", "data set", "data", "benchmark", "corpus", "video", "supplement", "slides" };

/* That the authors give something away. */
static const char *const gives[] = {
	"our code", "our source code", "our implementation", "our project", "our software", "our repository", "available", "release", "open-source",
	"open source", "can be found", "can be accessed", "code:", "page:", "website:", "we provide", "we publish", "we make", "hosted at",
};
/* That it is somebody else's. */
static const char *const elses[] = {
	"et al", " their ", "official implementation of", "provided by", "adapted from", "based on", "taken from", "built on", "build on",
	"borrowed", "following", "code of", "code from", "implementation of", "implementation from", "implementation in",
};

/* Where WORD stands in S, letters' case aside, at a word's beginning; STR_NONE. */
static size_t find_word(struct str s, const char *word)
{
	size_t n = strlen(word);
	for (size_t i = 0; i + n <= s.n; i++) {
		bool begins = i == 0 || !is_alnum((unsigned char)s.p[i - 1]) || !is_alnum((unsigned char)word[0]);
		if (begins && str_is_nocase((struct str){ s.p + i, n }, word))
			return i;
	}
	return STR_NONE;
}

static bool has_one(struct str s, const char *const *words, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (find_word(s, words[i]) != STR_NONE)
			return true;
	return false;
}

static int label_of(struct str sentence)
{
	for (size_t i = 0; i < COUNTOF(labels); i++)
		if (find_word(sentence, labels[i].word) != STR_NONE)
			return labels[i].kind;
	return NEITHER;
}

static struct str host_of(struct str address)
{
	size_t scheme = str_find(address, "://", 0);
	struct str host = scheme == STR_NONE ? address : str_from(address, scheme + 3);
	return str_head(host, str_find(host, "/", 0));
}

static int host_kind(struct str address)
{
	struct str host = host_of(address);
	for (size_t i = 0; i < COUNTOF(hosts); i++) {
		size_t n = strlen(hosts[i].word);
		bool whole = host.n == n || (host.n > n && host.p[host.n - n - 1] == '.');
		if (whole && str_is_nocase(str_from(host, host.n - n), hosts[i].word))
			return hosts[i].kind;
	}
	return NEITHER;
}

/* What ADDRESS is, of which SENTENCE speaks. */
static int kind_of(struct str address, struct str sentence)
{
	int host = host_kind(address), label = label_of(sentence);
	if (host == PROJECT_PAGE || (host == NEITHER && label == NEITHER))
		return host;
	if (host == PROJECT_CODE)
		return label == NEITHER && has_one(sentence, others, COUNTOF(others)) ? PROJECT_PAGE : PROJECT_CODE;
	return label;
}

/* ---- Addresses ---- */

static bool is_web(struct str address) { return (str_starts(address, "http://") || str_starts(address, "https://")) && host_of(address).n > 0; }

/* "github.com/doe/walk": people leave the scheme out. */
static bool is_path_at_host(struct str address)
{
	struct str host = host_of(address);
	return str_find(address, ":", 0) == STR_NONE && host.n + 1 < address.n && host_kind(address) != NEITHER;
}

/* The next address in S at or after FROM: with a scheme, or by a host of the table. */
static bool next_address(struct str s, size_t from, struct str *ret)
{
	for (size_t i = from; i < s.n; i++) {
		bool begins = is_alnum((unsigned char)s.p[i]) && (i == 0 || !(is_alnum((unsigned char)s.p[i - 1]) || strchr("-._/@", s.p[i - 1])));
		struct str rest = str_from(s, i), address = begins ? str_head(rest, address_length(rest)) : STR("");
		if (begins && (is_web(address) || is_path_at_host(address))) {
			*ret = address;
			return true;
		}
	}
	return false;
}

/* Where the sentence begins that ends at END, not before FROM. */
static size_t sentence_start(struct str s, size_t from, size_t end)
{
	size_t i = end;
	while (i > from && !(i >= 2 && s.p[i - 1] == ' ' && strchr(".!?;", s.p[i - 2])))
		i--;
	return i;
}

static struct str with_scheme(struct str address, struct arena *a)
{
	struct buf b = BUF_INIT(BUF_UNBOUNDED);
	if (str_find(address, "://", 0) != STR_NONE)
		return address;
	buf_addf(&b, "https://%.*s", STR_ARG(address));
	struct str s = arena_dup(a, buf_str(&b));
	buf_free(&b);
	return s;
}

static void take(struct project *to, int kind, struct str address, struct arena *a)
{
	if (kind != NEITHER && str_empty(to->links[kind]))
		to->links[kind] = with_scheme(address, a);
}

void project_of_text(struct str text, struct arena *a, struct project *to)
{
	struct str address;
	for (size_t from = 0; next_address(text, from, &address); from = (size_t)(address.p - text.p) + address.n) {
		size_t at = (size_t)(address.p - text.p), start = sentence_start(text, from, at);
		take(to, kind_of(address, (struct str){ text.p + start, at - start }), address, a);
	}
}

/* ---- A whole text ---- */

static bool is_given(struct str sentence)
{
	return has_one(sentence, gives, COUNTOF(gives)) && !has_one(sentence, elses, COUNTOF(elses));
}

/* What is said of an address between FROM and AT: there, or (a footnote) in the sentence of BEFORE by which something is given away. */
static struct str sentence_of(struct str text, size_t from, size_t at, struct str before)
{
	size_t start = sentence_start(text, from, at);
	struct str own = { text.p + start, at - start };
	if (!str_empty(str_trim(own)))
		return own;
	for (size_t end = before.n; end > 0; end = start) {
		start = sentence_start(before, 0, end - 1);
		struct str one = { before.p + start, end - start };
		if (is_given(one) && label_of(one) != NEITHER)
			return one;
	}
	return own;
}

static void look_in(struct str text, struct str before, struct arena *a, struct project *to)
{
	struct str address;
	for (size_t from = 0; next_address(text, from, &address); from = (size_t)(address.p - text.p) + address.n) {
		size_t at = (size_t)(address.p - text.p);
		struct str said = sentence_of(text, from, at, before);
		if (is_given(said) && label_of(said) != NEITHER)
			take(to, kind_of(address, said), address, a);
	}
}

void project_of_form(const struct fulltext *f, struct arena *a, struct project *to)
{
	for (size_t i = 0; i < f->n_sections; i++) {
		const struct fulltext_section *s = &f->sections[i];
		struct str paragraph = STR("");
		for (size_t k = 0; k < s->n_blocks && s->role != FULLTEXT_RELATED; k++) {
			bool note = s->blocks[k].kind == FULLTEXT_FOOTNOTE;
			look_in(s->blocks[k].text, note ? paragraph : STR(""), a, to);
			paragraph = note ? paragraph : s->blocks[k].text;
		}
	}
}
