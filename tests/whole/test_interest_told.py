#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""What is told of interests: digest interest, its --suggest, digest show --why. The papers are few, and all numbers are worked out by hand."""
import json
import os
import re
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "tools"))
from made import write  # noqa: E402
from tap import case, done, equal, run, scratch  # noqa: E402

HOME = scratch()
NOW = 1796040000  # 2026-11-30T12:00:00Z
CONFIG = f"{HOME}/.config/digest/config"

# Two topics of ten papers each on 2026-11-20: paper I of a topic has its word I mod 5 in the title, the next two in the abstract; one old paper.
WORDS = {"boats": "rudder keel sail mast hull".split(), "cakes": "flour butter sugar oven icing".split()}


def paper(number, title, abstract, day="2026-11-20"):
    return {"id": number, "version": 1, "title": title, "abstract": abstract, "authors": [{"name": "Ada Quill"}], "categories": ["cs.CL"], "announced": day,
            "announce_type": "new"}


RECORDS = [paper(f"2611.00{t}{i:02}", f"On {w[i % 5]}", f"We study {w[(i + 1) % 5]} and {w[(i + 2) % 5]} of harbours.")
           for t, w in enumerate(WORDS.values()) for i in range(10)] + [paper("2610.00001", "Gluten", "Long ago.", "2026-10-20")]


def digest(*args):
    return run(*args, home=HOME, now=NOW)


def matched():
    write(CONFIG, """[interest cakes]
match = flour OR gluten
match = ti:sugar
author = Percy Quill
weight = 2
[interest sea]
match = "rudder" OR (abs:tide ANDNOT cat:cs.CV)
author = Ada Quill
[interest against]
match = keel
weight = -1
[interest rests]
match = flour
enabled = no
""")
    # A word stands in 2 titles and 4 abstracts of its topic; sugar in 2 titles. Ada Quill wrote all.
    want = """cakes: speaks for 8 of 20 papers, weight 2
         6  match = flour OR gluten; never: gluten
         2  match = ti:sugar
         0  author = Percy Quill
sea: speaks for 20 of 20 papers
         6  match = "rudder" OR (abs:tide ANDNOT cat:cs.CV); never: tide
        20  author = Ada Quill
against: speaks for 0 of 20 papers, weight -1
         6  match = keel
cakes and sea: both speak for 8 papers
"""
    # Flour: papers 0, 5 (title), 3, 4, 8, 9 (abstract); sugar in the title: 2, 7.
    r = digest("interest")
    equal("matched: the last two weeks", (r.status, r.err, r.text), (0, b"", want))
    r = digest("interest", "--since", "2026-10-01")
    case("matched: longer ago", "7  match = flour OR gluten\n" in r.text and "of 21 papers" in r.text, r.text)
    r = digest("interest", "--interest", "against")
    equal("matched: one of them", r.text, "against: speaks for 0 of 20 papers, weight -1\n         6  match = keel\n")
    r = digest("interest", "-c", "cs.CV")
    case("matched: a category without papers", r.status == 0 and "speaks for 0 of 0 papers" in r.text, (r.status, r.text))
    r = digest("interest", "--suggest")
    case("suggested: without a library", r.status == 66 and "no interest has a library" in r.msg, (r.status, r.msg))


def why():
    r = digest("show", "2611.00100", "--why", "--width", "0")
    # Flour by the title, weight 2: 2 · 1.5; Ada Quill: 1; 100 · 4 / 5.
    want = "Score\n    +3.00  cakes: match = flour OR gluten (by the title)\n    +1.00  sea: author = Ada Quill\n    in all 4.00, which a page shows as 80 of 100\n"
    case("why: term by term", want in r.text, r.text)
    r = digest("show", "2611.00001", "--why", "--width", "0")
    case("why: what speaks against it, too", "    -1.50  against: match = keel (by the title)\n    in all -0.50, which a page shows as 0 of 100\n" in r.text, r.text)
    o = json.loads(digest("show", "2611.00100", "--why", "--json").out)
    equal("why: as JSON", (o["score"], o["terms"]), (80, [{"interest": "cakes", "kind": "match", "line": "flour OR gluten", "title": True, "value": 3},
                                                          {"interest": "sea", "kind": "author", "line": "Ada Quill", "value": 1}]))
    case("why: not without it", "Score" not in digest("show", "2611.00100").text)


def suggested():
    write(f"{HOME}/lib.txt", "2611.00101\n2611.00103\n2611.00105\n")
    write(CONFIG, f"[interest cakes]\nmatch = butter\nlibrary = {HOME}/lib.txt\n[interest none]\nmatch = keel\n")
    r = digest("interest", "--suggest")
    # Entries: On butter / sugar, oven; On oven / icing, flour; On flour / butter, sugar. "butter" is there already; "harbours" is in all papers.
    lines = r.text.splitlines()
    words = re.findall(r'^match = "(.*)"$', r.text, re.M)
    equal("suggested: words of more than one entry, but those of the section", sorted(words), ["flour", "oven", "sugar"])
    case("suggested: what speaks for them", lines[0] == "[interest cakes]" and lines.count("# in 2 of the library's 3 entries, and in 6 of the store's 21 papers") == 3, r.text)
    write(CONFIG, f"[interest none]\nmatch = keel\n[interest cakes]\nlibrary = {HOME}/lib.txt\n" + "\n".join(lines[1:]) + "\n")
    r = digest("interest")
    case("suggested: pasted, it works", r.status == 0 and "         6  match = \"sugar\"\n" in r.text, r.text)
    case("suggested: the library's likes are counted", re.search(r"cakes: speaks for (\d+) of 20", r.text) and "like its library" in r.text, r.text)
    r = digest("show", "2611.00101", "--why", "--width", "0")
    case("suggested: the files of a library stand on a terminal", f"likeness to its library {HOME}/lib.txt" in r.text, r.text)


def scale():
    """Two papers that have nothing in common: a paper like one of them is not worth a dozen matches."""
    write(f"{HOME}/two.txt", "2611.00101\n2611.00001\n")
    write(CONFIG, f"[interest both]\nlibrary = {HOME}/two.txt\n")
    o = json.loads(digest("show", "2611.00106", "--why", "--json").out)
    case("scale: two unlike entries", 0.5 < o["terms"][0]["value"] < 10, o["terms"])


def faults():
    write(CONFIG, "category = cs.CL\n")
    for args, status, words in ((["interest"], 66, "no section [interest NAME]"), (["show", "2611.00100", "--why"], 2, "--why: the configuration has no section"),
                                (["interest", "--store", "none"], 2, "has no papers to look at"), (["interest", "--interest", "x"], 2, "no section [interest x]")):
        r = digest(*args)
        case(f"faults: {' '.join(args)}", r.status == status and words in r.msg and not r.out, (r.status, r.msg))
    write(CONFIG, "[interest a]\nmatch = x\n")
    r = digest("interest", "--store", f"{HOME}/none.db")
    case("faults: no such store", r.status == 66 and "no such store" in r.msg, (r.status, r.msg))


write(f"{HOME}/in.jsonl", "".join(json.dumps(r) + "\n" for r in RECORDS))
digest("fetch", "--input", f"{HOME}/in.jsonl")
matched()
why()
suggested()
scale()
faults()
done()
