# SPDX-License-Identifier: MIT
"""A site in Chromium, from its files, in a folder with a blank in its name: calendar, days by link and by key, search, categories and
interests, pages of readings, the page for wrong addresses; themes, phone, no script; nothing is asked for but the site's own files, nothing
said, nothing runs that is not the site's; axe-core finds nothing."""
import datetime
import json
import os
import re
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(os.path.dirname(HERE), "tools"))
from made import lines, write  # noqa: E402
from tap import ROOT, case, done, run, scratch  # noqa: E402

MODULES = os.path.join(os.environ.get("GENERATORS", os.path.join(ROOT, "build", "generators")), "node_modules")
HOME = scratch()
NOW = 1768400000  # 2026-01-14
JOSE, ZOE = "José Ángel Muñoz", "Zoë Lindström"

# Over the end of a year; in the search's index three parts, the newest two of which hold 51 papers.
COUNTS = {"2025-12-29": 1, "2025-12-30": 5, "2025-12-31": 3, "2026-01-01": 5, "2026-01-02": 5, "2026-01-05": 6, "2026-01-06": 4, "2026-01-07": 7,
          "2026-01-08": 5, "2026-01-09": 8, "2026-01-12": 5, "2026-01-13": 6}

# What a paper says: title, abstract, Chinese title and one-liner, authors, and which of the words looked for lead to it. Words that a
# paper has only where the search does not look lead to none: in the Chinese abstract, or within a word of the English one.
TEXTS = [
    ("Asking the Archive Twice", "We ask twice, and RAG answers once.", "两次询问档案", "先问后答，答案更稳。", ["Ada Park"], {"RAG"}),
    ("Lamps for Quiet Harbours", "Each lamp is lit where $x < y$.", "静港之灯", "用检索增强的方法为港口点灯。", [JOSE, "Jun Li"], {"检索增强", "José Ángel", "muñoz"}),
    ("Fog on a Coast", "Fragments of fog drag along a coast.", "雾与碎片", "雾气成片，碎而不散。", ["Lena Braun"], set()),
    ("RAG for Bakers", "Bread is found before it is baked.", "面包师的检索", "检索增强让面包师先找后烤。", [ZOE], {"RAG", "检索增强", "lindström"}),
    ("A <b>Bold</b> & \"Quoted\" Claim", "Nothing of </script> is run.", "大胆的<i>断言</i>", "什么也不运行。", [JOSE], {"José Ángel", "muñoz"}),
    ("Counting Herons", "We count herons from a bridge.", "数鹭", "桥上数鹭，误差很小。", ["Tomás Novák", "Wei Chen"], set()),
    ("Slow Letters", "A letter arrives late, with a graph.", "慢信", "信来得慢，图却清楚。", ["Aiko Sato"], set()),
]
CATEGORIES = ["cs.CL", "cs.IR", "stat.ML", "quant-ph"]
QUERIES = ["检索增强", "RAG", "rag", "José Ángel", "JOSE\u0301 A\u0301NGEL", "muñoz", "lindström", "检索增强 -RAG"]
HEADS = {"RAG": "RAG", "rag": "RAG", "JOSE\u0301 A\u0301NGEL": "José Ángel"}


def papers():
    """Each paper's record, with the words that lead to it."""
    numbers, made = {}, 0
    for day, n in COUNTS.items():
        month = day[2:4] + day[5:7]
        for _ in range(n):
            title, abstract, zh, tldr, authors, words = TEXTS[made % len(TEXTS)]
            numbers[month] = numbers.get(month, 0) + 1
            ident = f"{month}.{numbers[month]:05}"
            kind = ["new", "new", "cross", "replace"][made % 4]
            yield words, {
                "id": ident, "version": 1, "title": title, "abstract": abstract, "authors": [{"name": a} for a in authors],
                "categories": [CATEGORIES[made % len(CATEGORIES)]], "announced": day, "announce_type": kind, "link": f"https://arxiv.org/abs/{ident}",
                "published": f"{day}T01:00:00Z", "summary": {"lang": "zh-Hans", "style": "footnote", "title": zh, "tldr": tldr, "tldr_en": "It is shown.",
                                                            "abstract": f"{zh}：本文不用检索增强，只说一件事。"}}
            made += 1


def reading(style, **more):
    return {"lang": "zh-Hans", "style": style, **more}


NOTES = reading("notes", title="静港", abstract="摘要一。", background="背景。", challenges=["难"], solution="解。", innovations=["新"], models=["模"],
                results="好。", findings=["数"], rating=4, recommendation="可读。")


def readings():
    """A day each: one that has its reading, one that waits for it."""
    for ident, day, y in [("2601.00001", "2026-01-12", NOTES), ("hep-th/9901001", "2026-01-13", dict(NOTES, title="旧港")),
                          ("2601.00003", "2026-01-13", {"status": "pending", "reason": "busy", "style": "notes"})]:
        yield {"id": ident, "version": 1, "title": "Quiet", "abstract": "We show it.", "authors": [{"name": JOSE}], "categories": ["cs.CL"], "announced": day,
               "announce_type": "new", "link": "https://arxiv.org/abs/" + ident, "summary": y}


def site(name, records, *args, status=0):
    write(f"{HOME}/{name}.jsonl", lines(*records))
    folder = os.path.join(HOME, "a site 论文 100%", name)
    r = run("fetch", "--store", name + ".db", "--input", name + ".jsonl", cwd=HOME, now=NOW)
    case(f"{name}: the store is filled", r.status == (0 if records else 65), r.msg)
    os.makedirs(os.path.dirname(folder), exist_ok=True)
    r = run("site", "--store", name + ".db", folder, *args, cwd=HOME, now=NOW)
    case(f"{name}: there is a site", r.status == status, r.msg)
    return folder


def bare(folder, page):
    """PAGE without its policy, beside it: what is kept from running there is kept by the policy, and by nothing else."""
    with open(os.path.join(folder, page), encoding="utf-8") as f:
        text, n = re.subn(r'<meta http-equiv="Content-Security-Policy"[^>]*>', "", f.read())
    case(f"{page} has a policy", n == 1)
    write(os.path.join(folder, "bare.html"), text)
    return "bare.html"


def found(all_, query):
    """The ids that QUERY leads to, by the words of each paper."""
    want, *rest = query.split(" -")
    return [r["id"] for words, r in all_ if HEADS.get(want, want) in words and not set(rest) & words]


ALL = list(papers())
RECORDS = [r for _, r in ALL]
write(f"{HOME}/config", "[interest 港口]\nmatch = ti:lamps\n")
main = site("main", RECORDS, "--config", "config")
notes = site("notes", readings(), "--style", "notes", status=3)
nothing = site("nothing", [])
interest, = (f"i/{n}" for n in os.listdir(os.path.join(main, "i")) if n.endswith(".html"))
own = sorted(os.listdir(os.path.join(notes, "p")))
days = sorted(COUNTS)
by_category = {c: [r["id"] for r in RECORDS if r["announced"] == days[-1] and r["categories"] == [c]] for c in CATEGORIES}
plan = {
    "main": main, "notes": notes, "days": days, "counts": COUNTS, "bare": bare(main, "calendar.html"), "total": sum(COUNTS.values()), "first": 51,
    "ids": {d: sorted(r["id"] for r in RECORDS if r["announced"] == d) for d in days},
    "columns": {d: datetime.date.fromisoformat(d).weekday() for d in days},
    "queries": [{"q": q, "ids": found(ALL, q)} for q in QUERIES], "all": "2", "none": "没有这样的词",
    "words": {"none": "没有相符的论文", "papers": "篇", "script": "检索需要 JavaScript", "lost": "地址有误", "calendar": "日历"},
    "category": {"name": "cs.IR", "day": days[-1], "ids": by_category["cs.IR"]},
    "interest": {"page": interest, "ids": [r["id"] for r in RECORDS if r["announced"] == days[-1] and "Lamps" in r["title"]]},
    "own": own, "kinds": {
        "today": [main, "index.html"], "a day": [main, f"d/{days[5]}.html"], "a month": [main, "m/2026-01.html"], "calendar": [main, "calendar.html"],
        "topics": [main, "topics.html"], "a category": [main, "c/quant-ph.html"], "an interest": [main, interest], "search": [main, "search.html"],
        "search with what it found": [main, "search.html", "?q=RAG"], "search that found nothing": [main, "search.html", "?q=xyzzy"],
        "a wrong address": [main, "404.html"], "a day of readings": [notes, "index.html"], "a reading": [notes, "p/" + own[0]], "no papers": [nothing, "index.html"]}}
case("words lead to some papers and not to all", all(0 < len(q["ids"]) < len(RECORDS) for q in plan["queries"]))
case("there are papers to choose from", all(0 < len(x["ids"]) < COUNTS[days[-1]] for x in (plan["category"], plan["interest"])))
write(f"{HOME}/plan.json", json.dumps(plan))
p = subprocess.run(["node", os.path.join(HERE, "site.cjs"), f"{HOME}/plan.json"], env=dict(os.environ, NODE_PATH=MODULES), stdout=subprocess.PIPE,
                   stderr=subprocess.PIPE, timeout=900, check=False)
if case("Chromium ran to the end", p.returncode == 0, p.stderr.decode("utf-8", "replace")):
    for name, ok, detail in json.loads(p.stdout):
        case(name, ok, detail)
done()
