/* SPDX-License-Identifier: Apache-2.0
 *
 * Files that are written aside: without a name if the file system can do that
 * (nothing is left whoever is killed), else as .NAME.zvm-PID-N in the
 * directory of the output.
 */
#include "channel.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define NEW_MODE 0600
#define ATTEMPTS 100 /* of names that others took */

/* The whole path of the output's aside file, to be freed. */
static char *aside_path(const struct zvm_source *source, int attempt)
{
	const char *base = strrchr(source->path, '/') + 1;
	int directory = (int)(base - source->path);
	char *path;

	if (asprintf(&path, "%.*s.%.200s.zvm-%d-%d", directory, source->path,
		base, (int)getpid(), attempt) < 0)
		return NULL;
	return path;
}

/* Link names are only reachable through /proc. */
static void link_name(int fd, char out[40])
{
	snprintf(out, 40, "/proc/self/fd/%d", fd);
}

static int open_unnamed(const struct zvm_source *source)
{
	const char *slash = strrchr(source->path, '/');
	char *directory = strndup(source->path,
	    slash == source->path ? 1 : (size_t)(slash - source->path));
	static int reachable; /* /proc is there: asked once */
	char name[40];
	int fd;

	if (directory == NULL)
		return -1;
	fd = open(directory, O_TMPFILE | O_WRONLY | O_CLOEXEC, NEW_MODE);
	free(directory);
	if (fd < 0)
		return -1;
	link_name(fd, name);
	if (reachable || access(name, F_OK) == 0) {
		reachable = 1;
		return fd;
	}
	close(fd); /* without /proc it could never get a name */
	return -1;
}

static int open_named(struct zvm_source *source)
{
	for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
		char *path = aside_path(source, attempt);
		int fd;

		if (path == NULL)
			return -1;
		fd = open(
		    path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, NEW_MODE);
		if (fd >= 0) {
			source->aside = path;
			return fd;
		}
		free(path);
		if (errno != EEXIST)
			return -1;
	}
	return -1;
}

int zvm_aside_open(struct zvm_source *source, mode_t mode)
{
	source->fd = open_unnamed(source);
	if (source->fd < 0)
		source->fd = open_named(source);
	if (source->fd < 0)
		return 0;
	source->output = 1;
	source->regular = 1;
	return mode == NEW_MODE || fchmod(source->fd, mode) == 0;
}

int zvm_aside_name(struct zvm_source *source)
{
	char name[40];

	if (source->aside != NULL)
		return 1;
	link_name(source->fd, name);
	for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
		char *path = aside_path(source, attempt);

		if (path == NULL)
			return 0;
		if (linkat(AT_FDCWD, name, AT_FDCWD, path, AT_SYMLINK_FOLLOW) ==
		    0) {
			source->aside = path;
			return 1;
		}
		free(path);
		if (errno != EEXIST)
			return 0;
	}
	return 0;
}
