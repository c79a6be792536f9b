# SPDX-License-Identifier: MIT
"""Feeds, records and summarizers that a test makes for itself: small, and all bytes known.

    feed("2026-11-20", item("2611.00001", "T"), item("2611.00002", "U", 2, "replace"))   RSS as arXiv serves it
    canned(path, {"2611.00001v1": "题"})                                        a summarizer that knows these papers only
"""
import json
import os
from email.utils import format_datetime
from datetime import datetime, timedelta, timezone
from xml.sax.saxutils import escape


def item(ident, title="A Title", version=1, kind="new", categories=("cs.CL",), authors="Ada One, Bo Two", abstract="We show it."):
    cats = "".join(f"<category>{c}</category>" for c in categories)
    return (f"<item><title>{escape(title)}</title><link>https://arxiv.org/abs/{ident}</link>"
            f"<description>arXiv:{ident}v{version} Announce Type: {kind} \nAbstract: {escape(abstract)}</description>"
            f'<guid isPermaLink="false">oai:arXiv.org:{ident}v{version}</guid>{cats}'
            f"<arxiv:announce_type>{kind}</arxiv:announce_type><dc:creator>{escape(authors)}</dc:creator></item>\n")


def feed(day, *items):
    """A feed of this announcement day (None: one that names none)."""
    date = "" if day is None else f"<pubDate>{format_datetime(datetime.fromisoformat(day).replace(tzinfo=timezone(timedelta(hours=-5))))}</pubDate>"
    return ('<?xml version="1.0" encoding="UTF-8"?>\n<rss xmlns:arxiv="http://arxiv.org/schemas/atom" xmlns:dc="http://purl.org/dc/elements/1.1/" '
            f'version="2.0">\n<channel>\n<title>cs.CL updates on arXiv.org</title>\n<link>http://rss.arxiv.org/rss/cs.CL</link>\n{date}\n'
            + "".join(items) + "</channel>\n</rss>\n")


def record(ident, title="A Title", **more):
    return {"id": ident, "title": title, "abstract": "We show it.", **more}


def chinese(text="题", **more):
    """A whole summary."""
    return {"lang": "zh-Hans", "title": text, "tldr": f"{text}的要点。", "abstract": f"{text}的摘要。", **more}


def lines(*records):
    return "".join(json.dumps(r, ensure_ascii=False) + "\n" for r in records)


def write(path, text):
    os.makedirs(os.path.dirname(path) or ".", exist_ok=True)
    with open(path, "w", encoding="utf-8") as f:
        f.write(text)
    return path


def canned(path, known, fatal=None):
    """A summarizer for the keys of KNOWN; it gives up on others. FATAL: it refuses everything with this message."""
    replies = {key: {"key": key, "summary": {k: v for k, v in dict(chinese(zh), tldr_en="It is shown.").items() if k != "lang"}}
               for key, zh in known.items()}
    write(path, "#!/usr/bin/python3 -IS\nimport json, sys\n"
          f"known = {replies!r}\nfatal = {fatal!r}\n"
          "for line in sys.stdin:\n    key = json.loads(line)['key']\n"
          "    reply = {'error': fatal, 'fatal': True} if fatal else known.get(key, {'key': key, 'error': 'not known here', 'retry': False})\n"
          "    print(json.dumps(reply), flush=True)\n")
    os.chmod(path, 0o755)
    return path


def asked_in_vain(path):
    """Whether a record's summary did not come: it is pending, or was rejected."""
    with open(path, encoding="utf-8") as f:
        return any((json.loads(line).get("summary") or {}).get("status") in ("pending", "rejected") for line in f if line.strip())


def status_of_page(path, style="footnote"):
    """What render ends with for these records: 3 where a summary did not come, and in style footnote, where an ok one lacks one of its fields
    or is of another style."""
    if asked_in_vain(path):
        return 3
    with open(path, encoding="utf-8") as f:
        for line in f:
            y = json.loads(line).get("summary") if line.strip() and style == "footnote" else None
            if y and y.get("status", "ok") == "ok" and (y.get("style", "footnote") != "footnote" or
                                                        not all(str(y.get(k) or "").strip() for k in ("title", "tldr", "abstract"))):
                return 3
    return 0
