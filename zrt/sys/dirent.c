/* SPDX-License-Identifier: Apache-2.0
 *
 * opendir and its family. A directory's position, which belongs to the open
 * file, is the cookie of the next entry: 0 is ".", 1 is "..", the rest ascend
 * in the order of creation, so an entry that stays is returned exactly once
 * whatever is added or removed.
 */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "internal/fd.h"

struct __zrt_dir {
	int fd;
	struct zrt_name *next; /* where position stands, if still valid */
	uint64_t removals;     /* of the directory when next was noted */
	struct dirent entry;
};

static void refresh(int fd)
{
	struct zrt_file *file = __zrt_file(fd);

	if (file && file->node->ops->refresh)
		file->node->ops->refresh(file->node);
}

static DIR *from_descriptor(int fd)
{
	DIR *directory = calloc(1, sizeof(*directory));

	if (directory) {
		directory->fd = fd;
		refresh(fd);
	}
	return directory;
}

DIR *opendir(const char *path)
{
	int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	DIR *directory = fd < 0 ? NULL : from_descriptor(fd);

	if (fd >= 0 && !directory)
		close(fd);
	return directory;
}

DIR *fdopendir(int fd)
{
	struct zrt_file *file = __zrt_file_for(fd, O_RDONLY);

	if (file && !S_ISDIR(file->node->mode)) {
		errno = ENOTDIR;
		return NULL;
	}
	return file ? from_descriptor(fd) : NULL;
}

int closedir(DIR *directory)
{
	int fd = directory->fd;

	free(directory);
	return close(fd);
}

int fdclosedir(DIR *directory)
{
	int fd = directory->fd;

	free(directory);
	return fd;
}

int dirfd(DIR *directory)
{
	return directory->fd;
}

static unsigned char type_of(struct zrt_node *node)
{
	return (unsigned char)((node->mode & S_IFMT) >> 12);
}

static struct dirent *fill(DIR *directory, struct zrt_file *file,
    const char *name, struct zrt_node *node, off_t cookie)
{
	struct dirent *entry = &directory->entry;

	entry->d_ino = node->inode;
	entry->d_off = file->position = cookie + 1;
	entry->d_type = type_of(node);
	entry->d_reclen = sizeof(*entry);
	strcpy(entry->d_name, name);
	return entry;
}

/* The first entry at or after the position. The note from the last call is
 * good as long as nothing was removed in between. */
static struct zrt_name *find(
    DIR *directory, struct zrt_directory *d, off_t position)
{
	struct zrt_name *name = d->first;

	if (directory->next && directory->removals == d->removals &&
	    directory->next->cookie <= position)
		name = directory->next;
	while (name && name->cookie < position)
		name = name->next;
	return name;
}

struct dirent *readdir(DIR *directory)
{
	struct zrt_file *file = __zrt_file_for(directory->fd, O_RDONLY);
	struct zrt_directory *d;
	struct zrt_name *name;

	if (!file)
		return NULL;
	d = &file->node->directory;
	if (!file->node->links)
		return NULL; /* removed: not even . and .. */
	if (!(file->flags & O_NOATIME))
		__zrt_node_accessed(file->node);
	if (file->position == 0)
		return fill(directory, file, ".", file->node, 0);
	if (file->position == 1)
		return fill(directory, file, "..", d->parent, 1);
	name = find(directory, d, file->position);
	directory->next = name;
	directory->removals = d->removals;
	return name
		   ? fill(directory, file, name->text, name->node, name->cookie)
		   : NULL;
}

int readdir_r(DIR *restrict directory, struct dirent *restrict entry,
    struct dirent **restrict result)
{
	int saved = errno, error;
	struct dirent *found;

	errno = 0;
	found = readdir(directory);
	error = errno;
	errno = saved;
	*result = NULL;
	if (found) {
		*entry = *found;
		*result = entry;
	}
	return found ? 0 : error;
}

void seekdir(DIR *directory, long position)
{
	struct zrt_file *file = __zrt_file(directory->fd);

	if (file)
		file->position = position;
	directory->next = NULL;
}

void rewinddir(DIR *directory)
{
	seekdir(directory, 0);
	refresh(directory->fd);
}

long telldir(DIR *directory)
{
	struct zrt_file *file = __zrt_file(directory->fd);

	return file ? (long)file->position : -1;
}
