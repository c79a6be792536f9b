#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""Nothing is loaded that a command does not use: libcurl when something is asked for, libxml2 when XML or HTML is read. The dynamic
linker says what it maps (LD_DEBUG); readelf what the program is linked to. A library that cannot be used is named, with what to do."""
import glob
import os
import re
import subprocess
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "tools"))
from peak import peak
from tap import DIGEST, ROOT, SANITIZED, case, clean_env, done, equal, run, scratch, skip

HEAVY = ("libcurl", "libxml2")
HOME = scratch()
FEED = f"{ROOT}/data/sample/feed.xml"


def loaded(name, *args):
    """The exit status, and which of HEAVY the process mapped."""
    log = os.path.join(HOME, "ld")
    r = run(*args, cwd=HOME, env=clean_env(HOME, LD_DEBUG="files", LD_DEBUG_OUTPUT=log))
    said = ""
    for path in glob.glob(log + ".*"):
        with open(path, encoding="utf-8", errors="replace") as f:
            said += f.read()
        os.remove(path)
    case(f"{name}: the linker says what it maps", "libc.so" in said, said[:300])
    return r.status, [x for x in HEAVY if re.search(rf"file={x}\b", said)]


dynamic = subprocess.run(["readelf", "-d", DIGEST], stdout=subprocess.PIPE, text=True, check=True).stdout
case("the program is linked to neither", "libsqlite3" in dynamic and not any(x in dynamic for x in HEAVY), dynamic)
notes = subprocess.run(["readelf", "-p", ".note.dlopen", DIGEST], stdout=subprocess.PIPE, text=True, check=True).stdout
case("and says to package builders that it loads them", all(re.search(rf'"soname":\["{x}\.so\.[0-9.]+"\]', notes) for x in HEAVY), notes)

run("fetch", "--input", FEED, "--store", "s.db", cwd=HOME)
for want, status, *args in (
        ([], 0, "--version"), ([], 0, "--help"), ([], 0, "help", "categories"),
        ([], 0, "render", "--store", "s.db", "--all"), ([], 0, "render", "--store", "s.db", "--all", "--format", "html"),
        ([], 0, "status", "--store", "s.db"), ([], 0, "search", "--store", "s.db", "the"), ([], 0, "export", "--store", "s.db", "--all"),
        (["libxml2"], 0, "fetch", "--store", "none", "--json", "--input", FEED),
        (["libcurl"], 69, "-c", "cs.CL", "--store", "n.db", "--arxiv-url", "http://127.0.0.1:1")):
    equal(" ".join(args[:2]).replace(ROOT, ""), loaded(" ".join(args[:2]), *args), (status, want))

ROWS, STORE = 5 * 1024, 6 * 1024  # KiB: what needs its tables of rows alone, what reads a small store
for most_allowed, args in ((ROWS, ["--version"]), (ROWS, ["--help"]), (STORE, ["status", "--store", "s.db"]), (STORE, ["render", "--store", "s.db", "--all"])):
    if SANITIZED:
        skip(f"memory of {args[0]}", "a sanitizer's own memory is counted, too")
    else:
        status, most = peak(HOME, "out", *args)
        case(f"{args[0]}: at most {most_allowed} KiB: {most}", status == 0 and most <= most_allowed)


def broken(soname, source, *args):
    """A run that finds in the place of SONAME what SOURCE compiles to; None: a file that is no library."""
    place = scratch()
    if source is None:
        with open(f"{place}/{soname}", "w", encoding="ascii") as f:
            f.write("no library\n")
    else:
        subprocess.run(["cc", "-shared", "-fPIC", f"-Wl,-soname,{soname}", "-o", f"{place}/{soname}", "-x", "c", "-"], input=source, text=True, check=True)
    return run(*args, cwd=HOME, env=clean_env(HOME, LD_LIBRARY_PATH=place))


SONAMES = {library: soname for soname, library in re.findall(r'"soname":\["((libcurl|libxml2)[^"]*)"', notes)}
for library, args in (("libcurl", ["-c", "cs.CL", "--store", "n.db", "--arxiv-url", "http://127.0.0.1:1"]),
                      ("libxml2", ["fetch", "--store", "none", "--json", "--input", FEED])):
    if SANITIZED:
        skip(f"{library} that cannot be loaded", "the sanitizer's own libraries come first")
        continue
    r = broken(SONAMES[library], None, *args)
    case(f"{library} that cannot be loaded: 74, named, and what to do", r.status == 74 and f"{SONAMES[library]} cannot be loaded: is the library installed?" in r.msg, f"{r.status} {r.msg}")
    r = broken(SONAMES[library], "int of_another_version;", *args)
    case(f"{library} of another version: 74, and what it lacks", r.status == 74 and re.search(rf"{SONAMES[library]} is another version .* has no [a-z]+", r.msg), f"{r.status} {r.msg}")
done()
