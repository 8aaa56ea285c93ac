/* SPDX-License-Identifier: Apache-2.0
 *
 * What the runtime calls share. Everything under gate/ is compiled for general
 * registers only and linked against nothing.
 */
#ifndef ZVM_GATE_H
#define ZVM_GATE_H

#include "session.h"
#include "syscall.h"

enum {
#define ZVM_ERRNO(name, number) GUEST_##name = number,
#include "../../zrt/abi/errno.def"
};

/* NULL when the guest's number is none. */
struct zvm_gate_channel *zvm_find_channel(int32_t number);

static inline int zvm_random_get(const struct zvm_gate_channel *channel)
{
	return channel->type & 1;
}

/* A host error as the guest sees it: numbers outside the table are EIO. */
int32_t zvm_guest_error(int64_t error);

/* Sets the access of pages that were checked. It cannot fail halfway: a host
 * that refuses ends the session. */
void zvm_change_access(zvm_gptr start, uint32_t size, int protection);

/* All of guest memory, in order of address. The guest does not run again. */
void zvm_digest_memory(struct zvm_digest *digest);

/* bytes.c: for the validator inside the gate. */
void *zvm_gate_memcpy(void *to, const void *from, size_t size);
void *zvm_gate_memset(void *to, int value, size_t size);
int zvm_gate_memcmp(const void *a, const void *b, size_t size);

#endif
