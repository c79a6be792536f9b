# SPDX-License-Identifier: MIT
# data/mathml.tsv -> a table of control words in the order of strcmp, for a binary search.
function quoted(s,   out, i, c) {
	for (i = 1; i <= length(s); i++) {
		c = substr(s, i, 1)
		out = out (c == "\\" || c == "\"" ? "\\" : "") c
	}
	return "\"" out "\""
}
BEGIN { FS = "\t" }
/^#/ && NF < 3 { next }
{
	row = "{ " quoted($2) ", MATH_" toupper($1) ", " quoted($3) " }"
	for (i = n++; i > 0 && name[i] > $2 ""; i--) { name[i + 1] = name[i]; rows[i + 1] = rows[i] }
	name[i + 1] = $2 ""; rows[i + 1] = row
}
END {
	printf "static const struct math_word math_words[] = {\n"
	for (i = 1; i <= n; i++) printf "\t%s,\n", rows[i]
	printf "};\n"
}
