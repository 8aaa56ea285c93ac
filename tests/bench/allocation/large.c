/* SPDX-License-Identifier: Apache-2.0
 * Blocks of 64 KiB to 4 MiB, used a little and freed. */
#include <stdio.h>
#include <stdlib.h>

int main(void)
{
	unsigned seed = 3, sum = 0;
	unsigned char *blocks[16] = {NULL};

	for (int i = 0; i < 300000; i++) {
		unsigned at = (unsigned)i % 16, size;

		seed = seed * 1664525 + 1013904223;
		size = 65536u << (seed >> 16) % 6;
		size += (seed >> 8) % size;
		free(blocks[at]);
		blocks[at] = malloc(size);
		blocks[at][0] = (unsigned char)i;
		blocks[at][size / 2] = 1;
		sum += blocks[at][0];
	}
	printf("%u\n", sum);
	return 0;
}
