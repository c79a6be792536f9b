/* SPDX-License-Identifier: MIT
 * The form made ready: each block a spot, its figures sorted by value and as they are written, its names as hashes. Once a paper. */
#include "trace.h"

#include <stdlib.h>

#include "digest/hash.h"
#include "digest/mem.h"
#include "digest/vec.h"

/* ---- Names ---- */

static bool is_name_byte(unsigned char c) { return is_alnum(c) || c == '-' || c == '_'; }

/* A word that says which thing is meant: in any language it is written the same. */
static bool is_name(struct str w)
{
	static const char *const common[] = {
		"with", "from", "that", "this", "than", "table", "figure", "model", "models", "method", "methods", "results", "accuracy", "paper",
		"over", "above", "about", "which", "their", "these", "other", "each", "more", "most", "using", "used", "show", "shows", "text", "times",
		"from", "have", "when", "also", "only", "same", "both", "into", "data", "score", "average", "mean", "frac", "mathbf", "mathrm",
	};
	bool upper = false, letters = false;
	if (w.n < 2)
		return false;
	for (size_t i = 0; i < w.n; i++) {
		upper = upper || is_upper((unsigned char)w.p[i]);
		letters = letters || is_alpha((unsigned char)w.p[i]);
	}
	if (!letters || (!upper && w.n < 4))
		return false;
	for (size_t i = 0; i < COUNTOF(common); i++)
		if (str_is_nocase(w, common[i]))
			return false;
	return true;
}

struct name_set trace_names(struct str text, size_t most, struct arena *a)
{
	VEC(uint32_t) found = VEC_INIT;
	for (size_t i = 0; i < text.n && (most == 0 || found.n < most);) {
		size_t end = i;
		while (end < text.n && is_name_byte((unsigned char)text.p[end]))
			end++;
		struct str word = { text.p + i, end - i };
		while (word.n > 0 && !is_alnum((unsigned char)word.p[word.n - 1]))
			word.n--;
		if (is_name(word))
			*vec_push(&found) = words_hash(word);
		i = end > i ? end : i + 1;
	}
	uint32_t *v = arena_calloc(a, found.n, sizeof *v);
	if (found.n > 0)
		memcpy(v, found.v, found.n * sizeof *v);
	struct name_set set = { v, found.n };
	vec_free(&found);
	return set;
}

static int by_name(const void *a, const void *b)
{
	const struct name_use *x = a, *y = b;
	if (x->hash != y->hash)
		return x->hash > y->hash ? 1 : -1;
	return (x->spot > y->spot) - (x->spot < y->spot);
}

static void sort_names(struct trace_paper *t)
{
	size_t n = 0;
	for (size_t i = 0; i < t->n_spots; i++)
		n += t->spots[i].table ? t->spots[i].label.n : t->spots[i].names.n;
	t->uses = arena_calloc(&t->arena, n + 1, sizeof *t->uses);
	for (size_t i = 0; i < t->n_spots; i++) {
		const struct name_set *names = t->spots[i].table ? &t->spots[i].label : &t->spots[i].names;
		for (size_t k = 0; k < names->n; k++)
			t->uses[t->n_uses++] = (struct name_use){ names->v[k], (uint32_t)i };
	}
	qsort(t->uses, t->n_uses, sizeof *t->uses, by_name);
	n = 0;
	for (size_t i = 0; i < t->n_uses; i++)
		if (i == 0 || by_name(&t->uses[i - 1], &t->uses[i]) != 0)
			t->uses[n++] = t->uses[i];
	t->n_uses = n;
}

size_t trace_from_name(const struct trace_paper *t, uint32_t hash)
{
	size_t a = 0, b = t->n_uses;
	while (a < b) {
		size_t mid = a + (b - a) / 2;
		if (t->uses[mid].hash < hash)
			a = mid + 1;
		else
			b = mid;
	}
	return a;
}

size_t trace_shared(struct name_set names, struct name_set among)
{
	size_t shared = 0;
	for (size_t i = 0; i < names.n; i++)
		for (size_t k = 0; k < among.n; k++)
			if (names.v[i] == among.v[k]) {
				shared++;
				break;
			}
	return shared;
}

/* ---- Spots ---- */

static struct str first_cell(struct str row)
{
	size_t bar = str_find(row, "|", 0);
	return bar == STR_NONE ? row : str_head(row, bar);
}

static void add_block(struct trace_paper *t, const struct fulltext_block *b, uint32_t *caption, uint32_t *table)
{
	uint32_t n = (uint32_t)t->n_spots;
	struct spot *s = &t->spots[t->n_spots++];
	*s = (struct spot){ .block = b, .anchor = b->anchor, .text = b->text, .page = b->page, .names = trace_names(b->text, 0, &t->arena) };
	if (b->kind == FULLTEXT_ROW) {
		if (*table == 0 || !str_eq(t->spots[*table - 1].anchor, b->anchor))
			*table = n + 1;
		s->table = *table;
		s->label = trace_names(first_cell(b->text), 0, &t->arena);
		if (*caption && str_eq(t->spots[*caption - 1].anchor, b->anchor))
			s->caption = *caption;
		return;
	}
	*table = 0;
	if (b->kind == FULLTEXT_CAPTION) {  /* above its rows, or below */
		*caption = n + 1;
		for (size_t i = n; i > 0 && t->spots[i - 1].table && b->anchor.n > 0 && str_eq(t->spots[i - 1].anchor, b->anchor); i--)
			t->spots[i - 1].caption = n + 1;
	}
}

static void add_spots(struct trace_paper *t)
{
	const struct fulltext *f = t->f;
	size_t n = f->n_works;
	uint32_t caption = 0, table = 0;
	for (size_t i = 0; i < f->n_sections; i++)
		n += f->sections[i].n_blocks;
	t->spots = arena_calloc(&t->arena, n + 1, sizeof *t->spots);
	for (size_t i = 0; i < f->n_sections; i++)
		for (size_t k = 0; k < f->sections[i].n_blocks; k++)
			add_block(t, &f->sections[i].blocks[k], &caption, &table);
	t->first_work = t->n_spots;
	for (size_t i = 0; i < f->n_works; i++)
		t->spots[t->n_spots++] = (struct spot){ .anchor = f->works[i].anchor, .text = f->works[i].text, .page = f->works[i].page };
}

/* "Ours", or the name before the colon of the title. */
static void find_own_rows(struct trace_paper *t)
{
	static const char *const words[] = { "Ours", "ours", "Our ", "our ", "Proposed", "proposed", "Full", "This work" };
	size_t colon = str_find(t->f->title, ":", 0);
	struct name_set own = trace_names(colon == STR_NONE ? STR("") : str_head(t->f->title, colon), TRACE_MAX_NAMES, &t->arena);
	t->own_rows = arena_calloc(&t->arena, t->n_spots + 1, sizeof *t->own_rows);
	for (size_t i = 0; i < t->n_spots; i++) {
		struct spot *s = &t->spots[i];
		struct str label = s->table ? first_cell(s->text) : STR("");
		s->own = s->table > 0 && trace_shared(own, s->label) > 0;
		for (size_t k = 0; k < COUNTOF(words) && !s->own; k++)
			s->own = str_find(label, words[k], 0) != STR_NONE;
		if (s->own)
			t->own_rows[t->n_own_rows++] = (uint32_t)i;
	}
}

/* ---- Facts ---- */

/* Where the sentence at FROM ends: behind a full stop and a blank, or a Chinese one. */
static size_t sentence_end(struct str s, size_t from)
{
	for (size_t i = from; i < s.n; i++) {
		if (s.p[i] == '.' && i + 1 < s.n && s.p[i + 1] == ' ')
			return i + 1;
		if (str_starts(str_from(s, i), "。"))
			return i + 3;
	}
	return s.n;
}

static uint32_t column_at(struct str row, size_t from, size_t to)
{
	uint32_t bars = 0;
	for (size_t i = from; i < to; i++)
		bars += row.p[i] == '|' && (i == 0 || row.p[i - 1] == ' ') && (i + 1 == row.n || row.p[i + 1] == ' ');
	return bars;
}

struct facts { struct fact *v; size_t n, cap; };

static void add_facts(struct trace_paper *t, size_t spot, struct arena *scratch, struct facts *out)
{
	struct spot *s = &t->spots[spot];
	struct figures all = figures_of(s->text, scratch);
	size_t end = sentence_end(s->text, 0), counted = 0;
	uint32_t sentence = 0, column = 0;
	s->first_fact = (uint32_t)out->n;
	for (size_t i = 0; i < all.n; i++) {
		struct figure as[FIGURE_MOST_READINGS];
		while (all.v[i].at >= end && end < s->text.n) {
			end = sentence_end(s->text, end);
			sentence++;
		}
		if (s->table) {
			column += column_at(s->text, counted, all.v[i].at);
			counted = all.v[i].at;
		}
		for (size_t k = 0, n = figure_readings(&all.v[i], s->text, as); k < n; k++) {
			enum figure_family family = figure_family(&as[k]) >= FIGURE_DAY ? FIGURE_PLAIN : figure_family(&as[k]);
			*vec_push(out) = (struct fact){ figure_value(&as[k]), figure_written(&as[k]), as[k].scale, family, as[k].marks, (uint32_t)spot,
			                                (uint32_t)as[k].at, (uint32_t)as[k].end, sentence, column };
		}
	}
	s->n_facts = (uint32_t)(out->n - s->first_fact);
}

static int by_value(const void *a, const void *b)
{
	const struct fact *x = *(const struct fact *const *)a, *y = *(const struct fact *const *)b;
	if (x->family != y->family)
		return x->family < y->family ? -1 : 1;
	return x->value != y->value ? (x->value > y->value ? 1 : -1) : (x > y) - (x < y);
}

static int by_written(const void *a, const void *b)
{
	const struct fact *x = *(const struct fact *const *)a, *y = *(const struct fact *const *)b;
	return x->written != y->written ? (x->written > y->written ? 1 : -1) : (x > y) - (x < y);
}

static void sort_facts(struct trace_paper *t)
{
	struct facts all = VEC_INIT;
	struct arena scratch = ARENA_INIT;
	for (size_t i = 0; i < t->n_spots; i++, arena_reset(&scratch))
		add_facts(t, i, &scratch, &all);
	arena_free(&scratch);
	t->n_facts = all.n;
	t->facts = arena_calloc(&t->arena, all.n + 1, sizeof *t->facts);
	if (all.n > 0)
		memcpy(t->facts, all.v, all.n * sizeof *t->facts);
	vec_free(&all);
	t->by_value = arena_calloc(&t->arena, t->n_facts + 1, sizeof *t->by_value);
	t->by_written = arena_calloc(&t->arena, t->n_facts + 1, sizeof *t->by_written);
	for (size_t i = 0; i < t->n_facts; i++)
		t->by_value[i] = t->by_written[i] = &t->facts[i];
	qsort(t->by_value, t->n_facts, sizeof *t->by_value, by_value);
	qsort(t->by_written, t->n_facts, sizeof *t->by_written, by_written);
}

size_t trace_from_value(const struct trace_paper *t, enum figure_family family, double low)
{
	size_t a = 0, b = t->n_facts;
	while (a < b) {
		size_t mid = a + (b - a) / 2;
		const struct fact *x = t->by_value[mid];
		if (x->family < family || (x->family == family && x->value < low))
			a = mid + 1;
		else
			b = mid;
	}
	return a;
}

size_t trace_from_written(const struct trace_paper *t, double low)
{
	size_t a = 0, b = t->n_facts;
	while (a < b) {
		size_t mid = a + (b - a) / 2;
		if (t->by_written[mid]->written < low)
			a = mid + 1;
		else
			b = mid;
	}
	return a;
}

/* ---- Life ---- */

struct trace_paper *trace_new(const struct fulltext *f)
{
	struct trace_paper *t = xcalloc(1, sizeof *t);
	t->f = f;
	add_spots(t);
	find_own_rows(t);
	sort_names(t);
	sort_facts(t);
	trace_add_works(t);
	return t;
}

void trace_free(struct trace_paper *t)
{
	if (t == NULL)
		return;
	arena_free(&t->arena);
	free(t);
}
