# shellcheck shell=sh
# SPDX-License-Identifier: MIT
# Sourced by each finding: a temporary folder that goes away with the script, packages unpacked in it (nothing is installed), and
# the comparison of what was seen with what is seen now. Exit status: 0 as found, 1 it behaves otherwise now, 69 a package cannot be had.
set -eu
export LC_ALL=C.UTF-8
tmp=$(mktemp -d)
trap 'rm -rf -- "$tmp"' EXIT
cd -- "$tmp"

away() {
	echo "$1 cannot be had in this version" >&2
	exit 69
}

npm_get() {  # NAME@VERSION…: packages of npm, for `node` started here
	echo '{"private": true}' >package.json
	npm install --silent --ignore-scripts --no-audit --no-fund --no-package-lock "$@" >&2 || away "$*"
}

deb_get() {  # NAME=VERSION…: Debian packages under ./root, their programs and Python modules on the paths
	for package; do
		apt-get -qq -o APT::Sandbox::User=root download "$package" >&2 || away "$package"
	done
	for file in *.deb; do
		dpkg -x "$file" root
	done
	PATH=$tmp/root/usr/bin:$tmp/root/usr/sbin:$tmp/root/bin:$PATH
	PYTHONPATH=$tmp/root/usr/lib/python3/dist-packages
	LD_LIBRARY_PATH=$tmp/root/usr/lib/$(dpkg-architecture -qDEB_HOST_MULTIARCH 2>/dev/null || echo "$(uname -m)-linux-gnu")
	export PATH PYTHONPATH LD_LIBRARY_PATH
}

same() {  # WHAT FOUND NOW
	if [ "$2" = "$3" ]; then
		printf 'as found, %s:\n%s\n' "$1" "$3"
	else
		printf 'changed, %s; found was:\n%s\nnow:\n%s\n' "$1" "$2" "$3" >&2
		exit 1
	fi
}
