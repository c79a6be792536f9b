# SPDX-License-Identifier: MIT
"""HTTP: requests to the roads, the log of what came when and how much at once, the control requests."""
import gzip
import json
import os
import signal
import socket
import struct
import sys
import threading
import time
from datetime import date
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, unquote, urlsplit

from . import api, eastern, feeds, oai, texts
from .forms import Reply
from .quirks import INSTEAD, SPOILS, BadQuirk, Quirks, on_road
from .taxonomy import BadSpec, read_spec
from .world import World, truth_of_day, truth_of_papers


class Fake:
    """The fake arXiv's state: its papers, its clock, its moods, its memory."""

    def __init__(self, records, settings):
        self.world, self.settings = World(records), settings
        self.quirks, self.lock = Quirks(), threading.Lock()
        self.habits = {}
        self.log, self.open, self.connections, self.builds, self.asked = [], 0, 0, 0, 0
        self.set_clock(settings["now"], settings["run"])
        self.quirks.add(settings.pop("quirks", []))

    # ---- The clock: it stands, unless it was told to run ----

    def set_clock(self, now, run):
        self.run = run or now is None
        self.base = time.time() if now is None else now
        self.started = time.monotonic()

    def now(self):
        return self.base + (time.monotonic() - self.started if self.run else 0)

    def built(self, now):
        """When the feed asked for says it was built: each one a second later, so that no two bodies are the same."""
        start = eastern.turnover(eastern.today(now))
        if self.settings["stable_build"]:
            return start
        self.builds += 1
        return min(int(now) + self.builds, eastern.turnover(eastern.today(now) + eastern.ONE) - 1)

    # ---- The roads ----

    def answer(self, path, arguments, quirk):
        now, q = int(self.now()), on_road(quirk)
        then = now - q.pop("seconds", 0)      # of what knows no more than then
        if quirk.get("do") == "cached":
            reply = self.answer_at(path, arguments, q, then)
            reply.headers.update({"Date": feeds.http_date(then), "Age": str(now - then)})
            return reply
        half = q.pop("half", False)
        reply = self.answer_at(path, arguments, q, then)
        return halved(reply) if half else reply

    def answer_at(self, path, arguments, q, now):
        with self.lock:
            for flavour in ("rss", "atom"):
                if path.startswith(f"/{flavour}/"):
                    return feeds.answer(self.world, flavour, unquote(path[len(flavour) + 2:]), arguments, now, self.built(now), q)
            if path == "/api/query":
                return api.answer(self.world, arguments, now, self.settings, q)
            if path in ("/oai", "/oai2"):
                return oai.answer(self.world, arguments, now, self.settings, q)
            for road in ("html", "pdf"):
                if path.startswith(f"/{road}/"):
                    return texts.answer(self.world, road, unquote(path[len(road) + 2:]), self.habits, now)
        if path == "/feed/status":
            return Reply("GOOD", "text/plain")
        return Reply("<!doctype html>\n<title>404 Not Found</title>\n<h1>Not Found</h1>\n", "text/html; charset=utf-8", 404)

    # ---- Control and observation ----

    def control(self, wish):
        now = eastern.parse(wish["now"]) if "now" in wish else None
        if now is not None:
            self.set_clock(now, wish.get("run", self.run and self.settings["run"]))
        if "quirks" in wish:
            self.quirks.clear()
        self.quirks.add(wish.get("quirks", []) + wish.get("add_quirks", []))
        self.habits = wish.get("texts", self.habits)
        if "touch" in wish:
            with self.lock:
                self.world.touch(wish["touch"]["ids"], eastern.parse(wish["touch"].get("at") or eastern.rfc3339(self.now())))
        for name in ("page", "page_ids", "slice", "stable_build", "gzip", "created", "strict_token"):
            if name in wish:
                self.settings[name] = wish[name]
        if wish.get("forget_log"):
            self.log.clear()
        return {"now": eastern.rfc3339(self.now()), "quirks": self.quirks.left(),
                "papers": len(self.world.papers), "settings": {k: v for k, v in self.settings.items() if k not in ("now", "run")}}

    def truth(self, arguments):
        name = arguments.get("category", [""])[0].replace(",", "+").replace(" ", "+")
        asked = read_spec(name)[1] if name else None
        with self.lock:
            if "all" in arguments and asked is None:
                return truth_of_papers(self.world, self.now())
            if "all" in arguments:
                return {"days": {d.isoformat(): truth_of_day(self.world, d, asked, name) for d in sorted(self.world.days)}}
            day = date.fromisoformat(arguments["day"][0])
            return truth_of_day(self.world, day, asked if asked is not None else set(self._all_categories()), name)

    def _all_categories(self):
        return {c for p in self.world.papers.values() for c in p.categories_on(date.max)}

    @staticmethod
    def calendar(arguments):
        day, last, days = date.fromisoformat(arguments["from"][0]), date.fromisoformat(arguments["to"][0]), []
        while day <= last:
            w = eastern.window(day)
            row = {"day": day.isoformat(), "announces": bool(w), "turnover": eastern.rfc3339(eastern.turnover(day))}
            if w:
                row.update(submitted_from=eastern.rfc3339(w[0]), submitted_before=eastern.rfc3339(w[1]),
                           mailing=eastern.rfc3339(eastern.mailing(day)), oai=eastern.rfc3339(eastern.in_oai(day)))
            days.append(row)
            day += eastern.ONE
        return {"days": days}


def halved(reply):
    """The feed without the second half of its items, well-formed."""
    items = reply.body.split(b"    <item>\n")
    last = items[-1].partition(b"    </item>\n")[2] if len(items) > 1 else b""
    reply.body = b"    <item>\n".join(items[:1 + len(items) // 2])
    reply.body += last if not reply.body.endswith(last) else b""
    reply.headers["ETag"] = "half" + reply.headers["ETag"]
    return reply


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    wbufsize = 1 << 16
    timeout = 120

    def setup(self):
        super().setup()
        self.fake = self.server.fake
        with self.fake.lock:
            self.fake.connections += 1

    def finish(self):
        with self.fake.lock:
            self.fake.connections -= 1
        try:
            super().finish()
        except OSError:
            pass

    def log_message(self, *args):
        pass

    def version_string(self):
        return "fakearxiv"

    def date_time_string(self, timestamp=None):
        return feeds.http_date(int(self.fake.now() if timestamp is None else timestamp))

    def do_GET(self):
        self._handle("")

    def do_POST(self):
        length = int(self.headers.get("Content-Length") or 0)
        self._handle(self.rfile.read(length).decode("utf-8", "replace"))

    do_HEAD = do_GET

    def _handle(self, form):
        url = urlsplit(self.path)
        if url.path.startswith("/__"):
            return self._observe(url, form)
        target = self.path if not form else f"{url.path}?{form}"
        headers = {k.lower(): v for k, v in self.headers.items()}
        row = {"time": time.monotonic(), "wall": time.time(), "method": self.command, "path": target, "headers": headers,
               "peer": self.client_address[1], "status": None, "bytes": 0}
        with self.fake.lock:
            self.fake.open += 1
            self.fake.asked += 1
            row.update(n=self.fake.asked, open=self.fake.open, connections=self.fake.connections)
            self.fake.log.append(row)
        try:
            self._answer(url, form, headers, target, row)
        except OSError:                       # the client went away: that is in the log
            self.close_connection = True
            row["gone"] = True
        finally:
            self._over(row)

    def _over(self, row):
        """The request is not in progress any more. Said before the last byte goes out: the client may ask again at once."""
        if "n" in row and "end" not in row:
            row["end"] = time.monotonic()
            with self.fake.lock:
                self.fake.open -= 1

    def _answer(self, url, form, headers, target, row):
        quirk = self.fake.quirks.take(target, headers)
        if quirk:
            row["quirk"] = quirk["do"]
            time.sleep(quirk.get("delay", 0))
            while quirk.get("hold") and self.fake.quirks.has(quirk):
                time.sleep(0.01)
        instead = INSTEAD.get(quirk.get("do"))
        if instead:
            return self._send(instead(quirk, self.path, int(self.fake.now())), headers, quirk, row)
        path = url.path[6:] if url.path.startswith("/moved/") else url.path
        arguments = parse_qs(form if form else url.query, keep_blank_values=True)
        self._send(self.fake.answer(path, arguments, quirk), headers, quirk, row)

    # ---- Sending ----

    def _fresh(self, reply, headers):
        """Whether the client has this very reply. arXiv's ETags of lists lack their quotes: with and without is taken."""
        if reply.status != 200 or "ETag" not in reply.headers:
            return False
        if "if-none-match" in headers:
            return reply.headers["ETag"].strip('"') in [x.strip().removeprefix("W/").strip('"') for x in headers["if-none-match"].split(",")]
        return headers.get("if-modified-since") == reply.headers["Last-Modified"]

    def _send(self, reply, headers, quirk, row):
        body = reply.body
        if "ahead" in quirk:
            reply.headers["Date"] = feeds.http_date(int(self.fake.now()) + quirk["ahead"])
        status = 304 if self._fresh(reply, headers) else reply.status
        if status == 304:
            body = b""
        spoil = quirk.get("do") if quirk.get("do") in SPOILS else None
        if spoil == "empty-body":
            body = b""
        row["status"] = status
        if "Date" in reply.headers:           # a cache's, or one of a clock that is wrong
            self.send_response_only(status)
        else:
            self.send_response(status)
        if status != 304:
            self.send_header("Content-Type", reply.content_type)
        if self.fake.settings["gzip"] and body and "gzip" in headers.get("accept-encoding", ""):
            body = gzip.compress(body, 1)
            self.send_header("Content-Encoding", "gzip")
        for name, value in reply.headers.items():
            self.send_header(name, value)
        if spoil in ("drip", "stall", "cut", "wrong-length", "reset"):
            return self._spoil(spoil, body, quirk, row)
        if status != 304:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self._write(body if self.command != "HEAD" else b"", row, last=True)

    def _write(self, piece, row, last=False):
        if last:
            self.wfile.write(piece[:-1])
            if len(piece) > 1 << 14:
                self.wfile.flush()
            self._over(row)
            self.wfile.write(piece[-1:])
        else:
            self.wfile.write(piece)
        self.wfile.flush()
        row["bytes"] += len(piece)

    def _spoil(self, how, body, quirk, row):
        length = len(body) + (quirk.get("by", 100) if how == "wrong-length" else 0)
        chunked = quirk.get("chunked", False)
        self.send_header(*(("Transfer-Encoding", "chunked") if chunked else ("Content-Length", str(max(0, length)))))
        self.end_headers()
        self.close_connection |= how != "drip"

        def put(piece, last=False):
            self._write(b"%x\r\n%s\r\n" % (len(piece), piece) if chunked and piece else piece, row, last)
        if how == "drip":
            step = quirk.get("bytes", 64)
            for i in range(0, len(body), step):
                time.sleep(quirk.get("every", 0.05))
                put(body[i:i + step], not chunked and i + step >= len(body))
            self._write(b"0\r\n\r\n" if chunked else b"", row, last=True)
        elif how == "wrong-length":
            put(body, last=True)
        else:
            put(body[:int(len(body) * quirk.get("at", 0.5))])
            if how == "stall":
                time.sleep(quirk.get("seconds", 60))
            if how == "reset":                # gone with a reset, not with a goodbye
                self._over(row)
                self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                self.connection.close()

    # ---- What begins with /__ ----

    def _observe(self, url, form):
        arguments = parse_qs(url.query)
        try:
            if url.path == "/__log":
                since = int(arguments.get("since", ["0"])[0])
                with self.fake.lock:
                    reply = Reply("".join(json.dumps(r) + "\n" for r in self.fake.log if r["n"] > since), "application/x-ndjson")
            else:
                answers = {"/__control": lambda: self.fake.control(json.loads(form or "{}")), "/__truth": lambda: self.fake.truth(arguments),
                           "/__calendar": lambda: self.fake.calendar(arguments)}
                if url.path not in answers:
                    raise KeyError(f"{url.path}: there are /__control, /__log, /__truth, /__calendar")
                reply = Reply(json.dumps(answers[url.path](), ensure_ascii=False), "application/json; charset=utf-8")
        except (KeyError, ValueError, TypeError, BadSpec, BadQuirk) as e:
            reply = Reply(json.dumps({"error": f"{type(e).__name__}: {e}"}), "application/json", 400)
        self._send(reply, {}, {}, {"bytes": 0})


class Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 64

    def handle_error(self, request, client_address):
        if not isinstance(sys.exc_info()[1], OSError):
            super().handle_error(request, client_address)


def serve(records, settings, port, life):
    """Never returns: ends with the process, after LIFE seconds or on SIGTERM."""
    server = Server(("127.0.0.1", port), Handler)
    server.fake = Fake(records, settings)
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, lambda *_: os._exit(0))
    timer = threading.Timer(life, lambda: os._exit(0))
    timer.daemon = True
    timer.start()
    print(f"http://127.0.0.1:{server.server_address[1]}", flush=True)
    server.serve_forever(poll_interval=0.5)
