/* SPDX-License-Identifier: Apache-2.0
 * realloc: many buffers that grow by appending, some to megabytes. */
#include <stdio.h>
#include <stdlib.h>

int main(void)
{
	unsigned sum = 0;

	for (int round = 0; round < 600; round++) {
		for (int buffer = 0; buffer < 200; buffer++) {
			unsigned char *bytes = NULL;
			size_t size = 0;
			int steps = buffer % 50 == 0 ? 400 : 60;

			for (int i = 0; i < steps; i++) {
				size_t more = size / 16 + 64;

				if (size + more > 4000000)
					more = 10000;
				bytes = realloc(bytes, size + more);
				bytes[size] = (unsigned char)i;
				size += more;
			}
			for (size_t at = 0; at < size; at += 4096)
				sum += bytes[at];
			free(bytes);
		}
	}
	printf("%d\n", sum != 0);
	return 0;
}
