# SPDX-License-Identifier: MIT
"""Endpoints as people report them, a whole run each: the other side answers in exactly that way, and the requests are counted. What papers
are asked about and what good answers are: peers/papers.py. The gate is on. The endpoint is tools/fakechat.py."""
import json
import os
import re
import sys
from collections import Counter

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [os.path.join(HERE, "..", "tools"), os.path.join(HERE, "..", "peers")]
from chattest import FakeChat
from made import write
from papers import KEY, PAPERS, Home, answer, good, labels
from tap import case, clean_env, done, equal, run

SCRIPT = {x: {"title": PAPERS[x][1], "abstract": PAPERS[x][2], "answer": good(x)} for x in PAPERS}
DRAFT = json.dumps({"title": "草稿", "tldr": "还没有想好。", "tldr_en": "Not yet.", "abstract": "这是草稿，还要再想一想。"}, ensure_ascii=False)
KNOWN = {"A": 0, "B": 0, "C": 0}
ONLY_STREAM = "This model only support stream mode, please enable the stream parameter to access the model."
THINKING = "parameter.enable_thinking must be set to false for non-streaming calls"


def told(r):
    return f"status {r.status}\n{r.msg}\nshown {r.shown}\nreasons {r.reasons}\nfaults {r.faults}"


def chat_of(*rules, papers="ABC", **script):
    return FakeChat(papers={x: SCRIPT[x] for x in papers}, rules=list(rules), **script)


def good_run(name, chat, home, *words, asks=1, papers="ABC", **more):
    """Every paper is shown as it was answered, after so many requests of each."""
    before = Counter(chat.count())
    r = home.run(*chat.words, *words, **more)
    got = dict(chat.count() - before)
    want = {x: n for x, n in ((x, asks.get(x, 1) if isinstance(asks, dict) else asks) for x in papers) if n}
    case(f"{name}: shown, exit status 0", r.status == 0 and r.shown == {x: "done" for x in papers} and not r.faults, told(r))
    case(f"{name}: requests", got == want, f"got {got}, want {want}\n{told(r)}")
    return r


def each(do="answer", papers="ABC", **how):
    """A rule a paper; a function of its letter makes what differs."""
    return [{"paper": x, "do": do, **{k: v(x) if callable(v) else v for k, v in how.items()}} for x in papers]


# ---- Where the answer stands ----

PLACES = [
    # name, what the message has instead, finish_reason, whether it is said, the line that is said
    ("all in reasoning_content", lambda x: {"content": None, "reasoning_content": answer(x)}, "stop", "thinking-off = {}"),
    ("all in reasoning", lambda x: {"content": "", "reasoning": answer(x)}, "stop", "thinking-off = {}"),
    ("all in reasoning_content, blanks in content", lambda x: {"content": " \n\n ", "reasoning_content": answer(x) + "\n"}, "stop", "thinking-off = {}"),
    ("in a tool's arguments", lambda x: {"content": None, "tool_calls": [{"id": "c", "type": "function", "function": {"name": "summary", "arguments": answer(x)}}]},
     "tool_calls", None),
    ("in a tool's arguments, as an object", lambda x: {"content": None, "tool_calls": [{"id": "c", "function": {"name": "summary", "arguments": good(x)}}]}, "stop", None),
    ("in a function call's arguments", lambda x: {"content": None, "function_call": {"name": "summary", "arguments": answer(x)}}, "function_call", None),
    ("in parts", lambda x: {"content": [{"type": "thinking", "thinking": [{"type": "text", "text": DRAFT}]}, {"type": "text", "text": answer(x)}]}, "stop", None),
    ("as an object", lambda x: {"content": good(x)}, "stop", None),
    ("no finish_reason yet", lambda x: {}, None, None),
    ("a finish_reason that is new", lambda x: {}, "eos_token", None),
]


def places():
    for name, message, finish, line in PLACES:
        with chat_of(*each(message=message, finish_reason=finish)) as chat:
            home = Home("ABC", config=f"[provider vllm]\nbase-url = {chat.base}\nmodel = m\n" if line else "")
            r = good_run(name, chat, home)
            case(f"{name}: said {'once' if line else 'never'}", len(r.msg.splitlines()) == (1 if line else 0) and (line or "") in r.msg, r.msg)
            if line:
                home.announce("ABCDEF")
                chat.script(papers={x: SCRIPT[x] for x in "DEF"}, rules=each(papers="DEF", message=message, finish_reason=finish))
                r = good_run(f"{name}: the next night", chat, home, papers="ABCDEF", asks=KNOWN)
                equal(f"{name}: not said again", r.msg, "")
    for name, message, finish in (
            ("a draft in the reasoning, cut at the limit", lambda x: {"content": None, "reasoning_content": answer(x)}, "length"),
            ("a draft among thoughts", lambda x: {"content": None, "reasoning_content": f"Perhaps {answer(x)}"}, "stop"),
            ("a draft in the reasoning, broken off", lambda x: {"content": None, "reasoning_content": answer(x)[:-30]}, "stop"),
            ("a draft without a field", lambda x: {"content": None, "reasoning_content": answer(x, tldr=None)}, "stop"),
            ("two drafts", lambda x: {"content": None, "reasoning_content": DRAFT + answer(x)}, "stop"),
            ("half an answer, no finish_reason", lambda x: {"content": answer(x)[:-20]}, None)):
        with chat_of(*each(message=message, finish_reason=finish)) as chat:
            home = Home("ABC")
            r = home.run(*chat.words, "--summarizer-retry-delay", "20")
            case(f"{name}: no answer", r.status == 3 and set(r.shown.values()) == {"waits"} and min(chat.count().values()) >= 2, f"{chat.count()}\n{told(r)}")


# ---- Streams ----

STREAMS = [
    ("a comment first", {"first": [": OPENROUTER PROCESSING", "", ": OPENROUTER PROCESSING", ""]}),
    ("event: first", {"event": "message"}),
    ("lines end in CR LF, pieces of one character", {"eol": "\r\n", "piece": 1}),
    ("lines end in CR, a BOM", {"eol": "\r", "bom": True}),
    ("no [DONE]", {"done": False}),
    ("no [DONE], no finish_reason", {"done": False, "finish": False}),
    ("id and retry", {"first": ["retry: 3000", "id: 1", ""]}),
]


def streams():
    for name, how in STREAMS:
        with chat_of(*each(sse=how)) as chat:
            good_run(f"a stream that was not asked for: {name}", chat, Home("ABC"))
    with chat_of(*each(sse={}, gzip=True)) as chat:
        good_run("a stream that is compressed", chat, Home("ABC"))
    for name, refusal, options, config in (
            ("only streams", ONLY_STREAM, (), ""),
            ("thinks only in streams", THINKING, (), "[provider lab]\nbase-url = {base}\nmodel = m\nthinking-off = {{}}\n"),
            ("streams must be true", "Stream must be set to true", (), "")):
        with chat_of(stream="only", refusal=refusal) as chat:
            home = Home("ABC")
            write(home.config, config.format(base=chat.base))
            r = good_run(name, chat, home, "--jobs", "1", *options, asks={"A": 2})
            case(f"{name}: no advice", "thinking-off" not in r.msg and r.msg == "", r.msg)
            asked = [a["body"].get("stream") for a in chat.asked()]
            equal(f"{name}: asked for as a stream from then on, with its usage", (asked, chat.asked()[-1]["body"].get("stream_options")), ([None, True, True, True], {"include_usage": True}))
            equal(f"{name}: the usage is counted", tuple(r.report["summaries"]["spent"][k] for k in ("requests", "prompt_tokens", "completion_tokens")), (4, 2100, 900))
            home.announce("ABCDEF")
            chat.script(papers={x: SCRIPT[x] for x in "DEF"}, stream="only", refusal=refusal)
            good_run(f"{name}: remembered the next night", chat, home, papers="ABCDEF", asks=KNOWN)
    with chat_of(stream="only", refusal=ONLY_STREAM) as chat:
        home = Home("ABC")
        r = home.run(*chat.words)
        case("only streams, three at once: two requests at most of each", r.status == 0 and max(chat.count().values()) <= 2, f"{chat.count()}\n{told(r)}")
    with chat_of(stream="only", refusal=ONLY_STREAM) as chat:
        home = Home("ABC")
        write(home.config, f"[provider lab]\nbase-url = {chat.base}\nmodel = m\nstream = true\n")
        good_run("stream = true in the section", chat, home)
    busy = {"error": {"code": 502, "message": "Provider disconnected"}}
    with chat_of(*({"paper": x, "nth": 1, "do": "answer", "sse": {"after": busy, "done": False, "finish": False}} for x in "ABC")) as chat:
        good_run("an error as an event, then an answer", chat, Home("ABC"), "--summarizer-retry-delay", "20", asks=2)
    with chat_of(*({"paper": x, "nth": 1, "do": "cut", "sse": {"piece": 5}} for x in "ABC")) as chat:
        good_run("a stream that breaks, then an answer", chat, Home("ABC"), "--summarizer-retry-delay", "20", asks=2)


# ---- Thinking, under any mark ----

def thoughts(x):
    return f"The user wants JSON. A draft:\n{DRAFT}\nThat says too little."


MARKS = [
    ("<|channel|>", lambda x: f"<|channel|>analysis<|message|>{thoughts(x)}<|end|><|start|>assistant<|channel|>final<|message|>{answer(x)}"),
    ("<|channel|>, and its end", lambda x: f"<|channel|>analysis<|message|>{DRAFT}<|end|><|start|>assistant<|channel|>final <|constrain|>json<|message|>{answer(x)}<|return|>"),
    ("<mm:think>", lambda x: f"<mm:think>\n{thoughts(x)}\n</mm:think>\n\n{answer(x)}"),
    ("<seed:think>, labels", lambda x: f"<seed:think>{thoughts(x)}</seed:think>\n{labels(x)}"),
    ("[THINK]", lambda x: f"[THINK]{thoughts(x)}[/THINK]{answer(x)}"),
    ("◁think▷", lambda x: f"◁think▷{thoughts(x)}◁/think▷{answer(x)}"),
    ("Thinking... of ollama run", lambda x: f"Thinking...\n{thoughts(x)}\n...done thinking.\n\n{answer(x)}\n\n"),
    ("Thinking... of ollama run, labels", lambda x: f"Thinking...\n{thoughts(x)}\n...done thinking.\n\n{labels(x)}"),
    ("a draft, then the answer", lambda x: f"Let me draft it first.\n{DRAFT}\nNow the real one:\n{answer(x)}"),
    ("behind the answer: a mark", lambda x: f"{answer(x)}<|im_end|>"),
    ("|assistant| at the end of a text", lambda x: answer(x, abstract=good(x)["abstract"] + "|assistant|")),
    ("|assistant| at the start of a text", lambda x: answer(x, tldr="|assistant|" + good(x)["tldr"])),
    ("<|im_end|> and more behind it in a text", lambda x: answer(x, abstract=good(x)["abstract"] + "<|im_end|>\n<|im_start|>assistant\n")),
]
PLAIN = """#!/usr/bin/python3 -IS
import sys
known = {known!r}
text = sys.stdin.read()
print(next(said for title, said in known.items() if title in text), end="")
"""


def marks():
    for name, content in MARKS:
        with chat_of(*each(content=content)) as chat:
            home = Home("ABC")
            good_run(name, chat, home)
            with open(home.page, encoding="utf-8") as f:
                case(f"{name}: nothing of it is on the page", not re.search(r"assistant|im_end|think|&#124;", f.read().lower()))
    for name, content in MARKS:
        home = Home("ABC")
        write(f"{home.dir}/model", PLAIN.format(known={PAPERS[x][1]: content(x) for x in "ABC"}))
        os.chmod(f"{home.dir}/model", 0o755)
        r = home.run("--summarizer", f"{home.dir}/model", "--summarizer-protocol", "plain")
        case(f"{name}: printed by a command", r.status == 0 and set(r.shown.values()) == {"done"}, told(r))


# ---- Proxies ----

def proxied(home, chat, base, env):
    env = clean_env(home.dir, DIGEST_API_KEY=KEY, **env)
    r = run("--input", home.feed, "-o", home.page, "--config", home.config, "--store", f"{home.dir}/digest.db", "--base-url", base, "--model", "m", "--summarizer-tries", "1",
            env=env, home=home.dir, cwd=home.dir, timeout=60)
    r.shown, r.reasons, r.faults = home.look()
    return r


def proxies():
    with chat_of() as chat, chat_of() as proxy:
        for host in ("127.0.0.1", "localhost", "LOCALHOST", "127.1"):
            for name in ("http_proxy", "all_proxy", "ALL_PROXY"):
                home, before = Home("A"), len(chat.asked())
                r = proxied(home, chat, f"http://{host}:{chat.port}/v1", {name: proxy.url})
                case(f"{name}, {host}: no proxy for it", (r.status, len(chat.asked()) - before, len(proxy.asked())) == (0, 1, 0), told(r))
        for value in ("", "example.org", "*", "example.org, .lan"):
            home, before = Home("A"), len(chat.asked())
            r = proxied(home, chat, f"http://127.0.0.1:{chat.port}/v1", {"http_proxy": proxy.url, "no_proxy": value})
            case(f"no_proxy={value!r}: no proxy for it", (r.status, len(chat.asked()) - before, len(proxy.asked())) == (0, 1, 0), told(r))
        home = Home("A")
        r = proxied(home, chat, "http://llm.invalid/v1", {"http_proxy": proxy.url})
        case("elsewhere: through the proxy", (r.status, len(proxy.asked())) == (0, 1), told(r))
        for name, env, what in (
                ("http_proxy that is not there", {"http_proxy": "http://user:secret@127.0.0.1:9/"}, "http_proxy"),
                ("all_proxy that is not there", {"all_proxy": "socks5h://127.0.0.1:9"}, "all_proxy")):
            r = proxied(Home("A"), chat, "http://llm.invalid/v1", env)
            case(f"{name}: it is named, without its password", r.status == 3 and what in r.msg and "127.0.0.1:9" in r.msg and "secret" not in r.msg, r.msg)
        for status in (407, 502, 503):
            with chat_of({"do": "answer", "status": status, "type": "text/html", "body": f"<html><title>{status} of the gateway</title></html>"}) as broken:
                r = proxied(Home("A"), chat, "http://llm.invalid/v1", {"http_proxy": broken.url.replace("//", "//user:secret@")})
                case(f"{status} that the proxy may have answered itself: it is named, without its password", r.status == 3 and "went through the proxy" in r.msg and
                     f"127.0.0.1:{broken.port}" in r.msg and "http_proxy" in r.msg and "secret" not in r.msg, r.msg)
        before = len(proxy.asked())
        r = proxied(Home("A"), chat, "http://llm.invalid/v1", {"http_proxy": proxy.url, "no_proxy": "invalid"})
        case("no_proxy names the host: no proxy, and none is named", r.status == 3 and len(proxy.asked()) == before and "proxy" not in r.msg, r.msg)


# ---- Keys, addresses, limits ----

def small():
    with chat_of(key=KEY) as chat:
        for tail in ("\n", "\r\n", " \n"):
            good_run(f"a key that ends in {tail!r}", chat, Home("ABC"), key=KEY + tail)
    wrong = {"error": "Unexpected endpoint or method. (POST /chat/completions)"}
    with chat_of({"do": "answer", "body": wrong}) as chat:
        r = Home("ABC").run("--base-url", chat.url, "--model", "m", "--jobs", "1")
        case("a base address without /v1, 200: said at once", r.status == 3 and "/v1" in r.msg and len(chat.asked()) == 1, f"{len(chat.asked())}\n{r.msg}")
    daily = {"error": {"message": "Rate limit reached: 200 requests per 1d", "type": "rate_limit_error", "code": "rate_limit_daily"}}
    with chat_of({"do": "429", "body": daily}) as chat:
        r = Home("ABC").run(*chat.words, "--jobs", "1", "--summarizer-retry-delay", "20")
        case("a daily limit: one request, the run stops", r.status == 3 and len(chat.asked()) == 1 and "limit" in r.msg, f"{len(chat.asked())}\n{r.msg}")


for one in (places, streams, marks, proxies, small):
    if len(sys.argv) < 2 or one.__name__ in sys.argv[1:]:
        one()
done()
