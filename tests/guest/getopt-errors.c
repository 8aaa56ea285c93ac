/* SPDX-License-Identifier: Apache-2.0
 *
 * What getopt and getopt_long leave in optopt, optarg, optind and argv, with
 * and without messages.
 *
 * NATIVE
 * FLAGS: -D_GNU_SOURCE
 */
#include <getopt.h>
#include <string.h>
#include <unistd.h>
#include "test.h"

#define COUNT(array) ((int)(sizeof(array) / sizeof(*(array))) - 1)

static const struct option names[] = {
    {"alpha", no_argument, NULL, 'a'},
    {"beta", required_argument, NULL, 'b'},
    {"betamax", optional_argument, NULL, 'm'},
    {NULL, 0, NULL, 0},
};

static void letters(void)
{
	char *unknown[] = {"p", "-xa", NULL};
	char *without[] = {"p", "-b", NULL};
	char *mixed[] = {"p", "one", "-a", "two", "-bvalue", "--", "-c", NULL};
	char *ordered[] = {"p", "one", "-a", NULL};

	optind = 0;
	opterr = 0;
	check(getopt(COUNT(unknown), unknown, "ab:") == '?' && optopt == 'x');
	check(getopt(COUNT(unknown), unknown, "ab:") == 'a' && optind == 2);
	check(getopt(COUNT(unknown), unknown, "ab:") == -1);
	optind = 0;
	check(getopt(COUNT(without), without, ":ab:") == ':' && optopt == 'b');
	optind = 0;
	check(getopt(COUNT(without), without, "ab:") == '?' && optopt == 'b');
	optind = 0;
	check(getopt(COUNT(mixed), mixed, "ab:") == 'a');
	check(getopt(COUNT(mixed), mixed, "ab:") == 'b' &&
	      strcmp(optarg, "value") == 0);
	check(getopt(COUNT(mixed), mixed, "ab:") == -1 && optind == 4);
	check(strcmp(mixed[4], "one") == 0 && strcmp(mixed[5], "two") == 0);
	check(strcmp(mixed[6], "-c") == 0);
	optind = 0;
	check(getopt(COUNT(ordered), ordered, "+a") == -1 && optind == 1);
	optind = 0;
	check(getopt(COUNT(ordered), ordered, "-a") == 1 &&
	      strcmp(optarg, "one") == 0);
	check(getopt(COUNT(ordered), ordered, "-a") == 'a');
}

static void words(void)
{
	char *arguments[] = {"p", "--al", "--beta=1", "--beta", "2", "--bet",
	    "--unknown", "--alpha=3", "--betamax", "rest", "--beta", NULL};
	int count = COUNT(arguments);
	int index = -1;

	optind = 0;
	check(getopt_long(count, arguments, "ab:", names, &index) == 'a' &&
	      index == 0);
	check(getopt_long(count, arguments, "ab:", names, &index) == 'b' &&
	      index == 1);
	check(strcmp(optarg, "1") == 0);
	check(getopt_long(count, arguments, "ab:", names, &index) == 'b');
	check(strcmp(optarg, "2") == 0);
	check(getopt_long(count, arguments, "ab:", names, &index) == '?');
	check(getopt_long(count, arguments, "ab:", names, &index) == '?' &&
	      optopt == 0);
	check(getopt_long(count, arguments, "ab:", names, &index) == '?' &&
	      optopt == 'a');
	check(getopt_long(count, arguments, "ab:", names, &index) == 'm' &&
	      !optarg);
	check(getopt_long(count, arguments, "ab:", names, &index) == '?' &&
	      optopt == 'b');
	check(getopt_long(count, arguments, "ab:", names, &index) == -1);
	check(strcmp(arguments[optind], "rest") == 0 && optind == count - 1);
}

int main(void)
{
	letters();
	words();
	check(TEMP_FAILURE_RETRY(write(1, "", 0)) == 0);
	return 0;
}
