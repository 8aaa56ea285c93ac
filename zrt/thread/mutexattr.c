/* SPDX-License-Identifier: Apache-2.0
 *
 * Attributes of mutexes, kept as the bits that a mutex has.
 */
#include <errno.h>
#include "internal/mutex.h"

#define SET(word, mask, shift, value)                                          \
	((word) = ((word) & ~(mask)) | (unsigned)(value) << (shift))

int pthread_mutexattr_init(pthread_mutexattr_t *attr)
{
	*attr = (pthread_mutexattr_t){.__ceiling = 1};
	return 0;
}

int pthread_mutexattr_destroy(pthread_mutexattr_t *attr)
{
	(void)attr;
	return 0;
}

int pthread_mutexattr_gettype(
    const pthread_mutexattr_t *restrict attr, int *restrict type)
{
	*type = attr->__kind & MUTEX_TYPE;
	return 0;
}

int pthread_mutexattr_settype(pthread_mutexattr_t *attr, int type)
{
	if (type != PTHREAD_MUTEX_NORMAL && type != PTHREAD_MUTEX_RECURSIVE &&
	    type != PTHREAD_MUTEX_ERRORCHECK)
		return EINVAL;
	SET(attr->__kind, MUTEX_TYPE, 0, type);
	return 0;
}

int pthread_mutexattr_getrobust(
    const pthread_mutexattr_t *restrict attr, int *restrict robust)
{
	*robust = attr->__kind & MUTEX_ROBUST ? PTHREAD_MUTEX_ROBUST
					      : PTHREAD_MUTEX_STALLED;
	return 0;
}

int pthread_mutexattr_setrobust(pthread_mutexattr_t *attr, int robust)
{
	if (robust != PTHREAD_MUTEX_STALLED && robust != PTHREAD_MUTEX_ROBUST)
		return EINVAL;
	SET(attr->__kind, MUTEX_ROBUST, MUTEX_ROBUST_SHIFT, robust);
	return 0;
}

int pthread_mutexattr_getprotocol(
    const pthread_mutexattr_t *restrict attr, int *restrict protocol)
{
	*protocol = (attr->__kind & MUTEX_PROTOCOL) >> MUTEX_PROTOCOL_SHIFT;
	return 0;
}

int pthread_mutexattr_setprotocol(pthread_mutexattr_t *attr, int protocol)
{
	if (protocol != PTHREAD_PRIO_NONE && protocol != PTHREAD_PRIO_INHERIT &&
	    protocol != PTHREAD_PRIO_PROTECT)
		return EINVAL;
	SET(attr->__kind, MUTEX_PROTOCOL, MUTEX_PROTOCOL_SHIFT, protocol);
	return 0;
}

int pthread_mutexattr_getprioceiling(
    const pthread_mutexattr_t *restrict attr, int *restrict ceiling)
{
	*ceiling = attr->__ceiling;
	return 0;
}

int pthread_mutexattr_setprioceiling(pthread_mutexattr_t *attr, int ceiling)
{
	if (ceiling < sched_get_priority_min(SCHED_FIFO) ||
	    ceiling > sched_get_priority_max(SCHED_FIFO))
		return EINVAL;
	attr->__ceiling = ceiling;
	return 0;
}

int pthread_mutexattr_getpshared(
    const pthread_mutexattr_t *restrict attr, int *restrict shared)
{
	*shared = attr->__kind & MUTEX_SHARED ? PTHREAD_PROCESS_SHARED
					      : PTHREAD_PROCESS_PRIVATE;
	return 0;
}

int pthread_mutexattr_setpshared(pthread_mutexattr_t *attr, int shared)
{
	if (shared != PTHREAD_PROCESS_PRIVATE &&
	    shared != PTHREAD_PROCESS_SHARED)
		return EINVAL;
	SET(attr->__kind, MUTEX_SHARED, MUTEX_SHARED_SHIFT, shared);
	return 0;
}
