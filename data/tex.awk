# SPDX-License-Identifier: MIT
# data/tex.tsv -> two tables: macros with letters in their names, sorted for a binary search, and macros that are one
# sign, by the sign's code. Accents come with their combining mark in UTF-8.
function quoted(s,   out, i, c) {
	for (i = 1; i <= length(s); i++) {
		c = substr(s, i, 1)
		out = out (c == "\\" || c == "\"" ? "\\" : "") c
	}
	return "\"" out "\""
}
function utf8(hex,   n, i) {
	for (i = 1; i <= length(hex); i++) n = n * 16 + index("0123456789ABCDEF", substr(hex, i, 1)) - 1
	return sprintf("\"\\%o\\%o\"", 192 + int(n / 64), 128 + n % 64)
}
BEGIN { FS = "\t"; printf "static const struct tex_macro tex_signs[128] = {\n" }
/^#/ { next }
{
	value = $1 == "accent" ? utf8($3) : quoted($3)
	row = "{ " quoted($2) ", TEX_" toupper($1) ", " value " }"
	if ($2 ~ /^[A-Za-z]+$/) {
		for (i = n++; i > 0 && name[i] > $2 ""; i--) { name[i + 1] = name[i]; rows[i + 1] = rows[i] }
		name[i + 1] = $2 ""; rows[i + 1] = row
	} else
		printf "\t['%s'] = %s,\n", ($2 == "'" ? "\\'" : $2), row
}
END {
	printf "};\nstatic const struct tex_macro tex_macros[] = {\n"
	for (i = 1; i <= n; i++) printf "\t%s,\n", rows[i]
	printf "};\n"
}
