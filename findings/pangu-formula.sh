#!/bin/sh
# SPDX-License-Identifier: MIT
# pangu 7.2.1: the blanks that it puts between Chinese and Latin letters go into addresses, formulas and names, too.
# Expected: an address is left alone, and so is what stands between dollar signs.
# Seen: "?b=1" of an address becomes "?b = 1", which ends the address there for every reader of bare ones; a formula with a Chinese
#   word in it gets blanks; "A*B" becomes "A * B", "p<0.05" becomes "p < 0.05".
# Follows: our texts are not to be sent through it, and a reader's browser extension of it may show other bytes than the page has.
. "$(dirname -- "$0")/kit.sh"
npm_get pangu@7.2.1

cat >space.mjs <<'JS'
import { pangu } from 'pangu'
for (const text of ['见https://example.org/a?b=1的表', '设$a中b$的值', '取A*B且p<0.05'])
  console.log(pangu.spacingText(text))
JS
same 'three texts' '见 https://example.org/a?b = 1 的表
设 $a 中 b$ 的值
取 A * B 且 p < 0.05' "$(node space.mjs)"
