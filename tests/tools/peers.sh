#!/bin/sh
# SPDX-License-Identifier: MIT
# Install the npm packages of tests/peers/package-lock.json into the folder named: just those versions, by their hashes, and
# none of their scripts are run. Does nothing when they are there already.
set -eu

peers=$(cd -- "$(dirname -- "$0")/../peers" && pwd)
mkdir -p "$1"
cd -- "$1"

for program in node npm; do
	command -v "$program" >/dev/null || sh "$peers/../tools/install.sh" nodejs npm
done
if ! node -e 'const [a, b] = process.versions.node.split(".").map(Number); process.exit(a > 20 || a == 20 && b >= 15 ? 0 : 1)'; then
	echo "node 20.15 or newer is needed for the tests with other servers; here is $(node --version)" >&2
	exit 1
fi

cmp -s "$peers/package-lock.json" installed.json && exit 0
echo "Installing: the npm packages of tests/peers"
rm -f installed.json
cp "$peers/package.json" "$peers/package-lock.json" .
if ! npm ci --ignore-scripts --no-audit --no-fund --no-update-notifier --loglevel=error >npm.log 2>&1; then
	tail -n 20 npm.log >&2
	echo "The npm packages of tests/peers cannot be had: no way to npm's registry from here? \"make check\" does without them." >&2
	exit 1
fi
cp package-lock.json installed.json
