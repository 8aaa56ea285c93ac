/* SPDX-License-Identifier: Apache-2.0
 *
 * /proc: what programs read there about themselves and their machine. All of
 * it is a function of the session: one process, number 1, one processor of no
 * particular make, the memory that was granted. A file's text is made when it
 * is opened.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/utsname.h>
#include "internal/config.h"
#include "internal/fd.h"
#include "internal/message.h"
#include "internal/thread.h"

extern char **__zrt_argv;
extern char **environ;

/* What a file's maker writes into. */
struct text {
	struct zrt_node *node;
	bool failed;
};

static void put_bytes(struct text *text, const char *bytes, size_t size)
{
	struct zrt_node *node = text->node;

	if (size && node->ops->write(node, bytes, size, node->regular.size) !=
			(ssize_t)size)
		text->failed = true;
}

static void put(struct text *text, const char *string)
{
	put_bytes(text, string, strlen(string));
}

static void put_number(struct text *text, int64_t number)
{
	char buffer[24];

	put(text, __zrt_decimal(number, buffer));
}

static void put_hex(struct text *text, uint32_t number)
{
	char digits[9];

	for (int i = 7; i >= 0; i--, number >>= 4)
		digits[i] = "0123456789abcdef"[number & 15];
	digits[8] = '\0';
	put(text, digits);
}

static const char *program_name(void)
{
	const char *slash = strrchr(__zrt_argv[0], '/');

	return slash ? slash + 1 : __zrt_argv[0];
}

static void put_comm(struct text *text)
{
	put_bytes(text, program_name(), strnlen(program_name(), 15));
}

static void comm(struct text *text)
{
	put_comm(text);
	put(text, "\n");
}

static void command_line(struct text *text)
{
	for (char **word = __zrt_argv; *word; word++)
		put_bytes(text, *word, strlen(*word) + 1);
}

static void environment(struct text *text)
{
	for (char **word = environ; word && *word; word++)
		put_bytes(text, *word, strlen(*word) + 1);
}

static int64_t memory_size(void)
{
	return (int64_t)__zrt_boot->heap_size + __zrt_boot->stack_size;
}

static int64_t ticks(int64_t nanoseconds)
{
	return nanoseconds / 10000000; /* hundredths of a second */
}

static int64_t running(void)
{
	return __zrt_clock_peek() - __zrt_clock_started();
}

static void self_stat(struct text *text)
{
	put(text, "1 (");
	put_comm(text);
	put(text, ") R 0 1 1 0 -1 0 0 0 0 0 ");
	put_number(text, ticks(running()));
	put(text, " 0 0 0 20 0 ");
	put_number(text, __zrt_threads_live);
	put(text, " 0 0 ");
	put_number(text, memory_size());
	put(text, " ");
	put_number(text, memory_size() / ZVM_PAGE_SIZE);
	put(text, " 4294967295 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0"
		  " 0 0 0\n");
}

static void self_status(struct text *text)
{
	const struct zrt_credentials *who = &__zrt_who;

	put(text, "Name:\t");
	put_comm(text);
	put(text, "\nUmask:\t0");
	for (int shift = 6; shift >= 0; shift -= 3)
		put_number(text, __zrt_umask >> shift & 7);
	put(text, "\nState:\tR (running)\nTgid:\t1\nPid:\t1\nPPid:\t0\n"
		  "TracerPid:\t0\nUid:");
	for (int i = 0; i < 4; i++) {
		put(text, "\t");
		put_number(text, i == 0   ? who->real_user
				 : i == 2 ? who->saved_user
					  : who->user);
	}
	put(text, "\nGid:");
	for (int i = 0; i < 4; i++) {
		put(text, "\t");
		put_number(text, i == 0   ? who->real_group
				 : i == 2 ? who->saved_group
					  : who->group);
	}
	put(text, "\nGroups:\t");
	for (int i = 0; i < who->group_count; i++) {
		put_number(text, who->groups[i]);
		put(text, " ");
	}
	put(text, "\nVmSize:\t");
	put_number(text, memory_size() / 1024);
	put(text, " kB\nVmRSS:\t");
	put_number(text, memory_size() / 1024);
	put(text, " kB\nThreads:\t");
	put_number(text, __zrt_threads_live);
	put(text, "\nCpus_allowed_list:\t0\n");
}

static void self_statm(struct text *text)
{
	put_number(text, memory_size() / ZVM_PAGE_SIZE);
	put(text, " ");
	put_number(text, memory_size() / ZVM_PAGE_SIZE);
	put(text, " 0 0 0 ");
	put_number(text, memory_size() / ZVM_PAGE_SIZE);
	put(text, " 0\n");
}

static void put_limit(struct text *text, rlim_t limit)
{
	if (limit == RLIM_INFINITY)
		put(text, "unlimited");
	else
		put_number(text, (int64_t)limit);
	put(text, "  ");
}

static void limits(struct text *text)
{
	static const struct {
		int resource;
		const char *name, *unit;
	} all[] = {
	    {RLIMIT_CPU, "Max cpu time  ", "seconds"},
	    {RLIMIT_FSIZE, "Max file size  ", "bytes"},
	    {RLIMIT_DATA, "Max data size  ", "bytes"},
	    {RLIMIT_STACK, "Max stack size  ", "bytes"},
	    {RLIMIT_CORE, "Max core file size  ", "bytes"},
	    {RLIMIT_NPROC, "Max processes  ", "processes"},
	    {RLIMIT_NOFILE, "Max open files  ", "files"},
	    {RLIMIT_AS, "Max address space  ", "bytes"},
	};

	put(text, "Limit  Soft Limit  Hard Limit  Units\n");
	for (size_t i = 0; i < sizeof(all) / sizeof(*all); i++) {
		struct rlimit limit;

		getrlimit(all[i].resource, &limit);
		put(text, all[i].name);
		put_limit(text, limit.rlim_cur);
		put_limit(text, limit.rlim_max);
		put(text, all[i].unit);
		put(text, "\n");
	}
}

static void put_range(
    struct text *text, uint32_t start, uint32_t size, const char *rest)
{
	put_hex(text, start);
	put(text, "-");
	put_hex(text, start + size);
	put(text, rest);
}

static void maps(struct text *text)
{
	put_range(text, __zrt_boot->heap_base, __zrt_boot->heap_size,
	    " rw-p 00000000 00:00 0          [heap]\n");
	put_range(text, __zrt_boot->stack_base, __zrt_boot->stack_size,
	    " rw-p 00000000 00:00 0          [stack]\n");
}

static void put_mount(
    void *text, const char *channel, const char *mountpoint, bool writable)
{
	put(text, channel);
	put(text, " ");
	put(text, mountpoint);
	put(text, writable ? " tar rw 0 0\n" : " tar ro 0 0\n");
}

static void mounts(struct text *text)
{
	put(text, "rootfs / rootfs rw 0 0\n");
	__zrt_config_each_mount(put_mount, text);
}

static void cpuinfo(struct text *text)
{
	put(text, "processor\t: 0\nvendor_id\t: ZeroVM\nmodel name\t: x86-64\n"
		  "cpu cores\t: 1\n\n");
}

static void meminfo(struct text *text)
{
	static const char *const names[] = {
	    "MemTotal:       ", "MemFree:        ", "MemAvailable:   "};

	for (int i = 0; i < 3; i++) {
		put(text, names[i]);
		put_number(text, __zrt_boot->heap_size / 1024);
		put(text, " kB\n");
	}
	put(text, "SwapTotal:      0 kB\nSwapFree:       0 kB\n");
}

static void put_seconds(struct text *text, int64_t nanoseconds)
{
	int64_t hundredths = ticks(nanoseconds);

	put_number(text, hundredths / 100);
	put(text, hundredths % 100 < 10 ? ".0" : ".");
	put_number(text, hundredths % 100);
}

static void uptime(struct text *text)
{
	put_seconds(text, running());
	put(text, " 0.00\n");
}

static void machine_stat(struct text *text)
{
	for (int i = 0; i < 2; i++) {
		put(text, i ? "cpu0 " : "cpu  ");
		put_number(text, ticks(running()));
		put(text, " 0 0 0 0 0 0 0 0 0\n");
	}
	put(text, "btime ");
	put_number(text, __zrt_clock_started() / 1000000000);
	put(text, "\nprocesses 1\nprocs_running 1\nprocs_blocked 0\n");
}

static void load(struct text *text)
{
	put(text, "0.00 0.00 0.00 1/1 1\n");
}

static struct utsname machine(void)
{
	struct utsname name;

	uname(&name);
	return name;
}

static void put_line(struct text *text, const char *line)
{
	put(text, line);
	put(text, "\n");
}

static void system_name(struct text *text)
{
	put_line(text, machine().sysname);
}

static void host_name(struct text *text)
{
	put_line(text, machine().nodename);
}

static void release(struct text *text)
{
	put_line(text, machine().release);
}

static void version(struct text *text)
{
	struct utsname name = machine();

	put(text, name.sysname);
	put(text, " version ");
	put(text, name.release);
	put(text, " ");
	put_line(text, name.version);
}

static void largest_process(struct text *text)
{
	put(text, "32768\n");
}

/* All memory is there from the start: none is promised twice. */
static void overcommit(struct text *text)
{
	put(text, "2\n");
}

static void filesystems(struct text *text)
{
	put(text, "nodev\trootfs\n\ttar\n");
}

static const struct {
	const char *folder, *name;
	void (*make)(struct text *);
} files[] = {
    {"/proc/1", "cmdline", command_line},
    {"/proc/1", "comm", comm},
    {"/proc/1", "environ", environment},
    {"/proc/1", "limits", limits},
    {"/proc/1", "maps", maps},
    {"/proc/1", "mounts", mounts},
    {"/proc/1", "stat", self_stat},
    {"/proc/1", "statm", self_statm},
    {"/proc/1", "status", self_status},
    {"/proc", "cpuinfo", cpuinfo},
    {"/proc", "filesystems", filesystems},
    {"/proc", "loadavg", load},
    {"/proc", "meminfo", meminfo},
    {"/proc", "stat", machine_stat},
    {"/proc", "uptime", uptime},
    {"/proc", "version", version},
    {"/proc/sys/kernel", "hostname", host_name},
    {"/proc/sys/kernel", "osrelease", release},
    {"/proc/sys/kernel", "ostype", system_name},
    {"/proc/sys/kernel", "pid_max", largest_process},
    {"/proc/sys/vm", "overcommit_memory", overcommit},
};

static struct zrt_node *make_file(struct zrt_node *node)
{
	struct text text = {.node = __zrt_regular_new(0444)};

	if (!text.node)
		return NULL;
	files[node->number].make(&text);
	if (text.failed) {
		__zrt_node_release(text.node);
		errno = ENOMEM;
		return NULL;
	}
	return text.node;
}

static const struct zrt_node_ops file_ops = {.make = make_file};

/* Links to what is open, to the working directory, to the program. */

static ssize_t fit(const char *from, size_t length, char *to, size_t size)
{
	memcpy(to, from, length < size ? length : size);
	return (ssize_t)(length < size ? length : size);
}

static ssize_t path_of(struct zrt_node *node, char *buffer, size_t size)
{
	static const char gone[] = " (deleted)";
	ssize_t length = __zrt_node_path(node, buffer, size);
	char number[24];
	const char *digits;
	char text[64];

	if (length >= 0)
		return length < (ssize_t)size ? length : (ssize_t)size;
	if (node->ops->kind) {
		strcpy(text, "anon_inode:");
		strcat(text, node->ops->kind);
		return fit(text, strlen(text), buffer, size);
	}
	if (!S_ISFIFO(node->mode) && !S_ISSOCK(node->mode))
		return fit(gone, sizeof(gone) - 1, buffer, size);
	strcpy(text, S_ISFIFO(node->mode) ? "pipe:[" : "socket:[");
	digits = __zrt_decimal((int64_t)node->inode, number);
	strcat(text, digits);
	strcat(text, "]");
	return fit(text, strlen(text), buffer, size);
}

static struct zrt_node *follow_descriptor(struct zrt_node *node)
{
	struct zrt_file *file = __zrt_file(node->number);

	if (!file)
		errno = ENOENT;
	return file ? file->node : NULL;
}

static ssize_t descriptor_text(struct zrt_node *node, char *buffer, size_t size)
{
	struct zrt_node *target = follow_descriptor(node);

	return target ? path_of(target, buffer, size) : -1;
}

static struct zrt_node *follow_cwd(struct zrt_node *node)
{
	(void)node;
	return __zrt_cwd;
}

static ssize_t cwd_text(struct zrt_node *node, char *buffer, size_t size)
{
	(void)node;
	return path_of(__zrt_cwd, buffer, size);
}

static ssize_t root_text(struct zrt_node *node, char *buffer, size_t size)
{
	(void)node;
	return fit("/", 1, buffer, size);
}

/* The program was found by the host; here it is what its first argument says,
 * seen from where it started. */
static ssize_t program_text(struct zrt_node *node, char *buffer, size_t size)
{
	const char *name = __zrt_argv[0];

	(void)node;
	if (name[0] == '/')
		return fit(name, strlen(name), buffer, size);
	if (!size)
		return 0;
	buffer[0] = '/';
	return 1 + fit(name, strlen(name), buffer + 1, size - 1);
}

static const struct zrt_node_ops descriptor_ops = {
    .follow = follow_descriptor, .text = descriptor_text};
static const struct zrt_node_ops cwd_ops = {
    .follow = follow_cwd, .text = cwd_text};
static const struct zrt_node_ops root_ops = {.text = root_text};
static const struct zrt_node_ops program_ops = {.text = program_text};

/* Names of open descriptors come, those of closed ones go. Both lists are in
 * ascending order unless a low descriptor was opened late. */
static void refresh(struct zrt_node *directory)
{
	struct zrt_name *name = directory->directory.first, *next;
	char buffer[24];

	for (; name; name = next) {
		next = name->next;
		if (__zrt_fd_next(name->node->number) != name->node->number)
			__zrt_name_remove(name);
	}
	for (int fd = __zrt_fd_next(0); fd >= 0; fd = __zrt_fd_next(fd + 1)) {
		const char *text = __zrt_decimal(fd, buffer);
		struct zrt_node *node;

		if (__zrt_name_find(directory, text, strlen(text)))
			continue;
		node = __zrt_node_new(S_IFLNK | 0700, &descriptor_ops);
		if (!node)
			return;
		node->number = fd;
		if (!__zrt_name_add(directory, text, strlen(text), node))
			__zrt_node_release(node);
	}
}

static const struct zrt_node_ops descriptors_ops = {
    .refresh = refresh,
};

void __zrt_proc_add(struct zrt_node *proc)
{
	struct zrt_node *self = __zrt_directory_new(0555), *node;

	__zrt_place(proc, "1", self);
	__zrt_place(proc, "self", __zrt_symlink_new("1", 1));
	__zrt_place(proc, "mounts", __zrt_symlink_new("self/mounts", 11));
	for (size_t i = 0; i < sizeof(files) / sizeof(*files); i++) {
		node = __zrt_node_new(S_IFREG | 0444, &file_ops);
		if (node)
			node->number = (int)i;
		__zrt_place(
		    __zrt_make_path(files[i].folder, strlen(files[i].folder)),
		    files[i].name, node);
	}
	node = __zrt_directory_new(0500);
	if (node)
		node->ops = &descriptors_ops;
	__zrt_place(self, "fd", node);
	__zrt_place(self, "cwd", __zrt_node_new(S_IFLNK | 0777, &cwd_ops));
	__zrt_place(self, "root", __zrt_node_new(S_IFLNK | 0777, &root_ops));
	__zrt_place(self, "exe", __zrt_node_new(S_IFLNK | 0777, &program_ops));
}
