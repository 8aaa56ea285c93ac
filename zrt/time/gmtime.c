/* SPDX-License-Identifier: Apache-2.0
 *
 * gmtime_r and its inverse timegm.
 */
#include <errno.h>
#include "internal/zone.h"

struct tm *gmtime_r(const time_t *restrict when, struct tm *restrict fields)
{
	if (!__zrt_calendar(*when, fields)) {
		errno = EOVERFLOW;
		return NULL;
	}
	fields->tm_isdst = 0;
#ifdef __TM_GMTOFF
	fields->__TM_GMTOFF = 0;
	fields->__TM_ZONE = "GMT";
#endif
	return fields;
}

time_t timegm(struct tm *fields)
{
	time_t seconds = __zrt_seconds(fields);

	return gmtime_r(&seconds, fields) ? seconds : -1;
}
