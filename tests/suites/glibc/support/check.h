/* SPDX-License-Identifier: Apache-2.0
 *
 * What glibc's tests call to say that something is wrong. A failure is printed
 * and counted; support/test-driver.c makes the count the exit status.
 */
#ifndef SUITE_CHECK_H
#define SUITE_CHECK_H

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <wchar.h>

extern int suite_failures;

static inline int suite_fail(
    const char *file, int line, const char *format, ...)
{
	va_list arguments;

	printf("%s:%d: ", file, line);
	va_start(arguments, format);
	vprintf(format, arguments);
	va_end(arguments);
	printf("\n");
	return 1;
}

static inline void suite_equal(const char *file, int line, const char *left,
    long long a, const char *right, long long b)
{
	if (a == b)
		return;
	suite_failures++;
	suite_fail(file, line, "%s is %lld (%#llx), %s is %lld (%#llx)", left,
	    a, a, right, b, b);
}

static inline void suite_equal_bytes(const char *file, int line, const void *a,
    size_t a_size, const void *b, size_t b_size)
{
	if (a_size == b_size && (a_size == 0 || memcmp(a, b, a_size) == 0))
		return;
	suite_failures++;
	suite_fail(file, line, "%.*s differs from %.*s", (int)a_size,
	    (const char *)a, (int)b_size, (const char *)b);
}

static inline void suite_equal_text(
    const char *file, int line, const char *a, const char *b)
{
	if (a == b || (a && b && strcmp(a, b) == 0))
		return;
	suite_failures++;
	suite_fail(file, line, "'%s' differs from '%s'", a, b);
}

static inline void suite_equal_wide(
    const char *file, int line, const wchar_t *a, const wchar_t *b)
{
	if (a == b || (a && b && wcscmp(a, b) == 0))
		return;
	suite_failures++;
	suite_fail(file, line, "'%ls' differs from '%ls'", a, b);
}

static inline void support_record_failure(void)
{
	suite_failures++;
}

#define FAIL(...)                                                              \
	do {                                                                   \
		suite_failures++;                                              \
		suite_fail(__FILE__, __LINE__, __VA_ARGS__);                   \
	} while (0)
#define FAIL_RET(...) return suite_fail(__FILE__, __LINE__, __VA_ARGS__)
#define FAIL_EXIT(status, ...)                                                 \
	do {                                                                   \
		suite_fail(__FILE__, __LINE__, __VA_ARGS__);                   \
		exit(status);                                                  \
	} while (0)
#define FAIL_EXIT1(...)       FAIL_EXIT(1, __VA_ARGS__)
#define FAIL_UNSUPPORTED(...) FAIL_EXIT(77, __VA_ARGS__)
#define FAIL_UNRESOLVED(...)  FAIL_EXIT(77, __VA_ARGS__)
#define TEST_VERIFY(condition)                                                 \
	do {                                                                   \
		if (!(condition))                                              \
			FAIL("not true: %s", #condition);                      \
	} while (0)
#define TEST_VERIFY_EXIT(condition)                                            \
	do {                                                                   \
		if (!(condition))                                              \
			FAIL_EXIT1("not true: %s", #condition);                \
	} while (0)
#define TEST_COMPARE(a, b) suite_equal(__FILE__, __LINE__, #a, (a), #b, (b))
#define TEST_COMPARE_BLOB(a, a_size, b, b_size)                                \
	suite_equal_bytes(__FILE__, __LINE__, (a), (a_size), (b), (b_size))
#define TEST_COMPARE_STRING(a, b) suite_equal_text(__FILE__, __LINE__, (a), (b))
#define TEST_COMPARE_STRING_WIDE(a, b)                                         \
	suite_equal_wide(__FILE__, __LINE__, (a), (b))

#endif
