#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""html_peers.py lxml|bs4 FILE TIMES: a page's paragraphs, captions, rows and works as text, formulas from alttext, as tools that read
arXiv's pages do it with python3-lxml and BeautifulSoup."""
import sys

PARTS = ["ltx_p", "ltx_caption", "ltx_tr", "ltx_bibitem"]


def with_lxml(path):
    from lxml import html
    tree = html.parse(path, html.HTMLParser(encoding="utf-8"))
    for m in tree.iter("math"):
        tail, tex = m.tail, m.get("alttext")
        for child in list(m):
            m.remove(child)
        m.text, m.tail = f"${tex}$", tail
    return [" ".join(e.text_content().split()) for e in tree.iter("p", "figcaption", "tr", "li", "h2")
            if any(c in PARTS for c in (e.get("class") or "").split()) or e.tag == "h2"]


def with_bs4(path):
    from bs4 import BeautifulSoup
    with open(path, encoding="utf-8") as f:
        soup = BeautifulSoup(f, "lxml")
    for m in soup.find_all("math"):
        m.replace_with(f"${m.get('alttext')}$")
    return [" ".join(e.get_text(" ").split()) for e in soup.find_all(class_=PARTS)]


way = {"lxml": with_lxml, "bs4": with_bs4}[sys.argv[1]]
if sys.argv[3] == "0":
    __import__({"lxml": "lxml.html", "bs4": "bs4"}[sys.argv[1]])
for _ in range(int(sys.argv[3])):
    print(len(way(sys.argv[2])))
