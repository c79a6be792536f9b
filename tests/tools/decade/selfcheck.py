# SPDX-License-Identifier: MIT
"""The judge can find what is wrong: pages that were changed behind its back, a program that trusts every feed, one that always complains."""
import os
import stat

from tap import scratch

from . import faults, simulate
from .home import NEW

# What many do: today's feed is today's batch. It always ends with EXIT.
_TRUSTING = '''#!/usr/bin/python3
import datetime, os, re, sys, urllib.request
a = sys.argv[1:]
if a[:1] == ["status"]:
    sys.exit(0)
get = lambda n: a[a.index(n) + 1]
day = (datetime.datetime.fromtimestamp(int(get("--test-clock")), datetime.timezone.utc) - datetime.timedelta(hours=5)).date().isoformat()
found = {{}}
try:
    for c in ("cs.CL", "cs.LG"):
        text = urllib.request.urlopen(get("--arxiv-url") + "/rss/" + c, timeout=600).read().decode()
        for item in text.split("<item>")[1:]:
            if "<arxiv:announce_type>new<" in item:
                found[re.search("abs/([^<]+)<", item).group(1)] = 1
except Exception:
    pass
if found:
    path = get("-o").replace("{{date}}", day)
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "w") as f:
        f.write("---\\ntitle: x\\n---\\n\\n%s · 共 %d 篇\\n\\n| Ref | Title | Summary |\\n| --- | --- | --- |\\n" % (day, len(found)))
        f.write("".join("| [^%d] | [t](https://arxiv.org/abs/%s) | s |\\n" % (i, x) for i, x in enumerate(found, 1)) + "\\n# 详细\\n")
if {status}:
    print("something may be wrong", file=sys.stderr)
sys.exit({status})
'''


def _stub(status):
    path = os.path.join(scratch(), "stub")
    with open(path, "w", encoding="utf-8") as f:
        f.write(_TRUSTING.format(status=status))
    os.chmod(path, stat.S_IRWXU)
    return path


def _options(**more):
    o = simulate.Options()
    o.seed, o.nights, o.streams, o.mix = 1, 20, (NEW,), {}
    for k, v in more.items():
        setattr(o, k, v)
    return o


def _page(j, n):
    """The path and lines of the Nth page that has two papers or more."""
    key = [k for k in sorted(j.files["new"]) if len(j.files["new"][k].page.papers) > 1][n]
    path = os.path.join(j.home.pages(NEW), f"{key[1]}.md")
    with open(path, encoding="utf-8") as f:
        return key, path, f.read().split("\n")


def _write(path, lines):
    with open(path, "w", encoding="utf-8") as f:
        f.write("\n".join(lines))


def changed_pages(case):
    """On pages of a program that is right in an undisturbed world."""
    s = simulate.Simulation(_options(nights=16, twin=False, program=_stub(0), keep=os.path.join(scratch(), "changed")))
    s.run()
    j = s.judge
    clean = j.settled()
    case("judge: a trusting program is right where nothing goes wrong", not (j.wrong(NEW) or clean["differ"] or clean["missing"] or clean["two"]), (j.wrong(NEW), clean))
    row = lambda lines: next(i for i, x in enumerate(lines) if x.startswith("| [^"))
    key, path, lines = _page(j, 0)
    keep, at = list(lines), row(lines)
    paper = lines.pop(at)
    _write(path, lines)
    j.look()
    found = j.settled()
    case("judge: a paper taken from a page is found", [w[0] for w in j.wrong(NEW)] == [key] and len(found["missing"]) == 1 and len(found["differ"]) == 1, found)
    other, other_path, other_lines = _page(j, 3)
    _write(other_path, other_lines[:row(other_lines)] + [paper] + other_lines[row(other_lines):])
    j.look()
    found = j.settled()
    case("judge: a paper on another day's page is found", [w[0] for w in j.wrong(NEW)] == [key, other] and not found["missing"] and len(found["differ"]) == 2, found)
    _write(path, keep)
    j.look()
    found = j.settled()
    case("judge: a paper on two pages is found", len(found["two"]) == 1 and [w[0] for w in j.wrong(NEW)] == [other], found)
    os.unlink(other_path)
    j.look()
    case("judge: a page that is not there is found", [w[:2] for w in j.wrong(NEW)] == [(other, "no page")], j.wrong(NEW))


def programs(case):
    """A program that trusts every feed is found wrong; one that complains every night raises false alarms, and is not silent."""
    mix = faults.parse("stale:25,off:5")
    r = simulate.Simulation(_options(mix=mix, nights=40, program=_stub(0))).run()
    case("judge: a program that trusts every feed is silently wrong", r.silent_nights and r.two and r.missing and r.differ and not r.false_alarms and not r.twin_wrong, vars(r))
    r = simulate.Simulation(_options(mix=mix, nights=24, program=_stub(3))).run()
    case("judge: a program that complains every night is wrong and not silent, and raises false alarms", r.differ and not r.silent_nights and r.false_alarms, vars(r))


def all(case):
    changed_pages(case)
    programs(case)
