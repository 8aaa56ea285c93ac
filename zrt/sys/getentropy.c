/* SPDX-License-Identifier: Apache-2.0
 *
 * Random bytes that are a function of the session's seed: the ChaCha20 stream
 * of a key made from it. Good enough to be unpredictable from its own output,
 * no secret from whoever knows the seed: the sandbox has no other entropy.
 */
#include <errno.h>
#include <string.h>
#include <sys/random.h>
#include <unistd.h>
#include "internal/zrt.h"

static uint32_t state[16];
static uint8_t block[64];
static unsigned used = sizeof(block);

static uint32_t rotate(uint32_t value, int count)
{
	return value << count | value >> (32 - count);
}

static void quarter(uint32_t *x, int a, int b, int c, int d)
{
	x[a] += x[b], x[d] = rotate(x[d] ^ x[a], 16);
	x[c] += x[d], x[b] = rotate(x[b] ^ x[c], 12);
	x[a] += x[b], x[d] = rotate(x[d] ^ x[a], 8);
	x[c] += x[d], x[b] = rotate(x[b] ^ x[c], 7);
}

static void next_block(void)
{
	uint32_t x[16];

	if (!state[0]) {
		memcpy(state, "expand 32-byte k", 16);
		memcpy(state + 4, &__zrt_boot->seed, 8);
	}
	memcpy(x, state, sizeof(x));
	for (int round = 0; round < 10; round++) {
		quarter(x, 0, 4, 8, 12);
		quarter(x, 1, 5, 9, 13);
		quarter(x, 2, 6, 10, 14);
		quarter(x, 3, 7, 11, 15);
		quarter(x, 0, 5, 10, 15);
		quarter(x, 1, 6, 11, 12);
		quarter(x, 2, 7, 8, 13);
		quarter(x, 3, 4, 9, 14);
	}
	for (int i = 0; i < 16; i++)
		x[i] += state[i];
	memcpy(block, x, sizeof(block));
	if (!++state[12])
		state[13]++;
	used = 0;
}

void __zrt_random_fill(void *buffer, size_t size)
{
	uint8_t *out = buffer;

	while (size) {
		size_t part;

		if (used == sizeof(block))
			next_block();
		part = sizeof(block) - used;
		if (part > size)
			part = size;
		memcpy(out, block + used, part);
		used += part, out += part, size -= part;
	}
}

int _getentropy(void *buffer, size_t size)
{
	if (size > 256) {
		errno = EIO;
		return -1;
	}
	__zrt_random_fill(buffer, size);
	return 0;
}
ZRT_POSIX_NAME(getentropy, _getentropy);

ssize_t getrandom(void *buffer, size_t size, unsigned flags)
{
	if (flags & ~(GRND_NONBLOCK | GRND_RANDOM | GRND_INSECURE)) {
		errno = EINVAL;
		return -1;
	}
	__zrt_random_fill(buffer, size);
	return (ssize_t)size;
}
