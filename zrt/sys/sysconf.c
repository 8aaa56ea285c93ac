/* SPDX-License-Identifier: Apache-2.0
 *
 * sysconf, pathconf, fpathconf, getpagesize. A name that POSIX has and this
 * machine lacks gives -1 without an error.
 */
#include <errno.h>
#include <limits.h>
#include <unistd.h>
#include "internal/fd.h"

long sysconf(int name)
{
	switch (name) {
	case _SC_ARG_MAX:
		return ARG_MAX;
	case _SC_CLK_TCK:
		return 1000000; /* times() counts like clock() */
	case _SC_NGROUPS_MAX:
		return NGROUPS_MAX;
	case _SC_OPEN_MAX:
		return __zrt_fd_limit;
	case _SC_VERSION:
		return _POSIX_VERSION;
	case _SC_PAGESIZE:
		return ZVM_PAGE_SIZE;
	case _SC_NPROCESSORS_CONF:
	case _SC_NPROCESSORS_ONLN:
		return 1;
	case _SC_PHYS_PAGES:
	case _SC_AVPHYS_PAGES:
		return (long)(__zrt_boot->heap_size / ZVM_PAGE_SIZE);
	case _SC_STREAM_MAX:
		return OPEN_MAX;
	case _SC_CHILD_MAX:
		return 0; /* there can be none */
	case _SC_ADVISORY_INFO:
	case _SC_ASYNCHRONOUS_IO:
	case _SC_BARRIERS:
	case _SC_CLOCK_SELECTION:
	case _SC_CPUTIME:
	case _SC_FSYNC:
	case _SC_MAPPED_FILES:
	case _SC_MEMLOCK:
	case _SC_MEMLOCK_RANGE:
	case _SC_MEMORY_PROTECTION:
	case _SC_MESSAGE_PASSING:
	case _SC_MONOTONIC_CLOCK:
	case _SC_PRIORITY_SCHEDULING:
	case _SC_READER_WRITER_LOCKS:
	case _SC_REALTIME_SIGNALS:
	case _SC_SEMAPHORES:
	case _SC_SHARED_MEMORY_OBJECTS:
	case _SC_SPIN_LOCKS:
	case _SC_SYNCHRONIZED_IO:
	case _SC_THREADS:
	case _SC_THREAD_ATTR_STACKADDR:
	case _SC_THREAD_ATTR_STACKSIZE:
	case _SC_THREAD_CPUTIME:
	case _SC_THREAD_PRIORITY_SCHEDULING:
	case _SC_THREAD_PRIO_INHERIT:
	case _SC_THREAD_PRIO_PROTECT:
	case _SC_THREAD_PROCESS_SHARED:
	case _SC_THREAD_ROBUST_PRIO_INHERIT:
	case _SC_THREAD_ROBUST_PRIO_PROTECT:
	case _SC_THREAD_SAFE_FUNCTIONS:
	case _SC_TIMEOUTS:
	case _SC_TIMERS:
		return _POSIX_VERSION;
	case _SC_2_C_BIND:
	case _SC_2_VERSION:
		return _POSIX_VERSION;
	case _SC_V7_ILP32_OFFBIG:
		return 1;
	case _SC_XOPEN_ENH_I18N:
		return 1;
	case _SC_XOPEN_VERSION:
		return 700;
	case _SC_SAVED_IDS:
		return 1;
	case _SC_BC_BASE_MAX:
		return BC_BASE_MAX;
	case _SC_BC_DIM_MAX:
		return BC_DIM_MAX;
	case _SC_BC_SCALE_MAX:
		return BC_SCALE_MAX;
	case _SC_BC_STRING_MAX:
		return BC_STRING_MAX;
	case _SC_COLL_WEIGHTS_MAX:
		return COLL_WEIGHTS_MAX;
	case _SC_EXPR_NEST_MAX:
		return EXPR_NEST_MAX;
	case _SC_DELAYTIMER_MAX:
		return 2147483647;
	case _SC_GETGR_R_SIZE_MAX:
	case _SC_GETPW_R_SIZE_MAX:
		return 1024;
	case _SC_SEM_VALUE_MAX:
		return 2147483647;
	case _SC_MQ_PRIO_MAX:
		return MQ_PRIO_MAX;
	case _SC_SIGQUEUE_MAX:
		return 32;
#ifdef PTHREAD_DESTRUCTOR_ITERATIONS
	case _SC_THREAD_DESTRUCTOR_ITERATIONS:
		return PTHREAD_DESTRUCTOR_ITERATIONS;
#endif
#ifdef PTHREAD_KEYS_MAX
	case _SC_THREAD_KEYS_MAX:
		return PTHREAD_KEYS_MAX;
#endif
#ifdef PTHREAD_STACK_MIN
	case _SC_THREAD_STACK_MIN:
		return PTHREAD_STACK_MIN;
#endif
	case _SC_REGEXP:
		return 1;
	case _SC_IOV_MAX:
		return IOV_MAX;
	case _SC_LINE_MAX:
		return LINE_MAX;
	case _SC_RE_DUP_MAX:
		return RE_DUP_MAX;
	case _SC_SYMLOOP_MAX:
		return 40;
	case _SC_ATEXIT_MAX:
		return 32;
	case _SC_HOST_NAME_MAX:
		return 255;
	case _SC_LOGIN_NAME_MAX:
		return 256;
	case _SC_TTY_NAME_MAX:
		return 32;
	case _SC_TZNAME_MAX:
		return 6;
	case _SC_RTSIG_MAX:
		return RTSIG_MAX;
	default:
		if (name < 0 || name > 200)
			errno = EINVAL;
		return -1;
	}
}

static long path_limit(int name)
{
	switch (name) {
	case _PC_LINK_MAX:
		return LINK_MAX;
	case _PC_NAME_MAX:
		return NAME_MAX;
	case _PC_PATH_MAX:
		return PATH_MAX;
	case _PC_PIPE_BUF:
		return PIPE_BUF;
	case _PC_NO_TRUNC:
	case _PC_CHOWN_RESTRICTED:
	case _PC_2_SYMLINKS:
	case _PC_ASYNC_IO:
	case _PC_SYNC_IO:
	case _PC_TIMESTAMP_RESOLUTION:
		return 1;
	case _PC_MAX_CANON:
		return MAX_CANON;
	case _PC_MAX_INPUT:
		return MAX_INPUT;
	case _PC_VDISABLE:
		return _POSIX_VDISABLE;
	case _PC_FILESIZEBITS:
		return 42;
	case _PC_ALLOC_SIZE_MIN:
	case _PC_REC_MIN_XFER_SIZE:
	case _PC_REC_XFER_ALIGN:
		return ZVM_PAGE_SIZE;
	default:
		if (name < 0 || name > 100)
			errno = EINVAL;
		return -1;
	}
}

long pathconf(const char *path, int name)
{
	return __zrt_node_at(-2, path, ZRT_FOLLOW) ? path_limit(name) : -1;
}

long fpathconf(int fd, int name)
{
	return __zrt_file(fd) ? path_limit(name) : -1;
}

int getpagesize(void)
{
	return ZVM_PAGE_SIZE;
}
