/* SPDX-License-Identifier: Apache-2.0
 *
 * mkstemp, mkostemp, mkstemps, mkostemps, mkdtemp, mktemp: names that do not
 * exist yet, from a generator of their own, so that making one does not
 * change the random numbers that the program sees.
 */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include "internal/zrt.h"

#define LENGTH 6
/* With this many names taken there is something wrong with the directory. */
#define ATTEMPTS 238328

static void next_name(char *to)
{
	static const char letters[] =
	    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
	static uint64_t state;
	uint64_t mixed;

	if (!state)
		state = __zrt_boot->seed;
	state += 0x9e3779b97f4a7c15u;
	mixed = (state ^ (state >> 30)) * 0xbf58476d1ce4e5b9u;
	mixed = (mixed ^ (mixed >> 27)) * 0x94d049bb133111ebu;
	mixed ^= mixed >> 31;
	for (int i = 0; i < LENGTH; i++, mixed /= 62)
		to[i] = letters[mixed % 62];
}

/* Where the XXXXXX of a template is; null and EINVAL without. */
static char *place(char *template, int suffix)
{
	size_t length = strlen(template);
	char *at;

	if (suffix >= 0 && length >= LENGTH + (size_t)suffix) {
		at = template + length - LENGTH - suffix;
		if (memcmp(at, "XXXXXX", LENGTH) == 0)
			return at;
	}
	errno = EINVAL;
	return NULL;
}

int mkostemps(char *template, int suffix, int flags)
{
	char *at = place(template, suffix);
	int saved = errno;

	for (int i = 0; at && i < ATTEMPTS; i++) {
		int fd;

		next_name(at);
		fd = open(template,
		    (flags & ~O_ACCMODE) | O_RDWR | O_CREAT | O_EXCL, 0600);
		if (fd >= 0) {
			errno = saved;
			return fd;
		}
		if (errno != EEXIST)
			break;
	}
	if (at)
		memcpy(at, "XXXXXX", LENGTH);
	return -1;
}

int mkstemps(char *template, int suffix)
{
	return mkostemps(template, suffix, 0);
}

int mkostemp(char *template, int flags)
{
	return mkostemps(template, 0, flags);
}

int mkstemp(char *template)
{
	return mkostemps(template, 0, 0);
}

char *mkdtemp(char *template)
{
	char *at = place(template, 0);
	int saved = errno;

	for (int i = 0; at && i < ATTEMPTS; i++) {
		next_name(at);
		if (mkdir(template, 0700) == 0) {
			errno = saved;
			return template;
		}
		if (errno != EEXIST)
			break;
	}
	if (at)
		memcpy(at, "XXXXXX", LENGTH);
	return NULL;
}

char *mktemp(char *template)
{
	char *at = place(template, 0);
	struct stat status;
	int saved = errno;

	for (int i = 0; at && i < ATTEMPTS; i++) {
		next_name(at);
		if (lstat(template, &status) && errno == ENOENT) {
			errno = saved;
			return template;
		}
	}
	*template = '\0';
	return template;
}
