/* SPDX-License-Identifier: Apache-2.0
 *
 * Channels as files. A channel that is random in every direction it has looks
 * like a regular file, any other like a pipe. It cannot be truncated: O_TRUNC
 * is ignored as it is on a device, ftruncate is refused.
 */
#include <errno.h>
#include <fcntl.h>
#include "internal/fs.h"

/* The gate counts in 32 bits, signed. */
#define LARGEST 0x7ffff000u

static ssize_t channel_read(
    struct zrt_node *node, void *buffer, size_t size, off_t offset)
{
	if (!size)
		return 0;
	return __zrt_gate_result(zvm_pread(node->channel.number, buffer,
	    size < LARGEST ? size : LARGEST, offset));
}

static ssize_t channel_write(
    struct zrt_node *node, const void *buffer, size_t size, off_t offset)
{
	struct zrt_channel *channel = &node->channel;
	ssize_t done;

	if (!size)
		return 0;
	done = __zrt_gate_result(zvm_pwrite(
	    channel->number, buffer, size < LARGEST ? size : LARGEST, offset));
	if (done > 0) {
		off_t end =
		    (node->put_position ? offset : channel->size) + done;

		if (end > channel->size)
			channel->size = end;
		__zrt_node_touch(&node->modified, &node->changed);
	}
	return done;
}

static int channel_open(struct zrt_node *node, int flags)
{
	int access = flags & O_ACCMODE;

	if ((access != O_WRONLY && !(node->channel.flags & ZVM_CHANNEL_GET)) ||
	    (access != O_RDONLY && !(node->channel.flags & ZVM_CHANNEL_PUT))) {
		errno = EACCES;
		return -1;
	}
	return 0;
}

static off_t channel_size(struct zrt_node *node)
{
	return S_ISREG(node->mode) ? node->channel.size : 0;
}

static const struct zrt_node_ops channel_ops = {
    .read = channel_read,
    .write = channel_write,
    .open = channel_open,
    .size = channel_size,
};

bool __zrt_is_channel(const struct zrt_node *node)
{
	return node->ops == &channel_ops;
}

struct zrt_node *__zrt_channel_new(
    int number, const struct zvm_channel_info *info)
{
	bool get = info->flags & ZVM_CHANNEL_GET;
	bool put = info->flags & ZVM_CHANNEL_PUT;
	bool random_get = info->type == ZVM_CHANNEL_RGET_SPUT ||
			  info->type == ZVM_CHANNEL_RGET_RPUT;
	bool random_put = info->type == ZVM_CHANNEL_SGET_RPUT ||
			  info->type == ZVM_CHANNEL_RGET_RPUT;
	bool regular = (!get || random_get) && (!put || random_put);
	struct zrt_node *node = __zrt_node_new(
	    (regular ? S_IFREG : S_IFIFO) | (get ? 0444 : 0) | (put ? 0222 : 0),
	    &channel_ops);

	if (!node)
		return NULL;
	node->channel.number = number;
	node->channel.type = info->type;
	node->channel.flags = info->flags;
	node->channel.size = info->size;
	node->get_position = get && random_get;
	node->put_position = put && random_put;
	return node;
}
