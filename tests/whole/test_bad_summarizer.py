# SPDX-License-Identifier: MIT
"""Summarizers that hang, die, flood, lie and stammer. Whatever one does: every paper is on the page, the page says which
ones wait and why, so do standard error and the exit status, nothing that was answered is asked again, and the next run,
with a summarizer that works, mends the page. No process is left behind.

The summarizer is peers/bad_summarizer.py; it notes what it was asked for, which is what is counted here."""
import concurrent.futures
import os
import re
import shlex
import stat
import time

import gfm_read
from tap import ROOT, SANITIZED, case, done, equal, run, scratch

PEER = os.path.join(ROOT, "tests", "whole", "peers", "bad_summarizer.py")
KEYS = [f"2611.0000{n}v1" for n in range(1, 7)]
ALL = "123456"
WAIT, GOOD = "待摘要", "一句话。"
ABSTRACT = "We measure what happens when a summarizer misbehaves. Nothing is lost."


def item(n):
    return (f"<item>\n<title>A title {n}</title>\n<link>https://arxiv.org/abs/2611.0000{n}</link>\n"
            f"<description>arXiv:2611.0000{n}v1 Announce Type: new \nAbstract: {ABSTRACT}</description>\n"
            f'<guid isPermaLink="false">oai:arXiv.org:2611.0000{n}v1</guid>\n<category>cs.CL</category>\n'
            "<pubDate>Fri, 20 Nov 2026 00:00:00 -0500</pubDate>\n<arxiv:announce_type>new</arxiv:announce_type>\n"
            "<dc:creator>Nora Vennick</dc:creator>\n</item>\n")


FEED = os.path.join(scratch(), "feed.xml")
with open(FEED, "w", encoding="utf-8") as f:
    f.write('<?xml version="1.0" encoding="UTF-8"?>\n<rss xmlns:arxiv="http://arxiv.org/schemas/atom" '
            'xmlns:dc="http://purl.org/dc/elements/1.1/" version="2.0"><channel><title>cs.CL updates on arXiv.org</title>\n'
            "<link>http://rss.arxiv.org/rss/cs.CL</link>\n" + "".join(map(item, ALL)) + "</channel></rss>\n")


def text_of(path):
    try:
        with open(path, encoding="utf-8") as file:
            return file.read()
    except FileNotFoundError:
        return ""


def with_words(home):
    found = []
    for pid in filter(str.isdigit, os.listdir("/proc")):
        try:
            with open(f"/proc/{pid}/cmdline", "rb") as file:
                words = file.read()
        except OSError:
            continue
        if home.encode() in words:
            found.append(f"{pid}: {words!r}")
    return found


def left_behind(home):
    """Processes that have HOME among their words. A killed process is gone only after the kernel has run it once more."""
    end = time.monotonic() + 60
    while (found := with_words(home)) and time.monotonic() < end:
        time.sleep(0.02)
    return found


def waiting(page):
    """{last digit of the id: what its note says why}, for the papers that wait."""
    found = {}
    for row, note in zip(page.rows, page.notes):
        if row.summary == WAIT:
            found[row.href[-1]] = next((p.text for p in note.paragraphs if p.text.startswith(WAIT)), "")
    return found


def who_waits(digits, why):
    """Each of these once, in the order in which their processes ended."""
    n = len(digits)
    each = "".join(f"(?=.*2611\\.0000{d}[,:])" for d in digits)
    return f"digest: {n} paper{' waits' if n == 1 else 's wait'} for a summary: {each}2611\\.0000.(, 2611\\.0000.){{{n - 1}}}: {why}"


def said(name, r, patterns):
    """Standard error is these lines (regular expressions), and nothing else."""
    lines = r.msg.splitlines()
    ok = len(lines) == len(patterns) and all(re.fullmatch(p, line) for p, line in zip(patterns, lines))
    return case(f"{name}: says so", ok, "\n".join(["got:"] + lines + ["want:"] + patterns))


# What a page, which is public, has for the reasons that standard error tells in full: no path, nothing that a command wrote to
# standard error, a summarizer's own word only where it is short. The first that is found in a reason.
CLASSES = [("invalid api key|insufficient balance", "密钥、余额或模型名有误"), ("no answer within", "未按时答复"),
           ("of more than", "答复过长"), ("exit status|killed|not found|cannot be started", "摘要程序出错"),
           ("the reply|the answer|in the answer|not JSON", "答复不合要求"), (r"e\{100,300\}", "摘要程序报告了错误")]


def on_page(why, several):
    """SEVERAL: some were under way when the summarizer was given up, the others were not asked."""
    found = next((text for words, text in CLASSES if re.search(words, why)), why)
    return f"({found}|摘要程序出错)" if several else found


def whole_page(name, page, waits, why):
    equal(f"{name}: every paper is on the page, and the page is sound",
          (sorted(r.href[-1] for r in page.rows if r), page.faults), (sorted(ALL), []))
    case(f"{name}: every abstract is there, or its Chinese",
         all(any(p.text in (ABSTRACT, "中文摘要。") for p in n.paragraphs) for n in page.notes))
    found, why = waiting(page), on_page(why, waits == ALL and "api key" not in why)
    case(f"{name}: the page says what waits, and why",
         "".join(sorted(found)) == waits and all(re.fullmatch(f"{WAIT}：{why}（.+）", x) for x in found.values()), found)


class Turn:
    """What a run left: R, the page (Markdown), what the summarizer was asked for, which processes are still there."""

    def __init__(self, home, mode, args):
        with open(f"{home}/mode", "w", encoding="utf-8") as file:
            file.write(mode)
        with open(f"{home}/asked", "w", encoding="utf-8"):
            pass
        self.r = run(*args, home=home, timeout=600)
        self.page = text_of(f"{home}/page.md").encode()
        self.asked = sorted(text_of(f"{home}/asked").split())
        self.left = left_behind(home)


pool = concurrent.futures.ThreadPoolExecutor(8)  # most of the time is waiting for time limits
started = []


def misbehave(mode, waits="", why=".*", says=None, options=(), asked=None, plain=False):
    """Run with a summarizer in MODE, then again with a good one of the same words; look() looks at both.
    WAITS: the papers that wait after the first run; WHY: what the page says of each; SAYS: standard error, if it is not
    just who waits; ASKED: what the first run asked for, where that is certain."""
    def both():
        home = scratch()
        words = f"/usr/bin/python3 {shlex.quote(PEER)} {home}" + (" plain" if plain else "")
        args = ["--input", FEED, "--gate", "off", "--summarizer", words, "-o", f"{home}/page.md", *(["--summarizer-protocol", "plain"] if plain else [])]
        return Turn(home, mode, [*args, *options]), Turn(home, "good", [*args, "--retry-rejected"])

    says = says if says is not None else [who_waits(waits, why)] if waits else []
    started.append((("plain: " if plain else "") + mode, waits, why, says, asked, pool.submit(both)))


def look(name, waits, why, says, asked, both):
    first, second = both.result()
    equal(f"{name}: exit status", first.r.status, 3 if waits else 0)
    said(name, first.r, says)
    whole_page(name, gfm_read.read(first.page), waits, why)
    equal(f"{name}: no process is left behind", first.left, [])
    case(f"{name}: memory", SANITIZED or first.r.rss < 64 * 1024, f"{first.r.rss} KiB")
    if asked is not None:
        equal(f"{name}: what was asked for", first.asked, sorted(KEYS[int(d) - 1] for d in asked))
    equal(f"{name}: the next run: exit status and standard error", (second.r.status, second.r.msg), (0, ""))
    page = gfm_read.read(second.page)
    equal(f"{name}: the next run mends the page", (waiting(page), [x.summary == WAIT for x in page.rows]), ({}, [False] * 6))
    equal(f"{name}: the next run asks for what is missing only", second.asked, [KEYS[int(d) - 1] for d in waits])


def hook():
    peer = r"/usr/bin/python3: "
    quick = ("--summarizer-timeout", "1", "--summarizer-restarts", "1")
    # Where something has to come in time, on a busy machine too: long enough.
    begun = ("--summarizer-timeout", "15", "--summarizer-restarts", "1")
    patient, slow = ("--summarizer-timeout", "30"), "no answer within 30 s"
    late, gave_up = "no answer within 1 s", "; given up, no answer between several failures"

    def lost(what):  # none could be asked: the first ones are lost, then the summarizer is given up
        return dict(waits=ALL, why=f"({peer})?{what}({gave_up})?",
                    says=[who_waits(ALL, f"({peer})?{what}"), f"digest: {peer}{what}{gave_up}"])

    misbehave("good", asked=ALL)
    misbehave("hangs", options=quick, **lost(late))
    misbehave("hangs, leaving children", options=quick, **lost(late))
    misbehave("reads nothing", options=quick, asked="", **lost(late))
    misbehave("closes its input", options=quick, asked="", **lost(late))
    misbehave("hangs at the third", waits="36", why="no answer within 15 s", options=(*begun, "-j", "1"), asked=ALL)  # of each process
    misbehave("dies at once", **lost("exit status 9"))
    misbehave("is killed", **lost(r"killed by signal 9 \(Killed\)"))
    misbehave("dies, leaving children", options=("--summarizer-timeout", "60"), **lost("exit status 3"))
    misbehave("ends without an answer", **lost("exit status 0"))
    misbehave("not a word", asked="", **lost("exit status 0"))
    misbehave("one endless line", **lost("a reply of more than 1048576 bytes"))
    misbehave("dies in the middle", asked=ALL + "4")
    misbehave("dies of one paper", waits="3", why=peer + "exit status 3", asked=ALL + "3")
    misbehave("ends in order after two", asked=ALL)
    flood = lost("no answer within 15 s")
    misbehave("endless lines", options=begun, **dict(flood, says=[
        f"digest: {peer}not a reply \\(not JSON: .*\\): \"no reply\""] * 5 + flood["says"]))
    stranger = r'an answer for "{}", which is not \(or no longer\) asked about; it and others like it are ignored'
    misbehave("endless answers for others", options=begun, **dict(flood, says=[
        f"digest: {peer}" + stranger.format(r"9999\.99999")] + flood["says"]))
    misbehave("answers for another key", waits="2", why=slow, options=patient,
              says=[f"digest: {peer}" + stranger.format(r"2611\.00099v1"), who_waits("2", slow)], asked=ALL)
    misbehave("answers twice", says=[f"digest: {peer}" + stranger.format(r"2611\.00001v1")], asked=ALL)
    misbehave("answers without a key", waits="2", why=slow, options=patient,
              says=[f"digest: {peer}not a reply \\(no key\\): .*", who_waits("2", slow)], asked=ALL)
    for mode, what in (("invalid UTF-8", r"not JSON: a byte that is not UTF-8 \(column \d+: byte 0xFF\)"), ("an array", "not an object"),
                       ("a lone surrogate", r"not JSON: half of a pair of \\u escapes .*")):
        misbehave(mode, waits="2", why=f"the reply is broken: {what}", asked=ALL,
                  says=[f"digest: {peer}not a reply \\({what}\\): .*2611\\.00002v1.*", who_waits("2", f"the reply is broken: {what}")])
    misbehave("no JSON", waits="2", why=slow, options=patient, asked=ALL,
              says=[f"digest: {peer}not a reply \\(not JSON: .*\\): \"I am sorry, 2611\\.00002v1\"", who_waits("2", slow)])
    for mode, why in (
            ("misses a field", 'the answer has no "tldr"'), ("a null field", 'the answer has no "tldr"'),
            ("an empty field", '"tldr" in the answer is empty'), ("a wrong type", '"tldr" in the answer is an array, not of type string'),
            ("no object", "the answer is a string, not an object"), ("neither summary nor error", "the reply has neither a summary nor an error"),
            ("an error", "the model said no"), ("an error for good", "too long")):
        misbehave(mode, waits="2", why=why, asked=ALL)
    # Shown by standard error and by the page, and nothing else made of it: no line, no colour, no cell.
    misbehave("an error of many lines", waits="2", why=r"a b\[31m\|c\|`d`e{100,300}", asked=ALL)
    misbehave("more fields", asked=ALL)
    misbehave("retry", asked=ALL + "2")
    misbehave("retry for ever", waits=ALL, why="rate limit", asked=ALL + ALL)
    misbehave("fatal", waits=ALL, why=peer + "invalid api key", says=[who_waits(ALL, peer + "invalid api key"), f"digest: {peer}invalid api key"])
    misbehave("fatal at the third", waits="3456", why=peer + "insufficient balance", options=("-j", "1"), asked="123",
              says=[who_waits("3456", peer + "insufficient balance"), f"digest: {peer}insufficient balance"])
    misbehave("writes to standard error", asked=ALL)
    misbehave("floods standard error", asked=ALL)
    misbehave("talks", says=[f"digest: {peer}not a reply \\(not JSON: .*\\): \"thinking...\""] * 5, asked=ALL)
    misbehave("crlf", asked=ALL)
    misbehave("grandchildren", asked=ALL)
    misbehave("markup", asked=ALL)
    misbehave("a reply that is too long", waits="2", why=peer + "a reply of more than 100000 bytes", asked=ALL + "2",
              options=("--summarizer-max-reply", "100000", "-j", "1"))


def plain_protocol():
    peer = r"/usr/bin/python3: "
    for mode in ("good", "a code fence", "labels", "markup"):
        misbehave(mode, asked=ALL, plain=True)
    for mode, why in (
            ("garbage", 'the answer is neither a JSON object nor lines "label: value"'), ("nothing", "the answer is empty"),
            ("half an object", 'the answer has no "title"'), ("invalid UTF-8", r"the answer is not UTF-8 \(byte 8\)"),
            ("a missing label", 'the answer has no "title"'), ("exit status 1", peer + "exit status 1: Error: no such model"),
            ("one endless line", peer + "an answer of more than 1048576 bytes")):
        misbehave(mode, waits="2", why=why, asked=ALL, plain=True)
    misbehave("is killed", waits="2", why=peer + r"killed by signal 9 \(Killed\)", asked=ALL + "2", plain=True)
    misbehave("hangs", waits="2", why="no answer within 30 s", options=("--summarizer-timeout", "30"), asked=ALL, plain=True)
    misbehave("ignores its input", asked="", plain=True)
    misbehave("a child holds the output", asked=ALL, plain=True)
    why = peer + "exit status 1: Error: no key"
    gave_up = "; given up, no answer between several failures"
    misbehave("exit status 1 always", waits=ALL, why=f"{why}({gave_up})?", plain=True,
              says=[who_waits(ALL, why), f"digest: {why}{gave_up}"])


def no_command():
    """Commands that cannot be started: every paper waits, the page says why; alone, the cause has its own number."""
    home = scratch()
    for name, mode in (("no-exec", 0o644), ("directory", None), ("no-program", 0o755), ("no-interpreter", 0o755)):
        path = f"{home}/{name}"
        if mode is None:
            os.mkdir(path)
            continue
        with open(path, "w", encoding="utf-8") as file:
            file.write("#!/no/such/interpreter\n" if name == "no-interpreter" else "\x00\x01 no program\n" if name == "no-program" else "#!/bin/sh\n")
        os.chmod(path, mode)
        assert stat.S_IMODE(os.stat(path).st_mode) == mode
    for words, why in (
            ("no-such-command -x", "no-such-command: command not found"), (f"{home}/nothing", f"{home}/nothing: command not found"),
            (f"{home}/no-exec", f"{home}/no-exec: cannot be started: Permission denied"),
            (f"{home}/directory", f"{home}/directory: cannot be started: Permission denied"),
            (f"{home}/no-program", f"{home}/no-program: cannot be started: neither a program nor a script that begins with #!"),
            (f"{home}/no-interpreter", f"{home}/no-interpreter: cannot be started: the interpreter named in its first line is missing")):
        for protocol in ("jsonl", "plain"):
            name = f"{os.path.basename(why.split(':')[0])}, {protocol}"
            here = scratch()
            r = run("--input", FEED, "--summarizer", words, "--summarizer-protocol", protocol, "-o", f"{here}/page.md", home=here)
            equal(f"{name}: exit status with a page", r.status, 3)
            text = re.escape(why)
            said(name, r, [who_waits(ALL, text), f"digest: {text}"])
            whole_page(name, gfm_read.read(text_of(f"{here}/page.md").encode()), ALL, text)
            r = run("summarize", "--summarizer", words, "--summarizer-protocol", protocol, home=here)
            equal(f"{name}: exit status without one", r.status, 69)
    for words, text in (("'unpaired", "digest: --summarizer: the command has an opening ' without a closing one"),
                        ("   ", 'digest: --summarizer: no command in "   "')):
        r = run("--input", FEED, "--summarizer", words, home=scratch())
        equal(f"the words {words!r}: exit status", (r.status, r.out), (2, b""))
        said(f"the words {words!r}", r, [text])


def summarize_alone():
    """digest summarize: no page comes out, so if nothing was answered the exit status is the cause's own."""
    def turn(mode, want, says, *options):
        home = scratch()
        run("fetch", "--input", FEED, home=home)
        with open(f"{home}/mode", "w", encoding="utf-8") as file:
            file.write(mode)
        r = run("summarize", "--gate", "off", "--summarizer", f"/usr/bin/python3 {shlex.quote(PEER)} {home}", *options, home=home)
        equal(f"summarize, {mode}: exit status", (r.status, r.out), (want, b""))
        said(f"summarize, {mode}", r, says)

    peer = "/usr/bin/python3: "
    turn("good", 0, [])
    turn("fatal", 77, [who_waits(ALL, peer + "invalid api key"), f"digest: {peer}invalid api key"])
    turn("fatal at the third", 3, [who_waits("3456", peer + "insufficient balance"), f"digest: {peer}insufficient balance"], "-j", "1")
    turn("dies at once", 69, [who_waits(ALL, peer + "exit status 9"), f"digest: {peer}exit status 9; given up, no answer between several failures"])
    turn("retry for ever", 69, [who_waits(ALL, "rate limit")])
    turn("misses a field", 3, [who_waits("2", 'the answer has no "tldr"')])


def question_said_back():
    """A command that prints what it reads has a line for each label; it is no answer all the same."""
    home, why = scratch(), "the answer is the question said back"
    r = run("--input", FEED, "--summarizer", "cat", "--summarizer-protocol", "plain", "-o", f"{home}/page.md", home=home)
    equal("the question said back: exit status", r.status, 3)
    said("the question said back", r, [who_waits(ALL, why)])
    whole_page("the question said back", gfm_read.read(text_of(f"{home}/page.md").encode()), ALL, why)


def after_extracts():
    """Papers that have their extract keep it, and wait as much as those that have nothing: all are counted, also those that
    were not asked about any more."""
    home = scratch()
    run("--input", FEED, "-o", f"{home}/page.md", home=home)
    before = text_of(f"{home}/page.md")
    r = run("--input", FEED, "--summarizer", "no-such-command", "-j", "2", "-o", f"{home}/page.md", home=home)
    equal("after extracts: exit status", r.status, 3)
    said("after extracts", r, [who_waits(ALL, "no-such-command: command not found"), "digest: no-such-command: command not found"])
    equal("after extracts: the page keeps them", text_of(f"{home}/page.md"), before)


hook()
plain_protocol()
for one in started:
    look(*one)
no_command()
summarize_alone()
question_said_back()
after_extracts()
done()
