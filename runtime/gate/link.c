/* SPDX-License-Identifier: Apache-2.0
 *
 * Messages of links, as gets and puts of the guest. Whoever is at the other
 * end is hostile.
 */
#include "link.h"

#include "gate.h"

/* All bytes: 0, or a negated errno. */
static int64_t whole(int call, int fd, const uint8_t *bytes, uint64_t size)
{
	while (size > 0) {
		int64_t n = zvm_syscall(call, fd, bytes, size, 0);

		if (n == -HOST_EINTR)
			continue;
		if (n <= 0)
			return n < 0 ? n : -GUEST_EPIPE;
		bytes += n;
		size -= (uint64_t)n;
	}
	return 0;
}

static int64_t stop(struct zvm_link *link, enum zvm_link_state state)
{
	link->state = state;
	return -GUEST_EPIPE;
}

/* Compares the sender's digest with ours: 0, the end, or an error. */
static int64_t take_end(struct zvm_link *link, int fd)
{
	uint8_t theirs[ZVM_LINK_DIGEST], ours[ZVM_DIGEST_MAX];

	if (whole(NR_read, fd, theirs, sizeof(theirs)) != 0)
		return stop(link, ZVM_LINK_LOST);
	zvm_digest_finish(&link->digest, ours);
	for (int i = 0; i < ZVM_LINK_DIGEST; i++)
		if (theirs[i] != ours[i])
			return stop(link, ZVM_LINK_CORRUPT);
	link->state = ZVM_LINK_ENDED;
	return 0;
}

int64_t zvm_link_get(struct zvm_link *link, int fd, uint8_t *to, uint64_t size)
{
	uint8_t header[ZVM_LINK_HEADER];
	int64_t got;

	if (link->state != ZVM_LINK_OPEN)
		return link->state == ZVM_LINK_ENDED ? 0 : -GUEST_EPIPE;
	if (link->left == 0) {
		if (whole(NR_read, fd, header, sizeof(header)) != 0)
			return stop(link, ZVM_LINK_LOST);
		link->left = zvm_link_u32(header);
		if (link->left == 0)
			return take_end(link, fd);
		if (link->left > ZVM_LINK_MESSAGE_MAX)
			return stop(link, ZVM_LINK_CORRUPT);
	}
	do
		got = zvm_syscall(
		    NR_read, fd, to, size < link->left ? size : link->left, 0);
	while (got == -HOST_EINTR);
	if (got <= 0)
		return stop(link, ZVM_LINK_LOST);
	link->left -= (uint32_t)got;
	link->bytes += got;
	link->calls++;
	zvm_digest_update(&link->digest, to, (uint64_t)got);
	return got;
}

int64_t zvm_link_put(
    struct zvm_link *link, int fd, const uint8_t *from, uint64_t size)
{
	uint8_t header[ZVM_LINK_HEADER];
	int64_t error;

	if (link->state != ZVM_LINK_OPEN)
		return -GUEST_EPIPE;
	if (size > ZVM_LINK_MESSAGE_MAX)
		size = ZVM_LINK_MESSAGE_MAX;
	zvm_link_put_u32(header, (uint32_t)size);
	error = whole(NR_write, fd, header, sizeof(header));
	if (error == 0)
		error = whole(NR_write, fd, from, size);
	if (error != 0) {
		stop(link, ZVM_LINK_LOST);
		/* The guest's bytes are gone: a mapped file lost its end. */
		return error == -GUEST_EFAULT ? error : -GUEST_EPIPE;
	}
	link->bytes += (int64_t)size;
	link->calls++;
	zvm_digest_update(&link->digest, from, size);
	return (int64_t)size;
}
