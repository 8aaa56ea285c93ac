/* SPDX-License-Identifier: Apache-2.0
 *
 * Which processors a thread may run on: the one there is, number 0.
 */
#include <errno.h>
#include <string.h>
#include "internal/thread.h"

static int get(size_t size, cpu_set_t *set)
{
	if (size < sizeof(long) || size % sizeof(long))
		return EINVAL;
	memset(set, 0, size);
	set->__bits[0] = 1;
	return 0;
}

static int set(size_t size, const cpu_set_t *set)
{
	return size >= sizeof(long) && set->__bits[0] & 1 ? 0 : EINVAL;
}

static int result(int error)
{
	if (error)
		errno = error;
	return error ? -1 : 0;
}

int sched_getcpu(void)
{
	return 0;
}

int sched_getaffinity(pid_t process, size_t size, cpu_set_t *cpus)
{
	return result(process < 0 || process > 1 ? ESRCH : get(size, cpus));
}

int sched_setaffinity(pid_t process, size_t size, const cpu_set_t *cpus)
{
	return result(process < 0 || process > 1 ? ESRCH : set(size, cpus));
}

int pthread_getaffinity_np(pthread_t id, size_t size, cpu_set_t *cpus)
{
	return __zrt_thread_find(id) ? get(size, cpus) : ESRCH;
}

int pthread_setaffinity_np(pthread_t id, size_t size, const cpu_set_t *cpus)
{
	return __zrt_thread_find(id) ? set(size, cpus) : ESRCH;
}

int __sched_cpu_count(size_t size, const cpu_set_t *cpus)
{
	int count = 0;

	for (size_t i = 0; i < size / sizeof(long); i++)
		count += __builtin_popcountl(cpus->__bits[i]);
	return count;
}
