# SPDX-License-Identifier: MIT
"""Small worlds of two categories that tell of the same papers: a page a category, night by night, for tests/whole/test_days_two.py and _three.py."""
import os
import re

from arxivtest import FakeArxiv
from nights import Home
from tap import case, equal

WORDS = ("-c", "cs.CV,cs.LG", "-o", "posts/{category}/{date}.md", "--tries", "2")
CATEGORIES = ("cs.CV", "cs.LG")
OFF = None


def stale(category, back=1):
    return {"match": f"/rss/{category}", "do": "stale", "stale": back, "times": -1}


def paper(number, submitted, category="cs.CV", crosses=(), announced=None, again=()):
    held = {"announced": announced} if announced else {}
    return {"id": f"2603.{number:05d}", "title": f"The paper with the number {number}", "categories": [category] + [c for c, _ in crosses],
            "authors": ["A. Writer"], "abstract": f"This is what paper {number} says. It says it in two sentences.",
            "versions": [{"submitted": submitted, **held}] + [{"submitted": t} for t in again], "crosses": [{"category": c, "submitted": t} for c, t in crosses]}


DEAF = {"match": "/oai", "do": "503", "times": -1}
BEHIND = {"match": "/oai", "do": "behind", "seconds": 86400, "times": -1}
FAR_BEHIND = {**BEHIND, "seconds": 2 * 86400}
EMPTY = {"match": "/rss/cs.CV", "do": "empty", "times": -1}
DOWN = {"match": "/rss/cs.CV", "do": "503", "times": -1}
HALF = {"match": "/rss/cs.CV", "do": "half", "times": -1}


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


def world(name, nights, papers, silent=(), exits=None, edits=None, more=None, theirs=(), words=WORDS):
    """NIGHTS: (day, quirks, and the moment of the run, if not 12:00); OFF: no run. A night with a wrong page must not end with 0. SILENT:
    (category, day) whose pages have no doubt. EDITS: what a person does before the night of a day, to the page
    of THEIRS."""
    with FakeArxiv(papers=papers) as arxiv:
        home, said, got = Home(arxiv, interval=2), [], []
        want = {}
        for day, quirks, *moment in nights:
            for category in CATEGORIES:
                t = arxiv.truth(day, category)
                numbers = sorted(int(i[5:]) for kind in ("new", "cross", "replace", "replace-cross") for i in t[kind])
                if numbers:
                    want[category, day] = numbers
            if quirks is OFF:
                continue
            home.now = moment[0] if moment else f"{day}T12:00:00Z"
            arxiv.control(now=home.now, quirks=quirks)
            if edits and day in edits:
                edits[day](home)
            r = home.run(*words)
            got.append(r.status)
            said.append(f"{day}: {r.status}\n{r.msg}")
            shown, texts = pages(home)
            mine = {k: v for k, v in shown.items() if v and k not in theirs}
            case(f"{name}: {day}: right, or not 0", mine == {k: v for k, v in want.items() if k not in theirs} or r.status != 0, f"has {shown}\nwants {want}\n" + "\n".join(said))
        equal(f"{name}: each paper on its pages", mine, {k: v for k, v in want.items() if k not in theirs})
        if exits:
            equal(f"{name}: exit status by night", got, exits)
        for key in silent:
            doubts = [x for x in texts.get(key, "").splitlines() if "PARTIAL" in x or "STALE" in x]
            equal(f"{name}: {'/'.join(key)}: no doubt", doubts, [])
        if more:
            more(name, home, said)
