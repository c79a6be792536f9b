#!/bin/sh
# SPDX-License-Identifier: MIT
# gawk 5.2.1, mawk 1.3.4-20200120, busybox 1.35.0, original-awk 2022-09-12: close() of a command gives 3, 3, 768 or 0 for exit status 3.
# Expected: the exit status, as system() gives it in all four.
# Seen: busybox gives the raw status of wait(), 256 times as much; original-awk gives 0, for a command read from and one written to.
# Follows: a script that reads a program's output through awk and asks whether it went well (here 75 and 69 mean "try again") has to
#   use system() or the shell; with original-awk close() hides each failure.
. "$(dirname -- "$0")/kit.sh"
deb_get gawk=1:5.2.1-2 original-awk=2022-09-12-1 mawk=1.3.4.20200120-3.1 busybox=1:1.35.0-4+deb12u1+b1

for awk in gawk mawk 'busybox awk' original-awk; do
	# shellcheck disable=SC2086  # two words for busybox
	printf '%s: %s\n' "$awk" "$($awk 'BEGIN {
		from = "echo line; exit 3"
		while ((from | getline) > 0) n++
		to = "cat >/dev/null; exit 3"
		print "line" | to
		print n, close(from), close(to), system("exit 3")
	}')"
done >now
same 'lines, read from, written to, system()' 'gawk: 1 3 3 3
mawk: 1 3 3 3
busybox awk: 1 768 768 3
original-awk: 1 0 0 3' "$(cat now)"
