/* SPDX-License-Identifier: Apache-2.0
 *
 * flock: a lock on a whole file, held by an open file and its duplicates.
 */
#include <errno.h>
#include <fcntl.h>
#include "internal/fd.h"

int flock(int fd, int operation)
{
	struct zrt_file *file = __zrt_file_usable(fd);
	int type;

	if (!file)
		return -1;
	switch (operation & ~LOCK_NB) {
	case LOCK_SH:
		type = F_RDLCK;
		break;
	case LOCK_EX:
		type = F_WRLCK;
		break;
	case LOCK_UN:
		type = F_UNLCK;
		break;
	default:
		errno = EINVAL;
		return -1;
	}
	file->locked = true;
	return __zrt_lock_whole(file->node, file, type, !(operation & LOCK_NB));
}
