#!/bin/sh
# SPDX-License-Identifier: MIT
# zhlint 0.8.2 and autocorrect-node 2.14.0, then cmark-gfm 0.29.0.gfm.6: tidying Chinese text breaks its addresses.
# Expected: the blank between an address and 。 stays, since an address ends at it; brackets of full width stay in Chinese text.
# Seen: both tools take the blank away, as they do between a word and 。; GFM's autolink then takes 。 and the words behind it into the
#   address. zhlint's default preset also makes half-width brackets of （见表2） behind a percent sign.
# Follows: addresses in pages stand between < and > or as links with a text, never bare before Chinese punctuation.
. "$(dirname -- "$0")/kit.sh"
npm_get zhlint@0.8.2 autocorrect-node@2.14.0
deb_get cmark-gfm=0.29.0.gfm.6-6 libcmark-gfm0.29.0.gfm.6=0.29.0.gfm.6-6 libcmark-gfm-extensions0.29.0.gfm.6=0.29.0.gfm.6-6

cat >tidy.cjs <<'JS'
const [tool, text] = process.argv.slice(2)
console.log(tool === 'zhlint' ? require('zhlint').run(text, { rules: { preset: 'default' } }).result : require('autocorrect-node').format(text))
JS
text='见 https://example.org/lamp 。真的。'
for tool in zhlint autocorrect; do
	tidied=$(node tidy.cjs $tool "$text")
	same "$tool" '见 https://example.org/lamp。真的。' "$tidied"
	same 'its link' 'https://example.org/lamp%E3%80%82%E7%9C%9F%E7%9A%84%E3%80%82' \
		"$(echo "$tidied" | cmark-gfm -e autolink | sed 's/.*href="\([^"]*\)".*/\1/')"
done
same 'brackets under zhlint' '测得 3.5%(见表 2)。' "$(node tidy.cjs zhlint '测得3.5%（见表2）。')"
