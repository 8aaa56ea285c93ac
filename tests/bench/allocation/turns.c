/* SPDX-License-Identifier: Apache-2.0
 * realloc: buffers that grow by turns, with small blocks taken in between, and
 * one that grows to many megabytes in small steps. */
#include <stdio.h>
#include <stdlib.h>

#define BUFFERS 12

static unsigned append(unsigned char **bytes, size_t *size, size_t more)
{
	*bytes = realloc(*bytes, *size + more);
	(*bytes)[*size] = (unsigned char)more;
	*size += more;
	return (*bytes)[*size / 2];
}

static unsigned by_turns(size_t limit)
{
	unsigned char *bytes[BUFFERS] = {NULL};
	size_t sizes[BUFFERS] = {0};
	void *between[64] = {NULL};
	unsigned sum = 0, step = 0;

	while (sizes[0] < limit)
		for (int i = 0; i < BUFFERS; i++) {
			sum += append(&bytes[i], &sizes[i], 40 + step % 97);
			free(between[step % 64]);
			between[step % 64] = malloc(20 + step % 300);
			step++;
		}
	for (int i = 0; i < BUFFERS; i++)
		free(bytes[i]);
	for (int i = 0; i < 64; i++)
		free(between[i]);
	return sum;
}

int main(void)
{
	unsigned char *bytes = NULL;
	size_t size = 0;
	unsigned sum = 0;

	for (int round = 0; round < 400; round++)
		sum += by_turns(20000);
	for (int round = 0; round < 4; round++)
		sum += by_turns(2000000);
	while (size < 60000000)
		sum += append(&bytes, &size, 48);
	printf("%d\n", sum != 1);
	free(bytes);
	return 0;
}
