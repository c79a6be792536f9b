# SPDX-License-Identifier: MIT
"""The API's search_query: a tree of what was asked, how the server echoes it, which papers match.

    field:word  field:"some words"  field:(…)  submittedDate:[A TO B]  AND OR ANDNOT NOT ( )
A missing operator is OR, a missing field is all:. Without parentheses AND and ANDNOT bind closer than OR."""
import calendar
import re
from datetime import datetime
from fnmatch import fnmatchcase

_FIELDS = {"ti": "ti", "title": "ti", "au": "au", "abs": "abs", "co": "co", "jr": "jr", "cat": "cat", "rn": "rn", "id": "id", "all": "all",
           "doi": "doi", "submittedDate": "date", "lastUpdatedDate": "date"}
_TOKEN = re.compile(r'\s*(?:([()])|([A-Za-z]+):(?=[^\s)])|"([^"]*)"|\[([^\]]*)\]|([^\s()":\[\]]+(?::[^\s()":\[\]]+)*))')
_WORD = re.compile(r"[^\W_]+(?:\*[^\W_]*)*")


class BadQuery(Exception):
    pass


def _tokens(text):
    at, out = 0, []
    text = text.strip()
    while at < len(text):
        m = _TOKEN.match(text, at)
        if not m or m.end() == at:
            raise BadQuery()
        group, field, phrase, span, word = m.groups()
        if field is not None and field not in _FIELDS:
            raise BadQuery()
        out.append(("group", group) if group else ("field", field) if field else ("span", span) if span is not None else
                   ("phrase", phrase) if phrase is not None else ("word", word))
        at = m.end()
    return out


class _Reader:
    def __init__(self, text):
        self.tokens, self.at = _tokens(text), 0

    def peek(self, *values):
        return self.at < len(self.tokens) and (not values or self.tokens[self.at][1] in values and self.tokens[self.at][0] in ("word", "group"))

    def take(self):
        if not self.peek():
            raise BadQuery()
        self.at += 1
        return self.tokens[self.at - 1]

    def any(self, field):
        terms = [self.both(field)]
        while self.peek() and not self.peek(")"):
            if self.peek("OR"):
                self.take()
            terms.append(self.both(field))
        return terms[0] if len(terms) == 1 else ("OR", terms)

    def both(self, field):
        left = self.one(field)
        while self.peek("AND", "ANDNOT", "NOT"):
            op = self.take()[1]
            if op == "AND" and self.peek("NOT"):
                op = self.take()[1]
            left = ("AND" if op == "AND" else "ANDNOT", [left, self.one(field)])
        return left

    def one(self, field):
        kind, value = self.take()
        if (kind, value) == ("group", "("):
            inner = self.any(field)
            if self.take() != ("group", ")"):
                raise BadQuery()
            return ("()", [inner])
        if kind == "field":
            return self.one(value)
        if kind == "group" or value in ("AND", "OR", "ANDNOT", "NOT"):
            raise BadQuery()
        return _term(field or "all", kind, value)


def _term(field, kind, value):
    name = _FIELDS[field]
    if (kind == "span") != (name == "date") and not (name == "date" and kind == "phrase"):
        raise BadQuery()
    if name == "date":
        return ("date", field, *_span(value))
    if value.startswith("*") and name != "cat":
        raise BadQuery()
    if name == "cat":
        return ("cat", field, value)
    if name in ("doi", "id"):
        return (name, field, value)
    words = _WORD.findall(value.replace("_", " ").lower())
    if not words:
        raise BadQuery()
    pattern = r"(?<!\w)" + r"\W+".join(re.escape(w).replace(r"\*", r"\w*") for w in words) + r"(?!\w)"
    return (name, field, value if kind == "word" else f'"{value}"', re.compile(pattern))


def _span(text):
    """Both ends included, to the minute as it is written: an end of 1200 leaves out what came at 12:00:30."""
    ends = [x.strip() for x in re.split(r"\s+TO\s+", text)]
    if len(ends) != 2 or not all(re.fullmatch(r"\d{4}(\d\d){0,4}", x, re.ASCII) for x in ends):
        raise BadQuery()
    low = ends[0] + "00000101000000"[len(ends[0]):][:12 - len(ends[0])] if len(ends[0]) < 12 else ends[0]
    high = ends[1]
    high += "12" if len(high) == 4 else ""
    try:
        if len(high) == 6:
            high += f"{calendar.monthrange(int(high[:4]), int(high[4:]))[1]:02d}"
        high += {8: "2359", 10: "59"}.get(len(high), "")
        return (f"[{text}]", *(calendar.timegm(datetime.strptime(x, "%Y%m%d%H%M").timetuple()) for x in (low, high)))
    except ValueError:
        raise BadQuery() from None


def parse(text):
    r = _Reader(text)
    if not r.peek():
        raise BadQuery()
    tree = r.any(None)
    if r.peek():
        raise BadQuery()
    return tree


def echo(tree):
    """As the server repeats it: every term with its field, every operator written out."""
    op = tree[0]
    if op == "()":
        return f"({echo(tree[1][0])})"
    if op in ("AND", "OR", "ANDNOT"):
        return f" {op} ".join(echo(t) for t in tree[1])
    return f"{tree[1]}:{tree[2]}"


# ---- Matching ----

def _texts(row):
    """A paper's searchable texts, lower-cased; kept with the paper."""
    p, n = row[2], row[3]
    key = ("search", n)
    if key not in p.cache:
        v = p.versions[n - 1]
        t = {"ti": v.title, "abs": v.abstract, "co": v.comment or "", "au": " ; ".join(a["name"] for a in p.authors),
             "jr": p.more.get("journal_ref", ""), "rn": p.more.get("report_no", "")}
        t = {k: x.lower() for k, x in t.items()}
        t["all"] = "\n".join(t.values())
        p.cache[key] = t
    return p.cache[key]


def matcher(tree):
    """A function of a row (Snapshot.rows)."""
    op = tree[0]
    if op == "()":
        return matcher(tree[1][0])
    if op == "OR":
        parts = [matcher(t) for t in tree[1]]
        return lambda row: any(f(row) for f in parts)
    if op in ("AND", "ANDNOT"):
        a, b = (matcher(t) for t in tree[1])
        return (lambda row: a(row) and b(row)) if op == "AND" else (lambda row: a(row) and not b(row))
    if op == "date":
        low, high = tree[3], tree[4]
        return lambda row: low <= row[2].versions[0].submitted <= high
    if op == "cat":
        value = tree[2]
        if "*" in value or "?" in value:
            return lambda row: any(fnmatchcase(c, value) for c in row[4])
        return lambda row: value in row[4]
    if op == "doi":
        return lambda row: fnmatchcase(row[2].more.get("doi", ""), tree[2])
    if op == "id":
        return lambda row: row[1] == tree[2]
    pattern = tree[3]
    return lambda row: pattern.search(_texts(row)[op]) is not None
