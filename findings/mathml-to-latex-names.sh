#!/bin/sh
# SPDX-License-Identifier: MIT
# mathml-to-latex 1.8.0 with temml 0.13.5: TeX that went to MathML comes back with its functions, its norms and its suns changed.
# Expected: \log n, \lim_n x, \|x\|_2, M_\odot and \mathrm{d}x come back as TeX that is set the same.
# Seen: "log n" and "lim" without backslash (three italic letters), "\parallel x \parallel" (a relation, with space on both sides),
#   \bigodot (the large operator) and an italic d. \mathbb{R} comes back whole.
# Follows: formulas copied from MathML, as our html pages have it, want a look after this conversion; the TeX source is the better copy.
. "$(dirname -- "$0")/kit.sh"
npm_get mathml-to-latex@1.8.0 temml@0.13.5

cat >read.mjs <<'JS'
import temml from 'temml'
import { MathMLToLaTeX } from 'mathml-to-latex'
for (const tex of ['\\mathbb{R}', '\\log n', '\\lim_n x', '\\|x\\|_2', 'M_\\odot', '\\mathrm{d}x'])
	console.log(MathMLToLaTeX.convert(temml.renderToString(tex)).replace(/ +/g, ' '))
JS
same 'the TeX' '\mathbb{R}
log n
lim_{n} x
\parallel x \parallel_{2}
M_{\bigodot}
d x' "$(node read.mjs)"
