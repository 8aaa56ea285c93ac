/* SPDX-License-Identifier: Apache-2.0
 *
 * The older form of the driver: TEST_FUNCTION is a call.
 */
#include <support/support.h>
#include <support/temp_file.h>
#include <support/test-driver.h>

int suite_failures;

int main(int argc, char **argv)
{
	int status;

	(void)argc, (void)argv, (void)test_dir, (void)test_verbose;
#ifdef PREPARE
	PREPARE(argc, argv);
#endif
#ifdef TEST_FUNCTION
	status = TEST_FUNCTION;
#else
	status = do_test();
#endif
	if (status == 0 && suite_failures > 0)
		status = 1;
	fflush(stdout);
	return status;
}
