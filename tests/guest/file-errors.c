/* SPDX-License-Identifier: Apache-2.0
 *
 * Every file call on every kind of path, as root, as the owner and as another
 * user: its error, or what it changed. A line is a path, its columns are the
 * calls in the order of the table below. "-" is success without a change;
 * letters tell changes: of the object's m(ode), l(inks), o(wner), s(ize), its
 * modification t(ime), that it is n(ew) or g(one), and T, the time of the
 * directory. Others than the owner make no hard links: Linux has a setting
 * that forbids what POSIX allows.
 *
 * FLAGS: -Wno-format-truncation
 * NATIVE root
 */
#define _GNU_SOURCE
#include <dirent.h>
#include <fcntl.h>
#include <ftw.h>
#include <limits.h>
#include <stdbool.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>
#include "test.h"

#define OWNER 1234
#define OTHER 4321
#define GROUP 55
#define OLD   1000000000

/* In memory where that is a file system of its own, as disks take long. */
static const char *const tops[] = {
    "/dev/shm/zvm-file-errors", "/tmp/zvm-file-errors"};
static const char *top;
static char tree[64], long_name[NAME_MAX + 2];

/* The tree, made again before every call. */

static int drop(
    const char *path, const struct stat *status, int type, struct FTW *where)
{
	(void)status, (void)type;
	return where->level ? remove(path) : 0;
}

static void put(const char *path, mode_t mode, uid_t owner)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_EXCL, 0600);

	check(fd >= 0 && write(fd, "text", 4) == 4);
	check(fchown(fd, owner, GROUP) == 0 && fchmod(fd, mode) == 0);
	check(close(fd) == 0);
}

static void folder(const char *path, mode_t mode, uid_t owner)
{
	check(mkdir(path, 0700) == 0 && chown(path, owner, GROUP) == 0 &&
	      chmod(path, mode) == 0);
}

static void point(const char *to, const char *path)
{
	check(symlink(to, path) == 0 && lchown(path, OWNER, GROUP) == 0);
}

static int age(
    const char *path, const struct stat *status, int type, struct FTW *where)
{
	struct timespec times[2] = {{OLD, 0}, {OLD, 0}};

	(void)status, (void)type, (void)where;
	check(!utimensat(AT_FDCWD, path, times, AT_SYMLINK_NOFOLLOW));
	return 0;
}

static void build(void)
{
	check(nftw(".", drop, 16, FTW_DEPTH | FTW_PHYS) == 0);
	put("file", 0640, OWNER);
	put("set-id", 06755, OWNER);
	put("run", 0755, OWNER);
	folder("empty", 0755, OWNER);
	folder("full", 0755, OWNER);
	put("full/in", 0644, OWNER);
	folder("closed", 0600, OWNER); /* no search */
	put("closed/in", 0666, OWNER);
	folder("fixed", 0555, OWNER); /* no writing */
	put("fixed/in", 0666, OWNER);
	folder("fixed/folder", 0777, OWNER);
	folder("sticky", 01777, 0);
	put("sticky/root", 0666, 0);
	put("sticky/owner", 0666, OWNER);
	folder("group", 02775, OWNER);
	point("file", "link");
	point("full", "link-full");
	point("empty", "link-empty");
	point("nowhere", "dangling");
	point("loop", "loop");
	point("file/", "link-slash");
	check(mkfifo("fifo", 0600) == 0 && chown("fifo", OWNER, GROUP) == 0);
	check(mknod("socket", S_IFSOCK | 0600, 0) == 0 &&
	      chown("socket", OWNER, GROUP) == 0);
	put(long_name + 1, 0644, OWNER);
	point("../chains/39", "chain40");
	point("../chains/40", "chain41");
	folder("source", 0755, OWNER);
	put("source/file", 0644, OWNER);
	folder("source/folder", 0755, OWNER);
	check(nftw(".", age, 16, FTW_PHYS) == 0);
}

/* What a call changes. */

struct look {
	bool there, in_there;
	struct stat object, directory;
};

static struct look look(const char *path)
{
	char parent[PATH_MAX + 2];
	struct look result = {0};
	size_t length = strlen(path);

	result.there = lstat(path, &result.object) == 0;
	if (length >= PATH_MAX)
		return result;
	strcpy(parent, path);
	while (length && parent[length - 1] == '/')
		parent[--length] = '\0';
	while (length && parent[length - 1] != '/')
		parent[--length] = '\0';
	strcpy(parent + length, ".");
	result.in_there = stat(parent, &result.directory) == 0;
	return result;
}

static bool same_time(const struct timespec *a, const struct timespec *b)
{
	return a->tv_sec == b->tv_sec && a->tv_nsec == b->tv_nsec;
}

static void tell_changes(const struct look *was, const struct look *is)
{
	const struct stat *a = &was->object, *b = &is->object;
	char text[16], *at = text;

	if (!was->there && is->there)
		*at++ = 'n';
	else if (was->there && !is->there)
		*at++ = 'g';
	else if (was->there) {
		if (a->st_mode != b->st_mode)
			*at++ = 'm';
		if (a->st_nlink != b->st_nlink)
			*at++ = 'l';
		if (a->st_uid != b->st_uid || a->st_gid != b->st_gid)
			*at++ = 'o';
		if (!S_ISDIR(a->st_mode) && !S_ISDIR(b->st_mode) &&
		    a->st_size != b->st_size)
			*at++ = 's';
		if (!same_time(&a->st_mtim, &b->st_mtim))
			*at++ = 't';
	}
	if (was->in_there && is->in_there &&
	    !same_time(&was->directory.st_mtim, &is->directory.st_mtim))
		*at++ = 'T';
	*at = '\0';
	printf(" %s", *text ? text : "-");
}

/* The calls. */

static int opened(int fd)
{
	return fd < 0 ? -1 : close(fd);
}

#define OPENS(name, flags)                                                     \
	static int open_##name(const char *path)                               \
	{                                                                      \
		return opened(open(path, (flags) | O_NONBLOCK, 0644));         \
	}

OPENS(read, O_RDONLY)
OPENS(write, O_WRONLY)
OPENS(empty, O_RDWR | O_TRUNC)
OPENS(create, O_WRONLY | O_CREAT)
OPENS(new, O_RDWR | O_CREAT | O_EXCL)
OPENS(folder, O_RDONLY | O_DIRECTORY)
OPENS(nofollow, O_RDONLY | O_NOFOLLOW)
OPENS(path, O_PATH | O_NOFOLLOW)

static int do_stat(const char *path)
{
	struct stat status;

	return stat(path, &status);
}

static int do_lstat(const char *path)
{
	struct stat status;

	return lstat(path, &status);
}

static int may_read(const char *path)
{
	return faccessat(AT_FDCWD, path, R_OK, AT_EACCESS);
}

static int may_write(const char *path)
{
	return faccessat(AT_FDCWD, path, W_OK, AT_EACCESS);
}

static int may_run(const char *path)
{
	return faccessat(AT_FDCWD, path, X_OK, AT_EACCESS);
}

static int do_mkdir(const char *path)
{
	return mkdir(path, 0777);
}

static int do_mkfifo(const char *path)
{
	return mkfifo(path, 0666);
}

static int do_mknod(const char *path)
{
	return mknod(path, S_IFCHR | 0666, 0x103);
}

static int link_from(const char *path)
{
	return link(path, "source/new");
}

static int link_to(const char *path)
{
	return link("source/file", path);
}

static int link_followed(const char *path)
{
	return linkat(
	    AT_FDCWD, path, AT_FDCWD, "source/new", AT_SYMLINK_FOLLOW);
}

static int symlink_to(const char *path)
{
	return symlink("anything", path);
}

static int do_readlink(const char *path)
{
	char text[8];

	return readlink(path, text, sizeof(text)) < 0 ? -1 : 0;
}

static int rename_from(const char *path)
{
	return rename(path, "source/new");
}

static int rename_file_to(const char *path)
{
	return rename("source/file", path);
}

static int rename_folder_to(const char *path)
{
	return rename("source/folder", path);
}

static int rename_new_to(const char *path)
{
	return renameat2(
	    AT_FDCWD, "source/file", AT_FDCWD, path, RENAME_NOREPLACE);
}

static int swap_with(const char *path)
{
	return renameat2(
	    AT_FDCWD, "source/folder", AT_FDCWD, path, RENAME_EXCHANGE);
}

static int do_chmod(const char *path)
{
	return chmod(path, 02711);
}

static int give_away(const char *path)
{
	return chown(path, OTHER, -1);
}

static int to_group(const char *path)
{
	return chown(path, -1, GROUP);
}

static int lchown_nobody(const char *path)
{
	return lchown(path, -1, -1);
}

static int do_truncate(const char *path)
{
	return truncate(path, 2);
}

static int touch(const char *path)
{
	return utimensat(AT_FDCWD, path, NULL, 0);
}

static int set_times(const char *path)
{
	struct timespec times[2] = {{5, 0}, {6, 0}};

	return utimensat(AT_FDCWD, path, times, 0);
}

static int list(const char *path)
{
	DIR *opened = opendir(path);

	return opened ? closedir(opened) : -1;
}

static int there_and_back(const char *path)
{
	return chdir(path) ? -1 : chdir(tree);
}

static int do_statvfs(const char *path)
{
	struct statvfs room;

	return statvfs(path, &room);
}

static int make_temporary(const char *path)
{
	return opened(open(path, O_TMPFILE | O_RDWR, 0600));
}

static int remove_folder_at(const char *path)
{
	return unlinkat(AT_FDCWD, path, AT_REMOVEDIR);
}

static const struct {
	const char *name;
	int (*call)(const char *);
	enum { LOOKS, CHANGES, LINKS } kind;
} calls[] = {
    {"open: read", open_read, LOOKS},
    {"open: write", open_write, LOOKS},
    {"open: truncate", open_empty, CHANGES},
    {"open: create", open_create, CHANGES},
    {"open: exclusive", open_new, CHANGES},
    {"open: directory", open_folder, LOOKS},
    {"open: no link", open_nofollow, LOOKS},
    {"open: a place", open_path, LOOKS},
    {"open: temporary", make_temporary, LOOKS},
    {"stat", do_stat, LOOKS},
    {"lstat", do_lstat, LOOKS},
    {"access: read", may_read, LOOKS},
    {"access: write", may_write, LOOKS},
    {"access: run", may_run, LOOKS},
    {"mkdir", do_mkdir, CHANGES},
    {"mkfifo", do_mkfifo, CHANGES},
    {"mknod", do_mknod, CHANGES},
    {"link from", link_from, LINKS},
    {"link to", link_to, LINKS},
    {"link from, followed", link_followed, LINKS},
    {"symlink to", symlink_to, CHANGES},
    {"readlink", do_readlink, LOOKS},
    {"rename from", rename_from, CHANGES},
    {"rename a file to", rename_file_to, CHANGES},
    {"rename a directory to", rename_folder_to, CHANGES},
    {"rename, not replacing", rename_new_to, CHANGES},
    {"exchange with a directory", swap_with, CHANGES},
    {"unlink", unlink, CHANGES},
    {"rmdir", rmdir, CHANGES},
    {"unlinkat: directory", remove_folder_at, CHANGES},
    {"remove", remove, CHANGES},
    {"chmod", do_chmod, CHANGES},
    {"chown: another", give_away, CHANGES},
    {"chown: own group", to_group, CHANGES},
    {"lchown: nothing", lchown_nobody, CHANGES},
    {"truncate", do_truncate, CHANGES},
    {"utimensat: now", touch, CHANGES},
    {"utimensat: times", set_times, CHANGES},
    {"opendir", list, LOOKS},
    {"chdir", there_and_back, LOOKS},
    {"statvfs", do_statvfs, LOOKS},
};

static const char *const paths[] = {
    "",
    ".",
    "./",
    "file",
    "file/",
    "file/.",
    "file/..",
    "file/in",
    "set-id",
    "run",
    "empty",
    "empty/",
    "empty//.",
    "full",
    "full/",
    "full/.",
    "full/in",
    "full/in/",
    "full/../file",
    "none",
    "none/",
    "none/.",
    "none/..",
    "none/in",
    "empty/none",
    "empty/none/",
    "link",
    "link/",
    "link/.",
    "link/in",
    "link-full",
    "link-full/",
    "link-full/.",
    "link-full/in",
    "link-empty",
    "link-empty/",
    "link-slash",
    "dangling",
    "dangling/",
    "dangling/in",
    "loop",
    "loop/",
    "loop/in",
    "chain40",
    "chain41",
    "chain41/in",
    "closed",
    "closed/",
    "closed/in",
    "closed/none",
    "fixed",
    "fixed/in",
    "fixed/folder",
    "fixed/folder/none",
    "fixed/none",
    "sticky/root",
    "sticky/owner",
    "sticky/none",
    "group/none",
    "fifo",
    "fifo/",
    "socket",
    "source",
    "source/file",
    "source/folder",
    "source/folder/in",
};

static const struct {
	int number;
	const char *name;
} errors[] = {
    {EACCES, "ACCES"},
    {EBUSY, "BUSY"},
    {EEXIST, "EXIST"},
    {EINVAL, "INVAL"},
    {EISDIR, "ISDIR"},
    {ELOOP, "LOOP"},
    {ENAMETOOLONG, "NAMETOOLONG"},
    {ENOENT, "NOENT"},
    {ENOTDIR, "NOTDIR"},
    {ENOTEMPTY, "NOTEMPTY"},
    {ENXIO, "NXIO"},
    {EPERM, "PERM"},
};

static void tell_error(int number)
{
	for (size_t i = 0; i < sizeof(errors) / sizeof(*errors); i++) {
		if (errors[i].number == number) {
			printf(" %s", errors[i].name);
			return;
		}
	}
	printf(" %d?", number);
}

static void try(uid_t user, int which, const char *path)
{
	static bool changed = true;
	struct look was, is;
	int result, error;

	if (user == OTHER && calls[which].kind == LINKS) {
		printf(" .");
		return;
	}
	if (changed)
		build();
	was = look(path);
	check(seteuid(0) == 0 && setegid(user ? GROUP : 0) == 0 &&
	      seteuid(user) == 0);
	errno = 0;
	result = calls[which].call(path);
	error = errno;
	check(seteuid(0) == 0 && setegid(0) == 0);
	is = look(path);
	changed = result == 0 && calls[which].kind != LOOKS;
	if (result)
		tell_error(error);
	else
		tell_changes(&was, &is);
}

static void row(uid_t user, const char *name, const char *path)
{
	printf("%d %s:", (int)user, name);
	for (size_t i = 0; i < sizeof(calls) / sizeof(*calls); i++)
		try(user, (int)i, path);
	putchar('\n');
}

static void make_chains(void)
{
	char name[32], before[32] = "../tree/file";

	check(mkdir("chains", 0755) == 0 && mkdir("tree", 0700) == 0);
	check(chmod("tree", 0777) == 0);
	for (int i = 1; i <= 40; i++) {
		snprintf(name, sizeof(name), "chains/%d", i);
		check(symlink(before, name) == 0);
		snprintf(before, sizeof(before), "%d", i);
	}
}

static void start(void)
{
	struct statvfs room;

	for (int i = 0; i < 2; i++) {
		top = tops[i];
		if (mkdir(top, 0777) == 0 && statvfs(top, &room) == 0 &&
		    !(room.f_flag & ST_NOEXEC))
			break;
		rmdir(top);
	}
	check(chmod(top, 0777) == 0 && chdir(top) == 0);
}

/* ./////file, of this length. */
static const char *long_path(size_t length)
{
	static char path[PATH_MAX + 1];

	memset(path, '/', length);
	path[0] = '.';
	strcpy(path + length - 4, "file");
	return path;
}

int main(void)
{
	static const uid_t users[] = {0, OWNER, OTHER};

	memset(long_name, 'n', NAME_MAX + 1);
	umask(022);
	start();
	make_chains();
	snprintf(tree, sizeof(tree), "%s/tree", top);
	check(chdir(tree) == 0);
	for (int i = 0; i < 3; i++) {
		for (size_t j = 0; j < sizeof(paths) / sizeof(*paths); j++)
			row(users[i], paths[j], paths[j]);
		row(users[i], "255 bytes", long_name + 1);
		row(users[i], "256 bytes", long_name);
		row(users[i], "4095 bytes", long_path(PATH_MAX - 1));
		row(users[i], "4096 bytes", long_path(PATH_MAX));
	}
	check(chdir("..") == 0);
	check(nftw(".", drop, 16, FTW_DEPTH | FTW_PHYS) == 0);
	check(chdir("/") == 0 && rmdir(top) == 0);
	return 0;
}
