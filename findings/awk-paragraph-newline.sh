#!/bin/sh
# SPDX-License-Identifier: MIT
# gawk 5.2.1, original-awk 2022-09-12, mawk 1.3.4-20200120, busybox 1.35.0: three answers to how many fields a paragraph has.
# Expected: with RS="" a newline always separates fields, whatever FS is, and newlines at the end do not count: POSIX says so, and mawk's own
#   manual page too.
# Seen: with FS="\t" gawk and original-awk find four fields in two lines of two. mawk does not split at the newline and finds three.
#   busybox splits at the last newline of the input too and finds a fifth, empty one.
# Follows: an awk script that reads a list in paragraphs sets FS="\n", splits each line itself, and does not trust NF of the last one
#   (the second line of each answer below: a paragraph of two lines and one of one); or it reads line by line.
. "$(dirname -- "$0")/kit.sh"
deb_get gawk=1:5.2.1-2 original-awk=2022-09-12-1 mawk=1.3.4.20200120-3.1 busybox=1:1.35.0-4+deb12u1+b1

# shellcheck disable=SC2016  # awk's dollar
show='{ printf "%d:", NF; for (i = 1; i <= NF; i++) printf " [%s]", $i; print "" }'
for awk in gawk original-awk mawk 'busybox awk'; do
	echo "$awk"
	# shellcheck disable=SC2086  # two words for busybox
	printf 'a\tb\nc d\te\n' | $awk -v RS= -v 'FS=\t' "$show" | tr '\n\t' '/~' | sed 's,/$,\n,'
	# shellcheck disable=SC2086
	printf 'a\nb\n\nc\n' | $awk -v RS= -v 'FS=\n' '{ print NF }' | paste -sd ' '
done >now
same 'fields' 'gawk
4: [a] [b] [c d] [e]
2 1
original-awk
4: [a] [b] [c d] [e]
2 1
mawk
3: [a] [b/c d] [e]
2 1
busybox awk
5: [a] [b] [c d] [e] []
2 2' "$(cat now)"
