# SPDX-License-Identifier: MIT
"""What a digest page has to say, in the order of its papers.

What a cleaned record is, `digest fetch --json` says; the fields of a summary go the same way as comments. The order of a
page's papers is taken from `digest render --format json`, the page without any template."""
import collections
import json
import os
import re
from urllib.parse import quote

from gfm_read import fold
from tap import run, scratch

WAIT = "待摘要"
NOT_ASKED = "尚未请求摘要（下次运行会请求）"
EXTRACT = "(原文摘录) "
FIELDS = ("title", "tldr", "tldr_en", "abstract")
_FOLDER = scratch()


def records_of(path):
    with open(path, encoding="utf-8") as f:
        return [json.loads(line) for line in f if line.strip()]


def write_records(name, records, folder=_FOLDER):
    path = os.path.join(folder, name)
    with open(path, "w", encoding="utf-8") as f:
        for r in records:
            f.write(json.dumps(r, ensure_ascii=False) + "\n")
    return path


def fetched(path):
    """The records of PATH, cleaned."""
    r = run("fetch", "--store", "none", "--json", "--input", path)
    return [json.loads(line) for line in r.text.split("\n") if line], r


def cleaned_texts(texts):
    """TEXTS (a set) → {text: cleaned}, by way of records whose comments they are."""
    texts = sorted(texts)
    path = write_records("texts.jsonl", ({"id": f"{2501 + i // 90000}.{i % 90000 + 1:05}", "title": "t", "comment": t}
                                         for i, t in enumerate(texts)))
    papers, _ = fetched(path)
    by_id = {p["id"]: p.get("comment", "") for p in papers}
    return {t: by_id.get(f"{2501 + i // 90000}.{i % 90000 + 1:05}", "(not printed)") for i, t in enumerate(texts)}


def is_web(link):
    host = re.match(r"(?i)https?://([^/?#]*)", link)
    return bool(host and re.match(r"[A-Za-z0-9\x80-\U0010ffff]", host.group(1)) and not re.search(r"[\x00-\x20\x7f\"<>\\^`{|}\[\]]", host.group(1)))


def expected(paper, clean):
    """What a page says of a cleaned paper: title, href, tldr; then the details' first line, title, link, tldr, tldr_en,
    Chinese abstract, abstract. None: there is no such paragraph, no such link."""
    s = paper.get("summary") or {}
    status = s.get("status", "ok") if s else "none"
    link, web = paper.get("link", ""), is_web(paper.get("link", ""))
    href = re.sub("%(?![0-9A-Fa-f]{2})", "%25", quote(link, safe="-.~:/?#@!$&+,;=%_")) if web else None
    shown = fold(link.split("://", 1)[1] if web else link)
    title, abstract = fold(paper["title"]), fold(paper.get("abstract", "")) or None
    text = {k: fold(clean.get(s[k], "")) if isinstance(s.get(k), str) else "" for k in FIELDS}
    if status == "ok":
        tldr = text["tldr"] or WAIT
        return (title, href, tldr, text["title"] or WAIT, title, shown, tldr, text["tldr_en"] or None, text["abstract"] or WAIT, abstract)
    if status == "extract":
        tldr = EXTRACT + text["tldr"]
        return title, href, tldr, title, None, shown, tldr, None, None, abstract
    reason = fold(clean.get(s.get("reason", ""), "")) if s else NOT_ASKED
    return title, href, WAIT, title, None, shown, WAIT + ("：" + reason if reason else ""), None, None, abstract


def lacks(entry):
    """Whether an ENTRY of wanted() has a summary in which a field is empty that the style requires: a page with one ends with 3."""
    return entry[4] is not None and WAIT in (entry[2], entry[3], entry[8])


def wanted(path):
    """expected() of each record of PATH, in the order of a page; and the cleaned papers."""
    papers, _ = fetched(path)
    clean = cleaned_texts({v for p in papers for k, v in (p.get("summary") or {}).items() if k in FIELDS + ("reason",) and isinstance(v, str)})
    r = run("render", "--format", "json", "--store", "none", path)
    left = collections.defaultdict(list)                # an id may come twice
    for p in papers:
        left[p["id"], json.dumps(p.get("summary"), sort_keys=True), p["title"]].append(p)
    order = []
    for line in filter(None, r.text.split("\n")):
        p = json.loads(line)
        order.append(left[p["id"], json.dumps(p.get("summary"), sort_keys=True), p["title"]].pop(0))
    return [expected(p, clean) for p in order], papers
