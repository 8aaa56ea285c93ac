/* SPDX-License-Identifier: Apache-2.0
 *
 * kill, killpg, pthread_kill, sigqueue: to the process, which is number
 * 1 and alone in its group, or to one of its threads. If the sender takes the
 * signal itself, its handler has run before the call returns.
 */
#include <errno.h>
#include <unistd.h>
#include "internal/signal.h"
#include "internal/zrt.h"

static int send(struct zrt_thread *thread, siginfo_t *info)
{
	int error;

	info->si_pid = 1;
	error = __zrt_signal_send(thread, info);
	__zrt_signals_deliver();
	__zrt_preempt();
	return error == ZRT_IGNORED ? 0 : error;
}

static bool may_send(pid_t process, int signal)
{
	if (signal && !__zrt_signal_valid(signal))
		errno = EINVAL;
	else if (process != 1 && process != 0 && process != -1)
		errno = ESRCH;
	else
		return true;
	return false;
}

int _kill(pid_t process, int signal)
{
	siginfo_t info = {.si_signo = signal, .si_code = SI_USER};

	if (!may_send(process, signal))
		return -1;
	if (!signal)
		return 0;
	if (send(NULL, &info)) {
		errno = EAGAIN;
		return -1;
	}
	return 0;
}
ZRT_POSIX_NAME(kill, _kill);

int killpg(pid_t group, int signal)
{
	if (group < 0) {
		errno = EINVAL;
		return -1;
	}
	return _kill(group, signal);
}

int sigqueue(pid_t process, int signal, const union sigval value)
{
	siginfo_t info = {
	    .si_signo = signal, .si_code = SI_QUEUE, .si_value = value};

	if (!may_send(process, signal))
		return -1;
	if (signal && send(NULL, &info)) {
		errno = EAGAIN;
		return -1;
	}
	return 0;
}

int pthread_kill(pthread_t id, int signal)
{
	struct zrt_thread *thread = __zrt_thread_find(id);
	siginfo_t info = {.si_signo = signal, .si_code = SI_USER};

	if (!thread)
		return ESRCH;
	if (signal && !__zrt_signal_valid(signal))
		return EINVAL;
	if (!signal || thread->state == ZRT_ENDED)
		return 0;
	return send(thread, &info);
}
