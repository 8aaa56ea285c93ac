/* SPDX-License-Identifier: Apache-2.0
 *
 * strcpy through stpcpy.
 */
#define _GNU_SOURCE
#include <string.h>

char *__stpcpy(char *restrict, const char *restrict);

char *strcpy(char *restrict to, const char *restrict from)
{
	__stpcpy(to, from);
	return to;
}
