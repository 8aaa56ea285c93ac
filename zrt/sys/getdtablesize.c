/* SPDX-License-Identifier: Apache-2.0
 *
 * getdtablesize, get_current_dir_name, getwd: older names for what sysconf
 * and getcwd tell.
 */
#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

int getdtablesize(void)
{
	return (int)sysconf(_SC_OPEN_MAX);
}

char *get_current_dir_name(void)
{
	const char *said = getenv("PWD");
	struct stat there, here;

	if (said && *said == '/' && stat(said, &there) == 0 &&
	    stat(".", &here) == 0 && there.st_ino == here.st_ino &&
	    there.st_dev == here.st_dev)
		return strdup(said);
	return getcwd(NULL, 0);
}

char *getwd(char *buffer)
{
	return getcwd(buffer, PATH_MAX);
}
