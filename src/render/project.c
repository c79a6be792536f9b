/* SPDX-License-Identifier: MIT
 * Where a paper's code and its page are: comment and abstract say it, or the whole text, whose addresses the summary has with it. */
#include "digest/project.h"

#include "digest/text.h"
#include "src/render/ctx.h"

/* The members of summary.project. */
static const char *const members[PROJECT__COUNT] = { [PROJECT_CODE] = "code", [PROJECT_PAGE] = "page" };

static struct str from_text(struct render_ctx *r, enum project_kind kind)
{
	const struct summary *y = &r->p.summary;
	for (size_t i = 0; i < y->n_fields; i++)
		if (str_is(y->fields[i].name, "project"))
			return js_str(js_get(summary_json(r, i), members[kind]));
	return STR_NULL;
}

static struct str address_of(struct render_ctx *r, enum project_kind kind)
{
	struct project found = { .links = { { NULL, 0 } } };
	if (received(r))
		return STR_NULL;
	project_of_text(r->p.comment, &r->a, &found);
	project_of_text(r->p.abstract, &r->a, &found);
	struct str address = str_empty(found.links[kind]) ? from_text(r, kind) : found.links[kind];
	return url_is_web(address) ? address : STR_NULL;
}

static struct value link(struct render_ctx *r, enum project_kind kind) { return value_text_as(address_of(r, kind), TEXT_URL); }

/* Without its scheme: some readers make a link of an address within a link's text. */
static struct value link_text(struct render_ctx *r, enum project_kind kind)
{
	struct str address = address_of(r, kind);
	return str_known(address) ? value_text_as(str_from(address, str_find(address, "://", 0) + 3), TEXT_NO_MATH) : value_none();
}

struct value get_code(struct render_ctx *r) { return link(r, PROJECT_CODE); }
struct value get_code_text(struct render_ctx *r) { return link_text(r, PROJECT_CODE); }
struct value get_project(struct render_ctx *r) { return link(r, PROJECT_PAGE); }
struct value get_project_text(struct render_ctx *r) { return link_text(r, PROJECT_PAGE); }
