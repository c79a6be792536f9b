# SPDX-License-Identifier: MIT
"""What is right and what is wrong. The truth is the made-up world's; nothing is taken from the program but its pages, its exit
status and what it said.

Unit       a paper of a page: (paper, announce type, page's category, day). What a page should have is what arXiv announced that day
           for the page's categories, of the types that the profile asks for; types are those of the page's own categories.
Wrong      A page that is there and has a unit that was not announced, or lacks one that was, or has one twice. A page that is not
           there although its day has come (by true time, at the run), the day is one of the home's, and something was announced for it.
Hidden     Not wrong that night: what no road told. That is a lack of units of a day on which no feed of the stream's categories was served as
           it was to a run that ended, while OAI-PMH, asked that night, answers without what it should know of that day (lag, late). Where
           one feed was served, it shows that there was a batch.
Told       Not wrong: a difference that no road could tell, on a page that says itself that something is doubtful. The day's feed was never
           served as it was to a run that ended with the same store, so that OAI-PMH alone knows of it; and that tells versions, not announcements.
           What it cannot tell: the day of a version that was held; that of a first one, too, whose record (so its datestamp) changed again
           within 25 days; when a paper came into another category, and so what of it was announced there before.
Night      Judged after each run of it that ended by itself (not: killed by us). Silently wrong: a page is wrong then and the run's
           exit status was 0. It counts once a night. (Whatever exit status other than 0 is a word; each is on standard error.)
Edited     A page whose body a person changed is judged by NAME.new beside it, if that is there, else by what it has, what the person took out
           counted as there. Its own text has to stay what the person left; losing it is an edit lost. Changed front matter has to stay; the body
           is judged as any other's. Other line ends and trailing blanks are no edit.
Settled    After the faults and three quiet nights: units on no page, units on more pages than announced, pages that differ.
           A page that waits for a summary, or that shows a doubt of a day whose feed was served, differs too (doubts of other days are counted
           beside)."""
import os
from datetime import date

from fakearxiv import eastern

from .home import read_page


class Truth:
    def __init__(self, world):
        self.world, self.cache = world, {}

    def papers(self, stream, key):
        """frozenset of (id, type) of a page."""
        k = (stream.name, key)
        if k not in self.cache:
            listed, _ = self.world.announced(key[1], stream.asked(key))
            self.cache[k] = frozenset((p.id, t) for t in stream.announce for p, _ in listed[t])
        return self.cache[k]

    def cannot_be_told(self, unit, asked):
        """Whether OAI-PMH alone does not tell the unit's day, for a page of the categories ASKED."""
        ident, kind = unit
        p = self.world.papers.get(ident)
        if p is None:
            return False
        if kind != "new" and any(c in asked for _, c in p.crosses):
            return True          # it came into the category some day, and what was before that is not the category's
        if kind.startswith("replace"):
            return any(eastern.announced(v.submitted) != v.day for v in p.versions[1:])
        first = p.versions[0]
        public = eastern.mailing(first.day)
        return eastern.announced(first.submitted) != first.day or any(public < s[0] < public + 25 * eastern.DAY for s in p.steps)


class Finding:
    """One wrong page on one night."""
    __slots__ = ("night", "stream", "key", "what", "extra", "lack", "silent", "status", "faults")

    def line(self):
        key = "/".join(str(k) for k in self.key if k)
        detail = [f"{n} {' '.join(f'{i}({t})' for i, t in sorted(s)[:6])}{' …' if len(s) > 6 else ''}" for n, s in (("has", self.extra), ("lacks", self.lack)) if s]
        return f"night {self.night} {self.stream} {key}: {self.what} {'; '.join(detail)} [exit {self.status}{', SILENT' if self.silent else ''}; {self.faults}]"


class _File:
    __slots__ = ("mark", "page")


class Judge:
    """Of one home. `first`: the home's first day. `served`: by stream, {(category, day)} whose feed came as it was to a run that ended; streams of
    one store share it."""

    def __init__(self, home, truth, first):
        self.home, self.truth, self.first = home, truth, first
        self.files = {s.name: {} for s in home.streams}      # key -> _File
        self.new = {s.name: {} for s in home.streams}        # the same of NAME.new
        self.due = {s.name: set() for s in home.streams}
        self.open = {s.name: set() for s in home.streams}    # keys that may be wrong
        self.edits, self.lost, self.alien = {}, set(), set()
        one = set()
        self.served = {s.name: one if home.shared else set() for s in home.streams}
        self.changed, self.due_until = [], {}

    # ---- Looking ----

    def _key(self, stream, folder, name):
        try:
            return (folder if stream.split else "", date.fromisoformat(name[:10]))
        except ValueError:
            return None

    def look(self):
        """Read what has changed on the disk."""
        self.changed = []
        for s in self.home.streams:
            top = self.home.pages(s)
            folders = [""] if not s.split else [f for f in (os.listdir(top) if os.path.isdir(top) else [])]
            seen, seen_new = set(), set()
            for folder in folders:
                path = os.path.join(top, folder)
                if not os.path.isdir(path):
                    continue
                for e in os.scandir(path):
                    key = self._key(s, folder, e.name)
                    if key is None or not e.name[10:] in (".md", ".md.new"):
                        if not e.name.startswith(".") and ".tmp" not in e.name:
                            self.alien.add(os.path.join(folder, e.name))
                        continue
                    table, marks = (self.new[s.name], seen_new) if e.name.endswith(".new") else (self.files[s.name], seen)
                    marks.add(key)
                    st = e.stat()
                    mark = (st.st_ino, st.st_mtime_ns, st.st_size)
                    old = table.get(key)
                    if old and old.mark == mark:
                        continue
                    f = _File()
                    f.mark, f.page = mark, read_page(e.path)
                    table[key] = f
                    self.open[s.name].add(key)
                    self.changed.append((s.name, key))
            for table, marks in ((self.files[s.name], seen), (self.new[s.name], seen_new)):
                for key in [k for k in table if k not in marks]:
                    del table[key]
                    self.open[s.name].add(key)

    def come(self, s, today):
        """Stream S's days up to TODAY have come: it ran on that day."""
        day = self.due_until.get(s.name, self.first - eastern.ONE)
        while day < today:
            day += eastern.ONE
            if eastern.announces(day):
                self.due[s.name].update(s.keys(day))
                self.open[s.name].update(s.keys(day))
        self.due_until[s.name] = day

    # ---- Judging ----

    def unserved(self, s, key):
        return any((c, key[1]) not in self.served[s.name] for c in s.asked(key))

    def difference(self, s, key, hidden=()):
        """(what, extra, lack, told) of a page; None where it is right. HIDDEN: days that no road told tonight."""
        want = self.truth.papers(s, key)
        f, fresh, edit = self.files[s.name].get(key), self.new[s.name].get(key), self.edits.get((s.name, key))
        unserved = self.unserved(s, key)
        hidden = key[1] in hidden and not any((c, key[1]) in self.served[s.name] for c in s.categories)
        if f is None:
            if not want or key not in self.due[s.name] or hidden:
                return None
            return "no page", frozenset(), want, False
        page = fresh.page if edit and edit.body and fresh else f.page
        got = set(page.papers)
        if edit and edit.body and not fresh:
            got |= edit.removed
        if page.count is not None and page.count != len(page.papers) and not (edit and edit.body):
            return f"says {page.count} papers and has {len(page.papers)}", frozenset(got - want), frozenset(want - got), False
        if len(got) != len(page.papers) and not (edit and edit.body):
            return "a paper twice", frozenset(got - want), frozenset(want - got), False
        extra, lack = frozenset(got - want), frozenset(want - got)
        if not extra and not lack:
            return None
        if hidden and not extra:
            return None
        told = bool(unserved and page.doubt and all(self.truth.cannot_be_told(u, s.asked(key)) for u in extra | lack))
        return ("differs (and says so)" if told else "differs"), extra, lack, told

    def wrong(self, s, hidden=()):
        """[(key, what, extra, lack)] of a stream's pages that are wrong now, those that tell of it left out."""
        found = []
        for key in sorted(self.open[s.name]):
            d = self.difference(s, key, hidden)
            if d is None and key in self.files[s.name] and self.difference(s, key) is None:
                self.open[s.name].discard(key)
            elif d and not d[3]:
                found.append((key,) + d[:3])
        return found

    def check_edits(self):
        """Edits that are lost: the keys, each once."""
        lost = []
        for (name, key), edit in list(self.edits.items()):
            f = self.files[name].get(key)
            if f is None or edit.mark not in f.page.text:
                lost.append((name, key))
                self.lost.add((name, key))
                del self.edits[(name, key)]
                self.open[name].add(key)
        return lost

    # ---- After quiet nights ----

    def settled(self):
        """{"missing": units on no page, "two": units on too many, "differ": {(stream, key): what}, "told", "doubt": {(stream, key)}}."""
        result = {"missing": set(), "two": set(), "differ": {}, "told": set(), "doubt": set()}
        for s in self.home.streams:
            wants, gets = {}, {}
            for key in self.due[s.name] | set(self.files[s.name]):
                f, fresh, edit = self.files[s.name].get(key), self.new[s.name].get(key), self.edits.get((s.name, key))
                d = self.difference(s, key)
                if d and d[3]:
                    result["told"].add((s.name, key))
                    continue
                page = (fresh if edit and edit.body and fresh else f)
                got = set(page.page.papers) if page else set()
                got |= edit.removed if edit and edit.body and not fresh else set()
                for unit in self.truth.papers(s, key):
                    wants.setdefault(unit + (key[0],), set()).add(key[1])
                for unit in got:
                    gets.setdefault(unit + (key[0],), set()).add(key[1])
                if d:
                    result["differ"][(s.name, key)] = d[0]
                elif page and page.page.waiting:
                    result["differ"][(s.name, key)] = "waits for a summary"
                elif page and page.page.doubt and self.unserved(s, key):
                    result["doubt"].add((s.name, key))
                elif page and page.page.doubt:
                    result["differ"][(s.name, key)] = "shows a doubt: " + page.page.doubt[:200]
            result["missing"] |= {(s.name,) + u for u in wants if u not in gets}
            result["two"] |= {(s.name,) + u for u in gets if len(gets[u]) > max(1, len(wants.get(u, ())))}
        return result


class Edit:
    """What a person did to a page: `mark` is a text that has to stay, `removed` the papers taken out."""

    def __init__(self, mark, body, removed=frozenset()):
        self.mark, self.body, self.removed = mark, body, removed
