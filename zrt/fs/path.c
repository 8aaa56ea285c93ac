/* SPDX-License-Identifier: Apache-2.0
 *
 * From a path to a node, the way path_resolution(7) tells it.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "internal/fd.h"

#define MAX_SYMLINKS 40

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

static bool is_dots(const char *text, size_t length)
{
	return text[0] == '.' &&
	       (length == 1 || (length == 2 && text[1] == '.'));
}

/* May the directory be searched for a component? */
static int enter(struct zrt_node *directory)
{
	if (!S_ISDIR(directory->mode))
		return __zrt_fail(ENOTDIR);
	return __zrt_permit(directory, X_OK);
}

/* Find one component, "." and ".." included. */
static int step(struct zrt_node *directory, const char *text, size_t length,
    struct zrt_lookup *result)
{
	result->directory = directory;
	result->name = NULL;
	result->node = NULL;
	/* Nothing is or will be in a directory that was removed. */
	if (!directory->links && !is_dots(text, length))
		return __zrt_fail(ENOENT);
	if (length > NAME_MAX)
		return __zrt_fail(ENAMETOOLONG);
	memcpy(result->last, text, length);
	result->last[length] = '\0';
	result->length = length;
	if (is_dots(text, length)) {
		result->node =
		    length == 1 ? directory : directory->directory.parent;
		return 0;
	}
	if (directory->ops->refresh)
		directory->ops->refresh(directory);
	result->name = __zrt_name_find(directory, text, length);
	result->node = result->name ? result->name->node : NULL;
	return 0;
}

/* Put a link's text in front of the rest of the path, which may be in the
 * buffer already; null and errno. Nothing in here gives up the processor, so
 * one buffer is enough. Together they may be longer than PATH_MAX. */
static const char *splice(struct zrt_node *link, const char *rest)
{
	static char text[PATH_MAX], *joined;
	static size_t capacity;
	ssize_t size = link->ops->text(link, text, sizeof(text));
	size_t left = strlen(rest) + 1;

	if (size <= 0) {
		if (size == 0)
			errno = ENOENT;
		return NULL;
	}
	if ((size_t)size + left > capacity) {
		size_t larger = (size_t)size + left + PATH_MAX;
		char *buffer = malloc(larger);

		if (!buffer) {
			errno = ENOMEM;
			return NULL;
		}
		memcpy(buffer + size, rest, left);
		free(joined);
		joined = buffer;
		capacity = larger;
	} else {
		memmove(joined + size, rest, left);
	}
	return memcpy(joined, text, (size_t)size);
}

int __zrt_resolve(
    int dirfd, const char *path, int flags, struct zrt_lookup *result)
{
	struct zrt_node *at;
	int links = 0;

	__zrt_tree_init();
	if (!*path)
		return __zrt_fail(ENOENT);
	if (strnlen(path, PATH_MAX) == PATH_MAX)
		return __zrt_fail(ENAMETOOLONG);
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
		last = path[length + strspn(path + length, "/")] == '\0';
		result->must_be_directory = last && path[length] == '/';
		if (enter(at))
			return -1;
		if (result->must_be_directory && (flags & ZRT_CREATE) &&
		    !is_dots(path, length))
			return __zrt_fail(EISDIR);
		if (step(at, path, length, result)) {
			if (!last || !(flags & ZRT_LATE))
				return -1;
			result->error = errno;
			return 0;
		}
		path += length;
		node = result->node;

		if (!node)
			return last ? 0 : __zrt_fail(ENOENT);
		if (last && (flags & ZRT_PARENT))
			return 0;
		if (S_ISLNK(node->mode) &&
		    (!last || result->must_be_directory ||
			(flags & ZRT_FOLLOW))) {
			if (++links > MAX_SYMLINKS)
				return __zrt_fail(ELOOP);
			if (node->ops->follow) {
				node = node->ops->follow(node);
				if (!node)
					return -1;
				result->node = node;
				result->name = NULL;
			} else {
				path = splice(node, path);
				if (!path)
					return -1;
				at = *path == '/' ? __zrt_root
						  : result->directory;
				memset(result, 0, sizeof(*result));
				result->directory = result->node = at;
				continue;
			}
		}
		if (last) {
			if (result->must_be_directory && !S_ISDIR(node->mode))
				return __zrt_fail(ENOTDIR);
			return 0;
		}
		at = node;
	}
}
