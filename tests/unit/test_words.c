/* SPDX-License-Identifier: MIT
 * A command line's words, against a real shell where it agrees by design, and the hash against FIPS 180-4. */
#include "digest/argv.h"
#include "digest/hash.h"
#include "tests/unit/scratch.h"

/* ---- words ---- */

static const struct row {
	int line;
	const char *in;
	const char *out;   /* words with | behind each; NULL: refused */
	const char *error;
} rows[] = {
	{ __LINE__, "", "", NULL },
	{ __LINE__, " \t\n ", "", NULL },
	{ __LINE__, "llm", "llm|", NULL },
	{ __LINE__, "  llm -m  gpt\t-x ", "llm|-m|gpt|-x|", NULL },
	{ __LINE__, "a 'b c' d", "a|b c|d|", NULL },
	{ __LINE__, "a \"b c\" d", "a|b c|d|", NULL },
	{ __LINE__, "'' \"\" x", "||x|", NULL },
	{ __LINE__, "a'b'\"c\"d\\ e", "abcd e|", NULL },
	{ __LINE__, "'a\\b' \"a\\b\" a\\b", "a\\b|a\\b|ab|", NULL },
	{ __LINE__, "\"\\\"\\\\\\$\\`\"", "\"\\$`|", NULL },
	{ __LINE__, "'\"' \"'\"", "\"|'|", NULL },
	{ __LINE__, "x=\"y z\"", "x=y z|", NULL },
	{ __LINE__, "\\'a\\\"", "'a\"|", NULL },
	{ __LINE__, "\xe6\x91\x98\xe8\xa6\x81 '\xe4\xb8\xad \xe6\x96\x87'", "\xe6\x91\x98\xe8\xa6\x81|\xe4\xb8\xad \xe6\x96\x87|", NULL },
	/* what a shell would do something with, and we do not */
	{ __LINE__, "$HOME ~ * a;b #c `d` >e", "$HOME|~|*|a;b|#c|`d`|>e|", NULL },
	{ __LINE__, "a 'b", NULL, "opening '" },
	{ __LINE__, "a \"b", NULL, "opening \"" },
	{ __LINE__, "a \"b\\\"", NULL, "opening \"" },
	{ __LINE__, "a 'b\\'' c", NULL, "opening '" },
	{ __LINE__, "a \\", NULL, "ends in a \\" },
};

static void splits(void **state)
{
	const struct row *row = *state;
	struct arena a = ARENA_INIT;
	struct err e = ERR_INIT;
	char **argv = NULL;
	struct buf got = BUF_INIT(1000);
	bool ok = argv_split(row->in, &a, &argv, &e);
	for (size_t i = 0; ok && argv[i]; i++)
		buf_addf(&got, "%s|", argv[i]);
	if (ok != (row->out != NULL) || (ok && strcmp(got.s, row->out) != 0))
		fail_msg("line %d: \"%s\" %s", row->line, got.s, e.msg);
	if (!ok && (e.kind != ERR_USAGE || strstr(e.msg, row->error) == NULL))
		fail_msg("line %d: %s", row->line, e.msg);
	buf_free(&got);
	arena_free(&a);
}

/* A shell splits the same words, where nothing in them is special to it alone. */
static void as_a_shell_does(void **state)
{
	const struct row *row = *state;
	struct buf command = BUF_INIT(10000);
	buf_addf(&command, "set -- %s\nfor w; do printf '%%s|' \"$w\"; done", row->in);
	char *out = output_of(command.s);
	if (strcmp(out, row->out) != 0)
		fail_msg("line %d: the shell says \"%s\"", row->line, out);
	free(out);
	buf_free(&command);
}

/* ---- SHA-256 ---- */

static void hash_of(const void *p, size_t n, size_t piece, char hex[65])
{
	struct hash h;
	hash_init(&h);
	for (size_t at = 0; at < n; at += piece)
		hash_add(&h, (struct str){ (const char *)p + at, n - at < piece ? n - at : piece });
	hash_hex(&h, hex);
}

/* The examples of FIPS 180-4's own test values. */
static void hash_examples(void **state)
{
	UNUSED(state);
	static const struct { const char *text, *hex; } examples[] = {
		{ "", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855" },
		{ "abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad" },
		{ "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
		  "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1" },
	};
	char hex[65];
	for (size_t i = 0; i < COUNTOF(examples); i++) {
		hash_of(examples[i].text, strlen(examples[i].text), 1000, hex);
		assert_string_equal(hex, examples[i].hex);
	}
	char *million = xmalloc(1000000);
	memset(million, 'a', 1000000);
	hash_of(million, 1000000, 777, hex);
	assert_string_equal(hex, "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
	free(million);
}

/* All lengths around the block's edges, in pieces of several sizes, against sha256sum(1). */
static void hash_like_sha256sum(void **state)
{
	UNUSED(state);
	static const size_t lengths[] = { 1, 54, 55, 56, 57, 63, 64, 65, 119, 120, 121, 127, 128, 129, 1000, 65537 };
	static const size_t pieces[] = { 1, 7, 63, 64, 65, 100000 };
	char *bytes = xmalloc(65537), hex[65], command[4200];
	for (size_t i = 0; i < 65537; i++)
		bytes[i] = (char)(i * 7 + i / 251);
	for (size_t i = 0; i < COUNTOF(lengths); i++) {
		put_file(scratch("hashed"), (struct str){ bytes, lengths[i] }, 0644);
		snprintf(command, sizeof command, "sha256sum < %s", scratch("hashed"));
		char *want = output_of(command);
		for (size_t k = 0; k < COUNTOF(pieces); k++) {
			hash_of(bytes, lengths[i], pieces[k], hex);
			if (strncmp(want, hex, 64) != 0)
				fail_msg("%zu bytes in pieces of %zu: %s", lengths[i], pieces[k], hex);
		}
		free(want);
	}
	free(bytes);
}

int main(void)
{
	static char names[2 * COUNTOF(rows)][100];
	struct CMUnitTest tests[2 * COUNTOF(rows) + 2] = { { 0 } };
	size_t n = 0;
	for (size_t i = 0; i < COUNTOF(rows); i++, n++) {
		snprintf(names[n], sizeof names[n], "words, line %d", rows[i].line);
		tests[n] = (struct CMUnitTest){ names[n], splits, NULL, NULL, (void *)(uintptr_t)&rows[i] };
		if (rows[i].out == NULL || strpbrk(rows[i].in, "#;\n"))
			continue;
		n++;
		snprintf(names[n], sizeof names[n], "as a shell, line %d", rows[i].line);
		tests[n] = (struct CMUnitTest){ names[n], as_a_shell_does, NULL, NULL, (void *)(uintptr_t)&rows[i] };
	}
	tests[n++] = (struct CMUnitTest)cmocka_unit_test(hash_examples);
	tests[n++] = (struct CMUnitTest)cmocka_unit_test(hash_like_sha256sum);
	return _cmocka_run_group_tests("words", tests, n, NULL, NULL);
}
