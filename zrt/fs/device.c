/* SPDX-License-Identifier: Apache-2.0
 *
 * The devices that need no channel: null, zero, full, random, urandom. The
 * random ones are the generator behind getentropy, so they too are a function
 * of the session's seed.
 */
#include <errno.h>
#include <string.h>
#include <sys/sysmacros.h>
#include <unistd.h>
#include "internal/fs.h"

static ssize_t null_read(
    struct zrt_node *node, void *buffer, size_t size, off_t offset)
{
	(void)node, (void)buffer, (void)size, (void)offset;
	return 0;
}

static ssize_t zero_read(
    struct zrt_node *node, void *buffer, size_t size, off_t offset)
{
	(void)node, (void)offset;
	memset(buffer, 0, size);
	return (ssize_t)size;
}

static ssize_t random_read(
    struct zrt_node *node, void *buffer, size_t size, off_t offset)
{
	(void)node, (void)offset;
	__zrt_random_fill(buffer, size);
	return (ssize_t)size;
}

static ssize_t null_write(
    struct zrt_node *node, const void *buffer, size_t size, off_t offset)
{
	(void)node, (void)buffer, (void)offset;
	return (ssize_t)size;
}

static ssize_t full_write(
    struct zrt_node *node, const void *buffer, size_t size, off_t offset)
{
	(void)node, (void)buffer, (void)offset;
	if (!size)
		return 0;
	errno = ENOSPC;
	return -1;
}

static const struct zrt_node_ops null_ops = {
    .read = null_read, .write = null_write};
static const struct zrt_node_ops zero_ops = {
    .read = zero_read, .write = null_write};
static const struct zrt_node_ops full_ops = {
    .read = zero_read, .write = full_write};
static const struct zrt_node_ops random_ops = {
    .read = random_read, .write = null_write};

static int absent_open(struct zrt_node *node, int flags)
{
	(void)node, (void)flags;
	errno = ENXIO;
	return -1;
}

/* A device node without a device: it has a name and a number. */
static const struct zrt_node_ops absent_ops = {.open = absent_open};

static const struct {
	const char *name;
	const struct zrt_node_ops *ops;
	dev_t device;
} devices[] = {
    {"null", &null_ops, makedev(1, 3)}, {"zero", &zero_ops, makedev(1, 5)},
    {"full", &full_ops, makedev(1, 7)}, {"random", &random_ops, makedev(1, 8)},
    {"urandom", &random_ops, makedev(1, 9)},
    {"tty", &absent_ops, makedev(5, 0)}, /* ENXIO: there is no terminal */
};

struct zrt_node *__zrt_device_new(mode_t mode, dev_t device)
{
	const struct zrt_node_ops *ops = &absent_ops;
	struct zrt_node *node;

	for (size_t i = 0; i < sizeof(devices) / sizeof(*devices); i++) {
		if (S_ISCHR(mode) && devices[i].device == device)
			ops = devices[i].ops;
	}
	node = __zrt_node_new(mode, ops);
	if (node)
		node->device = device;
	return node;
}

void __zrt_devices_add(struct zrt_node *dev)
{
	for (size_t i = 0; i < sizeof(devices) / sizeof(*devices); i++)
		__zrt_place(dev, devices[i].name,
		    __zrt_device_new(S_IFCHR | 0666, devices[i].device));
	__zrt_place(dev, "fd", __zrt_symlink_new("/proc/self/fd", 13));
	__zrt_place(dev, "shm", __zrt_directory_new(01777));
}
