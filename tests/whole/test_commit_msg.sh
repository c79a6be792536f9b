#!/bin/bash
# SPDX-License-Identifier: MIT
# The hook tests/tools/hooks/commit-msg, over messages that it takes and that it refuses.
cd -- "$(dirname -- "$0")/../.." || exit 1
message=$(mktemp)
trap 'rm -f "$message"' EXIT
export LC_ALL=C.UTF-8
n=0
row() {  # WANT MESSAGE
	n=$((n + 1))
	printf '%b' "$2" >"$message"
	if tests/tools/hooks/commit-msg "$message" 2>/dev/null; then got=taken; else got=refused; fi
	if [ "$got" = "$1" ]; then echo "ok $n - $1: $2"; else echo "not ok $n - $1: $2"; fi
}
long=$(printf 'store: keep %060d' 1)  # 72 characters
row taken 'store: keep the sort key as a column\n'
row taken 'store: keep the sort key as a column\n\nFinding it cost a parse a paper.\n'
row taken "$long\n"
row refused "${long}2\n"
row taken "text: write ＊ beside 《》 as one column less than the font has\n"
row refused 'Keep the sort key\n'
row refused 'store: keep the sort key.\n'
row refused 'store:keep the sort key\n'
row refused 'store: keep the sort key\nas a column\n'
row taken 'Revert "store: keep the sort key as a column and say so in the documents of the code base"\n'
echo "1..$n"
