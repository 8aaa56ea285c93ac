/* SPDX-License-Identifier: Apache-2.0
 *
 * Time zones and the calendar. Seconds are counted from 1970 without leap
 * seconds; offsets are seconds east of Greenwich, the opposite of TZ's sign.
 */
#ifndef ZRT_INTERNAL_ZONE_H
#define ZRT_INTERNAL_ZONE_H

#include <stdbool.h>
#include <stdint.h>
#include <time.h>

/* One kind of local time. */
struct zrt_local {
	int32_t offset;
	bool daylight;
	const char *name;
};

/* When one kind of time gives way to the other, every year. */
struct zrt_rule_date {
	enum {
		ZRT_JULIAN,      /* 1-365, never the 29th of February */
		ZRT_DAY_OF_YEAR, /* 0-365 */
		ZRT_MONTH_WEEK   /* a weekday of a week of a month */
	} kind;
	int month, week, day;
	int32_t seconds; /* from that day's midnight, in the time that ends */
};

/* A TZ string of POSIX. The names live as long as the rule. */
struct zrt_rule {
	struct zrt_local standard, summer;
	bool has_summer;
	struct zrt_rule_date start, end; /* of summer time */
	char names[2][32];
};

struct zrt_zone {
	/* Sorted; from each on, the kind of the same index holds. */
	uint32_t transitions;
	int64_t *times;
	uint8_t *kinds;
	uint32_t kind_count;
	struct zrt_local *kind; /* the first holds before all transitions */
	bool has_rule;          /* after the last transition */
	struct zrt_rule rule;
	void *memory; /* all the arrays */
};

/* time/zone_rule.c: false when the text is no rule. */
bool __zrt_rule_parse(const char *text, struct zrt_rule *rule);
const struct zrt_local *__zrt_rule_at(
    const struct zrt_rule *rule, int64_t seconds);

/* time/zone_file.c: false when the file is not there or damaged. */
bool __zrt_zone_read(const char *path, struct zrt_zone *zone);

/* time/zone.c: the zone that TZ names now, and its time at an instant. */
const struct zrt_zone *__zrt_zone_current(void);
const struct zrt_local *__zrt_zone_at(
    const struct zrt_zone *zone, int64_t seconds);

/* time/calendar.c: days since 1970 of a date; month may be any number. */
int64_t __zrt_days(int64_t year, int64_t month, int64_t day);
/* The fields but for zone and daylight; false when the year is too large. */
bool __zrt_calendar(int64_t seconds, struct tm *fields);
/* The inverse; the fields may have any value. */
int64_t __zrt_seconds(const struct tm *fields);

#endif
