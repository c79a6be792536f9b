#!/bin/bash
# SPDX-License-Identifier: MIT
# What `make demo` shows once the program is built: the whole job on the sample feed, offline and through the hook.
#
#     data/sample/demo.sh [FOLDER]      pages go to FOLDER, build/demo by default; DIGEST names another program
#
# The runs see an empty home and an empty environment, so that they show the same to everyone.
set -eu
cd -- "$(dirname -- "$0")/../.."
digest=${DIGEST:-build/digest}
out=${1:-build/demo}
tmp=$(mktemp -d)
trap 'rm -rf -- "$tmp"' EXIT

# Show a command, run it, say what its exit status means; anything but 0 and 3 ends the demo.
run() {
	local shown='$ build/digest' word status=0
	for word; do
		case $word in *[\ {}]*) shown+=" '$word'" ;; *) shown+=" $word" ;; esac
	done
	printf '%s\n' "${shown//$tmp/\$tmp}"
	env -i PATH="$PATH" HOME="$tmp" "$digest" "$@" 2>&1 || status=$?
	case $status in
	0) echo "(exit status 0: all is well)" ;;
	3) echo "(exit status 3: the page is there, and what it lacks is named above)" ;;
	*) echo "(exit status $status: this should not happen)" >&2; exit "$status" ;;
	esac
	echo
}

rm -f -- "$out"/*.md
echo "1. Offline. Fourteen announcements come in; the default summarizer takes the key sentences of each abstract."
echo
run --input data/sample/feed.xml --store "$tmp/offline.db" -o "$out/offline.md"

echo "2. Through the hook. A summarizer is any command; this one reads its Chinese from a file and translates nothing."
echo "   Two papers are not in that file, to show how a paper waits."
echo
run --input data/sample/feed.xml --store "$tmp/chinese.db" --summarizer data/sample/summarizer -o "$out/{date}.md"

page=$out/2026-11-20.md
echo "The page begins like this:"
echo
sed -n 1,40p -- "$page"
echo
echo "Written:"
for file in "$out"/offline.md "$page"; do
	printf '  %s  %s bytes\n' "$file" "$(wc -c <"$file")"
done
echo
echo "Next, today's papers in Chinese, with a key (here DeepSeek's; digest help providers lists the others):"
echo "  DEEPSEEK_API_KEY=… build/digest -c cs.CL --provider deepseek -o today.html"
