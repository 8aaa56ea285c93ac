/* SPDX-License-Identifier: Apache-2.0
 *
 * What /proc tells of the machine: one processor of no particular make, the
 * memory that was granted.
 */
#include <string.h>
#include <sys/utsname.h>
#include "internal/fd.h"
#include "internal/proc.h"

static void meminfo(struct zrt_text *text)
{
	static const char *const names[] = {
	    "MemTotal:       ", "MemFree:        ", "MemAvailable:   "};

	for (int i = 0; i < 3; i++) {
		__zrt_put(text, names[i]);
		__zrt_put_number(text, __zrt_boot->heap_size / 1024);
		__zrt_put(text, " kB\n");
	}
	__zrt_put(text, "SwapTotal:      0 kB\nSwapFree:       0 kB\n");
}

static void put_seconds(struct zrt_text *text, int64_t hundredths)
{
	__zrt_put_number(text, hundredths / 100);
	__zrt_put(text, hundredths % 100 < 10 ? ".0" : ".");
	__zrt_put_number(text, hundredths % 100);
}

static void uptime(struct zrt_text *text)
{
	put_seconds(text, __zrt_ticks());
	__zrt_put(text, " 0.00\n");
}

static void machine_stat(struct zrt_text *text)
{
	for (int i = 0; i < 2; i++) {
		__zrt_put(text, i ? "cpu0 " : "cpu  ");
		__zrt_put_number(text, __zrt_ticks());
		__zrt_put(text, " 0 0 0 0 0 0 0 0 0\n");
	}
	__zrt_put(text, "btime ");
	__zrt_put_number(text, __zrt_clock_started() / 1000000000);
	__zrt_put(text, "\nprocesses 1\nprocs_running 1\nprocs_blocked 0\n");
}

static struct utsname machine(void)
{
	struct utsname name;

	uname(&name);
	return name;
}

static void put_line(struct zrt_text *text, const char *line)
{
	__zrt_put(text, line);
	__zrt_put(text, "\n");
}

static void system_name(struct zrt_text *text)
{
	put_line(text, machine().sysname);
}

static void host_name(struct zrt_text *text)
{
	put_line(text, machine().nodename);
}

static void release(struct zrt_text *text)
{
	put_line(text, machine().release);
}

static void version(struct zrt_text *text)
{
	struct utsname name = machine();

	__zrt_put(text, name.sysname);
	__zrt_put(text, " version ");
	__zrt_put(text, name.release);
	__zrt_put(text, " ");
	put_line(text, name.version);
}

static void boot_number(struct zrt_text *text)
{
	/* The session's; a new one would use up random bytes of others. */
	__zrt_put_hex(text, __zrt_boot->seed >> 32, 8);
	__zrt_put(text, "-");
	__zrt_put_hex(text, __zrt_boot->seed >> 16, 4);
	__zrt_put(text, "-4000-8000-");
	__zrt_put_hex(text, __zrt_boot->seed, 12);
	__zrt_put(text, "\n");
}

static void unique_number(struct zrt_text *text)
{
	uint16_t parts[8];

	__zrt_random_fill(parts, sizeof(parts));
	parts[3] = (parts[3] & 0xfff) | 0x4000;  /* random ... */
	parts[4] = (parts[4] & 0x3fff) | 0x8000; /* ... by RFC 4122 */
	for (int i = 0; i < 8; i++) {
		__zrt_put_hex(text, parts[i], 4);
		__zrt_put(text, i == 7 ? "\n" : i >= 1 && i <= 4 ? "-" : "");
	}
}

static void most_descriptors(struct zrt_text *text)
{
	__zrt_put_number(text, ZRT_FD_HARD_LIMIT);
	__zrt_put(text, "\n");
}

/* Either the text or who makes it. */
static const struct {
	const char *folder, *name;
	const char *text;
	void (*make)(struct zrt_text *);
} files[] = {
    {"/proc", "cpuinfo",
	"processor\t: 0\nvendor_id\t: ZeroVM\nmodel name\t: x86-64\n"
	"cpu cores\t: 1\n\n",
	NULL},
    {"/proc", "filesystems", "nodev\trootfs\n\ttar\n", NULL},
    {"/proc", "loadavg", "0.00 0.00 0.00 1/1 1\n", NULL},
    {"/proc", "meminfo", NULL, meminfo},
    {"/proc", "stat", NULL, machine_stat},
    {"/proc", "uptime", NULL, uptime},
    {"/proc", "version", NULL, version},
    {"/proc/sys/fs", "file-max", NULL, most_descriptors},
    {"/proc/sys/fs", "nr_open", NULL, most_descriptors},
    {"/proc/sys/fs", "pipe-max-size", "1048576\n", NULL},
    {"/proc/sys/kernel", "hostname", NULL, host_name},
    {"/proc/sys/kernel", "ngroups_max", "16\n", NULL},
    {"/proc/sys/kernel", "osrelease", NULL, release},
    {"/proc/sys/kernel", "ostype", NULL, system_name},
    {"/proc/sys/kernel", "pid_max", "32768\n", NULL},
    {"/proc/sys/kernel/random", "boot_id", NULL, boot_number},
    {"/proc/sys/kernel/random", "entropy_avail", "256\n", NULL},
    {"/proc/sys/kernel/random", "uuid", NULL, unique_number},
    /* All memory is there from the start: none is promised twice. */
    {"/proc/sys/vm", "overcommit_memory", "2\n", NULL},
};

_Static_assert(NGROUPS_MAX == 16, "as ngroups_max says");

static void make(struct zrt_text *text, int number)
{
	if (files[number].text)
		__zrt_put(text, files[number].text);
	else
		files[number].make(text);
}

void __zrt_proc_add_machine(void)
{
	for (size_t i = 0; i < sizeof(files) / sizeof(*files); i++)
		__zrt_place(
		    __zrt_make_path(files[i].folder, strlen(files[i].folder)),
		    files[i].name, __zrt_text_file(make, (int)i));
}
