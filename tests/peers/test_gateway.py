#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""@portkey-ai/gateway between digest and @copilotkit/aimock: a real proxy adds its own errors and rewrites others. What came through
stands in aimock's journal."""
from collections import Counter

from aimock import asked_for, chaos, fails, fixtures, says
from papers import ALL, ALWAYS, KEY, Home, answer
from rows import Row, judge, on_page, outcome, said
from servers import Aimock, Gateway, free_port
from tap import case, done

QUICK = ("--summarizer-retry-delay", "20")
ONE = (*QUICK, "--jobs", "1")
C = answer("C")
SECTION = "[provider gate]\nbase-url = {proxy}/v1\nheader = x-portkey-provider: openai\nheader = x-portkey-custom-host: {behind}/v1\n"

ROWS = [
    Row("all is well"),
    Row("latency", chaos={"latencyMs": 300}),
    Row("429 with Retry-After", {"C": [fails(429, "slow down", "rate_limit_exceeded", retry=1)]}, QUICK, asks={"C": 2}),
    Row("the server behind drops the connection: 500 with html-message", {"C": [chaos(disconnectRate=1)]}, QUICK, asks={"C": 2}),
    Row("it drops it always", {"C": [chaos(disconnectRate=1), ALWAYS]}, QUICK, 69, {"C": 3}, "C", "500", "摘要服务未能答复"),
    Row("the server behind sends no JSON: 500 with a status", {"C": [chaos(malformedRate=1), ALWAYS]}, QUICK, 69, {"C": 3}, "C", "500.*Something went wrong", "摘要服务未能答复"),
    Row("503 behind", {"C": [fails(503, "overloaded")]}, QUICK, asks={"C": 2}),
    Row("402 behind", {"C": [fails(402, "Insufficient Balance"), ALWAYS]}, ONE, 77, {"D": 0, "E": 0, "F": 0}, "CDEF", "Insufficient Balance", "密钥、余额或模型名有误"),
    Row("429 insufficient_quota behind", {"C": [fails(429, "You exceeded your current quota", "insufficient_quota"), ALWAYS]}, ONE, 77, {"D": 0, "E": 0, "F": 0}, "CDEF", "quota", "密钥、余额或模型名有误"),
    Row("400 content_filter behind", {"C": [fails(400, "flagged by the content policy", "content_filter"), ALWAYS]}, QUICK, 0, {"C": 1}, "C", "content policy", "拦下", "", "C"),
    Row("reasoning text", {"C": [says(C, reasoning="Let me think.")]}),
    Row("finish_reason length, then whole", {"C": [says(C[:-40], finishReason="length")]}, QUICK, asks={"C": 2}),
]


def main():
    with Aimock(KEY) as chat, Gateway() as proxy:
        def load(steps, all_chaos):
            chat.load(fixtures(steps), all_chaos)

        def asked():
            return Counter(map(asked_for, chat.asked()))

        words = ("--provider", "gate", "--model", "m")
        section = SECTION.format(proxy=proxy.url, behind=chat.url)
        for row in ROWS:
            judge(row, load, asked, words, config=section)

        home = Home(config=section)
        load({}, None)
        r = home.run(*words, "--jobs", "2", key="sk-another-0000")
        case("another key, refused behind: a request a job at most", r.status == 3 and len(chat.asked()) <= 2, said(r))
        on_page("another key", r, ALL, "Invalid API key", "密钥、余额或模型名有误")

        home = Home(config=SECTION.format(proxy=proxy.url, behind=f"http://127.0.0.1:{free_port()}"))
        r = home.run(*words, *QUICK)
        outcome("nobody behind: exit status", r, r.status, 3)
        on_page("nobody behind", r, ALL, "does not answer.*500", "摘要服务")
        load({}, None)
        home.config = Home(config=section).config
        r = home.run(*words)
        outcome("somebody behind again: all is done", r, (r.status, r.shown, asked()), (0, {x: "done" for x in ALL}, Counter(ALL)))
    done()


main()
