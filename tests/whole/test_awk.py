#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""What the build writes with awk is the same whichever awk a system has. mawk, gawk, BusyBox and the original awk run every program
over its table, and the check of layers over the sources: they must print the same bytes and end with the same status."""
import glob
import os
import subprocess

from tap import ROOT, case, done, equal, scratch

AWKS = (["gawk"], ["mawk"], ["busybox", "awk"], ["original-awk"])


# Lines of src/base/err.c, and whether the check of layers stops them. Each would compile somewhere.
INCLUDES = [
    ('#include "digest/err.h"', False),
    ('#include "digest/str.h"', False),
    ('#include "src/base/own.h"', False),
    ('#include "own.h"', False),
    ('#include "table.inc"', False),
    ('#include <stdio.h>', False),
    ('#include <sys/stat.h>', False),
    ('#include <libxml/parser.h>', False),
    ('const char *included = "digest/store.h";', False),
    ('/* #include "digest/store.h" */', False),
    ('#include "digest/store.h"', True),
    ('  #  include\t"digest/store.h"', True),
    ('%:include "digest/store.h"', True),
    ('/* one */ #include "digest/store.h" /* two */', True),
    ('#include /* between */ "digest/store.h"', True),
    ('#include_next "digest/store.h"', True),
    ('#import "digest/store.h"', True),
    ('#include "digest/nowhere.h"', True),
    ('#include "digest/./store.h"', True),
    ('#include "digest//store.h"', True),
    ('#include "./digest/store.h"', True),
    ('#include "../store/internal.h"', True),
    ('#include "src/base/../store/internal.h"', True),
    ('#include "src/store/internal.h"', True),
    ('#include "src//store/internal.h"', True),
    ('#include "./src/store/internal.h"', True),
    ('#include "include/digest/store.h"', True),
    ('#include "/usr/src/digest/include/digest/store.h"', True),
    ('#include "tests/unit/scratch.h"', True),
    ('#include <digest/store.h>', True),
    ('#include <src/store/internal.h>', True),
    ('#include <./digest/store.h>', True),
    ('#include </usr/src/digest/include/digest/store.h>', True),
    ('#include <include/digest/store.h>', True),
    ('#include <../src/store/internal.h>', True),
    ('#include STORE_HEADER', True),
]


def ran(awk, program, *files, cwd=ROOT):
    """The status, standard output and standard error of one awk, in the build's locale."""
    try:
        p = subprocess.run([*awk, "-f", os.path.join(ROOT, program), *files], cwd=cwd, env=dict(os.environ, LC_ALL="C"), stdin=subprocess.DEVNULL,
                           capture_output=True, timeout=300, check=False)
    except FileNotFoundError:
        return None, b"", f"{awk[0]} is not installed".encode()
    return p.returncode, p.stdout, p.stderr


def differ(got):
    """Those that said something else than the first, with the first line that differs."""
    (status, out, _), told = got[0], []
    for awk, (other, text, err) in zip(AWKS[1:], got[1:]):
        if (other, text) != (status, out):
            pair = next(((a, b) for a, b in zip(out.splitlines(), text.splitlines()) if a != b), ("", ""))
            told.append(f"{' '.join(awk)}: status {other}, not {status}; {pair[1]!r}, not {pair[0]!r} {err.decode('utf-8', 'replace')[:200]}")
    return told


def compare(name, program, *files, status=0, cwd=ROOT):
    got = [ran(awk, program, *files, cwd=cwd) for awk in AWKS]
    equal(f"{name}: gawk's status", got[0][0], status)
    told = differ(got)
    case(f"{name}: the same from all {len(AWKS)}", not told, told)
    return got


def rows(text):
    return [line for line in text.splitlines(True) if not line.startswith("#")]


def tables():
    programs = sorted(glob.glob("data/*.awk", root_dir=ROOT))
    case("there are tables", len(programs) >= 8, programs)
    for program in programs:
        name = os.path.basename(program)[:-4]
        table = f"data/{name}.tsv"
        got = compare(name, program, table)
        with open(os.path.join(ROOT, table), encoding="utf-8") as f:
            text = f.read()
        case(f"{name}: a line or more for a row", got[0][1].count(b"\n") >= len(rows(text)) // 2, got[0][1][:200])
        with open(os.path.join(ROOT, program), encoding="utf-8") as f:
            strict = "order" in f.read().split("BEGIN", 1)[1]
        if strict:  # those that do not sort themselves refuse a table that is not sorted
            turned = f"{scratch()}/{name}.tsv"
            with open(turned, "w", encoding="utf-8") as f:
                f.writelines(reversed(rows(text)))
            for awk, (status, _, err) in zip(AWKS, [ran(awk, program, turned) for awk in AWKS]):
                case(f"{name}, not sorted: {' '.join(awk)} fails and says so", status == 1 and b"order" in err, (status, err))


def layers():
    sources = sorted(os.path.relpath(f, ROOT) for top in ("src", "include")
                     for f in glob.glob(f"{ROOT}/{top}/**/*.[ch]", recursive=True))
    case("there are sources", len(sources) > 100, len(sources))
    compare("layers", "tests/tools/layers.awk", *sources)
    tree = scratch()
    os.makedirs(f"{tree}/src/base")
    with open(f"{tree}/src/base/err.c", "w", encoding="utf-8") as f:
        f.writelines(f"{line}\n" for line, _ in INCLUDES)
    got = compare("layers: includes that may not be", "tests/tools/layers.awk", "src/base/err.c", status=1, cwd=tree)
    named = {line.split(b":")[1] for line in got[0][1].splitlines()}
    for number, (line, stopped) in enumerate(INCLUDES, 1):
        equal(f"layers: {line}", str(number).encode() in named, stopped)


def itself():
    """This test sees a difference: PROCINFO is gawk's alone."""
    program = f"{scratch()}/a.awk"
    with open(program, "w", encoding="utf-8") as f:
        f.write('{ print PROCINFO["version"] }\n')
    case("a program that they run differently is found out", differ([ran(awk, program, "VERSION") for awk in AWKS]))


tables()
layers()
itself()
done()
