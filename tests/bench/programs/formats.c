/* SPDX-License-Identifier: Apache-2.0
 * printf and scanf: integers, strings, floating point. */
#include <stdio.h>
#include <stdlib.h>

int main(void)
{
	char text[128];
	unsigned sum = 0;

	for (int i = 0; i < 700000; i++) {
		int number;
		char word[16];

		sum +=
		    (unsigned)snprintf(text, sizeof(text), "%d %s %08x %-6u|%c",
			i * 919, "word", (unsigned)i, (unsigned)i & 1023, 'x');
		if (i % 4 == 0) {
			sscanf(text, "%d %15s", &number, word);
			sum += (unsigned)number;
		}
		if (i % 4 == 1)
			sum += (unsigned)snprintf(
			    text, sizeof(text), "%.6f %g", i / 7.0, i * 1e-3);
		if (i % 8 == 2)
			sum += (unsigned)strtod("3.14159265358979", NULL);
	}
	printf("%u\n", sum);
	return 0;
}
