/* SPDX-License-Identifier: MIT
 * JSON: one object a line, or one object over many lines when the first line is a lone brace, as pretty-printers
 * write it. A line that cannot be used is named and counted; the others go on. */
#include <stdlib.h>

#include "digest/world.h"
#include "internal.h"

struct lines {
	struct source *s;
	const struct json_road *road;  /* NULL until an object could be read */
	struct buf part;               /* the beginning of a line whose end has not come; or all of the one object */
	unsigned long line;            /* of the line being gathered */
	unsigned long objects;
	bool begun, one;               /* the first line is in; it was a lone brace */
};

struct lines *lines_new(struct source *s)
{
	struct lines *l = xcalloc(1, sizeof *l);
	l->s = s;
	l->part = (struct buf)BUF_INIT(SOURCE_MAX_LINE);
	l->line = s->lead_lines + 1;
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
	if (l->road->read_text)
		return l->road->read_text(l->s, text, why);
	if (js_type(object) != JS_OBJECT)
		return err_set(why, ERR_INPUT, "%s, not an object", js_type_name(js_type(object)));
	return l->road->read(l->s, object, why);
}

/* Read TEXT into the draft; the first object that is one says which road this is. */
static bool fill_draft(struct lines *l, struct str text, struct js **object, struct err *why)
{
	bool tree = l->road == NULL || l->road->read;
	if (tree && !js_parse(text, object, why))
		return false;
	for (size_t i = 0; l->road == NULL && json_roads[i]; i++)
		if (json_roads[i]->is(*object)) {
			l->road = json_roads[i];
			l->s->result.road = l->road->name;
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

static bool take_line(struct lines *l, struct str line, struct err *e)
{
	struct str text = str_trim(line);
	if (!l->begun && str_is(text, "{")) {
		l->begun = l->one = true;
		buf_adds(&l->part, text);
		buf_addc(&l->part, '\n');
		return true;
	}
	l->begun = true;
	return text.n == 0 || take_object(l, text, false, e);
}

static bool too_long(struct lines *l, struct err *e)
{
	return source_fail(l->s, e, l->line, "%s longer than %d bytes", l->one ? "an object" : "a line", SOURCE_MAX_LINE);
}

bool lines_feed(struct lines *l, struct str utf8, struct err *e)
{
	while (utf8.n && !l->one) {
		const char *lf = memchr(utf8.p, '\n', utf8.n);
		size_t n = lf ? (size_t)(lf - utf8.p) : utf8.n;
		struct str piece = str_head(utf8, n);
		utf8 = str_from(utf8, lf ? n + 1 : n);
		if (lf == NULL || l->part.len) {
			buf_adds(&l->part, piece);
			if (buf_full(&l->part))
				return too_long(l, e);
			if (lf == NULL)
				return true;
			/* take_line() may put the lone brace there: hand it a text of its own. */
			struct buf whole = l->part;
			l->part = (struct buf)BUF_INIT(SOURCE_MAX_LINE);
			bool ok = take_line(l, buf_str(&whole), e);
			if (l->one) {
				buf_free(&whole);
			} else {
				l->part = whole;
				buf_clear(&l->part);
			}
			if (!ok)
				return false;
		} else if (!take_line(l, piece, e)) {
			return false;
		}
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
	if (l->s->result.papers == 0)
		return source_fail(l->s, e, 0, "none of its %lu lines is a record", l->objects);
	return true;
}
