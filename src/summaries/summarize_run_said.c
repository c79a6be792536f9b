/* SPDX-License-Identifier: MIT
 * What the asking costs, which goes into the store with the answers; and which papers wait after it, said once. */
#include "src/summaries/summarize_run_internal.h"

#include <string.h>

/* ---- What was spent ---- */

bool summarize_pay(struct summarize_run *q, struct err *e)
{
	const struct summary_spent *owed = &q->owed;
	char day[DAY_SIZE];
	struct buf now = BUF_INIT(64);
	if (owed->requests == 0)
		return true;
	clock_rfc3339(clock_now(q->w->clock), &now);
	memcpy(day, now.s, DAY_SIZE - 1);
	day[DAY_SIZE - 1] = '\0';
	buf_free(&now);
	const struct chat_options *chat = &q->x.how.chat;
	const struct store_spent spent = { .day = str_of(day), .provider = str_of(chat->provider->name),
		                           .model = str_of(chat->model ? chat->model : "-"), .style = q->x.how.style.name,
		                           .profile = q->o->profile ? str_of(q->o->profile) : STR_NULL,
		                           .currency = chat->prices.currency ? str_of(chat->prices.currency) : STR_NULL,
		                           .requests = owed->requests,
		                           .prompt_tokens = owed->prompt_tokens, .cached_tokens = owed->cached_tokens,
		                           .completion_tokens = owed->completion_tokens, .cost = owed->cost };
	q->owed = (struct summary_spent){ 0 };
	return store_add_spent(q->s->store, &spent, e);
}

bool summarize_spent(void *ctx, const struct summary_spent *s, struct err *e)
{
	struct summarize_run *q = ctx;
	struct summary_spent *owed = &q->owed;
	UNUSED(e);
	if (!q->x.chat)
		return true;
	owed->requests += s->requests;
	owed->prompt_tokens += s->prompt_tokens;
	owed->cached_tokens += s->cached_tokens;
	owed->completion_tokens += s->completion_tokens;
	owed->cost = s->cost < 0 || owed->cost < 0 ? -1 : owed->cost + s->cost;
	return true;
}

/* ---- Who waits ---- */

void summarize_note_waiting(struct summarize_run *q, const struct paper_request *r, enum summary_status status, enum pending_reason why, struct str reason)
{
	if (r->had) {
		q->kept_old++;
		if (q->old_reason.len == 0)
			buf_addf(&q->old_reason, "%.*s: %.*s", STR_ARG(r->p.id), STR_ARG(reason));
	} else {
		if (q->waiting++ < NAMED)
			buf_addf(&q->names, "%s%.*s", q->names.len ? ", " : "", STR_ARG(r->p.id));
		if (q->reason.len == 0)
			buf_adds(&q->reason, reason);
		q->over += why == REASON_BUDGET;
	}
	report_waiting(q->report, r->p.id, r->p.version, status, why, reason);
	log_info(q->w->log, "%.*s: no summary: %.*s", STR_ARG(r->p.id), STR_ARG(reason));
}

void summarize_say_who_waits(const struct summarize_run *q)
{
	const struct log *log = q->w->log;
	if (q->waiting > NAMED)
		log_warn(log, "%lu papers wait for their summary: %s and %lu more: %s", q->waiting, q->names.s, q->waiting - NAMED,
		         q->reason.s);
	else if (q->waiting > 0)
		log_warn(log, "%lu paper%s for a summary: %s: %s", q->waiting, q->waiting == 1 ? " waits" : "s wait", q->names.s,
		         q->reason.s);
	if (q->kept_old > 0)
		log_warn(log, "%lu summar%s not made anew: %s", q->kept_old, q->kept_old == 1 ? "y is" : "ies are", q->old_reason.s);
}

void summarize_say_withheld(const struct summarize_run *q, bool failed)
{
	struct buf names = BUF_INIT(BUF_UNBOUNDED);
	if (!q->x.chat && !q->x.extract && failed)
		endpoint_names_withheld(q->x.secrets, &names);
	if (names.len)
		log_note(q->w->log, "the summarizer's command was not shown %s: if it needs a key, say which by --summarizer-env NAME",
		         names.s);
	buf_free(&names);
}
