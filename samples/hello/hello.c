/* SPDX-License-Identifier: Apache-2.0
 *
 * The smallest program: arguments, standard streams, exit code.
 */
#include <stdio.h>

int main(int argc, char **argv)
{
	char line[256];

	if (argc == 1)
		puts("hello, world");
	for (int i = 1; i < argc; i++)
		printf("hello, %s\n", argv[i]);
	while (fgets(line, sizeof(line), stdin))
		printf("read: %s", line);
	fprintf(stderr, "%d arguments\n", argc - 1);
	return argc - 1;
}
