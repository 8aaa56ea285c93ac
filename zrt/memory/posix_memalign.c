/* SPDX-License-Identifier: Apache-2.0
 *
 * posix_memalign, over the C library's memalign.
 */
#include <errno.h>
#include <malloc.h>
#include <stdlib.h>

int posix_memalign(void **result, size_t alignment, size_t size)
{
	int saved = errno;
	void *memory;

	if (alignment < sizeof(void *) || (alignment & (alignment - 1)))
		return EINVAL;
	memory = memalign(alignment, size);
	errno = saved;
	if (!memory)
		return ENOMEM;
	*result = memory;
	return 0;
}
