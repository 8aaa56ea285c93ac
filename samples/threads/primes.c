/* SPDX-License-Identifier: Apache-2.0
 *
 * primes THREADS LIMIT: counts the primes below LIMIT; the threads take blocks
 * of numbers from a common counter and say who did how many.
 */
#include <pthread.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>

#define BLOCK 1000

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static int next_block, limit, primes;

static int is_prime(int n)
{
	for (int d = 2; d * d <= n; d++)
		if (n % d == 0)
			return 0;
	return n > 1;
}

static void *work(void *argument)
{
	int *blocks = argument;

	for (;;) {
		int start, found = 0;

		pthread_mutex_lock(&lock);
		start = next_block;
		next_block += BLOCK;
		pthread_mutex_unlock(&lock);
		if (start >= limit)
			return NULL;
		for (int n = start; n < start + BLOCK && n < limit; n++)
			found += is_prime(n);
		pthread_mutex_lock(&lock);
		primes += found;
		pthread_mutex_unlock(&lock);
		++*blocks;
		sched_yield();
	}
}

int main(int argc, char **argv)
{
	int count = argc == 3 ? atoi(argv[1]) : 0;
	pthread_t *threads = calloc((size_t)count + 1, sizeof(*threads));
	int *blocks = calloc((size_t)count + 1, sizeof(*blocks));

	if (count < 1 || threads == NULL || blocks == NULL)
		return fputs("usage: primes THREADS LIMIT\n", stderr), 2;
	limit = atoi(argv[2]);
	for (int i = 0; i < count; i++)
		if (pthread_create(&threads[i], NULL, work, &blocks[i]) != 0)
			return perror("primes"), 1;
	for (int i = 0; i < count; i++) {
		pthread_join(threads[i], NULL);
		printf("thread %d: %d blocks\n", i, blocks[i]);
	}
	printf("%d primes below %d\n", primes, limit);
	return 0;
}
