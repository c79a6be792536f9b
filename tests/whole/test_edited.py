#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""What the user wrote stays: a page whose body was changed by hand is written over by no command, ours lies beside it as NAME.new;
front matter that was changed is kept; what git, editors and formatters change is no edit. And a page stays of its form."""
import json
import os
import re
import shutil
import subprocess
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "tools"))
from made import canned, chinese, feed, item, lines, record, write
from tap import case, clean_env, done, equal, run, scratch, skip

ONE, TWO, THREE = (f"2611.0000{i}" for i in (1, 2, 3))
DAY = "2026-11-18"
WORD = "\nA word of mine.\n"
WAITS = "待摘要"
DAILY = ("-o", "posts/{date}.md")


class Home:
    def __init__(self, *args, name="{date}.md"):
        self.folder, self.more, self.name = scratch(), args, name
        canned(f"{self.folder}/half", {TWO + "v1": "二"})
        canned(f"{self.folder}/full", {i + "v1": w for i, w in ((ONE, "一"), (TWO, "二"), (THREE, "三"))})
        write(f"{self.folder}/a.xml", feed(DAY, item(ONE, "One"), item(TWO, "Two")))
        write(f"{self.folder}/b.xml", feed("2026-11-19", item(THREE, "Three")))
        write(f"{self.folder}/more.xml", feed(DAY, item(ONE, "One"), item(TWO, "Two"), item(THREE, "Three", categories=("cs.CL",))))

    def run(self, *args):
        return run(*args, cwd=self.folder)

    def night(self, source="a.xml", who="full", *args):
        return self.run("--input", source, "--summarizer", f"./{who}", "--gate", "off", "-o", f"posts/{self.name}", *self.more, *args)

    def path(self, day=DAY):
        return f"{self.folder}/posts/{self.name.replace('{date}', day)}"

    def page(self, day=DAY):
        with open(self.path(day), encoding="utf-8", newline="") as f:
            return f.read()

    def put(self, text, day=DAY):
        with open(self.path(day), "w", encoding="utf-8", newline="") as f:
            f.write(text)

    def beside(self):
        try:
            with open(self.path() + ".new", encoding="utf-8") as f:
                return f.read()
        except FileNotFoundError:
            return None

    def trace(self, day=DAY):
        s = os.stat(self.path(day))
        return s.st_ino, s.st_mtime_ns, s.st_size


def said(r):
    return f"status {r.status}\n{r.msg}{r.text[:300]}"


def by_every_command():
    """Each command that can write the page, over one that waits and was changed."""
    commands = [("the same night's second run", lambda h: h.night()),
                ("the run with --since", lambda h: h.night("a.xml", "full", "--since", DAY)),
                ("the run with a paper more", lambda h: h.night("more.xml")),
                ("repair by the next night", lambda h: h.night("b.xml")),
                ("render -o", lambda h: h.run("render", "--date", DAY, *DAILY)),
                ("render -o FILE", lambda h: h.run("render", "--date", DAY, "-o", f"posts/{DAY}.md")),
                ("render --all", lambda h: h.run("render", "--all", *DAILY)),
                ("render FILE -o", lambda h: h.run("render", "whole.jsonl", *DAILY))]
    for name, command in commands:
        h = Home()
        h.night("a.xml", "half")
        write(f"{h.folder}/whole.jsonl", lines(*(record(i, announced=DAY, announce_type="new", summary=chinese("题")) for i in (ONE, TWO))))
        if name.startswith("render"):
            h.run("summarize", "--all", "--summarizer", "./full", "--gate", "off")
        ours = h.page()
        h.put(ours.replace("# 详细", "# 我的" + WORD))
        theirs, before = h.page(), h.trace()
        r = command(h)
        case(f"{name}: the page is not touched", h.page() == theirs and h.trace() == before, said(r))
        told = [x for x in r.msg.splitlines() if h.path() in x]
        case(f"{name}: 3, said in one line, with what it lacks and the way out", r.status == 3 and len(told) == 1 and "changed by hand" in told[0] and
             "without" in told[0] and "1 summary" in told[0] and f"{DAY}.md.new" in told[0] and "--overwrite" in told[0], said(r))
        new = h.beside()
        case(f"{name}: ours is beside it, whole", new is not None and WAITS not in new and "A word of mine" not in new and new.count("\n| [^") >= 2, new)
        r = command(h)
        case(f"{name}, again: silence, nothing changes", r.status == 0 and h.path() not in r.msg and h.page() == theirs and h.beside() == new, said(r))
        os.replace(h.path() + ".new", h.path())
        r = command(h)
        case(f"{name}: ours, taken, is ours", r.status == 0 and h.page() == new and h.beside() is None, said(r))
        h.put(new + WORD)
        if name.startswith("repair"):  # it looks at pages that lack something
            r = command(h)
            case(f"{name}: nothing is lacking, so nothing is said", r.status == 0 and r.err == b"" and h.page() == new + WORD and h.beside() is None, said(r))
            continue
        r = command(h)
        case(f"{name}: changed once more, it is said once more", r.status == 3 and "changed by hand" in r.msg and h.page() == new + WORD and h.beside() == new, said(r))
        h.put(new)
        r = command(h)
        case(f"{name}: as it was, it is ours, and nothing is beside it", r.status == 0 and h.page() == new and h.beside() is None, said(r))


def ways_back():
    h = Home()
    h.night("a.xml", "half")
    ours = h.page()
    h.put(ours + WORD)
    h.night()
    r = h.run("render", "--date", DAY, *DAILY, "--overwrite")
    case("--overwrite takes ours", r.status == 0 and WORD not in h.page() and WAITS not in h.page() and h.beside() is None, said(r))
    h.put(h.page() + WORD)
    r = h.night("a.xml", "full", "--overwrite")
    case("so it does in a run", r.status == 0 and WORD not in h.page(), said(r))
    # Somebody's own change comes to what ours would be.
    h = Home()
    h.night("a.xml", "half")
    ours = h.page()
    h.put(ours + WORD)
    h.night()
    new = h.beside()
    h.put(new)
    before = h.trace()
    r = h.night()
    case("a page that says the same as ours: it is ours, untouched, and NAME.new goes", r.status == 0 and h.trace() == before and h.beside() is None, said(r))
    # NAME.new that is somebody's own, or was taken away.
    h = Home()
    h.night("a.xml", "half")
    h.put(h.page() + WORD)
    write(h.path() + ".new", "mine\n")
    r = h.night()
    case("another file of that name is left alone, and it is said", h.beside() == "mine\n" and "a file of yours is called 2026-11-18.md.new" in r.msg and r.status == 3, said(r))
    h = Home()
    h.night("a.xml", "half")
    h.put(h.page() + WORD)
    h.night()
    os.remove(h.path() + ".new")
    r = h.night()
    case("NAME.new that was taken away does not come again for the same", h.beside() is None and r.status == 0, said(r))
    r = h.night("more.xml")
    case("but for more", h.beside() is not None and THREE in h.beside(), said(r))
    os.remove(h.path())
    r = h.night("more.xml")
    case("the page removed, the run writes it, and NAME.new goes", THREE in h.page() and h.beside() is None and r.status == 0, said(r))
    # A page of several days, one file.
    h = Home(name="today.md")
    h.night("a.xml")
    h.put(h.page() + WORD)
    r = h.night("b.xml")
    case("one file for every night: changed, it stays too", r.status == 3 and WORD in h.page() and THREE in (h.beside() or ""), said(r))


def no_edit():
    """The page's text after each of these is what it was: a better one replaces it, an equal one does not touch it."""
    changes = [("CR LF", lambda t: t.replace("\n", "\r\n")), ("blanks at the ends of lines", lambda t: t.replace("\n", "  \n")), ("tabs there", lambda t: t.replace("\n", "\t\n")),
               ("no newline at the end", lambda t: t.rstrip("\n")), ("more newlines at the end", lambda t: t + "\n\n\n"), ("a byte order mark", lambda t: "\ufeff" + t),
               ("newlines at the start", lambda t: "\n\n" + t if not t.startswith(("---", "+++")) else t),
               ("a table as formatters set it", lambda t: re.sub(r"^\| (---|Ref) +\|", lambda m: "| " + (m[1][0] * 12 if m[1] == "---" else "Ref         ") + " |", t, flags=re.M)),
               ("all of it", lambda t: "\ufeff" + t.replace("\n", " \t\r\n") + "\r\n")]
    for form, args in (("portable", ()), ("hugo", ("--dialect", "hugo")), ("html", ("--format", "html")), ("text", ("--format", "text")), ("json", ("--format", "json")),
                       ("atom", ("--format", "atom"))):
        name = "{date}" + {"html": ".html", "text": ".txt", "json": ".jsonl", "atom": ".atom"}.get(form, ".md")
        for what, change in changes:
            if form not in ("portable", "hugo") and what == "a table as formatters set it":
                continue
            h = Home(*args, name=name)
            h.night("a.xml", "half")
            h.put(change(h.page()))
            before = h.trace()
            r = h.night("a.xml", "half")
            case(f"{form}, {what}: an equal page does not touch it", h.trace() == before and "by hand" not in r.msg, said(r))
            r = h.night("b.xml")
            case(f"{form}, {what}: it is repaired", r.status == 0 and WAITS not in h.page() and h.beside() is None and "by hand" not in r.msg, said(r))
            fresh = h.run("render", "--date", DAY, *args, "-o", "fresh/" + name)
            with open(f"{h.folder}/fresh/{name.replace('{date}', DAY)}", encoding="utf-8", newline="") as f:
                equal(f"{form}, {what}: with our bytes", (fresh.status, h.page()), (0, f.read()))
    for what, change in (("a letter", lambda t: t.replace("Two", "Twa", 1)), ("a row less", lambda t: re.sub(r"^\| \[\^1\].*\n", "", t, flags=re.M)),
                         ("blanks before a line", lambda t: t.replace("    Two", "      Two", 1)), ("a blank line less", lambda t: t.replace("\n\n# 详细", "\n# 详细"))):
        h = Home()
        h.night("a.xml", "half")
        h.put(change(h.page()))
        theirs = h.page()
        r = h.night("b.xml")
        case(f"{what} is an edit", r.status == 3 and h.page() == theirs and h.beside() is not None, said(r))


def split(page, kind):
    """(front matter, body) of a page of ours."""
    ends = {"yaml": "\n---\n", "toml": "\n+++\n", "json": "\n}\n", "pelican": "\n\n"}
    if kind == "none":
        return "", page
    at = page.index(ends[kind], 1) + len(ends[kind])
    while page[at] == "\n":
        at += 1
    return page[:at], page[at:]


def front_matter():
    """Changed, replaced, removed or put there by hand: kept while the body is repaired."""
    hands = {"yaml": lambda f: f.replace("---\n", "---\ndraft: true\n", 1), "toml": lambda f: f.replace("+++\n", "+++\ndraft = true\n", 1),
             "json": lambda f: f.replace("{\n", '{\n  "tags": ["a}{\\"", "b"],\n  "draft": true,\n', 1), "pelican": lambda f: "Status: draft\n" + f,
             "none": lambda f: "---\ntitle: mine\n---\n\n"}
    cases = [("hugo", "yaml"), ("hugo", "toml"), ("hugo", "json"), ("zola", "toml"), ("pelican", "pelican"), ("portable", "none"), ("gfm", "none"), ("honkit", "none"),
             ("portable", "yaml"), ("hexo", "yaml"), ("hugo", "none"), ("exact", "none")]
    for dialect, kind in cases:
        args = ("--dialect", dialect, "--front-matter", kind)
        for what, change in (("changed", hands[kind]), ("replaced", lambda f: "+++\nx = 1\n+++\n" if kind == "yaml" else "---\nx: 1\nlist:\n\n  - ---\n---\n\n\n"),
                             ("removed", lambda f: ""), ("changed, CR LF", lambda f: hands[kind](f).replace("\n", "\r\n"))):
            if (what == "removed" and kind == "none") or dialect == "exact" and what != "changed":
                continue
            h = Home(*args)
            h.night("a.xml", "half")
            front, body = split(h.page(), kind)
            mine = change(front)
            h.put(mine + body)
            before = h.trace()
            r = h.night("a.xml", "half")
            name = f"{dialect}, {kind}, {what}"
            case(f"{name}: nothing new: not touched, nothing said of it", h.trace() == before and "by hand" not in r.msg and h.beside() is None, said(r))
            if dialect == "exact":  # a paper without Chinese is not there: a page of a day comes again with the day
                r = h.night("a.xml")
            else:
                r = h.night("b.xml")
            whole = split(h.run("render", "--date", DAY, *args).text, kind)[1]
            equal(f"{name}: kept, the body is repaired", (r.status, h.page()), (0, mine.replace("\r\n", "\n") + whole))
            before = h.trace()
            r = h.night()
            case(f"{name}: the next run leaves it so", r.status == 0 and h.trace() == before, said(r))
            h.put(h.page() + WORD)
            r = h.night("more.xml")
            case(f"{name}: with the body changed too: the page stays, ours has their front matter", WORD in h.page() and (h.beside() or "").startswith(mine.replace("\r\n", "\n"))
                 and THREE in h.beside(), f"{said(r)}{h.beside()}")
            r = h.run("render", "--date", DAY, *args, *DAILY, "--overwrite")
            equal(f"{name}: --overwrite takes ours whole", (r.status, h.page(), h.beside()), (0, h.run("render", "--date", DAY, *args).text, None))
    # What begins so and is none.
    h = Home()
    h.night("a.xml", "half")
    h.put("---\n\n" + h.page())
    r = h.night("b.xml")
    case("a rule at the start is no front matter: the body is changed", r.status == 3 and h.page().startswith("---\n\n2026") and h.beside() is not None, said(r))
    h = Home("--dialect", "hugo")
    h.night("a.xml", "half")
    h.put(h.page().replace("---\n", "---\nlong: " + "x" * 70000 + "\n", 1))
    r = h.night("b.xml")
    case("front matter beyond 64 KiB: the page stays whole", r.status == 3 and "x" * 70000 in h.page() and h.beside() is not None, said(r))


def unknown_files():
    """A file that the store does not know, and --store none: as long as the new page is no poorer."""
    h = Home()
    write(f"{h.folder}/posts/{DAY}.md", "Something of mine.\n")
    r = h.night()
    case("a file that the store does not know is replaced", r.status == 0 and "One" in h.page() and h.beside() is None, said(r))
    h = Home("--store", "none")
    h.night("a.xml", "half")
    h.put(h.page() + WORD)
    r = h.night()
    case("--store none: a better page replaces it", r.status == 0 and WORD not in h.page() and WAITS not in h.page(), said(r))
    h.put(h.page() + WORD)
    r = h.night("a.xml", "half")
    case("--store none: a poorer one does not", r.status == 3 and WORD in h.page() and "would lose 1 summary" in r.msg, said(r))
    h = Home("--store", "none")
    h.night()
    h.put(h.page().replace("\n", "\r\n"))
    before = h.trace()
    r = h.night()
    case("--store none: an equal one does not touch it", r.status == 0 and h.trace() == before, said(r))


def forms():
    """A page does not become one of another form: said each time, and 3; --overwrite does it."""
    record_of = lines(*(record(i, announced=DAY, announce_type="new", summary=chinese("题")) for i in (ONE, TWO)))
    for what, args in (("another dialect", ("--dialect", "hugo")), ("another format", ("--format", "html")), ("another language", ("--lang", "en")),
                       ("another style", ("--style", "brief"))):
        h = Home()
        h.night()
        write(f"{h.folder}/whole.jsonl", record_of)
        before = h.trace()
        for name, command in (("render", ("render", "--date", DAY)), ("render FILE", ("render", "whole.jsonl")), ("the run", ("--input", "a.xml", "--summarizer", "./full", "--gate", "off"))):
            for _ in (1, 2):
                r = h.run(*command, *args, *DAILY)
                told = [x for x in r.msg.splitlines() if h.path() in x and "it is a page of style footnote, format md, dialect portable, language zh-Hans" in x and "--overwrite" in x]
                case(f"{what}, {name}: the page stays, 3, said", r.status == 3 and h.trace() == before and len(told) == 1 and h.beside() is None, said(r))
        r = h.run("render", "--date", DAY, *args, *DAILY, "--overwrite")
        want = h.run("render", "--date", DAY, *args).text
        case(f"{what}: --overwrite", r.status == 0 and h.page() == want, said(r))
        before = h.trace()
        r = h.run("render", "--date", DAY, *args, *DAILY)
        case(f"{what}: then it is of that form", r.status == 0 and h.trace() == before, said(r))
        h = Home()
        h.night("a.xml", "half")
        for name, command in (("the run", ("--input", "a.xml", "--summarizer", "./full", "--gate", "off")), ("render", ("render", "--date", DAY)), ("another file's run", ("--input", "b.xml", "--summarizer", "./full", "--gate", "off"))):
            r = h.run(*command, *args, *DAILY)
            case(f"{what}, {name}: that a page which waits stays is said once", len([x for x in r.msg.splitlines() if h.path() in x]) == 1, said(r))
    for args in (("--title", "both"), ("--labels", "id"), ("--math", "text"), ("--details", "anchors"), ("--front-matter", "yaml")):
        h = Home()
        h.night()
        r = h.run("render", "--date", DAY, *args, *DAILY)
        case(f"{' '.join(args)} is no other form", r.status == 0 and h.page() == h.run("render", "--date", DAY, *args).text, said(r))


def poorer():
    """--overwrite takes what is the user's own; papers and summaries it does not give up. The way to that is said, and is another one."""
    both = [record(i, announced=DAY, announce_type="new", summary=chinese("题")) for i in (ONE, TWO)]
    for what, less, lost in (("a paper less", both[:1], "1 of its 2 papers"), ("a summary less", [both[0], record(TWO, announced=DAY, announce_type="new")], "1 summary")):
        for edit in (False, True):
            h = Home()
            h.night()
            write(f"{h.folder}/less.jsonl", lines(*less))
            h.put(h.page() + (WORD if edit else ""))
            before = h.trace()
            for words in ((), ("--overwrite",), ("--overwrite", "--dialect", "hugo")):
                r = h.run("render", "less.jsonl", *DAILY, *words)
                case(f"{what}, {'changed by hand' if edit else 'ours'}, {' '.join(words)}: the page stays, 3, one line with the way out",
                     r.status == 3 and h.trace() == before and h.beside() is None and f"would lose {lost} (remove the file to have it all the same)" in r.msg and r.msg.count(h.path()) == 1, said(r))
            os.remove(h.path())
            r = h.run("render", "less.jsonl", *DAILY)
            case(f"{what}, {'changed by hand' if edit else 'ours'}: without the file it comes", r.status == 0 and h.page() == h.run("render", "less.jsonl").text, said(r))


SITES = [  # generator, dialect, its pages' names, what is beside them, a file that it needs, how it is run in the site's folder
    ("hugo", "hugo", "content/posts/{date}.md", ".new", ("hugo.toml", 'baseURL = "http://x/"\n'), ("hugo", "-d", "out")),
    ("jekyll", "jekyll", "_posts/{date}-digest.md", ".new~", ("_config.yml", "title: x\n"), ("jekyll", "build", "-d", "out")),
    ("mkdocs", "mkdocs", "docs/{date}.md", ".new", ("mkdocs.yml", "site_name: x\nsite_dir: out\n"), ("mkdocs", "build")),
    ("pelican", "pelican", "content/{date}.md", ".new", ("pelicanconf.py", "TIMEZONE = 'UTC'\n"), ("pelican", "content", "-o", "out")),
]


def generators():
    """No generator makes a page of what lies beside one."""
    for name, dialect, pattern, suffix, (config, text), words in SITES:
        if not shutil.which(name):
            skip(f"{name}: NAME.new", "not installed")
            continue
        h = Home("--dialect", dialect, name=pattern)
        h.night("a.xml", "half")
        h.put(h.page().replace("Two", "Twain"))
        r = h.night()
        ours = h.path() + suffix
        case(f"{name}: ours is beside the page", r.status == 3 and os.path.exists(ours), said(r))
        site = f"{h.folder}/posts"
        write(f"{site}/{config}", text)
        if name == "hugo":
            write(f"{site}/layouts/_default/single.html", "{{ .Content }}")
            write(f"{site}/layouts/_default/list.html", "{{ range .Pages }}{{ .Content }}{{ end }}")
        p = subprocess.run(words, cwd=site, env=clean_env(h.folder), stdin=subprocess.DEVNULL, capture_output=True, check=False)
        pages = {os.path.join(d, n): open(os.path.join(d, n), encoding="utf-8", errors="replace").read()
                 for d, _, names in os.walk(f"{site}/out") for n in names if n.endswith(".html")}
        case(f"{name}: the site has the user's page", p.returncode == 0 and any("Twain" in t for t in pages.values()), f"{p.returncode} {p.stderr[-600:]}{sorted(pages)}")
        made = [n for n, t in pages.items() if re.search(r">\s*Two\s*<", t)]
        made += [os.path.join(d, n) for d, _, names in os.walk(f"{site}/out") for n in names if n.endswith((".new", ".new~")) and name in ("jekyll", "pelican")]
        case(f"{name}: and none of ours", made == [], made)


def report():
    """The report names what was said."""
    h = Home()
    h.night("a.xml", "half")
    h.put(h.page() + WORD)
    h.night("b.xml", "full", "--report", "report.json")
    with open(f"{h.folder}/report.json", encoding="utf-8") as f:
        told = json.load(f)
    case("the report has the line, and no repaired page", "changed by hand" in json.dumps(told) and told["repaired"] == [], told)


by_every_command()
ways_back()
no_edit()
front_matter()
poorer()
unknown_files()
forms()
generators()
report()
done()
