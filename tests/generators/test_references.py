# SPDX-License-Identifier: MIT
"""References of `digest export` as programs of npm read them, all papers of the captures: BibTeX by @retorquere/bibtex-parser (Better BibTeX's),
RIS by citation-js; no error, and each name and title the record's."""
import json
import os
import re
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "..", "tools"))
import cite_read  # noqa: E402
import npm_sites  # noqa: E402
from made import lines, write  # noqa: E402
from tap import SHARED, case, done, run, scratch, shared, skip  # noqa: E402

HOME = scratch()
FOLDER = os.path.join(npm_sites.GENERATORS, "references")


def read(name, data):
    p = subprocess.run(["node", os.path.join(HERE, "references.mjs"), FOLDER, name], input=data, stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=600, check=False)
    return json.loads(p.stdout) if p.returncode == 0 else {"errors": [p.stderr.decode()[-500:]], "entries": []}


def differing_names(papers, got):
    bad, n = [], 0
    for i, p in papers.items():
        want = [w.replace(",", "").replace(" ", "") for w in cite_read.record_names(p)]
        have = [x.replace(" ", "") for x in got.get(i, [])]
        n += len(want)
        bad += [(i, w, g) for w, g in zip(want + ["-"] * len(have), have + ["-"] * len(want)) if w != g]
    return bad, n


def names_are(what, papers, got):
    bad, n = differing_names(papers, got)
    case(f"{what}: {n} names are the records'", n > 10000 and not bad, "\n".join(map(str, [len(bad)] + bad[:20])))


def titles_are(what, papers, got, mask):
    tame = {i: cite_read.same(p["title"]) for i, p in papers.items() if not re.search(mask, p["title"])}
    bad = [(w, got.get(i)) for i, w in tame.items() if cite_read.same(got.get(i) or "") != w]
    case(f"{what}: {len(tame)} titles are the records'", len(tame) > 3000 and not bad, "\n".join(map(str, [len(bad)] + bad[:20])))


def bibtex_names(by_id):
    return {i: [cite_read.same(a["name"]) if "name" in a else cite_read.whole_name(a.get("firstName", ""), a.get("prefix", ""), a.get("lastName", ""), a.get("suffix", ""))
                for a in e.get("author", []) if "others" not in (a.get("name"), a.get("lastName"))] for i, e in by_id.items()}


def bibtex(papers, data):
    got = read("bibtex", data)
    of_math = [x for x in got["errors"] if x.startswith("unhandled macro ")]  # it draws no formulas
    formulas = "".join(m for p in papers.values() for m in cite_read.MATH.findall(p["title"]))
    case("@retorquere/bibtex-parser has nothing to say, but of macros in formulas", len(got["entries"]) == len(papers) and len(of_math) == len(got["errors"]) and
         all(x.split()[-1] in formulas for x in of_math), [x for x in got["errors"] if x not in of_math or x.split()[-1] not in formulas][:10])
    by_id = {e["eprint"]: e for e in got["entries"]}
    names_are("@retorquere/bibtex-parser", papers, bibtex_names(by_id))
    wrong = read("bibtex", data.replace(b"Forney, Jr., G. David", b"G. David Forney, Jr.").replace(b"Kim and ", b"Kim, "))
    case("names that are parted elsewhere are seen", differing_names(papers, bibtex_names({e["eprint"]: e for e in wrong["entries"]}))[0])
    titles_are("@retorquere/bibtex-parser", papers, {i: re.sub(r"</?(?:span|i|b|sub|sup)\b[^>]*>", "", e["title"]) for i, e in by_id.items()}, r"[$\\<>&^_~]")


def ris(papers, data):
    got = read("ris", data)
    by_id = {e["URL"][len("https://arxiv.org/abs/"):]: e for e in got["entries"] if "URL" in e}
    case("citation-js reads a reference a record", not got["errors"] and set(by_id) == set(papers), got["errors"])
    names_are("citation-js", papers, {i: [cite_read.whole_name(a.get("given", ""), " ".join(filter(None, (a.get("dropping-particle"), a.get("non-dropping-particle")))), a.get("family", a.get("literal", "")), a.get("suffix", ""))
                                          for a in e.get("author", [])] for i, e in by_id.items()})
    titles_are("citation-js", papers, {i: e.get("title") for i, e in by_id.items()}, r"^$")


if not npm_sites.installed("references"):
    skip("references", "their parsers are not installed: make setup-generators")
elif not shared("captures"):
    skip("references", "../shared is not there")
else:
    PAPERS = {}
    for path_ in cite_read.captures(SHARED):
        for line in run("fetch", "--store", "none", "--json", "--input", path_, cwd=HOME).text.splitlines():
            PAPERS.setdefault(json.loads(line)["id"], json.loads(line))
    run("fetch", "--store", "s.db", "--input", write(f"{HOME}/in.jsonl", lines(*PAPERS.values())), cwd=HOME)
    bibtex(PAPERS, run("export", "--store", "s.db", "--all", cwd=HOME).out)
    ris(PAPERS, run("export", "--store", "s.db", "--all", "--to", "ris", cwd=HOME).out)
done()
