/* SPDX-License-Identifier: Apache-2.0
 *
 * tally TOTAL FILE...: adds the lines of the files to the number in TOTAL.
 */
#include <stdio.h>

int main(int argc, char **argv)
{
	FILE *total = argc > 1 ? fopen(argv[1], "r+") : NULL;
	long lines = 0;

	if (total == NULL)
		return perror("tally: total"), 1;
	if (fscanf(total, "%ld", &lines) != 1)
		lines = 0;
	for (int i = 2; i < argc; i++) {
		FILE *in = fopen(argv[i], "r");

		if (in == NULL)
			return perror(argv[i]), 1;
		for (int c; (c = getc(in)) != EOF;)
			lines += c == '\n';
		fclose(in);
	}
	rewind(total);
	fprintf(total, "%8ld\n", lines);
	return fclose(total) != 0;
}
