# SPDX-License-Identifier: MIT
# data/categories.tsv -> rows { category, name, archive, group, canonical, other } for a binary search that takes no notice of
# case: the file is sorted by the category in lower case.
BEGIN { FS = "\t" }
/^#/ { next }
{
	if (tolower($1) <= last || NF < 6) { print FILENAME ":" FNR ": " $1 " is out of order" > "/dev/stderr"; exit bad = 1 }
	last = tolower($1)
	printf "{ \"%s\", \"%s\", \"%s\", \"%s\", \"%s\", \"%s\" },\n", $1, $2, $3, $4, $6, $7
}
END { exit bad }
