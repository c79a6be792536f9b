#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""Who installs what: `make check` and its kin install nothing and say in one line what is missing; `make setup-check check` sets up
first, also with -j. dpkg-query and apt-get are played by scripts that keep a list of what is installed and a journal of the calls."""
import os
import re
import subprocess

from tap import ROOT, case, clean_env, done, equal, scratch

DPKG_QUERY = """#!/bin/sh
for package; do :; done
grep -qx -e "$package" "$HOME/installed" && printf 'install ok installed'
"""
APT_GET = """#!/bin/sh
echo "$*" >>"$HOME/asked"
case " $* " in
*' update '*) [ -e "$HOME/lists" ] || { echo 'E: a list cannot be read' >&2; exit 100; } ;;
*' install '*)
	echo '0 upgraded, 3 newly installed, 0 to remove and 0 not upgraded.'
	echo 'Need to get 54.3 MB of archives.'
	for percent in 0.0000 4.5000 9.9000 55.1200 100.0000; do echo "dlstatus:1:$percent:Retrieving file 1 of 3"; done
	for percent in 0.0000 50.0000 93.1000; do echo "pmstatus:gcc:$percent:Installing gcc (amd64)"; done
	[ -e "$HOME/broken" ] && { echo 'E: no space left' >&2; exit 100; }
	for word; do case $word in -*|install|APT::*) ;; *) echo "$word" >>"$HOME/installed" ;; esac; done ;;
esac
"""
with open(f"{ROOT}/Makefile", encoding="utf-8") as _f:
    MAKEFILE = _f.read().replace("\\\n", " ")
BUILD = re.search(r"^BUILD_PACKAGES := (.*)$", MAKEFILE, re.M).group(1).split()
CHECK = BUILD + [w for w in re.search(r"^CHECK_PACKAGES := (.*)$", MAKEFILE, re.M).group(1).split() if not w.startswith("$")]
ASKED = "SUB-MAKE"


def machine(*installed, lists=True, broken=False):
    """A home with a Debian in it that has these packages."""
    home = scratch()
    os.makedirs(f"{home}/bin")
    for name, text in (("dpkg-query", DPKG_QUERY), ("apt-get", APT_GET), ("sudo", '#!/bin/sh\nexec "$@"\n')):
        with open(f"{home}/bin/{name}", "w", encoding="utf-8") as f:
            f.write(text)
        os.chmod(f"{home}/bin/{name}", 0o755)
    for name, text in (("installed", "".join(f"{p}\n" for p in installed)), ("asked", "")):
        with open(f"{home}/{name}", "w", encoding="utf-8") as f:
            f.write(text)
    for name in ["lists"] * lists + ["broken"] * broken:
        with open(f"{home}/{name}", "w", encoding="utf-8"):
            pass
    return home


def make(home, *words):
    """make WORDS on that machine. What it would build in a make of its own is only named."""
    env = clean_env(home)
    env["PATH"] = f"{home}/bin:" + env["PATH"]
    return subprocess.run(["make", "--no-print-directory", f"MAKE=echo {ASKED}", f"PEERS={home}/peers", f"GENERATORS={home}/generators", *words],
                          cwd=ROOT, env=env, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=600, check=False)


def asked(home):
    with open(f"{home}/asked", encoding="utf-8") as f:
        return f.read()


def said(p):
    return f"status {p.returncode}\n{p.stdout}{p.stderr}"


def nothing_is_installed():
    for goal in sorted(set(re.findall(r"^(check[a-z-]*): needs-check", MAKEFILE, re.M))):
        home = machine(*BUILD)
        p = make(home, goal)
        lines = [line for line in (p.stdout + p.stderr).splitlines() if not line.startswith("make: ***")]
        case(f"make {goal}: fails, where packages are missing", p.returncode != 0, said(p))
        equal(f"make {goal}: one line, with each of them and the way to get them",
              lines, ["missing: " + " ".join(p for p in CHECK if p not in BUILD) + '; "make setup-check" installs what is missing, as root or with sudo'])
        equal(f"make {goal}: apt-get is not called", asked(home), "")
    for goal, setup in (("check-peers", "setup-peers"), ("check-generators", "setup-generators")):
        home = machine(*CHECK)
        p = make(home, goal)
        case(f"make {goal}: names what is missing from npm", p.returncode != 0 and "missing: the npm packages of" in p.stderr and
             f'"make {setup}"' in p.stderr and ASKED not in p.stdout and not os.path.exists(f"{home}/{goal[6:]}"), said(p))
    home = machine(*CHECK)
    p = make(home, "check", "T=word")
    case("make check: with all there it builds and runs", p.returncode == 0 and p.stdout == f"{ASKED} --no-print-directory check-built T=word\n" and
         asked(home) == "", said(p))
    home = machine()
    os.remove(f"{home}/bin/dpkg-query")
    p = subprocess.run(["sh", "tests/tools/install.sh", "-n", "setup-check", "gcc"], cwd=ROOT, env={"PATH": f"{home}/bin", "HOME": home},
                       executable="/bin/sh", capture_output=True, text=True, timeout=600, check=False)
    case("where there is no dpkg it says nothing", p.returncode == 0 and p.stdout + p.stderr == "", said(p))


def both_at_once():
    for jobs in ([], ["-j8"]):
        name = " ".join(["make", *jobs, "setup-check check"])
        home = machine("gcc", "make")
        p = make(home, *jobs, "setup-check", "check")
        lines = p.stdout.splitlines()
        case(f"{name}: ends well", p.returncode == 0, said(p))
        equal(f"{name}: tells what it installs", lines[:1], ["Installing: " + " ".join(p for p in CHECK if p not in ("gcc", "make"))])
        equal(f"{name}: and how far it is", [" ".join(line.split()) for line in lines[1:-1]],
              ["reading the lists of packages", "0 upgraded, 3 newly installed, 0 to remove and 0 not upgraded.", "Need to get 54.3 MB of archives.",
               "downloaded 0 %", "downloaded 50 %", "downloaded 100 %", "installed 0 %", "installed 50 %", "installed 90 %"])
        case(f"{name}: then the tests", lines[-1:] == [f"{ASKED} --no-print-directory check-built T="], said(p))
        p = make(home, *jobs, "setup-check", "check")
        case(f"{name}: again: nothing to install", "Installing" not in p.stdout and p.stdout.count(ASKED) == 1, said(p))
        home = machine("gcc", broken=True)
        p = make(home, *jobs, "setup-check", "check")
        case(f"{name}: apt-get fails: its words, what is missing, no test", p.returncode != 0 and ASKED not in p.stdout and
             "E: no space left" in p.stderr and "not installed: " in p.stderr, said(p))
    home = machine("gcc", lists=False)
    p = make(home, "setup-check")
    case("a list that cannot be read is said and does not end it", p.returncode == 0 and "E: a list cannot be read" in p.stderr and
         "not all lists could be read" in p.stderr, said(p))


nothing_is_installed()
both_at_once()
done()
