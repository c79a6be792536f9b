#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""Pages of a week, a month, a year: which days are on which, each paper once, what is shown first. Names of weeks: Python's date.isocalendar()."""
import datetime
import json
import os
import re
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "tools"))
from made import write  # noqa: E402
from tap import case, done, equal, run, scratch  # noqa: E402

HOME = scratch()
NOW = 1796040000  # 2026-11-30T12:00:00Z, a Monday


def paper(n, day, title="Lamps", kind="new", version=1):
    return {"id": f"2611.{n:05}", "version": version, "title": title, "abstract": "Of note.", "authors": [{"name": "A B"}], "categories": ["cs.CL"],
            "announced": day, "announce_type": kind}


def digest(*args):
    return run(*args, home=HOME, now=NOW)


def pages(folder):
    found = {}
    for root, _, names in os.walk(f"{HOME}/{folder}"):
        for name in names:
            with open(os.path.join(root, name), encoding="utf-8") as f:
                found[os.path.relpath(os.path.join(root, name), f"{HOME}/{folder}")] = f.read()
    return found


def order(page):
    return [int(n) for n in dict.fromkeys(re.findall(r"abs/2611\.(\d+)", page))]


def bring(records, store=None):
    write(f"{HOME}/in.jsonl", "".join(json.dumps(r) + "\n" for r in records))
    r = digest("fetch", "--input", f"{HOME}/in.jsonl", *(["--store", store] if store else []))
    assert r.status == 0, r.msg


def weeks():
    """2026-11-16 … 20 is week 47, 23 … 27 week 48. Paper 1 is new on the 17th and replaced on the 19th; 2 is new on the 20th and replaced on the 24th."""
    bring([paper(1, "2026-11-17"), paper(2, "2026-11-20"), paper(3, "2026-11-23", "Ropes"), paper(4, "2026-11-27")])
    bring([paper(1, "2026-11-19", kind="replace", version=2), paper(2, "2026-11-24", kind="replace", version=2)])
    write(f"{HOME}/.config/digest/config", "[interest ropes]\nmatch = ropes\n")
    r = digest("render", "--all", "-o", f"{HOME}/all/{{week}}.md")
    got = pages("all")
    equal("weeks: the pages", (r.status, sorted(got)), (0, ["2026-W47.md", "2026-W48.md"]))
    equal("weeks: the first", order(got["2026-W47.md"]), [2, 1])
    equal("weeks: the second, the best first, what is replaced last", order(got["2026-W48.md"]), [3, 4, 2])
    case("weeks: a paper once", got["2026-W47.md"].count("2611.00001)") == got["2026-W47.md"].count("2611.00002)") > 0, got["2026-W47.md"])
    case("weeks: the page says which", got["2026-W48.md"].startswith("2026-W48 · 共 3 篇"), got["2026-W48.md"][:200])
    # From the 25th on there is one paper: the page has its whole week all the same.
    r = digest("render", "--since", "2026-11-25", "--top", "1", "-o", f"{HOME}/since/{{week}}.md")
    got = pages("since")
    equal("weeks: whole, whatever day is asked for", (r.status, sorted(got), order(got["2026-W48.md"])), (3, ["2026-W48.md"], [3, 4, 2]))
    case("weeks: days without any paper are said", "2026-11-25, 2026-11-26: never got" in r.msg, r.msg)
    case("weeks: --top", "详列 1 · 其余 2 列题" in got["2026-W48.md"], got["2026-W48.md"])
    r = digest("render", "--date", "2026-11-17", "-o", f"{HOME}/date/{{week}}.md")
    equal("weeks: of one day's", order(pages("date")["2026-W47.md"]), [2, 1])
    r = digest("render", "--since", "1w", "--top", "20", "-o", f"{HOME}/recipe/{{week}}.md")
    equal("weeks: the recipe", (r.status, sorted(pages("recipe"))), (3, ["2026-W48.md"]))
    before = pages("recipe")
    bring([paper(5, "2026-11-25", "Buoys"), paper(6, "2026-11-26", "Nets"), paper(7, "2026-11-30", "Piers")])
    r = digest("render", "--since", "1w", "--top", "20", "-o", f"{HOME}/recipe/{{week}}.md")
    equal("weeks: it grows", (r.status, order(pages("recipe")["2026-W48.md"])), (0, [3, 6, 5, 4, 2]))
    equal("weeks: the next one begins", order(pages("recipe")["2026-W49.md"]), [7])
    case("weeks: it was shorter", order(before["2026-W48.md"]) == [3, 4, 2], before)
    r = digest("render", "--all", "--dialect", "hugo", "-o", f"{HOME}/hugo/{{week}}.md")
    head = pages("hugo")["2026-W48.md"].split("---")[1] if pages("hugo")["2026-W48.md"].startswith("---") else pages("hugo")["2026-W48.md"][:300]
    case("weeks: a generator's head has the name and the newest day", "2026-W48" in head and "2026-11-27" in head, head)


def named():
    """A pattern with several: the shortest says which days, and the others are called after it."""
    rows = [("{month}.md", ["2026-11.md"]), ("{year}.md", ["2026.md"]), ("{year}/{month}/{date}.md", None), ("{year}/{week}.md", ["2026/2026-W47.md", "2026/2026-W48.md", "2026/2026-W49.md"])]
    for i, (pattern, want) in enumerate(rows):
        r = digest("render", "--all", "-o", f"{HOME}/named{i}/{pattern}")
        got = pages(f"named{i}")
        want = want or [f"2026/2026-11/2026-11-{d}.md" for d in ("17", "19", "20", "23", "24", "25", "26", "27", "30")]
        equal(f"named: {pattern}", (r.status, sorted(got)), (0, want))
    case("named: a month's page has all", order(pages("named0")["2026-11.md"])[0] == 3 and sorted(order(pages("named0")["2026-11.md"])) == [1, 2, 3, 4, 5, 6, 7], pages("named0"))
    r = digest("render", "--all", "-o", f"{HOME}/x/{{weak}}.md")
    case("named: none other", r.status == 2 and "only {date}, {week}, {month}, {year}, {category}, {profile} and {style}" in r.msg, r.msg)


def years():
    """The days around New Year, of years with 52 and 53 weeks."""
    days = [datetime.date(y, 1, 1) + datetime.timedelta(days=d) for y in range(2001, 2027) for d in (-4, -3, -2, -1, 0, 1, 2, 3)]
    store = f"{HOME}/years.db"
    bring([paper(100 + i, day.isoformat()) for i, day in enumerate(days)], store)
    r = digest("render", "--all", "--store", store, "--dialect", "portable", "-o", f"{HOME}/years/{{year}}/{{week}}.md")
    want = {}
    for i, day in enumerate(days):
        year, week, _ = day.isocalendar()
        want.setdefault(f"{year}/{year}-W{week:02}.md", set()).add(100 + i)
    equal("years: each day in its week, in the year that the week is of", (r.status, {k: set(order(v)) for k, v in pages("years").items()}), (0, want))


weeks()
named()
years()
done()
