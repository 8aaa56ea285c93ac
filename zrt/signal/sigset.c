/* SPDX-License-Identifier: Apache-2.0
 *
 * Sets of signals: bit n-1 is signal n.
 */
#include <errno.h>
#include <signal.h>

static int valid(int signal)
{
	if (signal >= 1 && signal < NSIG)
		return 1;
	errno = EINVAL;
	return 0;
}

int sigemptyset(sigset_t *set)
{
	*set = 0;
	return 0;
}

int sigfillset(sigset_t *set)
{
	*set = ~(sigset_t)0;
	return 0;
}

int sigaddset(sigset_t *set, const int signal)
{
	if (!valid(signal))
		return -1;
	*set |= (sigset_t)1 << (signal - 1);
	return 0;
}

int sigdelset(sigset_t *set, const int signal)
{
	if (!valid(signal))
		return -1;
	*set &= ~((sigset_t)1 << (signal - 1));
	return 0;
}

int sigismember(const sigset_t *set, int signal)
{
	if (!valid(signal))
		return -1;
	return *set >> (signal - 1) & 1;
}

int sigandset(sigset_t *set, const sigset_t *left, const sigset_t *right)
{
	*set = *left & *right;
	return 0;
}

int sigorset(sigset_t *set, const sigset_t *left, const sigset_t *right)
{
	*set = *left | *right;
	return 0;
}

int sigisemptyset(const sigset_t *set)
{
	return *set == 0;
}
