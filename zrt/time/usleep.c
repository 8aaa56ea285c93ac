/* SPDX-License-Identifier: Apache-2.0 */
#include <time.h>
#include <unistd.h>

int usleep(useconds_t microseconds)
{
	struct timespec time = {.tv_sec = microseconds / 1000000,
	    .tv_nsec = (long)(microseconds % 1000000) * 1000};

	return nanosleep(&time, NULL);
}
