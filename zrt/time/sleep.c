/* SPDX-License-Identifier: Apache-2.0
 *
 * sleep, in whole seconds: what is left is rounded up, so that an interrupted
 * sleep never reads as a finished one.
 */
#include <time.h>
#include <unistd.h>

unsigned sleep(unsigned seconds)
{
	struct timespec time = {.tv_sec = seconds}, left = {.tv_sec = 0};

	if (!nanosleep(&time, &left))
		return 0;
	return (unsigned)left.tv_sec + (left.tv_nsec > 0);
}
