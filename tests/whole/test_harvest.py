#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""A night's harvest against the fake arXiv and its failures: the right papers, status word, exit status and message, and
never more than one request at a time nor closer than the interval."""
import html
import json
import os
import re
import sys
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "tools"))
from arxivtest import FakeArxiv
from nights import Home, polite, truth
from tap import case, done, equal, run, scratch

WORLD = dict(make=500, first="2026-02-26", last="2026-03-20", seed=7, categories=["cs.CL", "stat.ML", "cs.LG", "hep-th"])
NIGHT = "2026-03-11T12:00:00Z"
TODAY, YESTERDAY = "2026-03-11", "2026-03-10"


def said(r):
    return f"status {r.status}\n{r.msg}{r.text[:300]}"


def page_text(home):
    """The page without its references: some readers make a link of a bare cs.CL, so its stop is written as one."""
    with open(f"{home.folder}/page.md", encoding="utf-8") as f:
        return html.unescape(re.sub("</?span>", "", f.read()))


def mannerly(name, arxiv):
    ok, seen = polite(arxiv)
    case(f"{name}: one request at a time, and never closer than the interval", ok, seen)


def night(arxiv, name, quirks, now=NIGHT, before=None, args=("-c", "cs.CL,stat.ML", "-o", "page.md")):
    """One run in a new home; BEFORE: what happened in it earlier."""
    home = Home(arxiv, now)
    if before:
        before(home)
    arxiv.control(now=now, quirks=quirks, forget_log=True)
    home.now = now
    r = home.run(*args)
    mannerly(name, arxiv)
    return home, r


def whole(name, home, arxiv, category, day=TODAY):
    equal(f"{name}: {category} has what arXiv announced", home.listed(day, category), truth(arxiv, day, category))


# ---- Failures that pass: the run is as if nothing had been ----

PASSING = [
    ("nothing", []),
    ("429 without Retry-After", [{"match": "/rss/cs.CL", "do": "429", "times": 2}]),
    ("429 with Retry-After in seconds", [{"match": "/rss/cs.CL", "do": "429-retry-after", "seconds": 1}]),
    ("429 without a body", [{"match": "/rss/", "do": "plain-429", "times": 2}]),
    ("406 where Accept is missing", [{"match": "/rss/", "do": "406-without-accept", "times": -1}]),
    ("406 from the edge all the same", [{"match": "/rss/cs.CL", "do": "406"}]),
    ("503", [{"match": "/rss/cs.CL", "do": "503", "times": 3}]),
    ("502 of nginx", [{"match": "/rss/cs.CL", "do": "502", "times": 2}]),
    ("503 with Retry-After as a date", [{"match": "/rss/cs.CL", "do": "503-retry-after", "seconds": 1, "form": "date"}]),
    ("a slow drip", [{"match": "/rss/cs.CL", "do": "drip", "bytes": 2048, "every": 0.01}]),
    ("a cut body", [{"match": "/rss/cs.CL", "do": "cut", "at": 0.5, "times": 2}]),
    ("a cut body in chunks", [{"match": "/rss/cs.CL", "do": "cut", "at": 0.7, "chunked": True, "times": 2}]),
    ("more promised than sent", [{"match": "/rss/cs.CL", "do": "wrong-length", "by": 100}]),
    ("less promised than sent", [{"match": "/rss/cs.CL", "do": "wrong-length", "by": -100}]),
    ("an HTML page with status 200", [{"match": "/rss/cs.CL", "do": "html-200", "times": 2}]),
    ("an empty body", [{"match": "/rss/cs.CL", "do": "empty-body", "times": 2}]),
    ("a connection that is reset", [{"match": "/rss/cs.CL", "do": "reset", "at": 0.3}]),
    ("a redirect", [{"match": "/rss/cs.CL", "do": "redirect"}]),
    ("items twice", [{"match": "/rss/cs.CL", "do": "duplicate-ids"}]),
]


def passing(arxiv):
    for name, quirks in PASSING:
        home, r = night(arxiv, name, quirks)
        case(f"{name}: all is well, in silence", r.status == 0 and len(r.msg.splitlines()) == 1 and "no --summarizer" in r.msg, said(r))
        whole(name, home, arxiv, "cs.CL")
        whole(name, home, arxiv, "stat.ML")
        equal(f"{name}: FRESH", [home.status(TODAY, c)[:2] for c in ("cs.CL", "stat.ML")], [("FRESH", "rss")] * 2)
        equal(f"{name}: the watermark moves", home.watermark("cs.CL"), TODAY)
        case(f"{name}: a page", "# 摘要" in page_text(home))


# ---- Failures that stay ----

def yesterday(home):
    home.arxiv.control(now="2026-03-10T12:00:00Z", quirks=[])
    home.now = "2026-03-10T12:00:00Z"
    home.run("-c", "cs.CL,stat.ML")


def broken(arxiv, name, quirks, word, message, **more):
    """cs.CL fails for good, stat.ML does not mind."""
    home, r = night(arxiv, name, quirks, **more)
    got = home.status(TODAY, "cs.CL")
    case(f"{name}: {word}", got and got[0] == word, got)
    case(f"{name}: exit status 3", r.status == 3, said(r))
    lines = [x for x in r.msg.splitlines() if "cs.CL 2026-03-11" in x]
    case(f"{name}: one line says so: {message}", len(lines) == 1 and word in lines[0] and message in lines[0], said(r))
    page = page_text(home)
    case(f"{name}: and one line on the page", page.count(f"cs.CL 2026-03-11: {word}") == 1, page[-600:])
    whole(name, home, arxiv, "stat.ML")
    case(f"{name}: the watermark stays", home.watermark("cs.CL") < TODAY, home.watermark("cs.CL"))
    return home, r


def staying(arxiv):
    stale = [{"match": "/rss/cs.CL", "do": "stale", "times": -1}]
    home, _ = broken(arxiv, "a stale feed", stale, "PARTIAL", f"STALE: the feed shows the papers of {YESTERDAY} again", before=yesterday)
    t = truth(arxiv, TODAY, "cs.CL")
    equal("a stale feed: OAI-PMH gives the new papers of the day", home.listed(TODAY, "cs.CL")["new"], t["new"])
    case("a stale feed: and says nothing wrong of the others", all(home.listed(TODAY, "cs.CL")[k] <= t[k] for k in t), home.listed(TODAY, "cs.CL"))
    equal("a stale feed: the history has it all", [row[0] for row in home.rows("SELECT status FROM fetches WHERE day = ? AND category = 'cs.CL' ORDER BY row", TODAY)], [2, 2, 4])
    equal("a stale feed: yesterday's papers are yesterday's", home.listed(YESTERDAY, "cs.CL"), truth(arxiv, YESTERDAY, "cs.CL"))
    arxiv.control(quirks=[], forget_log=True)
    r = home.run("-c", "cs.CL,stat.ML", "-o", "page.md")
    case("the feed comes later that night: all is well", r.status == 0, said(r))
    whole("the feed comes later that night", home, arxiv, "cs.CL")
    equal("the feed comes later that night: only that category is asked again", [x["path"].partition("?")[0] for x in arxiv.log()], ["/rss/cs.CL", "/oai"])
    case("the feed comes later that night: the page no longer says so", "PARTIAL" not in page_text(home))

    home, r = broken(arxiv, "stale, and OAI-PMH out of order", stale + [{"match": "/oai", "do": "503", "times": -1}], "STALE", "the feed shows the papers of", before=yesterday)
    equal("stale, and OAI-PMH out of order: nothing is stored for today", sum(map(len, home.listed(TODAY, "cs.CL").values())), 0)
    home, r = broken(arxiv, "no feed, but OAI-PMH", [{"match": "/rss/cs.CL", "do": "503", "times": -1}], "PARTIAL", "FAILED: ")
    equal("no feed, but OAI-PMH: it gives the new papers", home.listed(TODAY, "cs.CL")["new"], truth(arxiv, TODAY, "cs.CL")["new"])
    home, _ = broken(arxiv, "neither feed nor OAI-PMH", [{"match": "/rss/cs.CL|/oai", "do": "html-200", "times": -1}], "FAILED", "an HTML page")
    reasons = [line for line in home.run("status").text.splitlines() if line.startswith(f"{TODAY} cs.CL: FAILED")]
    case("neither feed nor OAI-PMH: status has each reason once", reasons and len({line.split(": http", 1)[1].split(" (tried")[0] for line in reasons}) == len(reasons) and "tried 2 times" in reasons[0], reasons)
    broken(arxiv, "an empty feed though a batch is due", [{"match": "/rss/cs.CL", "do": "empty", "times": -1}], "PARTIAL", "the feed is empty")
    broken(arxiv, "an empty feed, and nobody who knows more", [{"match": "/rss/cs.CL", "do": "empty", "times": -1}, {"match": "/oai", "do": "503", "times": -1}],
           "FAILED", "the feed is empty though a batch is due, and OAI-PMH cannot say")
    broken(arxiv, "a feed that ends in the middle each time", [{"match": "/rss/cs.CL", "do": "cut", "at": 0.4, "times": -1}, {"match": "/oai", "do": "500", "times": -1}], "FAILED", "/rss/cs.CL")
    home, r = broken(arxiv, "a feed that is empty by mistake, once", [{"match": "/rss/cs.CL", "do": "empty"}, {"match": "/rss/cs.CL", "do": "stale", "times": -1}], "PARTIAL", "STALE", before=yesterday)


def later_today(arxiv):
    """A failed category is tried once more at the end, when the others are done."""
    home, r = night(arxiv, "stale at first", [{"match": "/rss/cs.CL", "do": "stale"}], before=yesterday)
    case("stale at first: all is well in the end", r.status == 0, said(r))
    whole("stale at first", home, arxiv, "cs.CL")
    equal("stale at first: asked once more, after the others", [x["path"].partition("?")[0] for x in arxiv.log()], ["/rss/cs.CL", "/rss/stat.ML", "/oai", "/oai", "/rss/cs.CL"])


# ---- Pauses ----

def pauses(arxiv):
    for name, quirk, status in (("429 for good", {"match": "", "do": "429", "times": -1}, 75), ("403", {"match": "", "do": "403", "times": -1}, 75)):
        home, r = night(arxiv, name, [quirk])
        case(f"{name}: nothing came out: 75", r.status == status and not os.path.exists(f"{home.folder}/page.md"), said(r))
        case(f"{name}: it is said who wants a pause", "asked for a pause until" in r.msg, said(r))
        arxiv.control(quirks=[], forget_log=True)
        for more in ((), ("--store", "none")):
            r = home.run("-c", "cs.CL", *more)
            case(f"{name}: the next run keeps the pause {' '.join(more)}", r.status == 75 and "asked for a pause until" in r.msg and not arxiv.log(), said(r))
        home.now = "2026-03-11T23:30:00Z"
        r = home.run("-c", "cs.CL")
        case(f"{name}: when it is over, all is well", r.status == 0, said(r))


# ---- Days without an announcement ----

def empty_days(arxiv):
    for name, now, asked in (("Saturday", "2026-03-14T12:00:00Z", 0), ("Sunday", "2026-03-15T12:00:00Z", 0)):
        home, r = night(arxiv, name, [], now=now, before=yesterday)
        arxiv_days = [home.status(now[:10], c) for c in ("cs.CL", "stat.ML")]
        equal(f"{name}: EMPTY", [x[0] for x in arxiv_days], ["EMPTY"] * 2)
    home = Home(arxiv, "2026-03-14T12:00:00Z")
    arxiv.control(now=home.now, quirks=[], forget_log=True)
    r = home.run("-c", "cs.CL", "-o", "page.md")
    case("a first night on a Saturday: all is well, nothing but the time is asked", r.status == 0 and [x["path"] for x in arxiv.log()] == ["/feed/status"], said(r))


# ---- What cron does ----

def cron(arxiv):
    home, r = night(arxiv, "cron", [], args=("-c", "cs.CL", "-o", "{date}.md"))
    page = f"{home.folder}/{TODAY}.md"
    before = (open(page, "rb").read(), os.stat(page).st_mtime_ns, os.stat(page).st_ino)
    arxiv.control(forget_log=True)
    r = home.run("-c", "cs.CL", "-o", "{date}.md")
    case("a second run the same night: asks nothing", r.status == 0 and arxiv.log() == [], said(r))
    equal("a second run the same night: leaves the page untouched", (open(page, "rb").read(), os.stat(page).st_mtime_ns, os.stat(page).st_ino), before)
    r = home.run("-c", "cs.CL", "-o", "{date}.md", "--refresh")
    case("--refresh asks again", r.status == 0 and [x["path"].split("?")[0] for x in arxiv.log()] == ["/rss/cs.CL", "/oai"], said(r))
    equal("--refresh: it is not stale for being the same the same night", home.status(TODAY, "cs.CL")[0], "FRESH")
    arxiv.control(quirks=[{"match": "/rss/", "do": "slow", "hold": True}], forget_log=True)
    first = home.start("-c", "cs.CL", "--refresh")
    while not any("/rss/" in x["path"] for x in arxiv.log()) and first.poll() is None:  # when it asks it has the lock
        time.sleep(0.01)
    r = home.run("-c", "cs.CL", "--refresh", "--wait", "0")
    case("two runs on one store: the second leaves with 75", r.status == 75 and "another run" in r.msg, said(r))
    arxiv.control(quirks=[])
    first.communicate()
    equal("two runs on one store: the first one ends well", first.returncode, 0)
    # Two stores, so that no lock stands between them: together they keep the interval.
    arxiv.control(quirks=[], forget_log=True)
    one, two = home.start("-c", "cs.CL,stat.ML,cs.LG", "--store", "a.db"), home.start("-c", "cs.CL,stat.ML,cs.LG", "--store", "b.db")
    one.communicate(), two.communicate()
    equal("two processes at once: both end well", (one.returncode, two.returncode), (0, 0))
    equal("two processes at once: six feeds, and six lists that say whose batches they are", len(arxiv.log()), 12)
    mannerly("two processes at once", arxiv)


def usage(arxiv):
    for words, message in ((["-c", "cs.ZZ"], "no category of arXiv's"), (["-c", "cs.CL", "--road", "ftp"], "there are rss, oai, api"),
                           (["-c", "cs.CL", "--arxiv-url", "ftp://x"], "no http or https address"),
                           (["-q", "ti:x", "--road", "oai"], "only the API"), (["-q", "ti:x", "--input", "x"], "say one of them")):
        r = run(*words, cwd=scratch())
        case(f"wrong words: {words}", r.status == 2 and message in r.msg and not r.out, said(r))
    r = run("-c", "cs.CL", "--interval", "100", cwd=scratch())
    case("arXiv itself is never asked more often than it wants", r.status == 2 and "3000 milliseconds" in r.msg, said(r))
    home = Home(arxiv, NIGHT)
    arxiv.control(now=NIGHT, quirks=[], forget_log=True)
    r = home.run("-c", "xy.AB")
    case("an archive that only arXiv can know: FAILED, 69, arXiv's word", r.status == 69 and "FAILED" in r.msg and "400" in r.msg, said(r))


def dry(arxiv):
    home = Home(arxiv, NIGHT, interval=3000)
    arxiv.control(now=NIGHT, quirks=[], forget_log=True)
    r = home.run("-c", "cs.CL,stat.ML", "--since", "2026-03-05", "--dry-run")
    lines = r.text.splitlines()
    case("--dry-run: nothing is asked, no store is made", r.status == 0 and not arxiv.log() and not os.path.exists(home.store), said(r))
    equal("--dry-run: each request", [x[4 + len(arxiv.url):].split("?")[0] for x in lines if x.startswith("GET ")], ["/rss/cs.CL", "/rss/stat.ML", "/oai", "/oai"])
    equal("--dry-run: the waiting in between", [x for x in lines if x.startswith("wait")], ["wait 3.0 s"] * 3)
    case("--dry-run: and why", "    gone from the feeds" in lines and "    today's batch" in lines, r.text)


def reports(arxiv):
    home, r = night(arxiv, "--report", [{"match": "/rss/cs.CL", "do": "stale", "times": -1}], before=yesterday,
                    args=("-c", "cs.CL,stat.ML", "-o", "page.md", "--report", "report.json"))
    report = json.load(open(f"{home.folder}/report.json", encoding="utf-8"))
    equal("--report: the exit status", report["exit_status"], r.status)
    equal("--report: what was got", [(d["category"], d["status"]) for d in report["days"]],
          [("cs.CL", "STALE"), ("stat.ML", "FRESH"), ("cs.CL", "STALE"), ("cs.CL", "PARTIAL")])
    equal("--report: the requests", len(report["requests"]), len(arxiv.log()))
    case("--report: the messages", any("STALE" in m for m in report["messages"]), report)
    case("--report: one page", report["pages"] == 1 and report["papers"] > 0, report)


def secrets(arxiv):
    """A mirror behind a name and a password: nothing that is said, kept or recorded has them."""
    home = Home(arxiv, NIGHT)
    arxiv.control(now=NIGHT, quirks=[{"match": "/rss/stat.ML|/oai", "do": "503", "times": -1}], forget_log=True)
    url = arxiv.url.replace("://", "://reader:hunter2@")
    r = home.run("-c", "cs.CL,stat.ML", "--arxiv-url", url, "--tries", "2", "-v", "-o", "page.md", "--report", "report.json", "--record", "tape")
    case("a password goes to the host", any("authorization" in x["headers"] for x in arxiv.log()), arxiv.log()[:1])
    case("a password: the run is as any other", r.status == 3, said(r))
    case("a password is in no message", "hunter2" not in r.msg, said(r))
    kept = []
    for folder, _, files in os.walk(home.folder):
        kept += [f for f in files if b"hunter2" in open(os.path.join(folder, f), "rb").read()]
    equal("a password is in no file", kept, [])
    r = home.run("status")
    case("a password is not in the status", "hunter2" not in r.text and "--arxiv-url" in r.text, r.text)


def main():
    with FakeArxiv(**WORLD) as arxiv:
        for part in (passing, staying, later_today, pauses, empty_days, cron, usage, dry, reports, secrets):
            if len(sys.argv) < 2 or part.__name__ in sys.argv[1:]:
                part(arxiv)
    done()


main()
