#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""Format atom: valid by RFC 4287's grammar (jing), read by xmllint, feedparser, sfeed and newsboat, and each of them sees what the
record says, field by field. A second run changes an entry, and readers see that it is the same one."""
import html
import json
import os
import re
import sqlite3
import subprocess
import sys
import unicodedata

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "tools"))
import feedparser
from lxml import etree, html as lxml_html
from made import canned, chinese, feed, item, lines, record, status_of_page, write
from tap import ROOT, SHARED, case, done, equal, run, scratch, skip

ATOM = "{http://www.w3.org/2005/Atom}"
SCHEMA = os.path.join(ROOT, "tests", "tools", "atom.rnc")
STYLES = ("footnote", "notes", "qa", "essay", "brief")


def tool(*argv, stdin=None, env=None, timeout=180):
    with open(stdin, "rb") if stdin else open(os.devnull, "rb") as f:
        p = subprocess.run(argv, stdin=f, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=env, timeout=timeout, check=False)
    return p.returncode, p.stdout.decode("utf-8", "replace"), p.stderr.decode("utf-8", "replace")


def valid(path):
    """What jing and xmllint have against the file; "": nothing."""
    status, out, err = tool("jing", "-c", SCHEMA, path)
    lint, _, why = tool("xmllint", "--noout", "--nonet", path)
    return "" if status == 0 and lint == 0 else (out or err) + why


BAD = "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\xad\u061c\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufdd0-\ufdef\ufeff\ufffe\uffff]"


def folded(text):
    """As a reader sees it: white space is a blank, and what may not stand in a page is gone."""
    return unicodedata.normalize("NFC", re.sub(r"\s+", " ", re.sub(BAD, "", text or "").replace("\x85", " ")).strip())


def plain(text):
    """Whether it has nothing that could be TeX, which pages show as Unicode (tests/text/tex.t), but formulas that flat() reads."""
    return not re.search(r"[\\`~$]|--|''", FORMULA.sub("", text))


# A formula of letters, numbers, signs, and scripts of numbers, signs, i and n: what the feed shows of it has the same compatibility
# decomposition (UAX 15) as its letters without ^, _ and braces.
FORMULA = re.compile(r"(?<!\$)\$((?:[A-Za-z0-9+=<>()\[\],.:/|! -]|(?<=[A-Za-z0-9)\]])[_^](?:[0-9in]|\{[0-9in+=-]+\}))+)\$(?!\$)")


def flat(text):
    signs = FORMULA.sub(lambda m: re.sub(r"[\s^_{}]", "", m.group(1)), text)
    return unicodedata.normalize("NFKD", folded(signs)).replace("\u2212", "-")


def entries_of(text):
    root = etree.fromstring(text)
    return root, root.findall(ATOM + "entry")


def entries(path):
    with open(path, "rb") as f:
        return entries_of(f.read())


def paragraphs(content):
    """The texts that a reader of the HTML sees, a list; and the elements' names."""
    tree = lxml_html.fragment_fromstring(content, create_parent="div")
    return [folded(e.text_content()) for e in tree.iter("p", "h2", "h3", "li")], {e.tag for e in tree.iter()}


def control(text):
    return re.search("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufffe\uffff]", text)


def whole(name, source):
    """All papers of a file of records, in all readers."""
    home = scratch()
    path, records = f"{home}/page.atom", f"{home}/page.jsonl"
    r = run("render", "--format", "atom", "-o", path, source, cwd=home)
    case(f"{name}: a feed", r.status == status_of_page(source), r.msg)
    run("render", "--format", "json", "-o", records, source, cwd=home)
    papers = [json.loads(line) for line in open(records, encoding="utf-8")]
    case(f"{name}: valid", not valid(path), valid(path))
    text = open(path, encoding="utf-8").read()
    case(f"{name}: nothing that XML cannot write, nothing that turns text", not control(text), ascii(control(text)))
    root, found = entries(path)
    equal(f"{name}: an entry a paper, in its order", [e.findtext(ATOM + "id") for e in found],
          ["https://arxiv.org/abs/" + p["id"] for p in papers])
    wrong, compared, all_texts = [], 0, 0
    for e, p in zip(found, papers):
        y = p.get("summary", {})
        shown = y if y.get("status", "ok") == "ok" else {}
        seen, tags = paragraphs(e.findtext(ATOM + "content"))
        want = [y.get(k) for k in ("tldr", "tldr_en", "abstract") if shown.get(k)] + [p.get("abstract")] + ([p["title"]] if shown.get("title") else [])
        seen = [flat(text) for text in seen]
        lost = [w for w in want if w and plain(w) and flat(w) not in seen]
        compared, all_texts = compared + sum(plain(w) for w in want if w), all_texts + sum(bool(w) for w in want)
        title = e.findtext(ATOM + "title")
        authors = [a.findtext(ATOM + "name") for a in e.findall(ATOM + "author")]
        terms = [c.get("term") for c in e.findall(ATOM + "category")]
        own = shown.get("title") or p["title"]
        if lost or (plain(own) and flat(title) != flat(own)) or authors != [a["name"] for a in p.get("authors", [])] \
                or terms != p.get("categories", []) or tags - {"div", "p", "a", "em", "strong"}:
            wrong.append((p["id"], title, lost, tags, authors, terms))
    case(f"{name}: {len(papers)} entries say what the records say, and hold no other element", found and not wrong and compared > all_texts * 0.7,
         f"{compared} of {all_texts} texts compared\n" + ascii(wrong[:3]))
    parsed = feedparser.parse(path)
    case(f"{name}: feedparser finds no fault", parsed.bozo == 0 and len(parsed.entries) == len(papers), getattr(parsed, "bozo_exception", ""))
    titles = {}
    for e in reversed(found):  # of a paper that is there twice, newsboat keeps the first
        titles[e.findtext(ATOM + "id")] = e.findtext(ATOM + "title")
    equal(f"{name}: feedparser, the titles as text", {e.id: e.title for e in reversed(parsed.entries) if e.title_detail.type == "text/plain"}, titles)
    status, out, err = tool("sfeed", stdin=path)
    rows = [line.split("\t") for line in out.splitlines()]
    odd = [row[5] for row in rows if re.search(r"<(?!/?(div|p|a|em|strong)[ >])", row[3])]
    case(f"{name}: sfeed, and no element but ours", status == 0 and len(rows) == len(papers) and not odd, (err, len(rows), odd[:5]))
    equal(f"{name}: sfeed, the titles", {row[5]: row[1] for row in reversed(rows)}, titles)
    newsboat(name, home, path, titles)


def newsboat(name, home, path, titles):
    write(f"{home}/urls", f"file://{path}\n")
    env = {"HOME": home, "PATH": os.environ["PATH"], "LANG": "C.UTF-8", "TERM": "dumb"}
    tool("newsboat", "-u", f"{home}/urls", "-c", f"{home}/cache.db", "-C", "/dev/null", "-x", "reload", env=env)
    with sqlite3.connect(f"{home}/cache.db") as db:
        rows = db.execute("SELECT guid, title FROM rss_item").fetchall()
    equal(f"{name}: newsboat, all papers and their titles", {g: folded(html.unescape(t)) for g, t in rows},
          {k: folded(html.unescape(t)) for k, t in titles.items()})


EVIL = [record("2611.00001", "A ]]> <script>alert(1)</script> & &amp; &#60;b&#62;", abstract="<![CDATA[ x ]]> <b onclick='x'> \u202egnp.exe\u202c",
               authors=[{"name": "<i>Eve</i> & \"Mallory\""}], categories=["cs.CL\"/><x"], published="2026-11-18T10:00:00Z\"><x/>", updated="2026-11-19",
               summary={"lang": "zh-Hans", "title": "题]]>目 <img src=x onerror=alert(1)>", "tldr": "要点 \x1b[31m\x07\ufffe红\u0085", "abstract": "]]]]>>",
                        "created": "<x>", "model": "\x1b[2J"}),
        record("2611.00002", "\ud7ffT\ue000\U0001f600\U00020000", link="javascript:alert(1)"),
        record("2611.00003", "Time", updated="2026-11-21T23:59:60+08:00", announced="2026-11-20"),
        record("math/9901001", "Old", published="1999-01-01")]


def hostile():
    home = scratch()
    write(f"{home}/p.jsonl", lines(*EVIL))
    whole("hostile records", f"{home}/p.jsonl")
    for style in STYLES:
        run("render", "--style", style, "--format", "atom", "-o", f"{style}.atom", "p.jsonl", cwd=home)
        why = valid(f"{home}/{style}.atom")
        case(f"hostile records, style {style}: valid", not why, why)
    root, found = entries(f"{home}/footnote.atom")
    moments = {e.findtext(ATOM + "id").split("abs/")[1]: (e.findtext(ATOM + "updated"), e.findtext(ATOM + "published")) for e in found}
    equal("times that are none are left out, others are in UTC", moments, {
        "2611.00001": ("2026-11-19T00:00:00Z", None), "2611.00002": ("1991-08-14T00:00:00Z", None),
        "2611.00003": ("2026-11-21T16:00:00Z", None), "math/9901001": ("1999-01-01T00:00:00Z", "1999-01-01T00:00:00Z")})
    equal("the feed's moment is the newest of its entries'", root.findtext(ATOM + "updated"), "2026-11-21T16:00:00Z")
    write(f"{home}/none.jsonl", "")
    run("render", "--format", "atom", "-o", "none.atom", "none.jsonl", cwd=home)
    case("a feed of nothing is valid", not valid(f"{home}/none.atom"), valid(f"{home}/none.atom"))
    write(f"{home}/broken.atom", open(f"{home}/footnote.atom", encoding="utf-8").read().replace("<updated>", "<published>", 2).replace("</updated>", "</published>", 2))
    case("the judge finds a feed without its moment", valid(f"{home}/broken.atom"))


def updates():
    """One paper waits in the first run, and has its summary in the second."""
    home = scratch()
    write(f"{home}/feed.xml", feed("2026-11-20", item("2611.00001", "One"), item("2611.00002", "Two")))
    canned(f"{home}/half", {"2611.00001v1": "第一篇"})
    canned(f"{home}/full", {"2611.00001v1": "第一篇", "2611.00002v1": "第二篇"})
    seen = []
    for name, day in (("half", "2026-11-20T06:00:00Z"), ("full", "2026-11-21T06:00:00Z")):
        epoch = int(__import__("datetime").datetime.fromisoformat(day.replace("Z", "+00:00")).timestamp())
        run("--input", "feed.xml", "--summarizer", f"{home}/{name}", "--format", "atom", "-o", "page.atom", "--store", "s.db", "--gate", "off",
            cwd=home, env={"PATH": os.environ["PATH"], "HOME": home}, now=epoch)
        root, found = entries(f"{home}/page.atom")
        case(f"{name}: valid", not valid(f"{home}/page.atom"), valid(f"{home}/page.atom"))
        seen.append((root.findtext(ATOM + "id"), root.findtext(ATOM + "updated"),
                     {e.findtext(ATOM + "id")[-1]: (e.findtext(ATOM + "title"), e.findtext(ATOM + "updated")) for e in found}))
        newsboat_rows(home)
    (id1, feed1, one), (id2, feed2, two) = seen
    equal("the feed is the same one", id2, id1)
    equal("its moment moves", (feed1, feed2), ("2026-11-20T06:00:00Z", "2026-11-21T06:00:00Z"))
    equal("first run: one has its summary, one waits", one, {"1": ("第一篇", "2026-11-20T06:00:00Z"), "2": ("Two", "2026-11-20T00:00:00Z")})
    equal("second run: the other is the same entry, changed later; the first stays", two,
          {"1": ("第一篇", "2026-11-20T06:00:00Z"), "2": ("第二篇", "2026-11-21T06:00:00Z")})
    equal("newsboat has two articles, no third", sorted(newsboat_rows(home)), ["https://arxiv.org/abs/2611.00001", "https://arxiv.org/abs/2611.00002"])


def newsboat_rows(home):
    write(f"{home}/urls", f"file://{home}/page.atom\n")
    env = {"HOME": home, "PATH": os.environ["PATH"], "LANG": "C.UTF-8", "TERM": "dumb"}
    tool("newsboat", "-u", f"{home}/urls", "-c", f"{home}/cache.db", "-C", "/dev/null", "-x", "reload", env=env)
    with sqlite3.connect(f"{home}/cache.db") as db:
        return [row[0] for row in db.execute("SELECT guid FROM rss_item WHERE deleted = 0")]


def identifiers():
    """What tells feeds apart: profile, category, style, language; not the day."""
    home = scratch()
    write(f"{home}/p.jsonl", lines(*[record(f"2611.0000{i}", "T", announced=f"2026-11-1{i}", categories=["cs.CL"], summary=chinese()) for i in (1, 2)]))
    write(f"{home}/config", "[profile a]\nlimit = 9\n")
    ids = {}
    for name, args in (("plain", ()), ("day", ("--date", "2026-11-12")), ("category", ("-c", "cs.CL")), ("profile", ("--config", "config", "--profile", "a")),
                       ("style", ("--style", "brief")), ("lang", ("--lang", "en"))):
        r = run("render", "--format", "atom", *args, "p.jsonl", cwd=home)
        ids[name] = etree.fromstring(r.out).findtext(ATOM + "id") if r.status == 0 else r.msg
    case("a feed has one identifier for all its days", ids["plain"] == ids["day"] and re.fullmatch(
        "urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}", ids["plain"]), ids)
    case("and another for each profile, category, style, language", len(set(ids.values())) == 5, ids)


ADDRESSES = ("Code: https://example.org/a_(b)?x=1&y=2#z. (See http://example.org/c), \u89c1https://example.org/d\uff0c\u53ca xhttps://example.org/no; "
             "https:///none; http://example.org/e/\u4e2d. <https://example.org/f>")
LINKS = [(url, url) for url in ("https://example.org/a_(b)?x=1&y=2#z", "http://example.org/c", "https://example.org/d", "http://example.org/e/",
                                "https://example.org/f")]


def addresses():
    """What the paper says may lead somewhere, in HTML within the feed; in an element of the feed's own nothing may. DOIs have any sign."""
    home = scratch()
    dois = "10.1000/182 10.1002/(SICI)1097(199806)49:8<693::AID>3.0.CO;2-O 10.1000/a?b#c%d doi:none"
    write(f"{home}/p.jsonl", lines(record("2611.00002", "See https://example.org/title", announced="2026-11-20", categories=["cs.CL"], abstract=ADDRESSES,
                                          comment=ADDRESSES, doi=dois, authors=[{"name": "https://example.org/name"}], journal_ref="https://example.org/journal")))
    r = run("render", "--format", "atom", "--math", "text", "p.jsonl", cwd=home)
    page = lxml_html.fromstring(run("render", "--format", "html", "--math", "text", "p.jsonl", cwd=home).out)
    root, found = entries_of(r.out)
    feed = lxml_html.fromstring(found[0].findtext(ATOM + "content"))
    for name, tree, times in (("atom", feed, 1), ("html", page, 2)):
        equal(f"{name}: the paper's addresses are links", [(a.get("href"), a.text_content()) for a in tree.iter("a") if "example.org" in a.get("href", "")], LINKS * times)
        case(f"{name}: and the text is whole", any(folded(e.text_content()) == ADDRESSES for e in tree.iter("p")))
    equal("html: DOIs are links, what is none is not", [(a.get("href"), a.text_content()) for a in page.xpath("//span[@class='doi']/a")],
          [("https://doi.org/" + x, y) for x, y in zip(("10.1000/182", "10.1002/(SICI)1097(199806)49:8%3C693::AID%3E3.0.CO;2-O", "10.1000/a%3Fb%23c%25d"), dois.split(" "))])
    equal("html: and all of the field is shown", page.xpath("string(//span[@class='doi'])"), dois)
    write(f"{home}/m.jsonl", lines(record("2611.00003", "T", announced="2026-11-20", categories=["cs.CL"], abstract="At https://example.org/h, $x^2$ times.")))
    page = lxml_html.fromstring(run("render", "--format", "html", "m.jsonl", cwd=home).out)
    equal("html: formulas beside links are drawn", [x.tag for x in page.xpath("//p[@class='abstract-en']")[0]], ["a", "math"])


def formulas():
    """Raised is what TeX raises, lowered what it lowers; what is no line of signs is TeX as it was, also beside others."""
    home = scratch()
    write(f"{home}/p.jsonl", lines(record("2611.00001", "On $L^{2}$ and $x_{10}$", abstract="With $\\alpha \\leq 10^{-3}$, not $\\hat{y}$; it costs $5 and $6, $a<b$.",
                                          announced="2026-11-20", categories=["cs.CL"])))
    root, found = entries_of(run("render", "--format", "atom", "p.jsonl", cwd=home).out)
    title, (seen, _) = found[0].findtext(ATOM + "title"), paragraphs(found[0].findtext(ATOM + "content"))
    equal("formulas in a title", title, "On L\u00b2 and x\u2081\u2080")
    case("formulas in a text", any("With \u03b1\u226410\u207b\u00b3, not $\\hat{y}$; it costs $5 and $6, $a<b$." in text for text in seen), seen)
    kinds = [unicodedata.decomposition(c).split(" ")[0] for c in "\u00b2\u2081\u207b"]
    equal("these signs are what Unicode calls them", kinds, ["<super>", "<sub>", "<super>"])
    for args, want in ((("--math", "text"), "On $L^{2}$ and $x_{10}$"),):
        root, found = entries_of(run("render", "--format", "atom", *args, "p.jsonl", cwd=home).out)
        equal(f"{' '.join(args)}: TeX as it is", found[0].findtext(ATOM + "title"), want)


hostile()
updates()
formulas()
addresses()
identifiers()
for corpus in ("torture", "papers-sample"):
    source = os.path.join(SHARED, "corpus", corpus + ".jsonl")
    if os.path.exists(source):
        whole(corpus, source)
    else:
        skip(corpus, "no shared corpus")
done()
