#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""Which clock decides, and which one is printed: SOURCE_DATE_EPOCH says only how late a moment on a page may be, a recording and
its replay carry their own time, and neither is seen by a summarizer."""
import json
import os
import re
import sys
import xml.etree.ElementTree as ET

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "tools"))
from arxivtest import FakeArxiv  # noqa: E402
from fakearxiv import eastern  # noqa: E402
from nights import Home  # noqa: E402
from tap import case, clean_env, done, equal, run, scratch  # noqa: E402

NOW, TODAY = "2026-03-11T13:00:00Z", "2026-03-11"
NIX = "315532800"    # 1980-01-01: what nix-shell exports to everything that is started in it
ATOM = "{http://www.w3.org/2005/Atom}"

# Answers in Chinese, and writes down what it sees of the environment.
SUMMARIZER = """#!/usr/bin/python3
import json, os, sys
with open(os.path.dirname(os.path.abspath(__file__)) + "/environment", "a") as f:
    f.write(str(os.environ.get("SOURCE_DATE_EPOCH")) + "\\n")
for line in sys.stdin:
    key = json.loads(line)["key"]
    print(json.dumps({"key": key, "summary": {"title": "题目", "tldr": "要点。", "tldr_en": "A point.", "abstract": "摘要。"}}), flush=True)
"""


def said(r):
    return f"status {r.status}\n{r.msg}"


def home_of(arxiv, now=NOW):
    home = Home(arxiv, now)
    with open(f"{home.folder}/sum", "w", encoding="utf-8") as f:
        f.write(SUMMARIZER)
    os.chmod(f"{home.folder}/sum", 0o755)
    return home


def page(home, name):
    with open(f"{home.folder}/{name}", "rb") as f:
        return f.read()


def seen(home):
    with open(f"{home.folder}/environment", encoding="ascii") as f:
        return f.read().split()


NIGHT = ("-c", "cs.CL", "--summarizer", "./sum", "--gate", "off", "--glossary", "none")


def decides_nothing(arxiv):
    """The same night without it, and with it: the same requests, papers, days and history."""
    nights = {}
    for name, more in (("plain", {}), ("nix-shell", {"SOURCE_DATE_EPOCH": NIX})):
        home = home_of(arxiv)
        arxiv.control(forget_log=True)
        r = home.run(*NIGHT, "-o", "{date}.md", **more)
        case(f"{name}: all is well", r.status == 0, said(r))
        nights[name] = (len(arxiv.log()), home.listed(TODAY, "cs.CL"), home.rows("SELECT day, status, settled, at FROM fetches ORDER BY row"),
                        home.rows("SELECT * FROM watermarks"),
                        sorted(x for x in os.listdir(home.folder) if x.endswith(".md")))
        arxiv.control(forget_log=True)
        r = home.run(*NIGHT, "-o", "{date}.md", **more)
        case(f"{name}: once more that night: nothing is asked", r.status == 0 and arxiv.log() == [], said(r))
        r = home.run(*NIGHT, "-o", "{date}.md", "--test-uptime", 86400, **more)
        case(f"{name}: once more, the clock was set or the machine started anew since: the time is asked", r.status == 0 and [x["path"] for x in arxiv.log()] == ["/feed/status"], said(r))
    case("plain: something was announced", nights["plain"][0] > 0 and any(nights["plain"][1].values()), nights["plain"])
    equal("SOURCE_DATE_EPOCH decides nothing", nights["nix-shell"], nights["plain"])
    # The machine's own time decides where nothing else is said: the recorded days are long past, so that there is something to do.
    home = home_of(arxiv, now=None)
    r = home.run("-c", "cs.CL", "--dry-run", SOURCE_DATE_EPOCH=NIX)
    case("the machine's clock: a run of today asks for something", r.status == 0 and "GET " in r.text, said(r) + r.text)


def is_printed(arxiv):
    """A summary's moment on pages is that of the run, or SOURCE_DATE_EPOCH where that is earlier; the store keeps the run's."""
    home = home_of(arxiv)
    for name, words, more, want in (
            ("a run without it", NIGHT, {}, "2026-03-11T13:00:00Z"),
            ("a run with it", NIGHT, {"SOURCE_DATE_EPOCH": NIX}, "1980-01-01T00:00:00Z"),
            ("render without it", ("render", "--date", TODAY), {}, "2026-03-11T13:00:00Z"),
            ("render with it", ("render", "--date", TODAY), {"SOURCE_DATE_EPOCH": NIX}, "1980-01-01T00:00:00Z"),
            ("a moment to come", ("render", "--date", TODAY), {"SOURCE_DATE_EPOCH": "1893456000"}, "2026-03-11T13:00:00Z"),
            ("the second before", ("render", "--date", TODAY), {"SOURCE_DATE_EPOCH": str(eastern.parse(NOW) - 1)}, "2026-03-11T12:59:59Z"),
            ("0", ("render", "--date", TODAY), {"SOURCE_DATE_EPOCH": "0"}, "1970-01-01T00:00:00Z"),
            ("empty", ("render", "--date", TODAY), {"SOURCE_DATE_EPOCH": ""}, "2026-03-11T13:00:00Z"),
            ("no number", ("render", "--date", TODAY), {"SOURCE_DATE_EPOCH": "yesterday"}, "2026-03-11T13:00:00Z"),
            ("behind the year 9999", ("render", "--date", TODAY), {"SOURCE_DATE_EPOCH": "253402300800"}, "2026-03-11T13:00:00Z")):
        r = home.run(*words, "--format", "json", **more)
        records = [json.loads(x) for x in r.text.splitlines()]
        case(f"printed: {name}: records", r.status == 0 and len(records) > 0, said(r))
        equal(f"printed: {name}: their summaries' moments", {x["summary"]["created"] for x in records}, {want})
        r = home.run(*words, "--format", "atom", **more)
        updated = {e.findtext(ATOM + "updated") for e in ET.fromstring(r.out).findall(ATOM + "entry")}
        early = want < TODAY   # then what arXiv says of the paper is the latest
        case(f"printed: {name}: the feed's", updated == {want} if not early else want not in updated and all(x < "2026-03-11T12" for x in updated), updated)
    equal("the store has the run's", {x for x, in home.rows("SELECT created FROM summaries")}, {"2026-03-11T13:00:00Z"})


def in_the_environment(arxiv):
    """What the user set reaches a summarizer, and nothing else does: not of a run with a clock, recorded or replayed."""
    tape = scratch() + "/tape"
    for name, words, more, want in (
            ("a plain run", (), {}, "None"), ("--record", ("--record", tape), {}, "None"), ("--replay", ("--replay", tape), {}, "None"),
            ("set by the user", (), {"SOURCE_DATE_EPOCH": NIX}, NIX), ("set, and --replay", ("--replay", tape), {"SOURCE_DATE_EPOCH": NIX}, NIX)):
        home = home_of(arxiv)
        r = home.run(*NIGHT, "-o", "page.md", *words, **more)
        case(f"environment: {name}: all is well", r.status == 0, said(r))
        equal(f"environment: {name}", seen(home), [want])


def of_a_recording(arxiv):
    """A replay is at the recording's time, whatever the machine's clock is: the same feed, byte for byte."""
    one = home_of(arxiv)
    words = (*NIGHT, "--format", "atom", "-o", "page.atom")
    r = one.run(*words, "--record", "tape")
    case("--record: all is well", r.status == 0, said(r))
    begun = re.search(rb"^begun (\S+)$", page(one, "tape/recording"), re.M)
    equal("--record: the folder says when", begun and begun[1].decode(), NOW)
    for name, more in (("years later", {}), ("years later in a nix-shell", {"SOURCE_DATE_EPOCH": NIX})):
        two = home_of(arxiv, now=None)
        s = two.run(*words, "--replay", f"{one.folder}/tape", **more)
        case(f"--replay, {name}: all is well", s.status == 0, said(s))
        equal(f"--replay, {name}: the same papers", two.listed(TODAY, "cs.CL"), one.listed(TODAY, "cs.CL"))
        equal(f"--replay, {name}: the same history", two.rows("SELECT day, status, settled, at FROM fetches"), one.rows("SELECT day, status, settled, at FROM fetches"))
        if not more:
            equal(f"--replay, {name}: the same bytes", page(two, "page.atom"), page(one, "page.atom"))


def a_switch_for_tests():
    """--test-clock stands on command lines alone, and is told of nowhere."""
    home = scratch()
    for command in ([], ["fetch"], ["summarize"], ["render"], ["status"], ["check"], ["styles"]):
        r = run(*command, "--help", cwd=home)
        case(f"--test-clock is not in the help of {command or 'digest'}", r.status == 0 and b"test-clock" not in r.out)
    for value in ("x", "-1", "0", "1.5", "253402300800"):
        r = run("status", f"--test-clock={value}", cwd=home)
        case(f"--test-clock={value}: 2", r.status == 2 and "--test-clock: " in r.msg and "is not a whole number from 1 to 253402300799" in r.msg, said(r))
    for words in (("--test-clock",), ("--test-clock=",)):
        r = run("status", *words, cwd=home)
        case(f"{words}: a value is needed: 2", r.status == 2 and "needs a value" in r.msg, said(r))
    with open(f"{home}/config", "w", encoding="utf-8") as f:
        f.write(f"test-clock = {NIX}\n")
    r = run("status", "--config", "config", cwd=home)
    case("no line of the configuration", r.status == 2 and 'unknown option "test-clock"' in r.msg, said(r))
    with open(f"{home}/p.jsonl", "w", encoding="utf-8") as f:
        f.write('{"id": "2603.00001", "title": "Alpha"}\n')
    run("fetch", "--input", "p.jsonl", cwd=home)
    r = run("status", "--json", cwd=home, env=clean_env(home, DIGEST_TEST_CLOCK=NIX))
    case("no variable", r.status == 0 and '"today": "1980' not in r.text and "1979" not in r.text, r.text)
    r = run("status", "--json", f"--test-clock={NIX}", cwd=home)
    case("it is the run's day, in New York", r.status == 0 and '"today": "1979-12-31"' in r.text, said(r) + r.text)


def off_and_away():
    """The day that the host's clock tells of does not come: which request failed, and why, is said, and once."""
    with FakeArxiv(make=50, first="2026-03-05", last=TODAY, seed=5, categories=["cs.CL"], now=NOW) as arxiv:
        arxiv.control(quirks=[{"match": "/", "do": "503", "times": -1}])
        r = home_of(arxiv, now="2026-03-09T13:00:00Z").run("-c", "cs.CL", "--tries", "2", "-o", "{date}.md")
        case("a clock that is off, and no feed", r.status == 69 and r.msg.count(f"cs.CL {TODAY}: FAILED: ") == 1 and "503" in r.msg, said(r))
        case("a clock that is off: what to do", r.msg.count("2 days behind") == 1 and "timedatectl" in r.msg, said(r))


def behind_and_away():
    """A clock that is a year behind, and a host that does not say so: that another run of the night was in vain settles nothing for this one."""
    with FakeArxiv(make=50, first="2026-03-05", last=TODAY, seed=5, categories=["cs.CL"], life=300, now=NOW) as arxiv:
        home = home_of(arxiv)
        words = ("-c", "cs.CL", "--tries", "2", "-o", "{date}.md")
        case("a clock that is right", home.run(*words).status == 0)
        home.now = "2025-03-09T13:00:00Z"   # a Sunday: nothing is due
        for n in ("first", "second"):
            r = home.run(*words, "--arxiv-url", "http://127.0.0.1:1", "--test-uptime", eastern.parse(NOW))
            case(f"a clock a year behind, and no host: the {n} run says so", r.status == 69 and "cannot say what time it is" in r.msg, said(r))


def of_hosts():
    """The day moves where two hosts agree on it; a cache's old reply is no word on the time. OAI-PMH is asked of another host."""
    def night(arxiv, ours, quirks):
        arxiv.control(quirks=quirks)
        home = home_of(arxiv, now=ours)
        return home, home.run("-c", "cs.CL", "--tries", "2", "-o", "{date}.md")
    with FakeArxiv(make=50, first="2026-03-05", last=TODAY, seed=5, categories=["cs.CL"], now=NOW) as arxiv:
        other = {"match": "^/oai", "do": "redirect", "host": f"http://localhost:{arxiv.port}", "times": -1}
        home, r = night(arxiv, "2026-03-10T13:00:00Z", [])
        case("a clock that is off: one host's word settles nothing", r.status == 3 and "only this host says so" in r.msg, said(r))
        home, r = night(arxiv, "2026-03-10T13:00:00Z", [other])
        case("a clock that is off: two hosts agree", r.status == 3 and "two hosts agree" in r.msg and "24 hours behind" in r.msg, said(r))
        equal("a clock that is off, two hosts: their day is settled", home.status(TODAY, "cs.CL")[0], "FRESH")
        home, r = night(arxiv, NOW, [{"match": "^/rss/", "do": "slow", "ahead": -86400, "times": -1}, other])
        case("a host whose clock is off, and one whose is right: not a word of it", r.status == 0 and "clock" not in r.msg, said(r))
        home, r = night(arxiv, NOW, [{"match": "^/rss/", "do": "cached", "seconds": 86400, "times": -1}])
        case("a cached reply with its Age: not a word of the clock", "clock" not in r.msg, said(r))
        case("a cached reply: it is seen to be an earlier day's", r.status == 3 and f"cs.CL {TODAY}: " in r.msg and home.status(TODAY, "cs.CL")[0] != "FRESH", said(r))
        home, r = night(arxiv, "2026-03-10T13:00:00Z", [{"match": "^/rss/", "do": "cached", "seconds": 86400, "times": -1}, other])
        case("a clock that is off, and a cached reply that seems to say it is right: Age says it is not", "24 hours behind" in r.msg and r.status == 3, said(r))


def main():
    off_and_away()
    behind_and_away()
    of_hosts()
    with FakeArxiv(make=200, first="2026-03-05", last=TODAY, seed=5, categories=["cs.CL"], now=NOW) as arxiv:
        for part in (decides_nothing, is_printed, in_the_environment, of_a_recording):
            part(arxiv)
    a_switch_for_tests()
    done()


main()
