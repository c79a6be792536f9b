#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""File names by pattern: {date}, {category}, {profile}, {style}; which papers are on which page; that each page is guarded and
repaired under its own name. And format json, whose pages are records that can be read again."""
import json
import os
import re
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "tools"))
from made import canned, chinese, feed, item, lines, record, write
from tap import SHARED, case, done, equal, run, scratch, skip

PAPERS = [record("2611.00001", "A", announced="2026-11-19", categories=["cs.CL", "cs.AI"], summary=chinese()),
          record("2611.00002", "B", announced="2026-11-19", categories=["cs.AI"], summary=chinese()),
          record("2611.00003", "C", announced="2026-11-20", categories=["stat.ML", "cs.CL"], summary=chinese()),
          record("2611.00004", "D", announced="2026-11-20", categories=["../../evil"], summary=chinese()),
          record("2611.00005", "E", announced="2026-11-20", summary=chinese())]
EVERY = {1, 2, 3, 4, 5}


def pages(folder):
    """Each file below FOLDER, and which papers it shows."""
    found = {}
    for where, _, files in os.walk(folder):
        for name in files:
            text = open(os.path.join(where, name), encoding="utf-8").read()
            found[os.path.relpath(os.path.join(where, name), folder)] = {int(n) for n in re.findall(r"abs/2611\.0000(\d)", text)}
    return found


def names():
    home = scratch()
    write(f"{home}/p.jsonl", lines(*PAPERS))
    write(f"{home}/config", "[profile night]\nlimit = 9\n")
    night = ("--config", "config", "--profile", "night")
    for pattern, args, want in (
            ("{date}.md", (), {"2026-11-19.md": {1, 2}, "2026-11-20.md": {3, 4, 5}}),
            ("{category}.md", (), {"cs.CL.md": {1}, "cs.AI.md": {2}, "stat.ML.md": {3}, "other.md": {4, 5}}),
            ("{category}.md", ("-c", "cs.CL"), {"cs.CL.md": {1, 3}}),
            ("{category}.md", ("-c", "cs.CL,cs.AI,cs.CL"), {"cs.CL.md": {1, 3}, "cs.AI.md": {1, 2}}),
            ("{category}.md", ("-c", "cs"), {"cs.md": {1, 2, 3}}),
            ("{date}/{category}.md", ("-c", "cs.CL,math.AG"), {"2026-11-19/cs.CL.md": {1}, "2026-11-20/cs.CL.md": {3}}),
            ("{date}-{category}-{profile}-{style}.md", (*night, "-c", "cs.AI"), {"2026-11-19-cs.AI-night-footnote.md": {1, 2}}),
            ("{profile}/{style}.md", ("--style", "brief"), {"default/brief.md": EVERY}),
            ("{category}{category}.md", ("-c", "stat.ML"), {"stat.MLstat.ML.md": {3}}),
            ("{category}.md", ("--limit", "1", "-c", "cs"), {"cs.md": {3}})):
        out = scratch()
        r = run("render", "-o", f"{out}/{pattern}", *args, "p.jsonl", cwd=home)
        equal(f"-o {pattern} {' '.join(args)}", (r.status, pages(out)), (0, want))
    for pattern, said in (("{day}.md", "only {date}, {week}, {month}, {year}, {category}, {profile} and {style} can stand in braces"), ("{}.md", "can stand in braces"),
                          ("{date.md", "can stand in braces"), ("{Category}.md", "can stand in braces")):
        r = run("render", "-o", pattern, "p.jsonl", cwd=home)
        case(f"-o {pattern}: 2, and what there is", r.status == 2 and said in r.msg and not os.path.exists(f"{home}/{pattern}"), r.msg)
    write(f"{home}/config", "[profile ../up]\nlimit = 9\n")
    r = run("render", "-o", "x/{profile}.md", "--config", "config", "--profile", "../up", "p.jsonl", cwd=home)
    case("a profile's name that leads out of the folder: 2", r.status == 2 and "cannot be part of a file's name" in r.msg, r.msg)
    r = run("render", "--format", "text", "-c", "cs.CL,cs.AI", "p.jsonl", cwd=home)
    case("{{category}} of a page of several", r.text.startswith("arXiv 摘要 cs.CL, cs.AI\n"), r.text[:80])


def repaired():
    """A page for each category is not replaced by a poorer one, and is repaired under its own name, with its own heading."""
    home = scratch()
    write(f"{home}/1.xml", feed("2026-11-20", item("2611.00001", "One", categories=("cs.CL", "cs.AI")), item("2611.00002", "Two", categories=("cs.AI",))))
    write(f"{home}/2.xml", feed("2026-11-23", item("2611.00003", "Three", categories=("cs.CL",))))
    canned(f"{home}/half", {"2611.00001v1": "第一篇"})
    canned(f"{home}/full", {f"2611.0000{i}v1": f"第{i}篇" for i in (1, 2, 3)})
    common = ("--gate", "off", "--store", "s.db", "--format", "text")
    r = run("--input", "1.xml", "--summarizer", "./half", *common, "-o", "posts/{date}-{category}.txt", "-c", "cs.CL,cs.AI", cwd=home)
    equal("first run: a page for each category", pages(f"{home}/posts"), {"2026-11-20-cs.CL.txt": {1}, "2026-11-20-cs.AI.txt": {1, 2}})
    whole = {f"posts/{n}": open(f"{home}/posts/{n}", encoding="utf-8").read() for n in os.listdir(f"{home}/posts")}
    r = run("--input", "2.xml", "--summarizer", "./full", *common, "-o", "posts/{date}-{category}.txt", "-c", "cs.CL", cwd=home)
    now = {n: open(f"{home}/{n}", encoding="utf-8").read() for n in whole}
    case("next run, of one category: the other's page of before is repaired", "第2篇" in now["posts/2026-11-20-cs.AI.txt"], r.msg)
    case("with its own heading", now["posts/2026-11-20-cs.AI.txt"].startswith("arXiv 摘要 cs.AI\n"), now["posts/2026-11-20-cs.AI.txt"][:60])
    equal("a page that lacked nothing stays", now["posts/2026-11-20-cs.CL.txt"], whole["posts/2026-11-20-cs.CL.txt"])
    equal("and the day has its page", pages(f"{home}/posts")["2026-11-23-cs.CL.txt"], {3})
    fewer = write(f"{home}/fewer.jsonl", lines(record("2611.00009", "Z", announced="2026-11-20", categories=["cs.AI"])))
    r = run("render", fewer, "--format", "text", "-o", "posts/{date}-{category}.txt", cwd=home)
    case("a poorer page of a category does not replace one", r.status == 3 and "2026-11-20-cs.AI.txt: stays as it is" in r.msg, r.msg)


def records():
    home = scratch()
    source = write(f"{home}/p.jsonl", lines(*PAPERS, record("2611.00006", "F", announced="2026-11-20", summary={"status": "pending", "lang": "zh-Hans"})))
    r = run("render", "--format", "json", "-o", "{date}.jsonl", source, cwd=home)
    days = {d: [json.loads(x) for x in open(f"{home}/2026-11-{d}.jsonl", encoding="utf-8")] for d in (19, 20)}
    equal("json, a page a day: records, newest first", (r.status, {d: [p["id"][-1] for p in v] for d, v in days.items()}), (0, {19: ["2", "1"], 20: ["6", "5", "4", "3"]}))
    equal("json: what came in is there", {k: days[19][1][k] for k in ("title", "categories", "announced", "summary")},
          {k: PAPERS[0][k] for k in ("title", "categories", "announced", "summary")})
    before = open(f"{home}/2026-11-20.jsonl", "rb").read()
    equal("json: read again, it is the same page", run("render", "--format", "json", f"{home}/2026-11-20.jsonl").out, before)
    poorer = write(f"{home}/poorer.jsonl", lines(*[{k: v for k, v in p.items() if k != "summary"} for p in PAPERS], record("2611.00006", "F", announced="2026-11-20")))
    r = run("render", "--format", "json", "-o", "{date}.jsonl", poorer, cwd=home)
    case("json: a page without summaries does not replace one that has them", r.status == 3 and "stays as it is: the new page would lose 3 summaries" in r.msg
         and open(f"{home}/2026-11-20.jsonl", "rb").read() == before, r.msg)
    sample = os.path.join(SHARED, "corpus", "papers-sample.jsonl")
    if not os.path.exists(sample):
        skip("json: papers-sample", "no shared corpus")
        return
    out = run("render", "--format", "json", sample).out
    ids = sorted(json.loads(x)["id"] for x in out.splitlines())
    equal("json: all of papers-sample", ids, sorted(json.loads(x)["id"] for x in open(sample, encoding="utf-8")))


names()
repaired()
records()
done()
