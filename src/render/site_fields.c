/* SPDX-License-Identifier: MIT
 * What a page of a site knows of the others: the ways to them. */
#include "digest/hash.h"
#include "src/render/ctx.h"

/* Names of files come from identifiers that records bring along. */
static bool is_plain(struct str id)
{
	for (size_t i = 0; i < id.n; i++)
		if (!is_alnum((unsigned char)id.p[i]) && id.p[i] != '-' && !(id.p[i] == '.' && i > 0))
			return false;
	return id.n > 0;
}

void page_own_name(struct str id, struct buf *out)
{
	enum { KEPT = 60, SUM = 12 };
	struct hash h;
	char sum[HASH_HEX_SIZE];
	struct str head = str_head(id, KEPT);
	if (is_plain(id)) {
		buf_adds(out, id);
		return;
	}
	for (size_t i = 0; i < head.n; i++)
		buf_addc(out, is_alnum((unsigned char)head.p[i]) ? head.p[i] : '-');
	hash_init(&h);
	hash_add(&h, id);
	hash_hex(&h, sum);
	buf_addf(out, "_%.*s", SUM, sum);
}

static const struct page_site *site_of(const struct render_ctx *r)
{
	static const struct page_site none;
	return r->page->site ? r->page->site : &none;
}

static struct value text_or_none(struct str s) { return str_empty(s) ? value_none() : value_text(s); }

struct value get_site(struct render_ctx *r) { return value_flag(r->page->site != NULL); }
struct value get_root(struct render_ctx *r) { return value_text_as(site_of(r)->root, TEXT_AS_IS); }
struct value get_previous(struct render_ctx *r) { return text_or_none(site_of(r)->previous); }
struct value get_next(struct render_ctx *r) { return text_or_none(site_of(r)->next); }
struct value get_day_page(struct render_ctx *r) { return text_or_none(site_of(r)->day); }
struct value get_self(struct render_ctx *r) { return text_or_none(site_of(r)->self); }
struct value get_alone(struct render_ctx *r) { return value_flag(site_of(r)->alone); }

struct value get_own_page(struct render_ctx *r)
{
	struct buf name = BUF_INIT(BUF_UNBOUNDED);
	if (!site_of(r)->readings || site_of(r)->alone || r->bare)
		return value_none();
	page_own_name(r->p.id, &name);
	return value_copied(&r->a, &name);
}
