#!/bin/sh
# SPDX-License-Identifier: MIT
# astrocite-bibtex 0.16.4: a superscript or subscript becomes "[object Object]", a group's name is cut, a Chinese name is lost.
# Expected: $n^{2}$ in a title gives n^2, n² or <sup>2</sup> in CSL JSON; a name in braces is one name; 陈伟 stays 陈伟.
# Seen: "O(n[object Object])"; "Deep Sky Collaboration" is read as given name Deep, family Sky Collaboration; the Chinese author is
#   an entry whose family name is the empty text. No error is reported.
# Follows: CSL JSON made with it from entries like arXiv's must be read before it is used.
. "$(dirname -- "$0")/kit.sh"
npm_get astrocite-bibtex@0.16.4

cat >a.bib <<'BIB'
@misc{a, title = {Tones in $O(n^{2})$}, author = {Chen, Wei and {Deep Sky Collaboration} and 陈伟}, year = {2026}}
BIB
node -e '
const [e] = require("astrocite-bibtex").parse(require("fs").readFileSync("a.bib", "utf8"))
console.log(e.title)
for (const a of e.author) console.log(JSON.stringify(a))' >now
same 'title and authors' 'Tones in O(n[object Object])
{"family":"Chen","given":"Wei"}
{"family":"Sky Collaboration","given":"Deep"}
{"family":""}' "$(cat now)"
