/* SPDX-License-Identifier: Apache-2.0
 *
 * The main of a glibc test, included at its end.
 */
#include <getopt.h>
#include <support/check.h>
#include <support/test-driver.h>

int suite_failures;

#if !defined(TEST_FUNCTION) && !defined(TEST_FUNCTION_ARGV)
#define TEST_FUNCTION do_test
#endif

int main(int argc, char **argv)
{
	int status;

	(void)argc, (void)argv, (void)test_dir, (void)test_verbose;
#ifdef PREPARE
	PREPARE(argc, argv);
#endif
#ifdef TEST_FUNCTION_ARGV
	status = TEST_FUNCTION_ARGV(argc, argv);
#else
	status = TEST_FUNCTION();
#endif
	if (status == 0 && suite_failures > 0)
		status = 1;
	fflush(stdout);
	return status;
}
