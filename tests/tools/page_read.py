# SPDX-License-Identifier: MIT
"""What a reader of a built page sees: lxml reads the HTML of any generator back into rows and details.

    page = read(html_bytes, Reader(root="//main"))
    page.rows      Row(ref, back, title, href, summary)     one a row of the table
    page.details   Detail(id, back, paragraphs)             one a footnote, or what stands under a heading or an anchor
    page.formulas  [Formula(tex, error)]                    what the page's renderer of mathematics was given
    page.opening, page.headings; page.faults                what is not the skeleton of a page: each a line

    compare(page, want, reader)                             the differences from page_want.expected(): each a line

Every element below the root is accounted for: what belongs neither to the skeleton nor to a link that goes where its text
says is a fault, so a record that got an element of its own is seen. A Reader is a row a generator:

    root     XPath of the element that holds the page's text
    math     elements of mathematics are expected (else they are faults): their TeX stands for them
    exact    the TeX has to be the record's, sign by sign; else it may be rewritten so that it draws the same
    curls    the generator curls quotes, draws dashes and ellipses: they count as the ASCII signs
    chrome   XPath of what the generator puts into each page by itself: taken off before anything is read
"""
import collections
import re
from collections import namedtuple
from urllib.parse import unquote

import lxml.html

import page_tex
from gfm_read import SPANNED, fold

Reader = namedtuple("Reader", "root math exact curls chrome", defaults=("//body", False, False, False, None))
Row = namedtuple("Row", "ref back title href summary")
Detail = namedtuple("Detail", "id back paragraphs")
Formula = namedtuple("Formula", "tex error")
Page = namedtuple("Page", "rows details faults headings opening formulas")

HEAD = ["Ref", "Title", "Summary"]
TITLES = {"摘要", "详细", "Summary", "Details"}
# Signs that a host's filters would take stand alone in a <span>.
BACK = re.compile(r"^[↩⤴↑^][\ufe0e\ufe0f]?\d*$")
STRAIGHT = {ord(c): sign for signs, sign in (("“”„‟", '"'), ("‘’‚‛", "'")) for c in signs}
# What generators add to the links that they make.
LINK_ATTRIBUTES = {"href", "class", "target", "rel"}


def _classes(e):
    return set((e.get("class") or "").split())


def _what(e):
    if isinstance(e.tag, str):
        return f"<{e.tag}> {e.text_content()[:80]!r}"
    return f"a comment {e.text!r}"


# ---- Mathematics that the generator drew ----

def _formula(e):
    """E's TeX, if E is an element of mathematics; else None. "?": the renderer does not keep it."""
    kinds = _classes(e)
    if kinds & {"katex", "katex-display"}:
        tex = e.xpath(".//*[local-name()='annotation'][@encoding='application/x-tex']")
        return Formula(tex[0].text_content() if tex else "?", None)
    if "katex-error" in kinds:
        return Formula(e.text_content(), e.get("title") or "an error")
    if e.tag == "mjx-container":
        wrong = e.xpath(".//*[@data-mjx-error]/@data-mjx-error")
        return Formula("?", wrong[0] if wrong else None)
    if kinds & {"math", "arithmatex", "math-inline", "math-display"}:
        text = e.text_content().strip()
        if text[:2] in (r"\(", r"\["):
            text = text[2:-2]
        return Formula(text.strip(), None)
    return None


# ---- Running text ----

def _href_is(href, text, bare):
    """Whether a link goes where its text says. BARE: the text may lack any scheme."""
    scheme = re.match(r"(?i)https?://", href)
    if scheme and bare and unquote(href[scheme.end():]) == unquote(text):
        return True
    want = text if re.match(r"(?i)https?://", text) else "http://" + text
    return bool(scheme) and _address(href) == _address(want)


def _address(url):
    """An address without what some writers of links make the same: the host's case, a slash behind it, encoding."""
    return re.sub(r"(?i)^https?://[^/]*", lambda m: m[0].lower(), unquote(url)).rstrip("/")


class _Text:
    """Running text, piece by piece: its words with the TeX of formulas between marks, and its links."""

    def __init__(self, page, where, reader, own_link, bare):
        self.page, self.where, self.reader, self.own_link, self.bare = page, where, reader, own_link, bare
        self.out, self.links, self.back = [], [], []

    def fault(self, what):
        self.page.faults.append(f"{self.where}: {what}")

    def link(self, e):
        """A link back, or one that goes where its text says."""
        text, href = e.text_content(), e.get("href") or ""
        if href.startswith("#") and BACK.match(text.strip()):
            self.back.append(unquote(href[1:]))
            if self.out:
                self.out[-1] = self.out[-1].rstrip(" \u00a0\n")
            return True
        start = len(self.out)
        if not set(e.attrib) <= LINK_ATTRIBUTES or any(p.tag == "a" for p in e.iterancestors()):
            return False
        self.links.append((text, href))
        said = (text, text.translate(STRAIGHT)) if self.reader.curls else (text,)
        if not self.own_link and not any(_href_is(href, t, self.bare) for t in said):
            self.fault(f"a link of the record's: {text!r} to {href!r}")
        self.inside(e)
        return start <= len(self.out)

    def element(self, e):
        formula = _formula(e) if isinstance(e.tag, str) else None
        if not isinstance(e.tag, str):
            pass                                       # "<!-- raw HTML omitted -->"; React's marks between texts
        elif formula and self.reader.math:
            self.page.formulas.append(formula)
            self.out.append(page_tex.OPEN + formula.tex + page_tex.CLOSE)
        elif e.tag == "a" and "href" in e.attrib and self.link(e):
            pass
        elif e.tag == "a" and set(e.attrib) == {"id"} and len(e) == 0 and not e.text:
            pass                                       # the anchor that a detail or a reference begins with
        elif e.tag == "sup" and len(e) == 1 and e[0].tag == "a" and not e.text and BACK.match(e.text_content().strip()):
            self.link(e[0])
        elif e.tag == "span" and not e.attrib and len(e) == 0 and e.text in SPANNED:
            self.out.append(e.text)
        else:
            self.fault(f"<{e.tag}> in the text {e.getparent().text_content()[:80]!r}")
            self.out.append(e.text_content())

    def inside(self, node):
        self.out.append(node.text or "")
        for e in node:
            self.element(e)
            self.out.append(e.tail or "")
        return self

    def text(self):
        return fold("".join(self.out))


def _read_text(page, node, where, reader, own_link=False, bare=False):
    return _Text(page, where, reader, own_link, bare).inside(node)


# ---- The table ----

def _ref(page, cell, where):
    """(where the first cell leads, the ids that a way back to it may name; without any, the heading's over the table)."""
    links = [a for a in cell.iter("a") if (a.get("href") or "").startswith("#")]
    if len(links) != 1 or not re.fullmatch(r"\[?[A-Za-z0-9-]+(:\d+)?\]?", fold(cell.text_content())):
        page.faults.append(f"{where}: the first cell is {cell.text_content()!r}")
        return None, []
    for e in cell.iterdescendants():
        if e.tag not in ("a", "sup"):
            page.faults.append(f"{where}: {_what(e)} in the first cell")
    ids = [unquote(e.get("id")) for e in cell.iter() if e.get("id")]
    return unquote(links[0].get("href")[1:]), ids or cell.xpath("ancestor::table/preceding::*[self::h1 or self::h2][1]/@id")


def _row(page, tr, number, reader):
    cells = [c for c in tr if c.tag == "td"]
    where = f"row {number}"
    if len(cells) != 3 or len(tr) != 3:
        page.faults.append(f"{where}: {len(cells)} cells: {tr.text_content()[:80]!r}")
        return None
    ref, back = _ref(page, cells[0], where)
    whole = len(cells[1]) == 1 and cells[1][0].tag == "a" and not fold(cells[1].text or "") and not fold(cells[1][0].tail or "")
    title = _read_text(page, cells[1], where, reader, own_link=whole)
    if whole and len(title.links) != 1:
        page.faults.append(f"{where}: {len(title.links)} links in the title")
    summary = _read_text(page, cells[2], where, reader)
    return Row(ref, back, title.text(), title.links[0][1] if whole and title.links else None, summary.text())


def _table(page, table, reader):
    rows = table.xpath(".//tr")
    head = [fold(c.text_content()) for c in rows[0]] if rows else []
    if head != HEAD:
        page.faults.append(f"the table's head is {head}")
    for e in table.iterdescendants():
        if e.tag in ("thead", "tbody", "colgroup", "col", "tr", "th") or e.tag == "td":
            continue
        if not any(p.tag == "td" for p in e.iterancestors()):
            page.faults.append(f"in the table: {_what(e)}")
    if page.rows:
        page.faults.append("a second table")
    page.rows.extend(_row(page, tr, i + 1, reader) for i, tr in enumerate(rows[1:]))


# ---- The details ----

class _Details:
    """What stands under one footnote, heading or anchor."""

    def __init__(self, page, reader, where):
        self.page, self.reader, self.where, self.back, self.paragraphs = page, reader, where, [], []

    def paragraph(self, p):
        others = [e for e in p if not (e.tag == "a" and (e.get("href") or "#").startswith("#"))]
        bare = len(others) == 1 and others[0].tag == "a" and not fold(p.text or "") and 0 < len(self.paragraphs) < 3
        t = _read_text(self.page, p, self.where, self.reader, bare=bare)
        self.back += t.back
        if t.text():                                   # a link back may stand in a paragraph of its own
            self.paragraphs.append(t.text())

    def finish(self, ids):
        return Detail(ids, self.back, self.paragraphs)


def _note(page, li, reader):
    d = _Details(page, reader, f"note {li.get('id')}")
    if fold(li.text or ""):
        page.faults.append(f"{d.where}: text outside a paragraph: {li.text[:80]!r}")
    for e in li:
        if e.tag == "p":
            d.paragraph(e)
        elif e.tag == "a" and BACK.match(e.text_content().strip()):
            d.back.append(unquote((e.get("href") or " ")[1:]))
        elif isinstance(e.tag, str):
            page.faults.append(f"{d.where}: {_what(e)}")
        if fold(e.tail or ""):
            page.faults.append(f"{d.where}: text outside a paragraph: {e.tail[:80]!r}")
    return d.finish(unquote(li.get("id") or ""))


def _is_notes(e):
    return e.tag in ("section", "div") and (any(c.startswith("footnote") for c in _classes(e)) or "data-footnotes" in e.attrib)


def _notes(page, section, reader):
    lists = section.xpath("./ol")
    for e in section:
        label = e.tag == "h2" and "footnote-label" in (e.get("id") or "")
        if isinstance(e.tag, str) and e.tag not in ("hr", "ol") and not label:
            page.faults.append(f"among the notes: {_what(e)}")
    for li in lists[0] if len(lists) == 1 else []:
        if li.tag == "li":
            page.details.append(_note(page, li, reader))
        else:
            page.faults.append(f"among the notes: {_what(li)}")


# ---- The page ----

def _heading_text(h):
    """A heading's own text: without the link to itself that themes put there."""
    for a in h.xpath("./a[starts-with(@href, '#')]"):
        if fold(a.text_content()).strip("\u200b#¶§") == "":
            a.drop_tree()
    return h


def _anchor_of(p):
    """The id of the anchor that a detail's first paragraph begins with; None: it is no such paragraph."""
    first = p[0] if len(p) and not fold(p.text or "") else None
    if first is None or first.tag != "a" or set(first.attrib) != {"id"} or first.text or len(first):
        return None
    return first.get("id") if re.fullmatch(r"p[A-Za-z0-9-]+", first.get("id")) else None


class _Walk:
    """The children of the root, in order."""

    def __init__(self, page, reader):
        self.page, self.reader, self.open = page, reader, None

    def close(self):
        if self.open:
            self.page.details.append(self.open[0].finish(self.open[1]))
        self.open = None

    def begin(self, name, e):
        self.close()
        self.open = (_Details(self.page, self.reader, f"details {name}"), name)
        self.open[0].paragraph(e)

    def child(self, e):
        page = self.page
        if not isinstance(e.tag, str) or e.tag == "hr" or (e.tag == "br" and not self.open):
            return                                     # the mark that ends the excerpt, lines that separate
        if _is_notes(e):
            self.close()
            _notes(page, e, self.reader)
        elif re.fullmatch("h[1-6]", e.tag):
            h = _heading_text(e)
            if fold(h.text_content()) in TITLES and len(page.headings) < 2 and not self.open:
                page.headings.append(fold(h.text_content()))
            elif re.fullmatch(r"p[A-Za-z0-9-]+", h.get("id") or ""):
                self.begin(h.get("id"), h)
            else:
                page.faults.append(f"in the page: {_what(e)}")
        elif e.tag == "table":
            _table(page, e, self.reader)
        elif e.tag == "p" and _anchor_of(e):
            self.begin(_anchor_of(e), e)
        elif e.tag == "p" and self.open:
            self.open[0].paragraph(e)
        elif e.tag == "p" and page.opening == [] and not page.headings:
            page.opening.append(fold(e.text_content()))
            page.faults.extend(f"in the opening line: {_what(x)}" for x in e if isinstance(x.tag, str))
        elif e.tag == "div" and not e.get("id"):
            self.all(e)                                # a theme's frame
        else:
            page.faults.append(f"in the page: {_what(e)}")

    def all(self, root):
        if fold(root.text or ""):
            self.page.faults.append(f"text on its own: {root.text[:80]!r}")
        for e in root:
            self.child(e)
            if fold(e.tail or ""):
                self.page.faults.append(f"text on its own: {e.tail[:80]!r}")


def _tie(page):
    """Each reference to its own details, and back to the reference."""
    if len(page.rows) != len(page.details):
        page.faults.append(f"{len(page.rows)} rows, {len(page.details)} details")
    for i, (row, d) in enumerate(zip(page.rows, page.details)):
        if row is None:
            continue
        if row.ref != d.id:
            page.faults.append(f"row {i + 1} refers to {row.ref!r}, not to {d.id!r}")
        if len(d.back) != 1 or d.back[0] not in row.back:
            page.faults.append(f"{d.id} goes back to {d.back}, not to {row.back}")


def read(html, reader=Reader()):
    """Read a built page (bytes) back."""
    page = Page([], [], [], [], [], [])
    parser = lxml.html.HTMLParser(encoding="utf-8", huge_tree=True)
    document = lxml.html.document_fromstring(html, parser=parser)
    for e in document.xpath(reader.chrome) if reader.chrome else []:
        e.drop_tree()
    roots = document.xpath(reader.root)
    if len(roots) != 1:
        page.faults.append(f"{len(roots)} times {reader.root} in the page")
        return page
    ids = collections.Counter(document.xpath("//@id"))
    page.faults.extend(f"the id {name!r} {n} times" for name, n in ids.items() if n > 1)
    walk = _Walk(page, reader)
    walk.all(roots[0])
    walk.close()
    _tie(page)
    return page._replace(opening=page.opening[0] if page.opening else None)


def fragment(html):
    """A document around what a bare parser made (bytes)."""
    return b'<!DOCTYPE html><meta charset="utf-8"><body>' + html + b"</body>"


# ---- Comparison with the records ----

def _plain_signs(text):
    """Curled quotes, drawn dashes and ellipses as ASCII signs."""
    for signs, sign in (("“”„‟", '"'), ("‘’‚‛", "'"), ("«", "<<"), ("»", ">>"), ("…", "...")):
        for c in signs:
            text = text.replace(c, sign)
    # Two signs, not one: x'' is a formula's second prime.
    text = text.replace("``", "''").replace('"', "''").replace(". . .", "...")
    return re.sub("-{2,}|[–—]", "—", text)


def _same(seen, record, reader):
    if seen is None or record is None:
        return seen == record
    if reader.curls:
        seen, record = _plain_signs(seen), _plain_signs(record)
    return seen == record or page_tex.same_text(seen, record, reader.exact)


def _parted(what, seen, record, reader):
    """A line of both, from a little before where they part."""
    if reader.curls:
        seen, record = _plain_signs(seen or ""), _plain_signs(record or "")
    far = [0, 0]
    page_tex.formulas(seen or "", record or "", reader.exact, far)
    i, j = (max(0, x - 40) for x in far)
    return f"{what}: seen   {(seen or '')[i:i + 160]!r}\n{what}: record {(record or '')[j:j + 160]!r}"


def _row_differs(row, want, reader):
    out = []
    for name, seen, record in (("title", row.title, want[0]), ("summary", row.summary, want[2])):
        if not _same(seen, record, reader):
            out.append(_parted(name, seen, record, reader))
    if (row.href or "").replace("&amp;", "&") != (want[1] or ""):
        out.append(f"link: seen   {row.href!r}\nlink: record {want[1]!r}")
    return out


def compare(page, want, reader):
    """The differences between PAGE and the records WANT (page_want.expected(), in the page's order): each a line."""
    differ = list(page.faults)
    if len(page.rows) != len(want):
        differ.append(f"{len(page.rows)} rows for {len(want)} records")
    for row, w in zip(page.rows, want):
        if row is not None:
            differ += _row_differs(row, w, reader)
    for d, w in zip(page.details, want):
        paragraphs = [x for x in w[3:] if x is not None]
        if len(d.paragraphs) != len(paragraphs):
            differ.append(f"{d.id}: {len(d.paragraphs)} paragraphs for {len(paragraphs)}: {d.paragraphs}")
        for seen, record in zip(d.paragraphs, paragraphs):
            if not _same(seen, record, reader):
                differ.append(_parted(d.id, seen, record, reader))
    return differ
