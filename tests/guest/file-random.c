/* SPDX-License-Identifier: Apache-2.0
 *
 * Calls on the file tree in a random order that is the same everywhere: what
 * each returned, errno and the state of what it touched go into a digest, to
 * which the host's kernel must come as well.
 *
 * file-random IDENTITY SEED ROUNDS [DIGEST]: root, user or mixed. Without the
 * DIGEST to expect it tells every call, so that the first one that differs can
 * be found. A host that is not root does only what needs no root.
 *
 * FLAGS: -Wno-format-truncation
 * ALSO: 0 root 1 100 344959b3b4ad14ce
 * ALSO: 0 mixed 1 100 d5de80de9b2d33f1
 * ARGS: user 1 100 c8dc416961948c78
 * NATIVE root
 */
#define _GNU_SOURCE
#include <dirent.h>
#include <fcntl.h>
#include <ftw.h>
#include <grp.h>
#include <limits.h>
#include <stdarg.h>
#include <stdbool.h>
#include <signal.h>
#include <stdint.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include "test.h"

#define FILES 8 /* descriptors that the calls use */

static uint64_t seed, state, digest;
static bool verbose;
static bool as_user; /* not root: every check of a mode counts */
static bool mixed;   /* now root, now a user */
static int files[FILES];
static char top[] = "/tmp/zvm-file-random-XXXXXX";
static char home[64]; /* where a round takes place */

static unsigned below(unsigned limit)
{
	state = state * 6364136223846793005u + 1442695040888963407u;
	return (unsigned)((state >> 33) % limit);
}

static int one_of(const int *choices, size_t count)
{
	return choices[below((unsigned)count)];
}
#define ONE_OF(...)                                                            \
	one_of((const int[]){__VA_ARGS__},                                     \
	    sizeof((const int[]){__VA_ARGS__}) / sizeof(int))

static void tell(const char *format, ...)
{
	char line[16384];
	va_list arguments;

	va_start(arguments, format);
	vsnprintf(line, sizeof(line), format, arguments);
	va_end(arguments);
	for (const char *at = line; *at; at++)
		digest = (digest ^ (uint8_t)*at) * 1099511628211u;
	if (verbose)
		fputs(line, stdout);
}

/* A path of few names, so that calls meet each other's files; ".." only
 * behind a name. */
static const char *some_path(void)
{
	static char paths[4][PATH_MAX + 64];
	static unsigned next;
	char *path = paths[next++ % 4], *at = path;
	unsigned depth = 1 + (below(2) != 0) * below(3);

	switch (below(60)) {
	case 0:
		return "";
	case 1:
		return ".";
	case 2:
		memset(path, 'l', 256);
		path[256] = '\0';
		return path;
	case 3:
		memset(path, 'l', PATH_MAX);
		memcpy(path, "a//", 3);
		for (size_t i = 200; i < PATH_MAX; i += 200)
			path[i] = '/';
		path[PATH_MAX - below(2)] = '\0';
		return path;
	case 4:
		memset(path, '/', PATH_MAX - 1);
		path[0] = 'a';
		path[PATH_MAX - 1] = '\0';
		return path;
	}
	for (unsigned i = 0; i < depth; i++) {
		at += sprintf(at, "%c", 'a' + (int)below(6));
		switch (below(24)) {
		case 0:
			at += sprintf(at, "/.");
			break;
		case 1:
			at += sprintf(at, "/..");
			break;
		case 2:
			at += sprintf(at, "//");
			break;
		}
		if (i + 1 < depth || below(12) == 0)
			at += sprintf(at, "/");
	}
	*at = '\0';
	return path;
}

/* Mostly one that is open. */
static unsigned some_slot(void)
{
	unsigned slot = below(FILES);

	for (unsigned i = 0; below(8) && i < FILES && files[slot] < 0; i++)
		slot = (slot + 1) % FILES;
	return slot;
}

/* A descriptor as it is told: the same wherever AT_FDCWD is. */
static int shown(int fd)
{
	return fd == AT_FDCWD ? -2 : fd;
}

/* Where an at call starts: mostly here, else an open file or none. */
static int some_start(void)
{
	return below(5) ? AT_FDCWD : files[some_slot()];
}

/* The numbers differ between systems. */
static const char *error_name(int number)
{
#define NAME(name)                                                             \
	case name:                                                             \
		return #name
	switch (number) {
		NAME(EACCES);
		NAME(EBADF);
		NAME(EBUSY);
		NAME(EEXIST);
		NAME(EFBIG);
		NAME(EINVAL);
		NAME(EISDIR);
		NAME(ELOOP);
		NAME(ENAMETOOLONG);
		NAME(ENODEV);
		NAME(ENOENT);
		NAME(ENOTDIR);
		NAME(ENOTEMPTY);
		NAME(ENOTTY);
		NAME(ENXIO);
		NAME(EOPNOTSUPP);
		NAME(EPERM);
		NAME(ESPIPE);
		NAME(EXDEV);
	}
#undef NAME
	return "another error";
}

/* What a path names now, without what file systems differ in. */
static void tell_state(const char *path)
{
	struct stat status;
	bool counts;

	if (lstat(path, &status)) {
		tell("  %s\n", error_name(errno));
		return;
	}
	counts = !S_ISDIR(status.st_mode);
	tell("  mode %o links %ld size %lld\n", (unsigned)status.st_mode,
	    counts ? (long)status.st_nlink : 0L,
	    counts ? (long long)status.st_size : 0LL);
}

static void outcome(long result, const char *call, ...)
{
	char text[12288];
	int number = errno;
	va_list arguments;

	va_start(arguments, call);
	vsnprintf(text, sizeof(text), call, arguments);
	va_end(arguments);
	tell("%s = %ld %s\n", text, result < 0 ? -1 : result,
	    result < 0 ? error_name(number) : "");
}

static mode_t some_mode(void)
{
	static const mode_t modes[] = {
	    0777, 0755, 0700, 0600, 0500, 0400, 0300, 0, 0111, 07777, 02750};

	return as_user || below(2) ? modes[below(as_user ? 11 : 4)] : 0644;
}

static void do_open(void)
{
	static const int more[] = {O_CREAT, O_EXCL, O_TRUNC, O_APPEND,
	    O_DIRECTORY, O_NOFOLLOW, O_PATH, O_CLOEXEC, O_TMPFILE};
	int flags = ONE_OF(O_RDONLY, O_WRONLY, O_RDWR), start = some_start();
	int told = flags == O_RDONLY ? 0 : flags == O_WRONLY ? 1 : 2;
	unsigned slot = below(FILES);
	const char *path = some_path();
	mode_t mode = some_mode();
	int fd;

	flags |= O_NONBLOCK;
	for (unsigned i = 0; i < sizeof(more) / sizeof(*more); i++) {
		if (below(i == 0 ? 2 : i == 8 ? 30 : 6) == 0) {
			flags |= more[i];
			told |= 16 << i;
		}
	}
	/* A FIFO without a reader, or with one: not what is asked here. */
	fd = openat(start, path, flags, mode);
	outcome(fd < 0 ? -1 : 0, "openat %d %s flags %x mode %o", shown(start),
	    path, (unsigned)told, (unsigned)mode);
	if (fd < 0)
		return;
	if (files[slot] >= 0)
		close(files[slot]);
	check(dup2(fd, 100 + (int)slot) == 100 + (int)slot);
	close(fd);
	files[slot] = 100 + (int)slot;
}

static void do_transfer(void)
{
	static char buffer[10000];
	int fd = files[some_slot()], kind = (int)below(4);
	size_t size = below(3) ? below(100) : below(10000);
	off_t offset = (off_t)below(20000) - 10;
	unsigned sum = 0;
	ssize_t done;

	memset(buffer, 'a' + (int)below(26), sizeof(buffer));
	if (kind == 0)
		done = read(fd, buffer, size);
	else if (kind == 1)
		done = pread(fd, buffer, size, offset);
	else if (kind == 2)
		done = write(fd, buffer, size);
	else
		done = pwrite(fd, buffer, size, offset);
	outcome(done, "transfer %d of %d: %zu at %lld", kind, fd, size,
	    (long long)offset);
	for (ssize_t i = 0; kind < 2 && i < done; i++)
		sum = sum * 31 + (uint8_t)buffer[i];
	tell("  bytes %u\n", sum);
}

/* Calls may have taken the directory's own rights away. */
static void go_home(void)
{
	uid_t user = geteuid();

	if (mixed)
		check(seteuid(0) == 0);
	if (chdir(home))
		check(chmod(home, 0777) == 0 && chdir(home) == 0);
	if (mixed)
		check(seteuid(user) == 0);
}

static void do_descriptor(void)
{
	int fd = files[some_slot()];
	off_t offset = (off_t)below(20000) - 100;
	struct stat status;
	int kind = (int)below(8), whence;
	mode_t mode;

	switch (kind) {
	case 0:
		/* A directory's end is the file system's affair. */
		whence = fstat(fd, &status) == 0 && S_ISDIR(status.st_mode)
			     ? 0
			     : (int)below(3);
		outcome(lseek(fd, whence ? offset : offset / 100,
			    whence == 0   ? SEEK_SET
			    : whence == 1 ? SEEK_CUR
					  : SEEK_END) < 0
			    ? -1
			    : 0,
		    "lseek %d %lld %d", fd, (long long)offset, whence);
		break;
	case 1:
		outcome(ftruncate(fd, offset), "ftruncate %d %lld", fd,
		    (long long)offset);
		break;
	case 2:
		mode = some_mode();
		outcome(fchmod(fd, mode), "fchmod %d %o", fd, (unsigned)mode);
		break;
	case 3:
		outcome(fchdir(fd) ? -1 : 0, "fchdir %d", fd);
		go_home();
		break;
	case 4:
		outcome(futimens(fd, NULL), "futimens %d", fd);
		break;
	case 5:
		outcome(fsync(fd), "fsync %d", fd);
		break;
	case 6:
		outcome(
		    fcntl(fd, F_SETFL, O_NONBLOCK | (below(2) ? O_APPEND : 0)),
		    "F_SETFL %d", fd);
		break;
	}
	if (fstat(fd, &status) == 0 && !S_ISDIR(status.st_mode))
		tell("  %d: mode %o links %ld size %lld at %lld\n", fd,
		    (unsigned)status.st_mode, (long)status.st_nlink,
		    (long long)status.st_size,
		    S_ISREG(status.st_mode) ? (long long)lseek(fd, 0, SEEK_CUR)
					    : 0LL);
}

static void do_path(void)
{
	const char *path = some_path(), *other = some_path();
	int start = some_start(), end = some_start(), flags;
	off_t size = (off_t)below(9000) - 10;
	mode_t mode = some_mode();
	struct stat status;
	char text[64];
	int kind = (int)below(24);

	switch (kind) {
	case 22:
	case 23:
	case 0:
	case 1:
		outcome(mkdirat(start, path, mode), "mkdirat %d %s %o",
		    shown(start), path, (unsigned)mode);
		break;
	case 2:
		flags = below(2) ? AT_REMOVEDIR : 0;
		outcome(unlinkat(start, path, flags), "unlinkat %d %s %d",
		    shown(start), path, flags != 0);
		break;
	case 3:
		outcome(rmdir(path), "rmdir %s", path);
		break;
	case 4:
	case 5:
	case 6:
		outcome(renameat(start, path, end, other),
		    "renameat %d %s %d %s", shown(start), path, shown(end),
		    other);
		tell_state(other);
		break;
	case 7:
		flags = ONE_OF(0, RENAME_NOREPLACE, RENAME_EXCHANGE);
		outcome(renameat2(start, path, end, other, (unsigned)flags),
		    "renameat2 %d %s %d %s %d", shown(start), path, shown(end),
		    other,
		    flags == 0                 ? 0
		    : flags == RENAME_EXCHANGE ? 1
					       : 2);
		tell_state(other);
		break;
	case 8:
	case 9:
		/* Linux may protect files of others from being linked. */
		if (mixed)
			break;
		flags = ONE_OF(0, 0, AT_SYMLINK_FOLLOW);
		outcome(linkat(start, path, end, other, flags),
		    "linkat %d %s %d %s %d", shown(start), path, shown(end),
		    other, flags != 0);
		tell_state(other);
		break;
	case 10:
	case 11:
		outcome(symlinkat(path, end, other), "symlinkat %s %d %s", path,
		    shown(end), other);
		break;
	case 12: {
		ssize_t length = readlinkat(start, path, text, sizeof(text));

		outcome(length, "readlinkat %d %s", shown(start), path);
		tell("  %.*s\n", length > 0 ? (int)length : 0, text);
		break;
	}
	case 13:
		outcome(fchmodat(start, path, mode, 0), "fchmodat %d %s %o",
		    shown(start), path, (unsigned)mode);
		break;
	case 14:
		outcome(truncate(path, size), "truncate %s %lld", path,
		    (long long)size);
		break;
	case 15:
		outcome(mkfifoat(start, path, mode), "mkfifoat %d %s %o",
		    shown(start), path, (unsigned)mode);
		break;
	case 16:
		flags = ONE_OF(0, AT_SYMLINK_NOFOLLOW, AT_EMPTY_PATH);
		outcome(fstatat(start, path, &status, flags),
		    "fstatat %d %s %d", shown(start), path,
		    flags == 0               ? 0
		    : flags == AT_EMPTY_PATH ? 1
					     : 2);
		break;
	case 17: {
		int wanted = (int)below(8);

		flags = ONE_OF(0, AT_EACCESS, AT_SYMLINK_NOFOLLOW);
		outcome(faccessat(start, path,
			    (wanted & 1 ? X_OK : 0) | (wanted & 2 ? W_OK : 0) |
				(wanted & 4 ? R_OK : 0),
			    flags),
		    "faccessat %d %s %d %d", shown(start), path, wanted,
		    flags == 0            ? 0
		    : flags == AT_EACCESS ? 1
					  : 2);
		break;
	}
	case 18:
		flags = ONE_OF(0, AT_SYMLINK_NOFOLLOW);
		outcome(utimensat(start, path, NULL, flags),
		    "utimensat %d %s %d", shown(start), path, flags != 0);
		break;
	case 19:
		flags = ONE_OF(0, AT_SYMLINK_NOFOLLOW);
		kind = mixed ? (int)below(3) : 0;
		outcome(fchownat(start, path,
			    kind == 0   ? geteuid()
			    : kind == 1 ? 0
					: 1000,
			    kind < 2 ? (gid_t)-1 : 1000, flags),
		    "fchownat %d %s %d %d", shown(start), path, flags != 0,
		    kind);
		break;
	case 20:
		outcome(mknodat(start, path, S_IFREG | mode, 0),
		    "mknodat %d %s %o", shown(start), path, (unsigned)mode);
		break;
	case 21:
		outcome(chdir(path), "chdir %s", path);
		go_home();
		break;
	}
	tell_state(path);
}

static int by_name(const void *a, const void *b)
{
	return strcmp(a, b);
}

static void do_list(void)
{
	char names[64][16];
	const char *path = some_path();
	DIR *directory = opendir(path);
	struct dirent *entry;
	size_t count = 0;

	outcome(directory ? 0 : -1, "opendir %s", path);
	while (directory && (entry = readdir(directory)) && count < 64)
		snprintf(names[count++], 16, "%s", entry->d_name);
	qsort(names, count, 16, by_name);
	for (size_t i = 0; i < count; i++)
		tell("  %s\n", names[i]);
	if (directory)
		closedir(directory);
}

static void one_call(void)
{
	unsigned kind = below(10);

	if (mixed && below(10) == 0) {
		check(seteuid(0) == 0);
		check(setegid(below(2) ? 1000 : 0) == 0);
		check(seteuid(below(4) ? 1000 : 0) == 0);
	}
	if (kind < 2)
		do_open();
	else if (kind == 2)
		do_transfer();
	else if (kind == 3)
		do_descriptor();
	else if (kind == 4)
		do_list();
	else
		do_path();
}

/* Each round starts with a few directories in one that is empty. */
static void start_round(unsigned round)
{
	/* Apart, so that a difference does not hide those of later rounds. */
	state = seed * 1000003 + round;
	below(1);
	for (int i = 0; i < FILES; i++) {
		if (files[i] >= 0)
			check(close(files[i]) == 0);
		files[i] = -1;
	}
	if (mixed)
		check(seteuid(0) == 0 && setegid(0) == 0);
	snprintf(home, sizeof(home), "%s/%u", top, round);
	check(mkdir(home, 0777) == 0);
	snprintf(home, sizeof(home), "%s/%u/in", top, round);
	check(mkdir(home, 0777) == 0 && chdir(home) == 0);
	check(mkdir("a", 0777) == 0 && mkdir("b", 0777) == 0);
	check(mkdir("a/a", 0777) == 0 && mkdir("a/b", 0777) == 0);
}

static int remove_one(
    const char *path, const struct stat *status, int type, struct FTW *where)
{
	(void)type;
	(void)where;
	return S_ISDIR(status->st_mode) ? rmdir(path) : unlink(path);
}

/* Directories first, so that all of them can be entered and emptied. */
static int open_one(
    const char *path, const struct stat *status, int type, struct FTW *where)
{
	(void)type;
	(void)where;
	return S_ISDIR(status->st_mode) ? chmod(path, 0700) : 0;
}

static void become(const char *identity)
{
	as_user = strcmp(identity, "root") != 0;
	mixed = strcmp(identity, "mixed") == 0;
	if (mixed)
		check(setgroups(0, NULL) == 0);
	else if (as_user && geteuid() == 0)
		check(chown(top, 1000, 0) == 0 && seteuid(1000) == 0);
}

int main(int argc, char **argv)
{
	check(argc == 4 || argc == 5);
	if (geteuid() != 0 && strcmp(argv[1], "user") != 0) {
		fprintf(stderr, "%s: left out: not root\n", argv[1]);
		return 0;
	}
	umask(022);
	check(signal(SIGPIPE, SIG_IGN) != SIG_ERR);
	check(mkdtemp(top) == top && chmod(top, 0777) == 0);
	memset(files, 0xff, sizeof(files));
	seed = strtoull(argv[2], NULL, 0);
	verbose = argc == 4;
	become(argv[1]);
	for (unsigned i = 0; i < (unsigned)atoi(argv[3]); i++) {
		tell("round %u\n", i);
		start_round(i);
		for (int call = 0; call < 400; call++)
			one_call();
	}
	check(chdir("/") == 0 && seteuid(getuid()) == 0);
	check(nftw(top, open_one, 16, FTW_PHYS) == 0);
	check(nftw(top, remove_one, 16, FTW_PHYS | FTW_DEPTH) == 0);
	if (argc == 4 || digest != strtoull(argv[4], NULL, 16)) {
		printf("digest %016llx\n", (unsigned long long)digest);
		return argc == 4 ? 0 : 1;
	}
	return 0;
}
