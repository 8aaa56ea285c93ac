/* SPDX-License-Identifier: Apache-2.0
 *
 * A mutex's __kind: type and attributes, and what became of a robust one
 * whose owner ended.
 */
#ifndef ZRT_INTERNAL_MUTEX_H
#define ZRT_INTERNAL_MUTEX_H

#include "internal/thread.h"

#define MUTEX_TYPE            0x03u
#define MUTEX_ROBUST          0x04u
#define MUTEX_ROBUST_SHIFT    2
#define MUTEX_PROTOCOL        0x18u
#define MUTEX_PROTOCOL_SHIFT  3
#define MUTEX_SHARED          0x20u
#define MUTEX_SHARED_SHIFT    5
#define MUTEX_OWNER_DIED      0x40u /* and nobody has made it consistent */
#define MUTEX_NOT_RECOVERABLE 0x80u

/* Kinds that their owner keeps a list of. */
#define MUTEX_LISTED (MUTEX_ROBUST | MUTEX_PROTOCOL)

/* For condition variables: let go of it however often it was locked, and take
 * it back, which is no cancellation point. Relock's result is a lock's. */
unsigned __zrt_mutex_release(pthread_mutex_t *mutex);
int __zrt_mutex_relock(pthread_mutex_t *mutex, unsigned count);

/* Whether the calling thread may wait with it. */
bool __zrt_mutex_is_mine(const pthread_mutex_t *mutex);

#endif
