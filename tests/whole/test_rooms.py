#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""`make rooms` says what is wrong with a tree: calls in circles between files, rooms, headers, and what is too long. Small trees, each with
one fault, compiled here; the project's own has none."""
import os
import subprocess
import sys

from tap import ROOT, case, done, equal, scratch

BASE = {
    "include/digest/low.h": "int low(int n);\nint low_sum(int n);\n",
    "src/low/low.c": '#include "digest/low.h"\nint low_sum(int n);\nint low(int n) { return low_sum(n) + 1; }\n',
    "src/low/sum.c": '#include "digest/low.h"\nint low_sum(int n) { return n; }\n',
    "src/high/high.c": '#include "digest/low.h"\nint high(void);\nint high(void) { return low(1); }\n',
}
CASES = [
    ("a tree in order", {}, None),
    ("a call back", {"src/low/sum.c": "int low(int n);\nint low_sum(int n);\nint low_sum(int n) { return n > 9 ? low(n - 1) : n; }\n"},
     "files call each other in a circle: low/low -> low/sum (low_sum), low/sum -> low/low (low)"),
    ("a call up, past all includes", {"src/low/up.c": "int high(void);\nint up(void);\nint up(void) { return high(); }\n"},
     "rooms call each other in a circle: high, low"),
    ("a variable is used as a function is", {"src/low/sum.c": "extern int n_low;\nint low_sum(int n);\nint low_sum(int n) { return n + n_low; }\n",
                                             "src/low/low.c": "int low_sum(int n);\nint low(int n);\nint n_low = 3;\nint low(int n) { return low_sum(n); }\n"},
     "files call each other in a circle: low/low -> low/sum (low_sum), low/sum -> low/low (n_low)"),
    ("headers of each other", {"include/digest/low.h": '#pragma once\n#include "digest/lower.h"\nint low(int n);\n',
                               "include/digest/lower.h": '#pragma once\n#include "digest/low.h"\n'},
     "headers include each other in a circle: include/digest/low.h, include/digest/lower.h"),
    ("a rule and its table, as a grammar has them", {
        "src/tex/tex.c": "int macro(int n);\nint tex(int n);\nint tex(int n) { return n ? macro(n) : 0; }\n",
        "src/tex/macros.c": "int tex(int n);\nint macro(int n);\nint macro(int n) { return tex(n - 1); }\n"}, None),
    ("500 lines", {"src/low/long.c": "/* */\n" * 500}, None),
    ("501 lines", {"src/low/long.c": "/* */\n" * 501}, "src/low/long.c: 501 lines; 500 are the most"),
    ("a long room", {f"src/wide/f{i}.c": "/* */\n" * 500 for i in range(10)} | {"src/wide/g.h": "\n"}, "src/wide: 5001 lines; 5000 are the most of a room"),
]


def said(files):
    tree = scratch()
    for name, text in (BASE | files).items():
        path = f"{tree}/{name}"
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "w", encoding="utf-8") as f:
            f.write(text)
    for name in BASE | files:
        if name.endswith(".c"):
            os.makedirs(os.path.dirname(f"{tree}/build/{name}"), exist_ok=True)
            subprocess.run(["cc", "-Iinclude", "-c", "-o", f"build/{name[:-2]}.o", name], cwd=tree, check=True, timeout=300)
    p = subprocess.run([sys.executable, f"{ROOT}/tests/tools/rooms.py", "build"], cwd=tree, capture_output=True, text=True, timeout=300, check=False)
    case("it ends by itself", p.stderr == "" and p.returncode in (0, 1), p.stderr)
    return p.returncode, p.stdout


for what, changed, fault in CASES:
    status, out = said(changed)
    equal(f"{what}: the status", status, 1 if fault else 0)
    equal(f"{what}: what is said", out, f"{fault}\n" if fault else "")
done()
