#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""Nights with everything that goes wrong in them, a short piece of what `make check-decade` runs for ten years; and the judge itself:
it finds what is wrong. What is counted says tools/decade/judge.py."""
import os
import sys
from argparse import Namespace
from datetime import date

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "decade"))
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "tools"))
import main
from tap import case, done

WORLDS = (
    # seed, nights, faults; a time whose holidays are listed
    (1, 40, "default,clock:0,stale:9"),
)


def few(seed, nights, mix):
    o = Namespace(seed=str(seed), nights=nights, faults=mix, streams="new", start=date(2025, 2, 3), held=0.04, no_twin=False, program=None, log=None, night=None, keep=None, begin=0)
    main.judge_seed(case, main.simulated(o, seed))


main.selfcheck_all(case)
for row in WORLDS:
    few(*row)
done()
