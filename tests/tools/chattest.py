# SPDX-License-Identifier: MIT
"""A fake chat endpoint for the length of a test (fakechat.py says what its script can do):

    with FakeChat(made=True, latency=0.1, rules=[{"paper": "T", "nth": 1, "do": "429"}]) as chat:
        run(*chat.words, "--input", feed, …)
        chat.asked()                 the requests, in the order of their arrival, each with what became of it
        chat.count()                 {paper: requests}
        chat.script(key="sk-2")      another script from now on; the journal goes on
"""
import collections
import json
import os
import subprocess
import sys
from urllib.parse import urlsplit

from tap import scratch

_PROGRAM = os.path.join(os.path.dirname(os.path.abspath(__file__)), "fakechat.py")


class FakeChat:
    """Each name is one of the script's; LIFE: seconds after which it ends by itself, at the latest."""

    def __init__(self, life=3600, **script):
        self.folder = scratch()
        self._script, self.journal = os.path.join(self.folder, "script.json"), os.path.join(self.folder, "journal.jsonl")
        self._life, self._process, self.url = life, None, None
        self.script(**script)

    def script(self, **script):
        with open(self._script + ".new", "w", encoding="utf-8") as f:
            json.dump(script, f, ensure_ascii=False)
        os.rename(self._script + ".new", self._script)

    def __enter__(self):
        argv = [sys.executable or "/usr/bin/python3", _PROGRAM, self._script, self.journal, "--life", str(self._life)]
        self._process = subprocess.Popen(argv, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, text=True)
        self.url = self._process.stdout.readline().strip()
        if not self.url:
            raise RuntimeError(f"the fake chat endpoint did not start: {argv}")
        self.port = urlsplit(self.url).port
        return self

    def __exit__(self, *_):
        self._process.terminate()
        self._process.wait(600)
        self._process.stdout.close()

    @property
    def pid(self):
        return self._process.pid

    @property
    def base(self):
        return self.url + "/v1"

    @property
    def words(self):
        """The options that choose it."""
        return ["--summarizer", "chat", "--base-url", self.base, "--model", "m"]

    def events(self):
        with open(self.journal, encoding="utf-8") as f:
            return [json.loads(line) for line in f if line.endswith("\n")]  # the server may be writing the last one

    def asked(self):
        """The requests in the order of their arrival; "answer" is the event of its answer, or of the asker's going; or None."""
        requests, ends = [], {}
        for e in self.events():
            if e["event"] == "ask":
                requests.append(e)
            else:
                ends[e["n"]] = e
        return [dict(r, answer=ends.get(r["n"])) for r in requests]

    def count(self):
        return collections.Counter(r["paper"] for r in self.asked())

    def connections(self):
        return len({r["connection"] for r in self.asked()})

    def most_open(self):
        return max((r["open"] for r in self.asked()), default=0)
