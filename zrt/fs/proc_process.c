/* SPDX-License-Identifier: Apache-2.0
 *
 * What /proc tells of the process, number 1, and of its threads.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include "internal/config.h"
#include "internal/fd.h"
#include "internal/proc.h"
#include "internal/signal.h"
#include "internal/thread.h"

extern char **__zrt_argv;
extern char **environ;

/* The linker's: where the program's parts begin and end. */
extern const char __executable_start[], __etext[], __zvm_tls_start[];

static void command_line(struct zrt_text *text)
{
	for (char **word = __zrt_argv; *word; word++)
		__zrt_put_bytes(text, *word, strlen(*word) + 1);
}

static void environment(struct zrt_text *text)
{
	for (char **word = environ; word && *word; word++)
		__zrt_put_bytes(text, *word, strlen(*word) + 1);
}

/* null: it has ended meanwhile. */
static const struct zrt_thread *thread_of(int number)
{
	const struct zrt_thread *thread = __zrt_threads;

	while (thread && (int)__zrt_thread_number(thread->id) != number)
		thread = thread->next;
	return thread;
}

/* As long as nobody gave it a name, the program's. */
static void put_name(struct zrt_text *text, const struct zrt_thread *thread)
{
	const char *slash = strrchr(__zrt_argv[0], '/');
	const char *name = slash ? slash + 1 : __zrt_argv[0];

	if (thread && thread->name[0])
		name = thread->name;
	__zrt_put_bytes(text, name, strnlen(name, 15));
}

static void thread_name(struct zrt_text *text, int number)
{
	put_name(text, thread_of(number));
	__zrt_put(text, "\n");
}

static const char *state_of(const struct zrt_thread *thread)
{
	return thread && thread->state == ZRT_WAITING ? "S" : "R";
}

static int64_t memory_size(void)
{
	return (int64_t)__zrt_boot->heap_size + __zrt_boot->stack_size;
}

static void put_kilobytes(
    struct zrt_text *text, const char *label, int64_t bytes)
{
	__zrt_put(text, label);
	__zrt_put_number(text, bytes / 1024);
	__zrt_put(text, " kB\n");
}

static void thread_stat(struct zrt_text *text, int number)
{
	const struct zrt_thread *thread = thread_of(number);

	__zrt_put_number(text, number);
	__zrt_put(text, " (");
	put_name(text, thread);
	__zrt_put(text, ") ");
	__zrt_put(text, state_of(thread));
	__zrt_put(text, " 0 1 1 0 -1 0 0 0 0 0 ");
	__zrt_put_number(text, __zrt_ticks());
	__zrt_put(text, " 0 0 0 20 0 ");
	__zrt_put_number(text, __zrt_threads_live);
	__zrt_put(text, " 0 0 ");
	__zrt_put_number(text, memory_size());
	__zrt_put(text, " ");
	__zrt_put_number(text, memory_size() / ZVM_PAGE_SIZE);
	__zrt_put(text, " 4294967295 ");
	__zrt_put_number(text, (uintptr_t)__executable_start);
	__zrt_put(text, " ");
	__zrt_put_number(text, (uintptr_t)__etext);
	__zrt_put(text, " ");
	__zrt_put_number(
	    text, (int64_t)__zrt_boot->stack_base + __zrt_boot->stack_size);
	__zrt_put(text, " 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0\n");
}

static void put_ids(struct zrt_text *text, const char *label, unsigned real,
    unsigned effective, unsigned saved)
{
	unsigned ids[] = {real, effective, saved, effective};

	__zrt_put(text, label);
	for (int i = 0; i < 4; i++) {
		__zrt_put(text, "\t");
		__zrt_put_number(text, ids[i]);
	}
}

static void put_set(struct zrt_text *text, const char *label, sigset_t set)
{
	__zrt_put(text, label);
	__zrt_put_hex(text, set, 16);
	__zrt_put(text, "\n");
}

static void put_signals(struct zrt_text *text, const struct zrt_thread *thread)
{
	sigset_t ignored = 0, caught = 0;

	for (int i = 1; i < NSIG; i++) {
		_sig_func_ptr handler = __zrt_actions[i].sa_handler;

		if (handler == SIG_IGN)
			ignored |= __zrt_bit(i);
		else if (handler != SIG_DFL)
			caught |= __zrt_bit(i);
	}
	put_set(text, "SigPnd:\t", thread ? thread->pending.set : 0);
	put_set(text, "ShdPnd:\t", __zrt_process_pending());
	put_set(text, "SigBlk:\t", thread ? thread->mask : 0);
	put_set(text, "SigIgn:\t", ignored);
	put_set(text, "SigCgt:\t", caught);
}

static void thread_status(struct zrt_text *text, int number)
{
	const struct zrt_thread *thread = thread_of(number);
	const struct zrt_credentials *who = &__zrt_who;

	__zrt_put(text, "Name:\t");
	put_name(text, thread);
	__zrt_put(text, "\nUmask:\t0");
	for (int shift = 6; shift >= 0; shift -= 3)
		__zrt_put_number(text, __zrt_umask >> shift & 7);
	__zrt_put(text, "\nState:\t");
	__zrt_put(text, state_of(thread));
	__zrt_put(
	    text, state_of(thread)[0] == 'S' ? " (sleeping)" : " (running)");
	__zrt_put(text, "\nTgid:\t1\nNgid:\t0\nPid:\t");
	__zrt_put_number(text, number);
	__zrt_put(text, "\nPPid:\t0\nTracerPid:\t0\n");
	put_ids(text, "Uid:", who->real_user, who->user, who->saved_user);
	put_ids(text, "\nGid:", who->real_group, who->group, who->saved_group);
	__zrt_put(text, "\nFDSize:\t");
	__zrt_put_number(text, __zrt_fd_limit);
	__zrt_put(text, "\nGroups:\t");
	for (int i = 0; i < who->group_count; i++) {
		__zrt_put_number(text, who->groups[i]);
		__zrt_put(text, " ");
	}
	__zrt_put(text, "\n");
	put_kilobytes(text, "VmPeak:\t", memory_size());
	put_kilobytes(text, "VmSize:\t", memory_size());
	put_kilobytes(text, "VmLck:\t", 0);
	put_kilobytes(text, "VmHWM:\t", memory_size());
	put_kilobytes(text, "VmRSS:\t", memory_size());
	put_kilobytes(text, "VmData:\t", __zrt_boot->heap_size);
	put_kilobytes(text, "VmStk:\t", __zrt_boot->stack_size);
	put_kilobytes(text, "VmExe:\t", __etext - __executable_start);
	put_kilobytes(text, "VmSwap:\t", 0);
	__zrt_put(text, "Threads:\t");
	__zrt_put_number(text, __zrt_threads_live);
	__zrt_put(text, "\n");
	put_signals(text, thread);
	__zrt_put(text, "Cpus_allowed:\t1\nCpus_allowed_list:\t0\n");
}

static void statm(struct zrt_text *text)
{
	__zrt_put_number(text, memory_size() / ZVM_PAGE_SIZE);
	__zrt_put(text, " ");
	__zrt_put_number(text, memory_size() / ZVM_PAGE_SIZE);
	__zrt_put(text, " 0 0 0 ");
	__zrt_put_number(text, memory_size() / ZVM_PAGE_SIZE);
	__zrt_put(text, " 0\n");
}

static void put_limit(struct zrt_text *text, rlim_t limit)
{
	if (limit == RLIM_INFINITY)
		__zrt_put(text, "unlimited");
	else
		__zrt_put_number(text, (int64_t)limit);
	__zrt_put(text, "  ");
}

static void limits(struct zrt_text *text)
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

	__zrt_put(text, "Limit  Soft Limit  Hard Limit  Units\n");
	for (size_t i = 0; i < sizeof(all) / sizeof(*all); i++) {
		struct rlimit limit;

		getrlimit(all[i].resource, &limit);
		__zrt_put(text, all[i].name);
		put_limit(text, limit.rlim_cur);
		put_limit(text, limit.rlim_max);
		__zrt_put(text, all[i].unit);
		__zrt_put(text, "\n");
	}
}

static void put_range(struct zrt_text *text, uintptr_t start, uintptr_t end,
    const char *access, const char *name)
{
	if (start == end)
		return;
	__zrt_put_hex(text, start, 8);
	__zrt_put(text, "-");
	__zrt_put_hex(text, end, 8);
	__zrt_put(text, access);
	__zrt_put(text, " 00000000 00:00 0          ");
	__zrt_put(text, name);
	__zrt_put(text, "\n");
}

/* The program's parts lie one behind the other, each on pages of its own; the
 * heap follows. */
static void maps(struct zrt_text *text)
{
	const uintptr_t page = ZVM_PAGE_SIZE;
	uintptr_t code = ((uintptr_t)__etext + page - 1) & -page;
	uintptr_t data = (uintptr_t)__zvm_tls_start & -page;
	uintptr_t heap = __zrt_boot->heap_base, stack = __zrt_boot->stack_base;
	char path[PATH_MAX];

	path[__zrt_program_path(path, sizeof(path) - 1)] = '\0';
	put_range(text, (uintptr_t)__executable_start, code, " r-xp", path);
	put_range(text, code, data, " r--p", path);
	put_range(text, data, heap, " rw-p", path);
	put_range(text, heap, heap + __zrt_boot->heap_size, " rw-p", "[heap]");
	put_range(
	    text, stack, stack + __zrt_boot->stack_size, " rw-p", "[stack]");
}

static void put_mount(
    void *text, const char *channel, const char *mountpoint, bool writable)
{
	__zrt_put(text, channel);
	__zrt_put(text, " ");
	__zrt_put(text, mountpoint);
	__zrt_put(text, writable ? " tar rw 0 0\n" : " tar ro 0 0\n");
}

static void mounts(struct zrt_text *text)
{
	__zrt_put(text, "rootfs / rootfs rw 0 0\n");
	__zrt_config_each_mount(put_mount, text);
}

struct mountinfo {
	struct zrt_text *text;
	int number;
};

static void put_mountinfo(
    void *argument, const char *channel, const char *mountpoint, bool writable)
{
	struct mountinfo *info = argument;

	__zrt_put_number(info->text, ++info->number);
	__zrt_put(info->text, " 1 0:1 / ");
	__zrt_put(info->text, mountpoint);
	__zrt_put(info->text, writable ? " rw - tar " : " ro - tar ");
	__zrt_put(info->text, channel);
	__zrt_put(info->text, writable ? " rw\n" : " ro\n");
}

static void mountinfo(struct zrt_text *text)
{
	struct mountinfo info = {text, 1};

	__zrt_put(text, "1 0 0:1 / / rw - rootfs rootfs rw\n");
	__zrt_config_each_mount(put_mountinfo, &info);
}

static void cgroup(struct zrt_text *text)
{
	__zrt_put(text, "0::/\n");
}

static void out_of_memory_score(struct zrt_text *text)
{
	__zrt_put(text, "0\n");
}

/* Of an open file. */
static void fdinfo(struct zrt_text *text, int number)
{
	const struct zrt_file *file = __zrt_file(number);
	char octal[16], *digit = octal + sizeof(octal);
	unsigned flags;

	if (!file)
		return;
	flags = (unsigned)file->flags;
	*--digit = '\0';
	do
		*--digit = (char)('0' + (flags & 7));
	while (flags >>= 3);
	__zrt_put(text, "pos:\t");
	__zrt_put_number(text, file->position);
	__zrt_put(text, "\nflags:\t0");
	__zrt_put(text, digit);
	__zrt_put(text, "\nmnt_id:\t1\nino:\t");
	__zrt_put_number(text, (int64_t)file->node->inode);
	__zrt_put(text, "\n");
}

static bool add_fdinfo(struct zrt_node *folder, const char *name, int fd)
{
	return __zrt_proc_name(folder, name, __zrt_text_file(fdinfo, fd));
}

static void refresh_fdinfo(struct zrt_node *folder)
{
	__zrt_follow_numbers(folder, __zrt_fd_next, add_fdinfo);
}

static const struct {
	const char *name;
	void (*make)(struct zrt_text *);
} of_process[] = {
    {"cgroup", cgroup},
    {"cmdline", command_line},
    {"environ", environment},
    {"limits", limits},
    {"maps", maps},
    {"mountinfo", mountinfo},
    {"mounts", mounts},
    {"oom_score_adj", out_of_memory_score},
    {"statm", statm},
};

static const struct {
	const char *name;
	zrt_text_maker make;
} of_thread[] = {
    {"comm", thread_name},
    {"stat", thread_stat},
    {"status", thread_status},
};

static void make_of_process(struct zrt_text *text, int number)
{
	of_process[number].make(text);
}

static bool add_of_thread(struct zrt_node *folder, int number)
{
	bool added = true;

	for (size_t i = 0; i < sizeof(of_thread) / sizeof(*of_thread); i++)
		added =
		    added && __zrt_proc_name(folder, of_thread[i].name,
				 __zrt_text_file(of_thread[i].make, number));
	return added;
}

static int next_thread(int from)
{
	int found = -1;

	for (const struct zrt_thread *thread = __zrt_threads; thread;
	     thread = thread->next) {
		int number = (int)__zrt_thread_number(thread->id);

		if (thread->state != ZRT_ENDED && number >= from &&
		    (found < 0 || number < found))
			found = number;
	}
	return found;
}

static bool add_thread(struct zrt_node *folder, const char *name, int number)
{
	struct zrt_node *thread = __zrt_directory_new(0555);

	return __zrt_proc_name(folder, name, thread) &&
	       add_of_thread(thread, number);
}

static void refresh_threads(struct zrt_node *folder)
{
	__zrt_follow_numbers(folder, next_thread, add_thread);
}

static const struct zrt_node_ops fdinfo_ops = {.refresh = refresh_fdinfo};
static const struct zrt_node_ops threads_ops = {.refresh = refresh_threads};

static void add_folder(
    struct zrt_node *folder, const char *name, const struct zrt_node_ops *ops)
{
	struct zrt_node *node = __zrt_directory_new(0555);

	if (node)
		node->ops = ops;
	__zrt_place(folder, name, node);
}

void __zrt_proc_add_process(struct zrt_node *folder)
{
	for (size_t i = 0; i < sizeof(of_process) / sizeof(*of_process); i++)
		__zrt_place(folder, of_process[i].name,
		    __zrt_text_file(make_of_process, (int)i));
	add_of_thread(folder, 1); /* the first one's */
	add_folder(folder, "fdinfo", &fdinfo_ops);
	add_folder(folder, "task", &threads_ops);
}
