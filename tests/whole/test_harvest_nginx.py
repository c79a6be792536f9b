#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""nginx in front of the fake arXiv, as arXiv's own edge is: conditional requests answered with 304 are used, its compression
is undone, and its own 502 page is what it is."""
import os
import shutil
import socket
import subprocess
import sys
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "tools"))
from arxivtest import FakeArxiv
from nights import Home, truth
from tap import case, done, equal, scratch, skip

CONF = """daemon off; master_process off; pid {dir}/pid; error_log {dir}/error.log;
events {{ worker_connections 64; }}
http {{
  access_log {dir}/access.log; client_body_temp_path {dir}/t1; proxy_temp_path {dir}/t2; fastcgi_temp_path {dir}/t3; uwsgi_temp_path {dir}/t4; scgi_temp_path {dir}/t5;
  gzip on; gzip_types *; gzip_proxied any; proxy_pass_header Date;
  proxy_cache_path {dir}/cache keys_zone=c:1m;
  server {{
    listen 127.0.0.1:{port};
    location / {{ proxy_pass {upstream}; proxy_connect_timeout 60s; }}
    location /rss/ {{ proxy_pass {upstream}; proxy_cache c; proxy_cache_valid 200 10m; proxy_cache_revalidate on; proxy_ignore_headers Cache-Control Expires; }}
  }}
}}
"""


class Nginx:
    """Stands where the fake arXiv stood: `url`, and the control requests of the one behind it."""

    def __init__(self, arxiv):
        self.dir, self.arxiv = scratch(), arxiv
        with socket.socket() as s:
            s.bind(("127.0.0.1", 0))
            self.port = s.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"
        with open(f"{self.dir}/conf", "w", encoding="ascii") as f:
            f.write(CONF.format(dir=self.dir, port=self.port, upstream=arxiv.url))

    def __enter__(self):
        self.process = subprocess.Popen([shutil.which("nginx") or "/usr/sbin/nginx", "-c", f"{self.dir}/conf", "-p", self.dir],
                                        stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        for _ in range(6000):
            try:
                socket.create_connection(("127.0.0.1", self.port), 1).close()
                break
            except OSError:
                time.sleep(0.05)
        return self

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait(600)

    def statuses(self):
        with open(f"{self.dir}/access.log", encoding="ascii") as f:
            return [line.split('"')[2].split()[0] for line in f]

    def forget(self):
        open(f"{self.dir}/access.log", "w").close()


def said(r):
    return f"status {r.status}\n{r.msg}{r.text[:300]}"


def main():
    if not (shutil.which("nginx") or os.path.exists("/usr/sbin/nginx")):
        skip("nginx in front", "no nginx here")
        done()
    now, today, yesterday = "2026-03-11T12:00:00Z", "2026-03-11", "2026-03-10"
    with FakeArxiv(make=500, first="2026-02-26", last="2026-03-20", seed=7, categories=["cs.CL", "stat.ML"], stable_build=True,
                   now="2026-03-10T12:00:00Z") as arxiv:
        with Nginx(arxiv) as front:
            home = Home(front, "2026-03-10T12:00:00Z", interval=5)
            r = home.run("-c", "cs.CL", "-o", "page.md")
            case("the first night", r.status == 0 and set(front.statuses()) == {"200"}, (front.statuses(), said(r)))
            equal("what the feed is asked again by is kept under its address", home.rows("SELECT url FROM validators"), [(f"{front.url}/rss/cs.CL",)])
            front.forget()
            r = home.run("-c", "cs.CL", "-o", "page.md", "--refresh")
            case("the same feed again: 304, and the answer is used", r.status == 0 and front.statuses() == ["304"], (front.statuses(), said(r)))
            equal("304: FRESH as before", home.status(yesterday, "cs.CL")[0], "FRESH")
            # The next night, and nginx still has yesterday's: that is a stale feed, without a byte of it.
            home.now = now
            arxiv.control(now=now)
            front.forget()
            r = home.run("-c", "cs.CL", "-o", "page.md")
            case("304 on the next night: STALE; OAI-PMH gives the new papers", r.status == 3 and f"STALE: the feed shows the papers of {yesterday} again" in r.msg
                 and front.statuses()[0] == "304" and front.statuses().count("304") == 2, (front.statuses(), said(r)))
            # nginx sends the Date of the reply in its cache, and no Age: OAI-PMH's own says that the clock is right.
            case("304 on the next night: an old Date from a cache is no other clock", "clock" not in r.msg, said(r))
            equal("304 on the next night: the new papers", home.listed(today, "cs.CL")["new"], truth(arxiv, today, "cs.CL")["new"])
        with Nginx(arxiv) as front:
            home = Home(front, now, interval=5, folder=home.folder)
            r = home.run("-c", "cs.CL", "-o", "page.md")
            case("another front, which has today's: all is well", r.status == 0, (front.statuses(), said(r)))
            equal("today's papers", home.listed(today, "cs.CL"), truth(arxiv, today, "cs.CL"))
            arxiv.__exit__()
            front.forget()
            other = Home(front, now, interval=5)
            r = other.run("-c", "stat.ML", "--tries", "2")
            case("nothing behind nginx: 502 is recognised; 69", r.status == 69 and "502" in r.msg and set(front.statuses()) == {"502"} and not r.out, (front.statuses(), said(r)))
    done()


main()
