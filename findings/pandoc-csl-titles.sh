#!/bin/sh
# SPDX-License-Identifier: MIT
# pandoc 2.17.1.1, CSL JSON to BibTeX: titles get capitals of their own, and names that are whole lose what kept them so.
# Expected: the title is written as it is given, and a "literal" name in braces, as BibTeX needs it.
# Seen: each word of the title begins with a capital, units too: "5 nm" becomes "5 Nm". The literal name "The Harbour Collaboration" has
#   no braces, so that BibTeX takes "Collaboration" for a family name. The address goes, but --to biblatex keeps it.
# Follows: references go to LaTeX as BibTeX from `digest export --to bibtex`, not by way of CSL JSON and pandoc.
. "$(dirname -- "$0")/kit.sh"
deb_get pandoc=2.17.1.1-2~deb12u1 pandoc-data=2.17.1.1-2~deb12u1 liblua5.3-0=5.3.6-2

cat >one.json <<'END'
[{"id": "a", "type": "article", "title": "Lamps of 5 nm for quiet harbours", "URL": "https://example.org/a",
  "author": [{"literal": "The Harbour Collaboration"}, {"family": "Vennick", "given": "Nora"}]}]
END
same 'an entry' '@misc{a,
  author = {The Harbour Collaboration and Vennick, Nora},
  title = {Lamps of 5 Nm for Quiet Harbours}
}' "$(pandoc --from csljson --to bibtex one.json)"
