/* SPDX-License-Identifier: Apache-2.0
 *
 * getlogin, getlogin_r: the name of the user that the session belongs to.
 */
#include <errno.h>
#include <pwd.h>
#include <string.h>
#include <unistd.h>

static char *login_name(void)
{
	struct passwd *user = getpwuid(0);

	return user ? user->pw_name : "root";
}

char *getlogin(void)
{
	static char name[256];

	return strncpy(name, login_name(), sizeof(name) - 1);
}

int getlogin_r(char *name, size_t size)
{
	const char *found = login_name();

	if (strlen(found) >= size)
		return ERANGE;
	strcpy(name, found);
	return 0;
}

int issetugid(void)
{
	return 0;
}
