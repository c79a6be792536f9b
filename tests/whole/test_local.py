#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""Papers that arXiv does not have, local:NAME: records in and out, the store, pages of each format and style, references, search, show, and
summaries that are written from the user's file, with a fake arXiv beside it that is asked for nothing."""
import json
import os
import subprocess
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "tools"))
from arxivtest import FakeArxiv  # noqa: E402
from chattest import FakeChat  # noqa: E402
from fakearxiv import eastern  # noqa: E402
from lxml import etree, html  # noqa: E402
from tap import case, done, equal, run, scratch  # noqa: E402

HOME = scratch()
NOON = eastern.parse("2026-11-20T17:00:00Z")
SUMMARY = {"title": "港口之灯", "tldr": "港口该装灯。", "tldr_en": "Harbours need lamps.", "abstract": "我们把灯装进港口，一夜之间数了四十二盏，并与旧灯作了比较。"}
THESIS = {"id": "local:harbour_lamps", "title": "Lamps for Quiet Harbours", "abstract": "We put 42 lamps into harbours and count ships.",
          "authors": [{"name": "Nora Vennick"}], "published": "2026-05-01T00:00:00Z", "summary": SUMMARY}
WEB = {"id": "local:论文", "title": "Ropes", "abstract": "Ropes of some length.", "link": "https://example.org/ropes", "summary": dict(SUMMARY, title="绳索")}
ARXIV = {"id": "2611.00001", "title": "Buoys", "abstract": "A buoy.", "summary": dict(SUMMARY, title="浮标")}
FILE = f"{HOME}/r.jsonl"


def digest(*words, **more):
    return run(*words, home=HOME, now=NOON, **more)


def records(r):
    return [json.loads(line) for line in r.out.splitlines()]


def in_and_out():
    with open(FILE, "w", encoding="utf-8") as f:
        f.writelines(json.dumps(p, ensure_ascii=False) + "\n" for p in (THESIS, WEB, ARXIV))
    out = {p["id"]: p for p in records(digest("fetch", "--store", "none", "--input", FILE, "--json"))}
    equal("records come out as they came in", {i: (p["title"], p["abstract"], p["summary"]["title"]) for i, p in out.items()},
          {p["id"]: (p["title"], p["abstract"], p["summary"]["title"]) for p in (THESIS, WEB, ARXIV)})
    equal("no address is made up", ("link" in out[THESIS["id"]], out[WEB["id"]]["link"], out[ARXIV["id"]]["link"]),
          (False, "https://example.org/ropes", "https://arxiv.org/abs/2611.00001"))
    digest("fetch", "--input", FILE)
    again = {p["id"]: p for p in records(digest("render", "--all", "--format", "json"))}
    equal("and through the store", again, out)
    r = digest("fetch", "--store", "none", "--input", "-", "--json", stdin=b'{"id":"local:../x","title":"T"}\n{"id":"local:ok","title":"T"}\n')
    case("a name that is none is said", r.status == 3 and '"local:../x" is not an arXiv identifier, nor local:NAME' in r.msg and [p["id"] for p in records(r)] == ["local:ok"], r.msg)


def pages():
    for style in ("footnote", "brief"):
        for form in ("md", "html", "atom", "text"):
            r = digest("render", "--id", "local:harbour_lamps", "--format", form, "--style", style)
            case(f"{style}, {form}: it is there, and no address of arXiv's", r.out and "Lamps for Quiet Harbours" in r.text.replace("&#160;", " ") and
                 "arxiv.org/abs/local" not in r.text and "arxiv.org/pdf/local" not in r.text and "]()" not in r.text and 'href=""' not in r.text, r.text[:3000] + r.msg)
            r = digest("render", "--all", "--format", form, "--style", style)
            case(f"{style}, {form}: beside others", r.out and "Ropes" in r.text and "Buoys" in r.text and (form == "text" or "https://example.org/ropes" in r.text), r.text[:3000])
    feed = etree.fromstring(digest("render", "--all", "--format", "atom").out)
    ns = {"a": "http://www.w3.org/2005/Atom"}
    ids = [e.findtext("a:id", namespaces=ns) for e in feed.findall("a:entry", ns)]
    case("entries of a feed have names of their own", len(set(ids)) == 3 and sum(i.startswith("urn:uuid:") for i in ids) == 2, ids)
    equal("which stay", [e.findtext("a:id", namespaces=ns) for e in etree.fromstring(digest("render", "--id", "local:harbour_lamps", "--format", "atom").out).findall("a:entry", ns)],
          [i for i, e in zip(ids, feed.findall("a:entry", ns)) if "港口之灯" in etree.tostring(e, encoding="unicode")])
    grammar = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "tools", "atom.rnc")
    with open(f"{HOME}/feed.xml", "wb") as f:
        f.write(digest("render", "--all", "--format", "atom").out)
    r = subprocess.run(["jing", "-c", grammar, f"{HOME}/feed.xml"], capture_output=True, text=True, check=False)
    equal("the feed is valid", (r.returncode, r.stdout), (0, ""))
    doc = html.fromstring(digest("render", "--id", "local:harbour_lamps", "--format", "html").out.decode())
    case("the HTML page has its BibTeX", "@misc{" in doc.text_content() and "Nora" in doc.text_content())
    page = f"{HOME}/{{date}}.md"
    equal("a page a day: the day that they came in", (digest("render", "--all", "-o", page).status, os.listdir(HOME).count("2026-11-20.md")), (0, 1))
    equal("the same page again", digest("render", "--all", "-o", page).status, 0)


def found():
    r = digest("search", "ti:harbours", "--json")
    equal("search", [p["id"] for p in records(r)], ["local:harbour_lamps"])
    equal("search by identifier", [p["id"] for p in records(digest("search", "harbour_lamps", "--json"))], ["local:harbour_lamps"])
    equal("search in Chinese", digest("search", "港口之灯").text.split()[0], "local:harbour_lamps")
    r = digest("show", "local:harbour_lamps", "--width", "0")
    case("show", r.status == 0 and r.text.startswith("local:harbour_lamps\n    Lamps for Quiet Harbours\n") and f"{HOME}/2026-11-20.md" in r.text, r.text + r.msg)
    r = digest("show", "local:nothing")
    equal("show of what there is not", (r.status, r.msg), (66, "digest: local:nothing: not in the store (digest fetch --input FILE brings its record in)\n"))
    r = digest("show", "local:harbour_lamps", "--open", "pdf")
    case("show --open has nothing to open", r.status == 66 and "there is no address of its pdf" in r.msg, r.msg)
    r = digest("export", "local:harbour_lamps", "local:论文")
    case("export: @misc without an eprint", r.status == 0 and r.text.count("@misc{") == 2 and "eprint" not in r.text and "Vennick" in r.text and
         "https://example.org/ropes" in r.text and "arxiv" not in r.text.lower(), r.text + r.msg)
    for to in ("ris", "csl"):
        r = digest("export", "local:harbour_lamps", "--to", to)
        case(f"export --to {to}", r.status == 0 and "Lamps for Quiet Harbours" in r.text and "arxiv.org" not in r.text, r.text)
    equal("--where", [p["id"] for p in records(digest("render", "--all", "--where", "ti:lamps", "--format", "json"))], ["local:harbour_lamps"])


def of_a_file():
    folder = f"{HOME}/papers"
    os.makedirs(folder)
    body = "".join(f"On night {n} we counted {n + 3} ships and {n + 40} lamps along the quiet pier, which is more than the harbour master had expected.\n\n" for n in range(40))
    with open(f"{folder}/harbour_lamps.md", "w", encoding="utf-8") as f:
        f.write(f"# A Thesis about Lamps\n\n## Abstract\n\nWe put 42 lamps into harbours and count ships.\n\n## 1 Introduction\n\nShips are many.\n\n## 2 Nights\n\n{body}")
    bare = {k: v for k, v in THESIS.items() if k != "summary"}
    with FakeArxiv(make=60, first="2026-11-16", last="2026-11-20", now="2026-11-20T17:00:00Z") as arxiv, FakeChat(made=True, bodies=True) as chat:
        words = ["--style", "notes", "--fulltext", "all", "--fulltext-interval", "1", "--arxiv-url", arxiv.url, *chat.words]
        line = (json.dumps(bare, ensure_ascii=False) + "\n" + json.dumps(dict(bare, id="local:other", title="Without a File"), ensure_ascii=False) + "\n").encode()
        store = f"{HOME}/f.db"
        r = digest("--store", store, "--input", "-", "--fulltext-from", folder, *words, "-o", f"{HOME}/thesis.md", stdin=line)
        asked = [q["body"] if isinstance(q["body"], str) else json.dumps(q["body"], ensure_ascii=False) for q in chat.asked()]
        case("its summary is written from the file, whatever title that has", sum("along the quiet pier" in q for q in asked) >= 1, r.msg)
        case("another without a file: from its abstract", any("Without a File" in q and "quiet pier" not in q for q in asked), len(asked))
        equal("arXiv is asked for nothing", [x["path"] for x in arxiv.log()], [])
        [one] = records(digest("show", "local:harbour_lamps", "--store", store, "--json", "--fulltext", "--fulltext-from", folder))
        equal("show knows its text", (one["texts"][0]["road"], one["texts"][0]["address"], len(one["fulltext"]["sections"])), ("file", f"{folder}/harbour_lamps.md", 3))
        said = [y["summary"].get("reads") for y in one["summaries"] if y["style"] == "notes"]
        equal("and that the summary was written from it", said, ["file"])
        n = len(chat.asked())
        r = digest("summarize", "--store", store, "--all", "--fulltext-from", folder, *words)
        equal("nothing is asked twice", (r.status, len(chat.asked()) - n), (0, 0))
        r = digest("--store", store, "--id", "local:harbour_lamps", "--interval", "1", *words)
        case("a run cannot ask arXiv for it", r.status == 2 and "arXiv does not have local:harbour_lamps" in r.msg and arxiv.log() == [], r.msg)


in_and_out()
pages()
found()
of_a_file()
done()
