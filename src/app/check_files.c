/* SPDX-License-Identifier: MIT
 * Records in, findings out. No file is written: --json prints the mended texts. */
#include "src/app/check_files.h"

#include <string.h>
#include <unistd.h>

#include "digest/summarizer.h"
#include "digest/text.h"
#include "digest/vec.h"
#include "digest/endpoint.h"
#include "digest/inputs.h"

enum { TOGETHER = 4096 };  /* records that are held against each other, and in memory at once */

struct check {
	const struct run_io *w;
	struct gate gate;
	bool json;
	struct checked *sum;
	struct buf out;                /* the record's lines */
	struct buf packed;             /* the records that wait for the others */
	VEC(size_t) ends;              /* where each of them ends */
	struct likeness *papers;
	struct arena a;                /* of one record */
	const struct paper *p;
	unsigned long findings;
	enum gate_severity worst;
	bool output_failed;
};

static void put_text(struct buf *out, struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		buf_addc(out, is_space((unsigned char)s.p[i]) ? ' ' : s.p[i]);
}

static void take_finding(void *ctx, const struct gate_finding *f)
{
	struct check *c = ctx;
	struct buf *b = &c->out;
	if (c->json) {
		buf_addz(b, c->findings ? ",{\"field\":" : "{\"field\":");
		js_put_string(b, f->field);
		buf_addf(b, ",\"rule\":\"%s\",\"severity\":\"%s\",\"what\":", gate_rule_name(f->rule),
			gate_severity_name(f->severity));
		js_put_string(b, f->what);
		buf_addc(b, '}');
	} else {
		put_text(b, c->p->id);
		buf_addc(b, '\t');
		put_text(b, f->field);
		buf_addf(b, "\t%s\t%s\t", gate_rule_name(f->rule), gate_severity_name(f->severity));
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

static void count(struct check *c)
{
	static const size_t at[] = {
		[GATE_REPAIR] = offsetof(struct checked, mended), [GATE_NOTE] = offsetof(struct checked, warned),
		[GATE_RETRY] = offsetof(struct checked, again), [GATE_REJECT] = offsetof(struct checked, refused),
	};
	if (c->findings == 0)
		c->sum->clean++;
	else
		++*(unsigned long *)((char *)c->sum + at[c->worst]);
}

static bool look_at(struct check *c, const struct paper *p, struct err *e)
{
	static const char *const verdicts[] = { "passed", "ask again", "rejected" };
	struct summary y = p->summary;
	struct gate g = c->gate;
	g.lang = str_empty(y.lang) ? STR("zh-Hans") : y.lang;
	c->p = p;
	c->findings = 0;
	if (c->json) {
		buf_addz(&c->out, "{\"id\":");
		js_put_string(&c->out, p->id);
		if (p->version > 0)
			buf_addf(&c->out, ",\"version\":%d", p->version);
		buf_addz(&c->out, ",\"findings\":[");
	}
	enum gate_verdict v = gate_check(&g, p, &y, &c->a, take_finding, c);
	count(c);
	if (c->json) {
		buf_addf(&c->out, "],\"verdict\":\"%s\",\"mended\":{", verdicts[v]);
		put_mended(c, &p->summary, &y);
		buf_addz(&c->out, "}}\n");
	}
	bool ok = c->w->out(c->w->ctx, buf_str(&c->out), e);
	buf_clear(&c->out);
	arena_reset(&c->a);
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
	if (c->gate.mode != GATE_OFF)
		likeness_add(c->papers, p);
	paper_pack(p, &c->packed);
	*vec_push(&c->ends) = c->packed.len;
	return c->ends.n < TOGETHER || look_at_all(c, e);
}

bool check_files(const struct opt_values *o, const struct run_io *w, const struct style *style,
                 void (*failed)(void *ctx, const struct err *e), void *ctx, struct checked *ret, struct err *e)
{
	struct glossary *glossary = NULL;
	struct check c = { .w = w, .json = o->json, .sum = ret, .out = BUF_INIT(BUF_UNBOUNDED), .packed = BUF_INIT(BUF_UNBOUNDED),
		           .ends = VEC_INIT, .a = ARENA_INIT };
	c.gate.prompt = style->reading.whole.prompt;
	c.gate.mode = (enum gate_mode)o->gate;
	c.gate.marks = style->reading.whole.marks;
	c.gate.phrases = prompt_phrases;
	if (o->files.n == 0)
		return err_set(e, ERR_USAGE, "check: name files of records (or - for standard input)");
	if (!glossary_choose(o, &glossary, e))
		return false;
	c.gate.glossary = glossary;
	c.gate.papers = c.papers = likeness_new();
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
