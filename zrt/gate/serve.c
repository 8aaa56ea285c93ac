/* SPDX-License-Identifier: Apache-2.0
 *
 * zvm_serve: the fork call for programs that use the C library. Channels of a
 * request may be other files, so what the library knows of them starts anew.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdio_ext.h>
#include <stdlib.h>
#include "internal/fs.h"

static void take_sizes(const int64_t *sizes)
{
	const struct zvm_channel_info *channels =
	    (const void *)__zrt_boot->channels;

	for (uint32_t i = 0; i < __zrt_boot->channel_count; i++) {
		struct zrt_node *node = __zrt_node_at(
		    AT_FDCWD, (const char *)channels[i].name, ZRT_NOFOLLOW);

		/* The program may have made a file of its own of that name. */
		if (node && __zrt_is_channel(node) &&
		    node->channel.number == (int)i)
			node->channel.size = sizes[i];
	}
}

int zvm_serve(void)
{
	uint32_t count = __zrt_boot->channel_count;
	int64_t *sizes = malloc(count * sizeof(*sizes));
	int saved = errno, result;

	if (!sizes)
		return -1;
	fflush(NULL);
	result = zvm_fork(sizes, count);
	if (result == 0) {
		__fpurge(stdin);
		clearerr(stdin);
		clearerr(stdout);
		clearerr(stderr);
		take_sizes(sizes);
		errno = saved;
	} else {
		errno = zvm_errno(-result);
	}
	free(sizes);
	return result == 0 ? 0 : -1;
}
