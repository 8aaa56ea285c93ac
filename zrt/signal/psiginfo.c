/* SPDX-License-Identifier: Apache-2.0
 *
 * psiginfo: like psignal, in one line with where the signal came from.
 */
#include <signal.h>
#include <stdio.h>
#include <string.h>

static const char *cause(int code)
{
	switch (code) {
	case SI_USER:
		return "sent by a process";
	case SI_QUEUE:
		return "queued";
	case SI_TIMER:
		return "a timer expired";
	default:
		return "unknown cause";
	}
}

void psiginfo(const siginfo_t *info, const char *text)
{
	fprintf(stderr, "%s%s%s (%s)\n", text ? text : "",
	    text && *text ? ": " : "", strsignal(info->si_signo),
	    cause(info->si_code));
}
