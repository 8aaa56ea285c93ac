/* SPDX-License-Identifier: Apache-2.0
 * Lines and blocks through stdio: fputs, fgets, fread, fwrite of small sizes.
 */
#include <stdio.h>
#include <string.h>

int main(void)
{
	static const char *const words[] = {"a line of text, not short\n",
	    "b\n", "something between the two\n", "\n"};
	char line[128];
	size_t sum = 0;

	for (int round = 0; round < 12; round++) {
		FILE *file = tmpfile();

		for (int i = 0; i < 400000; i++)
			fputs(words[i & 3], file);
		rewind(file);
		while (fgets(line, sizeof(line), file))
			sum += strlen(line);
		rewind(file);
		for (int i = 0; i < 400000; i++)
			fwrite(words[2], 1, 16, file);
		rewind(file);
		while (fread(line, 1, 24, file) == 24)
			sum += (unsigned char)line[3];
		fclose(file);
	}
	printf("%zu\n", sum);
	return 0;
}
