/* SPDX-License-Identifier: Apache-2.0
 *
 * lseek. A channel has a position where it is random in a direction that this
 * open file uses; otherwise it is a stream, and that is ESPIPE.
 */
#include <errno.h>
#include <unistd.h>
#include "internal/fd.h"

static off_t fail(int number)
{
	errno = number;
	return -1;
}

/* Data and holes of what is not a file in memory: all data, then the end. */
static off_t plain_seek(struct zrt_node *node, off_t offset, int whence)
{
	off_t size = node->ops->size ? node->ops->size(node) : 0;

	if (offset >= size)
		return fail(ENXIO);
	return whence == SEEK_DATA ? offset : size;
}

static off_t seek_hole(struct zrt_node *node, off_t offset, int whence)
{
	if (offset < 0)
		return fail(ENXIO);
	if (!__zrt_is_regular(node))
		return plain_seek(node, offset, whence);
	return whence == SEEK_DATA ? __zrt_regular_data(node, offset)
				   : __zrt_regular_hole(node, offset);
}

off_t _lseek(int fd, off_t offset, int whence)
{
	struct zrt_file *file = __zrt_file_usable(fd);
	struct zrt_node *node;
	off_t base, target;

	if (!file)
		return -1;
	node = file->node;
	if (node->ops->receive || node->ops->send ||
	    (!(__zrt_readable(file) && node->get_position) &&
		!(__zrt_writable(file) && node->put_position)))
		return fail(ESPIPE);
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
	case SEEK_DATA:
	case SEEK_HOLE:
		base = seek_hole(node, offset, whence);
		if (base < 0)
			return -1;
		offset = 0;
		break;
	default:
		return fail(EINVAL);
	}
	if (__builtin_add_overflow(base, offset, &target))
		return fail(EOVERFLOW);
	if (target < 0)
		return fail(EINVAL);
	file->position = target;
	return target;
}
ZRT_POSIX_NAME(lseek, _lseek);
