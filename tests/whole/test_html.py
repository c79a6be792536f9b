# SPDX-License-Identifier: MIT
"""The format html: one file that says what the record says in each style, with ids once, a policy that allows its own style and
script and nothing else, no address but those of links, and little around the papers."""
import base64
import glob
import hashlib
import json
import os
import re
import subprocess

import html_page
import lxml.html
import page_want
from gfm_read import fold
from tap import case, done, equal, run, scratch, shared, skip

FOLDER = scratch()

def render(path, style="footnote", *more):
    return run("render", "--store", "none", "--format", "html", "--style", style, *more, path)


# ---- What it says ----

def says(name, path, style):
    r = render(path, style)
    doc = html_page.read(r.out)
    papers, order, clean = html_page.ordered(path)
    cards = doc.xpath("//article")
    case(f"{name}: a card a paper", len(cards) == len(papers) == len(order) > 0, (len(cards), len(papers), r.msg))
    faults = [d for card, p in zip(cards, order) for d in html_page.differences(card, html_page.wanted(p, style, clean))]
    case(f"{name}: each text is the record's, {len(cards)} papers", not faults, "\n".join(faults))
    return r.out, cards, order, clean


def structure(name, out):
    """Of any page: elements, ids, attributes, addresses, the policy, well-formedness."""
    doc = lxml.html.document_fromstring(out.decode("utf-8"))
    ids = doc.xpath("//@id")
    case(f"{name}: ids occur once", len(ids) == len(set(ids)), [i for i in ids if ids.count(i) > 1][:5])
    case(f"{name}: one style, one script, none but theirs", len(doc.xpath("//style")) == 1 and len(doc.xpath("//script")) == 1 and not doc.xpath(
        "//@style | //link | //img | //iframe | //object | //embed | //base | //@src | //@srcdoc | //*[@*[starts-with(name(), 'on')]]"))
    policy = doc.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")[0]
    hashes = {tag: "'sha256-" + base64.b64encode(hashlib.sha256(re.search(rb"<%s>(.*?)</%s>" % (tag.encode(), tag.encode()), out, re.S)[1]).digest()).decode() + "'"
              for tag in ("style", "script")}
    equal(f"{name}: the policy allows just them", policy,
          f"default-src 'none'; style-src {hashes['style']}; script-src {hashes['script']}; base-uri 'none'; form-action 'none'")
    links = doc.xpath("//a")
    odd = [a.get("href") for a in links if not re.match(r"https?://[^\s\"<>]+$|#[^\s]+$", a.get("href") or "")]
    case(f"{name}: links go to the web or into the page", not odd, odd[:5])
    case(f"{name}: links to the web tell nothing of where they stand", all(a.get("rel") == "noopener noreferrer" for a in links if a.get("href", "#")[0] != "#"))
    case(f"{name}: links into the page arrive", all(a.get("href")[1:] in ids for a in links if a.get("href", "")[:1] == "#"))
    bare = re.sub(rb'<a [^>]*>|<pre>.*?</pre>', b"", out, flags=re.S)
    inside = [m for m in re.findall(rb'<[^>]*https?://[^>]*>', bare)]
    case(f"{name}: no address in a tag but in links", not inside, inside[:3])
    return doc


def well_formed(name, out):
    """As libxml2's xmllint reads it: nothing but elements that HTML 4 has not is complained about."""
    p = subprocess.run(["xmllint", "--html", "--noout", "-"], input=out, stdout=subprocess.PIPE, stderr=subprocess.PIPE, check=False)
    said = [x for x in p.stderr.decode("utf-8", "replace").split("\n") if " error : " in x or "parser error" in x]
    known = re.compile(r"Tag (header|main|aside|article|section|footer|details|summary|output|svg|path|circle|time|math|m[a-z]+) invalid")
    case(f"{name}: xmllint --html has nothing to say", not [x for x in said if not known.search(x)], "\n".join(x for x in said if not known.search(x)))


def bibtex(name, cards, order):
    """BibTeX is read by pandoc: a citation a paper, its title and authors the record's."""
    entries = [c.xpath(".//pre")[0].text_content() for c in cards]
    p = subprocess.run(["pandoc", "-f", "bibtex", "-t", "csljson"], input="\n".join(entries).encode(), stdout=subprocess.PIPE, stderr=subprocess.PIPE, check=False)
    read = {x["id"]: x for x in json.loads(p.stdout)} if p.returncode == 0 else {}
    # Spaces without width are in no entry: TeX has none.
    plain = lambda s: re.sub(r"[\s{}\u00a0\u200b]", "", re.sub(r"</?[a-z][^>]*>", "", s)).casefold()  # noqa: E731
    once = [p["id"] for p in order]
    tame = [(p, e) for p, e in zip(order, entries) if once.count(p["id"]) == 1 and not re.search(r"[\\$<>{}~^`'\"*-]", p["title"])]
    bad = [(p["title"], read.get(html_page.bibtex_key_of(e), {}).get("title")) for p, e in tame
           if plain(read.get(html_page.bibtex_key_of(e), {}).get("title", "")) != plain(p["title"])]
    case(f"{name}, BibTeX: pandoc reads {len(tame)} titles as the records'", tame and not bad, "\n".join(map(str, bad[:5])) or p.stderr.decode())
    keys = [html_page.bibtex_key_of(e) for e in entries]
    different = len({(k, o["id"]) for k, o in zip(keys, order)})
    case(f"{name}, BibTeX: a key a paper", None not in keys and len(set(keys)) == different == len({o["id"] for o in order}), keys[:9])
    equal(f"{name}, BibTeX: braces in pairs", [e for e in entries if e.count("{") != e.count("}")], [])


own_path = {}
for style in html_page.STYLES:
    own_path[style] = page_want.write_records(f"{style}.jsonl", html_page.own(style), FOLDER)
    out, cards, order, clean = says(f"{style}: own records", own_path[style], style)
    structure(f"{style}: own records", out)
    well_formed(f"{style}: own records", out)
    if style == "footnote":
        bibtex("own records", html_page.read(out).xpath("//article"), order)
        # The comparison sees what is wrong: a letter, a text that is missing.
        want = html_page.wanted(order[0], style, clean)
        case("a text that is not the record's is seen", html_page.differences(cards[0], dict(want, tldr=[want["tldr"][0] + "x"])) and
             html_page.differences(cards[0], dict(want, **{"tldr-en": []})) and not html_page.differences(cards[0], want))
        kinds = [(c.get("data-t"), p.get("announce_type") or "") for c, p in zip(cards, order)]
        case("cards have their announce type and primary category", all(a == b for a, b in kinds) and
             all(c.get("data-c") == (p.get("categories") or [""])[0] for c, p in zip(cards, order)))
        case("texts have their language", all(c.xpath("string(.//*[contains(@class,'title')]/ancestor-or-self::*[@lang][1]/@lang)") == "en" for c in cards) and
             all(e.get("lang") == "en" for c in cards for e in c.xpath(".//*[@class='abstract-en' or @class='tldr-en' or @class='excerpt']")))
        waits = [c for c, p in zip(cards, order) if (p.get("summary") or {}).get("status", "ok" if p.get("summary") else "none") not in ("ok", "extract")]
        case("papers that wait are marked, and only these", [c for c in cards if c.xpath(".//p[@class='waiting']")] == waits and len(waits) > 3)
        ids = [c.get("id") for c in cards]
        case("an id is its paper's; a second paper of one has its number, too",
             all(i == p["id"] or re.fullmatch(re.escape(p["id"]) + r"-\d+", i) for i, p in zip(ids, order)) and
             sum(i == "2401.00001" for i in ids) == 1 and sum(i.startswith("2401.00001") for i in ids) == 3 and "hep-th/9901001" in ids)
        doc = html_page.read(out)
        counts = {x.xpath("string(span)"): int(x.xpath("string(b)")) for x in doc.xpath("//ul[@class='chart']/li")}
        primary = [(p.get("categories") or [""])[0] for p in order]
        equal("the chart counts by primary category", counts, {c: primary.count(c) for c in set(primary) - {""}})
        most = max(counts.values())
        bars = [(int(x.xpath("string(b)")), int(re.match(r"M0 0h(\d+)v4H0z$", x.xpath("string(.//*[@class='ink']/@d)"))[1])) for x in doc.xpath("//ul[@class='chart']/li")]
        case("its bars are in proportion, the greatest first", all(-(-n * 100 // most) == w for n, w in bars) and [n for n, _ in bars] == sorted((n for n, _ in bars), reverse=True), bars)

# ---- Templates that put a text where it must not stand ----

folder = os.path.join(FOLDER, "styles", "holes")
os.makedirs(folder)
for name, text in (("style.conf", "lang = zh-Hans\n"), ("prompt.txt", "x\n"),
                   ("schema.json", '{"type":"object","properties":{"tldr":{"type":"string"}},"required":["tldr"],"additionalProperties":false}'),
                   ("page.html", """{{#papers}}
<i class={{summary.tldr}}>a</i>
<a href="{{summary.tldr}}">b</a>
<b onclick="f('{{summary.tldr}}')">c</b>
<b style="color:{{summary.tldr}}">d</b>
<i title="{{summary.tldr}} {{abstract}}" lang='{{summary.tldr}}'>e</i>
<i {{summary.tldr}}>f</i>
<i title="a > b, {{summary.tldr}}">g</i>
<u>{{{summary.tldr}}}{{&summary.tldr}}</u>
<script>x = "{{summary.tldr}}"</script>
{{/papers}}
""")):
    with open(os.path.join(folder, name), "w", encoding="utf-8") as f:
        f.write(text)
for k, text in enumerate(html_page.HOSTILE + ["https://example.org/a b\"c", " javascript:window.pwned=13", "jAvAsCrIpT:x", "$x$ and y", "a b=c"]):
    path = page_want.write_records("one.jsonl", [{"id": "2401.00001", "title": "t", "abstract": "line $x$\nline", "summary": {"tldr": text, "style": "holes"}}], FOLDER)
    r = render(path, "holes", "--templates", os.path.join(FOLDER, "styles"))
    said = fold(page_want.cleaned_texts({text})[text])
    doc = lxml.html.fromstring("<div>" + r.out.decode("utf-8") + "</div>")
    e = [x for x in doc]
    ok = r.status == 0 and [x.tag for x in e] == list("iabbiiiu") + ["script"]
    ok = ok and e[0].attrib.keys() == ["class"] and e[0].get("class") == said and (e[1].get("href") in ("",) or re.match("https?://", e[1].get("href")))
    ok = ok and e[2].get("onclick") == "f('')" and e[3].get("style") == "color:" and e[4].get("title") == said + " line $x$\nline" and e[4].get("lang") == said
    ok = ok and not [n for n in e[5].attrib if n.startswith("on")] and e[6].attrib == {"title": "a > b, " + said} and e[8].text == 'x = ""'
    case(f"no place of a template runs {text[:40]!r}", ok, r.out.decode("utf-8", "replace"))

# ---- Sizes, languages, words ----

for style in html_page.STYLES:
    r = render(page_want.write_records("none.jsonl", [], FOLDER), style)
    case(f"{style}: an empty page is a page of at most 60 KB: {len(r.out)} bytes", r.status == 0 and 0 < len(r.out) <= 60 * 1024, r.msg)
    structure(f"{style}: an empty page", r.out)
r = render(own_path["footnote"], "footnote", "--lang", "en")
doc = structure("in English", r.out)
for e in doc.xpath("//article"):
    for x in e.xpath(".//*[@lang='en' or @class='tldr' or @class='abstract' or @class='model' or @class='comment' or self::h2 or self::pre or @class='journal']"):
        x.drop_tree()
said = doc.xpath("string(//body)")
case("--lang en: lang is en, and no word of the page is Chinese", doc.get("lang") == "en" and not re.search(r"[\u4e00-\u9fff]", said), re.findall(r"[\u4e00-\u9fff]+", said)[:5])

crlf = os.path.join(FOLDER, "crlf", "common")
os.makedirs(crlf)
with open(os.path.join(crlf, "page.css"), "wb") as f:
    f.write(b"a { color: red }\r\nb { color: blue }\r\n")
r = render(own_path["footnote"], "footnote", "--templates", os.path.dirname(crlf))
css = b"a { color: red }\nb { color: blue }\n"                # what an HTML parser makes of it
case("a style sheet of one's own with CRLF is allowed by its text as browsers see it",
     base64.b64encode(hashlib.sha256(css).digest()) in r.out and b"b { color: blue }\r\n" in r.out, r.msg)

# ---- The corpus ----

torture, sample = shared("corpus/torture.jsonl"), shared("corpus/papers-sample.jsonl")
if torture and sample:
    out, cards, order, _ = says("torture.jsonl", torture, "footnote")
    bibtex("torture.jsonl", html_page.read(out).xpath("//article"), order)
    structure("torture.jsonl", out)
    hazards = os.path.join(FOLDER, "hazards.jsonl")
    with open(hazards, "wb") as f:
        for path in sorted(glob.glob(os.path.join(os.path.dirname(torture), "hazards", "*.jsonl"))):
            with open(path, "rb") as g:
                f.write(g.read())
    out, _, _, _ = says("all hazards", hazards, "footnote")
    structure("all hazards", out)
    with open(sample, encoding="utf-8") as f:
        head = [next(f) for _ in range(300)]
    path = os.path.join(FOLDER, "300.jsonl")
    with open(path, "w", encoding="utf-8") as f:
        f.writelines(head)
    out, _, _, _ = says("300 of papers-sample", path, "footnote")
    structure("300 of papers-sample", out)
    well_formed("300 of papers-sample", out)
    size = len(out) / sum(len(x.encode()) for x in head)
    case(f"300 papers: a page of {len(out) // 1024} KB, {size:.2f} of its records", size < 2)
else:
    skip("the corpus", "no ../shared")
done()
