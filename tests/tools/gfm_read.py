# SPDX-License-Identifier: MIT
"""What a reader of GFM makes of a digest page: cmark-gfm renders it, lxml reads the HTML back.

    page = read(markdown_bytes)
    page.rows      Row(cells, ref, title, href, summary)    one a row of the table
    page.notes     Note(id, back, paragraphs)               one a footnote; a paragraph is Text(text, links, only_link)
    page.opening   the line before the first heading
    page.faults    what is not the skeleton of a page: each a line

    github(markdown_bytes)         what GitHub's own filters would make of the page's texts: each a line

Bare addresses in the text may be links to themselves; nothing else that a record says may become an element.
"""
import re
import subprocess
from collections import namedtuple
from urllib.parse import unquote

import lxml.html

EXTENSIONS = ["table", "strikethrough", "autolink", "tasklist", "footnotes"]

Row = namedtuple("Row", "cells ref title href summary")
Note = namedtuple("Note", "id back paragraphs")
Text = namedtuple("Text", "text links only_link")
Page = namedtuple("Page", "rows notes faults headings opening")

# Signs that stand alone in a <span>: those that filters would take, or scripts that draw mathematics; the dot of "www."; a box to be ticked.
SPANNED = set("@:$#.\\[")


def fold(text):
    """ASCII white space to single blanks, off at the ends: what Markdown cannot keep."""
    return re.sub(r"[ \t\n\v\f\r]+", " ", text).strip(" ")


def html(markdown, unsafe=False):
    """The HTML that cmark-gfm makes of MARKDOWN (bytes). UNSAFE: as GitHub, which lets raw HTML through."""
    argv = ["cmark-gfm"] + (["--unsafe"] if unsafe else [])
    for name in EXTENSIONS:
        argv += ["-e", name]
    return subprocess.run(argv, input=markdown, stdout=subprocess.PIPE, check=True).stdout


def _href_is(href, text, bare=False):
    """Whether a link goes where its text says. BARE: the text may lack any scheme."""
    scheme = re.match(r"(?i)https?://", href)
    if scheme and bare and unquote(href[scheme.end():]) == unquote(text):
        return True
    want = text if re.match(r"(?i)https?://", text) else "http://" + text
    return scheme and unquote(href) == unquote(want)


def _what(e):
    if isinstance(e.tag, str):
        return f"<{e.tag}> {e.text_content()[:80]!r}"
    return f"a comment {e.text!r}"


def _text(node, where, faults, own_link=False, bare=False):
    """NODE's text and links. Elements that do not belong in running text are faults. OWN_LINK: any web address will do;
    BARE: the text may be the address without its scheme."""
    links = []
    for e in node.iterdescendants():
        if e.tag is lxml.html.etree.Comment:
            continue                                   # "<!-- raw HTML omitted -->", for the spans
        if e.tag == "a" and "footnote-backref" in e.get("class", ""):
            continue
        if e.tag == "sup" and e.getparent().tag == "a" and "footnote-backref" in e.getparent().get("class", ""):
            continue
        if e.tag == "a" and set(e.attrib) == {"href"} and not any(p.tag == "a" for p in e.iterancestors()):
            links.append((e.text_content(), e.get("href")))
            if not own_link and not _href_is(e.get("href"), e.text_content(), bare):
                faults.append(f"{where}: a link of the record's: {e.text_content()!r} to {e.get('href')!r}")
        elif e.tag == "span" and not e.attrib and len(e) == 0 and e.text in SPANNED:
            pass
        else:
            faults.append(f"{where}: <{e.tag}> in the text {node.text_content()[:80]!r}")
    return fold(node.text_content()), links


def _row(tr, faults):
    cells = [c for c in tr if c.tag == "td"]
    where = f"row {tr.sourceline}"
    if len(cells) != 3:
        faults.append(f"{where}: {len(cells)} cells")
        return None
    ref = cells[0].xpath("./sup[@class='footnote-ref']/a[@data-footnote-ref]")
    if len(ref) != 1 or fold(cells[0].text_content()) != ref[0].text_content():
        faults.append(f"{where}: the first cell is {cells[0].text_content()!r}")
        return None
    whole = len(cells[1]) == 1 and cells[1][0].tag == "a" and not cells[1].text and not cells[1][0].tail
    title, links = _text(cells[1], where, faults, own_link=whole)
    if whole and len(links) != 1:
        faults.append(f"{where}: {len(links)} links in the title")
    summary, _ = _text(cells[2], where, faults)
    return Row(len(cells), (ref[0].get("href"), ref[0].get("id")), title, links[0][1] if whole else None, summary)


def _note(li, faults):
    where = f"note {li.get('id')}"
    back = [(a.get("href")) for a in li.xpath(".//a[contains(@class, 'footnote-backref')]")]
    for a in li.xpath(".//a[contains(@class, 'footnote-backref')]"):
        a.drop_tree()
    paragraphs = []
    if fold(li.text or ""):
        faults.append(f"{where}: text outside a paragraph")
    for p in li:
        if p.tag != "p":
            faults.append(f"{where}: {_what(p)}")
            continue
        only = len(p) == 1 and p[0].tag == "a" and not fold(p.text or "") and not fold(p[0].tail or "")
        text, links = _text(p, where, faults, bare=only and len(paragraphs) in (1, 2))
        paragraphs.append(Text(text, links, only))
    return Note(li.get("id"), back, paragraphs)


def _tie(rows, notes, faults):
    """Each reference to its own note, each note back to its own reference."""
    for i, row in enumerate(rows):
        if row is None or i >= len(notes):
            continue
        if row.ref[0] != "#" + notes[i].id:
            faults.append(f"row {i + 1} refers to {row.ref[0]}, not to {notes[i].id}")
        if notes[i].back != ["#" + row.ref[1]]:
            faults.append(f"{notes[i].id} goes back to {notes[i].back}, not to {row.ref[1]}")
    if len(rows) != len(notes):
        faults.append(f"{len(rows)} rows, {len(notes)} notes")


def _body(text):
    parser = lxml.html.HTMLParser(encoding="utf-8", huge_tree=True)
    return lxml.html.document_fromstring(b"<html><head></head><body>" + text + b"</body></html>", parser=parser).find("body")


def read(markdown, unsafe=False):
    """Read a page back. MARKDOWN: bytes."""
    body = _body(html(markdown, unsafe))
    rows, notes, faults, headings = [], [], [], []
    tables = 0
    opening = None
    for e in body:
        if e.tag == "p" and opening is None and not headings and not len(e):
            opening = e.text_content()
        elif e.tag is lxml.html.etree.Comment and opening is not None and not headings:
            pass                                       # the mark that ends the excerpt, or that it was left out
        elif e.tag == "h1":
            headings.append(e.text_content())
        elif e.tag == "table":
            tables += 1
            head = [fold(c.text_content()) for c in e.xpath("./thead/tr/th")]
            if head != ["Ref", "Title", "Summary"]:
                faults.append(f"the table's head is {head}")
            rows += [_row(tr, faults) for tr in e.xpath("./tbody/tr")]
        elif e.tag == "section" and e.get("class") == "footnotes" and len(e) == 1 and e[0].tag == "ol":
            notes += [_note(li, faults) for li in e[0]]
        else:
            faults.append(f"in the page: {_what(e)}")
    if tables > 1:
        faults.append(f"{tables} tables")
    _tie(rows, notes, faults)
    return Page(rows, notes, faults, headings, opening)


# What GitHub's filters take from the finished HTML, text node by text node: pictures by name anywhere, people and
# issues outside links.
_PICTURE = re.compile(r":[a-z0-9_+-]+:")
_NAMED = re.compile(r"(?<![A-Za-z0-9_])(@[A-Za-z0-9]|#[0-9])")


def _own_text(e):
    """The text nodes of E and below, each with whether it stands in a link."""
    for node in e.xpath(".//text()"):
        up = node.getparent().getparent() if node.is_tail else node.getparent()
        yield str(node), up is not None and (up.tag == "a" or any(p.tag == "a" for p in up.iterancestors()))


def _formulas_alone(text, cell, behind=""):
    """Whether the dollars of TEXT, without those in a <span>, are those of formulas, what is BEHIND one excepted. One alone in a
    paragraph is none."""
    if text.count("$") < 2 and not cell:
        return True
    return "$" not in re.sub(r"\$(?! )[^$]+(?<! )\$" + behind, "", text)


def github(markdown):
    faults = []
    body = _body(html(markdown, unsafe=True))
    for block in body.xpath("//p | //td"):
        dollars = []
        for text, in_link in _own_text(block):
            if _PICTURE.search(text):
                faults.append(f"a picture in {text[:80]!r}")
            if not in_link and _NAMED.search(text):
                faults.append(f"a name in {text[:80]!r}")
            dollars.append(text if text != "$" else "\0")
        if not _formulas_alone("".join(dollars), block.tag == "td"):
            faults.append(f"a dollar that is no formula's in {block.text_content()[:80]!r}")
    for line in markdown.decode().split("\n"):
        if not _formulas_alone(line, line.startswith("|"), behind="(?![0-9])"):
            faults.append(f"a dollar beside a digit in {line[:80]!r}")
    return faults
