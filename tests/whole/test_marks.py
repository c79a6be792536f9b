# SPDX-License-Identifier: MIT
"""Markdown in answers. What a reader sees of essay, qa and notes, in all dialects as Debian's generators build them, in HTML and in Atom, is
what cmark reads in the answer, less what its field does not allow (tools/marks_want.py); bold beside Chinese punctuation is bold in all
of them. Every style prints every field in every format. No summarizer is shown what a schema says of it."""
import json
import os
import re
import shutil

import marks_page
import sites
from tap import ROOT, case, done, equal, run, scratch, skip

FOLDER = scratch()
STYLES = sorted(s for s in os.listdir(os.path.join(ROOT, "templates")) if os.path.exists(os.path.join(ROOT, "templates", s, "schema.json")))


# ---- every field of every style ----

def filled(schema, token):
    """A value of SCHEMA whose texts are TOKEN()."""
    if schema["type"] == "object":
        return {k: filled(v, token) for k, v in schema["properties"].items()}
    if schema["type"] == "array":
        return [filled(schema["items"], token) for _ in range(2)]
    return 4 if schema["type"] == "integer" else token()


def each_field(style):
    with open(os.path.join(ROOT, "templates", style, "schema.json"), encoding="utf-8") as f:
        schema = json.load(f)
    tokens = []

    def token():
        tokens.append(f"文{len(tokens):03}字")
        return tokens[-1]
    path = marks_page.write(FOLDER, f"fields-{style}.jsonl", [dict(filled(schema, token), style=style)])
    looks = [("--dialect", d) for d in marks_page.DIALECTS] + [("--format", f) for f in ("html", "atom", "text", "json")]
    for look in looks:
        r = run("render", "--store", "none", "--style", style, "--width", "0", *look, path)
        lost = [t for t in tokens if t not in r.text]
        case(f"{style}, {look[1]}: all {len(tokens)} texts of an answer are on the page", r.status == 0 and not lost, f"{r.status} {r.msg} {lost}")


# ---- what a reader sees ----

def look(name, html, root, drawn=()):
    """Compare the pages' HTML with cmark's reading of the answers."""
    for style in marks_page.ANSWERS:
        if style not in html:
            case(f"{name}, {style}: is built", False, sorted(html))
            continue
        faults = marks_page.differences(html[style], root, style, name != "hugo", drawn)
        case(f"{name}, {style}: what a reader sees is what cmark reads", not faults, "\n".join(faults[:8]))


def page(style, *how):
    return run("render", "--store", "none", "--style", style, *how, marks_page.records(FOLDER, style)).out


def built():
    rows = [("hugo", sites.hugo, "hugo", ()), ("jekyll", sites.jekyll, "jekyll", ()), ("mkdocs", sites.mkdocs, "mkdocs", ()),
            ("pelican", sites.pelican, "pelican", ()), ("pandoc", sites.pandoc, "pandoc", ()), ("cmark-gfm", sites.cmark, "gfm", ()),
            ("cmark-gfm, portable", sites.cmark, "portable", ()), ("pandoc, portable", sites.pandoc, "portable", ("--front-matter", "yaml"))]
    for name, build, dialect, more in rows:
        program = name.split(",")[0]
        if not shutil.which(program):
            skip(f"{name}: sites with Markdown of answers", f"no {program} here")
            continue
        try:
            html = build({style: page(style, "--dialect", dialect, *more) for style in marks_page.ANSWERS})
        except sites.Failed as e:
            case(f"{name}: builds", False, e)
            continue
        look(name, html, sites.READERS["cmark" if program == "cmark-gfm" else program].root)


def other_formats():
    look("html", {style: page(style, "--format", "html") for style in marks_page.ANSWERS}, "//main")
    atom = {}
    for style in marks_page.ANSWERS:
        content = re.findall(rb"<content type=\"html\"><!\[CDATA\[(.*?)\]\]></content>", page(style, "--format", "atom"), re.S)
        atom[style] = b'<!doctype html><meta charset="utf-8"><body>' + b"".join(content) + b"</body>"
    look("atom", atom, "//body", [("$x$", "x"), ("$x_1$", "x₁"), ("$a_1*b_2$", "a₁*b₂")])  # feeds have simple formulas as lines
    for style in marks_page.ANSWERS:
        text = page(style, "--format", "text", "--width", "0").decode()
        signs = [s for s in ("**", "`", "####", "](") if s in text]
        case(f"text, {style}: no marks are left", not signs, signs)
        coloured = page(style, "--format", "text", "--color", "always").decode()
        case(f"text, {style}: strong emphasis is bold on a terminal", "\033[1m“概念”\033[22m" in coloured, coloured[:600])


def can_fail():
    html = sites.cmark({"essay": page("essay", "--dialect", "gfm")})["essay"]
    for what, old, new in (("bold that is none", b"<strong>", b"<i>"), ("a list that is none", b"<li>", b"<p>"), ("a letter", "概念".encode(), "概今".encode())):
        changed = html.replace(old, new)
        case(f"{what} is seen", changed != html and marks_page.differences(changed, "//body", "essay"))


# ---- what is asked ----

def asked():
    log = os.path.join(FOLDER, "asked.jsonl")
    hook = os.path.join(FOLDER, "hook")
    with open(hook, "w", encoding="utf-8") as f:
        f.write("#!/usr/bin/python3\nimport json, sys\nfor line in sys.stdin:\n    r = json.loads(line)\n"
                f"    open({log!r}, 'a').write(line)\n"
                "    print(json.dumps({'key': r['key'], 'summary': {'tldr': '我们把**“灯”**装进`harbour`，夜里的港口从此很安静。'}, 'model': 'm'}), flush=True)\n")
    os.chmod(hook, 0o755)
    paper = dict(marks_page.PAPER, id="2611.00001")
    path = os.path.join(FOLDER, "paper.jsonl")
    with open(path, "w", encoding="utf-8") as f:
        f.write(json.dumps(paper) + "\n")
    r = run("-c", "cs.CL", "--store", "none", "--style", "brief", "--dialect", "gfm", "--input", path, "--summarizer", hook)
    with open(log, encoding="utf-8") as f:
        request = f.read()
    case("no summarizer is shown what the schema says of Markdown", "x-markdown" not in request and '"minLength"' in request, request[:600])
    case("Markdown that the field allows comes through the gate as it is", "**“灯”**" in r.text and "`harbour`" in r.text, f"{r.status} {r.msg} {r.text}")


def faulty():
    folder = os.path.join(FOLDER, "templates", "odd")
    shutil.copytree(os.path.join(ROOT, "templates", "brief"), folder)
    with open(os.path.join(folder, "schema.json"), encoding="utf-8") as f:
        schema = f.read()
    with open(os.path.join(folder, "schema.json"), "w", encoding="utf-8") as f:
        f.write(schema.replace('"inline"', '"inlined"'))
    r = run("styles", "--templates", os.path.dirname(folder), "odd")
    case("a schema that says what there is not is a fault: 2", r.status == 2 and "x-markdown" in r.msg and "schema.json" in r.msg, f"{r.status} {r.msg}")


for style_ in STYLES:
    each_field(style_)
built()
other_formats()
can_fail()
asked()
faulty()
equal("the styles of the tree", STYLES, ["brief", "essay", "footnote", "notes", "qa"])
done()
