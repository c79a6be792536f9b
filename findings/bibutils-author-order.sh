#!/bin/sh
# SPDX-License-Identifier: MIT
# bibutils 7.2: some of its writers change the order of the authors, others keep it.
# Expected: one file of MODS gives the same authors in the same order in each format; in many fields the order carries meaning.
# Seen: xml2ris, xml2end and xml2isi write all persons first and then the groups, and a Chinese name without a comma counts as a
#   group; xml2bib, xml2ads and xml2wordbib keep the order of the file.
# Follows: a collaboration that comes first, or a name like 陈伟, is no longer first in RIS; take the order from the BibTeX.
. "$(dirname -- "$0")/kit.sh"
deb_get bibutils=7.2-2 libbibutils8=7.2-2

echo '@misc{a, title={T}, author={{Deep Sky Collaboration} and Chen, Wei and 陈伟 and Berg, Jan}, year={2026}}' >a.bib
bib2xml a.bib >a.xml 2>/dev/null
same 'RIS' 'AU  - Chen, Wei
AU  - Berg, Jan
AU  - Deep Sky Collaboration
AU  - 陈伟' "$(xml2ris a.xml 2>/dev/null | grep '^AU')"
same 'EndNote' '%A Chen, Wei
%A Berg, Jan
%A Deep Sky Collaboration
%A 陈伟' "$(xml2end a.xml 2>/dev/null | grep '^%A')"
same 'ADS' '%A Deep Sky Collaboration; Chen, Wei; 陈伟; Berg, Jan' "$(xml2ads a.xml 2>/dev/null | grep '^%A')"
same 'Word' 'Deep Sky Collaboration Chen 陈伟 Berg' \
	"$(xml2wordbib a.xml 2>/dev/null | sed -n 's|.*<b:Last>\(.*\)</b:Last>.*|\1|p' | paste -sd ' ')"
