#!/bin/sh
# SPDX-License-Identifier: MIT
# npm.sh [-n GOAL] FOLDER TARGET: install the npm packages of FOLDER/package-lock.json into TARGET: just those versions, by their hashes,
# and none of their scripts are run. A FOLDER without a lock has a package.json of exact versions; what those need is taken as it
# was on the day below. Does nothing when they are there already.
# With -n nothing is installed: it is said in one line that `make GOAL` would, and the exit status is 1.
set -eu
day=2026-11-20

goal=
if [ "$1" = -n ]; then
	goal=$2
	shift 2
fi
tools=$(cd -- "$(dirname -- "$0")" && pwd)
from=$(cd -- "$1" && pwd)
what=ci
manifest=package-lock.json
if ! [ -f "$from/$manifest" ]; then
	what="install --no-package-lock --before=$day"
	manifest=package.json
fi
cmp -s "$from/$manifest" "$2/installed.json" && exit 0
if [ -n "$goal" ]; then
	echo "missing: the npm packages of ${from##*/tests/}; \"make $goal\" installs them into ${2#"$PWD/"}" >&2
	exit 1
fi
mkdir -p "$2"
cd -- "$2"

for program in node npm; do
	command -v "$program" >/dev/null || sh "$tools/install.sh" nodejs npm
done
if ! node -e 'const [a, b] = process.versions.node.split(".").map(Number); process.exit(a > 20 || a == 20 && b >= 15 ? 0 : 1)'; then
	echo "node 20.15 or newer is needed for the tests with programs from npm; here is $(node --version)" >&2
	exit 1
fi

echo "Installing: the npm packages of ${from##*/tests/}"
rm -f installed.json
cp "$from"/package*.json .
# shellcheck disable=SC2086  # words
if ! npm $what --ignore-scripts --no-audit --no-fund --no-update-notifier --loglevel=error >npm.log 2>&1; then
	tail -n 20 npm.log >&2
	echo "The npm packages of ${from##*/tests/} cannot be had: no way to npm's registry from here? \"make check\" does without them." >&2
	exit 1
fi
cp "$from/$manifest" installed.json
