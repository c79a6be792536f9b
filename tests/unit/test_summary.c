/* SPDX-License-Identifier: MIT
 * The hook with real processes: summarizers that behave, and each way to misbehave. */
#include <signal.h>
#include <sys/wait.h>

#include "src/summarizer/internal.h"
#include "tests/unit/scratch.h"
#include "tests/unit/turner.h"

/* ---- A run ---- */

enum { MOST_PAPERS = 1000 };

struct result {
	int answers;
	enum summary_status status;
	char title[100], tldr[100], model[40], reason[400], *tldr_en, *abstract;
	char lang[20], style[20], created[40];
	size_t n_fields;
	int64_t tokens[3];
};

struct papers {
	struct paper p[MOST_PAPERS];
	char ids[MOST_PAPERS][32], titles[MOST_PAPERS][40];
	struct result r[MOST_PAPERS];
	size_t n, next, under_way, most_under_way;
	size_t next_fails_at, done_fails_at, done;  /* 0: never */
	/* The clock is turned: whenever a process has written here that it hangs, or when all but one have their answer. */
	bool turns, sleeps;
	char sleeper[4096], slept[40];
};

static bool next_paper(void *ctx, struct question *ret, struct err *e)
{
	struct papers *x = ctx;
	if (x->next_fails_at && x->next + 1 == x->next_fails_at)
		return err_set(e, ERR_STORE, "no more from the store");
	if (x->next == x->n)
		return false;
	*ret = (struct question){ .paper = &x->p[x->next], .tag = &x->r[x->next] };
	x->next++;
	if (++x->under_way > x->most_under_way)
		x->most_under_way = x->under_way;
	return true;
}

static void copy(char *to, size_t n, struct str s) { snprintf(to, n, "%.*s", STR_ARG(s)); }

static char *dup_field(const struct summary *y, const char *name)
{
	struct str s = summary_get(y, name);
	char *z = xcalloc(1, s.n + 1);
	if (s.n)
		memcpy(z, s.p, s.n);
	return z;
}

static bool paper_done(void *ctx, void *tag, const struct summary *y, struct err *e)
{
	struct papers *x = ctx;
	struct result *r = tag;
	x->under_way--;
	if (++x->done == x->done_fails_at)
		return err_set(e, ERR_STORE, "disk full");
	if (r->answers++ > 0)
		return true;
	r->status = y->status;
	r->n_fields = y->n_fields;
	copy(r->title, sizeof r->title, summary_get(y, "title"));
	copy(r->tldr, sizeof r->tldr, summary_get(y, "tldr"));
	copy(r->model, sizeof r->model, y->model);
	copy(r->reason, sizeof r->reason, y->reason);
	copy(r->lang, sizeof r->lang, y->lang);
	copy(r->style, sizeof r->style, y->style);
	copy(r->created, sizeof r->created, y->created);
	r->tldr_en = dup_field(y, "tldr_en");
	r->abstract = dup_field(y, "abstract");
	r->tokens[0] = y->prompt_tokens, r->tokens[1] = y->completion_tokens, r->tokens[2] = y->cached_tokens;
	return true;
}

static struct papers *papers_new(size_t n)
{
	struct papers *x = xcalloc(1, sizeof *x);
	x->n = n;
	for (size_t i = 0; i < n; i++) {
		x->p[i] = (struct paper)PAPER_INIT;
		snprintf(x->ids[i], sizeof x->ids[i], "2401.%05zu", i);
		snprintf(x->titles[i], sizeof x->titles[i], "Title %zu", i);
		x->p[i].id = str_of(x->ids[i]);
		x->p[i].version = 1;
		x->p[i].title = str_of(x->titles[i]);
		x->p[i].abstract = STR("We show a \"thing\".\nAnd more.");
		x->p[i].summary.status = SUMMARY_PENDING;  /* must not be sent */
	}
	return x;
}

static void papers_free(struct papers *x)
{
	for (size_t i = 0; i < x->n; i++) {
		free(x->r[i].tldr_en);
		free(x->r[i].abstract);
	}
	free(x);
}

/* What was said, by level. */
static struct buf said = BUF_INIT(1 << 20);
static void on_log(void *ctx, enum log_level level, const char *line)
{
	UNUSED(ctx);
	buf_addf(&said, "%d %s\n", (int)level, line);
}
static const struct log test_log = { on_log, NULL, LOG_INFO };

static struct str names[] = { { "title", 5 }, { "tldr", 4 }, { "tldr_en", 7 }, { "abstract", 8 } };

static struct summarizer_options options(const char *words)
{
	return (struct summarizer_options){
		.words = words,
		.style = { .name = { "footnote", 8 }, .lang = { "zh-Hans", 7 }, .prompt = { "Do it.\n", 7 },
		           .schema = STR("{\"type\": \"object\",\n \"properties\": {\"title\": {\"type\":\"string\"}, \"tldr\": {\"type\":\"string\"},\n"
		                         "\"tldr_en\": {\"type\":\"string\"}, \"abstract\": {\"type\":\"string\"}}, \"required\": [\"title\", \"tldr\"]}\n"),
		           .keys = { names, 4 }, .required = { names, 2 } },
		.check = { .mode = CHECK_OFF }, .jobs = 4, .timeout_s = FAR_S, .max_reply = 1000000, .max_restarts = 3, .log = &test_log,
	};
}

/* A folder that no other run has. */
static const char *fresh_folder(void)
{
	static int n;
	char name[40];
	snprintf(name, sizeof name, "run-%d", n++);
	const char *path = scratch(name);
	assert_int_equal(mkdir(path, 0777), 0);
	return path;
}

static void words_for(char *words, size_t size, const char *script, const char *mood, const char *folder)
{
	snprintf(words, size, "%s '%s/%s' %s '%s'", PYTHON, PEERS, script, mood, folder);
}

static struct clock noon = { .fixed = true, .at = 1795249800 };  /* 2026-11-21T08:30:00Z */

/* Nothing will be answered before a limit is over. */
static bool hangs(void *ctx)
{
	struct papers *x = ctx;
	char pid[40] = "";
	if (x->sleeper[0] == '\0')
		return x->done + 1 >= x->n;
	FILE *f = fopen(x->sleeper, "r");
	if (f && fgets(pid, sizeof pid, f) == NULL)
		pid[0] = '\0';
	if (f)
		fclose(f);
	bool another = pid[0] && strcmp(pid, x->slept) != 0;
	if (another && x->sleeps)  /* seen twice: the clock is turned now, and not again for this one */
		memcpy(x->slept, pid, sizeof pid);
	x->sleeps = another && !x->sleeps;
	return another;
}

/* MOOD has something to wait for in vain. */
static void turn_for(struct papers *x, const char *mood, const char *folder)
{
	static const char *const moods[] = { "hang", "hang-all", "hang-here", "silent-for-one", "ignores-end" };
	for (size_t i = 0; i < COUNTOF(moods); i++)
		x->turns = x->turns || strcmp(mood, moods[i]) == 0;
	if (str_starts(str_of(mood), "hang-"))
		snprintf(x->sleeper, sizeof x->sleeper, "%s/sleeper", folder);
}

static bool run(struct summarizer_options *o, struct papers *x, struct err *e)
{
	const struct summary_done sink = { .next = next_paper, .done = paper_done, .ctx = x };
	*e = (struct err)ERR_INIT;
	buf_clear(&said);
	o->loop = loop_new(&noon);
	struct turner t = { .loop = o->loop, .clock = &noon, .by_ms = (FAR_S + 1) * 1000, .due = hangs, .ctx = x };
	if (x->turns)
		turner_start(&t);
	bool ok = summarize(o, &sink, e);
	if (x->turns)
		turner_stop(&t);
	loop_free(o->loop);
	return ok;
}

/* ---- rows: a mood, how many papers, what must become of paper number 3 and of the others ---- */

static const struct row {
	int line;
	const char *mood;
	size_t n;
	int jobs;
	enum summary_status others, third;
	const char *reason;     /* in the third's; NULL: not looked at */
	enum err_kind kind;     /* of the run */
	const char *text;       /* in its message, or in what was said; NULL: not looked at */
} rows[] = {
#define OK SUMMARY_OK
#define PEND SUMMARY_PENDING
#define REJ SUMMARY_REJECTED
	{ __LINE__, "good", 10, 4, OK, OK, NULL, ERR_NONE, NULL },
	{ __LINE__, "good", 0, 4, OK, OK, NULL, ERR_NONE, NULL },
	{ __LINE__, "good", 1, 8, OK, OK, NULL, ERR_NONE, NULL },
	{ __LINE__, "backwards", 20, 7, OK, OK, NULL, ERR_NONE, NULL },
	{ __LINE__, "slow-start", 5, 2, OK, OK, NULL, ERR_NONE, NULL },
	/* it hangs */
	{ __LINE__, "hang-all", 3, 4, PEND, PEND, NULL, ERR_NONE, "no answer within 600 s" },
	{ __LINE__, "hang-here", 8, 4, OK, PEND, "no answer within 600 s", ERR_NONE, NULL },
	{ __LINE__, "silent-for-one", 12, 4, OK, PEND, "no answer within 600 s", ERR_NONE, NULL },
	{ __LINE__, "ignores-end", 3, 4, OK, OK, NULL, ERR_NONE, NULL },
	/* it dies */
	{ __LINE__, "die-always", 1, 4, PEND, PEND, "exit status 3: cannot find my model", ERR_NONE, NULL },
	{ __LINE__, "die-always", 20, 4, PEND, PEND, "exit status 3: cannot find my model", ERR_SUMMARIZER,
	  "exit status 3: cannot find my model; given up" },
	{ __LINE__, "die-on-one", 12, 4, OK, PEND, "killed by signal 11", ERR_NONE, NULL },
	{ __LINE__, "die-once", 12, 4, OK, OK, NULL, ERR_NONE, NULL },
	{ __LINE__, "one-shot", 6, 1, OK, OK, NULL, ERR_NONE, NULL },
	{ __LINE__, "one-shot", 6, 3, OK, OK, NULL, ERR_NONE, NULL },
	{ __LINE__, "no-lf", 4, 1, OK, OK, NULL, ERR_NONE, NULL },
	{ __LINE__, "close-input", 4, 1, OK, OK, NULL, ERR_NONE, NULL },
	/* it floods */
	{ __LINE__, "flood-on-one", 8, 4, OK, PEND, "a reply of more than 1000000 bytes", ERR_NONE, NULL },
	{ __LINE__, "stderr", 6, 4, OK, OK, NULL, ERR_NONE, "working hard" },
	{ __LINE__, "big", 20, 8, OK, OK, NULL, ERR_NONE, NULL },
	/* it talks nonsense */
	{ __LINE__, "other-key", 6, 4, OK, OK, NULL, ERR_NONE, "an answer for \"9999.99999v9\", which is not" },
	{ __LINE__, "twice", 6, 4, OK, OK, NULL, ERR_NONE, "not (or no longer) asked about" },
	{ __LINE__, "bad-utf8", 6, 4, OK, REJ, "the reply is broken: not JSON", ERR_NONE, "not a reply" },
	{ __LINE__, "bad-utf8", 6, 1, OK, REJ, "the reply is broken: not JSON", ERR_NONE, "not a reply" },
	{ __LINE__, "cut-json", 6, 4, OK, REJ, "the reply is broken: not JSON", ERR_NONE, "not a reply" },
	{ __LINE__, "banner", 6, 4, OK, OK, NULL, ERR_NONE, "\"Loading the model...\"" },
	{ __LINE__, "banner", 6, 1, OK, OK, NULL, ERR_NONE, "\"Loading the model...\"" },
	{ __LINE__, "no-key", 6, 1, OK, REJ, "the reply is broken: no key", ERR_NONE, "no key" },
	{ __LINE__, "logs", 6, 1, OK, OK, NULL, ERR_NONE, "no key" },
	{ __LINE__, "fatal", 20, 1, OK, PEND, "the key was refused", ERR_KEY, "the key was refused" },
	{ __LINE__, "error", 6, 4, OK, PEND, "too long for me", ERR_NONE, NULL },
	{ __LINE__, "no-retry", 6, 4, OK, REJ, "never", ERR_NONE, NULL },
	{ __LINE__, "retry-once", 6, 4, OK, OK, NULL, ERR_NONE, NULL },
	{ __LINE__, "retry-always", 6, 4, OK, PEND, "busy", ERR_NONE, NULL },
	{ __LINE__, "no-field", 6, 4, OK, REJ, "the answer has no \"tldr\"", ERR_NONE, NULL },
	{ __LINE__, "null-field", 6, 4, OK, REJ, "the answer has no \"tldr\"", ERR_NONE, NULL },
	{ __LINE__, "empty-field", 6, 4, OK, REJ, "\"tldr\" in the answer is empty", ERR_NONE, NULL },
	{ __LINE__, "number", 6, 4, OK, REJ, "\"tldr\" in the answer is a number, not of type string", ERR_NONE, NULL },
	{ __LINE__, "list", 6, 4, OK, REJ, "the answer is an array, not an object", ERR_NONE, NULL },
	{ __LINE__, "neither", 6, 4, OK, REJ, "neither a summary nor an error", ERR_NONE, NULL },
	{ __LINE__, "more-fields", 6, 4, OK, OK, NULL, ERR_NONE, NULL },
};

/* Papers that were never asked about are none of the run's answers. */
static void check_results(const struct row *row, const struct papers *x)
{
	for (size_t i = 0; i < x->next; i++) {
		const struct result *r = &x->r[i];
		enum summary_status want = i == 3 ? row->third : row->others;
		if (r->answers != 1)
			fail_msg("line %d: paper %zu has %d answers", row->line, i, r->answers);
		if (r->status != want)
			fail_msg("line %d: paper %zu: %.*s: %s", row->line, i, STR_ARG(summary_status_name(r->status)), r->reason);
		char title[60];
		snprintf(title, sizeof title, "题：Title %zu", i);
		if (want == SUMMARY_OK && (strcmp(r->title, title) != 0 || r->n_fields != 4))
			fail_msg("line %d: paper %zu has \"%s\" and %zu fields", row->line, i, r->title, r->n_fields);
		if (want == SUMMARY_OK && (strcmp(r->lang, "zh-Hans") != 0 || strcmp(r->style, "footnote") != 0 ||
		                           strcmp(r->created, "2026-11-21T08:30:00Z") != 0))
			fail_msg("line %d: paper %zu: %s %s %s", row->line, i, r->lang, r->style, r->created);
		if (i == 3 && row->reason && strstr(r->reason, row->reason) == NULL)
			fail_msg("line %d: the reason is \"%s\"", row->line, r->reason);
	}
}

static void hooks(void **state)
{
	const struct row *row = *state;
	char words[8192];
	const char *folder = fresh_folder();
	words_for(words, sizeof words, "hook.py", row->mood, folder);
	struct summarizer_options o = options(words);
	o.jobs = row->jobs;
	struct papers *x = papers_new(row->n);
	turn_for(x, row->mood, folder);
	struct err e;
	bool ok = run(&o, x, &e);
	if (ok != (row->kind == ERR_NONE) || (!ok && e.kind != row->kind))
		fail_msg("line %d: %s: %s", row->line, err_name(e.kind), e.msg);
	if (row->text && strstr(ok ? said.s : e.msg, row->text) == NULL)
		fail_msg("line %d: said \"%s\" \"%s\"", row->line, e.msg, said.s);
	if (ok && x->next != x->n)
		fail_msg("line %d: asked about %zu papers only", row->line, x->next);
	if (x->most_under_way > (size_t)row->jobs)
		fail_msg("line %d: %zu papers under way", row->line, x->most_under_way);
	check_results(row, x);
	papers_free(x);
}

/* ---- one by one ---- */

static struct papers *run_mood(const char *mood, size_t n, int jobs)
{
	char words[8192];
	struct err e;
	words_for(words, sizeof words, "hook.py", mood, fresh_folder());
	struct summarizer_options o = options(words);
	o.jobs = jobs;
	struct papers *x = papers_new(n);
	if (!run(&o, x, &e))
		fail_msg("%s: %s", mood, e.msg);
	return x;
}

/* The command itself reports how many it had at once. */
static void jobs_are_a_limit_and_are_used(void **state)
{
	UNUSED(state);
	static const int jobs[] = { 1, 3, 16 };
	for (size_t i = 0; i < COUNTOF(jobs); i++) {
		char mood[20];
		snprintf(mood, sizeof mood, "gather-%d", jobs[i]);
		struct papers *x = run_mood(mood, 48, jobs[i]);
		int most = 0, asked, now;
		for (size_t k = 0; k < x->n; k++) {
			assert_int_equal(sscanf(x->r[k].model, "%d/%d", &asked, &now), 2);
			most = now > most ? now : most;
		}
		assert_int_equal(most, jobs[i]);
		papers_free(x);
	}
}

static void a_thousand_in_one_process(void **state)
{
	UNUSED(state);
	struct papers *x = run_mood("good", MOST_PAPERS, 8);
	int most = 0, asked, now;
	for (size_t i = 0; i < x->n; i++) {
		assert_int_equal(x->r[i].status, SUMMARY_OK);
		assert_int_equal(sscanf(x->r[i].model, "%d/%d", &asked, &now), 2);
		most = asked > most ? asked : most;
	}
	assert_int_equal(most, MOST_PAPERS);  /* no second process, nothing asked twice */
	papers_free(x);
}

static void the_request_is_what_hook_md_says(void **state)
{
	UNUSED(state);
	char words[8192], path[4096];
	struct err e;
	const char *folder = fresh_folder();
	snprintf(path, sizeof path, "%s/user", folder);
	words_for(words, sizeof words, "hook.py", "echo", folder);
	struct summarizer_options o = options(words);
	o.jobs = 1;
	struct papers *x = papers_new(2);
	assert_true(run(&o, x, &e));
	assert_string_equal(x->r[1].tldr_en,
	                    "[1, \"zh-Hans\", \"footnote\", \"Do it.\\n\", {\"type\": \"object\", \"properties\": {\"title\": {\"type\": "
	                    "\"string\"}, \"tldr\": {\"type\": \"string\"}, \"tldr_en\": {\"type\": \"string\"}, \"abstract\": "
	                    "{\"type\": \"string\"}}, \"required\": [\"title\", \"tldr\"]}, [\"abstract\", \"id\", \"title\", "
	                    "\"version\"]]");
	char *user = get_file(path, NULL);
	assert_non_null(strstr(user, "\n{\"title\":\"Title 1\",\"abstract\":\"We show a \\\"thing\\\".\\nAnd more.\"}\n>>> "));
	assert_non_null(strstr(user, "\"title\", \"tldr\", \"tldr_en\", \"abstract\"."));
	free(user);
	papers_free(x);
}

static void usage_and_model(void **state)
{
	UNUSED(state);
	struct papers *x = run_mood("usage", 1, 1);
	assert_string_equal(x->r[0].model, "m-1");
	assert_int_equal(x->r[0].tokens[0], 11);
	assert_int_equal(x->r[0].tokens[1], 7);
	assert_int_equal(x->r[0].tokens[2], -1);
	papers_free(x);
	x = run_mood("no-model", 1, 1);
	assert_string_equal(x->r[0].model, "python3");
	assert_int_equal(x->r[0].tokens[0], -1);
	papers_free(x);
}

static void answers_are_cleaned_unless_the_gate_is_off(void **state)
{
	UNUSED(state);
	static const struct { enum check_mode mode; const char *tldr; } modes[] = {
		{ CHECK_WARN, "ab" }, { CHECK_OFF, "a\a\xe2\x80\xae" "b" },
	};
	for (size_t i = 0; i < COUNTOF(modes); i++) {
		char words[8192];
		words_for(words, sizeof words, "hook.py", "controls", fresh_folder());
		struct summarizer_options o = options(words);
		o.check.mode = modes[i].mode;
		struct papers *x = papers_new(1);
		struct err e;
		assert_true(run(&o, x, &e));
		assert_string_equal(x->r[0].tldr, modes[i].tldr);
		papers_free(x);
	}
}

static void what_is_said_twice_is_reported_once(void **state)
{
	UNUSED(state);
	struct papers *x = run_mood("other-key", 30, 4);
	const char *hit = strstr(said.s, "9999.99999v9");
	assert_non_null(hit);
	assert_null(strstr(hit + 1, "9999.99999v9"));
	papers_free(x);
	x = run_mood("banner", 30, 4);
	int n = 0;
	for (hit = said.s; (hit = strstr(hit, "not a reply")) != NULL; hit++)
		n++;
	assert_int_equal(n, 5);
	papers_free(x);
}

static void grandchildren_are_killed(void **state)
{
	UNUSED(state);
	char words[8192], path[4096];
	const char *folder = fresh_folder();
	snprintf(path, sizeof path, "%s/sleeper", folder);
	words_for(words, sizeof words, "hook.py", "hang-all", folder);
	struct summarizer_options o = options(words);
	struct papers *x = papers_new(1);
	turn_for(x, "hang-all", folder);
	struct err e;
	assert_true(run(&o, x, &e));
	char *pid = get_file(path, NULL);
	assert_true(atol(pid) > 0);
	assert_true(is_gone(atol(pid)));
	free(pid);
	papers_free(x);
}

static void secrets_stay_here(void **state)
{
	UNUSED(state);
	char words[8192];
	const char *without[] = { "DIGEST_TEST_KEY", NULL };
	struct err e;
	setenv("DIGEST_TEST_KEY", "sk-1", 1);
	words_for(words, sizeof words, "hook.py", "secret", fresh_folder());
	struct summarizer_options o = options(words);
	struct papers *x = papers_new(1);
	assert_true(run(&o, x, &e));
	assert_string_equal(x->r[0].tldr_en, "'sk-1'");
	papers_free(x);
	x = papers_new(1);
	o.env_without = without;
	assert_true(run(&o, x, &e));
	assert_string_equal(x->r[0].tldr_en, "None");
	papers_free(x);
	unsetenv("DIGEST_TEST_KEY");
}

/* Papers with one key are asked about one after the other: an answer names its key. */
static void one_key_twice(void **state)
{
	UNUSED(state);
	char words[8192];
	struct err e;
	words_for(words, sizeof words, "hook.py", "gather", fresh_folder());
	struct summarizer_options o = options(words);
	struct papers *x = papers_new(4);
	for (size_t i = 1; i < 4; i++)
		x->p[i].id = x->p[0].id;
	x->p[1].title = x->p[0].title;
	x->p[3].title = x->p[2].title;
	assert_true(run(&o, x, &e));
	int asked = 0, now, most = 0;
	for (size_t i = 0; i < 4; i++) {
		assert_int_equal(x->r[i].answers, 1);
		assert_int_equal(x->r[i].status, SUMMARY_OK);
		assert_string_equal(x->r[i].title, i < 2 ? "题：Title 0" : "题：Title 2");
		assert_int_equal(sscanf(x->r[i].model, "%d/%d", &now, &most), 2);
		asked = now > asked ? now : asked;
	}
	assert_int_equal(asked, 4);
	assert_int_equal(most, 1);
	papers_free(x);
}

static void keys_without_version(void **state)
{
	UNUSED(state);
	char words[8192];
	struct err e;
	words_for(words, sizeof words, "hook.py", "error", fresh_folder());
	struct summarizer_options o = options(words);
	struct papers *x = papers_new(1);
	x->p[0].version = 0;
	x->p[0].id = STR("hep-th/9901003");
	assert_true(run(&o, x, &e));
	assert_int_equal(x->r[0].status, SUMMARY_OK);  /* "…3", not "…3v1", which this mood refuses */
	papers_free(x);
}

static void cannot_be_started(void **state)
{
	UNUSED(state);
	static const struct { const char *words; enum err_kind kind; const char *text; } cases[] = {
		{ "no-such-summarizer --fast", ERR_SUMMARIZER, "no-such-summarizer: command not found" },
		{ "sh -c 'x", ERR_USAGE, "opening '" },
		{ "   ", ERR_USAGE, "empty" },
	};
	for (size_t i = 0; i < COUNTOF(cases); i++)
		for (int protocol = PROTOCOL_JSONL; protocol <= PROTOCOL_PLAIN; protocol++) {
			struct summarizer_options o = options(cases[i].words);
			o.protocol = (enum summary_protocol)protocol;
			struct papers *x = papers_new(10);
			struct err e;
			assert_false(run(&o, x, &e));
			assert_int_equal(e.kind, cases[i].kind);
			assert_non_null(strstr(e.msg, cases[i].text));
			for (size_t k = 0; k < x->next; k++) {
				assert_int_equal(x->r[k].status, SUMMARY_PENDING);
				assert_non_null(strstr(x->r[k].reason, cases[i].text));
			}
			assert_true(x->next <= 4);  /* the rest was never taken */
			papers_free(x);
		}
}

static void a_failing_store_ends_it(void **state)
{
	UNUSED(state);
	char words[8192];
	struct err e;
	words_for(words, sizeof words, "hook.py", "good", fresh_folder());
	struct summarizer_options o = options(words);
	struct papers *x = papers_new(20);
	x->done_fails_at = 5;
	assert_false(run(&o, x, &e));
	assert_int_equal(e.kind, ERR_STORE);
	assert_string_equal(e.msg, "disk full");
	assert_int_equal(x->done, 5);  /* nobody is told after that */
	papers_free(x);
	x = papers_new(20);
	x->next_fails_at = 7;
	assert_false(run(&o, x, &e));
	assert_int_equal(e.kind, ERR_STORE);
	assert_string_equal(e.msg, "no more from the store");
	assert_int_equal(x->done, 6);  /* what was under way is still answered */
	for (size_t i = 0; i < 6; i++)
		assert_int_equal(x->r[i].status, SUMMARY_OK);
	papers_free(x);
}

/* ---- the plain protocol ---- */

static const struct row plain_rows[] = {
	{ __LINE__, "good", 6, 3, OK, OK, NULL, ERR_NONE, NULL },
	{ __LINE__, "fence", 3, 3, OK, OK, NULL, ERR_NONE, NULL },
	{ __LINE__, "talk", 3, 3, OK, OK, NULL, ERR_NONE, NULL },
	{ __LINE__, "labels", 3, 3, OK, OK, NULL, ERR_NONE, NULL },
	{ __LINE__, "think", 3, 3, OK, OK, NULL, ERR_NONE, NULL },
	{ __LINE__, "think-on", 5, 3, OK, REJ, "still thinking", ERR_NONE, NULL },
	{ __LINE__, "exit", 6, 3, OK, PEND, "exit status 1: Error: no such model", ERR_NONE, NULL },
	{ __LINE__, "exit-all", 30, 3, PEND, PEND, "exit status 1: Error: no key", ERR_SUMMARIZER, "Error: no key; given up" },
	{ __LINE__, "crash", 6, 3, OK, PEND, "killed by signal 9", ERR_NONE, NULL },
	{ __LINE__, "crash-once", 4, 1, OK, OK, NULL, ERR_NONE, NULL },
	{ __LINE__, "hang", 6, 3, OK, PEND, "no answer within 600 s", ERR_NONE, NULL },
	{ __LINE__, "flood", 5, 3, OK, PEND, "an answer of more than 1000000 bytes", ERR_NONE, NULL },
	{ __LINE__, "latin1", 5, 3, OK, REJ, "the answer is not UTF-8 (byte 8)", ERR_NONE, NULL },
	{ __LINE__, "nothing", 5, 3, OK, REJ, "the answer is empty", ERR_NONE, NULL },
	{ __LINE__, "prose", 5, 3, OK, REJ, "neither a JSON object nor lines", ERR_NONE, NULL },
	{ __LINE__, "broken", 5, 3, OK, REJ, "the answer has no \"title\"", ERR_NONE, NULL },
	{ __LINE__, "echo", 5, 3, OK, REJ, "the answer is the question said back", ERR_NONE, NULL },
};

static void plain_commands(void **state)
{
	const struct row *row = *state;
	char words[8192];
	const char *folder = fresh_folder();
	words_for(words, sizeof words, "plain.py", row->mood, folder);
	struct summarizer_options o = options(words);
	o.protocol = PROTOCOL_PLAIN;
	o.jobs = row->jobs;
	struct papers *x = papers_new(row->n);
	turn_for(x, row->mood, folder);
	struct err e;
	bool ok = run(&o, x, &e);
	if (ok != (row->kind == ERR_NONE) || (!ok && e.kind != row->kind) || (!ok && strstr(e.msg, row->text) == NULL))
		fail_msg("line %d: %s: %s", row->line, err_name(e.kind), e.msg);
	check_results(row, x);
	papers_free(x);
}

static void plain_input_and_jobs(void **state)
{
	UNUSED(state);
	char words[8192], path[4096];
	struct err e;
	struct buf want = BUF_INIT(10000);
	const char *folder = fresh_folder();
	snprintf(path, sizeof path, "%s/input", folder);
	words_for(words, sizeof words, "plain.py", "count", folder);
	struct summarizer_options o = options(words);
	o.protocol = PROTOCOL_PLAIN;
	o.jobs = 3;
	struct papers *x = papers_new(9);
	assert_true(run(&o, x, &e));
	int most = 0;
	for (size_t i = 0; i < 9; i++)
		most = atoi(x->r[i].tldr) > most ? atoi(x->r[i].tldr) : most;
	assert_int_equal(most, 3);
	buf_addz(&want, "Do it.\n\n");  /* system, an empty line, user */
	prompt_user(&o.style, &(struct question){ .paper = &x->p[3] }, STR_NULL, &want);
	char *input = get_file(path, NULL);
	assert_string_equal(input, want.s);
	free(input);
	assert_string_equal(x->r[4].model, "python3");
	buf_free(&want);
	papers_free(x);
}

/* A command that does not even read: its closed input is no reason to lose its answer. */
static void plain_without_reading(void **state)
{
	UNUSED(state);
	char words[8192];
	struct err e;
	words_for(words, sizeof words, "plain.py", "no-input", fresh_folder());
	struct summarizer_options o = options(words);
	o.protocol = PROTOCOL_PLAIN;
	struct papers *x = papers_new(2);
	assert_true(run(&o, x, &e));
	assert_int_equal(x->r[0].status, SUMMARY_OK);
	assert_int_equal(x->r[1].n_fields, 2);
	papers_free(x);
}

/* ---- the key of the cache ---- */

static void key_of(const struct summarizer_options *o, const struct paper *p, struct buf *out)
{
	struct summary_keys keys;
	struct buf terms = BUF_INIT(10000);
	buf_clear(out);
	summary_keys_init(&keys, o, &o->style);
	glossary_lines(o->check.glossary, p->title, p->abstract, &terms);
	summary_key(&keys, p, buf_str(&terms), STR(""), out);
	buf_free(&terms);
	assert_int_equal(out->len, 64);
}

static void cache_keys(void **state)
{
	UNUSED(state);
	struct paper a = PAPER_INIT, b;
	struct buf ka = BUF_INIT(100), kb = BUF_INIT(100);
	struct summarizer_options o = options("cmd"), other;
	a.id = STR("2401.00001");
	a.title = STR("ab");
	a.abstract = STR("c");
	key_of(&o, &a, &ka);
	b = a;
	b.version = 2;  /* another version with the same text is not paid for twice */
	key_of(&o, &b, &kb);
	assert_string_equal(ka.s, kb.s);
	b.title = STR("a");
	b.abstract = STR("bc");  /* the same letters, parted elsewhere */
	key_of(&o, &b, &kb);
	assert_string_not_equal(ka.s, kb.s);
	struct str *const parts[] = { &other.style.prompt, &other.style.schema, &other.style.lang, &other.style.name };
	for (size_t i = 0; i < COUNTOF(parts); i++) {
		other = o;
		*parts[i] = STR("changed");
		key_of(&other, &a, &kb);
		assert_string_not_equal(ka.s, kb.s);
	}
	other = options("cmd -m x");
	key_of(&other, &a, &kb);
	assert_string_not_equal(ka.s, kb.s);
	buf_free(&ka);
	buf_free(&kb);
}

/* ---- a style's schema ---- */

static const struct schema_row {
	int line;
	const char *text, *keys, *required, *error;
} schema_rows[] = {
	{ __LINE__, "{\"properties\":{\"title\":{},\"tldr\":{}},\"required\":[\"tldr\"]}", "title tldr ", "tldr ", NULL },
	{ __LINE__, "{\"properties\":{\"z\":{\"type\":\"string\"},\"a\":{},\"摘要\":{}}}", "z a 摘要 ", "", NULL },
	{ __LINE__, "{\"properties\":{}}", NULL, NULL, "at least one property" },
	{ __LINE__, "{}", NULL, NULL, "\"properties\"" },
	{ __LINE__, "[]", NULL, NULL, "\"properties\"" },
	{ __LINE__, "{\"properties\":[\"a\"]}", NULL, NULL, "\"properties\"" },
	{ __LINE__, "{\"properties\":{\"a\":\"string\"}}", NULL, NULL, "property \"a\" is a string, not an object" },
	{ __LINE__, "{\"properties\":{\"status\":{}}}", NULL, NULL, "property \"status\": the record uses this name" },
	{ __LINE__, "{\"properties\":{\"a\":{}},\"required\":[\"b\"]}", NULL, NULL, "required \"b\" is no property" },
	{ __LINE__, "{\"properties\":{\"a\":{}},\"required\":[7]}", NULL, NULL, "required \"\" is no property" },
	{ __LINE__, "{\"properties\":{\"a\":{},\"a\":{}}}", NULL, NULL, "a name twice" },
	{ __LINE__, "{\"properties\":", NULL, NULL, "not JSON" },
};

static void list_text(struct strs list, struct buf *out)
{
	for (size_t i = 0; i < list.n; i++)
		buf_addf(out, "%.*s ", STR_ARG(list.v[i]));
}

static void schemas(void **state)
{
	const struct schema_row *row = *state;
	struct arena a = ARENA_INIT;
	struct summary_style style = { .keys = { NULL, 0 } };
	struct err e = ERR_INIT;
	struct buf keys = BUF_INIT(1000), required = BUF_INIT(1000);
	bool ok = summary_schema_read(str_of(row->text), &a, &style, &e);
	list_text(style.keys, &keys);
	list_text(style.required, &required);
	if (ok != (row->error == NULL) || (!ok && (e.kind != ERR_CONFIG || strstr(e.msg, row->error) == NULL)))
		fail_msg("line %d: %s: %s", row->line, err_name(e.kind), e.msg);
	if (ok && (strcmp(keys.s, row->keys) != 0 || strcmp(required.s, row->required) != 0))
		fail_msg("line %d: \"%s\" \"%s\"", row->line, keys.s, required.s);
	buf_free(&keys);
	buf_free(&required);
	arena_free(&a);
}

static int begin(void **state)
{
	UNUSED(state);
	return 0;
}

static int end(void **state)
{
	UNUSED(state);
	buf_free(&said);
	return 0;
}

int main(void)
{
	enum { MOST = COUNTOF(rows) + COUNTOF(plain_rows) + COUNTOF(schema_rows) };
	static char titles[MOST][120];
	struct CMUnitTest tests[MOST + 32] = { { 0 } };
	size_t n = 0;
	for (size_t i = 0; i < COUNTOF(rows); i++, n++) {
		snprintf(titles[n], sizeof titles[n], "hook, line %d: %s, %zu papers", rows[i].line, rows[i].mood, rows[i].n);
		tests[n] = (struct CMUnitTest){ titles[n], hooks, NULL, NULL, (void *)(uintptr_t)&rows[i] };
	}
	for (size_t i = 0; i < COUNTOF(plain_rows); i++, n++) {
		snprintf(titles[n], sizeof titles[n], "plain, line %d: %s", plain_rows[i].line, plain_rows[i].mood);
		tests[n] = (struct CMUnitTest){ titles[n], plain_commands, NULL, NULL, (void *)(uintptr_t)&plain_rows[i] };
	}
	for (size_t i = 0; i < COUNTOF(schema_rows); i++, n++) {
		snprintf(titles[n], sizeof titles[n], "schema, line %d", schema_rows[i].line);
		tests[n] = (struct CMUnitTest){ titles[n], schemas, NULL, NULL, (void *)(uintptr_t)&schema_rows[i] };
	}
	const struct CMUnitTest rest[] = {
		cmocka_unit_test(jobs_are_a_limit_and_are_used),
		cmocka_unit_test(a_thousand_in_one_process),
		cmocka_unit_test(the_request_is_what_hook_md_says),
		cmocka_unit_test(usage_and_model),
		cmocka_unit_test(answers_are_cleaned_unless_the_gate_is_off),
		cmocka_unit_test(what_is_said_twice_is_reported_once),
		cmocka_unit_test(grandchildren_are_killed),
		cmocka_unit_test(secrets_stay_here),
		cmocka_unit_test(one_key_twice),
		cmocka_unit_test(keys_without_version),
		cmocka_unit_test(cannot_be_started),
		cmocka_unit_test(a_failing_store_ends_it),
		cmocka_unit_test(plain_input_and_jobs),
		cmocka_unit_test(plain_without_reading),
		cmocka_unit_test(cache_keys),
	};
	memcpy(tests + n, rest, sizeof rest);
	n += COUNTOF(rest);
	return _cmocka_run_group_tests("summary", tests, n, begin, end);
}
