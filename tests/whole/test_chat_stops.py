# SPDX-License-Identifier: MIT
"""What ends the asking: an endpoint that refuses each paper, and whoever sends a signal. Nothing that was answered is lost, nothing
is rejected that only a wrong line of the configuration stands in the way of. The endpoint is tools/fakechat.py."""
import json
import os
import signal
import sqlite3
import subprocess
import sys
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "tools"))
from chattest import FakeChat
from made import feed, item, write
from tap import DIGEST, case, clean_env, done, equal, run, scratch

WAIT_S = 600  # ends a test that hangs
STUBBORN = """#!/usr/bin/python3
import os, signal, subprocess, sys
for s in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
    signal.signal(s, signal.SIG_IGN)
child = subprocess.Popen(["sleep", "3600"])
print(os.getpid(), child.pid, file=open(sys.argv[1] + ".new", "w"))
os.rename(sys.argv[1] + ".new", sys.argv[1])
for n, line in enumerate(sys.stdin):
    if n < 2:
        key = line.split('"key":"')[1].split('"')[0]
        print('{"key":"%s","summary":{"title":"题目","tldr":"摘要。","tldr_en":"One.","abstract":"全文。"}}' % key, flush=True)
"""


class Home:
    def __init__(self, n=12):
        self.path = scratch()
        self.feed = write(f"{self.path}/feed.xml", feed("2026-11-20", *(item(f"2611.{i:05}", f"Title number {i}") for i in range(1, n + 1))))
        self.store = f"{self.path}/s.db"
        self.words = ["--input", self.feed, "--store", self.store, "-o", f"{self.path}/page.md", "--gate", "off", "--glossary", "none",
                      "--report", f"{self.path}/report.json", "--summarizer-retry-delay", "20"]

    def run(self, *words):
        return run(*self.words, *words, cwd=self.path)

    def stored(self):
        """Answers in the store that are good."""
        with sqlite3.connect(self.store) as db:
            return db.execute("SELECT count(*) FROM summaries WHERE status = 1").fetchone()[0]

    def waiting(self):
        with open(f"{self.path}/report.json", encoding="utf-8") as f:
            return [p["status"] for p in json.load(f)["summaries"]["waiting_papers"]]


def refusing(name, do, jobs, **more):
    """Each paper refused, whatever for: the run stops, says why, and rejects no paper."""
    home = Home()
    with FakeChat(made=True, rules=[dict(do=do, **more)]) as chat:
        r = home.run(*chat.words, "--jobs", jobs)
        n, most = len(chat.asked()), max(chat.count().values())
        equal(f"{name}, {jobs} jobs: exit status", r.status, 3)
        case(f"{name}, {jobs} jobs: said why, and that it is not the papers", "refused the first" in r.msg and "not the papers' fault" in r.msg, r.msg)
        case(f"{name}, {jobs} jobs: no more requests than five and those under way", 5 * most <= n <= (5 + jobs) * most, n)
        equal(f"{name}, {jobs} jobs: all papers wait, none is rejected", set(home.waiting()), {"pending"})
        chat.script(made=True)
        r = home.run(*chat.words)
        equal(f"{name}, {jobs} jobs: put right, the next run asks about all", (r.status, len(chat.asked()) - n), (0, 12))


def unknown_400():
    body = {"error": {"message": "Something is odd about this request.", "type": "odd_request", "param": None, "code": None}}
    refusing("a 400 that nobody knows", "filter-400", 8, body=body)
    refusing("a 422 that nobody knows", "filter-400", 1, status=422, body=body)
    refusing("every question too long", "too-long", 3)
    refusing("every answer cut at the limit", "length", 2)
    refusing("a reply of 400 in nothing but text", "filter-400", 64, body={"detail": "bad"})


def one_paper_only():
    """A refusal beside answers is the paper's own; and where there are too few papers to tell, what is known to be its fault."""
    odd = {"error": {"message": "Something is odd about this request.", "type": "odd_request", "param": None, "code": None}}
    six = [f"Title number {i}" for i in range(1, 7)]
    home = Home()
    with FakeChat(made=True, latency=0.3, rules=[{"paper": six, "do": "filter-400", "body": odd, "latency": 0}]) as chat:
        r = home.run(*chat.words, "--jobs", "8")
        equal("six refused at once, two others under way: asked to the end", (r.status, len(chat.asked())), (3, 12))
        equal("… and the six are rejected", sorted(home.waiting()), ["rejected"] * 6)
        r = home.run(*chat.words)
        equal("… and not asked about again", len(chat.asked()), 12)
    for name, do, more, want in (("filtered", "filter-400", {}, "rejected"), ("odd", "filter-400", {"body": odd}, "pending")):
        home = Home(3)
        with FakeChat(made=True, rules=[dict(do=do, **more)]) as chat:
            r = home.run(*chat.words)
            equal(f"three papers, all {name}: {want}", (r.status, home.waiting()), (3, [want] * 3))
    home = Home(12)
    write(f"{home.path}/feed.xml", feed("2026-11-20", *(item(f"2611.{i:05}", "One and the same title") for i in range(1, 13))))
    with FakeChat(made=True, rules=[{"do": "filter-400", "body": odd}]) as chat:
        r = home.run(*chat.words)
        equal("twelve of the same text, refused: one request, all wait", (r.status, len(chat.asked()), home.waiting()), (3, 1, ["pending"] * 12))


def start(home, *words):
    return subprocess.Popen([DIGEST, *home.words, *words], env=clean_env(home.path), cwd=home.path, stdin=subprocess.DEVNULL,
                            stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)


def until(what):
    end = time.monotonic() + WAIT_S
    while not what() and time.monotonic() < end:
        time.sleep(0.02)
    return what()


def gone(pid):
    try:
        with open(f"/proc/{pid}/stat", encoding="ascii") as f:
            return f.read().rpartition(")")[2].split()[0] == "Z"
    except OSError:
        return True


def signalled(number):
    """In the middle of the asking: answers stay, the page is not touched, the process ends by the signal."""
    name = signal.Signals(number).name
    home = Home(40)
    write(f"{home.path}/page.md", "an older page\n")
    with FakeChat(made=True, rules=[{"after": 10, "do": "hang"}]) as chat:
        p = start(home, *chat.words, "--jobs", "4")
        until(lambda: len(chat.asked()) >= 14)  # four are under way: the other ten were read, and stored before more were asked
        p.send_signal(number)
        _, err = p.communicate(timeout=WAIT_S)
        equal(f"{name}: ends by it", p.returncode, -number)
        case(f"{name}: one line says so", f"ended by {name}" in err.decode() and "10 summaries" in err.decode() and err.count(b"\n") == 1, err)
        with open(f"{home.path}/page.md", encoding="utf-8") as f:
            equal(f"{name}: no page is touched", f.read(), "an older page\n")
        equal(f"{name}: what was answered is stored", home.stored(), 10)
        chat.script(made=True)
        before = len(chat.asked())
        r = home.run(*chat.words)
        equal(f"{name}: the next run asks about the rest", (r.status, len(chat.asked()) - before), (0, 30))


def signalled_command(number, *words):
    """A command that will not hear of it, and its child: both gone."""
    name = signal.Signals(number).name + (" (plain)" if words else "")
    home = Home()
    script = write(f"{home.path}/stubborn", STUBBORN)
    os.chmod(script, 0o755)
    pids = f"{home.path}/pids"
    p = start(home, "--summarizer", f"{script} {pids}", *words)
    case(f"{name}: the command runs", until(lambda: os.path.exists(pids)))
    with open(pids, encoding="ascii") as f:
        of = f.read().split()
    if not words:
        until(lambda: os.path.exists(home.store) and home.stored() == 2)
    p.send_signal(number)
    p.communicate(timeout=WAIT_S)
    equal(f"{name}: ends by it", p.returncode, -number)
    case(f"{name}: the command and its child are gone", until(lambda: all(map(gone, of))), of)
    if not words:
        equal(f"{name}: what it had answered is stored", home.stored(), 2)


def signalled_twice_and_not_at_all():
    home = Home()
    with FakeChat(made=True, latency=0.2) as chat:
        p = subprocess.Popen([DIGEST, *home.words, *chat.words, "--jobs", "2"], env=clean_env(home.path), cwd=home.path, stderr=subprocess.PIPE,
                             preexec_fn=lambda: signal.signal(signal.SIGHUP, signal.SIG_IGN))
        until(lambda: len(chat.asked()) >= 3)
        p.send_signal(signal.SIGHUP)
        _, err = p.communicate(timeout=WAIT_S)
        equal("nohup: SIGHUP that was ignored is ignored", (p.returncode, err, len(chat.asked())), (0, b"", 12))
    home = Home()
    write(f"{home.path}/.config/digest/config", "[provider lab]\nbase-url = http://127.0.0.1:9/v1\nmodel = m\nkey-command = sleep 3600\n")
    p = start(home, "--provider", "lab")

    def started():
        with open(f"/proc/{p.pid}/task/{p.pid}/children", encoding="ascii") as f:
            return f.read().split()

    children = until(started)
    p.send_signal(signal.SIGINT)
    p.communicate(timeout=WAIT_S)
    equal("a key-command that waits: ends by SIGINT", p.returncode, -signal.SIGINT)
    case("… and is gone", len(children) == 1 and until(lambda: all(map(gone, children))), children)


def damaged():
    """The store fails while answers are under way: it is said, what came is kept, and no other paper is said to wait for it."""
    home = Home()
    home.run()
    with sqlite3.connect(home.store) as db:
        db.execute("UPDATE papers SET sum = NULL, authors = '3@abc' || char(10) WHERE id = '2611.00007'")  # with its sum it is noticed before
    with FakeChat(made=True, latency=0.05) as chat:
        r = run("summarize", "--all", "--store", home.store, "--gate", "off", "--glossary", "none", *chat.words, "--jobs", "2", cwd=home.path)
        with sqlite3.connect(home.store) as db:
            said = dict(db.execute("SELECT status, count(*) FROM summaries GROUP BY status"))
        case("a damaged store: the cause is said", r.status in (3, 74) and "2611.00007" in r.msg, (r.status, r.msg))
        case("a damaged store: what came is kept, and nothing false is noted", said.get(1, 0) == len(chat.asked()) > 0 and 2 not in said, (said, len(chat.asked())))


def two_at_once():
    """Two runs on one store: the second one waits, and pays for nothing that the first has got."""
    home = Home(20)
    with FakeChat(made=True, hold=True) as chat:
        pages = [f"{home.path}/{i}.md" for i in (1, 2)]
        first = start(home, *chat.words, "-o", pages[0], "--jobs", "4")
        until(lambda: len(chat.asked()) == 4)
        second = start(home, *chat.words, "-o", pages[1], "--jobs", "4")
        case("two runs at once: one waits, and says so", "waiting up to 600 s for it" in (line := second.stderr.readline().decode()), line)
        equal("… and asks nothing", len(chat.asked()), 4)
        chat.script(made=True)
        ends = [(p.communicate(timeout=WAIT_S)[1].decode(), p.returncode) for p in (first, second)]
        equal("two runs at once: both end well, the first in silence", (ends[0], ends[1][1]), (("", 0), 0))
        equal("two runs at once: each paper is asked about once", (len(chat.asked()), max(chat.count().values())), (20, 1))
        texts = []
        for page in pages:
            with open(page, encoding="utf-8") as f:
                texts.append(f.read())
        case("two runs at once: both pages are whole", "待摘要：" not in texts[0] and texts[0] == texts[1])
    home = Home(4)
    with FakeChat(made=True, rules=[{"do": "hang"}]) as slow, FakeChat(made=True) as chat:
        p = start(home, *slow.words, "-o", f"{home.path}/slow.md")
        until(lambda: len(slow.asked()) == 4)
        r = home.run(*chat.words)
        equal("another endpoint: no run waits", (r.status, len(chat.asked()), r.msg), (0, 4, ""))
        p.kill()
        p.communicate()
        r = home.run(*chat.words)
        equal("a run that was killed holds up no other", (r.status, r.msg), (0, ""))


unknown_400()
one_paper_only()
two_at_once()
damaged()
for one in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
    signalled(one)
signalled_command(signal.SIGINT)
signalled_command(signal.SIGTERM, "--summarizer-protocol", "plain")
signalled_twice_and_not_at_all()
done()
