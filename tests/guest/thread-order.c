/* SPDX-License-Identifier: Apache-2.0
 *
 * Who comes first: hand-over of mutexes, read-write locks in the order of
 * arrival, priorities. And what one process makes of robust mutexes, named
 * semaphores, ISO C's threads, a pipe between threads, a clock that is set.
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <pthread.h>
#include <semaphore.h>
#include <signal.h>
#include <string.h>
#include <sys/stat.h>
#include <threads.h>
#include <time.h>
#include <unistd.h>
#include "test.h"

static pthread_rwlock_t rwlock = PTHREAD_RWLOCK_INITIALIZER;
static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static char order[32];

static pthread_t start(void *(*function)(void *), void *argument)
{
	pthread_t thread;

	check(pthread_create(&thread, NULL, function, argument) == 0);
	return thread;
}

static void *note(void *text)
{
	strcat(order, text);
	return NULL;
}

static void *hold_again_and_again(void *text)
{
	for (int i = 0; i < 3; i++) {
		pthread_mutex_lock(&mutex);
		note(text);
		usleep(100);
		pthread_mutex_unlock(&mutex);
	}
	return NULL;
}

static void *reader(void *argument)
{
	pthread_rwlock_rdlock(&rwlock);
	note("r");
	pthread_rwlock_unlock(&rwlock);
	return argument;
}

static void *writer(void *argument)
{
	pthread_rwlock_wrlock(&rwlock);
	note("w");
	usleep(100);
	pthread_rwlock_unlock(&rwlock);
	return argument;
}

static void arrival(void)
{
	pthread_t one = start(hold_again_and_again, "a");
	pthread_t two = start(hold_again_and_again, "b");

	pthread_join(one, NULL);
	pthread_join(two, NULL);
	check(strcmp(order, "ababab") == 0);

	order[0] = 0;
	pthread_rwlock_rdlock(&rwlock);
	one = start(writer, NULL);
	two = start(reader, NULL);
	usleep(100);
	check(pthread_rwlock_rdlock(&rwlock) == 0); /* has one already */
	pthread_rwlock_unlock(&rwlock);
	pthread_rwlock_unlock(&rwlock);
	pthread_join(one, NULL);
	pthread_join(two, NULL);
	check(strcmp(order, "wr") == 0);
}

static void priorities(void)
{
	static const struct {
		int priority;
		char *text;
	} made[] = {{10, "c"}, {30, "a"}, {20, "b"}, {10, "d"}};
	struct sched_param param = {.sched_priority = 50};
	pthread_t threads[4];
	pthread_attr_t attr;

	order[0] = 0;
	check(!pthread_setschedparam(pthread_self(), SCHED_FIFO, &param));
	pthread_attr_init(&attr);
	pthread_attr_setinheritsched(&attr, PTHREAD_EXPLICIT_SCHED);
	check(pthread_attr_setschedpolicy(&attr, SCHED_FIFO) == 0);
	for (int i = 0; i < 4; i++) {
		param.sched_priority = made[i].priority;
		check(pthread_attr_setschedparam(&attr, &param) == 0);
		check(pthread_create(&threads[i], &attr, note, made[i].text) ==
		      0);
	}
	for (int i = 0; i < 4; i++)
		pthread_join(threads[i], NULL);
	check(strcmp(order, "abcd") == 0);
	param.sched_priority = 0;
	check(!pthread_setschedparam(pthread_self(), SCHED_OTHER, &param));
}

static void *end_with_it(void *lock)
{
	pthread_mutex_lock(lock);
	return NULL;
}

static void robust(void)
{
	pthread_mutexattr_t attr;
	pthread_mutex_t lock;

	pthread_mutexattr_init(&attr);
	pthread_mutexattr_setrobust(&attr, PTHREAD_MUTEX_ROBUST);
	pthread_mutex_init(&lock, &attr);
	pthread_join(start(end_with_it, &lock), NULL);
	check(pthread_mutex_lock(&lock) == EOWNERDEAD);
	check(pthread_mutex_consistent(&lock) == 0);
	check(pthread_mutex_unlock(&lock) == 0);
	check(pthread_mutex_consistent(&lock) == EINVAL);
	pthread_join(start(end_with_it, &lock), NULL);
	check(pthread_mutex_trylock(&lock) == EOWNERDEAD);
	check(pthread_mutex_unlock(&lock) == 0);
	check(pthread_mutex_lock(&lock) == ENOTRECOVERABLE);
}

static void names(void)
{
	int flags = O_CREAT | O_EXCL;
	sem_t *semaphore = sem_open("/name", flags, 0600, 2);
	int value;

	check(semaphore != SEM_FAILED);
	check(sem_open("/name", flags, 0600, 2) == SEM_FAILED);
	check(errno == EEXIST && sem_open("/name", 0) == semaphore);
	check(sem_unlink("/name") == 0);
	check(sem_open("/name", 0) == SEM_FAILED && errno == ENOENT);
	check(sem_getvalue(semaphore, &value) == 0 && value == 2);
	check(sem_close(semaphore) == 0 && sem_close(semaphore) == 0);
	check_error(sem_close(semaphore), EINVAL);
}

static int iso_c(void *argument)
{
	thrd_yield();
	return 7 + *(int *)argument;
}

static void *write_later(void *pipe)
{
	usleep(20000);
	check(write(((int *)pipe)[1], "hi", 2) == 2);
	return NULL;
}

static void nothing(int signal)
{
	(void)signal;
}

static void across_a_pipe(void)
{
	struct sigaction action = {.sa_flags = SA_RESTART};
	pthread_t thread;
	char text[4];
	int ends[2];

	action.sa_handler = nothing;
	sigaction(SIGALRM, &action, NULL);
	check(pipe(ends) == 0);
	thread = start(write_later, ends);
	ualarm(5000, 0);
	check(read(ends[0], text, 4) == 2); /* in spite of the signal */
	pthread_join(thread, NULL);
	action.sa_flags = 0;
	sigaction(SIGALRM, &action, NULL);
	thread = start(write_later, ends);
	ualarm(5000, 0);
	check_error(read(ends[0], text, 4), EINTR);
	check(read(ends[0], text, 4) == 2);
	pthread_join(thread, NULL);
}

static void *sleep_until(void *time)
{
	check(!clock_nanosleep(CLOCK_REALTIME, TIMER_ABSTIME, time, NULL));
	note("x");
	return NULL;
}

static void another_date(void)
{
	struct timespec date = {1234567890, 0}, later = {1234567990, 0}, now;
	pthread_t thread;
	struct stat status;
	int fd;

	check(clock_settime(CLOCK_REALTIME, &date) == 0);
	check(clock_gettime(CLOCK_REALTIME, &now) == 0);
	check(now.tv_sec == date.tv_sec && time(NULL) == date.tv_sec);
	fd = open("/tmp/dated", O_CREAT | O_RDWR, 0600);
	check(fstat(fd, &status) == 0 && status.st_mtime == date.tv_sec);
	check_error(clock_settime(CLOCK_MONOTONIC, &date), EINVAL);

	order[0] = 0;
	thread = start(sleep_until, &later);
	sched_yield();
	check(clock_settime(CLOCK_REALTIME, &later) == 0);
	sched_yield();
	check(strcmp(order, "x") == 0);
	pthread_join(thread, NULL);
}

static void *last(void *argument)
{
	usleep(1000);
	puts("the last thread ends the process");
	return argument;
}

int main(void)
{
	int three = 3, result;
	thrd_t thread;

	arrival();
	priorities();
	robust();
	names();
	check(thrd_create(&thread, iso_c, &three) == thrd_success);
	check(thrd_join(thread, &result) == thrd_success && result == 10);
	across_a_pipe();
	another_date();
	start(last, NULL);
	pthread_exit(NULL);
}
