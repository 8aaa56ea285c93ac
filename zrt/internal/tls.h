/* SPDX-License-Identifier: Apache-2.0
 *
 * Thread-local storage: how the block of a thread is laid out. The control
 * block, which the thread pointer points to, is struct zrt_thread.
 */
#ifndef ZRT_INTERNAL_TLS_H
#define ZRT_INTERNAL_TLS_H

#include <stddef.h>
#include "internal/thread.h"

size_t __zrt_tls_size(void);
struct zrt_thread *__zrt_tls_create(void *memory);

#endif
