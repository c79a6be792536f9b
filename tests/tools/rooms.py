#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""rooms.py OBJECTS: what includes alone do not show of the map in src/README.md. OBJECTS is a build folder; the sources are those of the
working directory. Files of the program call each other in circles nowhere, rooms neither, headers do not include each other in circles,
and no file or room is longer than a reader bears. Who calls whom is read from the objects' symbols (nm), so that a declaration by hand
hides nothing. Prints what is wrong, a line each, and ends with 1."""
import collections
import glob
import os
import re
import subprocess
import sys

FILE_LINES, ROOM_LINES = 500, 5000
# Rules of a grammar call each other: a formula is made of formulas, a sign's rule looks at the text around it.
DESCENT = [
    {"tex/mathml", "tex/mathml_leaf", "tex/mathml_table", "tex/mathml_words"},
    {"tex/macros", "tex/tex"},
]


def circles(graph):
    """The strongly connected parts of more than one node (Tarjan), each sorted."""
    number, low, stack, on, found = {}, {}, [], set(), []

    def visit(node):
        number[node] = low[node] = len(number)
        stack.append(node)
        on.add(node)
        for to in graph.get(node, ()):
            if to not in number:
                visit(to)
                low[node] = min(low[node], low[to])
            elif to in on:
                low[node] = min(low[node], number[to])
        if low[node] == number[node]:
            part = stack[stack.index(node):]
            del stack[stack.index(node):]
            on.difference_update(part)
            if len(part) > 1:
                found.append(sorted(part))

    for node in sorted(graph):
        if node not in number:
            visit(node)
    return found


def name_of(path):
    """ "store/find" of a source or an object."""
    return "/".join(os.path.splitext(path)[0].split("/")[-2:])


def calls(objects, sources):
    """For each source file the files whose symbols it uses, with one of the symbols."""
    paths = [p for p in (f"{objects}/{os.path.splitext(s)[0]}.o" for s in sources) if os.path.exists(p)]
    missing = len(sources) - len(paths)
    out = subprocess.run(["nm", "-A", "-g", *paths], capture_output=True, text=True, check=True).stdout if paths else ""
    defined, used = {}, collections.defaultdict(set)
    for line in out.splitlines():
        path, rest = line.split(":", 1)
        kind, symbol = rest.split()[-2:]
        if kind == "U":
            used[name_of(path)].add(symbol)
        elif kind.isupper():
            defined[symbol] = name_of(path)
    graph = {name_of(p): {} for p in paths}
    for user, symbols in used.items():
        for symbol in sorted(symbols):
            if defined.get(symbol, user) != user:
                graph[user].setdefault(defined[symbol], symbol)
    return graph, missing


def includes(headers):
    graph = {}
    for path in headers:
        with open(path, encoding="utf-8") as f:
            named = re.findall(r'^#include "([^"]+)"', f.read(), re.M)
        near = [os.path.join(top, n) for n in named for top in ("include", ".", os.path.dirname(path))]
        graph[path] = [h for h in map(os.path.normpath, near) if h in headers]
    return graph


def lines(path):
    with open(path, "rb") as f:
        return f.read().count(b"\n")


def too_long(files):
    rooms = collections.Counter()
    for path in files:
        n = lines(path)
        rooms[path.split("/")[1]] += n
        if n > FILE_LINES:
            yield f"{path}: {n} lines; {FILE_LINES} are the most"
    for room, n in sorted(rooms.items()):
        if n > ROOM_LINES:
            yield f"src/{room}: {n} lines; {ROOM_LINES} are the most of a room"


def faults(objects):
    sources = sorted(s for s in glob.glob("src/*/*.c") if not s.startswith(("src/cli/main", "src/manual/")))
    headers = sorted(glob.glob("src/*/*.h")) + sorted(glob.glob("include/digest/*.h"))
    graph, missing = calls(objects, sources)
    if missing:
        yield f"{objects}: {missing} of {len(sources)} objects are not there: make all"
    for part in circles(graph):
        if not any(set(part) <= known for known in DESCENT):
            links = [f"{a} -> {b} ({graph[a][b]})" for a in part for b in part if b in graph[a]]
            yield "files call each other in a circle: " + ", ".join(links)
    between = collections.defaultdict(set)
    for user, to in graph.items():
        between[user.split("/")[0]] |= {b.split("/")[0] for b in to} - {user.split("/")[0]}
    for part in circles(between):
        yield "rooms call each other in a circle: " + ", ".join(part)
    for part in circles(includes(headers)):
        yield "headers include each other in a circle: " + ", ".join(part)
    yield from too_long(sorted(glob.glob("src/*/*.[ch]")))


if __name__ == "__main__":
    told = list(faults(sys.argv[1]))
    print("".join(f"{line}\n" for line in told), end="")
    sys.exit(bool(told))
