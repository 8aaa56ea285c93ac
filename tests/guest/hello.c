/* SPDX-License-Identifier: Apache-2.0
 *
 * The least a program does.
 */
#include <stdio.h>

int main(void)
{
	return printf("hello\n") == 6 ? 0 : 1;
}
