/* SPDX-License-Identifier: Apache-2.0
 * Indirect calls and pointer chasing: a sorted list, visited through a table
 * of functions. */
#include <stdio.h>
#include <stdlib.h>

struct node {
	struct node *next;
	unsigned value;
};

static unsigned add(unsigned a, unsigned b)
{
	return a + b;
}

static unsigned mix(unsigned a, unsigned b)
{
	return (a ^ b) * 2654435761u;
}

static unsigned turn(unsigned a, unsigned b)
{
	return a << 5 | (a + b) >> 27;
}

static unsigned (*const visit[])(unsigned, unsigned) = {add, mix, turn};

int main(void)
{
	enum { COUNT = 200000 };
	struct node *nodes = malloc(COUNT * sizeof(*nodes));
	unsigned sum = 1, seed = 1;

	if (nodes == NULL)
		return 1;
	for (unsigned i = 0; i < COUNT; i++) {
		seed = seed * 1103515245 + 12345;
		nodes[i].value = seed;
		nodes[i].next = &nodes[(i * 7919ull + 1) % COUNT];
	}
	const struct node *at = nodes;
	for (unsigned i = 0; i < 60000000; i++, at = at->next)
		sum = visit[at->value % 3](sum, at->value);
	printf("%u\n", sum);
	return 0;
}
