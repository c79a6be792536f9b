#!/bin/sh
# SPDX-License-Identifier: MIT
# identifiers-arxiv 0.1.1: an id is not found in a sentence when a comma, a full stop or a bracket follows it.
# Expected: `extract` finds 2611.00123 in running text, whatever punctuation stands around it; that is where ids are cited.
# Seen: only ids with white space, or the end of the text, behind them are found; "(2611.00123)" and "2611.00123." give nothing, and
#   so does the old form "hep-th/9901001;". A price such as "1201.5000 CNY" is taken for an id all the same.
# Follows: a list of ids made with it from abstracts or pages misses most citations, without a sign of it.
. "$(dirname -- "$0")/kit.sh"
npm_get identifiers-arxiv@0.1.1

node -e '
const {extract} = require("identifiers-arxiv")
for (const text of ["see 2611.00123 and", "see 2611.00123, and", "see 2611.00123.", "(2611.00123)", "hep-th/9901001; next", "for 1201.5000 CNY"])
	console.log(text + ": " + extract(text).join(" "))' | sed 's/ $//' >now
same 'what is found' 'see 2611.00123 and: 2611.00123
see 2611.00123, and:
see 2611.00123.:
(2611.00123):
hep-th/9901001; next:
for 1201.5000 CNY: 1201.5000' "$(cat now)"
