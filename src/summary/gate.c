/* SPDX-License-Identifier: MIT
 * The gate: what may be shown. A rule is a row: its name, the defect's definition, how bad it is, what it looks at.
 *
 * The order is part of the design: what came along with the answer is taken off first, then the language is looked at,
 * then the form, and only what is left is held against the paper. */
#include "src/summary/gate.h"

#include <stdio.h>
#include <string.h>

enum { MOST_DEPTH = 16 };  /* of lists in lists: what lies deeper passes unseen */

static const struct rule {
	const char *name;
	enum gate_severity severity;
	unsigned uses, tongues;
	void (*look)(struct look *l);
	const char *help;
} rules[] = {
#define ANY USE_ALL, TONGUE_ALL
	{ "empty", GATE_RETRY, USE_TITLE | USE_PROSE, TONGUE_ALL, rule_empty, "a field without a letter or digit" },
	{ "no-han", GATE_RETRY, USE_TITLE | USE_PROSE, TONGUE_CHINESE, rule_no_han, "a Chinese field without any Chinese character" },
#undef ANY
};
_Static_assert(sizeof rules / sizeof *rules <= GATE_MOST_RULES, "struct summary_stats counts them");

size_t gate_rules(void) { return COUNTOF(rules); }
const char *gate_rule_name(size_t i) { return rules[i].name; }
const char *gate_rule_help(size_t i) { return rules[i].help; }
enum gate_severity gate_rule_severity(size_t i) { return rules[i].severity; }

static const char *const severities[] = { "repair", "warn", "retry", "reject" };
const char *gate_severity_name(enum gate_severity s) { return severities[s]; }

static const char *const modes[] = { "mend", "warn", "off" };

bool gate_mode_parse(struct str word, enum gate_mode *ret)
{
	for (size_t i = 0; i < COUNTOF(modes); i++)
		if (str_is(word, modes[i])) {
			*ret = (enum gate_mode)i;
			return true;
		}
	return false;
}

/* ---- Findings ---- */

static void say(struct look *l, const char *fmt, va_list ap)
{
	char what[400];
	int n = vsnprintf(what, sizeof what, fmt, ap);
	struct str s = { what, n < 0 ? 0 : (size_t)n < sizeof what ? (size_t)n : sizeof what - 1 };
	size_t bad;
	if (!utf8_valid(s, &bad))  /* cut inside a character */
		s.n = bad;
	const struct gate_finding f = { l->rule, l->field, rules[l->rule].severity, s };
	if (f.severity == GATE_REJECT)
		l->verdict = GATE_REFUSED;
	else if (f.severity == GATE_RETRY && l->verdict == GATE_PASSED)
		l->verdict = GATE_ASK_AGAIN;
	if (l->fn)
		l->fn(l->ctx, &f);
}

void gate_say(struct look *l, const char *fmt, ...)
{
	va_list ap;
	va_start(ap, fmt);
	say(l, fmt, ap);
	va_end(ap);
}

void gate_mend(struct look *l, struct str text, const char *fmt, ...)
{
	va_list ap;
	va_start(ap, fmt);
	say(l, fmt, ap);
	va_end(ap);
	l->text = text;
}

/* ---- Fields ---- */

/* Titles are called so; what is long enough for a sentence is prose, and the rest single words. */
static enum gate_use use_of(struct str field, bool json)
{
	if (json)
		return USE_ITEM;
	return str_is(field, "title") || str_ends(field, "_title") || str_starts(field, "title_") ? USE_TITLE : USE_PROSE;
}

static enum gate_tongue tongue_of(struct str field, struct str lang)
{
	if (str_ends(field, "_en") || str_starts(field, "en_"))
		return TONGUE_ENGLISH;
	if (str_starts(lang, "zh-Hant") || str_is(lang, "zh-TW") || str_is(lang, "zh-HK"))
		return TONGUE_HANT;
	if (str_starts(lang, "zh"))
		return TONGUE_HANS;
	return str_starts(lang, "en") ? TONGUE_ENGLISH : TONGUE_OTHER;
}

static struct str look_at_text(struct look *l, struct str text)
{
	l->text = text;
	for (l->rule = 0; l->rule < COUNTOF(rules); l->rule++)
		if ((rules[l->rule].uses & l->use) && (rules[l->rule].tongues & l->tongue))
			rules[l->rule].look(l);
	return l->text;
}

/* The strings of a list or an object, one by one; OUT gets the value with what was mended. */
struct members {
	struct look *l;
	struct buf *out;
	int depth;
	bool changed, first;
};

static bool put_value(struct members *m, const struct js *v);

static bool put_member(void *ctx, struct str key, const struct js *v, struct err *e)
{
	struct members *m = ctx;
	UNUSED(e);
	if (!m->first)
		buf_addc(m->out, ',');
	js_put_string(m->out, key);
	buf_addc(m->out, ':');
	put_value(m, v);
	m->first = false;
	return true;
}

static bool put_value(struct members *m, const struct js *v)
{
	struct err e = ERR_INIT;
	if (m->depth == MOST_DEPTH || (js_type(v) != JS_STRING && js_type(v) != JS_ARRAY && js_type(v) != JS_OBJECT)) {
		js_write(v, m->out);
		return true;
	}
	if (js_type(v) == JS_STRING) {
		struct str was = js_str(v), now = look_at_text(m->l, was);
		m->changed |= !str_eq(was, now);
		js_put_string(m->out, now);
		return true;
	}
	m->depth++;
	bool array = js_type(v) == JS_ARRAY;
	buf_addc(m->out, array ? '[' : '{');
	for (size_t i = 0; array && i < js_len(v); i++) {
		if (i > 0)
			buf_addc(m->out, ',');
		put_value(m, js_at(v, i));
	}
	m->first = true;
	bool ok = array || js_each(v, put_member, m, &e);
	m->first = false;
	buf_addc(m->out, array ? ']' : '}');
	m->depth--;
	return ok;
}

static struct str look_at_json(struct look *l, struct str text)
{
	struct js *v;
	struct err e = ERR_INIT;
	if (text.n == 0 || (text.p[0] != '[' && text.p[0] != '{') || !js_parse(text, &v, &e))
		return text;  /* a number, true, null */
	struct buf out = BUF_INIT(BUF_UNBOUNDED);
	struct members m = { .l = l, .out = &out };
	if (put_value(&m, v) && m.changed)
		text = arena_dup(l->a, buf_str(&out));
	buf_free(&out);
	js_free(v);
	return text;
}

/* An abstract of some length that stops without a mark was cut by somebody on its way. */
static bool is_cut(struct str abstract)
{
	enum { LONG_ENOUGH = 600 };
	struct str s = str_trim(abstract);
	return s.n >= LONG_ENOUGH && !gate_ends_sentence(s);
}

enum gate_verdict gate_check(const struct gate *g, const struct paper *p, struct summary *y, struct arena *a, gate_fn *fn,
                             void *ctx)
{
	if (g->mode == GATE_OFF)
		return GATE_PASSED;
	struct arena scratch = ARENA_INIT;
	struct look l = { .g = g, .p = p, .y = y, .a = a, .scratch = &scratch, .fn = fn, .ctx = ctx };
	l.source_cut = is_cut(p->abstract);
	struct summary_field *fields = arena_alloc(a, (y->n_fields + 1) * sizeof *fields);
	for (size_t i = 0; i < y->n_fields; i++) {
		fields[i] = y->fields[i];
		l.field = fields[i].name;
		l.use = use_of(l.field, fields[i].json);
		l.tongue = tongue_of(l.field, g->lang);
		if (fields[i].json)
			fields[i].text = look_at_json(&l, fields[i].text);
		else
			fields[i].text = look_at_text(&l, fields[i].text);
		if (!str_known(fields[i].text))
			fields[i].text = STR("");
	}
	if (g->mode == GATE_MEND)
		y->fields = fields;
	arena_free(&scratch);
	return g->mode == GATE_MEND ? l.verdict : GATE_PASSED;
}
