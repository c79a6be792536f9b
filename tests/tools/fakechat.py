#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""A fake chat endpoint on 127.0.0.1: POST …/chat/completions as OpenAI defined it; answers, delays and failures by a script.

    fakechat.py SCRIPT.json JOURNAL.jsonl [--port 0] [--life 600]

The first line of output is its address, "http://127.0.0.1:PORT" (chattest.py starts and stops it for a test). It ends by itself
after --life seconds, or on SIGTERM. It keeps connections open, and holds thousands of them.

SCRIPT, an object; read anew when the file is replaced (what was counted stays counted):
    "papers": {KEY: {"title": T or [T, …], "abstract"?: A, "id"?: I, "answer": {FIELD: text, …} or "content": the reply's text}}
               a paper is known by id, title or the abstract's beginning in the question's JSON; letters and digits count
    "made": true          papers that are not in the script get Chinese made up from their title (else status 400)
    "form": "json"        of answers; "labels": lines "field: text"; "asked": labels where no response_format was sent
    "latency": 0.5 or [0.1, 0.9]      seconds from a request's arrival to its answer; of two numbers, random between
    "seed": 1             of everything that is random; what happens to a paper's nth request does not depend on others
    "rate": {"share": 0.1, "do": [WHAT, …], "in_a_row": 2}   transient failures, so many of a paper's requests in a row at most
    "key": K              401 for other keys; "models": [M, …]  404 for others
    "refuse": ["json_schema", …]      400 for response_formats of these types; "refuse_members": ["temperature", …] for members
    "gather": N           the first N requests are answered when all of them have come
    "hold": true          no request is answered before another script comes without it
    "usage": true         reply's usage; or an object that is it; false
    "bodies": true        requests' bodies in the journal
    "stream": "only"      requests without "stream": true get status 400 with the text "refusal"
    "rules": [R, …]       the first that fits and is not used up decides

R: {"paper": KEY or [KEY, …], "nth": N or [N, …] (requests of that paper), "path": REGEX, "after": N (matching requests let through
    first), "times": N (all), "do": WHAT, …}. WHAT is a row of WHAT below (429, drop, half-object, …), and each of these changes it:
    status reason headers type body     the HTTP reply; in texts {key} is the key that came, {paper} the paper's KEY
    fields        of the answer, merged into it; null removes one. content: the message's text instead (also null, or a list)
    wrap          [before, behind] the content. message, choice, reply: objects merged in; null removes a member
    finish_reason reasoning             latency: instead of the script's
    before        bytes before the JSON (blank lines); every: seconds between them
    drop          close after so many bytes of the reply, its head included; reset: with an RST
    cut           close after so many bytes of the body (a share of it if < 1). truncate: the body ends there, in good order
    chunked, gzip, close, hang (no answer)
    sse           the answer as server-sent events, which every request with "stream": true gets: {"first": [lines before], "eol", "event" (its name),
                  "bom", "piece" (characters an event), "done": false (no [DONE]), "finish": false (no finish_reason), "after": {an event behind the text}}

JOURNAL, a line an event, written at once:
    {"event": "ask", "n", "time" (monotonic), "connection", "of" (nth request of the connection), "open" (requests under way, itself
     included), "connections", "method", "path", "headers", "auth": true if a key came, "paper": KEY or null, "nth", "body"}
    {"event": "answer", "n", "time", "paper", "nth", "status", "do": WHAT or null, "bytes", "whole": false if cut or dropped}
    {"event": "gone", "n", "time", …}   the asker closed the connection before its answer
"""
import argparse
import asyncio
import gzip
import hashlib
import json
import os
import random
import re
import resource
import signal
import socket
import struct
import sys
import time
import unicodedata

HAN = "羊灯船舟桥亭梅兰竹菊春秋冬夏雪霜柏桃李茶酒纸墨砚鼓瓦砖井泉溪岭谷坡崖柳杏荷莲蝉蛙鹤雁鸥鲤麦豆"  # no two of them are a word that a paper would have to have
PAPER = re.compile(r"<<< (\S+)\r?\n(\{.*?\})\r?\n>>> \1", re.S)
REASONS = {200: "OK", 307: "Temporary Redirect", 400: "Bad Request", 401: "Unauthorized", 402: "Payment Required", 403: "Forbidden",
           404: "Not Found", 408: "Request Timeout", 409: "Conflict", 413: "Payload Too Large", 429: "Too Many Requests",
           500: "Internal Server Error", 502: "Bad Gateway", 503: "Service Unavailable", 504: "Gateway Timeout"}


def error(status, message, kind="server_error", code=None, param=None):
    return {"status": status, "body": {"error": {"message": message, "type": kind, "param": param, "code": code}}}


BUSY = error(429, "Rate limit reached for requests", "requests", "rate_limit_exceeded")
HTML = "<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body>\r\n<center><h1>502 Bad Gateway</h1></center>\r\n</body>\r\n</html>\r\n"
WHAT = {
    "answer": {},
    # Busy, or failed for now
    "429": BUSY,
    "429-retry-after": dict(BUSY, headers={"Retry-After": "1"}),
    "429-ms": dict(BUSY, headers={"retry-after-ms": "200"}),
    "429-reset": dict(BUSY, headers={"x-ratelimit-limit-requests": "60", "x-ratelimit-remaining-requests": "0", "x-ratelimit-reset-requests": "300ms"}),
    "408": error(408, "Request timed out", "timeout"),
    "409": error(409, "Conflict: try again", "conflict"),
    "500": error(500, "The server had an error while processing your request"),
    "502": {"status": 502, "type": "text/html", "body": HTML},
    "503": error(503, "The engine is currently overloaded, please try again later"),
    "503-loading": {"status": 503, "body": {"error": {"message": "Loading model", "type": "unavailable_error", "code": 503}}},
    "504": {"status": 504, "type": "text/plain", "body": "upstream request timeout"},
    "529": {"status": 529, "reason": "Overloaded", "body": {"type": "error", "error": {"type": "overloaded_error", "message": "Overloaded"}, "request_id": "req_1"}},
    "detail": {"status": 500, "body": {"detail": "Internal server error"}},
    "error-in-200": {"status": 200, "body": {"error": {"code": 502, "message": "Provider returned error"}}},
    "choice-error": {"choice": {"error": {"code": 502, "message": "Upstream idle"}, "finish_reason": "error"}, "content": ""},
    "finish-null": {"finish_reason": None},
    "html-200": {"type": "text/html", "body": "<html><body><h1>Please log in to the hotel's network</h1></body></html>"},
    "empty-body": {"body": ""},
    "drop": {"drop": 0},
    "drop-in-head": {"drop": 40},
    "reset": {"drop": 0, "reset": True},
    "cut": {"cut": 0.5},
    "truncated": {"truncate": 0.5},
    "malformed": {"body": '{"id": "chatcmpl-1", "choices": [{"index": 0, "message": {"role": "assistant", "content": "}]}'},
    "hang": {"hang": True},
    # The run is to stop
    "401": error(401, "Incorrect API key provided: {key}. You can find your API key in your account.", "invalid_request_error", "invalid_api_key"),
    "402": error(402, "Insufficient Balance", "unknown_error", "invalid_request_error"),
    "403": error(403, "Country, region, or territory not supported", "request_forbidden", "unsupported_country_region_territory"),
    "404": error(404, "The model `m` does not exist or you do not have access to it.", "invalid_request_error", "model_not_found"),
    "quota": error(429, "You exceeded your current quota, please check your plan and billing details.", "insufficient_quota", "insufficient_quota"),
    "zhipu-1113": {"status": 429, "body": {"error": {"code": "1113", "message": "您的账户已欠费，请充值后重试。"}}},
    "arrearage": {"status": 400, "body": {"error": {"code": "Arrearage", "message": "Access denied, please make sure your account is in good standing.", "type": "Arrearage"}}},
    "flat": {"status": 403, "body": {"code": 30001, "message": "Sorry, your account balance is insufficient", "data": None}},
    "redirect": {"status": 307, "headers": {"Location": "http://127.0.0.1:9/v1/chat/completions"}, "body": ""},
    # This paper only
    "413": error(413, "Request too large", "invalid_request_error"),
    "too-long": error(400, "This model's maximum context length is 4096 tokens.", "invalid_request_error", "context_length_exceeded"),
    "filter-400": error(400, "The response was filtered due to the prompt triggering the content management policy.", None, "content_filter"),
    "zhipu-1301": {"status": 400, "body": {"error": {"code": "1301", "message": "系统检测到输入或生成内容可能包含不安全或敏感内容"}}},
    "filtered": {"finish_reason": "content_filter", "content": ""},
    # An answer, but not as asked for
    "length": {"finish_reason": "length", "cut_content": 0.5},
    "null-content": {"content": None},
    "empty-content": {"content": ""},
    "blank-content": {"content": "   \n\n  \n "},
    "no-choices": {"reply": {"choices": None}},
    "empty-choices": {"reply": {"choices": []}},
    "reasoning": {"reasoning": "Let me think: {\"title\": \"no\"}"},
    "think": {"wrap": ["<think>\nThe user wants {\"title\": …}\n</think>\n\n", ""]},
    "open-think": {"wrap": ["The user wants it in Chinese.\n</think>\n", ""]},
    "fence": {"wrap": ["```json\n", "\n```"]},
    "talk": {"wrap": ["Sure! Here is the JSON:\n", "\nI hope this helps."]},
    "comma": {"change": [r"\}\s*$", ",}"]},
    "half-object": {"cut_content": 0.5},
    "not-json": {"content": "很抱歉，出了点问题"},
    "missing-field": {"fields": {"tldr": None}},
    "number-field": {"fields": {"tldr": 7}},
    # A whole answer, in an odd wrapping
    "blank-lines": {"before": "\n\n\n\n"},
    "slow-blank-lines": {"before": "\n\n\n\n", "every": 0.1},
    "wrong-type": {"type": "text/plain"},
    "array-content": {"array": True},
    "chunked": {"chunked": True},
    "gzip": {"gzip": True},
    "close": {"close": True},
}


def squeeze(text):
    """What of a text survives its cleaning: ASCII letters and digits."""
    return "".join(c for c in unicodedata.normalize("NFKD", text).lower() if c.isascii() and c.isalnum())


def events(text, how, body):
    """The completion TEXT as a stream of server-sent events."""
    reply = json.loads(text)
    choice = reply["choices"][0]
    message, size = choice["message"], how.get("piece", 20)
    frame = {"id": reply["id"], "object": "chat.completion.chunk", "created": reply["created"], "model": reply["model"]}

    def chunk(delta, finish=None):
        return dict(frame, choices=[{"index": 0, "delta": delta, "finish_reason": finish}])

    parts = [chunk({"role": "assistant", "content": ""})]
    for name in ("reasoning_content", "reasoning", "content"):
        value = message.get(name)
        if isinstance(value, str):
            parts += [chunk({name: value[i:i + size]}) for i in range(0, len(value), size)]
    for i, call in enumerate(message.get("tool_calls") or ()):
        said = call["function"]["arguments"]
        parts.append(chunk({"tool_calls": [{"index": i, "id": call.get("id"), "type": "function", "function": {"name": call["function"].get("name"), "arguments": ""}}]}))
        parts += [chunk({"tool_calls": [{"index": i, "function": {"arguments": said[k:k + size]}}]}) for k in range(0, len(said), size)]
    if how.get("finish", True):
        parts.append(chunk({}, choice.get("finish_reason")))
    if "after" in how:
        parts.append(how["after"])
    if "usage" in reply and (body.get("stream_options") or {}).get("include_usage"):
        parts.append(dict(frame, choices=[], usage=reply["usage"]))
    eol = how.get("eol", "\n")
    named = f"event: {how['event']}{eol}" if "event" in how else ""
    lines = [json.dumps(part, ensure_ascii=False) for part in parts] + ["[DONE]"] * how.get("done", True)
    return "\ufeff" * how.get("bom", False) + "".join(line + eol for line in how.get("first", ())) + "".join(f"{named}data: {line}{eol}{eol}" for line in lines)


def merge(target, more):
    for name, value in more.items():
        if value is None:
            target.pop(name, None)
        else:
            target[name] = value


def made_text(title, path, least=0):
    """Sentences that follow from TITLE and the field's PATH alone, LEAST characters of them."""
    out = ""
    while not out or len(out) < least:
        h = hashlib.sha256(f"{title} {path} {len(out)}".encode()).digest()
        han = "".join(HAN[b % len(HAN)] for b in h)
        out += han[:16] + "，" + han[16:28] + "。"
    return out


def made(key, title, abstract, properties):
    """A whole answer whose text follows from TITLE alone; PROPERTIES: of its schema, where that came along."""
    h = hashlib.sha256(title.encode()).digest()
    han = "".join(HAN[b % len(HAN)] for b in h)
    sentence = han[:24] + "，" + han[8:28] + "。"
    texts = {"title": han[:14], "tldr": sentence, "tldr_en": "A new method is shown.", "abstract": sentence * max(2, len(abstract) // 150)}

    def of(schema, path):
        kind = schema.get("type") if isinstance(schema, dict) else None
        kind = kind[0] if isinstance(kind, list) else kind        # ["array", "null"]: may be left out
        if kind == "array":
            return [of(schema.get("items", {}), path + ".0")]
        if kind == "object":
            return {n: of(v, f"{path}.{n}") for n, v in schema.get("properties", {}).items()}
        return schema.get("minimum", 1) + 3 if kind == "integer" else made_text(title, path)
    if not properties or set(properties) <= set(texts):
        return {n: texts.get(n, sentence) for n in properties or texts}
    return {n: han[:14] if n in ("title", "headline") else made_text(title, n, len(abstract) // 3) if n == "abstract" else of(v, n)
            for n, v in properties.items()}


class Script:
    def __init__(self, path):
        self.path, self.stamp, self.seen = path, None, {}
        self.used = {}
        self.reload()

    def reload(self):
        """Read it, if the file is another one than it was."""
        s = os.stat(self.path)
        stamp = (s.st_mtime_ns, s.st_ino, s.st_size)
        if stamp == self.stamp:
            return
        self.stamp, self.used = stamp, {}
        with open(self.path, encoding="utf-8") as f:
            self.wish = json.load(f)
        self.papers = self.wish.get("papers", {})
        self.by, self.contents, self.made = {}, {}, {}
        for key, paper in self.papers.items():
            self.by[("id", paper.get("id", key))] = key
            titles = paper.get("title", [])
            for title in [titles] if isinstance(titles, str) else titles:
                self.by[("title", title)] = self.by[("letters", squeeze(title))] = key
            if "abstract" in paper:
                self.by[("abstract", squeeze(paper["abstract"])[:200])] = key
        self.rules = [dict(r, path=re.compile(r["path"]) if "path" in r else None) for r in self.wish.get("rules", [])]
        for r in self.rules:
            if r["do"] not in WHAT:
                raise ValueError(f"no such failure: {r['do']}")

    def paper(self, text):
        """The KEY of the paper that a question's TEXT asks about, and its JSON; (None, {})."""
        m = PAPER.search(text)
        try:
            asked = json.loads(m[2]) if m else {}
        except ValueError:
            return None, {}
        title = asked.get("title", "")
        for what in (("id", asked.get("id")), ("title", title)):
            if what in self.by:
                return self.by[what], asked
        for what in (("letters", squeeze(title)), ("abstract", squeeze(asked.get("abstract", ""))[:200])):
            if what[1] and what in self.by:
                return self.by[what], asked
        return (title if self.wish.get("made") and title else None), asked

    def content(self, key, asked, body):
        """The text of the message that answers KEY; None: nothing is known of it."""
        labels = self.wish.get("form", "json") == "labels" or (self.wish.get("form") == "asked" and "response_format" not in body)
        if key not in self.papers:
            if not self.wish.get("made"):
                return None
            schema = (body.get("response_format") or {}).get("json_schema", {}).get("schema", {})
            return form(made(key, key, asked.get("abstract", ""), schema.get("properties", {})), labels)
        if (key, labels) not in self.contents:
            paper = self.papers[key]
            self.contents[key, labels] = paper["content"] if "content" in paper else form(paper["answer"], labels)
        return self.contents[key, labels]

    def chance(self, key, nth, what):
        return random.Random(f"{self.wish.get('seed', 1)}/{key}/{nth}/{what}")

    def latency(self, key, nth):
        wish = self.wish.get("latency", 0)
        return self.chance(key, nth, "latency").uniform(*wish) if isinstance(wish, list) else wish

    def fails(self, key, nth):
        rate = self.wish["rate"]
        return self.chance(key, nth, "rate").random() < rate["share"]

    def action(self, key, nth, path):
        """(name, row) of what happens to this request."""
        for i, r in enumerate(self.rules):
            papers, which = r.get("paper"), r.get("nth")
            if papers is not None and key not in (papers if isinstance(papers, list) else [papers]):
                continue
            if which is not None and nth not in (which if isinstance(which, list) else [which]):
                continue
            if r["path"] and not r["path"].search(path):
                continue
            self.used[i] = used = self.used.get(i, 0) + 1
            if used <= r.get("after", 0) or used - r.get("after", 0) > r.get("times", used):
                continue
            return r["do"], {**WHAT[r["do"]], **{k: v for k, v in r.items() if k not in ("paper", "nth", "path", "after", "times", "do")}}
        rate = self.wish.get("rate")
        if rate and self.fails(key, nth):
            row = rate.get("in_a_row", 2)
            if nth <= row or not all(self.fails(key, nth - i) for i in range(1, row + 1)):
                name = self.chance(key, nth, "which").choice(rate["do"])
                return name, WHAT[name]
        return None, {}


def form(answer, labels):
    if labels:
        return "\n".join(f"{k}: {v}" for k, v in answer.items())
    return json.dumps(answer, ensure_ascii=False)


def refused(script, headers, body, key):
    """A row of WHAT that the script's own conditions give, or None."""
    wish = script.wish
    if "key" in wish and key != wish["key"]:
        return "401", WHAT["401"]
    if "models" in wish and body.get("model") not in wish["models"]:
        return "404", WHAT["404"]
    if wish.get("stream") == "only" and body.get("stream") is not True:
        return "no stream", error(400, wish["refusal"], "invalid_request_error", "invalid_parameter_error")
    kind = (body.get("response_format") or {}).get("type")
    if kind in wish.get("refuse", ()):
        return "refused", error(400, f"Invalid parameter: 'response_format' of type '{kind}' is not supported with this model.", "invalid_request_error",
                                param="response_format")
    for name in wish.get("refuse_members", ()):
        if name in body:
            return "refused", error(400, f"Unsupported parameter: '{name}' is not supported with this model.", "invalid_request_error", "unsupported_parameter", name)
    return None


def completion(script, a, content, body, n):
    """The reply's JSON for an answer with CONTENT, changed as action A says."""
    if "fields" in a:
        answer = json.loads(content)
        merge(answer, a["fields"])
        content = form(answer, False)
    content = a.get("content", content)
    if "cut_content" in a:
        content = content[:int(len(content) * a["cut_content"])]
    if "change" in a:
        content = re.sub(a["change"][0], lambda _: a["change"][1], content)
    if "wrap" in a:
        content = a["wrap"][0] + content + a["wrap"][1]
    message = {"role": "assistant", "content": [{"type": "text", "text": content}] if a.get("array") else content}
    if "reasoning" in a:
        message["reasoning_content"] = a["reasoning"]
    merge(message, a.get("message", {}))
    choice = {"index": 0, "message": message, "logprobs": None, "finish_reason": a.get("finish_reason", "stop")}
    merge(choice, a.get("choice", {}))
    reply = {"id": f"chatcmpl-{n}", "object": "chat.completion", "created": 1790000000, "model": body.get("model", ""), "choices": [choice]}
    usage = script.wish.get("usage", True)
    if usage:
        used = {"prompt_tokens": 700, "completion_tokens": 300, "total_tokens": 1000}
        reply["usage"] = used if usage is True else usage
    merge(reply, a.get("reply", {}))
    return json.dumps(reply, ensure_ascii=False)


class Server:
    def __init__(self, script, journal):
        self.script, self.n, self.connections, self.made, self.open = Script(script), 0, 0, 0, 0
        self.journal = os.open(journal, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        self.nth = {}
        self.held = []  # answers that wait for others' requests, or for another script
        self.looks = False

    def let_go(self):
        """Answer those that waited, if they need wait no more."""
        if self.script.wish.get("hold"):
            if not self.looks:
                self.looks = True
                asyncio.get_running_loop().call_later(0.02, self.look)
        elif self.n >= self.script.wish.get("gather", 0):
            held, self.held = self.held, []
            for connection, *later in held:
                connection.answer_in(*later)

    def look(self):
        self.looks = False
        self.script.reload()
        self.let_go()

    def write(self, **event):
        os.write(self.journal, (json.dumps(event, ensure_ascii=False) + "\n").encode("utf-8", "replace"))


class Connection(asyncio.Protocol):
    def __init__(self, server):
        self.s, self.buffer, self.busy, self.count, self.timers = server, b"", None, 0, []

    def connection_made(self, transport):
        self.transport = transport
        self.s.made += 1
        self.s.connections += 1
        self.number = self.s.made
        transport.get_extra_info("socket").setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def connection_lost(self, _):
        self.s.connections -= 1
        for t in self.timers:
            t.cancel()
        if self.busy:
            self.s.open -= 1
            self.s.write(event="gone", time=time.monotonic(), **self.busy)
            self.busy = None

    def data_received(self, data):
        self.buffer += data
        self.next()

    def next(self):
        """Take the next request that is whole."""
        end = self.buffer.find(b"\r\n\r\n")
        if self.busy or end < 0:
            return
        first, *lines = self.buffer[:end].decode("latin-1").split("\r\n")
        headers = {k.strip().lower(): v.strip() for k, _, v in (line.partition(":") for line in lines)}
        length = int(headers.get("content-length", 0))
        if len(self.buffer) < end + 4 + length:
            if headers.get("expect") and len(self.buffer) == end + 4:
                self.transport.write(b"HTTP/1.1 100 Continue\r\n\r\n")
            return
        body, self.buffer = self.buffer[end + 4:end + 4 + length], self.buffer[end + 4 + length:]
        method, path = (first.split(" ") + ["", ""])[:2]
        self.request(method, re.sub(r"^https?://[^/]*", "", path), headers, body)

    def request(self, method, path, headers, body):
        s, now = self.s, time.monotonic()
        s.script.reload()
        s.n, self.count, s.open = s.n + 1, self.count + 1, s.open + 1
        try:
            asked_body = json.loads(body) if body else {}
            texts = [m["content"] for m in asked_body.get("messages", ()) if m.get("role") == "user" and isinstance(m.get("content"), str)]
        except (ValueError, TypeError, AttributeError, KeyError):
            asked_body, texts = {}, []
        key, asked = next((f for f in map(s.script.paper, texts) if f[1]), (None, {}))
        bearer = headers.get("authorization", "")
        secret = bearer[7:] if bearer.startswith("Bearer ") else headers.get("api-key") or headers.get("x-api-key")
        s.nth[key] = nth = s.nth.get(key, 0) + 1
        self.busy = {"n": s.n, "paper": key, "nth": nth}
        more = {"body": asked_body or body.decode("utf-8", "replace")} if s.script.wish.get("bodies", True) else {}
        s.write(event="ask", time=now, connection=self.number, of=self.count, open=s.open, connections=s.connections, method=method,
                path=path, headers=headers, auth=bool(secret), **self.busy, **more)
        name, a = self.decide(method, path, headers, asked_body, key, nth, secret)
        if a.get("hang"):
            return
        content = s.script.content(key, asked, asked_body)
        if content is None and "body" not in a and "content" not in a:
            name, a = "unknown", error(400, "the script has no such paper", "invalid_request_error")
        text = a["body"] if "body" in a else completion(s.script, a, content or "{}", asked_body, s.n)
        text = text if isinstance(text, str) else json.dumps(text, ensure_ascii=False)
        if "body" not in a and ("sse" in a or asked_body.get("stream") is True):
            text, a = events(text, a.get("sse", {}), asked_body), {"type": "text/event-stream", "chunked": True, **a}
        if "body" in a or secret and "{key}" in text:
            text = text.replace("{key}", secret or "").replace("{paper}", str(key))
        self.secret = secret
        self.close = bool(a.get("close")) or headers.get("connection", "").lower() == "close"
        wait = a.get("latency", s.script.latency(key, nth))
        args = (name, a, text.encode("utf-8", "surrogatepass"))
        self.s.held.append((self, wait, args))
        s.let_go()

    def answer_in(self, wait, args):
        if self.busy and wait > 0:
            self.timers = [asyncio.get_running_loop().call_later(wait, self.answer, *args)]
        elif self.busy:
            self.answer(*args)

    def decide(self, method, path, headers, body, key, nth, secret):
        if not path.partition("?")[0].endswith("/chat/completions"):
            return "no such path", error(404, f"Invalid URL ({method} {path})", "invalid_request_error")
        if method != "POST":
            return "no such method", error(405, "Method Not Allowed", "invalid_request_error")
        return refused(self.s.script, headers, body, secret) or self.s.script.action(key, nth, path)

    def answer(self, name, a, body):
        status = a.get("status", 200)
        if "truncate" in a:
            body = body[:portion(a["truncate"], body)]
        body = a.get("before", "").encode() * (not a.get("every")) + body
        head = {"Content-Type": a.get("type", "application/json"), "x-request-id": f"req-{self.busy['n']}"}
        if a.get("gzip"):
            body, head["Content-Encoding"] = gzip.compress(body, 1), "gzip"
        head.update(a.get("headers", {}))
        pieces = [body]
        if a.get("chunked") or a.get("every"):
            pieces = [c.encode() for c in a.get("before", "") if a.get("every")] + [body[i:i + 1000] for i in range(0, len(body), 1000)]
            pieces = [b"%x\r\n%b\r\n" % (len(p), p) for p in pieces] + [b"0\r\n\r\n"]
            head["Transfer-Encoding"] = "chunked"
        else:
            head["Content-Length"] = str(len(body))
        if self.close:
            head["Connection"] = "close"
        first = f"HTTP/1.1 {status} {a.get('reason', REASONS.get(status, 'Status'))}\r\n" + "".join(f"{k}: {v}\r\n" for k, v in head.items()) + "\r\n"
        first = first.replace("{key}", self.secret or "")
        first = first.encode("latin-1", "replace")
        limit = a["drop"] if "drop" in a else len(first) + portion(a["cut"], body) if "cut" in a else None
        whole = first + b"".join(pieces)
        done = dict(self.busy, status=status, do=name, bytes=len(whole if limit is None else whole[:limit]), whole=limit is None)
        if limit is not None:
            self.end(done, whole[:limit], True, a.get("reset"))
        elif a.get("every"):
            loop = asyncio.get_running_loop()
            n = len(a["before"])
            for i in range(n):
                self.timers.append(loop.call_later(i * a["every"], self.transport.write, (first if i == 0 else b"") + pieces[i]))
            self.timers.append(loop.call_later(n * a["every"], self.end, done, b"".join(pieces[n:]), self.close, False))
        else:
            self.end(done, whole, self.close, False)

    def end(self, done, data, close, reset):
        # Journal first: who has the answer may count on its line being there.
        self.s.write(event="answer", time=time.monotonic(), **done)
        self.s.open -= 1
        self.busy = None
        if data:
            self.transport.write(data)
        if reset:
            self.transport.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            self.transport.abort()
        elif close:
            self.transport.close()
        elif self.buffer:
            self.next()


def portion(wish, body):
    return int(len(body) * wish) if wish < 1 else int(wish)


async def main():
    a = argparse.ArgumentParser()
    a.add_argument("script")
    a.add_argument("journal")
    a.add_argument("--port", type=int, default=0)
    a.add_argument("--life", type=float, default=600)
    o = a.parse_args()
    hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    loop, server, over = asyncio.get_running_loop(), Server(o.script, o.journal), asyncio.Event()
    listening = await loop.create_server(lambda: Connection(server), "127.0.0.1", o.port, backlog=4096)
    loop.add_signal_handler(signal.SIGTERM, over.set)
    print(f"http://127.0.0.1:{listening.sockets[0].getsockname()[1]}", flush=True)
    try:
        await asyncio.wait_for(over.wait(), o.life)
    except asyncio.TimeoutError:
        pass
    os._exit(0)  # connections that are still open do not matter


if __name__ == "__main__":
    sys.exit(asyncio.run(main()))
