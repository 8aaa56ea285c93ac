/* SPDX-License-Identifier: Apache-2.0
 *
 * The groups: /etc/group where the tree has one, otherwise the one group
 * there is. A line that is no entry is skipped. The member list's pointers
 * stand in the buffer behind the line.
 */
#include <errno.h>
#include <grp.h>
#include <limits.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "internal/user.h"

#define FIELDS 4

static const char group_path[] = "/etc/group";
static const char root_line[] = "root:x:0:";

static struct zrt_user_file enumeration = {
    .path = group_path, .fallback = root_line};

/* Results of the functions without _r. */
static struct group own;
static struct zrt_user_buffer own_line;

/* 1 for an entry, 0 for none, -ERANGE when the members do not fit. */
static int parse(char *buffer, size_t size, struct group *group)
{
	char *end = buffer + strlen(buffer) + 1;
	char *field[FIELDS], *rest, *member;
	size_t count = 1;
	char **list;

	if (!__zrt_user_fields(buffer, field, FIELDS) ||
	    !__zrt_user_number(field[2], &group->gr_gid))
		return 0;
	for (char *at = field[3]; *at; at++)
		count += *at == ',';
	list =
	    (char **)(((uintptr_t)end + sizeof(char *) - 1) & -sizeof(char *));
	if ((uintptr_t)(list + count + 1) > (uintptr_t)(buffer + size))
		return -ERANGE;
	group->gr_name = field[0];
	group->gr_passwd = field[1];
	group->gr_mem = list;
	for (rest = field[3]; (member = strsep(&rest, ","));)
		if (*member)
			*list++ = member;
	*list = NULL;
	return 1;
}

/* The next entry that can be read: as __zrt_user_line. */
static int next(
    struct zrt_user_file *from, struct group *group, char *buffer, size_t size)
{
	int got;

	do {
		long start = from->file ? ftell(from->file) : 0;
		bool started = from->started;

		got = __zrt_user_line(from, buffer, size);
		if (got != 1)
			return got;
		got = parse(buffer, size, group);
		if (got == -ERANGE) { /* as if it had not been read */
			if (from->file)
				fseek(from->file, start, SEEK_SET);
			else
				from->started = started;
		}
	} while (got == 0);
	return got;
}

static int find(const char *name, gid_t gid, struct group *group, char *buffer,
    size_t size, struct group **result)
{
	struct zrt_user_file from = {.path = group_path, .fallback = root_line};
	int saved = errno, got;

	*result = NULL;
	while ((got = next(&from, group, buffer, size)) == 1)
		if (name ? !strcmp(group->gr_name, name)
			 : group->gr_gid == gid) {
			*result = group;
			break;
		}
	__zrt_user_rewind(&from);
	errno = saved;
	return got < 0 ? -got : 0;
}

static struct group *find_own(const char *name, gid_t gid)
{
	struct group *result = NULL;
	int error;

	do {
		error = find(
		    name, gid, &own, own_line.text, own_line.size, &result);
	} while (error == ERANGE && __zrt_user_grow(&own_line));
	if (error)
		errno = error;
	return result;
}

int getgrnam_r(const char *name, struct group *group, char *buffer, size_t size,
    struct group **result)
{
	return find(name, 0, group, buffer, size, result);
}

int getgrgid_r(gid_t gid, struct group *group, char *buffer, size_t size,
    struct group **result)
{
	return find(NULL, gid, group, buffer, size, result);
}

struct group *getgrnam(const char *name)
{
	return find_own(name, 0);
}

struct group *getgrgid(gid_t gid)
{
	return find_own(NULL, gid);
}

struct group *getgrent(void)
{
	int got;

	do {
		got = next(&enumeration, &own, own_line.text, own_line.size);
	} while (got == -ERANGE && __zrt_user_grow(&own_line));
	if (got < 0)
		errno = -got;
	return got == 1 ? &own : NULL;
}

void setgrent(void)
{
	__zrt_user_rewind(&enumeration);
}

void endgrent(void)
{
	__zrt_user_rewind(&enumeration);
}

/* The groups that name the user, with the given one first. */
int getgrouplist(const char *user, gid_t base, gid_t *groups, int *count)
{
	struct zrt_user_file from = {.path = group_path, .fallback = root_line};
	size_t size = 256;
	char *buffer = malloc(size);
	struct group group;
	int found = 1, got = buffer ? 1 : -ENOMEM;

	if (*count > 0)
		groups[0] = base;
	while (got == 1) {
		got = next(&from, &group, buffer, size);
		if (got == -ERANGE) {
			char *larger = realloc(buffer, size *= 2);

			got = larger ? 1 : -ENOMEM;
			buffer = larger ? larger : buffer;
			continue;
		}
		if (got != 1 || group.gr_gid == base)
			continue;
		for (char **member = group.gr_mem; *member; member++)
			if (!strcmp(*member, user)) {
				if (found < *count)
					groups[found] = group.gr_gid;
				found++;
				break;
			}
	}
	__zrt_user_rewind(&from);
	free(buffer);
	got = found > *count ? -1 : found;
	*count = found;
	return got;
}

/* As many groups as fit: the process may have no more. */
int initgroups(const char *user, gid_t base)
{
	gid_t groups[NGROUPS_MAX];
	int count = NGROUPS_MAX;

	if (getgrouplist(user, base, groups, &count) < 0)
		count = NGROUPS_MAX;
	return setgroups(count, groups);
}
