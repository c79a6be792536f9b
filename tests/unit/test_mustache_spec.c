/* SPDX-License-Identifier: MIT
 * The Mustache specification's own cases (mustache-spec/NAME.json): each is rendered twice, for a template must not
 * wear out, and is one counted line. */
#include <stdio.h>
#include <stdlib.h>

#include "tests/unit/json_value.h"

static const char *const suites[] = { "comments", "delimiters", "interpolation", "inverted", "partials", "sections" };

static bool render(json_t *test, struct buf *out, struct err *e)
{
	struct arena arena = ARENA_INIT;
	struct template *t = NULL;
	struct template_loader loader = { json_value_load, json_object_get(test, "partials") };
	struct template_out how = { json_value_escape, NULL, NULL };
	struct value root = json_value(&arena, json_object_get(test, "data"));
	struct buf again = BUF_INIT(BUF_UNBOUNDED);
	bool ok = template_parse("case", str_of(json_string_value(json_object_get(test, "template"))), &loader, &t, e) &&
	          template_render(t, root, &how, out, e) && template_render(t, root, &how, &again, e);
	if (ok && !str_eq(buf_str(out), buf_str(&again)))
		ok = err_set(e, ERR_DEFECT, "second time: %s", again.s);
	buf_free(&again);
	template_free(t);
	arena_free(&arena);
	return ok;
}

static bool run_case(int n, const char *suite, json_t *test)
{
	struct err e = ERR_INIT;
	struct buf out = BUF_INIT(BUF_UNBOUNDED);
	const char *want = json_string_value(json_object_get(test, "expected"));
	bool ok = render(test, &out, &e) && want && str_is(buf_str(&out), want);
	printf("%s %d - %s: %s\n", ok ? "ok" : "not ok", n, suite, json_string_value(json_object_get(test, "name")));
	if (!ok)
		printf("# %s\n# got  %s\n# want %s\n", e.msg, out.s, want ? want : "?");
	buf_free(&out);
	return ok;
}

/* How many cases were wrong; *N counts all. A file that cannot be read, or is empty, is one wrong case. */
static int run_suite(const char *folder, const char *suite, int *n)
{
	int wrong = 0;
	struct buf path = BUF_INIT(BUF_UNBOUNDED);
	json_error_t why = { .text = "no tests" };
	buf_addf(&path, "%s/%s.json", folder, suite);
	json_t *all = json_load_file(path.s, 0, &why), *tests = json_object_get(all, "tests"), *test;
	size_t i;
	json_array_foreach(tests, i, test)
		wrong += !run_case(++*n, suite, test);
	if (json_array_size(tests) == 0) {
		printf("not ok %d - %s\n# %s: %s\n", ++*n, suite, path.s, why.text);
		wrong++;
	}
	json_decref(all);
	buf_free(&path);
	return wrong;
}

int main(void)
{
	int n = 0, wrong = 0;
	const char *shared = getenv("DIGEST_SHARED");
	struct buf folder = BUF_INIT(BUF_UNBOUNDED);
	buf_addf(&folder, "%s/mustache-spec", shared ? shared : DIGEST_SOURCEDIR "/../shared");
	FILE *there = fopen(folder.s, "r");
	if (there) {
		fclose(there);
		for (size_t i = 0; i < COUNTOF(suites); i++)
			wrong += run_suite(folder.s, suites[i], &n);
	} else {
		printf("ok %d - the Mustache specification # SKIP %s is not here\n", ++n, folder.s);
	}
	printf("1..%d\n", n);
	buf_free(&folder);
	return wrong > 0;
}
