/* SPDX-License-Identifier: MIT
 * As what references are written: a row a format. The first one is the default. */
#include "src/cite/internal.h"

static void record_put(const struct paper *p, struct str key, struct arena *a, struct buf *out)
{
	UNUSED(key);
	UNUSED(a);
	paper_to_json(p, out);
}

static const struct cite_format formats[] = {
	{ "bibtex", "BibTeX, for LaTeX", ".bib", "", "\n\n", "\n", true, cite_bibtex },
	{ "ris", "RIS, for reference managers", ".ris", "", "\r\n", "", true, ris_put },
	{ "csl", "CSL JSON, for Zotero and pandoc", ".json", "[\n", ",\n", "\n]\n", true, csl_put },
	{ "records", "the records, one JSON object a line", ".jsonl", "", "\n", "\n", false, record_put },
};

const struct cite_format *cite_format_at(size_t i) { return i < COUNTOF(formats) ? &formats[i] : NULL; }

const struct cite_format *cite_format_of_file(struct str name)
{
	for (size_t i = 0; i < COUNTOF(formats); i++) {
		size_t n = strlen(formats[i].ending);
		if (name.n > n && str_is_nocase(str_from(name, name.n - n), formats[i].ending))
			return &formats[i];
	}
	return NULL;
}
