/* SPDX-License-Identifier: MIT
 * The queue's requests: a list for each state, and a table by key. A step costs what happened in it. */
#include "src/summarizer/internal.h"

static struct requests *list_of(struct queue *q, const struct request *r)
{
	switch (r->state) {
	case REQUEST_FREE: return &q->free;
	case REQUEST_WAITING: return r->alone ? &q->alone : &q->waiting;
	case REQUEST_ASKED: return &q->asked;
	default: return NULL;  /* REQUEST_SAME_KEY: found by its key */
	}
}

void requests_take_off(struct queue *q, struct request *r)
{
	struct requests *l = list_of(q, r);
	if (l == NULL)
		return;
	*(r->before ? &r->before->next : &l->first) = r->next;
	*(r->next ? &r->next->before : &l->last) = r->before;
	l->n--;
}

void requests_put_on(struct queue *q, struct request *r, enum request_state state)
{
	r->state = state;
	struct requests *l = list_of(q, r);
	if (l == NULL)
		return;
	r->next = NULL;
	r->before = l->last;
	*(l->last ? &l->last->next : &l->first) = r;
	l->last = r;
	l->n++;
}

void requests_move(struct queue *q, struct request *r, enum request_state state)
{
	requests_take_off(q, r);
	requests_put_on(q, r, state);
}

struct request **requests_chain_of(const struct queue *q, struct str key)
{
	uint64_t h = fnv(FNV_BASIS, key);
	return &q->keys[(h ^ h >> 32) & (q->n_keys - 1)];
}

struct request *requests_with_key(const struct queue *q, struct str key)
{
	struct request *r = *requests_chain_of(q, key);
	while (r && !str_eq(r->key, key))
		r = r->chain;
	return r;
}
