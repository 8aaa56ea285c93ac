/* SPDX-License-Identifier: Apache-2.0
 *
 * Threads that compete for one queue: the order in which they get what is in
 * it, their addresses and what they read from the clock go into the output.
 */
#include <pthread.h>
#include <sched.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#define WORKERS 7
#define ITEMS   400

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t filled = PTHREAD_COND_INITIALIZER;
static int queue[ITEMS], head, tail, finished;
static uint64_t history = 14695981039346656037u;

static void note(uint64_t value)
{
	history = (history ^ value) * 1099511628211u;
}

static void *work(void *argument)
{
	intptr_t self = (intptr_t)argument;
	int local;

	note((uint64_t)(uintptr_t)&local);
	for (;;) {
		struct timespec now;
		void *memory;
		int item;

		pthread_mutex_lock(&lock);
		while (head == tail && !finished)
			pthread_cond_wait(&filled, &lock);
		if (head == tail) {
			pthread_mutex_unlock(&lock);
			return (void *)(intptr_t)head;
		}
		item = queue[head++];
		pthread_mutex_unlock(&lock);
		memory = malloc((size_t)(item % 100 + 1));
		clock_gettime(CLOCK_REALTIME, &now);
		note((uint64_t)self << 32 | (uint64_t)item);
		note((uint64_t)now.tv_nsec);
		note((uint64_t)(uintptr_t)memory);
		if (item % 3 == 0)
			sched_yield();
		if (item % 7 == 0)
			nanosleep(&(struct timespec){0, item * 1000}, NULL);
		free(memory);
	}
}

int main(void)
{
	pthread_t workers[WORKERS];

	for (intptr_t i = 0; i < WORKERS; i++)
		if (pthread_create(&workers[i], NULL, work, (void *)i) != 0)
			return 1;
	for (int i = 0; i < ITEMS; i++) {
		pthread_mutex_lock(&lock);
		queue[tail++] = i;
		pthread_cond_signal(&filled);
		pthread_mutex_unlock(&lock);
		if (i % 5 == 0)
			sched_yield();
	}
	pthread_mutex_lock(&lock);
	finished = 1;
	pthread_cond_broadcast(&filled);
	pthread_mutex_unlock(&lock);
	for (int i = 0; i < WORKERS; i++)
		pthread_join(workers[i], NULL);
	printf("%d %016llx\n", head, (unsigned long long)history);
	return head != ITEMS;
}
