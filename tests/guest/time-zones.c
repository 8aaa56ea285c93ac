/* SPDX-License-Identifier: Apache-2.0
 *
 * TZ: rules, files of the tz database, and what localtime, mktime, strftime
 * and tzset make of them.
 *
 * NATIVE
 * FLAGS: -D_GNU_SOURCE
 */
#include <stdint.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>
#include "test.h"

static void zone(const char *name)
{
	setenv("TZ", name, 1);
	tzset();
}

static void shows(time_t when, const char *expected)
{
	char text[64];
	struct tm fields;

	check(localtime_r(&when, &fields));
	check(strftime(text, sizeof(text), "%F %T %z %Z", &fields) > 0);
	if (strcmp(text, expected))
		fprintf(stderr, "%lld: got %s\n", (long long)when, text);
	check(strcmp(text, expected) == 0);
}

static time_t made(int year, int month, int day, int hour, int minute, int dst)
{
	struct tm fields = {.tm_year = year - 1900,
	    .tm_mon = month - 1,
	    .tm_mday = day,
	    .tm_hour = hour,
	    .tm_min = minute,
	    .tm_isdst = dst};

	return mktime(&fields);
}

static void rules(void)
{
	zone("CET-1CEST,M3.5.0,M10.5.0/3");
	check(strcmp(tzname[0], "CET") == 0 && strcmp(tzname[1], "CEST") == 0);
	check(timezone == -3600 && daylight);
	shows(0, "1970-01-01 01:00:00 +0100 CET");
	shows(1679792399, "2023-03-26 01:59:59 +0100 CET");
	shows(1679792400, "2023-03-26 03:00:00 +0200 CEST");
	shows(1698541199, "2023-10-29 02:59:59 +0200 CEST");
	shows(1698541200, "2023-10-29 02:00:00 +0100 CET");
	check(made(2023, 7, 1, 12, 0, -1) == 1688205600);
	check(made(2023, 7, 1, 12, 0, 0) == 1688205600 + 3600);
	check(made(2023, 10, 29, 2, 30, 1) == 1698539400);
	check(made(2023, 10, 29, 2, 30, 0) == 1698543000);
	check(made(2023, 14, 1, 0, 0, -1) == made(2024, 2, 1, 0, 0, -1));

	zone("NZST-12NZDT,M9.5.0,M4.1.0/3");
	shows(1704067200, "2024-01-01 13:00:00 +1300 NZDT");
	shows(1719792000, "2024-07-01 12:00:00 +1200 NZST");

	zone("<-0330>3:30<-0230>,J60/0,300/1:30");
	shows(951782400, "2000-02-28 20:30:00 -0330 -0330");
	shows(962409600, "2000-06-30 21:30:00 -0230 -0230");

	zone("XXX0:30");
	shows(0, "1969-12-31 23:30:00 -0030 XXX");
	check(!daylight && timezone == 1800);

	zone("UTC0");
	shows(-2208988800, "1900-01-01 00:00:00 +0000 UTC");
}

static void put(FILE *file, int64_t value, int bytes)
{
	while (bytes--)
		fputc((int)(value >> (8 * bytes)) & 0xff, file);
}

static void header(FILE *file, int times, int kinds, int characters)
{
	fputs("TZif2", file);
	put(file, 0, 15);
	put(file, 0, 4);
	put(file, 0, 4);
	put(file, 0, 4);
	put(file, times, 4);
	put(file, kinds, 4);
	put(file, characters, 4);
}

/* AAA until the year 2000, then BBB an hour ahead, then by the rule. */
static void write_zone(const char *path)
{
	FILE *file = fopen(path, "w");

	check(file);
	header(file, 0, 1, 4);
	put(file, 0, 6);
	fwrite("UTC", 1, 4, file);
	header(file, 2, 3, 12);
	put(file, 946684800, 8);
	put(file, 978307200, 8);
	put(file, 1, 1);
	put(file, 2, 1);
	put(file, 7200, 4), put(file, 0, 1), put(file, 0, 1);
	put(file, 10800, 4), put(file, 1, 1), put(file, 4, 1);
	put(file, 7200, 4), put(file, 0, 1), put(file, 8, 1);
	fwrite("AAA\0BBB\0CCC", 1, 12, file);
	fputs("\nCCC-2DDD,M4.1.0,M9.1.0\n", file);
	check(fclose(file) == 0);
}

static void files(void)
{
	char folder[] = "/tmp/zones.XXXXXX", path[64], name[80];

	check(mkdtemp(folder));
	check(setenv("TZDIR", folder, 1) == 0);
	snprintf(path, sizeof(path), "%s/Here", folder);
	check(mkdir(path, 0777) == 0);
	snprintf(path, sizeof(path), "%s/Here/There", folder);
	write_zone(path);

	zone("Here/There");
	shows(946684799, "2000-01-01 01:59:59 +0200 AAA");
	shows(946684800, "2000-01-01 03:00:00 +0300 BBB");
	shows(978307200, "2001-01-01 02:00:00 +0200 CCC");
	shows(1688205600, "2023-07-01 13:00:00 +0300 DDD");
	check(strcmp(tzname[0], "CCC") == 0 && strcmp(tzname[1], "DDD") == 0);
	check(daylight && timezone == -7200);
	check(made(2000, 6, 1, 0, 0, -1) == 959806800);

	zone(":Here/There");
	shows(946684800, "2000-01-01 03:00:00 +0300 BBB");
	snprintf(name, sizeof(name), ":%s", path);
	zone(name);
	shows(946684800, "2000-01-01 03:00:00 +0300 BBB");

	zone("");
	check(timezone == 0 && !daylight);
	unlink(path);
	*strrchr(path, '/') = '\0';
	rmdir(path);
	rmdir(folder);
}

static void broken_down(void)
{
	struct tm fields = {.tm_year = 124, .tm_mon = 1, .tm_mday = 30};
	time_t large = 67767976233529199LL;

	check(timegm(&fields) == 1709251200);
	check(fields.tm_mon == 2 && fields.tm_mday == 1);
	check(fields.tm_wday == 5 && fields.tm_yday == 60);
	check(gmtime_r(&large, &fields) && fields.tm_year == 2147481747);
	large = INT64_MAX;
	check(!gmtime_r(&large, &fields) && errno == EOVERFLOW);
	for (time_t day = -800000; day < 800000; day += 37) {
		time_t when = day * 86400 + 12345;

		check(gmtime_r(&when, &fields) && timegm(&fields) == when);
	}
}

static void parsing(void)
{
	struct tm fields = {0};
	char text[64];

	check(*strptime("2024-02-29 23:59:58", "%Y-%m-%d %H:%M:%S", &fields) ==
	      0);
	check(fields.tm_year == 124 && fields.tm_mon == 1 &&
	      fields.tm_mday == 29 && fields.tm_yday == 59 &&
	      fields.tm_wday == 4);
	check(*strptime("Mon, 01 Jan 2001 07:08:09 PM",
		  "%a, %d %b %Y %I:%M:%S %p", &fields) == 0);
	check(fields.tm_hour == 19 && fields.tm_yday == 0);
	check(
	    *strptime("12/31/69", "%D", &fields) == 0 && fields.tm_year == 69);
	check(*strptime("+01:30", "%z", &fields) == 0 &&
	      fields.tm_gmtoff == 5400);
	check(!strptime("+013", "%z", &fields));
	check(*strptime("68", "%y", &fields) == 0 && fields.tm_year == 168);
	check(
	    *strptime("+0130", "%z", &fields) == 0 && fields.tm_gmtoff == 5400);
	check(!strptime("13", "%m", &fields));
	check(!strptime("x", "%d", &fields));
	check(*strptime("100 2023", "%j %Y", &fields) == 0 &&
	      fields.tm_mon == 3 && fields.tm_mday == 10);
	/* A date in parts: each call completes it from the fields. */
	check(*strptime("2007", "%Y", &fields) == 0);
	check(*strptime("12", "%d", &fields) == 0);
	check(*strptime("Feb", "%b", &fields) == 0);
	check(fields.tm_wday == 1 && fields.tm_yday == 42);
	check(*strptime("8", "%d", &fields) == 0);
	check(fields.tm_wday == 4 && fields.tm_yday == 38);
	check(*strptime("100 2023", "%j %Y", &fields) == 0);
	check(strftime(text, sizeof(text), "%G-W%V-%u %C %e|%%", &fields));
	check(strcmp(text, "2023-W15-1 20 10|%") == 0);
}

int main(void)
{
	rules();
	files();
	broken_down();
	parsing();
	return 0;
}
