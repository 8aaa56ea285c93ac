/* SPDX-License-Identifier: Apache-2.0
 *
 * The file tree: creation, names, links, renaming, removal, directories, errors
 * by number. Everything happens below one folder of /tmp.
 *
 * NATIVE
 */
#define _GNU_SOURCE
#include <dirent.h>
#include <fcntl.h>
#include <limits.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include "test.h"

#define TOP "/tmp/zvm-file-tree"

static void put(const char *path, const char *text)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0666);

	check(fd >= 0);
	check(write(fd, text, strlen(text)) == (ssize_t)strlen(text));
	check(close(fd) == 0);
}

static void expect(const char *path, const char *text)
{
	char content[100];
	int fd = open(path, O_RDONLY);
	ssize_t size;

	check(fd >= 0);
	size = read(fd, content, sizeof(content));
	check(size == (ssize_t)strlen(text) && !memcmp(content, text, size));
	close(fd);
}

static void files(void)
{
	char content[10];
	struct stat status;
	int fd, other;

	check_error(open("missing", O_RDONLY), ENOENT);
	check_error(open("missing/x", O_RDWR | O_CREAT, 0600), ENOENT);
	check_error(open("", O_RDONLY), ENOENT);
	put("file", "hello");
	check_error(open("file", O_WRONLY | O_CREAT | O_EXCL, 0600), EEXIST);
	check_error(open("file/", O_RDONLY), ENOTDIR);
	check_error(open("file/x", O_RDONLY), ENOTDIR);
	check_error(open("file", O_RDONLY | O_DIRECTORY), ENOTDIR);
	check_error(open(".", O_WRONLY), EISDIR);

	fd = open("file", O_RDWR);
	check(fd >= 0);
	check(lseek(fd, 2, SEEK_SET) == 2);
	other = dup(fd);
	check(other > fd && read(other, content, 1) == 1 && content[0] == 'l');
	check(lseek(fd, 0, SEEK_CUR) == 3);
	check(pwrite(fd, "HE", 2, 0) == 2 && lseek(fd, 0, SEEK_CUR) == 3);
	check(pread(fd, content, 10, 1) == 4 && !memcmp(content, "Ello", 4));
	check(pread(fd, content, 10, 5) == 0);
	check_error(pread(fd, content, 1, -1), EINVAL);
	check_error(lseek(fd, -1, SEEK_SET), EINVAL);
	check_error(lseek(fd, 0, 77), EINVAL);
	check(dup2(other, 17) == 17 && dup2(17, 17) == 17);
	check_error(dup2(18, 19), EBADF);
	check(fcntl(17, F_GETFD) == 0);
	check(fcntl(fd, F_DUPFD_CLOEXEC, 30) == 30);
	check(fcntl(30, F_GETFD) == FD_CLOEXEC);
	check((fcntl(fd, F_GETFL) & O_ACCMODE) == O_RDWR);
	check(fcntl(fd, F_SETFL, O_APPEND) == 0);
	check(write(fd, "!", 1) == 1);
	check(close(other) == 0 && close(17) == 0 && close(30) == 0);
	check_error(close(17), EBADF);
	check_error(read(17, content, 1), EBADF);

	/* A file lives on while it is open. */
	check(fstat(fd, &status) == 0 && status.st_nlink == 1);
	check(status.st_size == 6 && S_ISREG(status.st_mode));
	check(unlink("file") == 0);
	check_error(access("file", F_OK), ENOENT);
	check(fstat(fd, &status) == 0 && status.st_nlink == 0);
	check(pread(fd, content, 10, 0) == 6 && !memcmp(content, "HEllo!", 6));
	check(ftruncate(fd, 5000) == 0 && lseek(fd, 0, SEEK_END) == 5000);
	check(pread(fd, content, 1, 4999) == 1 && content[0] == 0);
	check(ftruncate(fd, 2) == 0 && ftruncate(fd, 5000) == 0);
	check(pread(fd, content, 3, 1) == 3 && !memcmp(content, "E\0", 3));
	check(close(fd) == 0);
	check_error(unlink("file"), ENOENT);

	fd = open("read-only", O_RDONLY | O_CREAT, 0666);
	check_error(write(fd, "x", 1), EBADF);
	check_error(ftruncate(fd, 1), EINVAL);
	check(close(fd) == 0);
	fd = open("sparse", O_RDWR | O_CREAT, 0666);
	check(pwrite(fd, "x", 1, 5LL << 30) == 1);
	check(fstat(fd, &status) == 0);
	check(status.st_size == (5LL << 30) + 1);
	check(status.st_blocks < 100);
	check(close(fd) == 0 && unlink("sparse") == 0);
}

static void links(void)
{
	char target[100], name[300];
	struct stat a, b;

	put("a", "content");
	check(link("a", "b") == 0 && stat("a", &a) == 0 && stat("b", &b) == 0);
	check(a.st_ino == b.st_ino && a.st_nlink == 2);
	check_error(link("a", "b"), EEXIST);
	check_error(link("missing", "c"), ENOENT);
	check(unlink("a") == 0);
	expect("b", "content");

	check(symlink("b", "soft") == 0);
	expect("soft", "content");
	check(lstat("soft", &a) == 0 && S_ISLNK(a.st_mode) && a.st_size == 1);
	check(stat("soft", &b) == 0 && S_ISREG(b.st_mode));
	check(readlink("soft", target, sizeof(target)) == 1 && *target == 'b');
	check_error(readlink("b", target, sizeof(target)), EINVAL);
	check_error(open("soft", O_RDONLY | O_NOFOLLOW), ELOOP);
	check(symlink("loop", "loop") == 0);
	check_error(open("loop", O_RDONLY), ELOOP);
	check(symlink("nowhere", "dangling") == 0);
	check_error(stat("dangling", &a), ENOENT);
	put("dangling", "made");
	expect("nowhere", "made");
	check_error(open("soft", O_CREAT | O_EXCL | O_RDWR, 0600), EEXIST);
	check(mkdir("dir", 0777) == 0 && symlink("dir/../b", "long") == 0);
	expect("long", "content");
	check(symlink(TOP, "absolute") == 0);
	expect("absolute/soft", "content");
	check(symlink("/", "root") == 0 && stat("root", &a) == 0);
	check(stat("/", &b) == 0 && a.st_ino == b.st_ino);

	memset(name, 'n', sizeof(name));
	name[256] = '\0';
	check_error(open(name, O_RDONLY), ENAMETOOLONG);
	name[255] = '\0';
	put(name, "255");
	expect(name, "255");
	check(unlink(name) == 0);
}

static void moves(void)
{
	struct stat a, b;

	put("x", "one");
	put("y", "two");
	check(stat("x", &a) == 0 && rename("x", "y") == 0);
	expect("y", "one");
	check(stat("y", &b) == 0 && a.st_ino == b.st_ino);
	check_error(rename("x", "z"), ENOENT);
	check(mkdir("d1", 0777) == 0 && mkdir("d2", 0777) == 0);
	put("d2/inside", "three");
	check_error(rename("d1", "d2"), errno == EEXIST ? EEXIST : ENOTEMPTY);
	check_error(rename("y", "d1"), EISDIR);
	check_error(rename("d1", "y"), ENOTDIR);
	check_error(rename("d2", "d2/below"), EINVAL);
	check(rename("d2", "d1") == 0);
	expect("d1/inside", "three");
	check(rename("y", "y") == 0);
	check(link("y", "same") == 0 && rename("y", "same") == 0);
	check(access("y", F_OK) == 0 && unlink("same") == 0);
}

static void directories(void)
{
	char cwd[PATH_MAX], seen[200] = "";
	struct dirent *entry;
	struct stat status;
	long position;
	int fd, count = 0;
	DIR *dir;

	check_error(mkdir("d1", 0777), EEXIST);
	check_error(rmdir("d1"), errno == EEXIST ? EEXIST : ENOTEMPTY);
	check_error(rmdir("y"), ENOTDIR);
	check(unlink("d1") == -1 && (errno == EISDIR || errno == EPERM));
	check_error(rmdir("d1/."), EINVAL);
	check(mkdir("e", 0777) == 0 && stat("e", &status) == 0);
	check(S_ISDIR(status.st_mode) && status.st_nlink == 2);
	for (int i = 0; i < 100; i++) {
		char name[20];

		snprintf(name, sizeof(name), "e/%d", i);
		put(name, "");
	}
	dir = opendir("e");
	check(dir);
	while ((entry = readdir(dir))) {
		if (entry->d_name[0] != '.') {
			int number = atoi(entry->d_name);

			check(!seen[number] && entry->d_type == DT_REG);
			seen[number] = 1;
		}
		count++;
		/* Removing while reading neither skips nor repeats. */
		if (entry->d_name[0] != '.' && count % 2)
			check(unlinkat(dirfd(dir), entry->d_name, 0) == 0);
	}
	check(count == 102);
	rewinddir(dir);
	check(readdir(dir) && readdir(dir) && readdir(dir));
	position = telldir(dir);
	entry = readdir(dir);
	snprintf(cwd, sizeof(cwd), "%s", entry->d_name);
	check(readdir(dir));
	seekdir(dir, position);
	check(strcmp(readdir(dir)->d_name, cwd) == 0);
	check(closedir(dir) == 0);
	check(!opendir("y") && errno == ENOTDIR);

	check(chdir("e") == 0 && getcwd(cwd, sizeof(cwd)) == cwd);
	check(strcmp(cwd, TOP "/e") == 0);
	check(!getcwd(cwd, 3) && errno == ERANGE);
	check_error(chdir("../y"), ENOTDIR);
	check(chdir("..") == 0);
	fd = open("e", O_RDONLY | O_DIRECTORY);
	check(mkdirat(fd, "sub", 0700) == 0);
	check(symlinkat("sub", fd, "to-sub") == 0);
	check(fchdir(fd) == 0 && access("sub", R_OK | X_OK) == 0);
	check(fstatat(fd, "to-sub", &status, AT_SYMLINK_NOFOLLOW) == 0);
	check(S_ISLNK(status.st_mode));
	check(renameat(fd, "sub", fd, "sub2") == 0);
	check(unlinkat(fd, "sub2", AT_REMOVEDIR) == 0);
	check(close(fd) == 0 && chdir(TOP) == 0);
}

static void attributes(void)
{
	struct timespec times[2] = {{1000, 5}, {2000, 7}};
	struct stat status;

	umask(027);
	check(umask(027) == 027);
	put("m", "");
	check(stat("m", &status) == 0 && (status.st_mode & 07777) == 0640);
	check(chmod("m", 0751) == 0 && stat("m", &status) == 0);
	check((status.st_mode & 07777) == 0751);
	check(utimensat(AT_FDCWD, "m", times, 0) == 0);
	check(stat("m", &status) == 0 && status.st_mtime == 2000);
	check(status.st_atime == 1000 && status.st_mtim.tv_nsec == 7);
	check(status.st_ctime > 2000);
}

int main(void)
{
	/* Left from an earlier native run. */
	check(system(NULL) == 0 || system("rm -rf " TOP) == 0);
	check(mkdir(TOP, 0777) == 0 && chdir(TOP) == 0);
	files();
	links();
	moves();
	directories();
	attributes();
	return 0;
}
