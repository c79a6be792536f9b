#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""What was asked for, taken at its word: identifiers as they are pasted and in the version that they name."""
import os
import re
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "tools"))
from arxivtest import FakeArxiv
from made import lines, record, write
from nights import Home
from tap import case, clean_env, done, equal, run, scratch

NOW = "2026-03-11T13:00:00Z"      # nine in the morning in New York, a Wednesday
EPOCH = "1773234000"


def said(r):
    return f"status {r.status}\n{r.msg}\n{r.text[:1500]}"


def shown(r):
    """The papers of a page in its table's order."""
    return re.findall(r"^\| \[\^\d+\] \| \[(.*?)\]\(https://arxiv\.org/abs/", r.text, re.M)


def of_days(*args, cwd, **more):
    return run(*args, cwd=cwd, env=clean_env(cwd, **more), now=EPOCH)


# ---- Identifiers ----

def pasted():
    home = scratch()
    write(f"{home}/p.jsonl", lines(record("2602.00001", "Alpha", version=1), record("2602.00002", "Beta", version=2), record("hep-th/9901001", "Gamma", version=1)))
    for text, want in [("https://arxiv.org/abs/2602.00001", ["Alpha"]), ("http://arxiv.org/pdf/2602.00001v1.pdf", ["Alpha"]), ("arxiv.org/html/2602.00002v2", ["Beta"]),
                       ("https://doi.org/10.48550/arXiv.2602.00001", ["Alpha"]), ("10.48550/ARXIV.2602.00002", ["Beta"]), ("arXiv:2602.00001", ["Alpha"]), ("2602.00002V2", ["Beta"]),
                       ("2602.00001.pdf", ["Alpha"]), ("  2602.00001  ", ["Alpha"]), ("arXiv: 2602.00001v1 [cs.CL] 27 Feb 2026", ["Alpha"]),
                       ("2602.00001 https://arxiv.org/abs/hep-th/9901001", ["Alpha", "Gamma"]), ("2602.00001, 2602.00002", ["Beta", "Alpha"]),
                       ("https://www.arxiv.org/abs/hep-th/9901001?context=math", ["Gamma"])]:
        r = of_days("render", "--id", text, "p.jsonl", cwd=home)
        equal(f"--id {text!r}", (r.status, shown(r)), (0, want))
    for text in ("https://arxiv.org/list/cs/new", "https://doi.org/10.1038/nature14539", "Einstein1905"):
        r = of_days("render", "--id", text, "p.jsonl", cwd=home)
        case(f"--id {text!r} is refused", r.status == 2 and "is not an arXiv identifier" in r.msg and r.out == b"", said(r))


def versions():
    """Version 1 is asked for and shown, though there is a third."""
    paper = {"id": "2602.00101", "title": "Lamps, first try", "abstract": "One lamp.", "authors": ["Nora Vennick"], "categories": ["cs.CL"],
             "versions": [{"submitted": "2026-03-02T12:00:00Z"}, {"submitted": "2026-03-04T12:00:00Z", "title": "Lamps, second try"},
                          {"submitted": "2026-03-06T12:00:00Z", "title": "Lamps, third try"}]}
    other = dict(paper, id="2602.00102", title="Buoys", versions=[{"submitted": "2026-03-03T12:00:00Z"}])
    with FakeArxiv(papers=[paper, other], now=NOW) as arxiv:
        home = Home(arxiv, NOW)
        for args, want in [(["2602.00101"], ["Lamps, third try"]), (["2602.00101v1"], ["Lamps, first try"]), (["https://arxiv.org/abs/2602.00101v2"], ["Lamps, second try"]),
                           (["2602.00101v1,2602.00102"], ["Buoys", "Lamps, first try"])]:
            r = home.run("--id", *args)
            equal(f"a run with --id {args[0]}", (r.status, shown(r)), (0, want))
            r = home.run("--id", *args)
            equal(f"again, from the store, --id {args[0]}", (r.status, shown(r)), (0, want))
        asked = [x["path"] + "?" + x["query"] if "query" in x else x["path"] for x in arxiv.log()]
        case("the API is asked for that version", any("2602.00101v1" in a for a in map(str, arxiv.log())), asked)
        for ident, want in [("2602.00101v1", ["Lamps, first try"]), ("2602.00101", ["Lamps, third try"]), ("2602.00101V2", ["Lamps, second try"])]:
            r = home.run("render", "--id", ident)
            equal(f"render --id {ident}", (r.status, shown(r)), (0, want))
        r = home.run("render", "--id", "2602.00101v1,2602.00101v3")
        equal("two versions of one paper on a page", (r.status, sorted(shown(r))), (0, ["Lamps, first try", "Lamps, third try"]))
        r = home.run("render", "--id", "2602.00101v1", "--format", "json")
        case("as a record: version 1", r.status == 0 and '"version":1' in r.text.replace(" ", ""), said(r))


pasted()
versions()
done()
