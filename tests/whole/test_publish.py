#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""Looking is not publishing: `output` of the configuration is the run's alone; a file's name says its format; a reader of
standard output may leave; and no page becomes one of another form."""
import os
import re
import signal
import subprocess
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "tools"))
from made import canned, chinese, feed, item, lines, record, write
from tap import DIGEST, case, clean_env, done, equal, run, scratch

IDS = [f"2611.0000{i}" for i in (1, 2, 3)]


def text_of(path):
    with open(path, encoding="utf-8") as f:
        return f.read()


def trace(path):
    s = os.stat(path)
    return s.st_ino, s.st_mtime_ns, s.st_size


def files(folder):
    return sorted(os.path.relpath(os.path.join(d, f), folder) for d, _, names in os.walk(folder) for f in names)


def said(r):
    return f"status {r.status}\n{r.msg}{r.text[:300]}"


def home_with(config):
    """A home with a configuration and a feed of a day; its summarizer knows all."""
    home = scratch()
    write(f"{home}/.config/digest/config", config)
    write(f"{home}/feed.xml", feed("2026-11-20", *(item(i, "T " + i) for i in IDS)))
    canned(f"{home}/sum", {i + "v1": "题" for i in IDS})
    return home


RUN = ("--input", "feed.xml", "--summarizer", "./sum", "--gate", "off")


def looking():
    """Where `output` was set, and what each command makes of it."""
    places = [("the file", "output = posts/{date}.md\n", (), {}),
              ("a profile", "[profile p]\noutput = posts/{date}.md\n", ("--profile", "p"), {}),
              ("the environment", "", (), {"DIGEST_OUTPUT": "posts/{date}.md"})]
    for name, config, args, env in places:
        home = home_with(config)
        env = clean_env(home, **env)
        r = run(*RUN, *args, cwd=home, env=env)
        case(f"output of {name}: the run writes its page there", r.status == 0 and r.out == b"" and files(f"{home}/posts") == ["2026-11-20.md"], said(r))
        page = text_of(f"{home}/posts/2026-11-20.md")
        os.remove(f"{home}/posts/2026-11-20.md")
        r = run("render", *args, cwd=home, env=env)
        case(f"output of {name}: render shows the page and writes none", r.status == 0 and files(f"{home}/posts") == [] and r.text == page, said(r))
        r = run("render", *args, "-c", "math.CO", "--date", "2026-11-20", cwd=home, env=env)
        case(f"output of {name}: nor does a look at other papers", files(f"{home}/posts") == [], said(r))
        r = run("render", *args, "-o", "mine/{date}.md", cwd=home, env=env)
        case(f"output of {name}: render -o writes", r.status == 0 and r.out == b"" and files(f"{home}/mine") == ["2026-11-20.md"] and files(f"{home}/posts") == [], said(r))
        r = run(*RUN, *args, "-o", "-", cwd=home, env=env)
        case(f"output of {name}: digest -o - prints", r.status == 0 and r.text == page and files(f"{home}/posts") == [], said(r))
    for words in (("--help",), ("render", "--help")):
        r = run(*words)
        case(f"{' '.join(words)}: tells of -o -", re.search(r"-: to\s+standard output", r.text), r.text[:2000])


def starts_as(page):
    """What a page's first bytes say that it is."""
    for begin, form in (("<!doctype html>", "html"), ("<?xml", "atom"), ('{"', "json"), ("2026-11-20 · ", "md")):
        if page.lower().startswith(begin):
            return form
    return "text"


def names():
    home = scratch()
    write(f"{home}/p.jsonl", lines(*(record(i, "T", announced="2026-11-20", announce_type="new", summary=chinese()) for i in IDS)))
    for name, want in (("a.html", "html"), ("a.htm", "html"), ("A.HTML", "html"), ("a.atom", "atom"), ("feed.xml", "atom"), ("a.json", "json"), ("a.jsonl", "json"),
                       ("a.txt", "text"), ("a.md", "md"), ("{date}.html", "html"), ("a", "md"), ("a.html.old", "md"), ("html", "md"), (".html", "md")):
        r = run("render", "p.jsonl", "-o", name, cwd=home)
        case(f"-o {name}: format {want}, in silence", (r.status, r.err, starts_as(text_of(f"{home}/{name.replace('{date}', '2026-11-20')}"))) == (0, b"", want), said(r))
    for name, asked in (("b.html", "md"), ("b.md", "html"), ("b.txt", "json"), ("b.json", "atom"), ("b.xml", "text")):
        r = run("render", "p.jsonl", "-o", name, "--format", asked, cwd=home)
        case(f"-o {name} --format {asked}: what is asked for, and one line", r.status == 0 and starts_as(text_of(f"{home}/{name}")) == asked and len(r.msg.splitlines()) == 1
             and f"--format {asked}" in r.msg, said(r))
    r = run("render", "p.jsonl", "-o", "c.html", "--format", "html", cwd=home)
    case("-o c.html --format html: in silence", (r.status, r.err) == (0, b""), said(r))
    write(f"{home}/.config/digest/config", "format = md\ndialect = hugo\n")
    r = run("render", "p.jsonl", "-o", "d.html", cwd=home)
    case("the name on the command line is stronger than format and dialect of the configuration", (r.status, r.err, starts_as(text_of(f"{home}/d.html"))) == (0, b"", "html"), said(r))
    write(f"{home}/.config/digest/config", "format = html\noutput = night.md\n")
    r = run("--input", "p.jsonl", cwd=home)
    case("both in the configuration: the format, and one line", starts_as(text_of(f"{home}/night.md")) == "html" and "--format html" in r.msg, said(r))
    r = run("render", "p.jsonl", "-o", "e.html", "--dialect", "hugo", cwd=home)
    case("-o e.html --dialect hugo: 2", r.status == 2 and "format html has none" in r.msg, said(r))


def head():
    """A reader that leaves, of what each command prints."""
    home = scratch()
    many = lines(*(record(f"2611.{i:05}", f"Paper {i}", announced="2026-11-20", abstract="We show it. " * 20, summary=chinese()) for i in range(1, 1501)))
    write(f"{home}/many.jsonl", many)
    r = run("fetch", "--input", "many.jsonl", cwd=home)
    case("fetch", r.status == 0, said(r))
    for args in (("render", "many.jsonl"), ("render", "--all"), ("--input", "many.jsonl"), ("render", "many.jsonl", "-o", "/dev/stdout"), ("--help",),
                 ("fetch", "--json", "--input", "many.jsonl"), ("fetch", "--json", "--store", "none", "--input", "many.jsonl")):
        for ignored in (False, True):
            p = subprocess.Popen([DIGEST, *args], cwd=home, env=clean_env(home), stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                                 restore_signals=not ignored)
            if args == ("--help",):
                p.stdout.close()
            else:
                p.stdout.read(10)
                p.stdout.close()
            err = p.stderr.read().replace(b"digest: no --summarizer: the pages show key sentences of the abstracts, not Chinese\n", b"")
            p.wait(600)
            small = args == ("--help",) and p.returncode == 0  # all of it fit into the pipe before the reader left
            case(f"digest {' '.join(args)} | head{', SIGPIPE ignored' if ignored else ''}: no message, ends by SIGPIPE",
                 err == b"" and (p.returncode == -signal.SIGPIPE or small), f"{p.returncode} {err}")
    r = run("status", "--json", cwd=home)
    case("the store is whole after it", r.status == 0, said(r))
    shell = subprocess.run(["/bin/bash", "-c", 'set -o pipefail; "$0" render --all | head -n 1; echo "${PIPESTATUS[*]}"', DIGEST], cwd=home, env=clean_env(home),
                           capture_output=True, check=False)
    case("in a shell: the line, no message, 141 as of any program", shell.stderr == b"" and shell.stdout.decode().splitlines()[-1] == "141 0", f"{shell.stdout} {shell.stderr}")


looking()
names()
head()
done()
