/* SPDX-License-Identifier: Apache-2.0
 *
 * system() is there, as ISO C demands, and says that there is no shell.
 */
#include "test.h"

int main(void)
{
	check(system(NULL) == 0);
	check_error(system("true"), ENOSYS);
	return 0;
}
