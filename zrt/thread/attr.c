/* SPDX-License-Identifier: Apache-2.0
 *
 * Attributes of threads.
 */
#include <errno.h>
#include <limits.h>
#include <string.h>
#include "internal/stack.h"
#include "internal/thread.h"
#include "internal/zrt.h"

int pthread_attr_init(pthread_attr_t *attr)
{
	*attr = (pthread_attr_t){.__stack_size = ZRT_STACK_DEFAULT,
	    .__guard_size = ZRT_GUARD_DEFAULT,
	    .__detached = PTHREAD_CREATE_JOINABLE,
	    .__scope = PTHREAD_SCOPE_SYSTEM,
	    .__inherit = PTHREAD_INHERIT_SCHED,
	    .__policy = SCHED_OTHER};
	return 0;
}

int pthread_attr_destroy(pthread_attr_t *attr)
{
	(void)attr;
	return 0;
}

int pthread_attr_getdetachstate(const pthread_attr_t *attr, int *state)
{
	*state = attr->__detached;
	return 0;
}

int pthread_attr_setdetachstate(pthread_attr_t *attr, int state)
{
	if (state != PTHREAD_CREATE_JOINABLE &&
	    state != PTHREAD_CREATE_DETACHED)
		return EINVAL;
	attr->__detached = state;
	return 0;
}

int pthread_attr_getguardsize(
    const pthread_attr_t *restrict attr, size_t *restrict size)
{
	*size = attr->__guard_size;
	return 0;
}

int pthread_attr_setguardsize(pthread_attr_t *attr, size_t size)
{
	attr->__guard_size = size;
	return 0;
}

int pthread_attr_getinheritsched(
    const pthread_attr_t *restrict attr, int *restrict inherit)
{
	*inherit = attr->__inherit;
	return 0;
}

int pthread_attr_setinheritsched(pthread_attr_t *attr, int inherit)
{
	if (inherit != PTHREAD_INHERIT_SCHED &&
	    inherit != PTHREAD_EXPLICIT_SCHED)
		return EINVAL;
	attr->__inherit = inherit;
	return 0;
}

int pthread_attr_getschedparam(
    const pthread_attr_t *restrict attr, struct sched_param *restrict param)
{
	param->sched_priority = attr->__priority;
	return 0;
}

int pthread_attr_setschedparam(
    pthread_attr_t *restrict attr, const struct sched_param *restrict param)
{
	int highest = sched_get_priority_max(attr->__policy);

	if (param->sched_priority < sched_get_priority_min(attr->__policy) ||
	    param->sched_priority > highest)
		return EINVAL;
	attr->__priority = param->sched_priority;
	return 0;
}

int pthread_attr_getschedpolicy(
    const pthread_attr_t *restrict attr, int *restrict policy)
{
	*policy = attr->__policy;
	return 0;
}

int pthread_attr_setschedpolicy(pthread_attr_t *attr, int policy)
{
	if (policy != SCHED_OTHER && policy != SCHED_FIFO && policy != SCHED_RR)
		return EINVAL;
	attr->__policy = policy;
	return 0;
}

int pthread_attr_getscope(
    const pthread_attr_t *restrict attr, int *restrict scope)
{
	*scope = attr->__scope;
	return 0;
}

/* One processor and no other process: both scopes are the same contest. */
int pthread_attr_setscope(pthread_attr_t *attr, int scope)
{
	if (scope != PTHREAD_SCOPE_SYSTEM && scope != PTHREAD_SCOPE_PROCESS)
		return EINVAL;
	attr->__scope = scope;
	return 0;
}

int pthread_attr_getstack(const pthread_attr_t *restrict attr,
    void **restrict stack, size_t *restrict size)
{
	*stack = attr->__stack;
	*size = attr->__stack_size;
	return 0;
}

int pthread_attr_setstack(pthread_attr_t *attr, void *stack, size_t size)
{
	if (size < PTHREAD_STACK_MIN || (uintptr_t)stack % 16)
		return EINVAL;
	attr->__stack = stack;
	attr->__stack_size = size;
	return 0;
}

/* The old interface means the end where the stack starts to grow. */
int pthread_attr_getstackaddr(
    const pthread_attr_t *restrict attr, void **restrict top)
{
	*top =
	    attr->__stack ? (char *)attr->__stack + attr->__stack_size : NULL;
	return 0;
}

int pthread_attr_setstackaddr(pthread_attr_t *attr, void *top)
{
	attr->__stack = (char *)top - attr->__stack_size;
	return 0;
}

int pthread_attr_getstacksize(
    const pthread_attr_t *restrict attr, size_t *restrict size)
{
	*size = attr->__stack_size;
	return 0;
}

int pthread_attr_setstacksize(pthread_attr_t *attr, size_t size)
{
	if (size < PTHREAD_STACK_MIN)
		return EINVAL;
	attr->__stack_size = size;
	return 0;
}

int pthread_getattr_np(pthread_t id, pthread_attr_t *attr)
{
	struct zrt_thread *thread = __zrt_thread_find(id);

	if (!thread)
		return ESRCH;
	pthread_attr_init(attr);
	attr->__stack = thread->stack;
	attr->__stack_size = thread->stack_size;
	attr->__guard_size = thread->guard_size;
	attr->__detached = thread->detached ? PTHREAD_CREATE_DETACHED
					    : PTHREAD_CREATE_JOINABLE;
	attr->__policy = thread->policy;
	attr->__priority = thread->priority;
	return 0;
}

int pthread_setname_np(pthread_t id, const char *name)
{
	struct zrt_thread *thread = __zrt_thread_find(id);

	if (!thread)
		return ESRCH;
	if (strlen(name) >= sizeof(thread->name))
		return ERANGE;
	strcpy(thread->name, name);
	return 0;
}

int pthread_getname_np(pthread_t id, char *name, size_t size)
{
	struct zrt_thread *thread = __zrt_thread_find(id);

	if (!thread)
		return ESRCH;
	if (strlen(thread->name) >= size)
		return ERANGE;
	strcpy(name, thread->name);
	return 0;
}
