/* SPDX-License-Identifier: Apache-2.0
 * The C library: qsort with a callback, then formatted text of the result. */
#include <stdio.h>
#include <stdlib.h>

static int compare(const void *a, const void *b)
{
	unsigned x = *(const unsigned *)a, y = *(const unsigned *)b;

	return (x > y) - (x < y);
}

int main(void)
{
	enum { COUNT = 4000000 };
	unsigned *values = malloc(COUNT * sizeof(*values)), seed = 7, sum = 0;
	char text[32];

	if (values == NULL)
		return 1;
	for (int i = 0; i < COUNT; i++) {
		seed = seed * 1664525 + 1013904223;
		values[i] = seed >> 3;
	}
	qsort(values, COUNT, sizeof(*values), compare);
	for (int i = 0; i < COUNT; i++)
		sum += (unsigned)snprintf(text, sizeof(text), "%u", values[i]);
	printf("%u %u\n", values[COUNT / 2], sum);
	return 0;
}
