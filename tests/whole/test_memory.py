#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""Peak memory: below 24 MiB, and the same for 6,500 and for 65,000 entries.

A page must be sorted, so it holds a key of 32 bytes for each paper: 2 MiB for 65,000. Dialect `exact` sorts by link and
holds that, too: 33 bytes, another 2 MiB. A file that replaces a page compares the two by what each shows: 1 MiB. A store
may use its cache of 4 MB to the full, which 6,500 papers do already. All else streams."""
import os
import subprocess
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "tools"))
from peak import peak
from tap import ROOT, SANITIZED, case, done, equal, scratch, skip

MOST, SMALL, LARGE = 24 * 1024, 6500, 65000  # KiB, entries
STREAM, PAGE = 1024, 4 * 1024                # KiB that may be added from the one to the other

def count(path, mark):
    with open(path, "rb") as f:
        return sum(line.startswith(mark) for line in f)


STEPS = [  # name, growth allowed, file for standard output, what its lines begin with, arguments
    ("fetch --store none --json", STREAM, "out.jsonl", b'{"id":', ["fetch", "--store", "none", "--json", "--input", "feed.xml"]),
    ("fetch --store FILE", STREAM, "none", None, ["fetch", "--store", "s.db", "--input", "records.jsonl"]),
    ("render --all", PAGE, "page", b"| [^", ["render", "--store", "s.db", "--all"]),
    ("render, dialect exact", PAGE, "page", b"| [^", ["render", "--store", "s.db", "--dialect", "exact"]),
    ("render -o FILE", PAGE, "none", None, ["render", "--store", "s.db", "-o", "page.md"]),
    ("render -o FILE, unchanged", PAGE, "none", None, ["render", "--store", "s.db", "-o", "page.md"]),
    ("render FILE", PAGE, "page", b"| [^", ["render", "records.jsonl"]),
]


def write_inputs(home, n):
    """N entries: 6,500 of one month as the tool makes them, and the same again under the identifiers of later months."""
    for kind, name, begin, end in (([], "feed.xml", b"<item>", b"</channel>"), (["--records"], "records.jsonl", b"{", None)):
        made = subprocess.run(["/usr/bin/python3", f"{ROOT}/tests/tools/make_feed.py", str(SMALL), *kind], stdout=subprocess.PIPE, check=True).stdout
        first, last = made.index(begin), made.rindex(end) if end else len(made)
        with open(f"{home}/{name}", "wb") as f:
            f.write(made[:first])
            for month in range(1, n // SMALL + 1):
                f.write(made[first:last].replace(b"2301.", b"23%02d." % month))
            f.write(made[last:])


def measure(n):
    home, peaks = scratch(), []
    write_inputs(home, n)
    for name, _, out, mark, args in STEPS:
        status, rss = peak(home, out, *args)
        equal(f"{n} entries: {name}: exit status", status, 0)
        if mark:
            equal(f"{n} entries: {name}: all of them", count(f"{home}/{out}", mark), n)
        peaks.append(rss)
    for name in os.listdir(home):
        os.remove(f"{home}/{name}")
    return peaks


if SANITIZED:
    for step in STEPS:
        skip(f"memory of {step[0]}", "a sanitizer's own memory is counted, too")
else:
    for (name, growth, *_), small, large in zip(STEPS, measure(SMALL), measure(LARGE)):
        case(f"{name}: {LARGE} entries: below {MOST} KiB: {large}", large < MOST)
        case(f"{name}: at most {growth} KiB more than for {SMALL} entries: {large - small}", large - small <= growth)
done()
