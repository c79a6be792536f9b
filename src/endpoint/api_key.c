/* SPDX-License-Identifier: MIT
 * Keys: out of the environment or a command, into one header. What is explicit comes first; what other programs' users have
 * set goes only where it belongs. */
#include "digest/endpoint.h"

#include <stdlib.h>
#include <string.h>

#include "digest/argv.h"
#include "digest/vec.h"
#include "digest/world.h"

enum { KEY_MAX = 8192, KEY_COMMAND_S = 60 };

static const char own_variable[] = "DIGEST_API_KEY", openai_variable[] = "OPENAI_API_KEY";

/* The variable's value; NULL: not set, or blank. */
static const char *value_of(const char *variable)
{
	const char *v = getenv(variable);
	return str_empty(str_trim(str_of(v))) ? NULL : v;
}

/* A header's value, and nothing that would end it. */
static bool check_key(struct str key, const char *where, struct err *e)
{
	if (key.n > KEY_MAX)
		return err_set(e, ERR_KEY, "%s: this is no key: more than %d bytes", where, KEY_MAX);
	for (size_t i = 0; i < key.n; i++)
		if ((unsigned char)key.p[i] <= ' ' || (unsigned char)key.p[i] >= 0x7f)
			return err_set(e, ERR_KEY, "%s: this is no key: there is a blank, a line's end, a control character or no ASCII "
			                           "in it; copy it again", where);
	return true;
}

static bool take_variable(const char *variable, struct arena *a, const char **ret, struct err *e)
{
	struct str key = str_trim(str_of(value_of(variable)));  /* $(cat file) keeps no line's end, other ways do */
	if (!check_key(key, variable, e))
		return false;
	*ret = arena_dup(a, key).p;
	return true;
}

/* ---- A command that prints it ---- */

struct key_command {
	struct buf out;
	bool done;
	int status;
};

/* What is beyond the ceiling is no part of the first line. */
static void take_output(void *ctx, struct str bytes)
{
	struct buf *out = &((struct key_command *)ctx)->out;
	buf_adds(out, str_head(bytes, out->max - out->len));
}

static void command_ended(void *ctx, int status)
{
	struct key_command *k = ctx;
	k->done = true;
	k->status = status;
}

static bool wait_for(struct key_command *k, struct loop *l, struct err *e)
{
	int64_t until = clock_ticks(loop_clock(l)) + KEY_COMMAND_S * 1000;
	while (!k->done) {
		int64_t left = until - clock_ticks(loop_clock(l));
		if (left <= 0)
			return err_set(e, ERR_KEY, "no key within %d s", KEY_COMMAND_S);
		if (!loop_turn(l, (int)left, e))
			return false;
	}
	if (k->status == 0)
		return true;
	struct buf how = BUF_INIT(ERR_MSG_SIZE);
	child_status_text(k->status, &how);
	err_set(e, ERR_KEY, "the command failed: %s", how.s);
	buf_free(&how);
	return false;
}

static bool first_line(struct key_command *k, struct arena *a, const char **ret, struct err *e)
{
	struct str rest = buf_str(&k->out), line = STR("");
	str_cut(&rest, '\n', &line);
	line = str_trim(line);
	if (str_empty(line))
		return err_set(e, ERR_KEY, "the command printed no key: its first line is to be the key");
	if (!check_key(line, "what it printed", e))
		return false;
	*ret = arena_dup(a, line).p;
	return true;
}

static bool ask_command(const char *words, const char *const *secrets, struct loop *l, struct arena *a, const char **ret,
                        struct err *e)
{
	struct key_command k = { .out = BUF_INIT(2 * KEY_MAX) };
	struct child *child = NULL;
	char **argv;
	if (!argv_split(words, a, &argv, e) || argv[0] == NULL)
		return err_set(e, ERR_CONFIG, "no command, or a quote that is not closed");
	const struct child_options how = { .argv = (const char *const *)argv, .env_without = secrets, .out = take_output,
		                           .done = command_ended, .ctx = &k };
	bool ok = child_start(l, &how, &child, e) || err_set(e, ERR_KEY, "%s", e->msg);
	if (ok) {
		child_close_input(child);
		ok = wait_for(&k, l, e) && first_line(&k, a, ret, e);
	}
	child_free(child);
	explicit_bzero(k.out.s, k.out.len);
	buf_free(&k.out);
	return ok;
}

/* ---- Which ---- */

/* The first variable of LIST that is set, in A; NULL: none is. */
static const char *first_set(const char *list, struct arena *a)
{
	struct str rest = str_of(list), one;
	while (str_cut(&rest, ' ', &one)) {
		const char *name = arena_dup(a, one).p;
		if (value_of(name))
			return name;
	}
	return NULL;
}

static bool take_from_section(const struct endpoint *x, const struct opt_values *o, struct loop *l, struct arena *a,
                              const char **ret, struct err *e)
{
	const struct provider_section *s = x->section;
	if (s->api_key_env && value_of(s->api_key_env))
		return take_variable(s->api_key_env, a, ret, e);
	if (s->key_command)
		return ask_command(s->key_command, endpoint_secrets(&(struct opt_values){ .sections = o->sections,
		                   .n_sections = o->n_sections }, a), l, a, ret, e) || err_wrap(e, "key-command of %s", s->name);
	return err_set(e, ERR_KEY, "no key for %s: %s is not set (api-key-env)", s->name, s->api_key_env);
}

bool endpoint_key(const struct endpoint *x, const struct opt_values *o, struct loop *l, struct arena *a, const char **ret,
                  struct err *e)
{
	const struct provider *at = provider_of_url(str_of(x->chat.base_url));  /* whose host it is; NULL: the user's own */
	const struct provider *row = provider_find(str_of(x->provider.name));
	const char *variable = NULL;
	*ret = NULL;
	if (value_of(own_variable))
		return take_variable(own_variable, a, ret, e);
	if (x->section && (x->section->api_key_env || x->section->key_command))
		return take_from_section(x, o, l, a, ret, e);
	if (row == NULL)
		row = at;
	if (row && row->key_env && (at == NULL || at == row))
		variable = first_set(row->key_env, a);
	if (variable == NULL && at == NULL && (row == NULL || row->key_env == NULL) && value_of(openai_variable))
		variable = openai_variable;
	if (variable)
		return take_variable(variable, a, ret, e);
	if (at == NULL || at->key_env == NULL)
		return true;
	struct str names = str_of(at->key_env), first = STR_NULL;
	str_cut(&names, ' ', &first);
	return err_set(e, ERR_KEY, "no key for %s: set %.*s, or DIGEST_API_KEY; or say api-key-env or key-command in [provider %s]",
	               x->provider.name, STR_ARG(first), x->provider.name);
}

/* ---- Variables that children must not see ---- */

typedef VEC(const char *) names_vec;

static void add_name(names_vec *v, const struct opt_values *o, struct str name, struct arena *a)
{
	for (size_t i = 0; i < v->n; i++)
		if (str_is(name, v->v[i]))
			return;
	if (!strs_has(o->summarizer_env, name))
		*vec_push(v) = arena_dup(a, name).p;
}

const char *const *endpoint_secrets(const struct opt_values *o, struct arena *a)
{
	names_vec v = VEC_INIT;
	add_name(&v, o, str_of(own_variable), a);
	add_name(&v, o, str_of(openai_variable), a);
	for (size_t i = 0; provider_at(i); i++) {
		struct str rest = str_of(provider_at(i)->key_env), one;
		while (str_cut(&rest, ' ', &one))
			add_name(&v, o, one, a);
	}
	for (size_t i = 0; i < o->n_sections; i++)
		if (o->sections[i].api_key_env)
			add_name(&v, o, str_of(o->sections[i].api_key_env), a);
	const char **list = arena_calloc(a, v.n + 1, sizeof *list);
	if (v.n)
		memcpy(list, v.v, v.n * sizeof *list);
	vec_free(&v);
	return list;
}

void endpoint_names_withheld(const char *const *secrets, struct buf *out)
{
	for (; *secrets; secrets++)
		if (value_of(*secrets))
			buf_addf(out, "%s%s", out->len ? ", " : "", *secrets);
}

const char *const *endpoint_secret_values(const struct opt_values *o, struct arena *a)
{
	struct opt_values all = *o;
	all.summarizer_env.n = 0;
	const char *const *names = endpoint_secrets(&all, a);
	size_t n = 0, m = 0;
	while (names[n])
		n++;
	const char **values = arena_calloc(a, n + o->summarizer_env.n + 1, sizeof *values);
	for (size_t i = 0; i < n; i++)
		if (value_of(names[i]))
			values[m++] = arena_dup(a, str_of(value_of(names[i]))).p;
	for (size_t i = 0; i < o->summarizer_env.n; i++) {
		const char *value = value_of(arena_dup(a, o->summarizer_env.v[i]).p);
		if (value)
			values[m++] = arena_dup(a, str_of(value)).p;
	}
	return values;
}
