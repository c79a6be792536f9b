/* SPDX-License-Identifier: MIT
 * JSON: one object a line, or one object over many lines when the first line is a lone brace, as pretty-printers
 * write it. A line that cannot be used is named and counted; the others go on. */
#include <stdlib.h>

#include "digest/text.h"
#include "internal.h"

struct lines {
	struct source *s;
	const struct json_format *const *formats;
	const struct json_format *format;  /* NULL until an object could be read */
	struct buf part;               /* the beginning of a line whose end has not come; or all of the one object */
	unsigned long line;            /* of the line being gathered */
	unsigned long objects;
	bool begun, one;               /* the first line is in; it was a lone brace */
	bool doubt;                    /* the first line is no object, the second is not there yet */
	bool skip;                     /* the rest of a line that is too long */
};

bool lines_in_doubt(const struct lines *l) { return l->doubt; }

struct lines *lines_new(struct source *s, const struct json_format *const *formats, bool doubt)
{
	struct lines *l = xcalloc(1, sizeof *l);
	l->s = s;
	l->formats = formats;
	l->part = (struct buf)BUF_INIT(SOURCE_MAX_LINE);
	l->line = s->lead_lines + 1;
	l->doubt = doubt;
	return l;
}

void lines_free(struct lines *l)
{
	if (l == NULL)
		return;
	buf_free(&l->part);
	free(l);
}

/* ---- One object ---- */

static bool read_object(struct lines *l, struct str text, const struct js *object, struct err *why)
{
	if (l->format->read_text)
		return l->format->read_text(l->s, text, why);
	if (js_type(object) != JS_OBJECT)
		return err_set(why, ERR_INPUT, "%s, not an object", js_type_name(js_type(object)));
	return l->format->read(l->s, object, why);
}

/* Read TEXT into the draft; the first object that is one says which format this is. */
static bool fill_draft(struct lines *l, struct str text, struct js **object, struct err *why)
{
	bool tree = l->format == NULL || l->format->read;
	if (tree && !js_parse(text, object, why))
		return false;
	for (size_t i = 0; l->format == NULL && l->formats[i]; i++)
		if (l->formats[i]->is(*object)) {
			l->format = l->formats[i];
			l->s->result.format = l->format->name;
		}
	return read_object(l, text, *object, why);
}

/* False only if the sink stops, or, with FATAL, if TEXT cannot be used. */
static bool take_object(struct lines *l, struct str text, bool fatal, struct err *e)
{
	struct err why = ERR_INIT;
	struct js *object = NULL;
	bool ok = true;
	l->objects++;
	draft_begin(l->s, l->line);
	if (fill_draft(l, text, &object, &why))
		ok = draft_put(l->s, e);
	else if (fatal)
		ok = source_fail(l->s, e, 0, "%s", why.msg);
	else
		source_skip(l->s, l->line, "%s", why.msg);
	js_free(object);
	return ok;
}

/* ---- Lines ---- */

static bool not_lines(struct lines *l, struct err *e)
{
	struct buf what = BUF_INIT(ERR_MSG_SIZE);
	source_describe(l->s, &what);
	source_fail(l->s, e, l->s->lead_lines + 1, "%s", what.s);
	buf_free(&what);
	return false;
}

/* The first line was no object: a broken one among others, or is this something else? The second one tells. */
static bool settle_doubt(struct lines *l, struct str text, struct err *e)
{
	if (l->begun && !str_starts(text, "{"))
		return not_lines(l, e);
	if (l->begun) {
		struct buf what = BUF_INIT(ERR_MSG_SIZE);
		source_describe(l->s, &what);
		source_skip(l->s, l->s->lead_lines + 1, "%s", what.s);
		buf_free(&what);
		l->doubt = false;
	}
	return true;
}

static bool take_line(struct lines *l, struct str line, struct err *e)
{
	struct str text = str_trim(line);
	if (l->doubt && text.n > 0) {
		if (!settle_doubt(l, text, e))
			return false;
		if (l->doubt) {
			l->begun = true;
			l->objects++;
			return true;
		}
	}
	if (!l->begun && str_is(text, "{")) {
		l->begun = l->one = true;
		buf_adds(&l->part, text);
		buf_addc(&l->part, '\n');
		return true;
	}
	l->begun = true;
	return text.n == 0 || take_object(l, text, false, e);
}

/* Too long: one object over many lines is lost, of lines only this one. */
static bool too_long(struct lines *l, struct err *e)
{
	if (l->doubt)
		return not_lines(l, e);
	if (l->one)
		return source_fail(l->s, e, l->line, "an object longer than %d bytes", SOURCE_MAX_LINE);
	source_skip(l->s, l->line, "a line longer than %d bytes", SOURCE_MAX_LINE);
	l->begun = l->skip = true;
	l->objects++;
	buf_clear(&l->part);
	return true;
}

/* The end of a line that came in parts. */
static bool take_parts(struct lines *l, struct err *e)
{
	/* take_line() may put the lone brace into part: hand it a text of its own. */
	struct buf whole = l->part;
	l->part = (struct buf)BUF_INIT(SOURCE_MAX_LINE);
	bool ok = l->skip || take_line(l, buf_str(&whole), e);
	l->skip = false;
	if (l->one) {
		buf_free(&whole);
	} else {
		l->part = whole;
		buf_clear(&l->part);
	}
	return ok;
}

bool lines_feed(struct lines *l, struct str utf8, struct err *e)
{
	while (utf8.n && !l->one) {
		const char *lf = memchr(utf8.p, '\n', utf8.n);
		size_t n = lf ? (size_t)(lf - utf8.p) : utf8.n;
		struct str piece = str_head(utf8, n);
		utf8 = str_from(utf8, lf ? n + 1 : n);
		bool parts = lf == NULL || l->part.len || l->skip;
		if (parts && !l->skip) {
			buf_adds(&l->part, piece);
			if (buf_full(&l->part) && !too_long(l, e))
				return false;
		}
		if (lf == NULL)
			return true;
		if (!(parts ? take_parts(l, e) : take_line(l, piece, e)))
			return false;
		l->line++;
	}
	buf_adds(&l->part, utf8);
	return !buf_full(&l->part) || too_long(l, e);
}

bool lines_finish(struct lines *l, struct err *e)
{
	struct str rest = buf_str(&l->part);
	if (l->one)
		return take_object(l, rest, true, e);
	if (rest.n && !take_line(l, rest, e))
		return false;
	if (l->doubt)
		return not_lines(l, e);
	if (l->s->result.papers == 0 && !(l->objects == 0 && l->s->may_be_empty))
		return source_fail(l->s, e, 0, "none of its %lu lines is a record", l->objects);
	return true;
}
