#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""Format text: no line is wider than asked for, by Python's table of widths; nothing is lost or added where lines break; no
closing sign begins a line, no opening one ends it; colour on a terminal only; nothing of a record moves a terminal."""
import os
import pty
import re
import struct
import subprocess
import sys
import fcntl
import termios
import unicodedata

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "tools"))
from made import chinese, lines, record, status_of_page, write
from tap import DIGEST, SHARED, case, clean_env, done, equal, run, scratch, skip

NO_START = "，。！？；：）》」』】、…%‰”’"
NO_END = "（《「『【“‘"


def width(line, wide=False):
    """Columns, character by character: what joins others has none."""
    n = 0
    for c in line:
        if unicodedata.category(c) in ("Mn", "Me", "Cf"):
            continue
        n += 2 if unicodedata.east_asian_width(c) in ("WFA" if wide else "WF") else 1
    return n


def joined(whole, parts):
    """Whether PARTS are WHOLE, but for blanks where they break."""
    rest = whole.strip()
    for part in parts:
        rest = rest.lstrip(" ")
        if not rest.startswith(part):
            return False
        rest = rest[len(part):]
    return not rest.strip()


def check(name, source, columns, *args, wide=False):
    whole = run("render", "--format", "text", "--width", "0", source)
    r = run("render", "--format", "text", "--width", columns, *args, source)
    shown = r.text.split("\n")
    over = [line for line in shown if width(line, wide) > columns]
    case(f"{name}, {columns} columns: {len(shown)} lines, none is wider", r.status == status_of_page(source) and len(shown) > 3 and not over, ascii(over[:3]))
    at, lost, unruly = 0, [], []
    for line in whole.text.split("\n"):
        if not line.strip():
            at += 1
            continue
        indent, parts, rest = len(line) - len(line.lstrip(" ")), [], line.strip()
        while rest and at < len(shown) and rest.startswith(shown[at].strip()) and shown[at].strip():
            parts.append(shown[at].strip())
            rest = rest[len(parts[-1]):].strip(" ")
            if not shown[at].startswith(" " * indent) or shown[at][indent] == " ":
                unruly.append(shown[at])
            at += 1
        if not joined(line, parts):
            lost.append(line)
            break
        unruly += [p for p in parts[1:] if p[0] in NO_START] + [p for p in parts[:-1] if p[-1] in NO_END]
    case(f"{name}, {columns} columns: joined again it is the text", not lost and at >= len(shown) - 1, ascii(lost[:1]))
    case(f"{name}, {columns} columns: no line begins or ends as it may not, all are indented", not unruly, ascii(unruly[:5]))


def terminal(argv, columns, **env):
    """What goes to a terminal of this width."""
    here, there = pty.openpty()
    fcntl.ioctl(there, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
    attributes = termios.tcgetattr(there)
    attributes[1] &= ~termios.OPOST
    termios.tcsetattr(there, termios.TCSANOW, attributes)
    p = subprocess.Popen([DIGEST, *argv], stdin=subprocess.DEVNULL, stdout=there, stderr=subprocess.DEVNULL, env=clean_env(scratch(), **env))
    os.close(there)
    out = b""
    while True:
        try:
            more = os.read(here, 65536)
        except OSError:
            break
        if not more:
            break
        out += more
    p.wait(timeout=600)
    os.close(here)
    return out.decode()


TEXT = "本文提出BERT模型，在 GLUE 上提升 95.3%，（见 https://example.org/a/long/address）。“引号”与《书名》……然后——结束！" * 5


def colour_and_width():
    home = scratch()
    path = write(f"{home}/p.jsonl", lines(record("2611.00001", "A Title", authors=[{"name": "Ada"}], summary=chinese(TEXT))))
    plain = run("render", "--format", "text", path).text
    case("to a pipe: no colour, 80 columns", "\x1b" not in plain and 70 < max(map(width, plain.split("\n"))) <= 80, plain)
    always = run("render", "--format", "text", "--color", "always", path).text
    case("--color always: to a pipe too", "\x1b[1m" in always)
    equal("colour changes nothing else", re.sub("\x1b\\[[0-9;]*m", "", always), plain)
    args = ("render", "--format", "text", path)
    on = terminal(args, 50, TERM="xterm")
    most = max(width(re.sub("\x1b\\[[0-9;]*m", "", line)) for line in on.split("\n"))
    case("a terminal: its width, in colour", "\x1b[1m" in on and 45 < most <= 50, (most, on[:200]))
    for name, env, more in (("NO_COLOR", {"TERM": "xterm", "NO_COLOR": "1"}, ()), ("TERM=dumb", {"TERM": "dumb"}, ()), ("no TERM", {}, ()),
                            ("--color never", {"TERM": "xterm"}, ("--color", "never"))):
        out = terminal((*args, *more), 50, **env)
        case(f"a terminal, {name}: no colour", "\x1b" not in out and "本文" in out, out[:200])
    case("a terminal, an empty NO_COLOR says nothing", "\x1b[1m" in terminal(args, 50, TERM="xterm", NO_COLOR=""))
    case("a terminal without a size: COLUMNS", max(map(width, terminal(args, 0, COLUMNS="40").split("\n"))) in range(36, 41))
    case("a narrow terminal: 20 columns", max(map(width, terminal(args, 3).split("\n"))) in range(16, 21))
    out = terminal((*args, "-o", f"{home}/page.txt"), 50, TERM="xterm")
    equal("into a file: as to a pipe", open(f"{home}/page.txt", encoding="utf-8").read(), plain)
    equal("--width 0: a paragraph is a line", max(map(len, run(*args, "--width", "0").text.split("\n"))) > 300, True)
    for bad in ("19", "10001", "-1", "x", "80x"):
        r = run(*args, "--width", bad)
        case(f"--width {bad}: 2, and what there is", r.status == 2 and "--width" in r.msg and "20 to 10000" in r.msg, r.msg)
    r = run(*args, "--color", "sometimes")
    case("--color sometimes: 2", r.status == 2 and "auto, always, never" in r.msg, r.msg)


def safe():
    home = scratch()
    evil = "A\x1b[2J\x1b]0;x\x07B\x9b31mC\u202eD\u2066E\x00F\u200fG\x7fH\x85I"
    path = write(f"{home}/p.jsonl", lines(
        record("2611.00001", evil, abstract=evil, authors=[{"name": evil}], categories=[evil], link=evil, comment=evil, announced="2026-11-20",
               summary={"lang": "zh-Hans", "title": "题" + evil, "tldr": evil, "tldr_en": evil, "abstract": evil}),
        record("2611.00002", "T", summary={"status": "pending", "lang": "zh-Hans", "reason": evil})))
    for style in ("footnote", "notes", "qa", "essay", "brief"):
        out = run("render", "--format", "text", "--style", style, path).text
        found = re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]", out)
        case(f"{style}: no record moves a terminal", "2611.00002" in out and not found, ascii(out[:300]))


write(f"{(home := scratch())}/own.jsonl", lines(*[record(f"2611.0000{i}", "A Title of Several Words " * i, summary=chinese(TEXT[i:])) for i in range(1, 6)]))
for n in (24, 40, 80):
    check("own texts", f"{home}/own.jsonl", n)
check("own texts, ambiguous signs wide", f"{home}/own.jsonl", 40, "--wide", wide=True)
colour_and_width()
safe()
sample = os.path.join(SHARED, "corpus", "papers-sample.jsonl")
if os.path.exists(sample):
    check("papers-sample", sample, 80)
    check("papers-sample", sample, 33)
else:
    skip("papers-sample", "no shared corpus")
done()
