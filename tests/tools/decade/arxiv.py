# SPDX-License-Identifier: MIT
"""The fake arXiv within this process, fast enough for thousands of nights, with the failures that last a whole night.

    arxiv = Arxiv(records); arxiv.now(moment); arxiv.fail(quirks, late=…, cached=…); arxiv.url; arxiv.take_log(); arxiv.close()"""
import bisect
import re
import threading

from fakearxiv import eastern, feeds, server
from fakearxiv.world import Snapshot, World

_FEED = re.compile(r"^/(?:rss|atom)/")


class _Quick(Snapshot):
    """A snapshot that looks only at the papers that it is asked for."""

    def __init__(self, world, moment, road):
        self.world, self.moment, self.road, self.searches, self._rows = world, moment, road, {}, None

    def _row(self, p):
        moment = self.moment
        if self.road == 1 and p.id in self.world.late:
            begin, end = self.world.late[p.id]
            moment = begin - 1 if begin <= moment < end else moment
        s = p.at(moment, self.road)
        return (s[2], p.id, p, s[0], s[1]) if s else None

    def between(self, first, last):
        w = self.world
        found = {p.id: p for _, _, p in w.stamps[bisect.bisect_left(w.stamps, (first,)):bisect.bisect_right(w.stamps, (last + 1,))]}
        rows = [r for r in map(self._row, found.values()) if r and first <= r[0] <= last]
        rows.sort(key=lambda r: r[:2])
        return rows

    @property
    def rows(self):
        if self._rows is None:
            self._rows = sorted((r for r in map(self._row, self.world.papers.values()) if r), key=lambda r: r[:2])
        return self._rows

    @property
    def by_id(self):
        return {r[1]: r for r in self.rows}


class _World(World):
    """`lag`: seconds that OAI-PMH is behind. `late`: {id: (from, until)}: what changed from then on it does not have until then."""

    def __init__(self, records):
        self.lag, self.late = 0, {}
        super().__init__(records)

    def index(self):
        super().index()
        self.stamps = sorted((s[2], p.id, p) for p in self.papers.values() for s in p.steps)

    def snapshot(self, moment, road):
        moment -= self.lag if road == 1 else 0
        # One at a time: what OAI knows changes with `lag` and `late`, and a run asks a few times at the same moment.
        key = (moment, road, self.lag, len(self.late))
        if key not in self._snapshots:
            self._snapshots = {key: _Quick(self, moment, road)}
        return self._snapshots[key]


class _Fake(server.Fake):
    cached = None        # (moment, categories): feeds are what a cache kept from then

    def __init__(self, world, settings):
        super().__init__([], settings)
        self.world = world

    def answer(self, path, arguments, quirk):
        feed = _FEED.match(path)
        if feed and self.cached and path[feed.end():] in self.cached[1]:
            then = self.cached[0]
            with self.lock:
                reply = feeds.answer(self.world, path[1:feed.end() - 1], path[feed.end():], arguments, then,
                                     eastern.turnover(eastern.today(then)), {})
            reply.headers.update({"Date": feeds.http_date(then), "Age": str(int(self.now() - then))})
            return reply
        return super().answer(path, arguments, quirk)


class Arxiv:
    """Two of them may share a world: one with failures, one without."""

    def __init__(self, records, world=None):
        self.world = world or _World(records)
        settings = {"now": eastern.parse("2020-01-01"), "run": False, "page": 1000, "page_ids": 20000, "slice": 0, "created": "current",
                    "strict_token": False, "stable_build": True, "gzip": False, "quirks": []}
        self.fake = _Fake(self.world, settings)
        self.port, self.server = 0, None
        self.open()

    def open(self):
        if self.server:
            return
        self.server = server.Server(("127.0.0.1", self.port), server.Handler)
        self.server.fake = self.fake
        self.port = self.server.server_address[1]
        self.url = f"http://127.0.0.1:{self.port}"
        self.thread = threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        self.thread.start()

    def close(self):
        """From here on connections are refused, until open()."""
        if self.server:
            self.server.shutdown()
            self.server.server_close()
            self.server = None

    def now(self, moment):
        self.fake.set_clock(moment, False)

    def fail(self, quirks=(), cached=None, lag=0, late=None, refused=False, stable=True):
        """Failures of one night; none: all is well again. To be called before a run on a world that two of these share."""
        self.fake.quirks.clear()
        self.fake.quirks.add([dict(q) for q in quirks])
        self.fake.cached = cached
        self.world.lag, self.world.late = lag, late or {}
        self.fake.settings["stable_build"] = stable
        self.close() if refused else self.open()

    def take_log(self):
        """[(path, status, quirk)] since the last time."""
        with self.fake.lock:
            rows = [(r["path"], r["status"], r.get("quirk")) for r in self.fake.log]
            self.fake.log.clear()
        return rows
