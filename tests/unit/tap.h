/* SPDX-License-Identifier: Apache-2.0
 *
 * Test programs speak TAP: one "ok" or "not ok" line a check, a plan at the
 * end, exit status 1 when something failed. One program includes this once.
 *
 *   tap_ok(condition, "what is %s", "tested");   returns the condition
 *   tap_equal(got, expected, "what");            integers, shows both
 *   return tap_done();                           end of main
 */
#ifndef ZVM_TAP_H
#define ZVM_TAP_H

#include <stdarg.h>
#include <stdio.h>

static unsigned tap_count, tap_failed;

static __attribute__((unused, format(printf, 4, 5))) int tap_check(
    int condition, const char *file, int line, const char *format, ...)
{
	va_list arguments;

	tap_count++;
	printf("%sok %u - ", condition ? "" : "not ", tap_count);
	va_start(arguments, format);
	vprintf(format, arguments);
	va_end(arguments);
	putchar('\n');
	if (!condition) {
		tap_failed++;
		printf("# at %s:%d\n", file, line);
	}
	return condition;
}

#define tap_ok(condition, ...)                                                 \
	tap_check(!!(condition), __FILE__, __LINE__, __VA_ARGS__)

#define tap_equal(got, expected, what)                                         \
	do {                                                                   \
		long long tap_got = (long long)(got);                          \
		long long tap_expected = (long long)(expected);                \
		if (!tap_ok(tap_got == tap_expected, "%s", what))              \
			printf("# got %lld, expected %lld\n", tap_got,         \
			    tap_expected);                                     \
	} while (0)

static __attribute__((unused)) int tap_done(void)
{
	printf("1..%u\n", tap_count);
	fflush(stdout);
	/* A run without a check proves nothing. */
	return tap_failed || !tap_count;
}

#endif
