/* SPDX-License-Identifier: Apache-2.0
 *
 * A thousand threads at once, with stacks of 256 KiB that each uses half of;
 * then as many again, one after another.
 *
 * FLAGS: -pthread
 * NATIVE
 */
#include <pthread.h>
#include <string.h>
#include "test.h"

#define THREADS 1000

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t all_here = PTHREAD_COND_INITIALIZER;
static int here;

static void *work(void *argument)
{
	volatile char room[128 * 1024];

	memset((char *)room, (int)(size_t)argument, sizeof(room));
	pthread_mutex_lock(&mutex);
	if (++here == THREADS)
		pthread_cond_broadcast(&all_here);
	while (here < THREADS)
		pthread_cond_wait(&all_here, &mutex);
	pthread_mutex_unlock(&mutex);
	for (size_t i = 0; i < sizeof(room); i += 1000)
		check(room[i] == (char)(size_t)argument);
	return argument;
}

int main(void)
{
	static pthread_t threads[THREADS];
	pthread_attr_t attr;
	void *value;

	pthread_attr_init(&attr);
	check(pthread_attr_setstacksize(&attr, 256 * 1024) == 0);
	for (size_t i = 0; i < THREADS; i++)
		check(!pthread_create(&threads[i], &attr, work, (void *)i));
	for (size_t i = 0; i < THREADS; i++)
		check(!pthread_join(threads[i], &value) && value == (void *)i);
	for (size_t i = 0; i < THREADS; i++) {
		check(!pthread_create(&threads[0], &attr, work, (void *)i));
		check(!pthread_join(threads[0], &value) && value == (void *)i);
	}
	return 0;
}
