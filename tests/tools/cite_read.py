# SPDX-License-Identifier: MIT
"""What programs that are not ours read in references, to be held against the records: TeX back as Unicode, names and titles as both sides
say them."""
import os
import re
import unicodedata

ACCENTS = {"`": "\u0300", "'": "\u0301", "^": "\u0302", "~": "\u0303", "=": "\u0304", "u": "\u0306", ".": "\u0307", '"': "\u0308", "r": "\u030a",
           "H": "\u030b", "v": "\u030c", "d": "\u0323", "c": "\u0327", "k": "\u0328", "b": "\u0331"}
WORDS = {"o": "ø", "O": "Ø", "l": "ł", "L": "Ł", "ss": "ß", "SS": "ẞ", "ae": "æ", "AE": "Æ", "oe": "œ", "OE": "Œ", "i": "ı", "j": "ȷ", "dh": "ð", "DH": "Ð", "th": "þ",
         "TH": "Þ", "dj": "đ", "DJ": "Đ", "ng": "ŋ", "NG": "Ŋ", "S": "§", "P": "¶", "dag": "†", "ddag": "‡", "copyright": "©", "pounds": "£", "ldots": "…",
         "guillemotleft": "«", "guillemotright": "»", "textasciicircum": "^", "textasciitilde": "~", "textless": "<", "textgreater": ">", "textbar": "|",
         "textbackslash": "\\", "textbraceleft": "{", "textbraceright": "}", "textdegree": "°", "texttrademark": "™", "textregistered": "®", "textmu": "µ",
         "texteuro": "€", "textbullet": "•", "textperiodcentered": "·", "textquestiondown": "¿", "textexclamdown": "¡", "textyen": "¥", "textonehalf": "½",
         "textordfeminine": "ª", "textordmasculine": "º", "textnumero": "№"}


def _argument(s, i):
    """The argument at S[i]: a group, a macro, a sign. Its text in Unicode, and where it ends."""
    while i < len(s) and s[i] == " ":
        i += 1
    if i < len(s) and s[i] == "{":
        depth, j = 1, i + 1
        while j < len(s) and depth:
            depth += (s[j] == "{") - (s[j] == "}")
            j += 1
        return plain(s[i + 1:j - 1]), j
    if i < len(s) and s[i] == "\\":
        m = re.compile(r"\\([A-Za-z]+|.)").match(s, i)
        if m[1] in ACCENTS:
            base, end = _argument(s, m.end())
            return base[:1] + ACCENTS[m[1]] + base[1:], end
        return plain(m[0]), m.end()
    return s[i:i + 1], i + 1


def plain(tex):
    """TEX as text: accents and signs as Unicode, groups without braces; mathematics between its dollars stays as it is."""
    out, i = "", 0
    while i < len(tex):
        m = re.compile(r"\\([A-Za-z]+)|\\(.)|(\$(?:[^$\\]|\\.)*\$)|(---?|``|'')", re.S).match(tex, i)
        if m is None:
            out += "" if tex[i] in "{}" else " " if tex[i] == "~" else {"`": "‘", "'": "’"}.get(tex[i], tex[i])
            i += 1
        elif m[3]:
            out += m[3]
            i = m.end()
        elif m[4]:
            out += {"---": "—", "--": "–", "``": "“", "''": "”"}[m[4]]
            i = m.end()
        elif (m[1] or m[2]) in ACCENTS:
            base, i = _argument(tex, m.end())
            base = base.replace("ı", "i").replace("ȷ", "j") if m[1] not in ("c", "d", "b", "k") else base
            out += base[:1] + ACCENTS[m[1] or m[2]] + base[1:]
        elif m[1]:
            out += WORDS.get(m[1], m[0])
            i = m.end() + (2 if tex.startswith("{}", m.end()) else tex.startswith(" ", m.end()) and m[1] not in WORDS)
        else:
            out += m[2]
            i = m.end()
    return unicodedata.normalize("NFC", out)


def same(text):
    """What two ways of writing a text have in common: no kinds of quotes and dashes, no braces, blanks that come singly."""
    text = unicodedata.normalize("NFC", text).translate({0x2018: "'", 0x2019: "'", 0x2bc: "'", 0x201c: '"', 0x201d: '"', 0x2010: "-", 0x2011: "-", 0x2013: "-", 0x2014: "-", 0xa0: " "})
    text = text.replace("``", '"').replace("''", '"').replace("`", "'")
    return re.sub(r"\s+", " ", re.sub(r"-{2,3}", "-", re.sub(r"[{}]", "", text))).strip()


def whole_name(given="", particle="", family="", suffix=""):
    """A name's parts in the order in which the record has them, without what parts them."""
    return same(" ".join(filter(None, (given, particle, family, suffix)))).replace(",", "")


def record_name(name):
    """The record's name in that form: arXiv's blank before a hyphen goes, and what commas part stands in its order."""
    name = re.sub(r"(?<=\S) -(?=\S)", "-", same(name))
    parts = [p.strip() for p in name.split(",")]
    if len(parts) == 2 and not re.fullmatch(r"(Jr|Sr)\.?|I{2,3}|IV|PhD|Ph\.D\.|M\.D\.", parts[1]):
        parts.reverse()
    return " ".join(parts)


MATH = re.compile(r"\$[^$]*\$")


def record_names(paper):
    return [record_name(a["name"]) for a in paper.get("authors", []) if a["name"].strip()]


def own_capitals(title):
    """Words of a title whose capitals a style must not change: a capital behind a word's first sign, mathematics aside."""
    words = re.split(r"[\s/‐‑–—-]+", MATH.sub(" ", title))
    return [w for w in (re.sub(r"^\W+|\W+$", "", w) for w in words) if re.match(r"[^\W_].*[A-Z]", w) and w.isascii()]


def captures(shared):
    """Every file of the captures that has papers."""
    top = os.path.join(shared, "captures")
    for folder, _, names in sorted(os.walk(top)):
        for name in sorted(names):
            if name != "MANIFEST.tsv":
                yield os.path.join(folder, name)
