#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""A feed of any length in arXiv's present RSS form, or the same papers as records.

    make_feed.py N [--records] [--numbered] [--from FILE.jsonl] > feed.xml

Titles, abstracts and Chinese come from FILE's records, again and again under new identifiers; without FILE from words
strung together by a fixed rule, so that the bytes are always the same. --numbered: no two papers have the same title.
"""
import argparse
import itertools
import json
import re
import sys
from xml.sax.saxutils import escape

WORDS = ("model graph bound sample prior kernel token layer norm risk loss estimate random sparse deep convex causal "
         "latent noise signal policy reward agent query index corpus parser grammar speech vision").split()
HAN = "本文提出一种新的方法用于估计模型的风险并在多个数据集上验证其有效性结果表明该方法优于现有工作"
SUFFIX = re.compile(r"\s*\(arXiv:[^)]*\)\s*$")
PREFIX = re.compile(r"^arXiv:\S+ Announce Type: \S+\s+Abstract: ")


def words(n, seed):
    return " ".join(WORDS[(seed * 7 + i * i + i // 3) % len(WORDS)] for i in range(n))


def made_up():
    for i in itertools.count():
        text = ". ".join(words(14, i + k).capitalize() for k in range(9)) + f", where $x_{i % 10} < {i % 97}$."
        zh = "".join(HAN[(i + k) % len(HAN)] for k in range(60)) + "。"
        yield {"title": words(9, i).capitalize(), "abstract": text,
               "summary": {"lang": "zh-Hans", "title": zh[:20], "tldr": zh, "abstract": zh * 4}}


def from_file(path):
    records = [json.loads(line) for line in open(path, encoding="utf-8")]
    return itertools.cycle(records)


def identifier(i):
    """Unique, and of the months that follow each other as fast as arXiv numbers them."""
    month = i // 20000
    return f"{23 + month // 12:02}{month % 12 + 1:02}.{i % 20000 + 1:05}"


def main():
    a = argparse.ArgumentParser()
    a.add_argument("n", type=int)
    a.add_argument("--records", action="store_true")
    a.add_argument("--numbered", action="store_true")
    a.add_argument("--from", dest="path")
    o = a.parse_args()
    source = from_file(o.path) if o.path else made_up()
    out = sys.stdout
    kinds = ("new", "new", "cross", "replace", "replace-cross")
    if not o.records:
        out.write('<?xml version="1.0" encoding="UTF-8"?>\n<rss xmlns:arxiv="http://arxiv.org/schemas/atom" '
                  'xmlns:dc="http://purl.org/dc/elements/1.1/" version="2.0">\n<channel>\n'
                  '<title>cs.LG updates on arXiv.org</title>\n<link>http://rss.arxiv.org/rss/cs.LG</link>\n')
    for i, r in zip(range(o.n), source):
        paper, kind = identifier(i), kinds[i % len(kinds)]
        title, abstract = SUFFIX.sub("", r["title"]) + (f", part {i}" if o.numbered else ""), PREFIX.sub("", r["abstract"])
        names = ", ".join(f"{words(1, i + k).capitalize()} {words(1, i + 3 * k + 1).capitalize()}" for k in range(2 + i % 6))
        if o.records:
            r = dict(r, id=paper, link=f"https://arxiv.org/abs/{paper}", title=title, abstract=abstract, version=1,
                     announced="2026-11-20", announce_type=kind, categories=["cs.LG", "stat.ML"])
            out.write(json.dumps(r, ensure_ascii=False) + "\n")
            continue
        out.write(f"<item>\n<title>{escape(title)}</title>\n<link>https://arxiv.org/abs/{paper}</link>\n"
                  f"<description>arXiv:{paper}v1 Announce Type: {kind} \nAbstract: {escape(abstract)}</description>\n"
                  f'<guid isPermaLink="false">oai:arXiv.org:{paper}v1</guid>\n<category>cs.LG</category>\n'
                  "<category>stat.ML</category>\n<pubDate>Fri, 20 Nov 2026 00:00:00 -0500</pubDate>\n"
                  f"<arxiv:announce_type>{kind}</arxiv:announce_type>\n"
                  "<dc:rights>http://creativecommons.org/licenses/by/4.0/</dc:rights>\n"
                  f"<dc:creator>{escape(names)}</dc:creator>\n</item>\n")
    if not o.records:
        out.write("</channel>\n</rss>\n")


main()
