/* SPDX-License-Identifier: MIT
 * Identifiers as arxiv.org/help/arxiv_identifier describes them, and the links that hold them. */
#include "digest/paper.h"
#include "tests/unit/plain_tap.h"

static const struct {
	int line;
	const char *in, *id;  /* NULL: none */
	int version;
} ids[] = {
	{ __LINE__, "2402.17010", "2402.17010", 0 },
	{ __LINE__, "2402.17010v1", "2402.17010", 1 },
	{ __LINE__, "0704.0001v12", "0704.0001", 12 },
	{ __LINE__, "arXiv:1501.00001v3", "1501.00001", 3 },
	{ __LINE__, "ARXIV:1501.00001", "1501.00001", 0 },
	{ __LINE__, "oai:arXiv.org:2504.17830v1", "2504.17830", 1 },
	{ __LINE__, "oai:arXiv.org:hep-th/9901001", "hep-th/9901001", 0 },
	{ __LINE__, " 2402.17010 ", "2402.17010", 0 },
	{ __LINE__, "hep-th/9901001", "hep-th/9901001", 0 },
	{ __LINE__, "hep-th/9901001v2", "hep-th/9901001", 2 },
	{ __LINE__, "math.GT/0309136v1", "math/0309136", 1 },
	{ __LINE__, "math/0309136", "math/0309136", 0 },
	{ __LINE__, "cond-mat.mes-hall/0507123", "cond-mat/0507123", 0 },
	{ __LINE__, "Hep-Th/9901001", "hep-th/9901001", 0 },
	{ __LINE__, "astroph/0601001", "astro-ph/0601001", 0 },
	{ __LINE__, "cs/9900001", "cs/9900001", 0 },
	{ __LINE__, "0000.0000", "0000.0000", 0 },
	{ __LINE__, "", NULL, 0 },
	{ __LINE__, "abc", NULL, 0 },
	{ __LINE__, "2402.170", NULL, 0 },
	{ __LINE__, "2402.170101", NULL, 0 },
	{ __LINE__, "24021.7010", NULL, 0 },
	{ __LINE__, "2402.17010v", NULL, 0 },
	{ __LINE__, "2402.17010v0", NULL, 0 },
	{ __LINE__, "2402.17010v01", NULL, 0 },
	{ __LINE__, "2402.17010v999999999999", NULL, 0 },
	{ __LINE__, "2402.17010x", NULL, 0 },
	{ __LINE__, "2402,17010", NULL, 0 },
	{ __LINE__, "hep-th/990100", NULL, 0 },
	{ __LINE__, "hep-th/99010011", NULL, 0 },
	{ __LINE__, "/9901001", NULL, 0 },
	{ __LINE__, "-th/9901001", NULL, 0 },
	{ __LINE__, "hep-t/9901001", NULL, 0 },
	{ __LINE__, "math./9901001", NULL, 0 },
	{ __LINE__, "a b/9901001", NULL, 0 },
	{ __LINE__, "10.48550/arXiv.2202.01037", NULL, 0 },
};

static const struct {
	int line;
	const char *in, *id;
	int version;
} links[] = {
	{ __LINE__, "https://arxiv.org/abs/2402.17010", "2402.17010", 0 },
	{ __LINE__, "http://arxiv.org/abs/hep-th/9901001v1", "hep-th/9901001", 1 },
	{ __LINE__, "https://arxiv.org/pdf/2402.17010v2.pdf", "2402.17010", 2 },
	{ __LINE__, "https://arxiv.org/pdf/2402.17010", "2402.17010", 0 },
	{ __LINE__, "https://arxiv.org/html/2402.17010v1/", "2402.17010", 1 },
	{ __LINE__, "https://export.arxiv.org/abs/2402.17010?context=cs", "2402.17010", 0 },
	{ __LINE__, "https://rss.arxiv.org/abs/2402.00389#x", "2402.00389", 0 },
	{ __LINE__, "https://arxiv.org/e-print/math/0309136", "math/0309136", 0 },
	{ __LINE__, "https://arxiv.org/src/2402.17010", "2402.17010", 0 },
	{ __LINE__, "https://arxiv.org/ps/hep-th/9901001", "hep-th/9901001", 0 },
	{ __LINE__, "https://doi.org/10.48550/arXiv.2202.01037", "2202.01037", 0 },
	{ __LINE__, "https://arxiv.org/list/cs/new", NULL, 0 },
	{ __LINE__, "https://example.org/abs/some-thing", NULL, 0 },
	{ __LINE__, "https://arxiv.org/abs/", NULL, 0 },
	{ __LINE__, "", NULL, 0 },
};

/* As people paste them. */
static const struct {
	int line;
	const char *in, *id;
	int version;
} pasted[] = {
	{ __LINE__, "2402.17010", "2402.17010", 0 },
	{ __LINE__, "  2402.17010v2\t", "2402.17010", 2 },
	{ __LINE__, "2402.17010V2", "2402.17010", 2 },
	{ __LINE__, "arXiv:2402.17010v1", "2402.17010", 1 },
	{ __LINE__, "ARXIV:2402.17010V1", "2402.17010", 1 },
	{ __LINE__, "2402.17010.pdf", "2402.17010", 0 },
	{ __LINE__, "2402.17010v3.pdf", "2402.17010", 3 },
	{ __LINE__, "https://arxiv.org/abs/2402.17010v1", "2402.17010", 1 },
	{ __LINE__, "http://arxiv.org/abs/2402.17010", "2402.17010", 0 },
	{ __LINE__, "arxiv.org/abs/2402.17010", "2402.17010", 0 },
	{ __LINE__, "www.arxiv.org/abs/2402.17010/", "2402.17010", 0 },
	{ __LINE__, "HTTPS://ARXIV.ORG/ABS/2402.17010V2", "2402.17010", 2 },
	{ __LINE__, "https://arxiv.org/pdf/2402.17010", "2402.17010", 0 },
	{ __LINE__, "https://arxiv.org/pdf/2402.17010v1.pdf#page=3", "2402.17010", 1 },
	{ __LINE__, "export.arxiv.org/pdf/2402.17010v2.PDF", "2402.17010", 2 },
	{ __LINE__, "https://arxiv.org/html/2402.17010v2#S3", "2402.17010", 2 },
	{ __LINE__, "https://arxiv.org/abs/2402.17010?context=cs.LG", "2402.17010", 0 },
	{ __LINE__, "https://arxiv.org/abs/math.GT/0309136v1", "math/0309136", 1 },
	{ __LINE__, "arxiv.org/pdf/hep-th/9901001v2.pdf", "hep-th/9901001", 2 },
	{ __LINE__, "https://arxiv.org/abs/arXiv:2402.17010", "2402.17010", 0 },
	{ __LINE__, "https://doi.org/10.48550/arXiv.2402.17010", "2402.17010", 0 },
	{ __LINE__, "http://dx.doi.org/10.48550/ARXIV.2402.17010", "2402.17010", 0 },
	{ __LINE__, "doi.org/10.48550/arxiv.2402.17010", "2402.17010", 0 },
	{ __LINE__, "doi:10.48550/arXiv.hep-th/9901001", "hep-th/9901001", 0 },
	{ __LINE__, "10.48550/arXiv.2402.17010", "2402.17010", 0 },
	{ __LINE__, "<https://arxiv.org/abs/2402.17010>", "2402.17010", 0 },
	{ __LINE__, "(arXiv:2402.17010v1).", "2402.17010", 1 },
	{ __LINE__, "https://arxiv.org/list/cs/new", NULL, 0 },
	{ __LINE__, "https://doi.org/10.1038/nature14539", NULL, 0 },
	{ __LINE__, "2402.17010v0", NULL, 0 },
	{ __LINE__, "Einstein1905", NULL, 0 },
	{ __LINE__, "2613.90112", NULL, 0 },              /* there is no month 13 */
	{ __LINE__, "2600.90112", NULL, 0 },
	{ __LINE__, "2611.9011", NULL, 0 },               /* five digits since January 2015 */
	{ __LINE__, "1501.0001", NULL, 0 },
	{ __LINE__, "1501.00001", "1501.00001", 0 },
	{ __LINE__, "1412.00001", NULL, 0 },              /* four before */
	{ __LINE__, "1412.0001v2", "1412.0001", 2 },
	{ __LINE__, "0704.0001", "0704.0001", 0 },
	{ __LINE__, "0703.0001", NULL, 0 },               /* the scheme began in April 2007 */
	{ __LINE__, "math/0703001", "math/0703001", 0 },
	{ __LINE__, "math/0704001", NULL, 0 },
	{ __LINE__, "hep-th/9108001", "hep-th/9108001", 0 },
	{ __LINE__, "hep-th/9107001", NULL, 0 },          /* arXiv began in August 1991 */
	{ __LINE__, "hep-th/9913001", NULL, 0 },
	{ __LINE__, "hep-th/3101001", NULL, 0 },
	{ __LINE__, "https://arxiv.org/abs/2613.90112", NULL, 0 },
	{ __LINE__, ".pdf", NULL, 0 },
	{ __LINE__, "<>", NULL, 0 },
	{ __LINE__, "", NULL, 0 },
};

/* Of records: what arXiv does not have. */
static const struct {
	int line;
	const char *in, *id;
} of_records[] = {
	{ __LINE__, "local:thesis", "local:thesis" },
	{ __LINE__, " LOCAL:My_Thesis-2.b ", "local:My_Thesis-2.b" },
	{ __LINE__, "local:论文", "local:论文" },
	{ __LINE__, "local:draft_v2", "local:draft_v2" },  /* no version: a name is a name */
	{ __LINE__, "2402.17010v2", "2402.17010" },
	{ __LINE__, "local:", NULL },
	{ __LINE__, "local:.hidden", NULL },
	{ __LINE__, "local:-x", NULL },
	{ __LINE__, "local:../etc/passwd", NULL },
	{ __LINE__, "local:a/b", NULL },
	{ __LINE__, "local:a b", NULL },
	{ __LINE__, "local:a\"b", NULL },
	{ __LINE__, "local:a\x7f", NULL },
	{ __LINE__, "local:\xff", NULL },
	{ __LINE__, "thesis", NULL },
	{ __LINE__, "other:thesis", NULL },
	{ __LINE__, "local:0123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789",
	  "local:0123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789" },
	{ __LINE__, "local:01234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890", NULL },
};

/* From old to new. */
static const char *const order[] = {
	"cs/9900001", "hep-th/9108001", "hep-th/9108002", "hep-th/9912345", "math/0001001", "math/0309136", "cs/0703001",
	"0704.0001", "0704.0002", "0712.9999", "1412.9999", "1501.00001", "1501.00002", "1501.99999", "2402.17010", "2612.00001",
};

int main(void)
{
	struct tap t = { 0, 0 };
	struct arena a = ARENA_INIT;
	struct arxiv_id id, last = { .sort_key = 0 };
	for (size_t i = 0; i < COUNTOF(of_records); i++) {
		bool is = paper_id_parse(str_of(of_records[i].in), &a, &id), words = paper_id_from_words(str_of(of_records[i].in), &a, &last);
		struct str want = str_of(of_records[i].id);
		tap_case(&t, is == (want.p != NULL) && (!is || str_eq(id.id, want)), "of records, line %d", of_records[i].line);
		tap_case(&t, words == is && (!is || (str_eq(last.id, want) && last.sort_key == id.sort_key)), "the same as it is typed, line %d", of_records[i].line);
		tap_case(&t, !arxiv_id_parse(str_of(of_records[i].in), &a, &last) == (!is || str_starts(want, "local:")), "of arXiv alone, line %d", of_records[i].line);
		if (is && str_starts(want, "local:") && arxiv_id_parse(str_of(order[0]), &a, &last))
			tap_case(&t, id.sort_key > 0 && id.sort_key < last.sort_key, "older than arXiv's oldest, line %d", of_records[i].line);
	}
	last = (struct arxiv_id){ .sort_key = 0 };
	for (size_t i = 0; i < COUNTOF(ids); i++) {
		struct arxiv_id none = { STR("untouched"), -1, -1 };
		id = none;
		bool ok = arxiv_id_parse(str_of(ids[i].in), &a, &id);
		bool right = ids[i].id ? ok && str_is(id.id, ids[i].id) && id.version == ids[i].version : !ok && id.version == -1;
		tap_case(&t, right, "id, line %d: %s", ids[i].line, ids[i].in);
	}
	for (size_t i = 0; i < COUNTOF(links); i++) {
		bool ok = arxiv_id_from_link(str_of(links[i].in), &a, &id);
		bool right = links[i].id ? ok && str_is(id.id, links[i].id) && id.version == links[i].version : !ok;
		tap_case(&t, right, "link, line %d: %s", links[i].line, links[i].in);
	}
	for (size_t i = 0; i < COUNTOF(pasted); i++) {
		bool ok = arxiv_id_from_words(str_of(pasted[i].in), &a, &id);
		bool right = pasted[i].id ? ok && str_is(id.id, pasted[i].id) && id.version == pasted[i].version : !ok;
		tap_case(&t, right, "pasted, line %d: %s", pasted[i].line, pasted[i].in);
	}
	for (size_t i = 1; i < COUNTOF(order); i++) {
		bool ok = arxiv_id_parse(str_of(order[i]), &a, &id);
		if (i > 1)
			tap_case(&t, ok && id.sort_key > last.sort_key, "%s is newer than %s", order[i], order[i - 1]);
		last = id;
	}
	/* Every archive there was: the same number in two of them is two papers. */
	static const char *const archives[] = {
		"acc-phys", "adap-org", "alg-geom", "ao-sci", "astro-ph", "atom-ph", "bayes-an", "chao-dyn", "chem-ph", "cmp-lg",
		"comp-gas", "cond-mat", "cs", "dg-ga", "funct-an", "gr-qc", "hep-ex", "hep-lat", "hep-ph", "hep-th", "math", "math-ph",
		"mtrl-th", "nlin", "nucl-ex", "nucl-th", "patt-sol", "physics", "plasm-ph", "q-alg", "q-bio", "quant-ph", "solv-int",
		"supr-con",
	};
	int64_t keys[COUNTOF(archives)];
	size_t same = 0;
	for (size_t i = 0; i < COUNTOF(archives); i++) {
		char text[64];
		snprintf(text, sizeof text, "%s/9901001", archives[i]);
		keys[i] = arxiv_id_parse(str_of(text), &a, &id) ? id.sort_key : 0;
		for (size_t j = 0; j < i; j++)
			same += keys[i] == keys[j] || keys[i] == 0;
	}
	tap_case(&t, same == 0, "the same number in two archives is two papers");
	struct str s = STR("2402.17010v1");
	tap_case(&t, arxiv_id_parse(s, &a, &id) && id.id.p == s.p, "a canonical id is not copied");
	arena_free(&a);
	return tap_done(&t);
}
