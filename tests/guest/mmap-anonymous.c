/* SPDX-License-Identifier: Apache-2.0
 *
 * Anonymous mappings: zeroed pages, exact errors, protection, fixed addresses,
 * holes, mremap, advice, and memory that comes back when it is given back.
 *
 * NATIVE
 */
#define _GNU_SOURCE
#include <stdint.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>
#include "test.h"

#define PAGE 4096u

static char *map(size_t size, int access)
{
	char *memory =
	    mmap(NULL, size, access, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	check(memory != MAP_FAILED && (uintptr_t)memory % PAGE == 0);
	return memory;
}

static void check_failure(size_t size, int access, int flags, int error)
{
	errno = 0;
	check(mmap(NULL, size, access, flags, -1, 0) == MAP_FAILED);
	check(errno == error);
}

static void errors(void)
{
	const int anonymous = MAP_PRIVATE | MAP_ANONYMOUS;
	char *memory = map(4 * PAGE, PROT_READ | PROT_WRITE);
	unsigned char pages[8];

	check_failure(0, PROT_READ, anonymous, EINVAL);
	check_failure(PAGE, PROT_READ, MAP_ANONYMOUS, EINVAL);
	check_failure(PAGE, PROT_READ, MAP_PRIVATE, EBADF);
	check_failure(SIZE_MAX - PAGE, PROT_READ, anonymous, ENOMEM);
	check_error(munmap(memory + 1, PAGE), EINVAL);
	check_error(munmap(memory, 0), EINVAL);
	check_error(mprotect(memory + 1, PAGE, PROT_READ), EINVAL);
	check_error(msync(memory + 1, PAGE, MS_SYNC), EINVAL);
	check_error(msync(memory, PAGE, MS_SYNC | MS_ASYNC), EINVAL);
	check_error(madvise(memory, PAGE, 1000), EINVAL);
	check(posix_madvise(memory, PAGE, 1000) == EINVAL);
	check(posix_madvise(memory, PAGE, POSIX_MADV_WILLNEED) == 0);
	check(mprotect(memory, 0, PROT_READ) == 0);
	check(munmap(memory + PAGE, PAGE) == 0);
	check_error(mprotect(memory, 4 * PAGE, PROT_READ), ENOMEM);
	check(mprotect(memory, PAGE, PROT_READ | PROT_WRITE) == 0);
	check_error(msync(memory, 4 * PAGE, MS_SYNC), ENOMEM);
	check_error(mlock(memory, 4 * PAGE), ENOMEM);
	check_error(mincore(memory, 4 * PAGE, pages), ENOMEM);
	memory[0] = 1;
	check(mincore(memory, PAGE, pages) == 0 && pages[0] & 1);
	check(munmap(memory, 4 * PAGE) == 0);
	check(munmap(memory, 4 * PAGE) == 0); /* nothing there: fine */
}

static void contents(void)
{
	size_t size = 300 * PAGE;
	char *memory = map(size - 100, PROT_READ | PROT_WRITE);

	for (size_t i = 0; i < size; i++)
		check(memory[i] == 0);
	memset(memory, 7, size);
	check(mprotect(memory, size, PROT_READ) == 0);
	check(memory[0] == 7 && memory[size - 1] == 7);
	check(mprotect(memory, size, PROT_NONE) == 0);
	check(mprotect(memory, size, PROT_READ | PROT_WRITE) == 0);
	check(memory[0] == 7 && memory[size - 1] == 7);
	check(madvise(memory + PAGE, PAGE, MADV_DONTNEED) == 0);
	check(memory[PAGE - 1] == 7 && memory[PAGE] == 0);
	check(memory[2 * PAGE - 1] == 0 && memory[2 * PAGE] == 7);
	check(munmap(memory, size) == 0);
}

static void fixed(void)
{
	char *memory = map(4 * PAGE, PROT_READ | PROT_WRITE), *again;

	memset(memory, 1, 4 * PAGE);
	again = mmap(memory + PAGE, PAGE, PROT_READ | PROT_WRITE,
	    MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0);
	check(again == memory + PAGE);
	check(memory[PAGE - 1] == 1 && memory[PAGE] == 0 &&
	      memory[2 * PAGE] == 1);
	errno = 0;
	check(
	    mmap(memory + 1, PAGE, PROT_READ,
		MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0) == MAP_FAILED &&
	    errno == EINVAL);
	check(munmap(memory + PAGE, PAGE) == 0);
	/* A hint is followed where there is room. */
	again = mmap(memory + PAGE, PAGE, PROT_READ | PROT_WRITE,
	    MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	check(again == memory + PAGE && again[0] == 0);
	again = mmap(memory, PAGE, PROT_READ | PROT_WRITE,
	    MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	check(again != memory && again != MAP_FAILED);
	check(munmap(again, PAGE) == 0);
	check(munmap(memory, 4 * PAGE) == 0);
}

static void moves(void)
{
	char *memory = map(3 * PAGE, PROT_READ | PROT_WRITE), *moved;

	for (int i = 0; i < 3; i++)
		memory[i * (int)PAGE] = (char)(i + 1);
	moved = mremap(memory, 3 * PAGE, 50 * PAGE, MREMAP_MAYMOVE);
	check(moved != MAP_FAILED);
	for (int i = 0; i < 50; i++)
		check(moved[i * (int)PAGE] == (i < 3 ? i + 1 : 0));
	moved[49 * PAGE] = 9;
	check(mremap(moved, 50 * PAGE, 2 * PAGE, 0) == moved);
	check(moved[PAGE] == 2);
	check_error(mprotect(moved, 3 * PAGE, PROT_READ), ENOMEM);
	errno = 0;
	check(
	    mremap(moved + 1, PAGE, PAGE, 0) == MAP_FAILED && errno == EINVAL);
	errno = 0;
	check(mremap(moved, PAGE, 0, 0) == MAP_FAILED && errno == EINVAL);
	errno = 0;
	check(mremap(moved, 4 * PAGE, 8 * PAGE, MREMAP_MAYMOVE) == MAP_FAILED &&
	      errno == EFAULT);
	memory = map(2 * PAGE, PROT_READ | PROT_WRITE);
	check(mremap(moved, 2 * PAGE, 2 * PAGE, MREMAP_MAYMOVE | MREMAP_FIXED,
		  memory) == memory);
	check(memory[0] == 1 && memory[PAGE] == 2);
	check(munmap(memory, 2 * PAGE) == 0);
}

/* More in sum than any session has. */
static void comes_back(void)
{
	for (int round = 0; round < 200; round++) {
		size_t size = 64u << 20;
		char *memory = map(size, PROT_READ | PROT_WRITE);

		for (size_t i = 0; i < size; i += 1u << 20) {
			check(memory[i] == 0);
			memory[i] = 1;
		}
		check(munmap(memory, size) == 0);
	}
	for (int round = 0; round < 50; round++) {
		char *parts[100];

		for (int i = 0; i < 100; i++)
			parts[i] = map((size_t)(i + 1) * PAGE, PROT_READ);
		for (int i = 0; i < 100; i++) {
			int at = i * 37 % 100;

			check(munmap(parts[at], (size_t)(at + 1) * PAGE) == 0);
		}
	}
}

int main(void)
{
	check(sysconf(_SC_PAGESIZE) == PAGE);
	errors();
	contents();
	fixed();
	moves();
	comes_back();
	check(mlockall(MCL_CURRENT) == 0 && munlockall() == 0);
	check_error(mlockall(0), EINVAL);
	check(mlock(&errno, 1) == 0);
	return 0;
}
