/* SPDX-License-Identifier: Apache-2.0
 *
 * Names and texts of errors and signals, operations on sets of signals,
 * generators of the caller's own, and the load of the machine.
 *
 * NATIVE
 */
#define _GNU_SOURCE
#include <errno.h>
#include <math.h>
#include <signal.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include "test.h"

static void errors(void)
{
	check(!strcmp(strerrorname_np(0), "0"));
	check(!strcmp(strerrorname_np(ENOENT), "ENOENT"));
	check(!strcmp(strerrorname_np(ENOTRECOVERABLE), "ENOTRECOVERABLE"));
	check(!strcmp(strerrorname_np(EAGAIN), "EAGAIN"));
	check(!strerrorname_np(-1) && !strerrorname_np(9999));
	check(!strerrordesc_np(-1) && !strerrordesc_np(9999));
	for (int error = 0; error < 200; error++)
		if (strerrorname_np(error))
			check(!strcmp(strerrordesc_np(error), strerror(error)));
}

static void signal_names(void)
{
	int known = 0;

	check(!strcmp(sigabbrev_np(SIGHUP), "HUP"));
	check(!strcmp(sigabbrev_np(SIGVTALRM), "VTALRM"));
	check(!strcmp(sigdescr_np(SIGSEGV), "Segmentation fault"));
	check(!strcmp(sigdescr_np(SIGABRT), "Aborted"));
	check(!strcmp(sigdescr_np(SIGTTOU), "Stopped (tty output)"));
	check(!sigabbrev_np(0) && !sigdescr_np(0) && !sigabbrev_np(-1));
	check(!sigabbrev_np(SIGRTMIN) && !sigdescr_np(999));
	for (int number = 1; number < 32; number++)
		if (sigabbrev_np(number)) {
			known++;
			check(!strcmp(sigdescr_np(number), strsignal(number)));
		}
	check(known >= 29);
}

static void sets(void)
{
	sigset_t left, right, both;

	sigemptyset(&left);
	check(sigisemptyset(&left));
	sigaddset(&left, SIGINT);
	sigaddset(&left, SIGTERM);
	sigemptyset(&right);
	sigaddset(&right, SIGTERM);
	sigaddset(&right, SIGRTMAX);
	check(!sigisemptyset(&left));
	check(sigandset(&both, &left, &right) == 0);
	check(!sigismember(&both, SIGINT) && sigismember(&both, SIGTERM) &&
	      !sigismember(&both, SIGRTMAX));
	check(sigorset(&both, &left, &right) == 0);
	check(sigismember(&both, SIGINT) && sigismember(&both, SIGTERM) &&
	      sigismember(&both, SIGRTMAX) && !sigismember(&both, SIGHUP));
}

static void generators(void)
{
	static const size_t sizes[] = {8, 32, 64, 128, 256};
	static int32_t mine[64], common[64], second[64];
	struct random_data data, other;
	int32_t number, expected;

	for (int i = 0; i < 5; i++) {
		memset(&data, 0, sizeof(data));
		check(initstate_r(7, (char *)mine, sizes[i], &data) == 0);
		check(initstate(7, (char *)common, sizes[i]));
		for (int j = 0; j < 200; j++) {
			check(random_r(&data, &number) == 0);
			check(number == random());
		}
		check(srandom_r(99, &data) == 0);
		srandom(99);
		check(random_r(&data, &number) == 0 && number == random());
	}

	/* Away to another state and back. */
	check(initstate_r(3, (char *)second, 128, &data) == 0);
	memset(&other, 0, sizeof(other));
	check(setstate_r((char *)mine, &data) == 0);
	check(random_r(&data, &number) == 0);
	check(setstate((char *)common) && random() == number);

	/* The numbers that every such generator has for the seed 1. */
	check(initstate_r(1, (char *)second, 128, &other) == 0);
	check(random_r(&other, &expected) == 0 && expected == 1804289383);
	check_error(initstate_r(1, (char *)second, 7, &other), EINVAL);
}

int main(void)
{
	volatile long double infinite = -INFINITY, one = 1;
	double load[4] = {-1, -1, -1, -1};

	errors();
	signal_names();
	sets();
	generators();
	check(getloadavg(load, 4) == 3 && load[0] >= 0 && load[2] >= 0);
	check(load[3] == -1 && getloadavg(load, 1) == 1);
	check((isinfl)(infinite) && !(isinfl)(one));
	check(!(isnanl)(infinite) && (isnanl)(infinite - infinite));
	return 0;
}
