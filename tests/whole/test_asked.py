#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""What was asked for, taken at its word: identifiers as they are pasted and in the version that they name; and what cannot have been meant is said."""
import json
import os
import re
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "tools"))
from arxivtest import FakeArxiv
from made import canned, feed, item, lines, record, write
from nights import Home
from tap import at, case, clean_env, done, equal, run, scratch

NOW = "2026-03-11T13:00:00Z"      # nine in the morning in New York, a Wednesday
EPOCH = 1773234000


def said(r):
    return f"status {r.status}\n{r.msg}\n{r.text[:1500]}"


def shown(r):
    """The papers of a page in its table's order."""
    return re.findall(r"^\| \[\^\d+\] \| \[(.*?)\]\(https://arxiv\.org/abs/", r.text, re.M)


def of_days(*args, cwd, **more):
    return run(*args, cwd=cwd, env=clean_env(cwd, **more), now=EPOCH)


# ---- Identifiers ----

def pasted():
    home = scratch()
    write(f"{home}/p.jsonl", lines(record("2602.00001", "Alpha", version=1), record("2602.00002", "Beta", version=2), record("hep-th/9901001", "Gamma", version=1)))
    for text, want in [("https://arxiv.org/abs/2602.00001", ["Alpha"]), ("http://arxiv.org/pdf/2602.00001v1.pdf", ["Alpha"]), ("arxiv.org/html/2602.00002v2", ["Beta"]),
                       ("https://doi.org/10.48550/arXiv.2602.00001", ["Alpha"]), ("10.48550/ARXIV.2602.00002", ["Beta"]), ("arXiv:2602.00001", ["Alpha"]), ("2602.00002V2", ["Beta"]),
                       ("2602.00001.pdf", ["Alpha"]), ("  2602.00001  ", ["Alpha"]), ("arXiv: 2602.00001v1 [cs.CL] 27 Feb 2026", ["Alpha"]),
                       ("2602.00001 https://arxiv.org/abs/hep-th/9901001", ["Alpha", "Gamma"]), ("2602.00001, 2602.00002", ["Beta", "Alpha"]), ("[2602.00001]", ["Alpha"]),
                       ("https://www.arxiv.org/abs/hep-th/9901001?context=math", ["Gamma"])]:
        r = of_days("render", "--id", text, "p.jsonl", cwd=home)
        equal(f"--id {text!r}", (r.status, shown(r)), (0, want))
    for text in ("https://arxiv.org/list/cs/new", "https://doi.org/10.1038/nature14539", "Einstein1905", "2613.90112", "2611.9011", "hep-th/9913001"):
        r = of_days("render", "--id", text, "p.jsonl", cwd=home)
        case(f"--id {text!r} is refused", r.status == 2 and "is not an arXiv identifier" in r.msg and r.out == b"", said(r))
    for text in ("", " ", ",", "[cs.CL]"):    # none is not all
        r = of_days("render", "--id", text, "p.jsonl", cwd=home)
        case(f"--id {text!r} is refused", r.status == 2 and "identifier" in r.msg and r.out == b"", said(r))


def versions():
    """Version 1 is asked for and shown, though there is a third."""
    paper = {"id": "2602.00101", "title": "Lamps, first try", "abstract": "One lamp.", "authors": ["Nora Vennick"], "categories": ["cs.CL"],
             "versions": [{"submitted": "2026-03-02T12:00:00Z"}, {"submitted": "2026-03-04T12:00:00Z", "title": "Lamps, second try"},
                          {"submitted": "2026-03-06T12:00:00Z", "title": "Lamps, third try"}]}
    other = dict(paper, id="2602.00102", title="Buoys", versions=[{"submitted": "2026-03-03T12:00:00Z"}])
    with FakeArxiv(papers=[paper, other], now=NOW) as arxiv:
        home = Home(arxiv, NOW)
        for args, want in [(["2602.00101"], ["Lamps, third try"]), (["2602.00101v1"], ["Lamps, first try"]), (["https://arxiv.org/abs/2602.00101v2"], ["Lamps, second try"]),
                           (["2602.00101v1,2602.00102"], ["Buoys", "Lamps, first try"])]:
            r = home.run("--id", *args)
            equal(f"a run with --id {args[0]}", (r.status, shown(r)), (0, want))
            r = home.run("--id", *args)
            equal(f"again, from the store, --id {args[0]}", (r.status, shown(r)), (0, want))
        asked = [x["path"] + "?" + x["query"] if "query" in x else x["path"] for x in arxiv.log()]
        case("the API is asked for that version", any("2602.00101v1" in a for a in map(str, arxiv.log())), asked)
        for ident, want in [("2602.00101v1", ["Lamps, first try"]), ("2602.00101", ["Lamps, third try"]), ("2602.00101V2", ["Lamps, second try"])]:
            r = home.run("render", "--id", ident)
            equal(f"render --id {ident}", (r.status, shown(r)), (0, want))
        r = home.run("render", "--id", "2602.00101v1,2602.00101v3")
        equal("two versions of one paper on a page", (r.status, sorted(shown(r))), (0, ["Lamps, first try", "Lamps, third try"]))
        r = home.run("render", "--id", "2602.00101v1", "--format", "json")
        case("as a record: version 1", r.status == 0 and '"version":1' in r.text.replace(" ", ""), said(r))


# ---- Categories, days, summarizers, variables ----

def categories():
    home = scratch()
    write(f"{home}/p.jsonl", lines(record("2602.00001", "Alpha", version=1, categories=["cs.CL"], announced="2026-03-10", announce_type="new")))
    days = {"Wednesday": 1773234000, "Saturday": 1773493200, "Sunday evening": 1773624600}
    for name, epoch in days.items():
        for args in (["-c", "cs.LGG"], ["-c", "cs.CL,cs.LGG"], ["fetch", "-c", "cs.LGG"], ["--input", "p.jsonl", "-c", "cs.LGG"], ["render", "-c", "cs.LGG"], ["render", "-c", "cs.LGG", "p.jsonl"]):
            r = run(*at(epoch, *args), cwd=home, env=clean_env(home, DIGEST_ARXIV_URL="http://127.0.0.1:9/"))
            case(f"{name}: {' '.join(args)}", r.status == 2 and r.out == b"" and "\"cs.LGG\" is no category of arXiv's" in r.msg and "did you mean cs.LG?" in r.msg, said(r))
    for word, meant in [("cs.ML", "cs.LG"), ("nlp", "cs.CL"), ("cs.LH", "cs.LG"), ("stat.MLL", "stat.ML"), ("hep-thh", "hep-th"), ("sc.CL", "cs.CL")]:
        r = of_days("-c", word, "--input", "p.jsonl", cwd=home)
        case(f"-c {word}: did you mean {meant}?", r.status == 2 and f"did you mean {meant}?" in r.msg, said(r))
    for word in ("cs.XX", "css", "c", "hep-tt", "cs.cl.x", "CL", "stat.MLL", "Computation", "2602.00001"):
        r = of_days("-c", word, "--input", "p.jsonl", cwd=home)
        case(f"-c {word}: no category", r.status == 2 and "is no category of arXiv's" in r.msg, said(r))
    for word in ("cs.lg", "math.IT", "cmp-lg", "cs", "physics"):
        r = of_days("-c", word, "--input", "p.jsonl", "--store", "none", cwd=home)
        case(f"-c {word}: is one", r.status == 0, said(r))


def new_archives():
    """An archive that is newer than the program: the network decides."""
    paper = {"id": "2603.00001", "title": "Wells", "abstract": "A well.", "authors": ["Tam Osei"], "categories": ["geoq.WL"], "versions": [{"submitted": "2026-03-09T20:00:00Z"}]}
    filler = dict(paper, id="2603.00002", title="Buoys", categories=["cs.CL"])
    with FakeArxiv(papers=[paper, filler], now=NOW) as arxiv:
        home = Home(arxiv, NOW)
        r = home.run("-c", "geoq.WL", "--date", "2026-03-11")
        case("arXiv knows nothing of it: its own word", r.status == 69 and "arXiv decides" in r.msg and "400" in r.msg, said(r))
        r = home.run("render", "-c", "geoq.WL")
        case("render of it: nothing is known, so it is none", r.status == 2 and "is no category of arXiv's" in r.msg and r.out == b"", said(r))
    folder = scratch()
    write(f"{folder}/p.jsonl", lines(record("2603.00001", "Wells", version=1, categories=["geoq.WL"], announced="2026-03-10", announce_type="new")))
    r = of_days("--input", "p.jsonl", "-c", "geoq.WL", cwd=folder)
    equal("a file has papers of it", (r.status, shown(r)), (0, ["Wells"]))
    r = of_days("render", "-c", "geoq", cwd=folder)
    equal("and so has the store", (r.status, shown(r)), (0, ["Wells"]))


def days_to_come():
    home = scratch()
    write(f"{home}/p.jsonl", lines(record("2602.00001", "Alpha", version=1, categories=["cs.CL"], announced="2026-03-10", announce_type="new")))
    for args in (["--date", "2026-03-12"], ["--since", "2026-03-12"], ["--until", "2027-01-01"], ["--since", "2026-03-01", "--until", "2026-03-12"]):
        for command in (["-c", "cs.CL"], ["fetch", "-c", "cs.CL"], ["--input", "p.jsonl"], ["render", "p.jsonl"], ["render"], ["status"], ["summarize"]):
            r = of_days(*command, *args, cwd=home, DIGEST_ARXIV_URL="http://127.0.0.1:9/")
            case(f"{' '.join(command + args)}: a day to come", r.status == 2 and r.out == b"" and "is a day to come" in r.msg and "2026-03-11" in r.msg, said(r))
    write(f"{home}/new.jsonl", lines(record("2602.00002", "Beta", version=1, categories=["cs.CL"], announced="2026-03-12", announce_type="new")))
    evening = run(*at(1773273900, "render", "--date", "2026-03-12", "new.jsonl"), cwd=home)   # 20:05 in New York
    case("the batch that is public since eight in the evening is no day to come", evening.status == 0, said(evening))
    r = run(*at(1773277200, "render", "--by", "submitted", "--date", "2026-03-12", "p.jsonl"), cwd=home)   # 1:00 UTC, 21:00 in New York
    case("nor is the day of submission that it is in UTC", "day to come" not in r.msg and r.status != 2, said(r))


def summarizers():
    home = scratch()
    write(f"{home}/p.jsonl", lines(record("2602.00001", "Alpha")))
    write(f"{home}/config", "model = m1\nprovider = deepseek\nsummarizer = ./sum\n")
    write(f"{home}/own", "[provider lab]\nbase-url = http://127.0.0.1:9/v1\nmodel = m\n")
    for word in ("deepseek", "openai", "ollama"):
        r = of_days("--input", "p.jsonl", "--summarizer", word, cwd=home)
        case(f"--summarizer {word}", r.status == 2 and r.out == b"" and f"--provider {word}" in r.msg, said(r))
        r = of_days("--input", "p.jsonl", cwd=home, DIGEST_SUMMARIZER=word)
        case(f"DIGEST_SUMMARIZER={word}", r.status == 2 and f"--provider {word}" in r.msg, said(r))
    r = of_days("--input", "p.jsonl", "--summarizer", "lab", "--config", "own", cwd=home)
    case("a provider of the configuration", r.status == 2 and "--provider lab" in r.msg, said(r))
    for args in (["--model", "gpt-9"], ["--model", "gpt-9", "--summarizer", "./sum"], ["--model", "gpt-9", "--summarizer", "extract"], ["--model", "gpt-9", "--dry-run"]):
        r = of_days("--input", "p.jsonl", *args, cwd=home)
        case(f"{' '.join(args)}: no endpoint is asked", r.status == 2 and r.out == b"" and "--model gpt-9" in r.msg and "--provider" in r.msg, said(r))
    r = of_days("--input", "p.jsonl", "--summarizer", "extract", "--config", "config", cwd=home)
    case("the configuration's model stands by while another summarizer is chosen", r.status == 0, said(r))
    r = of_days("--input", "p.jsonl", cwd=home, OPENAI_MODEL="gpt-9")
    case("what is set for other programs is no such word", r.status == 0, said(r))


def variables():
    home = scratch()
    write(f"{home}/p.jsonl", lines(record("2602.00001", "Alpha")))
    write(f"{home}/config", "[profile a]\nlimit = 1\n[profile b]\nlimit = 2\n[provider lab]\nbase-url = http://127.0.0.1:9/v1\nmodel = m\napi-key-env = DIGEST_LAB\n")
    for name, value, words in [("DIGEST_LIMITS", "1", "DIGEST_LIMITS is no option; did you mean DIGEST_LIMIT?"), ("DIGEST_STYEL", "qa", "did you mean DIGEST_STYLE?"),
                               ("DIGEST_WHATEVER_ELSE", "1", "DIGEST_WHATEVER_ELSE is no option"), ("DIGEST_ALL", "1", "--all belongs on the command line")]:
        r = of_days("render", "p.jsonl", cwd=home, **{name: value})
        case(f"{name}: a note, and no status", r.status == 0 and words in r.msg and r.out != b"" and r.msg.count("\n") == 1, said(r))
    for name in ("DIGEST_API_KEY", "DIGEST_TEAM_KEY", "DIGEST_LIMIT", "DIGEST_LAB", "XDIGEST_X"):
        r = of_days("render", "p.jsonl", "--config", "config", cwd=home, **{name: "12"})
        case(f"{name}: nothing to say", (r.status, r.err) == (0, b""), said(r))
    r = of_days("render", "p.jsonl", cwd=home, DIGEST_LIMITS="")
    case("an empty one is unset", (r.status, r.err) == (0, b""), said(r))
    r = of_days("render", "p.jsonl", "--config", "config", "--profile", "a", cwd=home, DIGEST_PROFILE="b")
    case("the command line's profile wins over the environment's", r.status == 0 and "a counts, and b does not" in r.msg, said(r))
    r = of_days("render", "p.jsonl", "--config", "config", "--profile", "a", cwd=home, DIGEST_PROFILE="a")
    case("the same profile twice", (r.status, r.err) == (0, b""), said(r))


# ---- A page's types are its category's ----

def heads(page):
    """What the first line counts: {all, 新, 交叉, 更新}."""
    return {word: int(n) for word, n in re.findall(r"(共|新|交叉|更新) (\d+)", page.splitlines()[0])}


def ids_of(page):
    return re.findall(r"^\| \[\^\d+\] \| \[.*\]\(https://arxiv\.org/abs/([^)]+)\) \|", page, re.M)


def read(path):
    with open(path, encoding="utf-8") as f:
        return f.read()


def counted(truth):
    n = {"共": sum(len(truth[t]) for t in ("new", "cross", "replace", "replace-cross")), "新": len(truth["new"]), "交叉": len(truth["cross"]),
         "更新": len(truth["replace"]) + len(truth["replace-cross"])}
    return {k: v for k, v in n.items() if v}


ASKED = ["cs.CL", "cs.CV", "cs.LG"]


def of_lists():
    """Pages of categories against arXiv's lists of them; papers are in several."""
    with FakeArxiv(make=400, first="2026-03-02", last="2026-03-13", seed=5, categories=ASKED + ["stat.ML"], now=NOW) as arxiv:
        day, home = "2026-03-11", Home(arxiv, NOW)
        truth = {c: arxiv.truth(day, c) for c in ASKED}
        case("papers are new in one of the lists and cross-lists in another", set(truth["cs.CL"]["new"]) & set(truth["cs.CV"]["cross"] + truth["cs.LG"]["cross"]) and
             truth["cs.CV"]["cross"] and truth["cs.LG"]["cross"], truth)
        r = home.run("-c", "cs.CL,cs.CV,cs.LG", "-o", "{category}.md")
        for c in ASKED:
            page = read(f"{home.folder}/{c}.md")
            equal(f"{c}: head counts as arXiv's list", heads(page), counted(truth[c]))
            order = [i for t in ("new", "cross", "replace", "replace-cross") for i in sorted(truth[c][t], reverse=True)]
            equal(f"{c}: its papers, by their types there", ids_of(page), order)
        for kind in ("new", "cross", "replace"):
            home.run("-c", "cs.CL,cs.CV,cs.LG", "--announce", kind, "-o", kind + "-{category}-{date}.md", "--date", day)
            for c in ASKED:
                path = f"{home.folder}/{kind}-{c}-{day}.md"
                got = sorted(ids_of(read(path))) if os.path.exists(path) else []
                equal(f"--announce {kind}, a page a category and day: {c}", got, sorted(truth[c][kind]))
        for c in ASKED:
            r = home.run("render", "-c", c, "--date", day)
            equal(f"render -c {c}: head counts", heads(r.text), counted(truth[c]))
            r = home.run("render", "-c", c, "--date", day, "--announce", "new")
            equal(f"render -c {c} --announce new", sorted(ids_of(r.text)), sorted(truth[c]["new"]))
            r = home.run("render", "-c", c, "--date", day, "--format", "json")
            got = {t: sorted(x["id"] for x in map(json.loads, r.text.splitlines()) if x["announce_type"] == t and x["announced"] == day) for t in ("new", "cross", "replace", "replace-cross")}
            equal(f"render -c {c} --format json: each record's type", got, {t: sorted(truth[c][t]) for t in got})
        r = home.run("render", "-c", "cs.CL,cs.CV", "--date", day)
        types = ["new", "cross", "replace", "replace-cross"]
        best = {}
        for c in ("cs.CL", "cs.CV"):
            for t in types:
                for i in truth[c][t]:
                    best[i] = min(best.get(i, t), t, key=types.index)
        want = {t: [i for i in best if best[i] == t] for t in types}
        equal("two categories on one page: the strongest of the two counts", heads(r.text), counted(want))
        r = home.run("render", "-c", "cs.CV", "--date", day, "--format", "html")
        kinds = dict((i, t) for i, t in re.findall(r'<article class="card" id="([^"]+)" data-c="[^"]*" data-t="([^"]*)"', r.text))
        equal("each card of an HTML page, too", kinds, {i: t for t in types for i in truth["cs.CV"][t]})


def of_files():
    """Records, which have one type: that of the primary category."""
    home = scratch()
    new = dict(announced="2026-03-10", announce_type="new")
    write(f"{home}/p.jsonl", lines(record("2603.00001", "Alpha", categories=["cs.CL", "cs.CV"], **new), record("2603.00002", "Beta", categories=["cs.CV", "cs.CL"], **new),
                                   record("2603.00003", "Gamma", categories=["cs.CV"], announced="2026-03-10", announce_type="replace"),
                                   record("2603.00004", "Delta", categories=["stat.ML", "cs.CV"], announced="2026-03-10", announce_type="cross"),
                                   record("2603.00005", "Epsilon", categories=["cs.CL", "cs.CV"], announced="2026-03-10", announce_type="replace")))
    CV = {"共": 5, "新": 1, "交叉": 2, "更新": 2}
    of_days("render", "p.jsonl", "-c", "cs.CL,cs.CV", "-o", "{category}.md", cwd=home)
    equal("files: the page of cs.CV", heads(read(f"{home}/cs.CV.md")), CV)
    equal("files: the page of cs.CL", heads(read(f"{home}/cs.CL.md")), {"共": 3, "新": 1, "交叉": 1, "更新": 1})
    r = of_days("render", "p.jsonl", "-c", "cs.CV", cwd=home)
    equal("files: one category", heads(r.text), CV)
    for kind, want in (("new", {"cs.CL": ["2603.00001"], "cs.CV": ["2603.00002"]}), ("cross", {"cs.CL": ["2603.00002"], "cs.CV": ["2603.00004", "2603.00001"]})):
        of_days("render", "p.jsonl", "-c", "cs.CL,cs.CV", "--announce", kind, "-o", kind + "-{category}.md", cwd=home)
        for c in want:
            equal(f"files: --announce {kind}, {c}", ids_of(read(f"{home}/{kind}-{c}.md")), want[c])
    r = of_days("--input", "p.jsonl", "-c", "cs.CL,cs.CV", "-o", "s-{category}.md", cwd=home)
    equal("a run with --input: the page of cs.CV", heads(read(f"{home}/s-cs.CV.md")), CV)
    r = of_days("fetch", "--input", "p.jsonl", "-c", "cs.CV", "--announce", "new", "--json", "--store", "none", cwd=home)
    equal("fetch --json: those that are new there", [json.loads(x)["id"] for x in r.text.splitlines()], ["2603.00002"])


def of_primary():
    """No category is asked for: each paper is on its primary one's page, as what it is there."""
    home = scratch()
    write(f"{home}/a.xml", feed("2026-03-10", item("2602.00001", "Alpha", 2, "replace", ["cs.CL", "cs.CV"]), item("2603.00002", "Beta", 1, "new", ["cs.CV"])))
    write(f"{home}/b.xml", feed("2026-03-10", item("2602.00001", "Alpha", 2, "cross", ["cs.CL", "cs.CV"])))
    of_days("--input", "a.xml", "--input", "b.xml", "-o", "{category}.md", cwd=home)
    equal("replaced in its own category, cross-listed elsewhere that day", heads(read(f"{home}/cs.CL.md")), {"共": 1, "更新": 1})
    equal("the other page", heads(read(f"{home}/cs.CV.md")), {"共": 1, "新": 1})


def repaired():
    """A page that is written anew keeps its category's types."""
    home = scratch()
    write(f"{home}/a.xml", feed("2026-03-10", item("2603.00001", "Alpha", 1, "new", ["cs.CL", "cs.CV"]), item("2603.00002", "Beta", 1, "new", ["cs.CV"])))
    canned(f"{home}/none", {}), canned(f"{home}/sum", {"2603.00001v1": "甲", "2603.00002v1": "乙"})
    args = ("-c", "cs.CL,cs.CV", "--gate", "off", "-o", "{category}-{date}.md")
    r = of_days("--input", "a.xml", "--summarizer", "./none", *args, cwd=home)
    before = heads(read(f"{home}/cs.CV-2026-03-10.md"))
    of_days("--input", "a.xml", "--summarizer", "./sum", "-c", "cs.CL", "--gate", "off", "-o", "x.md", cwd=home)
    of_days("summarize", "--all", "--gate", "off", "--summarizer", "./sum", cwd=home)
    write(f"{home}/b.xml", feed("2026-03-11", item("2603.00009", "Later", 1, "new", ["cs.CL"])))
    canned(f"{home}/sum", {"2603.00009v1": "丙"})
    r = of_days("--input", "b.xml", "--summarizer", "./sum", *args, cwd=home)
    page = read(f"{home}/cs.CV-2026-03-10.md")
    case("the page was written anew", "甲的要点。" in page and "待摘要" not in page, said(r) + page)
    equal("with the types of its category", (before, heads(page)), ({"共": 2, "新": 1, "交叉": 1}, {"共": 2, "新": 1, "交叉": 1}))


# ---- 66: what was asked for is not there ----

def never_asked():
    """A store of one category and three days, one of them lost."""
    with FakeArxiv(make=200, first="2026-03-02", last="2026-03-13", seed=3, categories=["cs.CL", "stat.ML"], now=NOW) as arxiv:
        home = Home(arxiv, NOW)
        for command in (["render"], ["render", "--all"], ["render", "-c", "cs.CL"], ["render", "--id", "2603.00001"], ["status"], ["status", "--json"], ["summarize"]):
            r = run(*at(EPOCH, *command), cwd=home.folder)
            case(f"no store yet: {' '.join(command)}", r.status == 66 and r.out == b"" and "there is no such store" in r.msg and not os.path.exists(home.store), said(r))
        home.now = "2026-03-09T13:00:00Z"
        arxiv.control(now=home.now)
        home.run("fetch", "-c", "cs.CL", "--date", "2026-03-09")
        home.now = NOW
        arxiv.control(now=NOW)
        home.run("fetch", "-c", "cs.CL", "--date", "2026-03-11")
        for args, words in [(["--date", "2026-03-10"], "2026-03-10: never got"), (["--date", "2026-03-10", "-c", "cs.CL"], "cs.CL 2026-03-10: never got"), (["--date", "2026-03-11", "-c", "stat.ML"], "stat.ML 2026-03-11: never got"),
                            (["-c", "stat.ML"], "stat.ML 2026-03-11: never got"), (["--all", "-c", "math.NT"], "math.NT: never got"), (["--date", "2026-02-03"], "2026-02-03: never got"),
                            (["--since", "2026-02-02", "--until", "2026-02-06"], "2026-02-02, 2026-02-03, 2026-02-04, 2026-02-05, 2026-02-06: never got"), (["--id", "2603.99999"], "2603.99999: not in the store"),
                            (["--date", "2026-03-10", "-c", "math.NT,math.CO"], "math.NT 2026-03-10, math.CO 2026-03-10: never got")]:
            # Papers of cs.CL are in stat.ML, too: the page of a category that was never asked for has these alone.
            partial = "stat.ML" in args
            r = home.run("render", *args)
            if partial:
                case(f"render {' '.join(args)}: 3, one line", r.status == 3 and words in r.msg and r.msg.count("\n") == 1, said(r))
            else:
                case(f"render {' '.join(args)}: 66, one line, no page", (r.status, r.out) == (66, b"") and words in r.msg and r.msg.count("\n") == 1, said(r))
            for form in () if partial else ("html", "atom", "text", "json"):
                r = home.run("render", *args, "--format", form, "-o", "x." + form)
                case(f"render {' '.join(args)} --format {form}: no file", r.status == 66 and not os.path.exists(f"{home.folder}/x.{form}"), said(r))
        r = home.run("render", "--since", "2026-03-09", "--until", "2026-03-11", "-c", "cs.CL", "-o", "{date}.md")
        case("other days come out: 3, one line", r.status == 3 and r.msg.count("\n") == 1 and "cs.CL 2026-03-10: never got" in r.msg and
             sorted(n for n in os.listdir(home.folder) if n.endswith(".md")) == ["2026-03-09.md", "2026-03-11.md"], said(r))
        for args in (["--date", "2026-03-11"], ["--date", "2026-03-11", "-c", "cs.CL"], ["--date", "2026-03-08", "-c", "cs.CL"], ["--since", "2026-03-07", "--until", "2026-03-09", "-c", "cs.CL"], ["--all"], []):
            r = home.run("render", *args)
            case(f"render {' '.join(args)}: all is known", (r.status, r.err) == (0, b"") and r.out != b"", said(r))
        r = home.run("--id", "2603.99999", "-o", "id.md")
        case("a run with an identifier that arXiv does not know: 66, no page", r.status == 66 and "2603.99999" in r.msg and not os.path.exists(f"{home.folder}/id.md"), said(r))
        known = sorted(arxiv.truth("2026-03-11", "cs.CL")["new"])[0]
        r = home.run("--id", f"{known},2603.99999", "-o", "id.md")
        case("with one that it knows: 3", r.status == 3 and "2603.99999" in r.msg and ids_of(read(f"{home.folder}/id.md")) == [known], said(r))
    folder = scratch()
    write(f"{folder}/p.jsonl", lines(record("2602.00001", "Alpha"), record("2602.00002", "Beta")))
    for command in (["render", "p.jsonl"], ["--input", "p.jsonl"]):
        r = of_days(*command, "--id", "2602.00009", cwd=folder)
        case(f"{command[0]}: an identifier that the file has not: 66", (r.status, r.out) == (66, b"") and "2602.00009: not in what was read" in r.msg, said(r))
        r = of_days(*command, "--id", "2602.00009,2602.00002", cwd=folder)
        case(f"{command[0]}: one of two: 3", r.status == 3 and shown(r) == ["Beta"] and "2602.00009: not in what was read" in r.msg, said(r))


def empty_days():
    """A store that knows that there was nothing: that is no 66."""
    with FakeArxiv(make=20, first="2026-03-02", last="2026-03-13", seed=3, categories=["cs.CL"], now="2026-03-14T13:00:00Z") as arxiv:
        home = Home(arxiv, "2026-03-14T13:00:00Z")
        r = home.run("fetch", "-c", "cs.CL", "--date", "2026-03-14")
        r = home.run("render", "--date", "2026-03-14", "-c", "cs.CL")
        case("a Saturday: an empty page, and 0", r.status == 0 and "共 0 篇" in r.text, said(r))


# ---- What waits, what was withdrawn, what a limit leaves out ----

STYLES = ("brief", "essay", "footnote", "notes", "qa")
FORMS = ("md", "html", "atom", "text")
POINT = {"answer": "答复甲。", "points": [], "closing": "收尾甲。"}
WHOLE = {"footnote": dict(title="甲题", tldr="甲要点。", abstract="甲摘要。"), "brief": dict(tldr="甲要点。"),
         "notes": dict(title="甲题", abstract="甲摘要。", background="甲背景。", challenges=["甲难。"], solution="甲法。", innovations=["甲新。"], rating=4, recommendation="甲荐。"),
         "qa": dict(title="甲题", **{k: POINT for k in ("problem", "related", "solution", "experiments", "future", "overview")}),
         "essay": dict(headline="甲题", introduction="甲引言。", sections=[{"head": "甲节", "paragraphs": ["甲段。"]}], outlook="甲望。")}

NEEDS_TEXT = {"qa": ("related", "experiments")}  # `needs` of its style.conf: an answer from an abstract alone leaves them out


def of_styles():
    """Records of each style under each style; and those that lack a field."""
    home = scratch()
    for said_style in STYLES:
        write(f"{home}/p.jsonl", lines(record("2602.00001", "Alpha", summary=dict(WHOLE[said_style], style=said_style, lang="zh-Hans"))))
        for style in STYLES:
            for form in FORMS:
                r = of_days("render", "--style", style, "--format", form, "p.jsonl", cwd=home)
                name = f"a record of {said_style} under {style}, {form}"
                if style == said_style:
                    case(f"{name}: whole", (r.status, r.err) == (0, b"") and "待摘要" not in r.text and "甲" in r.text, said(r))
                else:
                    case(f"{name}: waits, counted, one line, 3", r.status == 3 and r.msg.count("\n") == 1 and "2602.00001" in r.msg and "待摘要 1" in r.text and
                         r.text.count("待摘要") >= 2 and "甲" not in r.text and "We show it." in r.text, said(r))
        r = of_days("--input", "p.jsonl", "--style", said_style, "--store", "s.db", "-o", "x.md", cwd=home)
        case(f"the store has it in its style: {said_style}", r.status == 0, said(r))
        other = "brief" if said_style != "brief" else "footnote"
        os.remove(f"{home}/s.db")
        of_days("fetch", "--input", "p.jsonl", "--store", "t.db", cwd=home)
        r = of_days("render", "--all", "--style", other, "--store", "t.db", cwd=home)
        case(f"render of {said_style} from the store under {other}: 3, one line", r.status == 3 and r.msg.count("\n") == 1 and "待摘要 1" in r.text, said(r))
        os.remove(f"{home}/t.db")
    for style, fields in WHOLE.items():
        for gone in fields:
            needed = gone not in NEEDS_TEXT.get(style, ())
            less = {k: v for k, v in fields.items() if k != gone}
            write(f"{home}/p.jsonl", lines(record("2602.00001", "Alpha", summary=dict(less, style=style))))
            r = of_days("render", "--style", style, "p.jsonl", cwd=home)
            if not needed:
                case(f"{style} without {gone}, which only a whole text tells: nothing waits", (r.status, r.err) == (0, b"") and "待摘要" not in r.text, said(r))
                continue
            case(f"{style} without {gone}: counted, said on the page, 3", r.status == 3 and r.msg.count("\n") == 1 and "待摘要 1" in r.text and r.text.count("待摘要") >= 2, said(r))
            r = of_days("--input", "p.jsonl", "--style", style, "--store", "u.db", "-o", "y.md", cwd=home)
            case(f"{style} without {gone}: from the store, too", r.status == 3 and "待摘要 1" in read(f"{home}/y.md"), said(r))
            for name in [n for n in os.listdir(home) if n.startswith(("u.db", "y.md"))]:
                os.remove(f"{home}/{name}")
    r = of_days("render", "--style", "essay", "--format", "json", "p.jsonl", cwd=home)
    case("records are printed as they are", r.status == 0, said(r))


def withdrawn():
    home = scratch()
    forms = [dict(withdrawn=True), dict(comment="This paper has been withdrawn by the author due to an error"), dict(abstract="This paper has been withdrawn by the authors."), dict(comment="Withdrawn")]
    for more in forms:
        write(f"{home}/p.jsonl", lines(record("2602.00001", "Alpha", version=2, **more)))
        write(f"{home}/asked", "#!/bin/sh\ntouch asked-for\ncat >/dev/null\n")
        os.chmod(f"{home}/asked", 0o755)
        for extra in ([], ["--refresh"]):
            r = of_days("--input", "p.jsonl", "--store", "none", "--summarizer", "./asked", *extra, cwd=home)
            case(f"{more} {extra}: no request is sent, nothing waits", r.status == 0 and "已撤稿" in r.text and "待摘要" not in r.text and not os.path.exists(f"{home}/asked-for"), said(r))
        r = of_days("--input", "p.jsonl", "--store", "none", "--summarizer", "./asked", "--dry-run", cwd=home)
        case(f"{more}: a dry run asks for nothing", r.status == 0 and "no summaries to ask for" in r.text, said(r))
    for style in STYLES:
        for with_summary in (False, True):
            write(f"{home}/p.jsonl", lines(record("2602.00001", "Alpha", withdrawn=True, **(dict(summary=dict(WHOLE[style], style=style)) if with_summary else {}))))
            for form in FORMS:
                for lang, word in (("zh-Hans", "已撤稿"), ("en", "Withdrawn")):
                    r = of_days("render", "--style", style, "--format", form, "--lang", lang, "p.jsonl", cwd=home)
                    case(f"{style}, {form}, {lang}, {'with' if with_summary else 'without'} a summary: marked", r.status == 0 and r.text.count(word) == (2 if style == "footnote" and form == "md" else 1) and
                         "待摘要" not in r.text and "No summary yet" not in r.text, said(r))
    write(f"{home}/p.jsonl", lines(record("2602.00001", "Alpha", withdrawn=True)))
    r = of_days("render", "--format", "json", "p.jsonl", cwd=home)
    case("as a record", json.loads(r.text)["withdrawn"] is True, said(r))
    # A second version that is a notice; the first one is still asked about by its name.
    paper = {"id": "2602.00101", "title": "Lamps", "abstract": "One lamp.", "authors": ["Nora Vennick"], "categories": ["cs.CL"],
             "versions": [{"submitted": "2026-03-02T12:00:00Z"}, {"submitted": "2026-03-04T12:00:00Z", "withdrawn": True, "comment": "This paper has been withdrawn by the author"}]}
    with FakeArxiv(papers=[paper], now=NOW) as arxiv:
        there = Home(arxiv, NOW)
        r = there.run("--id", "2602.00101")
        case("the version that is a notice", r.status == 0 and "已撤稿" in r.text, said(r))
        r = there.run("--id", "2602.00101v1")
        case("the first version is none", r.status == 0 and "已撤稿" not in r.text and "(原文摘录)" in r.text, said(r))


def limits():
    home = scratch()
    write(f"{home}/p.jsonl", lines(*(record(f"2602.0000{n}", f"Paper {n}", announced="2026-03-10", announce_type="new") for n in range(1, 6))))
    for style in STYLES:
        for form in FORMS:
            for lang, words in (("zh-Hans", "前 2 篇，共 5 篇"), ("en", "First 2 of 5 papers")):
                r = of_days("render", "--style", style, "--format", form, "--lang", lang, "--limit", "2", "p.jsonl", cwd=home)
                case(f"{style}, {form}, {lang}: {words}", r.status == 0 and words in r.text and "the first 2 of 5 papers (--limit)" in r.msg and r.msg.count("\n") == 1, said(r))
    r = of_days("render", "--limit", "5", "p.jsonl", cwd=home)
    case("a limit that leaves nothing out", (r.status, r.err) == (0, b"") and "共 5 篇" in r.text and "前 5" not in r.text, said(r))
    of_days("render", "--limit", "2", "-o", "{date}.md", "p.jsonl", cwd=home)
    case("a page a day", "前 2 篇，共 5 篇" in read(f"{home}/2026-03-10.md"))


def nothing_said():
    """A list without a word in it is not all there is."""
    home = scratch()
    write(f"{home}/p.jsonl", lines(record("2602.00001", "Alpha", categories=["cs.CL"], announced="2026-03-10", announce_type="new")))
    for option, what in (("-c", "category"), ("--announce", "announce type")):
        for text in ("", " ", ",", " , "):
            for command in (["render", "p.jsonl"], ["render"], ["--input", "p.jsonl"]):
                r = of_days(*command, option, text, cwd=home)
                case(f"{' '.join(command)} {option} {text!r}: 2", r.status == 2 and f"there is no {what} in it" in r.msg and r.out == b"", said(r))
    r = of_days("render", "p.jsonl", cwd=home, DIGEST_CATEGORY="", DIGEST_ANNOUNCE="")
    case("an empty variable is unset", r.status == 0, said(r))


def nothing_met():
    """Files that have nothing of what was asked for: 66, one line, no page; what is only not of that announce type is no such thing."""
    home = scratch()
    write(f"{home}/p.jsonl", lines(record("2602.00001", "Alpha", categories=["cs.CL"], announced="2026-03-10", announce_type="new"),
                                   record("2602.00002", "Beta", categories=["cs.CL"], announced="2026-03-10", announce_type="new")))
    for args, words in ((["--date", "2026-03-09"], "announced on 2026-03-09"), (["-c", "cs.CV"], "of cs.CV"), (["-c", "cs.CV,stat"], "of cs.CV, stat"), (["--since", "2026-03-11"], "announced from 2026-03-11 on"),
                        (["--until", "2026-03-09"], "announced up to 2026-03-09"), (["--since", "2026-03-03", "--until", "2026-03-09"], "announced from 2026-03-03 to 2026-03-09"),
                        (["-c", "cs.CV", "--date", "2026-03-10"], "of cs.CV, announced on 2026-03-10"), (["-c", "cs.CL", "--date", "2026-03-09"], "of cs.CL, announced on 2026-03-09")):
        for more in ([], ["-o", "{date}.md"], ["-o", "{category}.md"], ["--format", "html"], ["--format", "json"]):
            r = of_days("render", "p.jsonl", *args, *more, cwd=home)
            case(f"render p.jsonl {' '.join(args + more)}: 66, one line, nothing else", r.status == 66 and r.msg.count("\n") == 1 and f"none of the 2 papers that were read is {words}" in r.msg and r.out == b""
                 and os.listdir(home) == ["p.jsonl"], said(r))
    for args in (["--announce", "cross"], ["--date", "2026-03-08"]):    # a Sunday: nothing is announced then
        r = of_days("render", "p.jsonl", *args, cwd=home)
        case(f"render p.jsonl {' '.join(args)}: there is none, and that is all right", (r.status, r.err) == (0, b"") and "共 0 篇" in r.text, said(r))
    write(f"{home}/none.jsonl", "")
    r = of_days("render", "none.jsonl", cwd=home)
    case("a file without papers, of which nothing was asked", (r.status, r.err) == (0, b"") and "共 0 篇" in r.text, said(r))


def pending():
    """A page on which papers wait that were asked about is incomplete, whichever command makes it; of papers that were not, the head says so."""
    home = scratch()
    whole, asked = record("2602.00001", "Alpha", summary=WHOLE["footnote"]), record("2602.00002", "Beta", summary={"status": "pending", "reason": "no credit"})
    refused, never = record("2602.00003", "Gamma", summary={"status": "rejected", "reason": "not Chinese"}), record("2602.00004", "Delta")
    gone = record("2602.00005", "Epsilon", withdrawn=True, summary={"status": "pending", "reason": "no credit"})
    for name, papers, waits, named in (("pending", [whole, asked], 1, "1 paper waits for a summary: 2602.00002"), ("rejected", [whole, refused], 1, "1 paper waits for a summary: 2602.00003"),
                                       ("both, and one that was never asked about", [whole, asked, refused, never], 3, "2 papers wait for a summary: "), ("never asked about", [whole, never], 1, None),
                                       ("withdrawn", [whole, gone], 0, None)):
        day = dict(announced="2026-03-10", announce_type="new", categories=["cs.CL"])
        write(f"{home}/p.jsonl", lines(*(dict(p, **day) for p in papers)))
        of_days("fetch", "--input", "p.jsonl", "--store", f"{name[:4]}.db", cwd=home)
        for where in (["p.jsonl"], ["--store", f"{name[:4]}.db"]):
            for form in ("md", "html", "text"):
                r = of_days("render", *where, "--format", form, "--all", cwd=home)
                ok = (r.status, r.msg.count("\n")) == (3, 1) and named in r.msg if named else (r.status, r.err) == (0, b"")
                case(f"{name}: render {' '.join(where)} --format {form}", ok and (form != "md" or (f"待摘要 {waits}" in r.text) == (waits > 0)), said(r))
            r = of_days("render", *where, "--format", "json", "--all", cwd=home)
            case(f"{name}: render {' '.join(where)} --format json: the records say it themselves", (r.status, r.err) == (0, b""), said(r))


pasted()
versions()
pending()
nothing_said()
nothing_met()
of_styles()
withdrawn()
limits()
never_asked()
empty_days()
of_lists()
of_files()
of_primary()
repaired()
categories()
new_archives()
days_to_come()
summarizers()
variables()
done()
