/* SPDX-License-Identifier: MIT
 * The glossary read the other way: which terms' Chinese a text has. What likeness.c calls a feature is such a form. */
#include "src/check/glossary.h"

#include <string.h>

#include "digest/hash.h"
#include "digest/mem.h"

static uint64_t hash_two(const char *p) { return fnv(FNV_BASIS, (struct str){ p, TWO_HAN }); }

static bool begins_in_han(struct str s)
{
	return s.n >= TWO_HAN && (unsigned char)s.p[0] >= 0xe4 && (unsigned char)s.p[0] <= 0xe9 && (unsigned char)s.p[3] >= 0xe4 &&
	       (unsigned char)s.p[3] <= 0xe9;
}

void glossary_make_forms(struct glossary *g)
{
	size_t n = 0;
	for (size_t i = 0; i < g->terms.n; i++)
		n += g->terms.v[i].forms.n;
	for (g->forms_mask = 255; g->forms_mask < 4 * n;)
		g->forms_mask = 2 * g->forms_mask + 1;
	g->forms = xcalloc(g->forms_mask + 1, sizeof *g->forms);
	for (size_t i = 0; i < g->terms.n; i++) {
		struct term *t = &g->terms.v[i];
		t->hashes = arena_calloc(&g->a, t->forms.n + 1, sizeof *t->hashes);
		for (size_t k = 0; k < t->forms.n; k++) {
			if (!begins_in_han(t->forms.v[k]))
				continue;
			uint64_t h = fnv(FNV_BASIS, t->forms.v[k]);
			t->hashes[k] = (uint32_t)(h ^ h >> 32) | 1;
			size_t at = (size_t)(hash_two(t->forms.v[k].p) >> 20) & g->forms_mask;
			glossary_put_in(g->two, glossary_bit(t->forms.v[k].p, TWO_HAN));
			while (g->forms[at].text.p)
				at = (at + 1) & g->forms_mask;
			g->forms[at] = (struct form){ t->forms.v[k], t->hashes[k], k > 0 && t->forms.v[k].n == TWO_HAN };
		}
	}
}

/* ---- Forms as features ---- */

void glossary_forms_in(const struct glossary *g, struct str chinese, form_fn *fn, void *ctx)
{
	if (g == NULL)
		return;
	for (size_t i = 0; i + TWO_HAN <= chinese.n;) {
		struct str s = str_from(chinese, i), best = STR_NULL;
		const struct form *found = NULL;
		i++;
		if ((unsigned char)s.p[0] < 0xe4 || !glossary_is_in(g->two, glossary_bit(s.p, TWO_HAN)) || !begins_in_han(s)) {
			i += (unsigned char)s.p[0] >= 0xe0 ? 2 : 0;
			continue;
		}
		for (size_t at = (size_t)(hash_two(s.p) >> 20) & g->forms_mask; g->forms[at].text.p; at = (at + 1) & g->forms_mask) {
			struct str form = g->forms[at].text;
			if (form.n > best.n && form.n <= s.n && memcmp(form.p, s.p, form.n) == 0) {
				best = form;
				found = &g->forms[at];
			}
		}
		if (found)
			fn(ctx, found->hash, found->loose);
		i += best.n ? best.n - 1 : 2;
	}
}
