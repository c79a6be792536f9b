#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""How fast, beside whom: `make bench`. Time is no test: the exit status is 0 whatever comes out.

    bench.py [--papers N] [--rounds N] [--only WORD]

The commands of a group take turns, several rounds long, and of each the best counts: so a busy machine disturbs all
alike, and the ratios mean more than the seconds. Ratios and rates are of processor time, user and system together,
which is all of it here: on a machine that has nothing else to do the clock on the wall, shown beside it, says the same.
Inputs are made once and kept in build/bench: with ../shared from real abstracts, else from made-up words.
"""
import argparse
import json
import os
import shutil
import subprocess
import sys
import threading
import time

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
sys.path.insert(0, os.path.join(ROOT, "tests", "tools"))
from chattest import FakeChat  # noqa: E402
from tap import DIGEST, shared  # noqa: E402

DIR = os.path.join(ROOT, "build", "bench")
MB = 1e6


def path(name):
    return os.path.join(DIR, name)


class Task:
    """A command of a group. FRESH: a file that must not be there before (and its -wal, -shm)."""

    def __init__(self, name, argv, stdin=None, fresh=None, ok=(0,)):
        self.name, self.argv, self.stdin, self.fresh, self.ok = name, argv, stdin, fresh, ok
        self.wall = self.cpu = float("inf")
        self.rss = self.bytes = 0
        self.failed = None

    def missing(self):
        return shutil.which(self.argv[0]) is None

    def run(self):
        for end in ("", "-wal", "-shm", "-journal"):
            if self.fresh and os.path.exists(self.fresh + end):
                os.remove(self.fresh + end)
        with open(self.stdin or os.devnull, "rb") as i, open(path("out"), "wb") as o:
            t0 = time.monotonic()
            p = subprocess.Popen(self.argv, stdin=i, stdout=o, stderr=subprocess.DEVNULL)
            _, status, usage = os.wait4(p.pid, 0)
            wall = time.monotonic() - t0
            p.returncode = os.waitstatus_to_exitcode(status)
        if p.returncode not in self.ok:
            self.failed = f"ended with {p.returncode}"
        self.wall, self.cpu = min(self.wall, wall), min(self.cpu, usage.ru_utime + usage.ru_stime)
        self.rss = max(self.rss, usage.ru_maxrss)
        self.bytes = os.path.getsize(path("out"))


def floor_of_memory():
    """What wait4() reports for a program that needs nothing: this one's own memory before the exec counts, too."""
    nothing = Task("", ["true"])
    nothing.run()
    return nothing.rss


def mebibytes(kib, floor):
    return f"{kib / 1024:5.1f} MiB" if kib > floor * 1.1 else f"<{floor / 1024:4.0f} MiB"


def group(title, tasks, rounds, rate):
    """Run TASKS in turns, the first is digest's own. Prints a table, and what RATE(task) says of each."""
    print(f"\n{title}")
    for t in tasks:
        if t.missing():
            print(f"  {t.name:44} {t.argv[0]} is not on this machine")
    there, floor = [t for t in tasks if not t.missing()], floor_of_memory()
    for _ in range(rounds):
        for t in there:
            if not t.failed:
                t.run()
    for t in there:
        if t.failed:
            print(f"  {t.name:44} {t.failed}")
        else:
            print(f"  {t.name:44} {t.cpu:6.2f} s  wall {t.wall:6.2f} s  {mebibytes(t.rss, floor)}  {rate(t)}")
    return [t for t in there if not t.failed]


def target(text, met):
    print(f"  {'→ ' + text:74} {'met' if met else 'NOT met'}")


def ratio(done, a, b, most):
    if a in done and b in done:
        target(f"{a.cpu / b.cpu:.2f} × {b.argv[0]}, target: at most {most}", a.cpu <= most * b.cpu)


def memory(done, own):
    for t in done:
        if t in own:
            target(f"{t.name}: {t.rss / 1024:.1f} MiB, target: under 24", t.rss < 24 * 1024)


# ---- Inputs ----

def make(name, argv, stdin=None):
    """The file NAME, made by a command unless it is there already."""
    if not os.path.exists(path(name)):
        with open(stdin or os.devnull, "rb") as i, open(path(name + ".new"), "wb") as o:
            subprocess.run(argv, stdin=i, stdout=o, check=True)
        os.rename(path(name + ".new"), path(name))
    return path(name)


def feed(n, *more):
    sample = shared("corpus/papers-sample.jsonl")
    name = f"{n}{'-numbered' if '--numbered' in more else ''}-{'sample' if sample else 'words'}{'.jsonl' if '--records' in more else '.xml'}"
    return make(name, ["/usr/bin/python3", os.path.join(ROOT, "tests", "tools", "make_feed.py"), str(n), *more] +
                (["--from", sample] if sample else []))


def digest(*words):
    return [DIGEST, *words]


# ---- Groups ----

def reading(n, rounds):
    xml = feed(n)
    own = Task("digest fetch --store none --json", digest("fetch", "--store", "none", "--json", "--input", xml))
    sfeed = Task("sfeed", ["sfeed"], stdin=xml)
    done = group(f"Reading a feed of {n} entries, {os.path.getsize(xml) / MB:.0f} MB, printing records", [
        own, sfeed,
        Task("xmllint --stream --noout (reads only)", ["xmllint", "--stream", "--noout", xml]),
        Task("xmllint --sax --noout (reads only)", ["xmllint", "--sax", "--noout", xml]),
    ], rounds, lambda t: f"{os.path.getsize(xml) / MB / t.cpu:6.0f} MB/s")
    ratio(done, own, sfeed, 1)
    memory(done, [own])


def storing(n, rounds):
    xml, made = feed(n), path("made.db")
    sqlite = shutil.which("sqlite3")
    if sqlite:
        Task("", digest("fetch", "--store", made, "--input", xml), fresh=made).run()

        def ask(*words):
            return subprocess.run([sqlite, made, *words], stdout=subprocess.PIPE, check=True).stdout.decode()
        for table in ("papers", "announcements"):
            with open(path(table + ".csv"), "wb") as o:
                subprocess.run([sqlite, "-csv", made, f"SELECT * FROM {table}"], stdout=o, check=True)
        columns = ask("SELECT group_concat(name) FROM pragma_table_info('papers')").strip()
        # The same tables with their keys and indices; CSV has no NULL, so that STRICT would refuse its empty words.
        schema = ask(".schema").replace("STRICT, WITHOUT", "WITHOUT").replace("STRICT", "")
        os.remove(made)
    own = Task("digest fetch --store FILE", digest("fetch", "--store", path("own.db"), "--input", xml), fresh=path("own.db"))
    tasks = [own]
    if sqlite:
        tasks += [
            Task("sqlite3 .import, papers, no key, no index", ["sqlite3", path("plain.db"), f"CREATE TABLE papers({columns})",
                 f".import --csv {path('papers.csv')} papers"], fresh=path("plain.db")),
            Task("sqlite3 .import, both tables as ours are", ["sqlite3", path("same.db"), schema,
                 f".import --csv {path('papers.csv')} papers", f".import --csv {path('announcements.csv')} announcements"],
                 fresh=path("same.db")),
        ]
    else:
        tasks.append(Task("sqlite3 .import", ["sqlite3"]))
    done = group(f"Storing the same {n} papers and announcements; for sqlite3 the rows are CSV already", tasks, rounds,
                 lambda t: f"{n / t.cpu:6.0f} papers/s")
    if len(tasks) > 1:
        ratio(done, own, tasks[1], 3)
    if own in done:
        target(f"{n / own.cpu:.0f} papers a second, target: at least 20000", n / own.cpu >= 20000)
    memory(done, [own])
    for name in [t.fresh for t in tasks] + [path("papers.csv"), path("announcements.csv")]:
        if name and os.path.exists(name):
            os.remove(name)


def rendering(n, rounds):
    records, store = feed(n, "--records"), path("render.db")
    Task("", digest("fetch", "--store", store, "--input", records), fresh=store).run()
    own = [Task(f"digest render {where}, {dialect}", digest("render", *words, "--dialect", dialect), ok=(0, 3))
           for where, words in (("--store FILE --all", ("--store", store, "--all")), ("FILE.jsonl", (records,)))
           for dialect in ("portable", "gfm", "exact")]
    own += [Task("digest render FILE.jsonl, html", digest("render", records, "--format", "html"), ok=(0, 3))]
    with open(path("page.md"), "wb") as o:
        subprocess.run(digest("render", records), stdout=o, stderr=subprocess.DEVNULL, check=False)
    page = Task("cmark-gfm, tables and footnotes, of the portable page", ["cmark-gfm", "-e", "table", "-e", "footnotes", path("page.md")])
    page.page_bytes = os.path.getsize(path("page.md"))
    done = group(f"Rendering {n} records with Chinese, {os.path.getsize(records) / MB:.0f} MB of JSON", [*own, page], rounds,
                 lambda t: f"{(page.page_bytes if t is page else t.bytes) / MB / t.cpu:6.0f} MB of page/s")
    for t in [t for t in done if t is not page]:
        rate, least = t.bytes / MB / t.cpu, 40 if t.name.endswith("html") else 60
        target(f"{t.name}: {rate:.0f} MB/s, target: at least {least}", rate >= least)
    memory(done, own)
    os.remove(path("page.md"))
    os.remove(store)


def texts(_, rounds):
    """Whole texts: a page of HTML into the form. Start-up is taken off: what reading no page costs."""
    form, sax, peers = os.environ.get("FORM", ""), os.environ.get("HTML_SAX", ""), os.path.join(HERE, "html_peers.py")
    page = make("page.html", ["/usr/bin/python3", os.path.join(ROOT, "tests", "tools", "make_page.py"), "30"])
    long = make("page-20MB.html", ["/usr/bin/python3", os.path.join(ROOT, "tests", "tools", "make_page.py"), "60", "--svg", "19000000"])
    size = os.path.getsize(page) / MB

    def tasks(times):
        return [Task("form html", [form, "html", page, str(times)]), Task("libxml2's SAX parse, no handlers", [sax, page, str(times)], ok=(0, 2)),
                Task("python3-lxml", ["/usr/bin/python3", peers, "lxml", page, str(times)]),
                Task("BeautifulSoup with lxml", ["/usr/bin/python3", peers, "bs4", page, str(times)])]
    starts, runs = tasks(0), tasks(5)
    big = Task("form html, a page of 20 MB, most of it SVG", [form, "html", long, "1"])
    group("Starting, without a page", starts, rounds, lambda t: "")
    done = group(f"Reading a page of {size:.1f} MB five times, and a large one once", [*runs, big], rounds,
                 lambda t: f"{(os.path.getsize(long) / MB if t is big else 5 * size) / t.cpu:6.0f} MB/s")
    cost = {t: t.cpu - s.cpu for t, s in zip(runs, starts) if t in done and not s.failed}
    for other, most in zip(runs[1:], (1.5, 0.5, 0.2)):
        if runs[0] in cost and other in cost:
            target(f"{cost[runs[0]] / cost[other]:.2f} × {other.name}, target: at most {most}", cost[runs[0]] <= most * cost[other])
    if big in done:
        target(f"{big.name}: {big.rss / 1024:.1f} MiB, target: at most 32", big.rss <= 32 * 1024)


class Chat(Task):
    """A run against an endpoint; afterwards, whether every paper was answered, in how many requests."""

    def __init__(self, name, chat, papers, argv, **more):
        super().__init__(name, argv, **more)
        self.chat, self.papers = chat, papers
        self.requests = self.peak = 0

    def watch(self, over):
        """The most memory of the run itself: what wait4() tells begins with what this program has, who reads the journal."""
        while not over.wait(0.02):
            for task in os.listdir("/proc/self/task"):
                try:
                    with open(f"/proc/self/task/{task}/children", encoding="ascii") as f:
                        children = f.read().split()
                    for pid in children:
                        with open(f"/proc/{pid}/status", encoding="ascii") as f:
                            lines = dict(x.split(":", 1) for x in f.read().splitlines())
                        if lines["Name"].strip() == os.path.basename(self.argv[0]):
                            self.peak = max(self.peak, int(lines["VmHWM"].split()[0]))
                except (OSError, KeyError):
                    pass

    def run(self):
        before, over = len(self.chat.asked()), threading.Event()
        watching = threading.Thread(target=self.watch, args=(over,))
        watching.start()
        super().run()
        over.set()
        watching.join()
        self.rss = self.peak
        asked = self.chat.asked()[before:]
        self.requests = len(asked)
        bad = sum(1 for a in asked if not a["answer"] or a["answer"].get("status") != 200)
        if bad or len({a["paper"] for a in asked}) not in (0, self.papers):
            self.failed = f"{len(asked)} requests, {bad} of them without an answer"


def curl_requests(chat):
    """A file for curl -K: the same requests as were made so far, each body in a file of its own."""
    folder = path("bodies")
    shutil.rmtree(folder, ignore_errors=True)
    os.makedirs(folder)
    parts = []
    for i, a in enumerate(chat.asked()):
        with open(f"{folder}/{i}.json", "w", encoding="utf-8") as f:
            json.dump(a["body"], f, ensure_ascii=False)
        parts.append(f'url = "{chat.base}/chat/completions"\nheader = "Content-Type: application/json"\ndata = "@{folder}/{i}.json"\n'
                     f'output = "{folder}/{i}.out"\n')
    with open(f"{folder}/requests", "w", encoding="utf-8") as f:
        f.write("next\n".join(parts))
    return f"{folder}/requests"


def chatting(_, rounds):
    """An endpoint that takes half a second: 500 papers by 32 at once, then once more; and 10,000 by 1,000."""
    n, jobs, latency = 500, 32, 0.5
    ideal, store = -(-n // jobs) * latency, path("chat.db")
    xml = feed(n, "--numbered")
    with FakeChat(made=True, latency=latency) as chat:
        words = ("--input", xml, *chat.words, "--gate", "off", "--jobs", str(jobs), "--store", store, "-o", path("chat.md"))
        own = Chat(f"digest --jobs {jobs}", chat, n, digest(*words), fresh=store)
        own.run()
        same = Chat("curl --parallel --parallel-max 32", chat, n,
                    ["curl", "-sS", "--parallel", "--parallel-max", str(jobs), "-K", curl_requests(chat)])
        done = group(f"Asking a chat endpoint about {n} papers, {latency} s each, {jobs} at once: {ideal:.1f} s at best", [own, same], min(rounds, 2),
                     lambda t: f"{t.wall / ideal:.3f} × the best")
        if own in done:
            target(f"wall {own.wall:.2f} s = {own.wall / ideal:.3f} × {ideal:.1f} s, target: at most 1.03", own.wall <= 1.03 * ideal)
            target(f"processor time {own.cpu:.2f} s, target: at most 0.15", own.cpu <= 0.15)
        memory(done, [own])
        before = len(chat.asked())
        cached = Task("digest, everything cached", digest(*words))
        done = group(f"The same {n} papers once more", [cached], rounds, lambda t: "")
        if cached in done:
            target(f"wall {cached.wall:.3f} s, target: at most 0.065", cached.wall <= 0.065)
            target(f"requests: {len(chat.asked()) - before}, target: none", len(chat.asked()) == before)
        shutil.rmtree(path("bodies"))
        shutil.rmtree(chat.folder)
    n, jobs = 10000, 1000
    xml = feed(n, "--numbered")
    with FakeChat(made=True, latency=latency, bodies=False) as chat:
        own = Chat(f"digest --jobs {jobs}", chat, n, digest("--input", xml, *chat.words, "--gate", "off", "--jobs", str(jobs), "--store", store, "-o", path("chat.md")),
                   fresh=store)
        done = group(f"{n} papers, {jobs} at once", [own], 1, lambda t: f"{t.requests} requests, {chat.most_open()} at once, {chat.connections()} connections")
        target(f"no failure: {own.failed or 'none'}", own in done)
        target(f"memory: {own.peak / 1024:.1f} MiB, {own.peak / jobs:.0f} KiB a job, target: at most 96", own.peak <= 96 * jobs)
        shutil.rmtree(chat.folder)
    for name in (store, store + "-wal", store + "-shm", path("chat.md")):
        if os.path.exists(name):
            os.remove(name)


def main():
    a = argparse.ArgumentParser()
    a.add_argument("--papers", type=int, default=65000)
    a.add_argument("--rounds", type=int, default=5)
    a.add_argument("--only", default="", help="reading, storing, rendering, texts or chatting")
    o = a.parse_args()
    os.makedirs(DIR, exist_ok=True)
    for name, what in (("reading", reading), ("storing", storing), ("rendering", rendering), ("texts", texts), ("chatting", chatting)):
        if o.only in name:
            what(o.papers, o.rounds)
    if os.path.exists(path("out")):
        os.remove(path("out"))


main()
