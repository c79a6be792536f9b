# SPDX-License-Identifier: MIT
"""Papers for years of nights, batch by batch, as records of ../fakearxiv/world.py.

A batch of a category has few papers, often none to three. Some papers were held (submitted days before their batch), some
are cross-listed at once or later, get second versions (some withdrawn, some held), or are touched without an announcement; older papers come
back with new versions. Identifiers are given in the order of announcement, as arXiv gives them. The holidays are those of
data/holidays.tsv; in years that it does not list, the federal ones that the program guesses, and one or two that it cannot know."""
import os
import random
from datetime import date, timedelta

from fakearxiv import eastern
from tap import ROOT

PRIMARIES = ("cs.CL", "cs.LG", "cs.CV", "stat.ML")
_SIZES = (0, 0, 1, 1, 1, 2, 2, 3, 3, 4, 5, 6, 8)
_WORDS = """sparse robust causal latent convex noisy deep shallow smooth discrete local global compact bilingual weak tight exact coarse
parser kernel lattice sampler corpus tensor manifold operator bound spectrum agent policy graph grammar embedding prior token flow""".split()
_OLD = ("cs/0309136", "cmp-lg/9604008", "cs/0601044", "math/0309137")


def listed_holidays():
    with open(os.path.join(ROOT, "data", "holidays.tsv"), encoding="utf-8") as f:
        return {date.fromisoformat(line.split("\t")[0]) for line in f if line[:1].isdigit()}


def _nth(year, month, weekday, n):
    d = date(year, month, 1)
    return d + timedelta(days=(weekday - d.weekday()) % 7 + 7 * (n - 1))


def _kept(day):
    """As 5 U.S.C. 6103 has it, and arXiv's list had 2026-07-03: a Saturday's holiday is Friday's, a Sunday's Monday's."""
    return day + timedelta(days={5: -1, 6: 1}.get(day.weekday(), 0))


def _of_year(year, r):
    """Holidays of a year without a list: federal ones that arXiv keeps, and one or two days at will."""
    days = {d for d in (date(year, 1, 1),) if d.weekday() < 5} | {_nth(year, 1, 0, 3), _kept(date(year, 7, 4)), _nth(year, 9, 0, 1), _nth(year, 11, 3, 4), _kept(date(year, 12, 25))}
    if year >= 2022:
        days.add(_kept(date(year, 6, 19)))
    days.add(date(year, 12, r.choice((26, 27, 29, 30, 31))))
    if r.random() < 0.5:
        days.add(date(year, r.randint(2, 10), r.randint(1, 28)))
    return days


def set_holidays(first, last, seed):
    """Of the whole process: eastern.py is the one calendar that the fake arXiv has."""
    listed = listed_holidays()
    years, r = {d.year for d in listed}, random.Random(f"holidays {seed}")
    days = set(listed)
    for year in range(first.year - 1, last.year + 2):
        if year not in years:
            days |= _of_year(year, r)
    eastern.HOLIDAYS.clear()
    eastern.HOLIDAYS.update(days)
    eastern.mails.cache_clear()
    eastern._batch.cache_clear()


def _moment(r, window):
    """Mostly anywhere between the two freezes, now and then a breath from one."""
    first, last = window
    if r.random() < 0.03:
        return r.choice((first, first + 1, last - 1))
    return r.randrange(first, last)


def _text(r, n):
    return " ".join(r.choice(_WORDS) for _ in range(n))


def _after(day, n):
    """The Nth announcement day after DAY."""
    while n:
        day += eastern.ONE
        n -= eastern.announces(day)
    return day


class _Maker:
    def __init__(self, seed, last, held):
        self.r, self.last, self.held, self.used, self.papers = random.Random(f"papers {seed}"), last, held, {}, []

    def version(self, day, hold, after=None):
        """A version of DAY's batch; HOLD: submitted for an earlier one, and held. AFTER: the day on which the one before was announced, for what is
        not announced cannot be replaced."""
        v = {"submitted": None}
        source = day
        if hold:
            for _ in range(self.r.randint(1, 5)):
                before = source - eastern.ONE
                while not eastern.announces(before):
                    before -= eastern.ONE
                source = before if after is None or before > after else source
            v["announced"] = day.isoformat()
        v["submitted"] = eastern.rfc3339(_moment(self.r, eastern.window(source)))
        return v

    def later(self, p, day):
        """More versions, each some batches after the one before; now and then the next day."""
        r = self.r
        for _ in range(r.choice((1, 1, 1, 2, 5))):
            day = _after(day, r.choice((1, 2, 3, 5, 8, 13)))
            if day > self.last:
                return
            last = p["versions"][-1]
            v = self.version(day, r.random() < self.held / 2 and eastern.parse(last["submitted"]) < eastern.window(day)[0] - 9 * eastern.DAY,
                             date.fromisoformat(last["announced"]) if "announced" in last else eastern.announced(eastern.parse(last["submitted"])))
            if r.random() < 0.1:
                v.update(withdrawn=True, size=0, comment="This paper has been withdrawn by the authors")
            elif r.random() < 0.3:
                v["title"] = p["title"] + " (revised)"
            p["versions"].append(v)
            if v.get("withdrawn"):
                return

    def paper(self, day, primary):
        r = self.r
        others = [c for c in PRIMARIES if c != primary]
        p = {"id": None, "title": _text(r, 5).capitalize(), "abstract": _text(r, 12).capitalize() + ".", "authors": [f"Ann {r.choice(_WORDS).capitalize()}"],
             "categories": [primary] + (r.sample(others, r.choice((1, 1, 2))) if r.random() < 0.3 else []),
             "versions": [self.version(day, r.random() < self.held)]}
        if r.random() < 0.2:
            self.later(p, day)
        free = [c for c in PRIMARIES if c not in p["categories"]]
        if free and r.random() < 0.05:
            p["categories"].append(c := r.choice(free))
            on = _after(day, r.choice((1, 2, 4, 9)))
            p["crosses"] = [{"category": c, "submitted": eastern.rfc3339(_moment(r, eastern.window(on))), "announced": on.isoformat()}]
        if r.random() < 0.05:
            p["touched"] = [eastern.rfc3339(eastern.mailing(day) + r.randrange(1, 20) * eastern.DAY + r.randrange(eastern.DAY))]
        return p

    def batch(self, day):
        """New papers of a day, named in the order of submission."""
        papers = [self.paper(day, c) for c in PRIMARIES for _ in range(self.r.choice(_SIZES))]
        papers.sort(key=lambda p: p["versions"][0]["submitted"])
        month = (day - eastern.ONE).strftime("%y%m")
        for p in papers:
            self.used[month] = self.used.get(month, 0) + self.r.choice((1, 1, 2, 3, 40))
            p["id"] = f"{month}.{self.used[month]:05d}"
        self.papers += papers

    def older(self, first, n):
        """Papers from before, that come back with a new version."""
        r = self.r
        for i in range(n):
            day = _after(first - timedelta(days=r.randint(100, 2500)), 1)
            p = self.paper(day, r.choice(PRIMARIES))
            p.pop("crosses", None), p.pop("touched", None)
            p["versions"] = p["versions"][:1] * r.choice((1, 1, 2, 6))
            for k, v in enumerate(p["versions"]):
                on = _after(day, 2 * k)
                p["versions"][k] = {"submitted": eastern.rfc3339(_moment(r, eastern.window(on)))}
            again = _after(first + timedelta(days=r.randrange(max(1, (self.last - first).days))), 1)
            p["versions"].append({"submitted": eastern.rfc3339(_moment(r, eastern.window(again)))})
            p["id"] = _OLD[i] if i < len(_OLD) else f"{day.strftime('%y%m')}.{70000 + i % 20000:05d}"
            self.papers.append(p)


def make(seed, first, last, held=0.04):
    """Records of all batches of FIRST … LAST, and of the fortnight before."""
    m = _Maker(seed, last, held)
    day = first - timedelta(days=15)
    while day <= last:
        if eastern.announces(day):
            m.batch(day)
        day += eastern.ONE
    m.older(first, (last - first).days // 8 + 4)
    return m.papers
