#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""Every real reply of the shared captures through `digest fetch --json`, against an independent reading of the same
bytes with lxml and json. Titles and names are cleaned here by other means than the program's; where the source wrote
TeX, a small decoder of accents does, and what it cannot decode is not compared (each file says how many it left)."""
import csv
import json
import os
import re
import sys
import unicodedata

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "tools"))
from tap import case, done, run, scratch, shared, skip

from lxml import etree

ATOM, ARXIV, DC = "{http://www.w3.org/2005/Atom}", "{http://arxiv.org/schemas/atom}", "{http://purl.org/dc/elements/1.1/}"
RSS1 = "{http://purl.org/rss/1.0/}"
ARCHIVES = {"Astrophysics": "astro-ph", "Condensed Matter": "cond-mat", "Computer Science": "cs", "Economics": "econ",
            "Electrical Engineering and Systems Science": "eess", "Mathematics": "math", "Nonlinear Sciences": "nlin",
            "Physics": "physics", "Quantitative Biology": "q-bio", "Quantitative Finance": "q-fin", "Statistics": "stat"}


def read_categories(path):
    """canonical names, and category by the long name that oai_dc uses"""
    canonical, by_name = {}, {"Computer Science - Learning": "cs.LG"}
    for row in csv.DictReader(open(path, encoding="utf-8"), delimiter="\t", quoting=csv.QUOTE_NONE):
        canonical[row["category"]] = row["canonical"]
        if row["state"] == "subsumed":
            continue
        archive = [name for name, short in ARCHIVES.items() if short == row["archive"]]
        by_name[f"{archive[0]} - {row['name']}" if "." in row["category"] else row["name"]] = row["category"]
    return canonical, by_name


# ---- Text ----

COMBINING = {"'": "\u0301", "`": "\u0300", "^": "\u0302", '"': "\u0308", "~": "\u0303", "=": "\u0304", ".": "\u0307", "c": "\u0327",
             "v": "\u030c", "u": "\u0306", "H": "\u030b", "k": "\u0328", "r": "\u030a"}
LETTERS = {"o": "ø", "O": "Ø", "l": "ł", "L": "Ł", "ss": "ß", "aa": "å", "AA": "Å", "ae": "æ", "AE": "Æ", "oe": "œ", "i": "ı", "j": "ȷ"}


def fold(text):
    text = "".join(c for c in text if c in "\t\n\r" or unicodedata.category(c) not in ("Cc", "Cf"))
    return unicodedata.normalize("NFC", re.sub(r"[ \t\r\n]+", " ", text).strip(" "))


def accents(text):
    """TeX's accents as Unicode; None where something of TeX is left."""
    def accent(m):
        letter = {"\\i": "i", "\\j": "j"}.get(m.group(2), m.group(2))
        return unicodedata.normalize("NFC", letter + COMBINING[m.group(1)])
    text = re.sub(r"\{\\(aa|AA|ae|AE|oe|ss|[oOlLij])\s*\}", lambda m: LETTERS[m.group(1)], text)
    text = re.sub(r"\\(aa|AA|ae|AE|oe|ss|[oOlL])(?![A-Za-z]) ?", lambda m: LETTERS[m.group(1)], text)
    for form in (r"\{\\([cvuHkr]) +([A-Za-z])\}", r"\\([cvuHkr])\{(\\?[A-Za-z])\}", r"\\([cvuHkr]) +([A-Za-z])",
                 r"\{\\(['`^\"~=.])\{?(\\?[A-Za-z])\}?\}", r"\\(['`^\"~=.])\{(\\?[A-Za-z])\}", r"\\(['`^\"~=.])(\\[ij](?![A-Za-z])|[A-Za-z])"):
        text = re.sub(form, accent, text)
    return None if re.search(r"[\\{}~`]|''|--", text) else unicodedata.normalize("NFC", text)


def plain(text):
    """As the record should have it, or None where only the program's own TeX table knows."""
    text = fold(text)
    return text if not re.search(r"[\\{}$~`]|''|--", text) else accents(text) if "$" not in text else None


SUFFIX = re.compile(r"\.? \(arXiv:(?P<id>\S+?)(?:v(?P<v>\d+))? \[(?P<cat>[^\]]+)\](?: (?P<kind>UPDATED|CROSS LISTED))?\)$")
PREFIX = re.compile(r"^arXiv:(?P<id>\S+?)v(?P<v>\d+) Announce Type: (?P<kind>\S+) ")
KINDS = {None: "new", "UPDATED": "replace", "CROSS LISTED": "cross"}


def off_suffix(title):
    m = SUFFIX.search(fold(title))
    return (fold(title)[:m.start()], m) if m else (title, None)


def split_names(text):
    """First and last of a list in one string: groups in parentheses off, then cut at commas and "and"."""
    text = fold(re.sub(r"<[^>]*>", "", text))
    while re.search(r"\([^()]*\)", text):
        text = re.sub(r" ?\([^()]*\)", "", text)
    text = re.sub(r"^(?:[Tt]he )?(.* [Cc]ollaborations?): ", r"\1, ", text)
    names = [n.strip() for n in re.split(r",? and |, ?", text)]
    names = [n for n in names if n and not re.fullmatch(r"et\.? al\.?", n)]
    joined = []
    for n in names:
        if joined and re.fullmatch(r"(Jr|Sr)\.?|I{2,3}|IV", n):
            joined[-1] += ", " + n
        else:
            joined.append(n)
    return joined


def identifier(text):
    m = re.search(r"(?:abs/|arXiv\.org:|^)([a-z-]+(?:\.[A-Z]{2})?/\d{7}|\d{4}\.\d{4,5})(?:v(\d+))?(?:\.json)?$", text.strip())
    return re.sub(r"\.[A-Z]{2}/", "/", m.group(1)), int(m.group(2)) if m.group(2) else None


# ---- The independent reading: dicts of id, version, title, names, primary, kind ----

def local(e):
    return etree.QName(e).localname


def child(e, name):
    return next((c.text or "" for c in e if isinstance(c.tag, str) and local(c) == name), None)


def read_atom(root):
    for e in root.findall(ATOM + "entry"):
        if "/api/errors" in e.findtext(ATOM + "id"):
            return
        ident, version = identifier(e.findtext(ATOM + "id"))
        creator = e.findtext(DC + "creator")
        primary = e.find(ARXIV + "primary_category")
        yield {"id": ident, "version": version, "title": e.findtext(ATOM + "title"),
               "names": split_names(creator) if creator else [fold(a.findtext(ATOM + "name")) for a in e.findall(ATOM + "author")],
               "primary": (primary if primary is not None else e.find(ATOM + "category")).get("term"),
               "kind": e.findtext(ARXIV + "announce_type")}


def read_rss(root):
    for e in root.iter("item"):
        ident, version = identifier(e.findtext("guid"))
        yield {"id": ident, "version": version, "title": e.findtext("title"), "names": split_names(e.findtext(DC + "creator")),
               "primary": e.findtext("category"), "kind": e.findtext(ARXIV + "announce_type")}


def read_rdf(root):
    for e in root.iter(RSS1 + "item"):
        title, m = off_suffix(e.findtext(RSS1 + "title"))
        yield {"id": m["id"], "version": int(m["v"]), "title": title, "names": split_names(e.findtext(DC + "creator")),
               "primary": m["cat"], "kind": KINDS[m["kind"]]}


def read_oai(root, by_name):
    records = [root] if local(root) == "record" else [e for e in root.iter("{*}record")]
    for e in records:
        m = next(c for c in e.iter("{*}arXiv", "{*}arXivRaw", "{*}arXivOld", "{*}dc"))
        ident, _ = identifier(next(e.iter("{*}identifier")).text)
        got = {"id": ident, "version": None, "title": child(m, "title"), "kind": None}
        if local(m) == "dc":
            creators = [fold(c.text) for c in m if local(c) == "creator"]
            got["names"] = [" ".join(reversed(c.split(", ", 1))) for c in creators]
            got["primary"] = next((by_name[c.text] for c in m if local(c) == "subject" and c.text in by_name), None)
        else:
            got["primary"] = child(m, "categories").split()[0]
            if local(m) == "arXiv":
                got["names"] = [fold(" ".join(filter(None, (child(a, "forenames"), child(a, "keyname"), child(a, "suffix")))))
                                for a in m.iter("{*}author")]
            else:
                got["names"] = split_names(child(m, "authors"))
                versions = [c.get("version") for c in m if local(c) == "version"]
                got["version"] = int(versions[-1][1:]) if versions else None
        yield got


def read_kaggle(lines):
    for line in lines:
        r = json.loads(line)
        yield {"id": r["id"], "version": int(r["versions"][-1]["version"][1:]), "title": r["title"], "names": split_names(r["authors"]),
               "primary": r["categories"].split()[0], "kind": None}


def read_earlier(r):
    title, m = off_suffix(r["title"])
    ident, _ = identifier(r["link"])
    p = PREFIX.match(fold(r["abstract"]))
    yield {"id": ident, "version": int(m["v"]) if m else int(p["v"]) if p else None, "title": title, "names": [],
           "primary": m["cat"] if m else None, "kind": KINDS[m["kind"]] if m else p["kind"] if p else None}


def read_independently(data, by_name):
    if data.lstrip()[:1] == b"{":
        if b'"translated_title"' in data:
            return list(read_earlier(json.loads(data)))
        return list(read_kaggle(data.decode().splitlines()))
    root = etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False))
    name = local(root)
    if name == "feed":
        return list(read_atom(root))
    return list({"rss": read_rss, "RDF": read_rdf}[name](root) if name in ("rss", "RDF") else read_oai(root, by_name))


# ---- The record's types (data/README.md) ----

TEXTS = ("id", "title", "abstract", "announced", "announce_type", "published", "updated", "link", "comment", "journal_ref", "doi", "license",
         "msc_class", "acm_class", "report_no", "submitter", "source")
SUMMARY_TEXTS = ("lang", "style", "model", "created", "status", "reason", "title", "tldr", "tldr_en", "abstract")
SOURCES = ("api", "rss", "atom", "rdf", "oai", "kaggle", "cn-chat-arxiv", "jsonl")


def faults(r):
    """What is wrong with a record, as words."""
    bad = [k for k in TEXTS if k in r and not isinstance(r[k], str)]
    bad += [k for k in ("id", "title") if not r.get(k)]
    bad += [k for k in ("version",) if k in r and not (type(r[k]) is int and r[k] >= 1)]
    bad += [k for k in ("authors_omitted",) if k in r and type(r[k]) is not int]
    bad += [k for k in ("withdrawn",) if k in r and type(r[k]) is not bool]
    for a in r.get("authors", []):
        if not isinstance(a.get("name"), str) or not a["name"] or not all(isinstance(x, str) for x in a.get("affiliations", [])):
            bad.append("authors")
    if not all(isinstance(c, str) and re.fullmatch(r"[a-z-]+(\.[A-Za-z-]+)?", c) for c in r.get("categories", [])):
        bad.append("categories")
    for key, form in (("id", r"\d{4}\.\d{4,5}|[a-z-]+/\d{7}"), ("announced", r"\d{4}-\d\d-\d\d"), ("published", r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ"),
                      ("updated", r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ"), ("announce_type", "new|cross|replace|replace-cross"),
                      ("link", r"https?://[^ ]+"), ("title", r"[^\n\t\r]+"), ("source", "|".join(SOURCES))):
        if isinstance(r.get(key), str) and not re.fullmatch(form, r[key]):
            bad.append(key + " form")
    if "received" in r and not (set(r["received"]) <= {"title", "abstract", "link"} and all(isinstance(v, str) for v in r["received"].values())):
        bad.append("received")
    if "summary" in r and not all(isinstance(v, str) for k, v in r["summary"].items() if k in SUMMARY_TEXTS):
        bad.append("summary")
    text = json.dumps({k: v for k, v in r.items() if k != "received"}, ensure_ascii=False)
    if unicodedata.normalize("NFC", text) != text or re.search("[\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]", text):
        bad.append("characters")
    return bad


# ---- Comparison ----

def disagreements(got, want, canonical):
    """Differences between a record and the independent reading, and how many texts could not be compared."""
    bad, left = [], 0
    for key in ("id", "version"):
        if got.get(key) != want[key]:
            bad.append((want["id"], key, got.get(key), want[key]))
    if got.get("announce_type") != want["kind"]:
        bad.append((want["id"], "announce_type", got.get("announce_type"), want["kind"]))
    primary = canonical.get(want["primary"], want["primary"])
    if (got.get("categories") or [None])[0] != primary:
        bad.append((want["id"], "primary", got.get("categories"), primary))
    pairs = [("title", got["title"], want["title"])]
    if bool(want["names"]) != bool(got.get("authors")):
        bad.append((want["id"], "authors", got.get("authors"), want["names"]))
    elif want["names"]:
        pairs += [("first author", got["authors"][0]["name"], want["names"][0]), ("last author", got["authors"][-1]["name"], want["names"][-1])]
    for key, have, raw in pairs:
        wanted = plain(raw)
        if wanted is None:
            left += 1
        elif have != wanted:
            bad.append((want["id"], key, have, wanted))
    return bad, left


def body(path, special):
    data = open(path, "rb").read()
    if "TEST UNWRAPS" in special:
        data = re.split(rb"\r?\n\r?\n", data, maxsplit=1)[1]
    return data


def check(row, path, canonical, by_name, folder):
    name, papers = row["file"], int(row["papers"])
    data = body(path, row["special"])
    own = os.path.join(folder, os.path.basename(name))
    anonymous = os.path.join(folder, "x")
    for p in (own, anonymous):
        with open(p, "wb") as f:
            f.write(data)
    r = run("fetch", "--store", "none", "--json", "--input", own, home=folder)
    records = [json.loads(line) for line in r.out.decode("utf-8").splitlines()]
    bad = [(x.get("id"), faults(x)) for x in records if faults(x)]
    refused = papers == 0 and re.search("id_abc|documented-error|err-bad|err-id|identify|listsets|listmetadataformats", name)
    status = 65 if refused else 0
    case(f"{name}: {papers} records, valid, status {status}" + ("" if papers else ", and why"),
         len(records) == papers and not bad and r.status == status and bool(r.err) == (papers == 0),
         f"{len(records)} records, status {r.status}\n{bad[:5]}\n{r.msg}")
    if papers:
        want = read_independently(data, by_name)
        seen, left = [], 0
        for got, one in zip(records, want):
            more, not_compared = disagreements(got, one, canonical)
            seen += more
            left += not_compared
        note = f" ({left} texts in TeX not compared)" if left else ""
        case(f"{name}: agrees with lxml's reading{note}", len(want) == papers and not seen and left <= papers,
             "\n".join(map(str, seen[:20])) or f"{len(want)} read, {left} left")
    again = run("fetch", "--store", "none", "--json", "--input", "x", home=folder, cwd=folder)
    case(f"{name}: the same when it is called x", (again.out, again.status) == (r.out, r.status) and
         again.msg.replace("x:", "", 1) == r.msg.replace(own + ":", "", 1), again.msg + r.msg)


def main():
    manifest, table = shared("captures/MANIFEST.tsv"), shared("categories.tsv")
    if manifest is None or table is None:
        skip("captures", "the shared captures are not here")
        done()
    canonical, by_name = read_categories(table)
    folder = scratch()
    for row in csv.DictReader(open(manifest, encoding="utf-8"), delimiter="\t", quoting=csv.QUOTE_NONE):
        check(row, os.path.join(os.path.dirname(manifest), row["file"]), canonical, by_name, folder)
    done()


main()
