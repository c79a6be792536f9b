/* SPDX-License-Identifier: MIT
 * The taxonomy: its aliases and dead archives (arxiv.org/category_taxonomy), and that the table holds together. */
#include "digest/paper.h"
#include "tests/unit/plain_tap.h"

static const struct {
	const char *in, *canonical;
} names[] = {
	{ "cs.CL", "cs.CL" }, { "cs.cl", "cs.CL" }, { "CS.CL", "cs.CL" }, { "hep-th", "hep-th" }, { "cond-mat.soft", "cond-mat.soft" },
	/* one category, two names */
	{ "math.MP", "math-ph" }, { "math-ph", "math-ph" }, { "stat.TH", "math.ST" }, { "math.ST", "math.ST" },
	{ "math.IT", "cs.IT" }, { "cs.IT", "cs.IT" }, { "q-fin.EC", "econ.GN" }, { "cs.SY", "eess.SY" }, { "cs.NA", "math.NA" },
	/* archives that live on under another name */
	{ "cmp-lg", "cs.CL" }, { "adap-org", "nlin.AO" }, { "comp-gas", "nlin.CG" }, { "chao-dyn", "nlin.CD" },
	{ "solv-int", "nlin.SI" }, { "patt-sol", "nlin.PS" }, { "alg-geom", "math.AG" }, { "dg-ga", "math.DG" },
	{ "funct-an", "math.FA" }, { "q-alg", "math.QA" }, { "mtrl-th", "cond-mat.mtrl-sci" }, { "supr-con", "cond-mat.supr-con" },
	{ "acc-phys", "physics.acc-ph" }, { "ao-sci", "physics.ao-ph" }, { "atom-ph", "physics.atom-ph" },
	{ "bayes-an", "physics.data-an" }, { "chem-ph", "physics.chem-ph" }, { "plasm-ph", "physics.plasm-ph" },
	/* categories of old papers */
	{ "astro-ph", "astro-ph" }, { "cond-mat", "cond-mat" }, { "q-bio", "q-bio" },
	/* what is not there stays */
	{ "cs.QQ", "cs.QQ" }, { "", "" }, { "68T50", "68T50" },
};

static const struct {
	const char *category, *asked;
	bool under;
} rows[] = {
	{ "cs.CL", "cs.CL", true }, { "cs.CL", "cs", true }, { "cs.CL", "cs.LG", false }, { "cs.CL", "math", false },
	{ "math.IT", "cs.IT", true }, { "cs.IT", "math.IT", true }, { "cs.IT", "math", true }, { "cs.IT", "cs", true },
	{ "physics.optics", "physics", true }, { "hep-th", "physics", false }, { "hep-th", "hep-th", true },
	{ "math.ST", "stat", true }, { "eess.SY", "cs", true }, { "econ.GN", "q-fin", true }, { "math-ph", "math", true },
	{ "cmp-lg", "cs", true }, { "astro-ph.CO", "astro-ph", true }, { "cond-mat", "cond-mat.soft", false },
	{ "cs.QQ", "cs", true }, { "cs.QQ", "c", false }, { "csx.QQ", "cs", false }, { "cs.CL", "", false }, { "cs.CL", "CS", true },
};

/* The 155 active categories by archive. */
static const char *const all = "astro-ph.CO astro-ph.EP astro-ph.GA astro-ph.HE astro-ph.IM astro-ph.SR cond-mat.dis-nn cond-mat.mes-hall "
	"cond-mat.mtrl-sci cond-mat.other cond-mat.quant-gas cond-mat.soft cond-mat.stat-mech cond-mat.str-el cond-mat.supr-con gr-qc "
	"hep-ex hep-lat hep-ph hep-th math-ph nlin.AO nlin.CD nlin.CG nlin.PS nlin.SI nucl-ex nucl-th quant-ph "
	"physics.acc-ph physics.ao-ph physics.app-ph physics.atm-clus physics.atom-ph physics.bio-ph physics.chem-ph "
	"physics.class-ph physics.comp-ph physics.data-an physics.ed-ph physics.flu-dyn physics.gen-ph physics.geo-ph "
	"physics.hist-ph physics.ins-det physics.med-ph physics.optics physics.plasm-ph physics.pop-ph physics.soc-ph "
	"physics.space-ph math.AC math.AG math.AP math.AT math.CA math.CO math.CT math.CV math.DG math.DS math.FA math.GM math.GN "
	"math.GR math.GT math.HO math.IT math.KT math.LO math.MG math.MP math.NA math.NT math.OA math.OC math.PR math.QA math.RA "
	"math.RT math.SG math.SP math.ST cs.AI cs.AR cs.CC cs.CE cs.CG cs.CL cs.CR cs.CV cs.CY cs.DB cs.DC cs.DL cs.DM cs.DS cs.ET "
	"cs.FL cs.GL cs.GR cs.GT cs.HC cs.IR cs.IT cs.LG cs.LO cs.MA cs.MM cs.MS cs.NA cs.NE cs.NI cs.OH cs.OS cs.PF cs.PL cs.RO "
	"cs.SC cs.SD cs.SE cs.SI cs.SY q-bio.BM q-bio.CB q-bio.GN q-bio.MN q-bio.NC q-bio.OT q-bio.PE q-bio.QM q-bio.SC q-bio.TO "
	"q-fin.CP q-fin.EC q-fin.GN q-fin.MF q-fin.PM q-fin.PR q-fin.RM q-fin.ST q-fin.TR stat.AP stat.CO stat.ME stat.ML stat.OT "
	"stat.TH eess.AS eess.IV eess.SP eess.SY econ.EM econ.GN econ.TH";

int main(void)
{
	struct tap t = { 0, 0 };
	struct str rest = str_of(all), c;
	unsigned n = 0, unknown = 0, restless = 0, untitled = 0;
	for (size_t i = 0; i < COUNTOF(names); i++)
		tap_case(&t, str_is(category_canonical(str_of(names[i].in)), names[i].canonical), "%s is %s", names[i].in, names[i].canonical);
	for (size_t i = 0; i < COUNTOF(rows); i++)
		tap_case(&t, category_under(str_of(rows[i].category), str_of(rows[i].asked)) == rows[i].under, "%s is %sunder %s",
		         rows[i].category, rows[i].under ? "" : "not ", rows[i].asked);
	while (str_cut(&rest, ' ', &c)) {
		struct str canonical = category_canonical(c);
		n++;
		unknown += !category_known(c);
		restless += !str_eq(category_canonical(canonical), canonical) || !category_known(canonical) || !category_same(c, canonical);
		untitled += str_empty(category_title(c));
	}
	tap_case(&t, n == 155 && unknown == 0, "all %u categories are known, %u are not", n, unknown);
	tap_case(&t, restless == 0, "a canonical name is its own: %u are not", restless);
	tap_case(&t, untitled == 0, "each has a name: %u have none", untitled);
	tap_case(&t, str_is(category_title(STR("cs.CL")), "Computation and Language"), "cs.CL is Computation and Language");
	tap_case(&t, !str_known(category_title(STR("cs.QQ"))), "cs.QQ has no name");
	tap_case(&t, category_is_archive(STR("cs")) && category_is_archive(STR("hep-th")) && category_is_archive(STR("physics")), "archives");
	tap_case(&t, !category_is_archive(STR("cs.CL")) && !category_is_archive(STR("")) && !category_is_archive(STR("c")), "no archives");
	tap_case(&t, !category_same(STR("cs.CL"), STR("cs.LG")) && category_same(STR("x.Y"), STR("x.Y")), "the same and not the same");
	return tap_done(&t);
}
