#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""Which papers a page shows, and in which order: a store filled from feeds of several days, and records from files."""
import os
import re
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "tools"))
from made import canned, chinese, feed, item, lines, record, write
from tap import at, case, done, equal, run, scratch

HOME = scratch()
# Five days. 2610.00001 comes as new, is cross-listed a day later and replaced twice; 2610.00002 is in two feeds of one day.
DAYS = {
    "2026-11-16": [[item("2610.00001", "Alpha", 1, "new", ["cs.CL", "cs.LG"]), item("2610.00002", "Beta", 1, "new", ["math.IT", "cs.IT"]),
                    item("hep-th/9901002", "Old Two", 3, "replace", ["hep-th"]), item("hep-th/9901001", "Old One", 2, "replace", ["hep-th", "math-ph"])],
                   [item("2610.00002", "Beta", 1, "cross", ["cs.IT", "math.IT"]), item("2610.00003", "Gamma", 1, "new", ["q-fin.ST"])]],
    "2026-11-17": [[item("2610.00001", "Alpha", 1, "cross", ["cs.CL", "cs.LG"]), item("2610.00004", "Delta", 1, "new", ["stat.ML"])]],
    "2026-11-18": [[item("2610.00001", "Alpha", 2, "replace", ["cs.CL", "cs.LG"]), item("2610.00004", "Delta", 1, "replace-cross", ["stat.ML", "cs.LG"]),
                    item("2609.99999", "Earlier Month", 1, "new", ["cs.CL"]), item("2610.00010", "Ten", 1, "new", ["cs.CL"]), item("math/0309136", "Old Math", 1, "new", ["math.CO"])]],
    "2026-11-20": [[item("2610.00001", "Alpha", 3, "replace", ["cs.CL", "cs.LG"]), item("2610.00020", "Twenty", 1, "replace", ["econ.TH"]), item("2610.00021", "Twenty-one", 1, "cross", ["econ.EM"])]],
}
A, B, G, D = "2610.00001", "2610.00002", "2610.00003", "2610.00004"


def fill():
    n = 0
    for day, feeds in DAYS.items():
        for items in feeds:
            write(f"{HOME}/f{n}.xml", feed(day, *items))
            r = run("fetch", "--store", "s.db", "--input", f"f{n}.xml", cwd=HOME)
            case(f"fetch feed {n} of {day}", r.status == 0 and r.err == b"", r.msg)
            n += 1
    write(f"{HOME}/undated.jsonl", lines(record("2511.00001", "No Day", categories=["cs.CL"], published="2025-11-01T10:00:00Z"),
                                         record("2511.00002", "Nor This", categories=["math.NT"], published="2025-11-02T23:59:59Z")))
    r = run("fetch", "--store", "s.db", "--input", "undated.jsonl", cwd=HOME, now=1795280400)
    case("fetch papers without days", r.status == 0 and r.err == b"", r.msg)


NEVER = "never got, so nothing is known"


def shown(*args, files=(), status=0, err=b""):
    r = run("render", *([] if files else ["--store", "s.db"]), *args, *files, cwd=HOME, now=1795280400)  # 2026-11-21
    if r.status != status or (err is not None and r.err != err):
        return f"status {r.status} {r.msg}"
    return re.findall(r"^\| \[\^\d+\] \| \[.*\]\(https://arxiv\.org/abs/([^)]+)\) \|", r.text, re.M)


def from_store():
    last = ["2610.00021", "2610.00020", A]
    # The store has none of 2026-11-19, a Thursday.
    for args, want, status, why in [
            (["--date", "2026-11-19"], [], 66, f"digest: 2026-11-19: {NEVER}"),
            (["--since", "2026-11-18"], ["2610.00010", "2609.99999", "math/0309136", "2610.00021", "2610.00020", A, D], 3, f"digest: 2026-11-19: {NEVER}"),
            (["--since", "3d", "--until", "2026-11-19"], ["2610.00010", "2609.99999", "math/0309136", A, D], 3, f"digest: 2026-11-19: {NEVER}"),
            (["--since", "5d"], ["2610.00010", D, G, B, A, "2609.99999", "math/0309136", "2610.00021", "2610.00020", "hep-th/9901002", "hep-th/9901001"], 3, f"digest: 2026-11-19: {NEVER}"),
            (["--all", "-c", "q-bio"], [], 66, "digest: q-bio: never got"), (["--id", "2601.00001"], [], 66, "digest: 2601.00001: not in the store"),
            (["--id", "arXiv:math/0309136v9", "--id", "math.CO/0309136"], ["math/0309136"], 3, "digest: math/0309136v9: not in the store")]:
        r = run(*at(1795280400, "render", "--store", "s.db", *args), cwd=HOME)  # 2026-11-21
        got = re.findall(r"^\| \[\^\d+\] \| \[.*\]\(https://arxiv\.org/abs/([^)]+)\) \|", r.text, re.M)
        equal(f"store: {' '.join(args)}: {status}", (r.status, got, r.msg.startswith(why) and r.msg.count("\n") == 1, bool(r.out)), (status, want, True, status == 3))
    for args, want in [
            # Days
            ([], last), (["--since", "last"], last), (["--date", "2026-11-20"], last), (["--date", "yesterday"], last), (["--date", "today"], []),
            (["--until", "2026-11-16"], [G, B, A, "hep-th/9901002", "hep-th/9901001"]),
            (["--since", "2026-11-16", "--until", "2026-11-16"], [G, B, A, "hep-th/9901002", "hep-th/9901001"]),
            (["--date", "2026-11-17"], [D, A]),
            (["--all"], ["2610.00010", D, G, B, A, "2609.99999", "math/0309136", "2610.00021", "2610.00020", "hep-th/9901002", "hep-th/9901001", "2511.00002", "2511.00001"]),
            # Categories and archives
            (["--all", "-c", "cs.CL"], ["2610.00010", A, "2609.99999", "2511.00001"]), (["--all", "-c", "cs"], ["2610.00010", B, A, "2609.99999", D, "2511.00001"]),
            (["--all", "-c", "q-fin"], [G]), (["--all", "-c", "econ.EM,econ.TH"], ["2610.00021", "2610.00020"]), (["--all", "-c", "stat.ML", "-c", "q-fin.ST"], [D, G]),
            (["--all", "-c", "cs.IT"], [B]), (["--all", "-c", "math.IT"], [B]), (["--all", "-c", "math"], [B, "math/0309136", "hep-th/9901001", "2511.00002"]),
            (["--all", "-c", "math.MP"], ["hep-th/9901001"]), (["--all", "-c", "math-ph"], ["hep-th/9901001"]), (["--all", "-c", "hep-th"], ["hep-th/9901002", "hep-th/9901001"]),
            (["-c", "cs.CL"], [A]),
            # Announce types: the strongest of each day counts
            (["--all", "--announce", "new"], ["2610.00010", D, G, B, A, "2609.99999", "math/0309136"]), (["--all", "--announce", "cross"], ["2610.00021", A]),
            (["--date", "2026-11-16", "--announce", "cross"], []), (["--date", "2026-11-17", "--announce", "cross"], [A]),
            (["--all", "--announce", "replace,replace-cross"], ["2610.00020", A, "hep-th/9901002", "hep-th/9901001", D]), (["--all", "--announce", "replace-cross"], [D]),
            (["--announce", "replace", "--announce", "cross"], last),
            # Ids
            (["--id", A], [A]), (["--id", f"{A}v2,{D}"], [D, A]),
            (["--id", "2511.00001"], ["2511.00001"]), (["--id", f"{A},{B}", "--since", "2026-11-17"], [A]), (["--id", f"{A},{B}", "-c", "cs.IT"], [B]),
            # Limit
            (["--all", "--limit", "100", "-c", "q-fin"], [G]),
            # Submission: only the records have such a day
            (["--by", "submitted", "--since", "2025-11-01", "--until", "2025-11-01"], ["2511.00001"]), (["--by", "submitted", "--date", "2025-11-02"], ["2511.00002"]),
            (["--by", "submitted", "--since", "2025-10-01"], ["2511.00002", "2511.00001"]), (["--by", "submitted", "--until", "2025-10-31"], [])]:
        equal(f"store: {' '.join(args) or 'nothing said'}", shown(*args), want)
    # A limit that cuts is said, on the page too.
    equal("store: --all --limit 2", shown("--all", "--limit", "2", err=b"digest: the first 2 of 13 papers (--limit)\n"), ["2610.00010", D])
    r = run("render", "--store", "s.db", "--all", "--limit", "2", cwd=HOME, now=1795280400)
    case("store: the page says what the limit left out", "前 2 篇，共 13 篇" in r.text.split("\n", 1)[0], r.text[:200])


def versions():
    """Each version is kept; the page shows the latest, once, whatever lists it."""
    write(f"{HOME}/new.xml", feed("2026-11-23", item(A, "Alpha, Again", 4, "replace", ["cs.CL"]), item(D, "Delta, an Older One", 1, "cross", ["stat.ML"])))
    canned(f"{HOME}/sum", {f"{A}v4": "四"})
    equal("the latest version before", run("render", "--store", "s.db", "--id", A, cwd=HOME).text.count("Alpha"), 2)
    r = run("fetch", "--store", "s.db", "--input", "new.xml", cwd=HOME)
    case("fetch a higher version", r.status == 0, r.msg)
    r = run("render", "--store", "s.db", "--id", A, cwd=HOME)
    case("a higher version: its title, once in the table", r.text.count("[Alpha, Again](") == 1 and "Alpha](" not in r.text, r.text)
    r = run("summarize", "--store", "s.db", "--gate", "off", "--summarizer", "./sum", "--id", A, cwd=HOME)
    case("summarize --id: that paper only", (r.status, r.err) == (0, b""), r.msg)
    r = run("render", "--store", "s.db", "--date", "2026-11-16", cwd=HOME)
    case("the first day's page shows it, too", r.text.count("[Alpha, Again](") == 1 and "四的要点。" in r.text, r.text)
    write(f"{HOME}/low.xml", feed("2026-11-24", item(A, "Alpha", 3, "replace", ["cs.CL"])))
    run("fetch", "--store", "s.db", "--input", "low.xml", cwd=HOME)
    r = run("render", "--store", "s.db", cwd=HOME)
    case("a lower version that comes later takes nothing away", "[Alpha, Again](" in r.text and "四的要点。" in r.text, r.text)
    import sqlite3
    db = sqlite3.connect(f"{HOME}/s.db")
    equal("all versions are in the store", sorted(v for (v,) in db.execute("SELECT version FROM papers WHERE id = ?", [A])), [1, 2, 3, 4])
    db.close()


def summarize():
    """summarize asks about what render with the same words shows."""
    canned(f"{HOME}/any", {})
    for args, want in [(["--date", "2026-11-17"], [A, D]), (["-c", "q-fin", "--all"], [G]), (["--id", "hep-th/9901001"], ["hep-th/9901001"]), (["--date", "2026-11-14"], [])]:
        store = f"{HOME}/x.db"
        for name in [n for n in os.listdir(HOME) if n.startswith("x.db")]:
            os.remove(f"{HOME}/{name}")
        run("fetch", "--store", store, *(x for n in range(5) for x in ("--input", f"f{n}.xml")), cwd=HOME)
        r = run("summarize", "--store", store, "--gate", "off", "--summarizer", "./any", *args, cwd=HOME)
        found = sorted(re.findall(r"(?:[a-z-]+/\d{7}|\d{4}\.\d{5})", r.msg))
        equal(f"summarize {' '.join(args)}: asked about these, nothing came out", [r.status, found, r.out], [69 if want else 0, sorted(want), b""])


def of_a_run():
    """The whole run shows what it brought in: all of it and nothing else."""
    home = scratch()
    for i, (day, feeds) in enumerate(DAYS.items()):
        write(f"{home}/{i}.xml", feed(day, *feeds[0]))
    write(f"{home}/more.xml", feed("2026-11-16", *DAYS["2026-11-16"][1]))

    def ran(*args):
        r = run(*args, "--summarizer", "extract", cwd=home)
        return re.findall(r"/abs/([^)]+)\) \|", r.text) if r.status == 0 and r.err == b"" else r.msg
    equal("two feeds of one day: each paper once, its strongest type", ran("--input", "0.xml", "--input", "more.xml"), [G, B, A, "hep-th/9901002", "hep-th/9901001"])
    equal("a later day: what came on it, as it came", ran("--input", "2.xml"), ["2610.00010", "2609.99999", "math/0309136", A, D])
    equal("the first feed again", ran("--input", "0.xml"), [B, A, "hep-th/9901002", "hep-th/9901001"])
    equal("two days at once", ran("--input", "2.xml", "--input", "1.xml"), ["2610.00010", D, "2609.99999", "math/0309136", A])
    equal("of these, a category", ran("--input", "0.xml", "-c", "hep-th"), ["hep-th/9901002", "hep-th/9901001"])
    equal("of these, an announce type", ran("--input", "3.xml", "--announce", "cross"), ["2610.00021"])
    equal("with --since: what the store has", ran("--input", "3.xml", "--since", "2026-11-18", "-c", "cs"), ["2610.00010", "2609.99999", A, D])
    equal("with --id", ran("--input", "3.xml", "--id", G), [G])
    equal("store none: what came in", re.findall(r"/abs/([^)]+)\) \|", run("--store", "none", "--input", "3.xml", "--input", "1.xml", "--summarizer", "extract", cwd=home).text),
          [D, "2610.00021", A, "2610.00020"])


def from_files():
    write(f"{HOME}/r.jsonl", lines(
        record("2610.00005", "Five", announced="2026-11-18", announce_type="replace", categories=["cs.CL"], published="2026-10-01T00:00:00Z", summary=chinese()),
        record("2610.00006", "Six", announced="2026-11-18", announce_type="new", categories=["cs.IT", "math.IT"], published="2026-10-02T23:59:59Z", summary=chinese()),
        record("2610.00007", "Seven", announced="2026-11-20", announce_type="cross", categories=["math.CO"], published="2026-10-03T00:00:00Z", summary=chinese()),
        record("2610.00008", "Eight", announced="2026-11-20", announce_type="replace-cross", summary=chinese()),
        record("2610.00009", "Nine", summary=chinese()), record("cond-mat/0001001", "Old", summary=chinese())))
    dated, no_day = ["2610.00006", "2610.00007", "2610.00005", "2610.00008"], "2 papers have no announcement date: passed over"
    for args, want, status, message in [
            ([], [*dated, "2610.00009", "cond-mat/0001001"], 0, ""), (["-c", "math.IT"], ["2610.00006"], 0, ""), (["-c", "math"], ["2610.00006", "2610.00007"], 0, ""), (["-c", "cs"], ["2610.00006", "2610.00005"], 0, ""),
            (["--announce", "new,cross"], ["2610.00006", "2610.00007"], 0, ""), (["--id", "2610.00009v3"], ["2610.00009"], 0, ""), (["--limit", "1"], ["2610.00006"], 0, "digest: the first 1 of 6 papers (--limit)\n"), (["--limit", "6"], [*dated, "2610.00009", "cond-mat/0001001"], 0, ""),
            (["--since", "2026-11-01"], dated, 3, no_day), (["--date", "2026-11-18"], ["2610.00006", "2610.00005"], 3, no_day), (["--until", "2026-11-18"], ["2610.00006", "2610.00005"], 3, no_day),
            (["--since", "2026-11-19", "-c", "math"], ["2610.00007"], 0, ""),
            (["--by", "submitted", "--since", "2026-10-02", "--until", "2026-10-02"], ["2610.00006"], 3, "3 papers have no submission date: passed over"),
            (["--by", "submitted", "--date", "2026-10-01", "-c", "cs"], ["2610.00005"], 0, "")]:
        r = run("render", *args, "r.jsonl", cwd=HOME)
        got = re.findall(r"/abs/([^)]+)\) \|", r.text)
        case(f"files: {' '.join(args) or 'nothing said'}", got == want and r.status == status and (message in r.msg if message else r.err == b""), f"{got}\nstatus {r.status} {r.msg}")
    for args, want in (([], 6), (["-c", "math"], 2), (["-c", "cs.CL"], 1), (["--announce", "new,cross"], 2), (["-c", "econ"], 0)):
        r = run("fetch", "--json", "--store", "records.db", *args, "--input", "r.jsonl", cwd=HOME)
        equal(f"fetch --json {' '.join(args)}: prints what was asked for", (r.status, r.err, r.text.count("\n")), (0, b"", want))
    equal("fetch: the store has all that was read", shown("--store", "records.db", "--all", "-c", "math"), dated[:2])
    r = run("render", "r.jsonl", "r.jsonl", cwd=HOME)
    equal("files: named twice, papers are there twice: nobody is told apart without a store", r.text.count("\n| [^"), 12)


fill()
from_store()
of_a_run()
summarize()
versions()
from_files()
done()
