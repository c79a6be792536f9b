# SPDX-License-Identifier: MIT
# data/holidays.tsv -> dates as numbers, 2026-01-19 -> 20260119, for calendar.c: the file must be sorted.
BEGIN { FS = "\t" }
/^#/ { next }
{
	if ($1 !~ /^[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]$/ || $1 "" <= last "") {
		print FILENAME ":" FNR ": " $1 " is no date or out of order" > "/dev/stderr"; exit bad = 1
	}
	last = $1
	gsub(/-/, "", $1)
	printf "%s,\n", $1
}
END { exit bad }
