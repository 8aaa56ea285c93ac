/* SPDX-License-Identifier: Apache-2.0
 *
 * What every guest program uses: check() names file, line and condition and
 * ends with status 1. A program that passes prints nothing and returns 0.
 */
#ifndef TESTS_GUEST_TEST_H
#define TESTS_GUEST_TEST_H

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

#define check(condition)                                                       \
	do {                                                                   \
		if (!(condition)) {                                            \
			fprintf(stderr, "%s:%d: failed: %s (errno %d)\n",      \
			    __FILE__, __LINE__, #condition, errno);            \
			exit(1);                                               \
		}                                                              \
	} while (0)

/* The call fails with exactly this error. */
#define check_error(call, number)                                              \
	do {                                                                   \
		errno = 0;                                                     \
		check((call) == -1);                                           \
		check(errno == (number));                                      \
	} while (0)

#endif
