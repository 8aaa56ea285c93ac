/* SPDX-License-Identifier: Apache-2.0
 * A lone "-" is an operand: getopt stops there or steps over it.
 * NATIVE
 */
#include <getopt.h>
#include <string.h>
#include <unistd.h>
#include "test.h"

static char *arguments[] = {"prog", "-a", "-", "-b", "-", 0};

static const struct option longs[] = {{"all", 0, 0, 'a'}, {0, 0, 0, 0}};

int main(void)
{
	char *copy[6];

	/* In POSIX's order the first operand ends the options. */
	memcpy(copy, arguments, sizeof(copy));
	check(getopt(5, copy, "+ab") == 'a');
	check(getopt(5, copy, "+ab") == -1);
	check(optind == 2 && !strcmp(copy[optind], "-"));

	/* Otherwise options behind it are found, and operands stand last. */
	memcpy(copy, arguments, sizeof(copy));
	optind = 0;
	check(getopt_long(5, copy, "ab", longs, 0) == 'a');
	check(getopt_long(5, copy, "ab", longs, 0) == 'b');
	check(getopt_long(5, copy, "ab", longs, 0) == -1);
	check(optind == 3);
	check(!strcmp(copy[3], "-") && !strcmp(copy[4], "-"));
	return 0;
}
