/* SPDX-License-Identifier: Apache-2.0
 *
 * What the supervisor and the confined processes of a warm server say to each
 * other. Both sides are trusted, but the confined one may have been taken
 * over: the supervisor believes nothing of it but that it is there.
 *
 * On the template's socket: the template writes one byte when the program has
 * called fork, and then gets one message a request, with one descriptor, the
 * request's own socket. It clones itself and forgets that descriptor.
 *
 * On a request's socket: the clone writes one byte, whose credentials tell the
 * supervisor its process id, and reads messages of struct zvm_warm_sources
 * with as many descriptors as `count` until it has all sources.
 */
#ifndef ZVM_WARM_PROTOCOL_H
#define ZVM_WARM_PROTOCOL_H

#include <stdint.h>

#include "../shared.h"

#define ZVM_WARM_BATCH 64 /* descriptors in one message */

/* Requests that can be answered at the same time. */
#define ZVM_WARM_SLOTS 64

struct zvm_warm_source {
	int64_t size;
	uint8_t regular, huge, terminal;
	uint8_t unused[5];
};

struct zvm_warm_sources {
	uint32_t slot; /* whose shared memory is the request's */
	uint32_t first, count;
	uint32_t unused;
	struct zvm_warm_source source[ZVM_WARM_BATCH];
};

/* The shared memory of request n, in pages of its own. */
static inline struct zvm_shared *zvm_warm_slot(
    uint8_t *slots, uint64_t slot_size, uint64_t n)
{
	return (struct zvm_shared *)(slots + n * slot_size);
}

#endif
