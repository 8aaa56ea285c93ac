/* SPDX-License-Identifier: Apache-2.0
 *
 * opendir and its family. A directory's position is the cookie of the next
 * entry: 0 is ".", 1 is "..", the rest ascend in the order of creation, so an
 * entry that stays is returned exactly once whatever is added or removed.
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
	off_t position;
	struct dirent entry;
};

static DIR *from_descriptor(int fd)
{
	DIR *directory = calloc(1, sizeof(*directory));

	if (directory)
		directory->fd = fd;
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

int dirfd(DIR *directory)
{
	return directory->fd;
}

static unsigned char type_of(struct zrt_node *node)
{
	return (unsigned char)((node->mode & S_IFMT) >> 12);
}

static struct dirent *fill(
    DIR *directory, const char *name, struct zrt_node *node, off_t cookie)
{
	struct dirent *entry = &directory->entry;

	entry->d_ino = node->inode;
	entry->d_off = directory->position = cookie + 1;
	entry->d_type = type_of(node);
	entry->d_reclen = sizeof(*entry);
	strcpy(entry->d_name, name);
	return entry;
}

/* The first entry at or after the position. The note from the last call is
 * good as long as nothing was removed in between. */
static struct zrt_name *find(DIR *directory, struct zrt_directory *d)
{
	struct zrt_name *name = d->first;

	if (directory->next && directory->removals == d->removals)
		name = directory->next;
	while (name && name->cookie < directory->position)
		name = name->next;
	return name;
}

struct dirent *readdir(DIR *directory)
{
	struct zrt_file *file = __zrt_file(directory->fd);
	struct zrt_directory *d;
	struct zrt_name *name;

	if (!file)
		return NULL;
	d = &file->node->directory;
	if (!file->node->links)
		return NULL; /* removed: not even . and .. */
	if (directory->position == 0)
		return fill(directory, ".", file->node, 0);
	if (directory->position == 1)
		return fill(directory, "..", d->parent, 1);
	name = find(directory, d);
	directory->next = name;
	directory->removals = d->removals;
	return name ? fill(directory, name->text, name->node, name->cookie)
		    : NULL;
}

int readdir_r(DIR *restrict directory, struct dirent *restrict entry,
    struct dirent **restrict result)
{
	struct dirent *found = readdir(directory);

	*result = NULL;
	if (found) {
		*entry = *found;
		*result = entry;
	}
	return 0;
}

void rewinddir(DIR *directory)
{
	seekdir(directory, 0);
}

void seekdir(DIR *directory, long position)
{
	directory->position = position;
	directory->next = NULL;
}

long telldir(DIR *directory)
{
	return (long)directory->position;
}
