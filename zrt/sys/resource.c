/* SPDX-License-Identifier: Apache-2.0
 *
 * Resource limits and use. Limits are what the session was granted: they can
 * be lowered and raised again up to the hard limit, as anywhere, but of the
 * lowered ones only RLIMIT_NOFILE has an effect.
 */
#include <errno.h>
#include <limits.h>
#include <stdarg.h>
#include <stdbool.h>
#include <sys/resource.h>
#include <ulimit.h>
#include <unistd.h>
#include "internal/fd.h"
#include "internal/thread.h"
#include "internal/zrt.h"

#define STACK_BYTES (16ull << 20)

static struct rlimit limits[RLIM_NLIMITS];
static int niceness;

static struct rlimit *limit_of(int resource)
{
	static bool known;

	if (resource < 0 || resource >= RLIM_NLIMITS) {
		errno = EINVAL;
		return NULL;
	}
	if (!known) {
		for (int i = 0; i < RLIM_NLIMITS; i++)
			limits[i].rlim_cur = RLIM_INFINITY;
		limits[RLIMIT_DATA].rlim_cur = __zrt_boot->heap_size;
		limits[RLIMIT_STACK].rlim_cur = STACK_BYTES;
		limits[RLIMIT_CORE].rlim_cur = 0;
		limits[RLIMIT_NPROC].rlim_cur = 1;
		limits[RLIMIT_NOFILE].rlim_cur = OPEN_MAX;
		for (int i = 0; i < RLIM_NLIMITS; i++)
			limits[i].rlim_max = limits[i].rlim_cur;
		limits[RLIMIT_NOFILE].rlim_max = ZRT_FD_HARD_LIMIT;
		known = true;
	}
	return &limits[resource];
}

int getrlimit(int resource, struct rlimit *result)
{
	struct rlimit *limit = limit_of(resource);

	if (!limit)
		return -1;
	*result = *limit;
	return 0;
}

int setrlimit(int resource, const struct rlimit *wanted)
{
	struct rlimit *limit = limit_of(resource);

	if (!limit)
		return -1;
	if (wanted->rlim_cur > wanted->rlim_max) {
		errno = EINVAL;
		return -1;
	}
	if (wanted->rlim_max > limit->rlim_max) {
		errno = EPERM;
		return -1;
	}
	*limit = *wanted;
	if (resource == RLIMIT_NOFILE)
		__zrt_fd_limit = (int)wanted->rlim_cur;
	return 0;
}

int getrusage(int who, struct rusage *usage)
{
	int64_t used =
	    who == RUSAGE_THREAD ? __zvm_tp->cpu_time : __zrt_cpu_peek();

	if (who != RUSAGE_SELF && who != RUSAGE_CHILDREN &&
	    who != RUSAGE_THREAD) {
		errno = EINVAL;
		return -1;
	}
	*usage = (struct rusage){0};
	if (who == RUSAGE_CHILDREN)
		return 0;
	usage->ru_utime.tv_sec = used / 1000000000;
	usage->ru_utime.tv_usec = (suseconds_t)(used / 1000 % 1000000);
	return 0;
}

static bool is_self(int which, id_t who)
{
	switch (which) {
	case PRIO_PROCESS:
	case PRIO_PGRP:
		if (who == 0 || who == (id_t)getpid())
			return true;
		break;
	case PRIO_USER:
		if (who == getuid())
			return true;
		break;
	default:
		errno = EINVAL;
		return false;
	}
	errno = ESRCH;
	return false;
}

int getpriority(int which, id_t who)
{
	return is_self(which, who) ? niceness : -1;
}

int setpriority(int which, id_t who, int value)
{
	if (!is_self(which, who))
		return -1;
	niceness = value < -NZERO ? -NZERO : value >= NZERO ? NZERO - 1 : value;
	return 0;
}

int nice(int increment)
{
	int wanted = increment > 2 * NZERO    ? 2 * NZERO
		     : increment < -2 * NZERO ? -2 * NZERO
					      : increment;

	setpriority(PRIO_PROCESS, 0, niceness + wanted);
	return niceness;
}

long ulimit(int command, ...)
{
	struct rlimit limit;
	va_list arguments;
	long blocks;

	getrlimit(RLIMIT_FSIZE, &limit);
	switch (command) {
	case UL_GETFSIZE:
		break;
	case UL_SETFSIZE:
		va_start(arguments, command);
		blocks = va_arg(arguments, long);
		va_end(arguments);
		if (blocks < 0) {
			errno = EINVAL;
			return -1;
		}
		limit.rlim_cur = limit.rlim_max = (rlim_t)blocks * 512;
		if (setrlimit(RLIMIT_FSIZE, &limit))
			return -1;
		break;
	default:
		errno = EINVAL;
		return -1;
	}
	return limit.rlim_cur / 512 > LONG_MAX ? LONG_MAX
					       : (long)(limit.rlim_cur / 512);
}
