/* SPDX-License-Identifier: Apache-2.0
 *
 * TZ strings of POSIX, such as CET-1CEST,M3.5.0,M10.5.0/3, with what RFC 9636
 * adds: names in angle brackets and hours from -167 to 167.
 */
#include <ctype.h>
#include <string.h>
#include "internal/zone.h"

#define DAY 86400

static bool parse_number(const char **text, int limit, int *value)
{
	int number = 0;

	if (!isdigit((unsigned char)**text))
		return false;
	while (isdigit((unsigned char)**text)) {
		number = number * 10 + (*(*text)++ - '0');
		if (number > limit)
			return false;
	}
	*value = number;
	return true;
}

/* [+-]hh[:mm[:ss]] */
static bool parse_time(const char **text, int32_t *seconds)
{
	int hours, minutes = 0, rest = 0, sign = 1;

	if (**text == '+' || **text == '-')
		sign = *(*text)++ == '-' ? -1 : 1;
	if (!parse_number(text, 167, &hours))
		return false;
	if (**text == ':') {
		++*text;
		if (!parse_number(text, 59, &minutes))
			return false;
		if (**text == ':') {
			++*text;
			if (!parse_number(text, 60, &rest))
				return false;
		}
	}
	*seconds = sign * (hours * 3600 + minutes * 60 + rest);
	return true;
}

static bool parse_name(const char **text, char *name, size_t size)
{
	bool quoted = **text == '<';
	const char *start = *text += quoted;
	size_t length;

	while (
	    quoted ? **text && **text != '>' : isalpha((unsigned char)**text))
		++*text;
	length = (size_t)(*text - start);
	if (length < 3 || length >= size || (quoted && **text != '>'))
		return false;
	*text += quoted;
	memcpy(name, start, length);
	name[length] = '\0';
	return true;
}

static bool parse_date(const char **text, struct zrt_rule_date *date)
{
	date->seconds = 2 * 3600;
	if (**text == 'M') {
		date->kind = ZRT_MONTH_WEEK;
		++*text;
		if (!parse_number(text, 12, &date->month) || date->month < 1 ||
		    *(*text)++ != '.' || !parse_number(text, 5, &date->week) ||
		    date->week < 1 || *(*text)++ != '.' ||
		    !parse_number(text, 6, &date->day))
			return false;
	} else if (**text == 'J') {
		date->kind = ZRT_JULIAN;
		++*text;
		if (!parse_number(text, 365, &date->day) || date->day < 1)
			return false;
	} else {
		date->kind = ZRT_DAY_OF_YEAR;
		if (!parse_number(text, 365, &date->day))
			return false;
	}
	if (**text == '/') {
		++*text;
		return parse_time(text, &date->seconds);
	}
	return true;
}

bool __zrt_rule_parse(const char *text, struct zrt_rule *rule)
{
	int32_t west;

	memset(rule, 0, sizeof(*rule));
	if (!parse_name(&text, rule->names[0], sizeof(rule->names[0])) ||
	    !parse_time(&text, &west))
		return false;
	rule->standard.offset = -west;
	rule->standard.name = rule->names[0];
	if (!*text)
		return true;
	if (!parse_name(&text, rule->names[1], sizeof(rule->names[1])))
		return false;
	rule->has_summer = true;
	rule->summer.name = rule->names[1];
	rule->summer.daylight = true;
	rule->summer.offset = rule->standard.offset + 3600;
	if (*text && *text != ',') {
		if (!parse_time(&text, &west))
			return false;
		rule->summer.offset = -west;
	}
	if (!*text)
		text = ",M3.2.0,M11.1.0"; /* what others take, too */
	return *text++ == ',' && parse_date(&text, &rule->start) &&
	       *text++ == ',' && parse_date(&text, &rule->end) && !*text;
}

static bool is_leap(int64_t year)
{
	return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

/* Seconds since 1970 of the local midnight and time that the date names. */
static int64_t date_in(const struct zrt_rule_date *date, int64_t year)
{
	int64_t day;

	switch (date->kind) {
	case ZRT_JULIAN:
		day = __zrt_days(year, 0, 1) + date->day - 1 +
		      (is_leap(year) && date->day >= 60);
		break;
	case ZRT_DAY_OF_YEAR:
		day = __zrt_days(year, 0, 1) + date->day;
		break;
	default: {
		int64_t first = __zrt_days(year, date->month - 1, 1);
		int64_t next = __zrt_days(year, date->month, 1);
		int weekday = (int)(((first + 4) % 7 + 7) % 7);

		day = first + (date->day - weekday + 7) % 7 +
		      7 * (date->week - 1);
		while (day >= next)
			day -= 7;
	}
	}
	return day * DAY + date->seconds;
}

const struct zrt_local *__zrt_rule_at(
    const struct zrt_rule *rule, int64_t seconds)
{
	int64_t local = seconds + rule->standard.offset;
	int64_t start, end, year;
	struct tm fields;

	if (!rule->has_summer || !__zrt_calendar(local, &fields))
		return &rule->standard;
	year = fields.tm_year + 1900LL;
	start = date_in(&rule->start, year) - rule->standard.offset;
	end = date_in(&rule->end, year) - rule->summer.offset;
	/* South of the equator summer contains the turn of the year. */
	if (start < end ? seconds >= start && seconds < end
			: seconds >= start || seconds < end)
		return &rule->summer;
	return &rule->standard;
}
