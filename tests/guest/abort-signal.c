/* SPDX-License-Identifier: Apache-2.0
 *
 * abort ends the program as if by SIGABRT even when a handler returns.
 *
 * EXIT: 134
 */
#include <signal.h>
#include <stdlib.h>

static void returns(int signal)
{
	(void)signal;
}

int main(void)
{
	signal(SIGABRT, returns);
	abort();
}
