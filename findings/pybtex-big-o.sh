#!/bin/sh
# SPDX-License-Identifier: MIT
# pybtex 0.24.0: the style `plain` turns the O of a formula into o.
# Expected: a title is put into sentence case, and what stands between dollars is left alone, for there a capital is another symbol.
# Seen: "$O(n^{2})$" becomes "$o(n^2)$", which says something else about the algorithm; only braces protect it.
# Follows: a formula in a BibTeX title wants braces around it, {$O(n^{2})$}; arXiv's titles have none.
. "$(dirname -- "$0")/kit.sh"
deb_get python3-pybtex=0.24.0-3 python3-latexcodec=2.0.1-2 python3-six=1.16.0-4 python3-pkg-resources=66.1.1-1+deb12u2

cat >a.bib <<'BIB'
@misc{a, title = {Sorting Tones in $O(n^{2})$ Steps}, author = {Chen, Wei}, year = {2026}}
@misc{b, title = {Sorting Tones in {$O(n^{2})$} Steps}, author = {Chen, Wei}, year = {2026}}
BIB
/usr/bin/python3 - >now <<'PYTHON'
import sys
from pybtex.database import parse_file
from pybtex.plugin import find_plugin
style = find_plugin("pybtex.style.formatting", "plain")()
find_plugin("pybtex.backends", "text")().write_to_stream(style.format_bibliography(parse_file("a.bib")), sys.stdout)
PYTHON
# shellcheck disable=SC2016  # dollars of TeX
same 'the two titles' '[1] Wei Chen. Sorting tones in $o(n^2)$ steps. 2026.
[2] Wei Chen. Sorting tones in $O(n^2)$ steps. 2026.' "$(cat now)"
