/* SPDX-License-Identifier: Apache-2.0
 *
 * A link: the connection behind a network source, one way, between the
 * channels of two sessions. What travels over it, numbers in the network's
 * order:
 *
 *   greeting  8 bytes ZVM_LINK_MAGIC, u32 the sender's node or 0,
 *             u32 the receiver's node or 0
 *   message   u32 size, 1 .. ZVM_LINK_MESSAGE_MAX, and as many bytes
 *   end       u32 0, and the SHA-256 of the bytes of all messages
 *
 * Only a sender that ended by its own exit sends the end; a connection that
 * closes without one was lost. The digest finds what the network changed; it
 * keeps nobody out who can write to the connection.
 *
 * The state lives in memory shared with the supervisor, which sends the end.
 */
#ifndef ZVM_LINK_H
#define ZVM_LINK_H

#include "digest.h"

#define ZVM_LINK_MAGIC       "ZVMLINK1"
#define ZVM_LINK_GREETING    16 /* bytes */
#define ZVM_LINK_HEADER      4
#define ZVM_LINK_DIGEST      32
#define ZVM_LINK_END         (ZVM_LINK_HEADER + ZVM_LINK_DIGEST)
#define ZVM_LINK_MESSAGE_MAX 65536

enum zvm_link_state {
	ZVM_LINK_NONE, /* the source is not on the network */
	ZVM_LINK_OPEN,
	ZVM_LINK_ENDED,   /* the end came, and its digest was right */
	ZVM_LINK_LOST,    /* closed, or broken, without an end */
	ZVM_LINK_CORRUPT, /* no message, or a wrong digest */
};

struct zvm_link {
	uint32_t state; /* enum zvm_link_state */
	uint32_t left;  /* bytes to come of the message being got */
	/* Transfers and bytes of the source, whatever the channel counts. */
	int64_t calls, bytes;
	struct zvm_digest digest; /* of the bytes so far */
};

static inline void zvm_link_put_u32(uint8_t *to, uint32_t value)
{
	for (int i = 0; i < 4; i++)
		to[i] = (uint8_t)(value >> (24 - 8 * i));
}

static inline uint32_t zvm_link_u32(const uint8_t *from)
{
	return (uint32_t)from[0] << 24 | (uint32_t)from[1] << 16 |
	       (uint32_t)from[2] << 8 | from[3];
}

/* In the gate: bytes got, 0 at the end, or -EPIPE when the link is lost or
 * corrupt, from then on. */
int64_t zvm_link_get(struct zvm_link *link, int fd, uint8_t *to, uint64_t size);

/* In the gate: bytes put, more than 0, or -EPIPE when nobody takes them. */
int64_t zvm_link_put(
    struct zvm_link *link, int fd, const uint8_t *from, uint64_t size);

#endif
