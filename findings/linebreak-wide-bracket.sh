#!/bin/sh
# SPDX-License-Identifier: MIT
# linebreak 1.1.0 (npm), Unicode's line breaking: a Latin word and a bracket of full width are never parted.
# Expected: a line may end between "AI" and "（": rule LB30 of UAX #14 leaves opening signs of East Asian width out since Unicode 13.
# Seen: no place to break there, nor between a digit and （; between Chinese and （ there is one. Lines of mixed text come out longer.
# Follows: it is no judge of how Chinese text with Latin words is wrapped.
. "$(dirname -- "$0")/kit.sh"
npm_get linebreak@1.1.0

cat >break.cjs <<'JS'
const LineBreaker = require('linebreak')
for (const text of ['用AI（人）', '图3（三）', '使用（人）']) {
  const breaker = new LineBreaker(text)
  let line = '', from = 0
  for (let at; (at = breaker.nextBreak()); from = at.position) line += text.slice(from, at.position) + '|'
  console.log(line)
}
JS
same 'where lines may end' '用|AI（人）|
图|3（三）|
使|用|（人）|' "$(node break.cjs)"
