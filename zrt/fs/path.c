/* SPDX-License-Identifier: Apache-2.0
 *
 * From a path to a node, the way path_resolution(7) tells it.
 */
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>
#include "internal/fd.h"

#define MAX_SYMLINKS 40

static int fail(int number)
{
	errno = number;
	return -1;
}

static struct zrt_node *start_of(int dirfd, const char *path)
{
	struct zrt_file *file;

	if (*path == '/')
		return __zrt_root;
	if (dirfd == AT_FDCWD)
		return __zrt_cwd;
	file = __zrt_file(dirfd);
	if (!file)
		return NULL;
	if (!S_ISDIR(file->node->mode)) {
		errno = ENOTDIR;
		return NULL;
	}
	return file->node;
}

/* One component: find it in the directory, "." and ".." included. */
static int step(struct zrt_node *directory, const char *text, size_t length,
    struct zrt_lookup *result)
{
	if (!S_ISDIR(directory->mode))
		return fail(ENOTDIR);
	if (__zrt_permit(directory, X_OK))
		return -1;
	if (length > NAME_MAX)
		return fail(ENAMETOOLONG);
	memcpy(result->last, text, length);
	result->last[length] = '\0';
	result->length = length;
	result->directory = directory;
	result->name = NULL;
	if (length == 1 && text[0] == '.') {
		result->node = directory;
	} else if (length == 2 && text[0] == '.' && text[1] == '.') {
		result->node = directory->directory.parent;
	} else {
		if (directory->ops->refresh)
			directory->ops->refresh(directory);
		result->name = __zrt_name_find(directory, text, length);
		result->node = result->name ? result->name->node : NULL;
	}
	return 0;
}

/* Put a link's text in front of the rest of the path, in buffer. */
static int splice(char *buffer, struct zrt_node *link, const char *rest)
{
	/* Static: nothing in here gives up the processor. */
	static char text[PATH_MAX];
	ssize_t size;
	size_t left = strlen(rest);

	size = link->ops->text(link, text, sizeof(text));
	if (size < 0)
		return -1;
	if (size == 0)
		return fail(ENOENT);
	if ((size_t)size + left >= PATH_MAX)
		return fail(ENAMETOOLONG);
	memmove(buffer + size, rest, left + 1);
	memcpy(buffer, text, (size_t)size);
	return 0;
}

int __zrt_resolve(
    int dirfd, const char *path, int flags, struct zrt_lookup *result)
{
	static char joined[PATH_MAX];
	struct zrt_node *at;
	int links = 0;

	__zrt_tree_init();
	if (!*path)
		return fail(ENOENT);
	if (strnlen(path, PATH_MAX) == PATH_MAX)
		return fail(ENAMETOOLONG);
	at = start_of(dirfd, path);
	if (!at)
		return -1;
	memset(result, 0, sizeof(*result));
	result->directory = result->node = at; /* for "/" */

	for (;;) {
		struct zrt_node *node;
		size_t length;
		bool last;

		while (*path == '/')
			path++;
		if (!*path)
			return 0;
		length = strcspn(path, "/");
		if (step(at, path, length, result))
			return -1;
		path += length;
		last = path[strspn(path, "/")] == '\0';
		result->must_be_directory = last && *path == '/';
		node = result->node;

		if (!node)
			return last ? 0 : fail(ENOENT);
		if (last && (flags & ZRT_PARENT))
			return 0;
		if (S_ISLNK(node->mode) &&
		    (!last || result->must_be_directory ||
			(flags & ZRT_FOLLOW))) {
			if (++links > MAX_SYMLINKS)
				return fail(ELOOP);
			if (node->ops->follow) {
				node = node->ops->follow(node);
				if (!node)
					return -1;
				result->node = node;
				result->name = NULL;
			} else {
				if (splice(joined, node, path))
					return -1;
				path = joined;
				at = *path == '/' ? __zrt_root
						  : result->directory;
				memset(result, 0, sizeof(*result));
				result->directory = result->node = at;
				continue;
			}
		}
		if (last) {
			if (result->must_be_directory && !S_ISDIR(node->mode))
				return fail(ENOTDIR);
			return 0;
		}
		at = node;
	}
}
