/* SPDX-License-Identifier: MIT
 * Libraries that are loaded when they are first needed. */
#include "digest/shared_object.h"

#include <dlfcn.h>
#include <string.h>

bool shared_object_load(const struct shared_object *o, void *calls, struct err *e)
{
	void *first, *address;
	memcpy(&first, calls, sizeof first);
	if (first)
		return true;
	void *library = dlopen(o->soname, RTLD_NOW | RTLD_LOCAL);
	if (library == NULL)
		return err_set(e, ERR_FILE, "%s cannot be loaded: is the library installed? (%s)", o->soname, dlerror());
	for (size_t i = 0; i < o->n; i++) {
		address = dlsym(library, o->names[i]);
		if (address == NULL) {
			memset(calls, 0, o->n * sizeof address);
			return err_set(e, ERR_FILE, "%s is another version than digest was built for: it has no %s", o->soname, o->names[i]);
		}
		/* POSIX: a pointer to a function has the size of one to void, and dlsym() returns either. */
		memcpy((char *)calls + i * sizeof address, &address, sizeof address);
	}
	return true;
}
