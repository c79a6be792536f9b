#!/bin/sh
# SPDX-License-Identifier: MIT
# unicodeit 0.7.5 (npm): TeX to Unicode replaces the beginning of a control word that it does not know.
# Expected: "\log" stays as it is, as "\tanh" does; an exponent that cannot be raised as a whole stays whole.
# Seen: "\l" is the letter ł, so "O(n\log n)" becomes "O(nłog n)" and "\limsup" "łimsup". Of "x^{aq}" the a is raised and "^q" left.
# Follows: a line of Unicode is made of a formula only if all of it fits one, and a control word is read to its end.
. "$(dirname -- "$0")/kit.sh"
npm_get unicodeit@0.7.5

cat >line.mjs <<'JS'
import { replace } from 'unicodeit'
for (const tex of ['O(n\\log n)', '\\limsup', '\\tanh t', 'x^{ab}', 'x^{aq}'])
  console.log(replace(tex))
JS
same 'five formulas' 'O(nłog n)
łimsup
\tanh t
xᵃᵇ
xᵃ^q' "$(node line.mjs)"
