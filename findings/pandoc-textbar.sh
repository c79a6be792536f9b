#!/bin/sh
# SPDX-License-Identifier: MIT
# pandoc 2.17.1.1: \textbar of a title in BibTeX is dropped without a word.
# Expected: the text commands of LaTeX's kernel for the signs < > | \ are read alike.
# Seen: exit status 0, no warning; \textless{}, \textgreater{} and \textbackslash{} are their signs, \textbar{} is nothing: A|B becomes AB.
#   $|$ is read as the sign.
# Follows: a bar in a BibTeX field that pandoc's users are to see stands in mathematics.
. "$(dirname -- "$0")/kit.sh"
deb_get pandoc=2.17.1.1-2~deb12u1 pandoc-data=2.17.1.1-2~deb12u1

for tex in '\textless{}' '\textgreater{}' '\textbackslash{}' '\textbar{}' '$|$'; do
	printf '@misc{a, title = {{A%sB}}}\n' "$tex" | pandoc --data-dir="$PWD/root/usr/share/pandoc/data" -f bibtex -t csljson | sed -n 's/.*"title": "\(.*\)".*/\1/p'
done >now
same 'the titles' 'A<B
A>B
A\\B
AB
A|B' "$(cat now)"
