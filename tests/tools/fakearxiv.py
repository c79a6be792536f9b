#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""A fake arXiv on 127.0.0.1: RSS, Atom feed, API and OAI-PMH from records, its clock and its failures at your command.

    fakearxiv.py --papers FILE.jsonl | --make N --from DAY --to DAY [--seed S] [--categories cs.CL,…] [--old M] [--held SHARE]
                 [--now TIME [--run]] [--port 0] [--life 300] [--page 1000] [--page-ids 20000] [--slice 0] [--created current|v1]
                 [--strict-token] [--stable-build] [--gzip] [--quirks JSON] [--dump FILE] [--holidays DAY,…]

The first line of output is its address. It ends by itself after --life seconds, or on SIGTERM.

Roads       /rss/SPEC /atom/SPEC   feeds: the batch dated today (Eastern), turning over at 0:00 Eastern; no items where none is due
            /api/query             search (fields, AND OR ANDNOT, ranges of submittedDate) and id_list; public at 20:00 Eastern
            /html/ID /pdf/ID       whole texts made from the records, and what comes where there is none (fakearxiv/texts.py)
            /oai                   OAI-PMH 2.0: arXiv, arXivRaw, arXivOld, oai_dc; sets; tokens; knows a batch at 22:30 Eastern
Papers      fakearxiv/world.py says what a record holds; fakearxiv/making.py how --make makes papers (N with a first version in
            those days, --old M more from before, --held: share of versions that moderation holds, so that the announcement day
            does not follow from the submission)
Clock       --now TIME (RFC 3339): it stands there, unless --run; without --now it is the real one. Feeds say they were built a
            second later each time, so that their ETags differ as the real ones do; --stable-build: built at midnight, so 304 happens
--created   what OAI's <created> is: the latest version's date, as the server of 2025 has it, or the first's, as before
--holidays  days without mailing beside those that arXiv listed
--slice     the most results a request to the API may ask for (0: no limit but 10,000)

POST /__control, a JSON object; what it has is done; the reply says how things stand:
    {"now": TIME, "run": false}                    move the clock
    {"quirks": [Q, …]}  {"add_quirks": [Q, …]}     failures from now on (instead of those before; beside them)
    {"touch": {"ids": […], "at"?: TIME}}           change records: their datestamps move, nothing is announced
    {"page": N, "page_ids": N, "slice": N, "stable_build": B, "gzip": B, "created": W, "strict_token": B}
    {"texts": {ID or "*": WORD}}                   how papers' texts are served from now on
    {"forget_log": true}
Q: {"match": REGEX on path and query (a form's body counts as query), "do": WHAT, "times": N (1; -1: always), "after": N matching
requests let through first, "delay": seconds before the answer, "hold": true: none before the quirks are set anew, "ahead": seconds that the host's Date is, …}. The first row that fits and is not used up is taken. WHAT:
    stale {stale: 1}         feeds: the batch of so many announcements before, with fresh dates
    behind {seconds: 86400}  a road that knows what was known so long ago; cached {seconds: 86400}  the reply of then, with its Date, and Age
    half                     feeds: well-formed, without the second half of their items (RSS)
    empty                    feed without items, API without results, OAI noRecordsMatch
    empty-page               API: totalResults as it is and no entries; OAI: no records, the token as it is
    expired-token            OAI: badResumptionToken for a request with a token
    repeat-page              API, OAI: the page before once more, with the right token or startIndex
    duplicate-ids            half of the page twice
    short-page {keep: 3}     only so many entries; OAI's next token continues after them, the API's caller has to notice
    429  429-retry-after {seconds: 5, form: "date", value: TEXT}  plain-429 (no body)  403  406  500  502 (nginx's page)  503
    503-retry-after {…}  406-without-accept (where Accept is missing or */*)  status {status: 504, body:, type:}
    html-200                 an HTML page of apology with status 200
    redirect {code: 301, to: URL, host: URL, loop: true}   without `to`: to /moved/… (of another host), which is answered as the address itself
    drip {bytes: 64, every: 0.05}   stall {at: 0.5, seconds: 60}   cut {at: 0.5, chunked: true}   reset {at: 0.5}
    wrong-length {by: 100}   more promised than sent (negative: less)      empty-body      slow {delay: S}

GET /__log[?since=N]    JSON lines, one a request to a road: n, time and end (monotonic), wall, method, path, headers, peer (client's
                        port), open (requests in progress at its arrival, itself included), connections, status, bytes, quirk, gone
GET /__truth?day=DAY&category=SPEC   what was announced that day for these categories: {"announces", "new": [ids], "cross", "replace",
                        "replace-cross", "left_out" (versions from 6 on, which feeds leave out; by type), "versions": {id: n}}
GET /__truth?all=1[&category=SPEC]   the same for every day; without category: every paper with versions, announcement days,
                        and what API ("public") and OAI ("oai": version, sets, datestamp) know now
GET /__calendar?from=DAY&to=DAY      each day: announces, submitted_from and _before, mailing, oai, turnover
"""
import argparse
import json
import sys
from datetime import date

from fakearxiv import eastern, making, server, world


def main():
    a = argparse.ArgumentParser(description=__doc__.split("\n")[0], add_help=True)
    a.add_argument("--papers")
    a.add_argument("--make", type=int)
    a.add_argument("--from", dest="first", type=date.fromisoformat)
    a.add_argument("--to", dest="last", type=date.fromisoformat)
    a.add_argument("--seed", default="1")
    a.add_argument("--categories", type=lambda s: s.split(","))
    a.add_argument("--old", type=int)
    a.add_argument("--held", type=float, default=0.0)
    a.add_argument("--now", type=eastern.parse)
    a.add_argument("--run", action="store_true")
    a.add_argument("--port", type=int, default=0)
    a.add_argument("--life", type=float, default=300)
    a.add_argument("--page", type=int, default=1000)
    a.add_argument("--page-ids", type=int, default=20000)
    a.add_argument("--slice", type=int, default=0)
    a.add_argument("--created", choices=("current", "v1"), default="current")
    a.add_argument("--strict-token", action="store_true")
    a.add_argument("--stable-build", action="store_true")
    a.add_argument("--gzip", action="store_true")
    a.add_argument("--quirks", type=json.loads, default=[])
    a.add_argument("--dump")
    a.add_argument("--holidays", type=lambda s: [date.fromisoformat(d) for d in s.split(",")], default=[])
    o = a.parse_args()
    eastern.HOLIDAYS.update(o.holidays)
    if bool(o.papers) == bool(o.make) or (o.make and not (o.first and o.last)):
        a.error("either --papers FILE, or --make N --from DAY --to DAY")
    records = world.read(o.papers) if o.papers else list(making.make(o.make, o.first, o.last, o.seed, o.categories, o.old, o.held))
    if o.dump:
        with open(o.dump, "w", encoding="utf-8") as f:
            f.writelines(json.dumps(r, ensure_ascii=False) + "\n" for r in records)
    names = ("now", "run", "page", "page_ids", "slice", "created", "strict_token", "stable_build", "gzip", "quirks")
    server.serve(records, {n: getattr(o, n) for n in names}, o.port, o.life)


if __name__ == "__main__":
    sys.exit(main())
