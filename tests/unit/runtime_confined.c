/* SPDX-License-Identifier: Apache-2.0
 *
 * The seccomp filter in a live process, without any other layer: allowed calls
 * work, everything else kills, and so does an allowed call that is issued
 * from an address where guest code would be.
 */
#include "tap.h"

#include <errno.h>
#include <signal.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "runtime/child.h"

#define LOW_PAGE 0x20000000

static long raw(long number, long a, const void *b, long c)
{
	long result;

	__asm__ volatile("syscall"
			 : "=a"(result)
			 : "a"(number), "D"(a), "S"(b), "d"(c)
			 : "rcx", "r11", "memory");
	return result;
}

static void allowed(void)
{
	char byte;

	raw(SYS_write, -1, "x", 1);
	raw(SYS_read, -1, &byte, 1);
	raw(SYS_pread64, -1, &byte, 1);
	raw(SYS_pwrite64, -1, "x", 1);
}

static void forbidden(void)
{
	raw(SYS_getpid, 0, 0, 0);
}

static void open_file(void)
{
	raw(SYS_open, (long)"/dev/null", 0, 0);
}

static long raw_map(long address, long size, long access, long flags)
{
	register long r10 __asm__("r10") = flags;
	register long r8 __asm__("r8") = -1;
	register long r9 __asm__("r9") = 0;
	long result;

	__asm__ volatile("syscall"
			 : "=a"(result)
			 : "a"(SYS_mmap), "D"(address), "S"(size), "d"(access),
			 "r"(r10), "r"(r8), "r"(r9)
			 : "rcx", "r11", "memory");
	return result;
}

/* What the gate does to pages; 7 at the end when each worked. */
static void change_pages(void)
{
	volatile char *byte = (volatile char *)LOW_PAGE;
	void *size = (void *)4096;

	*byte = 1;
	if (raw(SYS_mprotect, LOW_PAGE, size, PROT_READ) != 0 ||
	    raw(SYS_mprotect, LOW_PAGE, size, PROT_READ | PROT_EXEC) != 0 ||
	    raw(SYS_mprotect, LOW_PAGE, size, PROT_NONE) != 0 ||
	    raw(SYS_mprotect, LOW_PAGE, size, PROT_READ | PROT_WRITE) != 0 ||
	    raw(SYS_madvise, LOW_PAGE, size, MADV_DONTNEED) != 0 || *byte ||
	    raw_map(LOW_PAGE, 4096, PROT_READ, MAP_PRIVATE | MAP_FIXED) !=
		-EBADF ||
	    raw_map(LOW_PAGE, 4096, PROT_NONE, ZVM_RESERVE_FLAGS) != LOW_PAGE)
		raw(SYS_exit_group, 8, 0, 0);
}

static void make_executable(void)
{
	raw(SYS_mprotect, LOW_PAGE, (void *)4096,
	    PROT_READ | PROT_WRITE | PROT_EXEC);
}

static void write_trusted(void)
{
	static char page[8192] __attribute__((aligned(4096)));

	raw(SYS_mprotect, (long)page, (void *)4096, PROT_READ | PROT_WRITE);
}

static void map_writable(void)
{
	raw_map(
	    LOW_PAGE, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_FIXED);
}

static void map_shared(void)
{
	raw_map(LOW_PAGE, 4096, PROT_READ, MAP_SHARED | MAP_FIXED);
}

static void map_executable(void)
{
	raw_map(LOW_PAGE, 4096, PROT_READ | PROT_EXEC, MAP_PRIVATE | MAP_FIXED);
}

static void map_anywhere(void)
{
	raw_map(0, 4096, PROT_READ, MAP_PRIVATE);
}

static void advise_otherwise(void)
{
	raw(SYS_madvise, LOW_PAGE, (void *)4096, MADV_WILLNEED);
}

static void x32_number(void)
{
	raw(SYS_write | 0x40000000, -1, "x", 1);
}

static void old_interface(void)
{
	/* Number 4 is write there. */
	__asm__ volatile("int $0x80" : : "a"(4), "b"(-1), "c"(0), "d"(0));
}

/* mov $1,%eax; mov $-1,%edi; syscall; ret, in the guest's addresses */
static void from_low_address(void)
{
	void (*code)(void);

	*(void **)&code = (void *)LOW_PAGE;
	code();
}

/* Runs in a child behind the filter; the wait status. */
static int behind_filter(void (*action)(void))
{
	static const unsigned char write_call[] = {
	    0xb8, 1, 0, 0, 0, 0xbf, 0xff, 0xff, 0xff, 0xff, 0x0f, 0x05, 0xc3};
	struct zvm_problem problem = {0};
	int status = -1;
	pid_t child = fork();

	if (child == 0) {
		void *page = mmap((void *)LOW_PAGE, 4096,
		    PROT_READ | PROT_WRITE | PROT_EXEC,
		    MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0);

		if (page == MAP_FAILED)
			_exit(2);
		memcpy(page, write_call, sizeof(write_call));
		prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
		if (!zvm_confine_filter(0, &problem))
			_exit(3);
		action();
		raw(SYS_exit_group, 7, 0, 0);
	}
	waitpid(child, &status, 0);
	return status;
}

static void killed(void (*action)(void), const char *what)
{
	int status = behind_filter(action);

	if (!tap_ok(WIFSIGNALED(status) && WTERMSIG(status) == SIGSYS,
		"%s kills", what))
		printf("# wait status 0x%x\n", (unsigned)status);
}

int main(void)
{
	int status = behind_filter(allowed);

	tap_ok(WIFEXITED(status) && WEXITSTATUS(status) == 7,
	    "reading, writing and the end work");
	status = behind_filter(change_pages);
	tap_ok(WIFEXITED(status) && WEXITSTATUS(status) == 7,
	    "so do the changes of pages that the gate makes");
	killed(forbidden, "getpid");
	killed(open_file, "open");
	killed(make_executable, "writable and executable");
	killed(write_trusted, "mprotect above 8 GiB");
	killed(map_writable, "a writable file page");
	killed(map_shared, "a shared page");
	killed(map_executable, "an executable file page");
	killed(map_anywhere, "mmap where the kernel wants");
	killed(advise_otherwise, "any other advice");
	killed(x32_number, "an x32 number");
	killed(old_interface, "int 0x80");
	killed(from_low_address, "write from below 8 GiB");
	return tap_done();
}
