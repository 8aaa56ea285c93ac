/* SPDX-License-Identifier: Apache-2.0
 *
 * strings FUNCTION SIZE COUNT: one string function over SIZE bytes, or
 * characters where they are wide, COUNT times at changing alignments. Without
 * arguments: the functions' names. The program does not look at a clock, which
 * in a session tells nothing; tests/bench/strings does.
 */
#define _GNU_SOURCE
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <wchar.h>

#define ROOM 8192

static char text[ROOM], copy[ROOM], out[ROOM];
static wchar_t wide[ROOM], wide_copy[ROOM], wide_out[ROOM];
static size_t size;

#define FUNCTION(name, expression)                                             \
	static size_t run_##name(size_t at)                                    \
	{                                                                      \
		return (size_t)(expression);                                   \
	}
#define ROW(name)                                                              \
	{                                                                      \
#name, run_##name                                              \
	}
/* The call that is written here is made. */
#define CALL(name) (*(__typeof__(&(name)) volatile[]){name})

#define A (text + at)
#define B (copy + at)

FUNCTION(memchr, CALL(memchr)(A, 'y', size))
FUNCTION(memrchr, CALL(memrchr)(A, 'y', size))
FUNCTION(memcmp, CALL(memcmp)(A, B, size))
FUNCTION(memcpy, CALL(memcpy)(out, A, size))
FUNCTION(memmove, CALL(memmove)(out + 8, out + at, size))
FUNCTION(memset, CALL(memset)(out + at, 1, size))
FUNCTION(memmem, CALL(memmem)(A, size, "abcxz", 5))
FUNCTION(strlen, CALL(strlen)(A))
FUNCTION(strnlen, CALL(strnlen)(A, size))
FUNCTION(strchr, CALL(strchr)(A, 'y'))
FUNCTION(strchrnul, CALL(strchrnul)(A, 'y'))
FUNCTION(strrchr, CALL(strrchr)(A, 'y'))
FUNCTION(strcmp, CALL(strcmp)(A, B))
FUNCTION(strncmp, CALL(strncmp)(A, B, size))
FUNCTION(strcasecmp, CALL(strcasecmp)(A, B))
FUNCTION(strncasecmp, CALL(strncasecmp)(A, B, size))
FUNCTION(strcpy, CALL(strcpy)(out, A))
FUNCTION(strncpy, CALL(strncpy)(out, A, size))
FUNCTION(strcat, (out[0] = 0, CALL(strcat)(out, A)))
FUNCTION(stpcpy, CALL(stpcpy)(out, A))
FUNCTION(strstr, CALL(strstr)(A, "abcxz"))
FUNCTION(strcasestr, CALL(strcasestr)(A, "abcxz"))
FUNCTION(strspn, CALL(strspn)(A, "abcdefghijx"))
FUNCTION(strcspn, CALL(strcspn)(A, "yzAB"))
FUNCTION(strpbrk, CALL(strpbrk)(A, "yzAB"))
FUNCTION(wcslen, CALL(wcslen)(wide + at))
FUNCTION(wcschr, CALL(wcschr)(wide + at, L'y'))
FUNCTION(wcscmp, CALL(wcscmp)(wide + at, wide_copy + at))
FUNCTION(wcscpy, CALL(wcscpy)(wide_out, wide + at))
FUNCTION(wmemchr, CALL(wmemchr)(wide + at, L'y', size))
FUNCTION(wmemcmp, CALL(wmemcmp)(wide + at, wide_copy + at, size))
FUNCTION(wmemset, CALL(wmemset)(wide_out, L'y', size))

static const struct {
	const char *name;
	size_t (*run)(size_t);
} functions[] = {ROW(memchr), ROW(memrchr), ROW(memcmp), ROW(memcpy),
    ROW(memmove), ROW(memset), ROW(memmem), ROW(strlen), ROW(strnlen),
    ROW(strchr), ROW(strchrnul), ROW(strrchr), ROW(strcmp), ROW(strncmp),
    ROW(strcasecmp), ROW(strncasecmp), ROW(strcpy), ROW(strncpy), ROW(strcat),
    ROW(stpcpy), ROW(strstr), ROW(strcasestr), ROW(strspn), ROW(strcspn),
    ROW(strpbrk), ROW(wcslen), ROW(wcschr), ROW(wcscmp), ROW(wcscpy),
    ROW(wmemchr), ROW(wmemcmp), ROW(wmemset)};

#define COUNT (sizeof(functions) / sizeof(functions[0]))

static int measure(size_t (*run)(size_t), size_t count)
{
	volatile size_t sum = 0;

	for (size_t at = 0; at < size + 16; at++) {
		text[at] = copy[at] = "abcdefghij"[at % 7];
		wide[at] = wide_copy[at] = text[at];
	}
	for (size_t i = 0; i < count; i++) {
		size_t at = i & 15, end = at + size;

		text[end] = copy[end] = 0;
		wide[end] = wide_copy[end] = 0;
		sum += run(at);
		text[end] = copy[end] = 'x';
		wide[end] = wide_copy[end] = 'x';
	}
	return sum == 1;
}

int main(int argc, char **argv)
{
	if (argc < 4) {
		for (size_t i = 0; i < COUNT; i++)
			puts(functions[i].name);
		return 0;
	}
	size = strtoul(argv[2], NULL, 10);
	if (size > ROOM - 32)
		return 2;
	for (size_t i = 0; i < COUNT; i++)
		if (strcmp(functions[i].name, argv[1]) == 0)
			return measure(
			    functions[i].run, strtoul(argv[3], NULL, 10));
	return 2;
}
