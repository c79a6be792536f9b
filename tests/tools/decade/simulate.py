# SPDX-License-Identifier: MIT
"""One seed's years: the disturbed home and its undisturbed twin, night by night."""
import os
import random
import shutil
import tempfile
import time
from datetime import date, timedelta

from fakearxiv import eastern

from . import making
from .arxiv import Arxiv
from .faults import Calendar, Faults
from .home import ALL, DEAD, NEW, SUMMARIZER, Home
from .judge import Edit, Finding, Judge, Truth

LAST = date(2027, 3, 26)         # the years before 2023 and 2027 are not in the program's list of holidays
# What an undisturbed run asks for a category: its feed, and at most one list. Build a8110a4 asked its feed and nothing else: of 60 nights from
# 2025-02-03, 181 runs of a category, one asked for a list too.
MOST_ASKED = {"feeds": 1, "lists": 1}
CATEGORIES = ("cs.CL", "cs.LG", "cs.CV")


class Options:
    """What a simulation is made of."""
    seed, nights, mix, first, twin, streams, program = 1, 100, {}, None, True, (NEW, ALL), None
    stop = keep = None               # replay: stop after this night, and leave all there
    begin = 0                        # the night on which the homes begin; those before it do not run
    held, most_shown, log = 0.04, 10, None


class Result:
    def __init__(self, seed):
        self.seed, self.nights, self.runs, self.pages, self.requests = seed, 0, 0, 0, 0
        self.wrong_nights, self.silent_nights, self.findings = set(), set(), []
        self.missing, self.two, self.differ, self.told, self.doubt, self.lost = set(), set(), {}, set(), set(), set()
        self.false_alarms, self.twin_wrong, self.twin_requests, self.more = [], [], 0, []
        self.hung, self.seconds, self.kinds, self.twin_nights = 0, 0.0, {}, 0

    def as_json(self):
        key = lambda k: f"{k[0]} {'/'.join(str(x) for x in k[1] if x)}"
        return {
            "seed": self.seed, "nights": self.nights, "runs": self.runs, "pages": self.pages, "wrong": len(self.wrong_nights), "silent": len(self.silent_nights),
            "missing": len(self.missing), "two": len(self.two), "differ": len(self.differ), "told": len(self.told), "doubt": len(self.doubt), "lost": len(self.lost),
            "alarms": [list(a) for a in self.false_alarms], "twin": len(self.twin_wrong), "requests": self.requests, "calm": self.twin_requests,
            "more": self.more, "seconds": round(self.seconds), "hung": self.hung, "kinds": self.kinds,
            "twin_nights": self.twin_nights, "findings": [f.line() for f in sorted(self.findings, key=lambda f: not f.silent)], "twin_shown": [str(w) for w in self.twin_wrong[:10]],
            "missing_shown": sorted(map(str, self.missing))[:10], "two_shown": sorted(map(str, self.two))[:10],
            "differ_shown": [f"{key(k)}: {what}" for k, what in sorted(self.differ.items())[:10]], "lost_shown": sorted(map(str, self.lost))[:10],
        }


def _scratch(keep):
    if keep:
        shutil.rmtree(keep, ignore_errors=True)
        os.makedirs(keep)
        return os.path.abspath(keep)
    return tempfile.mkdtemp(prefix="decade-")


def _category(path):
    """The category that a request is about: /rss/cs.CL, or /oai?…set=cs%3Acs%3ACL; "?": none."""
    if path.startswith("/rss/"):
        return path[5:]
    words = path.partition("set=")[2].partition("&")[0].split("%3A")
    return ".".join(words[1:]) or "?"


class Simulation:
    def __init__(self, options):
        o = self.o = options
        extra = {"program": o.program} if o.program else {}
        every_day = o.seed % 3 == 0
        first = o.first or LAST - timedelta(days=int(o.nights * (1 if every_day else 1.4)) + 10)
        making.set_holidays(first, LAST + timedelta(days=400), o.seed)
        self.calendar = Calendar(o.seed, first, o.nights, every_day)
        last = self.calendar.rows[-1][0] + timedelta(days=5)
        self.folder = _scratch(o.keep)
        self.arxiv = Arxiv(making.make(o.seed, first, last, o.held))
        self.twin_arxiv = Arxiv([], self.arxiv.world)
        self.truth = Truth(self.arxiv.world)
        self.faults = Faults(o.seed, o.mix, CATEGORIES)
        # Two profiles in one store, or each its own.
        self.home = Home(os.path.join(self.folder, "disturbed"), self.arxiv.url, o.streams, o.seed % 2 == 1, **extra)
        self.twin = Home(os.path.join(self.folder, "twin"), self.twin_arxiv.url, o.streams, o.seed % 2 == 1, **extra)
        begin = self.calendar.rows[o.begin][0]
        self.judge, self.twin_judge = Judge(self.home, self.truth, begin), Judge(self.twin, self.truth, begin)
        self.result = Result(o.seed)
        self.recent = []             # the faults of the last nights, for whoever reads a finding

    # ---- A night of the disturbed home ----

    def _note(self, number, stream, found, status):
        r, silent = self.result, status == 0
        if found:
            r.wrong_nights.add(number)
            if silent:
                r.silent_nights.add(number)
        for key, what, extra, lack in found:
            name = (stream.name, key)
            if name not in self.known_wrong or (silent and name not in self.known_silent):
                f = Finding()
                f.night, f.stream, f.key, f.what, f.extra, f.lack, f.silent, f.status = number, stream.name, key, what, extra, lack, silent, status
                f.faults = " ".join(f"{i}:{'+'.join(n)}" for i, n in self.recent if n)
                r.findings.append(f)
                if self.o.log:
                    print("# " + f.line(), file=self.o.log, flush=True)
            if silent:
                self.known_silent.add(name)
        self.known_wrong = {k for k in self.known_wrong if k[0] != stream.name} | {(stream.name, key) for key, *_ in found}

    def _judge(self, number, stream, run, night, now, log):
        j = self.judge
        today = eastern.today(now)
        if not run.killed and not night.clock:
            for path, status, quirk in log:
                category = path.rpartition("/")[2]
                if path.startswith("/rss/") and status in (200, 304) and category not in night.spoils_feed and quirk is None:
                    j.served[stream.name].add((category, today))
        j.look()
        j.come(stream, today)
        hidden = {d for i in range(6) if eastern.in_oai(d := today - timedelta(days=i)) > now - night.lag} if night.lag else set()
        hidden |= {night.late_day} if night.late else set()
        for name, key in j.check_edits():
            self.result.lost.add((number, name, key))
        if run.killed:
            return
        self._note(number, stream, j.wrong(stream, hidden), run.status)

    def _run(self, number, stream, night, now, kill=None):
        self.arxiv.now(now)
        self.arxiv.take_log()
        clock = night.clock(now) if night.clock else now
        run = self.home.run(stream, clock, DEAD[night.dead] if night.dead is not None else SUMMARIZER, kill, now)
        log = self.arxiv.take_log()
        r = self.result
        r.runs += 1
        r.requests += len(log)
        r.hung += "(did not end within" in run.err
        if self.o.log:
            print(f"# night {number} {eastern.rfc3339(now)} {stream.name} exit {run.status} {'+'.join(night.names)}\n"
                  + "".join(f"#     {p} {s} {q or ''}\n" for p, s, q in log) + "".join(f"#     > {x}\n" for x in run.err.splitlines()), file=self.o.log)
        self._judge(number, stream, run, night, now, log)
        return run

    def _night(self, number, day, moment):
        quiet = number in self.calendar.quiet
        night = self.faults.night(number, day, quiet, self.arxiv.world)
        if number == self.o.begin:   # somebody who begins: by the right clock, and the run ends
            night.clock = night.kill = None
            night.off, night.names = False, [n for n in night.names if n not in ("clock", "kill", "off")]
        self.recent = self.recent[-4:] + [(number, night.names)]
        for k in night.names:
            self.result.kinds[k] = self.result.kinds.get(k, 0) + 1
        if not night.off:
            for what in night.moves:
                self.home.move(what)
            for edit in night.edits:
                self._edit(number, *edit)
        if night.off:
            return
        self.result.nights += 1
        self.arxiv.fail(night.quirks, night.cached, night.lag, night.late, night.refused, night.stable)
        k = 0
        last = eastern.instant(day, 23, 58)
        for after in night.runs:
            for s in self.o.streams:
                kill = night.kill if night.kill and night.kill[1] % len(self.o.streams) == k else None
                k += 1
                run = self._run(number, s, night, min(moment + after, max(last, moment)), kill[0] if kill else None)
                if run.killed and kill[2]:
                    self._run(number, s, night, min(moment + after, max(last, moment)))
        self.arxiv.fail()

    # ---- What a person does to a page ----

    def _edit(self, number, how, back, luck):
        j, r = self.judge, random.Random(luck)
        s = r.choice(self.o.streams) if how != "front" else self.o.streams[0]
        keys = sorted((k for k in j.files[s.name] if (s.name, k) not in j.edits), key=lambda k: (k[1], k[0]))
        if len(keys) <= back:
            return
        key = keys[-1 - back]
        path = os.path.join(self.home.pages(s), key[0], f"{key[1]}.md")
        with open(path, encoding="utf-8", newline="") as f:
            text = f.read()
        mark, removed = f"Read on night {number}.", frozenset()
        if how == "add":
            text += f"\n{mark}\n"
        elif how == "remove":
            papers = j.files[s.name][key].page.papers
            if not papers:
                return
            gone = r.choice(papers)
            lines = [x for x in text.split("\n") if f"abs/{gone[0]})" not in x or "[" not in x]
            text, removed = "\n".join(lines) + f"\n{mark}\n", frozenset([gone])
        elif how == "front":
            if not text.startswith("---\n"):
                return
            mark = f"draft: true # night {number}"
            text = text.replace("\n---\n", f"\n{mark}\n---\n", 1)
        elif how == "crlf":
            text = text.replace("\r\n", "\n").replace("\n", "\r\n")
        elif how == "blanks":
            text = "\n".join(x + ("  " if x and not x.startswith(("---", "title", "date", "tags", "|")) else "") for x in text.split("\n"))
        else:
            text = text.rstrip("\n")
        with open(path + ".person", "w", encoding="utf-8", newline="") as f:
            f.write(text)
        os.rename(path + ".person", path)
        if how in ("add", "remove", "front"):
            j.edits[(s.name, key)] = Edit(mark, how != "front", removed)

    # ---- A night of the twin ----

    def _twin_night(self, number, moment):
        self.twin_arxiv.fail()
        self.result.twin_nights += 1
        self.twin_arxiv.now(moment)
        for s in self.o.streams:
            run = self.twin.run(s, moment)
            r, asked = self.result, {}
            for path, _, _ in self.twin_arxiv.take_log():
                what = (_category(path), "feeds" if path.startswith("/rss/") else "lists")
                asked[what] = asked.get(what, 0) + 1
                r.twin_requests += 1
            r.more += [f"night {number}, {s.name}: {n} {what} of {category}" for (category, what), n in asked.items() if n > MOST_ASKED[what]]
            if run.status or run.err.strip():
                r.false_alarms.append((number, s.name, run.status, run.err.strip()[:300]))
            j = self.twin_judge
            j.look()
            j.come(s, eastern.today(moment))
            for w in j.wrong(s):
                if len(r.twin_wrong) < 100:
                    r.twin_wrong.append((number, s.name) + w)
            for name, key in j.changed:
                if j.files[name].get(key) and j.files[name][key].page.doubt:
                    r.false_alarms.append((number, name, "doubt", f"{key}: {j.files[name][key].page.doubt[:300]}"))

    # ---- All ----

    def _check(self):
        found = self.judge.settled()
        r = self.result
        r.missing |= found["missing"]
        r.two |= found["two"]
        r.told |= found["told"]
        r.doubt |= found["doubt"]
        for key, what in found["differ"].items():
            if key not in r.differ:
                r.differ[key] = what

    def run(self, progress=None):
        begun = time.monotonic()
        self.known_wrong, self.known_silent = set(), set()
        try:
            for number, (day, moment) in enumerate(self.calendar.rows):
                if number < self.o.begin:    # its faults may last
                    self.faults.night(number, day, number in self.calendar.quiet, self.arxiv.world)
                    continue
                if self.o.keep and self.o.stop == number:
                    shutil.copytree(os.path.join(self.folder, "disturbed"), os.path.join(self.folder, "before"))
                self._night(number, day, moment)
                if self.o.twin:
                    self._twin_night(number, moment)
                if number in self.calendar.checks:
                    self.judge.look()
                    self._check()
                if progress and number % 100 == 99:
                    progress(number + 1, self.result)
                if self.o.stop == number:
                    break
        finally:
            self.arxiv.close(), self.twin_arxiv.close()
            if not self.o.keep:
                shutil.rmtree(self.folder, ignore_errors=True)
        self.result.pages = sum(map(len, self.judge.files.values()))
        self.result.seconds = time.monotonic() - begun
        return self.result
