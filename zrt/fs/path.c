/* SPDX-License-Identifier: Apache-2.0
 *
 * From a path to a node, the way path_resolution(7) tells it. The program is
 * root, so no search permission is missing.
 */
#include <errno.h>
#include <fcntl.h>
#include <string.h>
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
		result->name = __zrt_name_find(directory, text, length);
		result->node = result->name ? result->name->node : NULL;
	}
	return 0;
}

int __zrt_lookup(
    int dirfd, const char *path, int flags, struct zrt_lookup *result)
{
	/* Where a followed link and the rest of the path are put together.
	 * Static: nothing in here gives up the processor. */
	static char rest[PATH_MAX], joined[PATH_MAX];
	struct zrt_node *at;
	int links = 0;

	__zrt_tree_init();
	if (!*path)
		return fail(ENOENT);
	if (strlen(path) >= PATH_MAX)
		return fail(ENAMETOOLONG);
	at = start_of(dirfd, path);
	if (!at)
		return -1;
	memset(result, 0, sizeof(*result));
	result->directory = result->node = at; /* for "/" */

	for (;;) {
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

		if (!result->node)
			return last ? 0 : fail(ENOENT);
		if (S_ISLNK(result->node->mode) &&
		    (!last || result->must_be_directory ||
			(flags & ZRT_FOLLOW))) {
			const char *target = result->node->target;
			size_t size = strlen(target);

			if (++links > MAX_SYMLINKS)
				return fail(ELOOP);
			if (size + strlen(path) >= PATH_MAX)
				return fail(ENAMETOOLONG);
			strcpy(rest, path);
			memcpy(joined, target, size);
			strcpy(joined + size, rest);
			path = joined;
			at = *path == '/' ? __zrt_root : result->directory;
			memset(result, 0, sizeof(*result));
			result->directory = result->node = at;
			continue;
		}
		if (last) {
			if (result->must_be_directory &&
			    !S_ISDIR(result->node->mode))
				return fail(ENOTDIR);
			return 0;
		}
		at = result->node;
	}
}

struct zrt_node *__zrt_node_at(int dirfd, const char *path, int flags)
{
	struct zrt_lookup found;

	if (__zrt_lookup(dirfd, path, flags, &found))
		return NULL;
	if (!found.node)
		errno = ENOENT;
	return found.node;
}
