# SPDX-License-Identifier: MIT
"""Records for a site: so many papers on so many working days, texts of papers-sample in turn where it is there, else a few of our own."""
import datetime
import json

from tap import shared

CATEGORIES = ["cs.CL", "cs.LG", "cs.IR", "cs.CV", "stat.ML", "math.CO", "quant-ph"]
OWN = [{"title": "Lamps for Quiet Harbours", "abstract": "We put lamps into harbours, where $x < y$ and RAG-7 holds.",
        "summary": {"title": "静港之灯", "tldr": "检索增强的港口点灯。", "tldr_en": "Harbours get lamps.", "abstract": "我们给港口装灯，并证明 $x < y$。"}},
       {"title": "A <b>Bold</b> & \"Quoted\" Claim", "abstract": "Nothing of </script> is run.",
        "summary": {"title": "大胆的<i>断言</i>", "tldr": "什么也不运行。", "tldr_en": "Nothing runs.", "abstract": "</script> 只是文字。"}}]


def texts(own=False):
    path = None if own else shared("corpus/papers-sample.jsonl")
    if path is None:
        return OWN
    with open(path, encoding="utf-8") as f:
        return [r for r in map(json.loads, f) if r.get("abstract")]


def days(n, last="2026-11-20"):
    """The N working days up to LAST, the oldest first."""
    day, got = datetime.date.fromisoformat(last), []
    while len(got) < n:
        if day.weekday() < 5:
            got.append(day.isoformat())
        day -= datetime.timedelta(1)
    return got[::-1]


def records(n_days, n_papers, last="2026-11-20", own=False, style="footnote", seed=0):
    """In the order of days. Each day's numbers go on from the day before, as arXiv's do within a month."""
    base, made, number, month = texts(own), seed, 0, ""
    for day in days(n_days, last):
        if day[2:7] != month:
            month, number = day[2:7], 0
        for i in range(n_papers):
            r = base[made % len(base)]
            number += 1
            made += 1
            ident = f"{month.replace('-', '')}.{number:05d}"
            y = {k: v for k, v in (r.get("summary") or {}).items() if k in ("title", "tldr", "tldr_en", "abstract")}
            kind = "new" if i % 4 else "cross" if i % 8 else "replace"
            yield {"id": ident, "version": 2 if kind == "replace" else 1, "title": r["title"], "abstract": r["abstract"],
                   "authors": [{"name": f"Nora Vennick{made % 97}"}, {"name": "Tam Osei"}], "categories": [CATEGORIES[made % len(CATEGORIES)], "cs.AI"],
                   "announced": day, "announce_type": kind, "published": f"{day}T01:00:00Z", "link": f"https://arxiv.org/abs/{ident}",
                   **({"summary": {"lang": "zh-Hans", "style": style, "model": "m", "created": f"{day}T05:00:00Z", **y}} if all(y.get(k) for k in ("title", "tldr", "abstract")) else {})}


def write(path, *args, **more):
    n = 0
    with open(path, "w", encoding="utf-8") as f:
        for r in records(*args, **more):
            f.write(json.dumps(r, ensure_ascii=False) + "\n")
            n += 1
    return n
