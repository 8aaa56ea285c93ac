/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SUITE_TEMP_FILE_H
#define SUITE_TEMP_FILE_H

#include <support/support.h>

static inline void add_temp_file(const char *name)
{
	(void)name; /* each test has a tree of its own */
}

static inline int create_temp_file(const char *base, char **name)
{
	char *path = xasprintf("/tmp/%sXXXXXX", base);
	int fd = mkstemp(path);

	SUITE_MUST(fd >= 0, path);
	if (name)
		*name = path;
	else
		free(path);
	return fd;
}

static inline char *support_create_temp_directory(const char *base)
{
	char *path = xasprintf("/tmp/%sXXXXXX", base);

	SUITE_MUST(mkdtemp(path), path);
	return path;
}

#endif
