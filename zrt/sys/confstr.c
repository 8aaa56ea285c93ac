/* SPDX-License-Identifier: Apache-2.0
 *
 * confstr. There are no utilities, so PATH is where images have them. The one
 * programming environment is ILP32 with 64-bit files, and needs no flags.
 */
#include <errno.h>
#include <string.h>
#include <unistd.h>

#ifdef _CS_PATH
size_t confstr(int name, char *buffer, size_t size)
{
	const char *value;
	size_t length;

	switch (name) {
	case _CS_PATH:
		value = "/bin:/usr/bin";
		break;
	case _CS_POSIX_V7_WIDTH_RESTRICTED_ENVS:
		value = "POSIX_V7_ILP32_OFFBIG";
		break;
	default:
		if (name < 0 || name > _CS_LFS_LINTFLAGS) {
			errno = EINVAL;
			return 0;
		}
		value = "";
	}
	length = strlen(value) + 1;
	if (buffer && size) {
		size_t copied = length < size ? length : size;

		memcpy(buffer, value, copied);
		buffer[copied - 1] = '\0';
	}
	return length;
}
#endif
