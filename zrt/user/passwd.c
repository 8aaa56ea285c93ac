/* SPDX-License-Identifier: Apache-2.0
 *
 * The users: /etc/passwd where the tree has one, otherwise the one user there
 * is. A line that is no entry is skipped.
 */
#include <errno.h>
#include <pwd.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "internal/user.h"

#define FIELDS 7

static const char passwd_path[] = "/etc/passwd";
static const char root_line[] = "root:x:0:0:root:/:/bin/sh";

static struct zrt_user_file enumeration = {
    .path = passwd_path, .fallback = root_line};

/* Results of the functions without _r. */
static struct passwd own;
static struct zrt_user_buffer own_line;

static bool parse(char *line, struct passwd *user)
{
	char *field[FIELDS];

	if (!__zrt_user_fields(line, field, FIELDS) ||
	    !__zrt_user_number(field[2], &user->pw_uid) ||
	    !__zrt_user_number(field[3], &user->pw_gid))
		return false;
	user->pw_name = field[0];
	user->pw_passwd = field[1];
	user->pw_comment = user->pw_gecos = field[4];
	user->pw_dir = field[5];
	user->pw_shell = field[6];
	return true;
}

static bool is_wanted(const struct passwd *user, const char *name, uid_t uid)
{
	return name ? !strcmp(user->pw_name, name) : user->pw_uid == uid;
}

static int find(const char *name, uid_t uid, struct passwd *user, char *buffer,
    size_t size, struct passwd **result)
{
	struct zrt_user_file from = {
	    .path = passwd_path, .fallback = root_line};
	int saved = errno, got;

	*result = NULL;
	while ((got = __zrt_user_line(&from, buffer, size)) == 1)
		if (parse(buffer, user) && is_wanted(user, name, uid)) {
			*result = user;
			break;
		}
	__zrt_user_rewind(&from);
	errno = saved;
	return got < 0 ? -got : 0;
}

static struct passwd *find_own(const char *name, uid_t uid)
{
	struct passwd *result = NULL;
	int error;

	do {
		error = find(
		    name, uid, &own, own_line.text, own_line.size, &result);
	} while (error == ERANGE && __zrt_user_grow(&own_line));
	if (error)
		errno = error;
	return result;
}

int getpwnam_r(const char *name, struct passwd *user, char *buffer, size_t size,
    struct passwd **result)
{
	return find(name, 0, user, buffer, size, result);
}

int getpwuid_r(uid_t uid, struct passwd *user, char *buffer, size_t size,
    struct passwd **result)
{
	return find(NULL, uid, user, buffer, size, result);
}

struct passwd *getpwnam(const char *name)
{
	return find_own(name, 0);
}

struct passwd *getpwuid(uid_t uid)
{
	return find_own(NULL, uid);
}

struct passwd *getpwent(void)
{
	for (;;) {
		int got =
		    __zrt_user_line(&enumeration, own_line.text, own_line.size);

		if (got == -ERANGE && __zrt_user_grow(&own_line))
			continue;
		if (got < 0)
			errno = -got;
		if (got <= 0)
			return NULL;
		if (parse(own_line.text, &own))
			return &own;
	}
}

void setpwent(void)
{
	__zrt_user_rewind(&enumeration);
}

void endpwent(void)
{
	__zrt_user_rewind(&enumeration);
}
