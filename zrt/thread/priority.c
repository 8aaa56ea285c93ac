/* SPDX-License-Identifier: Apache-2.0
 *
 * Policies and priorities. A thread's rank in the queues is its priority under
 * SCHED_FIFO and SCHED_RR and 0 under SCHED_OTHER; a mutex with a ceiling can
 * raise it. There are no time slices, so FIFO and RR are the same.
 */
#include <errno.h>
#include <time.h>
#include <unistd.h>
#include "internal/thread.h"

#define LOWEST  1
#define HIGHEST 99

static bool valid(int policy, int priority)
{
	switch (policy) {
	case SCHED_OTHER:
		return priority == 0;
	case SCHED_FIFO:
	case SCHED_RR:
		return priority >= LOWEST && priority <= HIGHEST;
	default:
		return false;
	}
}

static int set(struct zrt_thread *thread, int policy, int priority)
{
	if (!valid(policy, priority))
		return EINVAL;
	/* Only the superuser rises above the others. */
	if (policy != SCHED_OTHER && geteuid() != 0 &&
	    (policy != thread->policy || priority > thread->priority))
		return EPERM;
	thread->policy = policy;
	thread->priority = priority;
	__zrt_rank_update(thread);
	__zrt_preempt();
	return 0;
}

int pthread_getschedparam(
    pthread_t id, int *restrict policy, struct sched_param *restrict param)
{
	struct zrt_thread *thread = __zrt_thread_find(id);

	if (!thread)
		return ESRCH;
	*policy = thread->policy;
	param->sched_priority = thread->priority;
	__zrt_preempt();
	return 0;
}

int pthread_setschedparam(
    pthread_t id, int policy, const struct sched_param *param)
{
	struct zrt_thread *thread = __zrt_thread_find(id);

	return thread ? set(thread, policy, param->sched_priority) : ESRCH;
}

int pthread_setschedprio(pthread_t id, int priority)
{
	struct zrt_thread *thread = __zrt_thread_find(id);

	return thread ? set(thread, thread->policy, priority) : ESRCH;
}

static bool policy_exists(int policy)
{
	if (policy == SCHED_OTHER || policy == SCHED_FIFO || policy == SCHED_RR)
		return true;
	errno = EINVAL;
	return false;
}

int sched_get_priority_max(int policy)
{
	if (!policy_exists(policy))
		return -1;
	return policy == SCHED_OTHER ? 0 : HIGHEST;
}

int sched_get_priority_min(int policy)
{
	if (!policy_exists(policy))
		return -1;
	return policy == SCHED_OTHER ? 0 : LOWEST;
}

/* There is one process. As on Linux, its schedule is that of a thread: 0
 * means the caller's, 1 the first thread's. */
static struct zrt_thread *thread_of(pid_t process)
{
	if (process < 0) {
		errno = EINVAL;
		return NULL;
	}
	if (process > 1) {
		errno = ESRCH;
		return NULL;
	}
	return process == 0 ? __zvm_tp : __zrt_threads;
}

int sched_getparam(pid_t process, struct sched_param *param)
{
	struct zrt_thread *thread = thread_of(process);

	if (!thread)
		return -1;
	if (!param) {
		errno = EINVAL;
		return -1;
	}
	param->sched_priority = thread->priority;
	return 0;
}

int sched_getscheduler(pid_t process)
{
	struct zrt_thread *thread = thread_of(process);

	return thread ? thread->policy : -1;
}

int sched_setscheduler(
    pid_t process, int policy, const struct sched_param *param)
{
	struct zrt_thread *thread = thread_of(process);
	int error, former;

	if (!thread)
		return -1;
	former = thread->policy;
	error = param ? set(thread, policy, param->sched_priority) : EINVAL;
	if (error)
		errno = error;
	return error ? -1 : former;
}

int sched_setparam(pid_t process, const struct sched_param *param)
{
	struct zrt_thread *thread = thread_of(process);

	if (!thread || sched_setscheduler(process, thread->policy, param) < 0)
		return -1;
	return 0;
}

int sched_rr_get_interval(pid_t process, struct timespec *interval)
{
	if (!thread_of(process))
		return -1;
	if (!interval) {
		errno = EFAULT;
		return -1;
	}
	*interval = (struct timespec){.tv_nsec = 100000000};
	return 0;
}

int sched_yield(void)
{
	__zrt_yield();
	return 0;
}

int pthread_yield(void)
{
	return sched_yield();
}
