# SPDX-License-Identifier: MIT
"""The earlier system's records turned back into feeds, each paper in the form that arXiv's feed had when it was recorded:

    feeds(records)     {"rdf": RSS 1.0 in RDF, "early": RSS 2.0 of its first weeks, "rss": RSS 2.0 as it is today}, those that are not empty

What such a feed holds is what the record says: the title with its suffix, the abstract with its prefix, every blank.
"""
import re
from xml.sax.saxutils import escape

DAY = "2024-02-20"    # all are of one announcement day
SUFFIX = re.compile(r"\s*\(arXiv:\S+ \[[^\]]+\][^)]*\)$")
PREFIX = re.compile(r"arXiv:(\S+) Announce Type: (\S+)\s+Abstract: ")


def era(r):
    return "rdf" if SUFFIX.search(r["title"]) else "rss" if PREFIX.match(r["abstract"]) else "early"


def plain_title(r):
    """Without the suffix, and the full stop that the old feed put before it."""
    title = SUFFIX.sub("", r["title"])
    return title[:-1] if era(r) == "rdf" and title.endswith(".") else title


def html(text):
    """As HTML that reads as exactly TEXT: white space at an end or doubled is kept by references."""
    text = re.sub(r"(?<=\s)\s|^\s|\s$", "&#32;", escape(text))
    return f"<p>{text}</p>\n"


def rdf(records):
    items = "".join(f'<item rdf:about="{r["link"]}">\n<title>{escape(r["title"])}</title>\n<link>{r["link"]}</link>\n'
                    f'<description rdf:parseType="Literal">{escape(html(r["abstract"]))}</description>\n'
                    f'<dc:creator>{escape("<a href=")}"http://arxiv.org/find/cs/1/au:+One_A/0/1/0/all/0/1"{escape(">Ada One</a>")}</dc:creator>\n</item>\n'
                    for r in records)
    seq = "".join(f'  <rdf:li rdf:resource="{r["link"]}" />\n' for r in records)
    return ('<?xml version="1.0" encoding="UTF-8"?>\n\n<rdf:RDF\n xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"\n'
            ' xmlns="http://purl.org/rss/1.0/"\n xmlns:dc="http://purl.org/dc/elements/1.1/"\n>\n\n<channel rdf:about="http://arxiv.org/">\n'
            "<title>cs.CL updates on arXiv.org</title>\n<link>http://arxiv.org/</link>\n"
            '<description rdf:parseType="Literal">Computer Science -- Computation and Language (cs.CL) updates on the arXiv.org e-print archive</description>\n'
            f"<dc:date>2024-02-19T20:30:00-05:00</dc:date>\n<items>\n <rdf:Seq>\n{seq} </rdf:Seq>\n</items>\n</channel>\n{items}</rdf:RDF>\n")


def rss(records):
    def item(r):
        m = PREFIX.match(r["abstract"])
        version = m[1].rpartition("v")[2] if m else r.get("version", 1)
        kind = f"<arxiv:announce_type>{m[2]}</arxiv:announce_type>\n" if m else ""
        return (f"<item>\n<title>{escape(r['title'])}</title>\n<link>{r['link']}</link>\n<description>{escape(r['abstract'])}</description>\n"
                f'<guid isPermaLink="false">oai:arXiv.org:{r["id"]}v{version}</guid>\n<category>cs.CL</category>\n'
                f"<pubDate>Tue, 20 Feb 2024 00:00:00 -0500</pubDate>\n{kind}<dc:creator>Ada One</dc:creator>\n</item>\n")

    return ('<?xml version="1.0" encoding="UTF-8"?>\n<rss xmlns:arxiv="http://arxiv.org/schemas/atom" xmlns:dc="http://purl.org/dc/elements/1.1/" '
            'version="2.0">\n<channel>\n<title>cs.CL updates on arXiv.org</title>\n<link>http://rss.arxiv.org/rss/cs.CL</link>\n'
            "<pubDate>Tue, 20 Feb 2024 00:00:00 -0500</pubDate>\n" + "".join(map(item, records)) + "</channel>\n</rss>\n")


def feeds(records):
    by = {}
    for r in records:
        by.setdefault(era(r), []).append(r)
    return {name: (rdf if name == "rdf" else rss)(of) for name, of in sorted(by.items())}
