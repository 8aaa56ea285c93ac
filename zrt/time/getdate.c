/* SPDX-License-Identifier: Apache-2.0
 *
 * getdate: a date in one of the forms that the file DATEMSK lists. What the
 * text does not say is taken from now, or from the next time that fits.
 */
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include "internal/zone.h"

int getdate_err;

enum {
	NO_VARIABLE = 1,
	NOT_OPEN,
	NO_STATUS,
	NOT_REGULAR,
	READ_ERROR,
	NO_MEMORY,
	NO_MATCH,
	INVALID
};

static bool match(FILE *file, const char *text, struct tm *fields)
{
	char *line = NULL;
	size_t size = 0;
	bool found = false;

	while (!found && getline(&line, &size, file) > 0) {
		const char *end;

		line[strcspn(line, "\n")] = '\0';
		*fields = (struct tm){.tm_sec = INT_MIN,
		    .tm_min = INT_MIN,
		    .tm_hour = INT_MIN,
		    .tm_mday = INT_MIN,
		    .tm_mon = INT_MIN,
		    .tm_year = INT_MIN,
		    .tm_wday = INT_MIN,
		    .tm_isdst = -1};
		end = strptime(text, line, fields);
		found = end && !*end;
	}
	free(line);
	return found;
}

static bool complete(struct tm *fields)
{
	time_t now = time(NULL);
	bool time_given = fields->tm_hour != INT_MIN;
	struct tm today;
	int day;

	localtime_r(&now, &today);
	if (!time_given) {
		fields->tm_hour = today.tm_hour;
		fields->tm_min = today.tm_min;
		fields->tm_sec = today.tm_sec;
	}
	if (fields->tm_min == INT_MIN)
		fields->tm_min = 0;
	if (fields->tm_sec == INT_MIN)
		fields->tm_sec = 0;
	if (fields->tm_mon == INT_MIN && fields->tm_mday == INT_MIN &&
	    fields->tm_year == INT_MIN) {
		int ahead = 0;

		if (fields->tm_wday != INT_MIN)
			ahead = (fields->tm_wday - today.tm_wday + 7) % 7;
		else if (time_given && fields->tm_hour * 3600 +
					       fields->tm_min * 60 +
					       fields->tm_sec <
					   today.tm_hour * 3600 +
					       today.tm_min * 60 + today.tm_sec)
			ahead = 1;
		fields->tm_year = today.tm_year;
		fields->tm_mon = today.tm_mon;
		fields->tm_mday = today.tm_mday + ahead;
	}
	if (fields->tm_mon == INT_MIN)
		fields->tm_mon = fields->tm_mday != INT_MIN &&
					 fields->tm_mday < today.tm_mday
				     ? today.tm_mon + 1
				     : today.tm_mon;
	if (fields->tm_year == INT_MIN)
		fields->tm_year =
		    today.tm_year + (fields->tm_mon < today.tm_mon);
	if (fields->tm_mday == INT_MIN) {
		struct tm first = *fields;

		first.tm_mday = 1;
		__zrt_calendar(__zrt_seconds(&first), &first);
		fields->tm_mday =
		    fields->tm_wday == INT_MIN
			? 1
			: 1 + (fields->tm_wday - first.tm_wday + 7) % 7;
	}
	day = fields->tm_mday;
	if (mktime(fields) == -1)
		return false;
	return day > 31 || fields->tm_mday == day || day > 28;
}

struct tm *getdate(const char *text)
{
	static struct tm fields;
	const char *path = getenv("DATEMSK");
	struct stat status;
	FILE *file;
	bool found;

	if (!path || !*path) {
		getdate_err = NO_VARIABLE;
		return NULL;
	}
	file = fopen(path, "re");
	if (!file) {
		getdate_err = NOT_OPEN;
		return NULL;
	}
	if (fstat(fileno(file), &status) < 0)
		getdate_err = NO_STATUS;
	else if (!S_ISREG(status.st_mode))
		getdate_err = NOT_REGULAR;
	else
		getdate_err = 0;
	if (getdate_err) {
		fclose(file);
		return NULL;
	}
	found = match(file, text, &fields);
	if (!found)
		getdate_err = ferror(file) ? READ_ERROR : NO_MATCH;
	fclose(file);
	if (found && !complete(&fields)) {
		getdate_err = INVALID;
		found = false;
	}
	return found ? &fields : NULL;
}
