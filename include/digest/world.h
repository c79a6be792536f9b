/* SPDX-License-Identifier: MIT
 * The outside: time, files, processes, hosts. */
#ifndef DIGEST_WORLD_H
#define DIGEST_WORLD_H

#include <sys/types.h>

#include "digest/buf.h"
#include "digest/err.h"
#include "digest/log.h"

/* ---- The clock ---- */

/* What a run takes its time from. It is passed to all that decides by the time; NULL: the machine's clocks. */
struct clock {
	bool fixed;                   /* the time of day stands at AT: a recording, its replay, tests */
	int64_t at;                   /* seconds since 1970, UTC */
	int64_t booted;               /* of a fixed one: what clock_booted() says */
	int64_t ahead_ms;             /* added to what waiting is measured by: a test turns it to let time pass */
};
/* The last second of the year 9999: what RFC 3339 can still write. */
#define CLOCK_LAST INT64_C(253402300799)
/* Seconds since 1970, UTC. */
int64_t clock_now(const struct clock *c);
/* The moment at which the machine was started, by its time of day: it moves by as much as the time of day is set, and else
 * with a new start alone. Seconds since 1970. */
int64_t clock_booted(const struct clock *c);
/* Milliseconds that only grow: for waiting. They pass where the time of day is fixed, too. */
int64_t clock_ticks(const struct clock *c);
/* "2026-11-21T08:30:00Z" */
void clock_rfc3339(int64_t t, struct buf *out);

/* ---- Files ---- */

/* Read all of PATH into OUT, which has the limit. ERR_FILE; ERR_INPUT if it is larger than OUT may be. */
bool file_read(const char *path, struct buf *out, struct err *e) NODISCARD;

/* A file being written: to a temporary file beside PATH, renamed over it at the end, and only if the bytes differ
 * from what is there. A symbolic link stays, its target is replaced; permissions stay as they were, a new file gets
 * the umask's. What is no regular file, or is named under /dev or /proc (/dev/stdout), is written directly.
 * Errors of all: ERR_FILE with PATH and the reason; ERR_READER_LEFT for a pipe without a reader. */
struct file_out;
/* Missing folders are made. On success *RET is the caller's: file_commit() or file_abandon(). */
bool file_create(const char *path, struct file_out **ret, struct err *e) NODISCARD;
bool file_write(struct file_out *f, struct str bytes, struct err *e) NODISCARD;
/* Finish: *CHANGED says whether PATH was replaced. F is freed either way. On failure PATH is as it was. */
bool file_commit(struct file_out *f, bool *changed, struct err *e) NODISCARD;
/* Give up: PATH is as it was. NULL is fine. */
void file_abandon(struct file_out *f);

/* Takes a stream's bytes as they come, borrowed during the call. False, with E set, stops the stream. */
typedef bool bytes_fn(void *ctx, struct str bytes, struct err *e);
/* Read a stream as it comes, in pieces of at most 64 KiB. What begins with gzip's magic (RFC 1952) is inflated, any
 * number of members. PATH "-" is standard input. ERR_FILE with PATH; ERR_INPUT without it: gzip data that is broken
 * or ends early; or FN's error. What came before the error was handed to FN. */
bool file_stream(const char *path, bytes_fn *fn, void *ctx, struct err *e) NODISCARD;

/* Pack BYTES as Zstandard (RFC 8878), with a checksum; appended to OUT. ERR_DEFECT. */
bool zstd_pack(struct str bytes, struct buf *out, struct err *e) NODISCARD;
/* The opposite; OUT has the limit. ERR_INPUT: damaged, cut, something behind it, or larger than OUT may be. */
bool zstd_unpack(struct str bytes, struct buf *out, struct err *e) NODISCARD;

/* ---- The loop: one poll for all that is under way ---- */

struct loop;
/* CLOCK (NULL: the machine's) is borrowed until loop_free(): what is started on the loop has its time from it. */
struct loop *loop_new(const struct clock *clock);
const struct clock *loop_clock(const struct loop *l);  /* NULL: the machine's */
/* What was started on it must have been freed before. NULL is fine. */
void loop_free(struct loop *l);

/* Wait until something happens or TIMEOUT_MS passed (-1: no limit), and call what is due. A signal ends the wait, too:
 * true, nothing called. ERR_DEFECT: there is nothing to wait for, or poll() failed. ERR_INTERRUPTED. */
bool loop_turn(struct loop *l, int timeout_ms, struct err *e) NODISCARD;

/* From here on SIGINT, SIGTERM and SIGHUP do not end the process: the turn of L in which one comes fails with
 * ERR_INTERRUPTED, and so do those after it; a second one ends the process. Those that were ignored stay so. */
struct interrupt;
struct interrupt *interrupt_new(struct loop *l);
/* As it was before; to be called before loop_free(). Returns the signal that came, which the caller should end by, or 0.
 * NULL is fine. */
int interrupt_free(struct interrupt *i);

/* ---- Open files ---- */

/* Let this process have at least N files open at a time, as far as it may (the hard limit). Returns how many it may. */
size_t files_raise_limit(size_t n);

/* ---- Children ---- */

struct child;
struct child_options {
	const char *const *argv;         /* argv[0] is looked up on PATH; no shell. Not kept */
	const char *const *env_without;  /* variables that the child must not see; NULL-ended; may be NULL. Not kept */
	/* Called with bytes from standard output / standard error as they come; NULL: they are thrown away. */
	void (*out)(void *ctx, struct str bytes);
	void (*err)(void *ctx, struct str bytes);
	/* Called once, when the child has ended and both pipes are closed. STATUS as from waitpid(), -1: unknown. */
	void (*done)(void *ctx, int status);
	void *ctx;
};
/* Start a child in a process group of its own, which it does not outlive: processes that are still in the group half a second
 * after the child's end is killed. On success *RET is the caller's: child_free(), from a callback too.
 * ERR_SUMMARIZER: no such command, or it cannot be started. */
bool child_start(struct loop *l, const struct child_options *o, struct child **ret, struct err *e) NODISCARD;
/* Queue bytes for its standard input; thrown away if that is not open any more. */
void child_write(struct child *c, struct str bytes);
/* Bytes queued and not yet taken. */
size_t child_backlog(const struct child *c);
/* No more input: close its standard input when the queue is empty. */
void child_close_input(struct child *c);
/* Whether it can still be written to: false after child_close_input(), and when the child closed it itself. */
bool child_input_open(const struct child *c);
/* Kill its whole process group. done() still comes. */
void child_kill(struct child *c);
/* Forget it: kills it if it lives; no callback comes any more. NULL is fine. */
void child_free(struct child *c);
/* "exit status 3", "killed by signal 9 (Killed)" */
void child_status_text(int status, struct buf *out);

/* ---- The desktop ---- */

/* Have ADDRESS, an address or a path that begins with no "-", opened by xdg-open, which goes on without us. ERR_ABSENT: there is no such
 * command, or it says within a few seconds that it could not. */
bool browser_open(const char *address, struct err *e) NODISCARD;

/* ---- Transfers ---- */

struct http_header {
	const char *name, *value;
	bool secret;                  /* not recorded, and no redirect is followed with it. Authorization, Cookie, Api-Key,
	                               * Proxy-Authorization and names ending in -key, -token, -secret always are */
};
struct http_options {
	const char *url;              /* http or https, and so is every redirect's target */
	const char *user_agent;       /* NULL: none */
	const char *accept;           /* NULL: any */
	const struct http_header *headers;  /* more of them */
	size_t n_headers;
	struct str body;              /* known: a POST of these bytes (Content-Type is one of HEADERS); STR_NULL: a GET */
	long connect_timeout_s, silence_timeout_s, total_timeout_s;  /* 0: none */
	size_t max_bytes;             /* of the body, decoded; 0: no limit */
	int max_redirects;            /* 0: none are followed */
	bool any_status;              /* the body goes to the caller whatever the status, which then is no error */
	bool close_after;             /* do not keep the connection for the next transfer */
};
/* What the host said; strings are valid until http_get() returns, or the transfer is freed. STR_NULL: not given. */
struct http_reply {
	long status;
	struct str content_type;
	struct str charset;           /* its parameter, without quotes */
	struct str url;               /* the last one, after redirects */
	struct str etag, last_modified;
	struct str redirect;          /* where a redirect that was not followed leads: an address in full */
	struct str proxy;             /* that may have answered in the host's place, without its password, and where it is named; "": none. A
	                               * tunnel's end (https) is the host */
	int64_t retry_after_s;        /* from now, 0 for a moment that is past; -1: not given */
	struct str head;              /* the last reply's status line and header, lines ended by CR LF */
	int64_t received;             /* when it came, by the loop's clock: seconds since 1970, UTC */
	int64_t host_time;            /* what the host's clock showed then: its Date, and Age for a reply from a cache; -1: not said */
};
/* The value of the header NAME (any case) in HEAD, without white space around it; the last one if there are several.
 * STR_NULL: it is not there. */
struct str http_head_value(struct str head, const char *name);
/* Get a URL; the body comes to FN in pieces, only for status 200, with Content-Encoding undone and a gzip file
 * inflated. REPLY (may be NULL) is filled before FN is called the first time. Proxies, and CURL_CA_BUNDLE or
 * SSL_CERT_FILE, come from the environment, as curl takes them.
 * Errors, without the URL: ERR_USAGE (not an http or https address), ERR_NET, ERR_NET_TEMP, ERR_BUSY (429) with what
 * the host said in short, ERR_INPUT (larger than max_bytes, broken gzip), or FN's error. */
bool http_get(const struct http_options *o, bytes_fn *fn, void *ctx, struct http_reply *reply, struct err *e) NODISCARD;

/* Many at a time on a loop: what they share is connections, names looked up, and the recording. */
struct http;
struct http_pool {
	struct loop *loop;
	int per_host;                 /* transfers under way at one host (scheme, name, port), the others wait; 0: no limit */
	int keep;                     /* connections that stay open when nothing is under way; 0: a few */
	const char *record_dir;       /* NULL: none. Every exchange is written there, see below; made if it is missing */
	const char *replay_dir;       /* NULL: none. Requests are answered from there; nothing goes over a network */
};
/* On success *RET is the caller's: http_close(), after its transfers were freed. ERR_FILE; ERR_USAGE: RECORD_DIR holds a
 * recording already, REPLAY_DIR holds none; ERR_INPUT: a recording that cannot be read. */
bool http_open(const struct http_pool *o, struct http **ret, struct err *e) NODISCARD;
void http_close(struct http *h);  /* NULL is fine. Not from a callback */
bool http_replays(const struct http *h);  /* NULL: false */
/* When the recording that is replayed was begun, for clocks that are to stand there; 0: nothing is replayed. */
int64_t http_recorded_at(const struct http *h);

struct transfer;
struct http_callbacks {
	/* The reply's head is there: before the first body(), and before done() without error. May be NULL. False: stop. */
	bool (*head)(void *ctx, const struct http_reply *r, struct err *e);
	bytes_fn *body;
	/* Called once, from loop_turn(). E: NULL, or what went wrong, as http_get() says it. R->status is 0: no reply came. */
	void (*done)(void *ctx, const struct http_reply *r, const struct err *e);
	void *ctx;
};
/* Never fails: what is wrong comes to done(). Nothing of O is kept. The result is the caller's: transfer_free(), from a
 * callback too. */
struct transfer *http_start(struct http *h, const struct http_options *o, const struct http_callbacks *c) NODISCARD;
/* Forget it: it is stopped if it is under way; no callback comes any more. NULL is fine. */
void transfer_free(struct transfer *t);

/* A recording is a folder of text that a person can read:
 *   recording    "digest recording 1", LF, "begun 2026-11-21T08:30:00Z", LF
 *   0001.http    the request: "GET http://… HTTP/1.1", header lines, an empty line; the reply's head, if one came, and an
 *                empty line; then how it ended: "ended complete" or "ended KIND: MESSAGE" (KIND as err_name() says it),
 *                before that "address http://…" if libcurl followed redirects. Lines end in LF. Secret headers' values
 *                and cookies are "(left out)", what stands before the @ of an address is missing
 *   0001.body    the reply's bytes with Content-Encoding undone; missing: none came
 *   0001.sent    the bytes that were POSTed; missing: a GET
 * Each hop of a redirect that the fetcher follows is an exchange; the numbers are the order of the requests.
 * A replay answers a request by the first exchange not yet used that has its method, address and sent bytes, failures
 * included, and waits for nothing; where there is none, the request ends with ERR_INPUT "the recording has no (further)
 * reply to GET http://…". */

/* ---- Asking hosts, politely ---- */

/* One request at a time, and never closer than the interval: to a host, over all processes of the user. All hosts under
 * arxiv.org count as one. A small file a host under STATE_DIR, locked while a request is under way, holds when the next
 * one may start and until when the host wants to be left alone; a process that is killed leaves it in order. */
struct fetcher;
struct fetch_plan {
	const char *url;
	const char *why;              /* as the request says; NULL: it does not */
	int64_t wait_ms;              /* that would be waited before it, after the one before */
};
/* 0 and NULL mean the default in brackets; -1 for a number: none, no waiting, no limit. Strings are copied. */
struct fetcher_options {
	struct loop *loop;            /* is turned while waiting: children and other transfers go on */
	struct http *http;            /* on the same loop; may be NULL in a dry run */
	const struct log *log;        /* what is asked, tried again, waited for: LOG_INFO. NULL: silence */
	const char *state_dir;        /* "…/digest"; made if missing. Not used by replays. NULL: this process alone counts */
	const char *contact;          /* for the host's people, in the User-Agent "digest/VERSION (CONTACT)" [none] */
	int64_t interval_ms;          /* at least, from one reply's head (or end) to the next request [3000] */
	int tries;                    /* requests in all for one fetch(), redirects not counted [5] */
	int64_t budget_ms;            /* for one fetch(), from its first request on: no try begins later [600000] */
	int64_t first_delay_ms;       /* before the second try; then twice as long each time, up to */
	int64_t most_delay_ms;        /*   this; each up to half as long again by chance [3000, 60000] */
	int64_t most_retry_after_s;   /* a longer Retry-After is not waited for: it becomes a pause [120] */
	int64_t pause_s;              /* after 429 without Retry-After [900] */
	int64_t refused_pause_s;      /* after 403 [3600] */
	int64_t most_pause_s;         /* the longest that a host may ask for [86400] */
	int64_t turn_wait_ms;         /* for other processes that ask the same host [600000] */
	long connect_timeout_s, silence_timeout_s, total_timeout_s;  /* of one request [20, 60, 600] */
	size_t max_bytes;             /* of one body, decoded [256 MiB] */
	int max_redirects;            /* within http and https; each is a request as any other [5] */
	/* Instead of asking anything: told of each request. May be NULL. */
	void (*dry_run)(void *ctx, const struct fetch_plan *p);
	void *dry_run_ctx;
};
/* On success *RET is the caller's: fetcher_close(), before HTTP goes. ERR_FILE: no folder can be made at STATE_DIR. */
bool fetcher_open(const struct fetcher_options *o, struct fetcher **ret, struct err *e) NODISCARD;
void fetcher_close(struct fetcher *f);  /* NULL is fine */

struct fetch_request {
	const char *url;
	const char *why;              /* for people: "the feed of cs.CL"; may be NULL */
	const char *accept;           /* NULL: any */
	const char *etag, *last_modified;  /* as an earlier reply gave them: FETCH_UNCHANGED if that still holds. NULL: none */
	size_t max_bytes;             /* of the body, decoded; 0: the fetcher's limit */
	bool once;                    /* one try is enough: it is not worth waiting for */
	/* Requests of one KIND ("texts") to a host keep an interval of their own between them, over all processes, beside the one that
	 * holds for all requests there. AT_ONCE: this one does not wait for that, but those after it do. NULL: no such kind. */
	const char *kind;
	int64_t kind_interval_ms;
	bool at_once;
	/* 403, 404, 410 and 500 are answers as 200 is: the reply's status says which, and its body comes to the callbacks. With a
	 * 403 and ERR_BUSY from end() it is none after all: the host wants to be left alone. */
	bool any_answer;
	/* A reply with status 200 comes to these; begin() at the start of EACH try, as a body may be cut: what came before
	 * it is void. end(): all of it came. begin and end may be NULL. False stops; with ERR_NET_TEMP the try counts as
	 * failed and there may be another one (the body is incomplete, or is no answer: an error page), any other kind ends
	 * the fetch. */
	bool (*begin)(void *ctx, const struct http_reply *r, struct err *e);
	bytes_fn *body;
	bool (*end)(void *ctx, struct err *e);
	void *ctx;
};
enum fetch_outcome {
	FETCH_DONE,
	FETCH_UNCHANGED,              /* 304: no callback was called */
	FETCH_DRY,                    /* a dry run: nothing was asked */
};
struct fetch_reply {
	enum fetch_outcome outcome;
	long status;                  /* of FETCH_DONE: 200, or what any_answer lets through */
	const char *url;              /* the last one, after redirects. Strings: until the next fetch() or fetcher_close() */
	const char *etag, *last_modified;  /* for the next time; NULL: not given (FETCH_UNCHANGED: those before hold) */
	int requests;                 /* that were made */
	int64_t bytes;                /* of the body */
	int64_t waited_ms;            /* in all, for the host's sake */
};
/* Ask, and again if that can help: 406, 408, 425, 429, 5xx, cut bodies, connections that fail, time-outs, begin, body or
 * end with ERR_NET_TEMP. Not to be called from the loop's callbacks. REPLY may be NULL; it is written only on success.
 * Errors, without the URL: ERR_BUSY "HOST asked for a pause until …" (403 at once; 429, and others with Retry-After, after
 * the last try; or kept from earlier: then nothing was asked) or "another run is asking HOST"; ERR_NET_TEMP after the last
 * try; ERR_NET, ERR_USAGE, ERR_INPUT as http_get(); ERR_FILE: the host's state file, the recording; or a callback's. */
bool fetch(struct fetcher *f, const struct fetch_request *q, struct fetch_reply *reply, struct err *e) NODISCARD;

/* What hosts said of the time, one for each; of several replies the newest counts, and none that a gateway gave in its place. Valid
 * until the next fetch(). Returns how many there are. */
struct fetch_clock {
	const char *host;             /* "oaipmh.arxiv.org" */
	int64_t ahead;                /* seconds that our clock is ahead of the host's; behind: less than 0 */
};
size_t fetcher_clocks(const struct fetcher *f, const struct fetch_clock **ret);

/* Call FN for each pause under STATE_DIR that is not over by CLOCK. No folder: none. ERR_FILE. */
struct fetch_pause {
	const char *host;             /* "arxiv.org" */
	int64_t until;                /* seconds since 1970, UTC */
	const char *why;              /* "the host answered 429" */
};
bool fetch_pauses(const char *state_dir, const struct clock *clock, void (*fn)(void *ctx, const struct fetch_pause *p), void *ctx,
                  struct err *e) NODISCARD;

/* The version of libcurl that this was compiled with, "NAME/VERSION". */
extern const char http_library[];
/* The same of zlib. */
extern const char gunzip_library[];
/* And of libzstd. */
extern const char zstd_library[];

#endif
