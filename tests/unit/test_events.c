/* SPDX-License-Identifier: MIT
 * Server-sent events, in every way that bytes may be cut, and what the events of a chat endpoint come to. What events are is the HTML
 * standard's (9.2.6); its own examples are among the rows. */
#include "src/chat/internal.h"
#include "tests/unit/plain_tap.h"

/* ---- rows: bytes, and the events as NAME=DATA| ---- */

#define B(text) { text, sizeof(text) - 1 }
static const struct { int line; struct str bytes; const char *want; } streams[] = {
	{ __LINE__, B("data: a\n\n"), "=a|" },
	{ __LINE__, B("data: a\r\n\r\n"), "=a|" },
	{ __LINE__, B("data: a\r\r"), "=a|" },
	{ __LINE__, B("data: a\n\r\n"), "=a|" },
	{ __LINE__, B("data: a\r\n\n"), "=a|" },
	{ __LINE__, B("data: a\r\ndata: b\rdata: c\n\n"), "=a\nb\nc|" },
	{ __LINE__, B("\xef\xbb\xbf" "data: a\n\n"), "=a|" },
	{ __LINE__, B("data: \xef\xbb\xbf" "a\n\n"), "=\xef\xbb\xbf" "a|" },
	{ __LINE__, B(": comment\n\ndata: a\n: more\n\n:\n"), "=a|" },
	{ __LINE__, B("event: message\ndata: a\n\ndata: b\n\n"), "message=a|=b|" },
	{ __LINE__, B("event: x\n\ndata: b\n\n"), "=b|" },
	{ __LINE__, B("data: a\nevent: x\nevent: y\n\n"), "y=a|" },
	{ __LINE__, B("id: 1\nretry: 3000\ndata: a\n\n"), "=a|" },
	{ __LINE__, B("data:a\n\ndata:  b\n\n"), "=a|= b|" },
	{ __LINE__, B("data: a: b\n\n"), "=a: b|" },
	{ __LINE__, B("data\n\ndata\ndata\n\ndata:"), "=|=\n|=|" },
	{ __LINE__, B("other: a\ndataset: b\nnonsense\n\n"), "" },
	{ __LINE__, B("data: a"), "=a|" },
	{ __LINE__, B("data: a\n"), "=a|" },
	{ __LINE__, B(""), "" },
	{ __LINE__, B("\n\n\r\n\r"), "" },
	{ __LINE__, B("data: \xe4\xb8\xad\xe6\x96\x87\n\n"), "=中文|" },
	{ __LINE__, B("data: YHOO\ndata: +2\ndata: 10\n\n"), "=YHOO\n+2\n10|" },
	{ __LINE__, B(": test stream\n\ndata: first event\nid: 1\n\ndata:second event\nid\n\ndata:  third event\n"), "=first event|=second event|= third event|" },
};

static void note(void *ctx, struct str name, struct str data) { buf_addf(ctx, "%.*s=%.*s|", STR_ARG(name), STR_ARG(data)); }

/* S in three pieces: up to I, up to K. */
static bool fed(struct str s, size_t i, size_t k, struct buf *got)
{
	struct events v;
	buf_clear(got);
	events_init(&v, 1000, note, got);
	bool ok = events_put(&v, str_head(s, i)) && events_put(&v, (struct str){ s.p + i, k - i }) && events_put(&v, str_from(s, k));
	events_end(&v);
	events_free(&v);
	return ok;
}

static void all_splits(struct tap *t)
{
	struct buf got = BUF_INIT(BUF_UNBOUNDED);
	for (size_t n = 0; n < COUNTOF(streams); n++) {
		struct str s = streams[n].bytes;
		size_t bad = 0;
		for (size_t i = 0; i <= s.n; i++)
			for (size_t k = i; k <= s.n; k++)
				bad += !fed(s, i, k, &got) || strcmp(got.s, streams[n].want) != 0;
		(void)fed(s, 0, 0, &got);
		if (!tap_case(t, bad == 0, "events in three pieces, line %d", streams[n].line))
			printf("# %zu of the ways, got \"%s\"\n", bad, got.s);
	}
	buf_free(&got);
}

static void limits(struct tap *t)
{
	struct buf got = BUF_INIT(BUF_UNBOUNDED), bytes = BUF_INIT(BUF_UNBOUNDED);
	for (int lines = 0; lines < 2; lines++) {
		struct events v;
		buf_clear(&bytes);
		events_init(&v, 100, note, &got);
		for (int i = 0; i < 40; i++)
			buf_addz(&bytes, lines ? "data: abc\n" : "data");
		tap_case(t, !events_put(&v, buf_str(&bytes)), "%s larger than may be", lines ? "an event" : "a line");
		events_free(&v);
	}
	buf_free(&got);
	buf_free(&bytes);
}

/* ---- rows: a reply's bytes, and the body that they come to ---- */

#define E(members) "data: {" members "}\n\n"
#define D(delta) E("\"model\":\"m\",\"choices\":[{\"index\":0,\"delta\":{" delta "},\"finish_reason\":null}]")
#define C(text) D("\"content\":\"" text "\"")
#define STOP E("\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]")
#define DONE "data: [DONE]\n\n"
#define MADE(message, rest) "{\"model\":\"m\",\"choices\":[{\"message\":{\"role\":\"assistant\"" message "}" rest "}]}"
#define FULL ",\"finish_reason\":\"stop\""

static const struct { int line; const char *bytes, *want; bool whole; } bodies[] = {
	/* no stream */
	{ __LINE__, "{\"choices\":[]}", "{\"choices\":[]}", false },
	{ __LINE__, "\n\n{\"a\":\"data: b\"}", "\n\n{\"a\":\"data: b\"}", false },
	{ __LINE__, "<html>", "<html>", false },
	{ __LINE__, "", "", false },
	{ __LINE__, "dat", "dat", false },
	/* text */
	{ __LINE__, C("a") C("b") STOP DONE, MADE(",\"content\":\"ab\"", FULL), true },
	{ __LINE__, ": OPENROUTER PROCESSING\n\n" C("a") STOP DONE, MADE(",\"content\":\"a\"", FULL), true },
	{ __LINE__, "\xef\xbb\xbf" "id: 1\nevent: x\n" C("a") STOP DONE, MADE(",\"content\":\"a\"", FULL), true },
	{ __LINE__, C("a") C("\\\"\\n\\u4e2d") STOP DONE, MADE(",\"content\":\"a\\\"\\n中\"", FULL), true },
	{ __LINE__, D("\"role\":\"assistant\",\"content\":null") C("") C("a") STOP, MADE(",\"content\":\"a\"", FULL), true },
	{ __LINE__, C("a") DONE, MADE(",\"content\":\"a\"", ""), true },
	{ __LINE__, C("a"), MADE(",\"content\":\"a\"", ",\"finish_reason\":null"), false },
	{ __LINE__, C("a") E("\"choices\":[{\"delta\":{\"content\":\"b\"},\"finish_reason\":\"length\"}]") DONE, MADE(",\"content\":\"ab\"", ",\"finish_reason\":\"length\""), true },
	{ __LINE__, C("a") DONE C("b"), MADE(",\"content\":\"a\"", ""), true },
	{ __LINE__, C("a") E("\"choices\":[{\"index\":1,\"delta\":{\"content\":\"b\"}}]") STOP, MADE(",\"content\":\"a\"", FULL), true },
	{ __LINE__, E("\"model\":\"m\",\"choices\":[{\"message\":{\"content\":\"a\"},\"finish_reason\":\"stop\"}]"), MADE(",\"content\":\"a\"", FULL), true },
	{ __LINE__, D("\"content\":[{\"type\":\"thinking\",\"thinking\":[]},{\"type\":\"text\",\"text\":\"a\"}]") STOP, MADE(",\"content\":\"a\"", FULL), true },
	/* other places */
	{ __LINE__, D("\"reasoning_content\":\"h\"") D("\"reasoning_content\":\"m\"") C("a") STOP, MADE(",\"content\":\"a\",\"reasoning_content\":\"hm\"", FULL), true },
	{ __LINE__, D("\"reasoning_content\":null,\"reasoning\":\"hm\"") STOP, MADE(",\"reasoning_content\":\"hm\"", FULL), true },
	{ __LINE__, D("\"reasoning\":\"hm\",\"reasoning_content\":\"hm\"") STOP, MADE(",\"reasoning_content\":\"hm\"", FULL), true },
	{ __LINE__, D("\"tool_calls\":[{\"index\":0,\"function\":{\"name\":\"f\",\"arguments\":\"\"}}]") D("\"tool_calls\":[{\"index\":0,\"function\":{\"arguments\":\"{\\\"a\\\"\"}}]")
	  D("\"tool_calls\":[{\"index\":0,\"function\":{\"arguments\":\":1}\"}}]") STOP, MADE(",\"tool_calls\":[{\"function\":{\"arguments\":\"{\\\"a\\\":1}\"}}]", FULL), true },
	{ __LINE__, D("\"refusal\":\"no\"") STOP, MADE(",\"refusal\":\"no\"", FULL), true },
	/* usage: the last one counts */
	{ __LINE__, C("a") STOP E("\"choices\":[],\"usage\":{\"prompt_tokens\":7}") DONE, "{\"model\":\"m\",\"usage\":{\"prompt_tokens\":7},\"choices\":[{\"message\":"
	  "{\"role\":\"assistant\",\"content\":\"a\"},\"finish_reason\":\"stop\"}]}", true },
	{ __LINE__, E("\"model\":\"m\",\"choices\":[{\"delta\":{\"content\":\"a\"}}],\"usage\":{\"n\":1}") E("\"choices\":[{\"delta\":{},\"finish_reason\":\"stop\"}],\"usage\":{\"n\":2}")
	  E("\"choices\":[],\"usage\":null"), "{\"model\":\"m\",\"usage\":{\"n\":2},\"choices\":[{\"message\":{\"role\":\"assistant\",\"content\":\"a\"},\"finish_reason\":\"stop\"}]}", true },
	/* errors */
	{ __LINE__, C("a") E("\"error\":{\"code\":502}") DONE, "{\"error\":{\"code\":502}}", false },
	{ __LINE__, E("\"error\":{\"code\":502},\"choices\":[{\"delta\":{\"content\":\"\"},\"finish_reason\":\"error\"}]"),
	  "{\"error\":{\"code\":502},\"choices\":[{\"delta\":{\"content\":\"\"},\"finish_reason\":\"error\"}]}", false },
	{ __LINE__, "event: error\ndata: the engine died\n\n", "{\"error\":\"the engine died\"}", false },
	{ __LINE__, "event: error\n" E("\"code\":\"Throttling\",\"message\":\"slow down\""), "{\"code\":\"Throttling\",\"message\":\"slow down\"}", false },
	{ __LINE__, C("a") E("\"choices\":[{\"error\":{\"code\":1},\"delta\":{}}]"), "{\"error\":{\"code\":1}}", false },
	/* broken: a piece of the text is lost; behind the end it does not matter */
	{ __LINE__, C("a") "data: {\"choices\":[{\"delta\":{\"cont\n\n" C("c") STOP, "{\"choices\":[{\"delta\":{\"cont", false },
	{ __LINE__, C("a") "data: {\"choices\":[{\"de", "{\"choices\":[{\"de", false },
	{ __LINE__, C("a") STOP "data: {\"choices\":[],\"usa", MADE(",\"content\":\"a\"", FULL), true },
	/* nothing */
	{ __LINE__, ": hello\n\n", "", false },
	{ __LINE__, DONE, "{\"model\":\"\",\"choices\":[{\"message\":{\"role\":\"assistant\"}}]}", true },
};

static bool taken(struct chat_intake *k, struct str s, size_t i, struct err *e)
{
	chat_intake_begin(k);
	return chat_intake_put(k, str_head(s, i), e) && chat_intake_put(k, str_from(s, i), e);
}

static void intake(struct tap *t)
{
	struct chat_intake *k = chat_intake_new(4000);
	for (size_t n = 0; n < COUNTOF(bodies); n++) {
		struct str s = str_of(bodies[n].bytes);
		struct err e = ERR_INIT;
		size_t bad = 0;
		for (size_t i = 0; i <= s.n; i++)
			bad += !taken(k, s, i, &e) || !str_is(chat_intake_end(k), bodies[n].want) || chat_intake_whole(k) != bodies[n].whole;
		chat_intake_begin(k);
		for (size_t i = 0; i < s.n; i++)
			bad += !chat_intake_put(k, (struct str){ s.p + i, 1 }, &e);
		struct str got = chat_intake_end(k);
		if (!tap_case(t, bad == 0 && str_is(got, bodies[n].want), "intake, line %d", bodies[n].line))
			printf("# %zu of the ways, %d, got  %.*s\n# want %s\n", bad, chat_intake_whole(k), STR_ARG(got), bodies[n].want);
	}
	chat_intake_free(k);
}

static void intake_limits(struct tap *t)
{
	struct chat_intake *k = chat_intake_new(2000);
	struct buf bytes = BUF_INIT(BUF_UNBOUNDED);
	struct err e = ERR_INIT;
	for (int i = 0; i < 200; i++)
		buf_addz(&bytes, C("12345678"));
	tap_case(t, taken(k, buf_str(&bytes), 9, &e), "a stream's frames do not count");
	for (int i = 0; i < 200; i++)
		buf_addz(&bytes, C("12345678"));
	tap_case(t, !taken(k, buf_str(&bytes), 9, &e) && e.kind == ERR_INPUT && strstr(e.msg, "2000 bytes"), "its text does");
	chat_intake_begin(k);
	bool ok = true;
	for (int i = 0; ok && i < 100000; i++)
		ok = chat_intake_put(k, STR(": wait\n"), &e);
	tap_case(t, !ok, "and comments without end do");
	chat_intake_begin(k);
	buf_clear(&bytes);
	for (int i = 0; i < 2001; i++)
		buf_addc(&bytes, '{');
	tap_case(t, chat_intake_put(k, str_head(buf_str(&bytes), 2000), &e) && !chat_intake_put(k, STR("{"), &e), "a text in one piece does");
	buf_free(&bytes);
	chat_intake_free(k);
}

int main(void)
{
	struct tap t = { 0, 0 };
	all_splits(&t);
	limits(&t);
	intake(&t);
	intake_limits(&t);
	return tap_done(&t);
}
