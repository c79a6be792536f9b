#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""What was asked for, taken at its word: identifiers as they are pasted and in the version that they name; and what cannot have been meant is said."""
import os
import re
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "tools"))
from arxivtest import FakeArxiv
from made import lines, record, write
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
                       ("2602.00001 https://arxiv.org/abs/hep-th/9901001", ["Alpha", "Gamma"]), ("2602.00001, 2602.00002", ["Beta", "Alpha"]),
                       ("https://www.arxiv.org/abs/hep-th/9901001?context=math", ["Gamma"])]:
        r = of_days("render", "--id", text, "p.jsonl", cwd=home)
        equal(f"--id {text!r}", (r.status, shown(r)), (0, want))
    for text in ("https://arxiv.org/list/cs/new", "https://doi.org/10.1038/nature14539", "Einstein1905"):
        r = of_days("render", "--id", text, "p.jsonl", cwd=home)
        case(f"--id {text!r} is refused", r.status == 2 and "is not an arXiv identifier" in r.msg and r.out == b"", said(r))


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
    evening = run(*at(1773273900, "render", "--date", "2026-03-12", "p.jsonl"), cwd=home)   # 20:05 in New York
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


pasted()
versions()
categories()
new_archives()
days_to_come()
summarizers()
variables()
done()
