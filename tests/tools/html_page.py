# SPDX-License-Identifier: MIT
"""Pages of the format html, read back by lxml, and what they have to say of a record: a text a class, in each style.

A formula that was drawn (<math>) stands between page_tex's marks as "?", since what it draws is judged elsewhere."""
import re

import lxml.html

import page_tex
from gfm_read import fold

HEADINGS = {"footnote": ("heading", "title"), "notes": ("heading", "title"), "qa": ("heading", "title"), "essay": ("headline", None), "brief": (None, None)}
ANSWERS = ("problem", "related", "solution", "experiments", "future", "overview")
LISTS = ("challenges", "innovations", "models", "results", "findings")
WAITING = "待摘要"


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
    some = lambda key: [c(s[key])] if c(s.get(key, "")) else []  # noqa: E731
    w = {"title": [fold(p["title"])], "abstract-en": [fold(p["abstract"])] if fold(p.get("abstract", "")) else [],
         "comment": [fold(p["comment"])] if p.get("comment") else [], "excerpt": [], "reason": []}
    names = [a["name"] for a in p.get("authors", [])]
    w["first"] = [fold(", ".join(names[:3]))] if names else []
    w["rest"] = [fold(", ".join(names[3:]))] if names[3:] else []
    w["categories"] = [", ".join(p["categories"])] if p.get("categories") else []
    head = HEADINGS[style][0]
    if status != "ok":
        w["excerpt"] = [c(s.get("tldr", ""))] if status == "extract" else []
        w["reason"] = [c(s["reason"])] if s.get("reason") and status != "extract" else []
        return dict(w, **{head: []} if head else {})
    if head == "heading":
        w[head] = some("title") or [WAITING]
    elif head:
        w[head] = some(head)
    if style in ("footnote", "brief"):
        w["tldr"] = some("tldr") or [""]
    if style == "footnote":
        w["tldr-en"], w["abstract"] = some("tldr_en"), some("abstract")
    if style == "notes":
        w.update({k: some(k) for k in ("abstract", "background", "solution", "recommendation")})
        w.update({k: [c(t) for t in s.get(k, [])] for k in LISTS})
    if style == "qa":
        all_of = [s[k] for k in ANSWERS if k in s]
        w["answer"] = [c(a["answer"]) for a in all_of]
        w["point"] = [c(x["point"]) for a in all_of for x in a.get("points", [])]
        w["detail"] = [c(d) for a in all_of for x in a.get("points", []) for d in x.get("details", [])]
        w["closing"] = [c(a["closing"]) for a in all_of if c(a.get("closing", ""))]
    if style == "essay":
        sections = s.get("sections", [])
        w["introduction"], w["outlook"] = some("introduction"), some("outlook")
        w["head"] = [c(x["head"]) for x in sections]
        w["paragraph"] = [c(t) for x in sections for t in x["paragraphs"]]
        w["point"] = [c(t) for x in sections for t in x.get("points", [])]
        w["closing"] = [c(x["closing"]) for x in sections if c(x.get("closing", ""))]
        w["references"] = [c(t) for t in s.get("references", [])]
    return w


def seen(card, cls):
    if cls in LISTS or cls == "references":
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
