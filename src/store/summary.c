/* SPDX-License-Identifier: MIT
 * Summaries: kept under their cache key, and which of them a paper shows. Two steps, because two versions of a paper,
 * or two runs, may share a key. A paper shows one for each style, so that a change of styles pays for nothing twice. */
#include "src/store/internal.h"

#include <string.h>

bool summary_read(struct store *s, sqlite3_stmt *st, int at, struct arena *a, struct summary *ret, struct err *e)
{
	struct summary y = SUMMARY_INIT;
	y.status = (enum summary_status)sqlite3_column_int(st, at);
	if (y.status != SUMMARY_NONE) {
		int why = sqlite3_column_int(st, ++at);
		y.why = why > REASON_NONE && why < REASON__COUNT ? (enum pending_reason)why : REASON_NONE;
		struct str *const texts[] = { &y.lang, &y.style, &y.model, &y.created, &y.reason };
		int64_t *const tokens[] = { &y.prompt_tokens, &y.completion_tokens, &y.cached_tokens };
		for (size_t i = 0; i < COUNTOF(texts); i++)
			*texts[i] = stmt_dup(st, ++at, a);
		for (size_t i = 0; i < COUNTOF(tokens); i++)
			*tokens[i] = sqlite3_column_int64(st, ++at);
		if (!unpack_fields(stmt_dup(st, ++at, a), a, &y.fields, &y.n_fields))
			return store_damaged(s, "a summary's fields", STR(""), e);
	}
	*ret = y;
	return true;
}

static void bind_summary(struct store *s, sqlite3_stmt *st, int at, const struct summary *y)
{
	const struct str texts[] = { y->lang, y->style, y->model, y->created, y->reason };
	const int64_t tokens[] = { y->prompt_tokens, y->completion_tokens, y->cached_tokens };
	stmt_bind_int(st, at, y->status);
	stmt_bind_int(st, ++at, y->why);
	for (size_t i = 0; i < COUNTOF(texts); i++)
		stmt_bind(st, ++at, texts[i]);
	for (size_t i = 0; i < COUNTOF(tokens); i++)
		stmt_bind_int(st, ++at, tokens[i]);
	buf_clear(&s->fields);
	pack_fields(&s->fields, y->fields, y->n_fields);
	stmt_bind(st, ++at, buf_str(&s->fields));
}

bool summary_keep(struct store *s, struct str id, int version, struct str key, const struct summary *y, bool replace, int64_t *row,
                  enum summary_status *status, bool *newer, struct err *e)
{
	sqlite3_stmt *st = store_stmt(s, STMT_SUMMARY_PUT, e);
	if (st == NULL)
		return false;
	stmt_bind(st, 1, key);
	stmt_bind(st, 2, id);
	stmt_bind_int(st, 3, version);
	bind_summary(s, st, 4, y);
	stmt_bind_int(st, 15, replace);
	if (!stmt_step(s, st, newer, e))
		return false;
	if (*newer) {
		*row = sqlite3_column_int64(st, 0);
		*status = y->status;
		return stmt_run(s, st, e);
	}
	/* The same again, or a stronger one is there. */
	bool found;
	st = store_stmt(s, STMT_SUMMARY_FIND, e);
	if (st == NULL)
		return false;
	stmt_bind(st, 1, key);
	if (!stmt_step(s, st, &found, e))
		return false;
	*row = sqlite3_column_int64(st, 0);
	*status = (enum summary_status)sqlite3_column_int(st, 1);
	sqlite3_reset(st);
	return true;
}

bool summary_select(struct store *s, struct str id, int64_t paper, const struct selected_summary *y, struct err *e)
{
	static const enum statement all[] = { STMT_SUMMARY_SELECT, STMT_STYLE_SELECT, STMT_STYLE_RAISE };
	for (size_t i = 0; i < COUNTOF(all); i++) {
		sqlite3_stmt *st = store_stmt(s, all[i], e);
		if (st == NULL)
			return false;
		stmt_bind(st, 1, id);
		stmt_bind_int(st, 2, paper);
		stmt_bind_int(st, 3, y->row);
		stmt_bind_int(st, 4, y->status);
		stmt_bind_int(st, 5, y->newer);
		stmt_bind(st, 6, str_empty(y->style) ? STR(STORE_UNSAID_STYLE) : y->style);
		if (!stmt_run(s, st, e) || !search_note(s, id, e))
			return false;
	}
	return true;
}

void store_select_style(struct store *s, struct str style)
{
	buf_clear(&s->style);
	buf_adds(&s->style, style);
}

void store_require(struct store *s, struct strs required) { s->required = required; }

static bool put(struct store *s, struct str id, int version, struct str key, const struct summary *y, bool replace, struct err *e)
{
	int64_t row, paper;
	enum summary_status status;
	bool newer;
	if (!summary_keep(s, id, version, key, y, replace, &row, &status, &newer, e) || !paper_row(s, id, version, &paper, e))
		return false;
	/* Given by its key it was asked for: it counts as the newest even if it was cached long ago. */
	const struct selected_summary shown = { y->style, row, status, true };
	return paper == 0 || summary_select(s, id, paper, &shown, e);
}

bool store_put_summary(struct store *s, struct str id, int version, struct str key, const struct summary *y,
                       struct err *e)
{
	bool own;
	return store_enter(s, &own, e) && store_leave(s, own, put(s, id, version, key, y, false, e), e);
}

bool store_replace_summary(struct store *s, struct str id, int version, struct str key, const struct summary *y, struct err *e)
{
	bool own;
	return store_enter(s, &own, e) && store_leave(s, own, put(s, id, version, key, y, true, e), e);
}

bool store_get_summary(struct store *s, struct str key, struct arena *a, struct summary *ret, struct err *e)
{
	bool found;
	sqlite3_stmt *st = store_stmt(s, STMT_SUMMARY_GET, e);
	if (st == NULL)
		return false;
	stmt_bind(st, 1, key);
	if (!stmt_step(s, st, &found, e))
		return false;
	struct summary none = SUMMARY_INIT;
	bool ok = true;
	if (found)
		ok = summary_read(s, st, 0, a, ret, e);
	else
		*ret = none;
	sqlite3_reset(st);
	return ok;
}
