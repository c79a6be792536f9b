#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""The command line as its users meet it: help, options from every place and their precedence, wrong words, days, exit
statuses, standard streams."""
import http.server
import os
import pty
import re
import resource
import select
import shutil
import signal
import sqlite3
import subprocess
import sys
import threading
from datetime import datetime, timedelta, timezone

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "tools"))
from option_rows import COMMANDS, ROWS
from made import canned, chinese, feed, item, lines, record, write
from tap import DIGEST, ROOT, SANITIZED, case, clean_env, done, equal, run, scratch, skip

HOME = scratch()
RECORDS = [record(f"2611.0000{i}", f"Paper {i}", announced="2026-11-20", announce_type="new", categories=["cs.CL"], summary=chinese(f"第{i}篇")) for i in (1, 2, 3)]
write(f"{HOME}/p.jsonl", lines(*RECORDS))
write(f"{HOME}/feed.xml", feed("2026-11-20", item("2611.00001", "One"), item("2611.00002", "Two", categories=["cs.LG"])))
canned(f"{HOME}/sum", {"2611.00001v1": "一", "2611.00002v1": "二"})


def said(r):
    return f"status {r.status}\n{r.msg}{r.text[:400]}"


def wrong(name, args, message, status=2, env=None, cwd=HOME):
    r = run(*args, cwd=cwd, env=env)
    case(name, r.status == status and r.out == b"" and re.search(message, r.msg) and len(r.msg.splitlines()) == 1
         and r.msg.startswith("digest: "), said(r))


# ---- Help ----

def help_texts():
    case("option rows are found", len(ROWS) > 25, sorted(ROWS))
    for command in COMMANDS:
        for word in ("--help", "-h"):
            r = run(*([command] if command else []), word, cwd=HOME)
            case(f"digest {command} {word}: printed, in silence", r.status == 0 and r.err == b"" and r.text.startswith("Usage:\n"), said(r))
        listed = dict(re.findall(r"^  (?:-(?P<l>.), )?--(?P<n>[a-z-]+)", r.text, re.M) and
                      [(n, l) for l, n in re.findall(r"^  (?:-(.), )?--([a-z-]+)", r.text, re.M)])
        equal(f"digest {command} --help: its options, all and no others", sorted(listed), sorted(n for n, o in ROWS.items() if command in o["commands"]))
        equal(f"digest {command} --help: their letters", {n: l for n, l in listed.items() if l}, {n: ROWS[n]["letter"] for n in listed if ROWS[n]["letter"]})
        equal(f"digest {command} --help: those for the command line only", sorted(re.findall(r"--([a-z-]+)[^\n]*\*$", r.text, re.M)),
              sorted(n for n in listed if ROWS[n]["line_only"]))
        usage = re.findall(r"^  digest(?: (\w+))? \[(?:OPTION…|COMMAND\|TOPIC)\]", r.text, re.M)
        equal(f"digest {command} --help: the commands", usage, COMMANDS if not command else [command])
        case(f"digest {command} --help: 80 columns", max(map(len, r.text.splitlines())) <= 80, r.text)
        for status in (0, 2, 3, 65, 66, 69, 70, 74, 75, 77, 130, 141):
            case(f"digest {command} --help: tells of status {status}", re.search(rf"\b{status} ", r.text[r.text.index("Exit status"):]))
    for word in ("--version", "-V"):
        r = run(word, cwd=HOME)
        case(word, r.status == 0 and r.err == b"" and re.match(r"digest \d+\.\d+\.\d+\n", r.text), said(r))
    r = run("--help", cwd=HOME, env=clean_env(HOME, DIGEST_LIMIT="none", XDG_CONFIG_HOME=f"{HOME}/broken"))
    case("--help: whatever else is wrong", r.status == 0, said(r))


# ---- Options from every place ----

# Words that an option refuses, and how it says so: to be seen from each place.
REFUSED = [
    ("limit", "0", "is not a whole number from 1 to", "render p.jsonl"), ("limit", "ten", "is not a whole number", "render p.jsonl"),
    ("jobs", "-1", "is not a whole number from 1 to 10000", ""), ("jobs", "10001", "is not a whole number", ""),
    ("summarizer-timeout", "1.5", "is not a whole number from 1 to 86400", ""), ("summarizer-max-reply", "99999999999", "is not a whole number", ""),
    ("summarizer-restarts", "1e3", "is not a whole number", ""),
    ("announce", "old", "no \"old\"; there are new, cross, replace, replace-cross", "render p.jsonl"),
    ("since", "tomorrow", "--since: \"tomorrow\" is no day", "render p.jsonl"), ("until", "2026-02-30", "--until: \"2026-02-30\" is no day", "render p.jsonl"),
    ("date", "3x", "--date: \"3x\" is no day", "render p.jsonl"), ("by", "author", "no \"author\"; there are announced, submitted", "render p.jsonl"),
    ("style", "nosuch", "no style \"nosuch\"", "render p.jsonl"), ("format", "pdf", "no \"pdf\"; there are md, html, ", "render p.jsonl"),
    ("dialect", "latex", "no \"latex\"; there are ", "render p.jsonl"), ("output", "{x}.md", "only {date}, {week}, {month}, {year}, {category}, {profile} and {style} can stand in braces", "--input p.jsonl"),
    ("summarizer", "'a", "--summarizer: ", "--input p.jsonl --store none"),
    ("summarizer-protocol", "xml", "no \"xml\"; there are jsonl, plain", "--input p.jsonl --store none"),
    ("verbose", "maybe", "\"maybe\" is neither true nor false", "render p.jsonl"), ("quiet", "2", "is neither true nor false", "render p.jsonl"),
    ("progress", "of course", "is neither true nor false", "render p.jsonl"),
]


def every_place():
    base = scratch()
    for name, word, message, args in REFUSED:
        args = args.split()
        command = args[0] if args and args[0] in COMMANDS else ""
        variable = "DIGEST_" + name.upper().replace("-", "_")
        pattern = re.escape(message)
        args = [a if a != "p.jsonl" else f"{HOME}/p.jsonl" for a in args]
        if ROWS[name]["type"] != "flag":
            wrong(f"--{name} {word}: from the command line", [*args, f"--{name}", word], pattern)
            wrong(f"--{name}={word}: in one word", [*args, f"--{name}={word}"], pattern)
        write(f"{base}/file", f"# a note\n\n{name} = {word}\n")
        write(f"{base}/profile", f"[profile p]\n  {name}={word}  \n[profile q]\nstyle = nosuch2\n")
        env = clean_env(HOME, **{variable: word})
        wrong(f"{name} = {word}: from the environment", args, pattern, env=env)
        wrong(f"{name} = {word}: from the file", [*args, "--config", f"{base}/file"], pattern)
        wrong(f"{name} = {word}: from a profile", [*args, "--config", f"{base}/profile", "--profile", "p"], pattern)
    # All others, by the words that their kind refuses. (A text takes any word, and an empty variable counts as unset.)
    kinds = {"count": ("none", "is not a whole number from 1 to"), "number": ("-1", "is not a whole number from 0 to"), "set": ("no-such-word", "no \"no-such-word\"; there are "), "flag": ("perhaps", "is neither true nor false"), "text": ("", "needs a value: "),
             "path": ("", "needs a value: "), "add": ("", "needs a value: "), "choice": ("no-such-word", "no \"no-such-word\"; there are ")}
    for name, o in sorted(ROWS.items()):
        if name in {x[0] for x in REFUSED} or o["type"] not in kinds:
            continue
        word, message = kinds[o["type"]]
        command = o["commands"][0]
        if o["type"] != "flag":
            wrong(f"--{name}={word}", [*([command] if command else []), f"--{name}={word}"], re.escape(message))
        if o["line_only"]:
            wrong(f"{name}: not in the file", ["render", f"{HOME}/p.jsonl", "--config", write(f"{base}/file", f"{name} = 1\n")], "belongs on the command line")
            continue
        write(f"{base}/file", f"{name} = {word}\n")
        write(f"{base}/profile", f"[profile p]\n{name} = {word}\n")
        wrong(f"{name} = {word}: from the file", ["render", f"{HOME}/p.jsonl", "--config", f"{base}/file"], f"file:1: {name}: .*{re.escape(message)}")
        wrong(f"{name} = {word}: from a profile", ["render", f"{HOME}/p.jsonl", "--config", f"{base}/profile", "--profile", "p"], f"profile:2: {name}: .*{re.escape(message)}")
        if word:
            wrong(f"{name} = {word}: from the environment", ["render", f"{HOME}/p.jsonl"], re.escape(message), env=clean_env(HOME, **{"DIGEST_" + name.upper().replace("-", "_"): word}))


def by_effect():
    """Precedence, seen in what is written: each place in turn, against all weaker ones."""
    base = scratch()
    write(f"{base}/config", "output = file.md\nstore = file.db\nlimit = 1\ncategory = cs.CL\ncategory = cs.LG, math.CO\n"
          "[profile p]\noutput = profile.md\nstore = profile.db\nlimit = 2\ncategory = math.CO\n")
    env = clean_env(HOME, DIGEST_OUTPUT="env.md", DIGEST_STORE="env.db", DIGEST_LIMIT="3", DIGEST_CATEGORY="cs.CL,cs.LG")
    flags = ["-o", "flag.md", "--store", "flag.db", "--limit", "1", "-c", "cs.LG"]
    weaker = {}
    # What the page shows: the limit of that place, of the papers in its categories.
    for place, args, e, shows in [("default", [], clean_env(HOME), None), ("file", ["--config", "config"], clean_env(HOME), ["2611.00002"]),
                                  ("profile", ["--config", "config", "--profile", "p"], clean_env(HOME), []),
                                  ("env", ["--config", "config", "--profile", "p"], env, ["2611.00002", "2611.00001"]),
                                  ("flag", ["--config", "config", "--profile", "p", *flags], env, ["2611.00002"])]:
        folder = scratch()
        shutil.copy(f"{base}/config", folder)
        r = run("--input", f"{HOME}/feed.xml", *args, cwd=folder, home=folder, env=dict(e, HOME=folder))
        pages = sorted(n for n in os.listdir(folder) if n.endswith((".md", ".db")))
        if place == "default":
            case("defaults: standard output, and the store in the home", r.status == 0 and pages == [] and r.out and os.path.exists(f"{folder}/.local/share/digest/digest.db"), said(r))
            continue
        equal(f"{place}: output and store are those of that place", pages, [f"{place}.db", f"{place}.md"])
        with open(f"{folder}/{place}.md", encoding="utf-8") as f:
            equal(f"{place}: limit and categories are those of that place", re.findall(r"^\| \[\^.*/abs/([\d.]+)\)", f.read(), re.M), shows)
    # The style: a folder of one's own, by --templates from each place.
    for n in ("a", "b"):
        shutil.copytree(f"{ROOT}/templates/footnote", f"{base}/{n}/own")
        write(f"{base}/{n}/own/page.md", f"page of {n}, {{{{count}}}} papers\n")
    write(f"{base}/config", f"style = own\ntemplates = {base}/a\n[profile b]\ntemplates = {base}/b\n")
    args = ["render", f"{HOME}/p.jsonl", "--config", f"{base}/config"]
    for place, more, e, want in [("file", [], {}, "a"), ("profile", ["--profile", "b"], {}, "b"), ("environment", ["--profile", "b"], {"DIGEST_TEMPLATES": f"{base}/a"}, "a"),
                                 ("command line", ["--templates", f"{base}/b"], {"DIGEST_TEMPLATES": f"{base}/a"}, "b"),
                                 ("empty variable", ["--profile", "b"], {"DIGEST_TEMPLATES": ""}, "b")]:
        r = run(*args, *more, cwd=base, env=clean_env(HOME, **e))
        case(f"templates: {place}", (r.status, r.text) == (0, f"page of {want}, 3 papers\n"), said(r))
    write(f"{base}/user/digest/config", "style = mine\n")
    shutil.copytree(f"{base}/a/own", f"{base}/user/digest/templates/mine")
    r = run("render", f"{HOME}/p.jsonl", cwd=base, env=clean_env(HOME, XDG_CONFIG_HOME=f"{base}/user"))
    case("$XDG_CONFIG_HOME: configuration and templates", (r.status, r.text) == (0, "page of a, 3 papers\n"), said(r))
    r = run("render", f"{HOME}/p.jsonl", cwd=base, env=clean_env(HOME, XDG_CONFIG_HOME="user"))
    case("$XDG_CONFIG_HOME: a relative one is to be ignored", r.status == 0 and "# 摘要" in r.text, said(r))
    write(f"{base}/.config/digest/config", "dialect = latex\n")
    wrong("~/.config/digest/config is read", ["render", f"{HOME}/p.jsonl"], "latex", env=clean_env(base), cwd=base)
    r = run("fetch", "--input", f"{HOME}/p.jsonl", cwd=base, env=clean_env(HOME, XDG_DATA_HOME=f"{base}/data"))
    case("$XDG_DATA_HOME: the store", r.status == 0 and os.path.exists(f"{base}/data/digest/digest.db"), said(r))
    write(f"{base}/home", "output = ~/sub/page.md\n")
    r = run("--input", f"{HOME}/p.jsonl", "--config", "home", cwd=base, env=clean_env(base))
    case("~/ in the file is the home", r.status == 0 and os.path.exists(f"{base}/sub/page.md"), said(r))


def lists_and_words():
    base = scratch()
    both = f"{HOME}/feed.xml", f"{HOME}/p.jsonl"

    def ids(*args, **env):
        r = run("fetch", "--store", "none", "--json", *args, cwd=base, env=clean_env(HOME, **env))
        return [r.status, len(r.text.splitlines())]
    write(f"{base}/config", f"input = {both[0]}\ninput = {both[1]}\n")
    equal("inputs of the file add up", ids("--config", "config"), [0, 5])
    equal("one on the command line stands for all of the file's", ids("--config", "config", "--input", both[1]), [0, 3])
    equal("two on the command line add up", ids("--input", both[1], f"--input={both[0]}"), [0, 5])
    equal("one in the environment", ids("--config", "config", DIGEST_INPUT=both[0]), [0, 2])
    os.symlink(both[1], f"{base}/a, b.jsonl")
    equal("an input's name may have a comma", ids("--input", "a, b.jsonl"), [0, 3])
    r = run("render", "-c", "cs.LG", "--announce", "cross,new", "-ccs.CL", both[0], cwd=base)
    equal("lists: commas and repetition, -cVALUE", r.text.count("\n| [^"), 2)
    r = run("render", "-vo", "page.md", both[1], cwd=base)
    case("letters together: -vo FILE", r.status == 0 and b"page.md" in r.err and os.path.exists(f"{base}/page.md"), said(r))
    shutil.copy(both[1], f"{base}/-odd.jsonl")
    r = run("render", "--", "-odd.jsonl", cwd=base)
    case("-- ends the options", r.status == 0 and r.text.count("\n| [^") == 3, said(r))
    r = run("render", "--limit", "1", "--limit", "2", both[1], cwd=base)
    equal("said twice, the later word holds", r.text.count("\n| [^"), 2)
    r = run("render", "--config", "/dev/null", both[1], cwd=base, env=clean_env(HOME, DIGEST_LIMIT="", DIGEST_STYLE="", DIGEST_CATEGORY="", DIGEST_SINCE="", DIGEST_VERBOSE=""))
    case("empty variables count as unset", r.status == 0 and r.err == b"" and r.text.count("\n| [^") == 3, said(r))
    for on in ("true", "yes", "1", "on", "TRUE"):
        r = run("render", both[1], "-o", "v.md", cwd=base, env=clean_env(HOME, DIGEST_VERBOSE=on))
        case(f"a flag in the environment: {on}", r.status == 0 and b"v.md" in r.err, said(r))
    write(f"{base}/loud", "verbose = yes\n")
    r = run("render", both[1], "-o", "v.md", "--config", "loud", cwd=base, env=clean_env(HOME, DIGEST_VERBOSE="off"))
    case("a flag switched off by a stronger place", (r.status, r.err) == (0, b""), said(r))
    r = run("render", both[1], "--date", "2026-11-20", "--config", write(f"{base}/days", "since = 2026-11-21\nuntil = 2026-11-22\n"), cwd=base)
    equal("the file's since falls before --date", r.text.count("\n| [^"), 3)
    run("fetch", "--input", both[1], "--store", "s.db", cwd=base)
    r = run("render", "--all", "--store", "s.db", "--config", "days", cwd=base)
    equal("the file's since falls before --all", r.text.count("\n| [^"), 3)
    r = run("render", "--until", "2026-11-20", "--since", "2w", both[1], cwd=base, now=1795280400)
    equal("since and until together", r.text.count("\n| [^"), 3)


# ---- Wrong words ----

def wrong_words():
    p = f"{HOME}/p.jsonl"
    for args, message in [
            (["--no-such"], r"unknown option --no-such \(digest --help lists them\)"), (["-@"], r"unknown option -@ \(digest --help lists them\)"), (["render", "--no-such"], r"unknown option --no-such \(digest render --help lists them\)"),
            (["--lim", "1"], r"unknown option --lim \(digest --help lists them\); did you mean --limit\?$"), (["fetch", "--limt", "1"], r"unknown option --limt \(digest fetch --help lists them\)$"), (["-x"], "unknown option -x"), (["render", "-vx", p], "unknown option -x"),
            (["render", p, "--limit"], "--limit needs a value: N"), (["render", p, "-o"], "-o needs a value: FILE"), (["render", p, "--style="], "--style: needs a value: NAME"),
            (["render", p, "-o", ""], "-o: needs a value"), (["--input", ""], "--input: needs a value"),
            (["render", "--all=yes"], "--all takes no value"), (["render", p, "--verbose=no"], "--verbose takes no value"),
            (["fetch", "render"], "render: one command at a time; this is digest fetch"), (["-v", "fetch"], "fetch: the command's name comes first"),
            (["frobnicate"], r"frobnicate: neither a command nor an option \(digest --help\)$"), (["summarise"], r"did you mean digest summarize\?$"), (["fetch", "rendre"], r"rendre: neither a command nor an option \(digest --help\)$"),
            (["render", p, "--dialect", "hgo"], r"--dialect: no \"hgo\"; there are portable, .*, zola; did you mean hugo\?$"), (["--announce", "new,,corss", "--input", p], r"--announce: no \"corss\"; .* did you mean cross\?$"), (["render", p, "--dialect="], "--dialect: needs a value: NAME"), (["fetch", "papers.jsonl"], "papers.jsonl: neither"), ([""], ": neither a command nor an option"),
            (["fetch", "--dialect", "exact"], "--dialect does not go with fetch"), (["render", "--input", p], "--input does not go with render"), (["fetch", "--limit", "1"], "--limit does not go with fetch"),
            (["render", "--jobs", "1"], "--jobs does not go with render"), (["summarize", "-o", "x"], "-o does not go with summarize"), (["--json"], "--json does not go with the whole run"),
            (["summarize", "--json"], "--json does not go with summarize"),
            (["render", "--date", "today", "--since", "3d"], "--date is one day: it goes with neither --since nor --until"), (["render", "--date", "today", "--until", "today"], "--date is one day"),
            (["render", "--all", "--since", "3d"], "--all means every day"), (["render", "--all", "--date", "today"], "--all means every day"),
            (["render", "--since", "2026-11-21", "--until", "2026-11-20"], "--since 2026-11-21 is after --until 2026-11-20"),
            (["render", "--until", "last"], "--until: \"last\" is no day"), (["render", "--all", "-c", "cs.CL,xy.AB"], r"--category: \"xy\.AB\" is no category of arXiv's"), (["render", "--all", "-c", "c"], r"--category: \"c\" is no category"), (["render", "--id", "Einstein1905"], "digest: \"Einstein1905\" is not an arXiv identifier"),
            ([], "nothing to read: say digest -c cs.CL"), (["fetch"], "nothing to read: say digest fetch -c cs.CL"), (["fetch", "--store", "none", "--input", p], "keeps nothing: say --json"),
            (["summarize", "--store", "none"], "has nothing to fill in"), (["render", "--store", "none"], "name files of records"),
            (["fetch", "--store", "none", "--json", "--input", "ftp://arxiv.org/x"], "ftp://arxiv.org/x: only http"),
            (["render", p, "--style", "../footnote"], "not a style's name"), (["render", p, "--style", ".hidden"], "not a style's name"),
            (["render", p, "--config", f"{HOME}/missing"], "missing"), (["render", p, "--config", HOME], "directory"), (["render", p, "--profile", "p"], r"no section \[profile p\]")]:
        wrong("wrong: digest " + " ".join(map(repr, args)), args, message)


def wrong_config():
    base = scratch()
    for name, text, message in [
            ("an unknown option", "limit = 1\n\nlimits = 1\n", r"config:3: unknown option \"limits\" .*; did you mean limit\?$"), ("no value", "limit\n", r"config:1: \"limit\" is not `name = value`"),
            ("an empty value", "limit = 1\nstyle =\n", "config:2: style: needs a value: NAME"), ("an unknown section", "\n[section x]\n", r"config:2: unknown section \[section x\]"),
            ("a section without a name", "[profile]\n", "config:1: unknown section"), ("an open section", "[profile p\n", r"config:1: a section ends in"),
            ("an option of the command line", "json = true\n", "config:1: \"json\" belongs on the command line"), ("help", "# x\nhelp = true\n", "config:2: \"help\" belongs"),
            ("a bad number in a profile that is not taken", None, None), ("an unknown option in a profile that is not taken", "[profile q]\nnope = 1\n", "config:2: unknown option \"nope\""),
            ("a bad number", "jobs = many\n", "config:1: jobs: \"many\" is not a whole number from 1 to 10000"), ("binary data", "\0\0\0\n", "config:1: "),
            ("too large", "# " + "x" * 70 + "\n" * 1100000, "larger than")]:
        if text is None:
            write(f"{base}/config", "[profile q]\njobs = many\n")
            r = run("render", f"{HOME}/p.jsonl", "--config", "config", cwd=base)
            case(f"configuration: {name} does no harm", r.status == 0 and r.err == b"", said(r))
            continue
        write(f"{base}/config", text)
        wrong(f"configuration: {name}", ["render", f"{HOME}/p.jsonl", "--config", "config"], message, cwd=base)
    write(f"{base}/config", "\ufeff# byte order mark, carriage returns, no line feed at the end\r\nlimit = 1\r\n\r\n[profile p]\r\nlimit = 2")
    r = run("render", f"{HOME}/p.jsonl", "--config", "config", "--profile", "p", cwd=base)
    case("configuration: as other systems' editors write it", r.status == 0 and r.text.count("\n| [^") == 2, said(r))
    wrong("a profile that is not there", ["render", f"{HOME}/p.jsonl", "--config", "config", "--profile", "q"], r"config: no section \[profile q\]", cwd=base)
    r = run("render", f"{HOME}/p.jsonl", "--config", "config", cwd=base, env=clean_env(HOME, DIGEST_PROFILE="p"))
    case("a profile by the environment", r.status == 0 and r.text.count("\n| [^") == 2, said(r))


# ---- Days ----

def days():
    """--since WORD --until an old day: the message tells what WORD means."""
    try:
        from zoneinfo import ZoneInfo
        eastern = ZoneInfo("America/New_York")
    except Exception:
        eastern = None

    def meaning(utc, word):
        r = run("render", f"{HOME}/p.jsonl", "--since", word, "--until", "1991-08-14", cwd=HOME,
                env=clean_env(HOME, TZ="Asia/Shanghai"), now=int(utc.timestamp()))
        m = re.search(r"--since (\S+) is after", r.msg)
        return m.group(1) if m else said(r)
    # Written by hand: midnight in New York is 5:00 UTC in winter, 4:00 in summer; clocks change on 2026-03-08 and 2026-11-01.
    for utc, word, day in [
            ("2026-11-21T04:59:59", "today", "2026-11-20"), ("2026-11-21T05:00:00", "today", "2026-11-21"), ("2026-11-21T01:00:00", "today", "2026-11-20"),
            ("2026-07-01T03:59:59", "today", "2026-06-30"), ("2026-07-01T04:00:00", "today", "2026-07-01"), ("2026-07-01T04:00:00", "yesterday", "2026-06-30"),
            ("2026-03-08T04:59:59", "today", "2026-03-07"), ("2026-03-08T05:00:00", "today", "2026-03-08"), ("2026-03-09T03:59:59", "today", "2026-03-08"),
            ("2026-03-09T04:00:00", "today", "2026-03-09"), ("2026-11-01T03:59:59", "today", "2026-10-31"), ("2026-11-01T04:00:00", "today", "2026-11-01"),
            ("2026-11-02T04:59:59", "today", "2026-11-01"), ("2026-11-02T05:00:00", "today", "2026-11-02"), ("2026-11-21T12:00:00", "3d", "2026-11-18"),
            ("2026-11-21T12:00:00", "2w", "2026-11-07"), ("2026-11-21T12:00:00", "0d", "2026-11-21"), ("2026-03-01T12:00:00", "1d", "2026-02-28"),
            ("2028-03-01T12:00:00", "1d", "2028-02-29"), ("2027-01-01T02:00:00", "today", "2026-12-31"), ("2027-01-01T12:00:00", "yesterday", "2026-12-31"),
            ("2026-11-21T12:00:00", "2026-11-20", "2026-11-20"), ("2026-11-21T12:00:00", "365d", "2025-11-21")]:
        equal(f"{utc} UTC: {word}", meaning(datetime.fromisoformat(utc).replace(tzinfo=timezone.utc), word), day)
    if eastern is None:
        skip("days against the zone data of this machine", "no zone data here")
    else:
        for step in range(36):
            utc = datetime(2026, 1, 3, 4, 30, tzinfo=timezone.utc) + timedelta(days=31 * step, minutes=37 * step)
            equal(f"{utc:%Y-%m-%d %H:%M} UTC against the zone data", meaning(utc, "today"), utc.astimezone(eastern).date().isoformat())
    for word in ("2026-11-31", "2026-13-01", "2026-1-1", "20261120", "0", "3", "d", "-3d", "3 d", "Today", "2026-11-20 ", "monday", "last week", "3m"):
        wrong(f"no day: {word!r}", ["render", f"{HOME}/p.jsonl", "--since", word], "is no day")
    wrong("--date last", ["render", f"{HOME}/p.jsonl", "--date", "last"], "is no day")


# ---- Exit statuses ----

class Host(http.server.BaseHTTPRequestHandler):
    agents = []

    def do_GET(self):
        self.agents.append(self.headers.get("User-Agent"))
        self.send_response({"/busy": 429, "/gone": 404, "/down": 503}.get(self.path, 200))
        self.send_header("Content-Type", "application/rss+xml")
        self.end_headers()
        if self.path == "/feed":
            with open(f"{HOME}/feed.xml", "rb") as f:
                self.wfile.write(f.read())

    def log_message(self, *_):
        pass


def statuses():
    host = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Host)
    threading.Thread(target=host.serve_forever, daemon=True).start()
    at = f"http://127.0.0.1:{host.server_address[1]}"
    base = scratch()
    write(f"{base}/empty.xml", feed("2026-11-20"))
    write(f"{base}/broken.xml", "<rss><channel><item>")
    canned(f"{base}/refused", {}, fatal="key refused")
    write(f"{base}/not-a-store", "plain text\n" * 100)
    one = ("--store", "none", "--input", f"{HOME}/feed.xml")
    for status, name, args, message in [
            (0, "all is well", [*one, "--gate", "off", "--summarizer", f"{HOME}/sum"], None), (0, "records", ["fetch", "--json", *one], None),
            (0, "nothing was announced", ["--store", "none", "--input", "empty.xml", "--gate", "off", "--summarizer", f"{HOME}/sum"], "no papers"),
            (3, "one of two inputs is broken", [*one, "--input", "broken.xml", "--gate", "off", "--summarizer", f"{HOME}/sum"], "broken.xml"),
            (3, "the summarizer cannot be used, the page is there", [*one, "--summarizer", "./missing"], "missing"),
            (3, "the key is refused, the page is there", [*one, "--summarizer", "./refused"], "key refused"),
            (65, "a broken input alone", ["fetch", "--store", "none", "--json", "--input", "broken.xml"], "broken.xml"), (65, "an HTML page", ["render", "page.html"], "HTML"),
            (69, "nobody listens there", ["fetch", "--store", "none", "--json", "--input", "http://127.0.0.1:1/"], "127.0.0.1"),
            (69, "not found there", ["fetch", "--store", "none", "--json", "--input", f"{at}/gone"], "404"),
            (69, "down there", ["fetch", "--store", "none", "--json", "--input", f"{at}/down"], "503"),
            (69, "no such summarizer", ["summarize", "--store", "s.db", "--summarizer", "./missing"], "missing"),
            (74, "no such input", ["fetch", "--store", "none", "--json", "--input", "missing.xml"], "missing.xml"),
            (74, "not a store", ["fetch", "--input", f"{HOME}/feed.xml", "--store", "not-a-store"], "not-a-store"),
            (74, "a page that cannot be written", ["render", f"{HOME}/p.jsonl", "-o", "/dev/null/page.md"], "/dev/null/page.md"),
            (75, "asked to come later", ["fetch", "--store", "none", "--json", "--input", f"{at}/busy"], "429"),
            (77, "the key is refused", ["summarize", "--store", "s.db", "--summarizer", "./refused"], "key refused")]:
        write(f"{base}/page.html", "<!DOCTYPE html><title>Sorry</title>")
        run("fetch", "--input", f"{HOME}/feed.xml", "--store", "s.db", cwd=base)
        r = run(*args, cwd=base)
        ok = r.status == status and (message.encode() in r.err if message else r.err == b"")
        case(f"{status}: {name}", ok and (status in (0, 3)) == (r.out != b"" or "no papers" in r.msg), said(r))
    r = run("fetch", "--store", "none", "--json", "--input", f"{at}/feed", "--contact", "me@example.org", cwd=base)
    case("an address: its papers", r.status == 0 and len(r.text.splitlines()) == 2 and r.err == b"", said(r))
    case("the contact is told", "me@example.org" in Host.agents[-1] and Host.agents[-1].startswith("digest/"), Host.agents[-1])
    for name, env, more in [("environment", {"DIGEST_CONTACT": "env@example.org"}, []), ("file", {}, ["--config", write(f"{base}/c", "contact = file@example.org\n")]),
                            ("profile", {}, ["--profile", "x", "--config", write(f"{base}/d", "contact = no\n[profile x]\ncontact = profile@example.org\n")])]:
        run("fetch", "--store", "none", "--json", "--input", f"{at}/feed", *more, cwd=base, env=clean_env(HOME, **env))
        case(f"the contact from the {name}", f"({name[:3] if name == 'environment' else name}@example.org)" in Host.agents[-1], Host.agents[-1])
    host.shutdown()
    if SANITIZED:
        skip("70: out of memory", "a sanitizer needs the memory for itself")
    else:
        def within(mb, *args, **more):
            return subprocess.run([DIGEST, *args], cwd=base, env=clean_env(HOME), capture_output=True, check=False,
                                  preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, (mb << 20, mb << 20)), **more)
        starts = next(mb for mb in range(4, 400, 4) if within(mb, "--version").returncode == 0)  # how much the libraries take differs
        p = within(starts + 16, "render", "-", input=b'{"id":"2611.00001","title":"' + b"x" * 12000000 + b'"}\n')
        case("70: out of memory, said, no crash", p.returncode == 70 and b"out of memory" in p.stderr, f"{p.returncode} {p.stderr[:200]}")


def locked():
    """Another process writes and does not end: 75, after the wait. Begun here, looked at when all else is done."""
    base = scratch()
    run("fetch", "--input", f"{HOME}/feed.xml", "--store", "s.db", cwd=base)
    db = sqlite3.connect(f"{base}/s.db", isolation_level=None, check_same_thread=False)
    db.execute("BEGIN IMMEDIATE")
    p = subprocess.Popen([DIGEST, "fetch", "--input", f"{HOME}/p.jsonl", "--store", "s.db", "--wait", "3"], cwd=base, env=clean_env(HOME), stdin=subprocess.DEVNULL,
                         stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    r = run("render", "--all", "--store", "s.db", cwd=base)
    case("a store that is being written can be read", r.status == 0 and r.text.count("\n| [^") == 2, said(r))
    return db, p


def unlocked(db, p):
    out, err = p.communicate(timeout=600)
    case("75: another process has the store", p.returncode == 75 and out == b"" and b"s.db" in err, f"{p.returncode} {err}")
    db.close()


# ---- Standard streams ----

def streams():
    base = scratch()
    many = lines(*(record(f"2611.{i:05}", f"Paper {i}", abstract="We show it. " * 20, summary=chinese("题")) for i in range(1, 2001)))
    write(f"{base}/many.jsonl", many)
    for args in (["render", "many.jsonl"], ["render", f"{HOME}/p.jsonl"], ["fetch", "--store", "none", "--json", "--input", "many.jsonl"], ["--help"], ["--version"],
                 ["--store", "none", "--input", f"{HOME}/feed.xml", "--gate", "off", "--summarizer", f"{HOME}/sum"]):
        name = " ".join(os.path.basename(a) for a in args)
        for what, setup in [("full", {"stdout": open("/dev/full", "wb")}), ("closed", {"preexec_fn": lambda: os.close(1)})]:
            p = subprocess.run([DIGEST, *args], cwd=base, env=clean_env(HOME), stdin=subprocess.DEVNULL, stderr=subprocess.PIPE, **setup, check=False)
            case(f"standard output {what}: digest {name}: 74, said once", p.returncode == 74 and p.stderr.count(b"standard output: ") == 1 and p.stderr.count(b"\n") == 1, f"{p.returncode} {p.stderr}")
    p = subprocess.run([DIGEST, "fetch", "--store", "none", "--json", "--input", "many.jsonl", "--input", "many.jsonl"], cwd=base, env=clean_env(HOME), stdin=subprocess.DEVNULL,
                       stdout=open("/dev/full", "wb"), stderr=subprocess.PIPE, check=False)
    equal("standard output full, two inputs: said once", p.stderr, b"digest: standard output: No space left on device\n")
    for args in (["render", "many.jsonl"], ["fetch", "--store", "none", "--json", "--input", "many.jsonl"]):
        p = subprocess.Popen([DIGEST, *args], cwd=base, env=clean_env(HOME), stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                             preexec_fn=lambda: signal.signal(signal.SIGPIPE, signal.SIG_DFL))
        p.stdout.read(100)
        p.stdout.close()
        err = p.stderr.read()
        case(f"a reader that leaves: digest {args[0]}: ends as by SIGPIPE, in silence", p.wait(600) == -signal.SIGPIPE and err == b"", f"{p.returncode} {err}")
    # Closed streams: no file of ours may take their place.
    p = subprocess.run([DIGEST, "render", f"{HOME}/p.jsonl", "-v", "-o", "page.md"], cwd=base, env=clean_env(HOME), preexec_fn=lambda: os.closerange(0, 3), check=False)
    with open(f"{base}/page.md", encoding="utf-8") as f:
        text = f.read()
    case("all three closed: the page has no message in it", p.returncode == 0 and text.startswith("2026-11-20 · 共 3 篇 · 新 3\n\n<!--more-->\n\n# 摘要\n") and "digest:" not in text and text.count("\n| [^") == 3, text[:200])
    p = subprocess.run([DIGEST, "fetch", "--json", "--store", "s.db", "--input", f"{HOME}/p.jsonl"], cwd=base, env=clean_env(HOME), preexec_fn=lambda: os.closerange(0, 3), check=False)
    r = run("render", "--all", "--store", "s.db", cwd=base)
    case("all three closed: the store is whole", p.returncode == 74 and r.status == 0 and r.text.count("\n| [^") == 3, f"{p.returncode} {said(r)}")
    p = subprocess.run([DIGEST, "render", "-"], cwd=base, env=clean_env(HOME), preexec_fn=lambda: os.close(0), capture_output=True, check=False)
    case("standard input closed: 74, said", p.returncode == 74 and b"standard input: cannot read" in p.stderr, f"{p.returncode} {p.stderr}")
    # env -i, from cron's folder.
    r = run("render", f"{HOME}/p.jsonl", env={}, cwd="/")
    case("env -i: a page, in silence", r.status == 0 and r.err == b"" and r.text.count("\n| [^") == 3, said(r))
    r = run("--input", f"{HOME}/feed.xml", "--store", "none", "--gate", "off", "--summarizer", f"{HOME}/sum", env={}, cwd="/")
    case("env -i: the whole run, with a command", r.status == 0 and r.err == b"" and "一的要点" in r.text, said(r))
    r = run("render", f"{HOME}/p.jsonl", env={"LC_ALL": "tr_TR.ISO-8859-9", "LANG": "zh_CN.GB18030", "TZ": "Asia/Kolkata"}, cwd="/")
    equal("locale and time zone change nothing", r.out, run("render", f"{HOME}/p.jsonl", cwd=HOME).out)


def messages():
    base = scratch()
    write(f"{base}/lacking.jsonl", lines(*RECORDS, record("2611.00009", summary={"lang": "zh", "tldr": "点"})))
    r = run("--input", f"{HOME}/feed.xml", "--store", "none", cwd=base)
    case("without a summarizer: one line says what the page shows", r.status == 0 and len(r.msg.splitlines()) == 1 and "--summarizer" in r.msg, said(r))
    r = run("--input", f"{HOME}/feed.xml", "--store", "none", "--quiet", cwd=base)
    case("--quiet: not even that", r.status == 0 and r.err == b"" and "(原文摘录)" in r.text, said(r))
    r = run("--input", f"{HOME}/feed.xml", "--store", "none", "--summarizer", "extract", cwd=base)
    case("--summarizer extract: asked for, so nothing to say", (r.status, r.err) == (0, b""), said(r))
    r = run("render", "lacking.jsonl", "--dialect", "exact", "--quiet", cwd=base)
    case("--quiet: what makes the status 3 is said all the same", r.status == 3 and "2611.00009" in r.msg, said(r))
    r = run("fetch", "-v", "--input", f"{HOME}/feed.xml", "--store", "s.db", cwd=base)
    case("-v: says what is done", r.status == 0 and "feed.xml: 2 papers" in r.msg, said(r))
    r = run("fetch", "--input", "a\nb\x1b[31m.xml", "--store", "s.db", cwd=base)
    case("a name with control characters: one line, none of them in it", r.status == 74 and r.err.count(b"\n") == 1 and b"\x1b" not in r.err, r.err)
    # A summarizer whose second answer comes when both were seen to tell of the first (after a second); with and without a terminal.
    write(f"{base}/slow", "#!/bin/sh\nwhile read -r line; do if [ -z \"$key\" ]; then sleep 1.4; else while ! [ -e go ]; do sleep 0.1; done; fi; key=${line#*\\\"key\\\":\\\"}; "
          "printf '{\"key\":\"%s\",\"summary\":{\"title\":\"a\",\"tldr\":\"b\",\"abstract\":\"c\",\"tldr_en\":\"d\"}}\\n' \"${key%%\\\"*}\"; done\n")
    os.chmod(f"{base}/slow", 0o755)
    args = [DIGEST, "--input", f"{HOME}/feed.xml", "--store", "none", "--gate", "off", "--summarizer", "./slow"]
    try:
        main, other = pty.openpty()
    except OSError as e:
        return skip("progress on a terminal", f"no pseudo-terminals here: {e}")
    jobs = [subprocess.Popen(args, cwd=base, env=clean_env(HOME), stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=other),
            subprocess.Popen(args, cwd=base, env=clean_env(HOME), stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE),
            subprocess.Popen([*args, "--progress"], cwd=base, env=clean_env(HOME), stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)]
    os.close(other)
    asked, told = b"", b"summarizing: 1 of 2"
    while told not in asked and (piece := os.read(jobs[2].stderr.fileno(), 4096)):
        asked += piece
    shown = b""
    while select.select([main], [], [], 600)[0]:
        try:
            piece = os.read(main, 4096)
        except OSError:  # the other side is closed
            break
        if not piece:
            break
        shown += piece
        if told in shown:
            write(f"{base}/go", "")
    os.close(main)
    silent, asked = jobs[1].communicate(timeout=600)[1], asked + jobs[2].communicate(timeout=600)[1]
    case("a terminal: a line tells how far it is, and goes away", jobs[0].wait(600) == 0 and told in shown and shown.endswith(b"\r\x1b[K"), shown)
    equal("no terminal: nothing", silent, b"")
    case("--progress: asked for", told in asked, asked)


busy = locked()
help_texts()
every_place()
by_effect()
lists_and_words()
wrong_words()
wrong_config()
days()
statuses()
streams()
messages()
unlocked(*busy)
done()
