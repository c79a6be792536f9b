#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""A store with a damaged byte: what is printed is what was put in, or the run says that it is not and ends with another status."""
import http.server
import os
import random
import shutil
import sqlite3
import subprocess
import sys
import threading
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "tools"))
from chattest import FakeChat
from made import chinese, lines, record, write
from tap import DIGEST, ROOT, case, clean_env, done, equal, run, scratch

COPIES, SEED = 160, 20261130
DAYS = ("2026-11-18", "2026-11-19", "2026-11-20")
BASE = scratch()
STORE = os.path.join(BASE, "s.db")
PAPERS = [record(f"2611.{i:05}", f"Title number {i} of a paper", abstract=f"The abstract number {i} says this. " * 12, categories=["cs.CL", "cs.LG"],
                 authors=[{"name": f"Ada Noor {i}"}, {"name": "Bo Li"}], announced=DAYS[i % 3], announce_type="new", summary=chinese(f"题目{i}")) for i in range(1, 61)]


def put(path, data):
    with open(path, "wb") as f:
        f.write(data)


def pages(store, *more):
    """What the commands print that only read: ((status, output) of each)."""
    shown = [run("render", "--date", day, "-c", "cs.CL", "--store", store, *more, cwd=BASE) for day in DAYS]
    shown.append(run("render", "--all", "--format", "json", "--store", store, *more, cwd=BASE))
    return shown


def store_of(papers):
    write(f"{BASE}/p.jsonl", lines(*papers))
    r = run("fetch", "--input", f"{BASE}/p.jsonl", "--store", STORE, cwd=BASE)
    case("a store is made", r.status == 0, r.msg)
    db = sqlite3.connect(STORE)
    db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    db.close()


def flipped_bits(whole):
    """As many copies as COPIES, each with one bit of its pages flipped; the first bytes of the file, which SQLite checks itself, too."""
    chance = random.Random(SEED)
    with open(STORE, "rb") as f:
        data = f.read()
    used = [i for i in range(len(data)) if data[i] != 0]
    wrong, said = [], 0
    for n in range(COPIES):
        at, bit = chance.choice(used), 1 << chance.randrange(8)
        copy = os.path.join(BASE, "copy.db")
        for end in ("", "-wal", "-shm"):
            if os.path.exists(copy + end):
                os.remove(copy + end)
        broken = bytearray(data)
        broken[at] ^= bit
        put(copy, bytes(broken))
        for i, r in enumerate(pages(copy)):
            said += r.status != 0
            if r.status == 0 and r.out != whole[i].out:
                wrong.append(f"copy {n}: byte {at} of {len(data)}, bit {bit}, page {i}")
    equal(f"{COPIES} copies with a flipped bit: no page with other letters and 0", wrong, [])
    case("and many of them were told", said > COPIES, said)


def change(what, old, new, sql=None):
    """A copy in which the bytes OLD are NEW, wherever they stand (SQLite leaves older ones in unused places)."""
    copy = os.path.join(BASE, f"{what}.db")
    with open(STORE, "rb") as f:
        data = f.read()
    case(f"{what}: the bytes are there", data.count(old) >= 1, old)
    put(copy, data.replace(old, new))
    return copy


def one_record(whole):
    copy = change("title", b"Title number 7 of", b"Title number 9 of")
    shown = pages(copy)
    want = [r.status for r in shown]
    case("a changed title: its day is not shown, and the paper is named", shown[1].status == 74 and b"2611.00007" in shown[1].err and shown[1].out == b"", shown[1].msg)
    case("and what to do is said", "--refresh" in shown[1].msg, shown[1].msg)
    equal("the other days are as they were", (want[0], shown[0].out, want[2], shown[2].out), (0, whole[0].out, 0, whole[2].out))
    r = run("fetch", "--input", f"{BASE}/p.jsonl", "--store", copy, cwd=BASE)
    equal("a record that comes again is mended", (r.status, [x.out for x in pages(copy)] == [x.out for x in whole]), (0, True))
    copy = change("author", b"Ada Noor 7", b"Ada Moor 7")
    equal("a changed author", pages(copy)[1].status, 74)
    copy = change("day", DAYS[1].encode() + b"2611.00007", DAYS[0].encode() + b"2611.00007")
    shown = pages(copy)
    case("an announcement that moved to another day: the one that lacks it is not shown", shown[1].status == 74 and b"the announcements of" in shown[1].err,
         [r.msg for r in shown])
    case("the other one is as it was, or is not shown", shown[0].status == 74 or shown[0].out == whole[0].out, shown[0].msg)


def one_summary(whole):
    words = dict(PAPERS[6]["summary"])
    field = next(v for k, v in words.items() if isinstance(v, str) and "7" in v)
    copy = change("summary", field.encode(), field.replace("7", "8").encode())
    r = pages(copy)[1]
    case("a changed summary is not shown", r.status == 3 and field.replace("7", "8") not in r.text and "待摘要" in r.text, f"{r.status} {r.msg}")
    case("and its paper is named", "2611.00007" in r.msg and "damaged" in r.msg, r.msg)
    r = run("fetch", "--input", f"{BASE}/p.jsonl", "--store", copy, cwd=BASE)
    equal("a summary that comes again is mended", (r.status, pages(copy)[1].out), (0, whole[1].out))


def lost_summary(whole):
    """The record refers to a summary that is not there any more: the paper waits, in every format, and is named."""
    copy = os.path.join(BASE, "lost.db")
    shutil.copy(STORE, copy)
    db = sqlite3.connect(copy)
    db.execute("DELETE FROM summaries WHERE row = (SELECT summary FROM papers WHERE id = '2611.00007')")
    db.commit()
    db.close()
    for form in ("md", "json", "html"):
        r = run("render", "--store", copy, "--date", DAYS[1], "--format", form, cwd=BASE)
        case(f"a lost summary, {form}: 3, and its paper is named", r.status == 3 and "2611.00007" in r.msg and "damaged" in r.msg, f"{r.status} {r.msg}")
    r = run("show", "--store", copy, "2611.00007", cwd=BASE)
    case("a lost summary, show: 3, and its paper is named", r.status == 3 and "2611.00007" in r.msg and "damaged" in r.msg, f"{r.status} {r.msg}")


def another_program(whole):
    copy = os.path.join(BASE, "edited.db")
    shutil.copy(STORE, copy)
    db = sqlite3.connect(copy)
    db.execute("UPDATE papers SET title = 'By hand', sum = NULL WHERE id = '2611.00007'")
    db.commit()
    db.close()
    r = pages(copy)[1]
    case("who changes a record by hand and takes away its sum is believed", r.status == 0 and "By hand" in r.text, r.msg)


def older_store(whole):
    """A store of version 5 gets its sums when it is opened."""
    copy = os.path.join(BASE, "older.db")
    shutil.copy(STORE, copy)
    db = sqlite3.connect(copy)
    for table in ("papers", "summaries", "paper_summaries", "fetches", "pages", "page_papers", "runs", "spending"):
        db.execute(f"ALTER TABLE {table} DROP COLUMN sum")
    db.execute("ALTER TABLE summaries DROP COLUMN why")
    db.execute("DROP TABLE announced_days")
    db.execute("DROP INDEX announcements_find")
    db.execute("CREATE INDEX announcements_find ON announcements (date, id, type)")
    for column in ("score", "why"):
        db.execute(f"ALTER TABLE page_papers DROP COLUMN {column}")
    db.execute("DROP TABLE computed")
    db.execute("DROP TABLE search_docs")
    db.execute("DROP TABLE search_stale")
    db.execute("PRAGMA user_version = 5")
    db.commit()
    db.close()
    equal("an older store shows the same", [(r.status, r.out) for r in pages(copy)], [(r.status, r.out) for r in whole])
    db = sqlite3.connect(copy)
    equal("and has sums from then on", db.execute("SELECT count(*) FROM papers WHERE sum IS NULL").fetchone()[0], 0)
    db.close()


def gone(how):
    """The store is removed or replaced while the endpoint thinks."""
    home = scratch()
    store = os.path.join(home, ".local/share/digest/digest.db")
    write(f"{home}/p.jsonl", lines(*(record(f"2611.{i:05}", f"Title {i}", announced=DAYS[0], announce_type="new", categories=["cs.CL"]) for i in range(1, 6))))
    with FakeChat(made=True, hold=True) as chat:
        words = ["--input", f"{home}/p.jsonl", "--gate", "off", "-o", "a.md", *chat.words]
        p = subprocess.Popen([DIGEST, *words], cwd=home, env=clean_env(home), stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        while len(chat.asked()) < 5 and p.poll() is None:
            time.sleep(0.02)
        for part in ("", "-wal", "-shm"):
            if os.path.exists(store + part):
                os.remove(store + part)
        if how == "replaced":
            run("fetch", "--input", f"{home}/p.jsonl", home=home, cwd=home)
        chat.script(made=True)
        err = p.communicate()[1].decode()
        case(f"a store that was {how} under a run: 74, and no page", p.returncode == 74 and "removed or replaced" in err and not os.path.exists(f"{home}/a.md"), f"{p.returncode} {err}")
        kept = os.path.join(home, ".local/state/digest/rescued.jsonl")
        case(f"{how}: the answers are kept as records", os.path.exists(kept) and open(kept, encoding="utf-8").read().count('"summary"') == 5, err)
        r = run(*words, home=home, cwd=home)
        equal(f"{how}: the next run puts them in and pays for nothing twice", (r.status, set(chat.count().values()), os.path.exists(kept)), (0, {1}, False))


class Slow(http.server.BaseHTTPRequestHandler):
    """Answers with the sample feed, once it may; the first request shows that a run is at work."""
    asked, may = threading.Event(), threading.Event()

    def log_message(self, *_):
        pass

    def date_time_string(self, timestamp=None):
        return "Fri, 20 Nov 2026 18:00:00 GMT"

    def do_GET(self):
        Slow.asked.set()
        Slow.may.wait(60)
        with open(os.path.join(ROOT, "data/sample/feed.xml"), "rb") as f:
            body = f.read()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


def gone_in_a_harvest(how):
    """The store is removed or replaced while arXiv, or the host of an input, thinks."""
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Slow)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    url, now = f"http://127.0.0.1:{server.server_port}", "1795197600"   # 2026-11-20, 13:00 in New York
    arxiv = ("-c", "cs.CL", "--arxiv-url", url, "--interval", "1", "--tries", "1", "--test-clock", now)
    for name, words in (("fetch", ("fetch", *arxiv)), ("a run", (*arxiv, "-o", "a.md")), ("fetch --input", ("fetch", "--input", url + "/feed", "--test-clock", now)),
                        ("a run --input", ("--input", url + "/feed", "-o", "a.md", "--test-clock", now))):
        home = scratch()
        store = os.path.join(home, ".local/share/digest/digest.db")
        Slow.asked.clear(), Slow.may.clear()
        p = subprocess.Popen([DIGEST, *words], cwd=home, env=clean_env(home), stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        Slow.asked.wait(60)
        for part in ("", "-wal", "-shm"):
            if os.path.exists(store + part):
                os.remove(store + part)
        if how == "replaced":
            write(f"{home}/p.jsonl", lines(PAPERS[0]))
            run("fetch", "--input", "p.jsonl", home=home, cwd=home)
        Slow.may.set()
        err = p.communicate()[1].decode()
        case(f"{name}: a store that was {how} under it: 74, said once, and no page", p.returncode == 74 and err.count("removed or replaced") == 1 and not os.path.exists(f"{home}/a.md"), f"{p.returncode} {err}")
        r = run(*words, home=home, cwd=home)
        case(f"{name}, {how}: the next run is as any other", "removed or replaced" not in r.msg and r.status != 74, r.msg)
        if "--input" in words:
            case(f"{name}, {how}: it gets all of it", run("render", "--all", home=home, cwd=home).text.count("[^14]: ") == 1, r.msg)
    server.shutdown()
    server.server_close()


def broken_rescue():
    """Rescued answers that cannot be read are said once, set aside, and no later run stumbles over them."""
    good = lines(record("2611.00009", "Rescued", announced=DAYS[0], announce_type="new", categories=["cs.CL"], summary=chinese()))
    for name, text, papers in (("nothing of it is a record", "not a record\n", 0), ("a line is broken", good + "{\n", 1)):
        home = scratch()
        write(f"{home}/p.jsonl", lines(record("2611.00001", "A Title", announced=DAYS[0], announce_type="new", categories=["cs.CL"], summary=chinese())))
        kept = f"{home}/.local/state/digest/rescued.jsonl"
        os.makedirs(os.path.dirname(kept))
        write(kept, text)
        first, again = (run("--input", f"{home}/p.jsonl", "--summarizer", "extract", "-o", "a.md", home=home, cwd=home) for _ in range(2))
        case(f"rescued answers, {name}: said, the page is made, 3", first.status == 3 and "rescued.jsonl.broken" in first.msg and os.path.exists(f"{home}/a.md"), first.msg)
        case(f"rescued answers, {name}: set aside", not os.path.exists(kept) and os.path.exists(kept + ".broken"))
        equal(f"rescued answers, {name}: the next run is as any other", (again.status, again.msg), (0, ""))
        equal(f"rescued answers, {name}: what could be read is in the store", run("render", "--all", home=home, cwd=home).text.count("[^2]: "), papers)


store_of(PAPERS)
WHOLE = pages(STORE)
case("its pages are whole", all(r.status == 0 for r in WHOLE), [r.msg for r in WHOLE])
one_record(WHOLE)
one_summary(WHOLE)
lost_summary(WHOLE)
another_program(WHOLE)
older_store(WHOLE)
broken_rescue()
gone("removed")
gone("replaced")
gone_in_a_harvest("removed")
gone_in_a_harvest("replaced")
flipped_bits(WHOLE)
done()
