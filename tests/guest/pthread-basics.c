/* SPDX-License-Identifier: Apache-2.0
 *
 * Threads: create, join, detach, exit values, specific data with destructors,
 * mutexes of each type, a condition variable, once, barriers, semaphores.
 *
 * FLAGS: -pthread
 * NATIVE
 */
#define _GNU_SOURCE
#include <pthread.h>
#include <semaphore.h>
#include <string.h>
#include <time.h>
#include "test.h"

#define THREADS 20

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t changed = PTHREAD_COND_INITIALIZER;
static pthread_once_t once = PTHREAD_ONCE_INIT;
static pthread_key_t key;
static pthread_barrier_t barrier;
static sem_t semaphore;
static int count, initialized, destroyed, serial;

static void initialize(void)
{
	initialized++;
}

static void destroy(void *value)
{
	destroyed++;
	free(value);
}

static void *work(void *argument)
{
	int result;

	check(pthread_once(&once, initialize) == 0);
	check(pthread_setspecific(key, malloc(10)) == 0);
	result = pthread_barrier_wait(&barrier);
	check(result == 0 || result == PTHREAD_BARRIER_SERIAL_THREAD);
	for (int i = 0; i < 100; i++) {
		pthread_mutex_lock(&mutex);
		serial += result == PTHREAD_BARRIER_SERIAL_THREAD && i == 0;
		count++;
		pthread_cond_signal(&changed);
		pthread_mutex_unlock(&mutex);
		sched_yield();
	}
	sem_post(&semaphore);
	errno = (int)(size_t)argument; /* is the thread's own */
	sched_yield();
	check(errno == (int)(size_t)argument);
	if ((size_t)argument % 2)
		pthread_exit(argument);
	return argument;
}

static void *nothing(void *argument)
{
	return argument;
}

static void mutex_types(void)
{
	pthread_mutexattr_t attr;
	pthread_mutex_t lock;
	struct timespec past = {0, 0};

	pthread_mutexattr_init(&attr);
	pthread_mutexattr_settype(&attr, PTHREAD_MUTEX_ERRORCHECK);
	pthread_mutex_init(&lock, &attr);
	check(pthread_mutex_unlock(&lock) == EPERM);
	check(pthread_mutex_lock(&lock) == 0);
	check(pthread_mutex_lock(&lock) == EDEADLK);
	check(pthread_mutex_trylock(&lock) == EBUSY);
	check(pthread_mutex_unlock(&lock) == 0);
	check(pthread_mutex_destroy(&lock) == 0);

	pthread_mutexattr_settype(&attr, PTHREAD_MUTEX_RECURSIVE);
	pthread_mutex_init(&lock, &attr);
	check(pthread_mutex_lock(&lock) == 0);
	check(pthread_mutex_lock(&lock) == 0);
	check(pthread_mutex_unlock(&lock) == 0);
	check(pthread_mutex_unlock(&lock) == 0);
	check(pthread_mutex_unlock(&lock) == EPERM);
	check(pthread_mutex_destroy(&lock) == 0);
	check(pthread_mutexattr_settype(&attr, 77) == EINVAL);

	check(pthread_mutex_lock(&mutex) == 0);
	check(pthread_mutex_timedlock(&mutex, &past) == ETIMEDOUT);
	check(pthread_mutex_unlock(&mutex) == 0);
}

int main(void)
{
	pthread_t threads[THREADS], other;
	pthread_attr_t attr;
	size_t size;
	void *value;

	check(pthread_key_create(&key, destroy) == 0);
	check(pthread_barrier_init(&barrier, NULL, THREADS) == 0);
	check(sem_init(&semaphore, 0, 0) == 0);
	for (size_t i = 0; i < THREADS; i++)
		check(pthread_create(&threads[i], NULL, work, (void *)i) == 0);
	pthread_mutex_lock(&mutex);
	while (count < 100 * THREADS)
		pthread_cond_wait(&changed, &mutex);
	pthread_mutex_unlock(&mutex);
	for (int i = 0; i < THREADS; i++)
		check(sem_wait(&semaphore) == 0);
	check_error(sem_trywait(&semaphore), EAGAIN);
	for (size_t i = 0; i < THREADS; i++) {
		check(pthread_join(threads[i], &value) == 0);
		check(value == (void *)i);
	}
	check(initialized == 1 && destroyed == THREADS && serial == 1);
	check(pthread_barrier_destroy(&barrier) == 0);

	check(pthread_attr_init(&attr) == 0);
	check(pthread_attr_setstacksize(&attr, 100 * 1024) == 0);
	check(pthread_attr_getstacksize(&attr, &size) == 0 && size == 102400);
	check(pthread_attr_setstacksize(&attr, 100) == EINVAL);
	check(pthread_attr_setdetachstate(&attr, PTHREAD_CREATE_DETACHED) == 0);
	check(pthread_create(&other, &attr, nothing, NULL) == 0);
	check(pthread_create(&other, NULL, nothing, &attr) == 0);
	check(!pthread_equal(other, pthread_self()));
	check(pthread_join(other, &value) == 0 && value == &attr);
	check(pthread_join(pthread_self(), NULL) == EDEADLK);
	mutex_types();
	return 0;
}
