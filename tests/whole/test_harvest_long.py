#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""Much at once, and much in a row: a long OAI-PMH list, a long API query, runs that are killed, recorded and replayed."""
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "tools"))
from arxivtest import FakeArxiv
from nights import Home, polite, truth
from tap import DIGEST, SANITIZED, case, done, equal, run, scratch, skip


def said(r):
    return f"status {r.status}\n{r.msg[-1500:]}{r.text[:300]}"


def mannerly(name, arxiv, interval):
    ok, seen = polite(arxiv, interval)
    case(f"{name}: one request at a time, and never closer than the interval", ok, seen)


# ---- OAI-PMH: 20,000 records ----

def long_list():
    with FakeArxiv(make=20000, first="2026-02-02", last="2026-03-20", seed=3, categories=["cs.CL"], old=0, now="2026-03-23T12:00:00Z",
                   page=1000) as arxiv:
        sizes = {}
        for name, since, quirks in (("a short one", "2026-03-19", []), ("20,000 records, a token that expires", "2026-02-01", [{"match": "resumptionToken", "do": "expired-token", "after": 9}]),
                                    ("20,000 records, a page that comes twice", "2026-02-01", [{"match": "resumptionToken", "do": "repeat-page", "after": 6}]),
                                    ("20,000 records, an empty page in the middle", "2026-02-01", [{"match": "resumptionToken", "do": "empty-page", "after": 6}])):
            arxiv.control(quirks=quirks, forget_log=True)
            home = Home(arxiv, "2026-03-23T12:00:00Z", interval=1)
            status, msg, sizes[name] = home.peak("fetch", "-c", "cs.CL", "--since", since, "--until", "2026-03-20")
            case(f"{name}: ends well", status == 3 and "FAILED" not in msg and "broke off" not in msg, f"{status}\n{msg}")
            mannerly(name, arxiv, 1)
            if since > "2026-03":
                continue
            days = {d: t for d, t in arxiv.truth(category="cs.CL")["days"].items() if "2026-02-01" <= d <= "2026-03-20"}
            want = {(i, d) for d, t in days.items() for i in t["new"]}
            got = set(home.rows("SELECT id, date FROM announcements WHERE type = 1 AND category = 'cs.CL'"))
            case(f"{name}: each new paper on its day, {len(want)} of them", got == want, f"missing {sorted(want - got)[:5]}, too many {sorted(got - want)[:5]}")
            equal(f"{name}: none twice", home.rows("SELECT count(*) - count(DISTINCT id) FROM papers")[0][0], 0)
            case(f"{name}: all were asked for", len(arxiv.log()) >= 20, len(arxiv.log()))
        big = max(sizes.values())
        if SANITIZED:
            return skip("memory is flat", "a sanitizer's own memory is counted, too")
        case(f"memory is flat: {sizes['a short one']} KiB for a little, {big} KiB for 20,000", 0 < sizes["a short one"] and big < sizes["a short one"] + 8 * 1024, sizes)


# ---- The API ----

def long_query():
    with FakeArxiv(make=26000, first="2025-06-02", last="2026-03-20", seed=5, categories=["cs.CL"], old=0, now="2026-03-23T12:00:00Z") as arxiv:
        home = Home(arxiv, "2026-03-23T12:00:00Z", interval=1)
        arxiv.control(quirks=[{"match": "start=1000&", "do": "empty-page"}, {"match": "start=2500&", "do": "duplicate-ids"}, {"match": "start=3000&", "do": "short-page", "keep": 7},
                              {"match": "start=4000&", "do": "html-200"}, {"match": "start=5000&", "do": "503"}])
        r = home.run("fetch", "-q", "cat:cs.CL", timeout=600)
        total = sum(1 for p in arxiv.truth()["papers"].values() if p["public"] and "cs.CL" in p["public"]["categories"])
        case(f"a query of {total} results: all is well", total > 25000 and r.status == 0, said(r))
        equal("a query of 25,000 results: each paper, and once", home.rows("SELECT count(*), count(DISTINCT id) FROM papers"), [(total, total)])
        mannerly("a query of 25,000 results", arxiv, 1)
        case("a query of 25,000 results: nothing behind the first 10,000 was asked for",
             all(int(re.search(r"start=(\d+)", x["path"])[1]) + int(re.search(r"max_results=(\d+)", x["path"])[1]) <= 10000 for x in arxiv.log()))
        arxiv.control(forget_log=True, quirks=[])
        r = home.run("fetch", "-q", "cat:cs.CL")
        case("the same query the same day: not asked again", r.status == 0 and not arxiv.log(), said(r))


def few_queries():
    with FakeArxiv(make=1500, first="2026-02-26", last="2026-03-20", seed=7, categories=["cs.CL", "stat.ML"], now="2026-03-11T12:00:00Z") as arxiv:
        papers = {i: p for i, p in arxiv.truth()["papers"].items() if p["public"]}
        home = Home(arxiv, "2026-03-11T12:00:00Z", interval=1)
        some = sorted(papers)[:230]
        gone = ["2603.99998", "2603.99999", "hep-th/9901999"]
        asked = some[:100] + gone + some[100:]
        r = home.run("--id", ",".join(asked), "-o", "page.md")
        case("233 identifiers, three that arXiv does not know: 3", r.status == 3, said(r))
        equal("identifiers: the others are there", {x[0] for x in home.rows("SELECT id FROM papers")}, set(some))
        equal("identifiers: those that vanished are named, a line each", [x for x in r.msg.splitlines() if "knows no such paper" in x],
              [f"digest: {g}: arXiv's API knows no such paper" for g in gone])
        equal("identifiers: batches of 100 with max_results", [re.search(r"max_results=(\d+)", x["path"])[1] for x in arxiv.log()], ["100", "100", "33"])
        page = open(f"{home.folder}/page.md", encoding="utf-8").read()
        case("identifiers: all are on the page", all(f"arxiv.org/abs/{i})" in page for i in some) and page.count("knows no such paper") == 3, page[:300])
        arxiv.control(forget_log=True)
        before = os.stat(f"{home.folder}/page.md").st_mtime_ns
        r = home.run("--id", ",".join(asked), "-o", "page.md")
        case("the same identifiers the same day: not asked again, the page untouched", not arxiv.log() and os.stat(f"{home.folder}/page.md").st_mtime_ns == before, said(r))
        for words, want in ((["-q", "cat:stat.ML", "-c", "cs.CL"], {i for i, p in papers.items() if {"stat.ML", "cs.CL"} <= set(p["public"]["categories"])}),
                            (["-q", "cat:cs.CL", "--since", "2026-03-09", "--until", "2026-03-10", "--by", "announced"],
                             {i for i, p in papers.items() if "cs.CL" in p["public"]["categories"] and
                              "2026-03-05T19:00:00Z" <= p["versions"][0]["submitted"] < "2026-03-09T18:00:00Z"})):
            other = Home(arxiv, "2026-03-11T12:00:00Z", interval=1)
            r = other.run("fetch", *words)
            equal(f"{words}: these papers", {x[0] for x in other.rows("SELECT id FROM papers")}, want)
        arxiv.control(quirks=[{"match": "/api", "do": "empty-page", "times": -1}])
        other = Home(arxiv, "2026-03-11T12:00:00Z", interval=1)
        r = other.run("-q", "cat:cs.CL")
        case("pages that stay empty: FAILED, 69, nothing on standard output", r.status == 69 and "FAILED" in r.msg and "an empty page" in r.msg and not r.out, said(r))
        arxiv.control(quirks=[])
        r = Home(arxiv, "2026-03-11T12:00:00Z", interval=1).run("-q", "ti:(")
        case("one that is no expression is not asked: 2, and where", r.status == 2 and "at column 5 (^): ti:(^" in r.msg, said(r))
        r = Home(arxiv, "2026-03-11T12:00:00Z", interval=1).run("-q", "submittedDate:yesterday")
        case("an expression that the API refuses: 69, and its word", r.status == 69 and "400" in r.msg, said(r))
        # Days by the API.
        other = Home(arxiv, "2026-03-11T12:00:00Z", interval=1)
        r = other.run("-c", "cs.CL", "--road", "api", "--since", "2026-03-09")
        case("--road api: PARTIAL days", r.status == 3, said(r))
        for day in ("2026-03-09", "2026-03-10", "2026-03-11"):
            equal(f"--road api: the new papers of {day}", other.listed(day, "cs.CL")["new"], truth(arxiv, day, "cs.CL")["new"])
        other = Home(arxiv, "2026-03-11T12:00:00Z", interval=1)
        arxiv.control(forget_log=True)
        r = other.run("-c", "cs.CL", "--road", "oai", "--announce", "new", "-o", "{date}.md")
        case("--road oai --announce new: nothing is missing", r.status == 0 and all("/oai" in x["path"] for x in arxiv.log()), said(r))
        equal("--road oai: the new papers", other.listed("2026-03-11", "cs.CL")["new"], truth(arxiv, "2026-03-11", "cs.CL")["new"])
        r = other.run("-c", "cs.CL", "--road", "rss", "--date", "2026-03-10")
        case("--road rss for a day gone by: FAILED, and which road has it", "a feed holds today's batch only; --road oai" in r.msg and r.status in (2, 3), said(r))


# ---- kill -9 ----

def killed():
    with FakeArxiv(make=900, first="2026-02-26", last="2026-03-20", seed=9, categories=["cs.CL", "stat.ML"], now="2026-03-11T12:00:00Z", page=60) as arxiv:
        words = ("fetch", "-c", "cs.CL,stat.ML", "--since", "2026-03-04")
        calm = Home(arxiv, "2026-03-11T12:00:00Z", interval=25)
        r = calm.run(*words)
        requests = len(arxiv.log())
        want = calm.contents()
        case("undisturbed", r.status == 3 and len(want[1]) > 200, said(r))
        rng, ends, differ, bad = random.Random(4), 0, [], []
        home = None
        for _ in range(150):  # some end before they are killed: those do not count
            if ends == 50:
                break
            if ends % 5 == 0:
                home = Home(arxiv, "2026-03-11T12:00:00Z", interval=25)
            arxiv.control(forget_log=True)
            after, then = rng.randrange(requests), rng.random() * 0.04  # so many requests, and a bit more than the interval
            p = home.start(*words, *(["--refresh"] if ends % 5 else []))
            while len(arxiv.log()) < after and p.poll() is None:
                time.sleep(0.005)
            time.sleep(then)
            p.send_signal(signal.SIGKILL)
            p.communicate()
            if p.returncode != -signal.SIGKILL:
                continue
            ends += 1
            if ends % 5 == 0:
                r = home.run(*words)
                if r.status != 3:
                    bad.append(said(r))
                if home.contents() != want:
                    differ.append(ends)
        equal("killed in the middle, at random moments", ends, 50)
        equal("killed: the next run completes", bad, [])
        equal("killed: the store is that of an undisturbed run", differ, [])


# ---- Record and replay ----

def recorded():
    with FakeArxiv(make=500, first="2026-02-26", last="2026-03-20", seed=11, categories=["cs.CL", "stat.ML"], now="2026-03-11T12:00:00Z", page=50,
                   quirks=[{"match": "/rss/cs.CL", "do": "503"}, {"match": "resumptionToken", "do": "expired-token", "after": 1}]) as arxiv:
        words = ("-c", "cs.CL,stat.ML", "--since", "2026-03-09", "-o", "page.md", "--report", "report.json")
        for clock in ("2026-03-11T12:00:00Z", None):
            if clock is None:   # the real clock: today is long after what this arXiv has; days are asked for all the same
                arxiv.control(quirks=[])
            one = Home(arxiv, clock)
            r = one.run(*words, "--until", "2026-03-11", "--record", "tape")
            case(f"--record, clock {clock}: a run as any other", r.status == 3, said(r))
            arxiv.control(forget_log=True)
            two = Home(arxiv, clock)
            shutil.copytree(f"{one.folder}/tape", f"{two.folder}/tape")
            s = two.run(*words, "--until", "2026-03-11", "--replay", "tape")
            equal(f"--replay, clock {clock}: the exit status", s.status, r.status)
            equal(f"--replay, clock {clock}: no network", arxiv.log(), [])
            equal(f"--replay, clock {clock}: the same messages", s.msg, r.msg)
            equal(f"--replay, clock {clock}: the same page", *(open(f"{h.folder}/page.md", "rb").read() for h in (two, one)))
            equal(f"--replay, clock {clock}: the same papers and announcements", two.contents(), one.contents())
            for table in ("fetches", "summaries", "validators", "watermarks", "pages", "page_papers", "announcements", "papers"):
                columns = "*" if table != "pages" else "row, written"
                equal(f"--replay, clock {clock}: the same {table}", two.rows(f"SELECT {columns} FROM {table} ORDER BY 1, 2"), one.rows(f"SELECT {columns} FROM {table} ORDER BY 1, 2"))
        case("the recording has no secrets", not re.search(rb"(?i)cookie: [^(]|authorization: [^(]", b"".join(open(os.path.join(one.folder, "tape", f), "rb").read() for f in os.listdir(f"{one.folder}/tape"))))
        r = two.run("-c", "cs.LG", "--date", "2026-03-10", "--replay", "tape")
        case("--replay of something else: it is said that the recording has it not", r.status != 0 and "the recording has no" in r.msg, said(r))


def main():
    for part in (long_list, long_query, few_queries, killed, recorded):
        if len(sys.argv) < 2 or part.__name__ in sys.argv[1:]:
            part()
    done()


main()
