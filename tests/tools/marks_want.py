# SPDX-License-Identifier: MIT
"""What a reader sees of an answer's text that may have Markdown: cmark's own reading of it, less what its field does not allow. cmark is
asked through its library; nothing of the program's reading is used.

    seen(text, cleaned)      the text alone; CLEANED, the text as a field without Markdown shows it, where there is no mark
    read(text, blocks)       [("strong", "…"), ("p", "…"), …]: see Reading

Formulas are taken out before cmark sees the text, as one letter each, and put back."""
import ctypes
import ctypes.util
import re
import xml.etree.ElementTree as ElementTree

from gfm_read import fold

MATH = re.compile(r"\$\$[^$]+?\$\$|\$(?:\\.|[^$\\])+?\$|\\\(.+?\\\)|\\\[.+?\\\]", re.S)
CODE = re.compile(r"(?<![`\\])(`+)(?!`).*?(?<!`)\1(?!`)", re.S)
DROPPED = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\u00ad\u061c\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]")
HOLD = 0xF0000                                         # private characters, letters to cmark, no sign of any text's
CMARK = ctypes.CDLL(ctypes.util.find_library("cmark"))
CMARK.cmark_parse_document.restype = ctypes.c_void_p
CMARK.cmark_render_xml.restype = ctypes.c_void_p
CMARK.cmark_render_xml.argtypes = [ctypes.c_void_p, ctypes.c_int]
CMARK.cmark_node_free.argtypes = [ctypes.c_void_p]
LIBC = ctypes.CDLL(None)
LIBC.free.argtypes = [ctypes.c_void_p]


def _tree(text):
    data = text.encode()
    node = CMARK.cmark_parse_document(data, ctypes.c_size_t(len(data)), 0)
    out = CMARK.cmark_render_xml(node, 0)
    xml = ctypes.string_at(out).decode()
    LIBC.free(out)
    CMARK.cmark_node_free(node)
    return ElementTree.fromstring(re.sub(r"<!DOCTYPE[^>]*>", "", xml).replace(' xmlns="http://commonmark.org/xml/1.0"', ""))


def _without_math(text):
    """TEXT with a letter for each formula that does not stand in code, and what they were."""
    held, out, at = [], "", 0
    code = [m.span() for m in CODE.finditer(text)]
    for m in MATH.finditer(text):
        if m.start() < at or any(a < m.start() < b for a, b in code):
            continue
        out += text[at:m.start()] + chr(HOLD + len(held))
        held.append(m[0])
        at = m.end()
    return out + text[at:], held


class Reading:
    """The marks of a text: strong, em, code, and the blocks p, h, li, ol, quote, each with its text, in the text's order."""

    def __init__(self, text, blocks):
        source, self.held = _without_math(re.sub(r"\]:", "]\uf8ff", text))
        self.marks, self.blocks = [], blocks
        self.plain = True
        root = _tree(source if blocks else "." + " ".join(source.split()))
        texts = [self.block(e) for e in root]
        self.text = fold(" ".join(t for t in texts if t))
        if not blocks:
            self.text = self.text[1:].strip()

    def back(self, s):
        return "".join(self.held[ord(c) - HOLD] if HOLD <= ord(c) < HOLD + len(self.held) else c for c in s).replace("\uf8ff", ":")

    def note(self, kind, text):
        self.plain = False
        if text:
            self.marks.append((kind, fold(text)))

    def inline(self, e):
        if e.tag in ("softbreak", "linebreak"):
            return " "
        if e.tag in ("text", "html_inline"):
            return self.back(e.text or "")
        at = len(self.marks)
        text = self.back(e.text or "") if e.tag == "code" else "".join(self.inline(x) for x in e)
        if e.tag in ("emph", "strong", "code"):
            self.note({"emph": "em"}.get(e.tag, e.tag), text)
            self.marks.insert(at, self.marks.pop()) if text else None
        else:
            self.plain = False                         # a link, a picture
        return text

    def block(self, e):
        if e.tag == "paragraph":
            text = "".join(self.inline(x) for x in e)
            if self.blocks:
                self.marks.append(("p", fold(text)))
            return text
        if e.tag in ("code_block", "html_block"):
            self.plain = False
            return self.back(e.text or "")
        if e.tag == "thematic_break":
            self.plain = False
            return ""
        if e.tag == "heading":
            text = "".join(self.inline(x) for x in e)
            self.note("h", text)
            return text
        at = len(self.marks)
        text = " ".join(self.block(x) for x in e)
        kind = {"item": "li", "block_quote": "quote"}.get(e.tag) or ("ol" if e.get("type") == "ordered" else "ul")
        self.plain = False
        self.marks.insert(at, (kind, fold(text)))
        return text


def read(text, blocks=False):
    return Reading(text, blocks)


def seen(text, cleaned=None, blocks=False):
    text = DROPPED.sub("", text)
    r = read(text, blocks)
    same = r.plain and r.text == fold(text)
    return fold(cleaned) if same and cleaned is not None else r.text
