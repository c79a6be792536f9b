/* SPDX-License-Identifier: MIT
 * The configuration file and the environment, read over the option rows. */
#include <pwd.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "digest/interest_section.h"
#include "digest/nearest.h"
#include "digest/options.h"
#include "digest/world.h"
#include "digest/provider_section.h"

enum { CONFIG_MAX_BYTES = 1024 * 1024 };

/* ---- Where things are (XDG base directory specification) ---- */

static const char *home_folder(void)
{
	const char *home = getenv("HOME");
	if (home && *home)
		return home;
	const struct passwd *me = getpwuid(getuid());  /* env -i: not even HOME */
	return me && me->pw_dir ? me->pw_dir : "/";
}

static const char *below(const char *variable, const char *fallback, const char *name, struct arena *a)
{
	struct buf b = BUF_INIT(BUF_UNBOUNDED);
	const char *base = getenv(variable);
	if (base && *base == '/')  /* the specification: relative ones are to be ignored */
		buf_addf(&b, "%s/digest", base);
	else
		buf_addf(&b, "%s/%s/digest", home_folder(), fallback);
	if (name)
		buf_addf(&b, "/%s", name);
	const char *path = arena_dup(a, buf_str(&b)).p;
	buf_free(&b);
	return path;
}

const char *path_data(const char *name, struct arena *a) { return below("XDG_DATA_HOME", ".local/share", name, a); }

bool store_is_file(const struct opt_values *o) { return o->store == NULL || strcmp(o->store, "none") != 0; }
const char *store_path(const struct opt_values *o, struct arena *a) { return o->store ? o->store : path_data("digest.db", a); }
const char *path_config(const char *name, struct arena *a) { return below("XDG_CONFIG_HOME", ".config", name, a); }
const char *path_state(const char *name, struct arena *a) { return below("XDG_STATE_HOME", ".local/state", name, a); }
const char *path_cache(const char *name, struct arena *a) { return below("XDG_CACHE_HOME", ".cache", name, a); }

/* ---- The file ---- */

struct config {
	struct opt_values *o;
	struct arena *a;
	const char *profile;
	bool profile_seen;
	enum opt_rank rank;   /* of the section that the lines are in */
	bool skip;            /* a section that this run does not take */
	struct provider_section *provider;  /* NULL: the lines are options, or */
	struct interest_section *interest;  /* not NULL: an interest's */
	const char *where;    /* "PATH:LINE" */
};

static bool open_provider(struct config *c, struct str name, struct err *e)
{
	for (size_t i = 0; i < name.n; i++)
		if (!is_alnum(name.p[i]) && strchr("-_.", name.p[i]) == NULL)
			return err_set(e, ERR_CONFIG, "a provider's name is letters, digits, - _ and .");
	c->provider = section_open(c->o, name, c->where, c->a);
	return c->provider != NULL || err_set(e, ERR_CONFIG, "too many providers");
}

static bool section(struct config *c, struct str line, struct err *e)
{
	c->provider = NULL;
	c->interest = NULL;
	if (!str_ends(line, "]"))
		return err_set(e, ERR_CONFIG, "a section ends in \"]\"");
	struct str inside = str_trim((struct str){ line.p + 1, line.n - 2 }), kind = inside;
	str_cut(&inside, ' ', &kind);
	inside = str_trim(inside);
	if (str_is(kind, "provider") && !str_empty(inside))
		return open_provider(c, inside, e);
	if (str_is(kind, "interest") && !str_empty(inside))
		return (c->interest = interest_open(c->o, inside, c->where, c->a, e)) != NULL;
	if (!str_is(kind, "profile") || str_empty(inside))
		return err_set(e, ERR_CONFIG, "unknown section [%.*s]: there are [profile NAME], [provider NAME] and [interest NAME]",
		               STR_ARG(((struct str){ line.p + 1, line.n - 2 })));
	c->rank = RANK_PROFILE;
	c->skip = c->profile == NULL || !str_is(inside, c->profile);
	c->profile_seen |= !c->skip;
	return true;
}

static bool unknown_option(struct str name, struct err *e)
{
	struct nearest meant = { .said = name };
	struct buf end = BUF_INIT(256);
	for (size_t i = 0; i < opt_n_rows; i++)
		if (!opt_rows[i].hidden && !opt_rows[i].line_only)
			nearest_try(&meant, str_of(opt_rows[i].name));
	nearest_say(&meant, "", &end);
	err_set(e, ERR_CONFIG, "unknown option \"%.*s\" (digest --help lists them)%s", STR_ARG(str_head(name, 60)), end.s);
	buf_free(&end);
	return false;
}

static bool setting(struct config *c, struct str line, struct err *e)
{
	size_t eq = str_find(line, "=", 0);
	if (eq == STR_NONE && c->provider)  /* it may be a key: it is not said back */
		return err_set(e, ERR_CONFIG, "not `name = value`");
	if (eq == STR_NONE)
		return err_set(e, ERR_CONFIG, "\"%.*s\" is not `name = value`", STR_ARG(str_head(line, 60)));
	struct str name = str_trim(str_head(line, eq)), value = str_trim(str_from(line, eq + 1));
	if (c->provider)
		return section_set(c->provider, name, value, c->a, e);
	if (c->interest)
		return interest_set(c->interest, name, value, c->a, e);
	const struct opt_row *row = opt_find(name);
	const char *why;
	if (row == NULL && section_is_key(name, &why))
		return err_set(e, ERR_CONFIG, "%s", why);
	if (row == NULL || row->hidden)
		return unknown_option(name, e);
	if (row->line_only)
		return err_set(e, ERR_CONFIG, "\"%s\" belongs on the command line", row->name);
	if (c->skip)
		return true;
	return opt_set(c->o, row, value, c->rank, c->a, e) || err_wrap(e, "%s", row->name);
}

static bool config_line(struct config *c, struct str line, struct err *e)
{
	line = str_trim(line);
	if (str_empty(line) || line.p[0] == '#')
		return true;
	return line.p[0] == '[' ? section(c, line, e) : setting(c, line, e);
}

bool config_read(struct opt_values *o, const char *path, bool must, const char *profile, struct arena *a, struct err *e)
{
	struct buf text = BUF_INIT(CONFIG_MAX_BYTES);
	struct config c = { .o = o, .a = a, .profile = profile, .rank = RANK_FILE };
	bool ok = true;
	if (!must && access(path, F_OK) != 0)
		goto missing;
	if (!file_read(path, &text, e)) {
		e->kind = ERR_CONFIG;
		ok = false;
		goto out;
	}
	struct str rest = buf_str(&text), line;
	if (str_starts(rest, "\xef\xbb\xbf"))
		rest = str_from(rest, 3);  /* some editors put a byte order mark before UTF-8 */
	struct buf where = BUF_INIT(BUF_UNBOUNDED);
	for (int n = 1; ok && str_cut(&rest, '\n', &line); n++) {
		buf_clear(&where);
		buf_addf(&where, "%s:%d", path, n);
		c.where = where.s;
		ok = config_line(&c, line, e) || err_wrap(e, "%s", where.s);
	}
	buf_free(&where);
missing:
	if (ok && profile && !c.profile_seen)
		ok = err_set(e, ERR_CONFIG, "%s: no section [profile %s]", path, profile);
out:
	buf_free(&text);
	return ok;
}

/* Call FN for the name of each section [KIND NAME] of TEXT, in its order. */
static void each_section(struct str text, const char *kind, topic_fn *fn, void *ctx)
{
	struct str line, word;
	while (str_cut(&text, '\n', &line)) {
		line = str_trim(line);
		if (!str_starts(line, "[") || !str_ends(line, "]"))
			continue;
		line = str_trim((struct str){ line.p + 1, line.n - 2 });
		if (str_cut(&line, ' ', &word) && str_is(word, kind) && !str_empty(str_trim(line)))
			fn(ctx, str_trim(line), STR_NULL);
	}
}

struct names {
	struct strs *found;
	struct arena *a;
};

static void add_once(void *ctx, struct str name, struct str about)
{
	struct names *n = ctx;
	UNUSED(about);
	if (!strs_has(*n->found, name))
		n->found->v[n->found->n++] = arena_dup(n->a, name);
}

bool config_profiles(const char *path, struct arena *a, struct strs *ret, struct err *e)
{
	struct buf text = BUF_INIT(CONFIG_MAX_BYTES);
	if (!file_read(path, &text, e)) {
		e->kind = ERR_CONFIG;
		buf_free(&text);
		return false;
	}
	size_t lines = 1;
	for (size_t i = 0; i < text.len; i++)
		lines += text.s[i] == '\n';
	*ret = (struct strs){ arena_calloc(a, lines, sizeof *ret->v), 0 };
	struct names names = { ret, a };
	each_section(buf_str(&text), "profile", add_once, &names);
	buf_free(&text);
	return ret->n > 0 || err_set(e, ERR_CONFIG, "%s: no section [profile NAME]", path);
}

void config_sections(const struct opt_values *o, const char *kind, topic_fn *fn, void *ctx)
{
	struct arena a = ARENA_INIT;
	struct err e = ERR_INIT;
	struct buf text = BUF_INIT(CONFIG_MAX_BYTES);
	if (file_read(o->config ? o->config : path_config("config", &a), &text, &e))
		each_section(buf_str(&text), kind, fn, ctx);
	buf_free(&text);
	arena_free(&a);
}

/* ---- The environment ---- */

/* What people have set for other programs that speak to such endpoints. The first that is set counts. */
static void read_foreign(struct opt_values *o, struct arena *a)
{
	static const struct { const char *name; size_t offset; } foreign[] = {
		{ "OPENAI_BASE_URL", offsetof(struct opt_values, openai_url) },
		{ "OPENAI_API_BASE", offsetof(struct opt_values, openai_url) },
		{ "OPENAI_MODEL", offsetof(struct opt_values, openai_model) },
	};
	for (size_t i = 0; i < COUNTOF(foreign); i++) {
		const char **at = (const char **)((char *)o + foreign[i].offset), *value = getenv(foreign[i].name);
		if (*at == NULL && value && *value)
			*at = arena_dup(a, str_of(value)).p;
	}
}

static const char prefix[] = "DIGEST_";

/* The variable of an option. */
static void variable_of(const struct opt_row *row, struct buf *out)
{
	buf_clear(out);
	buf_addz(out, prefix);
	for (const char *p = row->name; *p; p++)
		buf_addc(out, *p == '-' ? '_' : (char)(is_lower(*p) ? *p - 'a' + 'A' : *p));
}

/* --help, --all */
static bool no_variable(const struct opt_row *row) { return row->hidden || (row->type == OPT_FLAG && row->line_only); }

/* Whether a key may be in it: then it is known under this name elsewhere. */
static bool of_a_key(const struct opt_values *o, struct str name)
{
	static const char *const ends[] = { "_KEY", "_TOKEN", "_SECRET" };
	bool is = false;
	for (size_t i = 0; i < COUNTOF(ends); i++)
		is = is || str_ends(name, ends[i]);
	for (size_t i = 0; i < o->n_sections; i++)
		is = is || (o->sections[i].api_key_env && str_is(name, o->sections[i].api_key_env));
	return is || strs_has(o->summarizer_env, name);
}

static void look_at_variable(struct opt_values *o, struct str name, struct arena *a)
{
	struct nearest meant = { .said = name };
	struct buf known = BUF_INIT(256), end = BUF_INIT(256);
	bool is = false, ours = of_a_key(o, name);
	for (size_t i = 0; !ours && i < opt_n_rows; i++) {
		variable_of(&opt_rows[i], &known);
		is = str_eq(name, buf_str(&known));
		ours = is && (opt_rows[i].hidden || !no_variable(&opt_rows[i]));
		if (is && !ours)
			buf_addf(&end, "; --%s belongs on the command line", opt_rows[i].name);
		else if (!opt_rows[i].hidden && !no_variable(&opt_rows[i]))
			nearest_try(&meant, arena_dup(a, buf_str(&known)));
	}
	if (end.len == 0)
		nearest_say(&meant, "", &end);
	if (!ours)
		opt_note(o, a, "the environment's %.*s is no option%s", STR_ARG(str_head_utf8(name, 60)), end.s ? end.s : "");
	buf_free(&known);
	buf_free(&end);
}

void config_unknown_variables(struct opt_values *o, struct arena *a)
{
	for (char **at = environ; at && *at; at++) {
		struct str variable = str_of(*at), name;
		if (str_starts(variable, prefix) && str_cut(&variable, '=', &name) && !str_empty(variable))
			look_at_variable(o, name, a);
	}
}

bool config_environment(struct opt_values *o, struct arena *a, struct err *e)
{
	read_foreign(o, a);
	struct buf name = BUF_INIT(256);
	bool ok = true;
	for (size_t i = 0; ok && i < opt_n_rows; i++) {
		const struct opt_row *row = &opt_rows[i];
		variable_of(row, &name);
		const char *value = no_variable(row) ? NULL : getenv(name.s);
		if (value && *value)
			ok = opt_set(o, row, str_of(value), RANK_ENV, a, e) || err_wrap(e, "%s", name.s);
	}
	buf_free(&name);
	return ok;
}
