/* SPDX-License-Identifier: MIT
 * The report is written while things happen, as the members of its lists: it costs no more than its own text. */
#include "digest/report.h"

#include "digest/program.h"
#include "digest/text.h"

static void comma(struct buf *list) { buf_addz(list, list->len ? ",\n    " : "\n    "); }

static void member(struct buf *b, const char *name, struct str value)
{
	if (!str_known(value))
		return;
	buf_addf(b, "%s\"%s\": ", b->len && b->s[b->len - 1] == '{' ? "" : ", ", name);
	js_put_string(b, value);
}

static void number(struct buf *b, const char *name, int64_t value)
{
	buf_addf(b, "%s\"%s\": %lld", b->len && b->s[b->len - 1] == '{' ? "" : ", ", name, (long long)value);
}

void report_request(struct report *r, const char *url, const char *what, const struct fetch_reply *reply,
                    const struct err *why)
{
	static const char *const outcomes[] = {
		[FETCH_DONE] = "done", [FETCH_UNCHANGED] = "unchanged", [FETCH_DRY] = "dry run"
	};
	if (r == NULL)
		return;
	struct buf *b = &r->requests;
	comma(b);
	buf_addc(b, '{');
	member(b, "url", str_of(url));
	member(b, "why", str_of(what));
	member(b, "outcome", why ? STR("failed") : str_of(outcomes[reply->outcome]));
	if (why) {
		member(b, "kind", str_of(err_name(why->kind)));
		member(b, "error", str_of(why->msg));
	} else {
		number(b, "requests", reply->requests);
		number(b, "bytes", reply->bytes);
		number(b, "waited_ms", reply->waited_ms);
	}
	buf_addc(b, '}');
}

void report_day(struct report *r, const struct store_fetch *g)
{
	if (r == NULL)
		return;
	struct buf *b = &r->days;
	comma(b);
	buf_addc(b, '{');
	member(b, "day", g->day);
	member(b, "category", g->category);
	member(b, "status", str_of(day_status_name(g->status)));
	member(b, "road", g->road);
	number(b, "papers", g->papers);
	member(b, "note", g->note);
	buf_addc(b, '}');
}

void report_message(struct report *r, enum log_level level, const char *line)
{
	if (r == NULL || level > LOG_WARN)
		return;
	comma(&r->messages);
	js_put_string(&r->messages, str_of(line));
}

void report_text(struct report *r, struct str id, int version, const char *state, const char *road, struct str why)
{
	if (r == NULL)
		return;
	struct buf *b = &r->texts;
	comma(b);
	buf_addc(b, '{');
	member(b, "id", id);
	number(b, "version", version);
	member(b, "state", str_of(state));
	member(b, "road", str_of(road));
	if (!str_empty(why))
		member(b, "why", why);
	buf_addc(b, '}');
}

void report_repaired(struct report *r, const char *path)
{
	if (r == NULL)
		return;
	comma(&r->repaired);
	js_put_string(&r->repaired, str_of(path));
}

static void list(struct buf *b, const char *name, const struct buf *members)
{
	buf_addf(b, ",\n  \"%s\": [", name);
	buf_adds(b, buf_str(members));
	buf_addz(b, members->len ? "\n  ]" : "]");
}

bool report_write(const struct report *r, const struct report_run *run, const char *path, struct err *e)
{
	struct buf b = BUF_INIT(BUF_UNBOUNDED);
	struct file_out *f = NULL;
	bool changed;
	buf_addc(&b, '{');
	member(&b, "version", str_of(program_version));
	member(&b, "words", run->words);
	member(&b, "begun", run->begun);
	member(&b, "ended", run->ended);
	number(&b, "exit_status", run->exit_status);
	number(&b, "papers", (int64_t)r->papers);
	number(&b, "summarized", (int64_t)r->summarized);
	number(&b, "waiting", (int64_t)r->waiting);
	number(&b, "pages", (int64_t)r->pages);
	list(&b, "days", &r->days);
	list(&b, "requests", &r->requests);
	list(&b, "texts", &r->texts);
	list(&b, "repaired", &r->repaired);
	if (r->summaries.len) {
		buf_addz(&b, ",\n  \"summaries\": {");
		buf_adds(&b, buf_str(&r->summaries));
		list(&b, "waiting_papers", &r->waiting_papers);
		buf_addc(&b, '}');
	}
	list(&b, "messages", &r->messages);
	buf_addz(&b, "\n}\n");
	bool ok = file_create(path, &f, e) && file_write(f, buf_str(&b), e);
	if (ok) {
		struct file_out *whole = f;
		f = NULL;
		ok = file_commit(whole, &changed, e);
	}
	file_abandon(f);
	buf_free(&b);
	return ok;
}

void report_free(struct report *r)
{
	buf_free(&r->requests);
	buf_free(&r->days);
	buf_free(&r->messages);
	buf_free(&r->waiting_papers);
	buf_free(&r->summaries);
	buf_free(&r->repaired);
	buf_free(&r->texts);
}
