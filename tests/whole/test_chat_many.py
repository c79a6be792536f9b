#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""Very many requests at once: each is answered, once; memory grows with how many are under way, not with how many papers there are;
the soft limit of open files is raised, and where the hard one is too low, fewer are under way and nothing fails."""
import os
import re
import resource
import sqlite3
import subprocess
import sys
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "tools"))
from chattest import FakeChat
from made import feed, item, write
from tap import DIGEST, SANITIZED, case, clean_env, done, equal, run, scratch, skip

HARD = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
ABSTRACT = "We count what can be counted, and say what it says of the rest. " * 16


def feeds(n):
    home = scratch()
    write(f"{home}/feed.xml", feed("2026-11-20", *(item(f"2611.{i:05}", f"Paper number {i} of many", abstract=ABSTRACT) for i in range(n))))
    return home


def many(papers, jobs, latency, gather=0, soft=256, hard=None):
    """(peak KiB, most requests at once, connections) of a run. GATHER: so many requests have to come before the first is answered."""
    home = feeds(papers)
    with FakeChat(made=True, latency=latency, gather=gather, bodies=False) as chat:
        words = [DIGEST, "--input", "feed.xml", *chat.words, "--gate", "off", "--jobs", str(jobs), "--store", "s.db", "-o", "page.md"]
        p = subprocess.Popen(words, cwd=home, env=clean_env(home), stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
                             preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard or HARD)))
        most = 0
        while p.poll() is None:
            try:
                with open(f"/proc/{p.pid}/status", encoding="ascii") as f:
                    lines = dict(x.split(":", 1) for x in f.read().splitlines())
                if lines["Name"].strip() == "digest" and "VmHWM" in lines:
                    most = max(most, int(lines["VmHWM"].split()[0]))
            except OSError:
                pass
            time.sleep(0.005)
        err = p.stderr.read().decode("utf-8", "replace")
        p.stderr.close()
        asked = chat.asked()
    db = sqlite3.connect(f"{home}/s.db")
    (stored,), = db.execute("SELECT count(*) FROM summaries WHERE status = 1")
    db.close()
    with open(f"{home}/page.md", encoding="utf-8") as f:
        rows = f.read().count("\n| [^")
    name = f"{papers} papers, {jobs} jobs" + (f", {hard} files" if hard else "")
    equal(f"{name}: exit status and standard error", (p.returncode, re.sub(r"\d+ jobs\n$", "N jobs\n", err)),
          (0, f"digest: {jobs} jobs need more open files than the {hard} that are allowed (ulimit -n): N jobs\n" if hard else ""))
    equal(f"{name}: each paper asked about once, all good", (len(asked), len({a['paper'] for a in asked}), {a["answer"]["status"] for a in asked}), (papers, papers, {200}))
    equal(f"{name}: all of them stored, and on the page", (stored, rows), (papers, papers))
    return most, max(a["open"] for a in asked), len({a["connection"] for a in asked})


hundred, at_once, connections = many(3000, 100, 0.05, 100)
case("100 jobs: as many at once, over as many connections", at_once == 100 and connections <= 110, f"{at_once}, {connections}")
if HARD < 1100:
    skip("1000 jobs", f"the hard limit of open files is {HARD}")
else:
    thousand, at_once, connections = many(3000, 1000, 1.0, 1000)
    case("1000 jobs: as many at once, over as many connections", at_once == 1000 and connections <= 1100, f"{at_once}, {connections}")
    if not SANITIZED:
        print(f"# peak KiB: 3000 papers {hundred}, with 1000 jobs {thousand}")
        case("memory: by job, at most 96 KiB", thousand - hundred < 900 * 96, f"{hundred} {thousand} KiB")
if not SANITIZED:
    twice, _, _ = many(6000, 100, 0.05)
    case("memory: a paper more takes less than its abstract's 1 KiB", twice - hundred < 3000, f"{hundred} {twice} KiB")
    thirty_two, _, _ = many(500, 32, 0.02)
    case("memory: 500 papers, 32 jobs: at most 24 MiB", thirty_two <= 24 * 1024, f"{thirty_two} KiB")
# Papers of the same text share one answer, however many are under way.
home = scratch()
write(f"{home}/feed.xml", feed("2026-11-20", *(item(f"2611.{i:05}", f"One of ten texts, the {i % 10}th", abstract=ABSTRACT) for i in range(200))))
for name, rules, want, status in (("answered", [], 10, 0), ("refused", [{"do": "too-long"}], 10, 3)):
    with FakeChat(made=True, latency=0.05, rules=rules) as chat:
        r = run("--input", "feed.xml", *chat.words, "--gate", "off", "--jobs", "50", "--store", f"{name}.db", cwd=home)
        equal(f"200 papers of ten texts, {name}: a request a text", len(chat.asked()), want)
    equal(f"200 papers of ten texts, {name}: exit status, rows that wait", (r.status, r.text.count("\n| [^"), r.text.count(" | 待摘要 |")), (status, 200, 200 if rules else 0))
_, at_once, _ = many(600, 1000, 0.1, 40, soft=64, hard=160)
case("a hard limit of 160 files: fewer at once, said so, and no failure", 40 <= at_once <= 160, at_once)
done()
