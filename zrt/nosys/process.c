/* SPDX-License-Identifier: Apache-2.0
 *
 * -lnosys: processes. None starts, and there is none to wait for.
 */
#include <errno.h>
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>
#include "internal/zrt.h"

pid_t fork(void)
{
	return __zrt_fail(ENOSYS);
}

pid_t vfork(void)
{
	return __zrt_fail(ENOSYS);
}

int daemon(int, int)
{
	return __zrt_fail(ENOSYS);
}

int execl(const char *, const char *, ...)
{
	return __zrt_fail(ENOSYS);
}

int execle(const char *, const char *, ...)
{
	return __zrt_fail(ENOSYS);
}

int execlp(const char *, const char *, ...)
{
	return __zrt_fail(ENOSYS);
}

int execv(const char *, char *const[])
{
	return __zrt_fail(ENOSYS);
}

int execve(const char *, char *const[], char *const[])
{
	return __zrt_fail(ENOSYS);
}

int execvp(const char *, char *const[])
{
	return __zrt_fail(ENOSYS);
}

int execvpe(const char *, char *const[], char *const[])
{
	return __zrt_fail(ENOSYS);
}

int fexecve(int, char *const[], char *const[])
{
	return __zrt_fail(ENOSYS);
}

FILE *popen(const char *, const char *)
{
	errno = ENOSYS;
	return NULL;
}

int pclose(FILE *)
{
	return __zrt_fail(ECHILD);
}

pid_t wait(int *)
{
	return __zrt_fail(ECHILD);
}

pid_t waitpid(pid_t, int *, int)
{
	return __zrt_fail(ECHILD);
}

pid_t wait3(int *, int, struct rusage *)
{
	return __zrt_fail(ECHILD);
}

pid_t wait4(pid_t, int *, int, struct rusage *)
{
	return __zrt_fail(ECHILD);
}

int waitid(idtype_t, id_t, siginfo_t *, int)
{
	return __zrt_fail(ECHILD);
}
