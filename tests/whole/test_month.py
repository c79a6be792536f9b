#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""A month, one run a night by a scripted clock: two stale feeds, an outage of three nights, a holiday, weekends, the change to
summer time, a night on which nobody ran it. Afterwards the store holds for each day the new papers that arXiv announced, the
others or an honest PARTIAL, and status says what happened on which night."""
import json
import os
import sys
from datetime import date, timedelta

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "tools"))
from arxivtest import FakeArxiv
from nights import Home, polite, truth
from tap import case, done, equal

CATEGORIES = ("cs.CL", "stat.ML", "hep-th")
ANNOUNCE = ("new", "cross", "replace", "replace-cross")


def nights(first, last):
    d = date.fromisoformat(first)
    while d <= date.fromisoformat(last):
        yield str(d)
        d += timedelta(days=1)


def month(name, first, last, quirks, asleep, words=()):
    """QUIRKS: by night. ASLEEP: nights without a run. Returns (home, what each night's run said)."""
    with FakeArxiv(make=1800, first=str(date.fromisoformat(first) - timedelta(days=4)), last=last, seed=13, categories=list(CATEGORIES),
                   page=400) as arxiv:
        home, said = Home(arxiv, interval=2), {}
        for night in nights(first, last):
            home.now = f"{night}T12:15:00Z"
            arxiv.control(now=home.now, quirks=quirks.get(night, []))
            if night not in asleep:
                said[night] = home.run("-c", ",".join(CATEGORIES), "-o", "{date}.md", "--tries", "2", *words)
        arxiv.control(quirks=[])
        calendar = arxiv.calendar(first, last)
        due = [d["day"] for d in calendar if d["announces"]]
        check(name, home, arxiv, first, last, due, said, quirks, asleep)
        ok, seen = polite(arxiv, 2)
        case(f"{name}: polite all month", ok, seen)


def check(name, home, arxiv, first, last, due, said, quirks, asleep):
    wrong, loose, fresh = [], [], 0
    for day in due:
        for c in CATEGORIES:
            t, got, status = truth(arxiv, day, c), home.listed(day, c), home.status(day, c)
            if got["new"] != t["new"]:
                wrong.append((day, c, status, sorted(t["new"] - got["new"])[:3], sorted(got["new"] - t["new"])[:3]))
            if status is None or status[0] not in ("FRESH", "PARTIAL"):
                loose.append((day, c, status))
            elif status[0] == "FRESH":
                fresh += 1
                if got != t:
                    wrong.append((day, c, status, "not what was announced"))
            elif any(not got[k] <= t[k] | set(arxiv.truth(day, c)["left_out"].get(k, [])) for k in ANNOUNCE):
                wrong.append((day, c, status, {k: sorted(got[k] - t[k]) for k in ANNOUNCE}))
    equal(f"{name}: each day has exactly its new papers, and nothing that is not so", wrong, [])
    equal(f"{name}: each day is FRESH or says what may be missing", loose, [])
    case(f"{name}: most days are FRESH", fresh >= (len(due) - 7) * len(CATEGORIES), fresh)
    equal(f"{name}: no announcement on a day without one", [x for x in home.rows("SELECT DISTINCT date FROM announcements") if first <= x[0] <= last and x[0] not in due], [])
    equal(f"{name}: the watermark stands at the last day", {home.watermark(c) for c in CATEGORIES}, {due[-1]})
    missing = [d for d in due if not os.path.exists(f"{home.folder}/{d}.md")]
    equal(f"{name}: a page for each day", missing, [])
    pages = {d: open(f"{home.folder}/{d}.md", encoding="utf-8").read() for d in due}
    want = {d: set().union(*(truth(arxiv, d, c)["new"] for c in CATEGORIES)) for d in due}
    equal(f"{name}: on each page the new papers of its day", [(d, i) for d in due for i in want[d] if f"arxiv.org/abs/{i})" not in pages[d]][:3], [])
    # What the nights said.
    for night, r in said.items():
        hurt = night in quirks or any(str(date.fromisoformat(night) - timedelta(days=k)) in set(quirks) | set(asleep) for k in range(1, 5))
        if not hurt:
            case(f"{name}: the night of {night} was quiet", r.status == 0 and len(r.msg.splitlines()) == 1, f"{r.status}\n{r.msg}")
    r = home.run("status", "--json", "--since", first)
    report = json.loads(r.text)
    days = {(d["day"], d["category"]): d for d in report["days"]}
    for night, rows in quirks.items():
        for c in CATEGORIES:
            hit = any(c in q["match"] or q["match"] == "" for q in rows)
            seen = [h["status"] for h in days.get((night, c), {"history": []})["history"] if h["at"].startswith(night)]
            if hit:
                case(f"{name}: status shows what happened in the night of {night} to {c}", seen and seen[0] in ("STALE", "FAILED"), seen)
    for day in nights(first, last):
        if day in due or day in asleep:
            continue
        statuses = {days[(day, c)]["status"] for c in CATEGORIES if (day, c) in days}
        equal(f"{name}: {day} is EMPTY", statuses, {"EMPTY"})
    text = home.run("status", "--since", first).text
    case(f"{name}: the table has a line for each day", all(f"\n{d}  " in text for d in due), text)


STALE = lambda c: [{"match": f"/rss/{c}$", "do": "stale", "times": -1}]
DOWN = [{"match": "", "do": "503", "times": -1}]

# March 2026: the clocks change on the 8th. No holiday, so January's: Martin Luther King's day is the 19th.
month("march", "2026-02-25", "2026-03-24",
      {"2026-03-04": STALE("cs.CL"), "2026-03-06": STALE("hep-th"), "2026-03-10": DOWN, "2026-03-11": DOWN, "2026-03-12": DOWN}, ["2026-03-18"])
month("january", "2026-01-12", "2026-02-10",
      {"2026-01-15": STALE("stat.ML"), "2026-01-21": STALE("cs.CL"), "2026-02-03": DOWN, "2026-02-04": DOWN, "2026-02-05": DOWN}, ["2026-01-28"])
done()
