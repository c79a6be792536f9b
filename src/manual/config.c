/* SPDX-License-Identifier: MIT
 * The example configuration: each option that may stand in the file, what it means, and a line to take the # off. */
#include "digest/interest_section.h"
#include "src/manual/manual.h"

enum { WIDTH = 118 };

/* TEXT as lines of comment. */
static void put_comment(struct str text, struct buf *out)
{
	struct str word;
	size_t column = 0;
	while (str_cut(&text, ' ', &word)) {
		if (column > 0 && column + 1 + word.n > WIDTH) {
			buf_addc(out, '\n');
			column = 0;
		}
		if (column == 0)
			buf_addc(out, '#');
		buf_addc(out, ' ');
		buf_adds(out, word);
		column += 1 + word.n;
	}
	buf_addc(out, '\n');
}

static const char *value_of(const struct opt_row *row)
{
	return row->fallback ? row->fallback : row->example ? row->example : row->type == OPT_FLAG ? "false" : "";
}

static void put_option(const struct opt_row *row, struct buf *out)
{
	struct buf text = BUF_INIT(BUF_UNBOUNDED);
	buf_addz(&text, row->help);
	if (row->choices)
		buf_addc(&text, ' ');
	opt_choices_text(row, &text);
	put_comment(buf_str(&text), out);
	buf_addf(out, "#%s = %s\n\n", row->name, value_of(row));
	buf_free(&text);
}

void config_options(struct buf *out)
{
	const struct opt_row *row;
	enum opt_group g;
	for (size_t k = 0; nth_group(k, &g); k++) {
		buf_addf(out, "# ---- %s ----\n\n", opt_group_title(g));
		for (size_t i = 0; (row = next_row(&i, g)) != NULL;)
			if (!row->line_only)
				put_option(row, out);
	}
}

static void put_section(bool (*setting_at)(size_t i, struct provider_setting *ret), struct buf *out)
{
	struct provider_setting s;
	for (size_t i = 0; setting_at(i, &s); i++) {
		put_comment(str_of(s.help), out);
		buf_addf(out, "#%s = %s\n", s.name, s.example);
	}
}

void config_provider(struct buf *out) { put_section(provider_setting_at, out); }
void config_interest(struct buf *out) { put_section(interest_setting_at, out); }
