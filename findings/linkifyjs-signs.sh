#!/bin/sh
# SPDX-License-Identifier: MIT
# linkifyjs 4.4.0 (npm): Chinese punctuation behind an address becomes part of the link, though Chinese brackets do not.
# Expected: it knows signs of full width: an address ends before 。，；》 as it ends before ）.
# Seen: "（…/lamp）" ends where it should; with 。 the rest of the sentence is in the link, 》 and ； are, too.
# Follows: where pages are linkified by it, an address needs a blank behind it, and one that is a link already stays right.
. "$(dirname -- "$0")/kit.sh"
npm_get linkifyjs@4.4.0

cat >find.cjs <<'JS'
const { find } = require('linkifyjs')
for (const text of ['（https://example.org/lamp）', '见https://example.org/lamp。真的', '《https://example.org/lamp》', 'https://example.org/lamp；'])
  console.log(find(text)[0].value)
JS
same 'four addresses' 'https://example.org/lamp
https://example.org/lamp。真的
https://example.org/lamp》
https://example.org/lamp；' "$(node find.cjs)"
