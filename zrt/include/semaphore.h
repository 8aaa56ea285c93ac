/* SPDX-License-Identifier: Apache-2.0
 *
 * Semaphores. Functions return 0, or -1 with errno set. Named ones are shared
 * by the threads of the process: there is no other process.
 */
#ifndef _SEMAPHORE_H
#define _SEMAPHORE_H

#include <sys/cdefs.h>
#include <sys/types.h>
#include <fcntl.h>
#include <time.h>

__BEGIN_DECLS

typedef struct {
	unsigned __value;
	void *__queue[2];
	unsigned __waiters;
	unsigned __spare[4];
} sem_t;

#define SEM_FAILED ((sem_t *)0)

int sem_close(sem_t *__semaphore);
int sem_destroy(sem_t *__semaphore);
int sem_getvalue(sem_t *__restrict __semaphore, int *__restrict __value);
int sem_init(sem_t *__semaphore, int __shared, unsigned __value);
sem_t *sem_open(const char *__name, int __flags, ...);
int sem_post(sem_t *__semaphore);
int sem_timedwait(
    sem_t *__restrict __semaphore, const struct timespec *__restrict __until);
int sem_trywait(sem_t *__semaphore);
int sem_unlink(const char *__name);
int sem_wait(sem_t *__semaphore);

#if __GNU_VISIBLE || __BSD_VISIBLE
int sem_clockwait(sem_t *__restrict __semaphore, clockid_t __clock,
    const struct timespec *__restrict __until);
#endif

__END_DECLS

#endif
