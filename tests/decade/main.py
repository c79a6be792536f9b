#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""Years of nights with everything that goes wrong in them; tests/tools/decade/judge.py says what is counted.

    main.py [--seed 1,2,3] [--nights 2600] [--faults stale:10,outage:3,…] [--jobs 2] [--night N --keep DIR] [--from N] [--streams new,all]
              [--start DAY] [--held SHARE] [--no-twin] [--no-check] [--log FILE] [--kinds]

--faults   in how many of a hundred nights one of a kind begins; `default,stale:20`, `all:2`, `none`; --kinds lists them
--night    replay: run one seed up to this night, show what happened in the last nights, and leave in DIR: `before` (as it was before that
           night), `disturbed`, `twin`, the log
--from     the homes begin on this night, in the same world with the same faults: what went wrong late in ten years is mostly seen again in a minute
Seeds run side by side, each a process. Output: TAP, a table, the first wrong pages of each seed, and last "N passed, N failed".
Kills come at moments that the machine's speed decides; all else is the same for the same seed, number of nights and mix."""
import argparse
import json
import os
import shlex
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from datetime import date

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "..", "tools"))

COLUMNS = (("seed", "seed"), ("nights", "nights"), ("runs", "runs"), ("pages", "pages"), ("wrong", "nights with a wrong page"), ("silent", "nights with a wrong page that ended with 0"),
           ("missing", "units on no page"), ("two", "units on more pages than announced"), ("differ", "pages that differ after quiet nights"),
           ("told", "pages that differ and say so, no road could tell"), ("doubt", "pages that are right and doubt"), ("lost", "edits lost"), ("alarms", "false alarms of the undisturbed world"),
           ("twin", "pages wrong in the undisturbed world"), ("requests", "requests, disturbed"), ("calm", "requests, undisturbed"), ("more", "undisturbed runs that ask for more than a feed and a list of a category"),
           ("seconds", "seconds"))


def seeds(text):
    found = []
    for part in text.replace(",", " ").split():
        a, dash, b = part.partition("-")
        found += range(int(a), int(b) + 1) if dash and a else [int(part)]
    if not found:
        raise ValueError("no seed")
    return list(dict.fromkeys(found))


def arguments():
    a = argparse.ArgumentParser(formatter_class=argparse.RawDescriptionHelpFormatter, description=__doc__)
    a.add_argument("--seed", default="1,2,3")
    a.add_argument("--nights", type=int, default=2600)
    a.add_argument("--faults", default="")
    a.add_argument("--jobs", type=int, default=min(os.cpu_count() or 1, 8))
    a.add_argument("--night", type=int)
    a.add_argument("--keep")
    a.add_argument("--from", type=int, default=0, dest="begin")
    a.add_argument("--streams", default="new,all")
    a.add_argument("--start", type=date.fromisoformat)
    a.add_argument("--held", type=float, default=0.04)
    a.add_argument("--no-twin", action="store_true")
    a.add_argument("--no-check", action="store_true", help="leave out the check of the judge itself")
    a.add_argument("--program")
    a.add_argument("--log")
    a.add_argument("--kinds", action="store_true")
    a.add_argument("--one", help=argparse.SUPPRESS)
    o = a.parse_args()
    if o.nights < 4:
        a.error("--nights: at least 4; the last three are quiet")
    try:
        o.seeds = seeds(o.seed)
    except ValueError:
        a.error(f"--seed {o.seed}: whole numbers, as 1,2,3 or 1-8")
    if not 0 <= o.begin < o.nights - 3 or (o.night is not None and o.night < o.begin):
        a.error("--from: a night before the last three, and before --night")
    if o.night is not None and (len(o.seeds) != 1 or not o.keep):
        a.error("--night wants one --seed, and --keep DIR")
    return a, o


def options(o, seed):
    from decade import faults, home, simulate
    p = simulate.Options()
    p.seed, p.nights, p.mix, p.first, p.twin, p.held = seed, o.nights, faults.parse(o.faults), o.start, not o.no_twin, o.held
    by_name = {"new": home.NEW, "all": home.ALL}
    p.streams = tuple(by_name[n] for n in o.streams.split(",") if n)
    p.stop, p.keep, p.begin, p.program = o.night, o.keep, o.begin, o.program
    return p


def simulated(o, seed):
    """In this process: what came out, as JSON has it."""
    from decade import simulate
    p = options(o, seed)
    with open(o.log or os.devnull, "w", encoding="utf-8") as log:
        p.log = log if o.log else None
        r = simulate.Simulation(p).run(lambda n, r: print(f"# seed {seed}: {n} nights, {len(r.silent_nights)} silently wrong", file=sys.stderr, flush=True))
    return r.as_json()


def one(o, seed, to):
    """In a process of its own: into the file TO."""
    found = simulated(o, seed)
    with open(to, "w", encoding="utf-8") as f:
        json.dump(found, f)


def selfcheck_all(case):
    from decade import selfcheck
    selfcheck.all(case)


def start(o, seed, folder):
    to = os.path.join(folder, f"{seed}.json")
    argv = [sys.executable or "/usr/bin/python3", os.path.abspath(__file__), "--one", to, "--seed", str(seed), "--nights", str(o.nights), f"--faults={o.faults}",
            "--streams", o.streams, "--held", str(o.held), "--from", str(o.begin)]
    argv += ["--start", str(o.start)] if o.start else []
    argv += ["--no-twin"] if o.no_twin else []
    argv += ["--program", o.program] if o.program else []
    argv += ["--log", f"{o.log}.{seed}"] if o.log else []
    p = subprocess.run(argv, stdin=subprocess.DEVNULL)
    if p.returncode:
        return {"seed": seed, "failed": p.returncode}
    with open(to, encoding="utf-8") as f:
        return json.load(f)


def judge_seed(case, r):
    s = f"seed {r['seed']}:"
    if "failed" in r:
        case(f"{s} the simulation ends", False, f"it ended with {r['failed']}")
        return
    if r["twin_nights"]:
        case(f"{s} undisturbed: every night ends with 0 and not a word, no page shows a doubt", not r["alarms"], "\n".join(map(str, r["alarms"][:10])))
        case(f"{s} undisturbed: every page is right every night", not r["twin"], "\n".join(r["twin_shown"]))
        case(f"{s} undisturbed: no run asks for more than a feed and a list of a category", not r["more"], "\n".join(r["more"][:10]))
    case(f"{s} no paper is on no page after three quiet nights", not r["missing"], "\n".join(r["missing_shown"]))
    case(f"{s} no paper is on two pages after three quiet nights", not r["two"], "\n".join(r["two_shown"]))
    case(f"{s} no page differs from the undisturbed world's after three quiet nights", not r["differ"], "\n".join(r["differ_shown"]))
    case(f"{s} no night with a wrong page ended with 0", not r["silent"], "\n".join(x for x in r["findings"][:10] if "SILENT" in x))
    case(f"{s} what a person wrote stays", not r["lost"], "\n".join(r["lost_shown"]))
    case(f"{s} each run ends by itself", not r["hung"], f"{r['hung']} did not")


# What has to be 0, and what is told beside it: the last thing that is printed.
DEMANDED = ("missing", "two", "differ", "silent", "alarms", "twin", "more", "lost")


def findings(results):
    for r in results:
        for line in r.get("findings", [])[:10]:
            print(f"# seed {r['seed']} {line}"[:300])
        if r.get("findings"):
            print(f"# seed {r['seed']} replay one: make check-decade SEED={r['seed']} NIGHT=… KEEP=/tmp/night, with the same NIGHTS and FAULTS")


def table(results):
    """A row a count, a column a seed."""
    number = lambda v: str(len(v) if isinstance(v, list) else v)
    rows = [(("must be 0: " if name in DEMANDED else "") + about, [number(r.get(name, "-")) for r in results]) for name, about in COLUMNS]
    rows = rows[:1] + sorted(rows[1:], key=lambda row: not row[0].startswith("must"))
    width = max(len(x) for _, values in rows for x in values)
    for about, values in rows:
        print(f"# {about:86}" + "".join(x.rjust(width + 2) for x in values))


def main():
    from decade import faults
    parser, o = arguments()
    if o.kinds:
        for name, (percent, about) in faults.KINDS.items():
            print(f"{name:8} {percent:3}  {about}")
        return 0
    try:
        mix = faults.parse(o.faults)
        options(o, 1)
    except (faults.BadFaults, KeyError) as e:
        parser.error(str(e))
    if o.one:
        one(o, o.seeds[0], o.one)
        return 0
    if o.night is not None:
        return replay(o)
    import tap
    passed = failed = 0

    def case(name, ok, detail=""):
        nonlocal passed, failed
        passed, failed = passed + bool(ok), failed + (not ok)
        return tap.case(name, ok, detail)
    if not o.no_check:
        selfcheck_all(case)
    print("# " + " ".join(f"{k}:{v:g}" for k, v in mix.items()), flush=True)
    with tempfile.TemporaryDirectory() as folder, ThreadPoolExecutor(max(1, o.jobs)) as pool:
        results = list(pool.map(lambda s: start(o, s, folder), o.seeds))
    for r in results:
        judge_seed(case, r)
    findings(results)
    table(results)
    print(f"1..{passed + failed}\n{passed} passed, {failed} failed")
    return 1 if failed else 0


def replay(o):
    from decade import simulate
    p = options(o, o.seeds[0])
    p.log = open(o.keep.rstrip("/") + ".log", "w", encoding="utf-8")
    s = simulate.Simulation(p)
    r = s.run()
    p.log.close()
    with open(p.log.name, encoding="utf-8") as f:
        lines = f.readlines()
    begin = next((i for i, x in enumerate(lines) if x.startswith("# night ") and int(x.split()[2]) >= o.night - 4), 0)
    sys.stdout.writelines(lines[begin:])
    for f in r.findings:
        if f.night >= o.night - 4:
            print(f.line())
    moment = s.calendar.rows[o.night][1]
    for stream in p.streams:
        print(f"\n# the last run of {stream.name}:\n" + shlex.join(s.home.argv(stream, moment, moment)[0]))
    print(f"\n# {o.keep}/before: as it was before night {o.night}; {o.keep}/disturbed: after it; {p.log.name}: all nights")
    return 0


if __name__ == "__main__":
    sys.exit(main())
