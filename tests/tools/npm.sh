#!/bin/sh
# SPDX-License-Identifier: MIT
# npm.sh FOLDER TARGET: install the npm packages of FOLDER/package-lock.json into TARGET: just those versions, by their hashes,
# and none of their scripts are run. A FOLDER without a lock has a package.json of exact versions; what those need is taken as it
# was on the day below. Does nothing when they are there already.
set -eu
day=2026-11-20

tools=$(cd -- "$(dirname -- "$0")" && pwd)
from=$(cd -- "$1" && pwd)
mkdir -p "$2"
cd -- "$2"

for program in node npm; do
	command -v "$program" >/dev/null || sh "$tools/install.sh" nodejs npm
done
if ! node -e 'const [a, b] = process.versions.node.split(".").map(Number); process.exit(a > 20 || a == 20 && b >= 15 ? 0 : 1)'; then
	echo "node 20.15 or newer is needed for the tests with programs from npm; here is $(node --version)" >&2
	exit 1
fi

what=ci
manifest=package-lock.json
if ! [ -f "$from/$manifest" ]; then
	what="install --no-package-lock --before=$day"
	manifest=package.json
fi
cmp -s "$from/$manifest" installed.json && exit 0
echo "Installing: the npm packages of ${from##*/tests/}"
rm -f installed.json
cp "$from"/package*.json .
if ! npm $what --ignore-scripts --no-audit --no-fund --no-update-notifier --loglevel=error >npm.log 2>&1; then
	tail -n 20 npm.log >&2
	echo "The npm packages of ${from##*/tests/} cannot be had: no way to npm's registry from here? \"make check\" does without them." >&2
	exit 1
fi
cp "$from/$manifest" installed.json
