/* SPDX-License-Identifier: Apache-2.0
 *
 * tsearch and its kin: AVL trees, so that neither sorted input nor the depth
 * of recursion matters. A key stays in its node: what tsearch returned holds
 * until that key is deleted.
 */
#include <search.h>
#include <stdlib.h>

/* The key comes first: callers see a node as a pointer to it. */
struct node {
	const void *key;
	struct node *child[2];
	int height;
};

/* An AVL tree of as many nodes as 4 GiB hold is less deep. */
#define DEEPEST 44

static int height(const struct node *node)
{
	return node ? node->height : 0;
}

static void measure(struct node *node)
{
	int left = height(node->child[0]), right = height(node->child[1]);

	node->height = 1 + (left > right ? left : right);
}

/* The child of that side takes the place of its parent. */
static void raise_child(struct node **link, int side)
{
	struct node *parent = *link, *child = parent->child[side];

	parent->child[side] = child->child[!side];
	child->child[!side] = parent;
	measure(parent);
	measure(child);
	*link = child;
}

static void balance(struct node **link)
{
	struct node *node = *link, *child;
	int slope = height(node->child[1]) - height(node->child[0]);
	int side = slope > 0;

	if (slope < -1 || slope > 1) {
		child = node->child[side];
		if (height(child->child[!side]) > height(child->child[side]))
			raise_child(&node->child[side], !side);
		raise_child(link, side);
	} else {
		measure(node);
	}
}

void *tsearch(
    const void *key, void **root, int (*compare)(const void *, const void *))
{
	struct node **path[DEEPEST], **link = (struct node **)root, *node;
	int depth = 0;

	if (!root)
		return NULL;
	while (*link) {
		int order = compare(key, (*link)->key);

		if (order == 0)
			return *link;
		path[depth++] = link;
		link = &(*link)->child[order > 0];
	}
	node = malloc(sizeof(*node));
	if (!node)
		return NULL;
	*node = (struct node){.key = key, .height = 1};
	*link = node;
	while (depth)
		balance(path[--depth]);
	return node;
}

void *tfind(const void *key, void *const *root,
    int (*compare)(const void *, const void *))
{
	struct node *node = root ? *root : NULL;

	while (node) {
		int order = compare(key, node->key);

		if (order == 0)
			break;
		node = node->child[order > 0];
	}
	return node;
}

void *tdelete(const void *restrict key, void **restrict root,
    int (*compare)(const void *, const void *))
{
	struct node **path[DEEPEST], **link = (struct node **)root, *node,
				     *next;
	void *parent = root; /* of the root: anything but NULL */
	int depth = 0, at, order;

	if (!root)
		return NULL;
	while (*link && (order = compare(key, (*link)->key)) != 0) {
		parent = *link;
		path[depth++] = link;
		link = &(*link)->child[order > 0];
	}
	node = *link;
	if (!node)
		return NULL;
	if (node->child[0] && node->child[1]) {
		struct node **least = &node->child[1];

		at = depth;
		path[depth++] = link;
		while ((*least)->child[0]) {
			path[depth++] = least;
			least = &(*least)->child[0];
		}
		next = *least;
		*least = next->child[1];
		next->child[0] = node->child[0];
		next->child[1] = node->child[1];
		*link = next;
		if (depth > at + 1)
			path[at + 1] = &next->child[1];
	} else {
		*link = node->child[0] ? node->child[0] : node->child[1];
	}
	free(node);
	while (depth)
		balance(path[--depth]);
	return parent;
}

static void walk(
    const struct node *node, void (*visit)(const void *, VISIT, int), int level)
{
	if (!node->child[0] && !node->child[1]) {
		visit(node, leaf, level);
		return;
	}
	visit(node, preorder, level);
	if (node->child[0])
		walk(node->child[0], visit, level + 1);
	visit(node, postorder, level);
	if (node->child[1])
		walk(node->child[1], visit, level + 1);
	visit(node, endorder, level);
}

void twalk(const void *root, void (*visit)(const void *, VISIT, int))
{
	if (root)
		walk(root, visit, 0);
}

void tdestroy(void *root, void (*release)(void *))
{
	struct node *node = root;

	if (!node)
		return;
	tdestroy(node->child[0], release);
	tdestroy(node->child[1], release);
	release((void *)node->key);
	free(node);
}
