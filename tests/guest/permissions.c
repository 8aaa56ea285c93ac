/* SPDX-License-Identifier: Apache-2.0
 *
 * What modes, owners and the umask allow to others than root: the process
 * changes its effective user and finds what that user finds.
 *
 * NATIVE root
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <grp.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include "test.h"

#define TOP  "/tmp/zvm-permissions"
#define USER 1234

static void put(const char *path, mode_t mode)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0600);

	check(fd >= 0 && write(fd, "text", 4) == 4);
	check(fchmod(fd, mode) == 0 && close(fd) == 0);
}

static mode_t mode_of(const char *path)
{
	struct stat status;

	check(lstat(path, &status) == 0);
	return status.st_mode & 07777;
}

static void become(uid_t user, gid_t group)
{
	check(setegid(0) == 0 || geteuid() != 0);
	check(seteuid(0) == 0 && setegid(group) == 0 && seteuid(user) == 0);
	check(geteuid() == user && getegid() == group);
}

static void root_may(void)
{
	put("none", 0);
	check(access("none", R_OK | W_OK) == 0);
	check_error(access("none", X_OK), EACCES);
	check(chmod("none", 0010) == 0 && access("none", X_OK) == 0);
	check(mkdir("closed", 0) == 0 && access("closed", X_OK) == 0);
	put("closed/inside", 0644);
	put("owned", 0640);
	check(chown("owned", USER, 77) == 0);
	check(chmod("owned", 06755) == 0 && mode_of("owned") == 06755);
	check(chown("owned", USER, -1) == 0 && mode_of("owned") == 0755);
	check(symlink("owned", "link") == 0 && lchown("link", 5, 6) == 0);
	check(chmod("owned", 0640) == 0);
	check_error(chown("missing", 0, 0), ENOENT);
	check(mkdir("sticky", 0777) == 0 && chmod("sticky", 01777) == 0);
	put("sticky/of-root", 0666);
	check(mkdir("set-group", 0777) == 0 && chown("set-group", 0, 55) == 0);
	check(chmod("set-group", 02777) == 0);
	check(mkdir("open", 0777) == 0 && chmod("open", 0777) == 0);
	put("open/of-root", 0444);
	check(mkdir("shut", 0755) == 0);
	put("shut/of-root", 0666);
	put("secret", 0600);
	put("read-only", 0444);
	put("execute-only", 0111);
}

static void others_may(void)
{
	struct timespec now[2] = {{0, UTIME_NOW}, {0, UTIME_NOW}};
	struct timespec then[2] = {{1, 0}, {1, 0}};
	struct stat status;
	int fd;

	become(USER, 1000);
	check_error(open("secret", O_RDONLY), EACCES);
	check_error(open("read-only", O_RDWR), EACCES);
	check_error(open("read-only", O_RDONLY | O_TRUNC), EACCES);
	check_error(open("execute-only", O_RDONLY), EACCES);
	check_error(truncate("read-only", 0), EACCES);
	fd = open("read-only", O_RDONLY);
	check(fd >= 0 && close(fd) == 0);
	fd = open("owned", O_RDWR); /* the owner's bits */
	check(fd >= 0 && close(fd) == 0);
	check_error(open("closed/inside", O_RDONLY), EACCES);
	check_error(stat("closed/inside", &status), EACCES);
	check_error(chdir("closed"), EACCES);
	check_error(open("closed", O_RDONLY), EACCES);

	/* access asks for the real user, who is still root. */
	check(access("secret", R_OK) == 0);
	check_error(faccessat(AT_FDCWD, "secret", R_OK, AT_EACCESS), EACCES);
	check_error(eaccess("read-only", W_OK), EACCES);

	/* Names are the directory's. */
	check_error(open("shut/new", O_CREAT | O_RDWR, 0600), EACCES);
	check_error(unlink("shut/of-root"), EACCES);
	check_error(mkdir("shut/new", 0700), EACCES);
	check_error(rename("shut/of-root", "open/x"), EACCES);
	check_error(symlink("x", "shut/x"), EACCES);
	check_error(link("shut/of-root", "shut/x"), EACCES);
	check_error(mkfifo("shut/x", 0600), EACCES);
	check_error(rmdir("closed"), ENOTEMPTY);
	check(unlink("open/of-root") == 0);
	check_error(unlink("sticky/of-root"), EPERM);
	check_error(rename("sticky/of-root", "sticky/x"), EPERM);
	put("sticky/mine", 0600);
	check(rename("sticky/mine", "sticky/mine2") == 0);
	check_error(rename("sticky/mine2", "sticky/of-root"), EPERM);
	check(unlink("sticky/mine2") == 0);

	/* Attributes are the owner's. */
	check_error(chmod("read-only", 0666), EPERM);
	check_error(chown("read-only", USER, -1), EPERM);
	check_error(chown("owned", 0, -1), EPERM);
	check_error(chown("owned", -1, 99), EPERM); /* not a member */
	check(chown("owned", -1, 1000) == 0);
	check(chown("owned", USER, 1000) == 0);
	check_error(utimensat(AT_FDCWD, "read-only", now, 0), EACCES);
	check_error(utimensat(AT_FDCWD, "read-only", then, 0), EPERM);
	check(utimensat(AT_FDCWD, "sticky/of-root", now, 0) == 0);
	check_error(utimensat(AT_FDCWD, "sticky/of-root", then, 0), EPERM);
	check(utimensat(AT_FDCWD, "owned", then, 0) == 0);

	/* What is made belongs to the maker. */
	umask(027);
	put("open/mine", 0600);
	check(stat("open/mine", &status) == 0);
	check(status.st_uid == USER && status.st_gid == 1000);
	check(
	    mkdir("open/folder", 0777) == 0 && mode_of("open/folder") == 0750);
	check(mkfifo("open/fifo", 0666) == 0 && mode_of("open/fifo") == 0640);
	check_error(mknod("open/device", S_IFCHR | 0600, 0x103), EPERM);
	check(mkdir("set-group/sub", 0777) == 0);
	check(stat("set-group/sub", &status) == 0 && status.st_gid == 55);
	check(mode_of("set-group/sub") == 02750);
	fd = open("set-group/file", O_CREAT | O_RDWR, 0666);
	check(fstat(fd, &status) == 0 && status.st_gid == 55 && !close(fd));
	/* A writer loses the set-id bits. */
	check(chmod("owned", 04755) == 0 && mode_of("owned") == 04755);
	fd = open("owned", O_WRONLY);
	check(write(fd, "x", 1) == 1 && close(fd) == 0);
	check(mode_of("owned") == 0755);
	/* A group one is not in: its set-id bit does not stay. */
	check(seteuid(0) == 0 && chown("owned", USER, 99) == 0);
	become(USER, 1000);
	check(chmod("owned", 02755) == 0 && mode_of("owned") == 0755);
	umask(022);
}

static void groups(void)
{
	gid_t two[2] = {77, 88}, got[2];
	int fd;

	become(0, 0);
	check(setgroups(2, two) == 0 && getgroups(0, NULL) == 2);
	check(getgroups(2, got) == 2 && got[0] == 77 && got[1] == 88);
	check_error(getgroups(1, got), EINVAL);
	put("group", 0040);
	check(chown("group", 0, 88) == 0);
	become(USER, 1000);
	fd = open("group", O_RDONLY);
	check(fd >= 0 && close(fd) == 0);
	check_error(open("group", O_WRONLY), EACCES);
	check_error(setgroups(0, NULL), EPERM);
	become(0, 0);
	check(chown("group", USER, 88) == 0);
	become(USER, 1000);
	check_error(open("group", O_RDONLY), EACCES); /* the owner's bits */
	become(0, 0);
	check(setgroups(0, NULL) == 0);
}

static void no_way_back(void)
{
	uid_t real, effective, saved;

	check(getresuid(&real, &effective, &saved) == 0);
	check(real == 0 && effective == 0 && saved == 0);
	check(setresuid(-1, USER, 0) == 0 && setuid(0) == 0);
	check(geteuid() == 0 && setreuid(USER, -1) == 0 && getuid() == USER);
	check(setuid(USER) == 0 && geteuid() == USER);
	check_error(seteuid(0), EPERM);
	check_error(setuid(0), EPERM);
	check_error(setreuid(0, -1), EPERM);
	check_error(setresuid(0, 0, 0), EPERM);
	check_error(access("secret", R_OK), EACCES);
}

int main(void)
{
	check(geteuid() == 0); /* run it as root natively */
	check(system(NULL) == 0 || system("rm -rf " TOP) == 0);
	check(mkdir(TOP, 0777) == 0 && chdir(TOP) == 0);
	check(chmod(TOP, 0777) == 0 && setgroups(0, NULL) == 0);
	umask(022);
	root_may();
	others_may();
	groups();
	no_way_back();
	return 0;
}
