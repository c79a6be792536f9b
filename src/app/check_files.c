/* SPDX-License-Identifier: MIT
 * Records in, findings out. No file is written: --json prints the mended texts. A record that brings its whole text has what its answer
 * states looked up there. */
#include "src/app/check_files.h"

#include <string.h>
#include <unistd.h>

#include "digest/evidence.h"
#include "digest/summarizer.h"
#include "digest/text.h"
#include "digest/vec.h"
#include "digest/endpoint.h"
#include "digest/inputs.h"

/* Records that are held against each other, and in memory at once; with whole texts fewer. */
enum { TOGETHER = 4096, TOGETHER_BYTES = 64 * 1024 * 1024 };

struct check {
	const struct run_io *w;
	struct answer_check check;
	struct strs cites;             /* the style's fields that name works */
	int untraced;                  /* enum choice_untraced */
	bool json;
	struct checked *sum;
	struct buf out;                /* the record's lines */
	struct buf packed;             /* the records that wait for the others */
	VEC(size_t) ends;              /* where each of them ends */
	struct likeness *papers;
	struct arena a;                /* of one record */
	const struct paper *p;
	unsigned long findings;
	enum check_severity worst;
	bool output_failed;
};

static void put_text(struct buf *out, struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		buf_addc(out, is_space((unsigned char)s.p[i]) ? ' ' : s.p[i]);
}

static void take_finding(void *ctx, const struct check_finding *f)
{
	struct check *c = ctx;
	struct buf *b = &c->out;
	if (c->json) {
		buf_addz(b, c->findings ? ",{\"field\":" : "{\"field\":");
		js_put_string(b, f->field);
		buf_addf(b, ",\"rule\":\"%s\",\"severity\":\"%s\",\"what\":", check_rule_name(f->rule),
			check_severity_name(f->severity));
		js_put_string(b, f->what);
		buf_addc(b, '}');
	} else {
		put_text(b, c->p->id);
		buf_addc(b, '\t');
		put_text(b, f->field);
		buf_addf(b, "\t%s\t%s\t", check_rule_name(f->rule), check_severity_name(f->severity));
		put_text(b, f->what);
		buf_addc(b, '\n');
	}
	/* a warning is less than a repair only in name: neither keeps a text from being shown */
	if (c->findings++ == 0 || f->severity > c->worst)
		c->worst = f->severity;
}

/* The fields that are not what they were, as the members of an object. */
static void put_mended(struct check *c, const struct summary *was, const struct summary *now)
{
	size_t n = 0;
	for (size_t i = 0; i < now->n_fields; i++) {
		if (str_eq(was->fields[i].text, now->fields[i].text))
			continue;
		buf_addz(&c->out, n++ ? "," : "");
		js_put_string(&c->out, now->fields[i].name);
		buf_addc(&c->out, ':');
		if (now->fields[i].json)
			buf_adds(&c->out, now->fields[i].text);
		else
			js_put_string(&c->out, now->fields[i].text);
	}
}

/* ---- A whole text ---- */

/* The text that P brings; false: it has none, or none that can be read, which is said. */
static bool text_of(struct check *c, const struct paper *p, struct fulltext *ret)
{
	struct buf b = BUF_INIT(BUF_UNBOUNDED);
	struct err e = ERR_INIT;
	struct js *extra = NULL;
	bool has = false;
	buf_addf(&b, "{%.*s}", STR_ARG(p->extra));
	if (str_find(p->extra, "\"fulltext\":", 0) != STR_NONE && js_parse(buf_str(&b), &extra, &e) && js_get(extra, "fulltext")) {
		buf_clear(&b);
		js_write(js_get(extra, "fulltext"), &b);
		has = fulltext_read_json(buf_str(&b), ret, &e);
	}
	if (e.kind != ERR_NONE)
		log_warn(c->w->log, "%.*s: its \"fulltext\" is not looked into: %s", STR_ARG(p->id), e.msg);
	js_free(extra);
	buf_free(&b);
	return has;
}

/* Look up what Y states in FORM: the evidence, and how many items go. */
static void put_evidence(struct check *c, const struct fulltext *form, struct summary *y)
{
	struct evidence_counts sum = { 0 };
	struct buf list = BUF_INIT(BUF_UNBOUNDED);
	evidence_find(form, c->cites, c->untraced, y, &c->a, &list, &sum);
	buf_addf(&c->out, ",\"evidence\":%s", list.s);
	buf_free(&list);
	buf_addf(&c->out, ",\"traced\":%lu,\"derived\":%lu,\"untraced\":%lu,\"dropped\":%lu", sum.traced, sum.derived, sum.untraced, sum.dropped);
}

/* What the check says of Y, with the text of P if there is one. */
static enum check_verdict hold(struct check *c, const struct paper *p, const struct fulltext *form, struct summary *y)
{
	struct answer_check g = c->check;
	struct buf facts = BUF_INIT(BUF_UNBOUNDED);
	struct traced *traced = traced_new(form, c->cites);
	g.lang = str_empty(y->lang) ? STR("zh-Hans") : y->lang;
	if (form) {
		fulltext_print(form, &facts);
		g.text = buf_str(&facts);
		g.traced = traced_text(traced);
	}
	enum check_verdict v = check_answer(&g, p, y, &c->a, take_finding, c);
	traced_free(traced);
	buf_free(&facts);
	return v;
}

/* ---- A record ---- */

static void count(struct check *c)
{
	static const size_t at[] = {
		[CHECK_REPAIR] = offsetof(struct checked, mended), [CHECK_NOTE] = offsetof(struct checked, warned),
		[CHECK_RETRY] = offsetof(struct checked, again), [CHECK_REJECT] = offsetof(struct checked, refused),
	};
	if (c->findings == 0)
		c->sum->clean++;
	else
		++*(unsigned long *)((char *)c->sum + at[c->worst]);
}

/* P's summary without what a run has put beside the answer. */
static struct summary answer_of(const struct paper *p, struct arena *a)
{
	struct summary y = p->summary;
	y.fields = arena_calloc(a, y.n_fields + 1, sizeof *y.fields);
	y.n_fields = 0;
	for (size_t i = 0; i < p->summary.n_fields; i++)
		if (!summary_own_key(p->summary.fields[i].name))
			y.fields[y.n_fields++] = p->summary.fields[i];
	return y;
}

static bool look_at(struct check *c, const struct paper *p, struct err *e)
{
	static const char *const verdicts[] = { "passed", "ask again", "rejected" };
	const struct summary was = answer_of(p, &c->a);
	struct summary y = was;
	struct fulltext form = FULLTEXT_INIT;
	const struct fulltext *text = text_of(c, p, &form) ? &form : NULL;
	c->p = p;
	c->findings = 0;
	if (c->json) {
		buf_addz(&c->out, "{\"id\":");
		js_put_string(&c->out, p->id);
		if (p->version > 0)
			buf_addf(&c->out, ",\"version\":%d", p->version);
		buf_addz(&c->out, ",\"findings\":[");
	}
	enum check_verdict v = hold(c, p, text, &y);
	count(c);
	if (c->json) {
		buf_addc(&c->out, ']');
		if (text)
			put_evidence(c, text, &y);
		buf_addf(&c->out, ",\"verdict\":\"%s\",\"mended\":{", verdicts[v]);
		put_mended(c, &was, &y);
		buf_addz(&c->out, "}}\n");
	}
	bool ok = c->w->out(c->w->ctx, buf_str(&c->out), e);
	buf_clear(&c->out);
	arena_reset(&c->a);
	fulltext_free(&form);
	return ok;
}

/* Those that wait: each is held against all of them. */
static bool look_at_all(struct check *c, struct err *e)
{
	struct arena a = ARENA_INIT;
	size_t from = 0;
	bool ok = true;
	likeness_ready(c->papers);
	for (size_t i = 0; ok && i < c->ends.n; i++) {
		struct paper p = paper_unpack((struct str){ c->packed.s + from, c->ends.v[i] - from }, &a);
		from = c->ends.v[i];
		ok = look_at(c, &p, e);
		arena_reset(&a);
	}
	arena_free(&a);
	c->ends.n = 0;
	buf_clear(&c->packed);
	likeness_clear(c->papers);
	c->output_failed |= !ok;
	return ok;
}

static bool take_record(void *ctx, const struct paper *p, struct err *e)
{
	struct check *c = ctx;
	c->sum->records++;
	if (c->w->progress)
		c->w->progress(c->w->ctx, "reading", c->sum->records, 0);
	if (p->summary.n_fields == 0) {
		c->sum->without++;
		return true;
	}
	if (c->check.mode != CHECK_OFF)
		likeness_add(c->papers, p);
	paper_pack(p, &c->packed);
	*vec_push(&c->ends) = c->packed.len;
	return (c->ends.n < TOGETHER && c->packed.len < TOGETHER_BYTES) || look_at_all(c, e);
}

bool check_files(const struct opt_values *o, const struct run_io *w, const struct style *style,
                 void (*failed)(void *ctx, const struct err *e), void *ctx, struct checked *ret, struct err *e)
{
	struct glossary *glossary = NULL;
	struct check c = { .w = w, .json = o->json, .sum = ret, .out = BUF_INIT(BUF_UNBOUNDED), .packed = BUF_INIT(BUF_UNBOUNDED),
		           .ends = VEC_INIT, .a = ARENA_INIT };
	c.check.prompt = style->reading.whole.prompt;
	c.check.mode = (enum check_mode)o->gate;
	c.check.marks = style->reading.whole.marks;
	c.check.phrases = prompt_phrases;
	c.cites = style->reading.cites;
	c.untraced = o->untraced;
	if (o->files.n == 0)
		return err_set(e, ERR_USAGE, "check: name files of records (or - for standard input)");
	if (!glossary_choose(o, &glossary, e))
		return false;
	c.check.glossary = glossary;
	c.check.papers = c.papers = likeness_new();
	struct input_options how = { .may_be_empty = true, .sink = { take_record, &c }, .log = w->log };
	bool ok = true;
	for (size_t i = 0; ok && i < o->files.n; i++) {
		struct input_result got = { 0, 0 };
		struct err why = ERR_INIT;
		if (input_read(o->files.v[i].p, &how, &got, &why))
			continue;
		ok = !c.output_failed;  /* else the others would not be seen */
		if (ok)
			failed(ctx, &why);
		else
			*e = why;
	}
	ok = ok && look_at_all(&c, e);
	likeness_free(c.papers);
	vec_free(&c.ends);
	buf_free(&c.packed);
	buf_free(&c.out);
	arena_free(&c.a);
	glossary_free(glossary);
	return ok;
}
