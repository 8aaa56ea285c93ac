/* SPDX-License-Identifier: Apache-2.0
 *
 * The types of <pthread.h>, <semaphore.h> and <threads.h>, which <sys/types.h>
 * declares too. Their sizes are ABI; what is in them is not. A static
 * initializer is all zero but for a mutex's type, so objects in zeroed memory
 * are valid. The words called spare are there for later fields.
 */
#ifndef _SYS__PTHREADTYPES_H_
#define _SYS__PTHREADTYPES_H_

#include <stddef.h>
#include <sys/sched.h>

/* Never 0, not used again soon: a stale one is told from a live one. */
typedef unsigned long pthread_t;
typedef unsigned int pthread_key_t;
typedef volatile int pthread_spinlock_t;

typedef struct {
	size_t __stack_size;
	size_t __guard_size;
	void *__stack;
	int __detached;
	int __scope;
	int __inherit;
	int __policy;
	int __priority;
	unsigned __spare[7];
} pthread_attr_t;

typedef struct {
	unsigned __kind; /* must be first: see PTHREAD_RECURSIVE_... */
	unsigned long __owner;
	unsigned __count;
	int __ceiling;
	void *__queue[2];
	void *__owned[2];
	unsigned __spare[2];
} pthread_mutex_t;

typedef struct {
	unsigned __kind;
	int __ceiling;
	unsigned __spare[2];
} pthread_mutexattr_t;

typedef struct {
	int __clock; /* 0: CLOCK_REALTIME */
	void *__queue[2];
	unsigned __waiters;
	void *__mutex;
	unsigned __spare[5];
} pthread_cond_t;

typedef struct {
	int __clock;
	int __shared;
	unsigned __spare[2];
} pthread_condattr_t;

typedef struct {
	unsigned long __writer;
	unsigned __readers;
	void *__queue[2];
	unsigned __shared;
	unsigned __waiting_writers;
	unsigned __spare[5];
} pthread_rwlock_t;

typedef struct {
	int __shared;
	unsigned __spare[3];
} pthread_rwlockattr_t;

typedef struct {
	unsigned __needed;
	unsigned __arrived;
	unsigned __round;
	unsigned __inside;
	void *__queue[2];
	unsigned __shared;
	unsigned __spare[3];
} pthread_barrier_t;

typedef struct {
	int __shared;
	unsigned __spare[3];
} pthread_barrierattr_t;

/* Programs assign PTHREAD_ONCE_INIT too, so it is a number. */
typedef volatile int pthread_once_t;

#define PTHREAD_CREATE_JOINABLE 0
#define PTHREAD_CREATE_DETACHED 1

#define PTHREAD_SCOPE_SYSTEM  0
#define PTHREAD_SCOPE_PROCESS 1

#define PTHREAD_INHERIT_SCHED  0
#define PTHREAD_EXPLICIT_SCHED 1

#define PTHREAD_PROCESS_PRIVATE 0
#define PTHREAD_PROCESS_SHARED  1

#define PTHREAD_PRIO_NONE    0
#define PTHREAD_PRIO_INHERIT 1
#define PTHREAD_PRIO_PROTECT 2

#define PTHREAD_MUTEX_NORMAL     0
#define PTHREAD_MUTEX_RECURSIVE  1
#define PTHREAD_MUTEX_ERRORCHECK 2
#define PTHREAD_MUTEX_DEFAULT    PTHREAD_MUTEX_NORMAL

#define PTHREAD_MUTEX_STALLED 0
#define PTHREAD_MUTEX_ROBUST  1

#endif
