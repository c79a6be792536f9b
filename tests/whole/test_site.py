#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""digest site: what it says of the store, links that arrive, what is written again and what is not, files of others, feeds, the map. The
judges: lxml, jing, the records that the store was filled from."""
import datetime
import hashlib
import json
import os
import re
import subprocess
import sys
import urllib.parse

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "tools"))
import lxml.etree
import lxml.html
import site_papers
from made import lines, record, write
from tap import ROOT, case, done, equal, run, scratch

HOME = scratch()
NOW = 1795280400  # 2026-11-21
POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; base-uri 'none'; form-action 'none'"
DAYS, PAPERS = 30, 5
RECORDS = list(site_papers.records(DAYS, PAPERS, own=True))
BY_DAY = {}
for r in RECORDS:
    BY_DAY.setdefault(r["announced"], []).append(r)


def fetch(store, *records):
    write(f"{HOME}/in.jsonl", lines(*records))
    r = run("fetch", "--store", store, "--input", "in.jsonl", cwd=HOME, now=NOW)
    assert r.status == 0, r.msg


def site(store, folder, *args, status=0, err=b"", now=NOW):
    r = run("site", "--store", store, folder, *args, cwd=HOME, now=now)
    case(f"site {folder} {' '.join(args)}: status {status}", r.status == status and r.out == b"" and (err is None or r.err == err), r.msg)
    return r


def tree(folder):
    """Path → (SHA-256, time stamp)."""
    got = {}
    for base, _, names in os.walk(os.path.join(HOME, folder)):
        for name in names:
            path = os.path.join(base, name)
            with open(path, "rb") as f:
                got[os.path.relpath(path, os.path.join(HOME, folder))] = (hashlib.sha256(f.read()).hexdigest(), os.stat(path).st_mtime_ns)
    return got


def doc(folder, path):
    with open(os.path.join(HOME, folder, path), encoding="utf-8") as f:
        return lxml.html.document_fromstring(f.read())


def text(folder, path):
    with open(os.path.join(HOME, folder, path), encoding="utf-8") as f:
        return f.read()


# ---- What it says ----

def says():
    fetch("s.db", *RECORDS)
    site("s.db", "out")
    files = set(tree("out"))
    equal("a page a day, and no other", {p for p in files if p.startswith("d/")}, {f"d/{day}.html" for day in BY_DAY})
    months = {day[:7] for day in BY_DAY}
    equal("a page a month", {p for p in files if p.startswith("m/")}, {f"m/{m}.html" for m in months})
    categories = {r["categories"][0] for r in RECORDS}
    equal("a page a category", {p for p in files if re.match(r"c/.*\.html$", p)}, {f"c/{c}.html" for c in categories})
    for day, papers in BY_DAY.items():
        ids = doc("out", f"d/{day}.html").xpath("//article/@id")
        if sorted(ids) != sorted(p["id"] for p in papers):
            case(f"{day}: its papers", False, ids)
    case("each day's page has its papers", True)
    newest = max(BY_DAY)
    same = lambda p: re.sub(r'(href|src)="\.\./', r'\1="', p)  # noqa: E731
    equal("today is the newest day", text("out", "index.html"), same(text("out", f"d/{newest}.html")))


def calendar():
    page = doc("out", "calendar.html")
    got = {}
    for a in page.xpath("//table//a"):
        got[a.get("href")] = (a.xpath("string(span)"), a.xpath("string(b)"), a.xpath("count(ancestor::td/preceding-sibling::td)"))
    want = {f"d/{day}.html": (str(int(day[8:])), str(len(p)), float(datetime.date.fromisoformat(day).weekday())) for day, p in BY_DAY.items()}
    equal("the calendar: each day in its column, with its count", got, want)
    names = [(a.get("aria-label"), " ".join(a.text_content().split())) for a in page.xpath("//table//a")]
    case("the calendar: a day's name begins with what is seen of it", all(name.startswith(seen) for name, seen in names), names[:3])
    # Every month has each of its days once, in rows of seven.
    for section in page.xpath("//section"):
        year, month = map(int, section.get("id")[1:].split("-"))
        last = (datetime.date(year + month // 12, month % 12 + 1, 1) - datetime.timedelta(1)).day
        numbers = [int(n) for n in section.xpath(".//td//span/text()")]
        equal(f"the calendar: the days of {year}-{month:02}", numbers, list(range(1, last + 1)))
        case(f"the calendar: weeks of seven, {year}-{month:02}", all(len(tr.xpath("td")) == 7 for tr in section.xpath(".//tbody/tr")))
        equal(f"the calendar: papers of {year}-{month:02}", section.xpath("string(h2/span)").split()[0],
              str(sum(len(p) for d, p in BY_DAY.items() if d.startswith(section.get("id")[1:]))))


def topics():
    page = doc("out", "topics.html")
    counts = {a.text: int(a.getnext().text.split()[0]) for a in page.xpath("//ul[@class='lines']//a")}
    primary = [r["categories"][0] for r in RECORDS]
    equal("categories: papers by primary one", counts, {c: primary.count(c) for c in set(primary)})
    one = doc("out", "c/math.CO.html")
    got = {a.get("href"): int(a.getnext().text.split()[0]) for a in one.xpath("//ul[@class='lines']//a")}
    equal("a category: its days", got, {f"../d/{d}.html?c=math.CO": n for d, p in BY_DAY.items() for n in [sum(r["categories"][0] == "math.CO" for r in p)] if n})


def neighbours():
    days = sorted(BY_DAY)
    for i, day in enumerate(days):
        page = doc("out", f"d/{day}.html")
        got = [page.xpath(f"string(//nav[@class='days']/a[@rel='{r}']/@href)") for r in ("prev", "next")]
        want = ["" if not 0 <= k < len(days) else f"../d/{days[k]}.html" for k in (i - 1, i + 1)]
        if got != want:
            case(f"{day}: the days beside it", False, f"{got} {want}")
    case("each day leads to the one before and after", True)


def links(folder, name):
    """Every relative address arrives at a file, and at the place in it."""
    bad, odd, files = [], [], tree(folder)
    for path in files:
        if not path.endswith(".html") or path == "404.html":
            continue
        page = doc(folder, path)
        policy = page.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
        if policy != [POLICY] or page.xpath("//style | //@style | //script[not(@src)] | //@*[starts-with(name(), 'on')] | //img | //iframe"):
            odd.append(path)
        for link in page.xpath("//@href | //@src"):
            u = urllib.parse.urlsplit(str(link))
            if u.scheme in ("http", "https"):
                continue
            target = os.path.normpath(os.path.join(os.path.dirname(path), urllib.parse.unquote(u.path))) if u.path else path
            if u.scheme or u.netloc or u.path.startswith("/") or target not in files:
                bad.append((path, str(link)))
            elif u.fragment and urllib.parse.unquote(u.fragment) not in doc(folder, target).xpath("//@id"):
                bad.append((path, str(link)))
    case(f"{name}: relative links arrive, all are relative", not bad, bad[:5])
    case(f"{name}: the policy, and nothing that it forbids", not odd, odd[:5])


# ---- The index of the search ----

def index(folder):
    """What a browser is given: the calls' arguments, as JSON."""
    names = json.loads(re.fullmatch(r"digestShards\((.*)\);\n", text(folder, "search/index.js"))[1])
    got = []
    for n in names:
        m = re.fullmatch(r'digestShard\("' + n + r'",(.*)\);\n', text(folder, f"search/{n}.js"), re.S)
        got += json.loads(m[1])
    return names, got


def search():
    names, items = index("out")
    equal("the index: shards, the newest first", names, sorted(names, reverse=True))
    equal("the index: each paper of each day, once", sorted((i[0], i[1]) for i in items), sorted((r["id"], r["announced"]) for r in RECORDS))
    by = {r["id"]: r for r in RECORDS}
    wrong = [i for i in items for r in [by[i[0]]] if i[2:6] != [r["summary"]["title"], r["title"], "Nora Vennick" + r["authors"][0]["name"][12:] + ", Tam Osei", r["categories"][0]]]
    case("the index: titles, authors, category are the record's", not wrong, wrong[:2])
    lamps = [i[6] for i in items if by[i[0]]["title"].startswith("Lamps")]
    case("without a script there is no box that finds nothing", doc("out", "search.html").xpath("//form/@hidden"))
    equal("the index: the one-liner, and the names in the abstract", set(lamps), {"检索增强的港口点灯。 RAG-7"})


def limits():
    """A long one-liner is cut between characters, names that do not fit are left out: 240 bytes of each. A manifest of more than 256 MB is none."""
    names = [f"NAME{n}-{'Q' * 20}" for n in range(20)]
    long = record("2611.09001", "Long", announced="2026-11-20", abstract=f"We use {' and '.join(names)}; {'R' * 300}1 and RAG.",
                  summary={"style": "footnote", "status": "ok", "title": "长", "tldr": "灯" * 200 + "。", "abstract": "灯。"})
    fetch("long.db", long)
    site("long.db", "long")
    said, _, seen = index("long")[1][0][6].partition(" ")
    equal("a one-liner of 603 bytes: 240 of them", said, "灯" * 80)
    whole = 240 // len(" " + names[0])
    equal("names: as many as fit, and a shorter one behind them", seen, " ".join(names[:whole] + ["RAG"] * (whole * len(" " + names[0]) + 4 <= 240)))
    with open(f"{HOME}/long/.digest-site", "r+b") as f:
        f.truncate(256 * 1024 * 1024 + 1)
    r = run("site", "--store", "long.db", "long", cwd=HOME, now=NOW)
    case("a manifest of more than 256 MB: named, and nothing is written", r.status == 65 and b".digest-site: larger than the 268435456 bytes" in r.err, f"{r.status} {r.msg}")


# ---- What is written again ----

def again():
    before = tree("out")
    site("s.db", "out")
    equal("nothing has changed: not a byte, not a time stamp", tree("out"), before)
    extra = [dict(r, announced="2026-11-23", id=f"2611.9{i:04}") for i, r in enumerate(RECORDS[:3])]
    fetch("s.db", *extra)
    site("s.db", "out", now=NOW + 2 * 86400)
    after = tree("out")
    # The new day, the one before it, lists, feeds, and the index's part of the month.
    cats = {r["categories"][0] for r in extra}
    feeds = {p for p in after if p.endswith(".atom")}
    want = {"d/2026-11-23.html", "d/2026-11-20.html", "index.html", "m/2026-11.html", "calendar.html", "topics.html", "search/index.js",
            "search/2026-11-2.js", ".digest-site"} | {f"c/{c}.html" for c in cats}
    changed = {p for p in after if after[p] != before.get(p)}
    equal("a new day: only what it needs", changed - feeds, want)
    case("a new day: its feed", "feed.atom" in changed)
    late = dict(RECORDS[0], comment="7 pages")
    before = after
    fetch("s.db", late)
    site("s.db", "out", now=NOW + 2 * 86400)
    changed = {p for p, v in tree("out").items() if v != before.get(p)}
    day = late["announced"]
    equal("a record that changes: its day's page alone", changed, {f"d/{day}.html", ".digest-site"})
    case("and that says it", "7 pages" in text("out", f"d/{day}.html"))
    site("s.db", "fresh", now=NOW + 2 * 86400)
    equal("made at once it is the same", {p: v[0] for p, v in tree("fresh").items() if p != ".digest-site"},
          {p: v[0] for p, v in tree("out").items() if p not in (".digest-site",) and p not in feeds} | {p: tree("out")[p][0] for p in feeds if p in tree("fresh")})


# ---- Files of others ----

def others():
    newest = "2026-11-23"
    write(f"{HOME}/mine/index.html", "mine\n")
    write(f"{HOME}/mine/CNAME", "example.org\n")
    r = site("s.db", "mine", status=3, err=None, now=NOW + 2 * 86400)
    case("a file of somebody else's that is in the way is named", b"mine/index.html: not a file of this site" in r.err and r.err.count(b"\n") == 1, r.msg)
    equal("and it stays", text("mine", "index.html"), "mine\n")
    page = text("mine", f"d/{newest}.html")
    write(f"{HOME}/mine/d/{newest}.html", page + "<!-- mine -->\n")
    fetch("s.db", dict(RECORDS[0], announced="2026-11-24", id="2611.95000"))
    r = site("s.db", "mine", status=3, err=None, now=NOW + 3 * 86400)
    case("a page that was changed by hand is named, and stays", f"d/{newest}.html: changed by hand".encode() in r.err and text("mine", f"d/{newest}.html").endswith("<!-- mine -->\n"), r.msg)
    r = site("s.db", "mine", "--keep", "3d", "--prune", status=3, err=None, now=NOW + 3 * 86400)
    left = {p for p in tree("mine") if p.startswith("d/")}
    equal("--keep and --prune: what is older goes", left, {"d/2026-11-23.html", "d/2026-11-24.html"})
    case("but for what is not the site's", text("mine", "CNAME") == "example.org\n" and text("mine", "index.html") == "mine\n")
    case("folders that were left empty go", not os.path.exists(f"{HOME}/mine/m/2026-10.html"))
    site("s.db", "mine", "--overwrite", status=0, now=NOW + 3 * 86400)
    case("--overwrite takes ours", "<!-- mine -->" not in text("mine", f"d/{newest}.html") and text("mine", "index.html") != "mine\n")
    site("s.db", "mine", "--keep", "3d", err=None, now=NOW + 3 * 86400)
    r = run("site", "--store", "s.db", "mine", "--keep", "3d", cwd=HOME, now=NOW + 3 * 86400)
    case("without --prune it is said what is no longer part of it", b"no longer part of the site (--prune removes them)" in r.err and os.path.exists(f"{HOME}/mine/d/2026-11-20.html"), r.msg)
    site("s.db", "mine", "--keep", "3d", "--prune", now=NOW + 3 * 86400)
    links("mine", "with --keep")


def killed():
    """A run that ended before its manifest: what it wrote is known by its journal."""
    site("s.db", "out", now=NOW + 3 * 86400)
    manifest = f"{HOME}/out/.digest-site"
    with open(manifest, encoding="utf-8") as f:
        whole = f.read()
    gone = "d/2026-11-23.html"
    with open(f"{HOME}/out/{gone}", "rb") as f:
        sha = hashlib.sha256(f.read()).hexdigest()
    write(manifest, "".join(x for x in whole.splitlines(True) if gone not in x))
    write(f"{HOME}/out/.digest-site.new", f"{sha} {gone}\n{sha[:9]}")
    fetch("s.db", dict(RECORDS[1], announced="2026-11-23", id="2611.96000"))
    site("s.db", "out", now=NOW + 3 * 86400)
    case("after a run that was killed its pages are ours", "2611.96000" in text("out", gone) and not os.path.exists(f"{HOME}/out/.digest-site.new"))
    write(manifest, whole.replace("digest site 1", "digest site 9"))
    r = site("s.db", "out", status=65, err=None)
    case("a manifest of another version is named", b"not the manifest of a site" in r.err, r.msg)
    for line in ("file x", "file " + "0" * 64 + " " + "0" * 16 + " ../../etc/passwd", "day 2026-13-01 0 1", "c 3", "own", "what"):
        write(manifest, "digest site 1\n" + line + "\n")
        r = site("s.db", "out", status=65, err=None)
        case(f"a damaged manifest: {line[:20]}", b"line 2 is damaged" in r.err, r.msg)


# ---- Feeds, addresses ----

def feeds():
    site("s.db", "net", "--site-url", "https://example.org/papers", now=NOW + 3 * 86400)
    entries = {}
    for path in sorted(p for p in tree("net") if p.endswith(".atom")):
        p = subprocess.run(["jing", "-c", f"{ROOT}/tests/tools/atom.rnc", f"{HOME}/net/{path}"], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=False)
        case(f"{path}: valid by RFC 4287's grammar", p.returncode == 0, p.stdout.decode())
        feed = lxml.etree.parse(f"{HOME}/net/{path}").getroot()
        ns = {"a": "http://www.w3.org/2005/Atom"}
        equal(f"{path}: its own address", feed.xpath("a:link[@rel='self']/@href", namespaces=ns), [f"https://example.org/papers/{path}"])
        entries[path] = set(feed.xpath("a:entry/a:id/text()", namespaces=ns))
    days = sorted({r["announced"] for r in RECORDS} | {"2026-11-23", "2026-11-24"})[-3:]
    case("the feed has the newest three days' papers", entries["feed.atom"] >= {r["link"] for r in RECORDS if r["announced"] in days} and len(days) == 3)
    equal("each is in its category's", set.union(*(v for k, v in entries.items() if k != "feed.atom")), entries["feed.atom"])
    urls = lxml.etree.parse(f"{HOME}/net/sitemap.xml").xpath("//*[local-name()='loc']/text()")
    case("the map has each day, absolute", {u for u in urls if "/d/" in u} == {f"https://example.org/papers/{p}" for p in tree("net") if p.startswith("d/")} and
         all(u.startswith("https://example.org/papers/") for u in urls), urls[:3])
    case("the page for wrong addresses leads home from anywhere", doc("net", "404.html").xpath("//nav//a/@href")[0] == "https://example.org/papers/index.html")
    links("net", "with --site-url")
    case("without --site-url: no map, no feed with its own address", "sitemap.xml" not in tree("fresh") and 'rel="self"' not in text("fresh", "feed.atom"))


# ---- Styles that are readings, interests, odd names ----

def readings():
    y = {"lang": "zh-Hans", "style": "notes", "title": "静港", "abstract": "摘要一。", "background": "背景。", "challenges": ["难"], "solution": "解。", "innovations": ["新"],
         "models": ["模"], "results": "好。", "findings": ["数"], "rating": 4, "recommendation": "可读。"}
    waits = {"status": "pending", "reason": "busy", "style": "notes"}
    papers = [dict(record(i, "Quiet", announced=day, announce_type="new", categories=["cs.CL"], version=1, link="https://arxiv.org/abs/" + i), summary=y if has else waits)
              for i, day, has in [("2611.00001", "2026-11-19", True), ("hep-th/9901001", "2026-11-20", True), ("2611.00003", "2026-11-20", False)]]
    fetch("n.db", *papers)
    r = site("n.db", "notes", "--style", "notes", status=3, err=None)
    case("what waits is said", b"1 of the site's papers waits for a summary" in r.err, r.msg)
    own = sorted(p for p in tree("notes") if p.startswith("p/"))
    case("a paper with its reading has a page of its own", len(own) == 2 and own[0] == "p/2611.00001.html" and re.fullmatch(r"p/hep-th-9901001_[0-9a-f]{12}\.html", own[1]), own)
    page = doc("notes", own[0])
    case("that page has it alone, and leads to its day", page.xpath("//article/@id") == ["2611.00001"] and page.xpath("//nav[@class='days']/a/@href") == ["../d/2026-11-19.html"])
    case("its rating is not where the script writes", page.xpath("string(//article//*[@class='stars'])") == "★★★★☆" and len(page.xpath("//*[@class='kept']")) == 1)
    links("notes", "readings")
    before = tree("notes")
    fetch("n.db", dict(papers[2], summary=dict(y, title="动港")))
    site("n.db", "notes", "--style", "notes")
    changed = {p for p, v in tree("notes").items() if before.get(p) != v}
    case("a reading that comes: its page, and those of its day", "p/2611.00003.html" in changed and "d/2026-11-19.html" not in changed and own[0] not in changed, changed)


def interests():
    write(f"{HOME}/config", "[interest 港口]\nmatch = ti:lamps\n")
    site("s.db", "liked", "--config", "config", now=NOW + 3 * 86400)
    names = [p for p in tree("liked") if p.startswith("i/")]
    case("an interest has its page", len(names) == 1 and re.fullmatch(r"i/[-]+_[0-9a-f]{12}\.html", names[0]), names)
    page = doc("liked", names[0])
    lamps = {r["announced"] for r in RECORDS if r["title"].startswith("Lamps")}
    got = {str(h).split("/")[-1].split(".")[0] for h in page.xpath("//ul[@class='lines']//a/@href")}
    case("with the days that have something for it", got >= lamps, lamps - got)
    links("liked", "interests")
    before = tree("liked")
    write(f"{HOME}/config", "[interest 港口]\nmatch = ti:bold\n")
    site("s.db", "liked", "--config", "config", now=NOW + 3 * 86400)
    case("another interest: the pages are made anew", all(before[p] != v for p, v in tree("liked").items() if p.startswith("d/")))


def usage():
    for args, status, said in [((), 2, "site takes one folder"), (("a", "b"), 2, "site takes one folder"), (("o", "--site-url", "example.org"), 2, "is no address"),
                               (("o", "--keep", "soon"), 2, "--keep"), (("o", "--store", "none"), 2, "site --store none"), (("o", "--store", "nothing.db"), 66, "no such store")]:
        r = run("site", *(() if "--store" in args else ("--store", "s.db")), *args, cwd=HOME, now=NOW)
        case(f"site {' '.join(args)}: {status}", r.status == status and said in r.msg and not os.path.exists(f"{HOME}/o"), r.msg)
    write(f"{HOME}/folder/index.html/x", "")
    r = site("s.db", "folder", status=74, err=None)
    case("a folder in a page's place is named", b"folder/index.html" in r.err, r.msg)
    run("fetch", "--store", "empty.db", "--input", "-", stdin=b"", cwd=HOME, now=NOW)
    r = run("site", "--store", "empty.db", "nothing", cwd=HOME, now=NOW)
    case("a store without days: a site that says so", r.status == 0 and "没有论文" in text("nothing", "index.html"), r.msg)


says()
calendar()
topics()
neighbours()
links("out", "the site")
search()
limits()
again()
others()
killed()
feeds()
readings()
interests()
usage()
done()
