// SPDX-License-Identifier: Apache-2.0
//
// C++ programs see POSIX and GNU names whatever -std says, as on Linux.
//
// FLAGS: -std=c++17
// NATIVE
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <strings.h>

int main()
{
	char *copy = strdup("text");
	char *line = nullptr;

	if (fileno(stdout) != 1 || strcasecmp(copy, "TEXT") != 0)
		return 1;
	if (asprintf(&line, "%s", copy) != 4 ||
	    memmem(line, 4, "xt", 2) != line + 2)
		return 2;
	free(line);
	free(copy);
	return 0;
}
