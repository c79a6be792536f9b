#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""What comes first: sections [interest NAME], the order of pages and the reasons in them, --top, libraries of all kinds, pages that are written again.
The order that matches and authors make is worked out by hand: the records are few."""
import json
import os
import re
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "tools"))
from made import write  # noqa: E402
from tap import case, done, equal, run, scratch  # noqa: E402

HOME = scratch()
CONFIG = os.path.join(HOME, "config")
DAY = "2026-11-20"


def paper(n, title, abstract="Nothing of note.", authors=("Nora Vennick",), category="cs.CL", **more):
    number = f"2611.{n:05}"
    return {"id": number, "version": 1, "title": title, "abstract": abstract, "authors": [{"name": a} for a in authors], "categories": [category],
            "link": f"https://arxiv.org/abs/{number}", "announced": DAY, "announce_type": "new", **more}


PAPERS = [
    paper(1, "Lamps for quiet harbours"),
    paper(2, "Retrieval of lamps"),
    paper(3, "Ropes", "We use retrieval for ropes.", ("Tam Osei", "Percy Quill")),
    paper(4, "Buoys and bells", "A survey of bells.", ("Percy Quill",)),
    paper(5, "Harbour bells", "Bells again.", category="cs.SD"),
    paper(6, "A tide table", "Tides, tabulated."),
]


def config(text):
    write(CONFIG, text)


def render(*args, records=PAPERS, stdin=None):
    lines = "".join(json.dumps(r) + "\n" for r in records)
    write(f"{HOME}/papers.jsonl", lines)
    return run("render", "--config", CONFIG, "--store", "none", "--front-matter", "none", *args, f"{HOME}/papers.jsonl", home=HOME)


def order(page):
    """The papers of the page's table, or of its lists, in their order."""
    ids = re.findall(r"arxiv\.org/abs/2611\.(\d+)", page)
    return [int(i) for i in dict.fromkeys(ids)]


# ---- Matches and authors ----

def matches():
    config("[interest lamps]\nmatch = retrieval\nauthor = Percy Quill\n")
    page = render().text
    # 2: 1.5 by its title. 3: 1 by its abstract, 1 by an author. 4: 1 by its author. The others are equal: the newest first.
    equal("matches: the order", order(page), [3, 2, 4, 6, 5, 1])
    equal("matches: the reasons", re.findall(r"相关 .*", page), ["相关 66：retrieval; Percy Quill", "相关 60：retrieval", "相关 50：Percy Quill"])
    config("[interest lamps]\nmatch = retrieval ANDNOT ropes\nmatch = ti:lamp*\nweight = 2\n[interest bells]\nmatch = bells\nweight = -1\n[interest off]\nmatch = tide\nenabled = no\n")
    page = render().text
    # 2: 2 · (1.5 + 1.5) = 6; 1: 3; 5 and 4: the title takes a half more away; 3 and 6: nothing.
    equal("matches: weights and what rests", order(page), [2, 1, 6, 3, 5, 4])
    equal("matches: what speaks against a paper is not said", re.findall(r"相关 .*", page), ["相关 85：retrieval, lamp", "相关 75：lamp"])
    page = render("--lang", "en", "--format", "text").text
    case("matches: in English", "relevance 85：retrieval, lamp" in page, page[:600])
    config("[interest a]\nmatch = bells\n[interest b]\nmatch = tide\n[profile p]\ninterest = b\n")
    equal("matches: a profile's own", order(render("--profile", "p").text), [6, 5, 4, 3, 2, 1])
    equal("matches: those of the line", order(render("--interest", "a").text), [5, 4, 6, 3, 2, 1])
    page = render("--profile", "p", "--format", "html").text
    case("matches: a card's interests", re.search(r'id="2611.00006"[^>]* data-i="b"', page) and 'data-i=""' in page, page[-3000:])


def faults():
    rows = [
        ("[interest a]\nmatch = ti:(x\n", ":2: match: the parenthesis is not closed, at column 4 (^): ti:^(x"),
        ("[interest a]\nauthor = \"A\" B\"\n", ":2: author: a name has no quotation mark in it"),
        ("[interest a]\nwieght = 2\n", 'unknown setting "wieght" of an interest: there are match, author, library, weight, half-life, enabled; did you mean weight?'),
        ("[interest a]\nweight = much\n", ':2: weight: "much" is no number from -1000 to 1000, as 2.5'),
        ("[interest a]\nenabled = perhaps\n", ':2: enabled: "perhaps" is neither yes nor no'),
        ("[interest a]\nmatch =\n", ":2: match needs a value"),
        ("[interest a;b]\n", ":1: the name of an interest has no comma or semicolon"),
        ("[interest rag]\nmatch = x\n[profile p]\ninterest = rga\n", "interest: the configuration has no section [interest rga]; did you mean rag?"),
    ]
    for text, want in rows:
        config(text)
        r = render(*(["--profile", "p"] if "[profile" in text else []))
        case(f"faults: {want[:60]}", r.status == 2 and want in r.err.decode() and not r.out, r.err)
    config("")
    r = render("--interest", "x")
    case("faults: a name that is none", r.status == 2 and b"no section [interest x]" in r.err, r.err)


# ---- The first ones in full ----

def top():
    config("[interest bells]\nmatch = bells\n")
    for style in ("footnote", "notes", "qa", "essay", "brief"):
        for form in ("md", "html", "atom", "text"):
            page = render("--top", "2", "--style", style, "--format", form).text
            ids = order(page)
            equal(f"top: {style}, {form}: every paper, the best first", ids, [5, 4, 6, 3, 2, 1])
            case(f"top: {style}, {form}: the head", "详列 2 · 其余 4 列题" in page, page[:700])
            case(f"top: {style}, {form}: the others have a title alone", "Tides, tabulated" not in page and "Bells again" in page, page)
    page = render("--top", "6").text
    case("top: as many as there are", "其余" not in page and len(order(page)) == 6, page[:300])
    r = render("--top", "2", "--format", "json")
    equal("top: records are all there", [json.loads(line)["id"][-1] for line in r.text.splitlines()], list("546321"))
    page = render("--format", "html").text
    equal("a card's BibTeX is its paper's", re.findall(r"eprint = \{(\S+)\}", page), re.findall(r'class="card" id="(\S+)"', page))
    r = render("--top", "2", "--limit", "3")
    case("top: --limit beside it", r.status == 2 and b"--top and --limit both say" in r.err, r.err)
    config("limit = 3\n[interest bells]\nmatch = bells\n")
    case("top: the line's word is stronger than the configuration's", "其余 4 列题" in render("--top", "2").text)
    write(f"{HOME}/styles/mine/style.conf", "lang = zh-Hans\n")
    write(f"{HOME}/styles/mine/prompt.txt", "x\n")
    write(f"{HOME}/styles/mine/schema.json", '{"type": "object", "properties": {"tldr": {"type": "string"}}, "required": ["tldr"]}')
    write(f"{HOME}/styles/mine/page.md", "{{#papers}}\n{{title}} {{score}}\n{{/papers}}\n")
    r = render("--top", "2", "--style", "mine", "--templates", f"{HOME}/styles")
    case("top: a template without {{#rest}}", r.status == 2 and b"style mine has no {{#rest}}" in r.err, r.err)
    config("[interest bells]\nmatch = bells\n")
    equal("top: {{score}}", re.findall(r" (\d+)$", render("--style", "mine", "--templates", f"{HOME}/styles").text, re.M), ["60", "60", "0", "0", "0", "0"])


matches()
faults()
top()
done()
