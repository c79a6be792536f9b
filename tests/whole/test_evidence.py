# SPDX-License-Identifier: MIT
"""What answers state, linked to its place in the paper: in all dialects as Debian's generators build them, in HTML and in Atom, each figure and
each work of summary.evidence is a link to its anchor or page, and nothing else of the page changes (tools/evidence_page.py)."""
import json
import os
import re
import shutil

import lxml.html

import evidence_page
import marks_page
import sites
from tap import case, done, equal, run, scratch, skip

FOLDER = scratch()
STYLES = tuple(evidence_page.ANSWERS)


def page(style, *how, evidence=True):
    return run("render", "--store", "none", "--style", style, *how, evidence_page.records(FOLDER, style, evidence)).out


def look(name, html, plain, root):
    for style in STYLES:
        faults = evidence_page.differences(html.get(style, b"<p>no page"), plain.get(style, b"<p>no page"), root, style)
        case(f"{name}, {style}: all {sum(evidence_page.wanted(style).values())} links are there, and all else is as without them", not faults, "\n".join(faults[:8]))


def built():
    rows = [("hugo", sites.hugo, "hugo", ()), ("jekyll", sites.jekyll, "jekyll", ()), ("mkdocs", sites.mkdocs, "mkdocs", ()),
            ("pelican", sites.pelican, "pelican", ()), ("pandoc", sites.pandoc, "pandoc", ()), ("cmark-gfm", sites.cmark, "gfm", ()),
            ("cmark-gfm, portable", sites.cmark, "portable", ()), ("pandoc, portable", sites.pandoc, "portable", ("--front-matter", "yaml"))]
    rows += [(f"cmark-gfm, {d}", sites.cmark, d, ("--front-matter", "none")) for d in marks_page.DIALECTS if d in ("eleventy", "docusaurus", "astro", "vitepress", "honkit", "hexo", "zola")]
    for name, build, dialect, more in rows:
        program = name.split(",")[0]
        if not shutil.which(program):
            skip(f"{name}: sites with links into papers", f"no {program} here")
            continue
        try:
            html, plain = (build({style: page(style, "--dialect", dialect, *more, evidence=e) for style in STYLES}) for e in (True, False))
        except sites.Failed as e:
            case(f"{name}: builds", False, e)
            continue
        look(name, html, plain, sites.READERS["cmark" if program == "cmark-gfm" else program].root)


def content(style, evidence):
    parts = re.findall(rb"<content type=\"html\"><!\[CDATA\[(.*?)\]\]></content>", page(style, "--format", "atom", evidence=evidence), re.S)
    return b'<!doctype html><meta charset="utf-8"><body>' + b"".join(parts) + b"</body>"


def other_formats():
    html, plain = ({style: page(style, "--format", "html", evidence=e) for style in STYLES} for e in (True, False))
    look("html", html, plain, "//main")
    look("atom", *({style: content(style, e) for style in STYLES} for e in (True, False)), "//body")
    for style in STYLES:
        quotes = [e.get("data-quote") for e in lxml.html.document_fromstring(html[style].decode()).iter("a") if e.get("data-quote")]
        want = [k["quote"] for _, m in evidence_page.ANSWERS[style] for e in m.evidence for k in (e, e.get("second")) if k]
        equal(f"html, {style}: each link has what the paper says there", sorted(quotes), sorted(want))
        text, bare = (re.sub(r" · 有出处 \d+", "", page(style, "--format", "text", "--width", "0", evidence=e).decode()) for e in (True, False))
        equal(f"text, {style}: the lines are those without links", text, bare)
        exact, bare = (page(style, "--dialect", "exact", evidence=e) for e in (True, False))
        case(f"exact, {style}: the page is as it was", exact == bare)


def can_fail():
    html, plain = (sites.cmark({"notes": page("notes", "--dialect", "gfm", evidence=e)})["notes"] for e in (True, False))
    for what, old, new in (("a place that is another", b"#S1.T", b"#S1.F"), ("a link that is none", b"<a ", b"<i "), ("a letter", "准确".encode(), "准备".encode()),
                           ("an element", b"<strong>", b"<b>")):
        changed = html.replace(old, new, 1)
        case(f"{what} is seen", changed != html and evidence_page.differences(changed, plain, "//body", "notes"))


# ---- what stands beside the links ----

def one(style, fmt="md", version=1, **y):
    answers = {"notes": dict(title="题", abstract="摘要 12.5%。", background="背景", challenges=["难"], solution="解", innovations=["新"], models=["型"], results=["得 74.4% 分", "失 9.9%"],
                             findings=["见"], rating=4, recommendation="荐")}
    path = os.path.join(FOLDER, "one.jsonl")
    with open(path, "w", encoding="utf-8") as f:
        f.write(json.dumps(dict(marks_page.PAPER, id="2611.00007", version=version, summary=dict(answers[style], style=style, **y)), ensure_ascii=False) + "\n")
    return run("render", "--store", "none", "--style", style, *(("--dialect", "gfm") if fmt == "md" else ("--format", fmt)), path).text


def beside():
    found = {"field": "results", "figure": "74.4%", "anchor": "S4.T2", "quote": "74.4"}
    page_ = one("notes", reads="html", reads_version=1, version=2, dropped=3, evidence=[found, {"field": "results", "figure": "9.9%"}])
    case("a figure that stands nowhere has a sign behind it", "失 9.9%※" in page_, page_)
    case("what it was written from, what has its place, what has none, what went", "\n据 v1 · 有出处 1 · ※ 原文中未见 1 · 删去 3\n" in page_, page_)
    page_ = one("notes", reads="html", reads_version=2, version=2, evidence=[found, {"field": "results", "figure": "9.9%", "kept": True}])
    case("one that is kept has no sign, and is counted", "失 9.9%\n" in page_ and "\n据全文 · 有出处 1 · 原文中未见 1\n" in page_, page_)
    case("a summary that was to be written from a whole text, and was not, says so", "\n据摘要\n" in one("notes", reads="abstract"))
    plain = one("notes")
    case("one that says nothing of that has no such line", "\n据" not in plain, plain)
    for fmt in ("html", "atom", "text"):
        page_ = one("notes", fmt=fmt, reads="pdf", reads_version=1, evidence=[dict(found, anchor="p.3")], dropped=2)
        case(f"{fmt}: the same line", "据全文 · 有出处 1 · 删去 2" in page_, page_[:3000])
    page_ = one("notes", reads="file", evidence=[dict(found, anchor="")])
    case("a file without places has no links", "得 74.4% 分" in page_, page_)
    page_ = one("notes", reads="html", reads_version=1, evidence=[dict(found, anchor="S4.T2)[x](javascript:alert(1) \"<")])
    case("an anchor that is none cannot leave its address", "#S4.T2%29%5Bx%5D%28javascript:alert%281%29%20%22%3C)" in page_, page_)
    page_ = one("notes", reads="html", evidence=[dict(found, figure="74.4"), dict(found, figure="4%"), dict(found, figure="nowhere"), dict(found, field="rating", figure="4")])
    case("a part of a number is not the number", "](https://arxiv.org/html" not in page_, page_)


built()
other_formats()
can_fail()
beside()
done()
