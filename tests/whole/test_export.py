#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""`digest export`: which papers, as what, and where; RIS read by bibutils where it is installed, CSL JSON and BibTeX by pandoc. What BibTeX, LaTeX
and biber make of it, tests/tex sees."""
import json
import os
import re
import shutil
import subprocess
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "tools"))
import cite_read  # noqa: E402
from made import feed, item, lines, record, write  # noqa: E402
from tap import LONG, SHARED, case, done, equal, run, scratch, shared, skip  # noqa: E402

HOME = scratch()
NOW = 1795280400  # 2026-11-21
PAPERS = [
    record("2611.00001", "Observation of $\\Sigma$ Baryons with R&D at 5% < 6%", authors=[{"name": "G. David Forney, Jr."}, {"name": "The Deep Sky Collaboration"},
           {"name": "Jae-hyun Kim"}, {"name": "Ludwig van Beethoven"}], categories=["hep-ex", "hep-ph"], announced="2026-11-20", announce_type="new",
           published="2026-11-18T10:00:00Z", updated="2026-11-19T10:00:00Z", doi="10.1000/one 10.1000/two", journal_ref="J. Test 1 (2026) 2", comment="3 pages\nin all",
           abstract="First.\nSecond."),
    record("2611.00002", "Observation of Baryons", authors=[{"name": "Élie Cartan"}], authors_omitted=7, categories=["hep-ex"], announced="2026-11-20", announce_type="new"),
    record("2611.00003", "Observation of Baryons", authors=[{"name": "E. Cartan"}], categories=["math.CO"], announced="2026-11-19", announce_type="new"),
    record("hep-th/9901001", "Nobody's Work", categories=["hep-th"], announced="2026-11-19", announce_type="replace"),
    record("2611.00005", "No Day", authors=[{"name": "Mono"}], categories=["cs.CL"]),
]


def export(*args, status=0, config=None):
    env = {}
    if config:
        env["XDG_CONFIG_HOME"] = os.path.join(HOME, "conf")
        write(f"{HOME}/conf/digest/config", config)
    r = run("export", "--store", "s.db", *args, cwd=HOME, now=NOW, env=env)
    return r if r.status == status else case(f"export {' '.join(args)}: status {status}", False, f"{r.status} {r.msg}") or r


def ids(r):
    return re.findall(r"^  eprint = \{(.*)\},?$", r.text, re.M)


def text(name):
    with open(os.path.join(HOME, name), encoding="utf-8", newline="") as f:
        return f.read()


def which():
    for args, want in [([], ["2611.00002", "2611.00001"]), (["--all"], ["2611.00003", "2611.00002", "2611.00001", "hep-th/9901001", "2611.00005"]),
                       (["--since", "2026-11-19"], ["2611.00003", "2611.00002", "2611.00001", "hep-th/9901001"]), (["-c", "math", "--all"], ["2611.00003"]),
                       (["2611.00003", "hep-th/9901001"], ["2611.00003", "hep-th/9901001"]), (["--id", "2611.00003", "2611.00001,2611.00002"], ["2611.00003", "2611.00002", "2611.00001"]),
                       (["https://arxiv.org/abs/2611.00003v1"], ["2611.00003"]), (["--all", "--where", "ti:baryons ANDNOT au:cartan"], ["2611.00001"]),
                       (["--all", "--announce", "replace"], ["hep-th/9901001"])]:
        equal(f"export {' '.join(args)}", ids(export(*args)), want)
    r = export("--all", "--limit", "2")
    equal("--limit takes the first, and says so", (ids(r), r.msg), (["2611.00003", "2611.00002"], "digest: the first 2 of 5 papers (--limit)\n"))
    config = "category = math.CO\nlimit = 1\nannounce = cross\noutput = page-{date}.md\nformat = html\nwhere = ti:nothing\n"
    equal("papers that are named are exported, whatever pages the configuration is about", ids(export("2611.00001", "2611.00005", config=config)), ["2611.00001", "2611.00005"])
    equal("elsewhere its categories count, its limit and its output do not", ids(export("--all", config="category = hep-ex\nlimit = 1\noutput = page-{date}.md\n")),
          ["2611.00002", "2611.00001"])


def faults():
    for args, status, said in [
            (["2613.00001"], 2, 'digest: "2613.00001" is not an arXiv identifier\n'), (["2611.00001", "2611.00009"], 3, "digest: 2611.00009: not in the store"),
            (["2611.00009"], 66, "digest: 2611.00009: not in the store"), (["--store", "none"], 2, "digest: export --store none has nothing to export\n"),
            (["--to", "bib"], 2, 'digest: --to: no "bib"; there are bibtex, ris, csl, records'), (["-o", "{date}.bib"], 2, "digest: --output {date}.bib: export writes one file"),
            (["--store", "no.db"], 66, "digest: no.db: there is no such store"), (["-o", "s.db/x.bib", "--all"], 74, "digest: "),
            (["--where", "ti:("], 2, "digest: --where"), (["--format", "ris"], 2, "digest: --format does not go with export")]:
        r = export(*args, status=status)
        case(f"export {' '.join(args)}: {status}, one line", r.status == status and r.msg.startswith(said) and r.msg.count("\n") == 1, f"{r.status} {r.msg}")
        case(f"export {' '.join(args)}: data only where something came out", bool(r.out) == (status == 3), r.text[:200])


def formats():
    bib = export("--all").text
    equal("BibTeX is what a name without an ending, and nothing, is written as", (export("--all", "--to", "bibtex").text, export("--all", "-o", "-").text), (bib, bib))
    for name, to in (("a.bib", "bibtex"), ("a.ris", "ris"), ("a.json", "csl"), ("a.jsonl", "records"), ("a.txt", "bibtex")):
        r = export("--all", "-o", name)
        case(f"{name}: its name says what it is", text(name) == export("--all", "--to", to).text and r.out == b"" and r.msg == "", r.msg)
    export("--all", "-o", "b.bib", "--to", "ris")
    equal("--to is stronger than a name", text("b.bib"), text("a.ris"))
    keys = re.findall(r"^@misc\{(.*),$", bib, re.M)
    equal("keys: those that meet are told apart, the older has it", keys,
          ["cartan2026observationbaryonsa", "cartan2026observationbaryons", "forney2026observationsigmabaryonsrd", "unknown2026nobodyswork", "mono2026day"])
    entry = dict(re.findall(r"^  (\w+) = \{(.*)\}", bib[bib.index("@misc{forney"):].split("\n}")[0], re.M))
    equal("an entry", entry, {
        "title": "Observation of {$\\Sigma$} Baryons with {R\\&D} at 5\\% \\textless{} 6\\%",
        "author": "Forney, Jr., G. David and {The Deep Sky Collaboration} and Kim, Jae-hyun and Ludwig van Beethoven", "year": "2026", "eprint": "2611.00001",
        "archivePrefix": "arXiv", "primaryClass": "hep-ex", "doi": "10.1000/one", "url": "https://arxiv.org/abs/2611.00001", "note": "J. Test 1 (2026) 2", "comment": "3 pages in all"})
    case("authors that the source left out are others", "author = {{\\'E}lie Cartan and others}" in bib)
    records = [json.loads(x) for x in export("--all", "--to", "records").text.splitlines()]
    shown = [json.loads(x) for x in run("render", "--store", "s.db", "--all", "--format", "json", cwd=HOME, now=NOW).text.splitlines()]
    equal("records are the store's, in the order of a page", records, shown)


def ris():
    """By its rules: TY first, ER last, a tag and two blanks, CR LF."""
    got = text("a.ris")
    blocks = [b.split("\r\n") for b in got.split("ER  - \r\n")]
    case("RIS: lines are tags", got.count("\n") == got.count("\r\n") and all(re.fullmatch(r"[A-Z][A-Z0-9]  - .*", x) for b in blocks for x in b if x), got[:300])
    one = next(b for b in blocks if "UR  - https://arxiv.org/abs/2611.00001" in b)
    equal("RIS: a record", one[one.index("TY  - UNPB"):-1], [
        "TY  - UNPB", "ID  - forney2026observationsigmabaryonsrd", "TI  - Observation of $\\Sigma$ Baryons with R&D at 5% < 6%", "AU  - Forney, G. David, Jr.",
        "AU  - The Deep Sky Collaboration", "AU  - Kim, Jae-hyun", "AU  - van Beethoven, Ludwig", "PY  - 2026", "DA  - 2026/11/19", "AB  - First. Second.", "PB  - arXiv",
        "AN  - arXiv:2611.00001", "DO  - 10.1000/one", "UR  - https://arxiv.org/abs/2611.00001", "KW  - hep-ex", "KW  - hep-ph", "N1  - J. Test 1 (2026) 2", "N1  - 3 pages in all"])
    case("RIS: authors that the source left out are counted", "N1  - and 7 other authors\r\n" in got)


def csl():
    items = json.loads(text("a.json"))
    one = next(x for x in items if x["id"].startswith("forney"))
    equal("CSL: an item", one, {
        "id": "forney2026observationsigmabaryonsrd", "type": "article", "title": "Observation of $\\Sigma$ Baryons with R&D at 5% < 6%",
        "author": [{"family": "Forney", "given": "G. David", "suffix": "Jr."}, {"literal": "The Deep Sky Collaboration"}, {"family": "Kim", "given": "Jae-hyun"},
                   {"family": "Beethoven", "given": "Ludwig", "non-dropping-particle": "van"}],
        "issued": {"date-parts": [[2026, 11, 19]]}, "number": "arXiv:2611.00001", "publisher": "arXiv", "DOI": "10.1000/one", "URL": "https://arxiv.org/abs/2611.00001",
        "abstract": "First.\nSecond.", "keyword": "hep-ex, hep-ph", "note": "J. Test 1 (2026) 2", "annote": "3 pages in all"})
    equal("CSL: no authors, and a date by the identifier alone", {k: v for k, v in next(x for x in items if "9901001" in x["URL"]).items() if k in ("author", "issued")},
          {"issued": {"date-parts": [[2026, 11, 19]]}})


def files():
    export("2611.00001", "-o", "mine.bib")
    before = os.stat(f"{HOME}/mine.bib")
    export("2611.00001", "-o", "mine.bib")
    after = os.stat(f"{HOME}/mine.bib")
    case("a file that says the same is not touched", (before.st_mtime_ns, before.st_ino) == (after.st_mtime_ns, after.st_ino))
    r = export("--all", "-o", "mine.bib")
    case("what an export wrote, the next one replaces", len(re.findall("^@misc", text("mine.bib"), re.M)) == 5 and r.msg == "", r.msg)
    with open(f"{HOME}/mine.bib", "a", encoding="utf-8") as f:
        f.write("% mine\n")
    kept = text("mine.bib")
    r = export("2611.00001", "-o", "mine.bib", status=3)
    case("what was changed by hand since stays, and it is said", text("mine.bib") == kept and "mine.bib: is not as an export left it" in r.msg and "--overwrite" in r.msg, r.msg)
    write(f"{HOME}/other.bib", "@book{mine, title = {Mine}}\n")
    r = export("2611.00001", "-o", "other.bib", status=3)
    case("so does somebody's own", text("other.bib") == "@book{mine, title = {Mine}}\n", r.msg)
    export("2611.00001", "-o", "other.bib", "--overwrite")
    export("2611.00002", "-o", "other.bib")
    equal("--overwrite takes ours; then it is an export's", re.findall(r"eprint = \{(.*)\}", text("other.bib")), ["2611.00002"])
    r = export("--date", "2026-11-20", "--where", "ti:nothing", "-o", "other.bib")
    case("nothing to export replaces no file", "2611.00002" in text("other.bib") and "nothing to export" in r.msg, r.msg)
    r = export("--date", "2026-11-20", "--where", "ti:nothing", "--to", "csl")
    equal("nothing, as CSL JSON, is an empty list; as BibTeX an empty file", (json.loads(r.text), export("--date", "2026-11-20", "--where", "ti:nothing").out), ([], b""))
    r = export("--all", "-o", "/dev/stdout")
    case("a device takes it", r.text.count("@misc") == 5, r.msg)


def versions():
    run("fetch", "--store", "v.db", "--input", write(f"{HOME}/v.jsonl", lines(record("2611.00001", "One", version=1), record("2611.00001", "One", version=2))), cwd=HOME, now=NOW)
    r = run("export", "--store", "v.db", "2611.00001v1", "2611.00001v2", cwd=HOME, now=NOW)
    equal("two versions of a paper are one reference", (len(re.findall("^@misc", r.text, re.M)), r.status), (1, 0))


# ---- By other readers ----

def pandoc(form, data):
    p = subprocess.run(["pandoc", "-f", form, "-t", "csljson"], input=data.encode(), stdout=subprocess.PIPE, stderr=subprocess.PIPE, check=False)
    return (json.loads(p.stdout) if p.returncode == 0 else []), p.stderr.decode()


def names_of(item):
    return [cite_read.same(a["literal"]) if "literal" in a else
            cite_read.whole_name(a.get("given", ""), " ".join(filter(None, (a.get("dropping-particle"), a.get("non-dropping-particle")))), a.get("family", ""), a.get("suffix", ""))
            for a in item.get("author", [])]


def differing_names(papers, read, keys):
    """Blanks aside: pandoc puts some of its own between initials, and behind the d' of d'Enterria."""
    out = []
    for i, p in papers.items():
        want = [w.replace(",", "") for w in cite_read.record_names(p)]
        got = [n for n in names_of(read.get(keys[i], {})) if n != "others"]
        out += [(i, w, g) for w, g in zip(want + ["-"] * len(got), got + ["-"] * len(want)) if w.replace(" ", "") != g.replace(" ", "")]
    return out


def read_back():
    """All kinds of records of the captures: a thousand of them here, all in check-long."""
    papers = {}
    for path in cite_read.captures(SHARED):
        for line in run("fetch", "--store", "none", "--json", "--input", path, cwd=HOME).text.splitlines():
            p = json.loads(line)
            papers.setdefault(p["id"], p)
    kinds = {(p.get("source"), "authors" in p, "doi" in p, "/" in p["id"]) for p in papers.values()}
    if not LONG:
        papers = dict(list(papers.items())[::max(1, len(papers) // 1000)])
    run("fetch", "--store", "real.db", "--input", write(f"{HOME}/real.jsonl", lines(*papers.values())), cwd=HOME)
    out = {to: run("export", "--store", "real.db", "--all", "--to", to, cwd=HOME) for to in ("bibtex", "ris", "csl")}
    case(f"{len(papers)} papers of {len(kinds)} kinds are exported", len(kinds) > 8 and all(r.status == 0 and r.msg == "" for r in out.values()), [r.msg for r in out.values()])
    items = json.loads(out["csl"].text)
    keys = {x["number"][len("arXiv:"):]: x["id"] for x in items}
    equal("an item for each", set(keys), set(papers))
    for form, to in (("csljson", "csl"), ("bibtex", "bibtex")):
        read, said = pandoc(form, out[to].text)
        read = {x["id"]: x for x in read}
        bad = differing_names(papers, read, keys)
        case(f"pandoc, {to}: {len(read)} entries, names are the records'", set(read) == set(keys.values()) and not bad, "\n".join(map(str, [len(bad), said[:300]] + bad[:20])))
    by_csl = {x["id"]: x for x in pandoc("csljson", out["csl"].text)[0]}
    tame = [(p["title"], cite_read.same(re.sub(r"</?(?:span|i|b|sub|sup)[^>]*>", "", by_csl[keys[i]]["title"]))) for i, p in papers.items() if not re.search(r"[$\\<_^*`'\"‘’“”]", p["title"])]
    case(f"pandoc, csl: {len(tame)} titles are the records'", tame and all(cite_read.same(a) == b for a, b in tame), [x for x in tame if cite_read.same(x[0]) != x[1]][:5])
    bibutils(papers, out["ris"].out)


def bibutils(papers, data):
    if not shutil.which("ris2xml"):
        skip("bibutils reads the RIS", "bibutils is not installed")
        return
    p = subprocess.run(["ris2xml", "-i", "utf8"], input=data, stdout=subprocess.PIPE, stderr=subprocess.PIPE, check=False)
    xml = p.stdout.decode()
    mods = xml.split("<mods ")[1:]
    urls = [re.findall(r"<url>https://arxiv.org/abs/([^<]*)</url>", m) for m in mods]
    case(f"bibutils reads {len(mods)} records of RIS, each with its address", p.returncode == 0 and {u[0] for u in urls if u} == set(papers), p.stderr.decode()[:500])


write(f"{HOME}/in.jsonl", lines(*PAPERS))
run("fetch", "--store", "s.db", "--input", "in.jsonl", cwd=HOME, now=NOW)
which()
faults()
formats()
ris()
csl()
files()
versions()
if shared("captures"):
    read_back()
else:
    skip("papers of the captures", "../shared is not there")
done()
