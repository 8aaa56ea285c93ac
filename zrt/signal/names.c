/* SPDX-License-Identifier: Apache-2.0
 *
 * sigabbrev_np and sigdescr_np: names of the signals that are not numbered
 * freely.
 */
#include <signal.h>
#include <string.h>

#define NAME(signal) [SIG##signal] = #signal

static const char names[][8] = {NAME(ABRT), NAME(ALRM), NAME(BUS), NAME(CHLD),
    NAME(CONT), NAME(FPE), NAME(HUP), NAME(ILL), NAME(INT), NAME(KILL),
    NAME(PIPE), NAME(POLL), NAME(PROF), NAME(PWR), NAME(QUIT), NAME(SEGV),
    NAME(STOP), NAME(SYS), NAME(TERM), NAME(TRAP), NAME(TSTP), NAME(TTIN),
    NAME(TTOU), NAME(URG), NAME(USR1), NAME(USR2), NAME(VTALRM), NAME(WINCH),
    NAME(XCPU), NAME(XFSZ)};

const char *sigabbrev_np(int signal)
{
	if (signal < 0 || (size_t)signal >= sizeof(names) / sizeof(*names) ||
	    !*names[signal])
		return NULL;
	return names[signal];
}

const char *sigdescr_np(int signal)
{
	return sigabbrev_np(signal) ? strsignal(signal) : NULL;
}
