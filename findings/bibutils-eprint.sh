#!/bin/sh
# SPDX-License-Identifier: MIT
# bibutils 7.2 (bib2xml): the arXiv id of a @misc entry is dropped without a word; that of an @article is kept.
# Expected: an entry that names its paper as arXiv's own export does (@misc with eprint and archivePrefix) keeps the id in MODS.
# Seen: exit status 0, no warning, and the id is nowhere in the XML. The same fields in an @article give <identifier type="arXiv">,
#   and biblatex2xml gives <identifier type="eprint"> for both.
# Follows: who turns our BibTeX into RIS or EndNote with bibutils has the paper's address only from `url`; keep that field.
. "$(dirname -- "$0")/kit.sh"
deb_get bibutils=7.2-2 libbibutils8=7.2-2

for type in misc article; do
	echo "@$type{chen, title={Tones}, author={Chen, Wei}, year={2026}, archivePrefix={arXiv}, eprint={2611.01230}}" >a.bib
	for program in bib2xml biblatex2xml; do
		"$program" a.bib 2>/dev/null >a.xml
		grep -q '<title>Tones</title>' a.xml
		echo "$type, $program: $(grep -o '<identifier type.*2611.*' a.xml || echo none)"
	done
done >now
same 'the id in MODS' 'misc, bib2xml: none
misc, biblatex2xml: <identifier type="eprint">2611.01230</identifier>
article, bib2xml: <identifier type="arXiv">2611.01230</identifier>
article, biblatex2xml: <identifier type="eprint">2611.01230</identifier>' "$(cat now)"
