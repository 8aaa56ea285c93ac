/* SPDX-License-Identifier: Apache-2.0
 *
 * Signals that are queued, waited for, sent to threads, and that interrupt:
 * real-time queues in order, sigwait and its kin, sigsuspend, masks of
 * threads, SA_RESTART, an alternate stack, sigsetjmp out of a handler.
 *
 * FLAGS: -pthread
 * NATIVE
 */
#define _GNU_SOURCE
#include <pthread.h>
#include <semaphore.h>
#include <setjmp.h>
#include <signal.h>
#include <string.h>
#include <time.h>
#include <unistd.h>
#include "test.h"

static volatile int values[10], taken, wrong_stack;
static volatile pthread_t receiver;
static sigjmp_buf out;
static char stack[65536] __attribute__((aligned(16)));

static void queue(int signal, siginfo_t *info, void *context)
{
	(void)context;
	check(info->si_signo == signal && info->si_code == SI_QUEUE);
	values[taken++] = info->si_value.sival_int;
}

static void note(int signal)
{
	(void)signal;
	taken++;
	receiver = pthread_self();
}

static void on_stack(int signal)
{
	char here;

	(void)signal;
	wrong_stack = &here < stack || &here >= stack + sizeof(stack);
}

static void leave(int signal)
{
	siglongjmp(out, signal);
}

static void handle(int signal, void (*handler)(int), int flags)
{
	struct sigaction action = {.sa_flags = flags};

	action.sa_handler = handler;
	check(sigaction(signal, &action, NULL) == 0);
}

static void queues(void)
{
	struct sigaction action = {.sa_flags = SA_SIGINFO};
	struct timespec none = {0, 0};
	union sigval value;
	sigset_t set, old;
	siginfo_t info;

	action.sa_sigaction = queue;
	sigaction(SIGRTMIN, &action, NULL);
	sigaction(SIGRTMIN + 1, &action, NULL);
	sigemptyset(&set);
	sigaddset(&set, SIGRTMIN);
	sigaddset(&set, SIGRTMIN + 1);
	check(pthread_sigmask(SIG_BLOCK, &set, &old) == 0);
	for (int i = 0; i < 6; i++) {
		value.sival_int = i;
		check(sigqueue(getpid(), SIGRTMIN + 1 - i % 2, value) == 0);
	}
	check(taken == 0);
	check(sigtimedwait(&set, &info, &none) == SIGRTMIN);
	check(info.si_value.sival_int == 1 && info.si_code == SI_QUEUE);
	check(pthread_sigmask(SIG_SETMASK, &old, NULL) == 0);
	check(taken == 5);
	/* Handlers of one number run in the order of sending; which number
	 * comes first when several are let through at once is not for sure
	 * the caller's business: a handler can interrupt another. */
	pthread_sigmask(SIG_BLOCK, &set, NULL);
	errno = 0;
	check(sigtimedwait(&set, &info, &none) == -1 && errno == EAGAIN);
	pthread_sigmask(SIG_SETMASK, &old, NULL);
}

static void *wait_for_usr1(void *argument)
{
	sigset_t set;
	int signal;

	sigemptyset(&set);
	sigaddset(&set, SIGUSR1);
	pthread_sigmask(SIG_BLOCK, &set, NULL);
	sem_post(argument);
	check(sigwait(&set, &signal) == 0 && signal == SIGUSR1);
	return NULL;
}

static void *sleeper(void *argument)
{
	struct timespec time = {1000, 0}, left = {0, 0};

	sem_post(argument);
	check(nanosleep(&time, &left) == -1 && errno == EINTR);
	check(left.tv_sec > 0 && left.tv_sec <= 1000);
	return NULL;
}

static void threads(void)
{
	pthread_t thread;
	sem_t ready;

	sem_init(&ready, 0, 0);
	pthread_create(&thread, NULL, wait_for_usr1, &ready);
	sem_wait(&ready);
	check(pthread_kill(thread, SIGUSR1) == 0);
	pthread_join(thread, NULL);

	taken = 0;
	handle(SIGUSR2, note, 0);
	pthread_create(&thread, NULL, sleeper, &ready);
	sem_wait(&ready);
	usleep(20000);
	check(pthread_kill(thread, SIGUSR2) == 0);
	pthread_join(thread, NULL);
	check(taken == 1 && pthread_equal(receiver, thread));
	check(pthread_kill(pthread_self(), 0) == 0);
	check(pthread_kill(pthread_self(), 1000) == EINVAL);
}

static void *post_later(void *argument)
{
	usleep(30000);
	sem_post(argument);
	return NULL;
}

static void interrupting(void)
{
	struct timespec until;
	sigset_t set, old;
	pthread_t thread;
	sem_t never;

	sem_init(&never, 0, 0);
	handle(SIGALRM, note, 0);
	taken = 0;
	ualarm(10000, 0);
	check_error(sem_wait(&never), EINTR);
	check(taken == 1);
	handle(SIGALRM, note, SA_RESTART);
	ualarm(10000, 0);
	pthread_create(&thread, NULL, post_later, &never);
	check(sem_wait(&never) == 0 && taken == 2);
	pthread_join(thread, NULL);
	clock_gettime(CLOCK_REALTIME, &until);
	check_error(sem_timedwait(&never, &until), ETIMEDOUT);

	sigemptyset(&set);
	sigaddset(&set, SIGUSR2);
	sigprocmask(SIG_BLOCK, &set, &old);
	raise(SIGUSR2);
	check(taken == 2);
	set = old;
	check_error(sigsuspend(&set), EINTR);
	check(taken == 3);
	sigprocmask(SIG_SETMASK, NULL, &set);
	check(sigismember(&set, SIGUSR2));
	sigprocmask(SIG_SETMASK, &old, NULL);

	ualarm(1000, 0);
	check_error(pause(), EINTR);
	check(taken == 4);
}

int main(void)
{
	stack_t alternate = {.ss_sp = stack, .ss_size = sizeof(stack)}, old;
	sigset_t mask;

	queues();
	threads();
	interrupting();

	check(sigaltstack(&alternate, NULL) == 0);
	handle(SIGUSR1, on_stack, SA_ONSTACK);
	raise(SIGUSR1);
	check(!wrong_stack);
	check(sigaltstack(NULL, &old) == 0 && old.ss_sp == stack);
	alternate.ss_size = 10;
	check_error(sigaltstack(&alternate, NULL), ENOMEM);

	handle(SIGUSR1, leave, 0);
	if (sigsetjmp(out, 1) == 0) {
		raise(SIGUSR1);
		check(0);
	}
	sigprocmask(SIG_SETMASK, NULL, &mask);
	check(!sigismember(&mask, SIGUSR1));
	return 0;
}
