/* SPDX-License-Identifier: Apache-2.0
 *
 * The text of /dev/nvram: from bytes to records, nothing else. Compiles on
 * the host as well, for tests and fuzzing.
 */
#ifndef ZRT_CONFIG_NVRAM_H
#define ZRT_CONFIG_NVRAM_H

#include <stddef.h>

#define NVRAM_MAX_KEYS 6 /* as many as any section has */

struct nvram_record {
	int line;
	int section; /* index into __zrt_nvram_sections */
	/* By the section's keys; null where the record has none. Escapes are
	 * undone, except in [args]: words are divided first. */
	const char *values[NVRAM_MAX_KEYS];
};

struct nvram_section {
	const char *name;
	const char *keys[NVRAM_MAX_KEYS];
	int required; /* the first so many keys must be there */
};

enum {
	NVRAM_FSTAB,
	NVRAM_ARGS,
	NVRAM_ENV,
	NVRAM_MAPPING,
	NVRAM_TIME,
	NVRAM_DEBUG,
	NVRAM_PRECACHE,
	NVRAM_CWD,
	NVRAM_SECTIONS
};

extern const struct nvram_section __zrt_nvram_sections[NVRAM_SECTIONS];

struct nvram_error {
	int line;
	const char *what;
	const char *got, *expected; /* or null */
};

/* Parse text of this size, which is changed and stays in use; text[size] is
 * there and may be written. The records, allocated, or null and *error. */
struct nvram_record *__zrt_nvram_parse(
    char *text, size_t size, size_t *count, struct nvram_error *error);

/* Undo \xHH in place; null when an escape is wrong or means a NUL byte. */
char *__zrt_nvram_unescape(char *text);

#endif
