#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""What --dry-run says of summaries: by the style's own word, by what answers took of late, and of days that are not there yet by the days
before. How good the counts of tokens are is told by tests/generators/test_tokens.py."""
import os
import re
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "tools"))
from arxivtest import FakeArxiv
from chattest import FakeChat
from made import feed, item, write
from nights import Home
from tap import ROOT, case, clean_env, done, equal, run, scratch

NIGHT = 1795194000
THREE = feed("2026-11-20", *(item(f"2611.0000{i}", f"Title {i}") for i in (1, 2, 3)))


def plan(text):
    """(requests, tokens of answers) of each line."""
    return [tuple(map(int, m)) for m in re.findall(r"(\d+) requests? of \w+ for summaries, about \d+ tokens of questions and (\d+) of answers", text)]


def of_style(name):
    with open(f"{ROOT}/templates/{name}/style.conf", encoding="utf-8") as f:
        return float(re.search(r"(?m)^answer-tokens = (.*)$", f.read()).group(1))


def by_style_and_usage():
    with FakeChat(made=True, usage={"prompt_tokens": 100, "completion_tokens": 7000}) as chat:
        home = scratch()
        write(f"{home}/.config/digest/config", f"gate = off\nglossary = none\nprovider = lab\n[provider lab]\nbase-url = {chat.base}\nmodel = m\n"
              "price-in = 1\nprice-out = 1\ncurrency = CNY\n")
        write(f"{home}/feed.xml", THREE)
        go = lambda *words: run("--input", "feed.xml", "-o", "page.md", "--refresh", *words, cwd=home, env=clean_env(home), now=NIGHT)  # noqa: E731
        said = lambda *words: plan(go("--dry-run", *words).text)  # noqa: E731
        equal("brief: by the style's word", said("--style", "brief"), [(3, 3 * of_style("brief"))])
        qa = said("--style", "qa", "--fulltext", "none")
        for style, found in (("qa", qa), ("essay", said("--style", "essay", "--fulltext", "none"))):
            case(f"{style}: by the style's word, in however many questions", 0.6 * 3 * of_style(style) <= found[0][1] <= 1.3 * 3 * of_style(style), found)
        before, notes = said(), said("--style", "notes")
        case("notes: more than the style's word, by the paper", notes[0][1] > 3 * of_style("notes"), notes)
        for night in range(2):
            go()
            equal(f"night {night}: of fewer than five requests nothing is concluded", said(), [(3, 3 * 7000)] if night else before)
        equal("another style's are as before", said("--style", "qa", "--fulltext", "none"), qa)
        equal("another model's, too", said("--model", "n"), before)
        case("the money has its currency", re.search(r"about 0\.02\d\d CNY in all", go("--dry-run").text), go("--dry-run").text)


def days_to_come():
    with FakeArxiv(make=60, first="2026-03-02", last="2026-03-11", categories=["cs.CL"], now="2026-03-05T13:00:00Z") as arxiv, FakeChat(made=True, usage={"prompt_tokens": 700, "completion_tokens": 300}) as chat:
        home = Home(arxiv, "2026-03-05T13:00:00Z")
        words = ["-c", "cs.CL", "--announce", "new", "--provider", "lab", "--style", "brief", "--gate", "off", "-o", home.folder + "/{date}.md"]
        write(f"{home.folder}/.config/digest/config", f"[provider lab]\nbase-url = {chat.base}\nmodel = m\n")
        r = home.run(*words, "--dry-run")
        case("the first run of all: nothing to go by, and that is said", r.status == 0 and plan(r.text) == [] and "1 day that is not there yet, and no day before to go by" in r.text,
             r.text + r.msg)
        r = home.run(*words, "--since", "2026-03-02")
        case("four days come", r.status == 0, r.msg)
        r = home.run(*words, "--dry-run")
        case("all is there: nothing to ask for", r.status == 0 and "no summaries to ask for" in r.text, r.text + r.msg)
        have = home.rows("SELECT count(DISTINCT id), count(DISTINCT date) FROM announcements WHERE type = 1")[0]
        asked = len(chat.asked())
        for now, days in (("2026-03-06T13:00:00Z", 1), ("2026-03-10T13:00:00Z", 3)):
            arxiv.control(now=now)
            home.now = now
            r = home.run(*words, "--dry-run")
            want = have[0] * days // have[1]
            equal(f"{days} to come: as many papers as the days before had, as dear as their answers were", plan(r.text), [(want, have[0] * 300 * days // have[1])])
            case(f"{days} to come: by which days", f"for {days} day{'s' if days > 1 else ''} that {'are' if days > 1 else 'is'} not there yet, by the last {have[1]} days" in r.text, r.text)
        equal("no request was sent", len(chat.asked()), asked)
        r = home.run("--id", "2402.17010", "--provider", "lab", "--dry-run")
        case("identifiers: that is known when the API has answered", "is known when the API has answered" in r.text, r.text + r.msg)
        r = home.run("-c", "cs.CL", "--summarizer", "extract", "--dry-run")
        case("the extract asks for nothing, whatever comes", "the extract is made offline" in r.text and plan(r.text) == [], r.text)


by_style_and_usage()
days_to_come()
done()
