/* SPDX-License-Identifier: MIT
 * The folder of kept texts: a file a version of a paper, ID_vN.zst, packed by zstd. In it a line of JSON that says what is known, and a
 * line with the text's form. A file's time is that of its last use: where there are too many bytes, the oldest ones go. */
#include "src/texts/internal.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "digest/hash.h"
#include "digest/text.h"
#include "digest/vec.h"

enum { FORM = 1, MOST_KEPT = FULLTEXT_MAX_FORM * 2, MOST_PACKED = FULLTEXT_MAX_FORM * 2 };
static const char ending[] = ".zst";

static const char *const state_words[] = {
	[TEXT_UNKNOWN] = "unknown", [TEXT_READ] = "read", [TEXT_NONE] = "none", [TEXT_AWAITED] = "awaited",
};
const char *text_state_word(enum text_state s) { return state_words[s]; }

/* Names of files have no slash: hep-th/9901001 is hep-th_9901001. */
static void path_of(const struct texts *t, const struct paper *p, int version, struct buf *out)
{
	buf_addf(out, "%s/", t->o.folder);
	for (size_t i = 0; i < p->id.n; i++) {
		char c = p->id.p[i];
		buf_addc(out, is_alnum((unsigned char)c) || c == '.' || c == '-' ? c : '_');
	}
	buf_addf(out, "v%d%s", version, ending);
}

bool kept_is(const struct texts *t, const struct paper *p, int version)
{
	struct buf path = BUF_INIT(BUF_UNBOUNDED);
	bool there = t->o.folder != NULL;
	if (there) {
		path_of(t, p, version, &path);
		there = access(path.s, F_OK) == 0;
	}
	buf_free(&path);
	return there;
}

int64_t kept_bytes(const struct texts *t, const struct paper *p, int version)
{
	struct buf path = BUF_INIT(BUF_UNBOUNDED);
	struct stat st = { .st_size = 0 };
	path_of(t, p, version, &path);
	int64_t n = t->o.folder && stat(path.s, &st) == 0 ? (int64_t)st.st_size : 0;
	buf_free(&path);
	return n;
}

/* ---- Reading ---- */

static void touch(const struct texts *t, const char *path)
{
	struct timespec now = { .tv_sec = (time_t)clock_now(t->o.clock) };
	(void)utimensat(AT_FDCWD, path, (struct timespec[2]){ now, now }, 0);  /* else it goes a bit earlier */
}

static struct str text_at(const struct js *v, const char *key, struct arena *a)
{
	struct str s = js_str(js_get(v, key));
	return str_known(s) ? arena_dup(a, s) : STR("");
}

static int64_t number_at(const struct js *v, const char *key)
{
	int64_t n = 0;
	return js_int(js_get(v, key), &n) ? n : 0;
}

static bool read_kept(struct str bytes, struct arena *a, struct kept *ret, struct err *e)
{
	struct str line;
	struct js *head = NULL;
	struct str rest = bytes;
	if (!str_cut(&rest, '\n', &line) || !js_parse(line, &head, e))
		return err_set(e, ERR_INPUT, "damaged: it does not begin as it should");
	struct kept k = { .version = (int)number_at(head, "version"), .first = number_at(head, "first"), .asked = number_at(head, "asked"),
		          .why = text_at(head, "why", a), .url = text_at(head, "url", a), .etag = text_at(head, "etag", a),
		          .last_modified = text_at(head, "last_modified", a), .hash = text_at(head, "sha256", a),
		          .pdf_unread = number_at(head, "pdf_unread") != 0 };
	struct str word = js_str(js_get(head, "state"));
	bool ok = number_at(head, "form") == FORM;
	for (size_t i = 0; i < COUNTOF(state_words); i++)
		if (str_is(word, state_words[i]))
			k.state = (enum text_state)i;
	js_free(head);
	if (!ok || k.state == TEXT_UNKNOWN)
		return err_set(e, ERR_INPUT, "of a form that this version does not know");
	k.text = k.state == TEXT_READ ? arena_dup(a, str_trim(rest)) : STR("");
	*ret = k;
	return true;
}

void kept_get(const struct texts *t, const struct paper *p, int version, struct arena *a, struct kept *ret)
{
	struct buf path = BUF_INIT(BUF_UNBOUNDED), packed = BUF_INIT(MOST_PACKED), bytes = BUF_INIT(MOST_KEPT);
	struct err e = ERR_INIT;
	*ret = (struct kept){ .state = TEXT_UNKNOWN };
	if (!kept_is(t, p, version))
		return;
	path_of(t, p, version, &path);
	if (file_read(path.s, &packed, &e) && zstd_unpack(buf_str(&packed), &bytes, &e) && read_kept(buf_str(&bytes), a, ret, &e)) {
		if (!t->o.untouched)
			touch(t, path.s);
	} else if (t->o.untouched) {
		log_note(t->o.log, "%s: %s", path.s, e.msg);
	} else {
		log_note(t->o.log, "%s: %s; it is removed, and the text is asked for anew", path.s, e.msg);
		unlink(path.s);
	}
	buf_free(&path);
	buf_free(&packed);
	buf_free(&bytes);
}

/* ---- Room ---- */

struct old {
	char *name;
	int64_t used;
	int64_t bytes;
};

static int by_use(const void *x, const void *y)
{
	const struct old *a = x, *b = y;
	return a->used != b->used ? (a->used > b->used) - (a->used < b->used) : strcmp(a->name, b->name);
}

/* Remove those that were unused for longest, until the folder has no more bytes than it may. The file BUT stays. */
static void make_room(const struct texts *t, const char *but)
{
	VEC(struct old) all = VEC_INIT;
	int64_t sum = 0;
	struct stat st;
	DIR *d = opendir(t->o.folder);
	for (struct dirent *f; d && (f = readdir(d)) != NULL;)
		if (str_ends(str_of(f->d_name), ending) && fstatat(dirfd(d), f->d_name, &st, 0) == 0) {
			*vec_push(&all) = (struct old){ xstrdup(f->d_name), (int64_t)st.st_mtime, (int64_t)st.st_size };
			sum += (int64_t)st.st_size;
		}
	if (all.n && sum > t->o.most_bytes)
		qsort(all.v, all.n, sizeof *all.v, by_use);
	for (size_t i = 0; i < all.n; i++) {
		bool goes = sum > t->o.most_bytes && strcmp(but, all.v[i].name) != 0;
		if (goes && unlinkat(dirfd(d), all.v[i].name, 0) == 0)
			sum -= all.v[i].bytes;
		free(all.v[i].name);
	}
	vec_free(&all);
	if (d)
		closedir(d);
}

/* ---- Writing ---- */

static void put_member(struct buf *b, const char *name, struct str value)
{
	if (str_empty(value))
		return;
	buf_addf(b, ",\"%s\":", name);
	js_put_string(b, value);
}

static void write_kept(const struct kept *k, struct buf *out)
{
	struct hash h;
	char hex[HASH_HEX_SIZE];
	buf_addf(out, "{\"form\":%d,\"state\":\"%s\",\"version\":%d,\"first\":%lld,\"asked\":%lld,\"pdf_unread\":%d", FORM, text_state_word(k->state),
	         k->version, (long long)k->first, (long long)k->asked, k->pdf_unread);
	put_member(out, "why", k->why);
	put_member(out, "url", k->url);
	put_member(out, "etag", k->etag);
	put_member(out, "last_modified", k->last_modified);
	if (k->state == TEXT_READ) {
		hash_init(&h);
		hash_add(&h, k->text);
		hash_hex(&h, hex);
		put_member(out, "sha256", str_of(hex));
	}
	buf_addz(out, "}\n");
	buf_adds(out, k->text);
	buf_addc(out, '\n');
}

bool kept_put(const struct texts *t, const struct paper *p, const struct kept *k, struct err *e)
{
	struct buf path = BUF_INIT(BUF_UNBOUNDED), bytes = BUF_INIT(BUF_UNBOUNDED), packed = BUF_INIT(BUF_UNBOUNDED);
	struct file_out *f = NULL;
	bool changed;
	if (t->o.folder == NULL)
		return true;
	path_of(t, p, k->version, &path);
	write_kept(k, &bytes);
	bool ok = zstd_pack(buf_str(&bytes), &packed, e) && file_create(path.s, &f, e) && file_write(f, buf_str(&packed), e);
	if (ok) {
		struct file_out *whole = f;
		f = NULL;
		ok = file_commit(whole, &changed, e);
	}
	file_abandon(f);
	if (ok) {
		touch(t, path.s);
		make_room(t, strrchr(path.s, '/') + 1);
	}
	buf_free(&path);
	buf_free(&bytes);
	buf_free(&packed);
	return ok;
}
