/* SPDX-License-Identifier: MIT
 * What the system lets one process have. The soft limit of open files is low so that old programs with select(2) are
 * safe; it is raised as far as needed and no further, because children inherit it. */
#include "digest/world.h"

#include <sys/resource.h>

size_t files_raise_limit(size_t n)
{
	struct rlimit r;
	if (getrlimit(RLIMIT_NOFILE, &r) != 0)
		return 256;
	if (r.rlim_cur < n && r.rlim_cur < r.rlim_max) {
		rlim_t old = r.rlim_cur;
		r.rlim_cur = n < r.rlim_max ? n : r.rlim_max;
		if (setrlimit(RLIMIT_NOFILE, &r) != 0)
			r.rlim_cur = old;
	}
	return r.rlim_cur > SIZE_MAX / 2 ? SIZE_MAX / 2 : (size_t)r.rlim_cur;
}
