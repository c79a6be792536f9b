# SPDX-License-Identifier: MIT
"""Papers, and what each road knows of them at a moment.

A paper's life is a list of steps: its versions, later cross-lists, and touches (changes that nobody announces). Each
step becomes public at a moment of its own on each road, and moves the OAI datestamp; everything else follows.

A record, one JSON object a line; times are RFC 3339, days YYYY-MM-DD:
  id, title, abstract, categories (the first is the primary one)
  authors    ["Forenames Keyname" or {"name":, "affiliations"?: [], "keyname"?:, "forenames"?:, "suffix"?:}]
  versions   [{"submitted": time, "announced"?: day, "title"?, "abstract"?, "comment"?, "withdrawn"?: true,
              "size"?: kB, "source_type"?: flags}]
             announced: where moderation held it; else it follows from `submitted`
  crosses?   [{"category":, "submitted": time, "announced"?: day}]      cross-lists added later
  touched?   [time or day, …]                                           bulk edits: the datestamp moves, nothing is announced
  comment?, license?, doi?, journal_ref?, msc_class?, acm_class?, report_no?, submitter?, proxy?
"""
import bisect
import json
import zlib
from datetime import date

from . import eastern
from .taxonomy import both_sides

TYPES = ("new", "cross", "replace", "replace-cross")
FEED_VERSION_LIMIT = 6       # replacements from this version on are left out of the feeds
_OAI_BEGINS = eastern.parse("2005-09-17T03:00:00Z")     # what is older was stamped when OAI's tables were made


class Version:
    __slots__ = ("number", "submitted", "day", "title", "abstract", "comment", "withdrawn", "size", "source_type")


class Paper:
    """One paper. `steps` are (public moment, OAI moment, datestamp moment, versions, categories so far), in order."""
    __slots__ = ("id", "authors", "categories", "versions", "crosses", "touched", "steps", "more", "hash", "cache")

    def __init__(self, record):
        self.id = record["id"]
        self.hash = zlib.crc32(self.id.encode())
        self.authors = [a if isinstance(a, dict) else {"name": a} for a in record.get("authors", [])]
        self.more = {k: record[k] for k in ("license", "doi", "journal_ref", "msc_class", "acm_class", "report_no", "submitter",
                                            "proxy") if record.get(k)}
        self.cache = {}
        self.versions = []
        text = {"title": record["title"], "abstract": record.get("abstract", ""), "comment": record.get("comment")}
        for n, v in enumerate(record["versions"], 1):
            text.update({k: v[k] for k in text if k in v})
            w = Version()
            w.number, w.submitted = n, eastern.parse(v["submitted"])
            w.day = date.fromisoformat(v["announced"]) if v.get("announced") else eastern.announced(w.submitted)
            w.title, w.abstract, w.comment = text["title"], text["abstract"], text["comment"]
            w.withdrawn, w.size = bool(v.get("withdrawn")), v.get("size", 0 if v.get("withdrawn") else 10 + self.hash % 3000)
            w.source_type = v.get("source_type", "I" if w.withdrawn else "D" if self.hash % 3 == 0 else "")
            self.versions.append(w)
        self.crosses = sorted((date.fromisoformat(c["announced"]) if c.get("announced") else
                               eastern.announced(eastern.parse(c["submitted"])), c["category"]) for c in record.get("crosses", []))
        later = {c for _, c in self.crosses}
        self.categories = [c for c in record["categories"] if c not in later]
        self.touched = [eastern.parse(t) if "T" in t else eastern.parse(t + "T12:00:00Z") for t in record.get("touched", [])]
        self.build()

    def build(self):
        moments = [(eastern.mailing(v.day), v.day, None, 1) for v in self.versions]
        moments += [(eastern.mailing(day), day, category, 0) for day, category in self.crosses]
        moments += [(t, None, None, 0) for t in self.touched]
        moments.sort(key=lambda m: m[0])
        self.steps, n, categories = [], 0, list(self.categories)
        for t, day, category, version in moments:
            n += version
            if category and category not in categories:
                categories = categories + [category]
            if not n:
                continue                 # touched before it was announced
            # The database is written in the quarter of an hour after 20:00; by UTC, OAI's clock, it is the next day.
            stamp = max(t + (60 + self.hash % 840 if day else 0), _OAI_BEGINS + self.hash % 3600)
            self.steps.append((t, eastern.in_oai(day) if day else t, stamp, n, categories))

    def at(self, moment, road):
        """(versions, categories, datestamp moment) that a road knows at MOMENT (0: public, 1: OAI); None."""
        found = None
        for s in self.steps:
            if s[road] <= moment:
                found = s
        return found and (found[3], found[4], found[2])

    def categories_on(self, day):
        return self.categories + [c for d, c in self.crosses if d <= day and c not in self.categories]


class Snapshot:
    """What one road knows: rows (datestamp moment, id, paper, number of versions, categories), by datestamp moment and id."""

    def __init__(self, papers, moment, road):
        self.rows = []
        for p in papers:
            s = p.at(moment, road)
            if s:
                self.rows.append((s[2], p.id, p, s[0], s[1]))
        self.rows.sort(key=lambda r: r[:2])
        self.stamps = [r[0] for r in self.rows]
        self.by_id = {r[1]: r for r in self.rows}
        self.searches = {}

    def between(self, first, last):
        return self.rows[bisect.bisect_left(self.stamps, first):bisect.bisect_right(self.stamps, last)]


class World:
    def __init__(self, records):
        self.page_before = None      # the rows that OAI listed last, for the quirk that lists them again
        self.papers = {}
        for r in records:
            self.papers[r["id"]] = Paper(r)
        self.index()

    def index(self):
        """After a change: when something happens, and what each announcement day carries."""
        self._snapshots = {}
        self._moments = [sorted({s[road] for p in self.papers.values() for s in p.steps}) for road in (0, 1)]
        self.days = {}
        for p in self.papers.values():
            for v in p.versions:
                self.days.setdefault(v.day, {})[p.id] = p
            for day, _ in p.crosses:
                self.days.setdefault(day, {})[p.id] = p

    def snapshot(self, moment, road):
        # Between two moments at which something happens nothing changes, however the clock runs on.
        key = (bisect.bisect_right(self._moments[road], moment), road)
        if key not in self._snapshots:
            if len(self._snapshots) > 6:
                self._snapshots.clear()
            self._snapshots[key] = Snapshot(self.papers.values(), moment, road)
        return self._snapshots[key]

    def touch(self, ids, moment):
        for i in ids:
            self.papers[i].touched.append(moment)
            self.papers[i].build()
        self.index()

    def announced(self, day, asked):
        """The batch of DAY for a set of categories: {type: [(paper, version)]}, and the same of what feeds leave out.

        As arXiv's feed program ranks: the strongest action that touches one of the categories asked; `new` and `replace`
        become `cross` and `replace-cross` where the primary category is none of them."""
        listed, left_out = {t: [] for t in TYPES}, {t: [] for t in TYPES}
        for p in sorted(self.days.get(day, {}).values(), key=lambda p: p.id):
            version = max((v.number for v in p.versions if v.day == day), default=0)
            now = p.categories_on(day)
            first = any(v.number == 1 and v.day == day for v in p.versions)
            primary = p.categories[0] in asked
            number = version or max((v.number for v in p.versions if v.day <= day), default=0)
            if first and not asked.isdisjoint(now):
                listed["new" if primary else "cross"].append((p, number))
            elif number and any(d == day and c in asked for d, c in p.crosses):
                listed["cross"].append((p, number))
            elif version and not asked.isdisjoint(now):
                where = listed if version < FEED_VERSION_LIMIT else left_out
                where["replace" if primary else "replace-cross"].append((p, number))
        return listed, left_out


def read(path):
    with open(path, encoding="utf-8") as f:
        return [json.loads(line) for line in f if line.strip()]


# ---- The oracle ----

def truth_of_day(world, day, asked, name):
    listed, left_out = world.announced(day, asked)
    result = {"day": day.isoformat(), "category": name, "announces": eastern.announces(day)}
    result.update({t: [p.id for p, _ in listed[t]] for t in TYPES})
    result["left_out"] = {t: [p.id for p, _ in left_out[t]] for t in TYPES if left_out[t]}
    result["versions"] = {p.id: n for table in (listed, left_out) for t in TYPES for p, n in table[t]}
    return result


def truth_of_papers(world, moment):
    papers = {}
    for p in world.papers.values():
        known, oai = p.at(moment, 0), p.at(moment, 1)
        papers[p.id] = {
            "categories": p.categories, "crosses": [{"category": c, "announced": d.isoformat()} for d, c in p.crosses],
            "versions": [{"version": v.number, "submitted": eastern.rfc3339(v.submitted), "announced": v.day.isoformat(),
                          "withdrawn": v.withdrawn} for v in p.versions],
            "public": {"version": known[0], "categories": known[1]} if known else None,
            "oai": {"version": oai[0], "categories": oai[1], "sets": both_sides(oai[1]),
                    "datestamp": eastern.utc_day(oai[2]).isoformat()} if oai else None,
        }
    return {"days": [d.isoformat() for d in sorted(world.days)], "papers": papers}
