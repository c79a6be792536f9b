#!/bin/sh
# SPDX-License-Identifier: MIT
# gray-matter 4.0.3: a page without front matter that begins with a rule loses its whole text.
# Expected: front matter ends with a second "---"; where there is none, the first is Markdown's rule and the page is content.
#   front-matter 4.0.2 and vfile-matter read it so.
# Seen: all that follows is read as YAML: `content` is empty, `data` is the paragraph as one string. No error.
# Follows: a page, or a template's preamble, must not begin with "---"; "***" and "___" are rules too and are left alone.
. "$(dirname -- "$0")/kit.sh"
npm_get gray-matter@4.0.3 front-matter@4.0.2

node -e '
for (const rule of ["---", "***"]) {
	const page = rule + "\n\nText of a page.\n", m = require("gray-matter")(page), f = require("front-matter")(page)
	console.log(JSON.stringify([m.data, m.content, f.body]))
}' >now
same 'data and content of gray-matter, body of front-matter' '["Text of a page.","","---\n\nText of a page.\n"]
[{},"***\n\nText of a page.\n","***\n\nText of a page.\n"]' "$(cat now)"
