#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""Whole texts, what else can happen: answers of which parts are there when a run is killed, processes side by side, texts that have not changed,
recordings, and the user's own files of each kind."""
import json
import os
import shutil
import signal
import subprocess
import sys
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "tools"))
from arxivtest import FakeArxiv  # noqa: E402
from chattest import FakeChat  # noqa: E402
from fakearxiv import eastern  # noqa: E402
from tap import DIGEST, at, case, clean_env, done, equal, run, scratch, skip  # noqa: E402

MORNING, SOON = (eastern.parse(f"2026-03-05T{t}Z") for t in ("13:00:00", "15:00:00"))


def world():
    return FakeArxiv(make=360, first="2026-03-02", last="2026-03-06", now="2026-03-05T13:00:00Z")


def words_of(arxiv, chat, home, style="notes", which="top:3", interval=1):
    return ["-c", "cs.CL", "--style", style, "--arxiv-url", arxiv.url, "--interval", "1", "--fulltext-interval", str(interval), "--fulltext", which,
            *chat.words, "-o", f"{home}/{{date}}.md"]


def texts_of(log):
    return [x for x in log if x["path"].startswith(("/html/", "/pdf/"))]


def has_text(request):
    """Whether a question to the summarizer has a whole text in it."""
    user = (json.loads(request["body"]) if isinstance(request["body"], str) else request["body"])["messages"][-1]["content"]
    return "text" in json.loads(user[user.index("\n{") + 1:user.index("\n>>> ")])


def killed():
    """Of three questions about one paper the first has its answer when the run is killed."""
    with world() as arxiv, FakeChat(made=True, bodies=True, latency=1.0) as chat:
        home = scratch()
        words = [*words_of(arxiv, chat, home, style="qa", which="top:1"), "--jobs", "1"]
        p = subprocess.Popen([DIGEST, *at(MORNING, *words)], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=clean_env(home))

        def whole():
            return [q for q in chat.asked() if has_text(q)]

        for _ in range(60000):
            if len(whole()) >= 2 or p.poll() is not None:
                break
            time.sleep(0.01)
        p.send_signal(signal.SIGKILL)
        p.wait()
        before = len(whole())
        chat.script(made=True, bodies=True)
        r = run(*words, home=home, now=MORNING)
        asked = whole()[before:]
        case("a run is killed while the second of three parts is under way: two are asked for, not three", before == 2 and len(asked) == 2 and r.status == 0,
             (before, len(asked), r.status, r.msg))


def together():
    with world() as arxiv, FakeChat(made=True) as chat:
        interval, home = 300, scratch()
        homes = [f"{home}/{n}" for n in range(3)]
        runs = []
        for n, h in enumerate(homes):  # of one user: the state's folder is one, the stores are three
            os.makedirs(h)
            words = [*words_of(arxiv, chat, h, interval=interval, which="top:4"), "--store", f"{h}/s.db"]
            runs.append(subprocess.Popen([DIGEST, *at(MORNING, *words)], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                                         env=clean_env(home, XDG_CACHE_HOME=f"{h}/cache")))
        status = [p.wait() for p in runs]
        asked = sorted(x["time"] for x in texts_of(arxiv.log()))
        gaps = [b - a for a, b in zip(asked, asked[1:])]
        case("three processes at once: all of their texts", status == [0, 0, 0] and len(asked) == 12, (status, len(asked)))
        case("never closer than the interval", gaps and min(gaps) >= interval / 1000 - 0.02, [round(g, 3) for g in gaps])


def unchanged():
    with world() as arxiv, FakeChat(made=True) as chat:
        home = scratch()
        words = words_of(arxiv, chat, home)
        run(*words, home=home, now=MORNING)
        folder = f"{home}/.cache/digest/fulltext"
        before = {f: os.path.getsize(f"{folder}/{f}") for f in os.listdir(folder)}
        n = len(arxiv.log())
        run(*words, "--refresh", home=home, now=SOON)
        again = texts_of(arxiv.log()[n:])
        equal("asked for again what has not changed is answered with 304", (len(again), {x["status"] for x in again}), (3, {304}))
        equal("and what is kept stays", {f: os.path.getsize(f"{folder}/{f}") for f in os.listdir(folder)}, before)


def newer():
    """A paper of which version 1 was read whole, and that has a newer version now: which texts are asked for, and which the summary is of."""
    for when, which, reads in (("never", "all", False), ("top", "all", True), ("top", "none", False), ("all", "top:1", True)):
        with FakeArxiv(make=360, old=200, first="2026-03-02", last="2026-03-06", now="2026-03-05T13:00:00Z") as arxiv, FakeChat(made=True, bodies=True) as chat:
            home = scratch()
            i = sorted(i for day in ("2026-03-03", "2026-03-04", "2026-03-05") for c in ("cs.CL", "cs.LG", "cs.CV", "math.CO") for i in arxiv.truth(day, c)["replace"])[0]
            common = ["--style", "notes", "--arxiv-url", arxiv.url, "--interval", "1", "--fulltext-interval", "1", *chat.words, "-o", f"{home}/p.md"]
            first = run("--id", f"{i}v1", "--fulltext", "all", *common, home=home, now=MORNING)
            n, asked = len(arxiv.log()), len(chat.asked())
            then = run("--id", i, "--fulltext", which, "--fulltext-refresh", when, *common, home=home, now=SOON)
            texts = [x["path"] for x in texts_of(arxiv.log()[n:])]
            case(f"--fulltext-refresh {when}, --fulltext {which}: {'the newer text is read' if reads else 'nothing is asked for'}",
                 first.status == then.status == 0 and [x["path"] for x in texts_of(arxiv.log()[:n])] == [f"/html/{i}v1"] and bool(texts) == reads and not any(t.endswith("v1") for t in texts),
                 (i, texts, [has_text(q) for q in chat.asked()[asked:]], first.msg, then.msg))


def replayed():
    with world() as arxiv, FakeChat(made=True) as chat:
        home, again = scratch(), scratch()
        words = words_of(arxiv, chat, home)
        r = run(*words, "--record", f"{home}/tape", home=home, now=MORNING)
        n = len(arxiv.log())
        p = run(*words_of(arxiv, chat, again), "--replay", f"{home}/tape", home=again)
        with open(f"{home}/2026-03-05.md", encoding="utf-8") as a:
            want = a.read()
        got = open(f"{again}/2026-03-05.md", encoding="utf-8").read() if os.path.exists(f"{again}/2026-03-05.md") else ""
        equal("a recording has the texts, too: the replay's page is the same", (r.status, p.status, got), (0, 0, want))
        equal("and arXiv is asked for nothing", len(arxiv.log()), n)
        equal("the texts are the same", sorted(os.listdir(f"{again}/.cache/digest/fulltext")), sorted(os.listdir(f"{home}/.cache/digest/fulltext")))


def own_files():
    with world() as arxiv, FakeChat(made=True, bodies=True) as chat:
        new = sorted(arxiv.truth("2026-03-05", "cs.CL")["new"], reverse=True)[:4]
        home = scratch()
        folder = f"{home}/papers"
        os.makedirs(folder)
        run("fetch", "-c", "cs.CL", "--store", f"{home}/x.db", "--arxiv-url", arxiv.url, "--interval", "1", home=home, now=MORNING)
        for i, ending in zip(new, ("html", "pdf", "txt", "md")):
            kind = ending if ending in ("html", "pdf") else "html"
            status, _, data = arxiv.request(f"/{kind}/{i}v1")
            assert status == 200, (kind, i, status)
            if ending in ("txt", "md"):
                with open(f"{home}/{i}v1.html", "wb") as f:
                    f.write(data)
                shown = run("show", i, "--store", f"{home}/x.db", "--fulltext", "--width", "0", "--fulltext-from", home, home=home).text
                data = shown[shown.index("\n# ") + 1:].encode() if "\n# " in shown else b""
                os.unlink(f"{home}/{i}v1.html")
            with open(f"{folder}/{i}{'v1' if ending == 'html' else ''}.{ending}", "wb") as f:
                f.write(data)
        n = len(arxiv.log())
        r = run(*words_of(arxiv, chat, home, which="top:5"), "--fulltext-from", folder, home=home, now=MORNING)
        asked = [x["path"] for x in texts_of(arxiv.log()[n:])]
        case("files of the user's come first: html, pdf, txt, md", r.status == 0 and len(asked) == 1 and not any(i in asked[0] for i in new), (asked, r.msg))
        o = [json.loads(line) for line in run("show", "--json", *new, "--fulltext-from", folder, "--style", "notes", home=home).out.splitlines()]
        said = [[y["summary"].get("reads") for y in one["summaries"] if y["style"] == "notes"] for one in o]
        equal("and the summaries say so", said, [["file"]] * 4)


if shutil.which("pdftotext"):
    own_files()
else:
    skip("files of the user's", "no pdftotext")
killed()
together()
unchanged()
newer()
replayed()
done()
