/* SPDX-License-Identifier: MIT
 * The record's string-valued keys by name: one row a field, for the JSON reader and writer, the store and the templates.
 * The order is data/README.md's. */
#include "digest/paper.h"

#define AT(member) offsetof(struct paper, member)

const struct paper_field paper_fields[] = {
	{ "id", AT(id) },
	{ "title", AT(title) },
	{ "abstract", AT(abstract) },
	{ "announced", AT(announced) },
	{ "published", AT(published) },
	{ "updated", AT(updated) },
	{ "link", AT(link) },
	{ "comment", AT(comment) },
	{ "journal_ref", AT(journal_ref) },
	{ "doi", AT(doi) },
	{ "license", AT(license) },
	{ "msc_class", AT(msc_class) },
	{ "acm_class", AT(acm_class) },
	{ "report_no", AT(report_no) },
	{ "submitter", AT(submitter) },
	{ "received.title", AT(received_title) },
	{ "received.abstract", AT(received_abstract) },
	{ "received.link", AT(received_link) },
	{ "source", AT(source) },
};
const size_t paper_n_fields = COUNTOF(paper_fields);

struct str *paper_field(struct paper *p, const struct paper_field *f)
{
	return (struct str *)(void *)((char *)p + f->offset);
}

struct str paper_get(const struct paper *p, const struct paper_field *f)
{
	return *(const struct str *)(const void *)((const char *)p + f->offset);
}
