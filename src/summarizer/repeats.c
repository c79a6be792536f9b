/* SPDX-License-Identifier: MIT
 * The last answers by their sketches, in a ring. Time in proportion to an answer's length; memory does not grow. */
#include "src/summarizer/repeats.h"

#include <stdlib.h>
#include <string.h>

#include "digest/hash.h"
#include "digest/mem.h"

static const double nearly = 0.85, same_paper = 0.5;

void sketch_clear(struct sketch *s)
{
	memset(s->v, 0xff, sizeof s->v);
	s->bytes = 0;
}

void sketch_add(struct sketch *s, struct str text)
{
	enum { WINDOW = 9 };
	s->bytes += text.n;
	for (size_t i = 0; i + WINDOW <= text.n; i++) {
		uint64_t h = fnv(FNV_BASIS, (struct str){ text.p + i, WINDOW });
		h ^= h >> 29;
		h *= 0x9e3779b97f4a7c15u;
		uint32_t *slot = &s->v[(h >> 32) % SKETCH], v = (uint32_t)h;
		if (v < *slot)
			*slot = v;
	}
}

double sketch_likeness(const struct sketch *a, const struct sketch *b)
{
	size_t same = 0, filled = 0;
	for (size_t i = 0; i < SKETCH; i++) {
		bool any = a->v[i] != UINT32_MAX || b->v[i] != UINT32_MAX;
		filled += any;
		same += any && a->v[i] == b->v[i];
	}
	return filled ? (double)same / (double)filled : 0;
}

void repeats_init(struct repeats *r)
{
	memset(r, 0, sizeof *r);
	r->names = (struct buf)BUF_INIT(BUF_UNBOUNDED);
}

void repeats_free(struct repeats *r)
{
	for (size_t i = 0; i < REPEATS_KEPT; i++)
		free(r->last[i].key);
	buf_free(&r->names);
}

static struct repeated *newest(struct repeats *r) { return &r->last[(r->n - 1) % REPEATS_KEPT]; }

static void keep(struct repeats *r, const struct paper *p, struct str key, const struct summary *y)
{
	struct repeated *x = &r->last[r->n++ % REPEATS_KEPT];
	struct buf name = BUF_INIT(BUF_UNBOUNDED);
	free(x->key);
	buf_adds(&name, key);
	*x = (struct repeated){ .key = buf_take(&name) };
	sketch_clear(&x->answer);
	sketch_clear(&x->paper);
	for (size_t i = 0; i < y->n_fields; i++)
		sketch_add(&x->answer, y->fields[i].text);
	sketch_add(&x->paper, p->title);
	sketch_add(&x->paper, p->abstract);
}

static bool is_repeat(const struct repeated *x, const struct repeated *other)
{
	return other != x && other->key && strcmp(other->key, x->key) != 0 && x->answer.bytes >= SKETCH_LEAST &&
	       sketch_likeness(&x->answer, &other->answer) >= nearly && sketch_likeness(&x->paper, &other->paper) < same_paper;
}

const char *repeats_look(struct repeats *r, const struct paper *p, struct str key, const struct summary *y, bool again)
{
	keep(r, p, key, y);
	const struct repeated *x = newest(r);
	for (size_t back = 1; back < REPEATS_KEPT && back < r->n; back++) {
		const struct repeated *other = &r->last[(r->n - 1 - back) % REPEATS_KEPT];
		if (!is_repeat(x, other))
			continue;
		if (!again) {
			if (r->papers++ == 0)
				buf_addz(&r->names, other->key);
			buf_addf(&r->names, ", %s", x->key);
		}
		return other->key;
	}
	return NULL;
}

struct summary repeats_copy(const struct summary *y, struct arena *a)
{
	struct summary c = *y;
	c.model = arena_dup(a, y->model);
	c.fields = arena_calloc(a, y->n_fields + 1, sizeof *c.fields);
	for (size_t i = 0; i < y->n_fields; i++)
		c.fields[i] = (struct summary_field){ arena_dup(a, y->fields[i].name), arena_dup(a, y->fields[i].text), y->fields[i].json };
	return c;
}
