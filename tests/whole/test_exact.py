#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""Dialect `exact` against the bytes of the earlier system: pages that are written out here by hand, from its format's
description, then all real pairs of the shared corpus."""
import glob
import json
import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "tools"))
from tap import case, done, equal, run, scratch, shared, skip

S = "    "  # four blanks: what looks like an empty line of a note
HEAD = "# 摘要\n\n| Ref | Title | Summary |\n| --- | --- | --- |\n"
MIDDLE = "\n\n# 详细\n\n"
EMPTY = HEAD + "\n\n# 详细\n\n\n\n"


def record(ident, english, received, link=None, **summary):
    """As the earlier system's records are written; a summary field that is None is absent."""
    r = {"id": ident, "title": english, "link": link or f"http://arxiv.org/abs/{ident}", "abstract": received}
    r["summary"] = {"lang": "zh", **{k: v for k, v in summary.items() if v is not None}}
    return r


def lines(*records):
    return "".join(json.dumps(r, ensure_ascii=False) + "\n" for r in records).encode()


def exact(name, records, want, status=0, left_out=()):
    r = run("render", "--dialect", "exact", "-", stdin=records if isinstance(records, bytes) else lines(*records))
    equal(f"{name}: the bytes", r.out, want.encode())
    equal(f"{name}: exit status", r.status, status)
    equal(f"{name}: a line on standard error for each paper left out, no other", len(r.msg.splitlines()), len(left_out))
    for ident, field in left_out:
        case(f"{name}: {ident} is named with what it lacks", any(ident in l and field in l for l in r.msg.splitlines()), r.msg)


def one(n, zh, title, link, tldr, en, zh_abstract, abstract):
    """Note n, to its line of four blanks."""
    return f"[^{n}]: {zh}\n\n{S}{title}\n\n{S}[{link}]({link})\n\n{S}{tldr}\n\n{S}{en}\n\n{S}{zh_abstract}\n\n{S}{abstract}\n{S}"


# ---- One paper: the description's own example in other words ----

SUFFIX = " (arXiv:2305.01001v1 [cs.SD])"
plain = record("2305.01001", "Hearing Rain." + SUFFIX, "We listen to roofs", title="听雨", tldr="屋顶会说话。", abstract="我们聆听屋顶。")
exact("one paper", [plain],
      HEAD + "| [^1] | [Hearing Rain.](http://arxiv.org/abs/2305.01001) | 屋顶会说话。 |" + MIDDLE +
      one(1, "听雨", "Hearing Rain." + SUFFIX, "http://arxiv.org/abs/2305.01001", "屋顶会说话。", "", "我们聆听屋顶。", "We listen to roofs") + "\n\n")
exact("a record of today's form, with authors and categories", [dict(plain, authors=[{"name": "R. Ain"}], categories=["cs.SD"], version=1)],
      HEAD + "| [^1] | [Hearing Rain.](http://arxiv.org/abs/2305.01001) | 屋顶会说话。 |" + MIDDLE +
      one(1, "听雨", "Hearing Rain." + SUFFIX, "http://arxiv.org/abs/2305.01001", "屋顶会说话。", "", "我们聆听屋顶。", "We listen to roofs") + "\n\n")

# ---- The row's title ----

for what, title, row in [
        ("UPDATED", "Roofs. (arXiv:2305.01001v3 [cs.SD] UPDATED)", "Roofs."),
        ("CROSS LISTED", "Roofs. (arXiv:2305.01001v1 [cs.SD] CROSS LISTED)", "Roofs."),
        ("no suffix", "Roofs", "Roofs"),
        ("white space before the suffix", "Roofs \t (arXiv:2305.01001v1 [cs.SD])", "Roofs"),
        ("no white space before it", "Roofs(arXiv:2305.01001v1 [cs.SD])", "Roofs"),
        ("nothing behind (arXiv: it stays", "Roofs (arXiv", "Roofs (arXiv"),
        ("one character behind (arXiv", "Roofs (arXiv)", "Roofs"),
        ("all to the line's end goes", "Roofs (arXiv:1) and more", "Roofs"),
        ("another word in parentheses", "Roofs (of arXiv)", "Roofs (of arXiv)"),
        ("lower case", "Roofs (arxiv:2305.01001)", "Roofs (arxiv:2305.01001)"),
        ("two lines, the suffix on the first", "Roofs (arXiv:1)\nand rain", "Roofs and rain"),
        ("two lines, the suffix on the second", "Roofs\nand rain (arXiv:1)", "Roofs and rain"),
        ("nothing is escaped", "A|B [c] `d` *e* _f_ <g> \\h $i$ & &amp;. (arXiv:1)", "A|B [c] `d` *e* _f_ <g> \\h $i$ & &amp;.")]:
    link = "http://arxiv.org/abs/2305.01001"
    exact(f"title, {what}", [dict(plain, title=title)],
          HEAD + f"| [^1] | [{row}]({link}) | 屋顶会说话。 |" + MIDDLE +
          one(1, "听雨", title, link, "屋顶会说话。", "", "我们聆听屋顶。", "We listen to roofs") + "\n\n")

# ---- The fields ----

link = "http://arxiv.org/abs/2305.01001"
exact("line feeds in the fields become blanks, one each", [record("2305.01001", "T", "a\nb\n\nc ", title="一\n二", tldr="三\n\n四", abstract="五\n六\n", tldr_en="en\nglish")],
      HEAD + f"| [^1] | [T]({link}) | 三  四 |" + MIDDLE + one(1, "一 二", "T", link, "三  四", "en glish", "五 六 ", "a b  c ") + "\n\n")
exact("the English slot, filled", [dict(plain, summary=dict(plain["summary"], tldr_en="Roofs speak."))],
      HEAD + f"| [^1] | [Hearing Rain.]({link}) | 屋顶会说话。 |" + MIDDLE +
      one(1, "听雨", "Hearing Rain." + SUFFIX, link, "屋顶会说话。", "Roofs speak.", "我们聆听屋顶。", "We listen to roofs") + "\n\n")
exact("an empty tldr counts as there", [dict(plain, summary=dict(plain["summary"], tldr=""))],
      HEAD + f"| [^1] | [Hearing Rain.]({link}) |  |" + MIDDLE +
      one(1, "听雨", "Hearing Rain." + SUFFIX, link, "", "", "我们聆听屋顶。", "We listen to roofs") + "\n\n")
exact("nothing is trimmed or put together", [record("2305.01001", "T", " cut off  at a blank ", title=" 题 ", tldr="  点 ", abstract="\t文")],
      HEAD + f"| [^1] | [T]({link}) |   点  |" + MIDDLE + one(1, " 题 ", "T", link, "  点 ", "", "\t文", " cut off  at a blank ") + "\n\n")
exact("nothing is escaped", [record("2305.01001", "T", "&lt; <b> | \\( *x* [y](z)", title="|`|", tldr="a|b", abstract="<script>")],
      HEAD + f"| [^1] | [T]({link}) | a|b |" + MIDDLE + one(1, "|`|", "T", link, "a|b", "", "<script>", "&lt; <b> | \\( *x* [y](z)") + "\n\n")
exact("the abstract's prefix stays", [record("2402.01001", "T", "arXiv:2402.01001v1 Announce Type: new  Abstract: We listen.", "https://arxiv.org/abs/2402.01001", title="题", tldr="点", abstract="文")],
      HEAD + "| [^1] | [T](https://arxiv.org/abs/2402.01001) | 点 |" + MIDDLE +
      one(1, "题", "T", "https://arxiv.org/abs/2402.01001", "点", "", "文", "arXiv:2402.01001v1 Announce Type: new  Abstract: We listen.") + "\n\n")

# ---- Order: by the whole link, descending ----

HOSTS = [("2402.01003", "https://rss.arxiv.org/abs/2402.01003"), ("2401.99999", "https://rss.arxiv.org/abs/2401.99999"),
         ("2402.01007", "https://arxiv.org/abs/2402.01007"), ("2402.00001", "https://arxiv.org/abs/2402.00001"),
         ("2402.01009", "http://arxiv.org/abs/2402.01009"), ("2303.00001", "http://arxiv.org/abs/2303.00001"),
         ("2303.00001", "http://arxiv.org/abs/2303.00001")]


def paper_at(i):
    ident, address = HOSTS[i]
    return record(ident, f"Title {i}", f"Abstract {i}", address, title=f"题{i}", tldr=f"点{i}", abstract=f"文{i}")


want = HEAD + "\n".join(f"| [^{i + 1}] | [Title {i}]({address}) | 点{i} |" for i, (_, address) in enumerate(HOSTS)) + MIDDLE + \
    "\n".join(one(i + 1, f"题{i}", f"Title {i}", address, f"点{i}", "", f"文{i}", f"Abstract {i}") for i, (_, address) in enumerate(HOSTS)) + "\n\n"
for order in ([0, 1, 2, 3, 4, 5, 6], [5, 4, 3, 2, 1, 0, 6], [3, 5, 0, 4, 6, 2, 1]):
    exact(f"order: {order}", [paper_at(i) for i in order], want)

# ---- Papers that are left out ----

exact("a record without tldr", [plain, record("2305.01002", "T", "A", title="题", abstract="文")],
      HEAD + f"| [^1] | [Hearing Rain.]({link}) | 屋顶会说话。 |" + MIDDLE +
      one(1, "听雨", "Hearing Rain." + SUFFIX, link, "屋顶会说话。", "", "我们聆听屋顶。", "We listen to roofs") + "\n\n",
      3, [("2305.01002", "tldr")])
exact("nothing but records that lack something",
      [record("2305.01002", "T", "A", title="题", abstract="文"), record("2305.01003", "T", "A", tldr="点", abstract="文"),
       record("2305.01004", "T", "A", tldr="点", title="题"), {"id": "2305.01005", "title": "T", "abstract": "A"},
       dict(plain, id="2305.01006", summary=dict(plain["summary"], status="pending")),
       dict(plain, id="2305.01007", summary=dict(plain["summary"], status="extract"))],
      EMPTY, 3, [("2305.01002", "tldr"), ("2305.01003", "title"), ("2305.01004", "abstract"), ("2305.01005", ""), ("2305.01006", ""), ("2305.01007", "")])

# ---- No records ----

exact("no records at all: 70 bytes", b"", EMPTY)
exact("a file of empty lines", b"\n\n", EMPTY)
equal("70 bytes are what the description says", len(EMPTY.encode()), 70)
home = scratch()
open(f"{home}/none.jsonl", "w").close()
r = run("render", "none.jsonl", cwd=home)
case("no records, dialect gfm: the page's frame, in silence", r.status == 0 and r.err == b"" and "# 详细" in r.text and "[^" not in r.text, r.msg)
r = run("fetch", "--store", "none", "--json", "--input", "none.jsonl", cwd=home)
case("an empty file is no reply of arXiv's: fetch fails", r.status == 65 and r.out == b"" and "none.jsonl: empty" in r.msg, r.msg)
r = run("render", "--dialect", "exact", "gone.jsonl", cwd=home)
case("a file that is not there", r.status == 74 and r.out == b"" and "gone.jsonl" in r.msg, r.msg)

# ---- A broken line ----

r = run("render", "--dialect", "exact", "-", stdin=lines(plain) + b'{"id": "2305.01002", "title": \n' + lines(paper_at(0)))
case("a bad line: named with its number, the others are shown", r.status == 3 and "standard input:2:" in r.msg and
     "2305.01001" in r.text and "2402.01003" in r.text, r.msg)

# ---- The real pairs ----

pairs = [(p, next(w for w in (p[:-6] + ".txt", p[:-6] + ".md") if os.path.exists(w)))
         for d in ("seeds", "history") if shared("corpus") for p in sorted(glob.glob(shared("corpus") + f"/{d}/*.jsonl"))]
if not pairs:
    skip("the pairs of the shared corpus", "no shared corpus here")
else:
    equal("pairs of the shared corpus", len(pairs), 42)
for path, expected in pairs:
    r = run("render", "--dialect", "exact", path)
    with open(expected, "rb") as f:
        if equal(f"{os.path.basename(os.path.dirname(path))}/{os.path.basename(path)}", r.out, f.read()):
            case(f"{os.path.basename(path)}: silent, status 0", r.status == 0 and r.err == b"", f"{r.status} {r.msg}")
done()
