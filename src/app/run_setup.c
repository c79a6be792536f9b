/* SPDX-License-Identifier: MIT
 * What can be wrong with a run's options, looked at before anything is read, asked or paid. */
#include "src/app/run_internal.h"

#include "digest/endpoint.h"

void run_look_of_style(const struct style *s, struct render_options *look)
{
	const struct render_options *of_style = &s->options;
	look->words = of_style->words;
	look->n_words = of_style->n_words;
	look->fields = of_style->fields;
	look->n_fields = of_style->n_fields;
	look->marks = of_style->marks;
	look->lang = of_style->lang;
	look->css = of_style->css;
	look->js = of_style->js;
}

/* The style; and, where pages are made, how they look. */
static bool set_up_style(struct run *r, bool shows, struct err *e)
{
	const struct opt_values *o = r->o;
	struct style_query w = { .name = o->style, .templates = o->templates, .lang = o->lang };
	w.format = shows ? r->options.format : NULL;
	w.dialect = shows ? r->options.dialect : NULL;
	if (!style_load(&w, &r->style, e))
		return false;
	run_look_of_style(&r->style, &r->options);
	return true;
}

struct output_place run_place(const struct run *r)
{
	return (struct output_place){ r->o->output, r->o->profile, r->o->style, r->query.categories };
}

/* What comes first, and how many are asked about. */
static bool set_up_interests(struct run *r, struct err *e)
{
	static const char top[] = "top:";
	const struct opt_values *o = r->o;
	struct str which = str_of(o->summarize);
	uint64_t n = 0;
	if (o->top && o->limit)
		return err_set(e, ERR_USAGE, "--top and --limit both say how much of a page is shown: --top lists the others by their titles, --limit leaves them out");
	if (str_known(which) && !str_is(which, "all") &&
	    !(str_starts(which, top) && str_number(str_from(which, sizeof top - 1), INT32_MAX, &n) && n > 0))
		return err_set(e, ERR_USAGE, "--summarize: \"%s\" is neither all nor top:N, as top:100", o->summarize);
	r->asks_first = (size_t)n;
	return interests_chosen(o, &r->a, &r->sections, &r->n_sections, e);
}

bool run_set_up(struct run *r, bool asks, bool shows, struct err *e)
{
	const struct opt_values *o = r->o;
	day_eastern(clock_now(r->w.clock), r->today);
	if (!calendar_read(o->holidays, &r->a, &r->calendar, e) ||
	    !selection_query_from(o, &r->calendar, clock_now(r->w.clock), &r->a, &r->query, e))
		return false;
	if (!set_up_interests(r, e))
		return false;
	const struct output_place place = run_place(r);
	if (shows && (!output_check(&place, e) || !render_options_choose(o, &r->w, &r->options, e)))
		return false;
	struct texts_query texts;
	int64_t size;
	if (asks && (!texts_query_from(o, &r->a, &texts, e) || !texts_size(o->fulltext_cache, &size, e)))
		return false;
	if (asks && !summarizer_check(o, e))
		return false;
	if (shows && asks && !o->dry_run && !output_writable(&place, r->today, e))  /* before anything is paid for */
		return false;
	return !(asks || shows) || (set_up_style(r, shows, e) && (!shows || r->o->top == 0 || style_lists_rest(&r->style, r->options.dialect, e)));
}
