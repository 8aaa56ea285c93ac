/* SPDX-License-Identifier: Apache-2.0
 *
 * Names that POSIX has and ISO C does not belong to the program: stdio must not
 * call its read and write.
 *
 * NATIVE
 */
#include "test.h"

int read(int number);
int write(int number);
int close(int number);
int link(int number);

int read(int number)
{
	return number + 1;
}

int write(int number)
{
	return number + 2;
}

int close(int number)
{
	return number + 3;
}

int link(int number)
{
	return number + 4;
}

int main(void)
{
	FILE *file = tmpfile();

	check(file && fputs("text", file) >= 0);
	rewind(file);
	check(fgetc(file) == 't' && fclose(file) == 0);
	check(read(1) == 2 && write(1) == 3 && close(1) == 4 && link(1) == 5);
	return 0;
}
