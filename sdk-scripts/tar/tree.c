/* SPDX-License-Identifier: Apache-2.0
 *
 * Entries sorted by path, looked up by bisection. Memory and time grow with
 * the number of entries only.
 */
#include "tree.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#define LINKS_MAX 40

struct zvm_tree {
	struct zvm_tree_file *files;
	size_t count, room;
	int sorted;
};

struct zvm_tree *zvm_tree_new(void)
{
	return calloc(1, sizeof(struct zvm_tree));
}

/* Appends the parts of `path` to the normal path in `to`, which must have room
 * for both. 0 when there is a ".." in it: no honest image needs one. */
static int append_normal(char *to, const char *path)
{
	char *end = to + strlen(to);

	while (*path != '\0') {
		size_t part = strcspn(path, "/");

		if (part == 2 && memcmp(path, "..", 2) == 0)
			return 0;
		if (part > 0 && !(part == 1 && path[0] == '.')) {
			*end++ = '/';
			memcpy(end, path, part);
			end += part;
		}
		path += part + (path[part] == '/');
	}
	*end = '\0';
	return 1;
}

static char *normal(const char *directory, const char *path)
{
	char *to = calloc(1, strlen(directory) + strlen(path) + 3);

	if (to != NULL && append_normal(to, directory) &&
	    append_normal(to, path))
		return to;
	free(to);
	return NULL;
}

static int add_entry(struct zvm_tree *tree, const char *directory,
    const struct zvm_tar_entry *entry, int fd)
{
	struct zvm_tree_file *file;
	char *link = NULL;

	if (entry->type == ZVM_TAR_SYMLINK)
		link = strdup(entry->link);
	else if (entry->type == ZVM_TAR_HARD_LINK)
		link = normal(directory, entry->link);
	if (tree->count == tree->room) {
		size_t room = tree->room * 2 + 256;

		file = realloc(tree->files, room * sizeof(*file));
		if (file == NULL) {
			free(link);
			return 0;
		}
		tree->files = file;
		tree->room = room;
	}
	file = &tree->files[tree->count];
	*file = (struct zvm_tree_file){
	    .path = normal(directory, entry->path),
	    .link = link,
	    .type = entry->type,
	    .sparse = entry->sparse,
	    .image = fd,
	    .mode = entry->mode,
	    .offset = entry->offset,
	    .size = entry->size,
	    .order = tree->count,
	};
	if (file->path != NULL && file->path[0] != '\0' &&
	    (link != NULL || (entry->type != ZVM_TAR_SYMLINK &&
				 entry->type != ZVM_TAR_HARD_LINK))) {
		tree->count++;
		return 1;
	}
	/* The root itself, or a name with "..": nothing that one can find. */
	free(file->path);
	free(link);
	return 1;
}

int zvm_tree_add(struct zvm_tree *tree, int fd, const char *directory,
    struct zvm_tar_reader *reader)
{
	struct zvm_tar_entry entry;
	int result;

	if (!zvm_tar_open(reader, fd))
		return 0;
	tree->sorted = 0;
	while ((result = zvm_tar_next(reader, &entry)) > 0) {
		int ok = add_entry(tree, directory, &entry, fd);

		zvm_tar_entry_free(&entry);
		if (ok)
			continue;
		snprintf(reader->problem, sizeof(reader->problem), "%s",
		    strerror(ENOMEM));
		return 0;
	}
	return result == 0;
}

static int compare(const void *a, const void *b)
{
	const struct zvm_tree_file *x = a, *y = b;
	int order = strcmp(x->path, y->path);

	if (order != 0)
		return order;
	return x->order < y->order ? -1 : x->order > y->order;
}

/* Most images come sorted. */
static void sort(struct zvm_tree *tree)
{
	size_t at = 1;

	while (at < tree->count &&
	       compare(&tree->files[at - 1], &tree->files[at]) < 0)
		at++;
	if (at < tree->count)
		qsort(tree->files, tree->count, sizeof(*tree->files), compare);
	tree->sorted = 1;
}

/* The last one of that very path. */
static const struct zvm_tree_file *lookup(
    struct zvm_tree *tree, const char *path)
{
	size_t low = 0, high = tree->count;

	if (!tree->sorted)
		sort(tree);
	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (strcmp(tree->files[middle].path, path) <= 0)
			low = middle + 1;
		else
			high = middle;
	}
	if (low == 0 || strcmp(tree->files[low - 1].path, path) != 0)
		return NULL;
	return &tree->files[low - 1];
}

/* `*done` is the part without links in it, `*rest` what is still to be read. A
 * link puts its target in front of the rest. 0 when memory is short. */
static int follow(char **done, char **rest, const char *after, const char *link)
{
	char *next, *slash = strrchr(*done, '/');

	if (asprintf(&next, "%s/%s", link, after) < 0)
		return 0;
	if (link[0] == '/')
		(*done)[0] = '\0';
	else
		*slash = '\0';
	free(*rest);
	*rest = next;
	return 1;
}

static int extend(char **done, const char *part, size_t size)
{
	char *longer, *slash;

	if (size == 0 || (size == 1 && part[0] == '.'))
		return 1;
	if (size == 2 && memcmp(part, "..", 2) == 0) {
		slash = strrchr(*done, '/');
		if (slash != NULL)
			*slash = '\0';
		return 1;
	}
	if (asprintf(&longer, "%s/%.*s", *done, (int)size, part) < 0)
		return 0;
	free(*done);
	*done = longer;
	return 1;
}

/* The entry of a path whose directories are no links. */
static const struct zvm_tree_file *lookup_linked(
    struct zvm_tree *tree, const char *path)
{
	const struct zvm_tree_file *file = lookup(tree, path);

	for (int i = 0; file != NULL && file->type == ZVM_TAR_HARD_LINK; i++)
		file = i < LINKS_MAX ? lookup(tree, file->link) : NULL;
	return file;
}

const struct zvm_tree_file *zvm_tree_find(
    struct zvm_tree *tree, const char *path)
{
	char *done = strdup(""), *rest = strdup(path);
	const struct zvm_tree_file *file = NULL;
	const char *at = rest;
	int links = 0, ok = done != NULL && rest != NULL;

	while (ok && *at != '\0') {
		size_t part = strcspn(at, "/");

		ok = part <= 4096 && extend(&done, at, part);
		if (!ok)
			break;
		at += part + (at[part] == '/');
		file = lookup_linked(tree, done);
		if (file == NULL || file->type != ZVM_TAR_SYMLINK)
			continue;
		ok = ++links <= LINKS_MAX &&
		     follow(&done, &rest, at, file->link);
		at = rest;
	}
	free(done);
	free(rest);
	return ok ? file : NULL;
}

void zvm_tree_free(struct zvm_tree *tree)
{
	for (size_t i = 0; i < tree->count; i++) {
		free(tree->files[i].path);
		free(tree->files[i].link);
	}
	free(tree->files);
	free(tree);
}
