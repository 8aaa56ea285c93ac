/* SPDX-License-Identifier: Apache-2.0
 *
 * The older form of the driver: TEST_FUNCTION is a call.
 */
#include <support/support.h>
#include <support/temp_file.h>

#ifdef TEST_FUNCTION
static int test_function(void)
{
	return TEST_FUNCTION;
}
#undef TEST_FUNCTION
#define TEST_FUNCTION test_function
#endif

#include <support/test-driver.c>
