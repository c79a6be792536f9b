#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""A night as cron and systemd start it: nothing in the environment, all that is asked for in the configuration; once more the
same night; and the units of data/systemd/ as systemd itself reads them."""
import os
import re
import shlex
import shutil
import subprocess
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "tools"))
from arxivtest import FakeArxiv
from fakearxiv import eastern
from tap import DIGEST, ROOT, case, clocked, done, equal, scratch, skip

UNITS = ("digest.service", "digest.timer", "digest@.service", "digest@.timer")
NOW, TODAY = "2026-03-11T05:30:00Z", "2026-03-11"


def unit(name):
    with open(f"{ROOT}/data/systemd/{name}", encoding="utf-8") as f:
        return f.read()


def new_home(arxiv):
    home = scratch()
    os.makedirs(f"{home}/.config/digest")
    os.makedirs(f"{home}/.local/bin")
    clocked(f"{home}/.local/bin/digest", eastern.parse(NOW))  # the clock of the night
    with open(f"{home}/.config/digest/config", "w", encoding="utf-8") as f:
        f.write(f"category = cs.CL, stat.ML\nsummarizer = extract\narxiv-url = {arxiv.url}\ninterval = 20\noutput = {home}/posts/{{date}}.md\n[profile x]\n")
    return home


def traces(folder):
    return {f: (os.stat(f"{folder}/{f}").st_mtime_ns, open(f"{folder}/{f}", "rb").read()) for f in os.listdir(folder)} if os.path.isdir(folder) else None


def night(name, arxiv, argv, env, posts):
    for turn in ("the night", "the same night again"):
        arxiv.control(forget_log=True)
        before = traces(posts)
        p = subprocess.run(argv, env=env, cwd="/", stdin=subprocess.DEVNULL, capture_output=True, timeout=600)
        case(f"{name}: {turn}: all is well, in silence", p.returncode == 0 and p.stdout + p.stderr == b"", p.stdout + p.stderr)
        # A first run asks for each category's feed, and OAI-PMH for the days around it.
        equal(f"{name}: {turn}: requests", sorted(r["path"].split("/")[1].split("?")[0] for r in arxiv.log()), ["oai", "oai", "rss", "rss"] if before is None else [])
        equal(f"{name}: {turn}: the page", sorted(traces(posts) or []), [f"{TODAY}.md"])
        if before:
            equal(f"{name}: {turn}: untouched", traces(posts), before)


def main():
    with FakeArxiv(make=400, first="2026-02-26", last="2026-03-20", seed=7, categories=["cs.CL", "stat.ML"], now=NOW) as arxiv:
        home = new_home(arxiv)
        night("cron", arxiv, ["/bin/sh", "-c", f"{home}/.local/bin/digest"], {"HOME": home, "PATH": "/usr/bin:/bin", "SHELL": "/bin/sh", "LOGNAME": "x"},
              f"{home}/posts")
        for name in ("digest.service", "digest@.service"):
            home = new_home(arxiv)
            words = shlex.split(re.search(r"^ExecStart=(.*)$", unit(name), re.M)[1].replace("/usr/local/bin", f"{home}/.local/bin").replace("%i", "x"))
            night(name, arxiv, words, {"HOME": home}, f"{home}/posts")
        # Not even HOME, as env -i has it: all said in words.
        home = new_home(arxiv)
        p = subprocess.run([os.path.abspath(DIGEST), "--test-clock", str(eastern.parse(NOW)), "-c", "cs.CL", "--store", f"{home}/s.db", "-o", f"{home}/p.md", "--config", f"{home}/.config/digest/config"],
                           env={"XDG_STATE_HOME": f"{home}/state"}, cwd="/", capture_output=True, timeout=600)
        case("env -i: all is well", p.returncode == 0 and os.path.exists(f"{home}/p.md"), p.stderr)
    if not shutil.which("systemd-analyze"):
        skip("systemd reads the units", "no systemd here")
        done()
    home = scratch()
    for name in UNITS:
        with open(f"{home}/{name}", "w", encoding="utf-8") as f:
            f.write(unit(name).replace("/usr/local/bin/digest", os.path.abspath(DIGEST)))
    for manager in ("--system", "--user"):
        p = subprocess.run(["systemd-analyze", manager, "verify", "--man=no", *[f"{home}/{n.replace('@', '@x')}" for n in UNITS]],
                           env={**os.environ, "XDG_RUNTIME_DIR": home}, capture_output=True, text=True, timeout=600)
        ours = [x for x in (p.stdout + p.stderr).splitlines() if "digest" in x]
        equal(f"systemd-analyze {manager} finds nothing wrong with the units", (p.returncode, ours), (0, []))
    when = re.search(r"^OnCalendar=(.*)$", unit("digest.timer"), re.M)[1]
    p = subprocess.run(["systemd-analyze", "calendar", when], capture_output=True, text=True, timeout=600)
    case("systemd understands the time", p.returncode == 0 and "Next elapse" in p.stdout, p.stdout + p.stderr)
    done()


main()
