/* SPDX-License-Identifier: MIT
 * From the roads' forms to the record's. The rules (rules.c) do the work; here is what frames them: who the paper is
 * before, and what of the source's own form is kept after. */
#include "clean.h"

/* The id from the record, else from its link. The version from wherever one is written. */
static bool identify(struct clean *c, struct err *e)
{
	struct paper *p = c->p;
	struct arxiv_id id = { .version = 0 }, link = { .version = 0 };
	bool known = str_known(p->id) && (paper_id_parse(p->id, c->a, &id) || arxiv_id_from_link(p->id, c->a, &id));
	bool asks_link = !known || (p->version == 0 && id.version == 0 && !str_known(paper_id_local(id.id)));
	bool linked = asks_link && arxiv_id_from_link(p->link, c->a, &link);
	if (!known && str_known(p->id) && p->id.n)
		return err_set(e, ERR_INPUT, "not an arXiv identifier, nor local:NAME: \"%.*s\"", (int)(p->id.n < 80 ? p->id.n : 80), p->id.p);
	if (!known && !linked)
		return err_set(e, ERR_INPUT, "no arXiv identifier");
	if (!known)
		id = link;
	p->id = id.id;
	if (p->version == 0)
		p->version = id.version;
	if (p->version == 0 && linked && str_eq(link.id, id.id))
		p->version = link.version;
	return true;
}

/* Keep RAW beside what became of it, unless an earlier cleaning has kept an older form. */
static void keep_received(struct str *received, struct str raw, struct str clean)
{
	if (!str_known(*received) && str_known(raw) && !str_eq(raw, clean))
		*received = raw;
}

bool paper_clean(const struct raw_paper *raw, struct arena *a, struct paper *ret, struct clean_counts *counts,
                 struct err *e)
{
	struct clean_counts none = { 0, 0, 0, 0 };
	struct paper p = raw->paper;
	struct clean c = { .raw = raw, .p = &p, .a = a, .counts = counts ? counts : &none,
		           .received_abstract = raw->paper.abstract };
	if (!identify(&c, e))
		return false;
	clean_rules(&c);
	if (str_empty(p.title))
		return err_set(e, ERR_INPUT, "%.*s: no title", STR_ARG(p.id));
	keep_received(&p.received_title, raw->paper.title, p.title);
	keep_received(&p.received_abstract, c.received_abstract, p.abstract);
	keep_received(&p.received_link, raw->paper.link, p.link);
	*ret = p;
	return true;
}
