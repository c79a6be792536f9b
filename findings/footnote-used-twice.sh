#!/bin/sh
# SPDX-License-Identifier: MIT
# lowdown 1.0.0, discount 2.2.7, mistune 2.0.4, markdown2 2.4.1: a footnote that is referred to a second time.
# Expected: both references show the number of the one note, as GitHub's, markdown-it's and remark's do.
# Seen: lowdown and discount leave the second reference as the text "[^1]". mistune gives it number 2 and prints the note twice;
#   markdown2 does the same and gives both copies one id, so that links reach the first only.
# Follows: a page for them refers to each note once, as our table does; a sentence that names a paper again links to its address.
. "$(dirname -- "$0")/kit.sh"
deb_get lowdown=1.0.0-2 liblowdown1=1.0.0-2 discount=2.2.7-2 libmarkdown2=2.2.7-2 python3-mistune=2.0.4-1 python3-markdown2=2.4.1-1

printf '甲 [^1] 乙 [^1]\n\n[^1]: 注。\n' >a.md
count() {  # NAME HTML: references and notes in it, and references left as text
	printf '%s: %s links, %s notes, %s as text\n' "$1" "$(grep -oE '<sup[^>]*><a ' "$2" | wc -l)" "$(grep -oE '<li id="[^"]*"' "$2" | wc -l)" \
		"$(grep -oF '[^1]' "$2" | wc -l)"
}
lowdown a.md >l.html
markdown -ffootnote a.md >d.html
/usr/bin/python3 -c 'import mistune; print(mistune.create_markdown(plugins=["footnotes"])(open("a.md").read()))' >m.html
/usr/bin/python3 -c 'import markdown2; print(markdown2.markdown(open("a.md").read(), extras=["footnotes"]))' >2.html
{ count lowdown l.html; count discount d.html; count mistune m.html; count markdown2 2.html; } >now
echo "ids of markdown2: $(grep -oE 'li id="[^"]*"' 2.html | sort -u | paste -sd ' ')" >>now
same 'what becomes of one note and two references' 'lowdown: 1 links, 1 notes, 1 as text
discount: 1 links, 1 notes, 1 as text
mistune: 2 links, 2 notes, 0 as text
markdown2: 2 links, 2 notes, 0 as text
ids of markdown2: li id="fn-1"' "$(cat now)"
