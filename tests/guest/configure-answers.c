/* SPDX-License-Identifier: Apache-2.0
 *
 * What config.site answers in place of programs that configure would run
 * (zrt/posix.py, ANSWERS).
 *
 * FLAGS: -Wno-format-truncation
 */
#include <fnmatch.h>
#include <limits.h>
#include <malloc.h>
#include <stdint.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>
#include <utime.h>
#include "test.h"

static void memory(void)
{
	void *block = malloc(0);

	check(block);
	free(block);
	block = calloc(0, 1);
	check(block);
	free(block);
	block = realloc(NULL, 0);
	check(block);
	free(block);
}

static void files(void)
{
	struct stat status;
	FILE *file = fopen("/tmp/answers", "w");

	check(file && fclose(file) == 0);
	check_error(stat("", &status), ENOENT);
	check_error(lstat("", &status), ENOENT);
	check(symlink("/tmp/answers", "/tmp/link") == 0);
	check_error(lstat("/tmp/link/", &status), ENOTDIR);
	check(utime("/tmp/answers", NULL) == 0);
	check(chown("/tmp/answers", (uid_t)-1, (gid_t)-1) == 0);
	check(getgroups(0, NULL) >= 0);
}

static void text(void)
{
	char high[] = "\200", low[] = "a", *end;

	check(memcmp(high, low, 1) > 0);
	check(strcoll("abc", "def") < 0 && strcoll("abc", "abc") == 0);
	check(strnlen("", 0) == 0 && strnlen("foobar", 3) == 3);
	check(fnmatch("a*", "abc", 0) == 0 &&
	      fnmatch("d*/*1", "d/s/1", FNM_PATHNAME) != 0);
	check(strtod("0", &end) == 0 && *end == 0);
	check(snprintf(high, 1, "%zu", sizeof(char)) == 1);
	check(strlen(strerror(INT_MAX)) > 0);
}

static void dates(void)
{
	struct tm fields = {.tm_year = 110, .tm_mon = 2, .tm_mday = 14};
	time_t first, second;

	setenv("TZ", "PST8PDT,M3.2.0/2,M11.1.0/2", 1);
	tzset();
	first = mktime(&fields);
	setenv("TZ", "UTC0", 1);
	tzset();
	fields = (struct tm){.tm_year = 110, .tm_mon = 2, .tm_mday = 14};
	second = mktime(&fields);
	check(first - second == 8 * 3600);
}

int main(void)
{
	memory();
	files();
	text();
	dates();
	return 0;
}
