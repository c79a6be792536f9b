# SPDX-License-Identifier: MIT
"""The peak of a program's memory, as the kernel counted it."""
import os
import subprocess

from tap import DIGEST, clean_env, scratch

# A process inherits the peak of the one that it was forked from: one that is smaller than any digest stands between.
SOURCE = """
#include <stdlib.h>
#include <stdio.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>
int main(int argc, char **argv)
{
	int status = 0;
	struct rusage usage;
	pid_t pid = argc > 2 ? fork() : -1;
	if (pid == 0)
		execv(argv[2], argv + 2);
	return pid <= 0 || wait4(pid, &status, 0, &usage) != pid || dprintf(atoi(argv[1]), "%d %ld", status, usage.ru_maxrss) < 0;
}
"""
_launcher = []


def launcher():
    if not _launcher:
        _launcher.append(os.path.join(scratch(), "launcher"))
        subprocess.run(["cc", "-D_GNU_SOURCE", "-O1", "-o", _launcher[0], "-x", "c", "-"], input=SOURCE, text=True, check=True)
    return _launcher[0]


def peak(home, out, *args):
    """Run digest; gives its status and its peak in KiB. Standard output goes to the file OUT."""
    r, w = os.pipe()
    with open(f"{home}/{out}", "wb") as f:
        subprocess.run([launcher(), str(w), DIGEST, *args], cwd=home, env=clean_env(home), stdin=subprocess.DEVNULL, stdout=f,
                       stderr=subprocess.DEVNULL, pass_fds=[w], timeout=600, check=True)
    os.close(w)
    with os.fdopen(r, "rb") as f:
        status, rss = map(int, f.read().split())
    return os.waitstatus_to_exitcode(status), rss
