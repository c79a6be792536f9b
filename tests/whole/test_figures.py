#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""Figures of real answers: changed by rule, they are stopped; converted as Chinese writes them, or as they came, they pass.

The records of the shared sample are split into two halves by their identifiers' hash. The rules of the gate were tuned on the first;
what is asked here is asked of the second (LONG=1, `make check-long`: of both, each told). The changes and conversions are made
here, from the texts alone."""
import hashlib
import json
import os
import random
import re
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "tools"))
from tap import LONG, case, done, run, scratch, shared, skip

CHANGED, CONVERTED, OWN = 200, 300, 400
path = shared("corpus/papers-sample.jsonl")
if not path:
    skip("figures of real answers", "no shared corpus")
    done()
HERE = scratch()
RECORDS = [json.loads(line) for line in open(path, encoding="utf-8")]
RECORDS = [r for r in RECORDS if all(r["summary"].get(k) for k in ("title", "tldr", "abstract"))]


def half_of(r):
    return hashlib.sha256(r["id"].encode()).digest()[0] & 1


def check(records, name="r.jsonl"):
    """For each record, the findings that keep it from being shown, or have to do with figures."""
    p = os.path.join(HERE, name)
    with open(p, "w", encoding="utf-8") as f:
        for r in records:
            f.write(json.dumps(r, ensure_ascii=False) + "\n")
    return [json.loads(line) for line in run("check", "--json", p, timeout=300).out.splitlines()]


# ---- A figure of an answer, changed ----
NUMBER = re.compile(r"(?<![A-Za-z0-9.,_^\-/{\\$])(\d[\d,]*(?:\.\d+)?)(?![\d.,]*\d)\s?(万亿|亿|万|百万|%|％|倍|个百分点|毫秒|秒|分钟|小时|美元|GB|MB|公里|米)?(?![A-Za-z\d.\-_/}$^])")
UNITS = {"%": ["倍"], "％": ["倍"], "倍": ["%", "个百分点"], "个百分点": ["倍", "%"], "毫秒": ["秒"], "秒": ["毫秒", "分钟"], "分钟": ["秒", "小时"],
         "小时": ["分钟", "秒"], "美元": ["欧元", "元"], "GB": ["MB"], "MB": ["GB"], "公里": ["米"], "米": ["公里"]}
POWERS = {"万亿": "亿", "亿": "万", "万": "亿", "百万": "亿"}


def power(number, unit, dice):
    """Ten times more or less, or the other of 万 and 亿."""
    if unit in POWERS and dice.random() < 0.5:
        return number + POWERS[unit]
    v = float(number.replace(",", "")) * dice.choice([10, 0.1])
    return f"{v:.10g}" + unit


def percent(number, unit, dice):
    """A percentage's digits: two of them the other way round, or one of them another."""
    v = list(number)
    at = [i for i, c in enumerate(v) if c.isdigit()]
    i = dice.choice(at)
    v[i] = dice.choice([c for c in "123456789" if c != v[i]])
    return "".join(v) + unit


def change_unit(number, unit, dice):
    return number + dice.choice(UNITS[unit])


def invented(number, unit, dice):
    """A number of as many digits that the paper does not have."""
    return "".join(dice.choice("123456789") if c.isdigit() else c for c in number) + unit


def figures_in(r, field):
    """Those of a field that the paper has with the same digits: (match, number, unit)."""
    paper = (r["title"] + " " + r["abstract"]).replace(",", "")
    for m in NUMBER.finditer(r["summary"][field]):
        number, unit = m.group(1).rstrip(","), m.group(2) or ""
        bare = number.replace(",", "")
        if (float(bare) <= 12 and not unit) or re.fullmatch("(19|20)..", bare) and not unit:
            continue
        if re.search(rf"(?<![\d.]){re.escape(bare)}(?![\d]|\.\d)", paper) or unit in POWERS:
            yield m, number, unit


def changed(records, dice):
    """One figure changed in each answer that has some: (record, rule, what became of what)."""
    rules = [power, percent, change_unit, invented]
    turn = 0
    for r in records:
        places = [(f, m, n, u) for f in ("tldr", "abstract") for m, n, u in figures_in(r, f)]
        for k in range(len(rules)):
            rule = rules[(turn + k) % len(rules)]
            fit = [p for p in places if not (rule is percent and p[3] not in ("%", "％")) and not (rule is change_unit and p[3] not in UNITS)]
            if not fit:
                continue
            field, m, number, unit = dice.choice(fit)
            text = r["summary"][field]
            new = rule(number, unit, dice)
            paper = (r["title"] + r["abstract"]).replace(",", "")
            digits = re.match(r"[\d.]+", new.replace(",", "")).group(0)
            if rule in (percent, invented) and re.search(rf"(?<![\d.]){re.escape(digits)}(?!\d)", paper):
                continue
            fields = dict(r["summary"], **{field: text[:m.start()] + new + text[m.end():]})
            yield dict(r, summary=fields), rule.__name__, f"{m.group(0)} -> {new} ({field})"
            turn += 1
            break


# ---- Figures of the papers, converted rightly ----
SCALE = {"thousand": 10**3, "million": 10**6, "billion": 10**9, "trillion": 10**12, "K": 10**3, "k": 10**3, "M": 10**6, "B": 10**9}


def chinese(v):
    for step, word in ((10**12, "万亿"), (10**8, "亿"), (10**4, "万")):
        if v >= step:
            return f"{v / step:.10g}{word}"
    return f"{v:.10g}"


WORDS = {"two": 2, "three": 3, "four": 4, "five": 5, "ten": 10}
CONVERSIONS = [
    (re.compile(r"(?<![\w.,$^-])(\d+(?:\.\d+)?) ?(thousand|million|billion|trillion|[KkMB])\b"), lambda m: chinese(float(m[1]) * SCALE[m[2]])),
    (re.compile(r"(?<![\w.,$^-])(\d{2,3}(?:,\d{3})+|\d{5,})(?![\d.,^]*\d|\w)"), lambda m: chinese(float(m[1].replace(",", "")))),
    (re.compile(r"(?<![\w.,^-])(\d+(?:\.\d+)?) ?\\?% (?:absolute )?points?\b|(?<![\w.,^-])(\d+(?:\.\d+)?) (?:percentage points?|pp)\b"),
     lambda m: f"{m[1] or m[2]}个百分点"),
    (re.compile(r"(?:improv\w*|increas\w*|gain\w*|outperform\w*)[^.%\d]{0,60} by (?:up to )?(\d+(?:\.\d+)?) ?\\?%"), lambda m: f"{m[1]}个百分点"),
    (re.compile(r"(?<![\w.,^-])(\d+(?:\.\d+)?) ?(?:x|X|×|\$?\\times\$?|-?fold| times)(?![\w^]| ?10)"), lambda m: f"{m[1]}倍"),
    (re.compile(r"(?<![\w.,$^-])(\d,\d{3})(?![\d.,^]*\d|\w)"), lambda m: f"{int(m[1].replace(',', '')) / 10**4:.10g}万"),
    (re.compile(r"(?<![\w.,^-])(\d+(?:\.\d+)?) ?\\?%(?! ?(?:absolute )?points?)"), lambda m: f"百分之{m[1]}"),
    (re.compile(r"\ba factor of (\d+(?:\.\d+)?)\b"), lambda m: f"{m[1]}倍"),
    (re.compile(r"\b(two|three|four|five|ten)(?: times|-fold|fold)\b"), lambda m: f"{WORDS[m[1]]}倍"),
    (re.compile(r"\btwice as\b"), lambda m: "2倍"),
    (re.compile(r"\bhalf of\b"), lambda m: "一半"),
    (re.compile(r"\bone[- ]third\b"), lambda m: "三分之一"),
]


def converted(records):
    for r in records:
        for pattern, say in CONVERSIONS:
            for m in pattern.finditer(r["abstract"][:970]):
                text = f"其中一项为{say(m)}。" + r["summary"]["tldr"]
                yield dict(r, summary=dict(r["summary"], tldr=text)), f"{m.group(0)} -> {say(m)}"


FIGURE_RULES = ("number", "percent", "magnitude", "unit")


def measure(records, name):
    dice = random.Random(7)
    own = {r["id"]: o for r, o in zip(records, check(records))}
    good = [r for r in records if own[r["id"]]["verdict"] == "passed"]
    dice.shuffle(good)
    # changed
    draw = [x for _, x in zip(range(CHANGED), changed(good, dice))]
    found = check([r for r, _, _ in draw])
    stopped, of, missed = {}, {}, []
    for (r, rule, what), o in zip(draw, found):
        of[rule] = of.get(rule, 0) + 1
        if o["verdict"] == "passed":
            missed.append(f"{r['id']} {rule}: {what}")
        else:
            stopped[rule] = stopped.get(rule, 0) + 1
    n = sum(stopped.values())
    print(f"# {name}: {len(draw)} answers with one figure changed, {n} stopped ({100 * n / max(1, len(draw)):.1f} %):",
          ", ".join(f"{k} {stopped.get(k, 0)} of {v}" for k, v in sorted(of.items())))
    if os.environ.get("SHOW"):
        print("\n".join("#   " + m for m in missed))
    case(f"{name}: of {len(draw)} answers with one figure changed at least 90 % are stopped", len(draw) >= 100 and n >= 0.9 * len(draw), "\n".join(missed))
    told = [x["what"] for o in found for x in o["findings"] if x["rule"] == "magnitude"]
    case(f"{name}: a wrong power of ten is told with the right value", told and all("the paper says" in w for w in told), told)
    # converted
    draw = list(converted(good))
    random.Random(8).shuffle(draw)
    draw = draw[:CONVERTED]
    bad = [f"{r['id']}: {what}: {[x['what'] for x in o['findings'] if x['rule'] in FIGURE_RULES]}" for (r, what), o in zip(draw, check([r for r, _ in draw]))
           if any(x["rule"] in FIGURE_RULES and x["field"] == "tldr" for x in o["findings"])]
    print(f"# {name}: {len(draw)} right conversions, {len(bad)} complained of ({100 * len(bad) / max(1, len(draw)):.1f} %)")
    if os.environ.get("SHOW"):
        print("\n".join("#   " + m for m in bad))
    case(f"{name}: of {len(draw)} right conversions at most 1 % are complained of", len(draw) >= 250 and len(bad) * 100 <= len(draw), "\n".join(bad))
    # as they came
    dice.shuffle(records)
    part = records if LONG else records[:OWN]
    again = [own[r["id"]] for r in part if own[r["id"]]["verdict"] == "ask again"]
    rejected = [own[r["id"]] for r in part if own[r["id"]]["verdict"] == "rejected"]
    print(f"# {name}: of {len(part)} answers as they came {len(again)} are asked again ({100 * len(again) / len(part):.1f} %), {len(rejected)} rejected")
    case(f"{name}: of {len(part)} answers as they came at most 2 % are asked again, 1 % rejected",
         len(again) <= 0.02 * len(part) and len(rejected) <= 0.01 * len(part), again)


measure([r for r in RECORDS if half_of(r)], "second half")
if LONG:
    measure([r for r in RECORDS if not half_of(r)], "first half")
done()
