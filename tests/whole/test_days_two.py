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
from two_categories import BEHIND, DEAF, DOWN, EMPTY, FAR_BEHIND, OFF, WORDS, pages, paper, stale, world

# 3 is new on the 10th; on the 11th it is cross-listed, so that its record has changed. Its identifier is the last of its day.
CROSSED = [paper(1, "2026-03-06T12:00:00Z"), paper(2, "2026-03-09T12:00:00Z"), paper(3, "2026-03-09T17:00:00Z", crosses=[("cs.LG", "2026-03-10T12:00:00Z")]),
           paper(4, "2026-03-10T12:00:00Z"), paper(5, "2026-03-11T12:00:00Z"), paper(6, "2026-03-12T12:00:00Z"),
           paper(11, "2026-03-06T12:00:00Z", "cs.LG"), paper(12, "2026-03-09T12:00:00Z", "cs.LG"), paper(13, "2026-03-10T12:00:00Z", "cs.LG"),
           paper(14, "2026-03-11T12:00:00Z", "cs.LG"), paper(15, "2026-03-12T12:00:00Z", "cs.LG")]


# 2 is cross-listed on the 11th, days after it was new: its identifier is below those of the days before. It is all that cs.CV has that day.
LATER = [paper(1, "2026-03-06T12:00:00Z"), paper(2, "2026-03-06T13:00:00Z", "cs.LG", crosses=[("cs.CV", "2026-03-10T12:00:00Z")]),
         paper(3, "2026-03-09T12:00:00Z"), paper(4, "2026-03-09T13:00:00Z", "cs.LG"), paper(5, "2026-03-10T12:00:00Z", "cs.LG"),
         paper(6, "2026-03-11T12:00:00Z"), paper(7, "2026-03-11T13:00:00Z", "cs.LG"), paper(8, "2026-03-12T12:00:00Z"), paper(9, "2026-03-12T13:00:00Z", "cs.LG")]
# cs.CV has nothing on the 10th, and a day later what was new in cs.LG then.
NEXT = [paper(1, "2026-03-06T12:00:00Z"), paper(2, "2026-03-06T13:00:00Z", "cs.LG"), paper(3, "2026-03-09T12:00:00Z", "cs.LG", crosses=[("cs.CV", "2026-03-10T12:00:00Z")]),
        paper(4, "2026-03-10T12:00:00Z"), paper(5, "2026-03-11T12:00:00Z"), paper(6, "2026-03-11T13:00:00Z", "cs.LG"), paper(7, "2026-03-12T12:00:00Z"),
        paper(8, "2026-03-12T13:00:00Z", "cs.LG")]
# Of cs.CV 4 alone was submitted for the 10th, and it is held until the 11th.
HELD = [paper(1, "2026-03-06T12:00:00Z"), paper(2, "2026-03-06T13:00:00Z", "cs.LG"), paper(3, "2026-03-09T12:00:00Z", "cs.LG"),
        paper(4, "2026-03-09T13:00:00Z", announced="2026-03-11"), paper(5, "2026-03-10T12:00:00Z"), paper(6, "2026-03-10T13:00:00Z", "cs.LG"),
        paper(7, "2026-03-11T12:00:00Z"), paper(8, "2026-03-11T13:00:00Z", "cs.LG"), paper(9, "2026-03-12T12:00:00Z"), paper(10, "2026-03-12T13:00:00Z", "cs.LG")]
# 1 comes with a new version on the 11th, alone, and with another one on the 12th.
VERSIONS = [paper(1, "2026-03-06T12:00:00Z", again=("2026-03-10T12:00:00Z", "2026-03-11T12:00:00Z")), paper(2, "2026-03-06T13:00:00Z", "cs.LG"),
            paper(3, "2026-03-09T12:00:00Z"), paper(4, "2026-03-09T13:00:00Z", "cs.LG"), paper(5, "2026-03-10T13:00:00Z", "cs.LG"),
            paper(6, "2026-03-11T13:00:00Z", "cs.LG"), paper(7, "2026-03-12T12:00:00Z"), paper(8, "2026-03-12T13:00:00Z", "cs.LG")]
# 4 is held until the 11th: the times of its record alone would put it on the 10th.
DOUBT = [paper(1, "2026-03-06T12:00:00Z"), paper(2, "2026-03-06T13:00:00Z", "cs.LG"), paper(3, "2026-03-09T12:00:00Z"), paper(4, "2026-03-09T13:00:00Z", announced="2026-03-11"),
         paper(5, "2026-03-10T12:00:00Z"), paper(6, "2026-03-10T13:00:00Z", "cs.LG"), paper(7, "2026-03-11T12:00:00Z"), paper(8, "2026-03-11T13:00:00Z", "cs.LG"),
         paper(9, "2026-03-12T12:00:00Z"), paper(10, "2026-03-12T13:00:00Z", "cs.LG")]
# What cs.CV shows on the 10th is a version that OAI-PMH's record of the day before has not.
NEWER = [paper(1, "2026-03-06T12:00:00Z", again=("2026-03-09T12:00:00Z",)), paper(2, "2026-03-06T13:00:00Z", "cs.LG"), paper(3, "2026-03-09T13:00:00Z", "cs.LG"),
         paper(4, "2026-03-10T12:00:00Z"), paper(5, "2026-03-10T13:00:00Z", "cs.LG"), paper(6, "2026-03-11T12:00:00Z"), paper(7, "2026-03-12T12:00:00Z")]
# cs.CV's one paper of the 10th is cross-listed in cs.LG at once.
BOTH = [paper(1, "2026-03-06T12:00:00Z"), paper(2, "2026-03-06T13:00:00Z", "cs.LG"),
        {**paper(3, "2026-03-09T12:00:00Z"), "categories": ["cs.CV", "cs.LG"]}, paper(4, "2026-03-10T12:00:00Z"), paper(5, "2026-03-10T13:00:00Z", "cs.LG"),
        paper(6, "2026-03-11T12:00:00Z"), paper(7, "2026-03-12T12:00:00Z"), paper(8, "2026-03-12T13:00:00Z", "cs.LG")]
# 3 is new on the 10th and comes with a new version on the 11th.
AGAIN = [paper(1, "2026-03-06T12:00:00Z"), paper(2, "2026-03-06T13:00:00Z", "cs.LG"), paper(3, "2026-03-09T12:00:00Z", again=("2026-03-10T12:00:00Z",)),
         paper(4, "2026-03-09T13:00:00Z"), paper(5, "2026-03-10T13:00:00Z"), paper(6, "2026-03-10T14:00:00Z", "cs.LG"), paper(7, "2026-03-11T12:00:00Z"),
         paper(8, "2026-03-11T13:00:00Z", "cs.LG"), paper(9, "2026-03-12T12:00:00Z"), paper(10, "2026-03-12T13:00:00Z", "cs.LG")]
def write_on_it(home):
    with open(f"{home.folder}/posts/cs.CV/2026-03-10.md", "a", encoding="utf-8") as f:
        f.write("\nRead on the 10th.\n")


def goes(name, home, said):
    """All papers of the page of the 10th turned out to be of the 11th."""
    case(f"{name}: there was a page of the 10th, with a doubt", any("2026-03-10: PARTIAL" in x for x in said), "\n".join(said))
    case(f"{name}: there is none in the end", not os.path.exists(f"{home.folder}/posts/cs.CV/2026-03-10.md"), "\n".join(said))
    lines = [x for x in "\n".join(said).splitlines() if "2026-03-10.md: removed" in x]
    case(f"{name}: that is said once, with the reason", len(lines) == 1 and "announced on another day" in lines[0], "\n".join(said))


def is_empty(name, home, said):
    with open(f"{home.folder}/posts/cs.CV/2026-03-10.md", encoding="utf-8") as f:
        text = f.read()
    case(f"{name}: the page of the 10th has none, and says that its cross-lists are not known", "共 0 篇" in text and "2603.00004" not in text and "later cross-lists" in text, text)


def stays(name, home, said):
    page = f"{home.folder}/posts/cs.CV/2026-03-10.md"
    with open(page, encoding="utf-8") as f:
        text = f.read()
    case(f"{name}: what a person wrote stays", "Read on the 10th." in text and "2603.00004" in text, text)
    with open(f"{page}.new", encoding="utf-8") as f:
        beside = f.read()
    case(f"{name}: what the page is to show, nothing, lies beside it", "2603.00004" not in beside and "共 0 篇" in beside, beside)


def later_cross_lists(days):
    world("a later cross-list, machine off", list(zip(days, ([], [], OFF, [], []))), LATER)
    world("a later cross-list, feed down", list(zip(days, ([], [], [DOWN], [], []))), LATER)
    world("a later cross-list, machine off two days", list(zip(days, ([], OFF, OFF, [], []))), LATER)
    # Of cross-lists alone no identifier tells of which day they are: not that they are of an earlier one.
    world("a feed of a later cross-list alone, OAI-PMH down", list(zip(days, ([], [], [DEAF], [], []))), LATER, exits=[0, 0, 3, 0, 0],
          silent=[("cs.CV", d) for d in days])
    # In the evening OAI-PMH has the next day's batch, too.
    evening = [(d, [], f"2026-03-{int(d[-2:]) + 1:02d}T02:45:00Z") for d in days]
    world("an empty feed in the evening", evening, NEXT, exits=[0] * 5, silent=[("cs.CV", d) for d in days if d[-2:] != "10"])


def of_no_road(days):
    """cs.LG's 5 was new on the 11th and came into cs.CV on the 12th, or at once and was changed then: no record tells. Of cs.CV's days, which
    no feed told, the pages say so; the one that shows nothing is there to say it."""
    papers = [paper(1, "2026-03-06T12:00:00Z"), paper(2, "2026-03-06T13:00:00Z", "cs.LG"), paper(5, "2026-03-10T12:00:00Z", "cs.LG", crosses=[("cs.CV", "2026-03-11T12:00:00Z")]),
              paper(6, "2026-03-11T13:00:00Z", "cs.LG"), paper(7, "2026-03-12T12:00:00Z"), paper(8, "2026-03-12T13:00:00Z", "cs.LG")]
    with FakeArxiv(papers=papers) as arxiv:
        home = Home(arxiv, interval=2)
        for day, quirks in ((days[0], []), (days[2], [DOWN]), (days[3], [DOWN]), (days[4], [])):
            home.now = f"{day}T12:00:00Z"
            arxiv.control(now=home.now, quirks=quirks)
            r = home.run(*WORDS)
            case(f"of no road: {day}: {'0' if quirks == [] and day == days[0] else '3'}", r.status == (0 if day == days[0] else 3), r.msg)
        for day in days[2:4]:
            with open(f"{home.folder}/posts/cs.CV/{day}.md", encoding="utf-8") as f:
                text = f.read()
            case(f"of no road: the page of {day} says so", "no road tells" in text, text)


def emptied_pages(days):
    nights = [(days[0], []), (days[1], [DOWN], "2026-03-11T02:45:00Z"), (days[2], []), (days[3], []), (days[4], [])]
    world("all papers of a page move", nights, HELD, more=is_empty, exits=[0, 3, 3, 0, 0], silent=[("cs.CV", d) for d in days if d[-2:] != "10"])
    new = WORDS + ("--announce", "new")
    world("all papers of a page of new ones move", nights, HELD, more=goes, words=new, exits=[0, 3, 0, 0, 0], silent=[("cs.CV", d) for d in days])
    world("all papers of a page move that was changed by hand", nights, HELD, words=new, edits={"2026-03-11": write_on_it}, more=stays,
          theirs=[("cs.CV", "2026-03-10")])


def lists_behind(days):
    world("a feed in doubt, and a held paper of it in the list", list(zip(days, ([], OFF, [FAR_BEHIND], [], []))), DOUBT, exits=[0, 3, 3, 0],
          silent=[("cs.CV", "2026-03-11")])
    world("a feed of a version that OAI-PMH has not got", list(zip(days, ([], [BEHIND], [], [], []))), NEWER, exits=[0, 3, 0, 0, 0], silent=[("cs.CV", d) for d in days])
    world("an empty feed, and papers in another category's", list(zip(days, ([], [EMPTY, BEHIND], [], [], []))), CROSSED, exits=[0, 3, 3, 0, 0])
    world("an empty feed, and a paper of it in another category's", list(zip(days, ([], [EMPTY, BEHIND], [], [], []))), BOTH, exits=[0, 3, 3, 0, 0])
    world("a stale feed after a night off, OAI-PMH behind", list(zip(days, ([], OFF, [stale("cs.CV"), FAR_BEHIND], [], []))), AGAIN)
    world("a stale feed in doubt, and a new version of one of its papers", list(zip(days, ([], OFF, [stale("cs.CV"), DEAF], [], []))), AGAIN)


def guessed(days):
    """cs.CV's 1 is older than the home, and comes into cs.LG on the 10th. That night no list tells of cs.CV's day, so its page shows 1 with a doubt; when cs.CV's list of that
    day is known to be whole, the page loses it, and nothing keeps it there."""
    papers = [paper(1, "2026-02-23T12:00:00Z", crosses=[("cs.LG", "2026-03-09T12:00:00Z")]), paper(2, "2026-03-06T12:00:00Z"), paper(3, "2026-03-06T13:00:00Z", "cs.LG"),
              paper(4, "2026-03-09T13:00:00Z"), paper(5, "2026-03-09T14:00:00Z", "cs.LG"), paper(6, "2026-03-10T12:00:00Z"), paper(7, "2026-03-11T12:00:00Z"), paper(8, "2026-03-12T12:00:00Z")]
    world("a paper of another category's feed, OAI-PMH behind", list(zip(days, ([], [BEHIND], [], [], []))), papers, exits=[0, 3, 0, 0, 0])


def held_and_replaced():
    """cs.CL's 3, which cs.CV has too, was held until the 10th and has new versions on the 12th and 13th. The machine is off all that time: as long as little is
    known it stands on the 12th for a while, which must not cost its version there. Without 0 nothing but identifiers tells that it is of one of these days."""
    nights = [("2026-03-06", [])] + [(f"2026-03-{d:02d}", OFF) for d in range(9, 14)] + [("2026-03-16", []), ("2026-03-17", [])]
    for name, submitted, more in (("a version of a held paper", "2026-03-05T12:00:00Z", [paper(0, "2026-03-05T12:00:00Z")]), ("a held paper of a first run's days", "2026-03-04T12:00:00Z", [])):
        three = {**paper(3, submitted, "cs.CL", announced="2026-03-10", again=("2026-03-11T12:00:00Z", "2026-03-12T12:00:00Z")), "categories": ["cs.CL", "cs.CV"]}
        world(f"{name}, machine off a week", nights, more + [paper(1, "2026-03-06T12:00:00Z"), paper(2, "2026-03-06T13:00:00Z", "cs.LG"), three, paper(4, "2026-03-09T12:00:00Z"),
                                                           paper(5, "2026-03-11T13:00:00Z"), paper(6, "2026-03-13T12:00:00Z"), paper(7, "2026-03-13T13:00:00Z", "cs.LG")])


def main():
    days = [f"2026-03-{d:02d}" for d in (9, 10, 11, 12, 13)]
    world("nothing happens", list(zip(days, ([], [], [], [], []))), CROSSED, silent=[("cs.CV", d) for d in days] + [("cs.LG", d) for d in days])
    # The last but one night's feed tells that 3 was not of the 11th: that page loses it, though it is cross-listed that day elsewhere.
    world("a paper that changed the day after", list(zip(days, ([], OFF, [stale("cs.CV", 2)], [stale("cs.CV")], []))), CROSSED)
    world("one category's feed is stale", list(zip(days, ([], [stale("cs.CV")], [], [], []))), CROSSED, silent=[("cs.LG", d) for d in days])
    later_cross_lists(days)
    world("a feed of a new version alone, OAI-PMH down", list(zip(days, ([], [], [DEAF], [], []))), VERSIONS, exits=[0, 0, 3, 0, 0], silent=[("cs.CV", d) for d in days])
    lists_behind(days)
    of_no_road(days)
    emptied_pages(days)
    held_and_replaced()
    guessed(days)
    done()


main()
