#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""Right days where two categories tell of the same papers: a page a category, small worlds that the years of nights (decade/) led to.
In the end each paper is on the pages of its day, as what it was there, and no page tells of another category's doubts."""
import os
import re
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "tools"))
from arxivtest import FakeArxiv
from nights import Home
from tap import case, done, equal

WORDS = ("-c", "cs.CV,cs.LG", "-o", "posts/{category}/{date}.md", "--tries", "2")
CATEGORIES = ("cs.CV", "cs.LG")
OFF = None


def stale(category, back=1):
    return {"match": f"/rss/{category}", "do": "stale", "stale": back, "times": -1}


def paper(number, submitted, category="cs.CV", crosses=()):
    return {"id": f"2603.{number:05d}", "title": f"The paper with the number {number}", "categories": [category] + [c for c, _ in crosses],
            "authors": ["A. Writer"], "abstract": f"This is what paper {number} says. It says it in two sentences.",
            "versions": [{"submitted": submitted}], "crosses": [{"category": c, "submitted": t} for c, t in crosses]}


# 3 is new on the 10th; on the 11th it is cross-listed, so that its record has changed. Its identifier is the last of its day.
CROSSED = [paper(1, "2026-03-06T12:00:00Z"), paper(2, "2026-03-09T12:00:00Z"), paper(3, "2026-03-09T17:00:00Z", crosses=[("cs.LG", "2026-03-10T12:00:00Z")]),
           paper(4, "2026-03-10T12:00:00Z"), paper(5, "2026-03-11T12:00:00Z"), paper(6, "2026-03-12T12:00:00Z"),
           paper(11, "2026-03-06T12:00:00Z", "cs.LG"), paper(12, "2026-03-09T12:00:00Z", "cs.LG"), paper(13, "2026-03-10T12:00:00Z", "cs.LG"),
           paper(14, "2026-03-11T12:00:00Z", "cs.LG"), paper(15, "2026-03-12T12:00:00Z", "cs.LG")]


def pages(home):
    """({(category, day): [numbers]}, {(category, day): text}) of the pages that are there."""
    shown, texts = {}, {}
    for category in CATEGORIES:
        where = f"{home.folder}/posts/{category}"
        for name in sorted(os.listdir(where)) if os.path.isdir(where) else []:
            with open(f"{where}/{name}", encoding="utf-8") as f:
                texts[category, name[:10]] = text = f.read()
            shown[category, name[:10]] = sorted({int(x) for x in re.findall(r"abs/2603\.(\d{5})", text)})
    return shown, texts


def world(name, nights, papers, silent=()):
    """NIGHTS: (day, quirks); OFF: no run. A night with a wrong page must not end with 0. SILENT: (category, day) whose pages have no doubt."""
    with FakeArxiv(papers=papers) as arxiv:
        home, said = Home(arxiv, interval=2), []
        want = {}
        for day, quirks in nights:
            for category in CATEGORIES:
                t = arxiv.truth(day, category)
                numbers = sorted(int(i[5:]) for kind in ("new", "cross", "replace", "replace-cross") for i in t[kind])
                if numbers:
                    want[category, day] = numbers
            if quirks is OFF:
                continue
            home.now = f"{day}T12:00:00Z"
            arxiv.control(now=home.now, quirks=quirks)
            r = home.run(*WORDS)
            said.append(f"{day}: {r.status}\n{r.msg}")
            shown, texts = pages(home)
            case(f"{name}: {day}: right, or not 0", shown == want or r.status != 0, f"has {shown}\nwants {want}\n" + "\n".join(said))
        equal(f"{name}: each paper on its pages", shown, want)
        for key in silent:
            doubts = [x for x in texts[key].splitlines() if "PARTIAL" in x or "STALE" in x]
            equal(f"{name}: {'/'.join(key)}: no doubt", doubts, [])


def main():
    days = [f"2026-03-{d:02d}" for d in (9, 10, 11, 12, 13)]
    world("nothing happens", list(zip(days, ([], [], [], [], []))), CROSSED, silent=[("cs.CV", d) for d in days] + [("cs.LG", d) for d in days])
    # The last but one night's feed tells that 3 was not of the 11th: that page loses it, though it is cross-listed that day elsewhere.
    world("a paper that changed the day after", list(zip(days, ([], OFF, [stale("cs.CV", 2)], [stale("cs.CV")], []))), CROSSED)
    world("one category's feed is stale", list(zip(days, ([], [stale("cs.CV")], [], [], []))), CROSSED, silent=[("cs.LG", d) for d in days])
    done()


main()
