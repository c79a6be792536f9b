# SPDX-License-Identifier: MIT
# data/key_words.tsv -> strings for a binary search: the words ascend.
BEGIN { FS = " " }
/^#/ { next }
{
	for (i = 1; i <= NF; i++) {
		if ($i "" <= last "") { print FILENAME ":" FNR ": " $i " is out of order" > "/dev/stderr"; exit bad = 1 }
		last = $i
		printf "\"%s\",\n", $i
	}
}
END { exit bad }
