/* SPDX-License-Identifier: Apache-2.0
 *
 * mktime: the instant that the fields name in local time. Clocks that are put
 * back give two answers, and tm_isdst chooses; without it, it is the first.
 * Clocks that are put forward leave fields that name nothing: they are read
 * by the time that ended, so 02:30 becomes 03:30.
 */
#include <errno.h>
#include <limits.h>
#include "internal/zone.h"

#define DAY 86400

/* Daylight time that is asked for where the zone has none at that date is
 * taken from the nearest day that has it. */
static const struct zrt_local *nearest(
    const struct zrt_zone *zone, int64_t seconds, bool daylight)
{
	for (int days = 1; days < 400; days++)
		for (int sign = -1; sign <= 1; sign += 2) {
			const struct zrt_local *kind = __zrt_zone_at(
			    zone, seconds + (int64_t)sign * days * DAY);

			if (kind->daylight == daylight)
				return kind;
		}
	return NULL;
}

time_t mktime(struct tm *fields)
{
	const struct zrt_zone *zone = __zrt_zone_current();
	int64_t named = __zrt_seconds(fields);
	const struct zrt_local *before = __zrt_zone_at(zone, named - DAY);
	const struct zrt_local *after = __zrt_zone_at(zone, named + DAY);
	const struct zrt_local *chosen = before;
	int64_t first = named - before->offset, second = named - after->offset;
	bool is_first = __zrt_zone_at(zone, first)->offset == before->offset;
	bool is_second = __zrt_zone_at(zone, second)->offset == after->offset;
	struct tm result;
	time_t seconds;

	if (!is_first && is_second)
		chosen = after;
	if (fields->tm_isdst >= 0) {
		bool wanted = fields->tm_isdst > 0;

		if (is_first && before->daylight == wanted)
			chosen = before;
		else if (is_second && after->daylight == wanted)
			chosen = after;
		else {
			const struct zrt_local *other =
			    nearest(zone, named, wanted);

			if (other)
				chosen = other;
		}
	}
	seconds = named - chosen->offset;
	if (!localtime_r(&seconds, &result)) {
		errno = EOVERFLOW;
		return -1;
	}
	*fields = result;
	return seconds;
}

time_t timelocal(struct tm *fields)
{
	return mktime(fields);
}
