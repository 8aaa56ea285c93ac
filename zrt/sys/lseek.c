/* SPDX-License-Identifier: Apache-2.0
 *
 * lseek. A channel has a position where it is random in a direction that this
 * open file uses; otherwise it is a stream, and that is ESPIPE.
 */
#include <errno.h>
#include <unistd.h>
#include "internal/fd.h"

off_t _lseek(int fd, off_t offset, int whence)
{
	struct zrt_file *file = __zrt_file(fd);
	struct zrt_node *node;
	off_t base, target;

	if (!file)
		return -1;
	node = file->node;
	if (!(__zrt_readable(file) && node->get_position) &&
	    !(__zrt_writable(file) && node->put_position)) {
		errno = ESPIPE;
		return -1;
	}
	switch (whence) {
	case SEEK_SET:
		base = 0;
		break;
	case SEEK_CUR:
		base = file->position;
		break;
	case SEEK_END:
		base = node->ops->size ? node->ops->size(node) : 0;
		break;
	default:
		errno = EINVAL;
		return -1;
	}
	if (__builtin_add_overflow(base, offset, &target)) {
		errno = EOVERFLOW;
		return -1;
	}
	if (target < 0) {
		errno = EINVAL;
		return -1;
	}
	file->position = target;
	return target;
}
ZRT_POSIX_NAME(lseek, _lseek);
