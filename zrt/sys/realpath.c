/* SPDX-License-Identifier: Apache-2.0
 *
 * realpath, canonicalize_file_name: the one absolute path without links.
 */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "internal/fs.h"

char *realpath(const char *restrict path, char *restrict resolved)
{
	struct zrt_lookup found;
	char full[PATH_MAX];
	ssize_t length;

	if (!path) {
		errno = EINVAL;
		return NULL;
	}
	if (__zrt_lookup(AT_FDCWD, path, ZRT_FOLLOW, &found))
		return NULL;
	if (!found.node) {
		errno = ENOENT;
		return NULL;
	}
	/* A directory has one name; a file is named by how it was found. */
	if (!found.name || S_ISDIR(found.node->mode)) {
		length = __zrt_node_path(found.node, full, sizeof(full));
	} else {
		length = __zrt_node_path(found.directory, full, sizeof(full));
		if (length == 1)
			length = 0; /* the root: its slash comes below */
		if (length >= 0 &&
		    (size_t)length + 1 + found.length < sizeof(full)) {
			full[length++] = '/';
			memcpy(full + length, found.last, found.length);
		}
		if (length >= 0)
			length += (ssize_t)found.length;
	}
	if (length < 0)
		return NULL;
	if ((size_t)length >= sizeof(full)) {
		errno = ENAMETOOLONG;
		return NULL;
	}
	full[length] = '\0';
	if (!resolved)
		return strdup(full);
	return memcpy(resolved, full, (size_t)length + 1);
}

char *canonicalize_file_name(const char *path)
{
	return realpath(path, NULL);
}
