/* SPDX-License-Identifier: MIT
 * libFuzzer over configuration files: read with and without a profile. A fault has its line, and no other kind. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "digest/options.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static void read_once(const char *path, const char *profile)
{
	struct arena a = ARENA_INIT;
	struct opt_values o;
	struct err e = ERR_INIT;
	opt_init(&o, &a);
	if (!config_read(&o, path, true, profile, &a, &e) && (e.kind != ERR_CONFIG || strncmp(e.msg, path, strlen(path)) != 0))
		abort();
	arena_free(&a);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	char path[64];
	int fd = memfd_create("config", 0);
	if (fd < 0 || (n > 0 && write(fd, data, n) != (ssize_t)n))
		abort();
	snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
	read_once(path, NULL);
	read_once(path, "p");
	close(fd);
	return 0;
}
