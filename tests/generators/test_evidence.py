# SPDX-License-Identifier: MIT
"""What answers state, linked to its place in the paper, through parsers and generators from npm: each figure and each work is a link, and all
else is as without them (tools/evidence_page.py, as whole/test_evidence.py has it for Debian's)."""
import json
import os
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "..", "tools"))
import evidence_page  # noqa: E402
import npm_sites  # noqa: E402
from sites import Failed  # noqa: E402
from tap import case, done, run, scratch, skip  # noqa: E402

FOLDER = scratch()
STYLES = tuple(evidence_page.ANSWERS)
PARSERS = [("markdown-it", "gfm"), ("markdown-it", "portable"), ("marked", "gfm"), ("remark", "portable")]
SITES = [s for s in npm_sites.SITES if s.name in ("hexo", "eleventy", "vitepress", "honkit", "astro")]


def page(style, dialect, evidence):
    return run("render", "--store", "none", "--style", style, "--dialect", dialect, evidence_page.records(FOLDER, style, evidence)).out


def look(name, html, plain, root):
    for style in STYLES:
        faults = evidence_page.differences(html.get(style, b"<p>no page"), plain.get(style, b"<p>no page"), root, style)
        case(f"{name}, {style}: all links are there, and all else is as without them", not faults, "\n".join(faults[:8]))


def parsed(name, text):
    p = subprocess.run(["node", os.path.join(HERE, "parse.mjs"), os.path.join(npm_sites.GENERATORS, "parsers"), name], input=text, stdout=subprocess.PIPE,
                       stderr=subprocess.PIPE, timeout=600, check=False)
    return b'<!doctype html><meta charset="utf-8"><body>' + (p.stdout if p.returncode == 0 else b"<p>" + p.stderr[-1500:]) + b"</body>"


def in_chromium():
    """The quotation is shown to the one who comes to its link by keyboard, without a script; Enter follows the link to the very place."""
    path = os.path.join(FOLDER, "page.html")
    with open(path, "wb") as f:
        f.write(run("render", "--store", "none", "--style", "notes", "--format", "html", evidence_page.records(FOLDER, "notes")).out)
    p = subprocess.run(["node", os.path.join(HERE, "evidence.cjs"), path], stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=300, check=False,
                       env=dict(os.environ, NODE_PATH=os.path.join(npm_sites.GENERATORS, "node_modules")))
    got = json.loads(p.stdout) if p.returncode == 0 else {"error": p.stderr.decode()[-800:]}
    case("Chromium shows the quotation at the focus, and not before", got.get("before") == "none" and json.loads(got.get("shown") or '""') == got.get("quote"), got)
    case("and the page gets no wider than a phone", got.get("width") == 390, got)
    case("Enter follows the link to its place", got.get("href", "x") == got.get("followed") and "#" in got.get("href", ""), got)


if os.path.isdir(os.path.join(npm_sites.GENERATORS, "node_modules", "playwright-core")) and os.path.exists("/usr/bin/chromium"):
    in_chromium()
else:
    skip("Chromium follows links into papers", "no playwright-core or chromium here")
for name_, dialect_ in PARSERS:
    if npm_sites.installed("parsers"):
        look(f"{name_}, {dialect_}", *({s: parsed(name_, page(s, dialect_, e)) for s in STYLES} for e in (True, False)), "//body")
    else:
        skip(f"{name_}: links into papers", "no packages of parsers here")
for site in SITES:
    if not npm_sites.installed(site.package):
        skip(f"{site.name}: links into papers", f"no packages of {site.package} here")
        continue
    try:
        built = [site.build({s: page(s, site.dialect, e) for s in STYLES}) for e in (True, False)]
    except Failed as e:
        case(f"{site.name}: builds", False, e)
        continue
    look(site.name, *built, site.reader.root)
done()
