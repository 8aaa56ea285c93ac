/* SPDX-License-Identifier: Apache-2.0 */
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <time.h>

/* What POSIX gives the caller's buffer. */
#define ROOM 26

static const char *name(const char (*names)[4], int index, int count)
{
	return index >= 0 && index < count ? names[index] : "???";
}

char *asctime_r(const struct tm *restrict date, char *restrict result)
{
	static const char days[7][4] = { "Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat" };
	static const char months[12][4] = { "Jan", "Feb", "Mar", "Apr", "May", "Jun",
					    "Jul", "Aug", "Sep", "Oct", "Nov", "Dec" };
	int length;

	length = sniprintf(result, ROOM, "%s %s%3d %.2d:%.2d:%.2d %lld\n",
			   name(days, date->tm_wday, 7), name(months, date->tm_mon, 12),
			   date->tm_mday, date->tm_hour, date->tm_min, date->tm_sec,
			   1900LL + date->tm_year);
	if (length < ROOM)
		return result;
	errno = EOVERFLOW;
	return NULL;
}
