/* SPDX-License-Identifier: Apache-2.0
 *
 * ftw, nftw: a walk through a tree. Descriptors that are open at once stay
 * within the caller's limit: a directory whose turn it is not is closed and
 * opened again later, at the entry where it was.
 */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* A directory on the way down; the chain tells loops of followed links. */
struct level {
	const struct level *up;
	dev_t device;
	ino_t inode;
};

typedef int nftw_function(const char *, const struct stat *, int, struct FTW *);
typedef int ftw_function(const char *, const struct stat *, int);

struct walk {
	nftw_function *visit;
	ftw_function *visit_plain; /* ftw's, when visit is null */
	int flags, room;           /* descriptors left */
	dev_t device;              /* of the start, for FTW_MOUNT */
	char *path;
	size_t size;
};

static int call(
    struct walk *walk, const struct stat *status, int type, struct FTW *where)
{
	const char *path = walk->path;

	if (walk->visit)
		return walk->visit(path, status, type, where);
	if (type == FTW_SLN)
		type = FTW_NS;
	return walk->visit_plain(path, status, type);
}

static int append(struct walk *walk, size_t length, const char *name)
{
	size_t needed = length + strlen(name) + 2;

	if (needed > walk->size) {
		char *larger = realloc(walk->path, needed * 2);

		if (!larger)
			return -1;
		walk->path = larger;
		walk->size = needed * 2;
	}
	if (length && walk->path[length - 1] != '/')
		walk->path[length++] = '/';
	strcpy(walk->path + length, name);
	return 0;
}

static int visit(
    struct walk *walk, size_t base, int level, const struct level *up);

/* All entries of the directory at walk->path. */
static int children(struct walk *walk, int depth, const struct level *here)
{
	size_t length = strlen(walk->path);
	DIR *directory = opendir(walk->path);
	struct dirent *entry;
	long position = 0;
	int result = 0;

	if (!directory)
		return -1;
	walk->room--;
	while (!result) {
		errno = 0;
		entry = readdir(directory);
		if (!entry) {
			result = errno ? -1 : 0;
			break;
		}
		if (strcmp(entry->d_name, ".") == 0 ||
		    strcmp(entry->d_name, "..") == 0)
			continue;
		if (append(walk, length, entry->d_name)) {
			result = -1;
			break;
		}
		if (walk->room <= 0) {
			position = telldir(directory);
			closedir(directory);
			walk->room++;
			directory = NULL;
		}
		result =
		    visit(walk, length + (walk->path[length] == '/' ? 1 : 0),
			depth + 1, here);
		walk->path[length] = '\0';
		if (directory)
			continue;
		directory = opendir(walk->path);
		if (!directory)
			return result ? result : -1;
		walk->room--;
		seekdir(directory, position);
	}
	if (directory) {
		int saved = errno;

		closedir(directory);
		walk->room++;
		errno = saved;
	}
	return result;
}

static int directory(struct walk *walk, const struct stat *status,
    struct FTW *where, const struct level *up)
{
	struct level here = {up, status->st_dev, status->st_ino};
	bool readable = access(walk->path, R_OK) == 0;
	int result = 0;

	if (!readable && errno != EACCES)
		return -1;
	for (const struct level *at = up; at; at = at->up) {
		if (at->device == here.device && at->inode == here.inode)
			return 0;
	}
	if (!readable)
		return call(walk, status, FTW_DNR, where);
	if (!(walk->flags & FTW_DEPTH))
		result = call(walk, status, FTW_D, where);
	if (!result)
		result = children(walk, where->level, &here);
	if (!result && (walk->flags & FTW_DEPTH))
		result = call(walk, status, FTW_DP, where);
	return result;
}

static int visit(
    struct walk *walk, size_t base, int level, const struct level *up)
{
	struct FTW where = {.base = (int)base, .level = level};
	struct stat status;
	bool physical = walk->flags & FTW_PHYS;
	int type = FTW_F;

	if ((physical ? lstat : stat)(walk->path, &status)) {
		if (!physical && (errno == ENOENT || errno == ELOOP) &&
		    lstat(walk->path, &status) == 0)
			type = FTW_SLN;
		else if (errno != EACCES)
			return -1;
		else
			type = FTW_NS;
	} else if (S_ISLNK(status.st_mode)) {
		type = FTW_SL;
	}
	if (!level)
		walk->device = status.st_dev;
	if (type != FTW_NS && (walk->flags & FTW_MOUNT) &&
	    status.st_dev != walk->device)
		return 0;
	if (type == FTW_F && S_ISDIR(status.st_mode))
		return directory(walk, &status, &where, up);
	return call(walk, &status, type, &where);
}

static int run(struct walk *walk, const char *path, int limit)
{
	size_t length = strlen(path), base;
	int result;

	if (limit < 1) {
		errno = EINVAL;
		return -1;
	}
	if (!length) {
		errno = ENOENT;
		return -1;
	}
	walk->room = limit;
	if (append(walk, 0, path))
		return -1;
	while (length > 1 && walk->path[length - 1] == '/')
		walk->path[--length] = '\0';
	for (base = length; base && walk->path[base - 1] != '/'; base--)
		;
	result = visit(walk, base, 0, NULL);
	free(walk->path);
	return result;
}

/* FTW_CHDIR: the function finds itself in the directory of the object, so
 * paths must not depend on where we are. */
struct moving {
	nftw_function *visit;
	int start;
};

static struct moving moving;

static int in_its_directory(
    const char *path, const struct stat *status, int type, struct FTW *where)
{
	char *folder = strndup(path, where->base ? (size_t)where->base : 0);
	int result = -1;

	if (folder && fchdir(moving.start) == 0 &&
	    (!*folder || chdir(folder) == 0))
		result = moving.visit(path, status, type, where);
	free(folder);
	if (fchdir(moving.start))
		return -1;
	return result;
}

int nftw(const char *path, nftw_function *function, int limit, int flags)
{
	struct walk walk = {.visit = function, .flags = flags};
	struct moving before = moving;
	int result;

	if (!(flags & FTW_CHDIR))
		return run(&walk, path, limit);
	moving.visit = function;
	moving.start = open(".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (moving.start < 0) {
		moving = before;
		return -1;
	}
	walk.visit = in_its_directory;
	result = run(&walk, path, limit);
	close(moving.start);
	moving = before;
	return result;
}

int ftw(const char *path, ftw_function *function, int limit)
{
	struct walk walk = {.visit_plain = function};

	return run(&walk, path, limit);
}
