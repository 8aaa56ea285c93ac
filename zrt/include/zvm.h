/* SPDX-License-Identifier: Apache-2.0
 *
 * The runtime calls, for programs that want to speak to ZeroVM directly. A
 * call returns a negated error number of <zvm/errno.def>, not of <errno.h>.
 * Everybody else uses the C library.
 */
#ifndef _ZVM_H
#define _ZVM_H

#include <stdint.h>
#include <zvm/zvm_abi.h>

#ifdef __cplusplus
extern "C" {
#endif

int32_t zvm_pread(int32_t channel, void *buffer, uint32_t size, int64_t offset);
int32_t zvm_pwrite(
    int32_t channel, const void *buffer, uint32_t size, int64_t offset);
void zvm_exit(int32_t status, uint32_t signal) __attribute__((__noreturn__));

/* Whole pages (docs/abi.md section 4). The program's own pages of heap and
 * stack belong to the C library's malloc and mmap: change only what they gave
 * you. jail returns 0, the address of the first refused instruction, or a
 * negated error. */
int32_t zvm_jail(void *address, uint32_t size);
int32_t zvm_unjail(void *address, uint32_t size);
int32_t zvm_map(int32_t channel, void *address, uint32_t size, int64_t offset);
int32_t zvm_protect(void *address, uint32_t size, uint32_t access);
int32_t zvm_discard(void *address, uint32_t size);

/* Turns a session with a Job into a warm server: the call returns once for
 * every request, in a copy of the program as it was, with 0 and the sizes of
 * the first `count` channels. -EPERM (-1) without a Job. What was put into
 * channels before is lost. */
int32_t zvm_fork(int64_t *sizes, uint32_t count);

/* The same for programs that use the C library: 0 in each request, or -1 with
 * errno set. Streams are flushed before; standard input starts anew; other
 * open files keep their positions. */
int zvm_serve(void);

/* What the session told the program at its start; valid until it ends. */
const struct zvm_boot *zvm_boot_block(void);

/* The C library's number for an error number of the gate (both positive). */
int zvm_errno(int gate_error);

#ifdef __cplusplus
}
#endif

#endif
