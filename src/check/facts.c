/* SPDX-License-Identifier: MIT
 * Names and links that the paper does not have.
 *
 * What the paper has is put into one set of hashes: its words without their case, its addresses; and, where a name is looked
 * for that it does not have, the initials of its words in a row. What an answer says is then looked up. Where our abstract came
 * cut, what is missing is no invention. */
#include "src/check/internal.h"

#include <stdio.h>
#include <string.h>

struct facts {
	uint64_t *slots;
	size_t mask, used;
	bool initials;     /* are in it */
};

/* ---- The set ---- */

static bool has(const struct facts *f, uint64_t h)
{
	h |= 1;
	for (size_t i = (h >> 20) & f->mask; f->slots[i]; i = (i + 1) & f->mask)
		if (f->slots[i] == h)
			return true;
	return false;
}

static void put(struct facts *f, struct arena *a, uint64_t h)
{
	h |= 1;
	if ((f->used + 1) * 2 > f->mask) {
		struct facts more = { arena_calloc(a, (f->mask + 1) * 4, sizeof *f->slots), f->mask * 4 + 3, 0, f->initials };
		for (size_t i = 0; i <= f->mask; i++)
			if (f->slots[i])
				put(&more, a, f->slots[i]);
		*f = more;
	}
	size_t i = (h >> 20) & f->mask;
	while (f->slots[i] && f->slots[i] != h)
		i = (i + 1) & f->mask;
	f->used += f->slots[i] == 0;
	f->slots[i] = h;
}

/* A word without case, and without a plural's s. */
static uint64_t hash_word(struct str w)
{
	char z[48];
	size_t n = 0;
	for (size_t i = 0; i < w.n && n < sizeof z; i++)
		if (is_alnum((unsigned char)w.p[i]))
			z[n++] = (char)to_lower((unsigned char)w.p[i]);
	if (n > 2 && z[n - 1] == 's')
		n--;
	return fnv(FNV_BASIS, (struct str){ z, n });
}

/* ---- Words and addresses ---- */

static bool is_word(unsigned char c) { return is_alnum(c) || c == '-' || c == '_' || c == '\'' || c == '+'; }

/* Each word, and its parts. */
static void put_words(struct facts *f, struct arena *a, struct str s)
{
	for (size_t i = 0; i < s.n;) {
		if (!is_alnum((unsigned char)s.p[i])) {
			i++;
			continue;
		}
		size_t from = i, part = i;
		for (; i < s.n && is_word((unsigned char)s.p[i]); i++)
			if (!is_alnum((unsigned char)s.p[i])) {
				put(f, a, hash_word((struct str){ s.p + part, i - part }));
				put(f, a, hash_word((struct str){ s.p + from, i - from }));
				part = i + 1;
			}
		put(f, a, hash_word((struct str){ s.p + from, i - from }));
		if (part > from)
			put(f, a, hash_word((struct str){ s.p + part, i - part }));
	}
}

/* The initials of two to eight words in a row. */
static void put_initials(struct facts *f, struct arena *a, struct str s)
{
	enum { MOST = 8 };
	char initials[MOST];
	size_t n = 0;
	for (size_t i = 0; i < s.n; i++) {
		if (!is_alnum((unsigned char)s.p[i]) || (i > 0 && is_alnum((unsigned char)s.p[i - 1])))
			continue;
		if (n == MOST)
			memmove(initials, initials + 1, --n);
		initials[n++] = (char)to_lower((unsigned char)s.p[i]);
		for (size_t k = 0; k + 1 < n; k++)
			put(f, a, hash_word((struct str){ initials + k, n - k }));
	}
}

/* Signs of an address, as people write them in text. */
static bool in_address(unsigned char c) { return is_alnum(c) || strchr("-._~:/?#@!$&'*+=%\\;,", c); }

static struct str address_trim(struct str s)
{
	static const char *const schemes[] = { "https://", "http://", "www.", NULL };
	size_t n;
	while ((n = check_starts(s, schemes)) > 0)
		s = str_from(s, n);
	while (s.n > 0 && strchr(".,;:/!?'\\*#", s.p[s.n - 1]))
		s.n--;
	return s;
}

static uint64_t hash_address(struct str s)
{
	uint64_t h = FNV_BASIS;
	s = address_trim(s);
	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] != '\\')
			h = fnv_byte(h, (unsigned char)to_lower((unsigned char)s.p[i]));
	return h;
}

/* The stretch of an address's signs in S at or after FROM. */
static bool next_token(struct str s, size_t from, struct str *ret)
{
	while (from < s.n && !in_address((unsigned char)s.p[from]))
		from++;
	size_t end = from;
	while (end < s.n && (unsigned char)s.p[end] < 0x80 && in_address((unsigned char)s.p[end]))
		end++;
	*ret = (struct str){ s.p + from, end - from };
	return ret->n > 0;
}

static void put_addresses(struct facts *f, struct arena *a, struct str s)
{
	struct str t;
	for (size_t i = 0; next_token(s, i, &t); i = (size_t)(t.p - s.p) + t.n)
		if (memchr(t.p, '.', t.n))
			put(f, a, hash_address(t));
}

static struct facts *facts_of(struct check_ctx *l)
{
	if (l->facts)
		return l->facts;
	struct arena *a = l->scratch;
	struct facts *f = arena_calloc(a, 1, sizeof *f);
	f->mask = 2047;
	f->slots = arena_calloc(a, f->mask + 1, sizeof *f->slots);
	const struct paper *p = l->p;
	const struct str texts[] = { p->title, p->abstract, p->comment, p->journal_ref, p->link, p->doi, p->report_no,
		p->received_title, p->received_abstract, p->id, p->announced, p->published, l->g->text };
	for (size_t i = 0; i < COUNTOF(texts); i++) {
		if (str_empty(texts[i]))
			continue;
		put_words(f, a, texts[i]);
		put_addresses(f, a, texts[i]);
	}
	for (size_t i = 0; i < p->n_authors; i++)
		put_words(f, a, p->authors[i].name);
	l->facts = f;
	return f;
}

/* ---- The rules ---- */

/* Without an abstract nothing can be said; what the cut hides neither. */
static bool is_known(const struct check_ctx *l) { return l->p->abstract.n > 0 && !l->source_cut; }

/* Words that Chinese texts of the field use whatever the paper does. */
static const char *const common[] = {
	"AI", "ML", "DL", "NLP", "CV", "LLM", "RL", "GPU", "CPU", "API", "IT", "3D", "2D", "AUC", "IoT", "GitHub", "arXiv", "URL",
	"http", "https", "TL", "DR", "NP", "ID", "OK", "PDF", "HTML", "JSON", "Transformer", "Python", "CNN", "RNN", "GAN", "DNN",
	"MLP", "SOTA", "KL", "SGD", "QA", "F1", "COVID", "UAV", NULL,
};

static bool is_common(struct str w)
{
	for (size_t i = 0; common[i]; i++)
		if (str_is(w, common[i]) || (w.n == strlen(common[i]) + 1 && w.p[w.n - 1] == 's' && str_starts(w, common[i])))
			return true;
	return false;
}

bool name_known(struct check_ctx *l, struct str w)
{
	struct facts *f = facts_of(l);
	if (has(f, hash_word(w)))
		return true;
	if (!f->initials) {
		f->initials = true;
		put_initials(f, l->scratch, l->p->title);
		put_initials(f, l->scratch, l->p->abstract);
	}
	return has(f, hash_word(w));
}

void rule_name(struct check_ctx *l)
{
	struct str s = check_plain(l);
	if (!is_known(l))
		return;
	for (size_t i = 0, from; i < s.n; i++) {
		size_t upper = 0, digits = 0;
		for (from = i; i < s.n && is_alnum((unsigned char)s.p[i]); i++) {
			upper += is_upper((unsigned char)s.p[i]);
			digits += is_digit((unsigned char)s.p[i]);
		}
		if (l->language == LANGUAGE_ENGLISH && upper + digits < 2)
			continue;  /* a sentence's first word */
		struct str w = { s.p + from, i - from };
		if (w.n < 2 || upper == 0 || w.n > 40 || is_common(w) || name_known(l, w))
			continue;
		check_say(l, "has the name %.*s, which the paper does not", STR_ARG(w));
		l->n_notes++;
		return;
	}
}

/* Whether the paper's text stops inside this very address. */
static bool is_begun(const struct check_ctx *l, struct str address)
{
	struct str tail = l->p->abstract, a = address_trim(address);
	size_t from = tail.n;
	while (from > 0 && (unsigned char)tail.p[from - 1] < 0x80 && in_address((unsigned char)tail.p[from - 1]))
		from--;
	tail = address_trim(str_from(tail, from));
	return tail.n > 3 && a.n >= tail.n && memcmp(a.p, tail.p, tail.n) == 0;
}

void rule_link(struct check_ctx *l)
{
	static const char *const marks[] = { "http://", "https://", "www.", "github.com", "github.io", "huggingface.co", NULL };
	struct str s = l->text, t;
	for (size_t i = check_find_text(l, marks); i != STR_NONE; i = check_find(s, marks, i + t.n)) {
		if (!next_token(s, i, &t))
			return;
		if (has(facts_of(l), hash_address(t)) || (l->source_cut && is_begun(l, t)))
			continue;
		check_say(l, "has the link %.*s, which the paper does not", STR_ARG(check_shown(t)));
		return;
	}
}

static void missing_term(void *ctx, struct str term, struct str wanted, struct str wrong)
{
	char not[100] = "";
	if (wrong.p)
		snprintf(not, sizeof not, ", not \"%.*s\"", STR_ARG(str_head(wrong, 80)));
	if (str_eq(term, wanted))
		check_say(ctx, "\"%.*s\" is to stay in English%s", STR_ARG(term), not);
	else
		check_say(ctx, "\"%.*s\" is written \"%.*s\" in Chinese%s", STR_ARG(term), STR_ARG(wanted), not);
}

void rule_term(struct check_ctx *l)
{
	if (l->g->glossary && l->use == USE_TITLE)
		glossary_check(l->g->glossary, l->p->title, l->text, missing_term, l);
	else if (l->g->glossary && str_is(l->field, "abstract"))
		glossary_check(l->g->glossary, l->p->abstract, l->text, missing_term, l);
}
