/* SPDX-License-Identifier: Apache-2.0
 *
 * POSIX timers, interval timers and alarm: by signal, by thread, by nobody,
 * once and again, relative and absolute, overruns.
 *
 * FLAGS: -pthread
 * LIBS: -lrt
 * NATIVE
 */
#define _GNU_SOURCE
#include <pthread.h>
#include <semaphore.h>
#include <signal.h>
#include <stdint.h>
#include <string.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>
#include "test.h"

static volatile int expired, value;
static sem_t called;

static void on_signal(int signal, siginfo_t *info, void *context)
{
	(void)context;
	check(info->si_signo == signal);
	expired++;
	if (info->si_code == SI_TIMER)
		value = info->si_value.sival_int;
}

static void on_thread(union sigval argument)
{
	value = argument.sival_int;
	sem_post(&called);
}

static struct itimerspec every(long first, long interval)
{
	return (struct itimerspec){
	    .it_value = {first / 1000, first % 1000 * 1000000},
	    .it_interval = {interval / 1000, interval % 1000 * 1000000}};
}

static void by_signal(void)
{
	struct sigevent event = {.sigev_notify = SIGEV_SIGNAL};
	struct sigaction action = {.sa_flags = SA_SIGINFO};
	struct itimerspec setting = every(20, 10), now;
	struct timespec pause = {0, 200000000};
	sigset_t set, old;
	timer_t timer;

	action.sa_sigaction = on_signal;
	sigaction(SIGUSR1, &action, NULL);
	sigaction(SIGALRM, &action, NULL);
	event.sigev_signo = SIGUSR1;
	event.sigev_value.sival_int = 77;
	check(timer_create(CLOCK_MONOTONIC, &event, &timer) == 0);
	check(timer_gettime(timer, &now) == 0);
	check(now.it_value.tv_sec == 0 && now.it_value.tv_nsec == 0);
	check(timer_settime(timer, 0, &setting, NULL) == 0);
	check(timer_gettime(timer, &now) == 0);
	check(now.it_value.tv_nsec > 0 && now.it_value.tv_nsec <= 20000000);
	check(now.it_interval.tv_nsec == 10000000);
	while (expired < 3)
		check_error(nanosleep(&pause, NULL), EINTR);
	check(value == 77 && timer_getoverrun(timer) >= 0);

	sigemptyset(&set);
	sigaddset(&set, SIGUSR1);
	sigprocmask(SIG_BLOCK, &set, &old);
	check(nanosleep(&pause, NULL) == 0);
	expired = 0;
	setting = every(0, 0);
	sigprocmask(SIG_SETMASK, &old, NULL);
	check(expired >= 1 && timer_getoverrun(timer) >= 10);
	check(timer_settime(timer, 0, &setting, &now) == 0);
	check(timer_delete(timer) == 0);
}

static void by_thread_and_none(void)
{
	struct sigevent event = {.sigev_notify = SIGEV_THREAD};
	struct itimerspec setting = every(5, 5), now;
	struct timespec start;
	timer_t timer;

	sem_init(&called, 0, 0);
	event.sigev_notify_function = on_thread;
	event.sigev_value.sival_int = 5;
	check(timer_create(CLOCK_REALTIME, &event, &timer) == 0);
	check(timer_settime(timer, 0, &setting, NULL) == 0);
	for (int i = 0; i < 3; i++)
		check(sem_wait(&called) == 0);
	check(value == 5);
	check(timer_delete(timer) == 0);

	event.sigev_notify = SIGEV_NONE;
	check(timer_create(CLOCK_REALTIME, &event, &timer) == 0);
	check(clock_gettime(CLOCK_REALTIME, &start) == 0);
	setting.it_value = start;
	setting.it_value.tv_sec += 100;
	setting.it_interval.tv_nsec = 0;
	check(timer_settime(timer, TIMER_ABSTIME, &setting, NULL) == 0);
	check(timer_gettime(timer, &now) == 0);
	check(now.it_value.tv_sec >= 98 && now.it_value.tv_sec <= 100);
	check(timer_delete(timer) == 0);

	setting.it_value.tv_nsec = 1000000000;
	event.sigev_notify = 999;
	check_error(timer_create(CLOCK_REALTIME, &event, &timer), EINVAL);
	check_error(timer_create(99999, NULL, &timer), EINVAL);
}

static void intervals(void)
{
	struct timespec endless = {0, 999999999}, left;
	struct itimerval setting = {{0, 10000}, {0, 20000}}, old;
	struct timespec pause = {10, 0};

	expired = 0;
	check(setitimer(ITIMER_REAL, &setting, NULL) == 0);
	check(getitimer(ITIMER_REAL, &old) == 0);
	check(old.it_value.tv_usec > 0 && old.it_interval.tv_usec == 10000);
	while (expired < 3)
		nanosleep(&pause, NULL);
	memset(&setting, 0, sizeof(setting));
	check(setitimer(ITIMER_REAL, &setting, &old) == 0);
	check(old.it_interval.tv_usec == 10000);
	setting.it_value.tv_usec = 1000000;
	check_error(setitimer(ITIMER_REAL, &setting, NULL), EINVAL);
	check_error(setitimer(99, &setting, NULL), EINVAL);

	expired = 0;
	check(alarm(100) == 0);
	check(alarm(1) >= 99);
	check(sleep(50) >= 48 && expired == 1);
	check(alarm(0) == 0);

	/* More than nanoseconds of 64 bits hold. */
	endless.tv_sec = sizeof(endless.tv_sec) == 8 ? INT64_MAX : INT32_MAX;
	check(alarm(1) == 0);
	check_error(nanosleep(&endless, &left), EINTR);
#ifdef __nacl__ /* Linux says 292 years */
	check(endless.tv_sec - left.tv_sec < 10);
#endif

	/* Processor time goes on while somebody looks at it. */
	signal(SIGPROF, SIG_DFL);
	setting = (struct itimerval){{0, 0}, {0, 2000}};
	struct sigaction action = {.sa_flags = SA_SIGINFO};

	action.sa_sigaction = on_signal;
	sigaction(SIGPROF, &action, NULL);
	expired = 0;
	check(setitimer(ITIMER_PROF, &setting, NULL) == 0);
	while (!expired)
		clock();
}

int main(void)
{
	by_signal();
	by_thread_and_none();
	intervals();
	return 0;
}
