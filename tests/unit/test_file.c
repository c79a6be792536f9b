/* SPDX-License-Identifier: MIT
 * Files: what is replaced, what stays, what is refused; and streams, gzip's own files among them. */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>

#include "digest/world.h"
#include "src/world/internal.h"
#include "tests/unit/scratch.h"

/* ---- writing ---- */

static bool write_file(const char *path, struct str bytes, bool *changed, struct err *e)
{
	struct file_out *f;
	*e = (struct err)ERR_INIT;
	if (!file_create(path, &f, e))
		return false;
	if (!file_write(f, bytes, e)) {
		file_abandon(f);
		return false;
	}
	return file_commit(f, changed, e);
}

static void must_write(const char *path, struct str bytes, bool want_changed)
{
	struct err e;
	bool changed = !want_changed;
	if (!write_file(path, bytes, &changed, &e))
		fail_msg("%s", e.msg);
	assert_int_equal(changed, want_changed);
	size_t n;
	char *now = get_file(path, &n);
	assert_true(str_eq((struct str){ now, n }, bytes));
	free(now);
}

static int entries(const char *dir)
{
	DIR *d = opendir(dir);
	int n = 0;
	assert_non_null(d);
	while (readdir(d))
		n++;
	closedir(d);
	return n - 2;
}

static void makes_folders(void **state)
{
	UNUSED(state);
	must_write(scratch("made/a/b/page.md"), STR("hello\n"), true);
	assert_int_equal(entries(scratch("made/a/b")), 1);  /* nothing temporary stays */
}

static void unchanged_stays_untouched(void **state)
{
	UNUSED(state);
	const char *path = scratch("same");
	struct timespec old[2] = { { 1000000000, 0 }, { 1000000000, 0 } };
	struct stat a, b;
	must_write(path, STR("text"), true);
	utimensat(AT_FDCWD, path, old, 0);
	stat(path, &a);
	must_write(path, STR("text"), false);
	stat(path, &b);
	assert_int_equal(a.st_ino, b.st_ino);
	assert_int_equal(b.st_mtime, 1000000000);
	must_write(path, STR("texT"), true);
	stat(path, &b);
	assert_true(b.st_mtime != 1000000000);
	must_write(path, STR(""), true);
	must_write(path, STR(""), false);
}

/* Bigger than every buffer, different only in the last byte. */
static void big_and_nearly_same(void **state)
{
	UNUSED(state);
	size_t n = 300001;
	char *big = xmalloc(n);
	for (size_t i = 0; i < n; i++)
		big[i] = (char)('a' + i % 23);
	must_write(scratch("big"), (struct str){ big, n }, true);
	must_write(scratch("big"), (struct str){ big, n }, false);
	big[n - 1] = '!';
	must_write(scratch("big"), (struct str){ big, n }, true);
	must_write(scratch("big"), (struct str){ big, n - 1 }, true);
	free(big);
}

static void many_small_writes(void **state)
{
	UNUSED(state);
	struct file_out *f;
	struct err e = ERR_INIT;
	struct buf want = BUF_INIT(BUF_UNBOUNDED);
	bool changed;
	assert_true(file_create(scratch("small"), &f, &e));
	for (unsigned i = 0; i < 50000; i++) {
		char line[32];
		int n = snprintf(line, sizeof line, "%u\n", i);
		buf_add(&want, line, (size_t)n);
		assert_true(file_write(f, (struct str){ line, (size_t)n }, &e));
	}
	assert_true(file_commit(f, &changed, &e));
	must_write(scratch("small"), buf_str(&want), false);
	buf_free(&want);
}

static void permissions(void **state)
{
	UNUSED(state);
	struct stat st;
	mode_t old = umask(027);
	must_write(scratch("new-mode"), STR("x"), true);
	stat(scratch("new-mode"), &st);
	assert_int_equal(st.st_mode & 07777, 0640);
	umask(old);
	put_file(scratch("old-mode"), STR("x"), 0604);
	must_write(scratch("old-mode"), STR("y"), true);
	stat(scratch("old-mode"), &st);
	assert_int_equal(st.st_mode & 07777, 0604);
}

static void links_stay(void **state)
{
	UNUSED(state);
	struct stat st;
	mkdir(scratch("far"), 0777);
	put_file(scratch("far/target"), STR("old"), 0644);
	assert_int_equal(symlink("far/target", scratch("link")), 0);
	assert_int_equal(symlink("link", scratch("link2")), 0);
	must_write(scratch("link2"), STR("new"), true);
	assert_int_equal(lstat(scratch("link"), &st), 0);
	assert_true(S_ISLNK(st.st_mode));
	lstat(scratch("link2"), &st);
	assert_true(S_ISLNK(st.st_mode));
	must_write(scratch("far/target"), STR("new"), false);
	assert_int_equal(symlink("far/not-yet", scratch("dangling")), 0);
	must_write(scratch("dangling"), STR("made"), true);
	must_write(scratch("far/not-yet"), STR("made"), false);
	assert_int_equal(symlink(scratch("far/absolute"), scratch("absolute")), 0);
	must_write(scratch("absolute"), STR("made"), true);
	must_write(scratch("far/absolute"), STR("made"), false);
}

static void abandoned_is_as_it_was(void **state)
{
	UNUSED(state);
	struct file_out *f;
	struct err e = ERR_INIT;
	must_write(scratch("left/alone"), STR("old"), true);
	assert_true(file_create(scratch("left/alone"), &f, &e));
	assert_true(file_write(f, STR("new"), &e));
	assert_int_equal(entries(scratch("left")), 2);
	file_abandon(f);
	file_abandon(NULL);
	assert_int_equal(entries(scratch("left")), 1);
	must_write(scratch("left/alone"), STR("old"), false);
}

/* Nobody who reads PATH meanwhile sees anything but a whole file. */
static void old_until_committed(void **state)
{
	UNUSED(state);
	struct file_out *f;
	struct err e = ERR_INIT;
	bool changed;
	size_t n;
	char *big = xcalloc(1, 200000);
	must_write(scratch("atomic"), STR("old"), true);
	assert_true(file_create(scratch("atomic"), &f, &e));
	assert_true(file_write(f, (struct str){ big, 200000 }, &e));
	char *now = get_file(scratch("atomic"), &n);
	assert_string_equal(now, "old");
	free(now);
	assert_true(file_commit(f, &changed, &e));
	free(get_file(scratch("atomic"), &n));
	assert_int_equal(n, 200000);
	free(big);
}

static void writes_a_fifo_as_it_is(void **state)
{
	UNUSED(state);
	struct err e;
	bool changed;
	struct stat st;
	char got[16] = "";
	const char *path = scratch("fifo");
	assert_int_equal(mkfifo(path, 0600), 0);
	int fd = open(path, O_RDWR | O_NONBLOCK);
	assert_true(write_file(path, STR("through"), &changed, &e));
	assert_int_equal(read(fd, got, sizeof got - 1), 7);
	assert_string_equal(got, "through");
	assert_int_equal(stat(path, &st), 0);
	assert_true(S_ISFIFO(st.st_mode));
	close(fd);
}

static void dev_stdout_is_not_replaced(void **state)
{
	UNUSED(state);
	const char *path = scratch("redirected");
	struct stat before, after;
	put_file(path, STR("first\n"), 0600);
	stat(path, &before);
	pid_t pid = fork();
	if (pid == 0) {  /* as a shell does for >> */
		struct err e;
		bool changed;
		int fd = open(path, O_WRONLY | O_APPEND);
		dup2(fd, 1);
		_exit(write_file("/dev/stdout", STR("second\n"), &changed, &e) ? 0 : 1);
	}
	int status;
	waitpid(pid, &status, 0);
	assert_int_equal(status, 0);
	stat(path, &after);
	assert_int_equal(before.st_ino, after.st_ino);
}

/* ---- what cannot be written: rows ---- */

static const struct refused {
	int line;
	const char *path;  /* @: in the scratch folder */
	const char *want;
	bool drop;         /* as somebody without rights */
} refused[] = {
	{ __LINE__, "/dev/full", "/dev/full: cannot write: No space left on device", false },
	{ __LINE__, "@folder", "folder: cannot write: Is a directory", false },
	{ __LINE__, "@file/below", "file/below: cannot write: Not a directory", false },
	{ __LINE__, "@file/below/it", "file/below/it: cannot write: Not a directory", false },
	{ __LINE__, "@loop", "loop: cannot write: Too many levels of symbolic links", false },
	{ __LINE__, "/proc/no/such/place", "cannot write: ", false },
	{ __LINE__, "@closed/page.md", "page.md: cannot write: Permission denied", true },
	{ __LINE__, "@protected", "protected: cannot write: Permission denied", true },
	{ __LINE__, "", "cannot write: No such file or directory", false },
};

/* Run FN as somebody who is not root, where the test is root; its answer is the exit status. */
static int as_nobody(int (*fn)(const void *), const void *arg, bool drop)
{
	int status;
	pid_t pid = fork();
	if (pid == 0) {
		if (drop && geteuid() == 0 && (setgid(65534) != 0 || setuid(65534) != 0))
			_exit(99);
		_exit(fn(arg));
	}
	waitpid(pid, &status, 0);
	return WIFEXITED(status) ? WEXITSTATUS(status) : 100;
}

static int try_refused(const void *arg)
{
	const struct refused *row = arg;
	struct err e = ERR_INIT;
	bool changed;
	const char *path = row->path[0] == '@' ? scratch(row->path + 1) : row->path;
	if (write_file(path, STR("x"), &changed, &e))
		return 1;
	if (e.kind == ERR_FILE && strstr(e.msg, row->want))
		return 0;
	printf("# %s\n", e.msg);
	fflush(stdout);
	return 2;
}

static void refuses_to_write(void **state)
{
	const struct refused *row = *state;
	chmod(scratch(""), 0755);
	mkdir(scratch("folder"), 0777);
	mkdir(scratch("closed"), 0555);
	put_file(scratch("file"), STR("x"), 0644);
	unlink(scratch("protected"));  /* the row before made it, and only root may write to it again */
	put_file(scratch("protected"), STR("x"), 0444);
	(void)!symlink("loop", scratch("loop"));
	int got = as_nobody(try_refused, row, row->drop);
	if (got != 0)
		fail_msg("line %d: %d", row->line, got);
}

/* A disk that is full, without one: the kernel's limit on a file's size says no in the same place. */
static int write_beyond_limit(const void *arg)
{
	struct err e = ERR_INIT;
	bool changed;
	struct rlimit limit = { 100000, 100000 };
	char *big = xcalloc(1, 300000);
	signal(SIGXFSZ, SIG_IGN);
	setrlimit(RLIMIT_FSIZE, &limit);
	bool ok = write_file(arg, (struct str){ big, 300000 }, &changed, &e);
	free(big);
	return ok || e.kind != ERR_FILE || strstr(e.msg, "File too large") == NULL;
}

static void a_full_disk_leaves_the_old_file(void **state)
{
	UNUSED(state);
	must_write(scratch("disk/page"), STR("old"), true);
	assert_int_equal(as_nobody(write_beyond_limit, scratch("disk/page"), false), 0);
	must_write(scratch("disk/page"), STR("old"), false);
	assert_int_equal(entries(scratch("disk")), 1);
}

/* ---- reading ---- */

static void reads_whole_files(void **state)
{
	UNUSED(state);
	struct err e = ERR_INIT;
	struct buf b = BUF_INIT(5);
	put_file(scratch("five"), STR("12345"), 0644);
	put_file(scratch("six"), STR("123456"), 0644);
	assert_true(file_read(scratch("five"), &b, &e));
	assert_string_equal(b.s, "12345");
	buf_clear(&b);
	assert_false(file_read(scratch("six"), &b, &e));
	assert_int_equal(e.kind, ERR_INPUT);
	assert_non_null(strstr(e.msg, "six: larger than the 5 bytes"));
	assert_false(file_read(scratch("none"), &b, &e));
	assert_int_equal(e.kind, ERR_FILE);
	assert_non_null(strstr(e.msg, "none: cannot read: No such file"));
	assert_false(file_read(scratch(""), &b, &e));
	assert_int_equal(e.kind, ERR_FILE);
	assert_non_null(strstr(e.msg, "it is a directory"));
	buf_free(&b);
}

static int read_forbidden(const void *arg)
{
	struct err e = ERR_INIT;
	struct buf b = BUF_INIT(100);
	bool ok = file_read(arg, &b, &e);
	buf_free(&b);
	return ok || e.kind != ERR_FILE || strstr(e.msg, "Permission denied") == NULL;
}

static void a_file_that_may_not_be_read(void **state)
{
	UNUSED(state);
	put_file(scratch("secret"), STR("x"), 0000);
	assert_int_equal(as_nobody(read_forbidden, scratch("secret"), true), 0);
}

struct stream {
	struct buf got;
	size_t largest, total, stop_after;
	unsigned long sum;
};

static bool on_bytes(void *ctx, struct str s, struct err *e)
{
	struct stream *t = ctx;
	t->total += s.n;
	t->largest = s.n > t->largest ? s.n : t->largest;
	buf_adds(&t->got, s);
	return t->stop_after == 0 || t->total < t->stop_after || err_set(e, ERR_STORE, "enough");
}

/* ---- rows: a shell command that makes the stream, and what must come of it ---- */

static const struct piped {
	int line;
	const char *command, *want, *error;  /* WANT: what is read, NULL: not looked at; ERROR: in the message */
} piped[] = {
	{ __LINE__, "printf ''", "", NULL },
	{ __LINE__, "printf 'plain text'", "plain text", NULL },
	{ __LINE__, "printf '\\037'", "\037", NULL },
	{ __LINE__, "printf '\\037x'", "\037x", NULL },
	{ __LINE__, "printf '\\037\\037\\213'", "\037\037\213", NULL },
	{ __LINE__, "printf 'x\\037\\213'", "x\037\213", NULL },
	{ __LINE__, "printf hello | gzip", "hello", NULL },
	{ __LINE__, "printf hello | gzip -1n", "hello", NULL },
	{ __LINE__, "printf '' | gzip", "", NULL },
	{ __LINE__, "printf one | gzip; printf two | gzip; printf '' | gzip; printf three | gzip", "onetwothree", NULL },
	{ __LINE__, "printf one | gzip; printf '\\0\\0\\0\\0'", "one", NULL },
	{ __LINE__, "printf one | gzip; printf '\\0\\0x'", NULL, "something else behind the gzip data" },
	{ __LINE__, "printf one | gzip; printf rest", NULL, "something else behind the gzip data" },
	{ __LINE__, "printf one | gzip; printf '\\037'", NULL, "ends early" },
	{ __LINE__, "printf one | gzip; printf '\\037\\213'", NULL, "ends early" },
	{ __LINE__, "printf '\\037\\213'", NULL, "ends early" },
	{ __LINE__, "seq 9999 | gzip | head -c 1000", NULL, "ends early" },
	{ __LINE__, "seq 9999 | gzip | head -c -1", NULL, "ends early" },
	{ __LINE__, "printf hello | gzip | head -c 20", NULL, "ends early" },
	{ __LINE__, "seq 9999 | gzip | head -c 900; head -c 900 /dev/zero | tr '\\0' x", NULL, "gzip data is broken" },
	{ __LINE__, "printf '\\037\\213not gzip at all'", NULL, "gzip data is broken" },
	{ __LINE__, "(printf '\\037'; sleep 0.05; printf '\\213'; sleep 0.05; printf 'x') 2>&1", NULL, "ends early" },
	{ __LINE__, "(printf one | gzip) | (dd bs=1 2>/dev/null)", "one", NULL },
};

static void streams(void **state)
{
	const struct piped *row = *state;
	struct stream t = { .got = BUF_INIT(BUF_UNBOUNDED) };
	struct err e = ERR_INIT;
	FILE *p = popen(row->command, "r");
	int kept = dup(0);
	dup2(fileno(p), 0);
	bool ok = file_stream("-", on_bytes, &t, &e);
	dup2(kept, 0);
	close(kept);
	pclose(p);
	if (ok != (row->error == NULL) || (!ok && (e.kind != ERR_INPUT || strstr(e.msg, row->error) == NULL)))
		fail_msg("line %d: %s", row->line, ok ? "no error" : e.msg);
	if (row->want && strcmp(t.got.s, row->want) != 0)
		fail_msg("line %d: \"%s\"", row->line, t.got.s);
	buf_free(&t.got);
}

static void stream_of_a_file_in_pieces(void **state)
{
	UNUSED(state);
	struct stream t = { .got = BUF_INIT(BUF_UNBOUNDED) };
	struct err e = ERR_INIT;
	char command[8192];
	snprintf(command, sizeof command, "seq 200000 > %s; gzip -c %s > %s", scratch("seq"), scratch("seq"), scratch("seq.any-name"));
	free(output_of(command));
	size_t n;
	char *want = get_file(scratch("seq"), &n);
	assert_true(file_stream(scratch("seq"), on_bytes, &t, &e));
	assert_true(str_eq(buf_str(&t.got), (struct str){ want, n }));
	assert_true(t.largest <= 64 * 1024);
	buf_clear(&t.got);
	t.largest = 0;
	assert_true(file_stream(scratch("seq.any-name"), on_bytes, &t, &e));
	assert_true(str_eq(buf_str(&t.got), (struct str){ want, n }));
	assert_true(t.largest <= 64 * 1024);
	free(want);
	buf_free(&t.got);
}

/* 200 KB that inflate to 200 MB: whoever reads may stop at any point, and little was inflated until then. */
static void a_gzip_bomb_is_a_stream(void **state)
{
	UNUSED(state);
	struct stream t = { .got = BUF_INIT(1000), .stop_after = 1000000 };
	struct err e = ERR_INIT;
	char command[4200];
	snprintf(command, sizeof command, "head -c 200M /dev/zero | gzip > %s", scratch("bomb"));
	free(output_of(command));
	assert_false(file_stream(scratch("bomb"), on_bytes, &t, &e));
	assert_int_equal(e.kind, ERR_STORE);
	assert_string_equal(e.msg, "enough");
	assert_true(t.total < 1100000);
	buf_free(&t.got);
}

static void streams_that_cannot_be_opened(void **state)
{
	UNUSED(state);
	struct stream t = { .got = BUF_INIT(10) };
	struct err e = ERR_INIT;
	assert_false(file_stream(scratch(""), on_bytes, &t, &e));
	assert_int_equal(e.kind, ERR_FILE);
	assert_non_null(strstr(e.msg, "it is a directory"));
	assert_false(file_stream(scratch("nowhere"), on_bytes, &t, &e));
	assert_int_equal(e.kind, ERR_FILE);
	assert_non_null(strstr(e.msg, "nowhere: cannot read: No such file"));
}

/* Every way of cutting a stream of two members into two chunks gives the same bytes. */
static void gunzip_takes_any_chunks(void **state)
{
	UNUSED(state);
	char command[8400];
	snprintf(command, sizeof command, "(printf first | gzip -n; printf second | gzip -n) > %s", scratch("two"));
	free(output_of(command));
	size_t n;
	char *bytes = get_file(scratch("two"), &n);
	for (size_t cut = 0; cut <= n; cut++) {
		struct stream t = { .got = BUF_INIT(100) };
		struct err e = ERR_INIT;
		struct gunzip *g = gunzip_new(on_bytes, &t);
		assert_true(gunzip_put(g, (struct str){ bytes, cut }, &e));
		assert_true(gunzip_put(g, (struct str){ bytes + cut, n - cut }, &e));
		assert_true(gunzip_end(g, &e));
		assert_string_equal(t.got.s, "firstsecond");
		gunzip_free(g);
		buf_free(&t.got);
	}
	free(bytes);
}

/* What was packed comes out, up to the limit; each damaged or missing byte is told. */
static void zstd_packs_and_tells_damage(void **state)
{
	UNUSED(state);
	struct buf text = BUF_INIT(BUF_UNBOUNDED), packed = BUF_INIT(BUF_UNBOUNDED), got = BUF_INIT(3000), less = BUF_INIT(2999);
	struct err e = ERR_INIT;
	for (int i = 0; i < 300; i++)
		buf_addf(&text, "line %04d\n", i);
	assert_true(zstd_pack(buf_str(&text), &packed, &e));
	assert_true(packed.len < text.len / 2);
	assert_true(zstd_unpack(buf_str(&packed), &got, &e));
	assert_string_equal(got.s, text.s);
	assert_false(zstd_unpack(buf_str(&packed), &less, &e));
	assert_int_equal(e.kind, ERR_INPUT);
	assert_non_null(strstr(e.msg, "larger than the 2999 bytes"));
	for (size_t i = 0; i < packed.len; i++) {
		buf_clear(&got);
		packed.s[i] ^= 1;
		bool passed = zstd_unpack(buf_str(&packed), &got, &e);
		packed.s[i] ^= 1;
		if (passed && strcmp(got.s, text.s) != 0)
			fail_msg("byte %zu of %zu is another one, and nothing is said", i, packed.len);
		buf_clear(&got);
		if (zstd_unpack(str_head(buf_str(&packed), i), &got, &e) || e.kind != ERR_INPUT)
			fail_msg("cut to %zu of %zu bytes, and nothing is said", i, packed.len);
	}
	buf_clear(&got);
	buf_addz(&packed, "x");
	assert_false(zstd_unpack(buf_str(&packed), &got, &e));
	assert_non_null(strstr(e.msg, "something stands behind it"));
	buf_free(&text);
	buf_free(&packed);
	buf_free(&got);
	buf_free(&less);
}

int main(void)
{
	enum { MOST = COUNTOF(refused) + COUNTOF(piped) };
	static char names[MOST][200];
	struct CMUnitTest tests[MOST + 32] = { { 0 } };
	size_t n = 0;
	for (size_t i = 0; i < COUNTOF(refused); i++, n++) {
		snprintf(names[n], sizeof names[n], "refuses to write, line %d: %s", refused[i].line, refused[i].path);
		tests[n] = (struct CMUnitTest){ names[n], refuses_to_write, NULL, NULL, (void *)(uintptr_t)&refused[i] };
	}
	for (size_t i = 0; i < COUNTOF(piped); i++, n++) {
		snprintf(names[n], sizeof names[n], "stream, line %d: %s", piped[i].line, piped[i].command);
		tests[n] = (struct CMUnitTest){ names[n], streams, NULL, NULL, (void *)(uintptr_t)&piped[i] };
	}
	const struct CMUnitTest rest[] = {
		cmocka_unit_test(makes_folders),
		cmocka_unit_test(unchanged_stays_untouched),
		cmocka_unit_test(big_and_nearly_same),
		cmocka_unit_test(many_small_writes),
		cmocka_unit_test(permissions),
		cmocka_unit_test(links_stay),
		cmocka_unit_test(abandoned_is_as_it_was),
		cmocka_unit_test(old_until_committed),
		cmocka_unit_test(writes_a_fifo_as_it_is),
		cmocka_unit_test(dev_stdout_is_not_replaced),
		cmocka_unit_test(a_full_disk_leaves_the_old_file),
		cmocka_unit_test(reads_whole_files),
		cmocka_unit_test(a_file_that_may_not_be_read),
		cmocka_unit_test(stream_of_a_file_in_pieces),
		cmocka_unit_test(a_gzip_bomb_is_a_stream),
		cmocka_unit_test(streams_that_cannot_be_opened),
		cmocka_unit_test(gunzip_takes_any_chunks),
		cmocka_unit_test(zstd_packs_and_tells_damage),
	};
	memcpy(tests + n, rest, sizeof rest);
	n += COUNTOF(rest);
	return _cmocka_run_group_tests("file", tests, n, NULL, NULL);
}
