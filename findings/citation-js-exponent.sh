#!/bin/sh
# SPDX-License-Identifier: MIT
# @citation-js/plugin-bibtex 0.7.21: an exponent without braces takes in what follows it, and the arXiv identifier goes.
# Expected: "$x^2$" and "$x^{2}$" are read alike, as TeX reads them; eprint, as arXiv's own export writes it, is kept somewhere.
# Seen: "^2" raises all up to the next subscript or the end of the formula: "$O(n^2)$" comes as "O(n²⁾" with a raised bracket,
#   "$x^2+y_1$" with "2+y" raised. With braces it is right. Of eprint, archivePrefix and primaryClass nothing is left.
# Follows: titles of exports that are to survive this reader need braces around each exponent, and the url that names the paper.
. "$(dirname -- "$0")/kit.sh"
npm_get @citation-js/core@0.7.21 @citation-js/plugin-bibtex@0.7.21

cat >read.cjs <<'JS'
const { Cite } = require('@citation-js/core')
require('@citation-js/plugin-bibtex')
for (const title of ['$O(n^2)$', '$O(n^{2})$', '$x^2+y_1$']) {
  const [{ _graph, ...entry }] = new Cite(`@misc{a, title = {Lamps in ${title}}, eprint = {2602.00001}, archivePrefix = {arXiv}, primaryClass = {cs.CL}}`).data
  // _graph is the input itself, kept for its own use
  console.log(entry.title, JSON.stringify(entry).includes('2602.00001'))
}
JS
same 'titles, and whether the identifier is there' 'Lamps in O(n²⁾ false
Lamps in O(n²) false
Lamps in x<sup>2+y</sup>₁ false' "$(node read.cjs)"
