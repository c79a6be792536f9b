# SPDX-License-Identifier: MIT
# data/counterparts.tsv -> the English words, sorted, each with the longest other one that it begins with; the Chinese ones by their first
# two characters, each with its English ones; and a bit for each pair of characters that one begins with.
function code(s) {
	return (ord[substr(s, 1, 1)] - 224) * 4096 + (ord[substr(s, 2, 1)] - 128) * 64 + ord[substr(s, 3, 1)] - 128
}
function fail(why) { print "counterparts.tsv:" NR ": " why > "/dev/stderr"; bad = 1; exit 1 }
# A number for the first two letters of W; of those that begin with a digit 0.
function pair(w,   a, b) {
	a = index("abcdefghijklmnopqrstuvwxyz", substr(w, 1, 1)); b = index("abcdefghijklmnopqrstuvwxyz", substr(w, 2, 1))
	return a ? a * 27 + b : 0
}
# "robot*" before "robot": a word that is in the table in both ways is found at the second, which begins with the first.
function key(w) { return w ~ /\*$/ ? substr(w, 1, length(w) - 1) : w "\t" }
function sift(i, n,   k, t) {
	for (; 2 * i <= n; i = k) {
		k = 2 * i
		if (k < n && key(words[k]) "" < key(words[k + 1]) "") k++
		if (key(words[i]) "" >= key(words[k]) "") return
		t = words[i]; words[i] = words[k]; words[k] = t
	}
}
function sort_words(n,   i, t) {
	for (i = int(n / 2); i > 0; i--) sift(i, n)
	for (i = n; i > 1; i--) { t = words[1]; words[1] = words[i]; words[i] = t; sift(1, i - 1) }
}
# Where the longest other word stands that word I begins with; 0: none.
function outer(i,   k, w, o) {
	w = words[i]; sub(/\*$/, "", w)
	for (k = i - 1; k > 0; k = within[k]) {
		o = words[k]
		if (o ~ /\*$/ && substr(w, 1, length(o) - 1) == substr(o, 1, length(o) - 1)) return k
	}
	return 0
}
BEGIN {
	FS = "\t"
	for (i = 128; i < 256; i++) ord[sprintf("%c", i)] = i
	power[0] = 1
	for (i = 1; i < 32; i++) power[i] = 2 * power[i - 1]
}
/^#/ { next }
{
	if ($1 "" <= last "" || NF != 3) fail("not in order, or not of three columns: " $1)
	if (length($1) < 6 || length($1) > 15 || length($1) % 3) fail("not of two to five characters: " $1)
	last = $1
	rows++
	han[rows] = $1; percent[rows] = $2; english[rows] = $3
	n = split($3, w, " ")
	for (i = 1; i <= n; i++) {
		if (w[i] !~ /^[a-z0-9]+\*?$/ || length(w[i]) < 2 || length(w[i]) > 16) fail("no English word: " w[i])
		if (!(w[i] in seen)) { seen[w[i]] = 1; words[++many] = w[i] }
	}
}
END {
	if (bad) exit 1
	sort_words(many)
	printf "static const struct english english[] = {\n"
	for (i = 1; i <= many; i++) {
		within[i] = outer(i)
		number[words[i]] = i - 1
		w0 = words[i]; sub(/\*$/, "", w0)
		printf "\t{ \"%s\", %d, %d, %d },\n", w0, length(w0), words[i] !~ /\*$/, within[i]
		behind[pair(w0)] = i
	}
	printf "};\nstatic const uint16_t behind[] = {\n"  # where the words of each two first letters end
	for (i = 0; i < 27 * 27; i++) {
		if (i in behind) at = behind[i]
		printf "%d,%s", at + 0, (i % 27 < 26 ? " " : "\n")
	}
	at = 0
	printf "};\nstatic const uint16_t meant[] = {\n"
	for (r = 1; r <= rows; r++) {
		n = split(english[r], w, " ")
		printf "\t"
		for (i = 1; i <= n; i++) printf "%d,%s", number[w[i]], (i < n ? " " : "\n")
		first[r] = at + 0; at += n; count[r] = n
	}
	printf "};\nstatic const struct chinese chinese[] = {\n"
	for (r = 1; r <= rows; r++) {
		a = code(han[r]); b = code(substr(han[r], 4))
		bit = (a * 31 + b) % 65536
		if (!(bit in set)) { set[bit] = 1; bits[int(bit / 32)] += power[bit % 32] }
		printf "\t{ 0x%04x%04xu, %d, %d, %d, \"%s\" },\n", a, b, first[r], count[r], percent[r], substr(han[r], 7)
	}
	printf "};\nstatic const uint32_t begins[2048] = {\n"
	for (i = 0; i < 2048; i++) if (i in bits) printf "\t[%d] = %.0fu,\n", i, bits[i]
	printf "};\n"
}
