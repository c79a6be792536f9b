#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""Years without a list of holidays: what is guessed wrong and what no guess can know, night by night; and --holidays FILE, which
corrects both. In the end each paper is on the page of its day, and no wrong night ends with 0."""
import os
import re
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "tools"))
from arxivtest import FakeArxiv
from fakearxiv import eastern
from nights import Home
from tap import case, clean_env, done, equal, run, scratch

WORDS = ("-c", "cs.CL", "--announce", "new", "-o", "posts/{date}.md", "--tries", "2")


def paper(day, hour=12):
    """Its number says when it came: 315 is one of March 15."""
    return {"id": f"27{day[5:7]}.{int(day[5:7] + day[8:]):05d}", "title": f"The paper of {day}", "categories": ["cs.CL"], "authors": ["A. Writer"],
            "abstract": f"This is what came on {day}. It says it in two sentences.", "versions": [{"submitted": f"{day}T{hour}:00:00Z"}]}


def pages(home):
    found, where = {}, f"{home.folder}/posts"
    for name in sorted(os.listdir(where)) if os.path.isdir(where) else []:
        with open(f"{where}/{name}", encoding="utf-8") as f:
            text = f.read()
        ids = sorted(set(re.findall(r"abs/(27\d\d\.\d{5})", text)))
        if ids:
            found[name[:10]] = (ids, bool(re.search("PARTIAL|STALE|FAILED", text)))
    return found


DEAF = [{"match": "/oai", "do": "503", "times": -1}]


def world(name, submitted, nights, closed=(), listed=None, quiet=False, deaf=()):
    """CLOSED: days on which arXiv does not mail; LISTED: those of the user's file. QUIET: each night ends with 0. DEAF: nights without OAI-PMH."""
    with FakeArxiv(papers=[paper(d) for d in submitted], life=120, holidays=",".join(closed) or None) as arxiv:
        home, said, exits = Home(arxiv, interval=2), [], []
        more = []
        if listed is not None:
            with open(f"{home.folder}/holidays.tsv", "w", encoding="ascii") as f:
                f.writelines(f"{d}\n" for d in listed)
            more = ["--holidays", "holidays.tsv"]
        want = {}
        truth = arxiv.truth(category="cs.CL")["days"]
        for day in nights:
            home.now = f"{day}T12:00:00Z"
            arxiv.control(now=home.now, quirks=DEAF if day in deaf else [])
            r = home.run(*WORDS, *more)
            exits.append(r.status)
            said.append(f"{day}: {r.status}\n{r.msg}")
            want = {d: sorted(t["new"]) for d, t in truth.items() if nights[0] <= d <= day and t["new"]}
            right = {d: ids for d, (ids, _) in pages(home).items()} == want
            case(f"{name}: {day}: right, or not 0", right or r.status != 0, f"has {pages(home)}\nwants {want}\n" + "\n".join(said))
        equal(f"{name}: each paper on its page, without a doubt in the end", pages(home), {d: (ids, False) for d, ids in want.items()})
        if quiet:
            equal(f"{name}: each night ends with 0", exits, [0] * len(exits))
        if "-v" in sys.argv:
            print("\n".join(said))


def worlds():
    # 2027-01-18 is guessed to be a holiday, so that the 19th has nothing. Here arXiv works that day.
    work = ("2027-01-14", "2027-01-15", "2027-01-18", "2027-01-19", "2027-01-20", "2027-01-21")
    nights = ("2027-01-18", "2027-01-19", "2027-01-20", "2027-01-21", "2027-01-22")
    world("a mailing on a day that was guessed a holiday", work, nights)
    world("the machine is off on that day", work, (nights[0],) + nights[2:])
    world("the machine is off on that day, and OAI-PMH the next", work, (nights[0],) + nights[2:], deaf=nights[2:3])
    world("the user's list has the year without that day", work, nights, listed=["2027-01-01"], quiet=True)
    # A day that no rule tells: on 2027-03-10, a Wednesday, arXiv is closed.
    work = ("2027-03-05", "2027-03-08", "2027-03-09", "2027-03-10", "2027-03-11", "2027-03-12")
    nights = ("2027-03-09", "2027-03-10", "2027-03-11", "2027-03-12", "2027-03-15")
    world("a holiday that no guess knows", work, nights, closed=["2027-03-10"])
    world("the machine is off that day", work, nights[:2] + nights[3:], closed=["2027-03-10"])
    world("the user's list has the day", work, nights, closed=["2027-03-10"], listed=["2027-01-01", "2027-03-10"], quiet=True)
    # Both are right: the guess, and the file that says the same.
    work, nights = ("2027-07-01", "2027-07-02", "2027-07-05", "2027-07-06", "2027-07-07"), ("2027-07-02", "2027-07-05", "2027-07-06", "2027-07-07", "2027-07-08")
    world("a guess that is right", work, nights, closed=["2027-07-05"], quiet=True)
    world("a guess that is right, and the machine is off", work, nights[:2] + nights[3:], closed=["2027-07-05"], quiet=True)
    world("a list that says the same", work, nights, closed=["2027-07-05"], listed=["2027-07-05"], quiet=True)


def never_got():
    """A day that is only guessed to be without is no day without papers."""
    with FakeArxiv(papers=[paper("2027-01-14"), paper("2027-01-18")], life=120) as arxiv:
        home = Home(arxiv, now="2027-01-18T12:00:00Z", interval=2)
        arxiv.control(now=home.now)
        home.run(*WORDS)
        home.now = "2027-01-22T12:00:00Z"
        r = home.run("render", "-c", "cs.CL", "--date", "2027-01-19")
        case("a guessed day that was never asked for: 66, and no page", r.status == 66 and not r.out and "2027-01-19: never got" in r.msg, (r.status, r.text[:200], r.msg))


def faults():
    home = scratch()
    rows = [("2027-02-30\tTue", "3: \"2027-02-30\" is no date"), ("2027-1-18", "3: \"2027-1-18\" is no date"), ("18.01.2027", "3: \"18.01.2027\" is no date"),
            ("2027-01-18\tTue", "3: 2027-01-18 is no \"Tue\""), ("2027-01-18\tMon\tKing", "3: \"King\" behind the weekday"), ("2027-01-18 2027-01-19", "3: 2027-01-18 is no \"2027-01-19\""),
            ("\n".join(["2027-01-18"] * 4001), "4002: more than 4000 days")]
    for text, words in rows:
        with open(f"{home}/list", "w", encoding="utf-8") as f:
            f.write(f"# days\n2027-01-01\tFri\n{text}\n")
        r = run("-c", "cs.CL", "--arxiv-url", "http://127.0.0.1:9", "--holidays", "list", cwd=home, env=clean_env(home))
        case(f"a list with {text[:24]!r}: 2, file and line", r.status == 2 and f"list:{words}" in r.msg, (r.status, r.msg))
    fine = "\ufeff# days\r\n\r\n2027-03-10 Wednesday  # closed\r\n2027-01-01\tFRI\r\n2027-01-01\n2025-07-06\tSun"
    with open(f"{home}/list", "w", encoding="utf-8") as f:
        f.write(fine)
    r = run("status", "--holidays", "list", cwd=home, env=clean_env(home))
    case("any order, long weekdays, remarks, a mark at the start and carriage returns are fine", r.status == 66, (r.status, r.msg))
    r = run("status", "--holidays", "none-such", cwd=home, env=clean_env(home))
    case("a list that is not there: 74, with its name", r.status == 74 and "none-such" in r.msg, (r.status, r.msg))
    with open(f"{home}/big", "w", encoding="ascii") as f:
        f.write("#\n" * 600000)
    r = run("status", "--holidays", "big", cwd=home, env=clean_env(home))
    case("a list that is too large: 65, with its name", r.status == 65 and "big" in r.msg, (r.status, r.msg))


def doctor():
    home = scratch()
    os.makedirs(f"{home}/.config/digest")
    now = str(eastern.parse("2027-03-05T12:00:00Z"))

    def doctor_says(config):
        with open(f"{home}/.config/digest/config", "w", encoding="utf-8") as f:
            f.write(config)
        return run("doctor", "--test-clock", now, cwd=home, env=clean_env(home))
    r = doctor_says("category = cs.CL\n")
    case("doctor names the option where the list has ended", r.status == 3 and "2027-03-05" in r.msg and "--holidays FILE" in r.msg and "availability.html" in r.msg, r.msg)
    with open(f"{home}/list", "w", encoding="ascii") as f:
        f.write("2027-01-01\tFri\n")
    r = doctor_says("category = cs.CL\nholidays = ~/list\n")
    case("doctor is content with the user's list", "days without mailing" not in r.msg and re.search(r"^holidays +well", r.text, re.M), (r.text, r.msg))
    with open(f"{home}/list", "w", encoding="ascii") as f:
        f.write("2027-01-01\tMon\n")
    r = doctor_says("category = cs.CL\nholidays = ~/list\n")
    case("doctor names the fault of the user's list", r.status == 2 and "list:1: 2027-01-01 is no" in r.msg, (r.status, r.msg))


worlds()
never_got()
faults()
doctor()
done()
