# SPDX-License-Identifier: MIT
# data/traditional.tsv -> the rows of gate_script.c's table, which is searched by halves: the file must be sorted by bytes.
BEGIN { FS = "\t" }
/^#/ { next }
{
	if ($1 <= last) { print "traditional.tsv:" NR ": not in order: " $1 > "/dev/stderr"; exit 1 }
	last = $1
	printf "\t{ \"%s\", \"%s\" },\n", $1, $2
}
