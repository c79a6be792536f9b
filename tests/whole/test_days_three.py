#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""Right days where a feed lacks a part of its batch, and nothing in it shows that; and where arXiv was closed on a day that no calendar has. Small
worlds of two categories: in the end each paper is on the pages of its day, and no wrong night ended with 0."""
import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "tools"))
from arxivtest import FakeArxiv
from nights import Home
from tap import case, done, equal
from two_categories import BEHIND, DEAF, FAR_BEHIND, HALF, OFF, WORDS, pages, paper, stale, world

# cs.CV has 3 and 5 on the 10th; half of its feed is 3.
HALVED = [paper(1, "2026-03-06T12:00:00Z"), paper(2, "2026-03-06T13:00:00Z", "cs.LG"), paper(3, "2026-03-09T12:00:00Z"), paper(4, "2026-03-09T13:00:00Z", "cs.LG"),
          paper(5, "2026-03-09T14:00:00Z"), paper(6, "2026-03-10T12:00:00Z"), paper(7, "2026-03-10T13:00:00Z", "cs.LG"), paper(8, "2026-03-11T12:00:00Z"),
          paper(9, "2026-03-11T13:00:00Z", "cs.LG"), paper(10, "2026-03-12T12:00:00Z"), paper(11, "2026-03-12T13:00:00Z", "cs.LG")]
# The half that comes is 3; the times of 4's record do not tell its day, for it was held: the day before did not have it.
HALF_HELD = [paper(1, "2026-03-06T12:00:00Z"), paper(2, "2026-03-06T14:00:00Z", "cs.LG"), paper(3, "2026-03-09T12:00:00Z"), paper(4, "2026-03-06T13:00:00Z", announced="2026-03-10"),
             paper(5, "2026-03-10T12:00:00Z"), paper(6, "2026-03-11T12:00:00Z"), paper(7, "2026-03-12T12:00:00Z")]
# Half of cs.CV's feed of the 10th is the new paper 3; the new version of 1 is missing.
HALF_VERSION = [paper(1, "2026-03-06T12:00:00Z", again=("2026-03-09T12:00:00Z",)), paper(2, "2026-03-06T13:00:00Z", "cs.LG"), paper(3, "2026-03-09T13:00:00Z"),
                paper(4, "2026-03-09T14:00:00Z", "cs.LG"), paper(5, "2026-03-10T12:00:00Z"), paper(6, "2026-03-11T12:00:00Z"), paper(7, "2026-03-12T12:00:00Z")]
# Half of cs.CV's feed of the 11th is 4; what came into the category that day, cs.LG's 2 of the 9th, is missing.
HALF_LATER = [paper(1, "2026-03-06T12:00:00Z"), paper(2, "2026-03-06T13:00:00Z", "cs.LG", crosses=[("cs.CV", "2026-03-10T12:00:00Z")]), paper(3, "2026-03-09T12:00:00Z"),
              paper(4, "2026-03-10T12:00:00Z"), paper(5, "2026-03-11T12:00:00Z"), paper(6, "2026-03-12T12:00:00Z")]


def known_days(days):
    """Nothing in a feed shows that it lacks a part; OAI-PMH's list of the same night does."""
    others = [("cs.LG", d) for d in days]
    for name, papers, nights in (("half a feed", HALVED, ([], [HALF], [], [], [])), ("half a feed without a held paper", HALF_HELD, ([], [HALF], [], [], [])),
                                 ("half a feed without a new version", HALF_VERSION, ([], [HALF], [], [], [])), ("half a feed without a later cross-list", HALF_LATER, ([], [], [HALF], [], []))):
        bad = days[nights.index([HALF])]
        world(name, list(zip(days, nights)), papers, exits=[3 if n else 0 for n in nights[:nights.index([HALF]) + 1]] + [3] + [0] * (3 - nights.index([HALF])),
              silent=others, more=lacks(bad, 1))
        # The list comes a night later.
        world(f"{name}, OAI-PMH down", list(zip(days, [n + [DEAF] if n else n for n in nights])), papers)
        world(f"{name}, OAI-PMH behind", list(zip(days, [n + [BEHIND] if n else n for n in nights])), papers)
        world(f"{name}, OAI-PMH down two nights", list(zip(days, [n + [DEAF] if n else [DEAF] if i and nights[i - 1] else n for i, n in enumerate(nights)])), papers)
    # A whole feed, and no list: that is said, and is over the next night.
    world("a whole feed, OAI-PMH down", list(zip(days, ([], [DEAF], [], [], []))), HALVED, exits=[0, 3, 0, 0, 0], silent=others + [("cs.CV", d) for d in days])
    world("a whole feed, OAI-PMH down for nights", list(zip(days, ([], [DEAF], [DEAF], [DEAF], []))), HALVED, exits=[0, 3, 3, 3, 0], silent=others + [("cs.CV", d) for d in days])
    world("a whole feed, OAI-PMH behind", list(zip(days, ([], [BEHIND], [], [], []))), HALVED, exits=[0, 3, 0, 0, 0], silent=others + [("cs.CV", d) for d in days])
    world("half a feed at first, the same night once more", [(days[0], []), (days[1], [HALF]), (days[1], [], f"{days[1]}T18:00:00Z")] + [(d, []) for d in days[2:]], HALVED,
          exits=[0, 3, 0, 0, 0, 0], silent=others + [("cs.CV", d) for d in days])


def lacks(day, n):
    def check(name, home, said):
        case(f"{name}: it is said what the feed lacks, on standard error and on the page", any(f"cs.CV {day}: PARTIAL: the feed lacks {n} paper" in x for x in said), "\n".join(said))
        with open(f"{home.folder}/posts/cs.CV/{day}.md", encoding="utf-8") as f:
            text = f.read()
        case(f"{name}: the page says it", text.count("the feed lacks") == 1, text)
    return check


def closed_by_surprise():
    """No list has 2027-03-10, on which arXiv is closed: what was submitted for the 11th came on the 12th. Each category has one version alone to show it. That
    a record of before was changed on the 11th shows nothing; nor does one changed on a day between."""
    for name, closed, until, touched in (("alone", "2027-03-10", "2027-03-12", ()), ("and an old record changed that day", "2027-03-10", "2027-03-12", ("2027-03-11T12:00:00Z",)),
                                         ("two days, and an old record changed between", "2027-03-10,2027-03-11", "2027-03-15", ("2027-03-12T12:00:00Z",))):
        papers = [paper(1, "2027-03-08T12:00:00Z", again=("2027-03-10T12:00:00Z",)), paper(2, "2027-03-08T13:00:00Z", "cs.LG", again=("2027-03-10T13:00:00Z",)),
                  paper(3, "2027-03-12T12:00:00Z"), paper(4, "2027-03-12T13:00:00Z", "cs.LG"), {**paper(5, "2027-03-01T12:00:00Z"), "touched": list(touched)}]
        with FakeArxiv(papers=papers, holidays=closed) as arxiv:
            home = Home(arxiv, interval=2)
            for day in ("2027-03-09", "2027-03-16"):
                home.now = f"{day}T12:00:00Z"
                arxiv.control(now=home.now)
                r = home.run(*WORDS)
            shown = {k: v for k, v in pages(home)[0].items() if v}
            want = {("cs.CV", "2027-03-09"): [1], ("cs.LG", "2027-03-09"): [2]}
            for key, number in ((("cs.CV", until), 1), (("cs.LG", until), 2), (("cs.CV", "2027-03-15"), 3), (("cs.LG", "2027-03-15"), 4)):
                want.setdefault(key, []).append(number)
            equal(f"a closure that one version of each category shows, {name}", shown, want)


def closed_with_an_empty_feed():
    """The same closure. A run saw the feeds of the 11th, which are empty; of that day one version of one category is all that a later run has."""
    papers = [paper(1, "2027-03-08T12:00:00Z", again=("2027-03-10T12:00:00Z",)), paper(2, "2027-03-08T13:00:00Z", "cs.LG"), paper(3, "2027-03-12T12:00:00Z"),
              paper(4, "2027-03-12T13:00:00Z", "cs.LG")]
    with FakeArxiv(papers=papers, holidays="2027-03-10") as arxiv:
        home = Home(arxiv, interval=2)
        for day in ("2027-03-09", "2027-03-11", "2027-03-15"):
            home.now = f"{day}T12:00:00Z"
            arxiv.control(now=home.now)
            r = home.run(*WORDS)
        shown = {k: v for k, v in pages(home)[0].items() if v}
        equal("a closure that an empty feed and one version show", shown,
              {(c, f"2027-03-{d}"): [n] for c, d, n in (("cs.CV", "09", 1), ("cs.LG", "09", 2), ("cs.CV", "12", 1), ("cs.CV", "15", 3), ("cs.LG", "15", 4))})


def closed_elsewhere():
    """The same closure. What cs.LG has for the 11th, two papers that came on the 12th, shows it; the one version that cs.CV has does not, for another one followed. Two
    runs ask for one category each, in either order."""
    papers = [paper(1, "2027-03-08T12:00:00Z", again=("2027-03-10T12:00:00Z", "2027-03-12T12:00:00Z")), paper(2, "2027-03-08T13:00:00Z", "cs.LG"),
              paper(3, "2027-03-10T13:00:00Z", "cs.LG"), paper(4, "2027-03-10T14:00:00Z", "cs.LG"), paper(5, "2027-03-15T12:00:00Z"), paper(6, "2027-03-15T13:00:00Z", "cs.LG")]
    for order in (("cs.LG", "cs.CV"), ("cs.CV", "cs.LG")):
        with FakeArxiv(papers=papers, holidays="2027-03-10") as arxiv:
            home = Home(arxiv, interval=2)
            for day in ("2027-03-09", "2027-03-16", "2027-03-17"):
                home.now = f"{day}T12:00:00Z"
                arxiv.control(now=home.now)
                for category in order:
                    home.run("-c", category, *WORDS[2:])
            equal(f"a closure that the list of another run shows, {order[0]} first", {k: v for k, v in pages(home)[0].items() if v},
                  {(c, f"2027-03-{d}"): n for c, d, n in (("cs.CV", "09", [1]), ("cs.LG", "09", [2]), ("cs.CV", "12", [1]), ("cs.LG", "12", [3, 4]), ("cs.CV", "15", [1]),
                                                         ("cs.CV", "16", [5]), ("cs.LG", "16", [6]))})


def open_after_all():
    """The 9th was no closure. cs.CV has of it one version, 1's, which another one followed; and two papers of cs.LG that came into cs.CV on the 16th, or were changed then."""
    for name, kind in (("came into the category", {"crosses": [("cs.CV", "2027-03-15T12:00:00Z")]}), ("were replaced", {"again": ("2027-03-15T12:00:00Z",)})):
        papers = [paper(1, "2027-03-03T11:00:00Z", again=("2027-03-08T12:00:00Z", "2027-03-10T12:00:00Z"))]
        for number, hour in ((2, 12), (3, 13)):
            papers.append(paper(number, f"2027-03-08T{hour}:00:00Z", "cs.LG", **kind))
            if "again" in kind:
                papers[-1]["categories"] = ["cs.LG", "cs.CV"]
        papers += [paper(4, "2027-03-15T13:00:00Z"), paper(5, "2027-03-15T14:00:00Z", "cs.LG")]
        with FakeArxiv(papers=papers) as arxiv:
            home = Home(arxiv, interval=2)
            for day in [f"2027-03-{d:02d}" for d in (5, 8, 9, 10, 11, 12, 15, 16, 17, 18)]:
                home.now = f"{day}T12:00:00Z"
                arxiv.control(now=home.now)
                home.run("-c", "cs.LG", *WORDS[2:])
                if day in ("2027-03-08", "2027-03-17", "2027-03-18"):
                    home.run("-c", "cs.CV", *WORDS[2:])
            got = {day: [c for c, d in pages(home)[0] if d == day and 1 in pages(home)[0][c, d]] for day in ("2027-03-09", "2027-03-11", "2027-03-16")}
            equal(f"no closure: two papers of a day {name} later", got, {"2027-03-09": ["cs.CV"], "2027-03-11": ["cs.CV"], "2027-03-16": []})


OTHER_HALF = {"match": "/rss/cs.LG", "do": "half", "times": -1}
OTHER_DOWN = {"match": "/rss/cs.LG", "do": "503", "times": -1}


def plenty(all_told=False):
    """Each day from 9 to 17 March: of cs.CV two new papers, one of cs.LG that is cross-listed at once, one of cs.LG; now and then a paper that was
    held, a new version, a later cross-list. ALL_TOLD: neither held papers nor later cross-lists, of which OAI-PMH does not tell the day. Identifiers follow the announcement, and within a batch the submission."""
    papers, days = [], (6, 9, 10, 11, 12, 13, 16, 17)
    for i in range(1, len(days)):
        at = lambda k, hour: f"2026-03-{days[i + k]:02d}T{hour:02d}:00:00Z"
        more = i + 1 < len(days) - 1
        rows = [{"submitted": at(-1, 11), "again": (at(0, 14),) if i % 2 == 0 and more else ()}, {"submitted": at(-1, 12), "category": "cs.LG", "at_once": True},
                {"submitted": at(-1, 13)}, {"submitted": at(-1, 14), "category": "cs.LG", "crosses": [("cs.CV", at(1, 14))] if not all_told and i % 3 == 2 and more else []}]
        if i % 3 == 0 and not all_told:     # submitted for the day before
            rows.insert(0, {"submitted": at(-2, 15), "announced": at(0, 0)[:10]})
        for row in rows:
            at_once = row.pop("at_once", False)
            papers.append(paper(len(papers) + 1, **row))
            if at_once:
                papers[-1]["categories"] = ["cs.LG", "cs.CV"]
    return papers


# 4 was submitted last of the 10th's batch and held back to the 11th.
NEXT_DAYS = [paper(1, "2026-03-06T12:00:00Z"), paper(2, "2026-03-06T13:00:00Z", "cs.LG"), paper(3, "2026-03-09T12:00:00Z"), paper(4, "2026-03-09T13:00:00Z", announced="2026-03-11"),
             paper(5, "2026-03-10T12:00:00Z"), paper(6, "2026-03-11T12:00:00Z"), paper(7, "2026-03-12T12:00:00Z")]


def neighbours(days):
    """OAI-PMH comes when two days have passed: that the feed of the first was whole tells of which the held paper is."""
    world("a whole feed, then a stale one, OAI-PMH down both nights", list(zip(days, ([], [DEAF], [stale("cs.CV"), DEAF], [], []))), NEXT_DAYS, exits=[0, 3, 3, 3, 0])
    # Where it lacked a part, nothing tells: the page says so.
    papers = [paper(1, "2026-03-06T12:00:00Z"), paper(2, "2026-03-06T13:00:00Z", "cs.LG"), paper(3, "2026-03-09T11:00:00Z"), paper(4, "2026-03-09T12:00:00Z"),
              paper(5, "2026-03-09T13:00:00Z", announced="2026-03-11"), paper(6, "2026-03-10T12:00:00Z"), paper(7, "2026-03-11T12:00:00Z"), paper(8, "2026-03-12T12:00:00Z")]
    with FakeArxiv(papers=papers) as arxiv:
        home = Home(arxiv, interval=2)
        for day, quirks in zip(days, ([], [HALF, DEAF], [stale("cs.CV"), DEAF], [], [])):
            home.now = f"{day}T12:00:00Z"
            arxiv.control(now=home.now, quirks=quirks)
            home.run(*WORDS)
        with open(f"{home.folder}/posts/cs.CV/2026-03-10.md", encoding="utf-8") as f:
            text = f.read()
        case("half a feed, then a stale one: the page says that no road tells", "the feed lacks 1 paper" in text and "no road tells" in text, text)


def attacked(days):
    """Two roads at once, nights off, weekends, first runs."""
    papers = plenty()
    mon, tue, wed, thu, fri, sat, sun, mon2, tue2 = [f"2026-03-{d:02d}" for d in (9, 10, 11, 12, 13, 14, 15, 16, 17)]
    run = lambda *nights: [(d, q) if not isinstance(q, tuple) else (d,) + q for d, q in nights]
    week = (mon, tue, wed, thu, fri, mon2, tue2)
    for name, nights in (
            ("nothing happens", [[]] * 7),
            ("half, the other stale", [[], [], [HALF, stale("cs.LG")], [], [], [], []]),
            ("half, the other half", [[], [], [HALF, OTHER_HALF], [], [], [], []]),
            ("half, the other stale by two days", [[], [], [HALF, stale("cs.LG", 2)], [], [], [], []]),
            ("half, the other down", [[], [], [HALF, OTHER_DOWN], [], [], [], []]),
            ("half two nights", [[], [HALF], [HALF], [], [], [], []]),
            ("half each night", [[], [HALF], [HALF], [HALF], [HALF], [], []]),
            ("half, OAI-PMH down, then stale", [[], [HALF, DEAF], [stale("cs.CV")], [], [], [], []]),
            ("half, then stale, OAI-PMH down both nights", [[], [HALF, DEAF], [stale("cs.CV"), DEAF], [], [], [], []]),
            ("half, the other stale, OAI-PMH down", [[], [], [HALF, stale("cs.LG"), DEAF], [], [], [], []]),
            ("half, the other stale, OAI-PMH behind", [[], [], [HALF, stale("cs.LG"), BEHIND], [], [], [], []]),
            ("half, OAI-PMH down, then off three nights", [[], [HALF, DEAF], OFF, OFF, OFF, [], []]),
            ("off three nights, then half", [[], OFF, OFF, OFF, [HALF], [], []]),
            ("off three nights, then half, OAI-PMH down", [[], OFF, OFF, OFF, [HALF, DEAF], [], []]),
            ("off three nights, then half, OAI-PMH far behind", [[], OFF, OFF, OFF, [HALF, FAR_BEHIND], [], []]),
            ("half on Friday", [[], [], [], [], [HALF], [], []]),
            ("half on Friday, OAI-PMH down", [[], [], [], [], [HALF, DEAF], [], []])):
        world(f"plenty: {name}", list(zip(week, nights)), plenty(all_told=True) if OFF in nights or "both nights" in name else papers)
    for name, quirks in (("half", [HALF]), ("half, the other stale", [HALF, stale("cs.LG")]), ("half, OAI-PMH down", [HALF, DEAF]), ("half, OAI-PMH behind", [HALF, BEHIND]),
                         ("half, OAI-PMH far behind", [HALF, FAR_BEHIND]), ("both half, OAI-PMH down", [HALF, OTHER_HALF, DEAF])):
        for day in (tue, wed, fri):
            world(f"plenty: a first run on {day}: {name}", [(day, quirks)] + [(d, []) for d in week if d > day], papers)
    every = run((thu, []), (fri, [HALF]), (sat, []), (sun, []), (mon2, []), (tue2, []))
    world("plenty: half on Friday, and runs at the weekend", every, papers)
    world("plenty: half on Friday, OAI-PMH down, and runs at the weekend", [(d, q + [DEAF] if d == fri else q) for d, q in every], papers)
    evening = lambda d: f"2026-03-{int(d[-2:]) + 1:02d}T02:45:00Z"
    for name, quirks in (("half", [HALF]), ("half, the other stale", [HALF, stale("cs.LG")]), ("half, OAI-PMH down", [HALF, DEAF])):
        world(f"plenty: {name}, in the evening", [(d, quirks if d == wed else [], evening(d)) for d in (mon, tue, wed, thu)] + [(fri, []), (mon2, [])], papers)


def main():
    days = [f"2026-03-{d:02d}" for d in (9, 10, 11, 12, 13)]
    known_days(days)
    closed_by_surprise()
    closed_with_an_empty_feed()
    closed_elsewhere()
    open_after_all()
    neighbours(days)
    attacked(days)
    done()


main()
