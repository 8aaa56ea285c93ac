/* SPDX-License-Identifier: Apache-2.0
 *
 * Mappings of files: private copies, shared ones that read, write and truncate
 * agree with, errors by kind of file and mode of opening, shared memory
 * objects.
 *
 * NATIVE
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>
#include "test.h"

#define PAGE 4096

static const char name[] = "mmap-files.tmp";

static int new_file(off_t size)
{
	int fd = open(name, O_RDWR | O_CREAT | O_TRUNC, 0600);
	char letter;

	check(fd >= 0);
	for (off_t at = 0; at < size; at += 100) {
		letter = (char)('a' + at / PAGE);
		check(pwrite(fd, &letter, 1, at) == 1);
	}
	check(ftruncate(fd, size) == 0);
	return fd;
}

static char *map(int fd, size_t size, int access, int flags, off_t offset)
{
	char *memory = mmap(NULL, size, access, flags, fd, offset);

	check(memory != MAP_FAILED);
	return memory;
}

static char byte_at(int fd, off_t at)
{
	char byte = 0;

	check(pread(fd, &byte, 1, at) == 1);
	return byte;
}

static void private_copies(void)
{
	int fd = new_file(2 * PAGE + 50);
	char *memory =
	    map(fd, 3 * PAGE, PROT_READ | PROT_WRITE, MAP_PRIVATE, 0);

	check(memory[0] == 'a' && memory[PAGE] == 0 && memory[1] == 0);
	check(memory[4100] == 'b' && memory[8200] == 'c');
	check(memory[2 * PAGE + 50] == 0 && memory[3 * PAGE - 1] == 0);
	memory[0] = 'X';
	check(byte_at(fd, 0) == 'a');
	check(munmap(memory, 3 * PAGE) == 0);
	check(byte_at(fd, 0) == 'a');
	memory = map(fd, PAGE, PROT_READ, MAP_PRIVATE, PAGE);
	check(close(fd) == 0); /* the mapping stays */
	check(memory[4] == 'b');
	check(mprotect(memory, PAGE, PROT_READ | PROT_WRITE) == 0);
	memory[4] = 'Y';
	check(munmap(memory, PAGE) == 0);
}

static void shared(void)
{
	int fd = new_file(3 * PAGE), other;
	char *memory =
	    map(fd, 2 * PAGE, PROT_READ | PROT_WRITE, MAP_SHARED, PAGE);
	struct stat st;

	check(memory[4] == 'b');
	memory[4] = 'X';
	check(byte_at(fd, PAGE + 4) == 'X');
	check(pwrite(fd, "YZ", 2, PAGE + 5) == 2);
	check(memcmp(memory + 4, "XYZ", 3) == 0);
	other = open(name, O_RDONLY);
	check(other >= 0 && byte_at(other, PAGE + 6) == 'Z');
	memory[7] = 'W';
	check(byte_at(other, PAGE + 7) == 'W');
	check(close(other) == 0 && close(fd) == 0);
	memory[8] = 'V';
	check(msync(memory, 2 * PAGE, MS_SYNC) == 0);
	fd = open(name, O_RDWR);
	check(byte_at(fd, PAGE + 8) == 'V');
	memory[9] = 'U';
	memory[PAGE] = 'T';
	check(munmap(memory, 2 * PAGE) == 0);
	check(byte_at(fd, PAGE + 9) == 'U' && byte_at(fd, 2 * PAGE) == 'T');
	check(fstat(fd, &st) == 0 && st.st_size == 3 * PAGE);
	check(close(fd) == 0);
}

/* What is written behind the end of a file is not part of it. */
static void ends(void)
{
	int fd = new_file(100);
	char *memory = map(fd, PAGE, PROT_READ | PROT_WRITE, MAP_SHARED, 0);
	struct stat st;

	memory[99] = 'X';
	memory[100] = 'Y';
	check(msync(memory, PAGE, MS_SYNC) == 0);
	check(fstat(fd, &st) == 0 && st.st_size == 100);
	check(ftruncate(fd, 50) == 0 && ftruncate(fd, 200) == 0);
	check(byte_at(fd, 99) == 0 && byte_at(fd, 0) == 'a');
	check(memory[0] == 'a' && memory[99] == 0);
	check(munmap(memory, PAGE) == 0 && close(fd) == 0);
}

static void parts(void)
{
	int fd = new_file(4 * PAGE);
	char *memory = map(fd, 4 * PAGE, PROT_READ | PROT_WRITE, MAP_SHARED, 0);

	for (int i = 0; i < 4; i++)
		memory[i * PAGE] = (char)('0' + i);
	check(munmap(memory + PAGE, PAGE) == 0); /* a hole */
	memory[2 * PAGE + 1] = 'X';
	memory[1] = 'Y';
	check(byte_at(fd, 0) == '0' && byte_at(fd, PAGE) == '1');
	check(byte_at(fd, 2 * PAGE) == '2' && byte_at(fd, 3 * PAGE) == '3');
	check(byte_at(fd, 2 * PAGE + 1) == 'X' && byte_at(fd, 1) == 'Y');
	check(munmap(memory, 4 * PAGE) == 0);
	memory = map(fd, 2 * PAGE, PROT_READ | PROT_WRITE, MAP_SHARED, 0);
	memory = mremap(memory, 2 * PAGE, 4 * PAGE, MREMAP_MAYMOVE);
	check(memory != MAP_FAILED && memory[3 * PAGE] == '3');
	memory[3 * PAGE + 1] = 'Z';
	check(byte_at(fd, 3 * PAGE + 1) == 'Z');
	check(munmap(memory, 4 * PAGE) == 0 && close(fd) == 0);
}

static void check_failure(
    int fd, size_t size, int access, int flags, off_t offset, int error)
{
	errno = 0;
	check(mmap(NULL, size, access, flags, fd, offset) == MAP_FAILED);
	check(errno == error);
}

static void errors(void)
{
	int fd = new_file(PAGE), device = open("/dev/null", O_RDWR), directory;
	int reader = open(name, O_RDONLY), writer = open(name, O_WRONLY);
	char *memory;

	directory = open(".", O_RDONLY);
	check_failure(fd, PAGE, PROT_READ, MAP_SHARED, 1, EINVAL);
	check_failure(fd, 0, PROT_READ, MAP_SHARED, 0, EINVAL);
	check_failure(fd, PAGE, PROT_READ, 0, 0, EINVAL);
	check_failure(-1, PAGE, PROT_READ, MAP_SHARED, 0, EBADF);
	check_failure(writer, PAGE, PROT_READ, MAP_PRIVATE, 0, EACCES);
	check_failure(
	    reader, PAGE, PROT_READ | PROT_WRITE, MAP_SHARED, 0, EACCES);
	check_failure(device, PAGE, PROT_READ, MAP_PRIVATE, 0, ENODEV);
	check_failure(directory, PAGE, PROT_READ, MAP_PRIVATE, 0, ENODEV);
	memory = map(reader, PAGE, PROT_READ, MAP_SHARED, 0);
	check_error(mprotect(memory, PAGE, PROT_READ | PROT_WRITE), EACCES);
	check(munmap(memory, PAGE) == 0);
	memory = map(reader, PAGE, PROT_READ | PROT_WRITE, MAP_PRIVATE, 0);
	memory[0] = 'X';
	check(munmap(memory, PAGE) == 0 && byte_at(fd, 0) == 'a');
	check(close(fd) == 0 && close(reader) == 0 && close(writer) == 0);
}

static void objects(void)
{
	int fd = shm_open("/zvm-test", O_RDWR | O_CREAT | O_EXCL, 0600), again;
	char *memory;
	struct stat st;

	check(fd >= 0 && fcntl(fd, F_GETFD) == FD_CLOEXEC);
	check(fstat(fd, &st) == 0 && st.st_size == 0 && S_ISREG(st.st_mode));
	check(ftruncate(fd, 2 * PAGE) == 0);
	memory = map(fd, 2 * PAGE, PROT_READ | PROT_WRITE, MAP_SHARED, 0);
	strcpy(memory, "shared");
	check_error(
	    shm_open("/zvm-test", O_RDWR | O_CREAT | O_EXCL, 0600), EEXIST);
	again = shm_open("/zvm-test", O_RDONLY, 0);
	check(again >= 0 && byte_at(again, 1) == 'h');
	check(shm_unlink("/zvm-test") == 0);
	check_error(shm_unlink("/zvm-test"), ENOENT);
	check_error(shm_open("/zvm-test", O_RDWR, 0), ENOENT);
	check_error(shm_open("/zvm/test", O_RDWR | O_CREAT, 0600), EINVAL);
	check(memory[0] == 's');
	check(munmap(memory, 2 * PAGE) == 0);
	check(close(again) == 0 && close(fd) == 0);
	fd = memfd_create("a name", MFD_CLOEXEC);
	check(fd >= 0 && write(fd, "text", 4) == 4 && byte_at(fd, 3) == 't');
	check(fcntl(fd, F_GETFD) == FD_CLOEXEC && close(fd) == 0);
	check_error(memfd_create("name", 0x1000), EINVAL);
}

int main(void)
{
	private_copies();
	shared();
	ends();
	parts();
	errors();
	objects();
	check(unlink(name) == 0);
	return 0;
}
