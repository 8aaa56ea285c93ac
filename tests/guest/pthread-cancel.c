/* SPDX-License-Identifier: Apache-2.0
 *
 * Cancellation: deferred at cancellation points, disabled and enabled again,
 * cleanup handlers in order, the mutex of a condition variable held in them,
 * asynchronous while it polls, before its start; keys' destructors afterwards.
 *
 * FLAGS: -pthread
 * NATIVE
 */
#define _GNU_SOURCE
#include <pthread.h>
#include <semaphore.h>
#include <signal.h>
#include <string.h>
#include <time.h>
#include <unistd.h>
#include "test.h"

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t never = PTHREAD_COND_INITIALIZER;
static pthread_key_t key;
static sem_t ready;
static char trace[64];
static volatile int polled;

static void note(void *text)
{
	strcat(trace, text);
}

static void unlock(void *argument)
{
	check(pthread_mutex_unlock(argument) == 0); /* it was locked again */
	strcat(trace, "u");
}

static void *in_condition(void *argument)
{
	pthread_setspecific(key, "k");
	pthread_mutex_lock(&mutex);
	pthread_cleanup_push(note, "1");
	pthread_cleanup_push(unlock, &mutex);
	sem_post(&ready);
	for (;;)
		pthread_cond_wait(&never, &mutex);
	pthread_cleanup_pop(0);
	pthread_cleanup_pop(0);
	return argument;
}

static void *disabled(void *argument)
{
	int old;

	check(pthread_setcancelstate(PTHREAD_CANCEL_DISABLE, &old) == 0);
	check(old == PTHREAD_CANCEL_ENABLE);
	sem_post(&ready);
	usleep(50000);
	pthread_testcancel();
	strcat(trace, "d");
	pthread_setcancelstate(PTHREAD_CANCEL_ENABLE, NULL);
	pthread_cleanup_push(note, "c");
	pthread_testcancel();
	pthread_cleanup_pop(0);
	strcat(trace, "x");
	return argument;
}

static void *asynchronous(void *argument)
{
	pthread_setcanceltype(PTHREAD_CANCEL_ASYNCHRONOUS, NULL);
	sem_post(&ready);
	for (;;) {
		polled++;
		sched_yield();
	}
	return argument;
}

static void *sleeper(void *argument)
{
	sem_post(&ready);
	pause();
	return argument;
}

static void *popped(void *argument)
{
	pthread_cleanup_push(note, "p");
	pthread_cleanup_push(note, "q");
	pthread_cleanup_pop(1);
	pthread_exit(argument);
	pthread_cleanup_pop(0);
	return NULL;
}

static void cancelled(void *(*function)(void *), const char *expected)
{
	pthread_t thread;
	void *value;

	trace[0] = 0;
	check(pthread_create(&thread, NULL, function, NULL) == 0);
	sem_wait(&ready);
	usleep(10000);
	check(pthread_cancel(thread) == 0);
	check(pthread_join(thread, &value) == 0);
	check(value == PTHREAD_CANCELED && strcmp(trace, expected) == 0);
	check(pthread_mutex_trylock(&mutex) == 0);
	pthread_mutex_unlock(&mutex);
}

static int ends[2];

static void *reader(void *argument)
{
	char byte;

	sem_post(&ready);
	check(read(ends[0], &byte, 1) == 1);
	return argument;
}

/* What a canceled thread was reading can be closed for good. */
static void close_after(void)
{
	check(pipe(ends) == 0);
	cancelled(reader, "");
	check(close(ends[0]) == 0);
	signal(SIGPIPE, SIG_IGN);
	check_error(write(ends[1], "x", 1), EPIPE);
	close(ends[1]);
}

int main(void)
{
	pthread_t thread;
	void *value;

	sem_init(&ready, 0, 0);
	check(pthread_key_create(&key, note) == 0);
	cancelled(in_condition, "u1k");
	cancelled(disabled, "dc");
	cancelled(asynchronous, "");
	cancelled(sleeper, "");
	close_after();
	check(polled > 0);

	trace[0] = 0;
	check(pthread_create(&thread, NULL, popped, &ready) == 0);
	check(pthread_join(thread, &value) == 0 && value == &ready);
	check(strcmp(trace, "qp") == 0);
	check(pthread_setcancelstate(99, NULL) == EINVAL);
	check(pthread_setcanceltype(99, NULL) == EINVAL);
	return 0;
}
