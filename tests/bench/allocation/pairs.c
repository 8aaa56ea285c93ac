/* SPDX-License-Identifier: Apache-2.0
 * One block after the other, freed at once: the shortest path. */
#include <stdio.h>
#include <stdlib.h>

int main(void)
{
	unsigned sum = 0;

	for (unsigned i = 0; i < 60000000; i++) {
		volatile char *block = malloc(16 + i % 16 * 8);

		block[0] = (char)i;
		sum += (unsigned char)block[0];
		free((void *)block);
	}
	printf("%u\n", sum);
	return 0;
}
