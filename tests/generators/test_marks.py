# SPDX-License-Identifier: MIT
"""Answers with Markdown through the generators from npm: what a reader sees of essay, qa and notes is what cmark reads in them, and bold
beside Chinese punctuation is bold (tools/marks_page.py, as whole/test_marks.py has it for Debian's)."""
import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "tools"))
import marks_page  # noqa: E402
import npm_sites  # noqa: E402
from sites import Failed  # noqa: E402
from tap import case, done, run, scratch, skip  # noqa: E402

FOLDER = scratch()
# One set-up of each generator, with its own dialect; what else can be set is about templates and footnotes.
ROWS = [s for s in npm_sites.SITES if s.name in ("hexo", "eleventy", "vitepress", "honkit", "astro", "astro, MDX")]


def pages(dialect):
    return {style: run("render", "--store", "none", "--style", style, "--dialect", dialect, marks_page.records(FOLDER, style)).out
            for style in marks_page.ANSWERS}


def look(name, build, reader):
    try:
        html = build()
    except Failed as e:
        case(f"{name}: builds", False, e)
        return
    for style in marks_page.ANSWERS:
        faults = marks_page.differences(html.get(style, b"<p>no page"), reader.root, style)
        case(f"{name}, {style}: what a reader sees is what cmark reads", not faults, "\n".join(faults[:8]))


for site in ROWS:
    if npm_sites.installed(site.package):
        look(site.name, lambda s=site: s.build(pages(s.dialect)), site.reader)
    else:
        skip(f"{site.name}: Markdown of answers", f"no packages of {site.package} here")
if npm_sites.installed("docusaurus"):
    blog = npm_sites.BLOGS[0]
    look("docusaurus", lambda: npm_sites.docusaurus({blog.name: (blog.more, blog.front, pages(blog.dialect))})[blog.name], blog.reader)
else:
    skip("docusaurus: Markdown of answers", "no packages of docusaurus here")
done()
