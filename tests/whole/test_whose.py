#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""Whose answer is it? Real answers, each with its own paper and with another's; parts of another's answer within a right one.

The sample's records are split into two halves by their identifiers' hash, as in test_figures.py; data/counterparts.tsv and the bounds in
check/whose.c were found on the first."""
import hashlib
import json
import os
import random
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "tools"))
from tap import LONG, case, done, run, scratch, shared, skip

HERE = scratch()


def check(records):
    p = os.path.join(HERE, "r.jsonl")
    with open(p, "w", encoding="utf-8") as f:
        for r in records:
            f.write(json.dumps(r, ensure_ascii=False) + "\n")
    return [json.loads(line) for line in run("check", "--json", p, timeout=300).out.splitlines()]


def stopped(o):
    return o["verdict"] != "passed"


# ---- One answer for all papers ----

PEER = """
import json, sys
same = json.load(open(sys.argv[1], encoding="utf-8"))
n = 0
for line in sys.stdin:
    q = json.loads(line)
    n += 1
    answer = same["own"].get(q["key"]) or same["all"]
    with open(sys.argv[1] + ".asked", "a") as f:
        f.write(q["key"] + "\\n")
    print(json.dumps({"key": q["key"], "summary": answer, "model": "one"}, ensure_ascii=False), flush=True)
"""
THINGS = ["buoys in fog", "lamps on piers", "ropes of hemp", "gulls at noon", "tides in spring", "crabs in pots", "sails of cotton", "oars of ash",
          "nets in winter", "charts of reefs", "bells on rocks", "locks on canals"]
HAN = ["雾中的浮标", "码头上的灯", "麻制的绳索", "正午的海鸥", "春天的潮汐", "笼中的螃蟹", "棉布的船帆", "白蜡木的桨", "冬天的渔网", "暗礁的海图", "岩上的钟", "运河的船闸"]


def answer(i):
    return {"title": f"关于{HAN[i]}的观察", "tldr": f"本文观察{HAN[i]}，并说明它们在一年里怎样变化。", "tldr_en": f"The paper watches {THINGS[i]} through a year.",
            "abstract": f"人们很少留意{HAN[i]}。本文在一整年里观察它们，记下每一次变化，并说明其中的规律。"}


def twelve(name, own, jobs):
    """A run over twelve papers, whose summarizer gives all of them but those of OWN one answer."""
    home = scratch()
    with open(f"{home}/p.jsonl", "w", encoding="utf-8") as f:
        for i, thing in enumerate(THINGS):
            f.write(json.dumps({"id": f"2602.{i + 1:05d}", "version": 1, "title": f"A Year of {thing.title()}", "categories": ["cs.CL"], "announced": "2026-03-11",
                                "abstract": f"Few people watch {thing}. We watch {thing} through a whole year, note each change, and tell the rule in it."}) + "\n")
    with open(f"{home}/peer.py", "w", encoding="utf-8") as f:
        f.write(PEER)
    with open(f"{home}/answers.json", "w", encoding="utf-8") as f:
        json.dump({"all": answer(0), "own": {f"2602.{i + 1:05d}v1": answer(i) for i in own}}, f, ensure_ascii=False)
    r = run("--input", "p.jsonl", "--store", "s.db", "--summarizer", f"/usr/bin/python3 {home}/peer.py {home}/answers.json", "--jobs", str(jobs), "-o", "page.md", cwd=home)
    asked = open(f"{home}/answers.json.asked").read().split() if os.path.exists(f"{home}/answers.json.asked") else []
    page = open(f"{home}/page.md", encoding="utf-8").read() if os.path.exists(f"{home}/page.md") else ""
    return r, asked, page


for jobs in (1, 8):
    r, asked, page = twelve("equal", [], jobs)
    case(f"twelve equal answers, {jobs} at once: exit status 3", r.status == 3, (r.status, r.msg))
    case(f"twelve equal answers, {jobs} at once: none is published as good", page.count("待摘要") >= 12 and HAN[0] not in page, page[:1500])
    case(f"twelve equal answers, {jobs} at once: the run stops after a few", len(set(asked)) <= 3 + jobs, asked)
    case(f"twelve equal answers, {jobs} at once: it is said, with the papers", "one and the same answer" in r.msg and "2602.000" in r.msg, r.msg)
r, asked, page = twelve("each its own", range(12), 8)
case("each its own answer: all are published", r.status == 0 and "待摘要" not in page and all(h in page for h in HAN), (r.status, r.msg, page[:800]))
r, asked, page = twelve("one wrong", [i for i in range(12) if i != 5], 1)
case("one that gets another's answer: it alone waits", r.status == 3 and page.count("| 待摘要 |") == 1 and len(asked) == 13, (r.status, r.msg, asked))

path = shared("corpus/papers-sample.jsonl")
if not path:
    skip("answers of other papers", "no shared corpus")
    done()
RECORDS = [json.loads(line) for line in open(path, encoding="utf-8")]
RECORDS = [r for r in RECORDS if all(r["summary"].get(k) for k in ("title", "tldr", "abstract"))]


def measure(records, name, most):
    """RECORDS with their own answers, and the first MOST of them with others'."""
    random.Random(11).shuffle(records)
    n = len(records)
    own = check(records)
    again, rejected = sum(o["verdict"] == "ask again" for o in own), sum(o["verdict"] == "rejected" for o in own)
    mine = sum(any(x["rule"] == "other-paper" for x in o["findings"]) for o in own)
    print(f"# {name}: {n} answers with their own papers: {again} asked again ({100 * again / n:.1f} %), {mine} of them for this rule, {rejected} rejected")
    case(f"{name}: own answers: at most 2 % asked again, 1 % rejected", again <= 0.02 * n and rejected <= 0.01 * n, (again, rejected))
    records, own = records[:most], own[:most]
    n = len(records)
    for k, least in ((1, 0.99), (n // 3, 0.99)):
        swapped = check([dict(r, summary=records[(i + k) % n]["summary"]) for i, r in enumerate(records)])
        caught = sum(map(stopped, swapped))
        print(f"# {name}: {n} answers with the paper {k} behind: {caught} stopped ({100 * caught / n:.1f} %)")
        case(f"{name}: swapped answers, {k} behind: at least 99 % stopped", caught >= least * n, caught)
    alone = [check([dict(r, summary=records[(i + 1) % n]["summary"])])[0] for i, r in enumerate(records[: 60 if LONG else 15])]
    caught = sum(map(stopped, alone))
    print(f"# {name}: {len(alone)} of them, with no other paper in the run: {caught} stopped")
    case(f"{name}: swapped answers, no other paper known: at least nine of ten stopped", caught >= 0.9 * len(alone), caught)
    good = [i for i in range(n) if not stopped(own[i])]
    for field, least in (("title", 0.75), ("tldr", 0.95), ("abstract", 0.98)):
        parts = check([dict(records[i], summary=dict(records[i]["summary"], **{field: records[(i + 7) % n]["summary"][field]})) for i in good])
        caught = sum(map(stopped, parts))
        print(f"# {name}: {len(good)} right answers with another's {field}: {caught} stopped ({100 * caught / len(good):.1f} %)")
        case(f"{name}: another's {field} within a right answer: at least {100 * least:.0f} % stopped", caught >= least * len(good), caught)


measure([r for r in RECORDS if hashlib.sha256(r["id"].encode()).digest()[0] & 1], "second half", 400)
if LONG:  # one draw tells little
    caught = []
    for seed in range(1, 9):
        drawn = random.Random(seed).sample(RECORDS, 400)
        caught.append(sum(map(stopped, check([dict(r, summary=drawn[(i + 1) % 400]["summary"]) for i, r in enumerate(drawn)]))))
    print(f"# eight draws of 400 of all records, answers with another's paper: {', '.join(f'{n / 4:.1f} %' for n in caught)} stopped")
    case("eight draws of 400: at least 97 % of swapped answers stopped in each", min(caught) >= 0.97 * 400, caught)
    caught = sum(map(stopped, check([dict(r, summary=RECORDS[(i + 1) % len(RECORDS)]["summary"]) for i, r in enumerate(RECORDS)])))
    print(f"# all {len(RECORDS)} records, answers with another's paper: {caught} stopped ({100 * caught / len(RECORDS):.2f} %)")
    case("all records: at least 97 % of swapped answers stopped", caught >= 0.97 * len(RECORDS), caught)
done()
