#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""--where on real runs: which records match is worked out a second time here, from the language's grammar, by a reading of
its own (tests/tools/words_read.py), and compared for every expression and record; then what a page and a run say of it."""
import json
import os
import re
import sys
import tempfile

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "tools"))
from tap import case, done, run, scratch  # noqa: E402
from words_read import holds  # noqa: E402

RECORDS = [
    {"id": "2611.00001", "title": "Retrieval-Augmented Generation for Long Contexts", "abstract": "We study RAG with $\\alpha$-divergence.",
     "categories": ["cs.CL", "cs.IR"], "authors": [{"name": "Yann LeCun"}, {"name": "Percy Liang"}], "comment": "12 pages, ACL 2026"},
    {"id": "2611.00002", "title": "Détection d'objets: a Survey", "abstract": "Object detection in images; no retrieval here.",
     "categories": ["cs.CV"], "authors": [{"name": "Fei-Fei Li"}, {"name": "Jean-Pierre Serre"}], "journal_ref": "Phys. Rev. D 12, 3"},
    {"id": "2611.00003", "title": "Schrödinger Bridges", "abstract": "Optimal transport, retrieved. Augmented retrieval is another thing.",
     "categories": ["stat.ML", "cs.LG"], "authors": [{"name": "Łukasz Søren"}, {"name": "K. Müller"}], "report_no": "CERN-TH-2026-17"},
    {"id": "2611.00004", "title": "检索增强生成综述", "abstract": "本文综述检索增强生成 (RAG) 的方法。", "categories": ["cs.CL"],
     "authors": [{"name": "李飞飞"}, {"name": "Wei Li"}]},
    {"id": "2611.00005", "title": "On $O(n\\log n)$ Sorting", "abstract": "GPT-4 sorts.", "categories": ["cs.DS", "math.CO"],
     "authors": [{"name": "Li Wang", "affiliations": ["University of the Reed Marsh"]}], "comment": "Retrieval of cards"},
    {"id": "hep-th/9901001", "title": "Strings and Walls", "abstract": "", "categories": ["hep-th"], "authors": [{"name": "CMS Collaboration"}]},
]

# ---- The second reading ----

FIELDS = {
    "ti": lambda r: [r["title"]], "abs": lambda r: [r["abstract"]], "co": lambda r: [r.get("comment", "")],
    "jr": lambda r: [r.get("journal_ref", "")], "rn": lambda r: [r.get("report_no", "")],
    "af": lambda r: [x for a in r["authors"] for x in a.get("affiliations", [])],
    "all": lambda r: [r["title"], r["abstract"], r.get("comment", ""), r.get("journal_ref", ""), r.get("report_no", ""), r["id"]] +
    [a["name"] for a in r["authors"]],
}


def term(record, field, text, prefix):
    if field == "cat":
        asked = text[:-2] if text.endswith(".*") else text
        return any(c == asked or c.split(".")[0] == asked for c in record["categories"])
    return any(holds(t, text, prefix) for t in FIELDS[field](record))


# An expression is written as a tree here and as text for digest, so that no parser judges itself.
def t(field, text, prefix=False):
    return ("t", field, text, prefix)


def value(tree, record):
    if tree[0] == "t":
        return term(record, *tree[1:])
    left, right = value(tree[1], record), value(tree[2], record)
    return {"AND": left and right, "OR": left or right, "ANDNOT": left and not right}[tree[0]]


def put(tree, top=True):
    """The tree as text, with the parentheses that the grammar asks for: AND and ANDNOT before OR, from left to right."""
    if tree[0] == "t":
        _, field, text, prefix = tree
        text += "*" if prefix else ""
        text = f'"{text}"' if re.search(r"[\s()]", text) else text
        return text if field == "all" else f"{field}:{text}"

    def side(sub, right):
        loose = sub[0] == "OR" and tree[0] != "OR" or (right and sub[0] != "t" and not (sub[0] != "OR" and tree[0] == "OR"))
        return f"({put(sub)})" if loose else put(sub)
    return f"{side(tree[1], False)} {tree[0]} {side(tree[2], True)}"


TERMS = [t("ti", "retrieval augmented"), t("abs", "RAG"), t("all", "retrieval"), t("all", "retriev", True), t("cat", "cs.CL"), t("cat", "cs"),
         t("cat", "math.*"), t("cat", "hep-th"), t("co", "acl 2026"), t("jr", "phys rev"), t("rn", "CERN-TH"), t("ti", "detection"),
         t("ti", "détection"), t("all", "schrodinger"), t("ti", "检索"), t("abs", "检索增强"), t("ti", "增检"), t("all", "综述"), t("abs", "alpha divergence"),
         t("ti", "log n"), t("abs", "gpt 4"), t("all", "GPT-4"), t("all", "2611.00003"), t("af", "reed marsh"), t("all", "retrieva"),
         t("all", "Soren"), t("all", "muller"), t("all", "strings"), t("abs", "augmented retrieval")]
# People, in the forms in which they are typed; the ids that mean it are written down by hand.
PEOPLE = [('au:"Y. LeCun"', [1]), ("au:lecun_y", [1]), ('au:"LeCun, Yann"', [1]), ("au:liang", [1]), ('au:"Feifei Li"', [2]),
          ('au:"F. Li"', [2]), ("au:li", [2, 4, 5]), ("au:li_w", [4]), ('au:"Wang, Li"', [5]), ("au:李飞飞", [4]), ('au:"J.-P. Serre"', [2]),
          ("au:muller_k", [3]), ("au:søren", [3]), ("au:ser*", [2]), ('au:"CMS Collaboration"', [6]), ("au:lecu", [])]


def matched(where, path):
    r = run("render", "--where", where, "--format", "json", path)
    return [json.loads(line)["id"] for line in r.out.splitlines()], r


def trees():
    for i, a in enumerate(TERMS):
        yield a
        b, c = TERMS[(i * 7 + 3) % len(TERMS)], TERMS[(i * 11 + 5) % len(TERMS)]
        yield ("AND", a, b)
        yield ("OR", a, b)
        yield ("ANDNOT", a, b)
        yield ("OR", a, ("ANDNOT", b, c))
        yield ("AND", ("OR", a, b), c)
        yield ("ANDNOT", a, ("OR", b, c))


def main():
    path = os.path.join(scratch(), "papers.jsonl")
    with open(path, "w", encoding="utf-8") as f:
        f.writelines(json.dumps(r, ensure_ascii=False) + "\n" for r in RECORDS)
    for tree in trees():
        got, r = matched(put(tree), path)
        want = sorted(rec["id"] for rec in RECORDS if value(tree, rec))
        case(f"{put(tree)} [{len(want)}]", sorted(got) == want and r.status == 0, f"got {got}, want {want}\n{r.err}")
    case("words side by side are AND", matched("(ti:retrieval OR abs:rag) cat:cs.IR", path)[0] == ["2611.00001"])
    case("a field before parentheses", set(matched("ti:(strings OR bridges)", path)[0]) == {"2611.00003", "hep-th/9901001"})
    for where, want in PEOPLE:
        got, r = matched(where, path)
        case(where, sorted(got) == sorted(RECORDS[i - 1]["id"] for i in want), f"got {got}\n{r.err}")
    page = run("render", "--where", "cat:cs.CL", path)
    case("a page counts what it leaves out", "另有 4 篇不符合筛选条件".encode() in page.out and "共 2 篇".encode() in page.out, page.out[:600])
    page = run("render", "--where", "ti:(a", path)
    case("a fault has its place", page.status == 2 and b"--where: the parenthesis is not closed, at column 4 (^): ti:^(a" in page.err and
         not page.out, page.err)
    done()


if __name__ == "__main__":
    main()
