/* SPDX-License-Identifier: Apache-2.0
 *
 * What was printed to stdout has left the program when it waits for stdin,
 * although stdout is fully buffered.
 *
 * STDIN: dev-channels.in
 */
#include <unistd.h>
#include "test.h"

int main(void)
{
	char line[10];

	check(printf("first ") == 6);
	check(fgets(line, sizeof(line), stdin));
	check(write(1, "second\n", 7) == 7);
	return 0;
}
