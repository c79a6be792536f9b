/* SPDX-License-Identifier: MIT
 * A PDF as text, by poppler's pdftotext: a process of its own, so that what a broken file does to a reader of PDF happens there, within
 * limits of time and of what it may print. */
#include "internal.h"

#include "digest/text.h"
#include "digest/world.h"

struct run {
	struct child *child;
	struct buf out, complaints;
	int status;
	bool ended, too_long;
};

static void on_out(void *ctx, struct str bytes)
{
	struct run *r = ctx;
	buf_adds(&r->out, bytes);
	if (buf_full(&r->out) && !r->too_long) {
		r->too_long = true;
		child_kill(r->child);
	}
}

static void on_complaint(void *ctx, struct str bytes)
{
	struct run *r = ctx;
	buf_adds(&r->complaints, str_head(bytes, r->complaints.max - r->complaints.len));
}

static void on_done(void *ctx, int status)
{
	struct run *r = ctx;
	r->ended = true;
	r->status = status;
}

/* The first line of what it complained, without the path: "Command Line Error: Incorrect password". */
static struct str first_complaint(const struct run *r)
{
	struct str rest = buf_str(&r->complaints), line = STR("");
	return str_cut(&rest, '\n', &line) ? str_head_utf8(str_trim(line), 200) : line;
}

/* Turn the loop until the child has ended. */
static bool wait_for(struct loop *l, struct run *r, struct err *e)
{
	const struct clock *clock = loop_clock(l);
	int64_t end = clock_ticks(clock) + (int64_t)FULLTEXT_PDF_SECONDS * 1000;
	while (!r->ended) {
		int64_t left = end - clock_ticks(clock);
		if (left <= 0)
			return err_set(e, ERR_INPUT, "pdftotext needs more than %d seconds for it", FULLTEXT_PDF_SECONDS);
		if (!loop_turn(l, (int)left, e))
			return false;
	}
	return true;
}

static bool judge(const struct run *r, struct err *e)
{
	struct str complaint = first_complaint(r);
	if (r->too_long)
		return err_set(e, ERR_INPUT, "its text has more bytes than %d", FULLTEXT_MAX_FORM);
	if (str_find(buf_str(&r->complaints), "ncorrect password", 0) != STR_NONE)
		return err_set(e, ERR_INPUT, "the PDF is encrypted");
	if (r->status != 0) {
		struct buf status = BUF_INIT(200);
		child_status_text(r->status, &status);
		err_set(e, ERR_INPUT, "pdftotext cannot read it (%s): %.*s", status.s, STR_ARG(complaint));
		buf_free(&status);
		return false;
	}
	for (size_t i = 0; i < r->out.len; i++)
		if (!is_space((unsigned char)r->out.s[i]))
			return true;
	return err_set(e, ERR_INPUT, "the PDF has no text: it may be a scan");
}

bool fulltext_pdf(struct loop *l, const char *path, struct fulltext *f, struct err *e)
{
	const char *const argv[] = { "pdftotext", "-raw", "-enc", "UTF-8", "--", path, "-", NULL };
	struct run r = { .out = BUF_INIT(FULLTEXT_MAX_FORM), .complaints = BUF_INIT(4096) };
	struct child_options o = { .argv = argv, .out = on_out, .err = on_complaint, .done = on_done, .ctx = &r };
	if (!child_start(l, &o, &r.child, e))
		return err_set(e, ERR_ABSENT, "PDF files are read by pdftotext, which is not there: install poppler-utils (Debian's package)");
	child_close_input(r.child);
	bool ok = wait_for(l, &r, e) && judge(&r, e);
	child_free(r.child);
	if (ok && !utf8_valid(buf_str(&r.out), NULL))
		ok = err_set(e, ERR_INPUT, "what pdftotext printed is no UTF-8");
	ok = ok && fulltext_pdf_text(buf_str(&r.out), f, e);
	buf_free(&r.out);
	buf_free(&r.complaints);
	return ok;
}
