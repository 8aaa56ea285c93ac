/* SPDX-License-Identifier: Apache-2.0
 *
 * The descriptor table. Descriptors 0, 1 and 2 are channels 0, 1 and 2, each
 * open for what the channel allows.
 */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include "internal/fd.h"
#include "internal/thread.h"
#include "internal/watch.h"

/* Linked with what takes locks, and what watches. */
#pragma weak __zrt_lock_drop
#pragma weak __zrt_watches_drop

struct slot {
	struct zrt_file *file;
	int flags;
};

int __zrt_fd_limit = OPEN_MAX;

static struct slot *slots;
static int slot_count;

static int reserve(int count)
{
	struct slot *larger;
	int size = slot_count ? slot_count : 16;

	if (count <= slot_count)
		return 0;
	while (size < count)
		size *= 2;
	larger = realloc(slots, (size_t)size * sizeof(*slots));
	if (!larger) {
		errno = ENOMEM;
		return -1;
	}
	memset(larger + slot_count, 0,
	    (size_t)(size - slot_count) * sizeof(*slots));
	slots = larger;
	slot_count = size;
	return 0;
}

static void open_standard_streams(void)
{
	const struct zvm_channel_info *channels;
	int saved = errno;

	__zrt_tree_init();
	channels = (const void *)__zrt_boot->channels;
	for (int i = 0; i < 3 && (uint32_t)i < __zrt_boot->channel_count; i++) {
		uint32_t flags = channels[i].flags;
		struct zrt_file *file =
		    __zrt_file_new(__zrt_channel_node((uint32_t)i),
			flags == (ZVM_CHANNEL_GET | ZVM_CHANNEL_PUT) ? O_RDWR
			: flags == ZVM_CHANNEL_PUT                   ? O_WRONLY
						   : O_RDONLY);

		if (!file || reserve(3))
			abort();
		slots[i].file = file;
		__zrt_file_hold(file);
	}
	errno = saved;
}

static void init(void)
{
	static bool done;

	if (!done) {
		done = true;
		open_standard_streams();
	}
}

struct zrt_file *__zrt_file(int fd)
{
	init();
	if (fd < 0 || fd >= slot_count || !slots[fd].file) {
		errno = EBADF;
		return NULL;
	}
	return slots[fd].file;
}

struct zrt_file *__zrt_file_usable(int fd)
{
	struct zrt_file *file = __zrt_file(fd);

	if (file && (file->flags & O_PATH)) {
		errno = EBADF;
		return NULL;
	}
	return file;
}

struct zrt_file *__zrt_file_for(int fd, int access)
{
	struct zrt_file *file = __zrt_file_usable(fd);

	if (file && !(access == O_WRONLY ? __zrt_writable(file)
					 : __zrt_readable(file))) {
		errno = EBADF;
		return NULL;
	}
	return file;
}

struct zrt_file *__zrt_file_at(int fd, int access)
{
	struct zrt_file *file = __zrt_file_usable(fd);

	if (file && (file->node->ops->receive || file->node->ops->send)) {
		errno = ESPIPE;
		return NULL;
	}
	return file ? __zrt_file_for(fd, access) : NULL;
}

struct zrt_file *__zrt_file_new(struct zrt_node *node, int flags)
{
	struct zrt_file *file = calloc(1, sizeof(*file));

	if (!file) {
		errno = ENOMEM;
		return NULL;
	}
	file->node = node;
	file->flags = flags;
	node->uses++;
	return file;
}

void __zrt_file_hold(struct zrt_file *file)
{
	file->references++;
}

void __zrt_file_discard(struct zrt_file *file)
{
	file->node->uses--;
	__zrt_node_release(file->node);
	free(file);
}

void __zrt_file_drop(struct zrt_file *file)
{
	if (--file->references)
		return;
	if (file->locked)
		__zrt_lock_drop(file->node, file);
	if (file->node->watches)
		__zrt_watches_drop(file);
	if (file->node->ops->close && !(file->flags & O_PATH))
		file->node->ops->close(file->node, file->flags);
	__zrt_file_discard(file);
}

struct zrt_file *__zrt_file_pin(struct zrt_file *file)
{
	struct zrt_file *outer = __zvm_tp->pinned;

	__zrt_file_hold(file);
	__zvm_tp->pinned = file;
	return outer;
}

void __zrt_file_unpin(struct zrt_file *file, struct zrt_file *outer)
{
	__zvm_tp->pinned = outer;
	__zrt_file_drop(file);
}

int __zrt_fd_install(struct zrt_file *file, int low, int fd_flags)
{
	int fd = low;

	init();
	if (low < 0 || low >= __zrt_fd_limit) {
		errno = EINVAL;
		return -1;
	}
	while (fd < slot_count && slots[fd].file)
		fd++;
	if (fd >= __zrt_fd_limit) {
		errno = EMFILE;
		return -1;
	}
	if (reserve(fd + 1))
		return -1;
	slots[fd].file = file;
	slots[fd].flags = fd_flags;
	__zrt_file_hold(file);
	return fd;
}

int __zrt_fd_replace(int fd, struct zrt_file *file, int fd_flags)
{
	if (fd < 0 || fd >= __zrt_fd_limit) {
		errno = EBADF;
		return -1;
	}
	if (reserve(fd + 1))
		return -1;
	__zrt_file_hold(file);
	if (slots[fd].file)
		__zrt_fd_close(fd);
	slots[fd].file = file;
	slots[fd].flags = fd_flags;
	return fd;
}

int __zrt_fd_close(int fd)
{
	struct zrt_file *file = __zrt_file(fd);

	if (!file)
		return -1;
	slots[fd].file = NULL;
	slots[fd].flags = 0;
	/* The process's record locks end with any descriptor of the file. */
	if (file->node->locks)
		__zrt_lock_drop(file->node, NULL);
	__zrt_file_drop(file);
	return 0;
}

int __zrt_fd_flags(int fd)
{
	return slots[fd].flags;
}

void __zrt_fd_set_flags(int fd, int fd_flags)
{
	slots[fd].flags = fd_flags;
}

int __zrt_fd_next(int fd)
{
	init();
	for (; fd >= 0 && fd < slot_count; fd++) {
		if (slots[fd].file)
			return fd;
	}
	return -1;
}
