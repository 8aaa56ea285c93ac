/* SPDX-License-Identifier: Apache-2.0
 *
 * timespec_get of C11 and timespec_getres of C23, for their one base.
 */
#include <time.h>

#ifndef TIME_UTC
#define TIME_UTC 1
#endif

int timespec_get(struct timespec *now, int base)
{
	if (base != TIME_UTC || clock_gettime(CLOCK_REALTIME, now))
		return 0;
	return base;
}

int timespec_getres(struct timespec *resolution, int base)
{
	if (base != TIME_UTC ||
	    (resolution && clock_getres(CLOCK_REALTIME, resolution)))
		return 0;
	return base;
}
