/* SPDX-License-Identifier: Apache-2.0
 *
 * From sources on the host to the list of what the image will hold.
 */
#include "zvm_pack.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <fnmatch.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define NAME_LIMIT 255
#define PATH_LIMIT 4095

struct walk {
	struct pack_list *list;
	const struct pack_options *options;
	const struct stat *left_out;
	int left_out_count;
};

static char *joined(const char *folder, const char *name)
{
	char *path;

	if (asprintf(&path, "%s%s%s", folder, folder[0] != '\0' ? "/" : "",
		name) < 0)
		path = NULL;
	return pack_checked(path);
}

/* Without slashes at either end and in a row, without ".". */
static char *normal_guest(const char *source, const char *guest)
{
	char *path = pack_checked(strdup(""));

	while (*guest != '\0') {
		size_t part = strcspn(guest, "/");
		char *name = pack_checked(strndup(guest, part)), *longer;

		if (strcmp(name, "..") == 0)
			pack_fail(
			    "error: %s: '..' in the guest's path", source);
		if (part > 0 && strcmp(name, ".") != 0) {
			longer = joined(path, name);
			free(path);
			path = longer;
		}
		free(name);
		guest += part + (guest[part] == '/');
	}
	return path;
}

static int excluded(const struct pack_options *options, const char *guest)
{
	const char *slash = strrchr(guest, '/');
	const char *name = slash != NULL ? slash + 1 : guest;

	for (int i = 0; i < options->exclude_count; i++) {
		const char *glob = options->exclude[i];
		int whole = strchr(glob, '/') != NULL;

		if (glob[0] == '/')
			glob++;
		if (fnmatch(glob, whole ? guest : name,
			whole ? FNM_PATHNAME : 0) == 0)
			return 1;
	}
	return 0;
}

static int is_left_out(const struct walk *walk, const struct stat *st)
{
	for (int i = 0; i < walk->left_out_count; i++)
		if (walk->left_out[i].st_dev == st->st_dev &&
		    walk->left_out[i].st_ino == st->st_ino &&
		    S_ISREG(st->st_mode))
			return 1;
	return 0;
}

static const char *unusual(mode_t mode)
{
	if (S_ISSOCK(mode))
		return "a socket";
	if (S_ISFIFO(mode))
		return "a FIFO";
	if (S_ISBLK(mode))
		return "a block device";
	if (S_ISCHR(mode))
		return "a character device";
	return NULL;
}

static struct pack_entry *add(
    struct pack_list *list, char *guest, char *host, const struct stat *st)
{
	struct pack_entry *entry;

	if (list->count == list->room) {
		list->room = list->room * 2 + 64;
		list->entries = pack_checked(
		    reallocarray(list->entries, list->room, sizeof(*entry)));
	}
	entry = &list->entries[list->count];
	*entry = (struct pack_entry){
	    .guest = guest, .host = host, .st = *st, .order = list->count};
	list->count++;
	return entry;
}

static char *read_link(const char *host)
{
	for (size_t room = 256;; room *= 2) {
		char *target = pack_checked(malloc(room));
		ssize_t size = readlink(host, target, room);

		if (size < 0)
			pack_fail("error: %s: %s", host, strerror(errno));
		if ((size_t)size < room) {
			target[size] = '\0';
			return target;
		}
		free(target);
	}
}

static void walk_directory(
    const struct walk *walk, const char *guest, const char *host);

static void walk_entry(const struct walk *walk, const char *guest,
    const char *host, const struct stat *st)
{
	struct pack_entry *entry;
	const char *slash = strrchr(guest, '/');
	const char *what = unusual(st->st_mode);

	if (is_left_out(walk, st))
		return;
	if (what != NULL) {
		pack_warn(walk->options,
		    "%s: warning: %s is left out (a guest cannot have it)",
		    host, what);
		return;
	}
	if (strlen(slash != NULL ? slash + 1 : guest) > NAME_LIMIT ||
	    strlen(guest) > PATH_LIMIT - 1)
		pack_fail("error: %s: the name is too long for a guest "
			  "(expected at most %d bytes, %d for a whole path)",
		    host, NAME_LIMIT, PATH_LIMIT);
	entry = add(walk->list, pack_checked(strdup(guest)),
	    pack_checked(strdup(host)), st);
	if (S_ISLNK(st->st_mode))
		entry->target = read_link(host);
	if (S_ISDIR(st->st_mode))
		walk_directory(walk, guest, host);
}

static void walk_directory(
    const struct walk *walk, const char *guest, const char *host)
{
	DIR *folder = opendir(host);
	struct dirent *item;

	if (folder == NULL)
		pack_fail("error: %s: %s", host, strerror(errno));
	while (errno = 0, (item = readdir(folder)) != NULL) {
		char *inner_guest, *inner_host;
		struct stat st;

		if (strcmp(item->d_name, ".") == 0 ||
		    strcmp(item->d_name, "..") == 0)
			continue;
		inner_guest = joined(guest, item->d_name);
		inner_host = joined(host, item->d_name);
		if (!excluded(walk->options, inner_guest)) {
			if (lstat(inner_host, &st) != 0)
				pack_fail("error: %s: %s", inner_host,
				    strerror(errno));
			walk_entry(walk, inner_guest, inner_host, &st);
		}
		free(inner_guest);
		free(inner_host);
	}
	if (errno != 0)
		pack_fail("error: %s: %s", host, strerror(errno));
	closedir(folder);
}

static char *last_part(const char *host)
{
	size_t end = strlen(host), start;

	while (end > 1 && host[end - 1] == '/')
		end--;
	start = end;
	while (start > 0 && host[start - 1] != '/')
		start--;
	return pack_checked(strndup(host + start, end - start));
}

void pack_collect(struct pack_list *list, const struct pack_options *options,
    const char *source, const struct stat *left_out, int left_out_count)
{
	struct walk walk = {list, options, left_out, left_out_count};
	const char *mark = strstr(source, "::");
	size_t size = mark != NULL ? (size_t)(mark - source) : strlen(source);
	char *host = pack_checked(strndup(source, size));
	char *guest = normal_guest(source, mark != NULL ? mark + 2 : "");
	struct stat st;

	/* The source itself may be a link; what it leads to is packed. */
	if (host[0] == '\0')
		pack_fail("error: %s: no host path before '::'", source);
	if (stat(host, &st) != 0)
		pack_fail("error: %s: %s", host, strerror(errno));
	if (!S_ISDIR(st.st_mode)) {
		size_t whole = mark != NULL ? strlen(mark) : 0;

		if (guest[0] == '\0' ||
		    (mark != NULL && mark[whole - 1] == '/')) {
			char *name = last_part(host);
			char *inside = joined(guest, name);

			free(name);
			free(guest);
			guest = inside;
		}
		walk_entry(&walk, guest, host, &st);
	} else {
		/* The image's own root has no entry. */
		if (guest[0] != '\0')
			add(list, pack_checked(strdup(guest)),
			    pack_checked(strdup(host)), &st);
		walk_directory(&walk, guest, host);
	}
	free(guest);
	free(host);
}

static int by_path(const void *a, const void *b)
{
	const struct pack_entry *x = a, *y = b;
	int order = strcmp(x->guest, y->guest);

	if (order != 0)
		return order;
	return x->order < y->order ? -1 : x->order > y->order;
}

static struct pack_entry *find(const struct pack_list *list, const char *guest)
{
	size_t low = 0, high = list->count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;
		int order = strcmp(list->entries[middle].guest, guest);

		if (order == 0)
			return &list->entries[middle];
		if (order < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return NULL;
}

static void free_entry(struct pack_entry *entry)
{
	free(entry->guest);
	free(entry->host);
	free(entry->target);
}

static void sort_and_replace(struct pack_list *list)
{
	size_t kept = 0;

	if (list->count > 0)
		qsort(list->entries, list->count, sizeof(*list->entries),
		    by_path);
	for (size_t i = 0; i < list->count; i++) {
		if (kept > 0 && strcmp(list->entries[kept - 1].guest,
				    list->entries[i].guest) == 0)
			free_entry(&list->entries[--kept]);
		list->entries[kept++] = list->entries[i];
	}
	list->count = kept;
}

/* Directories above a GUEST that no source has. A file in such a place is a
 * contradiction that only the user can solve. */
static void add_parents(struct pack_list *list)
{
	const struct stat directory = {.st_mode = S_IFDIR | 0755};
	size_t count = list->count;

	for (size_t i = 0; i < count; i++) {
		const char *guest = list->entries[i].guest;

		for (const char *slash = strchr(guest, '/'); slash != NULL;
		     slash = strchr(slash + 1, '/')) {
			char *parent = pack_checked(
			    strndup(guest, (size_t)(slash - guest)));
			struct pack_list sorted = {list->entries, count, count};
			const struct pack_entry *found = find(&sorted, parent);

			if (found != NULL && !S_ISDIR(found->st.st_mode))
				pack_fail("error: %s: it would be inside /%s, "
					  "which is %s and no directory",
				    list->entries[i].host, parent, found->host);
			if (found != NULL) {
				free(parent);
				continue;
			}
			add(list, parent, NULL, &directory);
			guest = list->entries[i].guest; /* add() may move */
		}
	}
	sort_and_replace(list);
}

static int by_inode(const void *a, const void *b)
{
	const struct pack_entry *x = *(const struct pack_entry *const *)a;
	const struct pack_entry *y = *(const struct pack_entry *const *)b;

	if (x->st.st_dev != y->st.st_dev)
		return x->st.st_dev < y->st.st_dev ? -1 : 1;
	if (x->st.st_ino != y->st.st_ino)
		return x->st.st_ino < y->st.st_ino ? -1 : 1;
	return x < y ? -1 : x > y;
}

/* The first in path order has the data; the other names are links to it. */
static void join_hard_links(struct pack_list *list)
{
	struct pack_entry **files =
	    pack_checked(calloc(list->count + 1, sizeof(*files)));
	size_t count = 0;

	for (size_t i = 0; i < list->count; i++) {
		struct pack_entry *entry = &list->entries[i];

		entry->first = i;
		if (S_ISREG(entry->st.st_mode) && entry->st.st_nlink > 1)
			files[count++] = entry;
	}
	qsort(files, count, sizeof(*files), by_inode);
	for (size_t i = 1; i < count; i++)
		if (files[i]->st.st_dev == files[i - 1]->st.st_dev &&
		    files[i]->st.st_ino == files[i - 1]->st.st_ino)
			files[i]->first = files[i - 1]->first;
	free(files);
}

/* Where a link leads, as far as the text tells: links on the way are not
 * followed, and a path through one is not judged. NULL: nothing to say. */
static char *link_destination(
    const struct pack_list *list, const struct pack_entry *entry)
{
	const char *slash = strrchr(entry->guest, '/');
	char *path = pack_checked(
	    entry->target[0] == '/' || slash == NULL
		? strdup("")
		: strndup(entry->guest, (size_t)(slash - entry->guest)));
	const char *at = entry->target;

	while (*at != '\0') {
		size_t part = strcspn(at, "/");
		char *name = pack_checked(strndup(at, part)), *longer;
		const struct pack_entry *here = find(list, path);

		if (here != NULL && S_ISLNK(here->st.st_mode)) {
			free(name);
			free(path);
			return NULL;
		}
		if (strcmp(name, "..") == 0) {
			char *up = strrchr(path, '/');

			*(up != NULL ? up : path) = '\0';
		} else if (part > 0 && strcmp(name, ".") != 0) {
			longer = joined(path, name);
			free(path);
			path = longer;
		}
		free(name);
		at += part + (at[part] == '/');
	}
	return path;
}

static void warn_of_links(
    const struct pack_list *list, const struct pack_options *options)
{
	static const char *const provided[] = {"", "dev", "proc", "tmp"};

	for (size_t i = 0; i < list->count; i++) {
		const struct pack_entry *entry = &list->entries[i];
		char *path;
		int known;

		if (entry->target == NULL)
			continue;
		path = link_destination(list, entry);
		known = path == NULL || find(list, path) != NULL;
		for (int k = 0; !known && k < 4; k++) {
			size_t size = strlen(provided[k]);

			known = strncmp(path, provided[k], size) == 0 &&
				(path[size] == '\0' ||
				    (size > 0 && path[size] == '/'));
		}
		if (!known)
			pack_warn(options,
			    "%s: warning: the symbolic link leads to '%s', "
			    "which is not in the image",
			    entry->host, entry->target);
		free(path);
	}
}

void pack_settle(struct pack_list *list, const struct pack_options *options)
{
	sort_and_replace(list);
	add_parents(list);
	join_hard_links(list);
	warn_of_links(list, options);
}
