/* SPDX-License-Identifier: MIT
 * What becomes of the rows (option_rows.c): values by their types, defaults, and where each value came from. */
#include "digest/options.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "digest/nearest.h"

const struct opt_row *opt_find(struct str name)
{
	for (size_t i = 0; i < opt_n_rows; i++)
		if (str_is(name, opt_rows[i].name))
			return &opt_rows[i];
	return NULL;
}

const struct opt_row *opt_find_letter(char letter)
{
	for (size_t i = 0; letter && i < opt_n_rows; i++)
		if (opt_rows[i].letter == letter)
			return &opt_rows[i];
	return NULL;
}

static void *field(struct opt_values *o, const struct opt_row *row) { return (char *)o + row->offset; }

static void add_str(struct strs *list, struct str s, struct arena *a)
{
	if ((list->n & (list->n - 1)) == 0) {  /* 0, 1, 2, 4, 8 …: full, so double it */
		size_t cap = list->n;
		list->v = arena_more(a, list->v, &cap, sizeof *list->v);
	}
	list->v[list->n++] = arena_dup(a, s);
}

static void add_list(struct strs *list, struct str text, struct arena *a)
{
	struct str piece;
	while (str_cut(&text, ',', &piece))
		if (!str_empty(str_trim(piece)))
			add_str(list, str_trim(piece), a);
}

const char *path_expanded(struct str text, struct arena *a)
{
	const char *home = str_starts(text, "~/") ? getenv("HOME") : NULL;
	if (home == NULL)
		return arena_dup(a, text).p;
	struct buf b = BUF_INIT(BUF_UNBOUNDED);
	buf_addz(&b, home);
	buf_adds(&b, str_from(text, 1));
	const char *path = arena_dup(a, buf_str(&b)).p;
	buf_free(&b);
	return path;
}

bool decimal_parse(struct str text, int64_t most, double *ret)
{
	size_t point = str_find(text, ".", 0);
	struct str whole = str_head(text, point), part = point == STR_NONE ? STR_NULL : str_from(text, point + 1);
	uint64_t n, digits = 0;
	double scale = 1;
	if (point == STR_NONE ? str_empty(whole) : str_empty(part) || part.n > 15)
		return false;
	if (!str_empty(whole) && !str_number(whole, (uint64_t)most, &n))
		return false;
	if (str_empty(whole))
		n = 0;
	if (!str_empty(part) && !str_number(part, INT64_MAX, &digits))
		return false;
	for (size_t i = 0; i < part.n; i++)
		scale *= 10;
	double value = (double)n + (double)digits / scale;
	if (value > (double)most)
		return false;
	*ret = value;
	return true;
}

bool flag_parse(struct str text, bool *ret)
{
	static const struct { const char *word; bool on; } words[] = {
		{ "true", true }, { "yes", true }, { "1", true }, { "on", true },
		{ "false", false }, { "no", false }, { "0", false }, { "off", false },
	};
	for (size_t i = 0; i < COUNTOF(words); i++)
		if (str_is_nocase(text, words[i].word)) {
			*ret = words[i].on;
			return true;
		}
	return false;
}

/* The number of WORD in the row's list. */
static bool choose(const struct opt_row *row, struct str word, int *ret, enum err_kind kind, struct err *e)
{
	struct opt_choice c;
	struct nearest meant = { .said = word };
	struct buf all = BUF_INIT(ERR_MSG_SIZE);
	for (size_t i = 0; row->choices(i, &c); i++) {
		if (str_is(word, c.word)) {
			*ret = c.value;
			buf_free(&all);
			return true;
		}
		nearest_try(&meant, str_of(c.word));
		buf_addf(&all, "%s%s", i ? ", " : "", c.word);
	}
	nearest_say(&meant, "", &all);
	err_set(e, kind, "no \"%.*s\"; there are %s", STR_ARG(str_head_utf8(word, 60)), all.s);
	buf_free(&all);
	return false;
}

static bool add_choices(const struct opt_row *row, struct str text, unsigned *set, enum err_kind kind, struct err *e)
{
	struct str piece;
	int value;
	while (str_cut(&text, ',', &piece)) {
		if (str_empty(str_trim(piece)))
			continue;
		if (!choose(row, str_trim(piece), &value, kind, e))
			return false;
		*set |= 1u << value;
	}
	return true;
}

const char *opt_group_title(enum opt_group g)
{
	static const char *const titles[] = {
		[OPT_INPUT] = "What comes in", [OPT_SELECT] = "Which papers", [OPT_ARXIV] = "How arXiv is asked",
		[OPT_SUMMARY] = "Summaries", [OPT_PAGE] = "The page", [OPT_RUN] = "The run",
	};
	static_assert(COUNTOF(titles) == OPT__GROUPS, "a group without a title");
	return titles[g];
}

void opt_choices_text(const struct opt_row *row, struct buf *out)
{
	struct opt_choice c;
	for (size_t i = 0; row->choices && row->choices(i, &c); i++)
		buf_addf(out, "%s%s (%s)", i ? ", " : "One of: ", c.word, c.help);
	if (row->choices)
		buf_addc(out, '.');
}

const char *opt_word(const char *name, int value)
{
	const struct opt_row *row = opt_find(str_of(name));
	struct opt_choice c;
	for (size_t i = 0; row && row->choices && row->choices(i, &c); i++)
		if (c.value == value)
			return c.word;
	return NULL;
}

static uint64_t least_of(const struct opt_row *row) { return row->type == OPT_COUNT; }

void opt_note(struct opt_values *o, struct arena *a, const char *fmt, ...)
{
	struct buf line = BUF_INIT(ERR_MSG_SIZE);
	va_list ap;
	va_start(ap, fmt);
	buf_vaddf(&line, fmt, ap);
	va_end(ap);
	add_str(&o->notes, buf_str(&line), a);
	buf_free(&line);
}

/* Two profiles are said, and one of them counts. */
static void note_profile(struct opt_values *o, const struct opt_row *row, struct str text, enum opt_rank rank, struct arena *a)
{
	enum opt_rank had = (enum opt_rank)o->rank[row - opt_rows];
	if (row->type != OPT_STR || row->offset != offsetof(struct opt_values, profile) || o->profile == NULL || str_is(text, o->profile))
		return;
	bool wins = rank >= had;
	opt_note(o, a, "two profiles are said: %.*s counts, and %.*s does not", STR_ARG(wins ? text : str_of(o->profile)),
	         STR_ARG(wins ? str_of(o->profile) : text));
}

bool opt_set(struct opt_values *o, const struct opt_row *row, struct str text, enum opt_rank rank, struct arena *a,
             struct err *e)
{
	enum err_kind kind = rank == RANK_FLAG || rank == RANK_ENV ? ERR_USAGE : ERR_CONFIG;
	unsigned char *had = &o->rank[row - opt_rows];
	void *at = field(o, row);
	uint64_t n;
	double number;
	note_profile(o, row, text, rank, a);
	if (rank < *had)
		return true;
	if (row->type != OPT_FLAG && row->type != OPT_LIST && row->type != OPT_SET && str_empty(text))
		return err_set(e, kind, "needs a value: %s", row->arg);
	if ((row->type == OPT_LIST || row->type == OPT_ADD) && rank > *had)
		*(struct strs *)at = (struct strs){ NULL, 0 };  /* a stronger list replaces, it does not add */
	if (row->type == OPT_SET && rank > *had)
		*(unsigned *)at = 0;
	*had = (unsigned char)rank;
	switch (row->type) {
	case OPT_FLAG:
		return flag_parse(text, at) || err_set(e, kind, "\"%.*s\" is neither true nor false", STR_ARG(text));
	case OPT_STR:
		*(const char **)at = arena_dup(a, text).p;
		return true;
	case OPT_PATH:
		*(const char **)at = path_expanded(text, a);
		return true;
	case OPT_COUNT:
	case OPT_NUMBER:
		if (!str_number(text, (uint64_t)row->most, &n) || n < least_of(row))
			return err_set(e, kind, "\"%.*s\" is not a whole number from %d to %lld", STR_ARG(text), (int)least_of(row),
			               (long long)row->most);
		*(int64_t *)at = (int64_t)n;
		return true;
	case OPT_DECIMAL:
		if (!decimal_parse(text, row->most, &number) || number <= 0)
			return err_set(e, kind, "\"%.*s\" is not a number above 0 and up to %lld, as 0.50", STR_ARG(text),
			               (long long)row->most);
		*(double *)at = number;
		return true;
	case OPT_LIST:
		add_list(at, text, a);
		return true;
	case OPT_ADD:
		add_str(at, text, a);
		return true;
	case OPT_CHOICE:
		return choose(row, text, at, kind, e);
	case OPT_SET:
		return add_choices(row, text, at, kind, e);
	}
	return true;
}

enum opt_rank opt_rank_of(const struct opt_values *o, const char *name)
{
	const struct opt_row *row = opt_find(str_of(name));
	return row ? (enum opt_rank)o->rank[row - opt_rows] : RANK_DEFAULT;
}

int64_t opt_lock_wait(const struct opt_values *o, bool at_terminal)
{
	enum { AT_A_TERMINAL = 10, ALONE = 600 };
	return opt_rank_of(o, "wait") != RANK_DEFAULT ? o->wait : at_terminal ? AT_A_TERMINAL : ALONE;
}

void opt_settle(struct opt_values *o, unsigned c)
{
	if ((c == CMD_RENDER || c == CMD_SEARCH || c == CMD_EXPORT) && opt_rank_of(o, "output") != RANK_FLAG)
		o->output = NULL;
	enum opt_rank top = o->top ? opt_rank_of(o, "top") : RANK_DEFAULT, limit = o->limit ? opt_rank_of(o, "limit") : RANK_DEFAULT;
	if (top > limit && limit > RANK_DEFAULT)
		o->limit = 0;  /* both say how much of a page is shown: the stronger word counts */
	if (limit > top && top > RANK_DEFAULT)
		o->top = 0;
	if (c == CMD_EXPORT && opt_rank_of(o, "limit") != RANK_FLAG)
		o->limit = 0;
}

void opt_init(struct opt_values *o, struct arena *a)
{
	struct err e = ERR_INIT;
	*o = (struct opt_values){ .limit = 0 };
	for (size_t i = 0; i < opt_n_rows; i++)
		if (opt_rows[i].type == OPT_CHOICE)
			*(int *)field(o, &opt_rows[i]) = CHOICE_NONE;
	for (size_t i = 0; i < opt_n_rows; i++)
		if (opt_rows[i].fallback && !opt_set(o, &opt_rows[i], str_of(opt_rows[i].fallback), RANK_DEFAULT, a, &e))
			assert(!"a default that its own row refuses");
}
