#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""digest star and unstar: lists of papers as plain text, and interests that learn from them."""
import json
import os
import re
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "tools"))
from made import write  # noqa: E402
from tap import DIGEST, case, clean_env, done, equal, run, scratch  # noqa: E402
import subprocess  # noqa: E402

HOME = scratch()
LISTS = os.path.join(HOME, ".local/share/digest/starred")


def digest(*args):
    return run(*args, home=HOME)


def text_of(name):
    with open(f"{LISTS}/{name}.txt", encoding="utf-8") as f:
        return f.read()


def without_a_store():
    r = digest("star", "2402.17010v2", "https://arxiv.org/abs/hep-th/9901001", "2402.17010")
    case("star: without a store", r.status == 0 and r.out == b"" and "2 of 3 papers put in" in r.msg, (r.status, r.msg))
    equal("star: an identifier a line, without its version", text_of("default"), "2402.17010\nhep-th/9901001\n")
    r = digest("star", "2402.17010", "--quiet")
    equal("star: twice changes nothing", (r.status, r.err, text_of("default")), (0, b"", "2402.17010\nhep-th/9901001\n"))
    # What a person wrote stays: remarks, an address, an end without a line feed.
    write(f"{LISTS}/rag.txt", "# to read\n\nhttps://arxiv.org/abs/2403.00001v3  # first\nno paper at all\n2403.00002")
    digest("star", "2403.00003", "2403.00001", "--as", "rag")
    equal("star: a list of one's own", text_of("rag"), "# to read\n\nhttps://arxiv.org/abs/2403.00001v3  # first\nno paper at all\n2403.00002\n2403.00003\n")
    r = digest("unstar", "2403.00001v1", "2403.00002", "2403.00009", "--as", "rag")
    equal("unstar", (r.status, text_of("rag")), (0, "# to read\n\nno paper at all\n2403.00003\n"))
    case("unstar: how many", "2 of 3 papers taken out" in r.msg, r.msg)
    r = digest("unstar", "2403.00001", "--as", "none")
    equal("unstar: no such list", (r.status, os.path.exists(f"{LISTS}/none.txt")), (0, False))


def faults():
    rows = [
        (["star"], 2, "star: say which papers (digest star 2402.17010)"), (["unstar", "--as", "x"], 2, "unstar: say which papers"),
        (["star", "nonsense"], 2, '"nonsense" is not an arXiv identifier'), (["star", "local:mine"], 2, "local:mine: lists have papers of arXiv's alone"),
        (["star", "2402.17010", "--as", "../x"], 2, '--as: "../x" is no name for a list'), (["star", "2402.17010", "--as", ".x"], 2, '".x" is no name'),
        (["star", "2402.17010", "--as", "a b"], 2, '"a b" is no name'), (["star", "2402.17010", "--as", "x" * 101], 2, "is no name for a list"),
        (["star", "2402.17010", "--as="], 2, "--as: needs a value"), (["show", "nonsense"], 2, 'digest: "nonsense" is not an arXiv identifier'),
    ]
    for args, status, words in rows:
        r = digest(*args)
        case(f"faults: {' '.join(args)[:40]}", r.status == status and words in r.msg and not r.out, (r.status, r.msg))
    os.makedirs(f"{LISTS}/folder.txt")
    r = digest("star", "2402.17010", "--as", "folder")
    case("faults: a folder in its place", r.status == 74 and "folder.txt" in r.msg, (r.status, r.msg))
    os.rmdir(f"{LISTS}/folder.txt")
    write(f"{LISTS}/large.txt", "# " + "x" * (64 << 20) + "\n")
    r = digest("star", "2402.17010", "--as", "large")
    case("faults: a list above the limit of libraries", r.status == 65 and "large.txt" in r.msg and os.path.getsize(f"{LISTS}/large.txt") > 64 << 20, (r.status, r.msg))
    os.remove(f"{LISTS}/large.txt")


def at_once():
    """Two dozen at a time: none is lost."""
    digest("star", "2404.00001", "--as", "many")
    running = [subprocess.Popen([DIGEST, "star", f"2404.{i:05}", "--as", "many", "--quiet"], env=clean_env(HOME)) for i in range(2, 26)]
    equal("at once: all end well", {p.wait() for p in running}, {0})
    equal("at once: none is lost", sorted(text_of("many").split()), [f"2404.{i:05}" for i in range(1, 26)])


def learned():
    """An interest takes its library from the list, and titles stand in it as remarks."""
    words = {"boats": "rudder keel sail mast hull", "cakes": "flour butter sugar oven icing"}
    made = []
    for t, text in enumerate(words.values()):
        w = text.split()
        made += [{"id": f"2611.00{t}{i:02}", "version": 1, "title": f"On {w[i % 5]}", "abstract": f"We study {w[(i + 1) % 5]} and {w[(i + 2) % 5]}.",
                  "authors": [{"name": "A B"}], "categories": ["cs.CL"], "announced": "2026-11-20", "announce_type": "new"} for i in range(10)]
    write(f"{HOME}/in.jsonl", "".join(json.dumps(p) + "\n" for p in made))
    digest("fetch", "--input", f"{HOME}/in.jsonl")
    digest("star", "2611.00101", "2611.00103", "2611.00105", "--as", "kitchen")
    equal("learned: titles as remarks", text_of("kitchen"), "2611.00101  # On butter\n2611.00103  # On oven\n2611.00105  # On flour\n")
    config = f"{HOME}/.config/digest/config"
    for name, library in ("cakes", "kitchen"), ("boats", "sea"):
        write(config, f"[interest {name}]\nlibrary = starred:{library}\n")
        if library == "sea":
            r = digest("render", "--all")
            case("learned: no such list is said", r.status == 3 and "sea.txt" in r.msg and r.out, (r.status, r.msg))
            digest("star", "2611.00001", "2611.00002", "2611.00004", "--as", "sea")
        page = digest("render", "--all").text
        order = list(dict.fromkeys(re.findall(r"abs/2611\.00(\d)\d\d", page)))
        equal(f"learned: {name} come first", order[0], "1" if name == "cakes" else "0")
        case(f"learned: {name} are why", f"似 {name}" in page and "starred" not in page, page[:800])
    page = digest("render", "--all", "--format", "html").text
    case("learned: the page has a place for stars", '<div class="kept" hidden>' in page and "<kbd>s</kbd>" in page)


without_a_store()
faults()
at_once()
learned()
done()
