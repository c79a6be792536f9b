# SPDX-License-Identifier: MIT
"""Pages of the format html, read back by lxml, and what they have to say of a record: a text a class, in each style.

A formula that was drawn (<math>) stands between page_tex's marks as "?", since what it draws is judged elsewhere."""
import json
import os
import re

import lxml.html

import marks_want
import page_tex
import page_want
from gfm_read import fold
from tap import ROOT, run

STYLES = ("footnote", "notes", "qa", "essay", "brief")
HEADINGS = {"footnote": ("heading", "title"), "notes": ("heading", "title"), "qa": ("heading", "title"), "essay": ("headline", None), "brief": (None, None)}
ANSWERS = ("problem", "related", "solution", "experiments", "future", "overview")
BLOCKS = ("challenges", "innovations", "models", "results", "findings")
WAITING = "待摘要"
NOT_ASKED = "尚未请求摘要（下次运行会请求）"


# ---- Records ----

# What a page could take for its own, and what breaks out of attributes, of text, of MathML.
HOSTILE = [
    "<script>window.pwned=1</script>", "</script><script>window.pwned=2</script>", "<img src=x onerror=window.pwned=3>", "\" onmouseover=\"window.pwned=4",
    "' onfocus='window.pwned=5' autofocus x='", "</title></style></head><body onload=window.pwned=6>", "<svg/onload=window.pwned=7>", "javascript:window.pwned=8",
    "</article></main></body></html>", "<!-- gone -->", "<!-- open", "]]>", "&lt;b&gt; &amp; &#60; &copy;", "</pre><b>x</b>", "</details></p></div>", "<a href=\"//x.example/\">x</a>",
    "x<y and a < b > c", "`code` *a* **b** [x](y) | z", "$x<y$ and $\\text{<b>x</b>}$", "$\\text{</math><script>window.pwned=9</script>}$", "$\\href{javascript:window.pwned=10}{x}$",
    "$\\class{\" onclick=\"window.pwned=11}{x}$", "$\\unknown{<i>}$ costs $5 or $6", "\\[\\frac{a}{b}\\] and \\(\\sqrt{2}\\)", "{{title}} {{{css}}} {{> page_head}}", "tail \\",
    "<base href=\"https://x.example/\">", "<meta http-equiv=refresh content=\"0;url=https://x.example/\">", "<iframe srcdoc=\"<script>window.pwned=12</script>\">", "<style>*{display:none}</style>",
    "a\u202eb\u2066c\u0007d", "  two  blanks \t here ", "{unbalanced", "un}balanced", "100% of A&B_c #1", "变量_私有_与*重点*，A|B。", "🜁 𠮷 ①",
]


def filled(schema, text):
    """A value of SCHEMA whose texts come from TEXT()."""
    kind = schema["type"]
    if kind == "object":
        return {k: filled(s, text) for k, s in schema["properties"].items()}
    if kind == "array":
        return [filled(schema["items"], text) for _ in range(2)]
    return schema.get("maximum", 3) - 1 if kind == "integer" else text()


def own(style):
    """Each text in each field; papers without a summary, with a strange address, and one id twice."""
    with open(os.path.join(ROOT, "templates", style, "schema.json"), encoding="utf-8") as f:
        schema = json.load(f)
    n, at = len(HOSTILE), 0

    def text():
        nonlocal at
        at += 1
        return f"第{at}段 {HOSTILE[at % n]}"
    kinds = ("new", "cross", "replace", "replace-cross", None)
    for i, t in enumerate(HOSTILE):
        r = {"id": f"2401.{i + 1:05}", "version": i % 4 + 1, "title": f"T {t}", "abstract": text(), "comment": text(), "journal_ref": t, "doi": "10.1000/a_b",
             "authors": [{"name": f"A{k} {HOSTILE[(i + k) % n]}"} for k in range(i % 6)], "categories": [("cs.CL", "cs.CV", "math.CO")[i % 3], "cs.AI"],
             "announced": "2024-03-01", "link": f"https://arxiv.org/abs/2401.{i + 1:05}", "summary": dict(filled(schema, text), style=style, model=t)}
        if kinds[i % 5]:
            r["announce_type"] = kinds[i % 5]
        yield r
    rest = [{"summary": {"status": "pending", "reason": "a <b>reason</b> $x$"}}, {"summary": {"status": "rejected", "reason": "not Chinese", "title": "no", "tldr": "no"}},
            {"summary": {"status": "extract", "tldr": "Sentences <i>of</i> the abstract."}}, {}, {"abstract": ""},
            {"link": "javascript:alert(1)"}, {"link": "https://x.example/\"onclick=\"a"}, {"link": "data:text/html,x"}, {"link": "//x.example/"},
            {"id": "hep-th/9901001"}, {"id": "2401.00001"}, {"id": "2401.00001", "announce_type": "cross"}]
    for i, r in enumerate(rest):
        yield dict({"id": f"2402.{i + 1:05}", "title": f"Rest {i}", "abstract": "An abstract.", "categories": ["cs.CL"]}, **r)


# ---- Pages ----

def read(html):
    """The page as a tree; each formula that was drawn is a text."""
    doc = lxml.html.document_fromstring(html.decode("utf-8"), parser=lxml.html.HTMLParser(encoding=None))
    for m in doc.xpath("//math"):
        m.tail = page_tex.OPEN + "?" + page_tex.CLOSE + (m.tail or "")
        m.drop_tree()
    return doc


def texts(card, cls):
    """What stands in CARD under a class, in the page's order."""
    return [fold(e.text_content()) for e in card.xpath(f".//*[contains(concat(' ', @class, ' '), ' {cls} ')]")]


def wanted(p, style, clean):
    """What a card says of the cleaned paper P: {class: [text, …]}. CLEAN maps a summary's texts to their cleaned form."""
    s = p.get("summary") or {}
    status = s.get("status", "ok") if s else "none"
    c = lambda t: fold(clean[t])                        # noqa: E731
    m = c if style == "footnote" else lambda t: fold(marks_want.seen(t, clean[t]))  # noqa: E731  a text that may have Markdown
    some = lambda key, of=m: [of(s[key])] if c(s.get(key, "")) else []  # noqa: E731
    w = {"title": [fold(p["title"])], "abstract-en": [fold(p["abstract"])] if fold(p.get("abstract", "")) else [],
         "comment": [fold(p["comment"])] if p.get("comment") else [], "excerpt": [], "reason": []}
    names = [a["name"] for a in p.get("authors", [])]
    w["first"] = [fold(", ".join(names[:3]))] if names else []
    w["rest"] = [fold(", ".join(names[3:]))] if names[3:] else []
    w["categories"] = [", ".join(p["categories"])] if p.get("categories") else []
    head = HEADINGS[style][0]
    if status != "ok":
        w["excerpt"] = [c(s.get("tldr", ""))] if status == "extract" else []
        w["reason"] = [c(s["reason"])] if s.get("reason") and status != "extract" else [] if s else [NOT_ASKED]
        return dict(w, **{head: []} if head else {})
    if head == "heading":
        w[head] = some("title", c) or [WAITING]
    elif head:
        w[head] = some(head, c)
    if style in ("footnote", "brief"):
        w["tldr"] = some("tldr") or [""]
    if style == "footnote":
        w["tldr-en"], w["abstract"] = some("tldr_en"), some("abstract")
    if style == "notes":
        w.update({k: some(k) for k in ("abstract", "background", *BLOCKS, "solution", "recommendation")})
    if style == "qa":
        all_of = [s[k] for k in ANSWERS if k in s]
        w["answer"] = [m(a["answer"]) for a in all_of]
        w["point"] = [m(x["point"]) for a in all_of for x in a.get("points", [])]
        w["detail"] = [m(d) for a in all_of for x in a.get("points", []) for d in x.get("details", [])]
        w["closing"] = [m(a["closing"]) for a in all_of if c(a.get("closing", ""))]
    if style == "essay":
        sections = s.get("sections", [])
        w["introduction"], w["outlook"] = some("introduction"), some("outlook")
        w["head"] = [m(x["head"]) for x in sections]
        w["paragraph"] = [m(t) for x in sections for t in x["paragraphs"]]
        w["point"] = [m(t) for x in sections for t in x.get("points", [])]
        w["closing"] = [m(x["closing"]) for x in sections if c(x.get("closing", ""))]
        w["references"] = [m(t) for t in s.get("references", [])]
    return w


def seen(card, cls):
    if cls == "references":
        return [fold(e.text_content()) for e in card.xpath(f".//ul[@class='{cls}']/li")]
    return texts(card, cls)


def differences(card, want):
    """Lines, one a class whose texts are not those of WANT."""
    out = []
    for cls, record in want.items():
        got = seen(card, cls)
        if cls == "comment":
            record = [t for t in record if t]
        if len(got) != len(record) or not all(page_tex.same_text(g, r, False) for g, r in zip(got, record)):
            out.append(f"{card.get('id')} {cls}: {str(got)[:300]} / {str(record)[:300]}")
    return out


def ordered(path):
    """The cleaned papers of PATH; the same in the order of a page; the cleaned form of each text of their summaries."""
    papers, _ = page_want.fetched(path)
    clean = page_want.cleaned_texts(set(strings([p.get("summary") for p in papers])))
    clean[""] = ""
    key = lambda p: (p["id"], p["title"], json.dumps(p.get("summary"), sort_keys=True))  # noqa: E731
    left = {}
    for p in papers:
        left.setdefault(key(p), []).append(p)
    r = run("render", "--format", "json", "--store", "none", path)
    return papers, [left[key(p)].pop(0) for p in map(json.loads, filter(None, r.text.split("\n")))], clean


def strings(value):
    """All texts of a JSON value."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for v in value.values():
            yield from strings(v)
    elif isinstance(value, list):
        for v in value:
            yield from strings(v)


def bibtex_key_of(entry):
    m = re.match(r"@misc\{([^,\s]+),", entry)
    return m and m[1]
