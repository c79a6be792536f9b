#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""kill -9 while a chat endpoint is being asked, fifty times: what was stored is never asked for again, and of a killed run only
what was under way is. The endpoint's journal decides, and the store as the kill left it."""
import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "tools"))
import gfm_read
from chattest import FakeChat
from made import feed, item, write
from tap import DIGEST, case, clean_env, done, equal, run, scratch

PAPERS, JOBS, KILLS = 300, 8, 50
OK = 1                       # enum summary_status, as the store has it
MOST = 60                    # requests that a run which is killed in its asking makes before that, at most
LONGEST = 0.2                # seconds that one which is killed before it asks, mostly, has at most
HOME = scratch()
IDS = {f"Paper {word} number {i}": f"2611.{i * 5 + n:05}" for i in range(PAPERS // 5) for n, word in enumerate(("one", "two", "three", "four", "five"))}
FEED = write(f"{HOME}/feed.xml", feed("2026-11-20", *(item(ident, title, abstract=f"We count {title}. " * 20) for title, ident in IDS.items())))


def stored(store):
    """The papers whose summary the store has, and whether it is whole; from a copy, so that the log beside it stays as it is."""
    folder = scratch()
    for end in ("", "-wal"):
        if os.path.exists(store + end):
            shutil.copy(store + end, f"{folder}/s.db{end}")
    db = sqlite3.connect(f"{folder}/s.db")
    try:
        whole = db.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        if not db.execute("SELECT 1 FROM sqlite_master WHERE name = 'summaries'").fetchall():
            return set(), whole
        return {ident for (ident,) in db.execute("SELECT id FROM summaries WHERE status = ?", [OK])}, whole
    finally:
        db.close()
        shutil.rmtree(folder)


def words(chat, store):
    return ["--input", FEED, *chat.words, "--gate", "off", "--store", store, "--jobs", str(JOBS), "-o", f"{store}.md"]


def killed(chat, store, rng):
    """Start a run and kill it, mostly when it has asked for a random number of papers, else at a random moment; whether it was
    still there."""
    asked, seconds = (rng.randint(1, MOST), 0) if rng.random() < 0.85 else (0, rng.uniform(0, LONGEST))
    before = os.path.getsize(chat.journal)
    p = subprocess.Popen([DIGEST, *words(chat, store)], cwd=HOME, env=clean_env(HOME), stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                         stderr=subprocess.DEVNULL)
    with open(chat.journal, "rb") as f:
        f.seek(before)
        while asked > 0 and p.poll() is None:
            asked -= f.read().count(b'{"event": "ask"')
            time.sleep(0.001)
    try:
        p.wait(timeout=seconds)
        return False
    except subprocess.TimeoutExpired:
        p.send_signal(signal.SIGKILL)
        p.wait()
        return True


class Judge:
    """What all kills together did."""

    def __init__(self):
        self.kills = self.asking = 0
        self.whole, self.paid_twice, self.too_many, self.stored, self.lost = True, [], [], [], []


def one_store(chat, name, most_kills, rng, judge):
    """Kill runs over a new store until all is there, or often enough; then let one end."""
    store, first, runs = f"{HOME}/{name}.db", len(chat.asked()), []
    while len(runs) < most_kills:
        begin = len(chat.asked())
        if not killed(chat, store, rng):
            break
        have, whole = stored(store)
        judge.whole &= whole
        runs.append((begin, have))
    last = len(chat.asked())
    r = run(*words(chat, store), cwd=HOME)
    equal(f"{name}: the next run ends well", (r.status, r.msg), (0, ""))
    asked = [IDS[a["paper"]] for a in chat.asked()]
    equal(f"{name}: every paper was asked for", len(set(asked[first:])), PAPERS)
    with open(f"{store}.md", "rb") as f:
        text = f.read()
    page = gfm_read.read(text)
    equal(f"{name}: the page shows all, with their Chinese", (len(page.rows), "待摘要".encode() in text), (PAPERS, False))
    for (begin, have), end in zip(runs, [b for b, _ in runs[1:]] + [last]):
        later, own = asked[end:], set(asked[begin:end])
        judge.kills += 1
        judge.asking += bool(own)
        judge.paid_twice += sorted(have & set(later))
        judge.lost.append(len(own & set(later)))
        judge.stored.append(len(have))
    case(f"{name}: {len(runs)} kills, at most {JOBS} requests more for each", len(asked) - first - PAPERS <= JOBS * len(runs), f"{len(asked) - first}")


def main():
    rng, judge, n = random.Random(11), Judge(), 0
    with FakeChat(made=True, latency=[0.005, 0.06], bodies=False) as chat:
        while judge.kills < KILLS and n < 20:
            n += 1
            one_store(chat, f"store {n}", KILLS - judge.kills, rng, judge)
    equal("kills", judge.kills, KILLS)
    case("most of them while it was asking", judge.asking > KILLS * 0.6, judge.asking)
    case("with some of the summaries there already", sum(0 < x < PAPERS for x in judge.stored) > KILLS * 0.6, judge.stored)
    case("the store was whole after each", judge.whole)
    equal("what was stored was never asked for again", judge.paid_twice, [])
    case(f"of each killed run at most {JOBS} papers were", max(judge.lost) <= JOBS, judge.lost)
    case("and of some of them as many as that, or nearly: they were under way", max(judge.lost) >= JOBS // 2, judge.lost)


main()
done()
