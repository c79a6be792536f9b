/* SPDX-License-Identifier: MIT
 * The rows as one JSON object: what tests compare the help, the manual, the completions and the example configuration with. */
#include "digest/interest_section.h"
#include "digest/text.h"
#include "src/manual/manual.h"

static const char *const types[] = {
	[OPT_FLAG] = "flag", [OPT_STR] = "text", [OPT_PATH] = "path", [OPT_COUNT] = "count", [OPT_NUMBER] = "number", [OPT_DECIMAL] = "decimal",
	[OPT_LIST] = "list", [OPT_ADD] = "add", [OPT_CHOICE] = "choice", [OPT_SET] = "set",
};

/* ,"NAME":"VALUE", or null. */
static void put_member(const char *name, const char *value, struct buf *out)
{
	buf_addf(out, ",\"%s\":", name);
	if (value)
		js_put_string(out, str_of(value));
	else
		buf_addz(out, "null");
}

static void put_row(const struct opt_row *row, struct buf *out)
{
	struct opt_choice c;
	const char letter[] = { row->letter, '\0' };
	buf_addf(out, "{\"name\":\"%s\"", row->name);
	put_member("letter", row->letter ? letter : NULL, out);
	put_member("type", types[row->type], out);
	put_member("arg", row->arg, out);
	put_member("default", row->fallback, out);
	put_member("example", row->example, out);
	put_member("help", row->help, out);
	put_member("group", opt_group_title(row->group), out);
	put_member("listed_by", row->listed_by, out);
	put_member("suggest", row->suggest, out);
	buf_addf(out, ",\"line_only\":%s,\"hidden\":%s", row->line_only ? "true" : "false", row->hidden ? "true" : "false");
	buf_addz(out, ",\"commands\":[");
	for (size_t i = 0, n = 0; i < n_commands; i++)
		if (row->commands & commands[i].bit)
			buf_addf(out, "%s\"%s\"", n++ ? "," : "", commands[i].name);
	buf_addz(out, "],\"bare\":[");
	for (size_t i = 0, n = 0; i < n_commands; i++)
		if (row->bare & commands[i].bit)
			buf_addf(out, "%s\"%s\"", n++ ? "," : "", commands[i].name);
	buf_addz(out, "],\"choices\":{");
	for (size_t i = 0; row->choices && row->choices(i, &c); i++) {
		buf_addf(out, "%s\"%s\":", i ? "," : "", c.word);
		js_put_string(out, str_of(c.help));
	}
	buf_addz(out, "}}");
}

void rows_json(struct buf *out)
{
	struct provider_setting s;
	buf_addz(out, "{\"options\":[\n");
	for (size_t i = 0; i < opt_n_rows; i++) {
		put_row(&opt_rows[i], out);
		buf_addz(out, i + 1 < opt_n_rows ? ",\n" : "\n");
	}
	buf_addz(out, "],\"commands\":[");
	for (size_t i = 0; i < n_commands; i++)
		buf_addf(out, "%s\"%s\"", i ? "," : "", commands[i].name);
	buf_addz(out, "],\"topics\":[");
	for (size_t i = 0; i < n_topics; i++)
		buf_addf(out, "%s\"%s\"", i ? "," : "", topics[i].name);
	buf_addz(out, "],\"statuses\":[");
	for (size_t i = 0; i < n_exit_meanings; i++)
		buf_addf(out, "%s%d", i ? "," : "", exit_meanings[i].status);
	buf_addz(out, "],\"provider\":[");
	for (size_t i = 0; provider_setting_at(i, &s); i++)
		buf_addf(out, "%s\"%s\"", i ? "," : "", s.name);
	buf_addz(out, "],\"interest\":[");
	for (size_t i = 0; interest_setting_at(i, &s); i++)
		buf_addf(out, "%s\"%s\"", i ? "," : "", s.name);
	buf_addz(out, "]}\n");
}
