/* SPDX-License-Identifier: Apache-2.0
 *
 * The memory and string functions against naive ones, on random sizes,
 * alignments, overlaps and contents. On Linux the buffers end at an
 * inaccessible page, so that reading beyond an object is seen.
 *
 * NATIVE
 * FLAGS: -fno-builtin
 */
#define _GNU_SOURCE
#include <stdint.h>
#include <string.h>
#include "test.h"
#ifdef __linux__
#include <sys/mman.h>
#endif

#define SIZE 8192

static uint32_t seed = 12345;

static uint32_t below(uint32_t limit)
{
	seed ^= seed << 13;
	seed ^= seed >> 17;
	seed ^= seed << 5;
	return seed % limit;
}

static int sign(int value)
{
	return (value > 0) - (value < 0);
}

static unsigned char *edge_buffer(void)
{
#ifdef __linux__
	unsigned char *at = mmap(NULL, SIZE + 8192, PROT_READ | PROT_WRITE,
	    MAP_PRIVATE | MAP_ANONYMOUS | MAP_32BIT, -1, 0);

	check(at != MAP_FAILED);
	check(mprotect(at, 4096, PROT_NONE) == 0);
	check(mprotect(at + 4096 + SIZE, 4096, PROT_NONE) == 0);
	return at + 4096;
#else
	return malloc(SIZE);
#endif
}

static unsigned char *a, *b, *model;

static void fill(unsigned char *at, uint32_t letters)
{
	for (int i = 0; i < SIZE; i++)
		at[i] = (unsigned char)(1 + below(letters));
}

/* A size: mostly small, sometimes large; an offset that fits, often one that
 * touches an end of the buffer. */
static size_t some_size(void)
{
	static const uint32_t limits[] = {5, 20, 40, 80, 150, 300, 3000};

	return below(limits[below(7)]);
}

static size_t some_offset(size_t size)
{
	switch (below(4)) {
	case 0:
		return SIZE - size;
	case 1:
		return below(64);
	default:
		return below((uint32_t)(SIZE - size + 1));
	}
}

static void test_copy(void)
{
	size_t size = some_size();
	size_t from = some_offset(size), to = some_offset(size);

	if (below(2)) { /* close overlap */
		from = 1000 + below(200);
		to = 1000 + below(200);
	}
	fill(a, 255);
	memcpy(model, a, SIZE);
	for (size_t i = 0; i < size; i++)
		model[to + i] = a[from + i];
	check(memmove(a + to, a + from, size) == a + to);
	check(memcmp(a, model, SIZE) == 0);

	fill(b, 255);
	memcpy(model, b, SIZE);
	for (size_t i = 0; i < size; i++)
		model[to + i] = a[from + i];
	check(memcpy(b + to, a + from, size) == b + to);
	for (int i = 0; i < SIZE; i++)
		check(b[i] == model[i]);

	int byte = (int)below(1000) - 500;

	for (size_t i = 0; i < size; i++)
		model[to + i] = (unsigned char)byte;
	check(memset(b + to, byte, size) == b + to);
	for (int i = 0; i < SIZE; i++)
		check(b[i] == model[i]);
}

static void test_compare(void)
{
	size_t size = some_size();
	size_t x = some_offset(size), y = some_offset(size), i;
	int expected = 0;

	fill(a, 255);
	fill(b, 255);
	memcpy(b + y, a + x, size);
	for (uint32_t changes = below(3); size && changes; changes--)
		b[y + below((uint32_t)size)] = (unsigned char)below(256);
	for (i = 0; i < size && !expected; i++)
		expected = sign(a[x + i] - b[y + i]);
	check(sign(memcmp(a + x, b + y, size)) == expected);
}

static void test_search(void)
{
	size_t size = some_size(), from = some_offset(size), i;
	uint32_t letters = below(2) ? 3 : 200;
	int wanted = (int)below(letters + 2);
	void *first = NULL, *last = NULL;

	fill(a, letters);
	for (i = 0; i < size; i++) {
		if (a[from + i] == wanted) {
			if (!first)
				first = a + from + i;
			last = a + from + i;
		}
	}
	check(memchr(a + from, wanted, size) == first);
	check(memrchr(a + from, wanted, size) == last);
	if (first)
		check(rawmemchr(a + from, wanted) == first);
}

static void test_string(void)
{
	size_t size = some_size() + 1, length = size - 1;
	size_t x = some_offset(size), y = some_offset(size), i;
	uint32_t letters = below(2) ? 3 : 200;
	int wanted = (int)below(letters + 2), expected = 0;
	char *s = (char *)a + x, *t = (char *)b + y;
	char *first = NULL, *last = NULL;
	size_t limit;

	fill(a, letters);
	fill(b, letters);
	s[length] = '\0';
	check(strlen(s) == length);
	limit = below(4000);
	check(strnlen(s, limit) == (limit < length ? limit : length));
	for (i = 0; i <= length; i++) {
		if ((unsigned char)s[i] == wanted) {
			if (!first)
				first = s + i;
			last = s + i;
		}
	}
	check(strchr(s, wanted) == first);
	check(strrchr(s, wanted) == last);
	check(strchrnul(s, wanted) == (first ? first : s + length));

	memcpy(model, b, SIZE);
	for (i = 0; i <= length; i++)
		model[y + i] = (unsigned char)s[i];
	check(stpcpy(t, s) == t + length);
	for (i = 0; i < SIZE; i++)
		check(b[i] == model[i]);
	check(strcpy(t, s) == t);

	for (uint32_t changes = below(3); length && changes; changes--)
		t[below((uint32_t)length)] = (char)below(256);
	for (i = 0; !expected; i++) {
		expected = sign((unsigned char)s[i] - (unsigned char)t[i]);
		if (!s[i])
			break;
	}
	check(sign(strcmp(s, t)) == expected);
	limit = below((uint32_t)length + 3);
	expected = 0;
	for (i = 0; i < limit && !expected; i++) {
		expected = sign((unsigned char)s[i] - (unsigned char)t[i]);
		if (!s[i])
			break;
	}
	check(sign(strncmp(s, t, limit)) == expected);
}

int main(void)
{
	a = edge_buffer();
	b = edge_buffer();
	model = edge_buffer();
	check(a && b && model);
	for (int i = 0; i < 2500; i++) {
		test_copy();
		test_compare();
		test_search();
		test_string();
	}
	return 0;
}
