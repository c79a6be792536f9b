#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""@dwmkerr/mock-llm, which lets the whole JSON of a reply be written: envelopes that lack something, errors in every provider's form,
429 without Retry-After. It prints a line a request, which is what is counted; all papers but one are answered well."""
import json
from collections import Counter

from papers import ALL, ALWAYS, MARK, answer
from rows import Row, judge
from servers import MockLlm
from tap import done

QUICK = ("--summarizer-retry-delay", "20")
ONE = (*QUICK, "--jobs", "1")


def reply(message, **more):
    """A reply of the chat API with this message; None takes a member of it away."""
    whole = {"id": "x", "object": "chat.completion", "model": "m-2", "choices": [{"index": 0, "message": message, "finish_reason": "stop"}],
             "usage": {"prompt_tokens": 700, "completion_tokens": 300, "total_tokens": 1000}}
    return 200, {k: v for k, v in dict(whole, **more).items() if v is not None}


def says(text, **more):
    return reply({"role": "assistant", "content": text}, **more)


def choice(**more):
    return says("", choices=[dict({"index": 0, "message": {"role": "assistant", "content": C}, "finish_reason": "stop"}, **more)])


def rules(steps):
    """In mock-llm's form: the last that fits wins; only one paper may have steps, for its sequences are counted by path."""
    made = []
    for letter in ALL:
        mine = steps.get(letter, [])
        always = mine[-1:] == [ALWAYS]
        fits = f"contains(body.messages[-1].content, '{MARK[letter]}')"
        for n, (status, body) in enumerate([says(answer(letter)), *(mine[:-1] if always else mine)]):
            rule = {"path": "^/v1/chat/completions$", "method": "POST", "match": fits, "response": {"status": status, "content": json.dumps(body)}}
            made.append(rule if n == 0 or always else dict(rule, sequence=n - 1))
    return made


C = answer("C")
BUSY = {"error": {"message": "Too many requests", "type": "rate_limit", "code": "rate_limit_exceeded"}}

ROWS = [
    Row("all is well"),
    # ---- Transient ----
    Row("429 without Retry-After", {"C": [(429, BUSY)]}, QUICK, asks={"C": 2}),
    Row("429 without Retry-After, twice", {"C": [(429, BUSY), (429, BUSY)]}, QUICK, asks={"C": 3}),
    Row("429 without Retry-After, always", {"C": [(429, BUSY), ALWAYS]}, QUICK, 75, {"C": 3}, "C", "429.*Too many", "摘要服务未能答复"),
    Row("529, as Anthropic", {"C": [(529, {"type": "error", "error": {"type": "overloaded_error", "message": "Overloaded"}, "request_id": "r"})]}, QUICK, asks={"C": 2}),
    Row("503, still loading, as llama.cpp", {"C": [(503, {"error": {"code": 503, "message": "Loading model", "type": "unavailable_error"}})]}, QUICK, asks={"C": 2}),
    Row("500 with a detail, as gateways", {"C": [(500, {"detail": "upstream timed out"}), ALWAYS]}, QUICK, 0, {"C": 3}, "C", "upstream timed out", "摘要服务未能答复"),
    Row("an error in a 200, as OpenRouter", {"C": [(200, {"error": {"code": 502, "message": "Provider returned error"}})]}, QUICK, asks={"C": 2}),
    Row("an error in a choice, as OpenRouter", {"C": [choice(error={"code": 502, "message": "Provider disconnected"}, finish_reason="error")]}, QUICK, asks={"C": 2}),
    Row("error is a string", {"C": [(500, {"error": "model runner has unexpectedly stopped"}), ALWAYS]}, QUICK, 0, {"C": 3}, "C", "unexpectedly stopped", "摘要服务未能答复"),
    # ---- Stop ----
    *(Row(name, {"C": [(status, body), ALWAYS]}, ONE, 0, {"D": 0, "E": 0, "F": 0}, "CDEF", says_, "密钥、余额或模型名有误")
      for name, status, body, says_ in [
          ("401", 401, {"error": {"message": "Incorrect API key provided", "code": "invalid_api_key"}}, "Incorrect API key"),
          ("402 in a 200, as OpenRouter", 200, {"error": {"code": 402, "message": "Insufficient credits"}}, "Insufficient credits"),
          ("403, balance, as SiliconFlow", 403, {"code": 30001, "message": "Sorry, your account balance is insufficient", "data": None}, "balance"),
          ("429, no balance, as Zhipu", 429, {"error": {"code": "1113", "message": "您的账户已欠费，请充值后重试"}}, "欠费"),
          ("400 Arrearage, as DashScope", 400, {"error": {"code": "Arrearage", "message": "Access denied, please make sure your account is in good standing."}}, "good standing"),
      ]),
    # ---- This paper only ----
    *(Row(name, {"C": [(status, body), ALWAYS]}, QUICK, 0, {"C": 1}, "C", says_, "拦下|超出", "", "C")
      for name, status, body, says_ in [
          ("400, inspection, as DashScope", 400, {"error": {"code": "data_inspection_failed", "message": "Input data may contain inappropriate content."}}, "inappropriate"),
          ("400, 1301, as Zhipu", 400, {"error": {"code": "1301", "message": "系统检测到输入或生成内容可能包含不安全或敏感内容"}}, "敏感"),
          ("400, context, as llama.cpp", 400, {"error": {"code": 400, "message": "the request exceeds the available context size", "type": "exceed_context_size_error", "n_ctx": 512}}, "context"),
          ("413", 413, {"error": "payload too large"}, "too large|413"),
      ]),
    # ---- A member of the reply is missing ----
    Row("content is null", {"C": [says(None)]}, QUICK, asks={"C": 2}),
    Row("content is empty", {"C": [says("")]}, QUICK, asks={"C": 2}),
    Row("no content", {"C": [reply({"role": "assistant"})]}, QUICK, asks={"C": 2}),
    Row("no message", {"C": [reply(None)]}, QUICK, asks={"C": 2}),
    Row("no choices", {"C": [says("", choices=None)]}, QUICK, asks={"C": 2}),
    Row("choices is empty", {"C": [says("", choices=[])]}, QUICK, asks={"C": 2}),
    Row("an empty object, always", {"C": [(200, {}), ALWAYS]}, QUICK, 0, {"C": 2}, "C", "", ""),
    Row("a list, always", {"C": [(200, []), ALWAYS]}, QUICK, 0, {"C": 2}, "C", "", ""),
    Row("no usage", {"C": [says(C, usage=None)]}),
    Row("usage is odd", {"C": [says(C, usage={"prompt_tokens": "many", "completion_tokens": -1})]}),
    Row("no model, no id", {"C": [says(C, model=None, id=None)]}),
    Row("finish_reason is null", {"C": [choice(finish_reason=None)]}),  # a whole answer is one, whatever is told of its end
    Row("content in parts", {"C": [reply({"role": "assistant", "content": [{"type": "text", "text": C}]})]}),
    Row("reasoning, as vLLM", {"C": [reply({"role": "assistant", "content": C, "reasoning": "Let me see."})]}),
    Row("a refusal member", {"C": [reply({"role": "assistant", "content": None, "refusal": "I can't help with that."}), ALWAYS]}, QUICK, 0, {}, "C", "refuse", "模型拒绝作答", "", "C"),
    Row("an answer with one field of another type", {"C": [says(answer("C", tldr=["一", "二"]))]}, QUICK, asks={"C": 2}),
]


def main():
    with MockLlm() as chat:
        def load(steps, _):
            chat.load(rules(steps))

        def asked():
            return Counter({"all": chat.count()})

        words = ("--base-url", f"{chat.url}/v1", "--model", "m", "--provider", "openai")
        for row in ROWS:
            judge(row, load, asked, words, totals=True)
    done()


main()
