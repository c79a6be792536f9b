# SPDX-License-Identifier: MIT
# data/entities.tsv -> rows { "name", code point } for a binary search: the file is sorted by name, byte by byte.
BEGIN { FS = "\t" }
/^#/ { next }
{
	if ($1 "" <= last "") { print FILENAME ":" FNR ": " $1 " is out of order" > "/dev/stderr"; exit bad = 1 }
	last = $1
	printf "{ \"%s\", 0x%s },\n", $1, $2
}
END { exit bad }
