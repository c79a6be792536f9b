# SPDX-License-Identifier: MIT
"""Counted lines for whole runs: a test program prints TAP (testanything.org), tests/run adds up.

    from tap import case, skip, done, run, DIGEST, SHARED
    case("name", got == want, "what was seen")       # one counted case
    done()                                           # at the end: exit status
"""
import os
import shlex
import signal
import subprocess
import sys
import tempfile
import time

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
DIGEST = os.environ.get("DIGEST", os.path.join(ROOT, "build", "digest"))
SHARED = os.environ.get("DIGEST_SHARED", os.path.join(os.path.dirname(ROOT), "shared"))

# Programs heed the signals that they are sent, also where whoever called had them ignored (nohup, a shell's background): what is
# caught here is at its default in a child.
for _signal in (signal.SIGHUP, signal.SIGINT, signal.SIGTERM, signal.SIGQUIT):
    if signal.getsignal(_signal) == signal.SIG_IGN:
        signal.signal(_signal, lambda *_: None)

with open(DIGEST, "rb") as _f:
    SANITIZED = b"__asan_init" in _f.read()  # a sanitizer keeps freed memory: how much is used says nothing

# `tests/run -k WORD`: only the cases whose name has it are printed, each with the commands that were run for it.
CASE = os.environ.get("CASE", "")

_n = 0
_bad = 0
_ran = []


def case(name, ok, detail=""):
    """One counted case. DETAIL is shown when it failed."""
    global _n, _bad
    name = name.replace("\n", " ").replace("#", "")
    ran = _ran[-5:]
    _ran.clear()
    if CASE not in name:
        return ok
    _n += 1
    print(("ok" if ok else "not ok"), _n, "-", name)
    if not ok:
        _bad += 1
        for line in str(detail).splitlines()[:40]:
            print("#   " + line[:400])
    if CASE:
        for line in ran:
            print("#   ran: " + line)
    sys.stdout.flush()
    return ok


def equal(name, got, want):
    """GOT is WANT; shows both, from where they part."""
    if got == want:
        return case(name, True)
    at = next((i for i, (a, b) in enumerate(zip(got, want)) if a != b), min(len(got), len(want))) \
        if hasattr(got, "__getitem__") and hasattr(want, "__getitem__") and type(got) is type(want) and not isinstance(got, dict) else 0
    show = (lambda x: repr(x[max(0, at - 60):at + 140])) if at else repr
    return case(name, False, f"at {at}\ngot  {show(got)}\nwant {show(want)}")


def skip(name, why):
    """A case that cannot run here; it says so."""
    global _n
    if CASE not in name:
        return
    _n += 1
    print("ok", _n, "-", name.replace("#", ""), "# SKIP", why)


def shared(path):
    """The path of a file of the shared corpus, or None."""
    p = os.path.join(SHARED, path)
    return p if os.path.exists(p) else None


# `make check-long`: whole collections, where `make check` takes what it can read in seconds.
LONG = bool(os.environ.get("LONG"))


def done():
    print(f"1..{_n}")
    sys.exit(1 if _bad else 0)


class Run:
    """What a run of a command left: status, out, err (bytes), rss (peak KiB), seconds."""


def scratch():
    """A folder that is this test program's own; tests/run removes it."""
    return tempfile.mkdtemp(dir=os.environ.get("TMPDIR"))


def clean_env(home, **more):
    """As cron gives it: nothing but PATH and HOME, and what the case needs."""
    env = {"PATH": "/usr/local/bin:/usr/bin:/bin", "HOME": home}
    for name in ("ASAN_OPTIONS", "UBSAN_OPTIONS", "LSAN_OPTIONS"):
        if name in os.environ:
            env[name] = os.environ[name]
    env.update(more)
    return env


def at(now, *args):
    """ARGS, a command's word first if there is one, for a run at NOW (seconds since 1970; None: the machine's time)."""
    words = [str(a) for a in args]
    first = 0 if not words or words[0].startswith("-") else 1
    return words if now is None else words[:first] + ["--test-clock", str(now)] + words[first:]


def clocked(path, now):
    """Make PATH a program that is digest at NOW, whatever its arguments."""
    with open(path, "w", encoding="utf-8") as f:
        f.write(f'#!/bin/sh\nexec "{os.path.abspath(DIGEST)}" "$@" --test-clock {now}\n')
    os.chmod(path, 0o755)


def run(*args, stdin=b"", env=None, cwd=None, timeout=600, program=None, home=None, now=None):
    """Run digest with ARGS, at NOW, in an empty environment; never through a shell."""
    home = home or cwd or scratch()
    argv = [program or DIGEST] + at(now, *args)
    _ran.append(shlex.join(argv) + (f" <<< {stdin[:2000]!r}" if isinstance(stdin, bytes) and stdin else ""))
    r = Run()
    t0 = time.monotonic()
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        p = subprocess.Popen(argv, stdin=subprocess.PIPE if isinstance(stdin, bytes) else stdin, stdout=out, stderr=err,
                             env=env if env is not None else clean_env(home), cwd=cwd)
        try:
            if isinstance(stdin, bytes):
                try:
                    p.stdin.write(stdin)
                    p.stdin.close()
                except BrokenPipeError:
                    pass
            deadline = time.monotonic() + timeout
            while True:
                pid, status, usage = os.wait4(p.pid, os.WNOHANG)
                if pid:
                    break
                if time.monotonic() > deadline:
                    p.kill()
                    pid, status, usage = os.wait4(p.pid, 0)
                    break
                time.sleep(0.002)
            p.returncode = os.waitstatus_to_exitcode(status)
        finally:
            if p.returncode is None:
                p.kill()
                p.wait()
        r.seconds = time.monotonic() - t0
        r.status, r.rss = p.returncode, usage.ru_maxrss
        out.seek(0), err.seek(0)
        r.out, r.err = out.read(), err.read()
    r.text, r.msg = r.out.decode("utf-8", "replace"), r.err.decode("utf-8", "replace")
    return r
