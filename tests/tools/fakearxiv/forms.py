# SPDX-License-Identifier: MIT
"""What the roads share: a reply, escapes as the real servers write them, names and TeX."""
import unicodedata


class Reply:
    """Status, headers, body; `about` tells the quirks what kind of reply it is."""

    def __init__(self, body, content_type, status=200, headers=None):
        self.body = body if isinstance(body, bytes) else body.encode()
        self.status, self.content_type, self.headers = status, content_type, dict(headers or {})


def text(s):
    """As lxml writes text: quotes stay."""
    return s.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def attribute(s):
    return text(s).replace('"', "&quot;")


def markup(s):
    """As Jinja writes text."""
    return text(s).replace("'", "&#39;").replace('"', "&#34;")


_COMBINING = {"\u0301": "'", "\u0300": "`", "\u0302": "^", "\u0308": '"', "\u0303": "~", "\u0304": "=", "\u0307": ".", "\u0327": "c",
              "\u030c": "v", "\u0306": "u", "\u030b": "H", "\u0328": "k", "\u030a": "r"}
_LETTERS = {"ø": "{\\o}", "Ø": "{\\O}", "ł": "{\\l}", "Ł": "{\\L}", "ß": "{\\ss}", "æ": "{\\ae}", "Æ": "{\\AE}", "å": "{\\aa}", "Å": "{\\AA}"}


def tex(s):
    """Accents as authors typed them: G\\"unther, S{\\o}ren. Feeds and arXivRaw give them so, the API and arXiv in UTF-8."""
    if s.isascii():
        return s
    out = []
    for c in s:
        parts = unicodedata.normalize("NFD", c)
        if c in _LETTERS:
            out.append(_LETTERS[c])
        elif len(parts) == 2 and parts[1] in _COMBINING:
            mark, letter = _COMBINING[parts[1]], parts[0]
            letter = "\\" + letter if letter in "ij" and mark not in "ckH" else letter
            out.append(f"\\{mark}{{{letter}}}" if mark.isalpha() else f"\\{mark}{letter}" if letter[0] != "\\" else f"{{\\{mark}{letter}}}")
        else:
            out.append(c)
    return "".join(out)


def names_line(authors):
    """One string, TeX and affiliations as typed: A. Author (Somewhere, Some Place), B. Author."""
    return ", ".join(tex(a["name"]) + (f" ({', '.join(a['affiliations'])})" if a.get("affiliations") else "") for a in authors)


def name_parts(author):
    """(keyname, forenames, suffix)"""
    if "keyname" in author:
        return author["keyname"], author.get("forenames", ""), author.get("suffix", "")
    name = author["name"]
    words = name.split()
    suffix = words.pop() if len(words) > 1 and words[-1] in ("Jr", "Jr.", "Sr", "II", "III", "IV") else ""
    return words[-1] if words else name, " ".join(words[:-1]), suffix
