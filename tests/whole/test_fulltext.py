#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""Whole texts in whole runs: each habit of arXiv's as a night against the fake one (fakearxiv/texts.py), which papers are read, what is asked
of arXiv and how often, what the summarizer is given, what waits and what is kept."""
import json
import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "tools"))
from arxivtest import FakeArxiv
from chattest import FakeChat
from fakearxiv import eastern
from tap import case, done, equal, run, scratch

MORNING, SOON, NIGHT, WEEK = (eastern.parse(f"2026-03-{t}Z") for t in ("05T13:00:00", "05T15:00:00", "05T23:30:00", "12T13:00:00"))
# The word of a paper's habit: the state and road of its text after the first run, and the roads that are asked.
HABITS = [("html", "read", "html", "html"), ("none", "read", "pdf", "html pdf"), ("none-200", "read", "pdf", "html pdf"),
          ("not-yet", "awaited", None, "html pdf"), ("not-yet-200", "awaited", None, "html pdf"), ("nothing", "none", None, "html pdf"),
          ("bodyless", "read", "pdf", "html pdf"), ("other", "read", "pdf", "html pdf"), ("file-list", "read", "pdf", "html pdf"),
          ("error", "read", "pdf", "html pdf"), ("scan", "none", None, "html pdf"), ("not-public", "none", None, "html pdf")]


class Night:
    """A home, and runs of digest in it against both fakes."""

    def __init__(self, arxiv, chat, style="notes", which="top:12"):
        self.arxiv, self.chat, self.home = arxiv, chat, scratch()
        self.words = ["-c", "cs.CL", "--style", style, "--arxiv-url", arxiv.url, "--interval", "1", "--fulltext-interval", "1",
                      "--fulltext", which, *chat.words, "-o", f"{self.home}/{{date}}.md", "--report", f"{self.home}/report.json"]

    def run(self, now, *more):
        n, asked = len(self.arxiv.log()), len(self.chat.asked())
        r = run(*self.words, *more, home=self.home, now=now)
        self.paths = [x["path"] for x in self.arxiv.log()[n:]]
        self.texts = [p for p in self.paths if p.startswith(("/html/", "/pdf/"))]
        self.asked = self.chat.asked()[asked:]
        with open(f"{self.home}/report.json", encoding="utf-8") as f:
            self.report = {t["id"]: t for t in json.load(f)["texts"]}
        return r

    def page(self):
        with open(f"{self.home}/2026-03-05.md", encoding="utf-8") as f:
            return f.read()


def question(request):
    """The JSON object of the paper in a request to the summarizer."""
    user = json.loads(request["body"])["messages"][-1]["content"] if isinstance(request["body"], str) else request["body"]["messages"][-1]["content"]
    return json.loads(user[user.index("\n{") + 1:user.index("\n>>> ")])


def habits():
    with FakeArxiv(make=360, first="2026-03-02", last="2026-03-06", now="2026-03-05T13:00:00Z") as arxiv, FakeChat(made=True, bodies=True) as chat:
        new = sorted(arxiv.truth("2026-03-05", "cs.CL")["new"], reverse=True)
        case("the day has a paper for each habit", len(new) >= len(HABITS), new)
        word = {i: h for i, h in zip(new, HABITS)}
        arxiv.control(texts={i: h[0] for i, h in word.items()})
        night = Night(arxiv, chat)
        r = night.run(MORNING)
        for i, (name, state, road, roads) in word.items():
            got = night.report.get(i, {})
            equal(f"{name}: what came of it", (got.get("state"), got.get("road")), (state, road))
            case(f"{name}: the report says why", bool(got.get("why")) == (name != "html"), got)
            equal(f"{name}: what was asked", [p.split("/")[1] for p in night.texts if i in p], roads.split())
        waiting = [i for i, h in word.items() if h[1] == "awaited"]
        case("what waits for its text makes the run incomplete", r.status == 3 and all(i in r.msg for i in waiting), (r.status, r.msg))
        case("and the page says so", night.page().count("全文尚未提供") == len(waiting), night.page().count("全文尚未提供"))
        given = {q["paper"]: "text" in question(q) for q in night.asked}
        read = sum(h[1] == "read" for h in HABITS)
        equal("those with a text are asked about with it, others without", (sum(given.values()), sum(not g for g in given.values())),
              (read, len(given) - read))
        night.run(SOON)
        equal("soon after nothing is asked again", (night.texts, night.asked), ([], []))
        arxiv.control(texts={})
        r = night.run(NIGHT)
        equal("the next night asks for what was not there", sorted(night.texts), sorted(f"/html/{i}v1" for i in waiting))
        equal("and all is well", (r.status, len(night.asked)), (0, len(waiting)))
        case("the page waits for nothing", "全文尚未提供" not in night.page())


def never_there():
    with FakeArxiv(make=60, first="2026-03-02", last="2026-03-06", now="2026-03-05T13:00:00Z") as arxiv, FakeChat(made=True, bodies=True) as chat:
        arxiv.control(texts={"*": "not-yet"})
        night = Night(arxiv, chat)
        night.run(MORNING)
        equal("a text that never comes: the first night waits", night.asked, [])
        arxiv.control(now="2026-03-12T13:00:00Z")
        night.run(WEEK, "--date", "2026-03-05")
        case("after days its abstract serves", night.asked and not any("text" in question(q) for q in night.asked), len(night.asked))


def denied():
    with FakeArxiv(make=360, first="2026-03-02", last="2026-03-06", now="2026-03-05T13:00:00Z") as arxiv, FakeChat(made=True) as chat:
        arxiv.control(texts={"*": "denied"})
        night = Night(arxiv, chat)
        r = night.run(MORNING)
        equal("who is not wanted asks once", len(night.texts), 1)
        case("and says so", r.status == 3 and "asked for a pause" in r.msg, r.msg)


def which():
    with FakeArxiv(make=360, first="2026-03-02", last="2026-03-06", now="2026-03-05T13:00:00Z") as arxiv, FakeChat(made=True, bodies=True) as chat:
        new = sorted(arxiv.truth("2026-03-05", "cs.CL")["new"], reverse=True)
        for said, want in (("none", []), ("top:2", new[:2]), (f"{new[4]},{new[7]}", [new[4], new[7]])):
            night = Night(arxiv, chat, which=said)
            night.run(MORNING)
            equal(f"--fulltext {said}", sorted(night.texts), sorted(f"/html/{i}v1" for i in want))
        night = Night(arxiv, chat, style="footnote", which="all")
        night.run(MORNING)
        equal("a style that reads no texts asks for none", night.texts, [])
        night = Night(arxiv, chat, style="qa", which="top:1")
        night.run(MORNING)
        parts = [q for q in night.asked if "text" in question(q)]
        case("qa asks three questions", len(parts) == 3, len(parts))
        users = [json.loads(q["body"])["messages"] if isinstance(q["body"], str) else q["body"]["messages"] for q in parts]
        case("of one beginning: instructions, title, abstract, and what all are given",
             len({u[0]["content"] for u in users}) == 1 and len({u[-1]["content"].split(',"sections":')[0] for u in users}) == 1, users)
        own = [question(q).get("sections", "") for q in parts]
        case("then each has the sections that it needs", len(set(own)) == 3 and "Method" in own[1] and "Method" not in own[0] + own[2] and "Method" in question(parts[0])["left_out"], own)
        night.run(SOON)
        equal("and none again", night.asked, [])
        r = run("--fulltext", "tpo:3", *night.words[:4], home=night.home, now=MORNING)
        case("a word that is none", r.status == 2 and "neither none, all, top:N nor an identifier" in r.msg, r.msg)


def kept():
    with FakeArxiv(make=360, first="2026-03-02", last="2026-03-06", now="2026-03-05T13:00:00Z") as arxiv, FakeChat(made=True) as chat:
        night = Night(arxiv, chat, which="top:3")
        night.run(MORNING)
        folder = f"{night.home}/.cache/digest/fulltext"
        files = sorted(os.listdir(folder))
        equal("three texts are kept", len(files), 3)
        with open(f"{folder}/{files[0]}", "r+b") as f:
            f.seek(40)
            byte = f.read(1)
            f.seek(40)
            f.write(bytes([byte[0] ^ 1]))
        r = night.run(SOON, "--refresh")
        case("a damaged one is said, and fetched anew", "damaged" in r.msg and f"/html/{files[0].removesuffix('.zst')}" in night.texts, (r.msg, night.texts))
        night = Night(arxiv, chat, which="top:3")
        night.run(MORNING, "--fulltext-cache", "2k")
        size = sum(os.path.getsize(f"{night.home}/.cache/digest/fulltext/{f}") for f in os.listdir(f"{night.home}/.cache/digest/fulltext"))
        case("the folder keeps to its size", size <= 2048, size)


habits()
never_there()
denied()
which()
kept()
done()
