#!/bin/sh
# SPDX-License-Identifier: MIT
# Install those of the Debian packages named that are missing; does nothing, and needs no rights, when all are there.
set -eu

missing=
for package; do
	dpkg-query -W -f '${Status}' "$package" 2>/dev/null | grep -q ' installed$' || missing="$missing $package"
done
[ -n "$missing" ] || exit 0

if ! command -v apt-get >/dev/null; then
	echo "missing:$missing" >&2
	echo "These are Debian's names; install what your system calls them (README.md, \"Building\")." >&2
	exit 1
fi
as_root=
if [ "$(id -u)" != 0 ]; then
	command -v sudo >/dev/null || { echo "missing:$missing; run this as root, or install sudo" >&2; exit 1; }
	as_root=sudo
fi
echo "Installing:$missing"
# shellcheck disable=SC2086  # lists of words
{
	$as_root apt-get -q update >/dev/null
	$as_root env DEBIAN_FRONTEND=noninteractive apt-get -q install -y --no-install-recommends $missing >/dev/null
}
