/* SPDX-License-Identifier: Apache-2.0
 *
 * Process groups and sessions: the one process leads its own, and there are no
 * others. A leader cannot start a session, nor move to another group.
 */
#include <errno.h>
#include <unistd.h>
#include "internal/zrt.h"

#define SELF 1

static pid_t own_or(pid_t process)
{
	if (process == 0 || process == SELF)
		return SELF;
	errno = process < 0 ? EINVAL : ESRCH;
	return -1;
}

pid_t getpgid(pid_t process)
{
	return own_or(process);
}

pid_t getsid(pid_t process)
{
	return own_or(process);
}

/* A session's leader stays where it is. */
int setpgid(pid_t process, pid_t group)
{
	if (group < 0) {
		errno = EINVAL;
		return -1;
	}
	if (own_or(process) < 0)
		return -1;
	errno = EPERM;
	return -1;
}

pid_t setpgrp(void)
{
	return SELF;
}

pid_t setsid(void)
{
	errno = EPERM;
	return -1;
}
