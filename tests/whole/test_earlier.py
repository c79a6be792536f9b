#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""The earlier system's folder (papers/YY/MM/ID.json) as a source: what comes out of the store in dialect `exact` is what
the same papers give as records. The folder is written here as that system wrote it: its keys, four blanks, no final LF."""
import json
import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "tools"))
from tap import case, done, equal, run, scratch, shared, skip

# The record's name of a field, and the earlier system's.
FIELDS = [("title", "translated_title"), ("tldr", "tldr"), ("tldr_en", "en_tldr"), ("abstract", "translated_abstract")]


def as_earlier(r):
    ident = r["link"].rsplit("/", 1)[1]
    path = f"papers/{ident[:2]}/{ident[2:4]}/{ident}.json"
    old = {"title": r["title"], "abstract": r["abstract"], "link": r["link"],
           "context": f"Title: {r['title'][:1000]}\nAbstract: {r['abstract']}", "path": path, "total_tokens": 890}
    summary = r.get("summary", {})
    old.update({theirs: summary[ours] for ours, theirs in FIELDS if ours in summary})
    if "_en_tdlr" in r:
        old["en_tdlr"] = r["_en_tdlr"]
    return path, json.dumps(old, indent=4, ensure_ascii=False)


def write_folder(root, records):
    for r in records:
        path, text = as_earlier(r)
        os.makedirs(os.path.join(root, os.path.dirname(path)), exist_ok=True)
        with open(os.path.join(root, path), "w", encoding="utf-8") as f:
            f.write(text)


def write_records(path, records):
    with open(path, "w", encoding="utf-8") as f:
        f.writelines(json.dumps(r, ensure_ascii=False) + "\n" for r in records)


def whole(r):
    return all(k in r.get("summary", {}) for k in ("title", "tldr", "abstract"))


def both_ways(name, records):
    """The folder through the store, and the records directly: the same bytes, the same papers named."""
    home = scratch()
    lacking = sorted(r["id"] for r in records if not whole(r))
    write_folder(f"{home}/old", records)
    write_records(f"{home}/records.jsonl", records)
    write_records(f"{home}/sorted.jsonl", sorted(records, key=lambda r: r["link"]))
    r = run("fetch", "--input", "old", cwd=home)
    case(f"{name}: the folder is read in silence", r.status == 0 and r.out + r.err == b"", r.msg)
    pages = {}
    for way, args in [("from the store", ["--all"]), ("from records", ["records.jsonl"]), ("from sorted records", ["sorted.jsonl"])]:
        r = pages[way] = run("render", *args, "--dialect", "exact", cwd=home)
        equal(f"{name}, {way}: exit status", r.status, 3 if lacking else 0)
        equal(f"{name}, {way}: those without all Chinese fields are named, and nobody else",
              sorted(line.split(": ")[1] for line in r.msg.splitlines()), lacking)
        equal(f"{name}, {way}: a row for each other paper", r.text.count("\n| [^"), len(records) - len(lacking))
    case(f"{name}: the same bytes from the store and from records", pages["from the store"].out == pages["from records"].out)
    case(f"{name}: the same bytes from sorted records", pages["from sorted records"].out == pages["from records"].out)
    return home, pages["from records"]


# ---- A small folder ----

RECORDS = [
    {"id": "2303.06137", "title": "Tiles and Tides. (arXiv:2303.06137v1 [cs.NE])", "link": "http://arxiv.org/abs/2303.06137",
     "abstract": "The sea lays tiles; we count them and", "_en_tdlr": "Tiles are counted.",
     "summary": {"lang": "zh", "title": "瓦与潮", "tldr": "我们数海铺的瓦。", "abstract": "海铺瓦，我们数。"}},
    {"id": "2303.00007", "title": "Old Cranes. (arXiv:2303.00007v4 [cs.RO] UPDATED)", "link": "http://arxiv.org/abs/2303.00007",
     "abstract": "Cranes of 1900 lift ", "summary": {"lang": "zh", "title": "旧吊车", "tldr": "旧吊车还能吊。", "tldr_en": "Old cranes lift.", "abstract": "1900 年的吊车还能用。"}},
    {"id": "2402.00099", "title": "Snow on Rails", "link": "https://rss.arxiv.org/abs/2402.00099", "abstract": "Snow | rails & <trains>",
     "summary": {"lang": "zh", "title": "轨上雪", "tldr": "雪|轨", "abstract": "雪、轨与<火车>。"}},
    {"id": "2402.11111", "title": "Paper Boats", "link": "https://arxiv.org/abs/2402.11111",
     "abstract": "arXiv:2402.11111v2 Announce Type: replace  Abstract: Boats of paper float.",
     "summary": {"lang": "zh", "title": "纸船", "tldr": "", "abstract": "纸船会浮。"}},
    {"id": "2402.22222", "title": "Waiting Room", "link": "https://arxiv.org/abs/2402.22222", "abstract": "Nobody wrote the abstract in Chinese.",
     "summary": {"lang": "zh", "title": "候诊室", "tldr": "没有中文摘要。"}},
    {"id": "2402.22223", "title": "Room Without Title", "link": "https://arxiv.org/abs/2402.22223", "abstract": "Nor its title.",
     "summary": {"lang": "zh", "tldr": "没有题目。", "abstract": "也没有题目。"}},
]
home, page = both_ways("small folder", RECORDS)
case("small folder: the title in the note is the feed's, that in the row is not",
     "\n    Old Cranes. (arXiv:2303.00007v4 [cs.RO] UPDATED)\n" in page.text and "[Old Cranes.](" in page.text, page.text)
case("small folder: the English slot has en_tldr, never en_tdlr", "\n    Old cranes lift.\n" in page.text and "counted" not in page.text, page.text)

r = run("fetch", "--store", "none", "--json", "--input", "old", cwd=home)
got = {x["id"]: x for x in map(json.loads, r.text.splitlines())}
equal("as records: all papers", sorted(got), sorted(x["id"] for x in RECORDS))
equal("as records: versions, from the suffix or the prefix", [got[i].get("version") for i in sorted(got)], [4, 1, None, 2, None, None])
equal("as records: the road", {x["source"] for x in got.values()}, {"cn-chat-arxiv"})
equal("as records: what was received", got["2303.06137"]["received"]["title"], "Tiles and Tides. (arXiv:2303.06137v1 [cs.NE])")
equal("as records: in the order of their paths", [x["id"] for x in map(json.loads, r.text.splitlines())], sorted(got))

r = run("render", "old", "--dialect", "exact", cwd=home)
equal("render FOLDER: the same page", r.out, page.out)
r = run("render", "old/papers/23/03/2303.06137.json", "--dialect", "exact", cwd=home)
case("a single file: its page", r.status == 0 and r.err == b"" and "[^1]: 瓦与潮\n" in r.text and "[^2]" not in r.text, r.msg)
r = run("fetch", "--store", "none", "--json", "--input", "old/papers/23/03/2303.06137.json", "--input", "old/papers/24/02/2402.00099.json", cwd=home)
equal("two single files", [json.loads(line)["id"] for line in r.text.splitlines()], ["2303.06137", "2402.00099"])
with open(f"{home}/old/papers/23/03/2303.06137.json", "rb") as f:
    r = run("fetch", "--store", "none", "--json", "--input", "-", stdin=f.read(), cwd=home)
equal("the same on standard input", [json.loads(line)["id"] for line in r.text.splitlines()], ["2303.06137"])

# ---- Faults ----

os.makedirs(f"{home}/none/papers/23/03")
for args in (["fetch", "--input", "none"], ["--input", "none"], ["render", "none"]):
    r = run(*args, cwd=home)
    case(f"a folder without papers: {' '.join(args)}", r.status == 65 and r.out == b"" and "none: a folder without papers" in r.msg, r.msg)

write_folder(f"{home}/bad", RECORDS[:4])
for name, text, why in [("2303.06137.json", '{"title": "Tiles', "2303.06137.json"), ("2402.00099.json", "", "2402.00099.json: empty"),
                        ("2402.11111.json", '{"title": "No link", "tldr": "点", "total_tokens": 1}', "2402.11111.json")]:
    with open(f"{home}/bad/papers/{name[:2]}/{name[2:4]}/{name}", "w", encoding="utf-8") as f:
        f.write(text)
r = run("fetch", "--store", "none", "--json", "--input", "bad", cwd=home)
equal("broken files of a folder: the others are kept", [json.loads(line)["id"] for line in r.text.splitlines()], ["2303.00007"])
equal("broken files of a folder: status 3", r.status, 3)
for name in ("2303.06137", "2402.00099", "2402.11111"):
    case(f"broken files of a folder: {name} is named", f"bad/papers/{name[:2]}/{name[2:4]}/{name}.json" in r.msg, r.msg)
os.remove(f"{home}/bad/papers/23/03/2303.00007.json")
r = run("fetch", "--store", "none", "--json", "--input", "bad", cwd=home)
case("nothing but broken files: 65", r.status == 65 and r.out == b"", f"{r.status} {r.msg}")
os.makedirs(f"{home}/bad/.git/hidden")
with open(f"{home}/bad/.git/hidden/x.json", "w", encoding="utf-8") as f:
    f.write(as_earlier(RECORDS[1])[1])
with open(f"{home}/bad/README.md", "w", encoding="utf-8") as f:
    f.write("not a paper")
r = run("fetch", "--store", "none", "--json", "--input", "bad", cwd=home)
case("hidden folders and files of other names are not papers", r.status == 65 and "README" not in r.msg and ".git" not in r.msg, r.msg)

# ---- The real records ----

sample = shared("corpus/papers-sample.jsonl")
if not sample:
    skip("3,000 real records", "no shared corpus here")
else:
    with open(sample, encoding="utf-8") as f:
        both_ways("3,000 real records", [json.loads(line) for line in f])
    import glob
    for path in sorted(glob.glob(os.path.join(shared("captures/rdf/cn-chat-arxiv"), "*.json"))):
        with open(path, encoding="utf-8") as f:
            theirs = json.load(f)
        r = run("fetch", "--store", "none", "--json", "--input", path)
        ours = json.loads(r.text) if r.status == 0 else {}
        want = {k: theirs[t] for k, t in FIELDS if t in theirs}
        equal(f"a real file: {os.path.basename(path)}", {k: v for k, v in ours.get("summary", {}).items() if k != "lang"}, want)
done()
