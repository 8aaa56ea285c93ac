/* SPDX-License-Identifier: Apache-2.0
 *
 * Time goes on when it is read, never back, and a sleep takes it forward by at
 * least its length.
 *
 * NATIVE
 */
#include <string.h>
#include <sys/time.h>
#include <sys/times.h>
#include <time.h>
#include <unistd.h>
#include "test.h"

static double now(clockid_t clock)
{
	struct timespec value;

	check(clock_gettime(clock, &value) == 0);
	check(value.tv_nsec >= 0 && value.tv_nsec < 1000000000);
	return (double)value.tv_sec + (double)value.tv_nsec * 1e-9;
}

int main(void)
{
	struct timespec pause = {0, 20000000}, bad = {0, 1000000000};
	struct timeval day;
	struct tm broken;
	double start;
	time_t seconds = 86400 * 365;
	char text[50];

	start = now(CLOCK_MONOTONIC);
	for (int i = 0; i < 1000; i++) {
		double next = now(CLOCK_MONOTONIC);

		check(next >= start);
		start = next;
	}
	check(nanosleep(&pause, NULL) == 0);
	check(now(CLOCK_MONOTONIC) - start >= 0.02);
	check_error(nanosleep(&bad, NULL), EINVAL);
	start = now(CLOCK_REALTIME);
	check(usleep(10000) == 0 && now(CLOCK_REALTIME) - start >= 0.01);
	check(gettimeofday(&day, NULL) == 0);
	check(day.tv_sec >= (time_t)start && time(NULL) >= (time_t)start);
	check(clock() >= 0 && clock() != (clock_t)-1);
	check(clock_gettime(12345, &pause) == -1 && errno == EINVAL);

	check(gmtime_r(&seconds, &broken) == &broken);
	check(strftime(text, sizeof(text), "%Y-%m-%d %H:%M:%S", &broken));
	check(strcmp(text, "1971-01-01 00:00:00") == 0);
	seconds = 5000000000; /* beyond 32 bits */
	check(gmtime_r(&seconds, &broken) && broken.tm_year == 2128 - 1900);
	return 0;
}
