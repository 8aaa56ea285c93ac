/* SPDX-License-Identifier: Apache-2.0
 * Small blocks of one size: bursts, freed in order and in reverse. */
#include <stdio.h>
#include <stdlib.h>

#define BLOCKS 10000

static void *blocks[BLOCKS];

int main(void)
{
	unsigned sum = 0;

	for (int round = 0; round < 2000; round++) {
		for (int i = 0; i < BLOCKS; i++) {
			blocks[i] = malloc(48);
			*(int *)blocks[i] = i;
		}
		for (int i = 0; i < BLOCKS; i++) {
			int at = round & 1 ? i : BLOCKS - 1 - i;

			sum += (unsigned)*(int *)blocks[at];
			free(blocks[at]);
		}
	}
	printf("%u\n", sum);
	return 0;
}
