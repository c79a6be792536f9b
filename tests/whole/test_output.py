#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""Where pages go: -o FILE and -o 'posts/{date}.md'. Written at once and whole, left alone when nothing changed, and never
replaced by a poorer page, with a store and without."""
import json
import os
import re
import resource
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "tools"))
from made import canned, chinese, feed, item, lines, record, write
from tap import DIGEST, ROOT, case, clean_env, done, equal, run, scratch, skip

os.umask(0o022)
STAYS = "stays as it is: the new page would lose "


def text_of(path):
    with open(path, encoding="utf-8") as f:
        return f.read()


def rows(page):
    """A page's table: id → summary."""
    return dict(re.findall(r"^\| \[\^\d+\] \| \[.*\]\(https://arxiv\.org/abs/([^)]+)\) \| (.*) \|$", page, re.M))


def trace(path):
    """What changes when a file is replaced."""
    s = os.stat(path)
    return s.st_ino, s.st_mtime_ns, s.st_size


def rest(folder):
    """All that lies below: nothing of a run may be left beside the pages."""
    return sorted(os.path.relpath(os.path.join(d, f), folder) for d, _, files in os.walk(folder) for f in files)


def three(day="2026-11-20", **more):
    return [record(f"2611.0000{i}", f"Paper {i}", version=1, announced=day, announce_type="new", summary=chinese(f"第{i}篇"), **more) for i in (1, 2, 3)]


def ran(name, r, status, out=b""):
    return case(name, r.status == status and (out is None or r.out == out), f"status {r.status}\n{r.msg}\n{r.text[:300]}")


# ---- One file ----

def one_file():
    home = scratch()
    write(f"{home}/p.jsonl", lines(*three()))
    shown = run("render", "p.jsonl", cwd=home)
    r = run("render", "p.jsonl", "-o", "new/sub/page.md", cwd=home)
    ran("-o: nothing on standard output", r, 0)
    page = f"{home}/new/sub/page.md"
    equal("-o: folders are made, the page is what standard output shows", text_of(page), shown.text)
    equal("-o: nothing else is left there", rest(f"{home}/new"), ["sub/page.md"])
    equal("-o: a new file's permissions are the umask's", os.stat(page).st_mode & 0o777, 0o644)
    before = trace(page)
    ran("-o again", run("render", "p.jsonl", "-o", page, cwd=home), 0)
    equal("-o again: an unchanged file is not touched", trace(page), before)
    os.chmod(page, 0o600)
    os.link(page, f"{home}/new/old.md")
    write(f"{home}/p.jsonl", lines(*three(), record("2611.00004", "Paper 4", announced="2026-11-20", summary=chinese("第4篇"))))
    ran("-o with a paper more", run("render", "p.jsonl", "-o", page, cwd=home), 0)
    equal("-o with a paper more: it is there", sorted(rows(text_of(page))), [f"2611.0000{i}" for i in (1, 2, 3, 4)])
    equal("-o with a paper more: permissions stay", os.stat(page).st_mode & 0o777, 0o600)
    equal("-o with a paper more: replaced in one step, a reader of the old file keeps it whole", text_of(f"{home}/new/old.md"), shown.text)
    equal("-o with a paper more: nothing is left", rest(f"{home}/new"), ["old.md", "sub/page.md"])
    old = os.umask(0o027)
    ran("-o under another umask", run("render", "p.jsonl", "-o", "other.md", cwd=home), 0)
    os.umask(old)
    equal("-o under another umask: its permissions", os.stat(f"{home}/other.md").st_mode & 0o777, 0o640)


def places():
    home = scratch()
    write(f"{home}/p.jsonl", lines(*three()))
    shown = run("render", "p.jsonl", cwd=home)
    for name in ("-", "/dev/stdout"):
        r = run("render", "p.jsonl", "-o", name, cwd=home)
        case(f"-o {name}: standard output", (r.status, r.out, r.err) == (0, shown.out, b""), r.msg)
    r = run("render", "p.jsonl", "-o", "/dev/full", cwd=home)
    ran("-o /dev/full", r, 74)
    case("-o /dev/full: says so", r.msg == "digest: /dev/full: cannot write: No space left on device\n", r.msg)
    if os.access("/dev/shm", os.W_OK):
        with tempfile.TemporaryDirectory(dir="/dev/shm") as folder:
            write(f"{folder}/page.md", shown.text + "a longer page of before\n" * 9)
            ran("-o /dev/shm/…", run("render", "p.jsonl", "-o", f"{folder}/page.md", cwd=home), 0)
            equal("-o /dev/shm/…: the page that was there is replaced, its end, too", text_of(f"{folder}/page.md"), shown.text)
    else:
        skip("-o /dev/shm/…", "cannot be written")
    os.makedirs(f"{home}/real")
    os.symlink("real/page.md", f"{home}/link.md")
    ran("-o a symbolic link to nothing", run("render", "p.jsonl", "-o", "link.md", cwd=home), 0)
    case("the link is followed and stays", os.readlink(f"{home}/link.md") == "real/page.md" and text_of(f"{home}/real/page.md") == shown.text)
    write(f"{home}/more.jsonl", lines(*three(), record("2611.00004", "Paper 4", announced="2026-11-20", summary=chinese("第4篇"))))
    ran("-o a symbolic link to a page", run("render", "more.jsonl", "-o", "link.md", cwd=home), 0)
    case("its target is replaced, the link stays", os.readlink(f"{home}/link.md") == "real/page.md" and len(rows(text_of(f"{home}/real/page.md"))) == 4)
    r = run("render", "p.jsonl", "-o", "link.md", cwd=home)
    case("what is behind a link is guarded, too", r.status == 3 and STAYS in r.msg and len(rows(text_of(f"{home}/real/page.md"))) == 4, r.msg)
    r = run("render", "p.jsonl", "-o", "real", cwd=home)
    case("-o a folder", r.status == 74 and r.msg == f"digest: {home}/real: cannot write: Is a directory\n", r.msg)
    r = run("render", "p.jsonl", "-o", "p.jsonl/page.md", cwd=home)
    case("-o below a file", r.status == 74 and "p.jsonl/page.md: cannot write: Not a directory" in r.msg, r.msg)
    before = trace(f"{home}/real/page.md")
    # No file may be larger than 5,000 bytes: the papers set aside for sorting are not, their page with all its escapes is.
    write(f"{home}/large.jsonl", lines(*(dict(r, abstract="*a*" * 270) for r in three()), record("2611.00004", announced="2026-11-20", summary=chinese())))
    p = subprocess.run([DIGEST, "render", "large.jsonl", "-o", "real/page.md"], cwd=home, env=clean_env(home), capture_output=True,
                       preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (5000, 5000)), check=False)
    case("a page that does not fit: 74, said", p.returncode == 74 and b"real/page.md" in p.stderr, f"{p.returncode} {p.stderr}")
    equal("a page that does not fit: the old one is as it was", trace(f"{home}/real/page.md"), before)
    equal("a page that does not fit: nothing is left", rest(f"{home}/real"), ["page.md"])


def braces():
    home = scratch()
    write(f"{home}/p.jsonl", lines(*three()))
    canned(f"{home}/sum", {})
    for pattern in ("{day}.md", "{date", "a{}.md", "{date}/{id}.md"):
        r = run("render", "p.jsonl", "-o", pattern, cwd=home)
        case(f"-o {pattern}: 2, and nothing is written", r.status == 2 and "only {date}, {week}, {month}, {year}, {category}, {profile} and {style} can stand in braces" in r.msg and rest(home) == ["p.jsonl", "sum"], r.msg)
    r = run("--input", "p.jsonl", "--gate", "off", "--summarizer", "./sum", "-o", "{day}.md", cwd=home)
    case("-o {day}.md: told before anything is read or asked", r.status == 2 and not os.path.exists(f"{home}/.local"), r.msg)
    ran("-o with {date} twice", run("render", "p.jsonl", "-o", "{date}/p-{date}.md", cwd=home), 0)
    equal("-o with {date} twice: both", len(rows(text_of(f"{home}/2026-11-20/p-2026-11-20.md"))), 3)


# ---- A page a day ----

A = feed("2026-11-19", item("2611.00001", "One"), item("2611.00002", "Two"))
B = feed("2026-11-20", item("2611.00002", "Two", 2, "replace"), item("2611.00003", "Three"))
KNOWN = {"2611.00001v1": "一", "2611.00002v1": "二", "2611.00002v2": "二", "2611.00003v1": "三", "2611.00004v1": "四"}
DAILY = ("-o", "posts/{date}.md")


def page(home, day):
    return f"{home}/posts/{day}.md"


def daily():
    home = scratch()
    write(f"{home}/a.xml", A)
    write(f"{home}/b.xml", B)
    canned(f"{home}/sum", KNOWN)
    whole = ("--gate", "off", "--summarizer", "./sum", *DAILY)
    ran("first day", run("--input", "a.xml", *whole, cwd=home), 0)
    equal("first day: one page", rest(f"{home}/posts"), ["2026-11-19.md"])
    equal("first day: its papers", rows(text_of(page(home, "2026-11-19"))), {"2611.00001": "一的要点。", "2611.00002": "二的要点。"})
    before = trace(page(home, "2026-11-19"))
    r = run("--input", "b.xml", *whole, cwd=home)
    case("second day: silent, though a paper of the first day is announced again", r.status == 0 and r.err == b"", r.msg)
    equal("second day: its papers, the new one first", list(rows(text_of(page(home, "2026-11-20")))), ["2611.00003", "2611.00002"])
    equal("second day: the first day's page is not touched", trace(page(home, "2026-11-19")), before)
    before = [trace(page(home, day)) for day in ("2026-11-19", "2026-11-20")]
    for args in (["--input", "b.xml", *whole], ["--input", "a.xml", "--input", "b.xml", *whole], ["render", "--all", *DAILY]):
        r = run(*args, cwd=home)
        case(f"the same again ({args[0]}): silent", r.status == 0 and r.out + r.err == b"", r.msg)
        equal("the same again: no page is touched", [trace(page(home, day)) for day in ("2026-11-19", "2026-11-20")], before)
    equal("the same again: no page is added, nothing is left", rest(f"{home}/posts"), ["2026-11-19.md", "2026-11-20.md"])

    # Another feed of the same day: its page has both.
    write(f"{home}/c.xml", feed("2026-11-20", item("2611.00004", "Four", categories=["cs.LG"])))
    ran("another feed of the second day", run("--input", "c.xml", *whole, cwd=home), 0)
    equal("another feed of the second day: the page has all of its papers", list(rows(text_of(page(home, "2026-11-20")))), ["2611.00004", "2611.00003", "2611.00002"])
    ran("--date, for a page in another place", run("render", "--date", "2026-11-20", "-o", "days/{date}/index.md", cwd=home), 0)
    equal("--date: that page only", rest(f"{home}/days"), ["2026-11-20/index.md"])
    ran("--since: the days from there on", run("render", "--since", "2026-11-19", "-o", "from/{date}.md", cwd=home), 0)
    equal("--since: a page a day, the paper of both days on both", [sorted(rows(text_of(f"{home}/from/{d}.md"))) for d in ("2026-11-19", "2026-11-20")],
          [["2611.00001", "2611.00002"], ["2611.00002", "2611.00003", "2611.00004"]])


def undated():
    home = scratch()
    write(f"{home}/p.jsonl", lines(*three(), record("2611.00009", "No Day", summary=chinese()), record("2611.00008", "Nor This", summary=chinese())))
    r = run("render", "p.jsonl", *DAILY, cwd=home)
    case("records without a day: 3, named", r.status == 3 and "2611.00008" in r.msg and "2611.00009" in r.msg and "2611.00001" not in r.msg, r.msg)
    equal("records without a day: the others have their page", [rest(f"{home}/posts"), sorted(rows(text_of(page(home, "2026-11-20"))))],
          [["2026-11-20.md"], ["2611.00001", "2611.00002", "2611.00003"]])
    write(f"{home}/bad.jsonl", lines(record("2611.00007", "A Day That Is None", announced="../../etc", summary=chinese())))
    r = run("render", "bad.jsonl", *DAILY, cwd=home)
    case("a day that is none names no file", r.status == 65 and rest(f"{home}/posts") == ["2026-11-20.md"] and '"announced" is "../../etc"' in r.msg, r.msg)
    # In the store they go to the day that they came in: 2026-11-21 in New York.
    ran("the store: without a day", run("--input", "p.jsonl", *DAILY, cwd=home, now=1795280400), 0)
    equal("the store: they go to the day that they came in", sorted(rows(text_of(page(home, "2026-11-21")))), ["2611.00008", "2611.00009"])


# ---- No poorer page ----

def guarded():
    """A page of three papers, then poorer ones: with a store, from files, one file and a page a day."""
    for how, target in (("FILE", "posts/2026-11-20.md"), ("PATTERN", "posts/{date}.md")):
        home = scratch()
        write(f"{home}/three.jsonl", lines(*three()))
        write(f"{home}/two.jsonl", lines(*three()[:2]))
        write(f"{home}/other.jsonl", lines(*three()[:2], record("2611.00004", "Paper 4", announced="2026-11-20", summary=chinese("四"))))
        lost = three()
        del lost[1]["summary"]
        write(f"{home}/lost.jsonl", lines(*lost))
        write(f"{home}/more-lost.jsonl", lines(*lost, record("2611.00004", "Paper 4", announced="2026-11-20", summary=chinese("四"))))
        write(f"{home}/none.jsonl", "")
        p = page(home, "2026-11-20")
        ran(f"{how}: three papers", run("render", "three.jsonl", "-o", target, cwd=home), 0)
        before = trace(p)
        poorer = [("two.jsonl", "1 of its 3 papers"), ("lost.jsonl", "1 summary")]
        if how == "PATTERN":
            poorer += [("other.jsonl", "1 of its 3 papers"), ("more-lost.jsonl", "1 summary")]
        else:
            poorer += [("none.jsonl", "3 of its 3 papers")]
        for source, loss in poorer:
            r = run("render", source, "-o", target, cwd=home)
            case(f"{how}: {source}: 3, and it says what would be lost", r.status == 3 and f"{p}: {STAYS}{loss} " in r.msg and len(r.msg.splitlines()) == 1, r.msg)
            equal(f"{how}: {source}: the page is not touched", trace(p), before)
        equal(f"{how}: nothing is left beside it", rest(f"{home}/posts"), ["2026-11-20.md"])
        r = run("render", "three.jsonl", "--limit", "2", "-o", target, cwd=home)
        case(f"{how}: --limit 2: a page with fewer papers is poorer", r.status == 3 and STAYS in r.msg, r.msg)
        equal(f"{how}: --limit 2: the page is not touched", trace(p), before)
        os.remove(p)
        ran(f"{how}: --limit 2 on a new page", run("render", "three.jsonl", "--limit", "2", "-o", target, cwd=home), 0)
        equal(f"{how}: --limit 2 on a new page: the first two in its order", list(rows(text_of(p))), ["2611.00003", "2611.00002"])
        ran(f"{how}: without the limit again", run("render", "three.jsonl", "-o", target, cwd=home), 0)
        equal(f"{how}: without the limit again: all", len(rows(text_of(p))), 3)


def every_page():
    """Without a store the pages themselves say what they show: of every style, in every format, in both languages."""
    for style in ("footnote", "notes", "qa", "essay", "brief"):
        with open(f"{ROOT}/templates/{style}/schema.json", encoding="utf-8") as f:
            full = filled(json.load(f)["properties"])
        good = [record(f"2611.0000{i}", f"Paper {i}", announced="2026-11-20", abstract="We show it.", summary={"style": style, **full}) for i in (1, 2, 3)]
        for name, at, lost in (("the last summary", 0, {"status": "pending", "reason": "no answer"}), ("a summary, an extract instead", 1, {"status": "extract", "tldr": "We show it."})):
            for form in ("md", "html", "atom", "json", "text"):
                for lang in ("zh-Hans", "en"):
                    home = scratch()
                    write(f"{home}/good.jsonl", lines(*good))
                    write(f"{home}/lost.jsonl", lines(*({**r, "summary": lost} if i == at else r for i, r in enumerate(good))))
                    args = ("--style", style, "--format", form, "--lang", lang, "-o", "page")
                    what = f"{style}, {form}, {lang}: {name}"
                    first = run("render", "good.jsonl", *args, cwd=home)
                    before = text_of(f"{home}/page")
                    r = run("render", "lost.jsonl", *args, cwd=home)
                    case(f"{what}: lost, and said", first.status == 0 and r.status == 3 and f"{STAYS}1 summary " in r.msg, first.msg + r.msg)
                    equal(f"{what}: the page stays", text_of(f"{home}/page"), before)
                    waits = 3 if lost["status"] == "pending" and form != "json" else 0
                    equal(f"{what}: the better page comes", (run("render", "lost.jsonl", *args[:-1], "new", cwd=home).status, run("render", "good.jsonl", *args[:-1], "new", cwd=home).msg,
                                                             text_of(f"{home}/new") == before), (waits, "", True))


def filled(properties):
    """A summary with all fields of a schema."""
    def value(p):
        if "enum" in p:
            return p["enum"][0]
        kind = p.get("type", "string")
        if kind == "array":
            return [value(p["items"])] * 2
        if kind == "object":
            return {k: value(v) for k, v in p["properties"].items()}
        return p.get("minimum", 3) if kind in ("integer", "number") else "它好在灯亮。"
    return {name: value(p) for name, p in properties.items()}


def another_day():
    """A file for today's page: yesterday's gives way, whatever papers the two share, and however many there are."""
    for store in ("digest.db", "none"):
        home = scratch()
        write(f"{home}/a.xml", A)
        write(f"{home}/b.xml", feed("2026-11-20", item("2611.00002", "Two", 2, "replace", abstract="Now we show it better."), item("2611.00003", "Three")))
        write(f"{home}/none.xml", feed("2026-11-21"))
        canned(f"{home}/sum", {k: KNOWN[k] for k in ("2611.00001v1", "2611.00002v1", "2611.00003v1")})
        args = ("--store", store, "--gate", "off", "--summarizer", "./sum", "-o", "today.md")
        ran(f"store {store}: the first day", run("--input", "a.xml", *args, cwd=home), 0)
        r = run("--input", "b.xml", *args, cwd=home)
        case(f"store {store}: the second day: a paper that waits is named", r.status == 3 and "2611.00002" in r.msg and STAYS not in r.msg, r.msg)
        equal(f"store {store}: the second day's page is there, though the first day's papers and a summary are gone",
              rows(text_of(f"{home}/today.md")), {"2611.00003": "三的要点。", "2611.00002": "待摘要"})
        before = trace(f"{home}/today.md")
        r = run("--input", "none.xml", *args, cwd=home)
        case(f"store {store}: a day without announcements: all is well, the page stays", r.status == 0 and trace(f"{home}/today.md") == before, r.msg)
    home = scratch()
    write(f"{home}/a.xml", A)
    ran("the store's pages", run("--input", "a.xml", "-o", "today.md", cwd=home), 0)
    before = trace(f"{home}/today.md")
    r = run("render", "--date", "2026-11-25", "-o", "today.md", cwd=home)
    case("a day without papers does not replace another day's page, and nothing is lost: 66", r.status == 66 and "2026-11-25: never got" in r.msg and trace(f"{home}/today.md") == before, r.msg)
    r = run("render", "--date", "2026-11-19", "--announce", "replace-cross", "-o", "today.md", cwd=home)
    case("no papers of a day that the page shows: 3, the page stays", r.status == 3 and STAYS in r.msg and trace(f"{home}/today.md") == before, r.msg)
    r = run("render", "--store", "other.db", "-o", "today.md", cwd=home)
    case("a store that is not there: 66, the page stays", r.status == 66 and "there is no such store" in r.msg and not os.path.exists(f"{home}/other.db") and trace(f"{home}/today.md") == before, r.msg)


def pending():
    """Summaries that come later make the page better; those that go missing do not make it worse."""
    for store in ("digest.db", "none"):
        for target in ("posts/2026-11-19.md", "posts/{date}.md"):
            home = scratch()
            write(f"{home}/a.xml", A)
            canned(f"{home}/half", {"2611.00001v1": "一"})
            canned(f"{home}/all", KNOWN)
            canned(f"{home}/gone", {}, fatal="no balance")
            args = ("--input", "a.xml", "--store", store, "-o", target)
            p, name = page(home, "2026-11-19"), f"store {store}, -o {target}"
            r = run(*args, "--gate", "off", "--summarizer", "./half", cwd=home)
            case(f"{name}: one waits", r.status == 3 and "2611.00002" in r.msg and rows(text_of(p)) == {"2611.00001": "一的要点。", "2611.00002": "待摘要"}, r.msg)
            ran(f"{name}: its summary comes later", run(*args, "--gate", "off", "--summarizer", "./all", cwd=home), 0)
            equal(f"{name}: the page is better for it", rows(text_of(p)), {"2611.00001": "一的要点。", "2611.00002": "二的要点。"})
            before = trace(p)
            r = run(*args, "--gate", "off", "--summarizer", "./gone", cwd=home)
            if store == "none":
                case(f"{name}: no summaries: 3, the page stays", r.status == 3 and f"{STAYS}2 summaries " in r.msg, r.msg)
            else:
                case(f"{name}: those in the store are not asked for again", r.status == 0 and r.err == b"", r.msg)
            equal(f"{name}: the page is not touched", trace(p), before)
            r = run(*args, cwd=home)
            case(f"{name}: nor is it by extracts", r.status == (3 if store == "none" else 0) and trace(p) == before, r.msg)


def same_number():
    """Old identifiers share numbers between archives."""
    home = scratch()
    write(f"{home}/p.jsonl", lines(*(record(i, f"Paper {i}", announced="1999-01-04", summary=chinese()) for i in ("hep-th/9901001", "math/9901001", "hep-th/9901002"))))
    ran("fetch old identifiers", run("fetch", "--input", "p.jsonl", cwd=home), 0)
    for turn in ("first", "again"):
        ran(f"old identifiers that share a number: {turn}", run("render", "--all", "-o", "page.md", cwd=home), 0)
        equal(f"old identifiers that share a number: {turn}: each has its row", list(rows(text_of(f"{home}/page.md"))),
              ["hep-th/9901002", "hep-th/9901001", "math/9901001"])


def search_results():
    """Papers without days, as a search gives them: its page follows the results, until they vanish."""
    home = scratch()
    ids = [f"2611.0000{i}" for i in range(1, 7)]
    for name, some in (("first", ids[:4]), ("second", ids[1:5]), ("fewer", ids[2:4])):
        write(f"{home}/{name}.jsonl", lines(*(record(i, f"Paper {i}", summary=chinese()) for i in some)))
    for store in ("digest.db", "none"):
        args = ("--store", store, "-o", f"{store}.md")
        ran(f"store {store}: search results", run("--input", "first.jsonl", *args, cwd=home), 0)
        ran(f"store {store}: other results", run("--input", "second.jsonl", *args, cwd=home), 0)
        equal(f"store {store}: other results: the page follows", sorted(rows(text_of(f"{home}/{store}.md"))), ids[1:5])
        r = run("--input", "fewer.jsonl", *args, cwd=home)
        case(f"store {store}: fewer results and none that is new: the page stays", r.status == 3 and f"{STAYS}2 of its 4 papers" in r.msg, r.msg)


one_file()
places()
braces()
daily()
undated()
guarded()
every_page()
another_day()
pending()
same_number()
search_results()
done()
