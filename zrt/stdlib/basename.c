/* SPDX-License-Identifier: Apache-2.0
 *
 * basename and dirname of POSIX, which write to their argument.
 */
#include <libgen.h>
#include <string.h>

#undef basename

char *basename(char *path)
{
	char *end, *start;

	if (!path || !*path)
		return ".";
	end = path + strlen(path);
	while (end > path + 1 && end[-1] == '/')
		*--end = '\0';
	start = strrchr(path, '/');
	return start && start[1] ? start + 1 : path;
}

char *dirname(char *path)
{
	char *end;

	if (!path || !*path)
		return ".";
	end = path + strlen(path);
	while (end > path && end[-1] == '/')
		end--;
	while (end > path && end[-1] != '/')
		end--;
	if (end == path)
		return *path == '/' ? "/" : ".";
	while (end > path + 1 && end[-1] == '/')
		end--;
	*end = '\0';
	return path;
}
