/* SPDX-License-Identifier: Apache-2.0
 *
 * Standard input to standard output, as cat does it; for tests/bench/channels.
 */
#include <unistd.h>

static char buffer[1 << 18];

int main(void)
{
	ssize_t got;

	while ((got = read(0, buffer, sizeof(buffer))) > 0)
		if (write(1, buffer, (size_t)got) != got)
			return 1;
	return got < 0;
}
