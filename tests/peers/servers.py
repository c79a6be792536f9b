# SPDX-License-Identifier: MIT
"""Servers that are not ours, started for a test on a free port of 127.0.0.1 and stopped by their process.

    with Aimock() as chat:                     chat.url; chat.load(fixtures); chat.asked() from its own journal
    with MockLlm() as chat:                    chat.load(rules); chat.count()
    with Gateway() as proxy: …                 a proxy in front of another
    with Nginx(locations) as front: …          chat.statuses() from its access log

The npm packages are those of package-lock.json, installed by `make check-peers` into the build folder (PEERS).
"""
import json
import os
import shutil
import socket
import subprocess
import time
import urllib.error
import urllib.request

from tap import ROOT, scratch

PEERS = os.environ.get("PEERS", os.path.join(ROOT, "build", "peers"))
MODULES = os.path.join(PEERS, "node_modules")
STARTS = 60  # seconds a server may take until it answers


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


def ask(url, body=None, method=None, headers=None):
    """A control request: its JSON, or None where there is none."""
    data = None if body is None else json.dumps(body).encode()
    r = urllib.request.Request(url, data, dict({"Content-Type": "application/json"}, **(headers or {})), method=method)
    try:
        with urllib.request.urlopen(r, timeout=20) as reply:
            text = reply.read()
    except urllib.error.HTTPError as e:
        raise RuntimeError(f"{url}: {e.code} {e.read()[:500]!r}") from e
    return json.loads(text) if text else None


class Server:
    """A process that listens on self.port. A subclass says what it runs and where it answers when it is ready."""
    health = "/health"

    def __init__(self):
        self.dir, self.port = scratch(), free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.log = f"{self.dir}/log"

    def argv(self):
        raise NotImplementedError

    def env(self):
        return {}

    def __enter__(self):
        with open(self.log, "wb") as log:
            self.process = subprocess.Popen(self.argv(), cwd=self.dir, stdin=subprocess.DEVNULL, stdout=log, stderr=log,
                                            env={"PATH": os.environ["PATH"], "HOME": self.dir, **self.env()})
        end = time.monotonic() + STARTS
        while not self.answers():
            if self.process.poll() is not None or time.monotonic() > end:
                self.__exit__()
                raise RuntimeError(f"{self.argv()[-1]} does not answer:\n{self.said()[-2000:]}")
            time.sleep(0.05)
        return self

    def __exit__(self, *_):
        self.process.terminate()
        try:
            self.process.wait(5)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait(5)

    def answers(self):
        try:
            urllib.request.urlopen(self.url + self.health, timeout=5).close()
            return True
        except urllib.error.HTTPError:
            return True
        except OSError:
            return False

    def said(self):
        with open(self.log, encoding="utf-8", errors="replace") as f:
            return f.read()


class Aimock(Server):
    """@copilotkit/aimock. KEY: others are refused with 401."""

    def __init__(self, key=None):
        super().__init__()
        self.key = key
        self.auth = {"Authorization": f"Bearer {key}"} if key else {}
        with open(f"{self.dir}/none.json", "w", encoding="ascii") as f:  # without any it does not start
            json.dump({"fixtures": [{"match": {"userMessage": "\u0001"}, "response": {"content": "-"}}]}, f)

    def argv(self):
        return ["node", f"{MODULES}/@copilotkit/aimock/dist/cli.js", "-p", str(self.port), "-f", self.dir, "--strict", "--journal-max", "0",
                "--log-level", "silent"]

    def env(self):
        return {"AIMOCK_API_KEYS": self.key} if self.key else {}

    def load(self, fixtures, chaos=None):
        """From now on these fixtures; journal and counts begin anew. CHAOS: of every request, such as {"latencyMs": 100}."""
        ask(f"{self.url}/__aimock/reset", method="POST", headers=self.auth)
        ask(f"{self.url}/__aimock/chaos", method="DELETE", headers=self.auth)
        ask(f"{self.url}/__aimock/fixtures", {"fixtures": fixtures}, headers=self.auth)
        if chaos:
            ask(f"{self.url}/__aimock/chaos", chaos, headers=self.auth)

    def asked(self):
        """The requests since load(), as they came: method, path, headers, body, response.status, timestamp (ms)."""
        return ask(f"{self.url}/__aimock/journal", headers=self.auth)


class MockLlm(Server):
    """@dwmkerr/mock-llm."""

    def argv(self):
        with open(f"{self.dir}/mock-llm.yaml", "w", encoding="ascii") as f:
            f.write('rules:\n  - path: "/none"\n    response:\n      status: 200\n      content: "{}"\n')
        return ["node", f"{MODULES}/@dwmkerr/mock-llm/dist/main.js", "--config", f"{self.dir}/mock-llm.yaml"]

    def env(self):
        return {"PORT": str(self.port), "HOST": "127.0.0.1"}

    def load(self, rules):
        """From now on these rules, the last that fits wins; sequences and count() begin anew."""
        ask(f"{self.url}/config", method="DELETE")
        ask(f"{self.url}/config", {"rules": rules})
        self.before = self.lines()

    def lines(self):
        return [line for line in self.said().splitlines() if line.startswith("POST ") and line.endswith("/chat/completions")]

    def count(self):
        """Requests since load(), from what it prints."""
        return len(self.lines()) - len(self.before)


class Gateway(Server):
    """@portkey-ai/gateway, a proxy that tells from headers where to go."""
    health = "/"

    def argv(self):
        return ["node", f"{MODULES}/@portkey-ai/gateway/build/start-server.js", f"--port={self.port}", "--headless"]


class Nginx(Server):
    """nginx with these lines inside its server { }; HTTP: lines before it."""
    health = "/health"

    def __init__(self, server, http=""):
        super().__init__()
        d = self.dir
        with open(f"{d}/conf", "w", encoding="utf-8") as f:
            f.write(f"daemon off; master_process off; pid {d}/pid; error_log {d}/error.log;\nevents {{ worker_connections 256; }}\nhttp {{\n"
                    "log_format own '$request_method \"$request_uri\" $status encoding $sent_http_content_encoding \"$sent_http_content_type\" request $connection_requests ';\n"
                    f"access_log {d}/access.log own; client_body_temp_path {d}/t1; proxy_temp_path {d}/t2; fastcgi_temp_path {d}/t3; uwsgi_temp_path {d}/t4;\n"
                    f"scgi_temp_path {d}/t5; client_body_in_single_buffer on; client_body_buffer_size 256k;\n{http}\n"
                    f"server {{ listen 127.0.0.1:{self.port};\nlocation = /health {{ access_log off; return 200 'ok'; }}\n{server}\n}}\n}}\n")

    def argv(self):
        return [shutil.which("nginx") or "/usr/sbin/nginx", "-c", f"{self.dir}/conf", "-p", self.dir]

    def statuses(self):
        """Of the requests since forget()."""
        return [int(line.split('"')[2].split()[0]) for line in self.lines()]

    def lines(self):
        with open(f"{self.dir}/access.log", encoding="utf-8") as f:
            return f.read().splitlines()

    def forget(self):
        with open(f"{self.dir}/access.log", "w", encoding="ascii"):
            pass
