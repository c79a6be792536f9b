/* SPDX-License-Identifier: MIT
 * A library as a linear classifier: the mean of its entries' tf·idf vectors, less what any paper of the store has (Rocchio, 1971). Of what was
 * measured (tests/README.md, "Choosing papers") it is as good as a support vector machine that is trained on the whole store, and it needs no
 * look at the store's other papers than their counts. It is kept in the store, and made anew when a file of the library changes. */
#include "src/interest/internal.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "digest/hash.h"
#include "digest/sort.h"

/* How much of what any paper has is taken away: between 1 and 2 precision does not change by more than its own error. */
#define TAKEN_AWAY 1.5
/* How like a library of one entry a paper like it is, where nothing can be left out to find that; of N entries that have nothing in
 * common, a paper like one of them is an Nth as like. */
#define LIKE_ONE 0.15
/* What is kept is of this form. */
#define FORM "library 2"

static double tf(uint32_t times) { return times == 1 ? 1 : 1 + log(times); }

/* The length of B's vector. */
static double length_of(struct counts *c, const struct bag *b)
{
	double sum = 0;
	for (size_t i = 0; i < b->features.n; i++) {
		double x = tf(b->features.v[i].times) * counts_idf(c, b->features.v[i].number);
		sum += x * x;
	}
	return sqrt(sum);
}

/* Its likeness without zero and one. */
static double raw_likeness(const struct model *m, struct counts *c, const struct bag *b)
{
	double sum = 0, squares = 0, share = c->papers ? TAKEN_AWAY * m->common / c->papers : 0;
	for (size_t i = 0; i < b->features.n; i++) {
		uint32_t number = b->features.v[i].number;
		double idf = counts_idf(c, number), x = tf(b->features.v[i].times) * idf;
		squares += x * x;
		sum += x * idf * (m->dense[number] - share * c->of[number]);
	}
	return squares > 0 ? sum / sqrt(squares) : 0;
}

double model_weight(const struct model *m, struct counts *c, uint32_t number)
{
	double idf = counts_idf(c, number), share = c->papers ? TAKEN_AWAY * m->common / c->papers : 0;
	return idf * idf * (m->dense[number] - share * c->of[number]);
}

double model_likeness(struct model *m, struct counts *c, const struct bag *b)
{
	if (b->features.n == 0)
		return 0;
	return (raw_likeness(m, c, b) - m->zero) / (m->one - m->zero);
}

static void make_dense(struct model *m)
{
	m->dense = xcalloc(FEATURES, sizeof *m->dense);
	for (uint32_t i = 0; i < m->n; i++)
		m->dense[m->weights[i].number] = m->weights[i].value;
}

void model_free(struct model *m)
{
	free(m->dense);
	*m = (struct model){ .dense = NULL };
}

/* ---- Reading a library ---- */

/* An entry with a text: where its features are. */
struct text_of_entry {
	size_t from, n;        /* in features */
	double length, age;    /* in days, by years of 365 and months of 30; <0: not known */
};

struct reading {
	const struct interest_section *s;
	const struct interest_options *o;
	struct counts *c;
	struct bag bag;
	struct buf words;
	VEC(struct feature) features;
	VEC(struct text_of_entry) texts;
	VEC(struct str) without;     /* identifiers of entries without a text; in LASTING */
	struct arena lasting;
};

static double days_of(int32_t day)
{
	int32_t year = day / 10000, month = day / 100 % 100;
	return day ? year * 365.0 + (month ? month - 1 : 6) * 30.0 + day % 100 : -1;
}

static bool take_entry(void *ctx, const struct library_entry *entry, const struct store_text *t, bool known, struct err *e)
{
	struct reading *r = ctx;
	UNUSED(e);
	if (str_known(entry->id) && !known)
		*vec_push(&r->without) = arena_dup(&r->lasting, entry->id);
	bag_text(&r->bag, t->title, t->abstract, &r->words);
	if (r->bag.features.n == 0)
		return true;
	const struct text_of_entry text = { r->features.n, r->bag.features.n, length_of(r->c, &r->bag), days_of(entry->day) };
	if (text.length <= 0)
		return true;
	for (size_t i = 0; i < r->bag.features.n; i++)
		*vec_push(&r->features) = r->bag.features.v[i];
	*vec_push(&r->texts) = text;
	return true;
}

/* ---- From texts to weights ---- */

static int by_number(const void *a, const void *b) { return order_uint32(&((const struct weight *)a)->number, &((const struct weight *)b)->number); }

/* How much each text counts: half for each half-life that it is older than the newest. */
static double *ages(const struct reading *r, double *total)
{
	double newest = -1, *of = xcalloc(r->texts.n, sizeof *of);
	for (size_t i = 0; i < r->texts.n; i++)
		newest = r->texts.v[i].age > newest ? r->texts.v[i].age : newest;
	*total = 0;
	for (size_t i = 0; i < r->texts.n; i++) {
		double older = r->texts.v[i].age >= 0 ? newest - r->texts.v[i].age : 0;
		of[i] = r->s->half_life > 0 ? exp2(-older / r->s->half_life) : 1;
		*total += of[i];
	}
	return of;
}

static void add_up(const struct reading *r, const double *of, double total, struct model *m, struct arena *a)
{
	double common = 0;
	struct weight *all = xreallocarray(NULL, r->features.n, sizeof *all);
	for (size_t i = 0; i < r->texts.n; i++) {
		const struct text_of_entry *t = &r->texts.v[i];
		double sum = 0;
		for (size_t k = t->from; k < t->from + t->n; k++) {
			double x = tf(r->features.v[k].times);
			sum += x;
			all[k] = (struct weight){ r->features.v[k].number, (float)(of[i] / total * x / t->length) };
		}
		common += of[i] / total * sum / (double)t->n / t->length;
	}
	qsort(all, r->features.n, sizeof *all, by_number);
	m->weights = arena_alloc(a, r->features.n * sizeof *m->weights);
	m->n = 0;
	for (size_t i = 0; i < r->features.n; i++)
		if (m->n > 0 && m->weights[m->n - 1].number == all[i].number)
			m->weights[m->n - 1].value += all[i].value;
		else
			m->weights[m->n++] = all[i];
	m->common = (float)common;
	m->entries = (uint32_t)r->texts.n;
	free(all);
}

/* The raw likeness of any paper: that of the mean of all, as the counts tell it. */
static double any_likeness(const struct model *m, struct counts *c)
{
	double sum = 0, share = c->papers ? (double)m->common / c->papers : 0;
	for (size_t i = 0; i < FEATURES; i++)
		if (c->of[i] > 0) {
			double idf = counts_idf(c, (uint32_t)i), mean = share * c->of[i];
			sum += mean * idf * idf * (m->dense[i] - TAKEN_AWAY * mean);
		}
	return sum;
}

/* That of the library's own entries, each without its part in the library. */
static double own_likeness(struct reading *r, const double *of, double total, const struct model *m)
{
	double sum = 0, counted = 0;
	for (size_t i = 0; i < r->texts.n; i++) {
		const struct text_of_entry *t = &r->texts.v[i];
		const struct bag b = { .features = { r->features.v + t->from, t->n, t->n } };
		double own = of[i] / total, base = 0, share = r->c->papers ? TAKEN_AWAY * m->common / r->c->papers : 0;
		for (size_t k = 0; k < t->n; k++) {
			double idf = counts_idf(r->c, b.features.v[k].number);
			base += tf(b.features.v[k].times) * idf * idf * share * r->c->of[b.features.v[k].number] / t->length;
		}
		if (own < 1) {  /* its own vector's length is 1 */
			sum += of[i] * ((raw_likeness(m, r->c, &b) + base - own) / (1 - own) - base);
			counted += of[i];
		}
	}
	return counted > 0 ? sum / counted : -INFINITY;
}

static void make_model(struct reading *r, struct model *m, struct arena *a)
{
	static const double LEAST = 0.01;  /* a library that is like any paper tells none apart */
	double total, *of = ages(r, &total);
	add_up(r, of, total, m, a);
	make_dense(m);
	m->zero = any_likeness(m, r->c);
	double own = own_likeness(r, of, total, m);
	double least = LIKE_ONE / (double)r->texts.n;
	least = m->zero + (least > LEAST ? least : LEAST);
	m->one = own > least ? own : least;
	free(of);
}

/* ---- Keeping it ---- */

static void put_float(struct buf *out, double v)
{
	buf_add(out, &v, sizeof v);
}

/* In the bytes of this machine: another one, whose are in another order, finds that they are not its own, and reads the library again. */
static bool keep(const struct model *m, struct str key, struct str about, struct store *store, struct err *e)
{
	struct buf bytes = BUF_INIT(BUF_UNBOUNDED);
	put_float(&bytes, 1);
	put_float(&bytes, m->zero);
	put_float(&bytes, m->one);
	put_float(&bytes, m->common);
	put_float(&bytes, m->entries);
	buf_add(&bytes, m->weights, m->n * sizeof *m->weights);
	bool ok = store_computed_put(store, key, about, buf_str(&bytes), e);
	buf_free(&bytes);
	return ok;
}

static bool read_model(struct model *m, struct str bytes)
{
	double head[5];
	struct weight w;
	if (bytes.n < sizeof head || (bytes.n - sizeof head) % sizeof w != 0)
		return false;
	memcpy(head, bytes.p, sizeof head);
	if (head[0] != 1)
		return false;
	*m = (struct model){ .zero = head[1], .one = head[2], .common = (float)head[3], .entries = (uint32_t)head[4] };
	m->dense = xcalloc(FEATURES, sizeof *m->dense);
	for (size_t at = sizeof head; at < bytes.n; at += sizeof w) {
		memcpy(&w, bytes.p + at, sizeof w);
		if (w.number < FEATURES)
			m->dense[w.number] = w.value;
	}
	return true;
}

/* What is kept, if it is of the library as it is. */
struct kept {
	struct model *m;
	struct str files;      /* as files_text() has it now */
	struct str about;      /* of what was read; in A */
	struct arena *a;
	bool read;
};

static struct str behind_line(struct str text) { return str_from(text, str_find(text, "\n", 0) + 1); }

static void take_kept(void *ctx, struct str about, struct str bytes)
{
	struct kept *k = ctx;
	if (!str_eq(str_head(behind_line(about), k->files.n), k->files))
		return;
	k->about = arena_dup(k->a, about);
	k->read = read_model(k->m, bytes);
}

/* ---- What it was made of ---- */

/* What a model depends on: the form, the half-life, the files; behind them the identifiers of which no text was known, each with LF. */
static struct str files_text(const struct interest_section *s, const library_files *files, struct arena *a)
{
	struct buf b = BUF_INIT(BUF_UNBOUNDED);
	buf_addf(&b, FORM " %.4f\n", s->half_life);
	for (size_t i = 0; i < files->n; i++)
		buf_addf(&b, "%s\t%lld\t%lld\n", files->v[i].path, (long long)files->v[i].size, (long long)files->v[i].mtime);
	buf_addz(&b, "\n");
	struct str ret = arena_dup(a, buf_str(&b));
	buf_free(&b);
	return ret;
}

/* Papers that the library names came into the store since: the text is another one now. Or the store has become twice as large. */
struct looking {
	struct str missing;
	bool found;
};

static bool look(void *ctx, const struct store_text *t, struct err *e)
{
	struct looking *l = ctx;
	struct buf line = BUF_INIT(64);
	UNUSED(e);
	buf_addf(&line, "\n%.*s\n", STR_ARG(t->id));
	l->found = l->found || memmem(l->missing.p, l->missing.n, line.s, line.len) != NULL;
	buf_free(&line);
	return true;
}

/* ABOUT of what is kept: "PAPERS ROW\n", then files_text() and identifiers. */
static bool is_fresh(struct str about, struct str files, const struct counts *c, const struct interest_options *o, bool *ret, struct err *e)
{
	struct str head, papers;
	uint64_t n, row;
	*ret = false;
	if (!str_cut(&about, '\n', &head) || !str_cut(&head, ' ', &papers) || !str_number(papers, UINT32_MAX, &n) || !str_number(head, INT64_MAX, &row) ||
	    !str_eq(str_head(about, files.n), files) || n * 2 < c->papers)
		return true;
	struct looking l = { str_from(about, files.n - 1), false };
	if (l.missing.n > 1 && !store_text_each(o->store, (int64_t)row, look, &l, e))
		return false;
	*ret = !l.found;
	return true;
}

static void say_missing(const struct reading *r)
{
	size_t n = r->without.n, all = r->texts.n;
	if (all == 0)
		log_warn(r->o->log, "interest %.*s: no entry of its library has a title, or is a paper of the store (digest fetch --id %s%.*s gets one)", STR_ARG(r->s->name),
		         n ? "" : "ID", STR_ARG(n ? r->without.v[0] : STR("")));
	else if (n > 0)
		log_info(r->o->log, "interest %.*s: %zu papers of its library are not in the store: their titles alone count, where there are any", STR_ARG(r->s->name), n);
}

static bool make_and_keep(struct reading *r, const library_files *files, struct str key, struct str about, struct model *m, struct arena *a, bool *some,
                          struct err *e)
{
	bool ok = entries_each(r->s, r->o, files, take_entry, r, e);
	*some = ok && r->texts.n > 0;
	if (!ok)
		return false;
	say_missing(r);
	if (!*some)
		return true;
	make_model(r, m, a);
	struct buf all = BUF_INIT(BUF_UNBOUNDED);
	buf_addf(&all, "%lu %lld\n%.*s", (unsigned long)r->c->papers, (long long)r->c->last_row, STR_ARG(about));
	for (size_t i = 0; i < r->without.n; i++)
		buf_addf(&all, "%.*s\n", STR_ARG(r->without.v[i]));
	ok = keep(m, key, buf_str(&all), r->o->store, e);
	buf_free(&all);
	return ok;
}

bool model_open(struct model *m, const struct interest_section *s, struct counts *c, const struct interest_options *o, struct arena *a, bool *some, struct err *e)
{
	struct reading r = { .s = s, .o = o, .c = c, .words = BUF_INIT(BUF_UNBOUNDED), .lasting = ARENA_INIT };
	struct arena kept = ARENA_INIT;
	library_files files = VEC_INIT;
	struct buf key = BUF_INIT(BUF_UNBOUNDED);
	bool fresh = false;
	*some = false;
	entries_files(s, o, &kept, &files);
	struct str text = files_text(s, &files, &kept);
	buf_addf(&key, "library of %.*s", STR_ARG(s->name));
	struct kept k = { .m = m, .files = text, .a = &kept };
	bool ok = store_computed_get(o->store, buf_str(&key), take_kept, &k, e) && (!k.read || is_fresh(k.about, text, c, o, &fresh, e));
	*some = ok && fresh;
	if (k.read && !fresh)
		model_free(m);
	if (ok && !fresh && files.n > 0)
		ok = make_and_keep(&r, &files, buf_str(&key), text, m, a, some, e);
	buf_free(&key);
	buf_free(&r.words);
	bag_free(&r.bag);
	vec_free(&r.features);
	vec_free(&r.texts);
	vec_free(&r.without);
	vec_free(&files);
	arena_free(&r.lasting);
	arena_free(&kept);
	return ok;
}
