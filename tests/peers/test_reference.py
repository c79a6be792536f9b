#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""OpenAI's own client beside digest at the same server with the same fault: both stand in aimock's journal. What is sent has the same
form, what is transient and what is final for one is so for the other, and both wait as long as Retry-After says."""
import json
import os
import subprocess

from aimock import chaos, fails, fixtures
from papers import ALWAYS, KEY, Home, good
from rows import outcome
from servers import MODULES, Aimock
from tap import case, done, equal, scratch

QUICK = ("--summarizer-retry-delay", "20")
PAPER = "C"
SAME = ["method", "path"]
SAME_HEADERS = ["content-type", "host"]
KEY_HEADERS = ["authorization", "api-key", "x-api-key"]


class Reference:
    def __enter__(self):
        self.process = subprocess.Popen(["node", os.path.join(os.path.dirname(os.path.abspath(__file__)), "reference.mjs")], stdin=subprocess.PIPE,
                                        stdout=subprocess.PIPE, text=True, env={"PATH": os.environ["PATH"], "HOME": scratch(), "MODULES": MODULES})
        return self

    def __exit__(self, *_):
        self.process.stdin.close()
        self.process.wait(20)

    def ask(self, **what):
        self.process.stdin.write(json.dumps(what) + "\n")
        self.process.stdin.flush()
        return json.loads(self.process.stdout.readline())


def form(entry):
    """What must be the same of two requests."""
    headers = entry["headers"]
    return ([entry[x] for x in SAME], [headers.get(x) for x in SAME_HEADERS], [x for x in KEY_HEADERS if x in headers],
            {k: v for k, v in entry["body"].items() if k != "_endpointType"})


# name, what the server does, requests that both make, whether both have an answer
FAULTS = [
    ("no fault", [], 1, True),
    *((f"{status} once", [fails(status, "for now")], 2, True) for status in (408, 409, 500, 502, 503, 504)),
    ("a dropped connection", [chaos(disconnectRate=1)], 2, True),
    *((f"{status} always", [fails(status, "for now"), ALWAYS], 3, False) for status in (500, 503)),
    ("connections dropped always", [chaos(disconnectRate=1), ALWAYS], 3, False),
    *((f"{status}", [fails(status, "no", code), ALWAYS], 1, False)
      for status, code in ((400, "content_filter"), (401, "invalid_api_key"), (402, None), (403, None), (404, "model_not_found"), (413, None))),
    ("429 with Retry-After: 1", [fails(429, "slow down", "rate_limit_exceeded", retry=1)], 2, True),
    ("429 with Retry-After: 2", [fails(429, "slow down", "rate_limit_exceeded", retry=2)], 2, True),
]


def gap(entries):
    return entries[1]["timestamp"] - entries[0]["timestamp"]


def both(chat, client, name, steps, requests, answered, words, **how):
    chat.load(fixtures({PAPER: steps}))
    r = Home(PAPER).run(*words, *QUICK)
    ours = chat.asked()
    equal(f"{name}: requests of ours", len(ours), requests)
    outcome(f"{name}: answered or not", r, r.shown, {PAPER: "done" if answered else "waits"})
    if not ours:
        return
    chat.load(fixtures({PAPER: steps}))
    got = client.ask(key=KEY, body=form(ours[0])[-1], **how)
    theirs = chat.asked()
    equal(f"{name}: requests of the reference client", len(theirs), requests)
    equal(f"{name}: it has the same answer", json.loads(got.get("content", "null")), good(PAPER) if answered else None)
    equal(f"{name}: the same form", form(ours[0]), form(theirs[0]))
    case(f"{name}: asked again with the very same", all(form(e) == form(ours[0]) for e in ours), [form(e) for e in ours])
    if "Retry-After" in name:
        wants = int(name[-1]) * 1000
        case(f"{name}: both wait", gap(ours) >= wants and gap(theirs) >= wants, (gap(ours), gap(theirs)))
        case(f"{name}: ours not much longer", gap(ours) < wants + 10000, gap(ours))


def main():
    with Aimock(KEY) as chat, Reference() as client:
        for name, steps, requests, answered in FAULTS:
            both(chat, client, name, steps, requests, answered, ("--base-url", f"{chat.url}/v1", "--provider", "openai", "--model", "m"), base=f"{chat.url}/v1")
        both(chat, client, "Azure", [], 1, True, ("--provider", "azure", "--model", "m", "--base-url", f"{chat.url}/openai/deployments/m?api-version=2024-10-21"),
             base=chat.url, azure={"deployment": "m", "version": "2024-10-21"})
    done()


main()
