/* SPDX-License-Identifier: MIT
 * Server-sent events, as the HTML standard has them (9.2.6, "Interpreting an event stream"): lines end in CR LF, LF or CR, a line with
 * ":" at its start is a comment, data: lines of one event are joined by LF, an empty line ends the event. Bytes may come in any pieces.
 *
 * One thing is done differently: the standard throws away an event that no empty line ends, and servers forget that line; here the end
 * of the stream ends it. What was cut in two is told by its reader, for it is no JSON. */
#include "internal.h"

void events_init(struct events *v, size_t most, events_fn *fn, void *ctx)
{
	*v = (struct events){ .line = BUF_INIT(most), .data = BUF_INIT(most), .name = BUF_INIT(most), .fn = fn, .ctx = ctx };
}

void events_free(struct events *v)
{
	buf_free(&v->line);
	buf_free(&v->data);
	buf_free(&v->name);
}

static void dispatch(struct events *v)
{
	struct str data = buf_str(&v->data);
	if (v->any)
		v->fn(v->ctx, buf_str(&v->name), str_head(data, data.n - 1));  /* without the last line's LF */
	v->any = false;
	buf_clear(&v->data);
	buf_clear(&v->name);
}

static void take_line(struct events *v)
{
	struct str line = buf_str(&v->line), name, value = STR("");
	if (!v->begun && str_starts(line, "\xef\xbb\xbf"))
		line = str_from(line, 3);
	v->begun = true;
	if (line.n == 0) {
		dispatch(v);
		return;
	}
	size_t colon = str_find(line, ":", 0);
	name = colon == STR_NONE ? line : str_head(line, colon);
	if (colon != STR_NONE)
		value = str_from(line, colon + 1);
	if (str_starts(value, " "))
		value = str_from(value, 1);
	if (str_is(name, "data")) {
		v->any = true;
		buf_adds(&v->data, value);
		buf_addc(&v->data, '\n');
	} else if (str_is(name, "event")) {
		buf_clear(&v->name);
		buf_adds(&v->name, value);
	}
}

static void end_line(struct events *v)
{
	take_line(v);
	buf_clear(&v->line);
}

bool events_put(struct events *v, struct str bytes)
{
	for (size_t i = 0; i < bytes.n;) {
		if (bytes.p[i] == '\n' && v->cr) {  /* the second half of CR LF */
			v->cr = false;
			i++;
			continue;
		}
		size_t from = i;
		while (i < bytes.n && bytes.p[i] != '\n' && bytes.p[i] != '\r')
			i++;
		buf_add(&v->line, bytes.p + from, i - from);
		v->cr = false;
		if (i < bytes.n) {
			v->cr = bytes.p[i++] == '\r';
			end_line(v);
		}
	}
	return !buf_full(&v->line) && !buf_full(&v->data);
}

void events_end(struct events *v)
{
	if (v->line.len > 0)
		end_line(v);
	dispatch(v);
}
