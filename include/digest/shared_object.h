/* SPDX-License-Identifier: MIT
 * Libraries that are loaded when they are first needed. Most commands need neither libcurl nor libxml2, and the two bring some thirty
 * others with them: loading those takes longer than all that such a command does. */
#ifndef DIGEST_SHARED_OBJECT_H
#define DIGEST_SHARED_OBJECT_H

#include <stddef.h>
#include <stdint.h>

#include "digest/err.h"

struct shared_object {
	const char *soname;         /* by which the linker knows it: "libcurl.so.4" */
	const char *const *names;   /* of the N functions that are called */
	size_t n;
};

/* Load O, and write the addresses of its functions to CALLS, a struct of N function pointers in the order of the names, which is zero
 * until then; once they are there nothing is done. The library stays until the process ends. ERR_FILE: it is not there, cannot be
 * loaded, or lacks a function; *CALLS stays zero. */
bool shared_object_load(const struct shared_object *o, void *calls, struct err *e) NODISCARD;

/* A member of CALLS, and its name, for a list of names by which both are made: X(curl_easy_init) X(curl_easy_setopt) … */
#define SHARED_OBJECT_POINTER(function) __typeof__(function) *function;
#define SHARED_OBJECT_NAME(function) #function,

/* Tell package builders what is loaded, since the ELF header does not: an ELF note of the package metadata for dlopen()
 * (https://uapi-group.org/specifications/specs/elf_dlopen_metadata/). JSON is one array of objects. */
#define SHARED_OBJECT_NOTE(json) \
	__attribute__((used, section(".note.dlopen"), aligned(4))) static const struct { \
		uint32_t owner_size, text_size, type; \
		char owner[4]; \
		_Alignas(4) char text[sizeof(json)]; \
	} dlopen_note = { 4, sizeof(json), 0x407c0c0a, "FDO", json }

#endif
