# SPDX-License-Identifier: MIT
"""The records that generators are given, and what their pages have to say: hostile ones of our own, always; from the shared corpus the
torture records; all hazards and 300 of papers-sample in the long targets, `make check-long` and `make check-generators`."""
import glob
import os
import random

import page_want
from gfm_read import fold
from made import asked_in_vain
from tap import LONG, case, run, shared, skip

DAY = "2024-03-01"
A_PAGE = 250                                           # records
SEED, SAMPLE = 20240301, 300


class Source:
    """Records of one page, and what a page has to say of them."""

    def __init__(self, name, records):
        self.name = name
        self.path = page_want.write_records(name + ".jsonl", (dict(r, announced=DAY) for r in records))
        self.want, self.papers = page_want.wanted(self.path)
        case(f"{name}: all {len(records)} records are read", len(self.want) == len(records) > 0, len(self.want))

    def page(self, *options):
        r = run("render", "--store", "none", *options, self.path)
        return r.out if r.status == (3 if asked_in_vain(self.path) or any(map(page_want.lacks, self.want)) else 0) else b"(no page) " + r.err


def texts_everywhere(texts):
    """Records with each of TEXTS in each field once, beside texts that are not the same."""
    n = len(texts)
    for i, text in enumerate(texts):
        other = [texts[(i * k + k) % n] for k in (3, 5, 7, 11)]
        yield {"id": f"2401.{i + 1:05}", "title": text if fold(text) else "x", "abstract": other[0], "link": f"https://arxiv.org/abs/2401.{i + 1:05}",
               "summary": {"title": other[1], "tldr": text, "tldr_en": other[2], "abstract": other[3]}}


def torture():
    path = shared("corpus/torture.jsonl")
    return page_want.records_of(path) if path else []


def hazards():
    """The records of all hazards' files, which overlap."""
    seen, out = set(), []
    for path in sorted(glob.glob(os.path.join(shared("corpus/hazards") or "/nowhere", "*.jsonl"))):
        for r in page_want.records_of(path):
            key = repr(sorted((k, str(v)) for k, v in r.items() if not k.startswith("_")))
            if key not in seen:
                seen.add(key)
                out.append(r)
    return out


def corpus_records():
    """[(name, records)] of the shared corpus."""
    out = []
    for name, records in (("torture", torture), *((("hazards", hazards), ("sample", sample)) if LONG else ())):
        records = records()
        if records:
            out.append((name, records))
        else:
            skip(name, "../shared/corpus is not there")
    return out


def sample():
    path = shared("corpus/papers-sample.jsonl")
    return random.Random(SEED).sample(page_want.records_of(path), SAMPLE) if path else []


def sources(own):
    """A Source a page: OWN records, then the corpus's."""
    out = [Source("own", list(own))]
    for name, records in corpus_records():
        for i in range(0, len(records), A_PAGE):
            out.append(Source(f"{name}-{i // A_PAGE + 1}" if len(records) > A_PAGE else name, records[i:i + A_PAGE]))
    return out
