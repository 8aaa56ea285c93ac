/* SPDX-License-Identifier: Apache-2.0
 * Random sizes up to 32 KiB, most of them small, replaced at random. */
#include <stdio.h>
#include <stdlib.h>

#define BLOCKS 20000

static unsigned char *blocks[BLOCKS];

int main(void)
{
	unsigned seed = 1, sum = 0;

	for (int i = 0; i < 10000000; i++) {
		unsigned at, size;

		seed = seed * 1664525 + 1013904223;
		at = (seed >> 8) % BLOCKS;
		seed = seed * 1664525 + 1013904223;
		size = 8u << ((seed >> 10) % 32 ? (seed >> 10) % 7
						: (seed >> 16) % 13);
		size += (seed >> 20) % size;
		if (blocks[at]) {
			sum += blocks[at][0];
			free(blocks[at]);
		}
		blocks[at] = malloc(size);
		blocks[at][0] = (unsigned char)i;
		blocks[at][size - 1] = 1;
	}
	printf("%u\n", sum);
	return 0;
}
