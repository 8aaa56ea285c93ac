/* SPDX-License-Identifier: Apache-2.0
 *
 * tsearch, tfind, tdelete, twalk: order and depth of trees that grow and
 * shrink in order and at random, and nodes that keep their key and place.
 *
 * NATIVE
 */
#define _GNU_SOURCE
#include <search.h>
#include <string.h>
#include "test.h"

#define KEYS 20000

static int keys[KEYS];
static void *node_of[KEYS];
static int released, deepest, last, visited;

static int order(const void *a, const void *b)
{
	return (*(const int *)a > *(const int *)b) -
	       (*(const int *)a < *(const int *)b);
}

static void visit(const void *node, VISIT when, int depth)
{
	int key = **(int *const *)node;

	if (when != leaf && when != postorder)
		return;
	check(key > last);
	last = key;
	visited++;
	if (depth > deepest)
		deepest = depth;
}

/* The tree holds that many keys in order, and is about as deep as it must be.
 */
static void verify(void *root, int count)
{
	int least = 0;

	last = -1;
	visited = deepest = 0;
	twalk(root, visit);
	check(visited == count);
	while (1 << least <= count)
		least++;
	check(deepest <= 2 * least);
}

static void insert(void **root, int key)
{
	node_of[key] = tsearch(&keys[key], root, order);
	check(node_of[key] && *(int **)node_of[key] == &keys[key]);
	check(tsearch(&key, root, order) == node_of[key]);
}

static void release(void *key)
{
	check(*(int *)key >= 0);
	released++;
}

int main(void)
{
	void *root = NULL;

	for (int i = 0; i < KEYS; i++)
		keys[i] = i;
	check(
	    !tfind(&keys[0], &root, order) && !tdelete(&keys[0], &root, order));
	for (int i = 0; i < KEYS; i++)
		insert(&root, i);
	verify(root, KEYS);
	for (int i = 0; i < KEYS; i += 2)
		check(tdelete(&keys[i], &root, order));
	verify(root, KEYS / 2);
	for (int i = 0; i < KEYS; i++)
		check((tfind(&keys[i], &root, order) != NULL) == i % 2);
	for (int i = 0; i < KEYS; i++)
		insert(&root, i * 7919L % KEYS);
	for (int i = 0; i < KEYS / 4; i++)
		check(tdelete(&keys[i], &root, order));
	check(!tdelete(&keys[0], &root, order));
	verify(root, KEYS - KEYS / 4);
	tdestroy(root, release);
	check(released == KEYS - KEYS / 4);
	return 0;
}
