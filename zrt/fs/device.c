/* SPDX-License-Identifier: Apache-2.0
 *
 * The devices that need no channel: null, zero, full, random, urandom. The
 * random ones are the generator behind getentropy, so they too are a function
 * of the session's seed.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
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

static const struct {
	const char *name;
	const struct zrt_node_ops *ops;
	dev_t device;
} devices[] = {
    {"null", &null_ops, 0x103},
    {"zero", &zero_ops, 0x105},
    {"full", &full_ops, 0x107},
    {"random", &random_ops, 0x108},
    {"urandom", &random_ops, 0x109},
};

void __zrt_devices_add(struct zrt_node *dev)
{
	for (size_t i = 0; i < sizeof(devices) / sizeof(*devices); i++) {
		const char *text = devices[i].name;
		struct zrt_node *node;

		/* A channel of that name stands in the device's place. */
		if (__zrt_name_find(dev, text, strlen(text)))
			continue;
		node = __zrt_node_new(S_IFCHR | 0666, devices[i].ops);
		if (!node || !__zrt_name_add(dev, text, strlen(text), node))
			abort();
		node->device = devices[i].device;
	}
}
