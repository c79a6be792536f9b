#!/bin/sh
# SPDX-License-Identifier: MIT
# Python-Markdown 3.4.1 (MkDocs, Pelican): footnotes are numbered as they are defined, and one that nothing refers to is printed.
# Expected: the first reference of a page shows 1, the next 2; a note without a reference is left out. So do GitHub, remark, markdown-it,
#   marked, lowdown, discount and mistune.
# Seen: the reference that comes first shows 3, since its note is defined last, after one that is never referred to.
# Follows: the numbers of a page agree everywhere only if its notes are written in the order of their references, as ours are; a page that
#   was cut by hand keeps the notes of the rows taken out.
. "$(dirname -- "$0")/kit.sh"
deb_get python3-markdown=3.4.1-2+deb12u1

printf '甲 [^b] 乙 [^a]\n\n[^a]: 一\n\n[^none]: 无\n\n[^b]: 二\n' >a.md
/usr/bin/python3 -c 'import markdown; print(markdown.markdown(open("a.md").read(), extensions=["footnotes"]))' >a.html
same 'numbers in the text, notes printed' '3 1; 3' \
	"$(grep -oE 'class="footnote-ref"[^>]*>[0-9]+' a.html | sed 's/.*>//' | paste -sd ' '); $(grep -c '<li id=' a.html)"
