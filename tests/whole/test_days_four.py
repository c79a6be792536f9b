#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""Right days where faults meet what is rare: a holiday beside a feed that lacks a part, two profiles of one store, a category that is new in the middle of
faults. In the end each paper is on the pages of its day, and no wrong night ended with 0."""
import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "tools"))
from arxivtest import FakeArxiv
from nights import Home
from tap import case, done, equal
from two_categories import BEHIND, DEAF, HALF, OFF, WORDS, pages, paper, stale, world

# 2026-09-07 is Labor Day: what was submitted from Friday's freeze on came on the 9th, and the 8th has none. Half of cs.CV's feed of the 7th is 3, of the 9th 6.
LABOR_DAY = [paper(1, "2026-09-03T12:00:00Z"), paper(2, "2026-09-03T13:00:00Z", "cs.LG"), paper(3, "2026-09-04T12:00:00Z"), paper(4, "2026-09-04T13:00:00Z", "cs.LG"),
             paper(5, "2026-09-04T14:00:00Z"), paper(6, "2026-09-07T12:00:00Z"), paper(7, "2026-09-07T13:00:00Z", "cs.LG"), paper(8, "2026-09-08T12:00:00Z"),
             paper(9, "2026-09-09T12:00:00Z"), paper(10, "2026-09-09T13:00:00Z", "cs.LG"), paper(11, "2026-09-10T12:00:00Z")]


def beside_a_holiday():
    days = [f"2026-09-{d:02d}" for d in (4, 7, 8, 9, 10, 11)]
    for name, nights in (("nothing happens", ([], [], [], [], [], [])),
                         ("half before the holiday", ([], [HALF], [], [], [], [])),
                         ("half before the holiday, OAI-PMH down until it is over", ([], [HALF, DEAF], [DEAF], [], [], [])),
                         ("half before the holiday, stale on it", ([], [HALF], [stale("cs.CV")], [], [], [])),
                         ("half after the holiday", ([], [], [], [HALF], [], [])),
                         ("half after the holiday, OAI-PMH behind", ([], [], [], [HALF, BEHIND], [], [])),
                         ("off on the holiday, half after it", ([], [], OFF, [HALF], [], [])),
                         ("off until the holiday is over, then stale", ([], OFF, OFF, [stale("cs.CV")], [], []))):
        world(f"Labor Day: {name}", list(zip(days, nights)), LABOR_DAY, exits=[0] * 6 if name == "nothing happens" else None)


# Days of two new papers of cs.CV and one of cs.LG; 3's new version comes on the 11th.
WEEK = [p for i, d in enumerate((6, 9, 10, 11, 12)) for p in (paper(3 * i + 1, f"2026-03-{d:02d}T11:00:00Z"), paper(3 * i + 2, f"2026-03-{d:02d}T12:00:00Z", "cs.LG"),
                                                             paper(3 * i + 3, f"2026-03-{d:02d}T13:00:00Z", again=("2026-03-10T15:00:00Z",) if i == 0 else ()))]
DAYS = [f"2026-03-{d:02d}" for d in (9, 10, 11, 12, 13)]


def wanted(arxiv, since, kinds=("new", "cross", "replace", "replace-cross")):
    """{(category, day): numbers} of the days from SINCE, a day a category, on."""
    found = {}
    for category, first in since.items():
        for day in DAYS:
            t = arxiv.truth(day, category)
            numbers = sorted(int(i[5:]) for kind in kinds for i in t[kind])
            if numbers and day >= first:
                found[category, day] = numbers
    return found


def shown(home):
    return {k: v for k, v in pages(home)[0].items() if v}


def two_profiles():
    """One store, one blog a profile: what one profile's run learned of a day is the other's, too, and neither is silent about a wrong page of its own."""
    for name, nights in (("half", ([], [HALF], [], [], [])), ("half, OAI-PMH down", ([], [HALF, DEAF], [], [], [])), ("stale", ([], [], [stale("cs.CV")], [], [])),
                         ("stale, OAI-PMH down", ([], [], [stale("cs.CV"), DEAF], [], [])), ("off, then half", ([], OFF, [HALF], [], []))):
        for order in (("new", "all"), ("all", "new")):
            with FakeArxiv(papers=WEEK) as arxiv:
                home, told = Home(arxiv, interval=2), []
                os.makedirs(f"{home.folder}/.config/digest")
                with open(f"{home.folder}/.config/digest/config", "w", encoding="utf-8") as f:
                    f.write("[profile new]\ncategory = cs.CV\nannounce = new\n\n[profile all]\ncategory = cs.CV, cs.LG\n")
                wants = {"new": wanted(arxiv, {"cs.CV": DAYS[0]}, ("new",)), "all": wanted(arxiv, {"cs.CV": DAYS[0], "cs.LG": DAYS[0]})}
                for day, quirks in zip(DAYS, nights):
                    if quirks is OFF:
                        continue
                    home.now = f"{day}T12:00:00Z"
                    arxiv.control(now=home.now, quirks=quirks)
                    for profile in order:
                        r = home.run("--profile", profile, "-o", f"{profile}/posts/{{category}}/{{date}}.md", "--tries", "2")
                        told.append(f"{day} {profile}: {r.status}\n{r.msg}")
                        got = shown(Blog(home, profile))
                        case(f"two profiles, {' and '.join(order)}: {name}: {day} {profile}: right, or not 0",
                             r.status != 0 or got == {k: v for k, v in wants[profile].items() if k[1] <= day}, f"has {got}\n" + "\n".join(told))
                for profile in order:
                    equal(f"two profiles, {' and '.join(order)}: {name}: the pages of {profile}", shown(Blog(home, profile)), wants[profile])


class Blog:
    """A profile's folder, for pages()."""

    def __init__(self, home, profile):
        self.folder = f"{home.folder}/{profile}"


def a_new_category():
    """cs.LG is asked for from the 11th on, and that night is a bad one."""
    spoiled = {"match": "/rss/cs.LG", "times": -1}
    for name, quirks in (("a good night", []), ("its feed is stale", [stale("cs.LG")]), ("its feed is stale, OAI-PMH down", [stale("cs.LG"), DEAF]), ("its feed is empty", [{**spoiled, "do": "empty"}]),
                         ("its feed is down", [{**spoiled, "do": "503"}]), ("the other's is half", [HALF]), ("its feed and the other's are stale", [stale("cs.LG"), stale("cs.CV")]),
                         ("OAI-PMH is down", [DEAF])):
        with FakeArxiv(papers=WEEK) as arxiv:
            home, told = Home(arxiv, interval=2), []
            want = wanted(arxiv, {"cs.CV": DAYS[0], "cs.LG": "2026-03-11"})
            for day in DAYS:
                home.now = f"{day}T12:00:00Z"
                arxiv.control(now=home.now, quirks=quirks if day == "2026-03-11" else [])
                r = home.run("-c", "cs.CV" if day < "2026-03-11" else "cs.CV,cs.LG", *WORDS[2:])
                told.append(f"{day}: {r.status}\n{r.msg}")
                case(f"a new category: {name}: {day}: right, or not 0", r.status != 0 or shown(home) == {k: v for k, v in want.items() if k[1] <= day}, f"has {shown(home)}\n" + "\n".join(told))
            equal(f"a new category: {name}: each paper on its pages", shown(home), want)


def main():
    beside_a_holiday()
    two_profiles()
    a_new_category()
    done()


main()
