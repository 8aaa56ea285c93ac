/* SPDX-License-Identifier: Apache-2.0
 *
 * split FILE DIRECTORY: each line "KEY TEXT" of FILE goes to DIRECTORY/KEY.
 */
#include <stdio.h>
#include <string.h>

int main(int argc, char **argv)
{
	char line[256], path[300];
	FILE *in = argc == 3 ? fopen(argv[1], "r") : NULL;

	if (in == NULL)
		return perror("split: input"), 1;
	while (fgets(line, sizeof(line), in) != NULL) {
		char *text = strchr(line, ' ');
		FILE *to;

		if (text == NULL)
			continue;
		*text++ = '\0';
		snprintf(path, sizeof(path), "%s/%s", argv[2], line);
		to = fopen(path, "a");
		if (to == NULL)
			return perror(path), 1;
		fputs(text, to);
		fclose(to);
	}
	return 0;
}
