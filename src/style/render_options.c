/* SPDX-License-Identifier: MIT
 * The options that say how a page looks. */
#include "digest/style.h"
#include "digest/markdown.h"

#include <string.h>

#include "digest/choices.h"

static bool choose_dialect(int dialect, struct render_options *l, struct err *e)
{
	l->dialect = dialect_at(dialect == CHOICE_NONE ? 0 : (size_t)dialect);
	return l->format->by_dialect || dialect == CHOICE_NONE ||
	       err_set(e, ERR_USAGE, "--dialect is about Markdown; format %s has none", l->format->name);
}

/* What a file is by its name. */
static const struct { const char *end, *format; } endings[] = {
	{ ".html", "html" }, { ".htm", "html" }, { ".atom", "atom" }, { ".xml", "atom" }, { ".json", "json" }, { ".jsonl", "json" },
	{ ".ndjson", "json" }, { ".txt", "text" }, { ".md", "md" }, { ".markdown", "md" }, { ".mdx", "md" },
};

/* NULL: the name says nothing. */
static const struct format *format_of_name(const char *output)
{
	for (size_t i = 0; output && i < COUNTOF(endings); i++) {
		size_t n = strlen(endings[i].end);
		struct str name = str_of(output);
		if (name.n > n && str_is_nocase(str_from(name, name.n - n), endings[i].end))
			return format_find(endings[i].format);
	}
	return NULL;
}

/* The format that is asked for; what the file's name says counts unless --format stands where the name does, or at a stronger
 * place: then it is said that the two differ. */
static const struct format *format_asked(const struct opt_values *o, const struct log *log)
{
	const struct format *asked = format_at((size_t)o->format), *by_name = format_of_name(o->output);
	enum opt_rank rank = opt_rank_of(o, "format");
	if (by_name == NULL || by_name == asked)
		return asked;
	if (rank == RANK_DEFAULT || rank < opt_rank_of(o, "output"))
		return by_name;
	log_note(log, "--output %s: the name is that of format %s; --format %s is written into it", o->output, by_name->name, asked->name);
	return asked;
}

/* What was said, else what goes without saying. */
static int said(int choice, int otherwise) { return choice == CHOICE_NONE ? otherwise : choice; }

bool render_lines_choose(const struct opt_values *o, const struct run_io *w, struct render_options *l, struct err *e)
{
	bool file = o->output && strcmp(o->output, "-") != 0;
	uint64_t width = !file && w->columns ? (uint64_t)w->columns : WIDTH_DEFAULT;
	if (width < WIDTH_LEAST || width > WIDTH_MOST)
		width = width < WIDTH_LEAST ? WIDTH_LEAST : WIDTH_MOST;
	if (o->width && (!str_number(str_of(o->width), WIDTH_MOST, &width) || (width > 0 && width < WIDTH_LEAST)))
		return err_set(e, ERR_USAGE, "--width: \"%s\" is not 0 or a number of columns from %d to %d", o->width, WIDTH_LEAST,
		               WIDTH_MOST);
	l->width = (int)width;
	l->colour = o->color == COLOR_ALWAYS || (o->color == COLOR_AUTO && w->colour && !file);
	l->ambiguous_wide = o->wide;
	return true;
}

bool render_options_choose(const struct opt_values *o, const struct run_io *w, struct render_options *ret, struct err *e)
{
	struct render_options l = { .format = format_asked(o, w->log) };
	int dialect = o->dialect;
	if (!l.format->by_dialect && opt_rank_of(o, "dialect") != RANK_FLAG)
		dialect = CHOICE_NONE;  /* a configuration for nightly pages does not stand in the way of another format */
	if (!choose_dialect(dialect, &l, e) || !render_lines_choose(o, w, &l, e))
		return false;
	l.rules = l.dialect->rules;
	if (!l.format->by_dialect)
		l.rules.math = MD_MATH_DOLLAR;
	if (o->math == MATH_TEXT)
		l.rules.math = MD_MATH_TEXT;
	l.details = (enum page_details)said(o->details, (int)l.dialect->details);
	bool ids = l.dialect->heading_ids || l.dialect->details == DETAILS_HEADINGS;  /* each has at least one of the two */
	if (l.details == DETAILS_ANCHORS && l.dialect->no_html)
		l.details = DETAILS_HEADINGS;
	else if (l.details == DETAILS_HEADINGS && !ids)
		l.details = DETAILS_ANCHORS;
	l.labels = (enum page_labels)said(o->labels, LABELS_NUMBER);
	l.titles = (enum page_titles)said(o->title, TITLES_EN);
	l.front = (enum front_kind)said(o->front_matter, (int)l.dialect->front);
	*ret = l;
	return true;
}

static bool is_rest(void *ctx, struct str name, const char *file, int line, struct err *e)
{
	UNUSED(file);
	UNUSED(line);
	UNUSED(e);
	*(bool *)ctx = *(bool *)ctx || str_is(name, "rest");
	return true;
}

bool style_lists_rest(const struct style *s, const struct dialect *d, struct err *e)
{
	bool has = s->page == NULL || d->received;
	return (has || template_each_name(s->page, is_rest, &has, e)) &&
	       (has || err_set(e, ERR_USAGE, "--top: the page of style %.*s has no {{#rest}}, so it would leave out the papers that are not shown in full", STR_ARG(s->ask.name)));
}
