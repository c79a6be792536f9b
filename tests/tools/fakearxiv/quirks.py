# SPDX-License-Identifier: MIT
"""arXiv's own failures on demand: which request meets which, and what becomes of its reply.

One row a failure: some change what a road answers, some answer instead of it, some spoil the bytes on their way (SPOILS, done
by the server). Which there are and what they take stands in ../fakearxiv.py."""
import re
import threading

from .feeds import http_date
from .forms import Reply

_EDGE = "<html>\r\n<head><title>{0}</title></head>\r\n<body>\r\n<center><h1>{0}</h1></center>\r\n<hr><center>nginx</center>\r\n</body>\r\n</html>\r\n"
_SORRY = ("<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>arXiv is temporarily unavailable</title></head>"
          "<body><h1>We will be back soon</h1><p>The page that you asked for<br>cannot be shown at the moment.</p></body></html>\n")

# What the road itself does differently; the value may come from the quirk's parameter of that name.
ROAD = {"stale": ("stale", 1), "empty": ("empty", True), "empty-page": ("bare", True), "expired-token": ("expired", True),
        "repeat-page": ("repeat", True), "duplicate-ids": ("duplicates", True), "short-page": ("keep", 3), "behind": ("seconds", 86400), "half": ("half", True), "cached": ("seconds", 86400)}
SPOILS = ("drip", "stall", "cut", "wrong-length", "empty-body", "reset")


def _retry_after(q, now, default):
    seconds = q.get("seconds", default)
    return {"Retry-After": http_date(now + seconds) if q.get("form") == "date" else str(q.get("value", seconds))}


def _edge(status, words):
    return lambda q, path, now: Reply(_EDGE.format(f"{status} {words}"), "text/html", status)


def _redirect(q, path, now):
    to = q.get("to") or q.get("host", "") + (path if q.get("loop") else "/moved" + path)
    return Reply("", "text/html", q.get("code", 301), {"Location": to})


# What is answered instead: (quirk, path with query, now) -> Reply.
INSTEAD = {
    "429": lambda q, path, now: Reply("Rate exceeded.", "text/plain", 429),
    "429-retry-after": lambda q, path, now: Reply("Rate exceeded.", "text/plain", 429, _retry_after(q, now, 5)),
    "plain-429": lambda q, path, now: Reply("", "text/plain", 429),
    "403": lambda q, path, now: Reply("<html><head><title>403 Forbidden</title></head><body><h1>Access Denied</h1></body></html>\n", "text/html", 403),
    "406": _edge(406, "Not Acceptable"),
    "406-without-accept": _edge(406, "Not Acceptable"),
    "500": _edge(500, "Internal Server Error"),
    "502": _edge(502, "Bad Gateway"),
    "503": _edge(503, "Service Temporarily Unavailable"),
    "503-retry-after": lambda q, path, now: Reply("Retry after some seconds\n", "text/plain", 503, _retry_after(q, now, 5)),
    "html-200": lambda q, path, now: Reply(_SORRY, "text/html; charset=utf-8"),
    "redirect": _redirect,
    "status": lambda q, path, now: Reply(q.get("body", ""), q.get("type", "text/plain"), q.get("status", 504)),
    "slow": None,
}


class BadQuirk(Exception):
    pass


class Quirks:
    """The list in force. The first row that fits a request and is not used up is taken."""

    def __init__(self):
        self.rows, self.lock = [], threading.Lock()

    def add(self, rows):
        for q in rows:
            if q.get("do") not in ROAD and q.get("do") not in INSTEAD and q.get("do") not in SPOILS:
                raise BadQuirk(f"no such quirk: {q.get('do')}")
            q = {"times": 1, "after": 0, "match": "", **q}
            try:
                self.rows.append((re.compile(q["match"]), q))
            except re.error as e:
                raise BadQuirk(f"match {q['match']}: {e}") from None

    def clear(self):
        self.rows.clear()

    def take(self, target, headers):
        """The quirk that this request meets, or {}."""
        with self.lock:
            for pattern, q in self.rows:
                if not q["times"] or not pattern.search(target):
                    continue
                if q["do"] == "406-without-accept" and headers.get("accept", "*/*").strip() not in ("", "*/*"):
                    continue
                if q["after"] > 0:
                    q["after"] -= 1
                    continue
                if q["times"] > 0:
                    q["times"] -= 1
                return q
        return {}

    def has(self, q):
        """Whether it was not cleared, used up or not."""
        with self.lock:
            return any(one is q for _, one in self.rows)

    def left(self):
        return [q for _, q in self.rows]


def on_road(q):
    """The quirk as the roads understand it."""
    if q.get("do") not in ROAD:
        return {}
    name, default = ROAD[q["do"]]
    return {name: q.get(name, default)}
