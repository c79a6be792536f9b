/* SPDX-License-Identifier: MIT
 * A PDF by way of pdftotext: what is said where there is none, where it fails, prints too much or takes too long. The commands are
 * scripts of the test's; the real one reads PDFs of pdflatex in papers/test_papers.py. */
#include "digest/fulltext.h"
#include "tests/unit/turner.h"

/* PATH is only the folder of scripts; they name their programs in full. */
static void use_script(const char *script)
{
	char path[4096];
	snprintf(path, sizeof path, "%s", scratch("bin"));
	mkdir(path, 0777);
	if (script) {
		struct buf b = BUF_INIT(BUF_UNBOUNDED);
		buf_addf(&b, "#!/bin/sh\n%s\n", script);
		snprintf(path, sizeof path, "%s", scratch("bin/pdftotext"));
		put_file(path, buf_str(&b), 0755);
		buf_free(&b);
	} else {
		unlink(scratch("bin/pdftotext"));
	}
	setenv("PATH", scratch("bin"), 1);
}

static const struct row {
	const char *script;      /* NULL: there is no command */
	enum err_kind kind;      /* ERR_NONE: it is read */
	const char *says;
} rows[] = {
	{ "printf 'A title\\n1 Introduction\\nOne.\\n\\f'", ERR_NONE, "" },
	{ NULL, ERR_ABSENT, "install poppler-utils" },
	{ "echo 'Command Line Error: Incorrect password' >&2; exit 1", ERR_INPUT, "the PDF is encrypted" },
	{ "echo 'Syntax Error: no trailer' >&2; exit 1", ERR_INPUT, "exit status 1): Syntax Error: no trailer" },
	{ "kill -9 $$", ERR_INPUT, "killed by signal 9" },
	{ "printf '\\f\\n \\f'", ERR_INPUT, "it may be a scan" },
	{ "printf 'a\\377b\\n'", ERR_INPUT, "no UTF-8" },
	{ "exec /usr/bin/yes 'words without an end'", ERR_INPUT, "more bytes than 25165824" },
};

static void test_commands(void **state)
{
	UNUSED(state);
	for (size_t i = 0; i < COUNTOF(rows); i++) {
		struct fulltext f = FULLTEXT_INIT;
		struct err e = ERR_INIT;
		struct loop *l = loop_new(NULL);
		use_script(rows[i].script);
		bool ok = fulltext_pdf(l, "/dev/null", &f, &e);
		if (ok != (rows[i].kind == ERR_NONE) || e.kind != rows[i].kind || !strstr(e.msg, rows[i].says))
			fail_msg("row %zu: %s \"%s\"", i, err_name(e.kind), e.msg);
		if (ok)
			assert_true(str_is(f.title, "A title") && f.road == FULLTEXT_PDF && f.n_sections == 1);
		fulltext_free(&f);
		loop_free(l);
	}
}

static bool has_started(void *ctx)
{
	return access(ctx, F_OK) == 0;
}

static void test_too_long(void **state)
{
	UNUSED(state);
	struct fulltext f = FULLTEXT_INIT;
	struct err e = ERR_INIT;
	struct clock clock = { .fixed = false };
	struct loop *l = loop_new(&clock);
	struct buf script = BUF_INIT(BUF_UNBOUNDED);
	char started[4096];
	snprintf(started, sizeof started, "%s", scratch("started"));
	buf_addf(&script, ": >'%s'; exec /bin/sleep 100000", started);
	use_script(script.s);
	struct turner t = { .loop = l, .clock = &clock, .by_ms = FULLTEXT_PDF_SECONDS * 1000 + 1000, .due = has_started, .ctx = started, .once = true };
	turner_start(&t);
	assert_false(fulltext_pdf(l, "/dev/null", &f, &e));
	assert_int_equal(e.kind, ERR_INPUT);
	assert_non_null(strstr(e.msg, "more than 120 seconds"));
	turner_stop(&t);
	loop_free(l);
	buf_free(&script);
	fulltext_free(&f);
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(test_commands), cmocka_unit_test(test_too_long) };
	return cmocka_run_group_tests(tests, NULL, NULL);
}
