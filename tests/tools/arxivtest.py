# SPDX-License-Identifier: MIT
"""A fake arXiv for the length of a test (fakearxiv.py says what it can do):

    with FakeArxiv(make=300, first="2026-03-02", last="2026-03-13", now="2026-03-11T13:00:00Z") as arxiv:
        arxiv.control(quirks=[{"match": "/rss/", "do": "429", "times": 2}])
        run("fetch", "--arxiv-url", arxiv.url, …)
        arxiv.log(); arxiv.truth("2026-03-11", "cs.CL")["new"]; arxiv.most_open(); arxiv.gaps()
"""
import http.client
import json
import os
import subprocess
import sys
import tempfile
from urllib.parse import urlencode, urlsplit

_PROGRAM = os.path.join(os.path.dirname(os.path.abspath(__file__)), "fakearxiv.py")


class FakeArxiv:
    """PAPERS: a path, or a list of records. Or MAKE papers of FIRST…LAST. Other names are options: stable_build=True, old=0."""

    def __init__(self, papers=None, make=None, first=None, last=None, **options):
        self._papers = None
        argv = [sys.executable or "/usr/bin/python3", _PROGRAM]
        if isinstance(papers, list):
            self._papers = tempfile.NamedTemporaryFile("w", suffix=".jsonl", encoding="utf-8")
            self._papers.writelines(json.dumps(p, ensure_ascii=False) + "\n" for p in papers)
            self._papers.flush()
            papers = self._papers.name
        options.setdefault("life", 3600)
        options.update(papers=papers, make=make, **{"from": first, "to": last})
        for name, value in options.items():
            if isinstance(value, (list, dict)):
                value = ",".join(value) if name == "categories" else json.dumps(value)
            if value is not None and value is not False:
                argv += ["--" + name.replace("_", "-")] + ([str(value)] if value is not True else [])
        self._argv, self._process, self.url = argv, None, None

    def __enter__(self):
        self._process = subprocess.Popen(self._argv, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, text=True)
        self.url = self._process.stdout.readline().strip()
        if not self.url:
            raise RuntimeError(f"the fake arXiv did not start: {self._argv}")
        self.port = urlsplit(self.url).port
        return self

    def __exit__(self, *_):
        self._process.terminate()
        self._process.wait(600)
        self._process.stdout.close()
        if self._papers:
            self._papers.close()

    @property
    def pid(self):
        return self._process.pid

    def request(self, path, body=None, headers=None, timeout=600):
        """(status, headers with lower-case names, body), as they come: no redirect is followed. A dict as BODY is a form."""
        c = http.client.HTTPConnection("127.0.0.1", self.port, timeout=timeout)
        try:
            if isinstance(body, dict):
                body, headers = urlencode(body), {"Content-Type": "application/x-www-form-urlencoded", **(headers or {})}
            c.request("POST" if body is not None else "GET", path, body=body, headers=headers or {})
            r = c.getresponse()
            return r.status, {k.lower(): v for k, v in r.getheaders()}, r.read()
        finally:
            c.close()

    def _ask(self, path, body=None):
        status, _, data = self.request(path, body)
        answer = json.loads(data)
        if status != 200:
            raise ValueError(answer["error"])
        return answer

    def control(self, **wish):
        return self._ask("/__control", json.dumps(wish))

    def now(self, time):
        return self.control(now=time)

    def log(self, since=0):
        return [json.loads(line) for line in self.request(f"/__log?since={since}")[2].splitlines()]

    def truth(self, day=None, category=None):
        """Of a day; without DAY of all days; without either of all papers."""
        asked = {"day": day, "category": category, "all": None if day else 1}
        return self._ask("/__truth?" + urlencode({k: v for k, v in asked.items() if v}))

    def calendar(self, first, last):
        return self._ask(f"/__calendar?from={first}&to={last}")["days"]

    def most_open(self):
        """The most requests that were under way at once."""
        return max((r["open"] for r in self.log()), default=0)

    def gaps(self):
        """Seconds between the beginnings of one request and the next."""
        times = sorted(r["time"] for r in self.log())
        return [b - a for a, b in zip(times, times[1:])]
