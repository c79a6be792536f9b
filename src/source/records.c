/* SPDX-License-Identifier: MIT
 * The project's own records, one JSON object a line (data/README.md): paper/json.c reads them. */
#include "digest/text.h"
#include "internal.h"

static bool is_record(const struct js *object)
{
	UNUSED(object);
	return true;  /* the last that is asked; what is wrong with an object, the reader says */
}

static bool read_record(struct source *s, struct str object, struct err *e)
{
	struct raw_paper *raw = &s->draft.raw;
	raw->form = FORM_RECORD;
	if (!paper_from_json(object, &s->arena, &raw->paper, e))
		return false;
	if (!str_known(raw->paper.source))
		raw->paper.source = STR("jsonl");
	return true;
}

const struct json_format format_records = { .name = "jsonl", .is = is_record, .read_text = read_record };
