/* SPDX-License-Identifier: MIT
 * What a fuzz target has met before, met again without a fuzzer: each file of its folder in regress/ is one TAP case. A
 * target that crashes takes this program with it, and the case is missing. The program's name, replay_TARGET, says which. */
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "digest/buf.h"
#include "digest/world.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static int visible(const struct dirent *d) { return d->d_name[0] != '.'; }

int main(int argc, char **argv)
{
	struct dirent **names;
	const char *target = argc > 0 ? strstr(argv[0], "replay_") : NULL;
	char folder[2048];
	snprintf(folder, sizeof folder, "%s/tests/fuzz/regress/%s", DIGEST_SOURCEDIR, target ? target + strlen("replay_") : "?");
	int n = scandir(folder, &names, visible, alphasort);
	if (n <= 0) {
		printf("not ok 1 - no files in %s\n1..1\n", folder);
		return 1;
	}
	printf("1..%d\n", n);
	for (int i = 0; i < n; i++) {
		char path[4096];
		struct buf text = BUF_INIT(BUF_UNBOUNDED);
		struct err e = ERR_INIT;
		snprintf(path, sizeof path, "%s/%s", folder, names[i]->d_name);
		bool ok = file_read(path, &text, &e);
		uint8_t *exact = malloc(text.len ? text.len : 1);  /* not a byte more than it has: reading beyond is seen */
		if (ok && exact) {
			memcpy(exact, text.s, text.len);
			LLVMFuzzerTestOneInput(exact, text.len);
		}
		printf("%s %d - %s\n", ok ? "ok" : "not ok", i + 1, names[i]->d_name);
		fflush(stdout);
		free(exact);
		buf_free(&text);
		free(names[i]);
	}
	free(names);
	return 0;
}
