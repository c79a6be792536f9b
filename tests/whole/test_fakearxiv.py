#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""The fake arXiv itself: what it serves, read with lxml, agrees with its own truth; its bytes are those of real replies where
the shared captures are there; its calendar agrees with dates worked out by hand; each failure is what it says; and
`digest fetch` reads each of its roads."""
import json
import os
import random
import re
import socket
import sys
import threading
import time
from datetime import date, datetime, timedelta
from urllib.parse import quote

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "tools"))
from arxivtest import FakeArxiv
from fakearxiv import eastern, taxonomy
from tap import case, done, equal, run, shared, skip

from lxml import etree

NS = {"a": "http://www.w3.org/2005/Atom", "x": "http://arxiv.org/schemas/atom", "o": "http://www.openarchives.org/OAI/2.0/",
      "s": "http://a9.com/-/spec/opensearch/1.1/"}
TYPES = ("new", "cross", "replace", "replace-cross")
WORLD = dict(make=400, first="2026-02-26", last="2026-03-20", seed=7)


# ---- The calendar ----

BATCHES = [  # submitted, Eastern; the day of its batch, by hand from arXiv's schedule
    ("2026-03-02 13:59:59", "2026-03-03"), ("2026-03-02 14:00:00", "2026-03-04"), ("2026-03-03 09:00:00", "2026-03-04"),
    ("2026-03-04 23:59:59", "2026-03-06"), ("2026-03-05 13:59:59", "2026-03-06"), ("2026-03-05 14:00:01", "2026-03-09"),
    ("2026-03-06 13:59:59", "2026-03-09"), ("2026-03-06 14:00:00", "2026-03-10"), ("2026-03-07 12:00:00", "2026-03-10"),
    ("2026-03-08 03:30:00", "2026-03-10"), ("2026-03-09 13:59:59", "2026-03-10"), ("2026-03-09 14:00:00", "2026-03-11"),
    ("2025-10-31 14:30:00", "2025-11-04"), ("2025-11-02 00:30:00", "2025-11-04"), ("2025-11-03 13:59:59", "2025-11-04"),
    ("2026-01-16 15:00:00", "2026-01-21"), ("2026-01-19 10:00:00", "2026-01-21"), ("2026-01-20 13:00:00", "2026-01-21"),
    ("2025-11-26 15:00:00", "2025-12-01"), ("2025-11-27 15:00:00", "2025-12-01"), ("2025-11-28 15:00:00", "2025-12-02"),
    ("2024-12-24 13:00:00", "2024-12-25"), ("2024-12-24 15:00:00", "2024-12-30"), ("2024-12-26 15:00:00", "2024-12-30"),
    ("2024-12-30 15:00:00", "2025-01-03"), ("2025-07-03 13:00:00", "2025-07-04"), ("2025-07-03 15:00:00", "2025-07-08"),
    ("2024-07-03 15:00:00", "2024-07-08"), ("2023-12-22 15:00:00", "2023-12-27"), ("2023-12-26 15:00:00", "2023-12-29"),
]
for when, day in BATCHES:
    t = eastern.parse(when.replace(" ", "T") + "Z") + 4 * 3600
    t += 0 if eastern.offset(t) == -4 * 3600 else 3600
    equal(f"submitted {when} is in the batch of {day}", str(eastern.announced(t)), day)

for text, want in (("2026-03-08T06:59:59Z", -5), ("2026-03-08T07:00:00Z", -4), ("2026-11-01T05:59:59Z", -4), ("2026-11-01T06:00:00Z", -5)):
    equal(f"Eastern time at {text}", eastern.offset(eastern.parse(text)) // 3600, want)
try:
    from zoneinfo import ZoneInfo
    zone, rng = ZoneInfo("America/New_York"), random.Random(1)
    moments = [rng.randrange(eastern.parse("1991-01-01"), eastern.parse("2036-01-01")) for _ in range(20000)]
    equal("the zone data of this machine says the same of 20,000 moments",
          [m for m in moments if datetime.fromtimestamp(m, zone).utcoffset().total_seconds() != eastern.offset(m)], [])
except (ImportError, KeyError, OSError) as e:
    skip("the zone data of this machine says the same", f"no zone data: {e}")
days = [date(2023, 1, 1) + timedelta(days=i) for i in range(4 * 365)]
equal("a batch's window begins where the one before ends, in all batches of four years",
      [d for d, e in zip([x for x in days if eastern.window(x)], [x for x in days if eastern.window(x)][1:])
       if eastern.window(d)[1] != eastern.window(e)[0]], [])
equal("what is submitted at the ends of its window is in the batch", [d for d in days if eastern.window(d) and not (
    eastern.announced(eastern.window(d)[0]) == d == eastern.announced(eastern.window(d)[1] - 1))], [])
if shared("holidays.tsv"):
    listed = {line[:10] for line in open(shared("holidays.tsv"), encoding="utf-8") if re.match(r"\d{4}-", line)}
    equal("the holidays are those that arXiv listed", {str(d) for d in eastern.HOLIDAYS}, listed)
else:
    skip("the holidays are those that arXiv listed", "no ../shared/holidays.tsv")


# ---- Reading replies ----

def feed_items(body):
    """[(id, version, type, categories)] of RSS or Atom, with the prefix of the text checked against the elements."""
    root, items = etree.fromstring(body), []
    for i in root.iterfind(".//item") if root.tag == "rss" else root.iterfind("a:entry", NS):
        guid = i.findtext("guid") or i.findtext("a:id", namespaces=NS)
        kind = i.findtext("x:announce_type", namespaces=NS)
        text = i.findtext("description") or i.findtext("a:summary", namespaces=NS)
        name, version = re.fullmatch(r"oai:arXiv\.org:(\S+)v(\d+)", guid).groups()
        if not text.startswith(f"arXiv:{name}v{version} Announce Type: {kind} \nAbstract: "):
            kind = f"the text says otherwise: {text[:60]}"
        items.append((name, int(version), kind, [c.text or c.get("term") for c in i.iterfind("category")] or
                      [c.get("term") for c in i.iterfind("a:category", NS)]))
    return items


def as_truth(items):
    return {t: [i[0] for i in items if i[2] == t] for t in TYPES}, {i[0]: i[1] for i in items}


def harvest(arxiv, query, between=lambda: None):
    """All pages of a list: [(id, datestamp, sets)], pages, and errors' codes."""
    rows, pages, token = [], 0, None
    while pages < 500:
        path = "/oai?verb=ListRecords&" + (f"resumptionToken={quote(token, safe='')}" if token else query)
        root = etree.fromstring(arxiv.request(path)[2])
        error = root.find("o:error", NS)
        if error is not None:
            return rows, pages, error.get("code")
        pages += 1
        for h in root.iterfind(".//o:header", NS):
            rows.append((h.findtext("o:identifier", namespaces=NS)[14:], h.findtext("o:datestamp", namespaces=NS),
                         [s.text for s in h.iterfind("o:setSpec", NS)]))
        token = root.findtext(".//o:resumptionToken", namespaces=NS)
        if not token:
            return rows, pages, None
        between()


def search(arxiv, query, **more):
    """(ids with versions, total)"""
    args = "&".join(f"{k}={v}" for k, v in more.items())
    body = arxiv.request(f"/api/query?search_query={quote(query, safe=':')}&{args}")[2]
    root = etree.fromstring(body)
    return [e.findtext("a:id", namespaces=NS).partition("/abs/")[2] for e in root.iterfind("a:entry", NS)], \
        int(root.findtext("s:totalResults", namespaces=NS))


# ---- Feeds against the truth ----

def feeds():
    with FakeArxiv(now="2026-03-20T13:00:00Z", **WORLD) as a:
        total, kinds, left_out, wrong = 0, set(), 0, []
        for spec in ("cs.CL", "cs.LG+stat.ML", "cs", "CS.it", "math.IT"):
            for i in range(24):
                day = date(2026, 2, 26) + timedelta(days=i)
                a.now(f"{day}T12:00:00Z")
                truth = a.truth(str(day), spec)
                rss, atom = (feed_items(a.request(f"/{flavour}/{spec}")[2]) for flavour in ("rss", "atom"))
                want, versions = {t: truth[t] for t in TYPES}, {k: v for k, v in truth["versions"].items()}
                for names in truth["left_out"].values():
                    left_out += len(names)
                    versions = {k: v for k, v in versions.items() if k not in names}
                if as_truth(rss) != (want, versions) or atom != rss or (rss and not truth["announces"]):
                    wrong.append((spec, str(day)))
                if [i[2] for i in rss] != sorted((i[2] for i in rss), key=TYPES.index) or any(
                        a[0] >= b[0] for a, b in zip(rss, rss[1:]) if a[2] == b[2]):
                    wrong.append((spec, str(day), "order"))
                total += len(rss)
                kinds |= {i[2] for i in rss}
        equal("RSS and Atom say the truth's ids, versions and types, in order, on 24 days for 5 questions", wrong, [])
        case("… and that was a world worth asking", total > 500 and kinds == set(TYPES) and left_out > 5, (total, kinds, left_out))
        a.now("2026-03-20T13:00:00Z")
        papers = a.truth()["papers"]
        mine = {i for i, p in papers.items() if p["versions"][0]["announced"] == "2026-03-17" and p["categories"][0] == "cs.CL"}
        equal("new in cs.CL is what has version 1 that day and cs.CL first", set(a.truth("2026-03-17", "cs.CL")["new"]), mine)
        equal("with cs.CL and cs.LG asked at once, both primaries are new",
              set(a.truth("2026-03-17", "cs.CL+cs.LG")["new"]), mine | set(a.truth("2026-03-17", "cs.LG")["new"]))
        equal("cs.IT and math.IT are one", a.truth("2026-03-17", "cs.IT")["versions"], a.truth("2026-03-17", "math.IT")["versions"])
        for when, day in (("2026-03-17T03:59:59Z", "2026-03-16"), ("2026-03-17T04:00:00Z", "2026-03-17"), ("2026-03-05T04:59:59Z", "2026-03-04")):
            a.now(when)
            equal(f"at {when} the feed has the batch of {day}", as_truth(feed_items(a.request("/rss/cs")[2]))[0],
                  {t: a.truth(day, "cs")[t] for t in TYPES})
        a.now("2026-03-15T12:00:00Z")
        status, headers, body = a.request("/rss/cs")
        case("Sunday's feed is whole and empty", status == 200 and feed_items(body) == [] and headers["content-type"] == "application/rss+xml")
        for spec, words in (("nosuch", "Bad archive 'nosuch'"), ("cs.XX", "Bad subject class 'XX'"), ("cs.CL.x", "Bad archive/subject")):
            status, _, body = a.request(f"/rss/{spec}")
            root = etree.fromstring(body)
            case(f"{spec} is answered 400 by a feed that says why", status == 400 and root.findtext("channel/description").startswith(words)
                 and root.findtext("channel/title").startswith("Feed error for query:") and root.find("channel/skipDays") is None, body)


def conditional():
    with FakeArxiv(now="2026-03-17T13:00:00Z", **WORLD) as a:
        first, again = a.request("/rss/cs.CL")[1], a.request("/rss/cs.CL")[1]
        case("two feeds built one after the other have two ETags, without quotes", first["etag"] != again["etag"] and
             re.fullmatch("[0-9a-f]{64}", first["etag"]), (first, again))
        case("they may be kept until the Eastern midnight", first["cache-control"] == f"max-age={15 * 3600}", first["cache-control"])
        a.control(stable_build=True)
        _, headers, body = a.request("/rss/cs.CL")
        for name, value in (("If-None-Match", headers["etag"]), ("If-None-Match", f'"{headers["etag"]}"'),
                            ("If-Modified-Since", headers["last-modified"])):
            status, _, got = a.request("/rss/cs.CL", headers={name: value})
            case(f"built at midnight, {name}: {value[:24]} is answered 304", (status, got) == (304, b""))
        equal("another ETag gets the feed", a.request("/rss/cs.CL", headers={"If-None-Match": "0" * 64})[::2], (200, body))
        a.now("2026-03-18T13:00:00Z")
        equal("the next day it is another feed", a.request("/rss/cs.CL", headers={"If-None-Match": headers["etag"]})[0], 200)


# ---- OAI-PMH against the truth ----

def oai():
    with FakeArxiv(now="2026-03-20T13:00:00Z", page=40, old=60, **WORLD) as a:
        papers = {k: p for k, p in a.truth()["papers"].items() if p["oai"]}
        for prefix in ("arXivRaw", "arXiv", "oai_dc", "arXivOld"):
            rows, pages, error = harvest(a, f"metadataPrefix={prefix}")
            equal(f"{prefix}: all records once, with datestamp and sets, in {pages} pages", (sorted(rows), error), (sorted(
                (k, p["oai"]["datestamp"], [taxonomy.set_of(c) for c in p["oai"]["sets"]]) for k, p in papers.items()), None))
        by_day, last = [], date(2026, 3, 20)
        for i in range(30):
            rows, _, error = harvest(a, f"metadataPrefix=arXivRaw&from={last - timedelta(days=i)}&until={last - timedelta(days=i)}")
            case_day = (last - timedelta(days=i))
            by_day += rows
            if case_day in (date(2026, 3, 7),):
                touched = [k for k, p in papers.items() if p["oai"]["datestamp"] == str(case_day)]
                equal("a Saturday has what was touched, or noRecordsMatch", (sorted(r[0] for r in rows), error),
                      (sorted(touched), None if touched else "noRecordsMatch"))
        equal("day by day the same as at once", sorted(by_day), sorted(r for r in harvest(a, "metadataPrefix=arXiv&from=2026-02-19")[0]))
        rows = harvest(a, "metadataPrefix=arXiv&set=cs:cs:CL")[0]
        equal("the set cs:cs:CL", sorted(r[0] for r in rows), sorted(k for k, p in papers.items() if "cs.CL" in p["oai"]["categories"]))
        equal("cs:cs:IT and math:math:IT hold the same", *(sorted(r[0] for r in harvest(a, f"metadataPrefix=arXiv&set={s}")[0])
                                                           for s in ("cs:cs:IT", "math:math:IT")))
        case("a paper that nobody touched is stamped with the day that it was announced on", all(
            p["oai"]["datestamp"] == p["versions"][-1]["announced"] for p in papers.values()
            if not p["crosses"] and p["oai"]["version"] == len(p["versions"]) and p["oai"]["datestamp"] == p["versions"][-1]["announced"])
            and sum(p["oai"]["datestamp"] == p["versions"][p["oai"]["version"] - 1]["announced"] for p in papers.values()) > 0.9 * len(papers))
        raw = etree.fromstring(a.request("/oai?verb=ListRecords&metadataPrefix=arXivRaw&set=cs")[2])
        good = 0
        for r in raw.iterfind(".//{*}arXivRaw"):
            p = papers[r.findtext("{*}id")]
            got = [datetime.strptime(v.findtext("{*}date"), "%a, %d %b %Y %H:%M:%S GMT").strftime("%Y-%m-%dT%H:%M:%SZ") for v in r.iterfind("{*}version")]
            good += got == [v["submitted"] for v in p["versions"][:p["oai"]["version"]]]
        equal("arXivRaw has each version's time", good, 40)
        errors(a)
        tokens(a)
        name = next(iter(papers))
        before = papers[name]["oai"]["datestamp"]
        a.control(touch={"ids": [name], "at": "2026-03-20T12:00:00Z"})
        case("a touch moves the datestamp and announces nothing", a.truth()["papers"][name]["oai"]["datestamp"] == "2026-03-20" != before
             and name not in a.truth("2026-03-20", papers[name]["categories"][0])["versions"])
    with FakeArxiv(now="2026-03-20T13:00:00Z", page=10, **WORLD) as a:
        a.now("2026-03-18T02:29:59Z")
        rows = harvest(a, "metadataPrefix=arXiv&from=2026-03-18")
        a.now("2026-03-18T02:30:00Z")
        equal("a batch is in OAI-PMH from 22:30 Eastern on", (rows[2], {r[0] for r in harvest(a, "metadataPrefix=arXiv&from=2026-03-18&set=cs")[0]}),
              ("noRecordsMatch", set(a.truth("2026-03-18", "cs")["versions"])))
        a.now("2026-03-17T13:00:00Z")
        pages, known = iter(range(1000)), {k for k, p in a.truth()["papers"].items() if p["oai"]}
        rows, _, _ = harvest(a, "metadataPrefix=arXiv", lambda: a.now("2026-03-20T13:00:00Z") if next(pages) == 15 else None)
        twice, missed = len(rows) - len({r[0] for r in rows}), known - {r[0] for r in rows}
        case("records that change during a harvest move in the list: some come twice", twice > 0 and not missed, (twice, missed))


def errors(a):
    for query, code, words in (
            ("", "badVerb", "Invalid verb"), ("verb=Nonsense", "badVerb", ""), ("verb=ListRecords", "badArgument", "metadataPrefix required"),
            ("verb=ListRecords&metadataPrefix=marc", "cannotDisseminateFormat", ""),
            ("verb=ListRecords&metadataPrefix=arXiv&from=2005-09-15", "badArgument", "start date too early"),
            ("verb=ListRecords&metadataPrefix=arXiv&from=2026-03-18T00:00:00Z", "badArgument", "from date format must be YYYY-MM-DD"),
            ("verb=ListRecords&metadataPrefix=arXiv&until=2026-03-21", "badArgument", "until date too late"),
            ("verb=ListRecords&metadataPrefix=arXiv&from=2026-03-18&until=2026-03-17", "badArgument", "until date must be"),
            ("verb=ListRecords&metadataPrefix=arXiv&set=cs:CL", "badArgument", "Set does not exist"),
            ("verb=ListRecords&metadataPrefix=arXiv&set=cs:cs:CL:x", "badArgument", "too many levels"),
            ("verb=ListRecords&metadataPrefix=arXiv&metadataPrefix=arXiv", "badArgument", "Duplicate"),
            ("verb=ListRecords&metadataPrefix=arXiv&colour=red", "badArgument", "Unallowed"),
            ("verb=ListRecords&resumptionToken=rubbish", "badResumptionToken", "Token decoding failed"),
            ("verb=ListRecords&resumptionToken=x&metadataPrefix=arXiv", "badArgument", "No other"),
            ("verb=ListIdentifiers&resumptionToken=verb%253DListRecords%2526metadataPrefix%253DarXiv%2526skip%253D40", "badResumptionToken", "different verb"),
            ("verb=GetRecord&identifier=oai:arXiv.org:9912.99999&metadataPrefix=arXiv", "idDoesNotExist", "Nothing found"),
            ("verb=GetRecord&identifier=2603.00001&metadataPrefix=arXiv", "idDoesNotExist", "")):
        status, _, body = a.request("/oai?" + query)
        error = etree.fromstring(body).find("o:error", NS)
        case(f"OAI: {query[:70]} is {code}", status == 200 and error is not None and error.get("code") == code and words in error.text, body)
    status, _, body = a.request("/oai", {"verb": "ListRecords", "metadataPrefix": "arXiv", "until": "2026-03-20"})
    case("OAI takes a form, and today as until", status == 200 and b"<record>" in body)


def tokens(a):
    body = a.request("/oai?verb=ListRecords&metadataPrefix=arXiv&set=cs:cs:CL")[2].decode()
    token, expires = re.search(r"<resumptionToken expirationDate='([^']+)'>([^<]+)<", body).groups()[::-1]
    case("the token is the question, encoded twice", re.fullmatch(
        r"verb%3DListRecords%26metadataPrefix%3DarXiv%26set%3Dcs%253Acs%253ACL%26from%3D\d{4}-\d\d-\d\d%26skip%3D\d+", token), token)
    equal("it says that it lives to the next midnight, UTC", expires, "2026-03-21T00:00:00Z")
    case("the reply says that it was asked from a day that nobody named", re.search(r'<request verb="ListRecords" [^>]*from="20', body), body[:700])
    fine, sloppy = (etree.fromstring(a.request(f"/oai?verb=ListRecords&resumptionToken={t}")[2]) for t in (quote(token), token))
    case("sent as it should be, or not encoded once more, it is understood", all(r.find("o:ListRecords", NS) is not None for r in (fine, sloppy)))
    a.control(strict_token=True)
    equal("with --strict-token only as it should be", [etree.fromstring(a.request(f"/oai?verb=ListRecords&resumptionToken={t}")[2])[2].tag for t in
                                                       (quote(token), token)], [f"{{{NS['o']}}}{x}" for x in ("ListRecords", "error")])
    last = harvest(a, "metadataPrefix=arXiv&set=quant-ph:quant-ph")[2], harvest(a, "metadataPrefix=arXiv&set=physics:quant-ph")[2]
    equal("sets have their group in front", last, ("badArgument", None))


# ---- The API against the truth ----

def api():
    with FakeArxiv(now="2026-03-20T13:00:00Z", **WORLD) as a:
        papers = {k: p for k, p in a.truth()["papers"].items() if p["public"]}

        def want(test):
            return {f"{k}v{p['public']['version']}" for k, p in papers.items() if test(p["public"]["categories"], p["versions"][0]["submitted"], p)}
        for query, test in (
                ("cat:cs.CL", lambda c, t, p: "cs.CL" in c), ("cat:cs.*", lambda c, t, p: any(x.startswith("cs.") for x in c)),
                ("cat:cs", lambda c, t, p: False), ("cat:cs.CL OR cat:stat.ML", lambda c, t, p: "cs.CL" in c or "stat.ML" in c),
                ("cat:cs.CL cat:stat.ML", lambda c, t, p: "cs.CL" in c or "stat.ML" in c),
                ("cat:cs.CL ANDNOT cat:cs.LG", lambda c, t, p: "cs.CL" in c and "cs.LG" not in c),
                ("cat:cs.CL AND NOT cat:cs.LG", lambda c, t, p: "cs.CL" in c and "cs.LG" not in c),
                ("(cat:cs.CL OR cat:cs.LG) AND submittedDate:[20260303 TO 20260304]",
                 lambda c, t, p: ("cs.CL" in c or "cs.LG" in c) and "2026-03-03" <= t[:10] <= "2026-03-04" and not t.endswith(("23:59:01Z",))),
                ("submittedDate:[202603031200 TO 202603051800]", lambda c, t, p: "2026-03-03T12:00:00Z" <= t <= "2026-03-05T18:00:00Z"),
                ("lastUpdatedDate:[2026 TO 2026]", lambda c, t, p: t[:4] == "2026"),
                ("cat:(cs.CL OR cs.AI) AND submittedDate:\"202603 TO 202603\"", lambda c, t, p: ("cs.CL" in c or "cs.AI" in c) and t[:7] == "2026-03")):
            ids, total = search(a, query, max_results=2000)
            equal(f"API: {query} ({total})", (set(ids), total), (want(test), len(want(test))))
        ids, total = search(a, "cat:cs.*")
        case("ten results unless told otherwise", len(ids) == 10 < total)
        for sort, at in (("submittedDate", 0), ("lastUpdatedDate", -1)):
            both = [search(a, "cat:cs.CL", max_results=2000, sortBy=sort, sortOrder=order)[0] for order in ("ascending", "descending")]
            times = [papers[i.rpartition("v")[0]]["versions"][:papers[i.rpartition("v")[0]]["public"]["version"]][at]["submitted"] for i in both[0]]
            case(f"sorted by {sort}", times == sorted(times) and both[1] == both[0][::-1])
        pages = sum((search(a, "cat:cs.CL", max_results=7, start=s)[0] for s in range(0, 400, 7)), [])
        equal("by pages the same as at once, by relevance, too", pages, search(a, "cat:cs.CL", max_results=2000)[0])
        some = [k for k, p in papers.items() if p["public"]["version"] > 1][:3] + ["math/0309137"]
        body = a.request(f"/api/query?id_list={','.join(some)},2603.99999,{some[0]}v1&max_results=100")[2]
        got = [e.findtext("a:id", namespaces=NS).partition("abs/")[2] for e in etree.fromstring(body).iterfind("a:entry", NS)]
        equal("id_list: what is there, once each, the version asked or the latest", set(got),
              {f"{k}v{papers[k]['public']['version']}" for k in some} | {f"{some[0]}v1"})
        word = re.search(rb"<title>(?:\$[^$]*\$: )?(\w+) \w+", a.request(f"/api/query?id_list={some[0]}")[2].partition(b"<entry>")[2]).group(1).decode()
        case("a word of a title finds it; another does not", f"{some[0]}v{papers[some[0]]['public']['version']}" in
             search(a, f"ti:{word}", max_results=2000)[0] and search(a, "ti:nowhereseen")[0] == [])
        for args, status, words in (
                ("id_list=abc", 400, "incorrect id format for abc"), ("", 400, "Either a search_query or id_list"),
                ("search_query=cat:cs.CL&start=x", 400, "start must be an integer"), ("search_query=cat:cs.CL&max_results=-1", 400, "non-negative"),
                ("search_query=cat:cs.CL&sortBy=size", 400, "sortBy must be in"), ("search_query=(cat:cs.CL", 400, "Invalid query string"),
                ("search_query=cat:cs.CL+AND", 400, "Invalid query string"), ("search_query=colour:red", 400, "Invalid query string"),
                ("search_query=cat:cs.CL&max_results=0", 500, ""), ("search_query=cat:cs.CL&start=9990&max_results=11", 500, ""),
                ("search_query=cat:cs.CL&start=9990&max_results=10", 200, "")):
            got, _, body = a.request("/api/query?" + args)
            error = status != 400 or etree.fromstring(body).find("a:entry/a:id", NS).text.startswith("https://arxiv.org/api/errors#")
            case(f"API: {args or 'no question'} is answered {status}", got == status and words in body.decode() and error, body)
        case("a form is taken", a.request("/api/query", {"search_query": "cat:cs.CL", "max_results": 3})[2].count(b"<entry>") == 3)
        a.control(slice=2000)
        equal("with --slice more is refused", a.request("/api/query?search_query=cat:cs.CL&max_results=2001")[0], 400)
        day = "2026-03-18"
        new = {f"{i}v1" for i in a.truth(day, "cs.CL")["new"]}
        for when, there in (("2026-03-17T23:59:59Z", False), ("2026-03-18T00:00:00Z", True)):
            a.now(when)
            ids = set(search(a, "cat:cs.CL", max_results=2000)[0])
            case(f"at {when} the batch of {day} is {'' if there else 'not '}public", new and (new <= ids if there else not new & ids))


# ---- The bytes of real replies ----

def replies_like(name, records, now, path, mask=(), **options):
    want = open(shared(f"captures/{name}"), "rb").read().decode()
    with FakeArxiv(papers=records, now=now, **options) as a:
        got = a.request(path)[2].decode()
    for pattern in mask:
        got, want = re.sub(pattern, "…", got), re.sub(pattern, "…", want)
    equal(f"byte for byte as captures/{name}", got, want)


NOBODY = [{"id": "2001.00001", "title": "T", "abstract": "A", "authors": ["A B"], "categories": ["cs.CL"],
           "versions": [{"submitted": "2020-01-02T03:04:05Z"}]}]
FEED_ID = r"<id>https://arxiv.org/api/[^<]{27}</id>"


def rss_records(path, day, asked):
    """Records that a world needs to announce what a captured feed announces."""
    records = []
    for i in etree.parse(path).iterfind(".//item"):
        name, n = re.fullmatch(r"oai:arXiv\.org:(\S+)v(\d+)", i.findtext("guid")).groups()
        n, kind = int(n), i.findtext("x:announce_type", namespaces=NS)
        categories = [c.text for c in i.iterfind("category")]
        r = {"id": name, "title": i.findtext("title"), "abstract": i.findtext("description").partition("Abstract: ")[2],
             "authors": [{"name": i.findtext("{http://purl.org/dc/elements/1.1/}creator")}], "categories": categories,
             "versions": [{"submitted": f"2024-01-{k:02d}T12:00:00Z", "announced": f"2024-02-{k:02d}"} for k in range(1, n + 1)]}
        for key, tag in (("license", "{http://purl.org/dc/elements/1.1/}rights"), ("doi", "x:DOI"), ("journal_ref", "x:journal_reference")):
            r[key] = i.findtext(tag, namespaces=NS)
        if kind == "cross" and n > 1:
            r["crosses"] = [{"category": c, "announced": day} for c in asked if c in categories]
        else:
            r["versions"][-1]["announced"] = day
        records.append(r)
    return records


def api_records(entries):
    records = []
    for e in entries:
        name, n = re.fullmatch(r"http://arxiv.org/abs/(\S+)v(\d+)", e.findtext("a:id", namespaces=NS)).groups()
        first, last = e.findtext("a:published", namespaces=NS), e.findtext("a:updated", namespaces=NS)
        middle = [{"submitted": first} for _ in range(int(n) - 2)]
        r = {"id": name, "title": e.findtext("a:title", namespaces=NS), "abstract": e.findtext("a:summary", namespaces=NS),
             "comment": e.findtext("x:comment", namespaces=NS), "doi": e.findtext("x:doi", namespaces=NS),
             "journal_ref": e.findtext("x:journal_ref", namespaces=NS), "categories": [c.get("term") for c in e.iterfind("a:category", NS)],
             "authors": [{"name": x.findtext("a:name", namespaces=NS), "affiliations": [y.text for y in x.iterfind("x:affiliation", NS)]}
                         for x in e.iterfind("a:author", NS)],
             "versions": [{"submitted": first}] + middle + ([{"submitted": last}] if int(n) > 1 else [])}
        records.append(r)
    return records


def oai_records(root, kind):
    records = []
    for r in root.iterfind(".//o:record", NS):
        m = r.find(f".//{{*}}{kind}")

        def field(tag):
            return m.findtext("{*}" + tag)
        p = {"id": field("id"), "title": field("title"), "abstract": field("abstract"), "comment": field("comments"), "license": field("license"),
             "categories": field("categories").split(), "doi": field("doi"), "journal_ref": field("journal-ref"), "proxy": field("proxy"),
             "report_no": field("report-no"), "msc_class": field("msc-class"), "submitter": field("submitter"),
             "acm_class": field("acm-class"), "touched": [r.findtext(".//o:datestamp", namespaces=NS) + "T12:00:00Z"]}
        if kind == "arXiv":
            p["authors"] = [{"name": "", "keyname": x.findtext("{*}keyname"), "forenames": x.findtext("{*}forenames") or "",
                             "suffix": x.findtext("{*}suffix") or ""} for x in m.iterfind("{*}authors/{*}author")]
            p["versions"] = [{"submitted": field("created") + "T12:00:00Z", "announced": "2000-01-03"}]
        else:
            p["authors"] = [{"name": field("authors")}]
            p["versions"] = [{"submitted": datetime.strptime(v.findtext("{*}date"), "%a, %d %b %Y %H:%M:%S GMT").strftime("%Y-%m-%dT%H:%M:%SZ"),
                              "size": int(v.findtext("{*}size")[:-2]), "source_type": v.findtext("{*}source_type") or "",
                              "announced": "2000-01-03"} for v in m.iterfind("{*}version")]
        records.append(p)
    return records


def captures():
    if not shared("captures/MANIFEST.tsv"):
        return skip("byte for byte as the captures", "no ../shared/captures")
    replies_like("rss/cs-2025-04-27-sunday-empty.rss.xml", NOBODY, "2025-04-27T04:00:00Z", "/rss/cs", stable_build=True)
    quant = shared("captures/rss/quant-ph-2025-04-28.rss.xml")
    # The 28th is even: the fake's days of skipping come in the other order, as both do in life.
    replies_like("rss/quant-ph-2025-04-28.rss.xml", rss_records(quant, "2025-04-28", ["quant-ph"]), "2025-04-28T13:00:00Z", "/rss/quant-ph",
                 [r"<day>S[a-z]*day</day>"], stable_build=True)
    for name, now, path in (("id_0000.0000_s0_m100", "22:09:26", "id_list=0000.0000&max_results=100"), ("id_abc_s0_m100", "22:59:06", "id_list=abc")):
        replies_like(f"api/apy2026-{name}.xml", NOBODY, f"2026-04-12T{now}Z", f"/api/query?{path}", [FEED_ID])
    for name, now, ids in (("id_1707.08567_s0_m100", "2026-04-12T22:10:26Z", "1707.08567"), ("id_astro-ph_0601001_s0_m100", "2026-05-11T23:51:23Z", "astro-ph/0601001"),
                           ("id_quant-ph_0201082v1_s0_m100", "2026-04-12T22:10:29Z", "quant-ph/0201082v1"),
                           ("id_0808.05394_1707.08567_s0_m100", "2026-04-12T22:09:36Z", "0808.05394,1707.08567")):
        root = etree.parse(shared(f"captures/api/apy2026-{name}.xml"))
        replies_like(f"api/apy2026-{name}.xml", api_records(root.iterfind("a:entry", NS)), now, f"/api/query?id_list={ids}&max_results=100", [FEED_ID])
    api_entries()
    now = "2026-11-21T20:39:08Z"
    for name, args in (("badArgument-early", "metadataPrefix=arXiv&from=2004-01-01"), ("badArgument-set", "metadataPrefix=arXiv&set=cs:CL"),
                       ("badResumptionToken", "resumptionToken=x"), ("noRecordsMatch", "metadataPrefix=arXiv&from=2026-01-03&until=2026-01-03")):
        replies_like(f"oai/rendered2025-err-{name}.xml", NOBODY, now, "/oai?verb=ListRecords&" + args)
    replies_like("oai/rendered2025-err-idDoesNotExist.xml", NOBODY, now, "/oai?verb=GetRecord&identifier=oai:arXiv.org:2401.99999&metadataPrefix=arXiv")
    replies_like("oai/rendered2025-listmetadataformats.xml", NOBODY, now, "/oai?verb=ListMetadataFormats")
    replies_like("oai/rendered2025-listsets.xml", NOBODY, now, "/oai?verb=ListSets", [r" *<request"])
    replies_like("oai/rendered2025-identify.xml", NOBODY, "2026-11-21T20:39:07Z", "/oai?verb=Identify", [r"(?s)\s*(<description>.*</description>\s*)?</Identify>"])
    for name, kind in [(f"listrecords-arXiv-p{i}", "arXiv") for i in (1, 2, 3)] + [("listrecords-arXivRaw-cs-p1", "arXivRaw"),
                                                                                   ("getrecord-arXiv-cs0001024", "arXiv")]:
        oai_record_bytes(name, kind)


def api_entries():
    """Every entry of the captured search pages, each asked for by its id."""
    entries, bytes_of = {}, {}
    for name in ("s0_m10", "s0_m15", "s10_m10", "s20_m10", "s30_m10", "s40_m10", "s5_m10"):
        path = shared(f"captures/api/apy2026-q_testing_{name}.xml")
        for e, piece in zip(etree.parse(path).iterfind("a:entry", NS), re.findall(r"  <entry>\n.*?  </entry>\n", open(path, encoding="utf-8").read(), re.S)):
            entries[e.findtext("a:id", namespaces=NS)], bytes_of[e.findtext("a:id", namespaces=NS)] = e, piece
    with FakeArxiv(papers=api_records(entries.values()), now="2026-04-12T22:09:27Z") as a:
        got = a.request(f"/api/query?max_results=200&id_list={','.join(i.partition('abs/')[2] for i in entries)}")[2].decode()
    got = {re.search("<id>(.*?)</id>", p).group(1): p for p in re.findall(r"  <entry>\n.*?  </entry>\n", got, re.S)}
    wrong = [(got.get(i, "")[:3000], bytes_of[i][:3000]) for i in bytes_of if got.get(i) != bytes_of[i]]
    equal(f"byte for byte the {len(bytes_of)} entries of the captured searches", *(wrong[0] if wrong else ("", "")))


def oai_record_bytes(name, kind):
    path = shared(f"captures/oai/rendered2025-{name}.xml")
    text = open(path, encoding="utf-8").read()
    records = oai_records(etree.parse(path), kind)
    piece = re.compile(r"                <header>\n.*?        </record>\n", re.S)
    with FakeArxiv(papers=records, now="2026-11-21T20:39:08Z") as a:
        got = a.request(f"/oai?verb=ListRecords&metadataPrefix={kind}")[2].decode()
    sort = [re.compile(r"(?m)^.*<(?:acm-class|updated)>.*\n")]     # a mistake of the template, and a date that the tables seldom have right
    parts = [{re.search("<identifier>(.*?)<", p).group(1): sort[0].sub("", p) for p in piece.findall(t)} for t in (got, text)]
    wrong = [(parts[0].get(i, ""), parts[1][i]) for i in parts[1] if parts[0].get(i) != parts[1][i]]
    equal(f"byte for byte the {len(records)} records of {name}, {len(wrong)} not", *(wrong[0] if wrong else ("", "")))


# ---- Failures on demand ----

def raw(arxiv, path, headers=""):
    """All bytes until the server closes."""
    with socket.create_connection(("127.0.0.1", arxiv.port), 10) as s:
        s.sendall(f"GET {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n{headers}\r\n".encode())
        data = b""
        try:
            while piece := s.recv(65536):
                data += piece
        except ConnectionResetError:
            data += b"RESET"
    head, _, body = data.partition(b"\r\n\r\n")
    return head.decode(), body


def quirks():
    with FakeArxiv(now="2026-03-18T13:00:00Z", page=40, stable_build=True, **WORLD) as a:
        feed, query, records = "/rss/cs.CL", "/api/query?search_query=cat:cs.CL&max_results=20&start=20", "/oai?verb=ListRecords&metadataPrefix=arXiv"
        whole = a.request(feed)[2]

        def with_quirk(do, path, **more):
            a.control(quirks=[{"match": re.escape(path.partition("?")[0]), "do": do, **more}])
            return a.request(path, headers=more.get("headers"))
        plain = {query: a.request(query)[2]}
        stale = with_quirk("stale", feed)[2]
        equal("stale: the batch before, dated today", (as_truth(feed_items(stale))[0], b"<pubDate>Wed, 18 Mar 2026" in stale),
              ({t: a.truth("2026-03-17", "cs.CL")[t] for t in TYPES}, True))
        case("… which is another than today's", as_truth(feed_items(stale)) != as_truth(feed_items(whole)))
        equal("… and once is once", a.request(feed)[2], whole)
        equal("stale twice over", as_truth(feed_items(with_quirk("stale", feed, stale=2)[2]))[0], {t: a.truth("2026-03-16", "cs.CL")[t] for t in TYPES})
        equal("empty: a feed without items", feed_items(with_quirk("empty", feed)[2]), [])
        for do, status, header, body in (("429", 429, None, b"Rate exceeded."), ("plain-429", 429, None, b""), ("429-retry-after", 429, "5", b"Rate exceeded."),
                                         ("503-retry-after", 503, "5", None), ("503", 503, None, None), ("403", 403, None, None), ("406", 406, None, None),
                                         ("500", 500, None, None), ("502", 502, None, None)):
            got = with_quirk(do, feed)
            case(f"{do}", got[0] == status and got[1].get("retry-after") == header and (body is None or got[2] == body), got)
        equal("Retry-After as a date", with_quirk("429-retry-after", feed, form="date", seconds=90)[1]["retry-after"], "Wed, 18 Mar 2026 13:01:30 GMT")
        equal("406 without Accept, and with it", [with_quirk("406-without-accept", feed, headers=h)[0] for h in ({}, {"Accept": "*/*"}, {"Accept": "application/rss+xml"})],
              [406, 406, 200])
        case("html-200", with_quirk("html-200", feed)[1]["content-type"].startswith("text/html"))
        got = with_quirk("redirect", query, times=1)
        equal("redirect: to an address that has the reply", (got[0], got[1]["location"], a.request(got[1]["location"])[2]), (301, "/moved" + query, plain[query]))
        equal("redirect in a circle", with_quirk("redirect", query, loop=True, code=302)[1]["location"], query)
        equal("empty-body", with_quirk("empty-body", query)[::2], (200, b""))
        root = etree.fromstring(with_quirk("empty-page", query)[2])
        case("empty-page: results are promised and not there", int(root.findtext("s:totalResults", namespaces=NS)) > 20 and root.find("a:entry", NS) is None)
        ids = [[e.text for e in etree.fromstring(x).iterfind("a:entry/a:id", NS)] for x in
               (plain[query], with_quirk("repeat-page", query)[2], a.request(query.replace("start=20", "start=0"))[2], with_quirk("duplicate-ids", query)[2])]
        case("repeat-page: the page before", ids[1] == ids[2] != ids[0])
        equal("duplicate-ids: half of them twice", ids[3], ids[0] + ids[0][:10])
        a.control(quirks=[{"match": "resumptionToken=", "do": "expired-token", "after": 2}])
        rows, pages, error = harvest(a, "metadataPrefix=arXiv")
        equal("expired-token, after two that were not", (len(rows), pages, error), (120, 3, "badResumptionToken"))
        for do, change in (("repeat-page", 0), ("duplicate-ids", 20), ("short-page", 0)):
            clean = harvest(a, "metadataPrefix=arXiv")[0]
            a.control(quirks=[{"match": "resumptionToken=", "do": do, "after": 1}])
            rows = harvest(a, "metadataPrefix=arXiv")[0]
            case(f"OAI: {do} leads on to the end", len(rows) == len(clean) + change and (set(r[0] for r in rows) == set(r[0] for r in clean)) ==
                 (do != "repeat-page"), (len(rows), len(clean)))
        got = etree.fromstring(with_quirk("empty-page", records)[2])
        case("OAI: an empty page with a token", got.find(".//o:record", NS) is None and got.findtext(".//o:resumptionToken", namespaces=NS))
        transfers(a, feed, whole)
        equal("what is no quirk is refused", [_refused(a, q) for q in ({"do": "nonsense"}, {"do": "429", "match": "("})], [True, True])
        a.control(quirks=[{"match": "^/rss/cs\\.CL$", "do": "500", "times": -1}])
        equal("for good, and only where it fits", [a.request(p)[0] for p in (feed, feed, feed, "/rss/cs.LG")], [500, 500, 500, 200])


def _refused(a, q):
    try:
        a.control(quirks=[q])
    except ValueError:
        return True
    return False


def transfers(a, feed, whole):
    """What goes wrong on the way."""
    def spoiled(**q):
        a.control(quirks=[{"match": feed, **q}])
        t = time.monotonic()
        head, body = raw(a, feed)
        length = re.search(r"(?i)content-length: (\d+)", head)
        return head, body, int(length.group(1)) if length else None, time.monotonic() - t
    head, body, length, _ = spoiled(do="cut")
    case("cut: half of what was promised", length == len(whole) and body == whole[:len(whole) // 2], (length, len(body)))
    head, body, length, _ = spoiled(do="cut", chunked=True)
    case("cut, in chunks: the last one is missing", length is None and "chunked" in head and not body.endswith(b"0\r\n\r\n"), head)
    head, body, length, _ = spoiled(do="wrong-length")
    equal("wrong-length: 100 more are promised", (body, length), (whole, len(whole) + 100))
    head, body, length, _ = spoiled(do="wrong-length", by=-50)
    equal("wrong-length: 50 less are promised", (body, length), (whole, len(whole) - 50))
    head, body, length, seconds = spoiled(do="drip", bytes=len(whole) // 5 + 1, every=0.1)
    case("drip: whole, but slow", body == whole and seconds > 0.45, seconds)
    head, body, length, seconds = spoiled(do="stall", seconds=0.5)
    case("stall: half, and then nothing for a time", body == whole[:len(whole) // 2] and seconds > 0.45, seconds)
    head, body, length, _ = spoiled(do="reset")
    case("reset", body.endswith(b"RESET"), body[-20:])
    head, body, length, seconds = spoiled(do="slow", delay=0.4)
    case("slow: late, and whole", body == whole and seconds > 0.38, seconds)


# ---- The log, the life, the worlds ----

def log():
    with FakeArxiv(now="2026-03-18T13:00:00Z", **WORLD) as a:
        a.request("/rss/cs.CL", headers={"User-Agent": "t/1 (a@example.org)"})
        for _ in range(30):
            a.request("/rss/cs.LG")
        equal("one after the other: never two at once", a.most_open(), 1)
        row = a.log()[0]
        case("a row says what was asked", (row["n"], row["method"], row["path"], row["headers"]["user-agent"], row["status"]) ==
             (1, "GET", "/rss/cs.CL", "t/1 (a@example.org)", 200) and row["bytes"] > 500 and row["end"] >= row["time"] and abs(row["wall"] - time.time()) < 3600, row)
        a.control(quirks=[{"match": "slow", "do": "slow", "hold": True}])
        t = threading.Thread(target=a.request, args=("/rss/cs?slow",))
        t.start()
        while len(a.log()) < 32:
            time.sleep(0.01)
        time.sleep(0.2)
        a.request("/rss/cs.CL")
        a.control(quirks=[])
        t.join()
        equal("two at once are seen", [r["open"] for r in a.log(since=31)], [1, 2])
        case("the gap between two is measured", 0.15 < a.gaps()[-1], a.gaps()[-1])
        a.control(forget_log=True)
        equal("the log can be forgotten", a.log(), [])
    t = time.monotonic()
    with FakeArxiv(papers=NOBODY, life=0.7) as a:
        a._process.wait(300)
        case("it ends by itself", 0.5 < time.monotonic() - t and a._process.returncode == 0, time.monotonic() - t)


def worlds():
    here = os.environ.get("TMPDIR", "/tmp")
    files = []
    for i, more in enumerate(({}, {}, {"seed": 8}, {"held": 0.3})):
        files.append(os.path.join(here, f"world{i}.jsonl"))
        with FakeArxiv(dump=files[-1], **{**WORLD, **more}) as a:
            truth = a.truth()["papers"]
            if more.get("held"):
                late = [p for p in truth.values() if p["versions"][0]["announced"] > str(eastern.announced(eastern.parse(p["versions"][0]["submitted"])))]
                case("held papers are announced later than their submission says", 50 < len(late) < 250, len(late))
                continue
            case(f"world {i}: papers announced when the schedule says", all(
                v["announced"] == str(eastern.announced(eastern.parse(v["submitted"]))) for p in truth.values() for v in p["versions"]))
    same = [open(f, "rb").read() for f in files]
    case("the same arguments give the same papers, others do not", same[0] == same[1] != same[2])
    records = [json.loads(line) for line in same[0].splitlines()]
    equal("no two papers have one identifier", len({r["id"] for r in records}), len(records))
    case("there are versions, cross-lists, touches, withdrawals, old identifiers", all(
        sum(1 for r in records if test(r)) >= n for n, test in (
            (50, lambda r: len(r["versions"]) > 1), (5, lambda r: len(r["versions"]) > 5), (3, lambda r: r.get("crosses")), (3, lambda r: r.get("touched")),
            (1, lambda r: r["versions"][-1].get("withdrawn")), (4, lambda r: "/" in r["id"]))))


# ---- The program reads each road ----

def program():
    with FakeArxiv(now="2026-03-17T13:00:00Z", page=2500, **WORLD) as a:
        truth = a.truth("2026-03-17", "cs")
        left = {i for names in truth["left_out"].values() for i in names}
        papers = {k: p for k, p in a.truth()["papers"].items() if p["oai"] and p["oai"]["datestamp"] == "2026-03-17"}
        want_feed = {(i, n, t) for i, n in truth["versions"].items() if i not in left for t in TYPES if i in truth[t]}
        want_oai = {(i, p["oai"]["version"], None) for i, p in papers.items()}
        found = search(a, "cat:cs.*", max_results=50, sortBy="submittedDate")[0]
        want_api = {(i.rpartition("v")[0], int(i.rpartition("v")[2]), None) for i in found}
        for road, path, want in (
                ("rss", "/rss/cs", want_feed), ("atom", "/atom/cs", want_feed), ("api", "/api/query?search_query=cat:cs.*&max_results=50&sortBy=submittedDate", want_api),
                ("arXivRaw", "/oai?verb=ListRecords&metadataPrefix=arXivRaw&from=2026-03-17", want_oai),
                ("arXiv", "/oai?verb=ListRecords&metadataPrefix=arXiv&from=2026-03-17", want_oai),
                ("oai_dc", "/oai?verb=ListRecords&metadataPrefix=oai_dc&from=2026-03-17", want_oai)):
            r = run("fetch", "--store", "none", "--json", "--input", a.url + path)
            got = [json.loads(line) for line in r.out.splitlines()]
            seen = {(p["id"], p.get("version"), p.get("announce_type")) for p in got}
            if road in ("arXiv", "oai_dc"):       # they have no versions
                want = {(i, None, None) for i, _, _ in want}
                seen = {(i, None, t) for i, _, t in seen}
            equal(f"digest fetch reads {road}: {len(want)} papers, as the truth has them", (r.status, seen, len(got), r.msg[:300]), (0, want, len(want), ""))
            case(f"… with title, abstract and all authors ({road})", got and all(p["title"] and p.get("abstract") and p.get("authors") for p in got))


for part in (feeds, conditional, oai, api, captures, quirks, log, worlds, program):
    part()
done()
