/* SPDX-License-Identifier: MIT
 * The store as a file: what is refused and left alone, a full disk, damage, processes that are killed, and several at
 * once. */
#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>

#include "src/store/internal.h"
#include "tests/unit/store_kit.h"

#ifdef __has_feature
#if __has_feature(address_sanitizer)
#define __SANITIZE_ADDRESS__ 1
#endif
#endif

/* Paper I: long enough that a few fill pages. */
static struct paper big_paper(int i, char id[16], char text[3001])
{
	struct paper p = PAPER_INIT;
	snprintf(id, 16, "24%02d.%05d", i / 100000 % 12 + 1, i % 100000);
	memset(text, 'a' + i % 26, 3000);
	text[3000] = '\0';
	p.id = str_of(id);
	p.version = 1;
	p.title = str_head(str_of(text), 60);
	p.abstract = str_head(str_of(text), 1500);
	p.announced = STR("2024-03-01");
	p.announce_type = ANNOUNCE_NEW;
	p.summary.status = SUMMARY_OK;
	return p;
}

static bool put_big(struct store *s, int i, struct err *e)
{
	char id[16], text[3001];
	struct paper p = big_paper(i, id, text);
	struct summary_field f = { STR("abstract"), str_of(text), false };
	p.summary.fields = &f;
	p.summary.n_fields = 1;
	return store_put(s, &p, STR("2024-03-01"), NULL, e);
}

/* Put papers FROM … TO-1 as one batch. */
static bool put_batch(struct store *s, int from, int to, struct err *e)
{
	if (!store_begin(s, e))
		return false;
	for (int i = from; i < to; i++)
		if (!put_big(s, i, e))
			return false;
	return store_commit(s, e);
}

static int64_t papers_in(struct store *s)
{
	struct store_counts n;
	struct err e = ERR_INIT;
	must(store_count(s, &n, &e), &e);
	assert_int_equal(n.papers, n.versions);
	assert_int_equal(n.papers, n.summaries);
	assert_int_equal(n.papers, n.announcements);
	return n.papers;
}

/* ---- rows: what is refused ---- */

static void make_text(const char *path) { put_file(path, STR("This is a diary, not a database.\n"), 0644); }
static void make_nothing(const char *path) { UNUSED(path); }
static void make_folder(const char *path) { assert_int_equal(mkdir(path, 0755), 0); }
static void run_sql(const char *path, const char *sql)
{
	sqlite3 *db;
	assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
	assert_int_equal(sqlite3_exec(db, sql, NULL, NULL, NULL), SQLITE_OK);
	assert_int_equal(sqlite3_close(db), SQLITE_OK);
}
static void make_other_table(const char *path) { run_sql(path, "CREATE TABLE papers (a)"); }
static void make_other_id(const char *path) { run_sql(path, "PRAGMA application_id = 7"); }
static void make_other_version(const char *path) { run_sql(path, "PRAGMA user_version = 1"); }
static void make_store(const char *path) { store_close(open_store(path)); }
static void make_newer(const char *path)
{
	char sql[64];
	make_store(path);
	snprintf(sql, sizeof sql, "PRAGMA user_version = %d", schema_version + 1);
	run_sql(path, sql);
}
static void make_cut(const char *path)
{
	make_store(path);
	assert_int_equal(truncate(path, 50), 0);
}
static void make_unreadable(const char *path)
{
	make_store(path);
	assert_int_equal(chmod(path, 0), 0);
}
static void make_unwritable(const char *path)
{
	make_store(path);
	assert_int_equal(chmod(path, 0444), 0);
}
static void make_closed_folder(const char *path)
{
	make_folder(path);
	assert_int_equal(chmod(path, 0555), 0);
}

static const struct refused {
	int line;
	void (*make)(const char *path);
	const char *more;      /* behind the path */
	bool unprivileged;     /* root may do everything */
	const char *want;
} refused[] = {
	{ __LINE__, make_text, "", false, "not a store: no SQLite file" },
	{ __LINE__, make_cut, "", false, "the store is damaged" },
	{ __LINE__, make_other_table, "", false, "not a store: an SQLite file of another program" },
	{ __LINE__, make_other_id, "", false, "not a store: an SQLite file of another program" },
	{ __LINE__, make_other_version, "", false, "not a store: an SQLite file of another program" },
	{ __LINE__, make_newer, "", false, "the store is of a newer version (11; this program knows 10)" },
	{ __LINE__, make_folder, "", false, "cannot open the store: Is a directory" },
	{ __LINE__, make_folder, "/", false, "cannot open the store: Is a directory" },
	{ __LINE__, make_text, "/x.db", false, "cannot open the store: Not a directory" },
	{ __LINE__, make_unreadable, "", true, "cannot open the store: Permission denied" },
	{ __LINE__, make_unwritable, "", true, "the store cannot be written" },
	{ __LINE__, make_closed_folder, "/x.db", true, "cannot open the store: Permission denied" },
	{ __LINE__, make_closed_folder, "/a/b/x.db", true, "cannot make its folder: Permission denied" },
};

/* In a child, which may give up its rights: 0 if opening PATH fails with the message WANT. */
static int open_fails(const char *path, bool unprivileged, const char *want)
{
	struct store *s = NULL;
	struct err e = ERR_INIT;
	if (unprivileged && geteuid() == 0 && (setgid(65534) != 0 || setuid(65534) != 0))
		return 3;
	if (store_open(path, &s, &e))
		return 4;
	if (s || e.kind != ERR_STORE || !str_starts(str_of(e.msg), path) || strstr(e.msg, want) == NULL) {
		fprintf(stderr, "got: %s\nwant: %s\n", e.msg, want);
		return 5;
	}
	return 0;
}

static int status_of(pid_t child)
{
	int status = -1;
	assert_int_equal(waitpid(child, &status, 0), child);
	return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

static void refuses(void **state)
{
	const struct refused *c = *state;
	char *path = xstrdup(new_path());
	char name[4200];
	struct stat is;
	c->make(path);
	snprintf(name, sizeof name, "%s%s", path, c->more);
	chmod(scratch(""), 0755);
	bool file = stat(path, &is) == 0 && S_ISREG(is.st_mode) && access(path, R_OK) == 0;
	size_t n = 0, m = 0;
	char *before = file ? get_file(path, &n) : NULL;
	pid_t child = fork();
	if (child == 0)
		_exit(open_fails(name, c->unprivileged, c->want));
	assert_int_equal(status_of(child), 0);
	char *after = file ? get_file(path, &m) : NULL;  /* what is not ours is not touched */
	assert_int_equal(n, m);
	if (file)
		assert_memory_equal(before, after, n);
	free(before);
	free(after);
	free(path);
}

/* ---- rows: what is taken ---- */

static void make_empty(const char *path) { put_file(path, STR(""), 0644); }
/* Killed before the tables came. */
static void make_begun(const char *path) { run_sql(path, "PRAGMA journal_mode = WAL"); }

static const struct taken {
	int line;
	void (*make)(const char *path);
	const char *more;
	int page;              /* SQLite keeps that of a file in which the log was begun */
} taken[] = {
	{ __LINE__, make_nothing, "", 8192 },
	{ __LINE__, make_empty, "", 8192 },
	{ __LINE__, make_begun, "", 4096 },
	{ __LINE__, make_store, "", 8192 },
	{ __LINE__, make_nothing, "/new/folders/x.db", 8192 },
	{ __LINE__, make_folder, "/file:x.db?mode=ro", 8192 },
	{ __LINE__, make_folder, "/论文 100%.db", 8192 },
};

static void takes(void **state)
{
	const struct taken *c = *state;
	char name[4200], want[64];
	struct err e = ERR_INIT;
	const char *path = new_path();
	c->make(path);
	snprintf(name, sizeof name, "%s%s", path, c->more);
	struct store *s = open_store(name);
	must(put_big(s, 1, &e), &e);
	store_close(s);
	char *got = ask(name, "SELECT a.*, u.*, p.*, j.*, (SELECT count(*) FROM papers) FROM pragma_application_id a, "
	                "pragma_user_version u, pragma_page_size p, pragma_journal_mode j");
	snprintf(want, sizeof want, "1684501364|%d|%d|wal|1", schema_version, c->page);
	assert_string_equal(got, want);
	free(got);
	is_whole(name);
	assert_int_not_equal(access(strcat(name, "-wal"), F_OK), 0);
}

static void names_mean_files(void **state)
{
	UNUSED(state);
	static const char *const names[] = { ":memory:", "file:y.db", "file:z.db?mode=memory" };
	char *back = getcwd(NULL, 0);
	assert_int_equal(chdir(scratch("")), 0);
	for (size_t i = 0; i < COUNTOF(names); i++) {
		store_close(open_store(names[i]));
		assert_int_equal(access(names[i], F_OK), 0);
	}
	struct store *s;
	struct err e = ERR_INIT;
	assert_false(store_open("", &s, &e));
	assert_non_null(strstr(e.msg, "Is a directory"));
	assert_int_equal(chdir(back), 0);
	free(back);
}

static int64_t setting(struct store *s, const char *sql)
{
	sqlite3_stmt *st;
	assert_int_equal(sqlite3_prepare_v2(s->db, sql, -1, &st, NULL), SQLITE_OK);
	assert_int_equal(sqlite3_step(st), SQLITE_ROW);
	int64_t v = sqlite3_column_int64(st, 0);
	sqlite3_finalize(st);
	return v;
}

static void without_a_log_each_commit_waits_for_the_disk(void **state)
{
	UNUSED(state);
	const char *path = new_path();
	struct store *s;
	struct err e = ERR_INIT;
	must(store_open_with(path, &(struct store_hooks){ .vfs = "unix-dotfile" }, &s, &e), &e);
	must(put_batch(s, 0, 3, &e), &e);
	assert_int_equal(setting(s, "PRAGMA synchronous"), 2);
	assert_int_equal(setting(s, "SELECT journal_mode = 'delete' FROM pragma_journal_mode"), 1);
	store_close(s);
	s = open_store(path);
	assert_int_equal(papers_in(s), 3);
	assert_int_equal(setting(s, "PRAGMA synchronous"), 1);
	store_close(s);
	is_whole(path);
}

/* ---- rows: a full disk ---- */

static const struct full {
	int line, pages;
	bool opens;
} full[] = {
	{ __LINE__, 1, false }, { __LINE__, 3, false }, { __LINE__, 8, false },
	{ __LINE__, 20, false }, { __LINE__, 26, true }, { __LINE__, 33, true }, { __LINE__, 60, true }, { __LINE__, 200, true },
};

static void survives_a_full_disk(void **state)
{
	const struct full *c = *state;
	const struct store_hooks hooks = { .max_pages = c->pages };
	const char *path = new_path();
	struct store *s = NULL;
	struct err e = ERR_INIT;
	int kept = 0;
	bool open = store_open_with(path, &hooks, &s, &e);
	assert_int_equal(open, c->opens);
	while (open && kept < 10000 && put_batch(s, kept, kept + 5, &e))
		kept += 5;
	assert_int_equal(e.kind, ERR_STORE);
	assert_non_null(strstr(e.msg, "no space left for the store"));
	if (open) {
		struct err again = ERR_INIT;
		assert_int_equal(papers_in(s), kept);           /* the batch is undone, the store goes on */
		assert_false(store_commit(s, &again));
		assert_int_equal(again.kind, ERR_DEFECT);
		store_close(s);
	}
	s = open_store(path);                                   /* now there is room */
	e = (struct err)ERR_INIT;
	assert_int_equal(papers_in(s), kept);
	must(put_batch(s, kept, kept + 5, &e), &e);
	assert_int_equal(papers_in(s), kept + 5);
	store_close(s);
	is_whole(path);
}

/* The system's own refusal to let a file grow. */
static int write_with_limit(const char *path)
{
	struct rlimit limit = { 500000, 500000 };
	struct store *s;
	struct err e = ERR_INIT;
	signal(SIGXFSZ, SIG_IGN);
	if (setrlimit(RLIMIT_FSIZE, &limit) != 0 || !store_open(path, &s, &e))
		return 3;
	int kept = 0;
	while (kept < 10000 && put_batch(s, kept, kept + 5, &e))
		kept += 5;
	store_close(s);
	return kept == 0 || kept == 10000 ? 4 : e.kind != ERR_STORE ? 5 : 0;
}

static void survives_a_file_size_limit(void **state)
{
	UNUSED(state);
	const char *path = new_path();
	pid_t child = fork();
	if (child == 0)
		_exit(write_with_limit(path));
	assert_int_equal(status_of(child), 0);
	struct store *s = open_store(path);
	int64_t kept = papers_in(s);
	assert_true(kept > 0 && kept % 5 == 0);
	store_close(s);
	is_whole(path);
}

/* ---- damage ---- */

static bool get_hit(void *ctx, const struct store_hit *h, struct err *e)
{
	struct arena a = ARENA_INIT;
	struct paper p;
	bool ok = store_get(ctx, h->row, true, &a, &p, e);
	arena_free(&a);
	return ok;
}

/* Everything that reads, and something that writes. */
static bool use(struct store *s, struct err *e)
{
	struct store_select q = { .undated = true };
	struct store_counts n;
	return store_find(s, &q, get_hit, s, e) && store_count(s, &n, e) && put_big(s, 7, e) && put_big(s, 1000, e);
}

static void damage_is_told(void **state)
{
	UNUSED(state);
	char *path = xstrdup(new_path());
	struct store *s = open_store(path);
	struct err e = ERR_INIT;
	enum { PAGE = 8192 };
	must(put_batch(s, 0, 40, &e), &e);
	store_close(s);
	size_t n;
	char *whole = get_file(path, &n), garbage[PAGE];
	int told = 0, pages = (int)(n / PAGE);
	assert_true(pages > 20);
	memset(garbage, 0xa5, sizeof garbage);
	for (int i = 1; i < pages; i++) {
		const char *broken = new_path();
		put_file(broken, (struct str){ whole, n }, 0644);
		FILE *f = fopen(broken, "r+b");
		assert_true(f && fseek(f, (long)i * PAGE, SEEK_SET) == 0 && fwrite(garbage, PAGE, 1, f) == 1);
		assert_int_equal(fclose(f), 0);
		e = (struct err)ERR_INIT;
		bool ok = store_open(broken, &s, &e);
		ok = ok && use(s, &e);
		told += !ok && e.kind == ERR_STORE && strstr(e.msg, ": the store is damaged") != NULL;
		assert_true(ok || e.kind == ERR_STORE);
		if (s)
			store_close(s);
		s = NULL;
		unlink(broken);
	}
	assert_true(told > pages / 2);  /* an overflow page's text cannot be told from any other text */
	free(whole);
	free(path);
}

static const struct spoilt {
	int line;
	const char *sql, *want;
} spoilt[] = {
	{ __LINE__, "UPDATE summaries SET fields = '5:title\n9=x\n', sum = NULL", "the store is damaged: a summary's fields" },
	{ __LINE__, "UPDATE summaries SET fields = '5:title\n', sum = NULL", "the store is damaged: a summary's fields" },
	{ __LINE__, "UPDATE summaries SET fields = '1=a\n1:a\n', sum = NULL", "the store is damaged: a summary's fields" },
	{ __LINE__, "UPDATE summaries SET fields = 'x', sum = NULL", "the store is damaged: a summary's fields" },
	{ __LINE__, "UPDATE summaries SET fields = '1:a\n99999999999999999999999999=a\n', sum = NULL", "the store is damaged: a summary's fields" },
	{ __LINE__, "UPDATE papers SET authors = '1@a\n', sum = NULL", "the store is damaged: authors of 2401.00001" },
	{ __LINE__, "UPDATE papers SET authors = '1:a\n18446744073709551615:b\n', sum = NULL", "the store is damaged: authors of 2401.00001" },
	{ __LINE__, "UPDATE papers SET authors = '1:a', sum = NULL", "the store is damaged: authors of 2401.00001" },
	{ __LINE__, "UPDATE papers SET authors = '1:ab\n', sum = NULL", "the store is damaged: authors of 2401.00001" },
};

static void spoilt_lists_are_told(void **state)
{
	const struct spoilt *c = *state;
	const char *path = new_path();
	struct err e = ERR_INIT;
	struct store *s = open_store(path);
	must(put_big(s, 1, &e), &e);
	store_close(s);
	run_sql(path, c->sql);
	s = open_store(path);
	assert_false(use(s, &e));
	assert_int_equal(e.kind, ERR_STORE);
	assert_non_null(strstr(e.msg, c->want));
	store_close(s);
}

/* ---- batches and readers ---- */

static void batches_are_whole_or_nothing(void **state)
{
	UNUSED(state);
	const char *path = new_path();
	struct err e = ERR_INIT;
	struct store *s = open_store(path);
	must(store_begin(s, &e), &e);
	assert_false(store_begin(s, &e));
	assert_int_equal(e.kind, ERR_DEFECT);
	must(put_big(s, 1, &e), &e);
	store_close(s);
	s = open_store(path);
	assert_int_equal(papers_in(s), 0);
	assert_false(store_commit(s, &e));
	assert_int_equal(e.kind, ERR_DEFECT);
	must(put_big(s, 1, &e), &e);
	store_close(s);
	s = open_store(path);
	assert_int_equal(papers_in(s), 1);
	store_close(s);
}

static void a_second_writer_waits_then_says_so(void **state)
{
	UNUSED(state);
	const char *path = new_path();
	struct err e = ERR_INIT;
	struct store *a = open_store(path), *b;
	must(store_open_with(path, &(struct store_hooks){ .busy_ms = 30 }, &b, &e), &e);
	must(store_begin(a, &e), &e);
	must(put_big(a, 1, &e), &e);
	assert_false(store_begin(b, &e));
	assert_int_equal(e.kind, ERR_BUSY);
	assert_non_null(strstr(e.msg, "another run is writing to this store"));
	assert_false(put_big(b, 2, &e));
	assert_int_equal(papers_in(b), 0);
	must(store_commit(a, &e), &e);
	must(put_big(b, 2, &e), &e);
	assert_int_equal(papers_in(a), 2);
	store_close(a);
	store_close(b);
}

static void a_read_stands_still(void **state)
{
	UNUSED(state);
	const char *path = new_path();
	struct err e = ERR_INIT;
	struct store *a = open_store(path), *b = open_store(path);
	must(put_big(a, 1, &e), &e);
	must(store_read_begin(b, &e), &e);
	must(put_big(a, 2, &e), &e);
	assert_int_equal(papers_in(b), 1);
	assert_false(put_big(b, 3, &e));
	assert_int_equal(e.kind, ERR_DEFECT);
	store_read_end(b);
	assert_int_equal(papers_in(b), 2);
	must(put_big(b, 3, &e), &e);
	store_read_end(b);
	assert_int_equal(papers_in(a), 3);
	store_close(a);
	store_close(b);
}

static void the_same_again_writes_nothing(void **state)
{
	UNUSED(state);
	struct err e = ERR_INIT;
	struct store *s = open_store(NULL);
	must(put_batch(s, 0, 20, &e), &e);
	int changes = sqlite3_total_changes(s->db);
	assert_true(changes >= 60);
	must(put_batch(s, 0, 20, &e), &e);
	assert_int_equal(sqlite3_total_changes(s->db), changes);
	store_close(s);
}

/* ---- several at once ---- */

enum { WRITERS = 4, EACH = 60, BATCH = 6 };

static int write_share(const char *path, int writer)
{
	struct store *s;
	struct err e = ERR_INIT;
	if (!store_open(path, &s, &e))
		return fprintf(stderr, "%s\n", e.msg), 3;
	for (int i = 0; i < EACH; i += BATCH) {
		int from = writer * EACH + i;
		if (!put_batch(s, from, from + BATCH, &e))
			return fprintf(stderr, "%s\n", e.msg), 4;
	}
	store_close(s);
	return 0;
}

/* From before there is a file: they create it together too. */
static void writers_lose_nothing(void **state)
{
	UNUSED(state);
	for (int round = 0; round < 5; round++) {
		const char *path = new_path();
		pid_t child[WRITERS];
		for (int i = 0; i < WRITERS; i++)
			if ((child[i] = fork()) == 0)
				_exit(write_share(path, i));
		for (int i = 0; i < WRITERS; i++)
			assert_int_equal(status_of(child[i]), 0);
		struct store *s = open_store(path);
		assert_int_equal(papers_in(s), WRITERS * EACH);
		store_close(s);
		is_whole(path);
	}
}

/* ---- killed ---- */

/* Write batches for ever, saying after each commit how many papers are in. */
static void write_for_ever(const char *path, int from, int tell)
{
	struct store *s;
	struct err e = ERR_INIT;
	bool ok = store_open(path, &s, &e);
	for (; ok && put_batch(s, from, from + BATCH, &e); ok = true) {
		from += BATCH;
		if (write(tell, &from, sizeof from) != sizeof from)
			break;
	}
	fprintf(stderr, "%s\n", e.msg);
	_exit(3);
}

/* Kill a writer after so many microseconds, counted from its first word if AT_WORK; what it told of is there, and nothing
 * by halves. The store at PATH goes on with the next one. */
static void kill_one(const char *path, bool at_work, int after_us, int *told)
{
	int ends[2], n;
	assert_int_equal(pipe(ends), 0);
	pid_t child = fork();
	if (child == 0)
		write_for_ever(path, *told, ends[1]);
	close(ends[1]);
	if (at_work && read(ends[0], &n, sizeof n) == sizeof n)
		*told = n;
	usleep((useconds_t)after_us);
	kill(child, SIGKILL);
	assert_int_equal(status_of(child), 128 + SIGKILL);
	while (read(ends[0], &n, sizeof n) == sizeof n)
		*told = n;
	close(ends[0]);
	if (access(path, F_OK) == 0)
		is_whole(path);
	struct store *s = open_store(path);
	int64_t have = papers_in(s);
	assert_true(have == *told || have == *told + BATCH);  /* killed between the commit and the word */
	*told = (int)have;
	store_close(s);
	is_whole(path);
}

static void killed_at_many_moments(void **state)
{
	UNUSED(state);
	const char *path = new_path();
	int told = 0;
	for (int i = 0; i < 40; i++)
		kill_one(path, i % 2, i * 700, &told);
	assert_true(told >= 20 * BATCH);  /* however slow the machine: every other writer had spoken */
}

static void killed_while_creating(void **state)
{
	UNUSED(state);
	for (int i = 0; i < 40; i++) {
		int told = 0;
		kill_one(new_path(), false, i * 150, &told);
	}
}

/* ---- memory ---- */

/* The most memory, in KB, that putting, finding and getting N papers took, in a process of its own. */
static long peak_of(const char *path, int n)
{
	int ends[2];
	long peak = -1;
	assert_int_equal(pipe(ends), 0);
	pid_t child = fork();
	if (child == 0) {
		struct store *s;
		struct err e = ERR_INIT;
		struct rusage u;
		struct store_select q = { .undated = true };
		bool ok = store_open(path, &s, &e);
		for (int i = 0; ok && i < n; i += 500)
			ok = put_batch(s, i, i + 500, &e);
		ok = ok && store_find(s, &q, get_hit, s, &e);
		getrusage(RUSAGE_SELF, &u);
		peak = ok ? u.ru_maxrss : -1;
		_exit(write(ends[1], &peak, sizeof peak) != sizeof peak);
	}
	assert_int_equal(status_of(child), 0);
	assert_int_equal(read(ends[0], &peak, sizeof peak), sizeof peak);
	close(ends[0]);
	close(ends[1]);
	return peak;
}

static void memory_is_flat(void **state)
{
	UNUSED(state);
#ifdef __SANITIZE_ADDRESS__
	skip();  /* the sanitizer's own memory grows */
#endif
	for (int file = 0; file < 2; file++) {
		long few = peak_of(file ? new_path() : NULL, 2500), many = peak_of(file ? new_path() : NULL, 25000);
		assert_true(few > 0 && many > 0);
		if (many > few + 1024 || many > 20 * 1024)
			fail_msg("%ld KB for 2,500 papers, %ld KB for 25,000", few, many);
	}
}

int main(void)
{
	static struct CMUnitTest tests[COUNTOF(refused) + COUNTOF(taken) + COUNTOF(full) + COUNTOF(spoilt) + 16];
	static char names[COUNTOF(tests)][120];
	size_t n = 0;
	for (size_t i = 0; i < COUNTOF(refused); i++, n++)
		tests[n] = row_test(names[n], "refuses", refused[i].line, refused[i].want, refuses, &refused[i]);
	for (size_t i = 0; i < COUNTOF(taken); i++, n++)
		tests[n] = row_test(names[n], "takes", taken[i].line, taken[i].more, takes, &taken[i]);
	for (size_t i = 0; i < COUNTOF(full); i++, n++)
		tests[n] = row_test(names[n], "survives a full disk", full[i].line, "", survives_a_full_disk, &full[i]);
	for (size_t i = 0; i < COUNTOF(spoilt); i++, n++)
		tests[n] = row_test(names[n], "spoilt lists are told", spoilt[i].line, "", spoilt_lists_are_told, &spoilt[i]);
	const struct CMUnitTest rest[] = {
		cmocka_unit_test(names_mean_files),
		cmocka_unit_test(without_a_log_each_commit_waits_for_the_disk),
		cmocka_unit_test(survives_a_file_size_limit),
		cmocka_unit_test(damage_is_told),
		cmocka_unit_test(batches_are_whole_or_nothing),
		cmocka_unit_test(a_second_writer_waits_then_says_so),
		cmocka_unit_test(a_read_stands_still),
		cmocka_unit_test(the_same_again_writes_nothing),
		cmocka_unit_test(writers_lose_nothing),
		cmocka_unit_test(killed_at_many_moments),
		cmocka_unit_test(killed_while_creating),
		cmocka_unit_test(memory_is_flat),
	};
	memcpy(tests + n, rest, sizeof rest);
	n += COUNTOF(rest);
	return _cmocka_run_group_tests("store file", tests, n, NULL, NULL);
}
