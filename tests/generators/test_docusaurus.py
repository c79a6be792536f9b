# SPDX-License-Identifier: MIT
"""Docusaurus with the Markdown that it comes with, MDX: one site with three blogs, in its own dialect, in `portable`, and with
mathematics drawn by KaTeX (tools/npm_look.py)."""
import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "tools"))
import npm_look  # noqa: E402
import npm_sites  # noqa: E402
from tap import case, done, skip  # noqa: E402

if not npm_sites.installed("docusaurus"):
    skip("docusaurus", "it is not installed: make setup-generators")
    done()
SOURCES = npm_look.sources()
try:
    BUILT = npm_sites.docusaurus({b.name: (b.more, b.front, {s.name: s.page("--dialect", b.dialect, *b.options) for s in npm_look.chosen(b, SOURCES)})
                                  for b in npm_sites.BLOGS})
except npm_sites.Failed as e:
    case("docusaurus: the site is built", False, e)
    BUILT = {}
for blog_ in npm_sites.BLOGS if BUILT else []:
    npm_look.read_all(f"docusaurus, {blog_.name}", BUILT[blog_.name], npm_look.chosen(blog_, SOURCES), blog_.reader)
done()
