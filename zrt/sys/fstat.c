/* SPDX-License-Identifier: Apache-2.0
 *
 * fstat, which stdio asks about each stream.
 */
#include <sys/stat.h>
#include "internal/fd.h"

int _fstat(int fd, struct stat *result)
{
	struct zrt_file *file = __zrt_file(fd);

	if (!file)
		return -1;
	__zrt_node_stat(file->node, result);
	return 0;
}
ZRT_POSIX_NAME(fstat, _fstat);
