/* SPDX-License-Identifier: Apache-2.0
 * A server's heap: blocks live on while others come and go, sizes 10 to 500. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define BLOCKS 50000

static char *blocks[BLOCKS];

int main(void)
{
	unsigned seed = 7, sum = 0;

	for (int i = 0; i < BLOCKS; i++)
		blocks[i] = malloc(10 + (unsigned)i % 490);
	for (int round = 0; round < 300; round++)
		for (int i = 0; i < BLOCKS; i++) {
			unsigned size;

			seed = seed * 1664525 + 1013904223;
			size = 10 + (seed >> 8) % 490;
			sum +=
			    (unsigned char)blocks[(seed >> 9) % BLOCKS][0] * 0u;
			free(blocks[(seed >> 9) % BLOCKS]);
			blocks[(seed >> 9) % BLOCKS] = malloc(size);
			memset(blocks[(seed >> 9) % BLOCKS], i, 16);
		}
	printf("%u\n", sum + seed);
	return 0;
}
