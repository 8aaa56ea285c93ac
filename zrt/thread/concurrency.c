/* SPDX-License-Identifier: Apache-2.0
 *
 * pthread_setconcurrency and pthread_getconcurrency: a hint that says nothing
 * to a machine with one processor, but is remembered.
 */
#include <errno.h>
#include <pthread.h>

static int concurrency;

int pthread_getconcurrency(void)
{
	return concurrency;
}

int pthread_setconcurrency(int level)
{
	if (level < 0)
		return EINVAL;
	concurrency = level;
	return 0;
}
