# SPDX-License-Identifier: MIT
"""An endpoint as its user sets it up: options, environment and [provider NAME]; what is paid for once and what again; what a run may
spend, and what it says of it. The endpoint is tools/fakechat.py, whose journal is what is counted."""
import json
import os
import re
import sqlite3
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "tools"))
from chattest import FakeChat
from made import feed, item, write
from tap import case, clean_env, done, equal, run, scratch

IDS = ["2611.00001", "2611.00002", "2611.00003"]
NIGHT = 1795194000  # of 2026-11-20


def papers(version=1, day="2026-11-20"):
    return feed(day, *(item(i, f"Title {word}", version=version) for i, word in zip(IDS, ("one", "two", "three"))))


class Home:
    def __init__(self, config=""):
        self.path = scratch()
        self.feed = write(f"{self.path}/feed.xml", papers())
        write(f"{self.path}/.config/digest/config", "gate = off\nglossary = none\nsummarizer-retry-delay = 20\n" + config)

    def run(self, *words, env=None, now=NIGHT):
        return run(*words, cwd=self.path, env=clean_env(self.path, **(env or {})), now=now)

    def night(self, *words, **more):
        return self.run("--input", self.feed, "-o", "page.md", "--report", "report.json", *words, **more)

    @property
    def page(self):
        with open(f"{self.path}/page.md", encoding="utf-8") as f:
            return f.read()

    @property
    def summaries(self):
        with open(f"{self.path}/report.json", encoding="utf-8") as f:
            return json.load(f)["summaries"]

    def ask(self, sql):
        with sqlite3.connect(f"{self.path}/.local/share/digest/digest.db") as db:
            return db.execute(sql).fetchall()


def lab(chat, *lines):
    return f"provider = lab\n[provider lab]\nbase-url = {chat.base}\nmodel = m\n" + "".join(line + "\n" for line in lines)


def asked(chat, before=0):
    return len(chat.asked()) - before


def places():
    """The endpoint from the command line, the environment, the file; `chat` need not be said."""
    with FakeChat(made=True) as chat:
        for name, config, words, env in (
                ("flags", "", ("--base-url", chat.base, "--model", "m"), {}),
                ("DIGEST_…", "", (), {"DIGEST_BASE_URL": chat.base, "DIGEST_MODEL": "m"}),
                ("the file", f"base-url = {chat.base}\nmodel = m\n", (), {}),
                ("a section", lab(chat), (), {}),
                ("OPENAI_…", "summarizer = chat\n", (), {"OPENAI_BASE_URL": chat.base, "OPENAI_MODEL": "m"}),
                ("OPENAI_API_BASE", "summarizer = chat\n", (), {"OPENAI_API_BASE": chat.base, "OPENAI_MODEL": "m"})):
            before = asked(chat)
            r = Home(config).night(*words, env=env)
            equal(f"{name}: exit status, requests, standard error", (r.status, asked(chat, before), r.msg), (0, 3, ""))
        before = asked(chat)
        r = Home().night(env={"OPENAI_BASE_URL": chat.base, "OPENAI_MODEL": "m"})
        case("OPENAI_… alone choose no summarizer", asked(chat, before) == 0 and "no --summarizer" in r.msg, r.msg)
        for name, words, says in (("no model", ("--base-url", chat.base), "--model NAME"), ("no endpoint", ("--summarizer", "chat"), "--provider deepseek"),
                                  ("no such provider", ("--provider", "nobody", "--model", "m"), "there are openai"),
                                  ("a gate that is none", ("--gate", "shut"), "mend, warn, off"),
                                  ("a glossary that is not there", ("--glossary", "nowhere.tsv"), "nowhere.tsv"),
                                  ("a glossary with a fault", ("--base-url", chat.base, "--model", "m", "--glossary", "blanks.tsv"), "blanks.tsv:1: "),
                                  ("costs without prices", ("--base-url", chat.base, "--model", "m", "--max-cost", "1"), "price-in")):
            home = Home()
            write(f"{home.path}/blanks.tsv", "harbour 码头\n")
            r = home.night(*words)
            case(f"{name}: refused, with what to say", r.status == 2 and says in r.msg and not os.path.exists(f"{home.path}/page.md"), f"{r.status} {r.msg}")


def section():
    """What a section says reaches the endpoint."""
    with FakeChat(made=True, bodies=True) as chat:
        home = Home(lab(chat, "header = X-Team: reading", "header = X-Other: a b", 'extra-body = {"temperature": 0.25, "model": null}', "query = api-version=7",
                        'thinking-off = {"think": false}', "token-field = max_out", "max-tokens = 777", "structure = json"))
        r = home.night()
        equal("a section: exit status", (r.status, r.msg), (0, ""))
        one = chat.asked()[0]
        body = one["body"] if isinstance(one["body"], dict) else json.loads(one["body"])
        equal("a section: headers", [one["headers"].get(h) for h in ("x-team", "x-other")], ["reading", "a b"])
        equal("a section: the query", one["path"].partition("?")[2], "api-version=7")
        equal("a section: members of the request", {k: body.get(k) for k in ("temperature", "model", "think", "max_out")},
              {"temperature": 0.25, "model": None, "think": False, "max_out": 777})
        equal("a section: the form of answers", body["response_format"], {"type": "json_object"})


def pay_once():
    with FakeChat(made=True, usage={"prompt_tokens": 100, "completion_tokens": 50, "total_tokens": 150, "prompt_tokens_details": {"cached_tokens": 10}}) as chat:
        home = Home(lab(chat, "price-in = 2", "price-out = 8", "price-cached = 1", "currency = CNY"))
        r = home.night()
        equal("the first night", (r.status, asked(chat)), (0, 3))
        cost = 3 * (90 * 2 + 10 * 1 + 50 * 8) / 1e6
        spent = home.summaries["spent"]
        equal("the report: tokens", {k: v for k, v in spent.items() if k != "cost"},
              {"requests": 3, "prompt_tokens": 300, "cached_tokens": 30, "completion_tokens": 150})
        case("the report: the cost", abs(spent["cost"] - cost) < 1e-6, spent)
        with open(f"{home.path}/report.json", encoding="utf-8") as f:
            equal("the report: papers that came in", json.load(f)["papers"], 3)
        equal("the report: who, and how many", [home.summaries[k] for k in ("summarizer", "provider", "model", "done", "waiting_papers")], ["chat", "lab", "m", 3, []])
        equal("the store: spending", home.ask("SELECT day, provider, model, requests, prompt_tokens, cached_tokens, completion_tokens FROM spending"),
              [("2026-11-20", "lab", "m", 3, 300, 30, 150)])
        text, told = home.run("status").text, json.loads(home.run("status", "--json").out)
        objects, took = told["spending"], "3 requests  300 tokens in (30 cached)  150 out  cost 0.0018 CNY"
        case("status: spending", f"2026-11-20  lab  m  {took}" in text, text)
        for by, name, shown in (("month", "2026-11", "2026-11"), ("profile", "", "-"), ("style", "footnote", "footnote"), ("model", "m", "m")):
            case(f"status: by {by}", f"\nIn all, by {by}:\n{shown}  {took}\n" in text, text)
            equal(f"status --json: by {by}", [(x[by], x["currency"], x["requests"], x["prompt_tokens"], x["cached_tokens"], x["completion_tokens"]) for x in told["spending_sums"][by]],
                  [(name, "CNY", 3, 300, 30, 150)])
        equal("status --json: spending, for what and in which money", [(x["profile"], x["style"], x["currency"]) for x in objects], [("", "footnote", "CNY")])
        equal("status --json: spending", [(x["day"], x["provider"], x["model"], x["requests"]) for x in objects], [("2026-11-20", "lab", "m", 3)])
        r = home.night()
        equal("the same again: no request is sent", (r.status, asked(chat)), (0, 3))
        write(home.feed, papers(2, "2026-11-23"))
        r = home.night(now=NIGHT + 3 * 86400)
        equal("a new version with the same text: no request is sent", (r.status, asked(chat), r.msg), (0, 3, ""))
        case("a new version with the same text: it has its summary", "待摘要" not in home.page, home.page)
        r = home.run("summarize", "--all", "--refresh", now=NIGHT + 3 * 86400)
        equal("--refresh: asked again, each text once", (r.status, asked(chat)), (0, 6))
        chat.script(made=True, rules=[{"do": "500"}])
        r = home.run("summarize", "--all", "--refresh", "--summarizer-tries", "1", now=NIGHT + 3 * 86400)
        case("--refresh that fails: said", r.status != 0 and "not made anew" in r.msg, r.msg)
        equal("--refresh that fails: what was there stays", home.ask("SELECT status FROM papers GROUP BY 1"), [(1,)])


def warned():
    """--gate warn: what mend would not let through is shown, and said."""
    with FakeChat(made=True, rules=[{"paper": "Title two", "do": "answer", "fields": {"tldr": "很抱歉，我无法翻译这篇论文。"}}]) as chat:
        home = Home(lab(chat))
        r = home.night("--gate", "warn")
        equal("--gate warn: all is shown, and no request is sent again", (r.status, asked(chat), "很抱歉，我无法翻译" in home.page), (0, 3, True))
        case("--gate warn: a line says of whom, what and why", re.search(r"^digest: 2611\.00002v1: tldr: .*很抱歉.* \(refusal: reject\)$", r.msg, re.M), r.msg)


def rejected():
    """An answer that is no good is not paid for every night."""
    bad = {"paper": "Title two", "do": "answer", "fields": {"tldr": None}}
    with FakeChat(made=True, rules=[bad]) as chat:
        home = Home(lab(chat))
        r = home.night()
        equal("rejected: exit status", r.status, 3)
        case("rejected: the page says it in few words", "待摘要：答复不合要求" in home.page, home.page)
        case("rejected: standard error says it in full", "2611.00002" in r.msg and '"tldr"' in r.msg, r.msg)
        equal("rejected: the report too", [(p["id"], p["status"], '"tldr"' in p["reason"]) for p in home.summaries["waiting_papers"]], [("2611.00002", "rejected", True)])
        before = asked(chat)
        r = home.night()
        case("rejected: the next night no request is sent", r.status == 3 and asked(chat) == before and "--retry-rejected" in r.msg, r.msg)
        r = home.run("summarize", "--all", "--retry-rejected")
        case("--retry-rejected: asked again", asked(chat) > before, r.msg)
        before = asked(chat)
        r = home.night(now=NIGHT + 29 * 86400)
        equal("29 days later: not yet", asked(chat), before)
        chat.script(made=True)
        r = home.night(now=NIGHT + 31 * 86400)
        equal("31 days later: asked again, and answered", (r.status, asked(chat) - before), (0, 1))
        before = asked(chat)
        chat.script(made=True, rules=[bad])
        home = Home(lab(chat))
        home.night("--rejected-days", "1")
        before = asked(chat)
        home.night("--rejected-days", "1", now=NIGHT + 2 * 86400)
        case("--rejected-days: sooner", asked(chat) > before)


def budgets():
    usage = {"prompt_tokens": 1000, "completion_tokens": 1000, "total_tokens": 2000}
    with FakeChat(made=True, usage=usage) as chat:
        prices = ("price-in = 100", "price-out = 100")
        for option, limit, most in (("--max-requests", "2", 2), ("--max-tokens", "2500", 1), ("--max-cost", "0.25", 1)):
            home, before = Home(lab(chat, *prices)), asked(chat)
            r = home.night(option, limit, "--jobs", "1")
            equal(f"{option}: exit status, requests", (r.status, asked(chat, before)), (3, most))
            case(f"{option}: one line says it", len(r.msg.splitlines()) == 1 and option in r.msg, r.msg)
            equal(f"{option}: the page says it", home.page.count("待摘要：超出本次运行的预算"), 3 - most)
            r = home.night()
            equal(f"{option}: without it the rest is asked about", (r.status, asked(chat, before)), (0, 3))
        for option, limit in (("--max-tokens", "5500"), ("--max-cost", "0.55")):
            home, before = Home(lab(chat, *prices)), asked(chat)
            write(home.feed, feed("2026-11-20", *(item(f"2611.{i:05}", f"Title {i}") for i in range(1, 21))))
            r = home.night(option, limit, "--jobs", "8")
            equal(f"{option}: many at once, each of them dearer than expected: never over it", (r.status, asked(chat, before)), (3, 2))
        home, before = Home(lab(chat, *prices)), asked(chat)
        home.run("fetch", "--input", home.feed)
        r = home.run("summarize", "--max-cost", "0.000001")
        equal("summarize, over the budget at once: exit status, requests", (r.status, asked(chat, before)), (3, 0))


def evening():
    with FakeChat(made=True) as chat:
        home, now = Home(lab(chat)), NIGHT + 10 * 3600  # Saturday in Greenwich, Friday evening in New York
        home.night(now=now)
        text = home.run("status", now=now).text
        case("status: what was spent since midnight in Greenwich is told, too", "2026-11-21  lab  m  3 requests" in text, text)


def nonsense():
    for usage in ({"prompt_tokens": 2**63 - 1, "completion_tokens": 2**63 - 1}, {"prompt_tokens": -5, "completion_tokens": 1e30}, {"prompt_tokens": "many"}, {"note": 1}):
        with FakeChat(made=True, usage=usage) as chat:
            home = Home(lab(chat, "price-in = 1", "price-out = 1"))
            r = home.night("--max-tokens", "100000")
            spent = home.summaries["spent"]
            equal(f"usage {usage}: all is stored, and nothing of it believed", (r.status, r.msg, spent["prompt_tokens"], spent["completion_tokens"]), (0, "", 0, 0))
            text = home.run("status").text
            case(f"usage {usage}: what it cost is not known, and not called nothing", spent["cost"] is None and "3 requests" in text and "cost" not in text, (spent, text))


def dry_run():
    with FakeChat(made=True) as chat:
        home = Home(lab(chat, "price-in = 100", "price-out = 100"))
        r = home.run("--input", home.feed, "--dry-run")
        case("--dry-run: requests, tokens, cost, where", r.status == 0 and f"POST {chat.base}/chat/completions" in r.text and "3 requests of m " in r.text
             and "tokens of questions" in r.text and "about 0." in r.text, r.text + r.msg)
        equal("--dry-run: no request is sent, nothing is left", (asked(chat), os.path.exists(f"{home.path}/.local"), os.path.exists(f"{home.path}/page.md")), (0, False, False))
        home.night()
        before = asked(chat)
        for words in (("--input", home.feed), ("summarize", "--all")):
            r = home.run(*words, "--dry-run")
            equal(f"{words[0]} --dry-run: all is there", (r.status, r.text), (0, "no summaries to ask for\n"))
        r = home.run("summarize", "--all", "--refresh", "--dry-run")
        case("--refresh --dry-run: all of them", "3 requests of m " in r.text, r.text)
        equal("and no request was sent", asked(chat), before)
        write(home.feed, feed("2026-11-20", *(item(f"2611.{i:05}", f"Text {i % 2}") for i in range(1, 9))))
        text = home.run("--input", home.feed, "--dry-run").text
        home.night()
        equal("--dry-run: papers of the same text take one request", ("2 requests of m " in text, asked(chat, before)), (True, 2))
    with FakeChat(made=True, rules=[{"do": "500"}]) as chat:
        home = Home(lab(chat))
        home.night("-o", "p/{date}.md", "--summarizer-tries", "1")
        chat.script(made=True)
        write(f"{home.path}/next.xml", feed("2026-11-21", item("2611.00009", "Title nine")))
        text, before = home.run("--input", "next.xml", "-o", "p/{date}.md", "--dry-run").text, asked(chat)
        home.run("--input", "next.xml", "-o", "p/{date}.md")
        equal("--dry-run: those of older pages are counted, too", ("4 requests of m " in text, asked(chat, before)), (True, 4))


def structure():
    """What an endpoint does not take is tried once, not each night."""
    with FakeChat(made=True, refuse=["json_schema"]) as chat:
        home = Home(lab(chat))
        r = home.night("--jobs", "1")
        equal("json_schema refused: once, then all is well", (r.status, [a["answer"]["status"] for a in chat.asked()]), (0, [400, 200, 200, 200]))
        equal("the report: the structure", home.summaries["structure"], "json")
        before = asked(chat)
        r = home.run("summarize", "--all", "--refresh", "--jobs", "1")
        equal("the next night begins with what worked", (r.status, [a["answer"]["status"] for a in chat.asked()[before:]]), (0, [200, 200, 200]))


def statuses():
    with FakeChat() as chat:
        for do, alone, words in (("401", 77, "密钥、余额或模型名有误"), ("402", 77, "密钥、余额或模型名有误"), ("404", 77, "密钥、余额或模型名有误")):
            chat.script(made=True, rules=[{"do": do}])
            home = Home(lab(chat))
            r = home.night()
            equal(f"{do}: with a page", r.status, 3)
            equal(f"{do}: the page has every paper, and a class of reason", home.page.count(f"待摘要：{words}"), 3)
            equal(f"{do}: alone", home.run("summarize", "--all").status, alone)
        chat.script(made=True)
        before = asked(chat)
        home = Home(lab(chat, "api-key-env = NO_SUCH_KEY"))
        r = home.night()
        case("no key: a page that says it, status 3, no request is sent", r.status == 3 and asked(chat, before) == 0 and "NO_SUCH_KEY" in r.msg
             and home.page.count("密钥、余额或模型名有误") == 3 and "NO_SUCH_KEY" not in home.page, r.msg)
        equal("no key: alone", home.run("summarize", "--all").status, 77)


def withheld():
    """A command that fails may have wanted a key that it was not shown."""
    home = Home()
    write(f"{home.path}/sum", "#!/bin/sh\n[ -n \"$OPENAI_API_KEY\" ] || exit 3\nprintf 'title: 题\\ntldr: 要点。\\ntldr_en: Point.\\nabstract: 摘要。\\n'\n")
    os.chmod(f"{home.path}/sum", 0o755)
    words = ("--summarizer", "./sum", "--summarizer-protocol", "plain")
    r = home.night(*words, env={"OPENAI_API_KEY": "sk-of-mine-0123456789"})
    case("a key withheld: said", r.status == 3 and "was not shown OPENAI_API_KEY" in r.msg and "sk-of-mine" not in r.msg, r.msg)
    r = home.night(*words, "--summarizer-env", "OPENAI_API_KEY", env={"OPENAI_API_KEY": "sk-of-mine-0123456789"})
    equal("--summarizer-env: shown", (r.status, r.msg), (0, ""))
    r = home.run("summarize", "--all", "--summarizer", "./sum https://h.example.org/v1?api-key=sk-of-mine-0123456789&x=1", "--dry-run")
    home.run("fetch", "--input", home.feed, "--contact", "https://h.example.org/v1?a=1&api-key=sk-of-mine-0123456789&x=1", "--report", "report.json")
    with open(f"{home.path}/report.json", encoding="utf-8") as f:
        text = f.read()
    case("a key in an address is not kept", "sk-of-mine" not in text and "?a=1&api-key=&x=1" in text, text)


places()
section()
pay_once()
evening()
warned()
rejected()
budgets()
nonsense()
dry_run()
structure()
statuses()
withheld()
done()
