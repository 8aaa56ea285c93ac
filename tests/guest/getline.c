/* SPDX-License-Identifier: Apache-2.0
 *
 * getline and getdelim: growth, last line without an end, end of file.
 *
 * NATIVE
 */
#define _GNU_SOURCE
#include <string.h>
#include "test.h"

int main(void)
{
	FILE *file = tmpfile();
	char *line = NULL;
	size_t size = 0;

	check(file);
	fputs("short\n", file);
	for (int i = 0; i < 10000; i++)
		fputc('x', file);
	fputs("\na;b", file);
	rewind(file);
	flockfile(file);
	check(getline(&line, &size, file) == 6 && !strcmp(line, "short\n"));
	funlockfile(file);
	check(getline(&line, &size, file) == 10001 && size > 10001);
	check(getdelim(&line, &size, ';', file) == 2 && !strcmp(line, "a;"));
	check(getline(&line, &size, file) == 1 && !strcmp(line, "b"));
	check(getline(&line, &size, file) == -1 && feof(file));
	free(line);
	return 0;
}
