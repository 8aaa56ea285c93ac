/* SPDX-License-Identifier: Apache-2.0
 *
 * What ppoll and pselect are for: a signal that is pending already ends the
 * wait whose mask lets it through. And waits of no length, asked for again and
 * again, let other threads and time go on.
 *
 * FLAGS: -pthread
 * NATIVE
 */
#define _GNU_SOURCE
#include <poll.h>
#include <pthread.h>
#include <semaphore.h>
#include <signal.h>
#include <sys/select.h>
#include <time.h>
#include <unistd.h>
#include "test.h"

static volatile int handled, stage;

static void handler(int signal)
{
	handled = signal;
}

static void *go_on(void *argument)
{
	for (int i = 0; i < 6; i++) {
		usleep(1000);
		stage++;
	}
	return argument;
}

int main(void)
{
	struct timespec past = {0, 0};
	struct timeval none;
	sigset_t block, empty, now;
	pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
	pthread_cond_t cond = PTHREAD_COND_INITIALIZER;
	pthread_t thread;
	sem_t semaphore;

	signal(SIGUSR1, handler);
	sigemptyset(&empty);
	sigemptyset(&block);
	sigaddset(&block, SIGUSR1);
	sigprocmask(SIG_BLOCK, &block, NULL);
	raise(SIGUSR1);
	check(!handled);
	check_error(ppoll(NULL, 0, NULL, &empty), EINTR);
	check(handled == SIGUSR1);
	handled = 0;
	raise(SIGUSR1);
	check_error(pselect(0, NULL, NULL, NULL, NULL, &empty), EINTR);
	check(handled == SIGUSR1);
	sigprocmask(SIG_BLOCK, NULL, &now);
	check(sigismember(&now, SIGUSR1));

	check(pthread_create(&thread, NULL, go_on, NULL) == 0);
	while (stage < 1)
		usleep(0);
	while (stage < 2)
		check(poll(NULL, 0, 0) == 0);
	while (stage < 3) {
		none = (struct timeval){0, 0};
		check(select(0, NULL, NULL, NULL, &none) == 0);
	}
	sem_init(&semaphore, 0, 0);
	while (stage < 4)
		check_error(sem_timedwait(&semaphore, &past), ETIMEDOUT);
	pthread_mutex_lock(&mutex);
	while (stage < 5)
		check(
		    pthread_cond_timedwait(&cond, &mutex, &past) == ETIMEDOUT);
	while (stage < 6)
		time(NULL);
	check(pthread_join(thread, NULL) == 0);
	return 0;
}
