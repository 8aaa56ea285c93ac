/* SPDX-License-Identifier: Apache-2.0
 *
 * getline and getdelim, which the C library has under reserved names only.
 */
#include <errno.h>
#include <stdio.h>

ssize_t getdelim(char **restrict line, size_t *restrict size, int delimiter,
    FILE *restrict file)
{
	if (!line || !size) {
		errno = EINVAL;
		return -1;
	}
	return __getdelim(line, size, delimiter, file);
}

ssize_t getline(
    char **restrict line, size_t *restrict size, FILE *restrict file)
{
	return getdelim(line, size, '\n', file);
}
