/* SPDX-License-Identifier: MIT
 * A paper as bytes: every string with its length before it, in a fixed order. Reading back copies nothing but lists,
 * which is what makes going over 65,000 papers twice cheap. */
#include <string.h>

#include "digest/paper.h"

static const uint32_t unknown_length = UINT32_MAX;

/* ---- Packing ---- */

static void put(struct buf *out, const void *p, size_t n) { buf_add(out, p, n); }
static void put_u32(struct buf *out, uint32_t n) { put(out, &n, sizeof n); }

static void put_str(struct buf *out, struct str s)
{
	put_u32(out, str_known(s) ? (uint32_t)s.n : unknown_length);
	buf_adds(out, s);
}

static void put_strs(struct buf *out, struct strs list)
{
	put_u32(out, (uint32_t)list.n);
	for (size_t i = 0; i < list.n; i++)
		put_str(out, list.v[i]);
}

void paper_pack(const struct paper *p, struct buf *out)
{
	const struct summary *y = &p->summary;
	put(out, &p->version, sizeof p->version);
	put(out, &p->announce_type, sizeof p->announce_type);
	put(out, &p->withdrawn, sizeof p->withdrawn);
	for (size_t i = 0; i < paper_n_fields; i++)
		put_str(out, paper_get(p, &paper_fields[i]));
	put_str(out, p->extra);
	put_strs(out, p->categories);
	put(out, &p->authors_known, sizeof p->authors_known);
	put(out, &p->authors_omitted, sizeof p->authors_omitted);
	put_u32(out, (uint32_t)p->n_authors);
	for (size_t i = 0; i < p->n_authors; i++) {
		put_str(out, p->authors[i].name);
		put_strs(out, p->authors[i].affiliations);
	}
	put(out, &y->status, sizeof y->status);
	put(out, &y->why, sizeof y->why);
	const struct str words[] = { y->lang, y->style, y->model, y->created, y->reason };
	for (size_t i = 0; i < COUNTOF(words); i++)
		put_str(out, words[i]);
	put(out, &y->prompt_tokens, sizeof y->prompt_tokens);
	put(out, &y->completion_tokens, sizeof y->completion_tokens);
	put(out, &y->cached_tokens, sizeof y->cached_tokens);
	put_u32(out, (uint32_t)y->n_fields);
	for (size_t i = 0; i < y->n_fields; i++) {
		put_str(out, y->fields[i].name);
		put_str(out, y->fields[i].text);
		put(out, &y->fields[i].json, sizeof y->fields[i].json);
	}
}

/* ---- Unpacking ---- */

static void take(struct str *in, void *p, size_t n)
{
	assert(in->n >= n);
	memcpy(p, in->p, n);
	*in = str_from(*in, n);
}

static uint32_t take_u32(struct str *in)
{
	uint32_t n;
	take(in, &n, sizeof n);
	return n;
}

static struct str take_str(struct str *in)
{
	uint32_t n = take_u32(in);
	if (n == unknown_length)
		return STR_NULL;
	struct str s = str_head(*in, n);
	*in = str_from(*in, n);
	return s;
}

static struct strs take_strs(struct str *in, struct arena *a)
{
	uint32_t n = take_u32(in);
	struct strs list = { arena_calloc(a, n, sizeof *list.v), n };
	for (size_t i = 0; i < n; i++)
		list.v[i] = take_str(in);
	return list;
}

struct paper paper_unpack(struct str in, struct arena *a)
{
	struct paper p = PAPER_INIT;
	struct summary *y = &p.summary;
	take(&in, &p.version, sizeof p.version);
	take(&in, &p.announce_type, sizeof p.announce_type);
	take(&in, &p.withdrawn, sizeof p.withdrawn);
	for (size_t i = 0; i < paper_n_fields; i++)
		*paper_field(&p, &paper_fields[i]) = take_str(&in);
	p.extra = take_str(&in);
	p.categories = take_strs(&in, a);
	take(&in, &p.authors_known, sizeof p.authors_known);
	take(&in, &p.authors_omitted, sizeof p.authors_omitted);
	p.n_authors = take_u32(&in);
	p.authors = arena_calloc(a, p.n_authors, sizeof *p.authors);
	for (size_t i = 0; i < p.n_authors; i++) {
		p.authors[i].name = take_str(&in);
		p.authors[i].affiliations = take_strs(&in, a);
	}
	take(&in, &y->status, sizeof y->status);
	take(&in, &y->why, sizeof y->why);
	struct str *const words[] = { &y->lang, &y->style, &y->model, &y->created, &y->reason };
	for (size_t i = 0; i < COUNTOF(words); i++)
		*words[i] = take_str(&in);
	take(&in, &y->prompt_tokens, sizeof y->prompt_tokens);
	take(&in, &y->completion_tokens, sizeof y->completion_tokens);
	take(&in, &y->cached_tokens, sizeof y->cached_tokens);
	y->n_fields = take_u32(&in);
	y->fields = arena_calloc(a, y->n_fields, sizeof *y->fields);
	for (size_t i = 0; i < y->n_fields; i++) {
		y->fields[i].name = take_str(&in);
		y->fields[i].text = take_str(&in);
		take(&in, &y->fields[i].json, sizeof y->fields[i].json);
	}
	return p;
}
