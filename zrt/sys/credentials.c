/* SPDX-License-Identifier: Apache-2.0
 *
 * User and group of the process: real, effective, saved, and supplementary
 * groups. Root may take on any; others go between those they have.
 */
#include <errno.h>
#include <unistd.h>
#include "internal/fs.h"

#define KEEP ((uid_t)-1)

static int refuse(int number)
{
	errno = number;
	return -1;
}

uid_t getuid(void)
{
	return __zrt_who.real_user;
}

uid_t geteuid(void)
{
	return __zrt_who.user;
}

gid_t getgid(void)
{
	return __zrt_who.real_group;
}

gid_t getegid(void)
{
	return __zrt_who.group;
}

int getresuid(uid_t *real, uid_t *effective, uid_t *saved)
{
	*real = __zrt_who.real_user;
	*effective = __zrt_who.user;
	*saved = __zrt_who.saved_user;
	return 0;
}

int getresgid(gid_t *real, gid_t *effective, gid_t *saved)
{
	*real = __zrt_who.real_group;
	*effective = __zrt_who.group;
	*saved = __zrt_who.saved_group;
	return 0;
}

static bool has_user(uid_t user)
{
	return user == KEEP || __zrt_who.user == 0 ||
	       user == __zrt_who.real_user || user == __zrt_who.user ||
	       user == __zrt_who.saved_user;
}

static bool has_group(gid_t group)
{
	return group == KEEP || __zrt_who.user == 0 ||
	       group == __zrt_who.real_group || group == __zrt_who.group ||
	       group == __zrt_who.saved_group;
}

int setresuid(uid_t real, uid_t effective, uid_t saved)
{
	if (!has_user(real) || !has_user(effective) || !has_user(saved))
		return refuse(EPERM);
	if (real != KEEP)
		__zrt_who.real_user = real;
	if (effective != KEEP)
		__zrt_who.user = effective;
	if (saved != KEEP)
		__zrt_who.saved_user = saved;
	return 0;
}

int setresgid(gid_t real, gid_t effective, gid_t saved)
{
	if (!has_group(real) || !has_group(effective) || !has_group(saved))
		return refuse(EPERM);
	if (real != KEEP)
		__zrt_who.real_group = real;
	if (effective != KEEP)
		__zrt_who.group = effective;
	if (saved != KEEP)
		__zrt_who.saved_group = saved;
	return 0;
}

int setuid(uid_t user)
{
	if (user == KEEP)
		return refuse(EINVAL);
	if (__zrt_who.user == 0)
		return setresuid(user, user, user);
	return user == __zrt_who.real_user || user == __zrt_who.saved_user
		   ? setresuid(KEEP, user, KEEP)
		   : refuse(EPERM);
}

int setgid(gid_t group)
{
	if (group == KEEP)
		return refuse(EINVAL);
	if (__zrt_who.user == 0)
		return setresgid(group, group, group);
	return group == __zrt_who.real_group || group == __zrt_who.saved_group
		   ? setresgid(KEEP, group, KEEP)
		   : refuse(EPERM);
}

int seteuid(uid_t user)
{
	if (user == KEEP)
		return refuse(EINVAL);
	if (__zrt_who.user != 0 && user != __zrt_who.real_user &&
	    user != __zrt_who.saved_user)
		return refuse(EPERM);
	return setresuid(KEEP, user, KEEP);
}

int setegid(gid_t group)
{
	if (group == KEEP)
		return refuse(EINVAL);
	if (__zrt_who.user != 0 && group != __zrt_who.real_group &&
	    group != __zrt_who.saved_group)
		return refuse(EPERM);
	return setresgid(KEEP, group, KEEP);
}

/* The saved one follows the effective one when the real one is set, or when
 * the effective one becomes something other than the real one. */
int setreuid(uid_t real, uid_t effective)
{
	uid_t old = __zrt_who.real_user;

	if (__zrt_who.user != 0 &&
	    ((real != KEEP && real != old && real != __zrt_who.user) ||
		!has_user(effective)))
		return refuse(EPERM);
	if (setresuid(real, effective, KEEP))
		return -1;
	if (real != KEEP || (effective != KEEP && effective != old))
		__zrt_who.saved_user = __zrt_who.user;
	return 0;
}

int setregid(gid_t real, gid_t effective)
{
	gid_t old = __zrt_who.real_group;

	if (__zrt_who.user != 0 &&
	    ((real != KEEP && real != old && real != __zrt_who.group) ||
		!has_group(effective)))
		return refuse(EPERM);
	if (setresgid(real, effective, KEEP))
		return -1;
	if (real != KEEP || (effective != KEEP && effective != old))
		__zrt_who.saved_group = __zrt_who.group;
	return 0;
}

int getgroups(int size, gid_t groups[])
{
	int count = __zrt_who.group_count;

	if (size < 0 || (size && size < count))
		return refuse(EINVAL);
	for (int i = 0; size && i < count; i++)
		groups[i] = __zrt_who.groups[i];
	return count;
}

int setgroups(int count, const gid_t *groups)
{
	if (__zrt_who.user != 0)
		return refuse(EPERM);
	if (count < 0 || count > NGROUPS_MAX)
		return refuse(EINVAL);
	for (int i = 0; i < count; i++)
		__zrt_who.groups[i] = groups[i];
	__zrt_who.group_count = count;
	return 0;
}
