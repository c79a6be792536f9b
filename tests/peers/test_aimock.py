#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""Faults that @copilotkit/aimock plays, a row each: the right class, by the requests in its own journal, the exit status and the page."""
from collections import Counter

from aimock import asked_for, chaos, fails, fixtures, refuses, says
from papers import ALL, ALWAYS, KEY, Home, answer, labels
from rows import Row, judge, outcome, wants
from servers import Aimock
from tap import done


DROP, GARBLE, DISCONNECT = chaos(dropRate=1), chaos(malformedRate=1), chaos(disconnectRate=1)
QUICK = ("--summarizer-retry-delay", "20")
OPENAI = ("--provider", "openai")
ONE = (*QUICK, "--jobs", "1")
C = answer("C")
REFUSAL = "抱歉，我无法提供这篇论文的摘要。"

ROWS = [
    Row("all is well"),
    Row("latency", chaos={"latencyMs": 400}, options=("--jobs", "3")),
    # ---- Transient: asked again, then it is fine ----
    Row("429 with Retry-After", {"C": [fails(429, "slow down", "rate_limit_exceeded", retry=1)]}, asks={"C": 2}, options=QUICK),
    Row("429 with Retry-After: 0", {"C": [fails(429, "slow down", "rate_limit_exceeded", retry=0)]}, asks={"C": 2}, options=QUICK),
    Row("500, 502, 503", {"A": [fails(500, "oops")], "C": [fails(502, "bad upstream")], "E": [fails(503, "overloaded")]}, asks={"A": 2, "C": 2, "E": 2}, options=QUICK),
    Row("504, 529, 408", {"B": [fails(504, "late")], "D": [fails(529, "overloaded")], "F": [fails(408, "too slow")]}, asks={"B": 2, "D": 2, "F": 2}, options=QUICK),
    Row("a dropped connection", {"C": [DISCONNECT]}, asks={"C": 2}, options=QUICK),
    Row("a reply that is no JSON", {"C": [GARBLE]}, asks={"C": 2}, options=QUICK),
    # ---- Transient, for too long ----
    Row("500 again and again", {"C": [DROP, ALWAYS]}, QUICK, 69, {"C": 3}, "C", "500", "摘要服务未能答复"),
    Row("429 again and again", {"C": [fails(429, "slow down", "rate_limit_exceeded", retry=0), ALWAYS]}, QUICK, 75, {"C": 3}, "C", "429", "摘要服务未能答复"),
    Row("connections dropped again and again", {"C": [DISCONNECT, ALWAYS]}, (*QUICK, "--summarizer-tries", "4"), 69, {"C": 4}, "C", "connection|reply", "摘要服务未能答复"),
    Row("a dead endpoint", {x: [DROP, ALWAYS] for x in ALL}, QUICK, 69, lambda n: 6 <= n <= 16, ALL, "does not answer.*500", "摘要服务"),
    Row("no reply in time", {}, (*QUICK, "--summarizer-timeout", "1", "--summarizer-tries", "1"), 69, lambda n: n <= 6, ALL, "timed out", "摘要服务未能答复", chaos={"latencyMs": 2500}),
    Row("429 until tomorrow", {x: [fails(429, "come back tomorrow", "rate_limit_exceeded", retry=86400), ALWAYS] for x in ALL}, (*QUICK, "--jobs", "2"), 75,
        lambda n: 1 <= n <= 2, ALL, "asked for a pause until .*come back tomorrow", "摘要服务繁忙"),
    Row("4 requests may be made", {}, (*ONE, "--max-requests", "4"), 0, {"E": 0, "F": 0}, "EF", "spend no more|max-requests", "超出本次运行的预算"),
    # ---- Stop the run: jobs are one at a time, so that what was not asked can be told ----
    *(Row(name, {"C": [fails(status, message, code), ALWAYS]}, ONE, 77, {"D": 0, "E": 0, "F": 0}, "CDEF", pattern, "密钥、余额或模型名有误")
      for name, status, message, code, pattern in [
          ("401", 401, "Incorrect API key provided", "invalid_api_key", "401|key"),
          ("402", 402, "Insufficient Balance", None, "402|Insufficient Balance"),
          ("403", 403, "You may not use this model", None, "403|may not"),
          ("404 no such model", 404, "The model `m` does not exist", "model_not_found", "does not exist"),
          ("429 insufficient_quota", 429, "You exceeded your current quota", "insufficient_quota", "quota"),
          ("429 1113, no balance", 429, "余额不足", "1113", "余额不足"),
      ]),
    # ---- This paper only: not asked again, nor in the next run ----
    *(Row(name, {"C": [step, ALWAYS]}, QUICK, 0, {"C": 1}, "C", pattern, page, "", "C")
      for name, step, pattern, page in [
          ("400 content_filter", fails(400, "flagged by the content policy", "content_filter"), "content policy", "被内容过滤拦下"),
          ("400 context too long", fails(400, "maximum context length is 512 tokens", "context_length_exceeded"), "context", "原文超出模型的长度"),
          ("413", fails(413, "payload too large"), "413", "原文超出模型的长度"),
          ("finish_reason content_filter", says(" ", finishReason="content_filter"), "filter", "被内容过滤拦下"),
      ]),
    # ---- Forms of the answer that the endpoint does not take: found out once ----
    Row("no json_schema here", {x: [refuses("json_schema")] for x in ALL}, (*ONE, *OPENAI), asks={"A": 2}),
    Row("no response_format here", {x: [refuses("json_schema"), refuses("json_object"), says(labels(x))] for x in ALL}, (*ONE, *OPENAI), asks={"A": 3}),
    # ---- Answers ----
    Row("reasoning text beside the answer", {"C": [says(C, reasoning="Let me think about maps.")]}),
    Row("<think> before the answer", {"C": [says(f"<think>\n这篇论文讲地图 {{\"title\": 1}}。\n</think>\n\n{C}")]}),
    Row("a code fence", {"C": [says(f"```json\n{C}\n```")]}),
    Row("talk around the answer", {"C": [says(f"好的，结果如下：\n{C}\n希望有帮助。")]}),
    Row("TeX with single backslashes", {"C": [says(C.replace("\\\\log", "\\log"))]}),
    Row("a comma too many", {"C": [says(C[:-1] + ",}")]}),
    Row("the last brace is missing", {"C": [says(C[:-1])]}),
    Row("an answer cut in a field, then whole", {"C": [says(C[:len(C) // 2])]}, asks={"C": 2}, options=QUICK),
    Row("finish_reason length, then whole", {"C": [says(C[:-40], finishReason="length")]}, asks={"C": 2}, options=QUICK),
    Row("finish_reason length again", {"C": [says(C[:-40], finishReason="length"), ALWAYS]}, QUICK, 0, {"C": 2}, "C", "token limit", "答复过长", "", "C"),
    Row("a field missing, then whole", {"C": [says(answer("C", tldr=None))]}, asks={"C": 2}, options=QUICK),
    Row("a field missing again", {"C": [says(answer("C", tldr=None)), ALWAYS]}, QUICK, 0, {"C": 2}, "C", "tldr", "答复不合要求", "", "C"),
    Row("blanks only, then an answer", {"C": [says("  \n\n ")]}, asks={"C": 2}, options=QUICK),
    Row("blanks only again", {"C": [says("  \n\n "), ALWAYS]}, QUICK, 0, {"C": 2}, "C", "blanks|empty", "答复不合要求"),
    Row("a refusal again", {"C": [says(REFUSAL), ALWAYS]}, QUICK, 0, {"C": 2}, "C", "", "", "", "C"),
    Row("English instead of Chinese, then Chinese", {"C": [says(answer("C", title="Cedarpath: Planning With Uncertain Maps", abstract="Robots often plan on maps that are wrong."))]},
        asks={"C": 2}, options=QUICK),
    Row("a tool call instead of an answer", {"C": [{"response": {"toolCalls": [{"name": "search", "arguments": {"q": "maps"}}]}}]}, asks={"C": 2}, options=QUICK),
]


def rejected(load, asked, words):
    """A paper whose answer was rejected is not asked about again, unless that is wanted."""
    home = Home()
    load({"C": [says(answer("C", tldr=None)), ALWAYS]}, None)
    r = home.run(*words, *QUICK)
    outcome("rejected: it is", r, (r.status, asked()), (3, wants({"C": 2})))
    load({}, None)
    r = home.run(*words)
    outcome("rejected: not asked again", r, (r.status, asked()), (3, Counter()))
    r = home.run(*words, "--retry-rejected")
    outcome("rejected: asked again on request", r, (r.status, asked(), r.shown["C"]), (0, Counter("C"), "done"))


def remembers(load, asked, words):
    """What form of answer an endpoint takes is known in the next run."""
    refusing = {x: [refuses("json_schema")] for x in ALL}
    home = Home("AB")
    load(refusing, None)
    r = home.run(*words, *ONE, *OPENAI)
    outcome("no json_schema, two papers: found out", r, (r.status, asked()), (0, Counter("AAB")))
    load(refusing, None)
    home.announce("ABCD")
    r = home.run(*words, *ONE, *OPENAI)
    outcome("no json_schema, two more the next night: known", r, (r.status, asked()), (0, Counter("CD")))


def main():
    with Aimock(KEY) as chat:
        def load(steps, all_chaos):
            chat.load(fixtures(steps), all_chaos)

        def asked():
            return Counter(map(asked_for, chat.asked()))

        words = ("--base-url", f"{chat.url}/v1", "--model", "m")
        for row in ROWS:
            judge(row, load, asked, words)
        rejected(load, asked, words)
        remembers(load, asked, words)
    done()


main()
