/* SPDX-License-Identifier: Apache-2.0
 *
 * A hundred thousand mappings at once, and thirty thousand of a file: holes
 * between them are found again, what was written reaches the file, whatever the
 * order in which they go.
 *
 * NATIVE
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>
#include "test.h"

#define PAGE     4096
#define MAPPINGS 100000
#define PARTS    30000

static char *pages[MAPPINGS];

static char *map(int fd, size_t size, off_t offset)
{
	int flags = fd < 0 ? MAP_PRIVATE | MAP_ANONYMOUS : MAP_SHARED;
	char *memory =
	    mmap(NULL, size, PROT_READ | PROT_WRITE, flags, fd, offset);

	check(memory != MAP_FAILED);
	return memory;
}

/* Every number below count once. */
static int shuffled(int i, int count)
{
	return (int)(i * 7919ll % count);
}

static void holes(void)
{
	static char *pairs[MAPPINGS / 4];

	for (int i = 0; i < MAPPINGS; i++) {
		pages[i] = map(-1, PAGE, 0);
		*(int *)pages[i] = i;
	}
	for (int i = 0; i < MAPPINGS; i += 2)
		check(munmap(pages[i], PAGE) == 0);
	/* None fits into a hole, and what is in use stays as it is. */
	for (int i = 0; i < MAPPINGS / 4; i++) {
		pairs[i] = map(-1, 2 * PAGE, 0);
		check(pairs[i][0] == 0 && pairs[i][2 * PAGE - 1] == 0);
		memset(pairs[i], 0xff, 2 * PAGE);
	}
	for (int i = 0; i < MAPPINGS; i += 2) {
		pages[i] = map(-1, PAGE, 0);
		check(*(int *)pages[i] == 0);
		*(int *)pages[i] = i;
	}
	for (int i = 0; i < MAPPINGS / 4; i++)
		check(munmap(pairs[i], 2 * PAGE) == 0);
	for (int i = 0; i < MAPPINGS; i++) {
		check(*(int *)pages[shuffled(i, MAPPINGS)] ==
		      shuffled(i, MAPPINGS));
		check(munmap(pages[shuffled(i, MAPPINGS)], PAGE) == 0);
	}
}

static void parts_of_a_file(void)
{
	char name[] = "/tmp/mmap-manyXXXXXX";
	int fd = mkstemp(name), value;

	check(fd >= 0 && unlink(name) == 0);
	check(ftruncate(fd, (off_t)PARTS * PAGE) == 0);
	for (int i = 0; i < PARTS; i++)
		pages[i] = map(fd, PAGE, (off_t)shuffled(i, PARTS) * PAGE);
	for (int i = 0; i < PARTS; i += 5)
		*(int *)pages[i] = i + 1;
	for (int i = 0; i < PARTS; i += 7) {
		check(pread(fd, &value, sizeof(value),
			  (off_t)shuffled(i, PARTS) * PAGE) == sizeof(value));
		check(value == (i % 5 ? 0 : i + 1));
		value = -i;
		check(pwrite(fd, &value, sizeof(value),
			  (off_t)shuffled(i, PARTS) * PAGE) == sizeof(value));
		check(*(int *)pages[i] == -i);
	}
	for (int i = 0; i < PARTS; i++)
		check(munmap(pages[i], PAGE) == 0);
	for (int i = 0; i < PARTS; i++) {
		check(pread(fd, &value, sizeof(value),
			  (off_t)shuffled(i, PARTS) * PAGE) == sizeof(value));
		check(value == (i % 7 == 0 ? -i : i % 5 ? 0 : i + 1));
	}
	check(close(fd) == 0);
}

/* One mapping cut into many, and the pieces' bytes in the file. */
static void pieces(void)
{
	char name[] = "/tmp/mmap-manyXXXXXX", *memory;
	int fd = mkstemp(name), value;
	const int count = 20000;

	check(fd >= 0 && unlink(name) == 0);
	check(ftruncate(fd, (off_t)count * PAGE) == 0);
	memory = map(fd, (size_t)count * PAGE, 0);
	for (int i = 1; i < count; i += 2)
		check(munmap(memory + i * PAGE, PAGE) == 0);
	for (int i = 0; i < count; i += 2)
		*(int *)(memory + i * PAGE) = i;
	check(munmap(memory, (size_t)count * PAGE) == 0);
	for (int i = 0; i < count; i++) {
		check(pread(fd, &value, sizeof(value), (off_t)i * PAGE) ==
		      sizeof(value));
		check(value == (i % 2 ? 0 : i));
	}
	check(close(fd) == 0);
}

int main(void)
{
	holes();
	parts_of_a_file();
	pieces();
	return 0;
}
