#!/bin/sh
# SPDX-License-Identifier: MIT
# python3-pylatexenc 2.10: what its encoder writes, its own decoder drops: Greek letters, comparisons, the minus sign.
# Expected: latex_to_text(unicode_to_latex(x)) is x for ordinary signs of titles; accents and % and & do come back.
# Seen: the encoder writes \ensuremath{\alpha}, \ensuremath{<}, \ensuremath{-}; the decoder does not know \ensuremath and leaves out the
#   macro with what it holds: "α-stable" becomes "-stable", "p<5" becomes "p5", and "10−3" becomes "103". No warning.
# Follows: text that was put into TeX with it must be read back by another program, or with \ensuremath taught to the decoder.
. "$(dirname -- "$0")/kit.sh"
deb_get python3-pylatexenc=2.10-2

cat >read.py <<'PYTHON'
from pylatexenc.latex2text import LatexNodes2Text
from pylatexenc.latexencode import unicode_to_latex
for text in ("Erdős", "R&D 50%", "α-stable", "p<5", "10−3", "ℝ"):
    tex = unicode_to_latex(text)
    print(text, tex, "[%s]" % LatexNodes2Text().latex_to_text(tex))
PYTHON
same 'text, TeX, text again' 'Erdős Erd\H{o}s [Erdős]
R&D 50% R\&D 50\% [R&D 50%]
α-stable \ensuremath{\alpha}-stable [-stable]
p<5 p\ensuremath{<}5 [p5]
10−3 10\ensuremath{-}3 [103]
ℝ \ensuremath{\mathbb{R}} []' "$(/usr/bin/python3 read.py)"
