# SPDX-License-Identifier: MIT
# data/ambiguous.tsv -> rows { first, last } for a binary search: the ranges ascend.
BEGIN { FS = "\t" }
/^#/ { next }
{
	first = sprintf("%6s", $1); end = sprintf("%6s", $2)
	if (first <= last || end < first) { print FILENAME ":" FNR ": " $1 " is out of order" > "/dev/stderr"; exit bad = 1 }
	last = end
	printf "{ 0x%s, 0x%s },\n", $1, $2
}
END { exit bad }
