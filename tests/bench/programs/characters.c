/* SPDX-License-Identifier: Apache-2.0
 * Characters through stdio: putc, getc, fputc, fgetc on a file. */
#include <stdio.h>

int main(void)
{
	unsigned sum = 0;

	for (int round = 0; round < 12; round++) {
		FILE *file = tmpfile();
		int c;

		for (int i = 0; i < 2000000; i++)
			putc(i & 0x7f, file);
		for (int i = 0; i < 2000000; i++)
			fputc(i & 0x3f, file);
		rewind(file);
		for (int i = 0; i < 2000000 && (c = getc(file)) != EOF; i++)
			sum += (unsigned)c;
		while ((c = fgetc(file)) != EOF)
			sum ^= (unsigned)c;
		fclose(file);
	}
	printf("%u\n", sum);
	return 0;
}
