/* SPDX-License-Identifier: Apache-2.0
 *
 * The tree a program finds at its start: /, /tmp, /dev with the devices, and
 * every channel at the path that its name is. Built when the first descriptor
 * or path is used.
 */
#include <errno.h>
#include <string.h>
#include "internal/fs.h"

struct zrt_node *__zrt_root, *__zrt_cwd;
mode_t __zrt_umask = 022;

static void fail(const char *text)
{
	__zrt_message("zrt: error: ");
	__zrt_message(text);
	__zrt_message("\n");
	zvm_exit(125, 0);
}

static void *must(void *made)
{
	if (!made)
		fail("no memory for the file tree");
	return made;
}

static struct zrt_node *make_directory(
    struct zrt_node *in, const char *text, size_t length, mode_t mode)
{
	struct zrt_name *found = __zrt_name_find(in, text, length);
	struct zrt_node *made;

	if (found)
		return found->node;
	made = must(__zrt_directory_new(mode));
	must(__zrt_name_add(in, text, length, made));
	return made;
}

static void add_channel(const char *path, struct zrt_node *channel)
{
	struct zrt_node *in = __zrt_root;

	for (;;) {
		const char *end;

		while (*path == '/')
			path++;
		end = strchr(path, '/');
		if (!end)
			break;
		in = make_directory(in, path, (size_t)(end - path), 0755);
		if (!S_ISDIR(in->mode))
			fail("a channel's name lies below another channel");
		path = end;
	}
	if (!*path || __zrt_name_find(in, path, strlen(path)))
		fail("a channel's name is that of a directory");
	must(__zrt_name_add(in, path, strlen(path), channel));
}

void __zrt_tree_init(void)
{
	const struct zvm_channel_info *channels;
	struct zrt_node *dev, *tmp;
	int saved = errno;

	if (__zrt_root)
		return;
	__zrt_root = must(__zrt_directory_new(0755));
	__zrt_root->links = 2;
	__zrt_root->directory.parent = __zrt_root;
	__zrt_cwd = __zrt_root;
	__zrt_root->uses = 2;
	dev = make_directory(__zrt_root, "dev", 3, 0755);
	tmp = make_directory(__zrt_root, "tmp", 3, 01777);
	tmp->mode = S_IFDIR | 01777;

	channels = (const void *)__zrt_boot->channels;
	for (uint32_t i = 0; i < __zrt_boot->channel_count; i++)
		add_channel((const char *)channels[i].name,
		    must(__zrt_channel_new((int)i, &channels[i])));
	__zrt_devices_add(dev);
	errno = saved;
}

int __zrt_working_directory(struct zrt_node *directory)
{
	if (!S_ISDIR(directory->mode)) {
		errno = ENOTDIR;
		return -1;
	}
	directory->uses++;
	__zrt_cwd->uses--;
	__zrt_node_release(__zrt_cwd);
	__zrt_cwd = directory;
	return 0;
}
