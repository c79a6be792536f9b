#!/bin/sh
# SPDX-License-Identifier: MIT
# nzh 1.0.14 (npm): numbers in Chinese words, as people write them, are read as others, without an error.
# Expected: 一万五 is 15,000 and 三百二 is 320, the short forms of speech; 两百 is 200; what it cannot read is an error.
# Seen: a last digit counts as ones (10005, 302), 两 is 0, and 百分之五 (5 %) is 105.
# Follows: it is no judge of figures in Chinese words; a test that wants one needs another program.
. "$(dirname -- "$0")/kit.sh"
npm_get nzh@1.0.14

cat >read.cjs <<'JS'
const { cn } = require('nzh')
for (const words of ['十二', '三千零五', '一万五', '三百二', '两百', '百分之五'])
  console.log(words, cn.decodeS(words))
JS
same 'six numbers' '十二 12
三千零五 3005
一万五 10005
三百二 302
两百 0
百分之五 105' "$(node read.cjs)"
