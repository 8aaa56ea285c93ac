/* SPDX-License-Identifier: Apache-2.0
 *
 * What the thread functions return: every kind of mutex in every state,
 * robust mutexes, ceilings, locks and attributes; a line is a case, its
 * columns are the results in the order of the calls.
 *
 * FLAGS: -pthread
 * NATIVE
 */
#define _GNU_SOURCE
#include <limits.h>
#include <pthread.h>
#include <sched.h>
#include <semaphore.h>
#include <stdint.h>
#include <string.h>
#include <threads.h>
#include <time.h>
#include <unistd.h>
#include "test.h"

static const struct {
	int number;
	const char *name;
} errors[] = {
    {0, "ok"},
    {EAGAIN, "AGAIN"},
    {EBUSY, "BUSY"},
    {EDEADLK, "DEADLK"},
    {EINVAL, "INVAL"},
    {ENOTRECOVERABLE, "NOTRECOVERABLE"},
    {EOWNERDEAD, "OWNERDEAD"},
    {EPERM, "PERM"},
    {ESRCH, "SRCH"},
    {ETIMEDOUT, "TIMEDOUT"},
    {ENOTSUP, "NOTSUP"},
    {ERANGE, "RANGE"},
    {PTHREAD_BARRIER_SERIAL_THREAD, "SERIAL"},
};

static void tell(int result)
{
	for (size_t i = 0; i < sizeof(errors) / sizeof(*errors); i++) {
		if (errors[i].number == result) {
			printf(" %s", errors[i].name);
			return;
		}
	}
	printf(" %d", result);
}

static struct timespec after(clockid_t clock, long nanoseconds)
{
	struct timespec time;

	clock_gettime(clock, &time);
	time.tv_nsec += nanoseconds;
	time.tv_sec += time.tv_nsec / 1000000000;
	time.tv_nsec %= 1000000000;
	return time;
}

static struct timespec soon(void)
{
	return after(CLOCK_REALTIME, 2000000);
}

/* Run a call in another thread. */

struct call {
	int (*function)(void *);
	void *argument;
	int result;
};

static void *run(void *argument)
{
	struct call *call = argument;

	call->result = call->function(call->argument);
	return NULL;
}

static int elsewhere(int (*function)(void *), void *argument)
{
	struct call call = {function, argument, 0};
	pthread_t thread;

	check(!pthread_create(&thread, NULL, run, &call));
	check(!pthread_join(thread, NULL));
	return call.result;
}

static int lock(void *mutex)
{
	return pthread_mutex_lock(mutex);
}

static int try(void *mutex)
{
	return pthread_mutex_trylock(mutex);
}

static int unlock(void *mutex)
{
	return pthread_mutex_unlock(mutex);
}

static int timed(void *mutex)
{
	struct timespec time = soon();

	return pthread_mutex_timedlock(mutex, &time);
}

static int try_and_unlock(void *mutex)
{
	int result = try(mutex);

	return result ? result : unlock(mutex);
}

static int destroy(void *mutex)
{
	return pthread_mutex_destroy(mutex);
}

static void kinds_of_mutex(void)
{
	static const struct {
		const char *name;
		int type, robust, protocol;
	} kinds[] = {
	    {"normal", PTHREAD_MUTEX_NORMAL, 0, 0},
	    {"errorcheck", PTHREAD_MUTEX_ERRORCHECK, 0, 0},
	    {"recursive", PTHREAD_MUTEX_RECURSIVE, 0, 0},
	    {"default", PTHREAD_MUTEX_DEFAULT, 0, 0},
	    {"robust", PTHREAD_MUTEX_NORMAL, 1, 0},
	    {"robust errorcheck", PTHREAD_MUTEX_ERRORCHECK, 1, 0},
	    {"robust recursive", PTHREAD_MUTEX_RECURSIVE, 1, 0},
	    {"inheriting", PTHREAD_MUTEX_ERRORCHECK, 0, PTHREAD_PRIO_INHERIT},
	};

	for (size_t i = 0; i < sizeof(kinds) / sizeof(*kinds); i++) {
		pthread_mutexattr_t attr;
		pthread_mutex_t mutex;
		struct timespec bad = {0, -1}, late = {0, 0};
		int checks = kinds[i].type != PTHREAD_MUTEX_NORMAL &&
			     kinds[i].type != PTHREAD_MUTEX_DEFAULT;

		pthread_mutexattr_init(&attr);
		check(!pthread_mutexattr_settype(&attr, kinds[i].type));
		if (kinds[i].robust)
			check(!pthread_mutexattr_setrobust(
			    &attr, PTHREAD_MUTEX_ROBUST));
		check(!pthread_mutexattr_setprotocol(&attr, kinds[i].protocol));
		printf("%s:", kinds[i].name);
		tell(pthread_mutex_init(&mutex, &attr));
		if (checks || kinds[i].robust)
			tell(unlock(&mutex)); /* that nobody holds */
		tell(lock(&mutex));
		if (!kinds[i].robust && !kinds[i].protocol)
			tell(try(&mutex)); /* glibc errs in the others */
		tell(timed(&mutex));
		if (checks)
			tell(lock(&mutex));
		tell(elsewhere(try_and_unlock, &mutex));
		tell(elsewhere(timed, &mutex));
		if (checks || kinds[i].robust)
			tell(elsewhere(unlock, &mutex));
		if (!kinds[i].robust)
			tell(elsewhere(destroy, &mutex));
		while (checks && kinds[i].type == PTHREAD_MUTEX_RECURSIVE &&
		       unlock(&mutex) == 0)
			;
		if (kinds[i].type != PTHREAD_MUTEX_RECURSIVE)
			tell(unlock(&mutex));
		/* A free one is taken whatever the time says. */
		tell(pthread_mutex_timedlock(&mutex, &late));
		tell(unlock(&mutex));
		tell(pthread_mutex_timedlock(&mutex, &bad));
		tell(unlock(&mutex));
		tell(pthread_mutex_consistent(&mutex));
		tell(pthread_mutex_destroy(&mutex));
		pthread_mutexattr_destroy(&attr);
		putchar('\n');
	}
}

static int lock_and_die(void *mutex)
{
	return lock(mutex);
}

static int unlock_inconsistent(void *mutex)
{
	tell(lock(mutex));
	return unlock(mutex);
}

static void robust(void)
{
	static pthread_mutex_t mutex, second;
	pthread_mutexattr_t attr;

	pthread_mutexattr_init(&attr);
	pthread_mutexattr_setrobust(&attr, PTHREAD_MUTEX_ROBUST);
	printf("made consistent:");
	pthread_mutex_init(&mutex, &attr);
	tell(elsewhere(lock_and_die, &mutex));
	tell(try(&mutex));
	tell(pthread_mutex_consistent(&mutex));
	tell(pthread_mutex_consistent(&mutex));
	tell(unlock(&mutex));
	tell(lock(&mutex));
	tell(unlock(&mutex));
	printf("\nnot made consistent:");
	tell(elsewhere(lock_and_die, &mutex));
	tell(elsewhere(unlock_inconsistent, &mutex));
	tell(lock(&mutex));
	tell(try(&mutex));
	tell(pthread_mutex_destroy(&mutex));
	printf("\ndied twice:");
	pthread_mutex_init(&second, &attr);
	tell(elsewhere(lock_and_die, &second));
	tell(elsewhere(lock_and_die, &second));
	tell(timed(&second));
	tell(unlock(&second));
	tell(lock(&second));
	putchar('\n');
}

static void ceilings(void)
{
	int low = sched_get_priority_min(SCHED_FIFO), ceiling = -1;
	pthread_mutexattr_t attr;
	pthread_mutex_t mutex;

	printf("ceilings:");
	pthread_mutexattr_init(&attr);
	tell(pthread_mutexattr_setprotocol(&attr, 99));
	tell(pthread_mutexattr_setprioceiling(&attr, low - 1));
	tell(pthread_mutexattr_setprioceiling(&attr, 1000));
	tell(pthread_mutexattr_setprotocol(&attr, PTHREAD_PRIO_PROTECT));
	tell(pthread_mutexattr_setprioceiling(&attr, low + 4));
	tell(pthread_mutexattr_getprioceiling(&attr, &ceiling));
	printf(" %d", ceiling - low);
	tell(pthread_mutex_init(&mutex, &attr));
	tell(pthread_mutex_getprioceiling(&mutex, &ceiling));
	printf(" %d", ceiling - low);
	tell(pthread_mutex_destroy(&mutex));
	pthread_mutex_init(&mutex, NULL);
	tell(pthread_mutex_getprioceiling(&mutex, &ceiling));
	tell(pthread_mutex_setprioceiling(&mutex, low, &ceiling));
	tell(pthread_mutex_destroy(&mutex));
	putchar('\n');
}

static int read_lock(void *lock)
{
	return pthread_rwlock_tryrdlock(lock);
}

static int write_lock(void *lock)
{
	return pthread_rwlock_trywrlock(lock);
}

static int timed_read(void *lock)
{
	struct timespec time = soon();

	return pthread_rwlock_timedrdlock(lock, &time);
}

static int timed_write(void *lock)
{
	struct timespec time = after(CLOCK_MONOTONIC, 2000000);

	return pthread_rwlock_clockwrlock(lock, CLOCK_MONOTONIC, &time);
}

static void locks(void)
{
	struct timespec bad = {0, 1000000000};
	pthread_rwlock_t lock;

	pthread_rwlock_init(&lock, NULL);
	printf("rwlock, held for reading:");
	tell(pthread_rwlock_rdlock(&lock));
	tell(pthread_rwlock_rdlock(&lock));
	tell(write_lock(&lock));
	tell(elsewhere(read_lock, &lock)); /* and keeps it */
	tell(elsewhere(write_lock, &lock));
	tell(elsewhere(timed_write, &lock));
	for (int i = 0; i < 3; i++)
		tell(pthread_rwlock_unlock(&lock));
	printf("\nrwlock, held for writing:");
	tell(pthread_rwlock_wrlock(&lock));
	tell(pthread_rwlock_wrlock(&lock));
	tell(pthread_rwlock_rdlock(&lock));
	tell(read_lock(&lock));
	tell(elsewhere(read_lock, &lock));
	tell(elsewhere(timed_read, &lock));
	tell(pthread_rwlock_timedwrlock(&lock, &bad));
	tell(pthread_rwlock_unlock(&lock));
	tell(pthread_rwlock_destroy(&lock));
	putchar('\n');
}

static void conditions(void)
{
	pthread_cond_t condition = PTHREAD_COND_INITIALIZER;
	pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
	struct timespec time = soon(), bad = {0, -1};
	pthread_condattr_t attr;
	clockid_t clock;

	printf("conditions:");
	pthread_mutex_lock(&mutex);
	tell(pthread_cond_timedwait(&condition, &mutex, &time));
	tell(pthread_cond_timedwait(&condition, &mutex, &bad));
	time = after(CLOCK_MONOTONIC, 2000000);
	tell(
	    pthread_cond_clockwait(&condition, &mutex, CLOCK_MONOTONIC, &time));
	tell(pthread_cond_clockwait(
	    &condition, &mutex, CLOCK_PROCESS_CPUTIME_ID, &time));
	tell(elsewhere(try, &mutex)); /* held again */
	tell(unlock(&mutex));
	pthread_condattr_init(&attr);
	tell(pthread_condattr_getclock(&attr, &clock));
	check(clock == CLOCK_REALTIME);
	tell(pthread_condattr_setclock(&attr, CLOCK_PROCESS_CPUTIME_ID));
	tell(pthread_condattr_setclock(&attr, 12345));
	tell(pthread_condattr_setclock(&attr, CLOCK_MONOTONIC));
	tell(pthread_condattr_setpshared(&attr, 7));
	tell(pthread_cond_destroy(&condition));
	putchar('\n');
}

static int cross(void *barrier)
{
	return pthread_barrier_wait(barrier);
}

static void others(void)
{
	struct timespec time = soon();
	pthread_spinlock_t spin;
	pthread_barrier_t barrier;
	sem_t semaphore;
	int value;

	printf("barrier:");
	tell(pthread_barrier_init(&barrier, NULL, 0));
	tell(pthread_barrier_init(&barrier, NULL, 1));
	tell(cross(&barrier));
	tell(elsewhere(cross, &barrier));
	tell(pthread_barrier_destroy(&barrier));
	printf("\nspin lock:");
	tell(pthread_spin_init(&spin, PTHREAD_PROCESS_PRIVATE));
	tell(pthread_spin_lock(&spin));
	tell(pthread_spin_trylock(&spin));
	tell(pthread_spin_unlock(&spin));
	tell(pthread_spin_destroy(&spin));
	printf("\nsemaphore:");
	tell(sem_init(&semaphore, 0, SEM_VALUE_MAX + 1u) ? errno : 0);
	tell(sem_init(&semaphore, 0, SEM_VALUE_MAX) ? errno : 0);
	check(sem_post(&semaphore) == -1 && errno == EOVERFLOW);
	tell(sem_init(&semaphore, 0, 1) ? errno : 0);
	tell(sem_trywait(&semaphore) ? errno : 0);
	tell(sem_trywait(&semaphore) ? errno : 0);
	tell(sem_timedwait(&semaphore, &time) ? errno : 0);
	time.tv_nsec = 1000000000;
	tell(sem_timedwait(&semaphore, &time) ? errno : 0);
	check(sem_getvalue(&semaphore, &value) == 0 && value == 0);
	tell(sem_post(&semaphore) ? errno : 0);
	tell(sem_wait(&semaphore) ? errno : 0);
	putchar('\n');
}

static void attributes(void)
{
	struct sched_param param = {.sched_priority = 1};
	pthread_attr_t attr;
	char *memory = malloc(65536);

	pthread_attr_init(&attr);
	printf("attributes:");
	tell(pthread_attr_setdetachstate(&attr, 17));
	tell(pthread_attr_setstacksize(&attr, 100));
	tell(pthread_attr_setstacksize(&attr, PTHREAD_STACK_MIN));
	tell(pthread_attr_setstack(&attr, memory, 100));
	tell(pthread_attr_setscope(&attr, 17));
	tell(pthread_attr_setinheritsched(&attr, 17));
	tell(pthread_attr_setschedpolicy(&attr, 17));
	tell(pthread_attr_setschedpolicy(&attr, SCHED_FIFO));
	tell(pthread_attr_setschedparam(&attr, &param));
	param.sched_priority = 1000;
	tell(pthread_attr_setschedparam(&attr, &param));
	tell(pthread_attr_destroy(&attr));
	printf("\nkinds of mutexes:");
	pthread_mutexattr_t mutex;
	pthread_mutexattr_init(&mutex);
	tell(pthread_mutexattr_settype(&mutex, 17));
	tell(pthread_mutexattr_setpshared(&mutex, 17));
	tell(pthread_mutexattr_setrobust(&mutex, 17));
	putchar('\n');
	free(memory);
}

static int join_self(void *unused)
{
	(void)unused;
	return pthread_join(pthread_self(), NULL);
}

static void *slow(void *unused)
{
	usleep(20000);
	return unused;
}

static void ends(void)
{
	struct timespec time = soon();
	pthread_t thread;
	void *result;
	int state;

	printf("ends:");
	tell(elsewhere(join_self, NULL));
	check(!pthread_create(&thread, NULL, slow, NULL));
	tell(pthread_tryjoin_np(thread, &result));
	tell(pthread_timedjoin_np(thread, &result, &time));
	tell(pthread_join(thread, &result));
	check(!pthread_create(&thread, NULL, slow, NULL));
	tell(pthread_detach(thread));
	tell(pthread_detach(thread));
	tell(pthread_join(thread, NULL));
	tell(pthread_setcancelstate(17, &state));
	tell(pthread_setcanceltype(17, &state));
	tell(pthread_setname_np(pthread_self(), "a name of 16 byt"));
	tell(pthread_setname_np(pthread_self(), "one of 15 bytes"));
	tell(pthread_getname_np(pthread_self(), (char[4]){0}, 4));
	putchar('\n');
	usleep(40000);
}

/* Destructors run again while they leave values, as often as promised. */

static pthread_key_t again, once;
static int rounds, onces;

static void leave_more(void *value)
{
	rounds++;
	check(!pthread_setspecific(again, value));
}

static void leave_none(void *value)
{
	(void)value;
	onces++;
	check(!pthread_getspecific(once));
}

static int set_both(void *unused)
{
	(void)unused;
	check(!pthread_setspecific(again, &rounds));
	return pthread_setspecific(once, &onces);
}

static void keys(void)
{
	pthread_key_t all[PTHREAD_KEYS_MAX];
	int count = 0;

	printf("keys:");
	tell(pthread_key_create(&again, leave_more));
	tell(pthread_key_create(&once, leave_none));
	tell(elsewhere(set_both, NULL));
	check(rounds >= PTHREAD_DESTRUCTOR_ITERATIONS && onces == 1);
	tell(pthread_key_delete(again));
	tell(pthread_key_delete(again));
	tell(pthread_setspecific(again, NULL));
	while (
	    count < PTHREAD_KEYS_MAX && !pthread_key_create(&all[count], NULL))
		count++;
	check(count > PTHREAD_KEYS_MAX / 2);
	tell(count < PTHREAD_KEYS_MAX ? pthread_key_create(&again, NULL) : 0);
	while (count)
		check(!pthread_key_delete(all[--count]));
	putchar('\n');
}

static int c11_start(void *mutex)
{
	return mtx_trylock(mutex) == thrd_busy ? 42 : 1;
}

static void c11(void)
{
	struct timespec time = soon();
	thrd_t thread;
	mtx_t mutex;
	cnd_t condition;
	int result;

	check(mtx_init(&mutex, mtx_timed | mtx_recursive) == thrd_success);
	check(mtx_lock(&mutex) == thrd_success &&
	      mtx_trylock(&mutex) == thrd_success);
	check(thrd_create(&thread, c11_start, &mutex) == thrd_success);
	check(thrd_join(thread, &result) == thrd_success && result == 42);
	check(mtx_unlock(&mutex) == thrd_success &&
	      mtx_unlock(&mutex) == thrd_success);
	mtx_destroy(&mutex);
	check(mtx_init(&mutex, mtx_timed) == thrd_success);
	check(cnd_init(&condition) == thrd_success);
	check(mtx_timedlock(&mutex, &time) == thrd_success);
	time = soon();
	check(cnd_timedwait(&condition, &mutex, &time) == thrd_timedout);
	check(mtx_timedlock(&mutex, &time) == thrd_timedout);
	check(mtx_unlock(&mutex) == thrd_success);
	time = (struct timespec){0, 1000000};
	check(thrd_sleep(&time, NULL) == 0);
	cnd_destroy(&condition);
	mtx_destroy(&mutex);
}

int main(void)
{
	kinds_of_mutex();
	robust();
	ceilings();
	locks();
	conditions();
	others();
	attributes();
	ends();
	keys();
	c11();
	return 0;
}
