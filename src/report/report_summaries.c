/* SPDX-License-Identifier: MIT
 * The report's part about summaries: what was asked and spent, how answers were repaired, what the check found, which papers wait. */
#include "digest/report.h"

#include "digest/text.h"

void report_waiting(struct report *r, struct str id, int version, enum summary_status status, enum pending_reason why, struct str reason)
{
	if (r == NULL)
		return;
	struct buf *b = &r->waiting_papers, advice = BUF_INIT(BUF_UNBOUNDED);
	buf_addz(b, b->len ? ",\n    {\"id\": " : "\n    {\"id\": ");
	js_put_string(b, id);
	if (version > 0)
		buf_addf(b, ", \"version\": %d", version);
	buf_addz(b, ", \"status\": ");
	js_put_string(b, summary_status_name(status));
	buf_addz(b, ", \"reason\": ");
	js_put_string(b, reason);
	if (why != REASON_NONE) {
		buf_addz(b, ", \"reason_code\": ");
		js_put_string(b, pending_reason_name(why));
	}
	pending_advice(why, status, &advice);
	buf_addz(b, ", \"advice\": ");
	js_put_string(b, buf_str(&advice));
	buf_addc(b, '}');
	buf_free(&advice);
}

static void put_word(struct buf *b, const char *name, const char *word)
{
	buf_addf(b, "%s\n    \"%s\": ", b->len ? "," : "", name);
	if (word)
		js_put_string(b, str_of(word));
	else
		buf_addz(b, "null");
}

static void put_count(struct buf *b, const char *name, unsigned long n) { buf_addf(b, ",\n    \"%s\": %lu", name, n); }

static void put_spent(struct buf *b, const struct summary_spent *s)
{
	buf_addf(b, ",\n    \"spent\": {\"requests\": %lld, \"prompt_tokens\": %lld, \"cached_tokens\": %lld, "
	            "\"completion_tokens\": %lld, \"cost\": ", (long long)s->requests, (long long)s->prompt_tokens,
	         (long long)s->cached_tokens, (long long)s->completion_tokens);
	if (s->cost < 0)
		buf_addz(b, "null}");
	else
		buf_addf(b, "%.6f}", s->cost);
}

/* {"fence": 3}: only what happened. */
static void put_counts(struct buf *b, const char *name, const unsigned long *n, size_t most, const char *(*name_of)(size_t i))
{
	bool any = false;
	buf_addf(b, ",\n    \"%s\": {", name);
	for (size_t i = 0; i < most; i++) {
		if (n[i] == 0)
			continue;
		buf_addz(b, any ? ", " : "");
		js_put_string(b, str_of(name_of(i)));
		buf_addf(b, ": %lu", n[i]);
		any = true;
	}
	buf_addc(b, '}');
}

static const char *name_of_rescue(size_t i) { return rescue_name((enum rescue)i); }

void report_summaries(struct report *r, const struct summarizer_options *how, const char *words, unsigned long done)
{
	const struct summary_stats *t = how->stats;
	if (r == NULL)
		return;
	struct buf *b = &r->summaries;
	const struct provider *p = how->chat.provider;
	buf_clear(b);
	put_word(b, "summarizer", p ? "chat" : words);
	put_word(b, "provider", p ? p->name : NULL);
	put_word(b, "model", p ? how->chat.model : NULL);
	put_word(b, "structure", t->form_known ? chat_structure_name(t->structure) : NULL);
	put_count(b, "done", done);
	put_spent(b, &t->spent);
	put_count(b, "retries", t->retries);
	put_counts(b, "rescued", t->rescued, RESCUE__COUNT, name_of_rescue);
	put_counts(b, "findings", t->findings, check_rules(), check_rule_name);
	put_count(b, "mended", t->mended);
	put_count(b, "asked_again", t->asked_again);
	put_count(b, "rejected", t->rejected);
}
