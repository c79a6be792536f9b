/* SPDX-License-Identifier: MIT
 * digest show: all that is known of papers; or their pages in the browser. */
#include "src/app/run_internal.h"

#include "digest/not_fetched.h"
#include "digest/show.h"
#include "src/app/opening.h"

struct showing {
	struct run *r;
	struct loop *loop;        /* is turned while a PDF of the user's is read */
	struct show_question q;
	bool (*one)(struct showing *s, struct str id, int version, bool *found, struct err *e);
};

/* Texts as they are kept: nobody is asked. */
static void open_kept_texts(struct showing *s)
{
	struct run *r = s->r;
	s->loop = loop_new(r->w.clock);
	const struct texts_options how = {
		.folder = path_cache("fulltext", &r->a), .from = r->o->fulltext_from, .untouched = true, .loop = s->loop, .clock = r->w.clock, .log = &r->log,
	};
	r->texts = texts_open(&how);
}

static bool print_one(struct showing *s, struct str id, int version, bool *found, struct err *e)
{
	return show_paper(s->r->store, s->r->texts, id, version, &s->q, &s->r->w, found, e);
}

static bool open_one(struct showing *s, struct str id, int version, bool *found, struct err *e)
{
	return opening_by_id(s->r, id, version, found, e);
}

static bool said_before(const struct selection_query *w, size_t i)
{
	for (size_t k = 0; k < i; k++)
		if (str_eq(w->ids.v[k], w->ids.v[i]) && w->versions[k] == w->versions[i])
			return true;
	return false;
}

/* With --why: by today's interests. */
static bool open_interests(struct showing *s, struct err *e)
{
	struct selection none = { .log = &s->r->log };
	if (s->r->o->why && s->r->n_sections == 0)
		return err_set(e, ERR_USAGE, "--why: the configuration has no section [interest NAME] that counts");
	bool ok = !s->r->o->why || run_open_interests(s->r, &none, e);
	s->q.interests = s->r->interests;
	return ok;
}

/* In the order in which they were named. */
static bool show_all(struct showing *s, struct err *e)
{
	struct run *r = s->r;
	const struct selection_query *w = &r->query;
	bool ok = true;
	for (size_t i = 0; ok && i < w->ids.n; i++) {
		bool found = false;
		if (said_before(w, i))
			continue;
		if (r->came_out > 0 && !s->q.json && s->one == print_one && !r->w.out(r->w.ctx, STR("\n"), e))
			return false;
		ok = s->one(s, w->ids.v[i], w->versions[i], &found, e);
		r->came_out += ok && found;
	}
	return ok;
}

/* What is not in the store is the cause where nothing came out, else a warning. */
static bool say_unknown(struct run *r, struct err *e)
{
	static const struct selection none = { .keys = VEC_INIT };
	struct buf line = BUF_INIT(ERR_MSG_SIZE);
	bool ok = not_fetched_find(r->store, &r->query, &none, &line, e);
	if (ok && line.len > 0 && r->came_out > 0)
		log_warn(&r->log, "%s", line.s);
	else if (ok && line.len > 0)
		ok = err_set(e, ERR_ABSENT, "%s", line.s);
	buf_free(&line);
	return ok;
}

bool command_show(struct run *r, struct err *e)
{
	struct showing s = { .r = r };
	struct render_options lines = { .width = 0 };
	if (!store_is_file(r->o))
		return err_set(e, ERR_USAGE, "show --store none has nothing to show");
	if (!run_set_up(r, false, false, e) || !render_lines_choose(r->o, &r->w, &lines, e))
		return false;
	if (r->query.ids.n == 0)
		return err_set(e, ERR_USAGE, "show: say which papers (digest show 2402.17010)");
	s.q = (struct show_question){ .style = r->o->style, .templates = r->o->templates, .json = r->o->json, .width = lines.width, .colour = lines.colour,
		                      .ambiguous_wide = lines.ambiguous_wide, .fulltext = opt_rank_of(r->o, "fulltext") == RANK_FLAG };
	s.one = r->o->open == CHOICE_NONE ? print_one : open_one;
	if (!run_open_store_to_read(r, e) || !open_interests(&s, e))
		return false;
	open_kept_texts(&s);
	bool ok = show_all(&s, e) && say_unknown(r, e);
	texts_close(r->texts);
	r->texts = NULL;
	loop_free(s.loop);
	return ok;
}
