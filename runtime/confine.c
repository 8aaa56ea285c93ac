/* SPDX-License-Identifier: Apache-2.0
 *
 * What the child gives up before the filter: its parent's absence, its
 * descriptors, its limits.
 */
#include "child.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

static int host_error(struct zvm_problem *problem, const char *call)
{
	return zvm_problem(
	    problem, ZVM_END_HOST, "error: %s: %s", call, strerror(errno));
}

/* A change of user id takes this away again. */
static int die_with_supervisor(
    const struct zvm_launch *launch, struct zvm_problem *problem)
{
	struct pollfd supervisor = {launch->supervisor_fd, POLLIN, 0};

	if (prctl(PR_SET_PDEATHSIG, SIGKILL) != 0)
		return host_error(problem, "prctl(PR_SET_PDEATHSIG)");
	/* Did it die before the line above, nobody listens. */
	if (getppid() != launch->supervisor ||
	    (launch->supervisor_fd >= 0 && poll(&supervisor, 1, 0) > 0))
		_exit(1);
	return 1;
}

int zvm_confine_isolate(
    const struct zvm_launch *launch, struct zvm_problem *problem)
{
	return zvm_isolate(launch->mode->isolation, problem) &&
	       die_with_supervisor(launch, problem);
}

int zvm_confine_early(
    const struct zvm_launch *launch, struct zvm_problem *problem)
{
	if (!die_with_supervisor(launch, problem))
		return 0;
	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0)
		return host_error(problem, "prctl(PR_SET_NO_NEW_PRIVS)");
	return 1;
}

static int compare_ints(const void *a, const void *b)
{
	int x = *(const int *)a, y = *(const int *)b;

	return (x > y) - (x < y);
}

int zvm_confine_descriptors(
    int *keep, uint32_t count, struct zvm_problem *problem)
{
	unsigned next = 0;

	qsort(keep, count, sizeof(*keep), compare_ints);
	for (uint32_t i = 0; i <= count; i++) {
		unsigned until = i < count ? (unsigned)keep[i] : ~0u;

		if (next < until &&
		    syscall(SYS_close_range, next, until - (i < count), 0) != 0)
			return host_error(problem, "close_range");
		next = until + 1;
	}
	return 1;
}

int zvm_confine_limits(
    int template, uint32_t descriptors, struct zvm_problem *problem)
{
	static const int none[] = {
	    RLIMIT_CORE, RLIMIT_MEMLOCK, RLIMIT_MSGQUEUE, RLIMIT_NPROC};
	const struct rlimit zero = {0, 0};
	const struct rlimit files = {descriptors, descriptors};
	size_t count = sizeof(none) / sizeof(none[0]);

	if (setrlimit(RLIMIT_NOFILE, &files) != 0)
		return host_error(problem, "setrlimit");
	for (size_t i = 0; i < count - (template != 0); i++)
		if (setrlimit(none[i], &zero) != 0)
			return host_error(problem, "setrlimit");
	return 1;
}
