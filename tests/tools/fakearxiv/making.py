# SPDX-License-Identifier: MIT
"""Worlds of made-up papers: the same arguments give the same papers, to the byte.

N papers whose first version falls between two (Eastern) days, fewer on weekends; a quarter is cross-listed, a fifth gets
later versions, a few get cross-lists later on; beside them older papers, one for eight unless told otherwise, with new versions in
those days, some beyond version 6. Some records are touched: their datestamps move although nobody announces anything.
Identifiers are given in the order of announcement, as arXiv gives them. All texts are put together here."""
import random
from datetime import date, timedelta

from . import eastern
from .taxonomy import ACTIVE, other_side

_NOUNS = """estimator kernel lattice parser gradient sampler corpus tensor manifold operator bound spectrum agent policy graph
grammar embedding noise prior posterior token flow orbit cluster kernel detector plasma query index schedule""".split()
_ADJECTIVES = """sparse robust causal latent convex noisy random deep shallow smooth discrete stochastic adaptive local global
compact bilingual multimodal quantum weak tight exact coarse distributed""".split()
_VERBS = """bounds explains improves replaces measures recovers approximates separates couples ranks predicts stabilises""".split()
_TAILS = ["under small shifts", "with few samples", "in low dimension", "for long inputs", "at finite temperature", "without labels",
          "over finite fields", "on noisy hardware", "in one pass", "for rare words", "with side information", "& its limits"]
_MATH = ["$O(n\\log n)$", "$x_t < y_t$", "$\\alpha \\ge 0.5$", "$L^2(\\mathbb{R})$", "$p>0.05$", "$\\|A\\|_F$", "$k$-means"]
_FORENAMES = ["Anna", "Björn", "Chen", "Dolores", "Émile", "Fatima", "Günther", "Hiroshi", "Ingrid", "José", "Kwame", "Lucía", "M.",
              "Nils H.", "Olena", "Priya", "Quỳnh", "Rosa", "Søren", "Wei"]
_KEYNAMES = ["Almquist", "Brandão", "Castellanos", "Duval", "Eriksson", "Fernández", "Grünwald", "Haddad", "Ito", "Jørgensen", "Kowalczyk",
             "Łukasik", "Müller", "Nguyen", "Okafor", "Peña", "Quispe", "Řezníček", "Schröder", "Şahin", "Tanaka", "Verma", "Wójcik", "Zhang"]
_LICENCES = ["http://creativecommons.org/licenses/by/4.0/", "http://arxiv.org/licenses/nonexclusive-distrib/1.0/",
             "http://creativecommons.org/licenses/by-nc-sa/4.0/", "http://creativecommons.org/publicdomain/zero/1.0/", None]
_OLD_STYLE = ["cs/0309136", "math/0309137", "hep-th/9901001", "cmp-lg/9604008"]


def _sentence(r):
    a, n, m = r.choice(_ADJECTIVES), r.choice(_NOUNS), r.choice(_NOUNS)
    return f"We show that a {a} {n} {r.choice(_VERBS)} the {r.choice(_ADJECTIVES)} {m} {r.choice(_TAILS)}."


def _texts(r):
    title = f"{r.choice(_ADJECTIVES).capitalize()} {r.choice(_NOUNS)} {r.choice(_NOUNS)}s {r.choice(_TAILS)}"
    if r.random() < 0.15:
        title = f"{r.choice(_MATH)}: {title.lower()}"
    parts = [_sentence(r) for _ in range(r.randint(3, 9))]
    if r.random() < 0.4:
        parts.insert(1, f"Here {r.choice(_MATH)} and {r.choice(_MATH)}; \"a<b\" is text.")
    if r.random() < 0.1:
        parts[-1] = "\n  " + parts[-1]
    return title, " ".join(parts)


def _authors(r):
    names = [f"{r.choice(_FORENAMES)} {r.choice(_KEYNAMES)}" for _ in range(r.choice([1, 1, 2, 2, 3, 4, 6]))]
    if r.random() < 0.04:
        names[0] += " Jr"
    authors = list(dict.fromkeys(names))
    if r.random() < 0.05:
        authors[0] = {"name": authors[0], "affiliations": ["Department of Tests, University of Examples"]}
    return authors


class _Maker:
    def __init__(self, seed, first, last, categories, held):
        self.r, self.first, self.last, self.held = random.Random(seed), first, last, held
        self.categories = categories
        self.end = eastern.instant(last, 23, 59)
        days = [first + timedelta(days=i) for i in range((last - first).days + 1)]
        self.days, self.weights = days, [0.3 if d.weekday() > 4 else 1 for d in days]

    def moment(self, day):
        """Any time of the day; now and then a breath before or after the freeze, where mistakes are made."""
        r = self.r
        if r.random() < 0.02:
            return eastern.instant(day, 14) + r.choice([-2, -1, 1, 3])
        return eastern.instant(day, 0) + r.randrange(1, eastern.DAY - 3601)

    def version(self, t, **more):
        v = {"submitted": eastern.rfc3339(t), **more}
        if self.held and self.r.random() < self.held:
            day = eastern.announced(t)
            for _ in range(self.r.randint(1, 4)):
                day += eastern.ONE
                while not eastern.announces(day):
                    day += eastern.ONE
            v["announced"] = day.isoformat()
        return v

    def paper(self, submitted):
        r = self.r
        title, abstract = _texts(r)
        primary = r.choice(self.categories)
        names = [primary] + ([other_side(primary)] if other_side(primary) and r.random() < 0.8 else [])
        if r.random() < 0.25:
            names += r.sample(self.categories, min(len(self.categories), r.choice([1, 1, 2, 3])))
        p = {"title": title, "abstract": abstract, "authors": _authors(r), "categories": list(dict.fromkeys(names)),
             "versions": [self.version(submitted)]}
        p["submitter"] = p["authors"][0] if isinstance(p["authors"][0], str) else p["authors"][0]["name"]
        licence = r.choice(_LICENCES)
        if licence:
            p["license"] = licence
        if r.random() < 0.4:
            p["comment"] = f"{r.randint(4, 60)} pages, {r.randint(1, 12)} figures"
        if r.random() < 0.08:
            p["doi"], p["journal_ref"] = f"10.5555/test.{r.randrange(10**6)}", f"J. Tests {r.randint(1, 90)} ({submitted % 40 + 1990})"
        return p

    def later(self, p, limit, start=None):
        """Later versions, a day to a fortnight apart, so that each is announced before the next comes."""
        r, t = self.r, start or eastern.parse(p["versions"][-1]["submitted"])
        for _ in range(limit):
            t += r.randrange(5 * eastern.DAY, 16 * eastern.DAY)
            if t > self.end:
                break
            more = {}
            if r.random() < 0.2:
                more["title"] = p["title"] + " (revised)"
            if r.random() < 0.03:
                more.update(withdrawn=True, size=0, comment="This paper has been withdrawn by the authors")
            p["versions"].append(self.version(t, **more))
            if more.get("withdrawn"):
                break

    def afterwards(self, p):
        """A cross-list that comes later; a touch."""
        r, begin = self.r, eastern.parse(p["versions"][0]["submitted"])
        room = self.end - begin - 3 * eastern.DAY
        free = [c for c in self.categories if c not in p["categories"]]
        if free and room > 0 and r.random() < 0.03:
            p["crosses"] = [{"category": r.choice(free), "submitted": eastern.rfc3339(begin + 3 * eastern.DAY + r.randrange(room))}]
        if room > 0 and r.random() < 0.03:
            p["touched"] = [eastern.rfc3339(begin + 5 * eastern.DAY + r.randrange(room))]


def _name(papers, r):
    """Give identifiers in the order of announcement: YYMM of the announcement and a number, with gaps for the others' papers."""
    used = {}
    papers.sort(key=lambda p: (_day(p), p["versions"][0]["submitted"]))
    for p in papers:
        day = _day(p)
        month = (day - eastern.ONE).strftime("%y%m")      # the mailing's month
        used[month] = used.get(month, 0) + r.randint(1, 3)
        p["id"] = f"{month}.{used[month]:05d}" if month >= "1501" else f"{month}.{used[month]:04d}"
        yield {"id": p.pop("id"), **p}


def _day(p):
    v = p["versions"][0]
    return date.fromisoformat(v["announced"]) if "announced" in v else eastern.announced(eastern.parse(v["submitted"]))


def make(n, first, last, seed=1, categories=None, old=None, held=0.0):
    """N papers of FIRST…LAST and OLD earlier ones, as records (world.py)."""
    m = _Maker(seed, first, last, categories or ["cs.CL", "cs.LG", "cs.AI", "cs.IT", "stat.ML", "math.ST", "quant-ph"], held)
    for c in m.categories:
        if c not in ACTIVE:
            raise SystemExit(f"{c} is no category of today")
    papers = []
    for day in m.r.choices(m.days, m.weights, k=n):
        p = m.paper(m.moment(day))
        if m.r.random() < 0.2:
            m.later(p, m.r.choice([1, 1, 1, 2, 3]))
        m.afterwards(p)
        papers.append(p)
    for i in range(n // 8 if old is None else old):
        p = m.paper(m.moment(first - timedelta(days=m.r.randint(60, 3000))))
        start = eastern.parse(p["versions"][0]["submitted"])
        for k in range(m.r.choice([0, 0, 1, 2, 4, 5, 6])):
            p["versions"].append({"submitted": eastern.rfc3339(start + (k + 1) * 8 * eastern.DAY)})
        if m.r.random() < 0.8:
            m.later(p, 1, start=m.moment(m.r.choice(m.days)) - 5 * eastern.DAY)
        m.afterwards(p)
        papers.append(p)
    yield from _name(papers, m.r)
    if old != 0 and n:
        for name, day in zip(_OLD_STYLE, (date(2003, 9, 8), date(2003, 9, 9), date(1999, 1, 4), date(1996, 4, 17))):
            p = m.paper(eastern.instant(day, 12))
            p["categories"] = ["cs.CL" if name.startswith("c") else name.partition("/")[0].replace("math", "math.GT")]
            m.later(p, 1, start=m.moment(m.r.choice(m.days)) - 5 * eastern.DAY)
            yield {"id": name, **p}
