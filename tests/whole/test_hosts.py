#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""What hosts may not do to a run: ask for a pause with status 200 and be taken for broken, lead from https to http. And what a run
keeps of its own command line: no keys."""
import http.server
import os
import secrets
import socketserver
import ssl
import subprocess
import sys
import threading

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "tools"))
from arxivtest import FakeArxiv
from nights import Home
from tap import ROOT, case, clean_env, done, equal, run, scratch

RATE = "Rate exceeded.\n"


def pauses():
    with FakeArxiv(make=20, first="2026-03-09", last="2026-03-11", categories=["cs.CL"], now="2026-03-11T13:00:00Z") as arxiv:
        for words in (RATE, f"<html><body>{RATE}</body></html>"):
            home = Home(arxiv, "2026-03-11T13:00:00Z")
            arxiv.control(quirks=[{"match": "/rss/", "do": "status", "status": 200, "body": words, "times": 100}])
            r = home.run("fetch", "-c", "cs.CL", "--road", "rss", "--tries", "2")
            equal(f"{words!r} with status 200: a pause", r.status, 75)
            case("and it is said until when", "asked for a pause until 2026-03-11T13:15:00Z" in r.msg, r.msg)
            asked = len(arxiv.log())
            r = home.run("fetch", "-c", "cs.CL", "--road", "rss")
            case("which the next run keeps: nothing is asked", r.status == 75 and len(arxiv.log()) == asked, f"{r.status} {r.msg}")
            r = run("fetch", "--input", arxiv.url + "/rss/cs.CL", cwd=scratch())
            equal("--input of such an address: try later", r.status, 75)
    with FakeArxiv(make=20, first="2026-03-09", last="2026-03-11", categories=["cs.CL"], now="2026-03-11T13:00:00Z") as arxiv:
        home = Home(arxiv, "2026-03-11T13:00:00Z")
        arxiv.control(quirks=[{"match": "/rss/", "do": "status", "status": 200, "body": RATE, "times": 1}])
        r = home.run("fetch", "-c", "cs.CL", "--road", "rss")
        feeds = [x for x in arxiv.log() if x["path"].startswith("/rss/")]  # OAI-PMH is asked whose batch a first feed is
        case("said once, the second try is answered", r.status == 0 and len(feeds) == 2, f"{r.status} {r.msg} {len(feeds)}")


class Handler(http.server.BaseHTTPRequestHandler):
    def log_message(self, *_):
        pass

    def do_GET(self):
        self.server.seen.append(self.path)
        to = self.server.leads.get(self.path)
        self.send_response(302 if to else 200)
        if to:
            self.send_header("Location", to)
        body = b"" if to else self.server.body
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


class Server(socketserver.ThreadingMixIn, http.server.HTTPServer):
    daemon_threads = True

    def __init__(self, body, tls=None):
        super().__init__(("127.0.0.1", 0), Handler)
        self.seen, self.leads, self.body = [], {}, body
        if tls:
            self.socket = tls.wrap_socket(self.socket, server_side=True)
        threading.Thread(target=self.serve_forever, daemon=True).start()

    def handle_error(self, *_):
        pass


def redirects():
    folder = scratch()
    key, cert = os.path.join(folder, "key.pem"), os.path.join(folder, "cert.pem")
    subprocess.run(["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", key, "-out", cert, "-days", "2", "-subj", "/CN=localhost",
                    "-addext", "subjectAltName=DNS:localhost"], check=True, capture_output=True)
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(cert, key)
    with open(os.path.join(ROOT, "data/sample/feed.xml"), "rb") as f:
        feed = f.read()
    plain, safe = Server(feed), Server(feed, tls)
    at, over = f"http://127.0.0.1:{plain.server_port}", f"https://localhost:{safe.server_port}"
    safe.leads = {"/down": at + "/feed", "/up": over + "/feed", "/rss/cs.CL": at + "/feed"}
    plain.leads = {"/there-and-back": over + "/down"}
    env = clean_env(folder, SSL_CERT_FILE=cert)
    r = run("fetch", "--json", "--input", over + "/up", env=env, cwd=folder)
    case("within https a redirect is followed", r.status == 0 and r.out.count(b"\n") > 3, r.msg)
    for name, url in (("https to http", over + "/down"), ("http to https to http", at + "/there-and-back")):
        plain.seen.clear()
        r = run("fetch", "--json", "--input", url, env=env, cwd=folder)
        case(f"{name} is refused, and said", r.status == 69 and "redirects from https to http" in r.msg and r.out == b"", f"{r.status} {r.msg}")
        case(f"{name}: nothing was asked without encryption", "/feed" not in plain.seen, plain.seen)
    plain.seen.clear()
    r = run("fetch", "-c", "cs.CL", "--road", "rss", "--arxiv-url", over, "--interval", "1", env=env, cwd=folder)
    case("arXiv's own roads too", r.status == 69 and "redirects from https to http" in r.msg, f"{r.status} {r.msg}")
    case("and nothing was asked there", plain.seen == [], plain.seen)


def command_lines():
    """Each way to have a key on the command line; the program is run, and what the store kept of it is looked through."""
    planted = "planted" + secrets.token_hex(12)
    forms = [f"env OPENAI_API_KEY={planted} SUMMARIZER", f"SUMMARIZER --key {planted}", f"SUMMARIZER --api-key={planted}",
             f"SUMMARIZER -H 'Authorization: Bearer {planted}'", f"SUMMARIZER --header X-Api-Key:{planted}", f"SUMMARIZER sk-{planted}",
             f"SUMMARIZER https://me:{planted}@localhost/v1", f"SUMMARIZER https://localhost/v1?api-key={planted}", f"SUMMARIZER {planted}",
             f"SUMMARIZER -H 'Authorization: {planted}'", f"SUMMARIZER --token \"{planted}\"", f"SUMMARIZER -H Authorization:Bearer {planted}",
             f"env DEEPSEEK_API_KEY={planted} SUMMARIZER", f"SUMMARIZER --key {planted} KNOWN", f"SUMMARIZER --api-key={planted} KNOWN", f"SUMMARIZER -H 'Authorization: Bearer {planted}' KNOWN"]
    command = os.path.join(scratch(), "summarizer")
    with open(command, "w", encoding="utf-8") as f:
        f.write("#!/bin/sh\nexit 1\n")
    os.chmod(command, 0o755)
    with FakeArxiv(make=20, first="2026-03-09", last="2026-03-11", categories=["cs.CL"], now="2026-03-11T13:00:00Z") as arxiv:
        for form in forms:
            home = Home(arxiv, "2026-03-11T13:00:00Z")
            words = form.replace("SUMMARIZER", command).replace(" KNOWN", "")
            more = {"DEEPSEEK_API_KEY": planted} if form.endswith((f"SUMMARIZER {planted}", "KNOWN")) else {}  # then it is found wherever it stands
            r = home.run("-c", "cs.CL", "--road", "rss", "--limit", "3", "--summarizer", words, "--report", os.path.join(home.folder, "report.json"), **more)
            kept = home.rows("SELECT words FROM runs")
            with open(home.store, "rb") as f:
                everywhere = f.read()
            with open(os.path.join(home.folder, "report.json"), "rb") as f:
                everywhere += f.read()
            case(f"each key is left out once: {form.replace(planted, 'KEY')}", kept and kept[0][0].count("left out") == kept[0][0].count("(left out)") <= 1 and "out) out)" not in kept[0][0], kept)
            case(f"kept without its key: {form.replace(planted, 'KEY')}", planted.encode() not in everywhere and kept and planted not in kept[0][0], kept)
            case("and with the rest of its words", r.status == 3 and kept and "-c cs.CL" in kept[0][0] and "--limit 3" in kept[0][0], kept)


pauses()
redirects()
command_lines()
done()
