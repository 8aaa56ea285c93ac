/* SPDX-License-Identifier: Apache-2.0
 *
 * An image's tree is laid over the tree that is there: directories are
 * merged and take the image's attributes, anything else is replaced.
 */
#include <errno.h>
#include <string.h>
#include "internal/fs.h"
#include "internal/message.h"

static void adopt(struct zrt_node *to, const struct zrt_node *from)
{
	to->mode = from->mode;
	to->owner = from->owner;
	to->group = from->group;
	to->accessed = from->accessed;
	to->modified = from->modified;
	to->changed = from->changed;
	to->read_only = from->read_only;
}

static void keep_as_it_is(struct zrt_node *node)
{
	node->read_only = true;
	if (!S_ISDIR(node->mode))
		return;
	for (struct zrt_name *name = node->directory.first; name;
	     name = name->next)
		keep_as_it_is(name->node);
}

/* Depth is bounded by the memory that the tree itself takes: a level costs
 * less on the stack than its node does on the heap. */
static void merge(struct zrt_node *into, struct zrt_node *from)
{
	while (from->directory.first) {
		struct zrt_name *name = from->directory.first;
		struct zrt_node *node = name->node;
		struct timespec changed = node->changed;
		struct zrt_name *old =
		    __zrt_name_find(into, name->text, name->length);

		if (old && S_ISDIR(old->node->mode) && S_ISDIR(node->mode)) {
			merge(old->node, node);
			__zrt_name_remove(name);
			continue;
		}
		if (old)
			__zrt_remove_tree(old);
		node->uses++; /* between two names */
		if (!__zrt_name_add(into, name->text, name->length, node))
			__zrt_fatal("error: no memory for the file tree", NULL);
		__zrt_name_remove(name);
		node->uses--;
		node->changed = changed;
	}
	adopt(into, from);
}

void __zrt_remove_tree(struct zrt_name *name)
{
	struct zrt_node *node = name->node;

	while (S_ISDIR(node->mode) && node->directory.first)
		__zrt_remove_tree(node->directory.first);
	__zrt_name_remove(name);
}

void __zrt_mount(struct zrt_node *image, const char *path, bool writable)
{
	struct zrt_node *at = __zrt_make_path(path, strlen(path));

	if (!at)
		__zrt_fatal(path, ": error: cannot mount here: ",
		    errno == ENOTDIR ? "something else is in the way"
				     : strerror(errno),
		    NULL);
	if (!writable)
		keep_as_it_is(image);
	merge(at, image);
}
