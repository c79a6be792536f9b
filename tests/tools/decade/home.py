# SPDX-License-Identifier: MIT
"""A reader's home: a store, a blog, two profiles; digest run over it as cron runs it. All that has to do with digest's own
options stands here, its clock among them."""
import os
import re
import shutil
import signal
import subprocess
import time

from tap import DIGEST, clean_env

# Unlike `sed -u`, which reads byte by byte, it takes what has come.
SUMMARIZER = (r'''mawk -W interactive -F '"' '/^{"v":1,"key":"/ {print "{\"key\":\"" $6 "\",\"summary\":{\"title\":\"一种方法\",\"tldr\":\"本文提出一种方法。\",'''
              r'''\"tldr_en\":\"We propose a method.\",\"abstract\":\"本文提出一种方法，实验表明它有效。\"}}"}' ''').rstrip()
# Summarizers that fail: one that ends at once, one that is not there, one that ends without an answer, one that is busy.
DEAD = ("false", "/nonexistent/summarizer", "sed -un 1q", "sed -un 's/^{\"v\":1,\"key\":\"\\([^\"]*\\)\".*/{\"key\":\"\\1\",\"error\":\"busy\",\"retry\":true}/p'")
_STYLE = {
    "style.conf": "lang = zh-Hans\nabout = for the judge\n",
    "prompt.txt": "Answer with a JSON object.\n",
    "schema.json": '{"type":"object","properties":{"tldr":{"type":"string","minLength":1}},"required":["tldr"]}\n',
    "page.md": "{{#date}}{{date}} · {{/date}}共 {{count}} 篇\n{{#notices}}\n\nNOTE {{.}}\n{{/notices}}\n\n{{#papers}}\n- {{announce_type}} [{{id}}]({{href}}) {{#pending}}{{words.waiting}}{{/pending}}\n{{/papers}}\n",
}
_HELP = {}


def _takes(program, option):
    """A hidden option is in no help."""
    if (program, option) not in _HELP:
        p = subprocess.run([program, "status", option, "1700000000", "--store", "none"], stdin=subprocess.DEVNULL, capture_output=True,
                           env=clean_env("/nonexistent"), timeout=600)
        _HELP[program, option] = option[2:].encode() not in p.stderr
    return _HELP[program, option]


def clock(now, true, program):
    """(options, environment) that give the program the time NOW; TRUE: what a clock that was not set would show."""
    if not _takes(program, "--test-clock"):
        return [], {"SOURCE_DATE_EPOCH": str(now)}
    return ["--test-clock", str(now)] + (["--test-uptime", str(true)] if now != true and _takes(program, "--test-uptime") else []), {}


class Stream:
    """Pages of one profile. `split`: a page a category, else one over all."""

    def __init__(self, name, categories, announce, split, words):
        self.name, self.categories, self.announce, self.split, self.words = name, categories, announce, split, words

    def asked(self, key):
        return {key[0]} if self.split else set(self.categories)

    def keys(self, day):
        return [(c, day) for c in self.categories] if self.split else [("", day)]


NEW = Stream("new", ("cs.CL", "cs.LG"), ("new",), False, ["--dialect", "hugo"])
ALL = Stream("all", ("cs.LG", "cs.CV"), ("new", "cross", "replace", "replace-cross"), True, ["--style", "judge"])


class Run:
    __slots__ = ("status", "err", "killed")


class Home:
    """FOLDER holds home, blog and store, each of which may be moved. STREAMS run one after the other; SHARED: in one store."""

    def __init__(self, folder, url, streams=(NEW, ALL), shared=True, program=DIGEST):
        self.folder, self.url, self.streams, self.shared, self.program = folder, url, streams, shared, program
        self.moves, self.home, self.blog, self.stores = 0, os.path.join(folder, "home"), os.path.join(folder, "blog"), os.path.join(folder, "stores")
        style = os.path.join(self.home, ".config/digest/templates/judge")
        os.makedirs(style), os.makedirs(self.blog), os.makedirs(self.stores)
        for name, text in _STYLE.items():
            with open(os.path.join(style, name), "w", encoding="utf-8") as f:
                f.write(text)
        with open(os.path.join(self.home, ".config/digest/config"), "w", encoding="utf-8") as f:
            for s in streams:
                f.write(f"[profile {s.name}]\ncategory = {','.join(s.categories)}\nannounce = {','.join(s.announce)}\n\n")

    def pages(self, stream):
        return os.path.join(self.blog, stream.name)

    def store(self, stream):
        return os.path.join(self.stores, "digest.db" if self.shared else f"{stream.name}.db")

    def argv(self, stream, now, true, summarizer=SUMMARIZER):
        pattern = os.path.join(self.pages(stream), "{category}/{date}.md" if stream.split else "{date}.md")
        options, env = clock(now, true, self.program)
        argv = [self.program, "--profile", stream.name, "--store", self.store(stream), "-o", pattern, "--arxiv-url", self.url,
                "--interval", "1", "--retry-delay", "1", "--tries", "3", "--budget", "300", "--gate", "off", "--summarizer", summarizer,
                "--summarizer-tries", "1", "--summarizer-restarts", "1", "--summarizer-timeout", "600"] + stream.words + options
        return argv, clean_env(self.home, **env)

    def run(self, stream, now, summarizer=SUMMARIZER, kill=None, true=None):
        """KILL: after so many seconds by SIGKILL. TRUE: the time, where NOW is a wrong clock's."""
        argv, env = self.argv(stream, now, now if true is None else true, summarizer)
        p = subprocess.Popen(argv, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, env=env, cwd=self.home)
        r = Run()
        r.killed = False
        if kill is not None:
            time.sleep(kill)
            if p.poll() is None:
                p.send_signal(signal.SIGKILL)
                r.killed = True
        try:
            r.err = p.communicate(timeout=900)[1].decode("utf-8", "replace")
        except subprocess.TimeoutExpired:
            p.kill()
            r.err = p.communicate()[1].decode("utf-8", "replace") + "\n(did not end within 900 s)"
        r.status = p.returncode
        return r

    def move(self, what):
        """To another place on the same disk: home, blog or stores."""
        self.moves += 1
        old = getattr(self, what)
        new = os.path.join(self.folder, f"{what}-{self.moves}")
        os.rename(old, new)
        setattr(self, what, new)

    def copy(self, to):
        shutil.copytree(self.folder, to, dirs_exist_ok=True)


# ---- Pages ----

_PAPER = re.compile(r"^(?:\| \[\^\d+\] \| \[.*\]\(https://arxiv\.org/abs/([^)]+)\) \| (.*) \||- (\S+) \[.*\]\(https://arxiv\.org/abs/([^)]+)\)(.*))$", re.M)
_HEAD = re.compile(r"^(\d{4}-\d\d-\d\d) · 共 (\d+) 篇", re.M)
_NOTES = re.compile(r"^\| --- \|.*\n(?:\|.*\n)*((?:(?!# 详细).*\n)*)# 详细", re.M)
_WAITS = "待摘要"


class Page:
    """What a file shows: `papers` [(id, type)] in its order, `waiting` how many of them lack a summary, `doubt` what it says of its day."""
    __slots__ = ("papers", "waiting", "doubt", "count", "text")


def read_page(path):
    with open(path, encoding="utf-8", newline="") as f:
        text = f.read()
    page = Page()
    page.text = text
    plain = text.replace("\r\n", "\n").replace("\\", "")
    page.papers, page.waiting = [], 0
    for m in _PAPER.finditer(plain):
        page.papers.append((m.group(1) or m.group(4), m.group(3) or "new"))
        page.waiting += _WAITS in (m.group(2) or m.group(5) or "")
    head = _HEAD.search(plain)
    page.count = int(head.group(2)) if head else None
    notes = _NOTES.search(plain)
    page.doubt = notes.group(1).strip() if notes else "\n".join(re.findall(r"^NOTE (.*)$", plain, re.M))
    return page
