#!/bin/sh
# SPDX-License-Identifier: MIT
# bibtex 0.9.0 (npm): an entry with `month = nov` cannot be read.
# Expected: the names jan … dec are known without a definition, since every standard style of BibTeX defines them and most exports
#   write the month so.
# Seen: asking for the field throws `Unresolved reference: "nov"`; the other fields of the entry are given.
# Follows: entries for its users need the month as a number or in braces, or an @string line before them.
. "$(dirname -- "$0")/kit.sh"
npm_get bibtex@0.9.0

node -e '
const {parseBibFile, normalizeFieldValue} = require("bibtex")
const read = text => { try { return normalizeFieldValue(parseBibFile(text).entries_raw[0].getField("month")) } catch (e) { return e.message.split(" (")[0] } }
console.log(read("@misc{a, title = {T}, month = nov}"))
console.log(read("@misc{a, title = {T}, month = {11}}"))' >now
same 'the month' 'Unresolved reference: "nov"
11' "$(cat now)"
