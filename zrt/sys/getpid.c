/* SPDX-License-Identifier: Apache-2.0
 *
 * Who the program is: process 1 of one, root, in its own group and session.
 */
#include <errno.h>
#include <unistd.h>
#include "internal/zrt.h"

pid_t _getpid(void)
{
	return 1;
}
ZRT_POSIX_NAME(getpid, _getpid);

pid_t getppid(void)
{
	return 0;
}

pid_t getpgrp(void)
{
	return 1;
}

uid_t getuid(void)
{
	return 0;
}

uid_t geteuid(void)
{
	return 0;
}

gid_t getgid(void)
{
	return 0;
}

gid_t getegid(void)
{
	return 0;
}
