#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""digest doctor in worlds where something is wrong: what it says, what it ends with, and what --fix touches."""
import os
import sqlite3
import subprocess
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "tools"))
from chattest import FakeChat
from fakearxiv import eastern
from made import chinese, lines, record, write
from tap import DIGEST, case, clean_env, done, equal, run, scratch, skip


class World:
    """A home with a store of three papers."""

    def __init__(self):
        self.home = scratch()
        self.store = os.path.join(self.home, ".local/share/digest/digest.db")
        write(f"{self.home}/p.jsonl", lines(*(record(f"2611.{i:05}", f"Title number {i}", categories=["cs.CL"], announced="2026-11-20", announce_type="new",
                                                     summary=chinese(f"题目{i}")) for i in range(1, 4))))
        r = run("fetch", "--input", f"{self.home}/p.jsonl", cwd=self.home)
        if r.status != 0:
            case("a store is made", False, r.msg)
        self.sql("PRAGMA wal_checkpoint(TRUNCATE)")

    def sql(self, *words):
        db = sqlite3.connect(self.store)
        db.execute(*words)
        db.commit()
        db.close()

    def doctor(self, *words, program=None, **more):
        return run("doctor", *words, home=self.home, cwd=self.home, env=clean_env(self.home, **more), program=program)

    def config(self, text):
        write(f"{self.home}/.config/digest/config", text)


def said(name, r, status, *words):
    case(f"{name}: {status}", r.status == status, f"{r.status} {r.msg}")
    case(f"{name}: it is said what, and what to do", all(w in r.msg for w in words), r.msg)


def well():
    w = World()
    r = w.doctor()
    equal("nothing is wrong: 0 and no message", (r.status, r.msg), (0, ""))
    case("a line for each part", r.text.count("\n") == r.text.count(" well\n") >= 9, r.text)
    equal("without a store and a configuration", run("doctor", cwd=scratch()).status, 0)


def stores():
    w = World()
    with open(w.store, "rb") as f:
        data = f.read()
    with open(w.store, "wb") as f:
        f.write(data.replace(b"Title number 2", b"Title number 9"))
    said("a damaged record", w.doctor(), 74, "2611.00002", "--refresh")
    with open(w.store, "wb") as f:
        f.write(data.replace("题目3".encode(), "题目8".encode()))
    said("a damaged summary", w.doctor(), 74, "2611.00003", "digest summarize")
    w = World()
    w.sql("PRAGMA user_version = 999")
    said("a store of a newer version", w.doctor(), 74, "newer version", "install")
    w = World()
    os.chmod(w.store, 0o444)
    os.chmod(os.path.dirname(w.store), 0o555)
    if os.geteuid() == 0:
        r = run("--bounding-set", "-dac_override,-dac_read_search", DIGEST, "doctor", program="/usr/bin/setpriv", cwd=w.home, env=clean_env(w.home))
    else:
        r = w.doctor()
    os.chmod(os.path.dirname(w.store), 0o755)
    said("a store that cannot be written", r, 74, "digest.db", "see to its file")


def configuration():
    w = World()
    w.config("category = cs.CL\nno-such-thing = 1\n")
    said("a fault in the configuration", w.doctor(), 2, "config:2", "no-such-thing")
    # what the run of that night would refuse
    for name, text, status, *words in (
            ("a category that there is not", "category = cs.LQ", 2, "cs.LQ", "cs.LG"),
            ("a day to come", "category = cs.CL\ndate = 2999-01-01", 2, "2999-01-01"),
            ("a style that there is not", "category = cs.CL\nstyle = nosuch", 2, 'no style "nosuch"'),
            ("a provider as a command", "category = cs.CL\nsummarizer = deepseek", 2, "--provider deepseek"),
            ("a model without an endpoint", "category = cs.CL\nmodel = m", 2, "--model m", "--provider"),
            ("a command that is not there", "category = cs.CL\nsummarizer = nosuchcommand --x", 69, "nosuchcommand", "PATH"),
            ("a place for pages that cannot be one", "category = cs.CL\noutput = /dev/null/posts/{date}.md", 74, "/dev/null/posts"),
            ("a fault in one profile", "category = cs.CL\n[profile a]\nstyle = brief\n[profile b]\nsummarizer = deepseek", 2,
             "[profile b]: ", "--provider deepseek"),
            ("an endpoint without a model, in a profile", "category = cs.CL\n[profile b]\nprovider = moonshot", 2, "[profile b]: ", "--model")):
        w.config(text + "\n")
        r = w.doctor()
        said(name, r, status, *words)
        equal(f"{name}: it is said once", r.msg.count("\n"), 1)
    w.config("category = cs.LQ\n[profile a]\nstyle = brief\n[profile b]\nstyle = notes\n")
    equal("what all profiles have from the head is said once", w.doctor().msg.count("cs.LQ"), 1)
    w.config("category = cs.CL\nsummarizer = cat -u\n[profile a]\nstyle = brief\n")
    equal("nothing is wrong with it", (w.doctor().status, w.doctor("--profile", "a").status), (0, 0))


def endpoints():
    w = World()
    with FakeChat(made=True, key="sk-right") as chat:
        words = ("--base-url", chat.base, "--model", "m")
        w.doctor(*words, DIGEST_API_KEY="sk-wrong-key")
        equal("unasked, no endpoint is asked", len(chat.events()), 0)
    said("an endpoint that is away", w.doctor("--base-url", "http://127.0.0.1:1/v1", "--model", "m", "--ask", DIGEST_API_KEY="sk-x"), 69, "127.0.0.1:1", "--base-url")
    equal("unasked it is not noticed", w.doctor("--base-url", "http://127.0.0.1:1/v1", "--model", "m", DIGEST_API_KEY="sk-x").status, 0)
    import http.server
    import threading

    class Refuses(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            seen.append(self.headers["Authorization"])
            body = b'{"data":[]}'
            self.send_response(200 if self.headers["Authorization"] == "Bearer sk-right" else 401)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_):
            pass

    seen = []
    server = http.server.HTTPServer(("127.0.0.1", 0), Refuses)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    words = ("--base-url", f"http://127.0.0.1:{server.server_port}/v1", "--model", "m", "--ask")
    r = w.doctor(*words, DIGEST_API_KEY="sk-wrong-key")
    said("a refused key", r, 77, "401", "key")
    case("which is not said", "sk-wrong" not in r.msg + r.text, r.msg)
    equal("with one request", seen, ["Bearer sk-wrong-key"])
    equal("the right key", w.doctor(*words, DIGEST_API_KEY="sk-right").status, 0)
    server.shutdown()


def time():
    w = World()
    said("a clock that is years behind", w.doctor("--test-clock", str(eastern.parse("2019-03-01T00:00:00Z"))), 3, "clock", "set it")
    w.sql("INSERT INTO runs (begun, words) VALUES ('2026-11-25T00:00:00Z', '')")
    said("a run of a day that has not come", w.doctor("--test-clock", str(eastern.parse("2026-11-20T00:00:00Z"))), 3, "clock", "2026-11-25")
    said("no time zone data", w.doctor(TZDIR=scratch()), 3, "time zone", "tzdata")
    w = World()
    said("the list of holidays has ended", w.doctor("--test-clock", str(eastern.parse("2031-03-05T12:00:00Z"))), 3, "2031-03-05", "a newer digest has their list")


def locks_and_files():
    w = World()
    p = subprocess.Popen(["/bin/true"])
    p.wait()
    lock, page = w.store + ".lock", os.path.join(w.home, "pages")
    write(lock, f"{p.pid} 2026-11-20T01:02:03Z\n")
    os.mkdir(page)
    left = os.path.join(page, f".digest-{p.pid}-0.tmp")
    write(left, "half")
    mine = [write(os.path.join(page, name), "x") for name in (f".digest-{os.getpid()}-0.tmp", ".digest-notes.tmp", "a.md", "x.tmp")]
    words = ("-o", "pages/{date}.md")
    r = w.doctor(*words)
    said("a lock and a file of a run that was killed", r, 3, str(p.pid), "2026-11-20T01:02:03Z", left.replace(w.home + "/", ""), "--fix")
    r = w.doctor("--fix", *words)
    equal("--fix: nothing is left to do", (r.status, os.path.exists(left), os.path.getsize(lock)), (0, False, 0))
    case("--fix: nothing else is touched", all(os.path.exists(f) for f in mine))
    import fcntl
    with open(lock, "r+", encoding="ascii") as f:
        f.write(f"{os.getpid()} 2026-11-20T01:02:03Z\n")
        f.flush()
        fcntl.flock(f, fcntl.LOCK_EX)
        r = w.doctor("--fix")
        f.seek(0)
        case("a lock with a process is left alone, and no fault", r.status == 0 and f"process {os.getpid()}" in r.msg and f.read().startswith(str(os.getpid())), r.msg)


def disk():
    w = World()
    place = os.path.join(w.home, "small")
    os.mkdir(place)
    if os.geteuid() != 0 or subprocess.run(["mount", "-t", "tmpfs", "-o", "size=8m", "digest-test", place], capture_output=True, check=False).returncode != 0:
        skip("a disk that is nearly full", "no file system can be mounted here")
        return
    try:
        said("a disk that is nearly full", w.doctor("--store", f"{place}/s.db"), 3, "MB are left", "make room")
    finally:
        subprocess.run(["umount", place], check=False)


well()
stores()
configuration()
endpoints()
time()
locks_and_files()
disk()
done()
