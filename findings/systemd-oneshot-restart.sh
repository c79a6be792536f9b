#!/bin/sh
# SPDX-License-Identifier: MIT
# systemd 252: a unit of Type=oneshot with RestartForceExitStatus= is refused; with Restart=on-failure it is taken.
# Expected: a job that may be started again when it fails may be started again on certain exit statuses too; the manual page of this
#   version excludes Restart=always and Restart=on-success for such a unit, and no more.
# Seen: "Service has RestartForceExitStatus= set, which isn't allowed for Type=oneshot services. Refusing."
# Follows: a timer's job that is to be tried again after 75 says Restart=on-failure, and RestartPreventExitStatus= for the others.
. "$(dirname -- "$0")/kit.sh"
deb_get systemd=252.39-1~deb12u2 libsystemd-shared=252.39-1~deb12u2
LD_LIBRARY_PATH=$LD_LIBRARY_PATH/systemd:$LD_LIBRARY_PATH

check() {
	printf '[Unit]\nDescription=A job\n[Service]\nType=oneshot\nExecStart=/bin/true\n%s\n' "$1" >job.service
	echo "$1: $(XDG_RUNTIME_DIR=$tmp systemd-analyze verify ./job.service 2>&1 | grep -o 'which isn.t allowed for Type=oneshot' || echo taken)"
}
{ check Restart=on-failure; check RestartForceExitStatus=75; check RestartPreventExitStatus=69; } >now
same 'the unit' 'Restart=on-failure: taken
RestartForceExitStatus=75: which isn'\''t allowed for Type=oneshot
RestartPreventExitStatus=69: taken' "$(cat now)"
