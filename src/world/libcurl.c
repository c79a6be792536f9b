/* SPDX-License-Identifier: MIT
 * libcurl, loaded when it is first needed. */
#include "src/world/libcurl.h"

#include "digest/macros.h"
#include "sonames.inc"

struct libcurl libcurl;

SHARED_OBJECT_NOTE("[{\"feature\":\"http\",\"description\":\"asking arXiv and endpoints\",\"priority\":\"required\",\"soname\":[\"" LIBCURL_SONAME "\"]}]");

bool libcurl_load(struct err *e)
{
	static const char *const names[] = { LIBCURL_CALLS(SHARED_OBJECT_NAME) };
	static const struct shared_object o = { LIBCURL_SONAME, names, COUNTOF(names) };
	return shared_object_load(&o, &libcurl, e);
}
