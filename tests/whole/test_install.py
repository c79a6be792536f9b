#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""make install and uninstall, from a copy of the tree: the installed program stands alone, and nothing is left after it."""
import os
import re
import shutil
import subprocess
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "tools"))
from made import chinese, lines, record, write
from tap import ROOT, case, clean_env, done, equal, run, scratch


def files(folder):
    return sorted(os.path.relpath(os.path.join(d, f), folder) for d, _, names in os.walk(folder) for f in names)


def make(tree, *words):
    return subprocess.run(["make", "--no-print-directory", f"B={tree}/out", f"CC={compiler}", "CFLAGS=-O0", *words], cwd=tree, env=clean_env(home, **keep),
                          stdin=subprocess.DEVNULL, capture_output=True, timeout=600, check=False)


home, base = scratch(), scratch()
compiler = os.environ.get("CC", "cc")
keep = {n: os.environ[n] for n in ("PKG_CONFIG_PATH",) if n in os.environ}
tree, root, prefix = f"{base}/tree", f"{base}/root", f"{base}/a prefix"
os.makedirs(tree)
for name in ("Makefile", "VERSION", "README.md", "README.zh.md", "NEWS.md", "LICENSE", "src", "include", "data", "docs", "templates"):
    (shutil.copytree if os.path.isdir(f"{ROOT}/{name}") else shutil.copy)(f"{ROOT}/{name}", f"{tree}/{name}")
write(f"{home}/p.jsonl", lines(record("2611.00001", "A Title", announced="2026-11-20", summary=chinese())))
want = run("render", f"{home}/p.jsonl", cwd=home)
case("the page of the program under test", want.status == 0 and want.out, want.msg)

# Built for a prefix and installed below a root that stands for it: a package's way. Nothing may be written elsewhere.
before = files(tree)
p = make(tree, "all", f"PREFIX={prefix}")
case("make with PREFIX", p.returncode == 0, p.stdout.decode() + p.stderr.decode())
equal("make writes below its build folder only", [f for f in files(tree) if not f.startswith("out/")], before)
p = make(tree, "install", f"PREFIX={prefix}", f"DESTDIR={root}")
case("make install DESTDIR", p.returncode == 0, p.stderr.decode())
staged = files(root)
case("DESTDIR: all lies below it, under the prefix", staged and all(("/" + f).startswith(prefix + "/") for f in staged) and not os.path.exists(prefix), staged)
below = [os.path.relpath("/" + f, prefix) for f in staged]
equal("installed: the program", [f for f in below if f.startswith("bin/")], ["bin/digest"])
equal("installed: documents", sorted(f for f in below if f.startswith("share/doc/")),
      sorted(f"share/doc/digest/{f}" for f in ("README.md", "README.zh.md", "NEWS.md", "LICENSE", "config.example", "data/README.md", "data/sample/summarizer",
                                               "templates/README.md", *(f"docs/{f}" for f in os.listdir(f"{tree}/docs")))))
for page in ("README.md", "README.zh.md", *(f"docs/{f}" for f in sorted(os.listdir(f"{tree}/docs")) if f.endswith(".md"))):
    folder = f"{root}/{prefix}/share/doc/digest"
    with open(f"{folder}/{page}", encoding="utf-8") as f:
        links = re.findall(r"\]\((?!https?:|#)([^)#]+)", f.read())
    equal(f"installed: {page}: no link leads nowhere", [n for n in links if not os.path.exists(os.path.join(folder, os.path.dirname(page), n))], [])
equal("installed: the manual and the completions", sorted(f for f in below if f.startswith(("share/man/", "share/bash-completion/", "share/zsh/", "share/fish/"))),
      sorted(["share/man/man1/digest.1", "share/bash-completion/completions/digest", "share/zsh/site-functions/_digest", "share/fish/vendor_completions.d/digest.fish"]))
equal("installed: systemd units", sorted(f for f in below if "systemd" in f), sorted("share/systemd/user/" + f for f in files(f"{tree}/data/systemd")))
equal("installed: every template", sorted(f for f in below if f.startswith("share/digest/templates/")),
      sorted("share/digest/templates/" + f for f in files(f"{tree}/templates")))
for f in staged:
    equal(f"permissions of {os.path.relpath('/' + f, prefix)}", os.stat(f"{root}/{f}").st_mode & 0o777, 0o755 if f.endswith("/bin/digest") else 0o644)

# What systemd reads is what was installed: it starts the program there, though the prefix has a blank.
for f in files(f"{root}{prefix}/share/systemd/user"):
    text = open(f"{root}{prefix}/share/systemd/user/{f}", encoding="utf-8").read()
    if f.endswith(".service"):
        equal(f"{f}: starts the installed program", [line.partition("=")[2].split(" --")[0] for line in text.splitlines() if line.startswith("ExecStart")], [f'"{prefix}/bin/digest"'])

# The version stands in one file; what repeats it agrees.
version = open(f"{tree}/VERSION", encoding="utf-8").read().strip()
equal("--version: the file VERSION's", run("--version", cwd=home).out.decode().split("\n")[0].split()[:2], ["digest", version])
equal("NEWS.md: its newest part", next(line for line in open(f"{tree}/NEWS.md", encoding="utf-8") if line.startswith("## ")), f"## {version}\n")
if os.path.exists(f"{ROOT}/debian/changelog"):
    equal("debian/changelog: its newest entry", open(f"{ROOT}/debian/changelog", encoding="utf-8").readline().split()[:2], ["digest", f"({version})"])

# A package names no source tree: what it has is where it was installed.
p = make(tree, "all", f"PREFIX={prefix}", "SOURCE_TREE=")
case("make SOURCE_TREE=", p.returncode == 0, p.stderr.decode())
case("a package's program does not hold the folder it was built in", tree.encode() not in open(f"{tree}/out/digest", "rb").read())
p = make(tree, "all", f"PREFIX={prefix}")

# In its place, with the tree gone: it finds its own templates.
p = make(tree, "install", f"PREFIX={prefix}")
case("make install PREFIX", p.returncode == 0, p.stderr.decode())
equal("the same files as below DESTDIR", files(prefix), sorted(below))
os.rename(tree, f"{base}/moved")
installed = f"{prefix}/bin/digest"
r = run("render", f"{home}/p.jsonl", cwd="/", home=home, program=installed)
case("installed: a page from anywhere, the source tree gone", r.status == 0 and r.out == want.out and r.err == b"", r.msg)
r = run("--version", cwd="/", home=home, program=installed)
equal("installed: its version", r.out, run("--version", cwd=home).out)
os.rename(f"{prefix}/share/digest/templates", f"{prefix}/share/digest/away")
r = run("render", f"{home}/p.jsonl", cwd="/", home=home, program=installed)
case("installed: without its templates: 2, and it says where it looked", r.status == 2 and f"{prefix}/share/digest/templates" in r.msg and f"{tree}/templates" in r.msg, r.msg)
os.rename(f"{prefix}/share/digest/away", f"{prefix}/share/digest/templates")

# And away again.
os.rename(f"{base}/moved", tree)
os.makedirs(f"{prefix}/share/doc/other")
for where in ([f"PREFIX={prefix}", f"DESTDIR={root}"], [f"PREFIX={prefix}"]):
    p = make(tree, "uninstall", *where)
    case(f"make uninstall {' '.join(w.split('=')[0] for w in where)}", p.returncode == 0, p.stderr.decode())
equal("nothing is left below DESTDIR", files(root), [])
equal("nothing is left below the prefix", files(prefix), [])
case("what others put there stays", os.path.isdir(f"{prefix}/share/doc/other"))
p = make(tree, "uninstall", f"PREFIX={prefix}")
case("make uninstall where nothing is installed", p.returncode == 0, p.stderr.decode())
done()
