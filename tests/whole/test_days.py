#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""Right days through bad nights, in the smallest worlds: five papers, one category. Each world is a list of nights; in the end
each paper is on the page of the day that the fake arXiv announced it on, and on no other, and no wrong night ended with 0."""
import os
import re
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "tools"))
from arxivtest import FakeArxiv
from fakearxiv import eastern
from nights import Home
from tap import case, done, equal

WORDS = ("-c", "cs.CL", "--announce", "new", "-o", "posts/{date}.md", "--tries", "2")
STALE = [{"match": "/rss/", "do": "stale", "times": -1}]
DOWN = [{"match": "/rss/", "do": "503", "times": -1}]
EMPTY = [{"match": "/rss/", "do": "empty", "times": -1}]
DEAF = [{"match": "/oai", "do": "503", "times": -1}]
OFF = None


def paper(number, submitted, announced=None, categories=("cs.CL",)):
    version = {"submitted": submitted}
    if announced:
        version["announced"] = announced
    return {"id": f"2603.{number:05d}", "title": f"The paper with the number {number}", "categories": list(categories),
            "authors": ["A. Writer"], "abstract": f"This is what paper {number} says. It says it in two sentences.", "versions": [version]}


FIVE = [paper(1, "2026-03-06T12:00:00Z"), paper(2, "2026-03-09T12:00:00Z"), paper(3, "2026-03-09T13:00:00Z"),
        paper(4, "2026-03-10T12:00:00Z"), paper(5, "2026-03-11T12:00:00Z")]


# Identifiers follow the announcement: 3 was submitted with 1, 5 with 2.
HELD = [paper(1, "2026-03-06T12:00:00Z"), paper(2, "2026-03-09T12:00:00Z"), paper(3, "2026-03-06T13:00:00Z", "2026-03-11"),
        paper(4, "2026-03-10T12:00:00Z"), paper(5, "2026-03-09T15:00:00Z", "2026-03-12"), paper(6, "2026-03-11T12:00:00Z"),
        paper(7, "2026-03-12T12:00:00Z")]
ONLY_HELD = [paper(1, "2026-03-06T12:00:00Z"), paper(2, "2026-03-09T12:00:00Z"), paper(3, "2026-03-06T13:00:00Z", "2026-03-11"),
             paper(4, "2026-03-11T12:00:00Z")]


# 4 was submitted last of its batch and held back to the next one: the list of the day before, which had been whole, did not have it.
HELD_LAST = [paper(1, "2026-03-06T12:00:00Z"), paper(2, "2026-03-09T12:00:00Z"), paper(3, "2026-03-03T12:00:00Z", "2026-03-11"),
             paper(4, "2026-03-09T17:00:00Z", "2026-03-11"), paper(5, "2026-03-10T12:00:00Z"), paper(6, "2026-03-11T12:00:00Z"), paper(7, "2026-03-12T12:00:00Z")]


def was_confirmed(name, home, arxiv, said):
    equal(f"{name}: the day is the feed's after all", home.status("2026-03-11", "cs.CL")[:2], ("FRESH", "rss"))


def was_moved(day, to):
    def check(name, home, arxiv, said):
        lines = [x for x in "\n".join(said).splitlines() if f"put on {day}" in x]
        case(f"{name}: it is said once what moved", len(lines) == 1 and (f"moved to {to}" if to else "taken off it") in lines[0], said)
        if to:
            equal(f"{name}: the feed told the day to which they moved", home.status(to, "cs.CL")[:2], ("FRESH", "rss"))
    return check


def pages(home, folder="posts"):
    """{day: [numbers]} of the pages that are there."""
    found, where = {}, f"{home.folder}/{folder}"
    for name in sorted(os.listdir(where)) if os.path.isdir(where) else []:
        with open(f"{where}/{name}", encoding="utf-8") as f:
            found[name[:10]] = sorted({int(x) for x in re.findall(r"abs/2603\.(\d{5})", f.read())})
    return found


def want(arxiv, since, until):
    days = arxiv.truth(category="cs.CL")["days"]
    return {d: [int(i[5:]) for i in t["new"]] for d, t in days.items() if since <= d <= until and t["new"]}


def world(name, nights, exits, papers=None, until="2026-03-12", more=None):
    """NIGHTS: (day, quirks) from the first run on; OFF: no run. EXITS: of the runs, in order."""
    with FakeArxiv(papers=papers or FIVE) as arxiv:
        home, got, said = Home(arxiv, interval=2), [], []
        first = next(d for d, q in nights if q is not OFF)
        for day, quirks in nights:
            if quirks is OFF:
                continue
            true = f"{day}T12:00:00Z"
            home.now = true
            if isinstance(quirks, tuple):
                home.now, quirks = quirks
            arxiv.control(now=true, quirks=quirks)
            # A wrong clock was set: the machine ran on.
            r = home.run(*WORDS, *(["--test-uptime", eastern.parse(true)] if home.now != true else []))
            got.append(r.status)
            said.append(f"{day}: {r.status}\n{r.msg}")
        case(f"{name}: exit status by night", len(got) == len(exits) and all(g in (x if isinstance(x, tuple) else (x,)) for g, x in zip(got, exits)),
             f"{got} and not {exits}\n" + "".join(said))
        equal(f"{name}: each paper on its page", pages(home), want(arxiv, first, until))
        doubts = [d for d in pages(home) if re.search("PARTIAL|STALE|FAILED", open(f"{home.folder}/posts/{d}.md", encoding="utf-8").read())]
        equal(f"{name}: no page carries a doubt in the end", doubts, [])
        if more:
            more(name, home, arxiv, said)
        if "-v" in sys.argv:
            print("\n".join(said))


def days(*quirks, first=9):
    return [(f"2026-03-{first + i:02d}", q) for i, q in enumerate(quirks)]


def said_once(words):
    return lambda name, home, arxiv, said: equal(f"{name}: it is said once", [len(re.findall(words, x)) for x in said if words in x], [1])


def clocks():
    """Our clock, and the one that the fake arXiv's Date shows; with --arxiv-url there is one host, whose word settles nothing."""
    for name, ours, words in (("a year ahead", "2027-03-11T12:00:00Z", "365 days ahead of"), ("a day ahead", "2026-03-12T12:00:00Z", "24 hours ahead of"),
                              ("ahead, on a Saturday", "2026-03-14T12:00:00Z", "3 days ahead of"), ("a day behind", "2026-03-10T12:00:00Z", "24 hours behind"),
                              ("a year behind", "2025-03-11T12:00:00Z", "365 days behind"), ("at nix's time", "1980-01-01T00:00:00Z", "days behind")):
        statuses = [0, 0, 3, 0, 0]
        world(f"the clock {name}", days([], [], (ours, []), [], []), statuses, until="2026-03-13", more=said_once(words))
        world(f"the clock {name}, feed down", days([], [], (ours, DOWN), [], []), [0, 0, (3, 69), 0, 0], until="2026-03-13", more=said_once(words))
        world(f"the clock {name}, feed stale", days([], [], (ours, STALE), [], []), [0, 0, (3, 69), 0, 0], until="2026-03-13", more=said_once(words))
        world(f"the clock {name}, feed stale, OAI-PMH down", days([], [], (ours, STALE + DEAF), [], []), [0, 0, (3, 69), 0, 0], until="2026-03-13", more=said_once(words))
        world(f"the clock {name}, OAI-PMH down", days([], [], (ours, DEAF), [], []), [0, 0, (3, 69), 0, 0], until="2026-03-13")
    world("a first run with the clock a year ahead", days(("2027-03-11T12:00:00Z", []), [], [], first=11), [3, 0, 0], until="2026-03-13")
    world("a first run with the clock a year ahead, on a Saturday", days(("2027-03-13T12:00:00Z", []), [], [], first=11), [(0, 3, 69), 0, 0],
          papers=FIVE[3:], until="2026-03-13")
    world("hours ahead, the same day", days([], ("2026-03-10T15:00:00Z", []), []), [0, 0, 0], until="2026-03-11", more=said_once("3 hours ahead of"))


def doubtful_clock():
    """One host's word against ours and nothing else to go by: no page, and it is said that there is none. What a gateway says without its host is no
    host's time."""
    for command in (WORDS, ("-c", "cs.CL", "-o", "all.md", "--tries", "2"), ("-c", "cs.CL", "--tries", "2")):
        with FakeArxiv(papers=FIVE, life=120) as arxiv:
            home = Home(arxiv, now="2027-03-11T12:00:00Z", interval=2)
            arxiv.control(now="2026-03-11T12:00:00Z", quirks=DEAF)
            r = home.run(*command)
            case(f"{' '.join(command)}: a clock in doubt: 69, no page, and both are said", r.status == 69 and r.out == b"" and not pages(home) and "365 days ahead" in r.msg and r.msg.count("no page was made") == 1,
                 (r.status, r.msg))
            arxiv.control(quirks=[{"match": "/", "do": "503", "times": -1}])
            r = home.run("fetch", *WORDS[:2], "--tries", "2")
            case("fetch makes none in any case", r.status == 69 and "no page" not in r.msg, (r.status, r.msg))
    for status, counts in ((502, False), (504, False), (503, True), (500, True), (404, True)):
        with FakeArxiv(papers=FIVE, life=120) as arxiv:
            home = Home(arxiv, now="2027-03-11T12:00:00Z", interval=2)
            arxiv.control(now="2026-03-11T12:00:00Z", quirks=[{"match": "/", "do": "status", "status": status, "body": "x", "times": -1}])
            r = home.run(*WORDS)
            case(f"a reply of {status} {'is' if counts else 'is not'} its host's clock", ("365 days ahead" in r.msg) == counts and r.status == 69, (r.status, r.msg))


def main():
    world("nothing happens", days([], [], [], []), [0, 0, 0, 0])
    world("machine off, feed stale", days([], OFF, STALE, []), [0, 3, 0])
    world("feed down, then stale", days([], DOWN, STALE, []), [0, 3, 3, 0])
    world("stale twice", days([], STALE, STALE, []), [0, 3, 3, 0])
    world("a first run on a stale feed", days(STALE, [], first=11), [3, 0])
    # OAI-PMH cannot say either: the feed is shown with its doubt, and what was put on a wrong day moves.
    world("a first run, OAI-PMH down", days(DEAF, [], first=11), [3, 0], more=was_confirmed)
    world("a first run on a stale feed, OAI-PMH down", days(STALE + DEAF, [], first=11), [3, 0], more=was_moved("2026-03-11", None))
    world("machine off, feed stale, OAI-PMH down", days([], OFF, STALE + DEAF, []), [0, 3, 0], more=was_moved("2026-03-11", "2026-03-10"))
    world("machine off, feed stale, OAI-PMH down two nights", days([], OFF, STALE + DEAF, DEAF, [], first=9), [0, 3, 3, 0], until="2026-03-13")
    world("stale three nights, OAI-PMH down", days([], STALE + DEAF, STALE + DEAF, STALE + DEAF, []), [0, 69, 3, 3, 0], until="2026-03-13")
    world("stale by two days", days([], [], [{**STALE[0], "stale": 2}], []), [0, 0, 3, 0])
    world("machine off twice, stale by two days", days([], OFF, OFF, [{**STALE[0], "stale": 2}], []), [0, 3, 0], until="2026-03-13")
    # Moderation holds papers back: the feeds say until when; OAI-PMH's records do where a feed was missed.
    for name, quirks, exits in (("held papers", [], 0), ("held papers, feed down", DOWN, 3), ("held papers, feed stale", STALE, 3), ("held papers, machine off", OFF, None)):
        world(name, days([], [], quirks, [], []), [x for x in (0, 0, exits, 0, 0) if x is not None], papers=HELD, until="2026-03-13")
    world("only held papers, a first run", days([], [], first=11), [0, 0], papers=ONLY_HELD)
    world("only held papers, a first run, stale", days(STALE, [], first=11), [3, 0], papers=ONLY_HELD)
    world("only held papers", days([], [], [], []), [0, 0, 0, 0], papers=ONLY_HELD)
    world("only held papers, machine off", days([], OFF, OFF, []), [0, 0], papers=ONLY_HELD)
    clocks()
    doubtful_clock()
    world("held to the next batch, feeds empty", days(EMPTY, EMPTY, EMPTY, [], []), [3, 3, 3, 0, 0], papers=HELD_LAST, until="2026-03-13")
    done()


main()
