/* SPDX-License-Identifier: Apache-2.0
 *
 * String functions at the end of a page behind which nothing may be read, at
 * every alignment and length to 150, beside the plain definition of each.
 *
 * NATIVE
 */
#define _GNU_SOURCE
#include <ctype.h>
#include <string.h>
#include <strings.h>
#include <wchar.h>
#include "page-end.h"

#define LONGEST 150

static int plain_casecmp(const char *a, const char *b, size_t limit)
{
	for (size_t i = 0; i < limit; i++) {
		int x = tolower((unsigned char)a[i]);
		int y = tolower((unsigned char)b[i]);

		if (x != y || !x)
			return sign(x - y);
	}
	return 0;
}

static int plain_cmp(const char *a, const char *b, size_t limit)
{
	for (size_t i = 0; i < limit; i++)
		if (a[i] != b[i] || !a[i])
			return sign((unsigned char)a[i] - (unsigned char)b[i]);
	return 0;
}

/* Both strings end with their pages, one of them shorter by some bytes. */
static void compares(char *a_end, char *b_end, size_t length, size_t shift)
{
	static const char letters[] = "aZ[@`{zA\x80\xc1\xe1\x7f";
	char *a = a_end - length - 1, *b = b_end - length - 1 - shift;

	for (size_t i = 0; i < length; i++) {
		a[i] = letters[i % (sizeof(letters) - 1)];
		b[i] = (char)(isalpha((unsigned char)a[i]) &&
				      (unsigned char)a[i] < 128
				  ? a[i] ^ 0x20
				  : a[i]);
	}
	a[length] = b[length] = 0;
	check(strcasecmp(a, b) == 0);
	check(strncasecmp(a, b, length + 5) == 0);
	for (size_t i = 0; i < length; i += 1 + length / 9) {
		char kept = b[i];

		for (int value = 0; value < 256; value += 5) {
			b[i] = (char)value;
			check(sign(strcasecmp(a, b)) ==
			      plain_casecmp(a, b, length + 1));
			check(sign(strncasecmp(a, b, i)) == 0);
			check(sign(strncasecmp(a, b, i + 1)) ==
			      plain_casecmp(a, b, i + 1));
			check(sign(strncmp(a, b, i + 1)) ==
			      plain_cmp(a, b, i + 1));
		}
		b[i] = kept;
	}
	memcpy(b, a, length + 1);
	check(strncmp(a, b, length + 9) == 0 && strcmp(a, b) == 0);
	for (size_t i = 0; i < length; i++) {
		b[i] ^= 1;
		check(sign(strncmp(a, b, length)) == plain_cmp(a, b, length));
		check(strncmp(a, b, i) == 0);
		b[i] ^= 1;
	}
}

static void searches(char *end, size_t length)
{
	char *memory = end - length;

	memset(memory, 'a', length);
	memory[-1] = 'x';
	check(memrchr(memory, 'x', length) == NULL);
	for (size_t i = 0; i < length; i++) {
		memory[i] = 'x';
		check(memrchr(memory, 'x', length) == memory + i);
		check(memchr(memory, 'x', length) == memory + i);
		memory[i] = 'a';
	}
}

static void copies(char *end, size_t length)
{
	/* The compiler does not see the call, and warns of no lost end. */
	char *(*volatile copy)(char *, const char *, size_t) = strncpy;
	char out[LONGEST + 80], *from = end - length;

	memset(from, 'q', length);
	/* No zero within the limit: nothing behind it is read. */
	memset(out, 'o', sizeof(out));
	check(copy(out, from, length) == out);
	check(memcmp(out, from, length) == 0 && out[length] == 'o');
	if (!length)
		return;
	from[length - 1] = 0;
	memset(out, 'o', sizeof(out));
	check(copy(out, from, length + 70) == out);
	check(memcmp(out, from, length) == 0);
	for (size_t i = length; i < length + 70; i++)
		check(out[i] == 0);
	check(out[length + 70] == 'o');
}

static void wide(char *end, size_t length)
{
	wchar_t *text = (wchar_t *)(void *)end - length - 1;
	wchar_t out[LONGEST + 2];

	wmemset(text, 0x10000, length);
	text[length] = 0;
	check(wcslen(text) == length);
	wmemset(out, 7, LONGEST + 2);
	check(wcscpy(out, text) == out && wcscmp(out, text) == 0);
	check(out[length + 1] == 7);
	for (size_t i = 0; i < length; i++) {
		text[i] = 0;
		check(wcslen(text) == i);
		text[i] = 0x100;
	}
}

int main(void)
{
	char *a = page_end(), *b = page_end();

	for (size_t length = 0; length <= LONGEST; length++) {
		for (size_t shift = 0; shift < 20; shift += 3)
			compares(a, b, length, shift);
		searches(a, length);
		copies(b, length);
		wide(a, length);
	}
	return 0;
}
