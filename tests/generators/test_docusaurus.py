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
    BUILT = npm_sites.docusaurus({name: (more, {s.name: s.page("--dialect", dialect, *options) for s in SOURCES})
                                  for name, dialect, options, more, _ in npm_sites.BLOGS})
except npm_sites.Failed as e:
    case("docusaurus: the site is built", False, e)
    BUILT = {}
for name_, dialect_, _, _, reader_ in npm_sites.BLOGS if BUILT else []:
    npm_look.read_all(f"docusaurus, {name_}", BUILT[name_], SOURCES, reader_)
done()
