/* SPDX-License-Identifier: Apache-2.0
 *
 * strstr and its kin, spans of sets of bytes, and the searching, comparing and
 * filling of wide text, beside the plain definition of each, in random text
 * that ends with its page. Text and needle of one letter do not make a search
 * slow.
 *
 * NATIVE
 */
#define _GNU_SOURCE
#include <string.h>
#include <strings.h>
#include <wchar.h>
#include "page-end.h"

static unsigned state = 1;

static unsigned below(unsigned limit)
{
	state = state * 1103515245 + 12345;
	return (state >> 8) % limit;
}

static void *plain_search(
    const char *text, size_t length, const char *wanted, size_t size)
{
	for (size_t i = 0; i + size <= length; i++)
		if (memcmp(text + i, wanted, size) == 0)
			return (void *)(text + i);
	return NULL;
}

static void narrow(char *text_end, char *wanted_end)
{
	size_t length = below(below(50) ? 150 : 3000);
	size_t size = below(below(20) ? 6 : 70), letters = 1 + below(3);
	char *text = text_end - length - 1, *wanted = wanted_end - size - 1;
	void *expected;

	for (size_t i = 0; i < length; i++)
		text[i] = (char)('a' + below(letters));
	for (size_t i = 0; i < size; i++)
		wanted[i] = (char)('a' + below(letters));
	text[length] = wanted[size] = 0;
	expected = plain_search(text, length, wanted, size);
	check(strstr(text, wanted) == expected);
	check(memmem(text, length, wanted, size) == expected);
}

static void any_case(char *text_end, char *wanted_end)
{
	static const char letters[] = "aAbBzZ@[`{\xc1\xe1";
	size_t length = below(below(50) ? 150 : 3000), some = 2 + below(11);
	size_t size = below(below(20) ? 4 : 70);
	char *text = text_end - length - 1, *wanted = wanted_end - size - 1;
	char *expected = NULL;

	for (size_t i = 0; i < length; i++)
		text[i] = letters[below(some)];
	for (size_t i = 0; i < size; i++)
		wanted[i] = letters[below(some)];
	text[length] = wanted[size] = 0;
	for (size_t i = 0; i + size <= length && !expected; i++)
		if (strncasecmp(text + i, wanted, size) == 0)
			expected = text + i;
	check(strcasestr(text, wanted) == expected);
}

static void sets(char *text_end, char *set_end)
{
	size_t length = below(100), size = below(below(20) ? 8 : 256);
	char *text = text_end - length - 1, *set = set_end - size - 1;
	int often = below(3) ? 50 : 2;
	size_t within = 0, without = 0;

	for (size_t i = 0; i < size; i++)
		set[i] = (char)(1 + below(255));
	set[size] = 0;
	for (size_t i = 0; i < length; i++)
		text[i] = size && below(often) ? set[below(size)]
					       : (char)(1 + below(255));
	text[length] = 0;
	while (text[within] && strchr(set, text[within]))
		within++;
	check(strspn(text, set) == within);
	for (size_t i = 0; i < length; i++)
		text[i] = size && !below(often) ? set[below(size)]
						: (char)(1 + below(255));
	while (text[without] && !strchr(set, text[without]))
		without++;
	check(strcspn(text, set) == without);
	check(strpbrk(text, set) == (text[without] ? text + without : NULL));
}

static wchar_t *plain_find(wchar_t *text, wchar_t character, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (text[i] == character)
			return text + i;
	return NULL;
}

static int plain_compare(
    const wchar_t *a, const wchar_t *b, size_t count, int stop)
{
	for (size_t i = 0; i < count; i++)
		if (a[i] != b[i] || (stop && !a[i]))
			return a[i] < b[i] ? -1 : a[i] > b[i];
	return 0;
}

static void wide(char *left_end, char *right_end)
{
	size_t count = below(90) + 1, from, size, limit;
	wchar_t *left = (wchar_t *)(void *)left_end - count;
	wchar_t *right = (wchar_t *)(void *)right_end - count - below(30);
	wchar_t copy[100];

	for (size_t i = 0; i < count; i++)
		left[i] = below(5) ? (wchar_t)below(60) + 1 : -5;
	left[count - 1] = 0;
	check(wcschr(left, 7) == plain_find(left, 7, count));
	check(wcschr(left, 0) == left + count - 1 && wcslen(left) == count - 1);
	check(wmemchr(left, 9, count) == plain_find(left, 9, count));
	check(wmemchr(left, 0, count - 1) == NULL);
	limit = below(200);
	check(wcsnlen(left, limit) == (limit < count ? limit : count - 1));

	wmemcpy(right, left, count);
	if (below(3))
		right[below(count)] = below(2) ? -9 : 30;
	right[count - 1] = 0;
	check(sign(wmemcmp(left, right, count)) ==
	      plain_compare(left, right, count, 0));
	check(
	    sign(wcscmp(left, right)) == plain_compare(left, right, count, 1));
	limit = below(count + 1);
	check(sign(wcsncmp(left, right, limit)) ==
	      plain_compare(left, right, limit, 1));

	from = below(count), size = below(count - from + 1);
	wmemcpy(copy, left, count);
	for (size_t i = 0; i < size; i++)
		copy[from + i] = 3;
	check(wmemset(left + from, 3, size) == left + from);
	check(memcmp(left, copy, count * sizeof(*copy)) == 0);
}

/* Comparing at each place anew would take hours. */
static void one_letter(void)
{
	const size_t length = 8 << 20, size = 1 << 20;
	char *text = malloc(length + 1), *wanted = malloc(size + 1);

	check(text && wanted);
	memset(text, 'a', length);
	memset(wanted, 'a', size);
	text[length] = wanted[size] = 0;
	wanted[size / 2] = 'b';
	check(!strstr(text, wanted) && !memmem(text, length, wanted, size));
	text[length - size / 2] = 'b';
	check(strstr(text, wanted) == text + length - size);
	wanted[0] = 'A';
	check(strcasestr(text, wanted) == text + length - size);
	text[length - size / 2] = 'a';
	check(!strcasestr(text, wanted));
	free(wanted);
	free(text);
}

int main(void)
{
	char *left = page_end(), *right = page_end();

	for (int i = 0; i < 20000; i++) {
		narrow(left, right);
		any_case(left, right);
		sets(left, right);
		wide(left, right);
	}
	one_letter();
	return 0;
}
