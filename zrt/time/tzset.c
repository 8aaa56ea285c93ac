/* SPDX-License-Identifier: Apache-2.0
 *
 * tzset and the variables that it sets: the names and the offset of the
 * zone's rule for the present and the future, or of its last times.
 */
#include "internal/zone.h"

#undef tzname
#undef timezone
#undef daylight

char *tzname[2] = {"UTC", "UTC"};
long timezone;
int daylight;

/* The names the C library's own sources use. */
extern char *_tzname[2] __attribute__((alias("tzname")));
extern long _timezone __attribute__((alias("timezone")));
extern int _daylight __attribute__((alias("daylight")));

void tzset(void)
{
	const struct zrt_zone *zone = __zrt_zone_current();
	const struct zrt_local *standard = NULL, *summer = NULL;

	if (zone->has_rule) {
		standard = &zone->rule.standard;
		if (zone->rule.has_summer)
			summer = &zone->rule.summer;
	}
	for (uint32_t i = zone->transitions; i-- && !(standard && summer);) {
		const struct zrt_local *kind = &zone->kind[zone->kinds[i]];

		if (kind->daylight && !summer)
			summer = kind;
		else if (!kind->daylight && !standard)
			standard = kind;
	}
	if (!standard)
		standard = &zone->kind[0];
	tzname[0] = (char *)standard->name;
	tzname[1] = (char *)(summer ? summer->name : standard->name);
	timezone = -standard->offset;
	daylight = summer != NULL;
}

void _tzset_unlocked(void)
{
	tzset();
}

void _tzset_r(struct _reent *reent)
{
	(void)reent;
	tzset();
}
