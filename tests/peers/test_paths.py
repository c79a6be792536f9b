#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""The addresses and keys of providers, at @copilotkit/aimock, which has their paths: a whole run by each; the right path, header and
members in its journal; and a key that is refused."""
from collections import Counter

from papers import ALL, KEY, Home
from rows import Row, judge, on_page, outcome, said, wants
from servers import Aimock
from tap import case, done, equal
from aimock import asked_for, fixtures

# provider, how it is named (options, {url}), its section in the configuration, the path, the header with the key, members that must be there and must not
PATHS = [
    ("openai", ["--base-url", "{url}/v1", "--provider", "openai"], "", "/v1/chat/completions", "authorization", ["response_format"], ["thinking", "max_tokens", "enable_thinking"]),
    ("a full address", ["--base-url", "{url}/v1/chat/completions"], "", "/v1/chat/completions", "authorization", [], ["thinking", "enable_thinking"]),
    ("a slash at the end", ["--base-url", "{url}/v1/"], "", "/v1/chat/completions", "authorization", [], []),
    ("azure, a deployment", ["--provider", "azure", "--base-url", "{url}/openai/deployments/mini/chat/completions?api-version=2024-10-21"], "",
     "/openai/deployments/mini/chat/completions?api-version=2024-10-21", "api-key", [], ["thinking", "max_tokens"]),
    ("azure, a deployment, the version in its section", ["--provider", "azure"], "[provider azure]\nbase-url = {url}/openai/deployments/mini\nquery = api-version=2024-10-21\n",
     "/openai/deployments/mini/chat/completions?api-version=2024-10-21", "api-key", [], ["thinking"]),
    ("azure, v1", ["--provider", "azure", "--base-url", "{url}/openai/v1"], "", "/openai/v1/chat/completions", "api-key", [], ["thinking"]),
    ("dashscope", ["--provider", "dashscope"], "[provider dashscope]\nbase-url = {url}/compatible-mode/v1\n", "/compatible-mode/v1/chat/completions", "authorization",
     ["enable_thinking"], ["thinking"]),
    ("zhipu", ["--provider", "zhipu"], "[provider zhipu]\nbase-url = {url}/api/paas/v4\n", "/api/paas/v4/chat/completions", "authorization", ["thinking"], ["enable_thinking"]),
    ("gemini", ["--provider", "gemini"], "[provider gemini]\nbase-url = {url}/v1beta/openai\n", "/v1beta/openai/chat/completions", "authorization", ["reasoning_effort"], ["thinking"]),
    ("deepseek", ["--provider", "deepseek", "--base-url", "{url}"], "", "/chat/completions", "authorization", ["thinking", "response_format"], ["enable_thinking"]),
    ("openrouter", ["--provider", "openrouter", "--base-url", "{url}/api/v1"], "", "/api/v1/chat/completions", "authorization", ["reasoning"], ["thinking"]),
    ("a section of one's own", ["--provider", "lab"],
     "[provider lab]\nbase-url = {url}/v1\nkey-header = X-Api-Key\nheader = X-Team: reading\nextra-body = {{\"temperature\": 0.3, \"seed\": 7}}\nmodel = lab-1\n",
     "/v1/chat/completions", "x-api-key", ["temperature", "seed"], ["thinking"]),
]
KEY_HEADERS = {"authorization", "api-key", "x-api-key"}


def journeys(chat):
    for name, options, section, path, header, members, none in PATHS:
        def load(steps, chaos):
            chat.load(fixtures(steps), chaos)

        seen = []

        def asked():
            entries = chat.asked()
            seen.extend(entries)
            return Counter(map(asked_for, entries))

        words = [x.format(url=chat.url) for x in options] + (["--model", "m"] if "model = " not in section else [])
        judge(Row(name), load, asked, words, config=section.format(url=chat.url))
        equal(f"{name}: method and path", {(e["method"], e["path"]) for e in seen}, {("POST", path)})
        equal(f"{name}: the key stands in one header", [sorted(KEY_HEADERS & set(e["headers"])) for e in seen], [[header]] * len(seen))
        bodies = [e["body"] for e in seen]
        case(f"{name}: members", all(set(members) <= set(b) and not set(none) & set(b) for b in bodies), [{k: v for k, v in b.items() if k != "messages"} for b in bodies[:1]])
        if "X-Team" in section:
            equal(f"{name}: its header, members and model", {(e["headers"].get("x-team"), e["body"]["temperature"], e["body"]["seed"], e["body"]["model"]) for e in seen},
                  {("reading", 0.3, 7, "lab-1")})


def wrong_keys(chat):
    """aimock knows one key only: with another, or none, the run stops with 77, and asks at most once a job."""
    for name, key, says in [("another key", "sk-another-0000", "401"), ("no key", None, "key|401")]:
        for provider in ("openai", "azure"):
            home = Home()
            chat.load(fixtures({}))
            words = ("--provider", provider, "--base-url", f"{chat.url}/v1", "--model", "m")
            r = home.run(*words, "--jobs", "2", key=key)
            case(f"{provider}, {name}: exit status", r.status in ((3,) if key else (3, 2)), said(r))
            case(f"{provider}, {name}: every job has asked once at most", len(chat.asked()) <= 2, len(chat.asked()))
            if r.status == 3:
                on_page(f"{provider}, {name}", r, ALL, says, "密钥、余额或模型名有误")
            if key:
                equal(f"{provider}, {name}: it is nowhere", home.leaks(r, key), [])
            chat.load(fixtures({}))
            r = home.run(*words)
            outcome(f"{provider}, {name}: with the right one all is done", r, (r.status, r.shown, Counter(map(asked_for, chat.asked()))),
                  (0, {x: "done" for x in ALL}, wants({})))


def main():
    with Aimock(KEY) as chat:
        journeys(chat)
        wrong_keys(chat)
    done()


main()
