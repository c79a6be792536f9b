/* SPDX-License-Identifier: MIT
 * A reply's bytes as they come. Most replies are one JSON text, kept as it is. A stream of events is told by how it begins, whether or
 * not it was asked for, and put together to what the same answer would have been in one piece, so that one reader knows what
 * replies mean. A stream has a hundred bytes around each word: it is read as it comes, and only the answer is kept. */
#include <stdlib.h>

#include "internal.h"

#include "digest/mem.h"

enum { STREAM_TIMES = 256 };  /* bytes of a stream for one of the answer, at most */

struct chat_intake {
	size_t most, came;
	enum { UNTOLD, WHOLE, STREAM } form;
	struct buf text;              /* the reply; of a stream its beginning, then what is put together */
	struct events events;
	struct buf content, reasoning, arguments, refusal, model, finish, usage, error;
	bool any, done, broken;       /* an event has come; [DONE], or why the model stopped; an event cannot be read: it is `error` */
	bool finished;                /* a finish_reason was told */
};

/* ---- What events say ---- */

static void add_parts(const struct js *v, struct buf *out)
{
	if (js_type(v) == JS_ARRAY)
		message_parts(v, out);
	else
		buf_adds(out, js_str(v));
}

static void replace(struct buf *b, struct str text)
{
	if (!str_empty(text)) {
		buf_clear(b);
		buf_adds(b, text);
	}
}

static void add_delta(struct chat_intake *k, const struct js *delta)
{
	const struct js *call = js_at(js_get(delta, "tool_calls"), 0), *function = js_get(call ? call : delta, call ? "function" : "function_call");
	const struct js *said = js_get(function, "arguments");
	int64_t index = 0;
	add_parts(js_get(delta, "content"), &k->content);
	add_parts(js_get(delta, "reasoning_content"), &k->reasoning);
	if (js_get(delta, "reasoning_content") == NULL || js_type(js_get(delta, "reasoning_content")) == JS_NULL)
		add_parts(js_get(delta, "reasoning"), &k->reasoning);
	buf_adds(&k->refusal, js_str(js_get(delta, "refusal")));
	(void)!js_int(js_get(call, "index"), &index);
	if (index == 0 && js_type(said) == JS_OBJECT)
		js_write(said, &k->arguments);
	else if (index == 0)
		buf_adds(&k->arguments, js_str(said));
}

static void add_choice(struct chat_intake *k, const struct js *choice)
{
	const struct js *delta = js_get(choice, "delta"), *finish = js_get(choice, "finish_reason");
	int64_t index = 0;
	(void)!js_int(js_get(choice, "index"), &index);
	if (index != 0)
		return;
	add_delta(k, js_type(delta) == JS_OBJECT ? delta : js_get(choice, "message"));
	replace(&k->finish, js_str(finish));
	k->finished |= js_str(finish).n > 0;
	if (js_type(js_get(choice, "error")) != JS_NULL && k->error.len == 0) {
		buf_addz(&k->error, "{\"error\":");
		js_write(js_get(choice, "error"), &k->error);
		buf_addc(&k->error, '}');
	}
}

static void add_root(struct chat_intake *k, const struct js *root)
{
	struct arena a = ARENA_INIT;
	struct complaint c = { .wait_ms = -1 };
	if (k->error.len == 0 && error_body_read(root, &a, &c))
		js_write(root, &k->error);
	arena_free(&a);
	replace(&k->model, js_str(js_get(root, "model")));
	if (js_type(js_get(root, "usage")) == JS_OBJECT) {
		buf_clear(&k->usage);
		js_write(js_get(root, "usage"), &k->usage);
	}
	if (js_len(js_get(root, "choices")) > 0)
		add_choice(k, js_at(js_get(root, "choices"), 0));
}

static void on_event(void *ctx, struct str name, struct str data)
{
	struct chat_intake *k = ctx;
	struct err ignored = ERR_INIT;
	struct js *root;
	data = str_trim(data);
	if (data.n == 0 || k->broken || k->done)
		return;
	k->any = true;
	if (str_is(data, "[DONE]")) {
		k->done = true;
	} else if (js_parse(data, &root, &ignored)) {
		add_root(k, root);
		js_free(root);
	} else if (str_is(name, "error") && !str_starts(data, "{")) {
		buf_clear(&k->error);
		buf_addz(&k->error, "{\"error\":");
		js_put_string(&k->error, data);
		buf_addc(&k->error, '}');
	} else if (!k->finished && k->error.len == 0) {
		k->broken = true;
		buf_adds(&k->error, data);
	}
}

/* ---- What it comes to ---- */

static void put_text(const char *name, const struct buf *text, struct buf *out)
{
	if (text->len == 0)
		return;
	buf_addf(out, ",\"%s\":", name);
	js_put_string(out, buf_str(text));
}

/* The completion that the events make. */
static void put_together(struct chat_intake *k, struct buf *out)
{
	buf_addz(out, "{\"model\":");
	js_put_string(out, buf_str(&k->model));
	if (k->usage.len > 0)
		buf_addf(out, ",\"usage\":%s", k->usage.s);
	buf_addz(out, ",\"choices\":[{\"message\":{\"role\":\"assistant\"");
	put_text("content", &k->content, out);
	put_text("reasoning_content", &k->reasoning, out);
	put_text("refusal", &k->refusal, out);
	if (k->arguments.len > 0) {
		buf_addz(out, ",\"tool_calls\":[{\"function\":{\"arguments\":");
		js_put_string(out, buf_str(&k->arguments));
		buf_addz(out, "}}]");
	}
	buf_addc(out, '}');
	if (k->finish.len > 0)
		put_text("finish_reason", &k->finish, out);
	else if (!k->done)
		buf_addz(out, ",\"finish_reason\":null");
	buf_addz(out, "}]}");
}

static struct buf *texts(struct chat_intake *k, size_t i)
{
	struct buf *const all[] = { &k->text, &k->content, &k->reasoning, &k->arguments, &k->refusal, &k->model, &k->finish, &k->usage, &k->error };
	return i < COUNTOF(all) ? all[i] : NULL;
}

/* ---- Taking it in ---- */

struct chat_intake *chat_intake_new(size_t most)
{
	struct chat_intake *k = xcalloc(1, sizeof *k);
	k->most = most;
	for (size_t i = 0; texts(k, i); i++)
		*texts(k, i) = (struct buf)BUF_INIT(BUF_UNBOUNDED);
	events_init(&k->events, most, on_event, k);
	return k;
}

void chat_intake_free(struct chat_intake *k)
{
	if (k == NULL)
		return;
	for (size_t i = 0; texts(k, i); i++)
		buf_free(texts(k, i));
	events_free(&k->events);
	free(k);
}

void chat_intake_begin(struct chat_intake *k)
{
	for (size_t i = 0; texts(k, i); i++)
		buf_clear(texts(k, i));
	events_free(&k->events);
	events_init(&k->events, k->most, on_event, k);
	k->came = 0;
	k->form = UNTOLD;
	k->any = k->done = k->broken = k->finished = false;
}

/* Whether S, behind blanks and a BOM, begins as a stream does. *SHORT: too little of it has come to tell. */
static bool is_stream(struct str s, bool *is_short)
{
	static const char *const first[] = { ":", "data:", "event:", "id:", "retry:" };
	static const char bom[] = "\xef\xbb\xbf";
	if (str_starts(s, bom))
		s = str_from(s, 3);
	while (s.n > 0 && is_space((unsigned char)s.p[0]))
		s = str_from(s, 1);
	*is_short = s.n == 0 || (s.n < 3 && memcmp(s.p, bom, s.n) == 0);
	for (size_t i = 0; i < COUNTOF(first); i++) {
		size_t n = strlen(first[i]);
		if (str_starts(s, first[i]))
			return true;
		*is_short |= s.n < n && memcmp(s.p, first[i], s.n) == 0;
	}
	return false;
}

static size_t kept(struct chat_intake *k)
{
	size_t sum = 0;
	for (size_t i = 0; texts(k, i); i++)
		sum += texts(k, i)->len;
	return sum;
}

bool chat_intake_put(struct chat_intake *k, struct str bytes, struct err *e)
{
	bool is_short = false, fits = true;
	k->came += bytes.n;
	if (k->form != STREAM)
		buf_adds(&k->text, bytes);
	if (k->form == UNTOLD && is_stream(buf_str(&k->text), &is_short)) {
		k->form = STREAM;
		fits = events_put(&k->events, buf_str(&k->text));
		buf_clear(&k->text);
	} else if (k->form == STREAM) {
		fits = events_put(&k->events, bytes);
	} else if (!is_short) {
		k->form = WHOLE;
	}
	fits = fits && kept(k) <= k->most && k->came / STREAM_TIMES <= k->most;
	return fits || err_set(e, ERR_INPUT, "the reply is larger than the %zu bytes that it may have", k->most);
}

struct str chat_intake_end(struct chat_intake *k)
{
	if (k->form != STREAM)
		return buf_str(&k->text);
	events_end(&k->events);
	buf_clear(&k->text);
	if (k->error.len > 0)
		buf_adds(&k->text, buf_str(&k->error));
	else if (k->any)
		put_together(k, &k->text);
	return buf_str(&k->text);
}

bool chat_intake_whole(const struct chat_intake *k) { return k->form == STREAM && (k->done || k->finished) && k->error.len == 0; }
