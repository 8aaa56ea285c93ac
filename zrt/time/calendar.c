/* SPDX-License-Identifier: Apache-2.0
 *
 * The Gregorian calendar, forwards and backwards. Counting in years that
 * start with March puts the leap day last, where it disturbs nothing.
 */
#include <errno.h>
#include <limits.h>
#include "internal/zone.h"

#define DAY          86400
#define DAYS_IN_400  146097
#define MARCH_0_1970 719468 /* days from the first of March of year 0 */

static int64_t floor_divide(int64_t value, int64_t by)
{
	return value / by - (value % by < 0);
}

int64_t __zrt_days(int64_t year, int64_t month, int64_t day)
{
	year += floor_divide(month, 12);
	month -= 12 * floor_divide(month, 12);
	/* From here on 0 is March. */
	month -= 2;
	if (month < 0) {
		month += 12;
		year--;
	}

	int64_t era = floor_divide(year, 400);
	int64_t of_era = year - era * 400;

	return era * DAYS_IN_400 + of_era * 365 + of_era / 4 - of_era / 100 +
	       (153 * month + 2) / 5 + day - 1 - MARCH_0_1970;
}

int64_t __zrt_seconds(const struct tm *fields)
{
	return __zrt_days(
		   fields->tm_year + 1900LL, fields->tm_mon, fields->tm_mday) *
		   DAY +
	       fields->tm_hour * 3600LL + fields->tm_min * 60LL +
	       fields->tm_sec;
}

bool __zrt_calendar(int64_t seconds, struct tm *fields)
{
	int64_t day = floor_divide(seconds, DAY);
	int second = (int)(seconds - day * DAY);
	int64_t from_march = day + MARCH_0_1970;
	int64_t era = floor_divide(from_march, DAYS_IN_400);
	int of_era = (int)(from_march - era * DAYS_IN_400);
	int year_of_era = (of_era - of_era / 1460 + of_era / 36524 -
			      of_era / (DAYS_IN_400 - 1)) /
			  365;
	int of_year =
	    of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
	int month = (5 * of_year + 2) / 153;
	int64_t year = era * 400 + year_of_era + (month >= 10);

	if (year - 1900 > INT_MAX || year - 1900 < INT_MIN)
		return false;
	fields->tm_year = (int)(year - 1900);
	fields->tm_mon = month < 10 ? month + 2 : month - 10;
	fields->tm_mday = of_year - (153 * month + 2) / 5 + 1;
	fields->tm_yday = (int)(day - __zrt_days(year, 0, 1));
	fields->tm_wday = (int)(day + 4 - 7 * floor_divide(day + 4, 7));
	fields->tm_hour = second / 3600;
	fields->tm_min = second / 60 % 60;
	fields->tm_sec = second % 60;
	return true;
}
