# SPDX-License-Identifier: MIT
"""The tables of data/: facts against other sources of the same facts, and that each row can be found."""
import html
import html.entities
import os
import re
import sys
import unicodedata

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "tools"))
from tap import ROOT, case, done, shared, skip  # noqa: E402


def rows(name):
    for line in open(os.path.join(ROOT, "data", name + ".tsv"), encoding="utf-8"):
        if not line.startswith("#"):
            yield line.rstrip("\n").split("\t")


# ---- entities ----
entities = {r[0]: chr(int(r[1], 16)) for r in rows("entities")}
names = [r[0] for r in rows("entities")]
case("entities are sorted and unique", names == sorted(set(names)), [a for a, b in zip(names, sorted(set(names))) if a != b][:3])
differ = [n for n, c in entities.items() if html.unescape(f"&{n};") != c]
case(f"{len(names)} entities mean what HTML 5 says", len(names) > 252 and not differ, differ)
missing = [n for n in html.entities.name2codepoint if n not in entities]
case("all of HTML 4's entities are there", not missing, missing)

# ---- TeX ----
tex = list(rows("tex"))
macros = [r[1] for r in tex]
case(f"{len(macros)} macros, each once", len(macros) == len(set(macros)), sorted(m for m in set(macros) if macros.count(m) > 1))
KINDS = {"accent", "letter", "sign", "symbol", "wrap", "paren", "second", "switch", "space", "super", "sub", "cite", "raw", "href", "delete",
         "unicode", "verb", "prefix", "quote"}
case("kinds are those of the header", {r[0] for r in tex} == KINDS, {r[0] for r in tex} ^ KINDS)
accents = {r[1]: chr(int(r[2], 16)) for r in tex if r[0] == "accent"}
case("accents are combining marks", all(unicodedata.combining(c) for c in accents.values()), accents)
for macro, base, name in (("'", "e", "ACUTE"), ("`", "a", "GRAVE"), ("^", "o", "CIRCUMFLEX"), ('"', "u", "DIAERESIS"), ("~", "n", "TILDE"),
                          ("=", "a", "MACRON"), (".", "z", "DOT ABOVE"), ("c", "c", "CEDILLA"), ("v", "s", "CARON"), ("u", "g", "BREVE"),
                          ("H", "o", "DOUBLE ACUTE"), ("k", "a", "OGONEK"), ("r", "u", "RING ABOVE"), ("d", "m", "DOT BELOW"),
                          ("b", "d", "LINE BELOW")):
    letter = unicodedata.name(unicodedata.normalize("NFC", base + accents[macro]))
    case(f"\\{macro} {base} is {letter}", letter == f"LATIN SMALL LETTER {base.upper()} WITH {name}", letter)
letters = {r[1]: r[2] for r in tex if r[0] == "letter"}
case("letters are letters", all(len(c) == 1 and unicodedata.category(c)[0] == "L" for c in letters.values()), letters)
pairs = [(a, b) for a, b in letters.items() if a[0].islower() and a.upper() in letters and letters[a.upper()] != b.upper() and a != "ss"]
case("small and great letters go together", not pairs, pairs)
symbols = {r[1]: r[2] for r in tex if r[0] == "symbol"}
greek = [n for n in symbols if re.fullmatch("GREEK (SMALL|CAPITAL) LETTER .*", unicodedata.name(symbols[n][0], "")) and len(symbols[n]) == 1
         and n.lower() not in ("micro", "ohm", "textmu", "textohm")]
spelt = [n for n in greek if not n.startswith("var") and n not in ("phi", "epsilon")
         and unicodedata.name(symbols[n]).split()[3] not in (n.upper(), "LAMDA" if n.lower() == "lambda" else "")]
case(f"{len(greek)} Greek letters bear their macro's name", len(greek) >= 30 and not spelt, spelt)
odd = [n for n, c in symbols.items() for x in c if unicodedata.category(x) in ("Cc", "Cf", "Co", "Cn", "Zl", "Zp") or unicodedata.normalize("NFC", x) != x]
case("symbols are in NFC and visible", not odd, odd)
# The most frequent text macros and accents of the corpus's statistics.
wanted = "textit textbf emph underline texttt cite em textsc text url it unicode ldots L l o O ss aa AE i epsilon alpha sim leq pm times rightarrow infty"
lost = [m for m in wanted.split() if m not in macros]
case("frequent macros are there", not lost, lost)

# ---- categories ----
categories = list(rows("categories"))
names = [r[0] for r in categories]
case("categories are sorted without regard to case, and unique", [n.lower() for n in names] == sorted({n.lower() for n in names}))
known = set(names)
loose = [r[0] for r in categories if r[5] not in known or (r[6] and r[6] not in known)]
case("each canonical and each other name is a category", not loose, loose)
by_name = {r[0]: r for r in categories}
restless = [n for n in names if by_name[by_name[n][5]][5] != by_name[n][5]]
case("canonical names are their own", not restless, restless)
archives = [r[0] for r in categories if r[0].split(".")[0] != r[2]]
case("a category begins with its archive", not archives, archives)
reference = shared("categories.tsv")
if reference:
    want = sorted(line.rstrip("\n").split("\t") for line in list(open(reference, encoding="utf-8"))[1:])
    case("categories as the reference has them", sorted(categories) == want, [a for a, b in zip(sorted(categories), want) if a != b][:3])
else:
    skip("categories against the reference", "categories.tsv is not there")
done()
