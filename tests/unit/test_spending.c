/* SPDX-License-Identifier: MIT
 * What summaries cost adds up by day, provider and model; words are kept under their keys. SQLite itself says what is
 * there. */
#include "tests/unit/store_kit.h"

static void spend(struct store *s, const char *day, const char *provider, const char *model, int64_t requests, int64_t tokens,
                  double cost)
{
	struct err e = ERR_INIT;
	const struct store_spent x = { .day = str_of(day), .provider = str_of(provider), .model = str_of(model), .requests = requests,
		                       .prompt_tokens = tokens, .cached_tokens = tokens / 10, .completion_tokens = tokens / 5, .cost = cost };
	must(store_add_spent(s, &x, &e), &e);
}

static bool add_line(void *ctx, const struct store_spent *x, struct err *e)
{
	UNUSED(e);
	buf_addf(ctx, "%.*s %.*s %.*s %lld %lld %lld %lld ", STR_ARG(x->day), STR_ARG(x->provider), STR_ARG(x->model),
	         (long long)x->requests, (long long)x->prompt_tokens, (long long)x->cached_tokens, (long long)x->completion_tokens);
	if (x->cost < 0)
		buf_addz(ctx, "?\n");
	else
		buf_addf(ctx, "%.2f\n", x->cost);
	return true;
}

static void lines_are(struct store *s, const char *since, const char *until, const char *want)
{
	struct buf got = BUF_INIT(BUF_UNBOUNDED);
	struct err e = ERR_INIT;
	must(store_spent_each(s, since, until, add_line, &got, &e), &e);
	assert_string_equal(got.s, want);
	buf_free(&got);
}

static void it_adds_up(void **state)
{
	UNUSED(state);
	const char *path = new_path();
	struct store *s = open_store(path);
	spend(s, "2026-11-20", "deepseek", "deepseek-chat", 1, 1000, 0.25);
	spend(s, "2026-11-20", "deepseek", "deepseek-chat", 2, 500, 0.5);
	spend(s, "2026-11-20", "deepseek", "another", 1, 10, -1);
	spend(s, "2026-11-21", "deepseek", "deepseek-chat", 1, 100, -1);
	spend(s, "2026-11-21", "deepseek", "deepseek-chat", 1, 100, 0.5);  /* the price was learned in between, */
	spend(s, "2026-11-21", "deepseek", "deepseek-chat", 1, 100, -1);   /* and forgotten */
	lines_are(s, "2026-11-20", "2026-11-21",
	          "2026-11-20 deepseek another 1 10 1 2 ?\n2026-11-20 deepseek deepseek-chat 3 1500 150 300 0.75\n"
	          "2026-11-21 deepseek deepseek-chat 3 300 30 60 0.50\n");
	lines_are(s, "2026-11-21", "2026-11-30", "2026-11-21 deepseek deepseek-chat 3 300 30 60 0.50\n");
	lines_are(s, "2026-11-22", "2026-11-30", "");
	store_close(s);
	char *rows = ask(path, "SELECT count(*), sum(requests) FROM spending");
	assert_string_equal(rows, "3|7");
	free(rows);
	is_whole(path);
}

/* Each sum adds to its own currency alone. */
static void sums(void **state)
{
	UNUSED(state);
	static const struct store_spent all[] = {
		{ .day = { "2026-10-31", 10 }, .model = { "m", 1 }, .style = { "brief", 5 }, .profile = { "quant", 5 }, .currency = { "CNY", 3 }, .requests = 1, .prompt_tokens = 10, .cost = 0.5 },
		{ .day = { "2026-11-01", 10 }, .model = { "m", 1 }, .style = { "qa", 2 }, .profile = { "quant", 5 }, .currency = { "CNY", 3 }, .requests = 2, .prompt_tokens = 20, .cost = 0.25 },
		{ .day = { "2026-11-01", 10 }, .model = { "m", 1 }, .style = { "qa", 2 }, .currency = { "USD", 3 }, .requests = 4, .prompt_tokens = 40, .cost = 4 },
		{ .day = { "2026-11-02", 10 }, .model = { "n", 1 }, .style = { "qa", 2 }, .requests = 8, .prompt_tokens = 80, .cost = -1 },
	};
	static const struct { enum spent_by by; const char *since, *want; } rows[] = {
		{ SPENT_BY_MONTH, "", "2026-10   1 10 0 0 0.50\n2026-11   8 80 0 0 ?\n2026-11   2 20 0 0 0.25\n2026-11   4 40 0 0 4.00\n" },
		{ SPENT_BY_PROFILE, "", "   8 80 0 0 ?\n   4 40 0 0 4.00\nquant   3 30 0 0 0.75\n" },
		{ SPENT_BY_STYLE, "", "brief   1 10 0 0 0.50\nqa   8 80 0 0 ?\nqa   2 20 0 0 0.25\nqa   4 40 0 0 4.00\n" },
		{ SPENT_BY_MODEL, "2026-11-01", "m   2 20 0 0 0.25\nm   4 40 0 0 4.00\nn   8 80 0 0 ?\n" },
	};
	const char *path = new_path();
	struct store *s = open_store(path);
	struct err e = ERR_INIT;
	for (size_t i = 0; i < COUNTOF(all); i++)
		must(store_add_spent(s, &all[i], &e), &e);
	for (size_t i = 0; i < COUNTOF(rows); i++) {
		struct buf got = BUF_INIT(BUF_UNBOUNDED);
		must(store_spent_total(s, rows[i].by, rows[i].since, "9999-12-31", add_line, &got, &e), &e);
		assert_string_equal(got.s, rows[i].want);
		buf_free(&got);
	}
	store_close(s);
	is_whole(path);
}

/* In a batch it goes with the batch. */
static void a_batch_takes_it_along(void **state)
{
	UNUSED(state);
	const char *path = new_path();
	struct store *s = open_store(path);
	struct err e = ERR_INIT;
	must(store_begin(s, &e), &e);
	spend(s, "2026-11-20", "deepseek", "deepseek-chat", 1, 1000, 0.25);
	store_close(s);
	s = open_store(path);
	lines_are(s, "0000-01-01", "9999-12-31", "");
	must(store_begin(s, &e), &e);
	spend(s, "2026-11-20", "deepseek", "deepseek-chat", 1, 1000, 0.25);
	must(store_commit(s, &e), &e);
	store_close(s);
	s = open_store(path);
	lines_are(s, "0000-01-01", "9999-12-31", "2026-11-20 deepseek deepseek-chat 1 1000 100 200 0.25\n");
	store_close(s);
}

static void words_are_kept(void **state)
{
	UNUSED(state);
	struct store *s = open_store(new_path());
	struct arena a = ARENA_INIT;
	struct err e = ERR_INIT;
	struct str word;
	must(store_kv_get(s, STR("structure x"), &a, &word, &e), &e);
	assert_false(str_known(word));
	must(store_kv_put(s, STR("structure x"), STR("schema"), &e), &e);
	must(store_kv_put(s, STR("structure x"), STR("json"), &e), &e);
	must(store_kv_get(s, STR("structure x"), &a, &word, &e), &e);
	assert_true(str_is(word, "json"));
	must(store_kv_get(s, STR("structure"), &a, &word, &e), &e);
	assert_false(str_known(word));
	arena_free(&a);
	store_close(s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(it_adds_up), cmocka_unit_test(sums), cmocka_unit_test(a_batch_takes_it_along), cmocka_unit_test(words_are_kept),
	};
	return cmocka_run_group_tests_name("spending", tests, NULL, NULL);
}
