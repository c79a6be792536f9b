# SPDX-License-Identifier: MIT
"""What goes wrong in a night: a row a kind. FAULTS=stale:10,outage:3 means: so many nights in a hundred begin one of that kind."""
import random
from datetime import timedelta

from fakearxiv import eastern

# kind: (percent of nights by default, what it is). Those without a percentage are there for whoever asks for them.
KINDS = {
    "stale": (6, "a feed shows an earlier batch with fresh dates, up to three nights on end, of one category or of all"),
    "cached": (2, "a feed is an earlier reply, byte by byte, as a cache has it: old dates, Age, the ETag of then (304)"),
    "empty": (3, "a feed has no items"),
    "outage": (4, "503, 500, 403, refused or reset connections, pages of apology, of feeds, OAI-PMH or all, up to four nights on end"),
    "429": (3, "429, bare or with Retry-After, once or all night"),
    "cut": (3, "a transfer breaks off, of feeds or lists"),
    "broken": (2, "a reply is no XML"),
    "lag": (2, "OAI-PMH is one to three days behind"),
    "off": (3, "the machine is off for 1 to 20 days"),
    "kill": (4, "SIGKILL at any moment of a run; half of the time the run comes again the same night"),
    "dead": (4, "the summarizer ends at once, is not there, ends without an answer, or is busy"),
    "clock": (2, "the machine's clock is wrong by hours, days, a year or for good, for one night or up to four"),
    "twice": (6, "the run comes a second time, at once or hours later"),
    "late": (0, "some of a batch's records come into OAI-PMH one to three days late, with the datestamp that they would have had"),
    "half": (0, "a feed is well-formed and lacks the rest of its batch"),
    "edit": (3, "a person edits a page: adds to its body, takes a paper out, or changes front matter"),
    "reform": (2, "a tool rewrites a page: CRLF, trailing blanks, no last newline"),
    "move": (1, "home, blog or store is moved to another folder"),
}
OFFSETS = (3600, 2 * 3600, -5 * 3600, 5 * 3600, 14 * 3600, -14 * 3600, 86400, -86400, 3 * 86400, -3 * 86400, 40 * 86400, 366 * 86400, -366 * 86400)
NIX = 315532800      # the time that some tools export


class BadFaults(ValueError):
    pass


def parse(text):
    """"stale:10,outage:3" -> {kind: percent}; "" or None: the default mix; "none": nothing; "default,stale:20": the default but for these;
    "all:2": every kind."""
    text = (text or "").strip()
    mix = {}
    if text == "":
        return {k: p for k, (p, _) in KINDS.items() if p}
    for part in text.replace(";", ",").replace(" ", ",").split(","):
        name, sep, number = part.partition(":") if ":" in part else part.partition("=")
        name = name.strip().lower()
        if not name or name == "none":
            continue
        try:
            percent = float(number.rstrip("%")) if sep else None
        except ValueError:
            raise BadFaults(f"{part}: {number} is no number of percent") from None
        if percent is not None and not 0 <= percent <= 100:
            raise BadFaults(f"{part}: percent are from 0 to 100")
        if name == "default":
            mix.update({k: p for k, (p, _) in KINDS.items() if p})
        elif name == "all":
            mix.update({k: percent if percent is not None else p or 2 for k, (p, _) in KINDS.items()})
        elif name in KINDS:
            mix[name] = percent if percent is not None else KINDS[name][0] or 2
        else:
            raise BadFaults(f"no such fault: {name}; there are {', '.join(KINDS)} (and default, all, none)")
    return {k: p for k, p in mix.items() if p > 0}


class Night:
    """What this night meets. `off`: no run. `runs`: offsets in seconds of the night's runs from its first moment."""

    def __init__(self):
        self.off, self.quirks, self.cached, self.lag, self.refused, self.stable = False, [], None, 0, False, True
        self.late, self.late_day, self.clock, self.kill, self.dead, self.runs, self.names = None, None, None, None, None, [0], []
        self.edits, self.moves, self.spoils_feed = [], [], set()


def _feeds(categories):
    return "^/rss/(" + "|".join(c.replace(".", "\\.") for c in categories) + ")$"


class Faults:
    """The faults of a seed, night by night; those of a night do not depend on the mix of the others'."""

    def __init__(self, seed, mix, categories):
        self.seed, self.mix, self.categories = seed, mix, categories
        self.lasting = {}        # kind: (nights left, what it does)

    def night(self, number, day, quiet, world):
        n = Night()
        if quiet:
            self.lasting.clear()
            return n
        for kind in KINDS:
            r = random.Random(f"{self.seed} {number} {kind}")
            begins = r.random() * 100 < self.mix.get(kind, 0)
            if kind in self.lasting:
                left, how = self.lasting.pop(kind)
                if left > 1:
                    self.lasting[kind] = (left - 1, how)
            elif begins:
                left, how = getattr(self, "_" + ("too_many" if kind == "429" else kind))(r, day, world)
                if left > 1:
                    self.lasting[kind] = (left - 1, how)
            else:
                continue
            how(n, random.Random(f"{self.seed} {number} {kind} how"))
            n.names.append(kind)
        return n

    def _some(self, r):
        return list(self.categories) if r.random() < 0.6 else [r.choice(self.categories)]

    # Each: (nights, function of the night and its own luck). Where two spoil the same road, the first of the table does.

    def _stale(self, r, day, world):
        some, back, fixed = self._some(r), r.choice((1, 1, 1, 1, 2, 3)), r.random() < 0.5
        state = {"back": back}

        def how(n, luck):
            n.quirks.append({"match": _feeds(some), "do": "stale", "stale": state["back"], "times": -1})
            n.stable = luck.random() < 0.5
            n.spoils_feed.update(some)
            if fixed:
                state["back"] += 1       # the same batch the next night, too
        return r.choice((1, 1, 1, 2, 3)), how

    def _cached(self, r, day, world):
        some, then = self._some(r), eastern.instant(day - eastern.ONE * r.choice((1, 1, 1, 2, 3)), 1)

        def how(n, luck):
            n.cached = (then, some)
            n.spoils_feed.update(some)
        return r.choice((1, 1, 2)), how

    def _empty(self, r, day, world):
        some = self._some(r)

        def how(n, luck):
            n.quirks.append({"match": _feeds(some), "do": "empty", "times": -1})
            n.spoils_feed.update(some)
        return r.choice((1, 1, 1, 2)), how

    def _outage(self, r, day, world):
        what = r.choice(("503", "503", "500", "502", "403", "html-200", "reset", "empty-body", "refused", "503-retry-after", "406"))
        where = r.choice(("", "", "^/rss/", "^/oai"))

        def how(n, luck):
            if what == "refused":
                n.refused = True
            else:
                n.quirks.insert(0, {"match": where, "do": what, "times": -1, "at": 0, "seconds": 1200})
            if not where.startswith("^/oai") or what == "refused":
                n.spoils_feed.update(self.categories)
        return r.choice((1, 1, 1, 2, 4)), how

    def _too_many(self, r, day, world):
        row = r.choice(({"do": "429", "times": 1}, {"do": "429-retry-after", "seconds": 900, "times": 1}, {"do": "plain-429", "times": -1},
                        {"do": "429-retry-after", "seconds": 3600, "form": "date", "times": 1}, {"do": "429", "times": -1},
                        {"do": "429-retry-after", "seconds": 900, "times": 1, "after": 1}))

        def how(n, luck):
            n.quirks.insert(0, {"match": "", **row})
        return 1, how

    def _cut(self, r, day, world):
        row = {"match": r.choice(("^/rss/", "^/rss/", "^/oai", "")), "do": "cut", "at": r.random(), "chunked": r.random() < 0.5, "times": r.choice((1, 2, -1, -1))}
        return 1, lambda n, luck: n.quirks.append(row)

    def _broken(self, r, day, world):
        row = {"match": r.choice(("^/rss/", "^/rss/", "^/oai", "")), "do": "status", "status": 200, "type": "application/rss+xml", "times": r.choice((1, -1)),
               "body": r.choice(("<?xml version='1.0'?><rss><channel><item></rss>", "<rss", "\x00\x01\x02", "<?xml version='1.0'?><a>&b;</a>"))}
        return 1, lambda n, luck: n.quirks.append(row)

    def _lag(self, r, day, world):
        days = r.choice((1, 1, 2, 3))

        def how(n, luck):
            n.lag = days * eastern.DAY
        return r.choice((1, 1, 2)), how

    def _late(self, r, day, world):
        share, days = r.choice((0.2, 0.5, 0.9)), r.choice((1, 1, 2, 3))
        begin = eastern.mailing(day)
        ids = [i for i in sorted(world.days.get(day, {})) if r.random() < share]

        def how(n, luck):
            n.late, n.late_day = {i: (begin, eastern.in_oai(day) + days * eastern.DAY) for i in ids}, day
        return days + 1, how

    def _half(self, r, day, world):
        some = self._some(r)

        def how(n, luck):
            n.quirks.append({"match": _feeds(some), "do": "half", "times": -1})
            n.spoils_feed.update(some)
        return 1, how

    def _off(self, r, day, world):
        def how(n, luck):
            n.off = True
        return r.choice((1, 1, 1, 2, 2, 3, 5, 8, 14)), how

    def _kill(self, r, day, world):
        def how(n, luck):
            n.kill = (luck.random() * luck.choice((0.03, 0.1, 0.2)), luck.randrange(4), luck.random() < 0.5)
        return 1, how

    def _dead(self, r, day, world):
        which = r.randrange(4)

        def how(n, luck):
            n.dead = which
        return r.choice((1, 1, 2, 3)), how

    def _clock(self, r, day, world):
        offset = r.choice(OFFSETS + (None,))

        def how(n, luck):
            n.clock = lambda now: NIX if offset is None else now + offset
        return r.choice((1, 1, 2, 4)), how

    def _twice(self, r, day, world):
        def how(n, luck):
            n.runs = [0, luck.choice((0, 60, 3600, 6 * 3600))]
        return 1, how

    def _edit(self, r, day, world):
        def how(n, luck):
            n.edits.append((luck.choice(("add", "add", "remove", "front")), luck.choice((0, 0, 0, 1, 2, 5)), luck.random()))
        return 1, how

    def _reform(self, r, day, world):
        def how(n, luck):
            n.edits.append((luck.choice(("crlf", "blanks", "newline")), luck.choice((0, 0, 1, 2)), luck.random()))
        return 1, how

    def _move(self, r, day, world):
        def how(n, luck):
            n.moves.append(luck.choice(("home", "blog", "stores")))
        return 1, how


class Calendar:
    """The nights of a seed: (day, moment), and which are quiet: three of them now and then, and the last three.

    Most runs come as cron has them, half an hour after New York's midnight or a little later; some late in the day; some in the
    evening, when OAI-PMH has tomorrow's batch and the feeds have not. EVERY_DAY: at weekends, too."""

    def __init__(self, seed, first, nights, every_day):
        self.rows, r, day = [], random.Random(f"calendar {seed}"), first
        while len(self.rows) < nights:
            if every_day or day.weekday() < 5:
                luck = r.random()
                hour = r.uniform(0.2, 3) if luck < 0.8 else r.uniform(3, 19.5) if luck < 0.92 else r.uniform(22.6, 23.9)
                self.rows.append((day, eastern.instant(day, 0) + int(hour * 3600)))
            day += timedelta(days=1)
        self.quiet, at = set(range(nights - 3, nights)), 0
        while at < nights - 20:
            at += r.randint(22, 40)
            self.quiet.update(range(at, min(at + 3, nights)))
            at += 3
        # Checked after the third of them.
        self.checks = {i for i in range(nights) if {i - 2, i - 1, i} <= self.quiet and i + 1 not in self.quiet}
