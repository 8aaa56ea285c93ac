/* SPDX-License-Identifier: Apache-2.0
 *
 * strptime: POSIX's conversions and GNU's %F %G %g %k %l %P %s %u %V %z %Z.
 * The names are those of the locale. What follows from the fields that were
 * read (the date from the day of the year or the week and back) is filled in
 * at the end.
 */
#include <ctype.h>
#include <langinfo.h>
#include <locale.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include "internal/zone.h"

#define UNSET (-1)

struct parse {
	struct tm *fields;
	int century, year_in_century;
	bool afternoon, is_12_hours, have_year, have_month, have_day;
	bool have_year_day, have_weekday;
	int week_from_sunday, week_from_monday;
};

static const char *parse_format(
    const char *text, const char *format, struct parse *state);

/* Up to `digits` digits that make a number from low to high. */
static const char *number(
    const char *text, int digits, int low, int high, int *value)
{
	int result = 0;

	while (isspace((unsigned char)*text))
		text++;
	if (!isdigit((unsigned char)*text))
		return NULL;
	while (digits-- && isdigit((unsigned char)*text))
		result = result * 10 + (*text++ - '0');
	if (result < low || result > high)
		return NULL;
	*value = result;
	return text;
}

/* The longest of `count` names from `first` on, or from `short_first` on. */
static const char *name(
    const char *text, nl_item first, nl_item short_first, int count, int *index)
{
	size_t longest = 0;

	for (int i = 0; i < 2 * count; i++) {
		const char *candidate = nl_langinfo(
		    i < count ? first + i : short_first + i - count);
		size_t length = strlen(candidate);

		if (length > longest && !strncasecmp(text, candidate, length)) {
			longest = length;
			*index = i % count;
		}
	}
	return longest ? text + longest : NULL;
}

static const char *seconds(const char *text, struct parse *state)
{
	char *end;
	time_t when = strtoll(text, &end, 10);

	if (end == text || !localtime_r(&when, state->fields))
		return NULL;
	state->have_year = state->have_month = state->have_day = true;
	state->have_weekday = state->have_year_day = true;
	return end;
}

/* Z, or + or - and hh, hhmm or hh:mm. */
static const char *offset(const char *text, struct parse *state)
{
	int sign, hours, minutes = 0;

	while (isspace((unsigned char)*text))
		text++;
	if (*text == 'Z') {
		hours = 0;
		sign = 1;
		text++;
	} else {
		if (*text != '+' && *text != '-')
			return NULL;
		sign = *text++ == '-' ? -1 : 1;
		if (!isdigit((unsigned char)text[0]) ||
		    !isdigit((unsigned char)text[1]))
			return NULL;
		text = number(text, 2, 0, 99, &hours);
		if (!text)
			return NULL;
		if (*text == ':' && isdigit((unsigned char)text[1]))
			text++;
		if (isdigit((unsigned char)*text)) {
			if (!isdigit((unsigned char)text[1]))
				return NULL;
			text = number(text, 2, 0, 59, &minutes);
			if (!text)
				return NULL;
		}
	}
#ifdef __TM_GMTOFF
	state->fields->__TM_GMTOFF = sign * (hours * 3600L + minutes * 60L);
#else
	(void)sign;
#endif
	state->fields->tm_isdst = 0;
	return text;
}

static const char *year(const char *text, struct parse *state)
{
	int value, sign = 1;

	while (isspace((unsigned char)*text))
		text++;
	if (*text == '+' || *text == '-')
		sign = *text++ == '-' ? -1 : 1;
	text = number(text, 4, 0, 9999, &value);
	if (!text)
		return NULL;
	state->fields->tm_year = sign * value - 1900;
	state->century = state->year_in_century = UNSET;
	state->have_year = true;
	return text;
}

static const char *conversion(
    char letter, const char *text, struct parse *state)
{
	struct tm *fields = state->fields;
	int ignored;

	switch (letter) {
	case 'a':
	case 'A':
		state->have_weekday = true;
		return name(text, DAY_1, ABDAY_1, 7, &fields->tm_wday);
	case 'b':
	case 'B':
	case 'h':
		state->have_month = true;
		return name(text, MON_1, ABMON_1, 12, &fields->tm_mon);
	case 'c':
		return parse_format(text, nl_langinfo(D_T_FMT), state);
	case 'C':
		state->have_year = true;
		return number(text, 2, 0, 99, &state->century);
	case 'd':
	case 'e':
		state->have_day = true;
		return number(text, 2, 1, 31, &fields->tm_mday);
	case 'D':
		return parse_format(text, "%m/%d/%y", state);
	case 'F':
		return parse_format(text, "%Y-%m-%d", state);
	case 'g':
		return number(text, 2, 0, 99, &ignored);
	case 'G':
		return number(text, 4, 0, 9999, &ignored);
	case 'H':
	case 'k':
		state->is_12_hours = false;
		return number(text, 2, 0, 23, &fields->tm_hour);
	case 'I':
	case 'l':
		text = number(text, 2, 1, 12, &fields->tm_hour);
		fields->tm_hour %= 12;
		state->is_12_hours = true;
		return text;
	case 'j':
		state->have_year_day = true;
		text = number(text, 3, 1, 366, &fields->tm_yday);
		fields->tm_yday--;
		return text;
	case 'm':
		state->have_month = true;
		text = number(text, 2, 1, 12, &fields->tm_mon);
		fields->tm_mon--;
		return text;
	case 'M':
		return number(text, 2, 0, 59, &fields->tm_min);
	case 'n':
	case 't':
		while (isspace((unsigned char)*text))
			text++;
		return text;
	case 'p':
	case 'P':
		text = name(text, AM_STR, AM_STR, 2, &ignored);
		if (text)
			state->afternoon = ignored;
		return text;
	case 'r':
		return parse_format(text, "%I:%M:%S %p", state);
	case 'R':
		return parse_format(text, "%H:%M", state);
	case 's':
		return seconds(text, state);
	case 'S':
		return number(text, 2, 0, 61, &fields->tm_sec);
	case 'T':
		return parse_format(text, "%H:%M:%S", state);
	case 'u':
		state->have_weekday = true;
		text = number(text, 1, 1, 7, &fields->tm_wday);
		fields->tm_wday %= 7;
		return text;
	case 'U':
		return number(text, 2, 0, 53, &state->week_from_sunday);
	case 'V':
		return number(text, 2, 1, 53, &ignored);
	case 'w':
		state->have_weekday = true;
		return number(text, 1, 0, 6, &fields->tm_wday);
	case 'W':
		return number(text, 2, 0, 53, &state->week_from_monday);
	case 'x':
		return parse_format(text, nl_langinfo(D_FMT), state);
	case 'X':
		return parse_format(text, nl_langinfo(T_FMT), state);
	case 'y':
		state->have_year = true;
		return number(text, 2, 0, 99, &state->year_in_century);
	case 'Y':
		return year(text, state);
	case 'z':
		return offset(text, state);
	case 'Z':
		while (isalpha((unsigned char)*text))
			text++;
		return text;
	case '%':
		return *text == '%' ? text + 1 : NULL;
	default:
		return NULL;
	}
}

static const char *parse_format(
    const char *text, const char *format, struct parse *state)
{
	for (; text && *format; format++) {
		if (isspace((unsigned char)*format)) {
			while (isspace((unsigned char)*text))
				text++;
			continue;
		}
		if (*format != '%') {
			if (*text++ != *format)
				return NULL;
			continue;
		}
		format++;
		/* Flags and widths of strftime say nothing here. */
		while (*format && strchr("_-0^#+", *format))
			format++;
		while (isdigit((unsigned char)*format))
			format++;
		if (*format == 'E' || *format == 'O')
			format++;
		if (!*format)
			return NULL;
		text = conversion(*format, text, state);
	}
	return text;
}

/* The days before the first Sunday or Monday (`first`) belong to week 0. */
static void from_week(struct parse *state, int week, int first)
{
	struct tm *fields = state->fields;
	int64_t january = __zrt_days(fields->tm_year + 1900LL, 0, 1);
	int weekday = (int)(((january + 4 - first) % 7 + 7) % 7);

	fields->tm_yday = 7 * week - (weekday + 6) % 7 - 1 +
			  (fields->tm_wday - first + 7) % 7;
	state->have_year_day = true;
}

/* Of a date that was read in part the rest is that of the fields, where they
   hold one. */
static void complete_part(struct parse *state)
{
	struct tm *fields = state->fields;
	struct tm day = {
	    .tm_year = fields->tm_year,
	    .tm_mon = fields->tm_mon,
	    .tm_mday = fields->tm_mday,
	};

	if (!state->have_year && !state->have_month && !state->have_day)
		return;
	if (day.tm_mon < 0 || day.tm_mon > 11 || day.tm_mday < 1 ||
	    day.tm_mday > 31)
		return;
	if (!__zrt_calendar(__zrt_seconds(&day), &day))
		return;
	if (!state->have_year_day)
		fields->tm_yday = day.tm_yday;
	if (!state->have_weekday)
		fields->tm_wday = day.tm_wday;
}

static void complete(struct parse *state)
{
	struct tm *fields = state->fields;
	struct tm day = {.tm_mday = 1};

	if (state->is_12_hours && state->afternoon)
		fields->tm_hour += 12;
	if (state->century != UNSET) {
		int low = state->year_in_century != UNSET
			      ? state->year_in_century
			      : 0;

		fields->tm_year = state->century * 100 + low - 1900;
	} else if (state->year_in_century != UNSET) {
		fields->tm_year = state->year_in_century +
				  (state->year_in_century < 69) * 100;
	}
	if (!state->have_year) {
		complete_part(state);
		return;
	}
	if (!state->have_year_day && !state->have_month &&
	    state->have_weekday) {
		if (state->week_from_sunday != UNSET)
			from_week(state, state->week_from_sunday, 0);
		else if (state->week_from_monday != UNSET)
			from_week(state, state->week_from_monday, 1);
	}
	day.tm_year = fields->tm_year;
	if (state->have_month || state->have_day) {
		if (!state->have_month || !state->have_day) {
			complete_part(state);
			return;
		}
		day.tm_mon = fields->tm_mon;
		day.tm_mday = fields->tm_mday;
	} else if (state->have_year_day) {
		day.tm_mday = fields->tm_yday + 1;
	} else {
		complete_part(state);
		return;
	}
	if (!__zrt_calendar(__zrt_seconds(&day), &day))
		return;
	if (!state->have_month) {
		fields->tm_year = day.tm_year;
		fields->tm_mon = day.tm_mon;
		fields->tm_mday = day.tm_mday;
	}
	fields->tm_yday = day.tm_yday;
	fields->tm_wday = day.tm_wday;
}

char *strptime(const char *restrict text, const char *restrict format,
    struct tm *restrict fields)
{
	struct parse state = {
	    .fields = fields,
	    .century = UNSET,
	    .year_in_century = UNSET,
	    .week_from_sunday = UNSET,
	    .week_from_monday = UNSET,
	};

	text = parse_format(text, format, &state);
	if (text)
		complete(&state);
	return (char *)text;
}

char *strptime_l(const char *restrict text, const char *restrict format,
    struct tm *restrict fields, locale_t locale)
{
	locale_t former = uselocale(locale);
	char *end = strptime(text, format, fields);

	uselocale(former);
	return end;
}
