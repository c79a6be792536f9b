# SPDX-License-Identifier: MIT
"""The dialects gfm and portable lose nothing and let nothing in: cmark-gfm reads each page as exactly the cleaned records,
three cells a row, every footnote there and back, no element that a record asked for; mathematics may be written in another way.

What a cleaned record is, `digest fetch --json` says (tests/unit and test_fetch see to that); the fields of a summary
go the same way as comments, and where there is no TeX in them Python's unicodedata says it once more. Of papers-sample, 600 are
drawn; all are read in `make check-long`."""
import glob
import os
import random
import re
import unicodedata

import gfm_read
import page_read
from gfm_read import fold
from page_want import FIELDS, WAIT, cleaned_texts, records_of, wanted, write_records
from tap import LONG, case, done, equal, run, shared, skip

DIALECTS = ("gfm", "portable")
READER = page_read.Reader()

# ---- Records of our own, so that the test means something where there is no corpus ----

HOSTILE = [
    "plain text, nothing to see", "A|B and p(y|x), ||w||", "# heading", "## two", "- item", "+ item", "* item", "* * *", "---",
    "___", "1. one", "23) two", "> quote", ">> quote", "```fence", "~~~fence", "<div>block</div>", "<!-- gone -->", "<!-- open",
    "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "</s> <think> <|im_end|>", "<?php ?> <![CDATA[x]]> <!DOCTYPE x>",
    "<https://example.org> <a@example.org>", "x<y and a < b > c", "[x]: https://example.org", "[^1]: note", "see [^1] and [^x]",
    "[a](https://example.org) ![b](c.png) [d][e] [f]", "[[wiki|page]] [ ] [x]", "unbalanced ] and [ and ](", "*a* **b** ***c***",
    "A* and B*", "_a_ __b__ snake_case_name", "变量_私有_与*重点*", "`code` ``two`` one ` more", "~~gone~~ ~a~ ~10 to ~20",
    "&amp; &lt; &#42; &#x2a; &copy; &copy R&D", "back \\* \\_ \\| \\\\ slash \\", "ends in a backslash\\", "\\", "\\[a_1\\] \\(b\\)",
    "$x_1$ and $5 or $$y$$", "only $5", "https://example.org/a_b?c=1&d=(2)。中文", "(see https://example.org/a_(b)), www.example.org!",
    "\\https://example.org !https://example.org", "https://例子.example http:// www. ftp://example.org git://x",
    "a@example.org, mailto:a.b@example.org xmpp:c@example.org/d", "@user and @other, Recall@10", "#1 and #22, C#", ":smile: 1:100:1 ::",
    "  blanks \t around \n and  inside  ", "no\u00a0break\u3000wide\u2009thin\u2028line", "soft\u00adhyphen, \u202eoverride\u202c, bell\u0007",
    "zero\u200bwidth \u200d joiner", "e\u0301 is é", "👩\u200d🔬 𠮷 ①", "= = =", "===", "| a | b |", ": definition", "{{ x }} {% y %} <%= z %>",
    "null", "~", "!", "&", "<", "[", "]", "|", "*", "_", "`", "$", "@", ":", "#",
]


def own_records():
    """Each text in each field once, beside texts that are not the same."""
    n = len(HOSTILE)
    for i, text in enumerate(HOSTILE):
        other = [HOSTILE[(i * k + k) % n] for k in (3, 5, 7, 11)]
        yield {"id": f"2401.{i + 1:05}", "title": text if fold(text) else "x", "abstract": other[0], "link": f"https://arxiv.org/abs/2401.{i + 1:05}",
               "summary": {"title": other[1], "tldr": text, "tldr_en": other[2], "abstract": other[3]}}
    tail = [
        {"title": "No summary", "abstract": "Waits."},
        {"title": "Pending", "abstract": "", "summary": {"status": "pending", "reason": "a [reason] *here*"}},
        {"title": "*Rejected*", "abstract": "A.", "summary": {"status": "rejected", "reason": "not Chinese", "title": "no", "tldr": "no", "abstract": "no"}},
        {"title": "Extract", "abstract": "All of it.", "summary": {"status": "extract", "tldr": "# The *key* sentence."}},
        {"title": "Empty fields", "abstract": "B.", "summary": {"title": "", "tldr": "  ", "tldr_en": "", "abstract": ""}},
        {"title": "Only a title", "abstract": "C.", "summary": {"title": "题目"}},
        {"title": "Twice", "abstract": "D."}, {"title": "Twice", "abstract": "D."},
    ]
    links = ["javascript:alert(1)", "data:text/html,<b>x</b>", "ftp://example.org/x", "//example.org", "http://", "https://example.org/a_(b)|c\"d'e f?x=1&y=[2]<3>",
             "https://example.org/*a*_b_`c`\\", "HTTP://EXAMPLE.ORG/%41%zz", "https://www.example.org/x", "http://例子.example/路径"]
    tail += [{"title": "A *link*", "abstract": "E.", "link": link, "summary": {"title": "链接", "tldr": "链接", "abstract": "链接"}} for link in links]
    for i, r in enumerate(tail):
        yield dict({"id": f"2402.{i + 1:05}", "link": f"https://arxiv.org/abs/2402.{i + 1:05}"}, **r)


# ---- What a page has to say ----

def clean_plain(text):
    """A text's cleaned form where no TeX is in it, in Python's words."""
    out = []
    for c in text:
        kind = unicodedata.category(c)
        if kind in ("Zs", "Zl", "Zp") or c in "\t\n\v\f\r\x85":
            out.append(" ")
        elif kind == "Cc" or c in "\u00ad\u061c\u200e\u200f\u2060\ufeff" or "\u202a" <= c <= "\u202e" or "\u2066" <= c <= "\u2069":
            continue
        elif (ord(c) & 0xfffe) == 0xfffe or 0xfdd0 <= ord(c) <= 0xfdef:
            continue
        else:
            out.append(c)
    return fold(unicodedata.normalize("NFC", "".join(out)))


def has_tex(text):
    return re.search(r"[\\`~]|--", text)


def differences(page, want, unsafe=False):
    """What cmark-gfm makes of a PAGE (bytes), beside the records WANT: each difference a line."""
    return page_read.compare(page_read.read(page_read.fragment(gfm_read.html(page, unsafe)), READER), want, READER)


# ---- One file of records ----

class Seen:
    """What a file gave: papers cleaned, want; and of the last dialect its page (bytes)."""


def look_at(name, s, dialect, path):
    """Render PATH in DIALECT and count its cases."""
    name = f"{name}, {dialect}"
    r = run("render", "--dialect", dialect, "--store", "none", path)
    s.page = r.out
    if not case(f"{name}: a page comes out", "\n# 摘要\n\n| Ref | Title | Summary |\n".encode() in s.page, r.msg):
        return
    differ = differences(s.page, s.want)
    case(f"{name}: cmark-gfm reads the records: 0 differences", not differ, f"{len(differ)}\n" + "\n".join(differ[:10]))
    differ = differences(s.page, s.want, unsafe=True) + gfm_read.github(s.page)
    case(f"{name}: no live HTML, nothing for GitHub's filters", not differ, "\n".join(differ[:10]))
    case(f"{name}: one empty line between paragraphs, none of blanks", b"\n\n\n" not in s.page and not re.search(rb"\n[ \t]+\n", s.page))
    read = gfm_read.read(s.page)
    equal(f"{name}: the headings", read.headings, ["摘要", "详细"])
    count = re.match(r"(?:\d{4}-\d\d-\d\d · )?共 (\d+) 篇", read.opening or "")
    case(f"{name}: the opening line counts the papers", count and int(count[1]) == len(s.want), read.opening)


def look(name, path, dialects=DIALECTS):
    """Read PATH and count its cases; what was seen is returned for more of them."""
    s = Seen()
    raw = records_of(path)
    s.want, s.papers = wanted(path)
    if not case(f"{name}: all {len(raw)} records are read", len(s.papers) == len(raw)):
        return None
    clean = cleaned_texts({v for p in s.papers for k, v in (p.get("summary") or {}).items() if k in FIELDS + ("reason",) and isinstance(v, str)})
    wrong = [(t, c, clean_plain(t)) for t, c in clean.items() if not has_tex(t) and c != clean_plain(t)]
    case(f"{name}: summaries are cleaned as unicodedata says", not wrong, "\n".join(map(repr, wrong[:5])))
    s.shares = {}
    for dialect in dialects:
        look_at(name, s, dialect, path)
        s.shares[dialect] = changed(s)
    return s


# ---- The test can fail ----

def test_can_fail(path, s):
    """What the reader says when signs that need it are written as they are."""
    exact = run("render", "--dialect", "exact", "--store", "none", path).out
    differ = differences(exact, s.want)
    case("unescaped, the same records are misread", len(differ) > 20, differ)
    text = s.page.decode()
    for code, sign in ((92, "\\"), (42, "*"), (95, "_"), (96, "`"), (126, "~"), (60, "<"), (38, "&"), (91, "["), (93, "]"), (124, "|"),
                       (35, "#"), (62, ">"), (43, "+"), (45, "-"), (46, "."), (58, ":")):
        raw = re.sub(r"(?<!<span>)&#%d;" % code, lambda _: sign, text)
        case(f"a page with raw {sign} is misread", raw != text and differences(raw.encode(), s.want), "nothing differs")
    raw = text.replace("<span>&#64;</span>", "&#64;")
    case("a page with e-mail addresses as references only is misread", differences(raw.encode(), s.want))
    for code, what in ((64, "people"), (58, "pictures"), (35, "issues"), (36, "formulas")):
        raw = text.replace(f"<span>&#{code};</span>", f"&#{code};").encode()
        case(f"a page with references only has {what} for GitHub's filters", gfm_read.github(raw))
    raw = text.replace("| [^2] |", "| [^3] |", 1).encode()
    case("a reference to another note is seen", differences(raw, s.want))
    raw = re.sub(r"(\| \[\^5\] \| .*?) \|", r"\1 | x |", text, count=1).encode()
    case("a cell too many is seen", differences(raw, s.want))


# ---- How little is changed ----

def changed(s):
    """(share of rows, of notes) whose bytes are not those of the texts themselves."""
    text = s.page.decode()
    table, details = text.split("\n\n# 详细\n\n")
    rows = [re.sub(r"^\| \[\^\d+\] \| ", "", line) for line in table.split("\n") if line.startswith("| [^")]
    notes = re.split(r"(?m)^\[\^\d+\]: ", details)[1:]
    plain_rows, plain_notes = set(), set()
    for title, href, tldr, first, *rest in s.want:
        plain_rows.add(f"[{title}]({href.replace('&', '&amp;')}) | {tldr} |" if href else f"{title} | {tldr} |")
        rest[1] = f"[{rest[1]}]({href.replace('&', '&amp;')})" if href else rest[1]
        plain_notes.add("\n\n    ".join([first] + [x for x in rest if x is not None]))
    return (sum(r not in plain_rows for r in rows) / len(rows), sum(n.rstrip("\n") not in plain_notes for n in notes) / len(notes))


own = write_records("own.jsonl", own_records())
s = look("own records", own, ("portable", "gfm"))
if s:
    test_can_fail(own, s)
    statuses = {t: next(w for w in s.want if w[0] == t) for t in ("Pending", "*Rejected*", "Extract", "Only a title", "No summary")}
    equal("a paper that waits says why", statuses["Pending"][6], WAIT + "：a [reason] *here*")
    equal("a rejected summary is not shown", statuses["*Rejected*"][6], WAIT + "：not Chinese")

corpus = [("torture", "corpus/torture.jsonl"), ("papers-sample", "corpus/papers-sample.jsonl")]
hazards = shared("corpus/hazards")
if hazards:
    corpus += [(os.path.basename(p)[:-6], "corpus/hazards/" + os.path.basename(p)) for p in sorted(glob.glob(hazards + "/*.jsonl"))]
else:
    skip("hazards", "../shared/corpus/hazards is not there")
for name, path in corpus:
    if not shared(path):
        skip(name, f"../shared/{path} is not there")
        continue
    path = shared(path)
    if name == "papers-sample" and not LONG:
        path = write_records("papers-sample.jsonl", random.Random(1).sample(records_of(path), 600))
    s = look(name, path)
    for dialect, (rows, notes) in s.shares.items() if s and name == "papers-sample" else ():
        print(f"# {dialect}: {100 * rows:.1f} % of the rows and {100 * notes:.1f} % of the notes are not the bare text")
        case(f"{dialect}: at most 6 % of real rows are changed", rows <= 0.06, rows)
        case(f"{dialect}: at most 30 % of real notes are changed", notes <= 0.30, notes)
done()
