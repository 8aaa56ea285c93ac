/* SPDX-License-Identifier: Apache-2.0
 *
 * localtime_r.
 */
#include <errno.h>
#include "internal/zone.h"

struct tm *localtime_r(const time_t *restrict when, struct tm *restrict fields)
{
	const struct zrt_local *local;

	tzset();
	local = __zrt_zone_at(__zrt_zone_current(), *when);
	if (!__zrt_calendar(*when + local->offset, fields)) {
		errno = EOVERFLOW;
		return NULL;
	}
	fields->tm_isdst = local->daylight;
#ifdef __TM_GMTOFF
	fields->__TM_GMTOFF = local->offset;
	fields->__TM_ZONE = local->name;
#endif
	return fields;
}
