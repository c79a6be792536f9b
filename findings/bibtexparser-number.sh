#!/bin/sh
# SPDX-License-Identifier: MIT
# python3-bibtexparser 1.1.0: an entry with a number joined to a text, month = 2 # "~" # nov, is left out without a word.
# Expected: BibTeX joins numbers, texts and names with "#" alike; at the least a parser says what it did not understand.
# Seen: the list of entries is short by one, with no exception; with "2~" # nov in quotes the entry is there, and the month is
#   "2~November".
# Follows: who reads a bibliography with it counts the entries; a day in the month is written in quotes.
. "$(dirname -- "$0")/kit.sh"
deb_get python3-bibtexparser=1.1.0+ds-5 python3-pyparsing=3.0.9-1 python3-future=0.18.2-6

cat >read.py <<'PYTHON'
import bibtexparser
from bibtexparser.bparser import BibTexParser
for month in ('2 # "~" # nov', '"2~" # nov', "nov"):
    text = "@misc{a, title = {T}, month = %s}\n@misc{b, title = {U}}\n" % month
    print([(e["ID"], e.get("month")) for e in bibtexparser.loads(text, BibTexParser(common_strings=True)).entries])
PYTHON
same 'the entries a and b' "[('b', None)]
[('a', '2~November'), ('b', None)]
[('a', 'November'), ('b', None)]" "$(/usr/bin/python3 read.py)"
