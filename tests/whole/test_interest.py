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
    config("[interest lamps]\nmatch = retrieval\nauthor = au:\"Percy Quill\"\n")
    as_expression = render("--format", "json")
    config("[interest lamps]\nmatch = retrieval\nauthor = Percy Quill\n")
    equal("an author as a name or as an expression: the same order", as_expression.out, render("--format", "json").out)
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


# ---- Pages that are written again ----

SUMMARY = """#!/bin/sh
while read -r line; do
	case $line in
	*WAITS*) [ -e "$0.ready" ] || { echo '{"key":"2611.00006v1","error":"not now","retry":true}'; continue; } ;;
	esac
	key=${line#*'"key":"'}; key=${key%%'"'*}
	printf '{"key":"%s","summary":{"title":"题目","tldr":"这是一句测试用的摘要。","tldr_en":"A line.","abstract":"这是摘要的译文，写得稍微长一些，好让检查满意。"}}\\n' "$key"
done
"""


def text_of(path):
    with open(path, encoding="utf-8") as f:
        return f.read()


def again():
    store, page, tool = f"{HOME}/again.db", f"{HOME}/pages/{DAY}.md", f"{HOME}/summarizer"
    write(tool, SUMMARY)
    os.chmod(tool, 0o755)
    records = [dict(p, abstract=p["abstract"] + (" WAITS" if p["id"].endswith("6") else "")) for p in PAPERS]
    write(f"{HOME}/in.jsonl", "".join(json.dumps(r) + "\n" for r in records))
    common = ["--config", CONFIG, "--store", store, "-o", f"{HOME}/pages/{{date}}.md", "--front-matter", "none", "--top", "4", "--gate", "off",
              "--summarizer-retry-delay", "1"]
    config("[interest a]\nmatch = tide OR bells\nmatch = tide\n")
    r = run("--input", f"{HOME}/in.jsonl", "--summarizer", tool, *common, home=HOME)
    first = text_of(page)
    equal("again: first", (r.status, order(first)), (3, [6, 5, 4, 3, 2, 1]))
    case("again: one waits", first.count("待摘要：") == 1 and "相关 75：tide" in first, first)
    # Other interests, and the summary that was missing: the page keeps its order and its reasons.
    config("[interest b]\nmatch = ropes\n")
    write(f"{tool}.ready", "")
    write(f"{HOME}/other.jsonl", json.dumps(paper(9, "Elsewhere", announced="2026-11-19")) + "\n")
    r = run("--input", f"{HOME}/other.jsonl", "--summarizer", tool, *common, home=HOME)
    mended = text_of(page)
    equal("again: mended, in the order that it had", order(mended), [6, 5, 4, 3, 2, 1])
    case("again: the same reasons", "相关 75：tide" in mended and "待摘要：" not in mended and "ropes" not in re.findall(r"相关 .*", mended), mended)
    r = run("render", "--date", DAY, *common[:10], home=HOME)
    equal("again: render leaves it as it is", (r.status, text_of(page)), (0, mended))
    r = run("render", "--date", DAY, "--rescore", *common[:10], home=HOME)
    equal("again: --rescore", (r.status, order(text_of(page))), (0, [3, 6, 5, 4, 2, 1]))
    case("again: its reasons", re.findall(r"相关 .*", text_of(page)) == ["相关 60：ropes"], text_of(page))


# ---- Libraries ----

def libraries():
    store = f"{HOME}/libraries.db"
    topics = {"boats": "rudder keel sail mast hull", "cakes": "flour butter sugar oven icing", "stars": "galaxy quasar nebula orbit comet"}
    records = [paper(100 + 10 * t + i, f"On {words.split()[i % 5]}", f"We study {words.split()[(i + 1) % 5]} and {words.split()[(i + 2) % 5]} in detail.")
               for t, words in enumerate(topics.values()) for i in range(10)]
    write(f"{HOME}/lib.jsonl", "".join(json.dumps(r) + "\n" for r in records))
    r = run("fetch", "--store", store, "--input", f"{HOME}/lib.jsonl", home=HOME)
    assert r.status == 0, r.err

    def first(*more):
        """The topics of the papers, in their order, each once where they stand together."""
        r = run("render", "--config", CONFIG, "--store", store, "--all", "--front-matter", "none", *more, home=HOME)
        names = [list(topics)[(i - 100) // 10] for i in order(r.text)]
        return [n for i, n in enumerate(names) if i == 0 or names[i - 1] != n], r

    write(f"{HOME}/l/cakes.bib", """A remark, and somebody@example.org.
@string{o = "oven"}
@comment{no entry}
@article{one, title = {Baking {Flour} with Butter}, year = 2025}
@inproceedings(two, title = "Sugar and " # o # " temperature", year = "2024", month = mar)
@misc{three, title = {Ic\\'ing}, abstract = {Icing of flour and sugar}}
""")
    write(f"{HOME}/l/stars.json", json.dumps([
        {"id": "a", "type": "article", "title": "A quasar in a galaxy", "issued": {"date-parts": [[2025, 3]]}},
        {"id": "b", "type": "article", "title": "x", "number": "arXiv:2611.00121", "archive": "arXiv"},
        {"id": "c", "type": "article", "title": "Comet and nebula", "URL": "https://arxiv.org/abs/2611.00123v2"}]))
    write(f"{HOME}/l/boats.txt", "# what I sail\n2611.00100\nhttps://arxiv.org/abs/2611.00101v1  # a keel\narXiv:2611.00102\n")
    for name, file in ("cakes", "cakes.bib"), ("stars", "stars.json"), ("boats", "boats.txt"):
        config(f"[interest {name}]\nlibrary = ~/l/{file}\n")
        got, r = first()
        case(f"libraries: {file}: its papers come first", got and got[0] == name and got.count(name) == 1 and not r.err, (got, r.err))
        reasons = re.findall(r"相关 \d+：(.*)", r.text)
        case(f"libraries: {file}: the name alone is said", reasons and set(reasons) == {f"似 {name}"} and file not in r.text and HOME not in r.text, reasons)
        equal(f"libraries: {file}: the same bytes", first()[1].out, r.out)
    config("[interest all]\nlibrary = ~/l\n[interest cakes]\nlibrary = ~/l/cakes.bib\nweight = -5\n")
    equal("libraries: a folder, and a weight below 0", first()[0][-1], "cakes")
    # A file that changes is read again; a broken entry is named, and the others count.
    config("[interest x]\nlibrary = ~/l/x.bib\n")
    write(f"{HOME}/l/x.bib", "@article{a, title = {Keel and rudder}}\n@article{b, title = {open\n@article{c, title = {Sail and mast}}\n@article{d, year = 2020}\n")
    got, r = first()
    case("libraries: the good entries count", got[0] == "boats", got)
    case("libraries: the broken ones are named", r.status == 3 and b"x.bib:2: the value is not closed; the entry is passed over" in r.err and
         b"x.bib:4: neither a title nor an arXiv identifier" in r.err, r.err)
    write(f"{HOME}/l/x.bib", "@article{a, title = {Quasar, comet, nebula}}\n@article{b, title = {Orbit of a galaxy}}\n")
    equal("libraries: changed", first()[0][0], "stars")
    os.remove(f"{HOME}/l/x.bib")
    got, r = first()
    case("libraries: gone", r.status == 3 and b"interest x: " in r.err and b"No such file" in r.err and r.out, r.err)
    write(f"{HOME}/l/x.bib", "Nothing of the kind.\n")
    got, r = first()
    case("libraries: no library", r.status == 3 and b"neither BibTeX, nor CSL JSON, nor a list" in r.err and r.out, r.err)
    write(f"{HOME}/l/x.bib", "2612.00007\n")
    got, r = first()
    case("libraries: nothing that is known", r.status == 3 and b"is a paper of the store (digest fetch --id 2612.00007 gets one)" in r.err, r.err)
    # It comes into the store: then it counts.
    write(f"{HOME}/late.jsonl", json.dumps(paper(7, "Flour", "Butter, sugar, oven, icing.", id="2612.00007", link="https://arxiv.org/abs/2612.00007")) + "\n")
    config("[interest x]\nlibrary = ~/l/y.txt\n")
    write(f"{HOME}/l/y.txt", "2611.00100\n2612.00007\n2612.00008\n")
    first()
    run("fetch", "--store", store, "--input", f"{HOME}/late.jsonl", home=HOME)
    r = run("render", "--config", CONFIG, "--store", store, "--all", "--front-matter", "none", home=HOME)
    ids = list(dict.fromkeys(re.findall(r"arxiv\.org/abs/(26\d\d\.\d+)", r.text)))
    case("libraries: a paper that came into the store since counts", "2612.00007" in ids[:3] and all(i.startswith("2611.0011") for i in ids[3:8]), ids)


matches()
faults()
top()
again()
libraries()
done()
