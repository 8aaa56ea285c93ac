/* SPDX-License-Identifier: Apache-2.0
 *
 * The thread control block, which the thread pointer points to, and how one
 * is made. One thread today; the second will be made the same way.
 */
#ifndef ZRT_INTERNAL_TLS_H
#define ZRT_INTERNAL_TLS_H

#include <stddef.h>

struct zrt_thread {
	struct zrt_thread *self; /* ABI: first word */
	void *reserved[15];
};

extern struct zrt_thread *__zvm_tp;

size_t __zrt_tls_size(void);
struct zrt_thread *__zrt_tls_create(void *memory);

#endif
