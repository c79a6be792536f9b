/* SPDX-License-Identifier: MIT
 * libFuzzer over a style's folder: style.conf, schema.json and page.md, parted by NULs. What cannot be loaded has a fault
 * that says in which file. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "digest/err.h"
#include "digest/style.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static char root[64];
static const char *const names[] = { "style.conf", "schema.json", "page.md", "prompt.txt" };

static const char *path_of(const char *name)
{
	static char path[128];
	snprintf(path, sizeof path, "%s/s/%s", root, name);
	return path;
}

static void put(const char *name, struct str text)
{
	FILE *f = fopen(path_of(name), "wb");
	if (f == NULL || (text.n > 0 && fwrite(text.p, 1, text.n, f) != text.n) || fclose(f) != 0)
		abort();
}

static void clean_up(void)
{
	for (size_t i = 0; i < COUNTOF(names); i++)
		unlink(path_of(names[i]));
	rmdir(path_of(""));
	rmdir(root);
}

static void set_up(void)
{
	snprintf(root, sizeof root, "%s", access("/dev/shm", W_OK) == 0 ? "/dev/shm/digest-fuzz-XXXXXX" : "/tmp/digest-fuzz-XXXXXX");
	if (mkdtemp(root) == NULL || mkdir(path_of(""), 0700) != 0)
		abort();
	atexit(clean_up);
	put("prompt.txt", STR("Say it in Chinese."));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct style style;
	struct err e = ERR_INIT;
	struct str rest = { (const char *)data, n }, part;
	if (root[0] == '\0')
		set_up();
	for (size_t i = 0; i < 3; i++)
		put(names[i], str_cut(&rest, '\0', &part) ? part : STR(""));
	const struct style_query w = { .name = "s", .templates = root, .format = format_find("md"), .dialect = dialect_at(0) };
	if (style_load(&w, &style, &e))
		style_free(&style);
	else if (e.kind != ERR_CONFIG || strncmp(e.msg, root, strlen(root)) != 0)
		abort();
	return 0;
}
