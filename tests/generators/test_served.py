# SPDX-License-Identifier: MIT
"""A Hugo and a Jekyll site with a digest on it, served on loopback and read in Chromium: the table is seen, a footnote's link goes to the
note and back, Chinese text is drawn with a font that has it, and KaTeX's auto-render at its default settings draws each formula."""
import functools
import http.server
import json
import os
import re
import shutil
import subprocess
import sys
import threading

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(os.path.dirname(HERE), "tools"))
import page_want  # noqa: E402
import sites  # noqa: E402
from tap import ROOT, case, done, equal, run, scratch, shared, skip  # noqa: E402

MODULES = os.path.join(os.environ.get("GENERATORS", os.path.join(ROOT, "build", "generators")), "node_modules")
# As KaTeX's documentation has it, with no settings but where errors go.
KATEX = """<link rel="stylesheet" href="/katex/katex.min.css"><link rel="icon" href="data:,">
<script defer src="/katex/katex.min.js"></script><script defer src="/katex/contrib/auto-render.min.js"></script>
<script>window.katexErrors = []; addEventListener("DOMContentLoaded", () => renderMathInElement(document.body,
  { errorCallback: (m, e) => katexErrors.push(m + ": " + e) }));</script>"""
HAN = re.compile("[\u4e00-\u9fff]")
FORMULAS = [r"x_i^2", r"p(y|x) \le \|w\|_2", r"\mathcal{O}(n\log n)", r"a<b>c", r"\{x\}", r"f'(x)", r"\frac{1}{2}\sum_{i=1}^n i", r"95\%"]


def records():
    for i in range(60):
        tex = FORMULAS[i % len(FORMULAS)]
        yield {"id": f"2403.{i + 1:05}", "title": f"Paper {i + 1} on ${tex}$", "abstract": f"We look at ${tex}$ and <script>alert(1)</script>.",
               "link": f"https://arxiv.org/abs/2403.{i + 1:05}", "announced": "2024-03-01",
               "summary": {"title": f"第{i + 1}篇：{{{{ 测试 }}}}", "tldr": f"研究“${tex}$”的性质，共{i + 1}条；龘、镕、喆也要看得见。",
                           "tldr_en": "It looks at it.", "abstract": "本文研究它的性质，并给出证明。" * 12}}


class Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *args):                      # pylint: disable=arguments-differ
        pass


def served(folder, path):
    """What Chromium saw of PATH below FOLDER."""
    shutil.copytree(os.path.join(MODULES, "katex", "dist"), os.path.join(folder, "katex"))
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Quiet, directory=folder))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        p = subprocess.run(["node", os.path.join(HERE, "served.cjs"), f"http://127.0.0.1:{server.server_port}/{path}"],
                           env=dict(os.environ, NODE_PATH=MODULES), stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=180, check=False)
    finally:
        server.shutdown()
        server.server_close()
    return json.loads(p.stdout) if p.returncode == 0 else p.stderr.decode("utf-8", "replace")


def look(name, saw, count, formulas=None):
    if not case(f"{name}: Chromium reads the page", isinstance(saw, dict), saw):
        return
    case(f"{name}: nothing is said on the console, nothing is asked of others", not saw["said"] + saw["strangers"], saw["said"] + saw["strangers"])
    equal(f"{name}: the table is seen, with all rows", (saw["visible"], saw["rows"]), (True, count))
    there = [j["there"]["id"] for j in saw["jumps"] if not j["there"]["seen"]]
    case(f"{name}: links go to notes that are then in sight", not there and len({j["there"]["id"] for j in saw["jumps"]}) == 3, saw["jumps"])
    back = [j["back"] for j in saw["jumps"] if not j["back"]["seen"] or not j["back"]["id"].startswith("fnref")]
    case(f"{name}: and back to their rows", not back, back)
    han = len(HAN.findall(saw["summary"]))
    cjk = sum(f["glyphs"] for f in saw["fonts"] if "CJK" in f["family"])
    case(f"{name}: all {han} Chinese characters of a summary are drawn by a font that has them", cjk >= han > 0, saw["fonts"])
    math = saw["math"]
    case(f"{name}: KaTeX draws {math['drawn']} formulas without an error", math["drawn"] > 0 and not math["wrong"] + math["errors"],
         math["wrong"] + math["errors"])
    if formulas:
        equal(f"{name}: exactly the TeX of the records is drawn", {t.strip() for t in math["tex"]}, set(formulas))


def build(name, pages):
    """The site of generator NAME: (folder of its files, path of its page)."""
    site = scratch()
    if name == "hugo":
        sites.hugo_site(pages, site, "/", KATEX)
        sites.call(["hugo", "--quiet", "--destination", "public"], site)
        return site + "/public", "posts/page.html"
    sites.jekyll_site(pages, site, KATEX)
    sites.call(["jekyll", "build", "--quiet", "--disable-disk-cache", "-d", "public"], site)
    return site + "/public", "page.html"


files = [("our records", page_want.write_records("own.jsonl", records()), 60, FORMULAS)]
if shared("corpus/torture.jsonl"):
    torture = page_want.records_of(shared("corpus/torture.jsonl"))
    files.append(("torture", page_want.write_records("torture.jsonl", (dict(r, announced="2024-03-01") for r in torture)), len(torture), None))
else:
    skip("torture", "../shared/corpus/torture.jsonl is not there")
for site_ in ("hugo", "jekyll"):
    for what_, path_, count_, formulas_ in files:
        page_ = run("render", "--store", "none", "--dialect", site_, path_).out
        look(f"{site_}, {what_}", served(*build(site_, {"page": page_})), count_, formulas_)
done()
