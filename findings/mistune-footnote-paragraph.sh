#!/bin/sh
# SPDX-License-Identifier: MIT
# mistune 2.0.4: a footnote keeps its first paragraph only, the others become code in the middle of the page.
# Expected: paragraphs indented by four spaces after the first belong to the note, as in GitHub's reader, markdown-it, marked, remark,
#   Python-Markdown, markdown2, lowdown, discount and kramdown.
# Seen: the note holds "题目"; the second paragraph is a <pre><code> block where the note was defined.
# Follows: our pages, whose notes are several paragraphs, are not for programs built on this version.
. "$(dirname -- "$0")/kit.sh"
deb_get python3-mistune=2.0.4-1

printf '甲 [^1]\n\n[^1]: 题目\n\n    第二段\n' >a.md
/usr/bin/python3 -c 'import mistune; print(mistune.create_markdown(plugins=["footnotes"])(open("a.md").read()))' >a.html
same 'where the paragraphs are' '<pre><code>第二段
<li id="fn-1"><p>题目<a' "$(grep -oE '<(pre|li).*(第二段|题目<a)' a.html)"
