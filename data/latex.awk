# SPDX-License-Identifier: MIT
# data/latex.tsv -> rows { character, kind, TeX } for a binary search: the characters ascend.
# S as a string of C.
function quoted(s,   out, c) {
	for (out = "\""; s != ""; s = substr(s, 2)) {
		c = substr(s, 1, 1)
		out = out (c == "\\" || c == "\"" ? "\\" : "") c
	}
	return out "\""
}
BEGIN { FS = "\t" }
/^#/ { next }
{
	if ($1 "" <= last "") { print FILENAME ":" FNR ": " $1 " is out of order" > "/dev/stderr"; exit bad = 1 }
	last = $1
	printf "{ 0x%s, LATEX_%s, %s },\n", $1, toupper($2), quoted($3)
}
END { exit bad }
