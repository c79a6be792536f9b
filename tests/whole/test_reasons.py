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


with open(f"{ROOT}/src/paper/reason.c", encoding="utf-8") as rows:
    ROWS = re.findall(r'\] = \{ "([^"]+)", "([^"]+)", "([^"]+)" \}', rows.read())
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
    version = db.execute("PRAGMA user_version").fetchone()[0]
    db.execute("ALTER TABLE summaries DROP COLUMN why")
    db.execute(f"PRAGMA user_version = {version - 1}")
db.close()
y = json.loads(run("render", "--format", "json", "--id", PAPER["id"], home=home).text)["summary"]
equal("a store of before", (y["status"], y["reason"], "reason_code" in y), ("pending", "没有余额", False))
done()
