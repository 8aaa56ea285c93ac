/* SPDX-License-Identifier: Apache-2.0
 *
 * scandir, scandirat, alphasort, versionsort: a directory as a sorted list.
 */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

int alphasort(const struct dirent **a, const struct dirent **b)
{
	return strcoll((*a)->d_name, (*b)->d_name);
}

int versionsort(const struct dirent **a, const struct dirent **b)
{
	return strverscmp((*a)->d_name, (*b)->d_name);
}

struct list {
	struct dirent **entries;
	size_t count, capacity;
};

static int append(struct list *list, const struct dirent *entry)
{
	struct dirent *copy;

	if (list->count == list->capacity) {
		size_t capacity = list->capacity ? list->capacity * 2 : 16;
		struct dirent **larger = reallocarray(
		    list->entries, capacity, sizeof(*list->entries));

		if (!larger)
			return -1;
		list->entries = larger;
		list->capacity = capacity;
	}
	copy = malloc(sizeof(*copy));
	if (!copy)
		return -1;
	*copy = *entry;
	list->entries[list->count++] = copy;
	return 0;
}

static int read_all(
    DIR *directory, struct list *list, int (*select)(const struct dirent *))
{
	for (;;) {
		struct dirent *entry;

		errno = 0;
		entry = readdir(directory);
		if (!entry)
			return errno ? -1 : 0;
		if ((!select || select(entry)) && append(list, entry)) {
			errno = ENOMEM;
			return -1;
		}
	}
}

typedef int compare_function(const struct dirent **, const struct dirent **);

static int by_pointer(const void *a, const void *b, void *compare)
{
	return (*(compare_function **)compare)(
	    (const struct dirent **)a, (const struct dirent **)b);
}

int scandirat(int dirfd, const char *path, struct dirent ***result,
    int (*select)(const struct dirent *), compare_function *compare)
{
	int fd = openat(dirfd, path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	DIR *directory = fd < 0 ? NULL : fdopendir(fd);
	struct list list = {0};
	int saved = errno, error;

	if (!directory) {
		saved = errno;
		if (fd >= 0)
			close(fd);
		errno = saved;
		return -1;
	}
	error = read_all(directory, &list, select);
	if (error)
		saved = errno;
	closedir(directory);
	errno = saved;
	if (error) {
		while (list.count)
			free(list.entries[--list.count]);
		free(list.entries);
		return -1;
	}
	if (compare && list.count)
		qsort_r(list.entries, list.count, sizeof(*list.entries),
		    by_pointer, &compare);
	*result = list.entries;
	return (int)list.count;
}

int scandir(const char *path, struct dirent ***result,
    int (*select)(const struct dirent *), compare_function *compare)
{
	return scandirat(AT_FDCWD, path, result, select, compare);
}
