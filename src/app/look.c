/* SPDX-License-Identifier: MIT
 * The options that say how a page looks: each one's words stand in a row, and what a word means is its place there. */
#include "src/app/look.h"

#include <string.h>

/* NULL-ended, in the order of their enum. */
static const char *const details[] = { "notes", "headings", "anchors", NULL };
static const char *const labels[] = { "number", "id", NULL };
static const char *const titles[] = { "en", "zh", "both", NULL };
static const char *const fronts[] = { "none", "yaml", "toml", "json", "pelican", NULL };
static const char *const maths[] = { "text", "keep", NULL };
enum { COLOR_AUTO, COLOR_ALWAYS };
static const char *const colors[] = { "auto", "always", "never", NULL };

/* The place of WORD in WORDS. NULL: *RET stays. */
static bool place_of(const char *option, const char *word, const char *const *words, int *ret, struct err *e)
{
	struct buf all = BUF_INIT(ERR_MSG_SIZE);
	for (int i = 0; word && words[i]; i++) {
		if (strcmp(word, words[i]) == 0) {
			*ret = i;
			buf_free(&all);
			return true;
		}
		buf_addf(&all, "%s%s", i ? ", " : "", words[i]);
	}
	bool ok = word == NULL || err_set(e, ERR_USAGE, "--%s: no \"%s\"; there are %s", option, word, all.s);
	buf_free(&all);
	return ok;
}

static bool choose_format(const char *name, struct page_look *l, struct err *e)
{
	l->format = format_find(name);
	if (l->format)
		return true;
	struct buf names = BUF_INIT(ERR_MSG_SIZE);
	for (size_t i = 0; format_at(i); i++)
		buf_addf(&names, "%s%s", i ? ", " : "", format_at(i)->name);
	err_set(e, ERR_USAGE, "--format: no \"%s\"; there are %s", name, names.s);
	buf_free(&names);
	return false;
}

static bool choose_dialect(const char *name, struct page_look *l, struct err *e)
{
	l->dialect = name ? dialect_find(name) : dialect_at(0);
	if (l->dialect)
		return l->format->by_dialect || name == NULL ||
		       err_set(e, ERR_USAGE, "--dialect is about Markdown; --format %s has none", l->format->name);
	struct buf names = BUF_INIT(ERR_MSG_SIZE);
	for (size_t i = 0; dialect_at(i); i++)
		buf_addf(&names, "%s%s", i ? ", " : "", dialect_at(i)->name);
	err_set(e, ERR_USAGE, "--dialect: no \"%s\"; there are %s", name, names.s);
	buf_free(&names);
	return false;
}

/* Lines for a terminal. In a file nobody's terminal counts. */
static bool choose_lines(const struct opt_values *o, const struct run_world *w, struct page_look *l, struct err *e)
{
	bool file = o->output && strcmp(o->output, "-") != 0;
	int color = COLOR_AUTO;
	uint64_t width = !file && w->columns ? (uint64_t)w->columns : WIDTH_DEFAULT;
	if (!place_of("color", o->color, colors, &color, e))
		return false;
	if (width < WIDTH_LEAST || width > WIDTH_MOST)
		width = width < WIDTH_LEAST ? WIDTH_LEAST : WIDTH_MOST;
	if (o->width && (!str_number(str_of(o->width), WIDTH_MOST, &width) || (width > 0 && width < WIDTH_LEAST)))
		return err_set(e, ERR_USAGE, "--width: \"%s\" is not 0 or a number of columns from %d to %d", o->width, WIDTH_LEAST,
		               WIDTH_MOST);
	l->width = (int)width;
	l->colour = color == COLOR_ALWAYS || (color == COLOR_AUTO && w->colour && !file);
	l->ambiguous_wide = o->wide;
	return true;
}

bool look_choose(const struct opt_values *o, const struct run_world *w, struct page_look *ret, struct err *e)
{
	struct page_look l = { .format = NULL };
	const char *dialect = o->dialect;
	if (!choose_format(o->format, &l, e))
		return false;
	if (!l.format->by_dialect && opt_rank_of(o, "dialect") != RANK_FLAG)
		dialect = NULL;  /* a configuration for nightly pages does not stand in the way of another format */
	if (!choose_dialect(dialect, &l, e))
		return false;
	int how_details = (int)l.dialect->details, how_labels = LABELS_NUMBER, how_titles = TITLES_EN, math = 1;
	int front = (int)l.dialect->front;
	if (!place_of("details", o->details, details, &how_details, e) || !place_of("labels", o->labels, labels, &how_labels, e) ||
	    !place_of("title", o->title, titles, &how_titles, e) || !place_of("math", o->math, maths, &math, e) ||
	    !place_of("front-matter", o->front_matter, fronts, &front, e) || !choose_lines(o, w, &l, e))
		return false;
	l.rules = l.dialect->rules;
	if (!l.format->by_dialect)
		l.rules.math = MD_MATH_DOLLAR;
	if (math == 0)
		l.rules.math = MD_MATH_TEXT;
	l.details = (enum page_details)how_details;
	bool ids = l.dialect->heading_ids || l.dialect->details == DETAILS_HEADINGS;  /* each has at least one of the two */
	if (l.details == DETAILS_ANCHORS && l.dialect->no_html)
		l.details = DETAILS_HEADINGS;
	else if (l.details == DETAILS_HEADINGS && !ids)
		l.details = DETAILS_ANCHORS;
	l.labels = (enum page_labels)how_labels;
	l.titles = (enum page_titles)how_titles;
	l.front = (enum front_kind)front;
	*ret = l;
	return true;
}
