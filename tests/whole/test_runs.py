#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""Runs at the same time: which one waits for which, for how long, and what is said; and several profiles, one after the other."""
import fcntl
import os
import pty
import sqlite3
import subprocess
import sys
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "tools"))
from arxivtest import FakeArxiv
from chattest import FakeChat
from made import feed, item, write
from nights import Home
from tap import DIGEST, case, done, equal, run

NOW = "2026-03-11T13:00:00Z"
SINCE = "2026-03-11T01:02:03Z"


class Held:
    """The store's lock, held by this process as a run would hold it."""

    def __init__(self, store, since=SINCE):
        os.makedirs(os.path.dirname(store), exist_ok=True)
        self.f = open(store + ".lock", "w+", encoding="ascii")
        fcntl.flock(self.f, fcntl.LOCK_EX | fcntl.LOCK_NB)
        self.f.write(f"{os.getpid()} {since}\n")
        self.f.flush()

    def release(self):
        self.f.close()


def started(home, *words, stderr=subprocess.PIPE, **more):
    return subprocess.Popen([DIGEST] + home.words(*words), cwd=home.folder, env=home.env(**more), stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=stderr)


def first_line(stream):
    return stream.readline().decode()


def until(condition, seconds=60):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if condition():
            return True
        time.sleep(0.02)
    return False


def harvests(arxiv):
    home = Home(arxiv, NOW)
    held = Held(home.store)
    who = f"process {os.getpid()}, since {SINCE}"
    r = home.run("fetch", "-c", "cs.CL", "--wait", "0")
    case("--wait 0: 75, and which process holds the lock since when", r.status == 75 and who in r.msg, f"{r.status} {r.msg}")
    asked = len(arxiv.log())
    p = started(home, "fetch", "-c", "cs.CL", "--wait", "60")
    line = first_line(p.stderr)
    case("--wait 60: it is said while it waits", who in line and "up to 60 s" in line and p.poll() is None, line)
    equal("meanwhile nothing is asked", len(arxiv.log()), asked)
    held.release()
    p.communicate()
    case("and goes on when the other one is done", p.returncode == 0 and len(arxiv.log()) > asked, p.returncode)

    held = Held(home.store)
    p = started(home, "fetch", "-c", "cs.CL")
    line = first_line(p.stderr)
    case("without a terminal the default is ten minutes", "up to 600 s" in line, line)
    outer, inner = pty.openpty()
    q = started(home, "fetch", "-c", "cs.CL", stderr=inner)
    os.close(inner)
    line = ""
    while not line.endswith("\n"):  # a terminal gives what is there so far
        line += os.read(outer, 4096).decode()
    case("on a terminal it is ten seconds", "up to 10 s" in line, line)
    for words in (("status",), ("render", "-c", "cs.CL", "--date", "2026-03-11")):
        r = home.run(*words, timeout=600)
        case(f"digest {words[0]} does not wait", r.status in (0, 3) and "wait" not in r.msg, f"{r.status} {r.msg}")
    held.release()
    p.communicate()
    q.wait()
    os.close(outer)
    equal("both went on after it", (p.returncode, q.returncode), (0, 0))
    with open(home.store + ".lock", encoding="ascii") as f:
        equal("a run that ended leaves no name in the lock", f.read(), "")
    r = home.run("fetch", "-c", "cs.CL", "--wait", "-1")
    case("--wait takes 0 and more", r.status == 2 and "from 0 to" in r.msg, r.msg)


def a_killed_run(arxiv):
    home = Home(arxiv, NOW)
    arxiv.control(quirks=[{"match": "/rss/", "do": "slow", "hold": True}])
    p = started(home, "fetch", "-c", "cs.CL", "--road", "rss")
    until(lambda: os.path.exists(home.store + ".lock") and os.path.getsize(home.store + ".lock") > 0)
    p.kill()
    p.communicate()
    with open(home.store + ".lock", encoding="ascii") as f:
        left = f.read()
    case("what a killed run leaves in the lock is its number and time", left.split()[:1] == [str(p.pid)], left)
    arxiv.control(quirks=[])
    r = home.run("fetch", "-c", "cs.CL", "--road", "rss", "--wait", "0")
    case("and holds up no run", r.status == 0, f"{r.status} {r.msg}")


def writers(arxiv):
    home = Home(arxiv, NOW)
    home.run("fetch", "-c", "cs.CL", "--road", "rss")
    db = sqlite3.connect(home.store, isolation_level=None)
    db.execute("BEGIN IMMEDIATE")
    db.execute("UPDATE runs SET words = words")
    r = home.run("fetch", "-c", "cs.CL", "--road", "rss", "--refresh", "--wait", "0")
    case("another program that writes to the store: 75", r.status == 75 and "writing to this store" in r.msg, f"{r.status} {r.msg}")
    case("and it is said which process", f"process {os.getpid()}" in r.msg, r.msg)
    r = home.run("render", "--date", "2026-03-11")
    case("digest render does not wait for it", r.status in (0, 3) and r.text.count("](https://arxiv.org/abs/") > 0 and "writing" not in r.msg, f"{r.status} {r.msg}")
    r = home.run("status")
    case("nor does digest status", r.status == 0 and "writing" not in r.msg, f"{r.status} {r.msg}")
    p = started(home, "fetch", "-c", "cs.CL", "--road", "rss", "--refresh", "--wait", "60")
    line = first_line(p.stderr)
    case("with patience it waits, and says so", "writing to this store: waiting" in line and p.poll() is None, line)
    db.execute("ROLLBACK")
    db.close()
    p.communicate()
    equal("until the other one is done", p.returncode, 0)


def while_an_endpoint_thinks(arxiv):
    home = Home(arxiv, NOW)
    with FakeChat(made=True, hold=True) as chat:
        p = started(home, "-c", "cs.CL", "-o", "{date}.md", "--gate", "off", "--jobs", "40", *chat.words)
        case("the endpoint is being asked", until(lambda: len(chat.asked()) > 0))
        try:
            Held(home.store).release()
            free = True
        except OSError:
            free = False
        case("the store's lock is free while it thinks", free and p.poll() is None)
        db = sqlite3.connect(home.store, timeout=0, isolation_level=None)
        try:
            db.execute("BEGIN IMMEDIATE")
            db.execute("ROLLBACK")
            free = True
        except sqlite3.OperationalError as e:
            free = str(e)
        db.close()
        case("and nothing is held in the store itself", free is True and p.poll() is None, free)
        r = home.run("fetch", "-c", "cs.LG", "--wait", "0")
        case("another run fetches meanwhile", r.status == 0 and p.poll() is None, f"{r.status} {r.msg}")
        r = home.run("-c", "cs.CL", "-o", "other/{date}.md", "--wait", "0", "--gate", "off", "--jobs", "40", *chat.words)
        case("one that would ask for the same: 75 with --wait 0, and no page", r.status == 75 and f"process {p.pid}" in r.msg and not os.path.exists(home.folder + "/other"),
             f"{r.status} {r.msg}")
        r = home.run("-c", "cs.CL", "-o", "other/{date}.md", "--wait", "1", "--gate", "off", "--jobs", "40", *chat.words)
        case("with --wait 1 a page that waits, and 3", r.status == 3 and os.path.exists(home.folder + "/other"), f"{r.status} {r.msg}")
        q = started(home, "-c", "cs.CL", "-o", "third/{date}.md", "--gate", "off", "--jobs", "40", *chat.words)
        case("without --wait it waits for the first", "waiting up to 600 s" in (line := first_line(q.stderr)), line)
        chat.script(made=True)
        out, err = p.communicate()
        qout, qerr = q.communicate()
        equal("the first one ends well", (p.returncode, err.decode()), (0, ""))
        case("so does the one that waited for it", q.returncode == 0, qerr.decode())
        equal("no paper was paid for twice", set(chat.count().values()), {1})
        case("its page is whole", "待摘要" not in open(home.folder + "/third/2026-03-11.md", encoding="utf-8").read())


def profiles(arxiv):
    home = Home(arxiv, NOW)
    folder = os.path.join(home.folder, ".config/digest")
    os.makedirs(folder)

    def config(text):
        with open(os.path.join(folder, "config"), "w", encoding="utf-8") as f:
            f.write(text)

    both = "[profile a]\ncategory = cs.CL\noutput = a.md\n[profile b]\ncategory = cs.LG\noutput = b.md\n"
    config(both)
    r = home.run("--profile", "b,a")
    case("--profile b,a: both ran", r.status == 0 and os.path.exists(home.folder + "/a.md") and os.path.exists(home.folder + "/b.md"), f"{r.status} {r.msg}")
    asked = [q["path"] for q in arxiv.log() if "/rss/" in q["path"]]
    case("one after the other, as they were said", asked.index("/rss/cs.LG") < asked.index("/rss/cs.CL"), asked)
    case("messages say whose they are", "digest: b: " in r.msg and "digest: a: " in r.msg, r.msg)
    os.remove(home.folder + "/a.md"), os.remove(home.folder + "/b.md")
    r = home.run("--all-profiles", "--refresh")
    case("--all-profiles: both ran", r.status == 0 and os.path.exists(home.folder + "/a.md") and os.path.exists(home.folder + "/b.md"), f"{r.status} {r.msg}")
    r = run(*home.words("--refresh"), cwd=home.folder, env=home.env(DIGEST_PROFILE="a,b"))
    case("DIGEST_PROFILE=a,b too", r.status == 0 and "digest: b: " in r.msg, f"{r.status} {r.msg}")

    broken = os.path.join(home.folder, "broken.xml")
    write(broken, "neither XML nor JSON lines")
    missing = os.path.join(home.folder, "missing.xml")
    good = os.path.join(home.folder, "good.xml")
    write(good, feed("2026-03-11", item("2603.00001", "A title")))
    config(f"[profile good]\ninput = {good}\noutput = good.md\n[profile broken]\ninput = {broken}\noutput = c.md\n"
           f"[profile missing]\ninput = {missing}\noutput = d.md\n[profile also]\ninput = {good}\noutput = also.md\n[profile same]\ninput = {good}\noutput = good.md\n")
    rows = (("good,also", 0), ("broken,good", 3), ("good,broken", 3), ("broken,missing", 65), ("missing,broken", 74), ("good,missing,broken", 3), ("broken", 65))
    for names, want in rows:
        r = run("--profile", names, "--store", "none", cwd=home.folder)
        equal(f"--profile {names}", (r.status, r.msg if r.status != want else ""), (want, ""))
    os.remove(home.folder + "/good.md")
    r = run("--profile", "good,nobody", cwd=home.folder)
    case("a profile that is not there: 2, before the first one runs", r.status == 2 and "nobody" in r.msg and not os.path.exists(home.folder + "/good.md"), r.msg)
    r = run("--profile", "good,same", cwd=home.folder)
    case("two that would write one file: 2, and nothing is written", r.status == 2 and "good.md" in r.msg and not os.path.exists(home.folder + "/good.md"), r.msg)
    r = run("--profile", "good,also", "--report", "r.json", cwd=home.folder)
    case("one report for two: 2", r.status == 2 and "{profile}" in r.msg, r.msg)
    r = run("--profile", "good,also", "--report", "{profile}.json", "--store", "none", cwd=home.folder)
    case("with {profile} in its name: one each", r.status == 0 and os.path.exists(home.folder + "/good.json") and os.path.exists(home.folder + "/also.json"), r.msg)
    r = run("--profile", "good", "--all-profiles", cwd=home.folder)
    equal("--profile and --all-profiles", r.status, 2)
    config("category = cs.CL\n")
    r = run("--all-profiles", cwd=home.folder)
    case("--all-profiles without any: 2", r.status == 2 and "[profile NAME]" in r.msg, r.msg)


with FakeArxiv(make=40, first="2026-03-09", last="2026-03-11", categories=["cs.CL", "cs.LG"], now=NOW) as fake:
    harvests(fake)
    a_killed_run(fake)
    writers(fake)
    while_an_endpoint_thinks(fake)
    fake.control(forget_log=True)
    profiles(fake)
done()
