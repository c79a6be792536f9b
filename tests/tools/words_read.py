# SPDX-License-Identifier: MIT
"""Words as searches compare them, read a second time: by regular expressions and unicodedata."""
import re
import unicodedata

LATIN = {"ø": "o", "ł": "l", "đ": "d", "æ": "ae", "œ": "oe", "þ": "th", "ð": "d"}


def words(text):
    out = []
    text = "".join(c for c in unicodedata.normalize("NFKD", text or "").casefold() if not unicodedata.category(c).startswith("M"))
    for run in re.findall(r"[\u3400-\u9fff\u3040-\u30ff]|[^\W_\u3400-\u9fff\u3040-\u30ff]+", text):
        out.append("".join(LATIN.get(c, c) for c in run))
    return out


def holds(text, phrase, prefix):
    have, want = words(text), words(phrase)
    for i in range(len(have) - len(want) + 1):
        piece = have[i:i + len(want)]
        if piece[:-1] == want[:-1] and (piece[-1].startswith(want[-1]) if prefix else piece[-1] == want[-1]):
            return True
    return False
