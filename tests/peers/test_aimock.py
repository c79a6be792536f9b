#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""Faults that @copilotkit/aimock plays, a row each: the right class, by the requests in its own journal, the exit status and the page."""
from collections import Counter

from aimock import asked_for, chaos, fails, fixtures, says
from papers import ALL, ALWAYS, KEY, answer
from rows import Row, judge
from servers import Aimock
from tap import done


DROP, GARBLE, DISCONNECT = chaos(dropRate=1), chaos(malformedRate=1), chaos(disconnectRate=1)
QUICK = ("--summarizer-retry-delay", "20")
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
    Row("500 again and again", {"C": [DROP, ALWAYS]}, QUICK, 3, {"C": 3}, "C", "500"),
    Row("429 again and again", {"C": [fails(429, "slow down", "rate_limit_exceeded", retry=0), ALWAYS]}, QUICK, 3, {"C": 3}, "C", "429"),
    Row("connections dropped again and again", {"C": [DISCONNECT, ALWAYS]}, (*QUICK, "--summarizer-tries", "4"), 3, {"C": 4}, "C", ""),
    Row("a dead endpoint", {x: [DROP, ALWAYS] for x in ALL}, QUICK, 69, lambda n: 1 <= n <= 18, ALL, "500"),
    Row("no reply in time", {}, (*QUICK, "--summarizer-timeout", "1", "--summarizer-tries", "1"), 69, lambda n: 6 <= n <= 6, ALL, "1 s|timeout|time", chaos={"latencyMs": 2500}),
    # ---- Stop the run: jobs are one at a time, so that what was not asked can be told ----
    *(Row(name, {"C": [fails(status, message, code), ALWAYS]}, ONE, 77, {"D": 0, "E": 0, "F": 0}, "CDEF", pattern)
      for name, status, message, code, pattern in [
          ("401", 401, "Incorrect API key provided", "invalid_api_key", "401|key"),
          ("402", 402, "Insufficient Balance", None, "402|Insufficient Balance"),
          ("403", 403, "You may not use this model", None, "403|may not"),
          ("404 no such model", 404, "The model `m` does not exist", "model_not_found", "does not exist"),
          ("429 insufficient_quota", 429, "You exceeded your current quota", "insufficient_quota", "quota"),
          ("429 1113, no balance", 429, "余额不足", "1113", "余额不足"),
      ]),
    # ---- This paper only: not asked again, nor in the next run ----
    *(Row(name, {"C": [step, ALWAYS]}, QUICK, 3, {"C": 1}, "C", pattern, "", "C")
      for name, step, pattern in [
          ("400 content_filter", fails(400, "flagged by the content policy", "content_filter"), "content policy|filter"),
          ("400 context too long", fails(400, "maximum context length is 512 tokens", "context_length_exceeded"), "context"),
          ("413", fails(413, "payload too large"), "413|too large"),
          ("finish_reason content_filter", says("", finishReason="content_filter") if False else says(" ", finishReason="content_filter"), "filter"),
      ]),
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
    Row("finish_reason length again", {"C": [says(C[:-40], finishReason="length"), ALWAYS]}, QUICK, 3, {"C": 2}, "C", "length|token", "", "C"),
    Row("a field missing, then whole", {"C": [says(answer("C", tldr=None))]}, asks={"C": 2}, options=QUICK),
    Row("a field missing again", {"C": [says(answer("C", tldr=None)), ALWAYS]}, QUICK, 3, {"C": 2}, "C", "tldr", "", "C"),
    Row("blanks only, then an answer", {"C": [says("  \n\n ")]}, asks={"C": 2}, options=QUICK),
    Row("blanks only again", {"C": [says("  \n\n "), ALWAYS]}, QUICK, 3, {"C": 2}, "C", "empty"),
    Row("a refusal again", {"C": [says(REFUSAL), ALWAYS]}, QUICK, 3, {"C": 2}, "C", "", "", "C"),
    Row("English instead of Chinese, then Chinese", {"C": [says(answer("C", title="Cedarpath: Planning With Uncertain Maps", abstract="Robots often plan on maps that are wrong."))]},
        asks={"C": 2}, options=QUICK),
    Row("a tool call instead of an answer", {"C": [{"response": {"toolCalls": [{"name": "search", "arguments": {"q": "maps"}}]}}]}, asks={"C": 2}, options=QUICK),
]


def main():
    with Aimock(KEY) as chat:
        def load(steps, all_chaos):
            chat.load(fixtures(steps), all_chaos)

        def asked():
            return Counter(map(asked_for, chat.asked()))

        words = ("--base-url", f"{chat.url}/v1", "--model", "m")
        for row in ROWS:
            judge(row, load, asked, words)
    done()


main()
