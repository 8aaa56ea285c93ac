/* SPDX-License-Identifier: Apache-2.0
 *
 * Threads, for those who make the thread functions: the control block, the
 * scheduler below internal/wait.h, cancellation, signals to a thread.
 *
 * One thread runs, __zvm_tp; the others are in the run queue (READY) or wait.
 * Only __zrt_block, __zrt_yield and __zrt_preempt let another thread run. All
 * else, a handler that a timer calls too, runs to its end undisturbed.
 */
#ifndef ZRT_INTERNAL_THREAD_H
#define ZRT_INTERNAL_THREAD_H

#include <limits.h>
#include <pthread.h>
#include <signal.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "internal/timer.h"
#include "internal/wait.h"

enum zrt_thread_state { ZRT_RUNNING, ZRT_READY, ZRT_WAITING, ZRT_ENDED };

/* A thread's place in the queue it waits in, if any. */
struct zrt_waiter {
	struct zrt_waiter *next, *previous;
	struct zrt_wait_queue *queue;
	struct zrt_thread *thread;
};

/* A signal that was sent and not yet taken. */
struct zrt_sent_signal {
	struct zrt_sent_signal *next;
	siginfo_t info;
};

struct zrt_pending_signals {
	sigset_t set;
	struct zrt_sent_signal *first, *last;
};

#define ZRT_KEY_BLOCK  32
#define ZRT_KEY_BLOCKS (PTHREAD_KEYS_MAX / ZRT_KEY_BLOCK)

struct zrt_key_value {
	unsigned generation; /* of the key; a stale one counts as null */
	const void *value;
};

struct zrt_thread {
	struct zrt_thread *self; /* ABI: first word */
	pthread_t id;
	struct zrt_thread *next,
	    *previous; /* all that are known, oldest first */
	char name[16];

	/* Scheduling */
	enum zrt_thread_state state;
	uint32_t stack_pointer; /* when it does not run */
	struct zrt_thread *next_ready, *previous_ready;
	int policy, priority; /* as set */
	int rank;             /* what the queues are ordered by */
	int64_t cpu_time;

	/* The wait it is in */
	struct zrt_waiter waiter;
	struct zrt_timer deadline;
	const char *waits_for;
	int wait_flags, wait_result;

	/* Its start and end */
	void *(*start)(void *);
	void *argument, *result;
	bool detached, ending, joined;
	struct zrt_wait_queue joiners;
	struct zrt_thread *joins;
	void *stack; /* lowest byte; null: the process's first stack */
	size_t stack_size, guard_size;
	bool own_stack; /* ours to give back */
	void *block;    /* the memory that this structure lies in */

	/* Cancellation */
	bool cancel_disabled, cancel_async, cancel_wanted;
	unsigned library_locks; /* held: not a good moment */
	struct __pthread_cleanup *cleanup;
	struct zrt_unwinding {
		uint64_t words[4];
	} __attribute__((aligned(16))) unwinding; /* the unwinder's */

	/* Signals */
	sigset_t mask;
	sigset_t awaited; /* by sigwait and its kin */
	struct zrt_pending_signals pending;
	stack_t alternate_stack;

	/* What it holds */
	struct zrt_file *pinned;       /* by a call that waits */
	pthread_mutex_t *owned;        /* those that are MUTEX_LISTED */
	const pthread_mutex_t *wanted; /* the one it waits for */
	unsigned read_locks;           /* that it holds, of any rwlock */
	bool wants_to_write;           /* when it waits for an rwlock */
	struct zrt_key_value *keys[ZRT_KEY_BLOCKS];
};

extern struct zrt_thread *__zvm_tp;
extern struct zrt_thread *__zrt_threads; /* the oldest */
extern unsigned __zrt_threads_live;      /* that have not ended */

/* thread/schedule.c */

#define ZRT_WAIT_REALTIME 8 /* the deadline moves when that clock is set */

#define ZRT_AGAIN (-1) /* a handler ran: look again, the wait is not over */

/* __zrt_wait, but cancellation and the handlers' runs are told to the caller:
 * 0 woken, ETIMEDOUT, EINTR, ECANCELED, ZRT_AGAIN. Only after 0 was somebody
 * woken for good. queue may be null. */
int __zrt_block(struct zrt_wait_queue *queue, int64_t deadline, int flags,
    const char *what);
/* The same until something else than ZRT_AGAIN comes. */
int __zrt_block_on(struct zrt_wait_queue *queue, int64_t deadline, int flags,
    const char *what);
/* End the wait of this thread. */
void __zrt_wake_thread(struct zrt_thread *thread, int result);
void __zrt_make_ready(struct zrt_thread *thread);
/* Give way to a thread of a higher rank that became ready, and from time to
 * time to those of the same. At the end of what can be called in a loop. */
void __zrt_preempt(void);
/* Look at timers that are due and at what they caused. */
void __zrt_time_passed(void);
/* CLOCK_REALTIME was set forward by so much. */
void __zrt_realtime_moved(int64_t by);
/* The running thread ends: another one runs, for ever. */
void __zrt_leave(void) __attribute__((noreturn));
/* Its rank changed: put it where it now belongs. */
void __zrt_reorder(struct zrt_thread *thread, int rank);
struct zrt_thread *__zrt_waiting_first(const struct zrt_wait_queue *queue);

/* thread/switch.S */
void __zrt_switch(uint32_t *save_stack_pointer, uint32_t stack_pointer);
void __zrt_call_on_stack(void (*function)(void *), void *argument, void *top);

/* thread/registry.c: numbers of threads. */
int __zrt_thread_register(struct zrt_thread *thread); /* 0 or EAGAIN */
void __zrt_thread_forget(struct zrt_thread *thread);
struct zrt_thread *__zrt_thread_find(pthread_t id); /* null: none */
unsigned __zrt_thread_number(pthread_t id);         /* for people */

/* thread/create.c */
struct zrt_thread *__zrt_thread_new(const pthread_attr_t *attr);
void __zrt_thread_free(struct zrt_thread *thread);

/* thread/deadlock.c */
void __zrt_deadlock(void) __attribute__((noreturn));

/* thread/cancel.c */
static inline bool __zrt_cancel_due(const struct zrt_thread *thread)
{
	return thread->cancel_wanted && !thread->cancel_disabled &&
	       !thread->library_locks;
}

/* thread/exit.c */
void __zrt_thread_exit(void *result) __attribute__((noreturn));
/* On the new stack, after every switch: clear up after a thread that ended. */
void __zrt_thread_arrived(void);

/* Parts of a thread's end, called by itself: thread/key.c, thread/mutex.c,
 * thread/library.c. */
void __zrt_keys_end(struct zrt_thread *thread);
void __zrt_mutexes_end(struct zrt_thread *thread);
void __zrt_library_end(void);

/* thread/mutex.c: the rank by policy, priority and the mutexes it owns. */
void __zrt_rank_update(struct zrt_thread *thread);

/* signal/deliver.c: run the handlers of what the calling thread may take.
 * Which ran, as far as an interrupted wait cares. */
enum zrt_handled { ZRT_HANDLED_NONE, ZRT_HANDLED_RESTART, ZRT_HANDLED };
enum zrt_handled __zrt_signals_deliver(void);
void __zrt_signals_free(struct zrt_thread *thread);

static inline struct zrt_wait_queue *__zrt_queue(void **words)
{
	return (struct zrt_wait_queue *)words;
}

/* time/clock_gettime.c: the deadline that an absolute time on a clock is, and
 * the flag to wait with. False when it is not a time, or the clock has none. */
bool __zrt_deadline(clockid_t clock, const struct timespec *until,
    int64_t *deadline, int *flags);
bool __zrt_clock_is_wall(clockid_t clock);
int64_t __zrt_clock_zero(clockid_t clock); /* on the virtual clock */

#endif
