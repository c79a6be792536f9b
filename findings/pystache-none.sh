#!/bin/sh
# SPDX-License-Identifier: MIT
# pystache 0.6.0: a value of None is printed as the word "None".
# Expected: JSON's null prints nothing, as a missing name does; the Mustache specification has tests of just this ("Null
#   Interpolation"), and mustache.js, Hogan and Handlebars print nothing.
# Seen: {{doi}} with None gives "None", {{#doi}} takes it for false; a name that is missing gives nothing.
# Follows: templates given our records as JSON want {{#doi}}{{doi}}{{/doi}} for what may be null.
. "$(dirname -- "$0")/kit.sh"
deb_get python3-pystache=0.6.0-1

same 'null, a section of it, a missing name' '[None] [] []' \
	"$(/usr/bin/python3 -c 'import pystache; print(pystache.render("[{{doi}}] [{{#doi}}x{{/doi}}] [{{none}}]", {"doi": None}))')"
