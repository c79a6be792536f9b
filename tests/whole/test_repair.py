#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""Older pages are repaired: what waited and has its summary now gets onto the pages that show it, and only onto those; and
no request is sent for pages that cannot be written."""
import json
import os
import re
import shutil
import sqlite3
import subprocess
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "tools"))
import gfm_read
from arxivtest import FakeArxiv
from made import feed, item, write
from nights import Home as Reader, truth
from tap import DIGEST, ROOT, at, case, clean_env, done, equal, run, scratch

DAILY = ("-o", "posts/{date}.md")
NOON = 1795197600    # 2026-11-20, 13:00 in New York; the feeds' days are their own

SUMMARIZER = """#!/usr/bin/python3 -IS
import json, os, signal, sys
HERE = os.path.dirname(os.path.abspath(__file__))
def listed(name):
    try:
        with open(HERE + "/" + name) as f:
            return f.read().split()
    except OSError:
        return []
for line in sys.stdin:
    key = json.loads(line)["key"]
    with open(HERE + "/journal", "a") as f:
        f.write(key + "\\n")
    if key in listed("kill"):
        os.kill(os.getppid(), signal.SIGKILL)
        sys.exit(0)
    if key in listed("down"):
        reply = {"key": key, "error": "not tonight"}
    elif key in listed("refused"):
        reply = {"key": key, "error": "never", "retry": False}
    else:
        reply = {"key": key, "summary": {"title": "题" + key, "tldr": key + "的要点。", "tldr_en": "About " + key + ".", "abstract": key + "的摘要。"}}
    print(json.dumps(reply), flush=True)
"""


class Home:
    """A folder with a summarizer that fails for the papers in `down`, refuses those in `refused`, and writes down who asked."""

    def __init__(self):
        self.folder = scratch()
        write(f"{self.folder}/sum", SUMMARIZER)
        os.chmod(f"{self.folder}/sum", 0o755)

    def env(self, **more):
        return clean_env(self.folder, DIGEST_GATE="off", **more)

    def tell(self, down="", refused="", kill=""):
        for name, keys in (("down", down), ("refused", refused), ("kill", kill)):
            write(f"{self.folder}/{name}", keys)

    def run(self, *args):
        return run(*args, cwd=self.folder, env=self.env(), now=NOON)

    def night(self, day, *items, down="", refused="", args=DAILY, more=("--summarizer", "./sum")):
        """A run over the feed of a day."""
        self.tell(down, refused)
        write(f"{self.folder}/feed.xml", feed(day, *items))
        return self.run("--input", "feed.xml", *more, *args)

    def path(self, day, folder="posts"):
        return f"{self.folder}/{folder}/{day}.md"

    def page(self, day, folder="posts"):
        with open(self.path(day, folder), encoding="utf-8") as f:
            return f.read()

    def rows(self, day, folder="posts"):
        """A page's table: [(id, summary)]."""
        return re.findall(r"^\| \[\^\d+\] \| \[.*\]\(https://arxiv\.org/abs/([^)]+)\) \| (.*) \|$", self.page(day, folder), re.M)

    def trace(self, day, folder="posts"):
        s = os.stat(self.path(day, folder))
        return s.st_ino, s.st_mtime_ns, s.st_size

    def asked(self):
        """Who was asked about since the last time, in order."""
        try:
            with open(f"{self.folder}/journal", encoding="utf-8") as f:
                keys = f.read().split()
            os.remove(f"{self.folder}/journal")
        except FileNotFoundError:
            keys = []
        return keys

    def sql(self, words, *values):
        db = sqlite3.connect(f"{self.folder}/.local/share/digest/digest.db")
        try:
            with db:
                return db.execute(words, values).fetchall()
        finally:
            db.close()


def good(*keys):
    """What the rows of these papers say when all is well."""
    return [(k[:k.rindex("v")], f"{k}的要点。") for k in keys]


def said(r):
    return f"status {r.status}\n{r.msg}{r.text[:300]}"


ONE, TWO, THREE, FOUR, FIVE = (f"2611.0000{i}" for i in range(1, 6))
WAITS = "待摘要"


def three_nights():
    h = Home()
    r = h.night("2026-11-17", item(FIVE, "Five"))
    case("a whole day: 0", r.status == 0, said(r))
    r = h.night("2026-11-18", item(ONE, "One"), item(TWO, "Two"), down=f"{ONE}v1")
    case("a paper waits: 3", r.status == 3 and ONE in r.msg, said(r))
    r = h.night("2026-11-19", item(THREE, "Three"), down=f"{ONE}v1 {THREE}v1")
    case("a paper waits, and that of yesterday still does: 3, both named", r.status == 3 and ONE in r.msg and THREE in r.msg, said(r))
    equal("both pages say so", [h.rows("2026-11-18"), h.rows("2026-11-19")], [[(TWO, f"{TWO}v1的要点。"), (ONE, WAITS)], [(THREE, WAITS)]])
    before, h_asked = h.trace("2026-11-17"), h.asked()
    case("the paper of yesterday was asked about again, behind today's", h_asked[-2:] == [f"{THREE}v1", f"{ONE}v1"], h_asked)
    report = f"{h.folder}/report.json"
    r = h.night("2026-11-20", item(FOUR, "Four"), args=(*DAILY, "--report", report))
    case("the third night all answer: 0, in silence", r.status == 0 and r.err == b"" and r.out == b"", said(r))
    equal("today's paper was asked about first, then those of the newest page", h.asked(), [f"{FOUR}v1", f"{THREE}v1", f"{ONE}v1"])
    equal("the older pages are repaired", [h.rows(f"2026-11-{d}") for d in (18, 19, 20)],
          [good(f"{TWO}v1", f"{ONE}v1"), good(f"{THREE}v1"), good(f"{FOUR}v1")])
    equal("a whole page is not touched", h.trace("2026-11-17"), before)
    with open(report, encoding="utf-8") as f:
        told = json.load(f)
    equal("the report names those that were repaired", sorted(told["repaired"]), [h.path("2026-11-18"), h.path("2026-11-19")])
    equal("the report counts them as pages that came out", told["pages"], 3)

    # The same papers in another home where nothing ever failed: every byte is the same.
    other = Home()
    for day, items in (("18", (item(ONE, "One"), item(TWO, "Two"))), ("19", (item(THREE, "Three"),))):
        other.night(f"2026-11-{day}", *items)
    equal("repaired pages are those of a home where nothing failed", [h.page(f"2026-11-{d}") for d in (18, 19)],
          [other.page(f"2026-11-{d}") for d in (18, 19)])
    before = [h.trace(f"2026-11-{d}") for d in (17, 18, 19, 20)]
    r = h.night("2026-11-20", item(FOUR, "Four"), args=(*DAILY, "--report", report))
    with open(report, encoding="utf-8") as f:
        told = json.load(f)
    case("again: nothing is asked, repaired or touched", r.status == 0 and h.asked() == [] and told["repaired"] == []
         and [h.trace(f"2026-11-{d}") for d in (17, 18, 19, 20)] == before, said(r))


def a_night_without_papers():
    """What is left to do is done when nothing is announced, too."""
    h = Home()
    h.night("2026-11-18", item(ONE, "One"), item(TWO, "Two"), down=f"{ONE}v1")
    r = h.night("2026-11-19", down=f"{ONE}v1")
    case("nothing announced, a page waits: 3, named", r.status == 3 and ONE in r.msg, said(r))
    before = h.trace("2026-11-18")
    r = h.night("2026-11-19", down=f"{ONE}v1")
    case("a page that waits for the same is not touched", r.status == 3 and h.trace("2026-11-18") == before, said(r))
    r = h.night("2026-11-19")
    case("nothing announced, the summary comes: 0", r.status == 0 and h.rows("2026-11-18") == good(f"{TWO}v1", f"{ONE}v1"), said(r))


def render():
    """Summaries that came by another command are shown by the next one that writes pages of the pattern."""
    h = Home()
    h.night("2026-11-18", item(ONE, "One"), down=f"{ONE}v1")
    h.night("2026-11-19", item(TWO, "Two"), down=f"{ONE}v1")
    h.tell()
    r = h.run("summarize", "--all", "--summarizer", "./sum")
    case("summarize writes no page", r.status == 0 and h.rows("2026-11-18") == [(ONE, WAITS)], said(r))
    before = h.trace("2026-11-19")
    r = h.run("render", "-o", "other/{date}.md")
    case("render, another pattern: the pages of this one stay", r.status == 0 and h.rows("2026-11-18") == [(ONE, WAITS)] and
         os.listdir(f"{h.folder}/other") == ["2026-11-19.md"], said(r))
    r = h.run("render", "--date", "2026-11-18")
    case("render to standard output repairs nothing", r.status == 0 and h.rows("2026-11-18") == [(ONE, WAITS)], said(r))
    r = h.run("render", *DAILY)
    case("render: the older page is repaired", r.status == 0 and h.rows("2026-11-18") == good(f"{ONE}v1"), said(r))
    equal("render: the other one is not touched", h.trace("2026-11-19"), before)


def taken_away():
    h = Home()
    h.night("2026-11-18", item(ONE, "One"), down=f"{ONE}v1")
    os.rename(h.path("2026-11-18"), f"{h.folder}/away.md")
    h.asked()
    r = h.night("2026-11-19", item(TWO, "Two"))
    case("a page that was taken away stays away: 0", r.status == 0 and not os.path.exists(h.path("2026-11-18")), said(r))
    equal("no request is sent about its papers", h.asked(), [f"{TWO}v1"])
    os.rename(f"{h.folder}/away.md", h.path("2026-11-18"))
    r = h.night("2026-11-19", item(TWO, "Two"))
    case("put back, it is repaired", r.status == 0 and h.rows("2026-11-18") == good(f"{ONE}v1"), said(r))


def changed_by_hand():
    h = Home()
    h.night("2026-11-18", item(ONE, "One"), down=f"{ONE}v1")
    ours = h.page("2026-11-18")
    write(h.path("2026-11-18"), ours + "\nA word of mine.\n")
    before = h.trace("2026-11-18")
    r = h.night("2026-11-19", item(TWO, "Two"))
    case("a page that somebody changed: 3, said in one line", r.status == 3 and len(r.msg.splitlines()) == 1 and
         f"{h.path('2026-11-18')}: changed by hand, so it stays as it is, without 1 summary that came since; ours is beside it: 2026-11-18.md.new" in r.msg, said(r))
    equal("it is not touched", h.trace("2026-11-18"), before)
    case("today's page is there", h.rows("2026-11-19") == good(f"{TWO}v1"))
    r = h.night("2026-11-20", item(THREE, "Three"))
    case("it is said once", r.status == 0 and r.err == b"" and h.trace("2026-11-18") == before, said(r))
    write(h.path("2026-11-18"), ours)
    r = h.night("2026-11-20", item(THREE, "Three"))
    case("with our bytes again it is repaired", r.status == 0 and h.rows("2026-11-18") == good(f"{ONE}v1"), said(r))
    # What the line says helps.
    h = Home()
    h.night("2026-11-18", item(ONE, "One"), down=f"{ONE}v1")
    write(h.path("2026-11-18"), ours + "\nA word of mine.\n")
    h.night("2026-11-19", item(TWO, "Two"))
    r = h.run("render", "--date", "2026-11-18", *DAILY)
    case("render --date alone does not write it anew", "A word of mine." in h.page("2026-11-18"), said(r))
    r = h.run("render", "--date", "2026-11-18", *DAILY, "--overwrite")
    case("render --date --overwrite writes it anew", r.status == 0 and h.rows("2026-11-18") == good(f"{ONE}v1"), said(r))


def two_profiles():
    """Two categories with pages of their own share a store, and a paper."""
    h = Home()
    both = item(ONE, "One", categories=("cs.CL", "cs.LG"))
    a, b = ("-c", "cs.CL", "-o", "cl/{date}.md"), ("-c", "cs.LG", "-o", "lg/{date}.md")
    for args in (a, b):
        h.night("2026-11-18", both, item(TWO, "Two"), item(THREE, "Three", categories=("cs.LG",)), down=f"{ONE}v1 {THREE}v1", args=args)
    equal("each has its pages", [h.rows("2026-11-18", f) for f in ("cl", "lg")], [[(TWO, f"{TWO}v1的要点。"), (ONE, WAITS)], [(THREE, WAITS), (ONE, WAITS)]])
    h.asked()
    before = h.trace("2026-11-18", "lg")
    r = h.night("2026-11-19", args=a)
    equal("the first asks for its own pages' papers", h.asked(), [f"{ONE}v1"])
    case("the first repairs its page", r.status == 0 and h.rows("2026-11-18", "cl") == good(f"{TWO}v1", f"{ONE}v1"), said(r))
    equal("and leaves the other's alone, though it shows the same paper", h.trace("2026-11-18", "lg"), before)
    r = h.night("2026-11-19", args=b)
    equal("the second asks for what is missing only", h.asked(), [f"{THREE}v1"])
    case("the second repairs its page, with its own papers", r.status == 0 and h.rows("2026-11-18", "lg") == good(f"{THREE}v1", f"{ONE}v1"), said(r))


def limit():
    h = Home()
    h.night("2026-11-18", *(item(i, i) for i in (ONE, TWO, THREE)), down=f"{TWO}v1", args=(*DAILY, "--limit", "2"))
    equal("a page of two", h.rows("2026-11-18"), [(THREE, f"{THREE}v1的要点。"), (TWO, WAITS)])
    r = h.night("2026-11-19", item(FOUR, "Four"), args=(*DAILY, "--limit", "1"))
    case("repaired under another limit it has the same two", r.status == 0 and h.rows("2026-11-18") == good(f"{THREE}v1", f"{TWO}v1"), said(r))
    h = Home()
    h.night("2026-11-18", *(item(i, i) for i in (ONE, TWO, THREE)), down=f"{TWO}v1", args=(*DAILY, "--limit", "2"))
    r = h.night("2026-11-19", item(FOUR, "Four"), args=(*DAILY, "-c", "math.CO", "--announce", "replace"))
    case("nor by what this run was asked for", r.status == 0 and h.rows("2026-11-18") == good(f"{THREE}v1", f"{TWO}v1"), said(r))


def killed():
    h = Home()
    h.tell(kill=f"{ONE}v1")
    write(f"{h.folder}/feed.xml", feed("2026-11-18", item(ONE, "One"), item(TWO, "Two")))
    h.night("2026-11-18", item(ONE, "One"), item(TWO, "Two"), down=f"{ONE}v1 {TWO}v1")
    h.asked()
    h.tell(kill=f"{ONE}v1")
    write(f"{h.folder}/feed.xml", feed("2026-11-19", item(THREE, "Three")))
    r = h.run("--input", "feed.xml", "--summarizer", "./sum", "--jobs", "1", *DAILY)
    case("killed while an older paper is asked about", r.status == -9 and h.asked()[0] == f"{THREE}v1", said(r))
    answered = [i for i, in h.sql("SELECT id FROM papers WHERE status = 1 ORDER BY id")]
    case("an answer was stored, no page tells", THREE in answered and not os.path.exists(h.path("2026-11-19")), answered)
    h.tell()
    r = h.run("--input", "feed.xml", "--summarizer", "./sum", *DAILY)
    case("the next run completes all pages", r.status == 0 and h.rows("2026-11-18") == good(f"{TWO}v1", f"{ONE}v1") and
         h.rows("2026-11-19") == good(f"{THREE}v1"), said(r))
    case("and does not ask for what was stored", not {f"{i}v1" for i in answered} & set(h.asked()))

    # Between the page and the store's note of it: the file has the new bytes, the store knows only what was to come.
    h = Home()
    h.night("2026-11-18", item(ONE, "One"), item(TWO, "Two"), down=f"{ONE}v1 {TWO}v1")
    before = h.sql("SELECT print FROM pages")[0][0]
    h.night("2026-11-19", down=f"{ONE}v1")
    equal("one of two came", h.rows("2026-11-18"), [(TWO, f"{TWO}v1的要点。"), (ONE, WAITS)])
    h.sql("UPDATE pages SET sum = NULL, soon = print, print = ?", before)
    h.sql("UPDATE page_papers SET sum = NULL, summarized = 0")
    r = h.night("2026-11-19")
    case("killed before the store noted the page: it is still known as ours", r.status == 0 and h.rows("2026-11-18") == good(f"{TWO}v1", f"{ONE}v1"), said(r))


def forms():
    """A page in another style is for a run with that style."""
    h = Home()
    shutil.copytree(f"{ROOT}/templates/footnote", f"{h.folder}/t/mine")
    mine = (*DAILY, "--templates", "t", "--style", "mine")
    h.night("2026-11-18", item(ONE, "One"), down=f"{ONE}v1", args=mine)
    before = h.trace("2026-11-18")
    r = h.night("2026-11-19", item(TWO, "Two"))
    case("another style's page is not touched, and it is said", r.status == 0 and h.trace("2026-11-18") == before and
         r.msg.count("\n") == 1 and "2026-11-18.md waits for summaries, in another style" in r.msg, said(r))
    r = h.night("2026-11-20", args=mine)
    case("by a run with that style it is repaired", r.status == 0 and h.rows("2026-11-18") == good(f"{ONE}v1"), said(r))
    h.night("2026-11-18", item(ONE, "One"), item(FIVE, "Five"), down=f"{FIVE}v1", args=mine)
    for words, form in ((("--title", "both"), False), (("--dialect", "hugo"), True), (("--labels", "id"), False), (("--lang", "en"), True),
                        (("--details", "anchors"), False), (("--math", "text"), False)):
        other = Home()
        other.night("2026-11-18", item(ONE, "One"), item(FIVE, "Five"), down=f"{ONE}v1")
        if form:
            before = other.trace("2026-11-18")
            r = other.night("2026-11-19", args=(*DAILY, *words))
            case(f"{' '.join(words)}: a page of another form is not touched, and it is said", r.status == 0 and other.trace("2026-11-18") == before and
                 "2026-11-18.md waits for summaries, in another style" in r.msg, said(r))
        r = other.night("2026-11-19", args=(*DAILY, *words, *(["--overwrite"] if form else [])))
        with open(other.path("2026-11-18"), encoding="utf-8") as f:
            now = f.read()
        fresh = other.run("render", "--date", "2026-11-18", *words).text
        case(f"{' '.join(words)}: what is repaired is as today's pages are", r.status == 0 and WAITS not in now and now == fresh, said(r))
    h.sql("UPDATE pages SET sum = NULL, form = NULL, print = NULL")
    r = h.night("2026-11-20", args=mine)
    case("a page of an older store counts as this run's", r.status == 0 and h.rows("2026-11-18") == good(f"{FIVE}v1", f"{ONE}v1"), said(r))


def versions():
    """The page keeps the version that it shows, unless a newer one has what that one lacks."""
    h = Home()
    h.night("2026-11-18", item(ONE, "One"), item(TWO, "Two"), down=f"{ONE}v1")
    h.night("2026-11-19", item(TWO, "Two", 2, "replace", abstract="Now we show it better."), down=f"{ONE}v1 {TWO}v2")
    r = h.night("2026-11-20", down=f"{TWO}v2")
    case("a new version that waits takes no summary from an older page", r.status == 3 and h.rows("2026-11-18") == good(f"{TWO}v1", f"{ONE}v1") and
         h.rows("2026-11-19") == [(TWO, WAITS)], said(r))
    h = Home()
    h.night("2026-11-18", item(ONE, "One"), down=f"{ONE}v1")
    r = h.night("2026-11-19", item(ONE, "One", 2, "replace", abstract="Now we show it better."), down=f"{ONE}v1")
    case("a page that waits for the first version gets the second's summary", r.status == 0 and h.rows("2026-11-18") == good(f"{ONE}v2"), said(r))


def rejected():
    h = Home()
    h.night("2026-11-18", item(ONE, "One"), refused=f"{ONE}v1")
    equal("a refused paper waits", h.rows("2026-11-18"), [(ONE, WAITS)])
    r = h.night("2026-11-19", item(TWO, "Two"), args=(*DAILY, "--retry-rejected"))
    case("accepted later, it is on its page", r.status == 0 and h.rows("2026-11-18") == good(f"{ONE}v1"), said(r))


def extracts():
    h = Home()
    h.night("2026-11-17", item(FIVE, "Five"), more=())
    h.night("2026-11-18", item(ONE, "One"), down=f"{ONE}v1")
    h.asked()
    before = h.trace("2026-11-17"), h.trace("2026-11-18")
    r = h.night("2026-11-19", item(TWO, "Two"), more=())
    case("a run without a summarizer repairs nothing with extracts", r.status == 0 and (h.trace("2026-11-17"), h.trace("2026-11-18")) == before, said(r))
    r = h.night("2026-11-20", item(THREE, "Three"))
    case("pages made of extracts wait for nothing: no request is sent for them", r.status == 0 and h.asked() == [f"{THREE}v1", f"{ONE}v1"] and
         h.trace("2026-11-17") == before[0], said(r))
    h.run("summarize", "--date", "2026-11-17", "--summarizer", "./sum")
    r = h.run("render", *DAILY)
    case("they take summaries that were asked for", r.status == 0 and h.rows("2026-11-17") == good(f"{FIVE}v1"), said(r))


def notices():
    """What a page says of a day that is not whole stays on it."""
    h = Home()
    h.night("2026-11-18", item(ONE, "One"), down=f"{ONE}v1")
    h.sql("UPDATE pages SET sum = NULL, notices = ?", "cs.XX: a *part* is missing\nand [more](x)\n")
    h.night("2026-11-19")
    html = gfm_read.html(h.page("2026-11-18").encode()).decode()
    case("notices stay, as text", h.rows("2026-11-18") == good(f"{ONE}v1") and "<p>cs.XX: a *part* is missing</p>" in html and "<p>and [more](x)</p>" in html, html)


def one_file():
    h = Home()
    h.night("2026-11-18", item(ONE, "One"), down=f"{ONE}v1", args=("-o", "posts/2026-11-18.md"))
    before = h.trace("2026-11-18")
    r = h.night("2026-11-19", item(TWO, "Two"), args=("-o", "today.md"))
    case("-o FILE: other files are nobody's older pages", r.status == 0 and h.trace("2026-11-18") == before, said(r))
    r = h.night("2026-11-19", item(TWO, "Two"), args=("--store", "none", *DAILY))
    case("--store none knows no older pages", r.status == 0 and h.trace("2026-11-18") == before, said(r))


def unwritable():
    """Told before the first request."""
    h = Home()
    write(f"{h.folder}/file", "x")
    os.makedirs(f"{h.folder}/folder.md")
    for name, target, why in (("below a file", "file/page.md", "file/page.md: cannot write: Not a directory"),
                              ("below a file, a page a day", "file/{date}.md", "file/2026-11-20.md: cannot write: Not a directory"),
                              ("far below a file", "file/{date}/a/b.md", "file/2026-11-20/a/b.md: cannot write: Not a directory"),
                              ("a folder", "folder.md", "folder.md: cannot write: Is a directory")):
        r = h.night("2026-11-18", item(ONE, "One"), args=("-o", target))
        case(f"-o {name}: 74, said", r.status == 74 and r.msg == f"digest: {h.folder}/{why}\n", said(r))
        equal(f"-o {name}: no request was sent", h.asked(), [])
    case("nothing was read into the store", not os.path.exists(f"{h.folder}/.local"))
    for target in ("new/{date}/page.md", "new/page.md", "-", "/dev/null"):
        r = h.night("2026-11-18", item(ONE, "One"), args=("-o", target), down=f"{ONE}v1")
        case(f"-o {target}: can be written", r.status == 3 and h.asked() == [f"{ONE}v1"], said(r))
    equal("trying leaves nothing behind", sorted(os.listdir(f"{h.folder}/new")), ["2026-11-18", "page.md"])
    if os.getuid() != 0:
        return
    h = Home()
    shut = f"{h.folder}/shut"
    write(f"{h.folder}/feed.xml", feed("2026-11-18", item(ONE, "One")))
    os.makedirs(shut)
    for place in (h.folder, shut):
        os.chown(place, 65534, 65534)
    os.chmod(shut, 0o555)
    reach = h.folder
    while reach != "/":
        os.chmod(reach, os.stat(reach).st_mode | 0o011)
        reach = os.path.dirname(reach)
    for target in ("shut/{date}.md", "shut/page.md", "shut/a/{date}.md"):
        p = subprocess.run([DIGEST, *at(NOON, "--input", "feed.xml", "--summarizer", "./sum", "-o", target)], cwd=h.folder, env=h.env(), capture_output=True, user=65534,
                           check=False)
        case(f"-o {target}, not ours to write to: 74", p.returncode == 74 and b"cannot write: Permission denied" in p.stderr and h.asked() == [], p.stderr)


def by_arxiv():
    """Night by night as cron does it, and what a dry run says."""
    with FakeArxiv(make=40, first="2026-02-26", last="2026-03-20", seed=3, categories=["cs.CL"]) as arxiv:
        h, home = Home(), None
        home = Reader(arxiv, "2026-03-11T12:00:00Z", folder=h.folder)
        arxiv.control(now=home.now)
        args = ("-c", "cs.CL", "--summarizer", "./sum", "--gate", "off", *DAILY)
        listed = set().union(*truth(arxiv, "2026-03-11", "cs.CL").values())
        h.tell()
        home.run("fetch", "-c", "cs.CL")
        keys = [f"{i}v{v}" for i, v in home.rows("SELECT id, max(version) FROM papers GROUP BY id") if i in listed]
        case("the fake arXiv announces something", len(keys) >= 1, listed)
        h.tell(down=keys[0])
        r = home.run(*args)
        ident = keys[0][:keys[0].rindex("v")]
        case("the first night a paper waits", r.status == 3 and (ident, WAITS) in h.rows("2026-03-11"), said(r))
        equal("its page will be repaired: the profile has had the day", home.watermark("cs.CL"), "2026-03-11")
        before = h.trace("2026-03-11")
        h.asked()
        home.now = "2026-03-12T12:00:00Z"
        arxiv.control(now=home.now)
        r = home.run(*args, "--dry-run")
        case("a dry run lists the page, and changes nothing", r.status == 0 and f"{h.path('2026-03-11')}: 1 paper waits for a summary" in r.text and
             h.trace("2026-03-11") == before and h.asked() == [], said(r))
        h.tell()
        r = home.run(*args)
        case("the second night the page is repaired", r.status == 0 and dict(h.rows("2026-03-11")).get(ident) == f"{keys[0]}的要点。", said(r))


three_nights()
a_night_without_papers()
render()
taken_away()
changed_by_hand()
two_profiles()
limit()
killed()
forms()
versions()
rejected()
extracts()
notices()
one_file()
unwritable()
by_arxiv()
done()
