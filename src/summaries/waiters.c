/* SPDX-License-Identifier: MIT
 * The requests under way in a table by cache key, each with those that wait for its answer. */
#include "src/summaries/waiters.h"

#include <stdlib.h>

#include "digest/mem.h"

struct paper_request *paper_request_new(const struct page_key *k)
{
	struct paper_request *r = xmalloc(sizeof *r);
	*r = (struct paper_request){ .a = ARENA_INIT, .key = BUF_INIT(256), .row = k->row, .had = k->summary == SUMMARY_OK,
		               .text = { .form = FULLTEXT_INIT }, .answer = SUMMARY_INIT };
	return r;
}

void paper_request_free(struct paper_request *r)
{
	for (struct paper_request *next, *t = r->waiters; t; t = next) {
		next = t->next;
		t->waiters = NULL;
		paper_request_free(t);
	}
	text_free(&r->text);
	arena_free(&r->a);
	buf_free(&r->key);
	free(r);
}

/* The key is a hash in hex digits: any of them spread well. */
static struct paper_request **bucket_of(struct waiters *w, const struct paper_request *r)
{
	const unsigned char *key = (const unsigned char *)r->key.s;
	return &w->asked[(key[0] * 31U * 31U + key[1] * 31U + key[2]) % WAITERS_BUCKETS];
}

void waiters_add(struct waiters *w, struct paper_request *r)
{
	struct paper_request **bucket = bucket_of(w, r);
	r->next = *bucket;
	*bucket = r;
}

void waiters_remove(struct waiters *w, struct paper_request *r)
{
	struct paper_request **at = bucket_of(w, r);
	while (*at && *at != r)
		at = &(*at)->next;
	if (*at)
		*at = r->next;
	r->next = NULL;
}

bool waiters_join(struct waiters *w, struct paper_request *r)
{
	struct paper_request *same = *bucket_of(w, r);
	while (same && !str_eq(buf_str(&same->key), buf_str(&r->key)))
		same = same->next;
	if (same == NULL)
		return false;
	struct arena small = ARENA_INIT;
	struct paper p = PAPER_INIT;
	p.id = arena_dup(&small, r->p.id);
	p.version = r->p.version;
	text_free(&r->text);
	r->text = (struct text){ .form = FULLTEXT_INIT };
	arena_free(&r->a);
	r->a = small;
	r->p = p;
	r->terms = STR_NULL;
	r->next = same->waiters;
	same->waiters = r;
	return true;
}
