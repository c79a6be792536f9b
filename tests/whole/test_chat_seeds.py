#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""The earlier system's digests, all the way: its records as feeds in the form of their time, a chat endpoint that answers each
paper with its real Chinese, in any order, late, and with failures between; what is printed has to be that system's bytes.

The English line of such a page was empty, but for a few papers: so the style that asks here is the built-in one with a schema
that does not require it."""
import concurrent.futures
import glob
import json
import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "tools"))
from chattest import FakeChat
from eras import era, feeds, plain_title
from made import write
from tap import case, done, equal, run, scratch, shared, skip

TRANSIENT = ["429-ms", "500", "502", "503", "529", "error-in-200", "drop", "reset", "cut", "truncated", "429-reset"]
FIELDS = ("title", "tldr", "tldr_en", "abstract")


def papers(records):
    return {r["link"]: {"title": plain_title(r), "abstract": r["abstract"][r["abstract"].find("Abstract: ") + 10 if era(r) == "rss" else 0:],
                        "answer": {k: r["summary"][k] for k in FIELDS if k in r["summary"]}} for r in records}


def all_the_way(name, records, share=0.1, jobs=8, seed=1):
    """(run, server's requests) of a whole run over RECORDS."""
    home = scratch()
    inputs = []
    for form, text in feeds(records).items():
        inputs += ["--input", write(f"{home}/{form}.xml", text)]
    with FakeChat(papers=papers(records), latency=[0.005, 0.15], seed=seed, rate={"share": share, "do": TRANSIENT, "in_a_row": 2}) as chat:
        r = run(*inputs, *chat.words, "--gate", "off", "--dialect", "exact", "--store", f"{home}/s.db", "--jobs", str(jobs),
                "--summarizer-retry-delay", "50", cwd=home)
        return name, r, chat.asked(), [x for x in records]


def look(name, r, asked, records, want):
    case(f"{name}: silent, status 0", (r.status, r.err) == (0, b""), f"{r.status} {r.msg}")
    equal(f"{name}: the bytes", r.out, want)
    good = [a["paper"] for a in asked if a["answer"] and a["answer"]["do"] is None]
    equal(f"{name}: a good answer for each paper, once", sorted(good, key=str), sorted(x["link"] for x in records))
    failed = sum(1 for a in asked if a["answer"] and a["answer"]["do"] is not None)
    equal(f"{name}: no request but these and those that failed", len(asked), len(records) + failed)
    return failed


# ---- Small ones, always here: the three forms side by side, and texts that tempt to be changed ----

S = "    "
OWN = [
    {"id": "2309.01001", "title": "Hearing Rain. (arXiv:2309.01001v2 [cs.SD] UPDATED)", "link": "http://arxiv.org/abs/2309.01001",
     "abstract": "We listen to <roofs> & gutters,  twice, and the text is cut here ",
     "summary": {"title": "听雨", "tldr": "屋顶会说话。", "tldr_en": "Roofs speak.", "abstract": "我们聆听<屋顶>，取 $\\frac{a}{b}$ 与 \\beta。"}},
    {"id": "2402.01002", "title": "Paper Boats | in $O(n)$", "link": "https://rss.arxiv.org/abs/2402.01002", "abstract": "Boats \\'a la carte float. ",
     "summary": {"title": "纸船", "tldr": "纸船会浮|沉。", "abstract": "\"纸船\"会浮。"}},
    {"id": "2402.01003", "title": "Snow on Rails", "link": "https://arxiv.org/abs/2402.01003",
     "abstract": "arXiv:2402.01003v1 Announce Type: new  Abstract: Snow & ice on rails. ",
     "summary": {"title": "轨上雪", "tldr": "雪与冰。", "abstract": "轨上的雪。"}},
]
ROWS = [  # in the order of the page: by link, descending
    ("Paper Boats | in $O(n)$", OWN[1], ""), ("Snow on Rails", OWN[2], ""), ("Hearing Rain.", OWN[0], "Roofs speak."),
]
WANT = "# 摘要\n\n| Ref | Title | Summary |\n| --- | --- | --- |\n" + \
    "\n".join(f"| [^{n}] | [{t}]({r['link']}) | {r['summary']['tldr']} |" for n, (t, r, _) in enumerate(ROWS, 1)) + "\n\n# 详细\n\n" + \
    "\n".join(f"[^{n}]: {r['summary']['title']}\n\n{S}{r['title']}\n\n{S}[{r['link']}]({r['link']})\n\n{S}{r['summary']['tldr']}\n\n{S}{en}\n\n"
              f"{S}{r['summary']['abstract']}\n\n{S}{r['abstract']}\n{S}" for n, (_, r, en) in enumerate(ROWS, 1)) + "\n\n"


def real_pairs():
    """The seeds, and ten of the history: one with each era's mixture, whole answers only, the largest first."""
    if not shared("corpus"):
        return []
    found = []
    for path in sorted(glob.glob(shared("corpus") + "/seeds/*.jsonl")) + sorted(glob.glob(shared("corpus") + "/history/*.jsonl")):
        with open(path, encoding="utf-8") as f:
            records = [json.loads(line) for line in f]
        if records and all(r["summary"].get(k) for r in records for k in ("title", "tldr", "abstract")):
            found.append((path, records))
    seeds = [x for x in found if "/seeds/" in x[0]]
    history = [x for x in found if "/history/" in x[0]]
    mixed = [x for x in history if len({era(r) for r in x[1]}) == 3]
    english = [x for x in history if any("tldr_en" in r["summary"] for r in x[1])]
    rest = [x for x in history if x not in mixed and x not in english]
    return seeds + mixed[:4] + english[:2] + rest[::max(1, len(rest) // 4)][:4]


name, r, asked, records = all_the_way("own records", OWN, share=0.5)
look(name, r, asked, records, WANT.encode())
# That this test can fail: one answer with another blank, and the bytes are others.
other = json.loads(json.dumps(OWN))
other[0]["summary"]["tldr"] = other[0]["summary"]["tldr"].replace("会", " 会")
r = all_the_way("another blank", other, share=0)[1]
case("own records, another blank in an answer: other bytes", r.status == 0 and r.out != WANT.encode(), r.msg)

pairs = real_pairs()
if not pairs:
    skip("the seeds and the history", "no shared corpus here")
else:
    equal("the seeds and ten of the history", len(pairs), 12)
    with concurrent.futures.ThreadPoolExecutor(3) as pool:
        todo = [pool.submit(all_the_way, "/".join(path.split("/")[-2:]), records, 0.1, 8, n) for n, (path, records) in enumerate(pairs)]
        failed = 0
        for (path, records), one in zip(pairs, todo):
            with open(next(w for w in (path[:-6] + ".txt", path[:-6] + ".md") if os.path.exists(w)), "rb") as f:
                failed += look(*one.result(), f.read())
    n = sum(len(records) for _, records in pairs)
    case("a tenth of the requests did fail", 0.05 * n < failed < 0.2 * n, f"{failed} of {n}")
done()
