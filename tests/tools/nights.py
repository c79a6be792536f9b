# SPDX-License-Identifier: MIT
"""A reader's home with a digest that harvests a fake arXiv, night by night:

    home = Home(arxiv)                         its own folder, store and clock
    r = home.run("-c", "cs.CL")                at home.now; r.status, r.msg, …
    home.rows("SELECT …")                      of the store
    home.listed("2026-03-11", "cs.CL")         {type: {ids}} that the store has, and which of them are worked out
"""
import os
import sqlite3
import subprocess
import time

from fakearxiv import eastern
from tap import DIGEST, at, clean_env, run, scratch

TYPES = {1: "new", 2: "cross", 3: "replace", 4: "replace-cross"}
STATUS = {0: "NONE", 1: "FRESH", 2: "STALE", 3: "EMPTY", 4: "PARTIAL", 5: "FAILED"}
MS = 40   # the interval of tests


class Home:
    def __init__(self, arxiv, now=None, folder=None, interval=MS):
        self.arxiv, self.folder, self.now, self.interval = arxiv, folder or scratch(), now, interval
        self.store = os.path.join(self.folder, ".local/share/digest/digest.db")

    def env(self, **more):
        return clean_env(self.folder, **more)

    def words(self, *args):
        command = [args[0]] if args and args[0] in ("fetch", "status", "render") else []
        rest = list(args[len(command):])
        if command and command[0] in ("render", "status"):
            return self.at(*command, *rest)
        return self.at(*command, "--arxiv-url", self.arxiv.url, "--interval", str(self.interval), "--retry-delay", "30", *rest)

    def at(self, *args):
        return at(eastern.parse(self.now) if self.now else None, *args)

    def run(self, *args, timeout=600, **more):
        return run(*self.words(*args), cwd=self.folder, env=self.env(**more), timeout=timeout)

    def start(self, *args):
        return subprocess.Popen([DIGEST] + self.words(*args), cwd=self.folder, env=self.env(), stdin=subprocess.DEVNULL,
                                stdout=subprocess.PIPE, stderr=subprocess.PIPE)

    def peak(self, *args):
        """Run it: exit status, standard error, and the most memory that it had, in KiB (of the program alone: what wait4() tells
        begins with what a fork of this test has)."""
        p, most = self.start(*args), 0
        with open(f"/proc/{p.pid}/exe", "rb"):
            while p.poll() is None:
                try:
                    with open(f"/proc/{p.pid}/status", encoding="ascii") as f:
                        lines = dict(x.split(":", 1) for x in f.read().splitlines())
                    if lines["Name"].strip() == "digest" and "VmHWM" in lines:
                        most = max(most, int(lines["VmHWM"].split()[0]))
                except OSError:
                    pass
                time.sleep(0.003)
        out, err = p.communicate()
        return p.returncode, err.decode("utf-8", "replace"), most

    def rows(self, sql, *values):
        db = sqlite3.connect(self.store)
        try:
            return db.execute(sql, values).fetchall()
        finally:
            db.close()

    def listed(self, day, category, derived=None):
        found = {t: set() for t in TYPES.values()}
        for ident, kind, worked_out in self.rows("SELECT id, type, derived FROM announcements WHERE date = ? AND category = ?", day, category):
            if derived is None or bool(worked_out) == derived:
                found[TYPES[kind]].add(ident)
        return found

    def status(self, day, category):
        """(status, road, settled, note) of the last word about a day; None."""
        row = self.rows("SELECT status, road, settled, note FROM fetches WHERE day = ? AND category = ? ORDER BY row DESC LIMIT 1", day, category)
        return (STATUS[row[0][0]],) + row[0][1:] if row else None

    def watermark(self, category, profile=""):
        row = self.rows("SELECT day FROM watermarks WHERE profile = ? AND category = ?", profile, category)
        return row[0][0] if row else None

    def contents(self):
        """What the store knows of papers and announcements, for comparing two of them."""
        return (self.rows("SELECT id, version, categories, title, abstract, published, updated FROM papers ORDER BY id, version"),
                self.rows("SELECT id, date, category, type, derived FROM announcements ORDER BY id, date, category"))


def truth(arxiv, day, category):
    t = arxiv.truth(day, category)
    return {kind: set(t[kind]) for kind in TYPES.values()}


def polite(arxiv, interval=MS):
    """(never two at once, never closer than the interval), and what was seen."""
    gaps = arxiv.gaps()
    return (arxiv.most_open() <= 1 and all(g * 1000 >= interval - 1 for g in gaps),
            f"at once {arxiv.most_open()}, closest {min(gaps, default=0):.4f} s, {len(gaps) + 1} requests")
