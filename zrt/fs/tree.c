/* SPDX-License-Identifier: Apache-2.0
 *
 * The tree a program finds at its start: what images bring, above it every
 * channel at the path that its name is, /dev with the devices, /proc, /tmp.
 * Built when the first descriptor or path is used.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include "internal/config.h"
#include "internal/fs.h"
#include "internal/memory.h"
#include "internal/message.h"

#pragma weak __zrt_openable

struct zrt_node *__zrt_root, *__zrt_cwd;
mode_t __zrt_umask = 022;

static struct zrt_node **channels;

static void *must(void *made)
{
	if (!made)
		__zrt_fatal("error: no memory for the file tree", NULL);
	return made;
}

struct zrt_node *__zrt_make_path(const char *path, size_t length)
{
	struct zrt_lookup found;
	struct zrt_node *at = __zrt_root;
	char *copy = strndup(path, length);
	size_t end = 0;

	if (!copy) {
		errno = ENOMEM;
		return NULL;
	}
	while (at && end < length) {
		char held;

		end += strspn(copy + end, "/");
		end += strcspn(copy + end, "/");
		held = copy[end];
		copy[end] = '\0';
		if (__zrt_resolve(AT_FDCWD, copy, ZRT_FOLLOW, &found)) {
			at = NULL;
			break;
		}
		at = found.node;
		if (!at) {
			at = __zrt_directory_new(0755);
			if (at && !__zrt_name_add(found.directory, found.last,
				      found.length, at)) {
				__zrt_node_release(at);
				at = NULL;
			}
		} else if (!S_ISDIR(at->mode)) {
			errno = ENOTDIR;
			at = NULL;
		}
		copy[end] = held;
	}
	free(copy);
	return at;
}

void __zrt_place(struct zrt_node *in, const char *text, struct zrt_node *node)
{
	struct zrt_name *old = __zrt_name_find(in, text, strlen(text));

	must(node);
	if (old && __zrt_is_channel(old->node)) {
		__zrt_node_release(node);
		return;
	}
	if (old)
		__zrt_remove_tree(old);
	must(__zrt_name_add(in, text, strlen(text), node));
}

static void add_channel(const char *path, struct zrt_node *channel)
{
	const char *last = strrchr(path, '/');
	struct zrt_node *in =
	    last ? __zrt_make_path(path, (size_t)(last - path)) : __zrt_root;
	struct zrt_name *old;

	last = last ? last + 1 : path;
	if (!in)
		__zrt_fatal(path,
		    ": error: a channel's name lies below "
		    "something that is no directory",
		    NULL);
	old = *last ? __zrt_name_find(in, last, strlen(last)) : NULL;
	if (!*last || strlen(last) > NAME_MAX ||
	    (old && S_ISDIR(old->node->mode)))
		__zrt_fatal(path,
		    ": error: a channel's name is that of a "
		    "directory",
		    NULL);
	__zrt_place(in, last, channel);
}

static void add_channels(void)
{
	const struct zvm_channel_info *info =
	    (const void *)__zrt_boot->channels;
	uint32_t count = __zrt_boot->channel_count;

	channels = must(calloc(count + 1, sizeof(struct zrt_node *)));
	for (uint32_t i = 0; i < count; i++) {
		channels[i] = must(__zrt_channel_new((int)i, &info[i]));
		add_channel((const char *)info[i].name, channels[i]);
		/* It stays a channel, whatever becomes of its name. */
		channels[i]->uses++;
	}
}

struct zrt_node *__zrt_channel_node(uint32_t number)
{
	return channels[number];
}

static struct zrt_node *directory(const char *path)
{
	struct zrt_node *made = __zrt_make_path(path, strlen(path));

	if (!made)
		__zrt_fatal(path, ": error: ", strerror(errno), NULL);
	return made;
}

void __zrt_tree_init(void)
{
	struct zrt_name *tmp;
	int saved = errno;

	if (__zrt_root)
		return;
	__zrt_pages_give_kept();
	__zrt_root = must(__zrt_directory_new(0755));
	__zrt_root->links = 2;
	__zrt_root->directory.parent = __zrt_root;
	__zrt_cwd = __zrt_root;
	__zrt_root->uses = 2;

	__zrt_config_mount();
	directory("/dev");
	tmp = __zrt_name_find(__zrt_root, "tmp", 3);
	if (!tmp)
		directory("/tmp")->mode = S_IFDIR | 01777;
	add_channels();
	__zrt_config_map_modes();
	if (&__zrt_openable) {
		__zrt_openable.add_devices(directory("/dev"));
		__zrt_openable.add_proc(directory("/proc"));
	}
	__zrt_config_exports();
	__zrt_config_directory();
	errno = saved;
}

int __zrt_working_directory(struct zrt_node *directory)
{
	if (!S_ISDIR(directory->mode)) {
		errno = ENOTDIR;
		return -1;
	}
	if (__zrt_permit(directory, 1 /* X_OK */))
		return -1;
	directory->uses++;
	__zrt_cwd->uses--;
	__zrt_node_release(__zrt_cwd);
	__zrt_cwd = directory;
	return 0;
}
