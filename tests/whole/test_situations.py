#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""Eighteen situations that users of such programs report, a whole run each, a row each: what the other side does, the exit status, how many
requests it gets, and words that come of it or must not. More of each kind: test_endpoints.py, test_asked.py, test_hosts.py, test_export.py."""
import json
import os
import re
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [os.path.join(HERE, "..", "tools"), os.path.join(HERE, "..", "peers")]
from arxivtest import FakeArxiv
from chattest import FakeChat
from made import lines, record, write
from nights import Home as Desk
from papers import KEY, PAPERS, Home, answer, good
from tap import case, clean_env, done, run, scratch

NOW = "2026-03-11T13:00:00Z"
SCRIPT = {x: {"title": PAPERS[x][1], "abstract": PAPERS[x][2], "answer": good(x)} for x in "ABC"}
DRAFT = json.dumps({"title": "草稿", "tldr": "还没有想好。", "tldr_en": "Not yet.", "abstract": "这是草稿，还要再想一想。"}, ensure_ascii=False)
THINKING = "parameter.enable_thinking must be set to false for non-streaming calls"


class Seen:
    """What a run left: its exit STATUS, how often the other side was asked, all that was printed or written."""

    def __init__(self, r, requests, text=""):
        self.status, self.requests, self.text = r.status, requests, f"{r.text}\n{r.msg}\n{text}"


def read(path):
    with open(path, encoding="utf-8") as f:
        return f.read()


def asked(message=None, config="", jobs="1", finish="stop", **script):
    """Three papers, one after the other, and what an endpoint says: MESSAGE of a paper's letter has members of its message."""
    rules = [{"paper": x, "do": "answer", "finish_reason": finish, "message": message(x)} for x in "ABC"] if message else script.pop("rules", [])
    with FakeChat(papers=SCRIPT, rules=rules, **script) as chat:
        home = Home("ABC", config=config.format(base=chat.base))
        r = home.run(*chat.words, "--jobs", jobs)
        return Seen(r, len(chat.asked()), read(home.page) + "".join(f"{x} is {r.shown.get(x)}\n" for x in "ABC"))


def content(of):
    return asked(lambda x: {"content": of(x)})


def plain(of):
    """The same, printed by a command."""
    home = Home("ABC")
    known = {PAPERS[x][1]: of(x) for x in "ABC"}
    write(f"{home.dir}/model", "#!/usr/bin/python3 -IS\nimport sys\ntext = sys.stdin.read()\nopen('asked', 'a').write('x')\n"
          f"print(next(said for title, said in {known!r}.items() if title in text), end='')\n")
    os.chmod(f"{home.dir}/model", 0o755)
    r = home.run("--summarizer", f"{home.dir}/model", "--summarizer-protocol", "plain")
    return Seen(r, len(read(f"{home.dir}/asked")), read(home.page) + "".join(f"{x} is {r.shown.get(x)}\n" for x in "ABC"))


def events(first, **how):
    return asked(rules=[{"paper": x, "do": "answer", "sse": {"first": first, **how}} for x in "ABC"])


def withdrawn():
    home = scratch()
    write(f"{home}/p.jsonl", lines(record("2602.00001", "Alpha", comment="This paper has been withdrawn by the author due to an error")))
    write(f"{home}/model", "#!/bin/sh\necho x >>asked\n")
    os.chmod(f"{home}/model", 0o755)
    r = run("--input", "p.jsonl", "--store", "none", "--summarizer", "./model", cwd=home, env=clean_env(home))
    return Seen(r, os.path.exists(f"{home}/asked"))


PAPER = {"id": "2602.00101", "title": "Lamps, first try", "abstract": "One lamp.", "authors": ["Nora Vennick"], "categories": ["cs.CL"],
         "versions": [{"submitted": "2026-03-02T12:00:00Z"}, {"submitted": "2026-03-04T12:00:00Z", "title": "Lamps, second try"},
                      {"submitted": "2026-03-06T12:00:00Z", "title": "Lamps, third try"}]}


def by_id(*idents):
    """A run each; of the requests the first run's, which has the store to itself."""
    text, status, first = "", 0, None
    with FakeArxiv(papers=[PAPER], now=NOW) as arxiv:
        for ident in idents:
            before = len(arxiv.log())
            r = Desk(arxiv, NOW).run("--id", ident)
            first = len(arxiv.log()) - before if first is None else first
            status = status or r.status
            text += r.text + r.msg
        text += "".join(str(x) for x in arxiv.log())
    r.status = status
    return Seen(r, first, text)


def printed(*args, **paper):
    home = scratch()
    write(f"{home}/p.jsonl", lines(record("2602.00001", **{"title": "Alpha", **paper})))
    return Seen(run(*args, "p.jsonl", cwd=home, env=clean_env(home)), 0)


def exported(**paper):
    home = scratch()
    write(f"{home}/p.jsonl", lines(record("2602.00001", "Alpha", **paper)))
    run("fetch", "--input", "p.jsonl", "--store", "s.db", cwd=home, env=clean_env(home))
    return Seen(run("export", "--store", "s.db", "--all", cwd=home, env=clean_env(home)), 0)


def looks(*formats, **paper):
    """A page in each of FORMATS."""
    seen = [printed("render", "--format", f, **paper) for f in formats]
    seen[0].status = max(s.status for s in seen)
    seen[0].text = "\n".join(s.text.replace("<a href", f"[{f}] <a href") for f, s in zip(formats, seen))
    return seen[0]


def proxy():
    with FakeChat(papers=SCRIPT) as chat, FakeChat(papers=SCRIPT) as other:
        home = Home("A")
        env = clean_env(home.dir, DIGEST_API_KEY=KEY, http_proxy=other.url)
        args = ("--input", home.feed, "-o", home.page, "--config", home.config, "--store", f"{home.dir}/digest.db", "--model", "m", "--summarizer-tries", "1")
        near = run(*args, "--base-url", chat.base, env=env, home=home.dir, cwd=home.dir)
        env["http_proxy"] = "http://127.0.0.1:9/"
        far = run(*args, "--refresh", "--base-url", "http://llm.invalid/v1", env=env, home=home.dir, cwd=home.dir)
        return Seen(near, len(chat.asked()) + 10 * len(other.asked()), far.msg)


def rate():
    with FakeArxiv(make=20, first="2026-03-09", last="2026-03-11", categories=["cs.CL"], now=NOW) as arxiv:
        home = Desk(arxiv, NOW)
        arxiv.control(quirks=[{"match": "/rss/", "do": "status", "status": 200, "body": "Rate exceeded.\n", "times": 100}])
        r = home.run("fetch", "-c", "cs.CL", "--road", "rss", "--tries", "2")
        n = len(arxiv.log())
        again = home.run("fetch", "-c", "cs.CL", "--road", "rss")
        return Seen(r, n, f"the next run: {again.status}, {len(arxiv.log()) - n} requests")


SHOWN = ["A is done", "B is done", "C is done"]
CHANNEL = "<|channel|>analysis<|message|>A draft: {}<|end|><|start|>assistant<|channel|>final<|message|>{}"
NAMES = ["The HAWC Collaboration", "B. Baker Jr.", "Carl Cook III", "D. Day and Sons, Inc."]
LINKED = dict(abstract="Code is at https://example.org/lamp. See doi:10.1000/182.", comment="Data: https://example.org/data", doi="10.1000/182")
SITUATIONS = [
    # number, name, what is run, exit status, requests, what is seen, what is not
    (1, "the answer stands where thoughts do", lambda: asked(lambda x: {"content": None, "reasoning_content": answer(x)},
     config="[provider vllm]\nbase-url = {base}\nmodel = m\n"), 0, 3, SHOWN + ["thinking-off = {}"], []),
    (2, "the answer is a tool's arguments", lambda: asked(lambda x: {"content": None, "tool_calls": [{"id": "c", "type": "function", "function":
     {"name": "summary", "arguments": answer(x)}}]}, finish="tool_calls"), 0, 3, SHOWN, []),
    (3, "only streams", lambda: asked(stream="only", refusal="This model only support stream mode, please enable the stream parameter to access the model."), 0, 4, SHOWN, []),
    (4, "no thinking without a stream, and thinking-off is set", lambda: asked(stream="only", refusal=THINKING,
     config="[provider lab]\nbase-url = {base}\nmodel = m\nthinking-off = {{}}\n"), 0, 4, SHOWN, ["thinking-off"]),
    (5, "a stream that was not asked for, a comment first", lambda: events([": OPENROUTER PROCESSING", ""]), 0, 3, SHOWN, []),
    (5, "a stream that was not asked for, an event first", lambda: events([], event="message"), 0, 3, SHOWN, []),
    (6, "a paper that was withdrawn", withdrawn, 0, 0, ["已撤稿"], ["待摘要"]),
    (7, "a version that is not the last", lambda: by_id("2602.00101v1"), 0, 1, ["Lamps, first try", "2602.00101v1"], ["Lamps, third try"]),
    (8, "names for BibTeX", lambda: exported(authors=[{"name": n} for n in NAMES], doi="10.1000/182 10.1000/183"), 0, 0,
     ["{The HAWC Collaboration}", "Baker, Jr., B.", "Cook, III, Carl", "{D. Day and Sons, Inc.}", "doi = {10.1000/182}"], ["10.1000/183"]),
    (9, "http_proxy is set, the endpoint is on this machine", proxy, 0, 1, ["http_proxy", "127.0.0.1:9"], []),
    (10, "finish_reason is null", lambda: asked(lambda x: {}, finish=None), 0, 3, SHOWN, []),
    (11, "a draft in a channel of thoughts", lambda: content(lambda x: CHANNEL.format(DRAFT, answer(x))), 0, 3, SHOWN, ["草稿", "channel"]),
    (12, "a draft in <mm:think>", lambda: content(lambda x: f"<mm:think>\n{DRAFT}\n</mm:think>\n\n{answer(x)}"), 0, 3, SHOWN, ["草稿", "mm:think"]),
    (13, "thoughts as ollama run prints them", lambda: plain(lambda x: f"Thinking...\n{DRAFT}\n...done thinking.\n\n{answer(x)}\n"), 0, 3, SHOWN, ["草稿", "done thinking"]),
    (14, "addresses in abstracts and comments", lambda: looks("html", "atom", **LINKED), 0, 0,
     ['[html] <a href="https://example.org/lamp"', '[html] <a href="https://example.org/data"', '[atom] <a href="https://example.org/lamp"', '>https://example.org/lamp</a>.'], ['lamp."']),
    (15, "formulas in feeds", lambda: looks("atom", abstract="The rate is $x^2 \\leq \\alpha$, the sum $\\sum_{i=1}^n \\frac{a_i}{b_i}$, and $\\begin{cases} a & b \\end{cases}$."), 0, 0, ["x²≤α", "∑ᵢ₌₁ⁿaᵢ/bᵢ", "\\begin{cases}"], ["<math"]),
    (16, "\"Rate exceeded.\" with status 200", rate, 75, 2, ["asked for a pause until 2026-03-11T13:15:00Z", "the next run: 75, 0 requests"], []),
    (17, "identifiers as they are pasted", lambda: by_id("https://arxiv.org/abs/2602.00101", "https://arxiv.org/pdf/2602.00101v3.pdf",
     "https://doi.org/10.48550/arXiv.2602.00101", "2602.00101V3"), 0, 1, ["Lamps, third try"], ["is not an arXiv identifier"]),
    (18, "a mark of a chat inside a text", lambda: content(lambda x: answer(x, abstract=good(x)["abstract"] + "|assistant|")), 0, 3, SHOWN, ["assistant"]),
    (18, "a closing quote of half width", lambda: content(lambda x: answer(x, tldr="“数船\"：" + good(x)["tldr"])), 0, 3, ["“数船”"], ["“数船\""]),
]
for number, name, situation, status, requests, words, never in SITUATIONS:
    s = situation()
    lacks, has = [w for w in words if w not in s.text], [w for w in never if w in s.text]
    case(f"{number}, {name}: exit status {status}, {requests} requests, what is seen", (s.status, s.requests, lacks, has) == (status, requests, [], []),
         f"status {s.status}, {s.requests} requests, lacks {lacks}, has {has}\n{s.text[-2500:]}")
case("all eighteen are here", sorted({row[0] for row in SITUATIONS}) == list(range(1, 19)))
done()
