#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""The fake chat endpoint does what its script says, seen by curl and by bare sockets: what other tests build on."""
import json
import os
import socket
import subprocess
import sys
import threading
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "tools"))
import fakechat
from chattest import FakeChat
from tap import case, done, equal

PAPERS = {"one": {"title": "On Rain (and $x$)", "abstract": "Rain falls.", "answer": {"title": "论雨", "tldr": "下雨。"}},
          "two": {"title": ["Snow", "Of Snow"], "content": "no JSON at all"}}


def question(title, abstract="A.", **more):
    data = json.dumps({"title": title, "abstract": abstract}, ensure_ascii=False)
    return {"model": "m", "messages": [{"role": "system", "content": "s"}, {"role": "user", "content": f"Data:\n\n<<< 0af\n{data}\n>>> 0af\n\nEnd."}], **more}


def ask(chat, body, *words):
    """curl's exit status, the HTTP status, headers, body."""
    p = subprocess.run(["curl", "-sS", "-i", "--max-time", "5", "--compressed", "-H", "Content-Type: application/json", "-d", json.dumps(body), *words, chat.base + "/chat/completions"],
                       stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    head, _, text = p.stdout.partition(b"\r\n\r\n")
    return p.returncode, int(head.split()[1]) if head.split() else 0, head.decode("latin-1").lower(), text.decode("utf-8", "replace")


def content(text):
    return json.loads(text)["choices"][0]["message"]["content"]


def answers():
    with FakeChat(papers=PAPERS) as chat:
        for name, title, want in [("by its title", "On Rain (and $x$)", '{"title": "论雨", "tldr": "下雨。"}'), ("by the letters of its title", "on  RAIN and x", '{"title": "论雨", "tldr": "下雨。"}'),
                                  ("by another title", "Of Snow", "no JSON at all")]:
            equal(f"a paper known {name}", content(ask(chat, question(title))[3]), want)
        equal("by its abstract", content(ask(chat, question("Else", "Rain falls."))[3]), '{"title": "论雨", "tldr": "下雨。"}')
        equal("a paper that is not in the script", ask(chat, question("Hail"))[1], 400)
        equal("no paper in the question", ask(chat, {"model": "m", "messages": [{"role": "user", "content": "Hello"}]})[1], 400)
        chat.script(made=True)
        first, second, other = (ask(chat, question(t))[3] for t in ("Hail", "Hail", "Fog"))
        case("made up: the same for the same title, another for another", content(first) == content(second) != content(other) and "。" in content(first), first)
        chat.script(papers=PAPERS, form="asked")
        equal("labels where no form was asked for", content(ask(chat, question("On Rain (and $x$)"))[3]), "title: 论雨\ntldr: 下雨。")
        equal("JSON where it was", content(ask(chat, question("On Rain (and $x$)", response_format={"type": "json_object"}))[3])[0], "{")
        chat.script(papers=PAPERS, key="sk-1", models=["m"], refuse=["json_schema"], refuse_members=["seed"])
        key = ("-H", "Authorization: Bearer sk-1")
        for name, body, words, want in [("no key", {}, (), 401), ("another key", {}, ("-H", "Authorization: Bearer sk-2"), 401), ("the key", {}, key, 200),
                                        ("the key in api-key", {}, ("-H", "api-key: sk-1"), 200), ("another model", {"model": "x"}, key, 404),
                                        ("json_schema", {"response_format": {"type": "json_schema"}}, key, 400), ("json_object", {"response_format": {"type": "json_object"}}, key, 200),
                                        ("seed", {"seed": 1}, key, 400)]:
            equal(f"conditions: {name}", ask(chat, question("On Rain (and $x$)", **body), *words)[1], want)
        case("a refused key is said back", "sk-2" in ask(chat, question("Snow"), "-H", "Authorization: Bearer sk-2")[3])
        events = chat.asked()
        equal("journal: a line a request, and one for its end", (events[-1]["auth"], events[-1]["paper"], events[-1]["answer"]["status"], events[-1]["body"]["model"]), (True, "two", 401, "m"))


# What curl makes of it: its exit status and the HTTP status
CURL = {"drop": (52, 0), "drop-in-head": None, "reset": (56, 0), "cut": (18, 200), "hang": (28, 0), "empty-body": (0, 200)}


def failures():
    def hanging(name):
        return name == "hang"

    with FakeChat(made=True) as chat:
        for name, row in fakechat.WHAT.items():
            chat.script(made=True, rules=[{"do": name}])
            code, status, head, text = ask(chat, question("Hail"), *(("--max-time", "0.3") if hanging(name) else ()))
            want = CURL.get(name, (0, row.get("status", 200)))
            if want:
                equal(f"{name}: curl's exit status and the reply's", (code, status), want)
            if "drop" in row or "cut" in row or "hang" in row or "body" in row:
                continue
            try:
                json.loads(text)
                whole = True
            except ValueError:
                whole = False
            equal(f"{name}: whether the reply is JSON", whole, name != "truncated")
            for k, v in row.get("headers", {}).items():
                case(f"{name}: {k}", f"{k}: {v}".lower() in head, head)
        answers = {a["answer"]["do"] for a in chat.asked() if a["answer"] and a["answer"]["event"] == "answer"}
        equal("journal: each failure by its name; who hung up is gone", (answers, chat.asked()[-1]["paper"]), (set(fakechat.WHAT) - {"hang"}, "Hail"))


def rules():
    with FakeChat(made=True, rules=[{"paper": "A", "nth": [1, 3], "do": "500"}, {"paper": ["B", "C"], "after": 1, "times": 2, "do": "503"}, {"path": "other", "do": "402"}]) as chat:
        equal("nth of a paper", [ask(chat, question("A"))[1] for _ in range(4)], [500, 200, 500, 200])
        equal("after and times, counted over the rule's papers", [ask(chat, question(t))[1] for t in "BCBCB"], [200, 503, 503, 200, 200])
        chat.script(made=True, latency=[0.1, 0.2], rate={"share": 0.4, "do": ["500", "429"], "in_a_row": 2}, seed=3)
        t0 = time.monotonic()
        seen = {t: [ask(chat, question(t))[1] for _ in range(4)] for t in ("D", "E")}
        case("latency", 0.8 <= time.monotonic() - t0, time.monotonic() - t0)
        chat.script(made=True, rate={"share": 1, "do": ["500"], "in_a_row": 2})
        equal("a rate of 1: never more in a row than said", [ask(chat, question("F"))[1] for _ in range(3)], [500, 500, 200])
        case("a rate: two papers, two fates", set(sum(seen.values(), [])) <= {200, 429, 500}, seen)


def many_connections():
    """800 connections at once, each with two requests, over bare sockets."""
    body = json.dumps(question("Hail")).encode()
    request = b"POST /v1/chat/completions HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n" % len(body) + body
    good = []
    with FakeChat(made=True, gather=800, bodies=False) as chat:
        def some(n):
            sockets = [socket.create_connection(("127.0.0.1", chat.port)) for _ in range(n)]
            for _ in range(2):
                for s in sockets:
                    s.sendall(request)
                for s in sockets:
                    text = b""
                    while b'"usage"' not in text:
                        more = s.recv(65536)
                        if not more:
                            break
                        text += more
                    good.append(text.startswith(b"HTTP/1.1 200"))
            for s in sockets:
                s.close()

        threads = [threading.Thread(target=some, args=(200,)) for _ in range(4)]
        for t in threads:
            t.start()
        for t in threads:
            t.join()
        equal("800 connections, two requests each: all answered", (len(good), all(good)), (1600, True))
        equal("journal: connections are told apart, their requests counted", (chat.connections(), {a["of"] for a in chat.asked()}), (800, {1, 2}))
        equal("journal: how many were under way", chat.most_open(), 800)


answers()
failures()
rules()
many_connections()
done()
