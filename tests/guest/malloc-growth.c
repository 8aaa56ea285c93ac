/* SPDX-License-Identifier: Apache-2.0
 *
 * Buffers that realloc makes larger in small steps move seldom, alone and by
 * turns, keep their bytes, and do not hold much more than they were asked for.
 */
#include <malloc.h>
#include <stdint.h>
#include <string.h>
#include "test.h"

#define BUFFERS 12

struct buffer {
	unsigned char *bytes;
	size_t size;
	unsigned moves;
};

static unsigned char byte_at(size_t at)
{
	return (unsigned char)(at * 2654435761u >> 24);
}

static void append(struct buffer *buffer, size_t more)
{
	unsigned char *before = buffer->bytes;

	buffer->bytes = realloc(before, buffer->size + more);
	check(buffer->bytes);
	buffer->moves += buffer->bytes != before;
	for (size_t i = 0; i < more; i++)
		buffer->bytes[buffer->size + i] = byte_at(buffer->size + i);
	buffer->size += more;
}

static void finish(struct buffer *buffer, unsigned moves)
{
	for (size_t at = 0; at < buffer->size; at++)
		check(buffer->bytes[at] == byte_at(at));
	check(buffer->moves <= moves);
	check(malloc_usable_size(buffer->bytes) <=
	      buffer->size + buffer->size / 2 + 8192);
	free(buffer->bytes);
}

static void alone(size_t step, size_t limit)
{
	struct buffer buffer = {0};

	while (buffer.size < limit)
		append(&buffer, step);
	finish(&buffer, 24);
}

static void by_turns(size_t limit)
{
	struct buffer buffers[BUFFERS] = {0};
	void *between[64] = {NULL};
	unsigned step = 0;

	while (buffers[0].size < limit)
		for (int i = 0; i < BUFFERS; i++) {
			append(&buffers[i], 40 + step % 97);
			free(between[step % 64]);
			between[step % 64] = malloc(20 + step % 3000);
			step++;
		}
	for (int i = 0; i < BUFFERS; i++)
		finish(&buffers[i], 40);
	for (int i = 0; i < 64; i++)
		free(between[i]);
}

/* What is given back in place is there for others. */
static void shrinks(void)
{
	char *blocks[16];

	for (int i = 0; i < 16; i++) {
		blocks[i] = malloc(60000);
		check(blocks[i]);
		memset(blocks[i], i, 60000);
		blocks[i] = realloc(blocks[i], 3000);
		check(malloc_usable_size(blocks[i]) < 4000);
		for (int at = 0; at < 3000; at++)
			check(blocks[i][at] == i);
	}
	check(mallinfo().uordblks < 16 * 4000 + 100000);
	for (int i = 0; i < 16; i++)
		free(blocks[i]);
}

int main(void)
{
	alone(1, 300000);
	alone(16, 3000000);
	alone(4096, 40000000);
	by_turns(1000);
	by_turns(100000);
	by_turns(2000000);
	shrinks();
	return 0;
}
