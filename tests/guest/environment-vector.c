/* SPDX-License-Identifier: Apache-2.0
 *
 * The environment when the program takes part in keeping it; asctime of years
 * that its text has no room for.
 *
 * NATIVE
 */
#include <limits.h>
#include <string.h>
#include <time.h>
#include "test.h"

extern char **environ;

int main(void)
{
	char mine[40] = "NAME=a long value";
	char *vector[] = {"FIRST=1", "SECOND=2", NULL};
	struct tm date = {.tm_mday = 3, .tm_year = 126};
	const char *kept;
	char text[64];

	check(putenv(mine) == 0);
	kept = getenv("NAME");
	check(kept == mine + 5);
	strcpy(mine + 5, "other");
	check(strcmp(getenv("NAME"), "other") == 0);
	check(setenv("NAME", "x", 1) == 0 && strcmp(mine, "NAME=other") == 0);
	check(strcmp(getenv("NAME"), "x") == 0);
	check(setenv("NAME", "y", 0) == 0 && strcmp(getenv("NAME"), "x") == 0);
	check(unsetenv("NAME") == 0 && !getenv("NAME"));
	check_error(setenv("", "x", 1), EINVAL);
	check_error(setenv("A=B", "x", 1), EINVAL);
	check_error(unsetenv(""), EINVAL);
	check_error(unsetenv("A="), EINVAL);

	environ = vector;
	check(strcmp(getenv("SECOND"), "2") == 0);
	check(setenv("THIRD", "3", 1) == 0 && environ != vector && !vector[2]);
	check(strcmp(getenv("FIRST"), "1") == 0 &&
	      strcmp(getenv("THIRD"), "3") == 0);
	environ = NULL;
	check(!getenv("FIRST") && unsetenv("FIRST") == 0);
	check(setenv("FOURTH", "4", 1) == 0 &&
	      strcmp(getenv("FOURTH"), "4") == 0);
	check(!getenv("THIRD") && !environ[1]);

	memset(text, 'x', sizeof(text));
	check(asctime_r(&date, text) == text);
	check(strcmp(text, "Sun Jan  3 00:00:00 2026\n") == 0);
	date.tm_year = INT_MAX;
	memset(text, 'x', sizeof(text));
	errno = 0;
	check(!asctime_r(&date, text) && errno == EOVERFLOW && text[26] == 'x');
	errno = 0;
	check(!asctime(&date) && errno == EOVERFLOW);
	return 0;
}
