/* SPDX-License-Identifier: Apache-2.0
 *
 * Directory entries: one hash table for the whole tree, keyed by directory
 * and name, and a list in order of creation for each directory. The list
 * gives readdir an order that is a function of what the program did.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include "internal/fs.h"

static struct zrt_name **buckets;
static uint32_t bucket_count, name_count;

static uint32_t hash_name(ino_t directory, const char *text, size_t length)
{
	uint32_t hash = 2166136261u ^ (uint32_t)directory;

	for (size_t i = 0; i < length; i++)
		hash = (hash ^ (uint8_t)text[i]) * 16777619u;
	return hash ^ (hash >> 15);
}

static int grow(void)
{
	uint32_t count = bucket_count ? bucket_count * 2 : 64;
	struct zrt_name **larger = calloc(count, sizeof(struct zrt_name *));

	if (!larger)
		return -1;
	for (uint32_t i = 0; i < bucket_count; i++) {
		struct zrt_name *name = buckets[i];

		while (name) {
			struct zrt_name *next = name->chain;

			name->chain = larger[name->hash & (count - 1)];
			larger[name->hash & (count - 1)] = name;
			name = next;
		}
	}
	free(buckets);
	buckets = larger;
	bucket_count = count;
	return 0;
}

struct zrt_name *__zrt_name_find(
    struct zrt_node *directory, const char *text, size_t length)
{
	uint32_t hash = hash_name(directory->inode, text, length);

	if (!bucket_count)
		return NULL;
	for (struct zrt_name *name = buckets[hash & (bucket_count - 1)]; name;
	     name = name->chain) {
		if (name->hash == hash && name->directory == directory &&
		    name->length == length &&
		    memcmp(name->text, text, length) == 0)
			return name;
	}
	return NULL;
}

struct zrt_name *__zrt_name_add(struct zrt_node *directory, const char *text,
    size_t length, struct zrt_node *node)
{
	struct zrt_directory *d = &directory->directory;
	struct zrt_name *name;

	if (!directory->links) {
		errno = ENOENT;
		return NULL;
	}
	if (name_count >= bucket_count && grow() && !bucket_count)
		goto full;
	name = malloc(sizeof(*name) + length + 1);
	if (!name)
		goto full;
	name->hash = hash_name(directory->inode, text, length);
	name->directory = directory;
	name->node = node;
	name->cookie = d->next_cookie++;
	name->length = (uint32_t)length;
	memcpy(name->text, text, length);
	name->text[length] = '\0';

	name->chain = buckets[name->hash & (bucket_count - 1)];
	buckets[name->hash & (bucket_count - 1)] = name;
	name_count++;
	name->next = NULL;
	name->previous = d->last;
	if (d->last)
		d->last->next = name;
	else
		d->first = name;
	d->last = name;
	d->count++;

	node->links++;
	if (S_ISDIR(node->mode)) {
		struct zrt_node *left = __zrt_removed_from(node);

		if (left) {
			left->uses--;
			__zrt_node_release(left);
		}
		node->links++; /* its own "." */
		node->directory.parent = directory;
		node->directory.self = name;
		directory->links++; /* the ".." in it */
	}
	__zrt_node_touch(&node->changed, NULL);
	__zrt_node_touch(&directory->modified, &directory->changed);
	return name;
full:
	errno = ENOSPC;
	return NULL;
}

void __zrt_name_remove(struct zrt_name *name)
{
	struct zrt_node *node = name->node, *directory = name->directory;
	struct zrt_directory *d = &directory->directory;
	struct zrt_name **link = &buckets[name->hash & (bucket_count - 1)];

	while (*link != name)
		link = &(*link)->chain;
	*link = name->chain;
	name_count--;
	if (name->previous)
		name->previous->next = name->next;
	else
		d->first = name->next;
	if (name->next)
		name->next->previous = name->previous;
	else
		d->last = name->previous;
	d->count--;
	d->removals++;

	node->links--;
	if (S_ISDIR(node->mode)) {
		node->links--;
		directory->links--;
		/* Not when an image's directory has its new name already. */
		if (node->directory.self == name) {
			node->directory.self = NULL;
			directory->uses++;
		}
	}
	__zrt_node_touch(&node->changed, NULL);
	__zrt_node_touch(&directory->modified, &directory->changed);
	free(name);
	__zrt_node_release(node);
}

void __zrt_name_swap(struct zrt_name *a, struct zrt_name *b)
{
	struct zrt_node *node = a->node;

	a->node = b->node;
	b->node = node;
	for (int i = 0; i < 2; i++) {
		struct zrt_name *name = i ? b : a, *from = i ? a : b;

		if (S_ISDIR(name->node->mode)) {
			name->node->directory.self = name;
			name->node->directory.parent = name->directory;
			name->directory->links++;
			from->directory->links--;
		}
		__zrt_node_touch(&name->node->changed, NULL);
		__zrt_node_touch(
		    &name->directory->modified, &name->directory->changed);
	}
}

static struct zrt_name *any_name(const struct zrt_node *node)
{
	if (S_ISDIR(node->mode))
		return node->directory.self;
	for (uint32_t i = 0; i < bucket_count; i++) {
		for (struct zrt_name *name = buckets[i]; name;
		     name = name->chain) {
			if (name->node == node)
				return name;
		}
	}
	return NULL;
}

ssize_t __zrt_node_path(struct zrt_node *node, char *path, size_t size)
{
	size_t length = 0, at;
	struct zrt_name *first, *name;

	if (node == __zrt_root) {
		if (size)
			path[0] = '/';
		return 1;
	}
	first = any_name(node);
	for (name = first; name; name = name->directory->directory.self) {
		length += name->length + 1;
		if (name->directory == __zrt_root)
			break;
	}
	if (!name) {
		errno = ENOENT;
		return -1;
	}
	at = length;
	for (name = first; at; name = name->directory->directory.self) {
		at -= name->length;
		for (size_t i = 0; i < name->length && at + i < size; i++)
			path[at + i] = name->text[i];
		if (--at < size)
			path[at] = '/';
	}
	return (ssize_t)length;
}
