#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""Moving house: after the home, the blog or the store has moved, to another user's folder too, the pages are still the program's
own: older ones are repaired, edited ones stay, and nobody else's page is taken for one of them."""
import os
import re
import shutil
import sqlite3
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "tools"))
from made import canned, feed, item, write
from tap import case, clean_env, done, equal, run, scratch

ONE, TWO, THREE, FOUR = (f"2611.0000{i}" for i in (1, 2, 3, 4))
WAITS = "待摘要"
WORD = "\nA word of mine.\n"
STORE = ".local/share/digest/digest.db"


def text_of(path):
    with open(path, encoding="utf-8", newline="") as f:
        return f.read()


def said(r):
    return f"status {r.status}\n{r.msg}{r.text[:300]}"


def night(home, pattern, source, who, *args, cwd=None):
    return run("--input", f"{home}/{source}", "--summarizer", f"{home}/{who}", "--gate", "off", "-o", pattern, *args, cwd=cwd or home, env=clean_env(home))


def new_home():
    home = f"{scratch()}/ada"
    os.makedirs(home)
    canned(f"{home}/half", {TWO + "v1": "二"})
    canned(f"{home}/full", {i + "v1": w for i, w in ((ONE, "一"), (TWO, "二"), (THREE, "三"), (FOUR, "四"))})
    write(f"{home}/17.xml", feed("2026-11-17", item(FOUR, "Four"), item(TWO, "Two")))
    write(f"{home}/18.xml", feed("2026-11-18", item(ONE, "One"), item(TWO, "Two", 1, "replace")))
    write(f"{home}/19.xml", feed("2026-11-19", item(THREE, "Three")))
    return home


def two_nights(home, pattern, *args):
    """Two pages that wait; the first is edited."""
    for day in ("17", "18"):
        night(home, pattern, f"{day}.xml", "half", *args)


def judge(name, r, folder, old=None):
    """After the third night, all answering: the edited page of 17 has stayed, with ours beside it; that of 18 is repaired."""
    pages = {n: text_of(os.path.join(d, n)) for d, _, names in os.walk(folder) for n in names}
    case(f"{name}: the older page is repaired", r.status == 3 and WAITS in pages.get("2026-11-17.md", "") and WAITS not in pages.get("2026-11-18.md", WAITS), said(r))
    case(f"{name}: the edited one stays, it is said, and ours is beside it", pages["2026-11-17.md"].endswith(WORD) and "2026-11-17.md: changed by hand" in r.msg and
         WAITS not in pages.get("2026-11-17.md.new", WAITS), said(r))
    if old:
        case(f"{name}: nothing is written where they were", not os.path.exists(old), os.path.exists(old) and os.listdir(old))


def edit(path):
    with open(path, "a", encoding="utf-8") as f:
        f.write(WORD)


def whole_home():
    """mv of the home, its store in it; relative and absolute patterns."""
    for relative in (True, False):
        home = new_home()
        at = (lambda h: "posts/{date}.md") if relative else (lambda h: h + "/posts/{date}.md")
        two_nights(home, at(home))
        edit(f"{home}/posts/2026-11-17.md")
        moved = os.path.dirname(home) + "/users/bea"
        os.makedirs(os.path.dirname(moved))
        os.rename(home, moved)
        r = night(moved, at(moved), "19.xml", "full")
        judge(f"the home moved, {'relative' if relative else 'absolute'} pattern", r, f"{moved}/posts", home)
        edited = text_of(f"{moved}/posts/2026-11-17.md")
        r = night(moved, at(moved), "17.xml", "full")
        case("and the run of its day does not write over it", text_of(f"{moved}/posts/2026-11-17.md") == edited and r.status == 0, said(r))


def copied_home():
    """cp of the home: the old one is still there, and has its pages."""
    home = new_home()
    two_nights(home, home + "/posts/{date}.md")
    edit(f"{home}/posts/2026-11-17.md")
    copy = home + "2"
    shutil.copytree(home, copy)
    before = text_of(f"{home}/posts/2026-11-18.md")
    r = night(copy, copy + "/posts/{date}.md", "19.xml", "full")
    judge("a copy of the home", r, f"{copy}/posts")
    equal("a copy of the home: the old one is not touched", (text_of(f"{home}/posts/2026-11-18.md"), sorted(os.listdir(f"{home}/posts"))), (before, ["2026-11-17.md", "2026-11-18.md"]))
    r = night(home, home + "/posts/{date}.md", "19.xml", "full")
    judge("and the old one goes on by itself", r, f"{home}/posts")


def blog():
    """mv of the blog; the store stays. Pattern by pattern."""
    for tail, args in (("{date}.md", ()), ("{date}/index.md", ()), ("{category}/{date}.md", ("-c", "cs.CL")), ("{profile}-{style}-{date}.md", ()), ("{date}.md", ("-c", "cs.CL"))):
        home = new_home()
        two_nights(home, f"blog/content/{tail}", *args)
        os.rename(f"{home}/blog", f"{home}/site")
        name = (lambda d: f"{home}/site/content/" + tail.replace("{date}", d).replace("{category}", "cs.CL").replace("{profile}", "default").replace("{style}", "footnote"))
        edit(name("2026-11-17"))
        r = night(home, f"site/content/{tail}", "19.xml", "full", *args)
        case(f"{tail} {' '.join(args)}: the older page is repaired, the edited one stays", r.status == 3 and WAITS not in text_of(name("2026-11-18")) and text_of(name("2026-11-17")).endswith(WORD)
             and os.path.exists(name("2026-11-17") + ".new"), said(r))
        case(f"{tail} {' '.join(args)}: nothing is written where they were", not os.path.exists(f"{home}/blog"))
        r = night(home, f"site/content/{tail}", "19.xml", "full", *args)
        case(f"{tail} {' '.join(args)}: the next night is silent", (r.status, r.err) == (0, b""), said(r))
    # Without a page that still has our text: by its name, its day and its category.
    home = new_home()
    two_nights(home, "blog/{date}.md")
    os.rename(f"{home}/blog", f"{home}/site")
    for day in ("17", "18"):
        edit(f"{home}/site/2026-11-{day}.md")
    r = night(home, "site/{date}.md", "19.xml", "full")
    case("all pages edited and moved: all stay, each said", r.status == 3 and len(re.findall("changed by hand", r.msg)) == 2 and
         all(text_of(f"{home}/site/2026-11-{d}.md").endswith(WORD) for d in (17, 18)), said(r))
    # One file.
    home = new_home()
    night(home, "blog/today.md", "17.xml", "half")
    os.rename(f"{home}/blog", f"{home}/site")
    edit(f"{home}/site/today.md")
    r = night(home, "site/today.md", "18.xml", "full")
    case("one file for every night, moved and edited: it stays", r.status == 3 and text_of(f"{home}/site/today.md").endswith(WORD) and os.path.exists(f"{home}/site/today.md.new"), said(r))
    # Back and forth.
    home = new_home()
    two_nights(home, "blog/{date}.md")
    for a, b in (("blog", "site"), ("site", "blog"), ("blog", "site")):
        os.rename(f"{home}/{a}", f"{home}/{b}")
        r = night(home, f"{b}/{{date}}.md", "19.xml", "half")
        case(f"{a} becomes {b}: nothing is said of the pages", "by hand" not in r.msg and not os.path.exists(f"{home}/{a}"), said(r))
    r = night(home, "site/{date}.md", "19.xml", "full")
    case("moved thrice, repaired", r.status == 0 and WAITS not in text_of(f"{home}/site/2026-11-18.md"), said(r))


def store():
    """The store in another place, with its blog and without."""
    home = new_home()
    two_nights(home, "posts/{date}.md")
    edit(f"{home}/posts/2026-11-17.md")
    other = scratch()
    os.makedirs(f"{other}/data")
    os.rename(f"{home}/{STORE}", f"{other}/data/my.db")
    r = night(home, "posts/{date}.md", "19.xml", "full", "--store", f"{other}/data/my.db")
    judge("the store moved", r, f"{home}/posts")
    home = new_home()
    two_nights(home, "posts/{date}.md")
    edit(f"{home}/posts/2026-11-17.md")
    other = scratch()
    for source in (STORE, "full", "19.xml"):
        os.makedirs(os.path.dirname(f"{other}/{source}"), exist_ok=True)
        os.rename(f"{home}/{source}", f"{other}/{source}")
    os.rename(f"{home}/posts", f"{other}/www")
    shutil.rmtree(home)
    r = night(other, f"{other}/www/{{date}}.md", "19.xml", "full")
    judge("store and blog moved, each elsewhere", r, f"{other}/www", home)


def through_a_link():
    """The same file by another path is the same page."""
    home = new_home()
    two_nights(home, "blog/{date}.md")
    edit(f"{home}/blog/2026-11-17.md")
    os.symlink("blog", f"{home}/link")
    for pattern in ("link/{date}.md", "./blog/{date}.md", "link/../blog//{date}.md", "blog/{date}.md"):
        edited = text_of(f"{home}/blog/2026-11-17.md")
        r = night(home, pattern, "17.xml", "full")
        case(f"{pattern}: the edited page stays", text_of(f"{home}/blog/2026-11-17.md") == edited and os.path.exists(f"{home}/blog/2026-11-17.md.new"), said(r))
        r = night(home, pattern, "18.xml", "full")
        case(f"{pattern}: the other is nobody else's", r.status == 0 and WAITS not in text_of(f"{home}/blog/2026-11-18.md") and not os.path.exists(f"{home}/blog/2026-11-18.md.new"), said(r))


def two_places():
    """Pages of the same names in two folders, of two categories, move together: each folder keeps its own."""
    home = new_home()
    write(f"{home}/18.xml", feed("2026-11-18", item(ONE, "One", categories=("cs.CL", "cs.LG")), item(TWO, "Two"), item(THREE, "Three", categories=("cs.LG",))))
    write(f"{home}/none.xml", feed("2026-11-19"))
    for c, folder in (("cs.CL", "cl"), ("cs.LG", "lg")):
        night(home, f"blog/{folder}/{{date}}.md", "18.xml", "half", "-c", c)
        edit(f"{home}/blog/{folder}/2026-11-18.md")
    os.rename(f"{home}/blog", f"{home}/site")
    for c, folder, has, lacks in (("cs.CL", "cl", TWO, THREE), ("cs.LG", "lg", THREE, TWO)):
        night(home, f"site/{folder}/{{date}}.md", "none.xml", "full", "-c", c)
        path = f"{home}/site/{folder}/2026-11-18.md"
        case(f"{c}: its edited page stays, ours beside it has its own papers", text_of(path).endswith(WORD) and os.path.exists(path + ".new") and has in text_of(path + ".new") and
             lacks not in text_of(path + ".new"), os.listdir(os.path.dirname(path)))
    # A second place is a place of its own, and a file there that nobody wrote of ours is not taken for a page of the first.
    home = new_home()
    two_nights(home, "posts/{date}.md")
    os.makedirs(f"{home}/other")
    write(f"{home}/other/2026-11-18.md", "Something else.\n")
    r = run("render", "--date", "2026-11-18", "-o", "other/{date}.md", cwd=home, env=clean_env(home))
    case("a file of that name in another folder is not the page", "One" in text_of(f"{home}/other/2026-11-18.md") and not os.path.exists(f"{home}/other/2026-11-18.md.new"), said(r))
    r = night(home, "posts/{date}.md", "19.xml", "full")
    case("and the pages are repaired where they are", WAITS not in text_of(f"{home}/posts/2026-11-18.md") and WAITS in text_of(f"{home}/other/2026-11-18.md"), said(r))


def old_print(data):
    """As stores had it: FNV-1a of all bytes, and their number."""
    h = 0xcbf29ce484222325
    for c in data:
        h = (h ^ c) * 0x100000001b3 % 2**64
    return f"{h:016x}-{len(data)}"


def older_store():
    """A store as older programs left it: absolute paths, one print for all of a page, style and format alone."""
    for line_ends in ("\n", "\r\n"):
        home = new_home()
        two_nights(home, "posts/{date}.md")
        db = sqlite3.connect(f"{home}/{STORE}")
        for (path,) in db.execute("SELECT path FROM pages").fetchall():
            with open(path, "rb") as f:
                db.execute("UPDATE pages SET sum = NULL, print = ?, soon = NULL, form = 'footnote md' || char(10) || char(10) WHERE path = ?", (old_print(f.read()), path))
        db.commit()
        db.close()
        edit(f"{home}/posts/2026-11-17.md")
        path = f"{home}/posts/2026-11-18.md"
        was = text_of(path)
        with open(path, "w", encoding="utf-8", newline="") as f:
            f.write(was.replace("\n", line_ends))
        moved = home + "-new"
        os.rename(home, moved)
        r = night(moved, "posts/{date}.md", "19.xml", "full")
        judge(f"an older store, lines end in {line_ends!r}", r, f"{moved}/posts", home)
    home = new_home()
    two_nights(home, "posts/{date}.md")
    db = sqlite3.connect(f"{home}/{STORE}")
    db.execute("UPDATE pages SET sum = NULL, print = NULL, soon = NULL, form = NULL")
    db.commit()
    db.close()
    os.rename(home, home + "-new")
    r = night(home + "-new", "posts/{date}.md", "19.xml", "full")
    case("an oldest store, without prints: pages are found and repaired", r.status == 0 and WAITS not in text_of(f"{home}-new/posts/2026-11-18.md"), said(r))


whole_home()
copied_home()
blog()
store()
through_a_link()
two_places()
older_store()
done()
