/* SPDX-License-Identifier: Apache-2.0
 *
 * -lnosys: processes. None starts, and there is none to wait for.
 */
#include <errno.h>
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

static int fail(int number)
{
	errno = number;
	return -1;
}

pid_t fork(void)
{
	return fail(ENOSYS);
}

pid_t vfork(void)
{
	return fail(ENOSYS);
}

int daemon(int, int)
{
	return fail(ENOSYS);
}

int execl(const char *, const char *, ...)
{
	return fail(ENOSYS);
}

int execle(const char *, const char *, ...)
{
	return fail(ENOSYS);
}

int execlp(const char *, const char *, ...)
{
	return fail(ENOSYS);
}

int execv(const char *, char *const[])
{
	return fail(ENOSYS);
}

int execve(const char *, char *const[], char *const[])
{
	return fail(ENOSYS);
}

int execvp(const char *, char *const[])
{
	return fail(ENOSYS);
}

int execvpe(const char *, char *const[], char *const[])
{
	return fail(ENOSYS);
}

int fexecve(int, char *const[], char *const[])
{
	return fail(ENOSYS);
}

FILE *popen(const char *, const char *)
{
	errno = ENOSYS;
	return NULL;
}

int pclose(FILE *)
{
	return fail(ECHILD);
}

pid_t wait(int *)
{
	return fail(ECHILD);
}

pid_t waitpid(pid_t, int *, int)
{
	return fail(ECHILD);
}

pid_t wait3(int *, int, struct rusage *)
{
	return fail(ECHILD);
}

pid_t wait4(pid_t, int *, int, struct rusage *)
{
	return fail(ECHILD);
}

int waitid(idtype_t, id_t, siginfo_t *, int)
{
	return fail(ECHILD);
}
