/* SPDX-License-Identifier: Apache-2.0
 *
 * What programs read below /proc about themselves agrees with what calls say.
 *
 * ARGS: one "two words"
 * NATIVE
 */
#define _GNU_SOURCE
#include <dirent.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdint.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/utsname.h>
#include <unistd.h>
#include "test.h"

static char text[65536];
static size_t length;

static void get(const char *path)
{
	int fd = open(path, O_RDONLY);
	ssize_t done;

	check(fd >= 0);
	for (length = 0;
	     (done = read(fd, text + length, sizeof(text) - 1 - length)) > 0;)
		length += (size_t)done;
	check(done == 0 && close(fd) == 0);
	text[length] = '\0';
}

/* The number after a label at the start of a line. */
static long number_after(const char *label)
{
	const char *at = strstr(text, label);

	while (at && at != text && at[-1] != '\n')
		at = strstr(at + 1, label);
	check(at);
	return strtol(at + strlen(label), NULL, 10);
}

static long threads_in_stat(void)
{
	long threads;
	char state;

	get("/proc/self/stat");
	/* After the name, which may hold anything but the last bracket. */
	check(sscanf(strrchr(text, ')') + 1,
		  " %c %*d %*d %*d %*d %*d %*u %*u %*u %*u %*u %*u %*u %*d %*d "
		  "%*d %*d %ld",
		  &state, &threads) == 2);
	check(strchr("RS", state) && strtol(text, NULL, 10) == getpid());
	return threads;
}

/* How many threads /proc knows, and that this is one of them. */
static int tasks(void)
{
	DIR *folder = opendir("/proc/self/task");
	struct dirent *entry;
	int count = 0, self = 0;

	check(folder);
	while ((entry = readdir(folder))) {
		if (entry->d_name[0] == '.')
			continue;
		count++;
		self += atoi(entry->d_name) == gettid();
	}
	check(closedir(folder) == 0 && self == 1);
	return count;
}

static void *look(void *unused)
{
	char path[64];

	check(tasks() == 2);
	check(pthread_setname_np(pthread_self(), "second") == 0);
	snprintf(path, sizeof(path), "/proc/self/task/%d/comm", gettid());
	get(path);
	check(strcmp(text, "second\n") == 0);
	get("/proc/thread-self/status");
	check(strncmp(text, "Name:\tsecond\n", 13) == 0);
	check(number_after("Pid:") == gettid());
	check(number_after("Tgid:") == getpid());
	get("/proc/self/status");
	check(number_after("Threads:") == 2);
	check(threads_in_stat() == 2);
	return unused;
}

static void process(void)
{
	pthread_t thread;
	unsigned mask = umask(027);
	long pages[7];

	get("/proc/self/status");
	check(number_after("Pid:") == getpid());
	check(number_after("PPid:") == getppid());
	check(number_after("Uid:") == (long)getuid());
	check(number_after("Umask:") == 27);
	check(number_after("VmSize:") > 0);
	check(number_after("Threads:") == 1 && threads_in_stat() == 1);
	umask(mask);
	check(!pthread_create(&thread, NULL, look, NULL));
	check(!pthread_join(thread, NULL));
	check(tasks() == 1);
	get("/proc/self/statm");
	check(sscanf(text, "%ld %ld %ld %ld %ld %ld %ld", pages, pages + 1,
		  pages + 2, pages + 3, pages + 4, pages + 5, pages + 6) == 7);
	check(pages[0] > 0 && pages[1] > 0);
}

static void words(char **argv)
{
	const char *at = text;

	get("/proc/self/cmdline");
	for (; *argv; argv++) {
		check(strcmp(at, *argv) == 0);
		at += strlen(at) + 1;
	}
	check(at == text + length);
	get("/proc/self/comm");
	check(length > 1 && text[length - 1] == '\n');
}

static void links(void)
{
	char link[32];
	int fd = open("/tmp", O_RDONLY | O_DIRECTORY);
	ssize_t size;
	int seen = 0;
	struct dirent *entry;
	DIR *folder;

	check(chdir("/tmp") == 0);
	size = readlink("/proc/self/cwd", text, sizeof(text));
	check(size == 4 && memcmp(text, "/tmp", 4) == 0);
	check(readlink("/proc/self/root", text, sizeof(text)) == 1);
	snprintf(link, sizeof(link), "/proc/self/fd/%d", fd);
	size = readlink(link, text, sizeof(text));
	check(size == 4 && memcmp(text, "/tmp", 4) == 0);
	folder = opendir("/proc/self/fd");
	check(folder);
	while ((entry = readdir(folder)))
		seen |= atoi(entry->d_name) == fd && entry->d_name[0] != '.';
	check(seen && closedir(folder) == 0 && close(fd) == 0);
	check_error(readlink(link, text, sizeof(text)), ENOENT);
	check(readlink("/proc/self/exe", text, sizeof(text)) > 1 &&
	      text[0] == '/');
}

static void *a_variable = &a_variable;

/* What the memory at an address allows: its line's second word. */
static void is_mapped(const void *address, const char *access)
{
	char *line;

	get("/proc/self/maps");
	for (line = strtok(text, "\n"); line; line = strtok(NULL, "\n")) {
		unsigned long long start, end;
		char found[8];

		check(sscanf(line, "%llx-%llx %7s", &start, &end, found) == 3);
		if (start <= (uintptr_t)address && (uintptr_t)address < end) {
			check(strcmp(found, access) == 0);
			return;
		}
	}
	check(!"mapped");
}

static void memory(void)
{
	int local;
	void *block = malloc(100);

	is_mapped((const void *)(uintptr_t)memory, "r-xp");
	is_mapped("literal", "r--p");
	is_mapped(a_variable, "rw-p");
	is_mapped(&local, "rw-p");
	is_mapped(block, "rw-p");
	free(block);
}

static unsigned long long hex_after(const char *label)
{
	const char *at = strstr(text, label);

	check(at);
	return strtoull(at + strlen(label), NULL, 16);
}

static void of_signals(void)
{
	sigset_t set;

	check(signal(SIGUSR1, (void (*)(int))of_signals) == SIG_DFL);
	check(signal(SIGUSR2, SIG_IGN) == SIG_DFL);
	sigemptyset(&set);
	sigaddset(&set, SIGTERM);
	check(pthread_sigmask(SIG_BLOCK, &set, NULL) == 0);
	check(raise(SIGTERM) == 0 && kill(getpid(), SIGTERM) == 0);
	get("/proc/self/status");
	check(hex_after("SigBlk:") == 1ull << (SIGTERM - 1));
	check(hex_after("SigPnd:") == 1ull << (SIGTERM - 1));
	check(hex_after("ShdPnd:") == 1ull << (SIGTERM - 1));
	check(hex_after("SigIgn:") & 1ull << (SIGUSR2 - 1));
	check(hex_after("SigCgt:") & 1ull << (SIGUSR1 - 1));
	check(!(hex_after("SigCgt:") & 1ull << (SIGUSR2 - 1)));
}

static void descriptors(void)
{
	char path[64];
	int fd = open("/tmp/file", O_RDWR | O_CREAT | O_APPEND, 0600);

	check(fd >= 0 && write(fd, "12345", 5) == 5);
	snprintf(path, sizeof(path), "/proc/self/fdinfo/%d", fd);
	get(path);
	check(number_after("pos:") == 5);
	check((strtol(strstr(text, "flags:") + 6, NULL, 8) &
		  (O_ACCMODE | O_APPEND)) == (O_RDWR | O_APPEND));
	check(close(fd) == 0 && unlink("/tmp/file") == 0);
	check_error(open(path, O_RDONLY), ENOENT);
}

static void identifiers(void)
{
	char first[64];

	get("/proc/sys/kernel/random/uuid");
	check(length == 37 && text[14] == '4' && text[8] == '-');
	strcpy(first, text);
	get("/proc/sys/kernel/random/uuid");
	check(strcmp(first, text) != 0);
	get("/proc/sys/kernel/random/boot_id");
	strcpy(first, text);
	get("/proc/sys/kernel/random/boot_id");
	check(length == 37 && strcmp(first, text) == 0);
}

static void machine(void)
{
	struct utsname name;
	struct rlimit files;
	long soft, hard;

	check(uname(&name) == 0 && getrlimit(RLIMIT_NOFILE, &files) == 0);
	get("/proc/sys/kernel/ostype");
	check(strncmp(text, name.sysname, strlen(name.sysname)) == 0);
	get("/proc/sys/kernel/osrelease");
	check(strncmp(text, name.release, strlen(name.release)) == 0);
	get("/proc/sys/kernel/hostname");
	check(strncmp(text, name.nodename, strlen(name.nodename)) == 0);
	get("/proc/version");
	check(strncmp(text, name.sysname, strlen(name.sysname)) == 0);
	get("/proc/self/limits");
	check(sscanf(strstr(text, "Max open files"), "Max open files %ld %ld",
		  &soft, &hard) == 2);
	check(soft == (long)files.rlim_cur && hard == (long)files.rlim_max);
	get("/proc/meminfo");
	check(number_after("MemTotal:") > 0);
	get("/proc/mounts"); /* a changed root need not be one of them */
#ifdef __nacl__
	check(strstr(text, " / "));
#endif
}

int main(int argc, char **argv)
{
	check(argc == 3);
	process();
	words(argv);
	links();
	memory();
	of_signals();
	descriptors();
	identifiers();
	machine();
	return 0;
}
