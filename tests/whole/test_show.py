#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""digest show: what is printed of a few papers of our own, line by line and as JSON; texts that are kept, awaited, or a user's; papers that
there are not; the browser, by an xdg-open of our own; and 500 papers of real captures, against what SQL and records say."""
import json
import os
import pty
import random
import re
import sqlite3
import sys
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "tools"))
from arxivtest import FakeArxiv  # noqa: E402
from chattest import FakeChat  # noqa: E402
from fakearxiv import eastern  # noqa: E402
from tap import DIGEST, case, clean_env, done, equal, run, scratch, shared, skip  # noqa: E402

HOME = scratch()
STORE = f"{HOME}/s.db"
NOON = eastern.parse("2026-11-20T17:00:00Z")
OK = {"title": "用两盏灯数羊", "tldr": "灯数羊。", "tldr_en": "Lamps count.", "abstract": "灯在夜里数羊。"}
OWN = [
    {"id": "2611.00001", "version": 1, "title": "Counting Sheep with Lamps", "abstract": "Lamps count sheep at night.\nWe use 3 lamps.",
     "authors": [{"name": "A. Lamp", "affiliations": ["University of Dusk", "Night Lab"]}, {"name": "B. Sheep"}], "categories": ["cs.CL", "cs.LG"],
     "announced": "2026-11-03", "announce_type": "new", "comment": "8 pages", "published": "2026-11-02T10:00:00Z", "updated": "2026-11-02T10:00:00Z"},
    {"id": "2611.00001", "version": 2, "title": "Counting Sheep with Two Lamps", "abstract": "Lamps count many sheep at night.\nWe use 2 lamps.",
     "authors": [{"name": "A. Lamp"}, {"name": "B. Sheep"}], "categories": ["cs.CL", "cs.LG"], "announced": "2026-11-10", "announce_type": "replace",
     "comment": "8 pages", "doi": "10.1000/lamps", "published": "2026-11-02T10:00:00Z", "updated": "2026-11-09T10:00:00Z",
     "summary": {**OK, "lang": "zh-Hans", "model": "a-model", "created": "2026-11-10T01:02:03Z"}},
    {"id": "2611.00001", "version": 2, "title": "Counting Sheep with Two Lamps", "summary": {"style": "brief", "status": "pending", "reason_code": "budget"}},
    {"id": "2611.00002", "version": 1, "title": "Buoys", "abstract": "A buoy.", "withdrawn": True, "authors": [{"name": "C. Buoy"}], "authors_omitted": 3},
    {"id": "2611.00003", "title": "Ropes", "abstract": "Ropes of length $n$.", "summary": {"style": "notes", "title": "绳", "extra": ["甲", {"乙": 1, "丙": "丁"}], "n": 3}},
]
LINES = """2611.00001v2  cs.CL cs.LG
    Counting Sheep with Two Lamps
    A. Lamp, B. Sheep

    published: 2026-11-02T10:00:00Z
    updated: 2026-11-09T10:00:00Z
    link: https://arxiv.org/abs/2611.00001
    comment: 8 pages
    doi: 10.1000/lamps
    source: jsonl

Abstract
    Lamps count many sheep at night.
    We use 2 lamps.

Summaries
    brief: pending
        waits: over the run's budget (budget)
        what to do: the next run asks again, or digest summarize; --max-requests, --max-tokens and --max-cost say how much one run may spend
    footnote: ok, zh-Hans, a-model, 2026-11-10T01:02:03Z
        title: 用两盏灯数羊
        tldr: 灯数羊。
        tldr_en: Lamps count.
        abstract: 灯在夜里数羊。

Announced
    2026-11-03  new in cs.CL
    2026-11-10  replace in cs.CL

Pages
    {home}/p/2026-11-10.md: v2, with its summary; style footnote, format md, portable, lang=zh-Hans; written 2026-11-20T17:00:00Z
    {home}/p/2026-11-03.md: v2, with its summary; style footnote, format md, portable, lang=zh-Hans; written 2026-11-20T17:00:00Z

Versions
    v2, submitted 2026-11-09T10:00:00Z, announced 2026-11-10, the paper came in 2026-11-20
        title: Counting Sheep with {{+Two+}} Lamps
        abstract: Lamps count {{+many+}} sheep at night.
        We use [-3-]{{+2+}} lamps.
    v1, submitted 2026-11-02T10:00:00Z, announced 2026-11-03, the paper came in 2026-11-20

Whole text
    v2: never asked for
"""


def put(records, store=STORE):
    lines = "".join(json.dumps(r, ensure_ascii=False) + "\n" for r in records)
    r = run("fetch", "--store", store, "--input", "-", stdin=lines.encode(), home=HOME, now=NOON)
    assert r.status == 0, r.err


def show(*what, store=STORE, **more):
    return run("show", "--store", store, *what, home=HOME, now=NOON, **more)


def objects(*what, **more):
    r = show("--json", *what, **more)
    return [json.loads(line) for line in r.out.splitlines()], r


# ---- A few papers ----

def lines():
    put(OWN)
    run("render", "--store", STORE, "--all", "-o", f"{HOME}/p/{{date}}.md", home=HOME, now=NOON)
    want = LINES.format(home=HOME)
    r = show("2611.00001", "--width", "0")
    equal("all that is known, line by line", (r.status, r.text, r.msg), (0, want, ""))
    for pasted in ("https://arxiv.org/abs/2611.00001v2", "arXiv:2611.00001", "https://arxiv.org/pdf/2611.00001.pdf", "<https://arxiv.org/html/2611.00001#S2>",
                   "https://doi.org/10.48550/arXiv.2611.00001", "10.48550/ARXIV.2611.00001"):
        equal(f"as it is pasted: {pasted}", show(pasted, "--width", "0").text, want)
    r = show("2611.00001v1", "--width", "0")
    case("an older version: its record, and no summary is waited for", r.status == 0 and r.text.startswith("2611.00001v1") and "\n    Counting Sheep with Lamps\n" in r.text
         and "A. Lamp (University of Dusk; Night Lab), B. Sheep" in r.text and "not-asked" not in r.text and "footnote, of v2: ok" in r.text, r.text)
    r = show("2611.00001")
    case("lines of 80 columns, where nothing else is said", r.status == 0 and max(map(len, r.text.splitlines())) <= 80 and
         "".join(r.text.split()) == "".join(want.split()), r.text)
    r = show("2611.00002", "--width", "0")
    case("one that was withdrawn waits for nothing", "This version was withdrawn." in r.text and "waits" not in r.text and "C. Buoy and 3 more" in r.text, r.text)
    r = show("2611.00003", "--width", "0", "--style", "notes")
    case("a summary without a field of its style: why, and what to do", "waits: it lacks" in r.text or "(lacks-field)" in r.text, r.text)
    case("lists and objects of a summary, a line an item", "        extra:\n            - 甲\n            - 乙: 1; 丙: 丁\n        n: 3\n" in r.text, r.text)
    r = show("2611.00003", "--width", "0")
    case("no summary of the style that is wanted: why, and what to do", "    footnote\n        waits: no summary was asked for yet (not-asked)\n        what to do: " in r.text, r.text)


def several():
    r = show("2611.00003", "2611.00001", "2611.00003", "--width", "0")
    firsts = [line for line in r.text.splitlines() if re.match(r"\d{4}\.\d{5}", line)]
    equal("several, as they were named, each once", (r.status, firsts), (0, ["2611.00003", "2611.00001v2  cs.CL cs.LG"]))
    r = show("2611.00009", "2611.00001", "2611.00001v7")
    case("those that there are not are said, and the others shown: 3", r.status == 3 and r.text.startswith("2611.00001v2") and
         r.msg == "digest: 2611.00009, 2611.00001v7: not in the store (digest fetch --id 2611.00009 gets it)\n", r.msg)
    r = show("2611.00009")
    equal("none: 66", (r.status, r.out, r.msg), (66, b"", "digest: 2611.00009: not in the store (digest fetch --id 2611.00009 gets it)\n"))
    for words, message in ((["2611.1"], "is not an arXiv identifier"), ([], "say which papers"), (["--fulltext=all", "2611.00001"], "takes no value")):
        r = show(*words)
        case(f"show {' '.join(words)}: 2", r.status == 2 and message in r.msg and not r.out, r.msg)
    r = run("show", "2611.00001", "--store", f"{HOME}/none.db", home=HOME)
    case("no store: 66, and none is made", r.status == 66 and not os.path.exists(f"{HOME}/none.db"), r.msg)


def as_json():
    [one, two], r = objects("2611.00001", "2611.00003")
    equal("an object a paper", (r.status, one["id"], one["version"], one["title"], two["id"]), (0, "2611.00001", 2, OWN[1]["title"], "2611.00003"))
    equal("its versions, the highest first", [v["version"] for v in one["versions"]], [2, 1])
    equal("with their records", [(v["record"]["title"], v["record"]["abstract"], v["record"]["authors"]) for v in one["versions"]],
          [(p["title"], p["abstract"], p["authors"]) for p in (OWN[1], OWN[0])])
    equal("what changed: the title", one["versions"][0]["changes"]["title"], [{"same": "Counting Sheep with"}, {"came": "Two"}, {"same": "Lamps"}])
    equal("what changed: these texts alone", sorted(one["versions"][0]["changes"]), ["abstract", "title"])
    equal("summaries", [(y["style"], y["version"], y["summary"].get("status", "ok"), y.get("waits", {}).get("reason_code")) for y in one["summaries"]],
          [("brief", 2, "pending", "budget"), ("footnote", 2, "ok", None)])
    equal("announcements", one["announcements"], [{"day": "2026-11-03", "category": "cs.CL", "type": "new", "told": "listed"},
                                                  {"day": "2026-11-10", "category": "cs.CL", "type": "replace", "told": "listed"}])
    equal("pages", [(p["path"], p["day"], p["style"], p["format"], p["shows"], p["version"]) for p in one["pages"]],
          [(f"{HOME}/p/{d}.md", d, "footnote", "md", "summary", 2) for d in ("2026-11-10", "2026-11-03")])
    equal("no text, and no version that is not known", (one["texts"], "fulltext" in one, "version" in two), ([], False, False))
    waits = [y for y in two["summaries"] if y["style"] == "footnote"][0]["waits"]
    case("why it waits, and what to do", waits["status"] == "pending" and waits["reason_code"] == "not-asked" and "digest summarize" in waits["advice"], waits)


def damage():
    store = f"{HOME}/d.db"
    put(OWN, store)
    db = sqlite3.connect(store)
    db.execute("UPDATE papers SET title = 'From a bad disk' WHERE id = '2611.00001' AND version = 1")
    db.execute("UPDATE summaries SET fields = replace(fields, '绳', '网') WHERE id = '2611.00003'")
    db.commit()
    db.close()
    r = show("2611.00001", "--width", "0", store=store)
    case("a damaged version is said, and not printed", r.status == 3 and "2611.00001" in r.msg and "damaged" in r.msg and "bad disk" not in r.text and
         "\n    v1: its record is damaged\n" in r.text and "Two Lamps" in r.text, r.text + r.msg)
    [one], r = objects("2611.00001", store=store)
    case("the same as JSON", r.status == 3 and one["versions"][1]["damaged"] and "record" not in one["versions"][1] and "changes" not in one["versions"][0], one["versions"])
    r = show("2611.00003", "--width", "0", store=store)
    case("a damaged summary, too", r.status == 3 and "damaged" in r.msg and "网" not in r.text and "notes: its row in the store is damaged" in r.text, r.text + r.msg)


def terminal():
    out = bytearray()
    pid, fd = pty.fork()
    if pid == 0:
        os.execve(DIGEST, [DIGEST, "show", "--store", STORE, "2611.00001"], dict(clean_env(HOME), TERM="xterm", COLUMNS="60"))
    while True:
        try:
            piece = os.read(fd, 65536)
        except OSError:
            break
        if not piece:
            break
        out += piece
    os.waitpid(pid, 0)
    text = out.decode().replace("\r\n", "\n")
    case("on a terminal what changed has git's colours", "Counting Sheep with \x1b[32mTwo\x1b[0m Lamps" in text and "\x1b[31m3\x1b[0m\x1b[32m2\x1b[0m" in text and "[-" not in text, repr(text))
    case("and heads are strong", "\x1b[1mCounting Sheep with Two Lamps\x1b[0m" in text and "\x1b[1mVersions\x1b[0m" in text, repr(text))
    case("in lines of its width", max(len(re.sub(r"\x1b\[\d*m", "", line)) for line in text.splitlines()) <= 60, repr(text))


# ---- Texts ----

def of_files():
    folder = f"{HOME}/papers"
    os.makedirs(folder, exist_ok=True)
    body = "".join(f"Lamp {n} was seen by {n + 7} sheep, which is more than were counted on the evening before, and less than on the next.\n\n" for n in range(60))
    with open(f"{folder}/2611.00001v2.md", "w", encoding="utf-8") as f:
        f.write(f"# Counting Sheep with Two Lamps\n\n## Abstract\n\nLamps count many sheep at night.\n\n## 1 Introduction\n\nSheep are many \x1b[31mand dark.\n\n## 2 Lamps\n\n{body}"
                "| lamp | sheep |\n| --- | --- |\n| one | 12 |\n")
    r = show("2611.00001", "--fulltext", "--fulltext-from", folder, "--width", "0")
    case("a file of the user's: its state", r.status == 0 and re.search(rf"\n    v2: read from file, \d+ bytes, {re.escape(folder)}/2611\.00001v2\.md; file: it has no bibliography[^\n]*\n\n# Counting Sheep with Two Lamps\n", r.text), r.text[-9000:-7000] + r.msg)
    case("and its text, behind all else", "\n## 1 Introduction\n" in r.text and "\none | 12\n" in r.text and r.text.count("which is more than were counted") == 60 and "\x1b" not in r.text, r.text[:3000])
    [one], r = objects("2611.00001", "--fulltext", "--fulltext-from", folder)
    text = one["fulltext"]
    case("the same as JSON", [s.get("title") for s in text["sections"]][-2:] == ["Introduction", "Lamps"] and
         [b["text"] for s in text["sections"] for b in s["blocks"] if b["kind"] == "row"][-1] == "one | 12" and one["texts"][0]["road"] == "file", json.dumps(text)[:2000])
    r = show("2611.00001", "--fulltext")
    case("a text that is wanted and not there: 3, and how to get it", r.status == 3 and r.text.startswith("2611.00001v2") and
         "its whole text is not there (digest summarize --id 2611.00001 --style notes --fulltext 2611.00001 reads it)" in r.msg, r.msg)


def kept():
    """As a night leaves them: one read as HTML, one as PDF, one awaited, one that there is none of."""
    with FakeArxiv(make=360, first="2026-03-02", last="2026-03-06", now="2026-03-05T13:00:00Z") as arxiv, FakeChat(made=True) as chat:
        new = sorted(arxiv.truth("2026-03-05", "cs.CL")["new"], reverse=True)[:4]
        arxiv.control(texts=dict(zip(new, ("html", "none", "not-yet", "nothing"))))
        home, morning = scratch(), eastern.parse("2026-03-05T13:00:00Z")
        run("-c", "cs.CL", "--style", "notes", "--arxiv-url", arxiv.url, "--interval", "1", "--fulltext-interval", "1", "--fulltext", "top:4", *chat.words,
            "-o", f"{home}/{{date}}.md", home=home, now=morning)
        asked = len(arxiv.log())
        folder = f"{home}/.cache/digest/fulltext"
        before = {f: (os.stat(f"{folder}/{f}").st_mtime_ns, os.stat(f"{folder}/{f}").st_size) for f in os.listdir(folder)}
        r = run("show", *new, "--json", home=home, now=morning)
        found = [json.loads(line) for line in r.out.splitlines()]
        state = [(t["state"], t.get("road"), t.get("asked"), t.get("asked_again")) for one in found for t in one["texts"]]
        at, later = "2026-03-05T13:00:00Z", "2026-03-05T19:00:00Z"
        equal("state, road, when it was asked for and when again", state,
              [("read", "html", at, None), ("read", "pdf", at, None), ("awaited", None, at, later), ("none", None, at, None)])
        case("where it came from, how large it is", found[0]["texts"][0]["address"] == f"{arxiv.url}/html/{new[0]}v1" and found[0]["texts"][0]["bytes"] > 1000, found[0]["texts"])
        case("why not, by road", "html: " in found[3]["texts"][0]["why"] and "pdf: " in found[3]["texts"][0]["why"], found[3]["texts"])
        r = run("show", new[0], new[2], "--style", "notes", "--width", "0", home=home, now=morning)
        case("the same for people", "v1: read from html, " in r.text and re.search(f"v1: awaited.*, asked for {at}.*; asked again from {later}", r.text) and "(text)" in r.text,
             re.sub(r"(?m)^        .*\n", "", r.text))
        r = run("show", new[1], "--fulltext", "--width", "0", home=home, now=morning)
        said = json.loads(run("show", new[1], "--fulltext", "--json", home=home, now=morning).out)["fulltext"]
        paragraphs = [b["text"] for s in said["sections"] for b in s["blocks"]]
        case("the text of a PDF, every paragraph in order", paragraphs and all(p in r.text for p in paragraphs) and
             [r.text.rindex(p) for p in paragraphs] == sorted(r.text.rindex(p) for p in paragraphs), r.text[-3000:])
        after = {f: (os.stat(f"{folder}/{f}").st_mtime_ns, os.stat(f"{folder}/{f}").st_size) for f in os.listdir(folder)}
        equal("nothing was asked, and what is kept is as it was", (len(arxiv.log()), after), (asked, before))


# ---- The browser ----

def browser():
    bin_, log = f"{HOME}/bin", f"{HOME}/opened"
    os.makedirs(bin_, exist_ok=True)
    with open(f"{bin_}/xdg-open", "w", encoding="utf-8") as f:
        f.write(f'#!/bin/sh\necho "$#: $*" >>"{log}"\ncase $* in *00002*) exit 4 ;; esac\n')
    os.chmod(f"{bin_}/xdg-open", 0o755)
    env = clean_env(HOME)
    env["PATH"] = f"{bin_}:{env['PATH']}"

    def opened(command, *words, n):
        if os.path.exists(log):
            os.unlink(log)
        r = run(command, "--store", STORE, *words, home=HOME, now=NOON, env=env)
        text = ""
        for _ in range(3000):  # a browser may come back later than digest
            if os.path.exists(log):
                with open(log, encoding="utf-8") as f:
                    text = f.read()
            if text.count("\n") >= n or n == 0:
                break
            time.sleep(0.01)
        return r, text

    for what in ("abs", "pdf", "html"):
        r, text = opened("show", "2611.00001", "--open", what, n=1)
        equal(f"show --open {what}", (r.status, r.out, text), (0, b"", f"1: https://arxiv.org/{what}/2611.00001\n"))
    r, text = opened("show", "2611.00003", "2611.00001v1", "--open", "pdf", n=2)
    equal("several, one of an older version", (r.status, text), (0, "1: https://arxiv.org/pdf/2611.00003\n1: https://arxiv.org/pdf/2611.00001v1\n"))
    r, text = opened("show", "2611.00009", "--open", "abs", n=0)
    equal("one that is not in the store", (r.status, text), (66, ""))
    r, text = opened("show", "2611.00002", "--open", "abs", n=1)
    case("an xdg-open that fails", r.status == 66 and "https://arxiv.org/abs/2611.00002: xdg-open did not open it: exit status 4" in r.msg, r.msg)
    r = run("show", "--store", STORE, "2611.00001", "--open", "abs", home=HOME, env=dict(clean_env(HOME), PATH=scratch()))
    case("no xdg-open", r.status == 66 and "there is no command xdg-open (Debian's package xdg-utils)" in r.msg, r.msg)
    r, text = opened("search", "sheep OR ropes", "--open", "abs", n=1)
    equal("search --open: the best one", (r.status, r.out, text.count("\n")), (0, b"", 1))
    r, text = opened("search", "sheep OR ropes", "--open", "html", "--limit", "5", n=2)
    equal("search --open --limit 5: all that are found", sorted(text.split()), sorted(["1:", "1:", "https://arxiv.org/html/2611.00001", "https://arxiv.org/html/2611.00003"]))
    r, text = opened("search", "sheep", "--open", "abs", "--format", "html", n=0)
    case("search --open is no page of ours", r.status == 2 and "say one of them" in r.msg and text == "", r.msg)


# ---- Real papers ----

def captures():
    root = shared("captures")
    if root is None:
        skip("500 papers of captures", "no ../shared")
        return
    store = f"{HOME}/c.db"
    for folder, _, files in sorted(os.walk(root)):
        for f in sorted(files):
            if not f.endswith((".tsv", ".md")):
                run("fetch", "--store", store, "--input", os.path.join(folder, f), home=HOME, now=NOON)
    db = sqlite3.connect(store)
    ids = [i for (i,) in db.execute("SELECT DISTINCT id FROM papers ORDER BY id")]
    # Of each road and with each rare field some, the others by chance.
    some = set()
    for column in ("journal_ref", "doi", "msc_class", "acm_class", "report_no", "submitter", "comment", "extra", "received_title", "received_abstract", "withdrawn", "authors_omitted"):
        some |= {i for (i,) in db.execute(f"SELECT id FROM papers WHERE {column} IS NOT NULL AND {column} <> '' ORDER BY id LIMIT 15")}
    for (source,) in db.execute("SELECT DISTINCT source FROM papers").fetchall():
        some |= {i for (i,) in db.execute("SELECT id FROM papers WHERE source IS ? ORDER BY id LIMIT 30", (source,))}
    some |= set(random.Random(11).sample([i for i in ids if i not in some], 500 - len(some)))
    some = sorted(some)
    case(f"500 papers, of {len(ids)}", len(some) == 500, len(some))
    records = {}
    for line in run("render", "--store", store, "--all", "--format", "json", home=HOME).out.splitlines():
        p = json.loads(line)
        records.setdefault(p["id"], p)
    r = run("show", "--store", store, "--json", *some, home=HOME)
    found = [json.loads(line) for line in r.out.splitlines()]
    equal("all are shown", (r.status, [o["id"] for o in found], r.msg), (0, some, ""))
    wrong = []
    for o in found:
        mine = o["versions"][0]["record"]
        theirs = {k: v for k, v in records[o["id"]].items() if k != "summary"}
        days = [tuple(x) for x in db.execute("SELECT date, category FROM announcements WHERE id = ? ORDER BY 1, 2", (o["id"],))]
        if {k: v for k, v in mine.items() if not k.startswith("announce")} != {k: v for k, v in theirs.items() if not k.startswith("announce")} or \
                [(a["day"], a.get("category", "")) for a in o["announcements"]] != days:
            wrong.append(o["id"])
    case("each record is the store's, each announcement is there", not wrong, wrong)
    r = run("show", "--store", store, "--width", "0", *some, home=HOME)
    heads = [m.start() for m in re.finditer(r"^(?:\d{4}\.\d{4,5}|[a-z-]+/\d{7})(?:v\d+)?(?:  \S.*)?$", r.text, re.M)]
    parts = [r.text[a:b] for a, b in zip(heads, [*heads[1:], len(r.text)])]
    case("the same for people: a part for each", r.status == 0 and len(parts) == 500, (r.status, len(parts)))
    lost = []
    for o, part in zip(found, parts):
        p = o["versions"][0]["record"]
        texts = [p["title"], *(a["name"] for a in p.get("authors", [])), *(p.get("abstract") or "").split("\n"), *p.get("categories", [])]
        texts += [f"{k}: {v}" for k, v in p.items() if isinstance(v, str) and k not in ("id", "title", "abstract", "announced", "announce_type", "link") and not isinstance(v, dict)
                  and k in ("comment", "journal_ref", "doi", "license", "msc_class", "acm_class", "report_no", "submitter", "source", "published", "updated") and v]
        lost += [(o["id"], t) for t in texts if t not in part]
    case("with all that the record says", not lost, lost[:20])
    db.close()


lines()
several()
as_json()
damage()
terminal()
of_files()
kept()
browser()
captures()
done()
