/* SPDX-License-Identifier: Apache-2.0
 *
 * The contract between guest and runtime: numbers and structures, no code.
 * Included by both sides; docs/abi.md is the prose. All integers are
 * little-endian, all structures have the same layout under ILP32 and LP64.
 */
#ifndef ZVM_ABI_H
#define ZVM_ABI_H

#ifndef __ASSEMBLER__
#include <stdint.h>
#endif

#define ZVM_ABI_VERSION 1

/* Memory map (docs/abi.md section 1). */
#define ZVM_PAGE_SIZE        0x1000
#define ZVM_BUNDLE_SIZE      32
#define ZVM_GUEST_START      0x10000
#define ZVM_GUEST_END        0xffff0000 /* first byte that is never mapped */
#define ZVM_GATE_BASE        0x10000
#define ZVM_GATE_SIZE        0x1000
#define ZVM_GATE_SLOT        32
#define ZVM_TEXT_BASE        0x20000
#define ZVM_TEXT_END         0x40000000 /* text ends at or below this */
#define ZVM_IMAGE_END        0x80000000 /* data and bss end at or below this */
#define ZVM_STACK_END        ZVM_GUEST_END
#define ZVM_STACK_SIZE       0x1000000
#define ZVM_STACK_GUARD_SIZE 0x100000
#define ZVM_RESERVE_END      0x200000000 /* trusted memory starts here or above */

/* The program note (docs/abi.md section 6). */
#define ZVM_NOTE_NAME       "ZeroVM"
#define ZVM_NOTE_TYPE       1
#define ZVM_RETURN_MASKED   0
#define ZVM_RETURN_REGISTER 1

/* Channel types: how each direction is positioned. */
#define ZVM_CHANNEL_SGET_SPUT 0 /* sequential read, sequential write */
#define ZVM_CHANNEL_RGET_SPUT 1 /* random read, sequential (append) write */
#define ZVM_CHANNEL_SGET_RPUT 2 /* sequential read, random write */
#define ZVM_CHANNEL_RGET_RPUT 3 /* random read, random write */

#define ZVM_CHANNEL_GET 1 /* flags: the guest may read */
#define ZVM_CHANNEL_PUT 2 /* flags: the guest may write */

/* Most bytes of one jail. */
#define ZVM_JAIL_SIZE_MAX 0x4000000

/* Access of heap and stack pages, for the protect call. */
#define ZVM_PROT_NONE       0
#define ZVM_PROT_READ       1
#define ZVM_PROT_READ_WRITE 3
#define ZVM_PROT_GUARD      4 /* none; a fault is reported as stack overflow */

#ifndef __ASSEMBLER__

/* A guest address as the guest passes it. Trusted code never casts it to a
 * pointer outside its one copy/check module. */
typedef uint32_t zvm_gptr;

struct zvm_channel_info {
	zvm_gptr name;  /* NUL-terminated path, such as "/dev/stdin" */
	uint32_t type;  /* ZVM_CHANNEL_xGET_yPUT */
	uint32_t flags; /* ZVM_CHANNEL_GET | ZVM_CHANNEL_PUT */
	uint32_t reserved;
	int64_t size; /* bytes at start; 0 where only a stream is known */
	int64_t gets; /* limits left at start: calls and bytes */
	int64_t get_bytes;
	int64_t puts;
	int64_t put_bytes;
};

/* What the guest learns about its session. The block is read-only, in the
 * guest's memory, and every pointer in it points into it.
 *
 * Channels 0, 1, 2 are /dev/stdin, /dev/stdout, /dev/stderr; the others
 * follow in byte order of their names. The index is the gate's channel
 * number. */
struct zvm_boot {
	uint32_t abi_version;
	uint32_t size; /* bytes of the whole block */
	zvm_gptr heap_base;
	uint32_t heap_size;
	zvm_gptr stack_base; /* lowest mapped byte of the stack */
	uint32_t stack_size;
	uint32_t argc;
	zvm_gptr argv; /* argc guest pointers and a null */
	uint32_t envc;
	zvm_gptr envp; /* envc guest pointers and a null */
	uint32_t channel_count;
	zvm_gptr channels; /* struct zvm_channel_info [channel_count] */
	uint64_t seed;
	int64_t clock_seconds; /* virtual time at start, since 1970 */
	uint32_t clock_nanoseconds;
	uint32_t reserved;
	/* Addresses between heap and guard in which only the map call places
	 * anything; size 0 when the heap left none. */
	zvm_gptr map_base;
	uint32_t map_size;
};

#endif /* !__ASSEMBLER__ */
#endif
