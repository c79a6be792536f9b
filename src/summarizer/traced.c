/* SPDX-License-Identifier: MIT
 * What the check asks of a paper's whole text: whether it has, or makes, a figure of an answer, and the works that it names. */
#include "internal.h"

#include <stdlib.h>

#include "digest/mem.h"
#include "digest/trace.h"

struct traced {
	struct trace_paper *paper;
	struct strs cites;
	struct check_text asked;
	struct arena a;
	struct str text;           /* whose figures these are */
	struct traces figures;
};

static enum check_place place_of(void *ctx, struct str text, size_t at, size_t end)
{
	struct traced *t = ctx;
	if (t->text.p != text.p || t->text.n != text.n) {
		t->text = text;
		t->figures = trace_figures(t->paper, text, &t->a);
	}
	for (size_t i = 0; i < t->figures.n; i++) {
		const struct trace *f = &t->figures.v[i];
		if (f->at < end && at < f->end)
			return f->kind == TRACE_NOWHERE ? CHECK_TEXT_LACKS : CHECK_TEXT_HAS;
	}
	return CHECK_TEXT_SILENT;
}

static struct str lacking_work(void *ctx, struct str field, struct str text)
{
	struct traced *t = ctx;
	if (!strs_has(t->cites, field))
		return STR_NULL;
	struct traces works = trace_works(t->paper, text, &t->a);
	for (size_t i = 0; i < works.n; i++)
		if (works.v[i].kind == TRACE_NOWHERE)
			return (struct str){ text.p + works.v[i].at, works.v[i].end - works.v[i].at };
	return STR_NULL;
}

struct traced *traced_new(const struct fulltext *form, struct strs cites)
{
	if (form == NULL)
		return NULL;
	struct traced *t = xcalloc(1, sizeof *t);
	t->paper = trace_new(form);
	t->cites = cites;
	t->asked = (struct check_text){ place_of, lacking_work, t };
	return t;
}

const struct check_text *traced_text(const struct traced *t) { return t ? &t->asked : NULL; }

void traced_free(struct traced *t)
{
	if (t == NULL)
		return;
	trace_free(t->paper);
	arena_free(&t->a);
	free(t);
}
