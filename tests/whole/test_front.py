# SPDX-License-Identifier: MIT
"""Front matter says the page's title, day and tags, whatever the words are: read back by PyYAML, tomllib and json, and by the sites
that Hugo, Jekyll, MkDocs, Pelican and pandoc build of it.

The hostile texts come onto the page as a user's own page words; some as the texts that a user's own front.conf asks for."""
import datetime
import html
import json
import os
import re
import tomllib

import yaml

import sites
from tap import case, done, equal, run, scratch

TITLES = [
    "A: B # c", "null", "~", "true", "no", "2024-03-01", "2024-03-01 08:00:00", "12:30:45", "0x1F", "1e3", "{{ x }}", "{% raw %}", "<%= 6*7 %>",
    "- x", "* a", "? q", "! tag", "& a", "*alias", "@at", "`tick`", "%TAG", "| block", "> fold", "[x]: y", "{a: b}", "'single'", "\"double\"",
    "it's \"both\"", "back\\slash \\n \\u0041 \\", "\\", "C:\\temp\\", "摘要：一、二", "emoji 👩\u200d🔬 🎉", "---", "+++", "...", "# heading", "## 二",
    "1. one", "key=value", "$x_1$ and $5", "*a* **b** _c_", "a|b||c", "<b>x</b> &amp; &#42;", "[a](https://example.org)", "^[note] [^1]",
    "@cite and [@cite]", "~~a~~ H~2~O x^2^", "https://example.org/a_b", "&copy; R&D", "tab\there", "a  b", "1) x", "(a) y", "i. z", "x\u00a0y",
    "<!-- x -->", "<script>alert(1)</script>", "\\LaTeX \\textbf{x}", ":smile:", "..", "=", "⁂ ‘q’ “Q” – …",
]
RECORD = {"id": "2403.00001", "title": "A paper", "link": "https://arxiv.org/abs/2403.00001", "abstract": "It says something.",
          "announced": "2024-03-01", "summary": {"title": "一篇论文", "tldr": "它说了些什么。", "abstract": "它说了些什么，如此而已。"}}
DAY = datetime.date(2024, 3, 1)
CHINA = datetime.timezone(datetime.timedelta(hours=8))


def style_folder(title, front=None):
    """A templates folder whose pages are called TITLE; FRONT: a front.conf of its own."""
    folder = scratch()
    os.makedirs(folder + "/words")
    with open(folder + "/words/zh-Hans.conf", "w", encoding="utf-8") as f:
        f.write(f"digest = {title}\n")
    if front:
        os.makedirs(folder + "/common")
        with open(folder + "/common/front.conf", "w", encoding="utf-8") as f:
            f.write(front)
    return folder


# The title alone, so that nothing beside it makes a text of what would be none.
ALONE = "title = {{words.digest}}\ndate = {{date}}\ntags[] = arXiv, {{words.digest}}\n"
RECORDS = os.path.join(scratch(), "one.jsonl")
with open(RECORDS, "w", encoding="utf-8") as f_:
    f_.write(json.dumps(RECORD, ensure_ascii=False) + "\n")
FOLDERS = [style_folder(t, ALONE) for t in TITLES]


def page(folder, dialect, front=None, records=RECORDS, *more):
    args = ["render", "--store", "none", "--templates", folder, "--dialect", dialect] + (["--front-matter", front] if front else [])
    r = run(*args, *more, records)
    return r.out if r.status == 0 else b"(failed) " + r.err


def folded(text):
    """Ends off: what a line of a configuration file does not keep; a tab may come as a blank."""
    return text.strip(" \t").replace("\t", " ")


def tags_of(text):
    return ["arXiv"] + [x for x in (folded(t) for t in text.split(",")) if x]


# ---- Parsers ----

def yaml_part(text):
    return yaml.safe_load(text.split("---\n", 2)[1])


def toml_part(text):
    return tomllib.loads(text.split("+++\n", 2)[1])


def json_part(text):
    return json.JSONDecoder().raw_decode(text)[0]


# What stands first and what ends it; and the same without a word on the page between them.
def test_parser(name, dialect, front, parse, day):
    wrong = []
    for title, folder in zip(TITLES, FOLDERS):
        text = page(folder, dialect, front).decode()
        try:
            got = parse(text)
        except Exception as e:                          # pylint: disable=broad-except
            wrong.append(f"{title!r}: {type(e).__name__}: {str(e)[:200]}")
            continue
        seen = (got.get("title"), got.get("tags"))
        want = (folded(title), tags_of(title))
        if (seen[0] if not isinstance(seen[0], str) else folded(seen[0]), seen[1]) != want:
            wrong.append(f"{title!r}: {seen}, not {want}")
        if got.get("date") != day:
            wrong.append(f"{title!r}: the date is {got.get('date')!r}, not {day!r}")
    case(f"{name}: {len(TITLES)} hostile titles and tags, and the day, read back", not wrong, "\n".join(wrong[:12]))


test_parser("yaml, PyYAML", "portable", "yaml", yaml_part, DAY)
test_parser("yaml of hugo, PyYAML", "hugo", None, yaml_part, datetime.datetime(2024, 3, 1, 8, tzinfo=CHINA))
test_parser("yaml of jekyll, PyYAML", "jekyll", None, yaml_part, datetime.datetime(2024, 3, 1, 8, tzinfo=CHINA))
test_parser("yaml of hexo, PyYAML", "hexo", None, yaml_part, datetime.datetime(2024, 3, 1, 12))
test_parser("toml, tomllib", "portable", "toml", toml_part, DAY)
test_parser("toml of hugo, tomllib", "hugo", "toml", toml_part, datetime.datetime(2024, 3, 1, 8, tzinfo=CHINA))
test_parser("toml of zola, tomllib", "zola", None, toml_part, DAY)
test_parser("toml in jekyll's dialect, tomllib", "jekyll", "toml", toml_part, DAY)
test_parser("json, json", "portable", "json", json_part, "2024-03-01")
test_parser("json of hugo, json", "hugo", "json", json_part, "2024-03-01T08:00:00+08:00")

# ---- Controls ----

CONTROLS = "a\u0085b\u2028c\u2029d\x7fe\x9bf\x1bg\ufffeh"
folder_ = style_folder(CONTROLS, ALONE)
for kind, parse_ in (("yaml", yaml_part), ("toml", toml_part), ("json", json_part)):
    text_ = page(folder_, "portable", kind).decode()
    try:
        got_ = parse_(text_)["title"]
    except Exception as e_:                             # pylint: disable=broad-except
        got_ = f"{e_}: {text_[:100]!r}"
    equal(f"{kind}: no control, no line's end of another kind is in a title", re.sub(" +", " ", got_), "a b c d e f gh")

# ---- What a style and a user ask for ----

folder_ = style_folder("x", "layout = wide\ntitle = {{words.digest}}\ndate = {{date}}\nupdated = {{date}}\nexpires = 2030-01-01\nempty = {{category}}\nnone[] = , ,\n")
got_ = yaml_part(page(folder_, "jekyll").decode())
equal("a style's own field stands in for the dialect's line", got_.get("layout"), "wide")
case("and no name stands there twice", page(folder_, "jekyll").count(b"\nlayout:") == 1)
equal("the dialect's other line is there", got_.get("excerpt_separator"), "<!--more-->")
equal("each field that is {{date}} is a day", (got_.get("date"), got_.get("updated")), (datetime.datetime(2024, 3, 1, 8, tzinfo=CHINA),) * 2)
equal("what only looks like one is a text", got_.get("expires"), "2030-01-01")
case("a field without text is left out", "empty" not in got_, got_)
for dialect_ in ("hugo", "jekyll", "pelican", "zola", "mkdocs"):
    text_ = page(FOLDERS[0], dialect_, "none").decode()
    case(f"--front-matter none: {dialect_}'s page begins with its opening line", text_.startswith("2024-03-01 · 共 1 篇\n"), text_[:80])
for dialect_ in ("portable", "gfm", "honkit"):
    case(f"{dialect_} has no front matter by itself", page(FOLDERS[0], dialect_).startswith(b"2024-03-01 \xc2\xb7 "))
# Papers of two days: the page has no day of its own.
two_ = os.path.join(scratch(), "two.jsonl")
with open(two_, "w", encoding="utf-8") as f_:
    f_.write(json.dumps(RECORD) + "\n" + json.dumps(dict(RECORD, id="2403.00002", announced="2024-03-02")) + "\n")
got_ = yaml_part(page(FOLDERS[0], "hugo", None, two_).decode())
case("a page of two days has no date", "date" not in got_ and got_["title"] == TITLES[0], got_)

# ---- Sites ----


def title_of(built):
    return tuple(html.unescape(re.search(b"<%s>(.*?)</%s>" % (e, e), built, re.S)[1].decode()) for e in (b"title", b"time"))


def once(text):
    """Blanks to one, as Markdown has them."""
    return re.sub(r"[ \t]+", " ", text)


def test_site(name, build, dialect, front, day, fold=folded):
    pages = {f"t{i}": page(folder, dialect, front) for i, folder in enumerate(FOLDERS)}
    try:
        built = build(pages)
    except sites.Failed as e:
        case(f"{name}: the site is built", False, e)
        return None
    wrong = [f"{t!r}: no page" if f"t{i}" not in built else f"{t!r}: {title_of(built[f't{i}'])}" for i, t in enumerate(TITLES)
             if f"t{i}" not in built or (fold(title_of(built[f"t{i}"])[0]), title_of(built[f"t{i}"])[1]) != (fold(folded(t)), day)]
    case(f"{name}: {len(TITLES)} hostile titles and the day come out as they are", not wrong, "\n".join(wrong[:12]))
    case(f"{name}: nothing of the site came in by them", not [k for k, v in built.items() if b"LEAK" in v and not k.startswith("_")])
    return built


EIGHT = "2024-03-01T08:00:00+08:00"
hugo_ = test_site("hugo, yaml", sites.hugo, "hugo", None, EIGHT)
test_site("hugo, toml", sites.hugo, "hugo", "toml", EIGHT)
test_site("hugo, json", sites.hugo, "hugo", "json", EIGHT)
test_site("hugo, portable with yaml", sites.hugo, "portable", "yaml", "2024-03-01T00:00:00Z")
jekyll_ = test_site("jekyll", sites.jekyll, "jekyll", None, EIGHT)
test_site("mkdocs", sites.mkdocs, "mkdocs", None, "2024-03-01")
pelican_ = test_site("pelican", sites.pelican, "pelican", None, EIGHT)
test_site("pelican, portable", sites.pelican, "portable", "pelican", "2024-03-01T00:00:00+08:00")
test_site("pandoc", sites.pandoc, "pandoc", None, "2024-03-01", once)
for zone_, at_ in (("America/New_York", "2024-02-29T19:00:00-05:00"), ("UTC", "2024-03-01T00:00:00+00:00")):
    one_ = {"t": page(FOLDERS[0], "jekyll")}
    equal(f"jekyll, a site in {zone_}: the same moment", title_of(sites.jekyll(one_, zone_)["t"])[1], at_)
equal("pelican, a site in UTC: the same moment", title_of(sites.pelican({"t": page(FOLDERS[0], "pelican")}, "UTC")["t"])[1], EIGHT)

# ---- Where the excerpt ends ----

OPENING = "2024-03-01 · 共 1 篇"
for name_, built_, list_, part in (("hugo", hugo_, "_list", "article"), ("jekyll", jekyll_, "_excerpts", "article")):
    parts = re.findall(rb"<article>(.*?)</article>", built_[list_], re.S) if built_ else []
    equal(f"{name_}: the list has all pages", len(parts), len(TITLES))
    texts = {html.unescape(re.sub(r"<h2>.*?</h2>", "", p.decode(), flags=re.S)) for p in parts}
    texts = {re.sub(r"<[^>]*>", "", t).strip() for t in texts}
    equal(f"{name_}: a page's excerpt is its opening line", texts, {OPENING})
    case(f"{name_}: no table, no note in an excerpt", not [p for p in parts if b"<table" in p or b"fn:" in p])
done()
