/* SPDX-License-Identifier: Apache-2.0
 *
 * getcwd: names from the working directory up to the root.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "internal/fs.h"

char *getcwd(char *buffer, size_t size)
{
	struct zrt_node *node;
	size_t length = 0, at;

	__zrt_tree_init();
	if (buffer && !size) {
		errno = EINVAL;
		return NULL;
	}
	for (node = __zrt_cwd; node != __zrt_root;
	     node = node->directory.parent) {
		if (!node->directory.self) {
			errno = ENOENT; /* removed under us */
			return NULL;
		}
		length += node->directory.self->length + 1;
	}
	if (!length)
		length = 1;
	if (!buffer) {
		if (!size)
			size = length + 1;
		if (size > length)
			buffer = malloc(size);
		if (size > length && !buffer)
			return NULL;
	}
	if (size <= length) {
		errno = ERANGE;
		return NULL;
	}
	buffer[0] = '/';
	buffer[length] = '\0';
	at = length;
	for (node = __zrt_cwd; node != __zrt_root;
	     node = node->directory.parent) {
		struct zrt_name *name = node->directory.self;

		at -= name->length;
		memcpy(buffer + at, name->text, name->length);
		buffer[--at] = '/';
	}
	return buffer;
}
