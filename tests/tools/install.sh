#!/bin/sh
# SPDX-License-Identifier: MIT
# install.sh PACKAGE…            Install those of the Debian packages named that are missing, and show how far it is. Does nothing, and
#                                needs no rights, when all are there.
# install.sh -n TARGET PACKAGE…  Install nothing: say in one line what is missing, and that `make TARGET` installs it; exit status 1.
set -eu

target=
if [ "$1" = -n ]; then
	target=$2
	shift 2
	command -v dpkg-query >/dev/null || exit 0  # not Debian or its kin: the build and the tests say what they do not find
fi

missing() {
	for package; do
		dpkg-query -W -f '${Status}' "$package" 2>/dev/null | grep -q ' installed$' || printf ' %s' "$package"
	done
}

# apt's status lines and its other output on standard input: what there is to do, and a line for each tenth of it.
progress() {
	shown=
	while IFS=: read -r kind rest; do
		case $kind in
		*' newly installed'* | 'Need to get '*) echo "  $kind" ;;
		dlstatus | pmstatus)
			percent=${rest#*:}
			percent=${percent%%.*}
			[ "$kind" = dlstatus ] && step=downloaded || step=installed
			step="  $step $((percent / 10 * 10)) %"
			[ "$step" = "$shown" ] || echo "$step"
			shown=$step ;;
		esac
	done
}

lacking=$(missing "$@")
[ -n "$lacking" ] || exit 0
if [ -n "$target" ]; then
	echo "missing:$lacking; \"make $target\" installs what is missing, as root or with sudo" >&2
	exit 1
fi
if ! command -v apt-get >/dev/null; then
	echo "missing:$lacking" >&2
	echo "These are Debian's names; install what your system calls them (README.md, \"Building\")." >&2
	exit 1
fi
as_root=
if [ "$(id -u)" != 0 ]; then
	command -v sudo >/dev/null || { echo "missing:$lacking; run this as root, or install sudo" >&2; exit 1; }
	as_root=sudo
fi

echo "Installing:$lacking"
echo "  reading the lists of packages"
$as_root apt-get -qq update || echo "  not all lists could be read: going on with those that were" >&2
# The status goes to standard output: sudo closes all but the first three.
# shellcheck disable=SC2086  # lists of words
$as_root env DEBIAN_FRONTEND=noninteractive LC_ALL=C apt-get -q install -y --no-install-recommends -o APT::Status-Fd=1 $lacking </dev/null | progress
lacking=$(missing "$@")
[ -z "$lacking" ] || { echo "not installed:$lacking" >&2; exit 1; }
