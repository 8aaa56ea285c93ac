/* SPDX-License-Identifier: Apache-2.0
 *
 * Which times each call moves: of the file it is about, of the directory that
 * holds its name, and of nothing else. Letters: a(ccess), m(odification),
 * c(hange); a line is a call, then file, directory, another directory.
 *
 * NATIVE
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <time.h>
#include <unistd.h>
#include "test.h"

static const char *const watched[] = {"d/file", "d", "other"};
static struct stat before[3];
static int held; /* d/file, open for both */

static void look(struct stat *now)
{
	for (int i = 0; i < 3; i++) {
		memset(&now[i], 0, sizeof(now[i]));
		/* A file without a name is seen by its descriptor. */
		if (lstat(watched[i], &now[i]) && i == 0)
			fstat(held, &now[i]);
	}
}

/* A fresh tree whose times are all past, and those of access newest, so that
 * a file system that saves itself work has no reason to move them. */
static void fresh(void)
{
	struct timespec old[2] = {{1000000002, 0}, {1000000001, 0}};
	int fd;

	if (held)
		close(held);
	unlink("d/file");
	unlink("d/link");
	unlink("d/new");
	rmdir("d/new");
	rmdir("d/folder");
	unlink("other/new");
	rmdir("d");
	rmdir("other");
	check(mkdir("d", 0755) == 0 && mkdir("other", 0755) == 0);
	check(mkdir("d/folder", 0755) == 0);
	fd = open("d/file", O_RDWR | O_CREAT, 0644);
	check(fd >= 0 && write(fd, "0123456789", 10) == 10);
	check(symlink("file", "d/link") == 0);
	held = fd;
	for (int i = 0; i < 3; i++)
		check(utimensat(AT_FDCWD, watched[i], old, 0) == 0);
	usleep(10000);
	look(before);
}

static int moved(const struct timespec *a, const struct timespec *b)
{
	return a->tv_sec != b->tv_sec || a->tv_nsec != b->tv_nsec;
}

static void tell(const char *name, long result)
{
	struct stat now[3];

	look(now);
	printf("%s: %s", name, result < 0 ? "failed" : "done");
	for (int i = 0; i < 3; i++)
		printf(" %s%s%s%s", i ? "/ " : "",
		    moved(&before[i].st_atim, &now[i].st_atim) ? "a" : "-",
		    moved(&before[i].st_mtim, &now[i].st_mtim) ? "m" : "-",
		    moved(&before[i].st_ctim, &now[i].st_ctim) ? "c" : "-");
	putchar('\n');
}

#define SHOW(name, call)                                                       \
	do {                                                                   \
		fresh();                                                       \
		tell(name, (long)(call));                                      \
	} while (0)

static long mapped(void)
{
	char *text =
	    mmap(NULL, 10, PROT_READ | PROT_WRITE, MAP_SHARED, held, 0);

	check(text != MAP_FAILED);
	text[0] = 'x';
	check(msync(text, 10, MS_SYNC) == 0);
	return munmap(text, 10);
}

static void contents(void)
{
	struct iovec none = {NULL, 0};

	SHOW("write", write(held, "x", 1));
	SHOW("write nothing", write(held, "x", 0));
	SHOW("writev nothing", writev(held, &none, 1));
	SHOW("pwrite behind the end", pwrite(held, "x", 1, 100));
	SHOW("ftruncate", ftruncate(held, 5));
	SHOW("ftruncate to the same size", ftruncate(held, 10));
	SHOW("ftruncate, longer", ftruncate(held, 50));
	SHOW("truncate", truncate("d/file", 0));
	SHOW("open with O_TRUNC", open("d/file", O_WRONLY | O_TRUNC));
	SHOW("posix_fallocate", -posix_fallocate(held, 0, 100));
	SHOW("lseek", lseek(held, 5, SEEK_SET));
	SHOW("a shared mapping", mapped());
	SHOW("fsync", fsync(held));
}

static void attributes(void)
{
	struct timespec times[2] = {{5, 0}, {6, 0}};
	struct timespec omit[2] = {{0, UTIME_OMIT}, {0, UTIME_OMIT}};
	struct timespec one[2] = {{7, 0}, {0, UTIME_OMIT}};

	SHOW("chmod to the same", chmod("d/file", 0644));
	SHOW("fchmod", fchmod(held, 0600));
	SHOW("chown to the same", chown("d/file", getuid(), getgid()));
	SHOW("chown, nothing", chown("d/file", -1, -1));
	SHOW("utimensat", utimensat(AT_FDCWD, "d/file", times, 0));
	SHOW("utimensat, nothing", utimensat(AT_FDCWD, "d/file", omit, 0));
	SHOW("utimensat, one", utimensat(AT_FDCWD, "d/file", one, 0));
	SHOW("futimens, now", futimens(held, NULL));
	SHOW("access", access("d/file", R_OK));
	SHOW("chmod of the directory", chmod("d", 0700));
}

static void names(void)
{
	SHOW("link", link("d/file", "d/new"));
	SHOW("link elsewhere", link("d/file", "other/new"));
	SHOW("link that exists", link("d/file", "d/link"));
	SHOW("unlink", unlink("d/file"));
	SHOW("unlink another", unlink("d/link"));
	SHOW("unlink what is not there", unlink("d/none"));
	SHOW("rename", rename("d/file", "d/new"));
	SHOW("rename elsewhere", rename("d/file", "other/new"));
	SHOW("rename over", rename("d/link", "d/file"));
	SHOW("rename to itself", rename("d/file", "d/file"));
	SHOW("rename the directory", rename("d", "other/new"));
	check(rename("other/new", "d") == 0);
	SHOW("exchange", renameat2(AT_FDCWD, "d/file", AT_FDCWD, "d/folder",
			     RENAME_EXCHANGE));
	check(rmdir("d/file") == 0 && rename("d/folder", "d/file") == 0);
	check(mkdir("d/folder", 0755) == 0);
	SHOW("symlink", symlink("x", "d/new"));
	SHOW("mkdir", mkdir("d/new", 0755));
	SHOW("mkfifo", mkfifo("d/new", 0644));
	SHOW("mknod", mknod("d/new", S_IFREG | 0644, 0));
	SHOW("rmdir", rmdir("d/folder"));
	SHOW("open that creates", open("d/new", O_WRONLY | O_CREAT, 0644));
	SHOW("open that exists", open("d/file", O_WRONLY | O_CREAT, 0644));
	SHOW("open without a name", open("d", O_TMPFILE | O_RDWR, 0644));
	SHOW("mkdir that exists", mkdir("d/folder", 0755));
}

int main(void)
{
	const char *top = "/tmp/zvm-file-times";

	rmdir(top);
	check(mkdir(top, 0777) == 0 && chdir(top) == 0);
	contents();
	attributes();
	names();
	fresh();
	unlink("d/file");
	unlink("d/link");
	rmdir("d/folder");
	check(rmdir("d") == 0 && rmdir("other") == 0);
	return chdir("/") == 0 && rmdir(top) == 0 ? 0 : 1;
}
