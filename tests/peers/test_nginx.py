#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""nginx in front of @copilotkit/aimock: its own HTML for every status, 429 without Retry-After (made up, and by its limits of rate and
of connections), other content types, cut and empty bodies, a closed connection. Its access log is what is counted."""
import json
import os
import urllib.request
from collections import Counter

from aimock import asked_for, chaos, fixtures
from papers import ALL, ALWAYS, KEY, MARK, Home
from rows import Row, judge, outcome
from servers import Aimock, Nginx, free_port
from tap import case, done, equal

QUICK = ("--summarizer-retry-delay", "20")
PASS = "proxy_pass {behind}; proxy_http_version 1.1; proxy_set_header Connection '';"

# A fault is there while a file has its name.
FAULTS = {
    "429": "return 429;", "401": "return 401;", "403": "return 403;", "404": "return 404;", "405": "return 405;", "413": "return 413;",
    "500": "return 500;", "502": "return 502;", "503": "return 503;", "504": "return 504;", "301": "return 301 https://127.0.0.1:1/elsewhere;",
    "closed": "return 444;",
    "text": "rewrite ^ /as-text$uri last;", "rate": "rewrite ^ /rate$uri last;", "connections": "rewrite ^ /connections$uri last;",
    "zip": "rewrite ^ /zip$uri last;", "once": "rewrite ^ /once$uri last;", "dead": "rewrite ^ /dead$uri last;",
    "login": "rewrite ^ /login last;", "cut": "rewrite ^ /cut last;", "empty": "rewrite ^ /empty last;",
}
SAYS = r"""
location = /login { default_type text/html; return 200 '<!DOCTYPE html><html><head><title>Sign in</title></head><body>To the hotel network.</body></html>'; }
location = /cut { default_type application/json; return 200 '{"choices":[{"message":{"content":"{\\"title\\": \\"Ced'; }
location = /empty { default_type application/json; return 200 ''; }
"""
BEFORE = "limit_req_zone $server_port zone=r:1m rate=10r/s; limit_conn_zone $server_port zone=c:1m;"
SERVER = ("location /v1/ {{ {faults} {through} }}\n"
          "location /as-text/ {{ rewrite ^/as-text(.*) $1 break; {through} proxy_hide_header Content-Type; add_header Content-Type 'text/plain; charset=gbk'; }}\n"
          "location /rate/ {{ limit_req zone=r; limit_req_status 429; rewrite ^/rate(.*) $1 break; {through} }}\n"
          "location /connections/ {{ limit_conn c 2; limit_conn_status 429; rewrite ^/connections(.*) $1 break; {through} }}\n"
          "location /zip/ {{ gzip on; gzip_types *; gzip_proxied any; gzip_min_length 1; rewrite ^/zip(.*) $1 break; {through} }}\n"
          "location /once/ {{ keepalive_requests 1; rewrite ^/once(.*) $1 break; {through} }}\n"
          "location /dead/ {{ proxy_pass http://127.0.0.1:{nobody}; }}\n")


def few(n):
    """An endpoint that is of no use is found out: a request a paper, then few more."""
    return 6 <= n <= 16


ROWS = [
    Row("all is well"),
    Row("latency", {}, chaos={"latencyMs": 300}),
    # ---- HTML from a proxy: for now ----
    *(Row(f"{name} as HTML", name, QUICK, 69, few, ALL, name, "摘要服务") for name in ("500", "502", "503", "504")),
    Row("nobody behind", "dead", QUICK, 69, few, ALL, "502", "摘要服务"),
    Row("429 without Retry-After, always", "429", QUICK, 75, few, ALL, "429", "摘要服务"),
    Row("a page to sign in, with 200", "login", QUICK, 69, few, ALL, "HTML|html|Sign in"),
    Row("JSON cut in the middle", "cut", QUICK, 69, few, ALL, ""),
    Row("an empty reply with 200", "empty", QUICK, 69, few, ALL, "empty"),
    Row("the connection is closed", "closed", QUICK, 69, few, ALL, ""),
    Row("the server behind drops one paper's connections", {"C": [chaos(disconnectRate=1), ALWAYS]}, QUICK, 0, {"C": 3}, "C", "502", "摘要服务未能答复"),
    # ---- HTML that stops the run ----
    *(Row(f"{name} as HTML", name, (*QUICK, "--jobs", "2"), 77, lambda n: 1 <= n <= 2, ALL, name, "密钥、余额或模型名有误") for name in ("401", "403")),
    *(Row(f"{name} as HTML", name, (*QUICK, "--jobs", "2"), 2, lambda n: 1 <= n <= 2, ALL, name, "配置有误") for name in ("404", "405", "301")),
    # ---- Each paper: so it is not theirs ----
    Row("413 as HTML", "413", QUICK, 2, lambda n: n == len(ALL), ALL, "413", "配置有误"),
]


def disguises(front, chat, faults):
    """Answers as proxies may hand them on; the log shows that they did."""
    for name, shown in [("text", "200"), ("zip", "encoding gzip"), ("once", "request 1 ")]:
        home = Home()
        chat.load(fixtures({}))
        faults(name)
        front.forget()
        r = home.run("--base-url", f"{front.url}/v1", "--model", "m", "--jobs", "2")
        outcome(f"as {name}: all is done", r, (r.status, r.shown), (0, {x: "done" for x in ALL}))
        lines = front.lines()
        case(f"as {name}: so it was", len(lines) == len(ALL) and all(shown in line for line in lines), lines)


    faults("text")
    body = json.dumps({"model": "m", "messages": [{"role": "user", "content": MARK["A"]}]}).encode()
    with urllib.request.urlopen(urllib.request.Request(f"{front.url}/v1/chat/completions", body, chat.auth)) as reply:
        case("as text: so it was, for others too", reply.headers["Content-Type"] == "text/plain; charset=gbk", reply.headers)


def limits(front, chat, faults):
    """Limits that nginx keeps itself: slower, but all is done, and each paper is let through once."""
    for name, chaos_ in [("rate", None), ("connections", {"latencyMs": 200})]:
        home = Home()
        chat.load(fixtures({}), chaos_)
        faults(name)
        front.forget()
        r = home.run("--base-url", f"{front.url}/v1", "--model", "m", "--summarizer-tries", "20", "--summarizer-retry-delay", "100")
        statuses = Counter(front.statuses())
        outcome(f"limit of {name}: all is done", r, (r.status, r.shown), (0, {x: "done" for x in ALL}))
        case(f"limit of {name}: it was met", statuses[429] > 0 and set(statuses) == {200, 429}, statuses)
        equal(f"limit of {name}: each paper was answered once", Counter(map(asked_for, chat.asked())), Counter(ALL))


def main():
    with Aimock(KEY) as chat:
        folder = chat.dir
        through = PASS.format(behind=chat.url)
        faulty = " ".join(f"if (-f {folder}/fault-{name}) {{ {what} }}" for name, what in FAULTS.items())
        with Nginx(SERVER.format(faults=faulty, through=through, nobody=free_port()) + SAYS, BEFORE) as front:
            def faults(name):
                for old in FAULTS:
                    if os.path.exists(f"{folder}/fault-{old}"):
                        os.remove(f"{folder}/fault-{old}")
                if name:
                    with open(f"{folder}/fault-{name}", "w", encoding="ascii"):
                        pass

            def load(steps, all_chaos):
                faults(steps if isinstance(steps, str) else None)
                chat.load(fixtures({} if isinstance(steps, str) else steps), all_chaos)
                front.forget()

            def asked():
                return Counter({"all": len(front.statuses())})

            words = ("--base-url", f"{front.url}/v1", "--model", "m")
            for row in ROWS:
                judge(row, load, asked, words, totals=True)
            disguises(front, chat, faults)
            limits(front, chat, faults)
    done()


main()
