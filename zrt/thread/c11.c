/* SPDX-License-Identifier: Apache-2.0
 *
 * The threads of ISO C, by those of POSIX.
 */
#include <errno.h>
#include <pthread.h>
#include <stdlib.h>
#include <threads.h>
#include "internal/zrt.h"

static int translate(int error)
{
	switch (error) {
	case 0:
		return thrd_success;
	case EBUSY:
		return thrd_busy;
	case ETIMEDOUT:
		return thrd_timedout;
	case ENOMEM:
		return thrd_nomem;
	default:
		return thrd_error;
	}
}

void call_once(once_flag *flag, void (*function)(void))
{
	pthread_once(flag, function);
}

int cnd_broadcast(cnd_t *cond)
{
	return translate(pthread_cond_broadcast(cond));
}

void cnd_destroy(cnd_t *cond)
{
	pthread_cond_destroy(cond);
}

int cnd_init(cnd_t *cond)
{
	return translate(pthread_cond_init(cond, NULL));
}

int cnd_signal(cnd_t *cond)
{
	return translate(pthread_cond_signal(cond));
}

int cnd_timedwait(cnd_t *restrict cond, mtx_t *restrict mutex,
    const struct timespec *restrict until)
{
	return translate(pthread_cond_timedwait(cond, mutex, until));
}

int cnd_wait(cnd_t *cond, mtx_t *mutex)
{
	return translate(pthread_cond_wait(cond, mutex));
}

void mtx_destroy(mtx_t *mutex)
{
	pthread_mutex_destroy(mutex);
}

int mtx_init(mtx_t *mutex, int type)
{
	pthread_mutexattr_t attr;

	if (type & ~(mtx_recursive | mtx_timed))
		return thrd_error;
	pthread_mutexattr_init(&attr);
	if (type & mtx_recursive)
		pthread_mutexattr_settype(&attr, PTHREAD_MUTEX_RECURSIVE);
	return translate(pthread_mutex_init(mutex, &attr));
}

int mtx_lock(mtx_t *mutex)
{
	return translate(pthread_mutex_lock(mutex));
}

int mtx_timedlock(mtx_t *restrict mutex, const struct timespec *restrict until)
{
	return translate(pthread_mutex_timedlock(mutex, until));
}

int mtx_trylock(mtx_t *mutex)
{
	return translate(pthread_mutex_trylock(mutex));
}

int mtx_unlock(mtx_t *mutex)
{
	return translate(pthread_mutex_unlock(mutex));
}

/* The function's type differs in what it returns, which is in a register
 * either way, but the results are an int and a pointer: not callable as one
 * another's. So the pair travels in memory. */
struct start {
	thrd_start_t function;
	void *argument;
};

static void *run(void *argument)
{
	struct start start = *(struct start *)argument;

	free(argument);
	return (void *)(intptr_t)start.function(start.argument);
}

int thrd_create(thrd_t *thread, thrd_start_t function, void *argument)
{
	struct start *start = malloc(sizeof(*start));
	int error;

	if (!start)
		return thrd_nomem;
	*start = (struct start){.function = function, .argument = argument};
	error = pthread_create(thread, NULL, run, start);
	if (error)
		free(start);
	return error == EAGAIN ? thrd_nomem : translate(error);
}

thrd_t thrd_current(void)
{
	return pthread_self();
}

int thrd_detach(thrd_t thread)
{
	return translate(pthread_detach(thread));
}

int thrd_equal(thrd_t one, thrd_t other)
{
	return pthread_equal(one, other);
}

void thrd_exit(int result)
{
	pthread_exit((void *)(intptr_t)result);
}

int thrd_join(thrd_t thread, int *result)
{
	void *value;
	int error = pthread_join(thread, &value);

	if (!error && result)
		*result = (int)(intptr_t)value;
	return translate(error);
}

/* 0, -1 interrupted, -2 any other error. */
int thrd_sleep(const struct timespec *duration, struct timespec *remaining)
{
	int error = clock_nanosleep(CLOCK_REALTIME, 0, duration, remaining);

	if (!error)
		return 0;
	return error == EINTR ? -1 : -2;
}

void thrd_yield(void)
{
	sched_yield();
}

int tss_create(tss_t *key, tss_dtor_t destructor)
{
	return translate(pthread_key_create(key, destructor));
}

void tss_delete(tss_t key)
{
	pthread_key_delete(key);
}

void *tss_get(tss_t key)
{
	return pthread_getspecific(key);
}

int tss_set(tss_t key, void *value)
{
	return translate(pthread_setspecific(key, value));
}
