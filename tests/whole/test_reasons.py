#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""Why a paper has no summary is a value: `reason_code` in records, kept in the store, whatever the words say. Summarizers that fail in
known ways; one whose own words are ours; records of before, and of a later release; a store of before."""
import json
import os
import re
import shlex
import sqlite3
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "tools"))
from tap import ROOT, case, done, equal, run, scratch

HOOK = """import json, sys
for line in sys.stdin:
    q = json.loads(line)
    print(json.dumps(dict({"key": q["key"]}, **json.loads(sys.argv[1]))), flush=True)
"""
PAPER = {"id": "2611.00001", "version": 1, "title": "Counting lamps", "abstract": "We count lamps. They are bright.", "categories": ["cs.CL"],
         "announced": "2026-11-20", "announce_type": "new"}
LONG = "a word that nobody knows, " * 9


def asked(reply, *options, before=None):
    """A run that asks HOOK about one paper, then the record: the exit status, its summary object."""
    home = scratch()
    with open(f"{home}/hook.py", "w", encoding="utf-8") as f:
        f.write(HOOK if reply is not None else "import sys\nsys.exit(3)\n")
    with open(f"{home}/in.jsonl", "w", encoding="utf-8") as f:
        f.writelines(json.dumps(p) + "\n" for p in (before or [PAPER]))
    words = f"/usr/bin/python3 {home}/hook.py {shlex.quote(json.dumps(reply))}"
    r = run("--input", f"{home}/in.jsonl", "--summarizer", words, "-o", f"{home}/page.md", *options, home=home, timeout=600)
    again = run("render", "--format", "json", "--id", PAPER["id"], home=home)
    return r.status, json.loads(again.text).get("summary", {}), home


with open(f"{ROOT}/src/paper/pending_reason.c", encoding="utf-8") as rows:
    ROWS = re.findall(r'\] = \{ "([^"]+)", "([^"]+)", "([^"]+)",', rows.read())
NAMES = {name: (en, zh) for name, en, zh in ROWS}
with open(f"{ROOT}/data/README.md", encoding="utf-8") as f:
    told = re.findall("`([a-z-]+)`", re.search(r"\| `reason_code` \|.*", f.read()).group(0))
equal("data/README.md has every reason", sorted(told), sorted(NAMES))

GOOD = {"title": "数灯", "tldr": "我们数灯，灯很亮。", "tldr_en": "We count lamps; they are bright.", "abstract": "我们数灯。灯很亮，我们数得也很快。"}
for what, reply, code, options in (
        ("the command fails", None, "command", ()),
        ("an answer without its fields", {"summary": {"title": "数灯"}}, "form", ()),
        ("neither summary nor error", {"nothing": 1}, "form", ()),
        ("an answer in English", {"summary": dict(GOOD, title="Counting lamps and sheep", tldr="We count all lamps.", abstract="We count lamps.")}, "checks", ()),
        ("an error in its own words", {"error": "没有余额"}, "reported", ()),
        ("an error in too many words", {"error": LONG, "retry": False}, "reported", ()),
        ("fatal", {"fatal": True, "error": "no balance"}, "account", ())):
    status, y, _ = asked(reply, *options)
    own = reply and reply.get("error") if code == "reported" and reply["error"] != LONG else None
    equal(f"{what}: the reason, as a value and in words", (y.get("reason_code"), y.get("reason")), (code, own or NAMES[code][1]))
    equal(f"{what}: the exit status", status, 3)

# What a summarizer says decides nothing: these are words of ours.
for words in ("the run may spend no more", "no answer within", "the answer is too long for me", "abstract: no", "not JSON"):
    status, y, _ = asked({"error": words})
    equal(f"a summarizer that says \"{words}\"", (status, y.get("reason_code"), y.get("reason")), (3, "reported", words))
_, _, home = asked({"summary": GOOD}, "--gate", "off", "--max-requests", "1", before=[PAPER, dict(PAPER, id="2611.00002", title="Another", abstract="We count sheep.")])
with sqlite3.connect(f"{home}/.local/share/digest/digest.db") as db:
    kept = sorted(db.execute("SELECT status, why FROM summaries"))
db.close()
equal("over the budget: one is answered, of the other the store has the value", kept, [(1, 0), (2, 1 + list(NAMES).index("budget"))])

# Records of before have the words alone; an unknown value is none, its words stay.
for what, more, want in (("of before", {}, {}), ("as they are", {"reason_code": "filtered"}, {"reason_code": "filtered"}),
                         ("of a later release", {"reason_code": "sunspots"}, {}), ("of another type", {"reason_code": 7}, {})):
    p = dict(PAPER, summary=dict({"status": "rejected", "lang": "zh-Hans", "reason": "某种原因"}, **more))
    r = run("render", "--format", "json", "-", stdin=(json.dumps(p) + "\n").encode(), home=scratch())
    y = json.loads(r.text)["summary"]
    equal(f"records {what}", ({k: v for k, v in y.items() if k == "reason_code"}, y["reason"]), (want, "某种原因"))

# A store of before knows the words.
status, y, home = asked({"error": "没有余额"})
path = f"{home}/.local/share/digest/digest.db"
with sqlite3.connect(path) as db:
    db.execute("ALTER TABLE summaries DROP COLUMN why")
    db.execute("DROP TABLE spending")
    db.execute("CREATE TABLE spending (day TEXT NOT NULL, provider TEXT NOT NULL, model TEXT NOT NULL, requests INTEGER NOT NULL, prompt_tokens INTEGER NOT NULL,"
               " cached_tokens INTEGER NOT NULL, completion_tokens INTEGER NOT NULL, cost REAL, sum INTEGER, PRIMARY KEY (day, provider, model)) STRICT, WITHOUT ROWID")
    db.execute("INSERT INTO spending VALUES ('2026-11-20', 'lab', 'm', 2, 300, 30, 150, 0.5, NULL)")
    for column in ("score", "why"):
        db.execute(f"ALTER TABLE page_papers DROP COLUMN {column}")
    db.execute("DROP TABLE computed")
    db.execute("DROP TABLE search_docs")
    db.execute("DROP TABLE search_stale")
    db.execute("PRAGMA user_version = 6")
db.close()
y = json.loads(run("render", "--format", "json", "--id", PAPER["id"], home=home).text)["summary"]
equal("a store of before", (y["status"], y["reason"], "reason_code" in y), ("pending", "没有余额", False))
with sqlite3.connect(path) as db:
    equal("a store of before: what was spent is there", db.execute("SELECT * FROM spending").fetchall()[0][:11],
          ("2026-11-20", "lab", "m", "", "", "", 2, 300, 30, 150, 0.5))
db.close()

# ---- Which papers wait, why, and what to do: status --pending, the page, records, the report ----

with open(f"{ROOT}/src/paper/pending_reason.c", encoding="utf-8") as rows:
    NEXT = dict(re.findall(r'#define (NEXT_RUN|LATER) "[^"]+", "([^"]+)"', rows.read()))


def three(one, two, three, **options):
    """A night in which a summarizer says ONE, TWO, THREE (records' summary objects, or none) of three papers; the home."""
    home = scratch()
    papers = [dict(PAPER, id=f"2611.0000{i + 1}", title=f"Counting lamps, part {i + 1}") for i in range(3)]
    with open(f"{home}/in.jsonl", "w", encoding="utf-8") as f:
        f.writelines(json.dumps(dict(p, **({"summary": y} if y else {}))) + "\n" for p, y in zip(papers, (one, two, three)))
    r = run("fetch", "--input", f"{home}/in.jsonl", home=home)
    case("the papers are in the store", r.status == 0, r.msg)
    return home


def pending(home, *options):
    r = run("status", "--pending", "--json", *options, home=home)
    found = json.loads(r.text)
    case(f"status --pending {' '.join(options)}: exit status, and as many as it says", r.status == 0 and found["waiting"] == len(found["papers"]), r.msg)
    return [(p["id"], p["title"], p["announced"], p["status"], p["reason_code"], p["reason"]) for p in found["papers"]], found["papers"]


BUDGET = {"status": "pending", "lang": "zh-Hans", "reason_code": "budget", "reason": "超出本次运行的预算"}
CHECKS = {"status": "rejected", "lang": "zh-Hans", "reason_code": "checks", "reason": "译文未通过检查"}
home = three(BUDGET, None, CHECKS)
title = [f"Counting lamps, part {i}" for i in (1, 2, 3)]
want = [("2611.00001", title[0], "2026-11-20", "pending", "budget", NAMES["budget"][0]), ("2611.00003", title[2], "2026-11-20", "rejected", "checks", NAMES["checks"][0]),
        ("2611.00002", title[1], "2026-11-20", "pending", "not-asked", NAMES["not-asked"][0])]
got, papers = pending(home)
equal("which papers wait, and why", got, want)
advice = {p["reason_code"]: p["advice"] for p in papers}
case("what to do: limits, the next run, --retry-rejected", "--max-requests" in advice["budget"] and "next run" in advice["not-asked"] and "--retry-rejected" in advice["checks"] and
     "--retry-rejected" not in advice["budget"] + advice["not-asked"], advice)
equal("of another day: none", pending(home, "--date", "2026-11-19")[0], [])
equal("of that day: the same", pending(home, "--date", "2026-11-20")[0], want)
equal("of another category: none", pending(home, "-c", "cs.CV")[0], [])
text = run("status", "--pending", home=home).text
equal("for people: a title and a version each", [f"{i}v1  2026-11-20  {t}" in text for i, t, *_ in want], [True] * 3)
case("for people: reasons, and what to do", text.startswith("3 papers wait") and all(f"{en} ({name})" in text for _, _, _, _, name, en in want) and all(a in text for a in advice.values()), text)
equal("nothing waits", run("status", "--pending", "--date", "2026-11-19", home=home).text, "No paper waits for its summary.\n")
r = run("render", "--format", "json", "--all", home=home)
equal("in records: what comes next", {y["id"]: y.get("summary", {}).get("reason_remedy") for y in map(json.loads, r.text.splitlines())},
      {"2611.00001": NEXT["NEXT_RUN"], "2611.00002": None, "2611.00003": NEXT["LATER"]})
r = run("render", "--format", "json", "--store", "none", "-", stdin=r.out, home=home)
equal("and back: nothing more, nothing less", [y.get("summary", {}).get("reason_remedy") for y in map(json.loads, r.text.splitlines())].count(NEXT["LATER"]), 1)
for form in ("md", "html", "atom", "text"):
    for style in ("footnote", "notes", "qa", "essay", "brief"):
        r = run("render", "--format", form, "--style", style, *(["--width", "0"] if form == "text" else []), f"{home}/in.jsonl", home=home)
        page = r.text.replace("\\", "")
        seen = [(NAMES[name][1] in page, f"{NAMES[name][1]}（{then}）" in page) for name, then in (("budget", NEXT["NEXT_RUN"]), ("checks", NEXT["LATER"]), ("not-asked", "下次运行会请求"))]
        case(f"{form}, {style}: the reason and what comes next", seen == [(True, True)] * 3, f"{seen}\n{page}")
        if form == "html":
            equal(f"{style}: the reason as a value", sorted(re.findall('data-reason="([a-z-]+)"', page)), ["budget", "checks", "not-asked"])
r = run("render", "--lang", "en", "--all", home=home)
case("on a page in English: its words", NAMES["budget"][0] in r.text and "超出" not in r.text, r.text)

# A summary of another style, one without a field; every night, as long as they wait.
whole = {"lang": "zh-Hans", "style": "footnote", **GOOD}
home = three(whole, dict(whole, tldr=""), {"status": "extract", "tldr": "They are bright."})
equal("another style, a field that is missing, an extract", [x[4] for x in pending(home, "--style", "brief")[0]], ["other-style", "other-style", "not-asked"])
equal("the field of its own style", [(x[0], x[4]) for x in pending(home)[0]], [("2611.00002", "lacks-field"), ("2611.00003", "not-asked")])
_, _, home = asked({"error": "no balance today"})
for night in range(2):
    r = run("summarize", "--summarizer", f"/usr/bin/python3 {home}/hook.py '{{\"error\": \"no balance today\"}}'", "--all", "--report", f"{home}/report.json", home=home)
    equal(f"night {night}: why it waits", [x[:1] + x[3:] for x in pending(home)[0]], [("2611.00001", "pending", "reported", "no balance today")])
    with open(f"{home}/report.json", encoding="utf-8") as f:
        w = json.load(f)["summaries"]["waiting_papers"]
    equal(f"night {night}: the report says the same", [(x["id"], x["reason_code"], x["advice"]) for x in w], [("2611.00001", "reported", pending(home)[1][0]["advice"])])
r = run("status", "--pending", "--store", "none", home=home)
case("status --pending --store none: usage", r.status == 2, r.msg)
done()
