# SPDX-License-Identifier: MIT
"""A summarizer that misbehaves as the file FOLDER/mode says, and writes each key that it was asked for into FOLDER/asked.

    bad_summarizer.py FOLDER            (in the hook's JSON Lines)
    bad_summarizer.py FOLDER plain      (a process a paper, text in, text out)
"""
import json
import os
import re
import signal
import subprocess
import sys
import time

FOLDER = sys.argv[1]
with open(f"{FOLDER}/mode", encoding="utf-8") as f:
    MODE = f.read()
GOOD = {"title": "中文题目", "tldr": "一句话。", "tldr_en": "One sentence.", "abstract": "中文摘要。"}


def note(key):
    with open(f"{FOLDER}/asked", "a", encoding="utf-8") as f:
        f.write(key + "\n")


def raw(data):
    sys.stdout.buffer.write(data)
    sys.stdout.buffer.flush()


def say(reply):
    raw(json.dumps(reply, ensure_ascii=False).encode() + b"\n")


def good(key, **more):
    say({"key": key, "summary": dict(GOOD, **more), "model": "test"})


def without(name):
    return {k: v for k, v in GOOD.items() if k != name}


def forever(data):
    while True:
        raw(data)
        time.sleep(0.001)


def grandchild(**how):
    """A process of the same group that goes on when this one has ended; FOLDER in its words lets the test find it."""
    subprocess.Popen(["sh", "-c", "sleep 300; : " + FOLDER], stdin=subprocess.DEVNULL, **how)


# What is done with a request: its key, and which one it is of this process (1 …).
MODES = {
    "good": lambda key, n: good(key),
    "hangs": lambda key, n: time.sleep(300),
    "hangs at the third": lambda key, n: time.sleep(300) if n == 3 else good(key),
    "dies at once": lambda key, n: os._exit(9),
    "is killed": lambda key, n: os.kill(os.getpid(), signal.SIGKILL),
    "dies in the middle": lambda key, n: good(key) if n < 4 else (raw(b'{"key":"'), os._exit(3)),
    "dies of one paper": lambda key, n: os._exit(3) if key == "2611.00003v1" else good(key),
    "ends in order after two": lambda key, n: (good(key), n == 2 and os._exit(0)),
    "ends without an answer": lambda key, n: os._exit(0),
    "one endless line": lambda key, n: forever(b"x" * 65536),
    "endless lines": lambda key, n: forever(b"no reply\n" * 4096),
    "endless answers for others": lambda key, n: forever(json.dumps({"key": "9999.99999", "summary": GOOD}).encode() + b"\n"),
    "a reply that is too long": lambda key, n: good(key, abstract="长" * 500000) if key == "2611.00002v1" else good(key),
    "answers for another key": lambda key, n: good("2611.00099v1") if n == 2 else good(key),
    "answers twice": lambda key, n: (good(key), good(key, tldr="第二次。")),
    "answers without a key": lambda key, n: say({"summary": GOOD}) if n == 2 else good(key),
    "invalid UTF-8": lambda key, n: raw(b'{"key":"' + key.encode() + b'","summary":{"title":"\xff"}}\n') if n == 2 else good(key),
    "no JSON": lambda key, n: raw(b"I am sorry, " + key.encode() + b"\n") if n == 2 else good(key),
    "an array": lambda key, n: say([key]) if n == 2 else good(key),
    "a lone surrogate": lambda key, n: raw(b'{"key":"' + key.encode() + b'","summary":{"title":"\\ud800"}}\n') if n == 2 else good(key),
    "misses a field": lambda key, n: say({"key": key, "summary": without("tldr")}) if n == 2 else good(key),
    "an empty field": lambda key, n: good(key, tldr=" \n") if n == 2 else good(key),
    "a null field": lambda key, n: good(key, tldr=None) if n == 2 else good(key),
    "more fields": lambda key, n: say({"key": key, "summary": dict(GOOD, more=["x"], status="pending", lang="en"), "model": "test", "x": {}}),
    "a wrong type": lambda key, n: good(key, tldr=["一"]) if n == 2 else good(key),
    "no object": lambda key, n: say({"key": key, "summary": "一句话。"}) if n == 2 else good(key),
    "neither summary nor error": lambda key, n: say({"key": key}) if n == 2 else good(key),
    "an error": lambda key, n: say({"key": key, "error": "the model said no"}) if n == 2 else good(key),
    "an error for good": lambda key, n: say({"key": key, "error": "too long", "retry": False}) if n == 2 else good(key),
    "an error of many lines": lambda key, n: say({"key": key, "error": "a\n\nb\x1b[31m|c|`d`\u202e" + "e" * 5000}) if n == 2 else good(key),
    "retry": lambda key, n: say({"key": key, "error": "rate limit", "retry": True}) if n == 2 else good(key),
    "retry for ever": lambda key, n: say({"key": key, "error": "rate limit", "retry": True}),
    "fatal": lambda key, n: say({"error": "invalid api key", "fatal": True}),
    "fatal at the third": lambda key, n: say({"error": "insufficient balance", "fatal": True}) if n == 3 else good(key),
    "writes to standard error": lambda key, n: (print("loading model\x1b[1m", n, file=sys.stderr, flush=True), good(key)),
    "floods standard error": lambda key, n: (os.write(2, b"z" * 3000000), good(key)),
    "talks": lambda key, n: (raw(b"\nthinking...\n"), good(key)),
    "crlf": lambda key, n: raw(json.dumps({"key": key, "summary": GOOD}).encode() + b"\r\n"),
    "grandchildren": lambda key, n: (grandchild() if n == 1 else None, good(key)),
    "dies, leaving children": lambda key, n: (grandchild(), os._exit(3)),
    "hangs, leaving children": lambda key, n: (grandchild(), time.sleep(300)),
    "markup": lambda key, n: say({"key": key, "summary": {k: HOSTILE[(n + i) % len(HOSTILE)] for i, k in enumerate(GOOD)}}),
}
HOSTILE = [
    "| a | b |\n\n# 摘要\n\n[^1]: x", "<script>alert(1)</script> <img src=x onerror=alert(1)>", "[x](javascript:alert(1)) ![y](https://example.org/z.png)",
    "{{#papers}}{{title}}{{/papers}} {{{abstract}}}", "]: x\n    [^2]: y\n```\ncode", "https://example.org/<b>|`c`",
]


# The same for the plain protocol: what is done with a paper, by its key and the question.
LABELS = "".join(f"{k}: {v}\n" for k, v in GOOD.items()).encode()
PLAIN = {
    "good": lambda key: raw(json.dumps(GOOD, ensure_ascii=False).encode()),
    "a code fence": lambda key: raw(b"Here you are:\n```json\n" + json.dumps(GOOD).encode() + b"\n```\nHope that helps!\n"),
    "labels": lambda key: raw(LABELS),
    "garbage": lambda key: raw(b"I cannot help with that.\n" if key.endswith("2") else LABELS),
    "nothing": lambda key: raw(b"\n" if key.endswith("2") else LABELS),
    "half an object": lambda key: raw(b'{"title":"' if key.endswith("2") else LABELS),
    "invalid UTF-8": lambda key: raw(b"title: \xff\n" if key.endswith("2") else LABELS),
    "a missing label": lambda key: raw(LABELS.split(b"\n", 1)[1] if key.endswith("2") else LABELS),
    "exit status 1": lambda key: (raw(LABELS), key.endswith("2") and (print("Error: no such model", file=sys.stderr, flush=True), os._exit(1))),
    "exit status 1 always": lambda key: (print("Error: no key", file=sys.stderr, flush=True), os._exit(1)),
    "is killed": lambda key: os.kill(os.getpid(), signal.SIGKILL) if key.endswith("2") else raw(LABELS),
    "hangs": lambda key: time.sleep(300) if key.endswith("2") else raw(LABELS),
    "one endless line": lambda key: forever(b"x" * 65536) if key.endswith("2") else raw(LABELS),
    "a child holds the output": lambda key: (raw(LABELS), grandchild()),
    "markup": lambda key: raw(json.dumps({k: HOSTILE[(int(key[-1]) + i) % len(HOSTILE)] for i, k in enumerate(GOOD)}).encode()),
}


def plain():
    if MODE == "ignores its input":
        raw(LABELS)
        return
    text = sys.stdin.buffer.read().decode()
    key = re.search(r"A title ([0-9])", text).group(1)
    note(f"2611.0000{key}v1")
    PLAIN[MODE](key)


def main():
    if MODE == "not a word":
        sys.exit(0)
    if MODE == "reads nothing":
        time.sleep(300)
    if MODE == "closes its input":
        os.close(0)
        time.sleep(300)
    if sys.argv[2:] == ["plain"]:
        plain()
        return
    for n, line in enumerate(sys.stdin.buffer, 1):
        key = json.loads(line)["key"]
        note(key)
        MODES[MODE](key, n)


main()
