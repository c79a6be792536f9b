/* SPDX-License-Identifier: MIT
 * What `digest help TOPIC` lists, for people and for the shells' completions. */
#include "digest/commands.h"
#include "digest/paper.h"
#include "digest/chat.h"
#include "digest/check.h"
#include "digest/choices.h"
#include "digest/provider_section.h"

static void each_choice(opt_choices *choices, topic_fn *fn, void *ctx)
{
	struct opt_choice c;
	for (size_t i = 0; choices(i, &c); i++)
		fn(ctx, str_of(c.word), str_of(c.help));
}

static void each_dialect(const struct opt_values *o, topic_fn *fn, void *ctx)
{
	UNUSED(o);
	each_choice(choices_dialect, fn, ctx);
}

static void each_format(const struct opt_values *o, topic_fn *fn, void *ctx)
{
	UNUSED(o);
	each_choice(choices_format, fn, ctx);
}

/* The category NAME, and whether it is another one's second name (stat.TH is math.ST). */
static void put_category(struct str name, topic_fn *fn, void *ctx)
{
	struct str canonical = category_canonical(name);
	struct buf b = BUF_INIT(256);
	buf_adds(&b, category_title(name));
	if (!str_eq(canonical, name))
		buf_addf(&b, " (the same as %.*s)", STR_ARG(canonical));
	fn(ctx, name, buf_str(&b));
	buf_free(&b);
}

/* Today's categories, each archive before its first one; not the archives that were closed. */
static void each_category(const struct opt_values *o, topic_fn *fn, void *ctx)
{
	struct str name, last = STR_NULL;
	UNUSED(o);
	for (size_t i = 0; str_known(name = category_name_at(i)); i++) {
		struct str archive = str_head(name, str_find(name, ".", 0));
		if (archive.n == name.n && !str_eq(category_canonical(name), name))
			continue;
		if (!str_eq(archive, last))
			fn(ctx, archive, category_known(archive) ? category_title(archive) : STR("the whole archive"));
		if (archive.n < name.n)
			put_category(name, fn, ctx);
		last = archive;
	}
}

static void each_profile(const struct opt_values *o, topic_fn *fn, void *ctx)
{
	config_sections(o, "profile", fn, ctx);
}

static void each_provider(const struct opt_values *o, topic_fn *fn, void *ctx)
{
	const struct provider *p;
	for (size_t i = 0; (p = provider_at(i)) != NULL; i++)
		fn(ctx, str_of(p->name), str_of(p->base_url));
	config_sections(o, "provider", fn, ctx);
}

static void each_interest(const struct opt_values *o, topic_fn *fn, void *ctx) { config_sections(o, "interest", fn, ctx); }

static void each_rule(const struct opt_values *o, topic_fn *fn, void *ctx)
{
	UNUSED(o);
	for (size_t i = 0; i < check_rules(); i++)
		fn(ctx, str_of(check_rule_name(i)), str_of(check_rule_help(i)));
}

const struct topic topics[] = {
	{ "categories", "arXiv's categories and archives", each_category },
	{ "dialects", "the programs that --dialect writes Markdown for", each_dialect },
	{ "formats", "what a page can be", each_format },
	{ "interests", "what your configuration says that you want to read first", each_interest },
	{ "profiles", "the profiles of your configuration", each_profile },
	{ "providers", "the endpoints that are known, and those of your configuration", each_provider },
	{ "rules", "what summaries are checked for (--gate, digest check)", each_rule },
};
const size_t n_topics = COUNTOF(topics);
