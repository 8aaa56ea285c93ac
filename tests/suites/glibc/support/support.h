/* SPDX-License-Identifier: Apache-2.0
 *
 * Allocation and the like that ends the test instead of failing.
 */
#ifndef SUITE_SUPPORT_H
#define SUITE_SUPPORT_H

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <locale.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <unistd.h>
#include <support/check.h>

#define SUITE_MUST(condition, name)                                            \
	do {                                                                   \
		if (!(condition))                                              \
			FAIL_EXIT1("%s: %s", name, strerror(errno));           \
	} while (0)

static inline void *xmalloc(size_t size)
{
	void *memory = malloc(size);

	SUITE_MUST(memory || size == 0, "malloc");
	return memory;
}

static inline void *xcalloc(size_t count, size_t size)
{
	void *memory = calloc(count, size);

	SUITE_MUST(memory, "calloc");
	return memory;
}

static inline void *xrealloc(void *old, size_t size)
{
	void *memory = realloc(old, size);

	SUITE_MUST(memory || size == 0, "realloc");
	return memory;
}

static inline char *xstrdup(const char *text)
{
	char *copy = strdup(text);

	SUITE_MUST(copy, "strdup");
	return copy;
}

static inline char *xstrndup(const char *text, size_t size)
{
	char *copy = strndup(text, size);

	SUITE_MUST(copy, "strndup");
	return copy;
}

static inline char *xasprintf(const char *format, ...)
{
	va_list arguments;
	char *text;
	int length;

	va_start(arguments, format);
	length = vasprintf(&text, format, arguments);
	va_end(arguments);
	SUITE_MUST(length >= 0, "vasprintf");
	return text;
}

static inline char *xsetlocale(int category, const char *name)
{
	char *result = setlocale(category, name);

	if (!result)
		FAIL_EXIT(77, "no locale '%s'", name);
	return result;
}

static inline locale_t xnewlocale(int mask, const char *name, locale_t base)
{
	locale_t result = newlocale(mask, name, base);

	if (!result)
		FAIL_EXIT(77, "no locale '%s'", name);
	return result;
}

static inline FILE *xfopen(const char *path, const char *mode)
{
	FILE *stream = fopen(path, mode);

	SUITE_MUST(stream, path);
	return stream;
}

static inline void xfclose(FILE *stream)
{
	SUITE_MUST(fflush(stream) == 0 && fclose(stream) == 0, "fclose");
}

static inline int xopen(const char *path, int flags, mode_t mode)
{
	int fd = open(path, flags, mode);

	SUITE_MUST(fd >= 0, path);
	return fd;
}

static inline void xclose(int fd)
{
	SUITE_MUST(close(fd) == 0, "close");
}

static inline void xunlink(const char *path)
{
	SUITE_MUST(unlink(path) == 0, path);
}

static inline void xmkdir(const char *path, mode_t mode)
{
	SUITE_MUST(mkdir(path, mode) == 0, path);
}

static inline void xwrite(int fd, const void *data, size_t size)
{
	SUITE_MUST(write(fd, data, size) == (ssize_t)size, "write");
}

static inline void xlseek(int fd, off_t offset, int whence)
{
	SUITE_MUST(lseek(fd, offset, whence) >= 0, "lseek");
}

static inline void xpipe(int fds[2])
{
	SUITE_MUST(pipe(fds) == 0, "pipe");
}

#endif
