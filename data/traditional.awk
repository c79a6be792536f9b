# SPDX-License-Identifier: MIT
# data/traditional.tsv -> a bit for each character of the basic plane, and rows by code point for a search by halves: the file
# must be sorted by bytes, which is the order of code points.
function code(s) {
	return (ord[substr(s, 1, 1)] - 224) * 4096 + (ord[substr(s, 2, 1)] - 128) * 64 + ord[substr(s, 3, 1)] - 128
}
BEGIN {
	FS = "\t"
	for (i = 128; i < 256; i++) ord[sprintf("%c", i)] = i
	power[0] = 1
	for (i = 1; i < 32; i++) power[i] = 2 * power[i - 1]
}
/^#/ { next }
{
	if ($1 "" <= last "" || length($1) != 3 || length($2) != 3) {
		print "traditional.tsv:" NR ": not in order, or not of three bytes: " $1 > "/dev/stderr"; exit 1
	}
	last = $1
	at = code($1)
	bits[int(at / 32)] += power[at % 32]
	rows[n++] = sprintf("\t{ %d, \"%s\" },\n", at, $2)
}
END {
	printf "static const uint32_t traditional_bits[2048] = {\n"
	for (i = 0; i < 2048; i++) if (i in bits) printf "\t[%d] = %.0fu,\n", i, bits[i]
	printf "};\nstatic const struct simplified table[] = {\n"
	for (i = 0; i < n; i++) printf "%s", rows[i]
	printf "};\n"
}
