#!/bin/sh
# SPDX-License-Identifier: MIT
# bibclean 2.11.4.1: a tool that lays out BibTeX files changes what BibTeX reads in a name with a suffix.
# Expected: "Forney, Jr., G. David", BibTeX's form for a suffix (family, suffix, given), stays, or becomes another way of writing it.
# Seen: it becomes "G. David {Forney, Jr.}", whose braces make one family name "Forney, Jr." of both: the suffix is gone, and the name
#   sorts and abbreviates otherwise. Letters of formulas in titles get braces, too: "$O(n^2)$" becomes "${O}(n^2)$".
# Follows: an export with suffixes goes to BibTeX as it is, not through bibclean's default settings.
. "$(dirname -- "$0")/kit.sh"
deb_get bibclean=2.11.4.1-4.1+b1

cat >one.bib <<'END'
@Misc{forney2026lamps,
  author = {Forney, Jr., G. David},
  title = {Lamps in $O(n^2)$},
}
END
same 'the entry' '@Misc{forney2026lamps,
  author =       "G. David {Forney, Jr.}",
  title =        "Lamps in ${O}(n^2)$",
}' "$(bibclean -no-read-init-files one.bib | sed '/^$/d')"
