/* SPDX-License-Identifier: MIT
 * What is called of libcurl, which is loaded for the first of those who call it: libcurl.curl_easy_init(). */
#ifndef WORLD_LIBCURL_H
#define WORLD_LIBCURL_H

#define CURL_DISABLE_TYPECHECK  /* it stands in macros by the functions' names */
#include <curl/curl.h>
#undef curl_easy_setopt
#undef curl_easy_getinfo
#undef curl_multi_setopt

#include "digest/shared_object.h"

#define LIBCURL_CALLS(X) \
	X(curl_easy_init) X(curl_easy_setopt) X(curl_easy_getinfo) X(curl_easy_cleanup) X(curl_easy_strerror) X(curl_free) \
	X(curl_getdate) X(curl_global_cleanup) X(curl_global_init) X(curl_multi_add_handle) X(curl_multi_assign) \
	X(curl_multi_cleanup) X(curl_multi_info_read) X(curl_multi_init) X(curl_multi_remove_handle) X(curl_multi_setopt) \
	X(curl_multi_socket_action) X(curl_multi_strerror) X(curl_slist_append) X(curl_slist_free_all) X(curl_url) \
	X(curl_url_cleanup) X(curl_url_get) X(curl_url_set)

struct libcurl {
	LIBCURL_CALLS(SHARED_OBJECT_POINTER)
};
extern struct libcurl libcurl;

/* Comes before all calls. ERR_FILE: there is no libcurl that can be used. */
bool libcurl_load(struct err *e) NODISCARD;

#endif
