#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""digest search over a real store: what is found is worked out a second time by a scan in Python, for words of every kind; what a
changed paper, a new summary, a damaged record do to it; the list, records, a page; how much the index takes."""
import json
import os
import pty
import random
import re
import sqlite3
import subprocess
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "tools"))
from tap import DIGEST, case, clean_env, done, run, scratch, shared, skip  # noqa: E402
from words_read import holds, words  # noqa: E402

HOME = scratch()
STORE = os.path.join(HOME, "s.db")
ALL = ["--limit", "1000000"]
OWN = [
    {"id": "2611.00001", "title": "Counting Sheep with Lamps", "abstract": "Lamps count sheep at night.", "categories": ["cs.CL"],
     "authors": [{"name": "Fei-Fei Li"}, {"name": "Seán O'Hare"}], "announced": "2026-11-03", "announce_type": "new",
     "summary": {"status": "ok", "style": "footnote", "title": "用灯数羊", "tldr": "灯在夜里数羊。"}},
    {"id": "2611.00002", "title": "Buoys", "abstract": "A buoy is not a sheep.", "categories": ["cs.CV"], "authors": [{"name": "Wei Li"}],
     "announced": "2026-11-04", "announce_type": "new"},
    {"id": "2611.00003", "title": "Ropes", "abstract": "Ropes of length $n$.", "categories": ["math.CO"], "authors": [{"name": "K. Müller"}],
     "announced": "2026-11-05", "announce_type": "new", "comment": "Sheep are mentioned once"},
]


def put(records, store=STORE):
    lines = "".join(json.dumps(r, ensure_ascii=False) + "\n" for r in records)
    r = run("fetch", "--store", store, "--input", "-", stdin=lines.encode(), home=HOME)
    assert r.status == 0, r.err


def find(*what, store=STORE):
    """The ids that are found, the best first, and the run."""
    r = run("search", "--store", store, "--json", *ALL, *what, home=HOME)
    return [json.loads(line)["id"] for line in r.out.splitlines()], r


# ---- A few papers, and what becomes of them ----

def a_few():
    put(OWN)
    got, r = find("sheep")
    case("a title comes before an abstract and a comment", got == ["2611.00001", "2611.00002", "2611.00003"] or
         (got[0] == "2611.00001" and sorted(got) == [p["id"] for p in OWN]), got)
    case("words of a summary", find("数羊")[0] == ["2611.00001"])
    case("two words are both wanted", find("sheep", "buoy")[0] == ["2611.00002"])
    case("a name across its hyphen", find('au:"Feifei Li"')[0] == ["2611.00001"] and find("au:li_w")[0] == ["2611.00002"])
    case("a name across its apostrophe", find("au:ohare")[0] == ["2611.00001"] and find("o'hare")[0] == ["2611.00001"])
    case("what only records can tell", find("sheep ANDNOT cat:cs")[0] == ["2611.00003"] and find("cat:math")[0] == ["2611.00003"])
    case("all that is not", sorted(find("cat:cs OR cat:math")[0]) == [p["id"] for p in OWN])
    case("days", find("sheep", "--since", "2026-11-04")[0] == ["2611.00002", "2611.00003"] or
         sorted(find("sheep", "--since", "2026-11-04")[0]) == ["2611.00002", "2611.00003"])
    case("a category", find("sheep", "-c", "cs.CV")[0] == ["2611.00002"])
    case("--where on top", find("sheep", "--where", "cat:cs.CV")[0] == ["2611.00002"])
    r = run("search", "--store", STORE, "unicorn", home=HOME)
    case("nothing found is 66", r.status == 66 and b"nothing found" in r.err and not r.out, r.err)
    r = run("search", "--store", STORE, "ti:(sheep", home=HOME)
    case("a fault is 2", r.status == 2 and b"not closed, at column 4 (^): ti:^(sheep" in r.err, r.err)
    r = run("search", "--store", STORE, home=HOME)
    case("no words are 2", r.status == 2 and b"say what to look for" in r.err, r.err)
    r = run("search", "--store", os.path.join(HOME, "none.db"), "x", home=HOME)
    case("no store is 66", r.status == 66 and not os.path.exists(os.path.join(HOME, "none.db")), r.err)
    r = run("search", "--store", STORE, "--limit", "1", "sheep", home=HOME)
    case("the list, and that there is more", r.status == 0 and r.out.decode() ==
         "2611.00001  2026-11-03  cs.CL  Counting Sheep with Lamps\n    用灯数羊：灯在夜里数羊。\n" and b"more than 1 papers match" in r.err, r.out + r.err)
    r = run("search", "--store", STORE, "sheep", "--format", "md", "--limit", "2", home=HOME)
    case("a page of what was found", "# 摘要" in r.out.decode() and "Counting Sheep" in r.out.decode() and "共 2 篇" in r.out.decode(), r.out[:500] + r.err)


def changes():
    new = dict(OWN[1], version=2, title="Barges", abstract="No longer about them.")
    put([new])
    case("a new version: its words, and not the old ones", find("barges")[0] == ["2611.00002"] and find("ti:buoys")[1].status == 66)
    put([dict(OWN[2], summary={"status": "ok", "style": "brief", "title": "绳索", "tldr": "绳长为n。"})])
    case("a summary that comes, of another style", find("绳索")[0] == ["2611.00003"])
    db = sqlite3.connect(STORE)
    docs = db.execute("SELECT count(*) FROM search_docsize").fetchone()[0]
    put(OWN[:1])
    find("sheep")
    case("what came again unchanged is not indexed again", db.execute("SELECT count(*) FROM search_docsize").fetchone()[0] == docs)
    case("nothing lags behind after a search", db.execute("SELECT count(*) FROM search_stale").fetchone()[0] == 0)
    for i in range(1100):
        db.execute("INSERT OR REPLACE INTO search_docs VALUES (?, ?)", (f"x{i}", 100000 + i))
    db.execute("DELETE FROM search_docs WHERE id LIKE 'x%'")
    db.execute("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1200) INSERT INTO search (title) SELECT 'sheep' FROM n")
    db.commit()
    case("documents that count no more are not found", len(find("sheep")[0]) == 2, find("sheep")[0])
    case("and once they are many the index is made anew", db.execute("SELECT count(*) FROM search_docsize").fetchone()[0] == 3)
    db.execute("UPDATE papers SET title = 'Sheep changed by a bad disk' WHERE id = '2611.00001'")
    db.execute("INSERT INTO search_stale VALUES ('2611.00001')")
    db.commit()
    got, r = find("sheep OR barges OR ropes")
    case("a damaged record is said, and the others are found", r.status == 3 and b"1 damaged record cannot be found" in r.err and
         sorted(set(got)) == ["2611.00002", "2611.00003"], f"{got} {r.status}\n{r.err}")
    db.close()


def terminal():
    store = os.path.join(HOME, "t.db")
    put(OWN, store)
    out = bytearray()
    pid, fd = pty.fork()
    if pid == 0:
        os.execve(DIGEST, [DIGEST, "search", "--store", store, "ti:\"counting sheep\" OR 数羊 OR détection"], dict(clean_env(HOME), TERM="xterm"))
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
    case("hits are marked on a terminal", "\x1b[1mCounting\x1b[0m \x1b[1mSheep\x1b[0m with Lamps" in text and "用灯\x1b[1m数羊\x1b[0m" in text, repr(text))


# ---- Real papers ----

def all_texts(p):
    out = [p["title"], p.get("abstract") or "", p.get("comment") or "", p.get("journal_ref") or "", p.get("report_no") or "", p.get("doi") or "", p["id"]]
    out += [a["name"] for a in p.get("authors") or []]
    for k, v in (p.get("summary") or {}).items():
        if k not in ("status", "lang", "style", "model", "created", "reason", "usage", "reason_code"):
            out.append(v if isinstance(v, str) else json.dumps(v, ensure_ascii=False))
    return out


def queries(papers):
    """200 of them, by a fixed seed, from the papers' own texts: Chinese of one to eight characters, words, names, formulas, identifiers."""
    r = random.Random(7)
    some = r.sample(papers, min(400, len(papers)))
    han = [run_of for p in some for run_of in re.findall(r"[\u4e00-\u9fff]{8,}", "".join(all_texts(p)))]
    title = [w for p in some for w in words(p["title"]) if len(w) > 3]
    names = ['"%s"' % a["name"] for p in some for a in p.get("authors") or [] if '"' not in a["name"]]
    formula = [w for p in some for f in re.findall(r"\$[^$]{1,80}\$", p.get("abstract") or "") for w in re.findall(r"[A-Za-z]{3,}", f)]
    out = []
    for i in range(80):
        text, n = r.choice(han), 1 + i % 8
        at = r.randrange(len(text) - n + 1)
        out.append(text[at:at + n])
    for pool, n in ((names, 30), (formula, 15), ([p["id"] for p in some], 15)):
        out += [r.choice(pool) for _ in range(n) if pool]
    return out + [r.choice(title) for _ in range(200 - len(out))]


def real():
    path = shared("corpus/papers-sample.jsonl")
    if path is None:
        skip("200 queries over real papers", "no ../shared")
        return
    store = os.path.join(HOME, "real.db")
    r = run("fetch", "--store", store, "--input", path, home=HOME)
    assert r.status in (0, 3), r.err
    dump = run("render", "--store", store, "--all", "--format", "json", home=HOME)
    papers = [json.loads(line) for line in dump.out.splitlines()]
    folded = [(p["id"], [" " + " ".join(words(t)) + " " for t in all_texts(p)]) for p in papers]
    for q in queries(papers):
        want = " " + " ".join(words(q.strip('"'))) + " "
        want = sorted(i for i, texts in folded if any(want in t for t in texts))
        got, r = find(q, store=store)
        case(f"{q} [{len(want)}]", sorted(got) == want and want, f"too many {set(got) - set(want)}, too few {set(want) - set(got)}\n{r.err}")
    text = sum(len(t.encode()) for p in papers for t in all_texts(p))
    db = sqlite3.connect(store)
    size = db.execute("SELECT sum(length(block)) FROM search_data").fetchone()[0]
    case(f"the index takes at most 0.9 of the text ({size / text:.2f})", size <= 0.9 * text)
    db.close()


a_few()
changes()
terminal()
real()
assert holds("a b", "b", False)
done()
