# SPDX-License-Identifier: MIT
# data/subjects.tsv -> the rows of oai.c's table, which is searched by halves: the file must be sorted by bytes.
BEGIN { FS = "\t" }
/^#/ { next }
{
	if ($1 "" <= last "") { print "subjects.tsv:" NR ": not in order: " $1 > "/dev/stderr"; exit 1 }
	last = $1
	printf "\t{ \"%s\", \"%s\" },\n", $1, $2
}
