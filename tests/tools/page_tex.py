# SPDX-License-Identifier: MIT
"""Whether a text that was seen is a record's text, mathematics included.

A record writes a formula as $…$, $$…$$, \\(…\\) or \\[…\\]. A built page shows it as \\(…\\) or $…$ for a script in the
browser, or as an element of a renderer, whose TeX page_read.py puts between OPEN and CLOSE. What stands outside formulas has to
be the same text; the TeX has to be the record's, sign by sign (exact), or the same tokens once what may be written in two ways is
written in one: normal() knows both ways of each sign, and nothing else."""
import functools
import re

OPEN, CLOSE = "\ue000", "\ue001"
PAIRS = (("$$", "$$"), (r"\(", r"\)"), (r"\[", r"\]"), ("$", "$"))
ENOUGH = 16                                            # formulas that may have been written as one

# What one side writes and the other may: to one of them.
SAME = {r"\vert": "|", r"\lvert": r"\lvert", r"\Vert": r"\|", r"\ast": "*", r"\lt": "<", r"\gt": ">", r"\lbrace": r"\{", r"\rbrace": r"\}",
        r"\cr": r"\\", r"\thinspace": r"\,", r"\negthinspace": r"\!", r"\space": "~", r"\ldots": "...", r"\ ": "~"}
TOKEN = re.compile(r"\\[A-Za-z]+|\\.|\s+|.", re.S)


@functools.lru_cache(maxsize=65536)
def normal(tex):
    """TeX as a string of tokens: blanks off, double writings to one."""
    tex = re.sub(r"\\mkern5mu(?![0-9])", lambda _: r"\;", tex)
    tex = re.sub(r"\\mkern4mu(?![0-9])", lambda _: r"\:", tex)
    tex = tex.replace(r"\>", r"\:")
    tokens = []
    for t in TOKEN.findall(tex):
        if t.isspace():
            continue
        tokens.append(SAME.get(t, t))
    out = "\x00".join(tokens)
    out = out.replace("\x00".join([r"\mathop", "{", r"\operatorname", "{"]), "\x00".join([r"\operatorname", "*", "{{"]))
    out = "".join(t if len(t) == 1 else t + " " for t in out.split("\x00"))
    out = re.sub(r"\\operatorname \*\{\{([^{}]*)\}\}", r"\\operatorname *{\1}", out)
    out = re.sub(r"\^\{((?:\\prime )+)", lambda m: "'" * m[1].count("prime") + "^{", out)
    out = re.sub(r"\^(\\prime )", "'", out)
    out = re.sub(r"('+)\^\{\}", r"\1", out)
    # A prime and a superscript are one superscript: x'^2 and x^{\prime 2}.
    out = re.sub(r"('+)\^([^{\\])", r"\1^{\2}", out)
    return out.replace("{}", "").replace("... ", "...")


def _blanks(s, i):
    while i < len(s) and s[i] in " \n\t":
        i += 1
    return i


def _ends(s, i, close):
    """The places behind I where CLOSE could end a formula."""
    for _ in range(ENOUGH):
        at = s.find(close, i)
        if at < 0:
            return
        if close[0] != "$" or len(re.search(r"\\*$", s[:at][-20:])[0]) % 2 == 0:
            yield at
        i = at + len(close)


def _formulas(s, i, pairs):
    """Each formula that may begin at I of S: (body, place behind it)."""
    for opening, close in pairs:
        if s.startswith(opening, i):
            for at in _ends(s, i + len(opening), close):
                yield s[i + len(opening):at], at + len(close)


def _merged(body):
    """Formulas side by side written as one: without the dollars between them."""
    return re.sub(r"(?<!\\)(\$\$|\$\s*\$)", " ", body)


def _pieces(body):
    """A formula's body between the signs of text at its top: [TeX, sign, TeX, …]."""
    depth, out, at = 0, [], 0
    for m in TOKEN.finditer(body):
        t = m[0]
        depth += (t == "{") - (t == "}")
        if depth == 0 and len(t) == 2 and t[1] in "%#$&_" and t[0] == "\\":
            out += [body[at:m.start()], t[1]]
            at = m.end()
    return out + [body[at:]]


def _cut(seen, i, body):
    """Where SEEN goes on at I with the BODY of a record's formula, cut at its signs of text: the place behind it and the TeX between
    the signs; None if it does not."""
    pieces, found = _pieces(body), []
    for k, piece in enumerate(pieces):
        if k % 2:
            i = _blanks(seen, i)
            if not seen.startswith(piece, i):
                return None
            i += 1
        elif piece.strip() and normal(piece):
            start = _blanks(seen, i)
            tex, i = next(((tex, end) for tex, end in _formulas(seen, start, ((OPEN, CLOSE), ("$", "$")))
                           if tex == "?" or normal(tex) == normal(piece)), (None, None))
            if i is None:
                return None
            found.append(tex)
    return (i, found) if len(pieces) > 1 else None


def _folded(tex):
    return " ".join(tex.split())


def _matches(seen, i, record, j, exact):
    """Where a formula at I of SEEN that is one at J of RECORD ends in both, and the TeX of both: the shortest first."""
    form = _folded if exact else normal
    ours = ((OPEN, CLOSE), (r"\(", r"\)")) if exact else ((OPEN, CLOSE), (r"\(", r"\)"), ("$", "$"))
    for body, end in _formulas(record, j, PAIRS):
        merged = _merged(body)
        for tex, behind in _formulas(seen, i, ours):
            # Where two formulas became one, a blank may be between them or not.
            if tex == "?" or form(tex) == form(body) or \
               (merged != body and form(tex).replace(" ", "") == form(merged).replace(" ", "")):
                yield behind, end, ([tex], merged)
        cut = None if exact else _cut(seen, i, body)
        if cut:
            yield cut[0], end, (cut[1], body)


def _ways(seen, i, record, j, exact):
    """How both may go on at a sign that may begin a formula."""
    yield from _matches(seen, i, record, j, exact)
    if seen[i] == record[j]:
        yield i + 1, j + 1, None


def formulas(seen, record, exact, far=None):
    """The formulas of SEEN, each with the RECORD's TeX; None: SEEN is not RECORD. Formulas that are shown as text are the text
    that they are: where a formula may begin, both readings are followed. FAR (a list): how far they were followed, in both."""
    ways, path, tried = [iter([(0, 0, None)])], [None], set()
    while ways:
        i, j, path[len(ways) - 1] = next(ways[-1], (None, None, None))
        if i is None:
            ways.pop()
            path.pop()
            continue
        while i < len(seen) and j < len(record) and record[j] not in "$\\" and seen[i] == record[j]:
            i, j = i + 1, j + 1
        if far is not None and [i, j] > far:
            far[:] = i, j
        if i >= len(seen) or j >= len(record):
            if seen[i:].strip() == record[j:].strip():
                return [(tex, p[1]) for p in path if p for tex in p[0]]
        elif record[j] in "$\\" and (i, j) not in tried:
            tried.add((i, j))
            ways.append(_ways(seen, i, record, j, exact))
            path.append(None)
    return None


def same_text(seen, record, exact):
    return seen == record or formulas(seen, record, exact) is not None
