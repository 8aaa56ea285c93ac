/* SPDX-License-Identifier: Apache-2.0
 * Binary trees built and taken down again. */
#include <stdio.h>
#include <stdlib.h>

struct node {
	struct node *left, *right;
};

static struct node *build(int depth)
{
	struct node *node = malloc(sizeof(*node));

	node->left = depth ? build(depth - 1) : NULL;
	node->right = depth ? build(depth - 1) : NULL;
	return node;
}

static unsigned count(const struct node *node)
{
	return node ? 1 + count(node->left) + count(node->right) : 0;
}

static void drop(struct node *node)
{
	if (!node)
		return;
	drop(node->left);
	drop(node->right);
	free(node);
}

int main(void)
{
	struct node *old = build(18);
	unsigned sum = 0;

	for (int depth = 4; depth <= 18; depth += 2)
		for (int i = 0; i < 1 << (19 - depth); i++) {
			struct node *tree = build(depth);

			sum += count(tree);
			drop(tree);
		}
	sum += count(old);
	drop(old);
	printf("%u\n", sum);
	return 0;
}
