/* SPDX-License-Identifier: MIT
 * digest site: the store as a folder of pages. */
#include "src/app/run_internal.h"

#include <string.h>

#include "digest/hash.h"
#include "digest/site.h"

/* One of the two faces of a site's style: pages, feeds. */
struct face {
	struct style style;
	struct render_options look;
};

/* The format is the site's, whatever pages of the configuration are. */
static bool load(struct run *r, const char *format, struct face *ret, struct err *e)
{
	struct opt_values o = *r->o;
	const struct style_query w = { .name = o.style, .templates = o.templates, .lang = o.lang, .format = format_find(format) };
	o.output = NULL;
	o.dialect = CHOICE_NONE;
	for (size_t i = 0; format_at(i); i++)
		if (format_at(i) == w.format)
			o.format = (int)i;
	if (!render_options_choose(&o, &r->w, &ret->look, e) || !style_load(&w, &ret->style, e))
		return false;
	run_look_of_style(&ret->style, &ret->look);
	return true;
}

static uint64_t mark(uint64_t m, struct str s) { return fnv_byte(fnv(m, s), '\n'); }

static uint64_t mark_number(uint64_t m, uint64_t n)
{
	for (; n > 0xff; n >>= 8)
		m = fnv_byte(m, (unsigned char)(n & 0xff));
	return fnv_byte(fnv_byte(m, (unsigned char)n), '\n');
}

static uint64_t mark_lines(uint64_t m, const struct interest_line *v, size_t n)
{
	for (size_t i = 0; i < n; i++)
		m = mark(m, v[i].text);
	return fnv_byte(m, '\n');
}

/* All that was asked for and that pages depend on. */
static uint64_t asked(const struct run *r)
{
	uint64_t m = mark(FNV_BASIS, str_of(r->o->where));
	const int64_t numbers[] = { r->query.announce_types, r->o->limit, r->o->top, r->o->title, r->o->math };
	for (size_t i = 0; i < COUNTOF(numbers); i++)
		m = mark_number(m, (uint64_t)numbers[i]);
	for (size_t i = 0; i < r->query.categories.n; i++)
		m = mark(m, r->query.categories.v[i]);
	for (size_t i = 0; i < r->n_sections; i++) {
		const struct interest_section *s = r->sections[i];
		m = mark_number(mark(m, s->name), (uint64_t)(int64_t)(s->weight * 1000));
		m = mark_lines(mark_lines(m, s->matches, s->n_matches), s->authors, s->n_authors);
		for (size_t k = 0; k < s->libraries.n; k++)
			m = mark(m, s->libraries.v[k]);
	}
	return m;
}

static bool read_keep(const struct run *r, char ret[DAY_SIZE], struct err *e)
{
	ret[0] = '\0';
	return r->o->keep == NULL || day_parse(str_of(r->o->keep), r->today, ret, e) || err_wrap(e, "--keep");
}

static bool read_url(struct run *r, struct str *ret, struct err *e)
{
	struct str url = str_of(r->o->site_url);
	struct buf b = BUF_INIT(BUF_UNBOUNDED);
	*ret = STR("");
	if (!str_known(url))
		return true;
	if (!(str_starts(url, "https://") || str_starts(url, "http://")) || str_find(url, "\"", 0) != STR_NONE || str_find(url, " ", 0) != STR_NONE)
		return err_set(e, ERR_USAGE, "--site-url: \"%s\" is no address, as https://example.org/digest/", r->o->site_url);
	buf_addf(&b, "%s%s", r->o->site_url, str_ends(url, "/") ? "" : "/");
	*ret = arena_dup(&r->a, buf_str(&b));
	buf_free(&b);
	return true;
}

static bool read_folder(struct run *r, const char **ret, struct err *e)
{
	struct str folder = r->o->files.n == 1 ? r->o->files.v[0] : STR_NULL;
	if (str_empty(folder))
		return err_set(e, ERR_USAGE, "site takes one folder: digest site DIR");
	while (folder.n > 1 && folder.p[folder.n - 1] == '/')
		folder.n--;
	*ret = arena_dup(&r->a, folder).p;
	return true;
}

static void report(struct run *r, const struct site_options *o, const struct site_result *got)
{
	if (got->failed > 0)
		log_warn(&r->log, "%zu of the site's papers wait%s for a summary (digest summarize asks again)", got->failed, got->failed == 1 ? "s" : "");
	if (got->gone > 0)
		log_note(&r->log, "%s: %zu file%s no longer part of the site (--prune removes them)", o->folder, got->gone, got->gone == 1 ? " is" : "s are");
	log_put(&r->log, r->w.terminal ? LOG_NOTE : LOG_INFO, "%s: %zu days, %zu papers, %zu files: %zu written, %zu removed", o->folder, got->days, got->papers,
	        got->files, got->written, got->removed);
}

static bool put_site(struct run *r, struct face *pages, struct face *feeds, struct err *e)
{
	struct selection none = { .log = &r->log, .a = ARENA_INIT };
	struct site_result got;
	struct site_options o = { .style = &pages->style, .feed_style = &feeds->style, .look = &pages->look, .feed_look = &feeds->look, .query = &r->query,
		                  .templates = r->o->templates, .profile = r->o->profile ? str_of(r->o->profile) : STR(""), .limit = r->o->limit, .top = r->o->top, .asked = asked(r),
		                  .prune = r->o->prune, .overwrite = r->o->overwrite, .world = &r->w };
	char since[DAY_SIZE];
	o.since = since;
	if (!read_folder(r, &o.folder, e) || !read_keep(r, since, e) || !read_url(r, &o.url, e) || !run_open_store_to_read(r, e) || !run_lock_pages(r, e) ||
	    !run_open_interests(r, &none, e))
		return false;
	store_require(r->store, pages->style.ask.required);
	o.store = r->store;
	o.interests = none.interests;
	if (!site_write(&o, &got, e))
		return false;
	report(r, &o, &got);
	r->came_out++;
	return true;
}

bool command_site(struct run *r, struct err *e)
{
	struct face pages = { .style = { .a = ARENA_INIT } }, feeds = { .style = { .a = ARENA_INIT } };
	if (!store_is_file(r->o))
		return err_set(e, ERR_USAGE, "site --store none has nothing to show");
	bool ok = run_set_up(r, false, false, e) && load(r, "html", &pages, e) && load(r, "atom", &feeds, e) && put_site(r, &pages, &feeds, e);
	style_free(&pages.style);
	style_free(&feeds.style);
	return ok;
}
