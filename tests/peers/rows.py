# SPDX-License-Identifier: MIT
"""A row is a fault and what has to come of it; judge() plays it: the run with the fault, then one when all is well again, then one more.

Whatever the fault is: every paper is on the page, those that were answered with their summary, those that were not as waiting and why;
the key is nowhere; the second run asks for what is missing and nothing else; the third asks nothing.
"""
import re
from collections import Counter, namedtuple

from papers import ALL, Home
from tap import case, equal

Row = namedtuple("Row", "name steps options alone asks waits says page again after chaos", defaults=[{}, (), 0, {}, "", None, None, None, "", None])
# name                 of the case
# steps {letter: […]}  what the server does with a paper's first, second … request; behind the last it answers well; ALWAYS as the last: it does not
# options              of digest, beyond the usual
# alone                the exit status of `digest summarize` if every paper meets the fault: nothing comes out, so it is the cause's own. (Of a whole
#                      run it is 3 if something waits, for a page came out; else 0.) 0: not tried
# asks {letter: n}     requests of a paper; 1 where it is not named; a function of the total number instead: for what cannot be told by paper
# waits                the letters that wait after the run; SAYS is said of them on standard error (a regular expression), PAGE on the page
# again                the letters that the second run asks for; None: those that wait
# after                the letters that still wait after it (rejected ones are not asked for again)
# chaos                of the server, for all requests


def said(r):
    return f"status {r.status}\n{r.msg}\nshown {r.shown}\nreasons {r.reasons}\nfaults {r.faults}"


def outcome(name, r, got, want):
    return case(name, got == want, f"got  {got}\nwant {want}\n{said(r)}")


def wants(asks, papers=ALL):
    return Counter({x: n for x, n in ((x, asks.get(x, 1)) for x in papers) if n})


def on_page(name, r, waits, says=None, page=None, papers=ALL):
    """Nothing is lost: each paper with its summary, or as waiting and why."""
    outcome(f"{name}: the page", r, (r.faults, r.shown), ([], {x: "waits" if x in waits else "done" for x in papers}))
    if page:
        case(f"{name}: the page says why", all(re.search(page, r.reasons.get(x, "")) for x in waits), said(r))
    if says is not None:
        case(f"{name}: standard error says why, without a strange sign", re.search(says, r.msg) and not re.search(r"[^\x20-\x7e\n\u3000-\uffef]", r.msg), said(r))


def judge(row, load, asked, words, key=None, config="", totals=False):
    """LOAD(steps, chaos): make the server so, counts from 0. ASKED(): Counter of requests by letter since then. WORDS: options
    that name the endpoint. TOTALS: the server cannot tell requests by paper."""
    count = (lambda letters: Counter({"all": len(letters)})) if totals else Counter
    home = Home(config=config)
    keys = {"key": key} if key else {}
    load(row.steps, row.chaos)
    r = home.run(*words, *row.options, **keys)
    status = 3 if row.waits else 0
    case(f"{row.name}: exit status {status}", r.status == status, said(r))
    got = asked()
    if callable(row.asks):
        case(f"{row.name}: number of requests", row.asks(sum(got.values())), got)
    elif totals:
        equal(f"{row.name}: number of requests", sum(got.values()), sum(wants(row.asks).values()))
    else:
        equal(f"{row.name}: requests of each paper", got, wants(row.asks))
    on_page(row.name, r, row.waits, row.says, row.page)
    leaks = home.leaks(r, **keys)
    load({}, None)
    again = row.waits if row.again is None else row.again
    second = home.run(*words, **keys)
    then = (second.status, asked())
    case(f"{row.name}: all is well again: asks for what is missing", then == (3 if row.after else 0, count(again)), f"{then}\n{said(second)}")
    on_page(f"{row.name}: all is well again", second, row.after)
    load({}, None)
    third = home.run(*words, **keys)
    equal(f"{row.name}: nothing is paid for twice", (third.status, asked()), (3 if row.after else 0, count("")))
    equal(f"{row.name}: the key is nowhere", leaks + home.leaks(second, **keys), [])
    if row.alone:
        load(row.steps if isinstance(row.steps, str) else {x: step for x in ALL for step in list(row.steps.values())[:1]}, row.chaos)
        alone = Home(config=config)
        alone.fetch()
        r = alone.summarize(*words, *row.options, **keys)
        case(f"{row.name}: digest summarize alone: exit status {row.alone}", r.status == row.alone and not r.out, said(r))
