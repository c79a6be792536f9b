# SPDX-License-Identifier: MIT
"""tests/run -k: one case of a program, with its input; the programs are made here."""
import os
import subprocess
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "tools"))
from tap import ROOT, case, done, equal, scratch  # noqa: E402

folder = scratch()


def program(name, text):
    path = os.path.join(folder, name)
    with open(path, "w", encoding="utf-8") as f:
        f.write(text)
    return path


def tests(*args):
    p = subprocess.run(["/usr/bin/python3", os.path.join(ROOT, "tests", "run"), *args], cwd=ROOT, capture_output=True, text=True, timeout=100)
    return p.returncode, p.stdout.splitlines()


shell = program("test_a.sh", 'echo "asked for: $CASE" >&2\n'
                'echo "ok 1 - green apple"\necho "not ok 2 - red apple"\necho "# it is blue"\necho "ok 3 - pear"\nexit 1\n')
python = program("test_b.py", "from tap import case, done, run\nrun('--version')\ncase('a pear of python', True)\n"
                 "run('--help', stdin=b'x')\ncase('an apple of python', True)\ncase('a plum', True)\ndone()\n")
rows = program("test_c.sh", 'echo "ok 1 - tex.t:7: C. Balazs"\necho "ok 2 - tex.t:10: R. Tomas"\n')

status, out = tests(shell, python)
equal("without -k all are counted", (status, out[-1]), (1, "5 passed, 1 failed"))
status, out = tests("-kpear", shell, python)
equal("-k: those of each program that have the word", (status, out[-1]), (0, "2 passed, 0 failed"))
case("each is shown", any("ok   " in x and x.endswith(": pear") for x in out) and any(x.endswith(": a pear of python") for x in out), out)
case("with what was run for it", any("ran: " in x and "--version" in x for x in out) and not any("--help" in x for x in out), out)
status, out = tests("-kapple", shell, python)
equal("one that fails, fails", (status, out[-1]), (1, "2 passed, 1 failed"))
case("with what it said", any("# it is blue" in x for x in out), out)
case("and what a run was given", any("--help" in x and "b'x'" in x for x in out), out)
status, out = tests("-kred", shell)
case("the program is told", any("asked for: red" in x for x in out), out)
status, out = tests("-kcherry", shell, python)
equal("none has the word", (status, out), (1, ['no case of these programs has "cherry" in its name', "0 passed, 0 failed"]))
status, out = tests("-kTomas", rows)
lines = open(os.path.join(ROOT, "tests", "text", "tex.t"), encoding="utf-8").read().split("\n")
case("the line of a file of rows, and the one that is to come out", all(any(f"tests/text/tex.t:{n}: {lines[n - 1]}" in x for x in out) for n in (10, 11)), out)
done()
