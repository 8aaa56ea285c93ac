/* SPDX-License-Identifier: Apache-2.0
 *
 * Prints every file of a directory, in the order of their names.
 */
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int plain(const struct dirent *entry)
{
	return entry->d_name[0] != '.';
}

int main(int argc, char **argv)
{
	struct dirent **entries;
	const char *folder = argc > 1 ? argv[1] : ".";
	int count = scandir(folder, &entries, plain, alphasort);

	if (count < 0)
		return perror(folder), 1;
	for (int i = 0; i < count; i++) {
		char path[512], line[80] = "";
		FILE *file;

		snprintf(
		    path, sizeof(path), "%s/%s", folder, entries[i]->d_name);
		file = fopen(path, "r");
		if (file == NULL || fgets(line, sizeof(line), file) == NULL)
			return perror(path), 1;
		fclose(file);
		printf("%s: %s", entries[i]->d_name, line);
		free(entries[i]);
	}
	free(entries);
	return 0;
}
