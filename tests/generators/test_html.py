# SPDX-License-Identifier: MIT
"""The format html in Chromium, from a file: filter, toggles, keys, themes, phone, print, BibTeX; what a reader sees is the record's
text; nothing is asked for, nothing said, nothing of a record runs, with the page's policy and without it; axe-core finds nothing."""
import json
import os
import random
import re
import subprocess
import sys
import unicodedata

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(os.path.dirname(HERE), "tools"))
import html_page  # noqa: E402
import lxml.html  # noqa: E402
import page_want  # noqa: E402
from made import status_of_page  # noqa: E402
from tap import ROOT, case, done, run, scratch, shared, skip  # noqa: E402

MODULES = os.path.join(os.environ.get("GENERATORS", os.path.join(ROOT, "build", "generators")), "node_modules")
FOLDER = scratch()
CATEGORIES = "cs.CL cs.CV cs.LG cs.AI stat.ML cs.RO eess.AS cs.IR cs.SE math.OC quant-ph cs.CR cs.HC cs.SD".split()
NAMES = "Ada Park,Jun Li,Maria Rossi,Wei Chen,José Álvarez,Tomás Novák,Aiko Sato,Lena Braun,Priya Nair,Omar Haddad".split(",")
LONG = " + ".join(f"a_{{{i}}}" for i in range(40))


def big():
    """300 papers as a day has them; those of the corpus, or texts of our own."""
    sample, dice = shared("corpus/papers-sample.jsonl"), random.Random(5)
    lines = open(sample, encoding="utf-8") if sample else None
    for i in range(300):
        r = json.loads(next(lines)) if lines else \
            {"id": f"2403.{i + 1:05}", "version": 1, "title": f"Paper {i} of Graphs and Images", "abstract": f"We look at case {i}. " * 12,
             "link": f"https://arxiv.org/abs/2403.{i + 1:05}",
             "summary": {"title": f"第{i}篇图像论文", "tldr": f"本文研究第{i}例，模型简单。", "tldr_en": "It looks.", "abstract": "生成方法" * (i % 7 + 3) + "。"}}
        r["categories"] = list(dict.fromkeys(dice.choices(CATEGORIES, [2 ** (-k / 3) for k in range(len(CATEGORIES))], k=dice.randint(1, 3))))
        r["announce_type"] = dice.choice(["new"] * 6 + ["cross"] * 2 + ["replace", "replace-cross"])
        r["announced"], r["authors"] = "2024-02-28", [{"name": n} for n in dice.sample(NAMES, dice.randint(1, 9))]
        if i % 40 == 7:
            r["summary"] = {"status": "pending", "reason": "the endpoint was not there"}
        if i % 40 == 8:
            r["summary"] = {"status": "extract", "tldr": r["abstract"][:160]}
        yield r


def fold(text):
    return unicodedata.normalize("NFKC", text).lower()


def found(cards, query):
    """The ids of the cards that QUERY leaves."""
    words = [w for w in fold(query).split() if w != "-"]
    return [c.get("id") for c in cards for text in [fold(c.get("id") + "\n" + "\n".join(x.text_content() for x in c if x.tag != "footer"))]
            if all((w[1:] not in text) if w[0] == "-" else w in text for w in words)]


def page(name, records, style="footnote"):
    """Render RECORDS (or a path) as NAME.html; the records' path and the bytes."""
    path = records if isinstance(records, str) else page_want.write_records(name + ".jsonl", records, FOLDER)
    r = run("render", "--store", "none", "--format", "html", "--style", style, path)
    case(f"{name}: there is a page", r.status == status_of_page(path, style) and r.out.startswith(b"<!DOCTYPE html>"), r.msg)
    with open(os.path.join(FOLDER, name + ".html"), "wb") as f:
        f.write(r.out)
    return path, r.out


def compare(name, path, style="footnote"):
    """What the browser made of the page says what the records say."""
    with open(os.path.join(FOLDER, name + ".html.seen"), "rb") as f:
        cards = html_page.read(f.read()).xpath("//article")
    papers, order, clean = html_page.ordered(path)
    faults = [d for card, p in zip(cards, order) for d in html_page.differences(card, html_page.wanted(p, style, clean))]
    case(f"{name}: what Chromium shows is the record's text, {len(cards)} papers", len(cards) == len(papers) > 0 and not faults, "\n".join(faults[:9]))


pages, made = {}, {}
made["big"], out = page("big", big())
for style in html_page.STYLES:
    made[f"hostile {style}"], bytes_ = page(f"hostile {style}", html_page.own(style), style)
    with open(os.path.join(FOLDER, f"hostile {style} bare.html"), "wb") as f:  # its policy taken off: escaping alone
        f.write(re.sub(rb'<meta http-equiv="Content-Security-Policy"[^>]*>', b"", bytes_))
    pages[f"hostile {style} bare"] = f"hostile {style} bare.html"
page("long", [{"id": "2401.00001", "title": f"Long ${LONG}$ " + "W" * 400, "abstract": f"With ${LONG}$, $${LONG}$$ and " + "w" * 4000, "summary": {"title": "长" * 200, "tldr": f"${LONG}$"}}])
if shared("corpus/torture.jsonl"):
    made["torture"], _ = page("torture", shared("corpus/torture.jsonl"))
else:
    skip("torture.jsonl", "no ../shared")
pages.update({name: name + ".html" for name in list(made) + ["long"]})

doc = lxml.html.document_fromstring(out.decode("utf-8"))
cards = doc.xpath("//article")
queries = ["图像", "图像 -生成", "ＡＢＳＴＲＡＣＴ learning", "jun li", "-e", "cs.ro 模型", "graph", "ada -park", "- ", ""]
plan = {"folder": FOLDER, "pages": pages, "big": {
    "queries": [{"q": q, "ids": found(cards, q)} for q in queries], "papers": "篇",
    "cards": [{"id": c.get("id"), "c": c.get("data-c"), "t": c.get("data-t"), "href": c.xpath("string(.//h2/a/@href)"), "bibtex": c.xpath("string(.//pre)")} for c in cards]}}
case("queries leave some and not all", sum(0 < len(q["ids"]) < 300 for q in plan["big"]["queries"]) >= 5, [(q["q"], len(q["ids"])) for q in plan["big"]["queries"]])
with open(os.path.join(FOLDER, "plan.json"), "w", encoding="utf-8") as f:
    json.dump(plan, f)
p = subprocess.run(["node", os.path.join(HERE, "html.cjs"), f.name], env=dict(os.environ, NODE_PATH=MODULES), stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                   timeout=1500, check=False)
if case("Chromium ran to the end", p.returncode == 0, p.stderr.decode("utf-8", "replace")):
    saw = json.loads(p.stdout)
    for name, ok, detail in saw["checks"]:
        case(name, ok, detail)
    for line in saw["notes"]:
        print("#", line)
    for name, path in made.items():
        compare(name, path, name.split()[1] if " " in name else "footnote")
done()
