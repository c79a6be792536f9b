#!/bin/sh
# SPDX-License-Identifier: MIT
# @retorquere/bibtex-parser 9.0.29: titles come as HTML, and a "<" of a formula in them is not escaped.
# Expected: a value that holds tags such as <sub> and <span class="nocase"> writes the sign < of "$a<b$" as &lt;.
# Seen: the sign stands bare between the tags, so that `<b</span>` begins what an HTML parser takes for a tag.
# Follows: such a title must not be put into a page as it is, and cannot be escaped as a whole either without losing its tags.
. "$(dirname -- "$0")/kit.sh"
npm_get @retorquere/bibtex-parser@9.0.29

cat >read.mjs <<'JS'
import { parse } from '@retorquere/bibtex-parser'
console.log(parse('@misc{x, title = {Does $a_{i}<b$ Hold in {CJK} Text}}').entries[0].fields.title)
JS
same 'the title' 'Does <span class="nocase">a<sub>i</sub><b</span> hold in CJK text' "$(node read.mjs)"
