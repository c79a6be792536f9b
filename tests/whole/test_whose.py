#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""Whose answer is it? Real answers, each with its own paper and with another's; parts of another's answer within a right one.

The sample's records are split into two halves by their identifiers' hash, as in test_figures.py; the bounds in check/whose.c were
found on the first."""
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


path = shared("corpus/papers-sample.jsonl")
if not path:
    skip("answers of other papers", "no shared corpus")
    done()
RECORDS = [json.loads(line) for line in open(path, encoding="utf-8")]
RECORDS = [r for r in RECORDS if all(r["summary"].get(k) for k in ("title", "tldr", "abstract"))]


def measure(half, name):
    records = [r for r in RECORDS if hashlib.sha256(r["id"].encode()).digest()[0] & 1 == half]
    random.Random(11).shuffle(records)
    records = records[:400]
    n = len(records)
    own = check(records)
    again, rejected = sum(o["verdict"] == "ask again" for o in own), sum(o["verdict"] == "rejected" for o in own)
    mine = sum(any(x["rule"] == "other-paper" for x in o["findings"]) for o in own)
    print(f"# {name}: {n} answers with their own papers: {again} asked again ({100 * again / n:.1f} %), {mine} of them for this rule, {rejected} rejected")
    case(f"{name}: own answers: at most 2 % asked again, 1 % rejected", again <= 0.02 * n and rejected <= 0.01 * n, (again, rejected))
    swapped = check([dict(r, summary=records[(i + 1) % n]["summary"]) for i, r in enumerate(records)])
    caught = sum(map(stopped, swapped))
    print(f"# {name}: {n} answers with another's paper: {caught} stopped ({100 * caught / n:.1f} %)")
    case(f"{name}: swapped answers: at least 97 % stopped", caught >= 0.97 * n, caught)
    alone = [check([dict(r, summary=records[(i + 1) % n]["summary"])])[0] for i, r in enumerate(records[:60])] if LONG else []
    if alone:
        print(f"# {name}: {len(alone)} of them, with no other paper in the run: {sum(map(stopped, alone))} stopped")
    good = [i for i in range(n) if not stopped(own[i])]
    for field in ("title", "tldr", "abstract"):
        parts = check([dict(records[i], summary=dict(records[i]["summary"], **{field: records[(i + 7) % n]["summary"][field]})) for i in good])
        caught = sum(map(stopped, parts))
        print(f"# {name}: {len(good)} right answers with another's {field}: {caught} stopped ({100 * caught / len(good):.1f} %)")
        case(f"{name}: another's {field} within a right answer is seen", caught >= {"title": 0.35, "tldr": 0.65, "abstract": 0.9}[field] * len(good), caught)


measure(1, "second half")
if LONG:
    measure(0, "first half")
done()
